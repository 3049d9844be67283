"""The border between the duties of the two sides, in a dump that prints one after the other.

Every place where the second cell may begin is weighed: numbering that begins again without a
heading above it, a blank line, a finished sentence before it speak for a border; a heading
right before it, a number that goes on, a sentence that is not finished speak against one. A
row cut by a page's end has a border on every page, and what goes on must fit what was begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from pipeline.rules import Rules
from pipeline.stages.marks import Mark, colon_pattern, mark_at
from pipeline.stages.names import LONGEST_HEADING, Names, names_certainty, split_names
from pipeline.stages.units import Unit
from pipeline.stages.widths import SLACK, Widths, printed_width

MOST_CHOICES = 40
BEAM = 24  # ways to cut the pages so far that are followed; the best way falls among them
SURE = 3.0
WORST = -4.0  # a worse border than this is none: one of the cells is empty
NAMED_BELOW = 8.0  # what a department's heading below a border says against it
MISFIT = 2.0  # what a line that does not fit its column says
MOST_MISFITS = 3
BLANK_LINE = 6.0  # what a blank line says for a border: hardly any cell has one inside


class Known(NamedTuple):
    """What the duties of a row are told by: names, rules, its department cell, how wide the
    columns are, and whether the township's duties stand before the superior's."""

    names: Names
    rules: Rules
    cell: str = ""
    widths: Widths = MappingProxyType({})
    swapped: bool = False


class Opening(NamedTuple):
    """What a unit of duties begins with, whether it ends a sentence, and how wide it is printed.

    `apart` tells that it begins a line.
    """

    mark: Mark | None
    heading: bool
    named: bool
    ends: bool
    width: float
    apart: bool


def duty_cells(
    pages: Sequence[Sequence[Unit]], known: Known
) -> tuple[list[Unit], list[Unit], bool]:
    """Given the words of both duty cells page by page, return (superior, township, sure)."""
    if len(pages) == 1:
        border, sure = _border(pages[0], known)
        borders: tuple[int, ...] = (border,)
    else:
        borders, sure, _ = duty_borders(pages, known)
    left = [unit for page, border in zip(pages, borders, strict=True) for unit in page[:border]]
    right = [unit for page, border in zip(pages, borders, strict=True) for unit in page[border:]]
    return (right, left, sure) if known.swapped else (left, right, sure)


def _openings(units: Sequence[Unit], known: Known, measured: bool = False) -> list[Opening]:
    """Given units of duties, return what each begins with; a wrapped heading is one opening."""
    openings: list[Opening] = []
    inside = 0  # units still to come of a heading that names departments over several lines
    for index, unit in enumerate(units):
        text = unit.line.text
        fresh = unit.gap > 0 or not openings or openings[-1].ends
        mark = mark_at(text, 0, known.rules) if not inside else None
        group = mark is not None and mark.kind in ("heading", "subheading")
        length = 0 if inside or mark else _heading_length(units, index, known)
        ends = text.rstrip(known.rules.marks.closers)[-1:] in known.rules.marks.sentence_ends
        named = length > 0 or (fresh and not inside and not mark and _names_first(text, known))
        heading = group or length > 0 or inside > 0
        width = printed_width(text) if measured else 0.0
        openings.append(Opening(mark, heading, named, ends, width, unit.gap > 0))
        inside = max(length, inside) - 1 if length or inside else 0
    return openings


def _heading_length(units: Sequence[Unit], index: int, known: Known) -> int:
    """Return how many units from here are names of departments up to a colon at a unit's end."""
    text = ""
    if not known.names.opening.match(units[index].line.text):
        return 0
    for count, unit in enumerate(units[index : index + 5], 1):
        text += unit.line.text
        if text[-1] in known.rules.marks.colons:
            return count if _are_departments(text[:-1], known) else 0
        if any(mark in unit.line.text for mark in "。；，：“"):
            return 0
    return 0


def _names_first(text: str, known: Known) -> bool:
    """Tell whether a text begins with departments and a colon: 县民政局：审批申请。"""
    if not (known.names.opening.match(text) or text[:2] in known.cell):
        return False
    colon = colon_pattern(known.rules).search(text, 0, LONGEST_HEADING)
    return colon is not None and _are_departments(text[: colon.start()], known)


def _are_departments(text: str, known: Known) -> bool:
    """Tell whether a text is names of departments for certain, or ones that the row lists."""
    if names_certainty(text, known.names) >= 1:
        return True
    listed = split_names(known.cell, known.names)
    return all(name in listed for name in known.names.separator.split(text))


def _border(units: Sequence[Unit], known: Known) -> tuple[int, bool]:
    """Given the words of both cells on one page, return where the second begins, and if surely."""
    only = _only_gap(units, known.rules)
    if only:
        return only, True
    openings = _openings(units, known)
    restarts = _restarts(openings)
    named = [opening.named for opening in openings]
    wrong = 0 if known.swapped else sum(named)  # headings that stand on the township's side
    best, border = WORST, len(units)
    for index in range(1, len(units)):
        wrong += named[index - 1] if known.swapped else -named[index - 1]
        if units[index].gap == 0 and not openings[index - 1].ends and not openings[index].mark:
            continue
        others = len(restarts) - (index in restarts)
        score = _weight(units, openings, index) - 3.0 * others - NAMED_BELOW * wrong
        if score > best:
            best, border = score, index
    return border, best >= SURE and border < len(units)


def _only_gap(units: Sequence[Unit], rules: Rules) -> int:
    """Return the one place where a blank line follows a sentence, 0 when there is not just one."""
    gaps = [index for index, unit in enumerate(units) if unit.gap >= 2 and index]
    if len(gaps) != 1:
        return 0
    before = units[gaps[0] - 1].line.text
    return gaps[0] if before[-1] in rules.marks.sentence_ends else 0


