"""Rules of a page → tables: where the columns and rows are, and which cells are merged.

`crossings` has the way from rules to cells; what is added here are the sides that a page leaves
open: rows cut by its end, and tables without outer borders.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from pipeline.readers.pdf.crossings import (
    Corners,
    Crossings,
    Span,
    cells_to_tables,
    crossings_to_cells,
    joined_dots,
    joined_rules,
    meetings,
    meetings_to_crossings,
    snapped,
)
from pipeline.readers.pdf.marks import Rule

SNAP = 3.0  # points within which parallel rules are one
JOIN = 5.0  # points by which a broken rule may gap
TOUCH = 3.0  # points within which rules meet
DOT = 3.5  # points: shorter rules are dots
SHORTEST = 8.0  # points: what is shorter when joined rules nothing
THINNEST = 4.0  # points: rows and columns below are doubled rules
MOST_CROSSINGS = 1_000_000  # rules across times rules down that are still a table
MOST_POINTS = 6_000

Bounds = tuple[float, float, float, float]


class Place(NamedTuple):
    """Where a cell stands in its table."""

    row: int
    column: int
    row_span: int
    column_span: int


class Lattice(NamedTuple):
    """A table's borders: `xs` and `ys` between columns and rows, and its cells in reading order.

    `open_columns` are those that no printed rule closes at the foot of the table.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Place, ...]
    open_columns: frozenset[int]

    @property
    def bounds(self) -> Bounds:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


class TooManyRules(Exception):
    """A page whose rules are a drawing, not tables."""


def rules_to_lattices(rules: Sequence[Rule], texts: Sequence[Bounds]) -> tuple[Lattice, ...]:
    """Given a page's rules and the boxes of its text, return its tables from top to bottom."""
    joined = joined_rules(joined_dots(rules, DOT, JOIN, SHORTEST))
    across, down = (snapped(spans, SNAP, JOIN, SHORTEST) for spans in joined)
    if len(down) * len(across) > MOST_CROSSINGS:
        raise TooManyRules
    if not down:
        return ()
    met = meetings(across, down, TOUCH)
    rows, columns = across, down
    if sides := list(_open_sides(across, down, met, texts)):
        more = joined_rules(sides)
        rows, columns = [*across, *more.across], [*down, *more.down]
        met = meetings(rows, columns, TOUCH)
    crossings = meetings_to_crossings(rows, columns, met)
    if len(crossings.down) > MOST_POINTS:
        raise TooManyRules
    tables = cells_to_tables(crossings_to_cells(crossings), len(crossings.xs))
    return tuple(
        lattice
        for table in tables
        if len((lattice := _cells_to_lattice(table, crossings, across)).cells) > 1
    )


def _open_sides(
    across: Sequence[Span],
    down: Sequence[Span],
    met: Sequence[Sequence[int]],
    texts: Sequence[Bounds],
) -> Iterator[Rule]:
    """Given rules and which of them meet, yield the outer sides that their tables lack."""
    for rows, columns in _connected(across, down, met):
        boxes = [Rule(x, top, x, bottom) for x, top, bottom in columns]
        if rows:
            yield from _missing_sides([Rule(x0, y, x1, y) for y, x0, x1 in rows], boxes)
        elif len(columns) > 1:
            yield from _sides_of_columns(boxes, texts)


def _connected(
    across: Sequence[Span], down: Sequence[Span], met: Sequence[Sequence[int]]
) -> Iterator[tuple[list[Span], list[Span]]]:
    """Given rules, yield them in groups that touch, and groups of columns without any row."""
    group = list(range(len(across)))  # of each rule across: the group it is in
    members: dict[int, list[Span]] = {}
    loose: dict[tuple[int, int], list[Span]] = {}
    for span, numbers in zip(down, met, strict=True):
        if not numbers:
            _, top, bottom = span
            loose.setdefault((round(top / TOUCH), round(bottom / TOUCH)), []).append(span)
            continue
        groups = {group[number] for number in numbers}
        first = min(groups)
        if len(groups) > 1:
            group = [first if number in groups else number for number in group]
            for other in groups - {first}:
                members.setdefault(first, []).extend(members.pop(other, []))
        members.setdefault(first, []).append(span)
    for number, columns in members.items():
        yield [span for span, mine in zip(across, group, strict=True) if mine == number], columns
    for columns in loose.values():
        yield [], columns


