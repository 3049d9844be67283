"""Duty and handling cells → clauses, each with its heading, department and number.

`read_cell` reads a cell from top to bottom: headings and department headings open scopes,
everything else is a clause. What is a heading and what a clause is kept as `Part`s, so that
the cell's text, its clauses and its coverage come from one reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..departments.listing import Head, bare_head, bracketed_head, head_at
from ..letters.joining import source_place, source_span
from ..letters.marks import CLAUSE_KINDS, HEADING_KINDS, Mark, MarkKind
from ..letters.script import (
    CLOSERS,
    COMMAS,
    FULL_STOP,
    LIST_COMMA,
    OPENERS,
    SEMICOLONS,
    SENTENCE_ENDS,
)
from ..model import Line, Text
from .paragraphs import LONGEST_HEADING, Style, paragraphs_of

LONGEST_GROUP = LONGEST_HEADING + 30  # letters of a group heading up to its colon
# What may end the departments of a label before the next one.
_BETWEEN_LABELS = SEMICOLONS + COMMAS + FULL_STOP + LIST_COMMA
LONGEST_PHRASE = 12  # letters of a heading that ends like a sentence

PartKind = Literal["row", "heading", "department", "label", "clause"]


class Part(Struct, frozen=True):
    """One heading, department heading, label or clause of a cell.

    A `row` is of a cell that is printed as several: the departments beside what follows it.
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


class Reading(Struct, frozen=True, dict=True):
    """A cell as read: its whole text (one paragraph a line) and its parts in order."""

    text: str
    parts: tuple[Part, ...]

    @cached_property
    def heads(self) -> tuple[Part, ...]:
        """The parts that are no clauses: headings, department headings and labels."""
        return tuple(part for part in self.parts if part.kind != "clause")


def read_cell(lines: Sequence[Line], style: Style) -> Reading:
    """Return the text of a duty or handling cell and its parts; 无 has none."""
    paragraphs = paragraphs_of(lines, style)
    kinds = {paragraph.mark.kind for paragraph in paragraphs if paragraph.mark}
    parts: list[Part] = []
    for paragraph in paragraphs:
        parts += _parts(paragraph.text, paragraph.mark, kinds, style)
    parts = _bare_headings(_headings_with_content(parts, style), style)
    printed = "\n".join([paragraph.text.text for paragraph in paragraphs])
    return Reading(printed, () if printed in style.rules.departments.none else tuple(parts))


def _parts(text: Text, mark: Mark | None, kinds: set[MarkKind], style: Style) -> list[Part]:
    """Return the parts of a paragraph from left to right; `kinds` are the cell's marks."""
    at = mark.end if mark else 0
    if (
        mark is not None
        and mark.kind in HEADING_KINDS
        and not _label_at(text.text, at, mark, style)
    ):
        if head := _named_head(text.text, at, style):
            return [*_named(text, mark, head), *_rest(text, None, head.outer, kinds, style)]
        end = _heading_end(text.text, at, style)
        if end is not None:
            heading, outer = end
            part = _part("heading", text, mark, 0, heading, outer)
            return [part, *_rest(text, None, outer, kinds, style)]
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


# --- headings -----------------------------------------------------------------------------------


def _heading_end(text: str, at: int, style: Style) -> tuple[int, int] | None:
    """Return where the heading of a paragraph that begins with a heading's mark ends.

    That is (end of its text, end of its colon), None when it is a sentence and not a heading.
    """
    grammar = style.rules.grammar
    colon = grammar.colon.search(text)
    ends = grammar.sentence_end.search(text, at)
    sentence_first = colon is not None and ends is not None and ends.start() < colon.start()
    if colon and colon.start() - at <= LONGEST_GROUP and not sentence_first:
        return colon.start(), colon.end()
    if ends is None or (ends.end() == len(text) and len(text) - at <= LONGEST_PHRASE):
        return len(text), len(text)
    return None


def _named_head(text: str, at: int, style: Style) -> Head | None:
    """Return the departments that a group heading names: 一、县民政局."""
    return head_at(text, at, style.names) or bare_head(text, at, style.names)


