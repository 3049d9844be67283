"""Duty and handling cells → clauses, each with its heading, department and number.

`parsed_cell` reads a cell from top to bottom: headings and department headings open scopes,
everything else is a clause. What is a heading and what a clause is kept as `Part`s, so that
the cell's text, its clauses and its coverage come from one reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from pipeline.model import Line, Text
from pipeline.stages.joining import source_span
from pipeline.rules import Rules
from pipeline.stages.marks import Mark, label_pattern, mark_at, mark_pattern
from pipeline.stages.names import names_certainty
from pipeline.stages.paragraphs import (
    HEADING_KINDS,
    LONGEST_HEADING,
    Paragraph,
    Style,
    paragraphs_of,
)

PartKind = Literal["heading", "department", "label", "clause"]


CLAUSE_KINDS = ("dot", "bracket", "circle")


class Part(NamedTuple):
    """One heading, department heading, label or clause of a cell.

    `text` is without mark, delimiter and trailing colon (a group heading keeps its mark);
    start and end are the span of `text` in the source; of headings and labels `outer_end`
    goes past the colon and `outer_start` before the mark.
    """

    kind: PartKind
    text: str
    number: int | None
    level: str
    start: int
    end: int
    outer_start: int
    outer_end: int


class Reading(NamedTuple):
    """A cell as read: its whole text (one paragraph a line) and its parts in order."""

    text: str
    parts: tuple[Part, ...]


def parsed_cell(lines: Sequence[Line], style: Style) -> Reading:
    """Given the lines of a duty or handling cell, return its text and its parts."""
    paragraphs = paragraphs_of(lines, style)
    levels = {paragraph.mark.kind for paragraph in paragraphs if paragraph.mark}
    parts: list[Part] = []
    for paragraph in paragraphs:
        if paragraph.text.text:
            parts.extend(_parts(paragraph, style, levels))
    text = "\n".join(paragraph.text.text for paragraph in paragraphs)
    return Reading(text, tuple(_headings_with_content(parts)))


def _part(kind: PartKind, text: Text, mark: Mark | None, start: int, end: int, outer: int) -> Part:
    """Return the part of a paragraph: text[start:end], its mark, and the colon up to `outer`."""
    first, last = source_span(text, start, end) if end > start else (0, 0)
    begin = mark.start if mark else start
    outer_first, outer_last = first, last
    if kind != "clause" or end <= start:
        outer_first, outer_last = source_span(text, begin, max(outer, begin + 1))
    if end <= start:
        first = last = outer_last
    level = mark.kind if mark else ""
    number = mark.number if mark else None
    return Part(kind, text.text[start:end], number, level, first, last, outer_first, outer_last)


def _parts(paragraph: Paragraph, style: Style, levels: set[str]) -> list[Part]:
    """Given a paragraph, return its parts from left to right."""
    text, mark = paragraph.text, paragraph.mark
    if mark is not None:
        mark = mark._replace(start=0, end=_joined_end(paragraph))
    at = mark.end if mark else 0
    if mark is not None and mark.kind in HEADING_KINDS:
        end = _heading_end(text.text, at, style)
        if end is not None:
            heading, outer = end
            part = _part("heading", text, mark, 0, heading, outer)
            return [part, *_named(text, mark, at, heading, style), *_rest(text, None, outer, style, levels)]
    return _rest(text, mark, at, style, levels)


def _joined_end(paragraph: Paragraph) -> int:
    """Return where the mark ends in the joined text (white space after a number is gone)."""
    assert paragraph.mark is not None
    printed = paragraph.mark.end - paragraph.mark.start
    match = _LEADING_MARK.match(paragraph.text.text)
    return match.end() if match else printed


_LEADING_MARK = re.compile(
    r"(?:\d{1,3}[ \u3000]?[.．、｡]|[（(〔](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）〕][.．、｡]?"
    r"|[①-⑳][.．、｡]?|[一二三四五六七八九十百]{1,3}[、.．]|\d{1,3}(?![\d.．、｡]))"
)


def _named(text: Text, mark: Mark, start: int, end: int, style: Style) -> list[Part]:
    """Given a group heading that names departments (一、县民政局), return them as a part."""
    words = text.text[start:end]
    if names_certainty(words, style.names) < 1:
        return []
    part = _part("department", text, None, start, end, end)
    return [part._replace(outer_end=part.outer_start)]


def _heading_end(text: str, at: int, style: Style) -> tuple[int, int] | None:
    """Given a paragraph that begins with a heading's mark, return where the heading ends.

    Returns (end of its text, end of its colon), None when it is a sentence and not a heading.
    """
    colon = re.search(f"[{style.rules.marks.colons}]", text)
    ends = re.search(f"[{re.escape(style.rules.marks.sentence_ends)}]", text[at:])
    if colon and colon.start() - at <= LONGEST_HEADING + 30 and not (
        ends and at + ends.start() < colon.start()
    ):
        return colon.start(), colon.end()
    if ends is None or ends.end() == len(text) - at and len(text) - at <= 12:
        return len(text), len(text)
    return None


def _rest(text: Text, mark: Mark | None, at: int, style: Style, levels: set[str]) -> list[Part]:
    """Given a paragraph from `at` on, return its department headings, labels and clauses."""
    parts: list[Part] = []
    colons = any(colon in text.text for colon in style.rules.marks.colons)
    while at < len(text.text):
        head = _heads(text, mark, at, style) if colons else []
        if head:
            parts.extend(head)
            at, mark = max(at + 1, _end_of(text, head[-1])), None
            continue
        following = _next_mark(text.text, at, mark, style, levels)
        end = following.start if following else len(text.text)
        if colons and style.labelled:
            end = min(end, _next_label(text.text, at, style))
        if end > at or mark:
            parts.append(_part("clause", text, mark, at, end, end))
        mark = following if following and following.start == end else None
        at = mark.end if mark else end
    return parts


def _heads(text: Text, mark: Mark | None, at: int, style: Style) -> list[Part]:
    """Given a place in a paragraph, return the label or department heading that begins there.

    A label of departments is followed by their names, which are a part of their own.
    """
    label = label_pattern(style.rules).match(text.text, at) if style.labelled else None
    if label is None:
        named = _department_end(text.text, at, style)
        return [] if named is None else [_part("department", text, mark, at, named - 1, named)]
    part = _part("label", text, mark, label.start(), label.end() - 1, label.end())
    parts = [part._replace(level=str(label.lastgroup))]
    if label["department"]:
        end = _next_label(text.text, label.end(), style)
        whole = end == len(text.text)
        stop = end if whole else len(text.text[:end].rstrip("；;。，,、"))
        if stop > label.end():
            parts.append(_part("department", text, None, label.end(), stop, end))
    return parts


def _end_of(text: Text, part: Part) -> int:
    """Given a part of a paragraph, return the offset in the joined text behind it."""
    for offset, start, length in text.pieces:
        if start < part.outer_end <= start + length:
            return offset + part.outer_end - start
    return len(text.text)


def _next_label(text: str, at: int, style: Style) -> int:
    """Return where the next label begins, or the end of the text."""
    match = label_pattern(style.rules).search(text, at)
    return match.start() if match else len(text)


def _department_end(text: str, at: int, style: Style) -> int | None:
    """Return the end (past the colon) of the department heading that begins here, if one does."""
    if not style.names.opening.match(text, at):
        return None
    colon = _stop(style.rules).search(text, at)
    if colon is None or colon[0] not in style.rules.marks.colons:
        return None
    return colon.end() if names_certainty(text[at : colon.start()], style.names) >= 1 else None


@lru_cache(maxsize=4)
def _stop(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of what ends a heading: its colon, or a sentence."""
    return re.compile(f"[{rules.marks.colons}。；，“]")


