"""The lines of a plainly printed cell that head others: groups (一、) and departments."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from pipeline.rules import Rules
from pipeline.stages.headings import Part, PartKind
from pipeline.stages.joining import may_be_words
from pipeline.stages.marks import mark_at
from pipeline.stages.names import may_end, names_certainty, opens
from pipeline.stages.paragraphs import (
    FULL_STOPS,
    LONGEST_HEADING,
    NOT_HEADING,
    Cell,
    Style,
    department_heading,
    is_short,
    role_heading,
)

FINAL = "；。"  # what nearly every line above a heading ends with
UNNUMBERED, HEADING, DEPARTMENT = 0, -1, -2  # what begins a paragraph instead of a number
KINDS: Mapping[int, PartKind] = {HEADING: "heading", DEPARTMENT: "department"}
# A paragraph: its first line, and its number, or what it is instead of numbered.
Begun = tuple[int, int]


@lru_cache(maxsize=4)
def _sentence(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of what is in no heading."""
    marks = rules.marks
    return re.compile(f"[{re.escape(marks.sentence_ends + FULL_STOPS + marks.colons)}。；“”]")


def head_of(begun: Begun, below: Begun, heads: Sequence[Part], cell: Cell) -> Part | None:
    """Given lines that may be a heading, what begins below them, and the headings so far, return
    them as a part if they are one of their kind."""
    (at, number), (border, following) = begun, below
    if following < 0 or (heads and heads[0].kind != KINDS[number]):
        return None
    if border - at > 1:
        return _wrapped(at, len(heads) + 1, cell)
    text, start = cell.texts[at], cell.lines[at].start
    length = len(text) - (text[-1] in cell.style.rules.marks.colons)
    colon = length < len(text)
    if colon and at and _may_begin_above(at, cell):
        return None
    if number == DEPARTMENT:
        return _department(text, start, cell.style)
    if following == UNNUMBERED and not colon and not _ends_early(at, cell):
        return None
    return _group(text, length, start, len(heads) + 1, cell.style)


def _wrapped(at: int, number: int, cell: Cell) -> Part | None:
    """Given the first of two lines, of which the second ends with a colon, return them as a
    group's heading if they are the one to come."""
    below, last = cell.texts[at + 1], cell.lines[at + 1]
    ended = cell.texts[at][-1] in cell.style.rules.marks.sentence_ends + FULL_STOPS
    if ended or len(below) < 2 or may_be_words(cell.texts[at], below):
        return None
    if _ends_early(at, cell) or _may_begin_above(at + 1, cell):
        return None
    if role_heading(cell, at + 1) or department_heading(cell, at + 1):
        return None
    text, end = cell.texts[at] + below, last.start + len(below)
    part = _group(text, len(text) - 1, cell.lines[at].start, number, cell.style)
    return replace(part, end=end - 1, outer_end=end) if part else None


def _may_begin_above(at: int, cell: Cell) -> bool:
    """Tell whether the names that a colon ends may begin in a line above it."""
    if cell.texts[at - 1][-1] in FINAL or NOT_HEADING.search(cell.texts[at - 1]):
        return False
    colons, names = cell.style.rules.marks.colons, cell.style.names
    above = [text for text in cell.texts[max(0, at - 3) : at] if text[-1] not in colons]
    return any(opens(text, names) for text in above)


def _department(text: str, start: int, style: Style) -> Part | None:
    """Given a line that ends with a colon, return it if it names departments."""
    names, length = style.names, len(text) - 1
    if "，" in text or _sentence(style.rules).search(text, 0, length):
        return None
    if not opens(text, names) or names.role_label.match(text):
        return None
    if names_certainty(text[:length], names) < 1:
        return None
    end = start + length
    return Part("department", text[:length], None, "", start, end, start, end + 1)


def _group(text: str, length: int, start: int, number: int, style: Style) -> Part | None:
    """Given a line that begins like a group's heading, return it if it is the one to come."""
    mark = mark_at(text, 0, style.rules)
    if mark is None or mark.number != number or not mark.end < length <= LONGEST_HEADING:
        return None
    if _sentence(style.rules).search(text, mark.end, length):
        return None
    # Nearly every one ends with a letter that no name does.
    names, heading = style.names, text[mark.end : length]
    if may_end(heading, names) and names_certainty(heading, names) >= 1:
        return None
    outer_end = start + len(text)
    end = start + length
    return Part("heading", text[:length], number, "heading", start, end, start, outer_end)


def _ends_early(at: int, cell: Cell) -> bool:
    """Tell whether a heading ends where no paragraph would that goes on."""
    return cell.lines[at].wraps is not True and is_short(cell, at + 1)