def _named(text: Text, mark: Mark, head: Head) -> list[Part]:
    """Return a group heading that names departments, and these, as parts."""
    named = _part("department", text, None, head.start, head.end, head.end)
    return [
        _part("heading", text, mark, 0, head.close, head.outer),
        replace(named, text=head.text, outer_end=named.outer_start),
    ]


def _headings_with_content(parts: Sequence[Part], style: Style) -> list[Part]:
    """Return parts with each heading that heads nothing as the clause that it is."""
    return [
        _as_clause(part, style)
        if part.kind == "heading" and not _heads_something(part, following)
        else part
        for part, following in zip(parts, [*parts[1:], None], strict=False)
    ]


def _heads_something(part: Part, following: Part | None) -> bool:
    """Tell whether a heading has something under it: a clause, or a heading of a lower level."""
    if following is None or following.kind != "heading":
        return following is not None
    return part.level == "heading" and following.level == "subheading"


def _as_clause(part: Part, style: Style) -> Part:
    """Return a heading without content as a numbered clause."""
    mark = style.rules.grammar.mark_at(part.text, 0)
    length = mark.end if mark else 0
    return replace(part, kind="clause", text=part.text[length:], start=part.start + length)


def _bare_headings(parts: Sequence[Part], style: Style) -> list[Part]:
    """Return parts with the paragraphs that only name departments as headings, or as more names.

    They head the clause below them; in a cell with labels they go on with the departments
    above them, if any.
    """
    found: list[Part] = []
    at = 0
    while at < len(parts):
        run = _bare_run(parts, at, style)
        below = parts[at + len(run)] if at + len(run) < len(parts) else None
        if not run:
            found.append(parts[at])
            at += 1
            continue
        at += len(run)
        if style.labelled and found and _names_above(found[-1]):
            above = [found.pop()] if found[-1].kind == "department" else []
            found.append(_as_department([*above, *run]))
        elif below is not None and _may_head(run, below):
            found.append(_as_department(run))
        else:
            found += parts[at - len(run) : at]
    return found


def _bare_run(parts: Sequence[Part], at: int, style: Style) -> list[Part]:
    """Return the paragraphs from a place on that name departments and say nothing else."""
    run: list[Part] = []
    for place in range(at, len(parts)):
        part = parts[place]
        ended = part.kind != "clause" or part.text[-1:] in SENTENCE_ENDS
        named = None if ended else bare_head(part.text, 0, style.names)
        if named is None:
            break
        start, end = part.start + named.start, part.start + named.end
        run.append(replace(part, text=named.text, start=start, end=end))
    return run


def _names_above(part: Part) -> bool:
    """Tell whether a part is a label of departments, or some that stand behind one."""
    return part.kind == "department" or (part.kind, part.level) == ("label", "department")


def _may_head(run: Sequence[Part], below: Part) -> bool:
    """Tell whether departments may be the heading of what stands below them.

    That is a clause, or a label of one (工作方式：). Where both are numbered on, they are
    clauses of one list.
    """
    last = run[-1]
    if below.kind != "clause":
        return (below.kind, below.level) == ("label", "manner")
    goes_on = below.number not in (None, 1) and below.level == last.level
    return last.number is None or not goes_on


def _as_department(run: Sequence[Part]) -> Part:
    """Return paragraphs of nothing but departments as one heading."""
    first, last = run[0], run[-1]
    text = LIST_COMMA.join([part.text for part in run])
    number = first.number if len(run) == 1 else None
    return replace(
        first,
        kind="department",
        text=text,
        number=number,
        end=last.end,
        outer_end=last.outer_end,
    )


# --- parts inside a paragraph -------------------------------------------------------------------