def _missing_sides(rows: Sequence[Bounds], columns: Sequence[Bounds]) -> Iterable[Rule]:
    """Given the edges of one table, return the outer sides that none of them is.

    The page's end may leave a merged cell open below, beside cells that are closed.
    """
    x0, top, x1, bottom = _around([*rows, *columns])
    for y in (top, bottom):
        if not _reach([row for row in rows if abs(row[1] - y) <= TOUCH], x0, x1):
            yield Rule(x0, y, x1, y)
    for x in (x0, x1):
        if not any(abs(column[0] - x) <= TOUCH for column in columns):
            yield Rule(x, top, x, bottom)


def _reach(rows: Sequence[Bounds], x0: float, x1: float) -> bool:
    """Tell whether rules on one height reach from x0 to x1 without a gap."""
    at = x0 + TOUCH
    for row in sorted(rows):
        if row[0] <= at + TOUCH:
            at = max(at, row[2])
    return at >= x1 - TOUCH


def _sides_of_columns(columns: Sequence[Bounds], texts: Sequence[Bounds]) -> Iterable[Rule]:
    """Given vertical rules that no rule crosses, return the box that they and their text fill."""
    x0, top, x1, bottom = _around(columns)
    beside = [box for box in texts if top <= (box[1] + box[3]) / 2 <= bottom]
    left = min((box[0] for box in beside), default=x0)
    right = max((box[2] for box in beside), default=x1)
    outer = [
        x for x, open_ in ((left - 1, left < x0 - TOUCH), (right + 1, right > x1 + TOUCH)) if open_
    ]
    x0, x1 = min([x0, *outer]), max([x1, *outer])
    yield from (Rule(x, top, x, bottom) for x in outer)
    yield from (Rule(x0, y, x1, y) for y in (top, bottom))


def _around(boxes: Sequence[Bounds]) -> Bounds:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _cells_to_lattice(
    cells: Sequence[Corners], crossings: Crossings, rules: Sequence[Span]
) -> Lattice:
    """Given the cells of a table and the printed rules across the page, return the table.

    Holes become cells of their own.
    """
    lefts, tops, rights, bottoms = map(set, zip(*cells, strict=True))
    xs = _borders(crossings.xs[line] for line in lefts | rights)
    ys = _borders(crossings.ys[line] for line in tops | bottoms)
    columns, rows = _numbers(xs, crossings.xs), _numbers(ys, crossings.ys)
    width, height = len(xs) - 1, len(ys) - 1
    taken: set[tuple[int, int]] = set()
    places: list[Place] = []
    for left, top, right, bottom in sorted(cells, key=itemgetter(1, 0)):
        place = columns[left], rows[top], columns[right], rows[bottom]
        slots = _slots(*place)
        if slots and taken.isdisjoint(slots):
            taken.update(slots)
            column, row, after, below = place
            places.append(Place(row, column, below - row, after - column))
    if len(taken) < width * height:
        holes = (slot for slot in _slots(0, 0, width, height) if slot not in taken)
        places.extend(Place(row, column, 1, 1) for row, column in holes)
    return Lattice(tuple(xs), tuple(ys), tuple(sorted(places)), _open_columns(xs, ys[-1], rules))


def _slots(left: int, top: int, right: int, bottom: int) -> Sequence[tuple[int, int]]:
    """Given the borders of a cell, return the slots that it fills, by row and column."""
    if right - left == 1 == bottom - top:
        return ((top, left),)
    return [(row, column) for row in range(top, bottom) for column in range(left, right)]


def _open_columns(xs: Sequence[float], y: float, rules: Sequence[Span]) -> frozenset[int]:
    """Given borders, a table's foot and the printed rules, return the columns open there."""
    closing = [(x0, x1) for line, x0, x1 in rules if abs(line - y) <= TOUCH]
    middles = [(left + right) / 2 for left, right in pairwise(xs)]
    return frozenset(
        column
        for column, x in enumerate(middles)
        if not any(left <= x <= right for left, right in closing)
    )


def _borders(values: Iterable[float]) -> list[float]:
    """Given coordinates of cell sides, return each border once; doubled ones become one."""
    borders: list[float] = []
    for value in sorted(values):
        if not borders or value - borders[-1] > THINNEST:
            borders.append(value)
    return borders


def _numbers(borders: Sequence[float], lines: Iterable[float]) -> list[int]:
    """Given borders and lines, return for each line the number of its border."""
    return [_nearest(borders, line) for line in lines]


def _nearest(borders: Sequence[float], value: float) -> int:
    """Given borders and a coordinate, return the number of the nearest border."""
    after = bisect_left(borders, value)
    if after == 0:
        return 0
    if after == len(borders):
        return after - 1
    return after if borders[after] - value < value - borders[after - 1] else after - 1