def _restarts(openings: Sequence[Opening]) -> frozenset[int]:
    """Return the units whose number goes back although no heading stands right above."""
    last: dict[str, int] = {}
    found = set()
    headed = True
    for index, opening in enumerate(openings):
        mark = opening.mark
        if mark is not None:
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


def _weight(units: Sequence[Unit], openings: Sequence[Opening], index: int) -> float:
    """Return what speaks for and against a border before units[index], by itself."""
    mark = openings[index].mark
    score = (-1.0, 0.0, BLANK_LINE, 1.0)[units[index].gap]
    if mark is not None:
        score += 3.0 if mark.number == 1 else -4.0
    elif openings[index].heading:
        score -= 2.0
    else:
        score -= 1.0
    if openings[index - 1].heading and units[index - 1].gap:
        score -= 5.0
    before = units[index - 1].line.text
    ends = openings[index - 1].ends or before[-1] in "，）)”"
    return score + (2.0 if ends else -2.0)


# --- rows cut by a page's end ---------------------------------------------------------------


def duty_borders(
    pages: Sequence[Sequence[Unit]], known: Known
) -> tuple[tuple[int, ...], bool, float]:
    """Given the words of both cells page by page, return the border on each, and if surely.

    The third value is how well the cells fit then.
    """
    openings = [_openings(page, known, measured=True) for page in pages]
    choices = [_choices(page, own) for page, own in zip(pages, openings, strict=True)]
    scored: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for count, choice in enumerate(choices, 1):
        longer = [(*borders, border) for _, borders in scored for border in choice]
        fits = [
            (_fit(pages[:count], openings[:count], borders, known), borders) for borders in longer
        ]
        scored = sorted(fits, reverse=True)[:BEAM]  # of equal ones: the first page is superior's
    sure = len(scored) == 1 or scored[0][0] >= scored[1][0] + 1.0
    return scored[0][1], sure, scored[0][0]


def _choices(page: Sequence[Unit], openings: Sequence[Opening]) -> list[int]:
    """Return the places of a page where the second cell may begin; both ends are among them."""
    inner = [
        index
        for index in range(1, len(page))
        if page[index].gap != 1
        or openings[index - 1].ends
        or openings[index - 1].heading
        or _is_first(openings[index])
    ]
    return [0, *inner[:MOST_CHOICES], len(page)] if page else [0]


def _is_first(opening: Opening) -> bool:
    """Tell whether a unit begins with a number that begins a numbering."""
    return opening.mark is not None and opening.mark.number == 1


def _fit(
    pages: Sequence[Sequence[Unit]],
    openings: Sequence[Sequence[Opening]],
    borders: Sequence[int],
    known: Known,
) -> float:
    """Return how well the pages' parts make two cells."""
    score = 0.0
    for page, own, border in zip(pages, openings, borders, strict=True):
        inner = [index for index in range(1, len(page)) if page[index].gap >= 2]
        score += 4.0 if border in inner else 0.0
        score -= 3.0 * sum(index != border for index in inner)
        if 0 < border < len(page) and page[border].gap == 0:
            score -= 1.0
        if inner and border not in inner and 0 < border and own[border - 1].heading:
            score -= 4.0
    superior = [own[:border] for own, border in zip(openings, borders, strict=True)]
    township = [own[border:] for own, border in zip(openings, borders, strict=True)]
    if known.swapped:
        superior, township = township, superior
    score -= _unfilled(superior, known.widths.get("superior_duties"))
    score -= _unfilled(township, known.widths.get("township_duties"))
    return score + _chain(superior) + _chain(township) - NAMED_BELOW * _headings(township)


def _unfilled(parts: Sequence[Sequence[Opening]], width: float | None) -> float:
    """Return what lines that do not fit a column so wide say against a cell of these parts.

    No line is longer than the column; one that the next goes on with is full, and white
    space is no part of a sentence.
    """
    if width is None:
        return 0.0
    whole = [
        opening._replace(apart=opening.apart or not place)
        for part in parts
        for place, opening in enumerate(part)
    ]
    wrong = sum([opening.width > width + SLACK for opening in whole])
    for opening, after in pairwise(whole):
        begins = after.mark is not None or after.heading
        goes_on = not (begins or opening.ends or opening.heading)
        wrong += goes_on and (opening.width < width - SLACK or not after.apart)
    return MISFIT * min(wrong, MOST_MISFITS)


def _headings(parts: Sequence[Sequence[Opening]]) -> int:
    """Count headings that name departments, which stand on the superior side."""
    return sum(opening.named for part in parts for opening in part)


def _chain(parts: Sequence[Sequence[Opening]]) -> float:
    """Return how well the parts of one cell go on from page to page."""
    whole: list[Opening] = []
    score = 0.0
    for part in parts:
        if part and whole:
            score += _junction(whole, part[0])
        elif part and part[0].mark is not None:
            score += 2.0 if part[0].mark.number == 1 else -3.0
        whole.extend(part)
    if not whole:
        return -4.0
    if not whole[-1].ends:
        score -= 3.0
    return score - 3.0 * len(_restarts(whole))


def _junction(before: Sequence[Opening], after: Opening) -> float:
    """Return how well `after` goes on behind what was printed before it."""
    open_end = not before[-1].ends
    if after.mark is not None:
        marks = (opening.mark for opening in reversed(before))
        last = next((mark.number for mark in marks if mark and mark.kind == after.mark.kind), 0)
        headed = before[-1].heading and after.mark.number == 1
        fits = after.mark.number == last + 1 or headed
        return (3.0 if fits else -3.0) - (1.5 if open_end and not before[-1].heading else 0.0)
    if after.heading:
        return -2.0 if open_end else 1.0
    return 3.0 if open_end else -2.0
