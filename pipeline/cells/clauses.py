"""Duty and handling cells → clauses, each with its heading, department and number.

`parsed_cell` reads a cell from top to bottom: headings and department headings open scopes,
everything else is a clause. What is a heading and what a clause is kept as `Part`s, so that
the cell's text, its clauses and its coverage come from one reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from ..departments.names import names_certainty, opens
from ..letters.joining import source_place, source_span
from ..letters.marks import (
    Mark,
    MarkKind,
    colon_pattern,
    label_pattern,
    mark_at,
)
from ..model import Line, Text
from ..rules import Rules
from .headings import Part, PartKind, bare_headings, headings_with_content
from .paragraphs import (
    HEADING_KINDS,
    LONGEST_HEADING,
    Style,
    paragraphs_of,
)

CLAUSE_KINDS = ("dot", "bracket", "circle")


class Reading(Struct, frozen=True, gc=False):
    """A cell as read: its whole text (one paragraph a line) and its parts in order."""

    text: str
    parts: tuple[Part, ...]

    @property
    def heads(self) -> tuple[Part, ...]:
        """The parts that are no clauses: headings, department headings and labels."""
        return tuple(part for part in self.parts if part.kind != "clause")


def parsed_cell(lines: Sequence[Line], style: Style) -> Reading:
    """Return the text of a duty or handling cell and its parts; 无 has none."""
    paragraphs = paragraphs_of(lines, style)
    kinds = {paragraph.mark.kind for paragraph in paragraphs if paragraph.mark}
    parts: list[Part] = []
    for paragraph in paragraphs:
        parts += _parts(paragraph.text, paragraph.mark, kinds, style)
    if not kinds.isdisjoint(HEADING_KINDS):
        parts = headings_with_content(parts, style)
    if parts and not style.labelled:
        parts = bare_headings(parts, style)
    printed = "\n".join([paragraph.text.text for paragraph in paragraphs])
    return Reading(printed, () if printed in style.names.none else tuple(parts))


def _parts(text: Text, mark: Mark | None, kinds: set[MarkKind], style: Style) -> list[Part]:
    """Given a paragraph, return its parts from left to right; `kinds` are the cell's marks."""
    at = mark.end if mark else 0
    if mark is not None and mark.kind in HEADING_KINDS:
        end = _heading_end(text.text, at, style)
        if end is not None:
            heading, outer = end
            part = _part("heading", text, mark, 0, heading, outer)
            named = _named(text, at, heading, style)
            return [part, *named, *_rest(text, None, outer, kinds, style)]
    return _rest(text, mark, at, kinds, style)


def _part(kind: PartKind, text: Text, mark: Mark | None, start: int, end: int, outer: int) -> Part:
    """Return the part of a paragraph: text[start:end], its mark, and the colon up to `outer`."""
    first, last = source_span(text, start, end) if end > start else (0, 0)
    begin = mark.start if mark else start
    outer_first, outer_last = first, last
    if kind != "clause" or end <= start:
        outer_first, outer_last = source_span(text, begin, max(outer, begin + 1))
    if end <= start:
        first = last = outer_last
    level, number = (mark.kind, mark.number) if mark else ("", None)
    return Part(kind, text.text[start:end], number, level, first, last, outer_first, outer_last)


# --- headings -------------------------------------------------------------------------------


def _heading_end(text: str, at: int, style: Style) -> tuple[int, int] | None:
    """Given a paragraph that begins with a heading's mark, return where the heading ends.

    Returns (end of its text, end of its colon), None when it is a sentence and not a heading.
    """
    colon = colon_pattern(style.rules).search(text)
    ends = _sentence_end(style.rules).search(text, at)
    if (
        colon
        and colon.start() - at <= LONGEST_HEADING + 30
        and not (ends and ends.start() < colon.start())
    ):
        return colon.start(), colon.end()
    if ends is None or (ends.end() == len(text) and len(text) - at <= 12):
        return len(text), len(text)
    return None


def _named(text: Text, start: int, end: int, style: Style) -> list[Part]:
    """Given a group heading that names departments (一、县民政局), return them as a part."""
    if names_certainty(text.text[start:end], style.names) < 1:
        return []
    part = _part("department", text, None, start, end, end)
    return [replace(part, outer_end=part.outer_start)]


# --- parts inside a paragraph ---------------------------------------------------------------


def _rest(text: Text, mark: Mark | None, at: int, kinds: set[MarkKind], style: Style) -> list[Part]:
    """Given a paragraph from `at` on, return its department headings, labels and clauses."""
    parts: list[Part] = []
    whole = text.text
    colons = colon_pattern(style.rules).search(whole) is not None
    while at < len(whole):
        head, end = _heads(text, mark, at, style) if colons else ([], at)
        if head:
            parts += head
            at, mark = end, _carried(whole, mark, end, style)
            continue
        following = _next_mark(whole, at, mark, style, kinds)
        end = following.start if following else len(whole)
        end = _next_heading(whole, at, end, style) if colons else end
        if end > at or mark:
            parts.append(_part("clause", text, mark, at, end, end))
        mark = following if following and following.start == end else None
        at = mark.end if mark else end
    return parts