def _rest(text: Text, mark: Mark | None, at: int, kinds: set[MarkKind], style: Style) -> list[Part]:
    """Return the department headings, labels and clauses of a paragraph from `at` on."""
    parts: list[Part] = []
    whole = text.text
    stop = -1 if style.labelled else len(whole)  # where the next label begins
    while at < len(whole):
        mark = mark or _label_mark(whole, at, style)
        at = mark.end if mark else at
        if found := _heads(text, mark, at, style):
            head, at, mark = found
            parts += head
            continue
        stop = stop if stop > at else _next_label(whole, at + 1, style)
        end, following = _next_part(whole, at, stop, mark, style, kinds)
        if end > at or mark:
            parts.append(_part("clause", text, mark, at, end, end))
        mark = following
        at = mark.end if mark else end
    return parts


def _heads(
    text: Text, mark: Mark | None, at: int, style: Style
) -> tuple[list[Part], int, Mark | None] | None:
    """Return the label or department heading that begins at a place in a paragraph.

    With it come the place behind it, and the mark before it where that numbers what follows:
    `1.县民政局：负责编制计划；` has one number, and it is the clause's.
    """
    whole, begin = text.text, mark.start if mark else at
    if label := _label_at(whole, at, mark, style):
        return *_labelled(text, begin, label, style), None
    role = style.rules.grammar.role_label.match(whole, at)
    head = head_at(whole, at, style.names)
    if head is None and role:
        head = bare_head(whole, at, style.names)
    if head is None and style.labelled and at == (mark.end if mark else 0):
        head = bracketed_head(whole, at, style.names)
    if head is None:
        return None
    carried = _carried(whole, mark, head.outer, style)
    part = _part("department", text, None if carried else mark, head.start, head.end, head.outer)
    part = replace(part, text=head.text, outer_start=source_place(text, begin))
    return [part], head.outer, carried


def _label_mark(text: str, at: int, style: Style) -> Mark | None:
    """Return the mark at a place of a paragraph if a label stands behind it: （2）工作方式：."""
    mark = style.rules.grammar.mark_at(text, at) if style.labelled else None
    return mark if mark and _label_at(text, mark.end, mark, style) else None


def _label_at(text: str, at: int, mark: Mark | None, style: Style) -> re.Match[str] | None:
    """Return the label of a handling cell that begins at a place of a paragraph."""
    if not style.labelled:
        return None
    grammar = style.rules.grammar
    label = (grammar.marked_label if mark else grammar.label).match(text, at)
    return label or (
        grammar.label_alone.match(text, at) if at == (mark.end if mark else 0) else None
    )


def _labelled(text: Text, begin: int, label: re.Match[str], style: Style) -> tuple[list[Part], int]:
    """Return a label as a part, with the departments that follow it, and the place behind them.

    A mark before it, at `begin`, is a part of it, as in a heading.
    """
    whole, kind = text.text, str(label.lastgroup)
    first = begin if begin < label.start() else label.start(kind)
    part = _part("label", text, None, first, label.end(kind), label.end())
    parts = [replace(part, level=kind, outer_start=source_place(text, begin))]
    if kind != "department" or label.end() == len(whole):
        return parts, label.end()
    head, end = _behind_label(whole, label.end(), style)
    if head is not None:
        named = _part("department", text, None, head.start, head.end, end)
        outer = source_place(text, label.end())
        parts.append(replace(named, text=head.text, outer_start=outer))
    return parts, end


def _behind_label(text: str, at: int, style: Style) -> tuple[Head | None, int]:
    """Return the departments behind a label, and the place behind them.

    They end where another label begins, or a sentence that they are not all of.
    """
    grammar = style.rules.grammar
    end = _next_label(text, at, style)
    sentence = grammar.sentence_end.search(text, at, end)
    label = grammar.marked_label.search(text, at, end)
    last = label.start() if label else end
    for stop in dict.fromkeys((end, sentence.end() if sentence else end, last)):
        close = len(text[:stop].rstrip(_BETWEEN_LABELS))
        if head := bare_head(text[:close], at, style.names):
            return head, stop
    close = len(text[:last].rstrip(_BETWEEN_LABELS))
    return (Head(text[at:close], at, close, close, last) if close > at else None), last


