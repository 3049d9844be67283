"""Rules of a page → tables: where the columns and rows are, and which cells are merged.

The geometry is pdfplumber's (`pdfplumber.table`); what is added are the sides that a page
leaves open: rows cut by its end, and tables without outer borders; `crossings` does the two
steps that took most of the time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from .crossings import intersections_to_cells, joined_dots, joined_rules
from .marks import Rule
from .plumbing import cells_to_tables, edges_to_intersections, merge_edges

SNAP = 3.0  # points within which parallel rules are one
JOIN = 5.0  # points by which a broken rule may gap
TOUCH = 3.0  # points within which rules meet
DOT = 3.5  # points: shorter rules are dots
SHORTEST = 8.0  # points: what is shorter when joined rules nothing
THINNEST = 4.0  # points: rows and columns below are doubled rules
MOST_CROSSINGS = 1_000_000  # rules across times rules down that are still a table
MOST_POINTS = 6_000

Edge = dict[str, Any]  # as pdfplumber has it
Bounds = tuple[float, float, float, float]
Group = tuple[list[Bounds], list[Bounds]]  # edges across and down that meet


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
    edges = _merged(_edges(joined_rules(joined_dots(rules, DOT, JOIN, SHORTEST))))
    down = sum(edge["orientation"] == "v" for edge in edges)
    if down * (len(edges) - down) > MOST_CROSSINGS:
        raise TooManyRules
    if not down:
        return ()
    across = [_edge_bounds(edge) for edge in edges if edge["orientation"] == "h"]
    edges.extend(_edges(_open_sides(edges, texts)))
    points = edges_to_intersections(edges, TOUCH, TOUCH)
    if len(points) > MOST_POINTS:
        raise TooManyRules
    cells = intersections_to_cells(points)
    return tuple(
        lattice
        for table in cells_to_tables(cells)
        if len((lattice := _cells_to_lattice(table, across)).cells) > 1
    )


def _edges(rules: Iterable[Rule]) -> list[Edge]:
    """Given rules, return them as pdfplumber's edges."""
    return [
        {
            "x0": rule.x0,
            "x1": rule.x1,
            "top": rule.top,
            "bottom": rule.bottom,
            "width": rule.x1 - rule.x0,
            "height": rule.bottom - rule.top,
            "orientation": "h" if rule.top == rule.bottom else "v",
        }
        for rule in rules
    ]


def _merged(edges: list[Edge]) -> list[Edge]:
    """Given edges, return them snapped and joined, without what is too short."""
    joined = merge_edges(edges, SNAP, SNAP, JOIN, JOIN)
    return [
        edge
        for edge in joined
        if _number(edge, "x1") - _number(edge, "x0") >= SHORTEST
        or _number(edge, "bottom") - _number(edge, "top") >= SHORTEST
    ]


def _number(edge: Edge, key: str) -> float:
    return float(edge[key])


def _edge_bounds(edge: Edge) -> Bounds:
    return (
        _number(edge, "x0"),
        _number(edge, "top"),
        _number(edge, "x1"),
        _number(edge, "bottom"),
    )


def _open_sides(edges: Sequence[Edge], texts: Sequence[Bounds]) -> list[Rule]:
    """Given edges, return the outer sides that their tables lack."""
    across = [_edge_bounds(edge) for edge in edges if edge["orientation"] == "h"]
    down = [_edge_bounds(edge) for edge in edges if edge["orientation"] == "v"]
    sides: list[Rule] = []
    for rows, columns in _connected(across, down):
        if rows:
            sides.extend(_missing_sides(rows, columns))
        elif len(columns) > 1:
            sides.extend(_sides_of_columns(columns, texts))
    return sides


def _connected(
    across: Sequence[Bounds], down: Sequence[Bounds]
) -> Iterable[tuple[list[Bounds], list[Bounds]]]:
    """Given edges, return them in groups that touch, and groups of columns without any row."""
    group = list(range(len(across)))  # of each edge across: the group it is in
    members: dict[int, list[Bounds]] = {}
    loose: dict[tuple[int, int], list[Bounds]] = {}
    for edge in down:
        met = {group[i] for i, rule in enumerate(across) if _touch(rule, edge)}
        if not met:
            loose.setdefault((round(edge[1] / TOUCH), round(edge[3] / TOUCH)), []).append(edge)
            continue
        first = min(met)
        group = [first if number in met else number for number in group]
        for other in met:
            members.setdefault(first, []).extend(members.pop(other, []) if other != first else [])
        members[first].append(edge)
    groups = [
        ([rule for i, rule in enumerate(across) if group[i] == number], columns)
        for number, columns in members.items()
    ]
    yield from _whole([*groups, *(([], columns) for columns in loose.values())])


def _whole(groups: Sequence[Group]) -> list[Group]:
    """Given groups of rows and columns, return them with those beside each other made one.

    A merged cell that goes on from the page before to the next one has no rule across at all.
    """
    joined: list[Group] = []
    for rows, columns in sorted(groups, key=lambda group: min(edge[0] for edge in group[1])):
        if joined and _are_beside(joined[-1], (rows, columns)):
            joined[-1] = ([*joined[-1][0], *rows], [*joined[-1][1], *columns])
        else:
            joined.append((rows, columns))
    return joined


def _are_beside(left: Group, right: Group) -> bool:
    """Tell whether two groups are equally high, have rows in common, and do not overlap.

    A merged cell at the side of a table has but its outer border.
    """
    _, top, end, bottom = _around([*left[0], *left[1]])
    begin, other_top, _, other_bottom = _around([*right[0], *right[1]])
    if end > begin + TOUCH or abs(top - other_top) > TOUCH or abs(bottom - other_bottom) > TOUCH:
        return False
    if not left[0] or not right[0]:  # a border that rules nearly reach is no side of a cell
        return begin - end >= SHORTEST and bool(left[0] or right[0])
    inner = [row for row in left[0] if top + TOUCH < row[1] < bottom - TOUCH]
    return any(abs(one[1] - other[1]) <= TOUCH for one in inner for other in right[0])


def _touch(across: Bounds, down: Bounds) -> bool:
    return (
        across[0] - TOUCH <= down[0] <= across[2] + TOUCH
        and down[1] - TOUCH <= across[1] <= down[3] + TOUCH
    )


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


def _cells_to_lattice(cells: Sequence[Bounds], rules: Sequence[Bounds]) -> Lattice:
    """Given the boxes of a table's cells and the printed rules across the page, return the table.

    Holes become cells of their own.
    """
    lefts, tops, rights, bottoms = map(set, zip(*cells, strict=True))
    xs, ys = _borders(lefts | rights), _borders(tops | bottoms)
    columns, rows = _numbers(xs, lefts | rights), _numbers(ys, tops | bottoms)
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


def _open_columns(xs: Sequence[float], y: float, across: Sequence[Bounds]) -> frozenset[int]:
    """Given borders, a table's foot and the printed rules, return the columns open there."""
    closing = [(rule[0], rule[2]) for rule in across if abs(rule[1] - y) <= TOUCH]
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


def _numbers(borders: Sequence[float], values: Iterable[float]) -> dict[float, int]:
    """Given borders and coordinates, return of each coordinate the number of its border."""
    return {value: _nearest(borders, value) for value in values}


def _nearest(borders: Sequence[float], value: float) -> int:
    """Given borders and a coordinate, return the number of the nearest border."""
    after = bisect_left(borders, value)
    if after == 0:
        return 0
    if after == len(borders):
        return after - 1
    return after if borders[after] - value < value - borders[after - 1] else after - 1
