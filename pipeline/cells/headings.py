"""The parts of a duty or handling cell, and what only their neighbours tell of headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..departments.names import names_certainty
from ..letters.marks import mark_at
from .paragraphs import LONGEST_HEADING, Style

PartKind = Literal["heading", "department", "label", "clause"]


class Part(Struct, frozen=True, gc=False):
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


def headings_with_content(parts: Sequence[Part], style: Style) -> list[Part]:
    """Given parts, turn a heading that heads nothing into the clause that it is."""
    return [
        _as_clause(part, style)
        if part.kind == "heading" and not _heads_something(part, following)
        else part
        for part, following in zip(parts, [*parts[1:], None], strict=True)
    ]


def _heads_something(part: Part, following: Part | None) -> bool:
    """Tell whether a heading has something under it: a clause, or a heading of a lower level."""
    if following is None or following.kind != "heading":
        return following is not None
    return part.level == "heading" and following.level == "subheading"


def _as_clause(part: Part, style: Style) -> Part:
    """Given a heading without content, return it as a numbered clause."""
    mark = mark_at(part.text, 0, style.rules)
    length = mark.end if mark else 0
    return replace(part, kind="clause", text=part.text[length:], start=part.start + length)


def bare_headings(parts: Sequence[Part], style: Style) -> list[Part]:
    """Given parts, turn a paragraph of nothing but departments above another into a heading."""
    bare = [part.number is None and _bare(part, style) for part in parts]
    if True not in bare:
        return list(parts)
    return [
        _as_department(part)
        if bare[place]
        and bare[place + 1 : place + 2] == [False]
        and parts[place + 1].kind == "clause"
        else part
        for place, part in enumerate(parts)
    ]


def _bare(part: Part, style: Style) -> bool:
    """Tell whether a part is a paragraph that names departments and says nothing else."""
    text = part.text.strip("【】")
    short = part.kind == "clause" and len(text) <= LONGEST_HEADING + 30
    return short and names_certainty(text, style.names) >= 1


def _as_department(part: Part) -> Part:
    """Given a clause of nothing but departments, return it as their heading."""
    left = len(part.text) - len(part.text.lstrip("【"))
    text = part.text.strip("【】")
    start = part.start + left
    return replace(part, kind="department", text=text, start=start, end=start + len(text))