def _next_mark(
    text: str, at: int, mark: Mark | None, style: Style, levels: set[str]
) -> Mark | None:
    """Return the next mark inside a paragraph that begins a clause of its own.

    It stands after a finished sentence (or at the start, after a label or heading) and goes
    on with the numbering; numbering inside quotation marks or brackets belongs to its
    sentence, and so does numbering of a lower level than the paragraph's own.
    """
    wanted = mark.number + 1 if mark else 1
    for found in _inner_marks(text, at, style):
        if found.start == at and mark is not None:
            continue
        same = mark is None or mark.kind == found.kind
        if not same or found.number != wanted or (mark is None and "dot" in levels - {found.kind}):
            continue
        if not _is_enclosed(text, at, found.start, style):
            return found
    return None


def _inner_marks(text: str, at: int, style: Style) -> Iterable[Mark]:
    """Yield the marks from `at` on that stand there or right after the end of a sentence."""
    first = mark_at(text, at, style.rules)
    if first is not None and first.kind in CLAUSE_KINDS:
        yield first
    for match in _sentence_mark(style.rules).finditer(text, at):
        found = mark_at(text, match.end(), style.rules)
        if found is not None and found.kind in CLAUSE_KINDS:
            yield found


@lru_cache(maxsize=4)
def _sentence_mark(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of a sentence's end with a mark behind it."""
    ends = re.escape(rules.marks.sentence_ends)
    return re.compile(rf"[{ends}](?=(?:{mark_pattern(rules).pattern}))")


def _is_enclosed(text: str, start: int, end: int, style: Style) -> bool:
    """Tell whether quotation marks or brackets opened from `start` on are still open at `end`."""
    depth, at = 0, start
    while at < end:
        mark = mark_at(text, at, style.rules) if text[at] in "（(〔" else None
        if mark is not None:
            at = mark.end
            continue
        depth += text[at] in style.rules.marks.openers
        depth = max(0, depth - (text[at] in style.rules.marks.closers))
        at += 1
    return depth > 0


def _headings_with_content(parts: Sequence[Part]) -> list[Part]:
    """Given parts, turn a heading that heads nothing into the clause that it is."""
    result: list[Part] = []
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        deeper = following is not None and following.kind == "heading" and (
            part.level == "heading" and following.level == "subheading"
        )
        if part.kind == "heading" and (following is None or (following.kind == "heading" and not deeper)):
            result.append(_as_clause(part))
        else:
            result.append(part)
    return result


def _as_clause(part: Part) -> Part:
    """Given a heading without content, return it as a numbered clause."""
    match = _LEADING_MARK.match(part.text)
    length = match.end() if match else 0
    return part._replace(kind="clause", text=part.text[length:], start=part.start + length)