def _carried(text: str, mark: Mark | None, at: int, style: Style) -> Mark | None:
    """Return the mark before a department heading where it numbers what follows."""
    if mark is None or mark.kind not in CLAUSE_KINDS or at == len(text):
        return None
    return None if style.rules.grammar.mark_at(text, at) else replace(mark, start=at, end=at)


def _next_label(text: str, at: int, style: Style) -> int:
    """Return where the next label in a text begins from `at` on, else where the text ends."""
    grammar = style.rules.grammar
    match = grammar.label_end.search(text, at) and grammar.inner_label.search(text, at)
    return match.start() if match else len(text)


def _next_part(
    text: str, at: int, stop: int, mark: Mark | None, style: Style, kinds: set[MarkKind]
) -> tuple[int, Mark | None]:
    """Return where the part of a paragraph behind the one from `at` on begins, and its mark; at
    `stop` a label does.

    A mark or a department heading stands after a finished sentence (or at the start, after a label
    or heading), and no quotation mark or bracket is open there; a label stands anywhere.
    """
    ends = style.rules.grammar.sentence_end.finditer(text, at, stop)
    depth, known = 0, at  # how many quotation marks and brackets are open at which place
    looked = at  # so far for an enumeration inside the sentence
    inner: Mark | None = None  # of an enumeration inside the sentence
    for place in (at, *(match.end() for match in ends)):
        if place >= stop:
            break
        found = _mark_behind(text, place, mark, style)
        if found and place > at and mark:
            inner = inner or _inner_mark(text, looked, place, mark, style)
            looked = place
            if inner and _follows(found, inner):
                inner = found
                continue
        goes_on = found if found and _goes_on(found, at, mark, kinds) else None
        heads = place > at and head_at(text, place, style.names)
        if goes_on or heads:
            depth, known = _depth(text, known, place, depth, style), place
            if not depth:
                return place, goes_on
    return stop, None


def _mark_behind(text: str, place: int, mark: Mark | None, style: Style) -> Mark | None:
    """Return the mark at a place of a paragraph, bare where the one above is."""
    grammar = style.rules.grammar
    if mark is not None and text[mark.end - 1 : mark.end].isdecimal():
        match = grammar.mark.match(text, place) or grammar.bare.match(text, place)
        return grammar.mark_of(match) if match else None
    return grammar.mark_at(text, place)


def _inner_mark(text: str, at: int, end: int, mark: Mark, style: Style) -> Mark | None:
    """Return the first mark of an enumeration of a paragraph's own kind behind a colon in it."""
    grammar = style.rules.grammar
    colons = grammar.colon.finditer(text, at, end)
    marks = (grammar.mark_at(text, colon.end()) for colon in colons)
    return next((m for m in marks if m and (m.kind, m.number) == (mark.kind, 1)), None)


def _follows(found: Mark, before: Mark) -> bool:
    """Tell whether a mark is the next one of a numbering."""
    return (found.kind, found.number) == (before.kind, before.number + 1)


def _goes_on(found: Mark, at: int, mark: Mark | None, kinds: set[MarkKind]) -> bool:
    """Tell whether a mark inside a paragraph goes on with the numbering, or begins one.

    Numbering of a lower level than the paragraph's own belongs to its sentence. What a paragraph
    begins with has been judged.
    """
    if found.kind not in CLAUSE_KINDS or (found.start == at and (mark is not None or at == 0)):
        return False
    if mark is not None:
        return _follows(found, mark)
    return found.number == 1 and (found.kind == "dot" or "dot" not in kinds)


def _depth(text: str, start: int, end: int, depth: int, style: Style) -> int:
    """Return how many quotation marks and brackets are open at `end`; at `start` `depth` are."""
    grammar = style.rules.grammar
    for found in grammar.paired.finditer(text, start, end):
        letter, place = found[0], found.start()
        if place < start:
            continue
        if letter not in CLOSERS and (mark := grammar.mark_at(text, place)):
            start = mark.end
            continue
        depth = max(0, depth + (letter in OPENERS) - (letter in CLOSERS))
    return depth
