"""What each unit of the duties begins with: a mark, a heading of departments, a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct

from ...departments.names import (
    LONGEST_HEADING,
    Names,
    names_certainty,
    names_in,
    opens,
    split_names,
)
from ...letters.marks import Mark, colon_pattern, mark_at
from ...rules import Rules
from .units import Unit
from .widths import Widths, printed_width


class Known(Struct, frozen=True):
    """What the duties of a row are told by: names, rules, its department cell, how wide the
    columns are, and whether the township's duties stand before the superior's."""

    names: Names
    rules: Rules
    cell: str = ""
    widths: Widths = MappingProxyType({})
    swapped: bool = False


class Opening(NamedTuple):
    """What a unit of duties begins with, whether it ends a sentence, and how wide it is printed.

    `apart` tells that it begins a line, `more` that it ends as what is followed by more of a list.
    """

    mark: Mark | None
    heading: bool
    named: bool
    ends: bool
    width: float
    apart: bool
    more: bool = False


def openings_of(units: Sequence[Unit], known: Known, measured: bool = False) -> list[Opening]:
    """Given units of duties, return what each begins with; a wrapped heading is one opening."""
    openings: list[Opening] = []
    inside = 0  # units still to come of a heading that names departments over several lines
    for index, unit in enumerate(units):
        text = unit.line.text
        fresh = unit.gap > 0 or not openings or openings[-1].ends
        mark = mark_at(text, 0, known.rules) if not inside else None
        group = mark is not None and mark.kind in ("heading", "subheading")
        length = 0 if inside or mark else _heading_length(units, index, known)
        end = text.rstrip(known.rules.marks.closers)[-1:]
        ends = end in known.rules.marks.sentence_ends
        colon = _named_until(text, known) if fresh and not inside and not mark else 0
        named = length > 0 or colon > 0
        if colon and not length:
            mark = mark_at(text, colon, known.rules)
        heading = group or length > 0 or inside > 0
        width = printed_width(text) if measured else 0.0
        more = end != "" and end in known.rules.marks.list_goes_on
        openings.append(Opening(mark, heading, named, ends, width, unit.gap > 0, more))
        inside = max(length, inside) - 1 if length or inside else 0
    return openings


def _heading_length(units: Sequence[Unit], index: int, known: Known) -> int:
    """Return how many units from here are names of departments up to a colon at a unit's end."""
    text = ""
    if not _may_open(units[index].line.text, known):
        return 0
    for count, unit in enumerate(units[index : index + 5], 1):
        text += unit.line.text
        if text[-1] in known.rules.marks.colons:
            return count if _are_departments(text[:-1], known) else 0
        if any(mark in unit.line.text for mark in "。；，：“"):
            return 0
    return 0


def _named_until(text: str, known: Known) -> int:
    """Return the end of departments and a colon that a text begins with: 县民政局：审批申请。"""
    if not _may_open(text, known):
        return 0
    colon = colon_pattern(known.rules).search(text, 0, LONGEST_HEADING)
    found = colon is not None and _are_departments(text[: colon.start()], known)
    return colon.end() if colon and found else 0


def _may_open(text: str, known: Known) -> bool:
    """Tell whether a text begins like the name of a department, or like one the row lists."""
    return opens(text, known.names) or text[:2] in known.cell


def _are_departments(text: str, known: Known) -> bool:
    """Tell whether a text is names of departments for certain, or ones that the row lists."""
    if names_certainty(text, known.names) >= 1:
        return True
    listed = split_names(known.cell, known.names)
    return all(name in listed for name in names_in(text, known.names))


def restarts_in(openings: Sequence[Opening]) -> frozenset[int]:
    """Return the units whose number goes back although no heading stands right above."""
    last: dict[str, int] = {}
    found = set()
    headed = True
    for index, opening in enumerate(openings):
        mark = opening.mark
        if mark is not None:
            headed = headed or opening.named
            goes_back = mark.number <= last.get(mark.kind, 0) and mark.number == 1
            if goes_back and not (headed and mark.kind in ("dot", "bracket", "circle")):
                found.add(index)
            for kind in _below(mark.kind):
                last.pop(kind, None)
            last[mark.kind] = mark.number
        if opening.heading and mark is None:
            last.pop("dot", None)
            last.pop("bracket", None)
        headed = opening.heading
    return frozenset(found)


def _below(kind: str) -> tuple[str, ...]:
    """Return the kinds of marks that begin again under a mark of this kind."""
    order = ("heading", "subheading", "dot", "bracket", "circle")
    return order[order.index(kind) + 1 :]


def is_first(opening: Opening) -> bool:
    """Tell whether a unit begins with a number that begins a numbering."""
    return opening.mark is not None and opening.mark.number == 1