def _heads(text: Text, mark: Mark | None, at: int, style: Style) -> tuple[list[Part], int]:
    """Given a place in a paragraph, return the label or department heading that begins there.

    A label of departments is followed by their names, which are a part of their own. The
    second value is the place behind them.
    """
    label = label_pattern(style.rules).match(text.text, at) if style.labelled else None
    if label is None:
        role = style.names.role_label.match(text.text, at)
        if role and names_certainty(text.text[at:], style.names) >= 1:
            end = len(text.text)
            part = _part("department", text, None, role.end(), end, end)
            return [replace(part, outer_start=source_place(text, at))], end
        named = _department_end(text.text, at, style)
        if named is None:
            return [], at
        return [_part("department", text, mark, at, named - 1, named)], named
    part = _part("label", text, mark, label.start(), label.end() - 1, label.end())
    parts = [replace(part, level=str(label.lastgroup))]
    if not label["department"]:
        return parts, label.end()
    end = _next_label(text.text, label.end(), len(text.text), style)
    whole = end == len(text.text)
    stop = end if whole else len(text.text[:end].rstrip("；;。，,、"))
    if stop <= label.end():
        return parts, label.end()
    parts.append(_part("department", text, None, label.end(), stop, end))
    return parts, end


def _carried(text: str, mark: Mark | None, at: int, style: Style) -> Mark | None:
    """Given the mark before a department heading, return it where it numbers what follows.

    `1.县民政局：负责编制计划；` has one number, and it is the clause's.
    """
    if mark is None or mark.kind not in CLAUSE_KINDS or mark_at(text, at, style.rules):
        return None
    return replace(mark, start=at, end=at)


def _next_heading(text: str, at: int, end: int, style: Style) -> int:
    """Return where in text[at:end] the next label or department heading begins, else `end`."""
    if style.labelled:
        return _next_label(text, at, end, style)
    for match in _sentence_end(style.rules).finditer(text, at, end):
        place = match.end()
        if _department_end(text, place, style) and not _depth(text, at, place, 0, style):
            return place
    return end


def _next_label(text: str, at: int, end: int, style: Style) -> int:
    """Return where in text[at:end] the next label begins, else `end`."""
    match = label_pattern(style.rules).search(text, at, end)
    return match.start() if match else end


def _department_end(text: str, at: int, style: Style) -> int | None:
    """Return the end (past the colon) of the department heading that begins here, if one does."""
    if not opens(text, style.names, at):
        return None
    colon = _stop(style.rules).search(text, at)
    if colon is None or colon[0] not in style.rules.marks.colons:
        return None
    return colon.end() if names_certainty(text[at : colon.start()], style.names) >= 1 else None


def _next_mark(
    text: str, at: int, mark: Mark | None, style: Style, kinds: set[MarkKind]
) -> Mark | None:
    """Return the next mark inside a paragraph that begins a clause of its own.

    It stands after a finished sentence (or at the start, after a label or heading) and goes
    on with the numbering; numbering inside quotation marks or brackets belongs to its
    sentence, and so does numbering of a lower level than the paragraph's own.
    """
    wanted = mark.number + 1 if mark else 1
    depth, known = 0, at  # how many quotation marks and brackets are open at which place
    for found in _inner_marks(text, at, style):
        if found.start == at and (mark is not None or at == 0):
            continue  # what a paragraph begins with has been judged
        same = mark is None or mark.kind == found.kind
        lower = mark is None and "dot" in kinds and found.kind != "dot"
        if not same or found.number != wanted or lower:
            continue
        depth, known = _depth(text, known, found.start, depth, style), found.start
        if not depth:
            return found
    return None


def _inner_marks(text: str, at: int, style: Style) -> Iterator[Mark]:
    """Yield the marks from `at` on that stand there or right after the end of a sentence."""
    behind = (match.end() for match in _sentence_mark(style.rules).finditer(text, at))
    for place in chain((at,), behind):
        found = mark_at(text, place, style.rules)
        if found is not None and found.kind in CLAUSE_KINDS:
            yield found


def _depth(text: str, start: int, end: int, depth: int, style: Style) -> int:
    """Given how many quotation marks and brackets are open at `start`, return it for `end`."""
    marks = style.rules.marks
    for found in _paired(style.rules).finditer(text, start, end):
        letter, place = found[0], found.start()
        if place < start:
            continue
        mark = mark_at(text, place, style.rules) if letter in "（(〔" else None
        if mark is not None:
            start = mark.end
            continue
        depth = max(0, depth + (letter in marks.openers) - (letter in marks.closers))
    return depth


@lru_cache(maxsize=4)
def _paired(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of quotation marks and brackets, which marks may have."""
    return re.compile(f"[{re.escape(rules.marks.openers + rules.marks.closers)}（(〔]")


@lru_cache(maxsize=4)
def _stop(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of what ends a heading: its colon, or a sentence."""
    return re.compile(f"[{rules.marks.colons}。；，“]")


@lru_cache(maxsize=4)
def _sentence_end(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of a sentence's end."""
    return re.compile(f"[{re.escape(rules.marks.sentence_ends)}]")


@lru_cache(maxsize=4)
def _sentence_mark(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of a sentence's end with a mark's first letter behind it."""
    marks = rules.marks
    left = "".join(pair[0] for pair in marks.brackets)
    first = re.escape(left + marks.circled + marks.heading_numerals)
    return re.compile(rf"{_sentence_end(rules).pattern}(?=[\d{first}])")
