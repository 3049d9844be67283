"""Rules of a page → lattices: where the columns and rows of its tables are, and merged cells.

The way is that of `pdfplumber.table`: rules are snapped and joined, the smallest rectangles
between their crossings are cells, and cells that share corners are a table. What is added are
the sides that a page leaves open: rows cut by its end, and tables without outer borders.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from operator import itemgetter
from typing import NamedTuple

from .marks import Rule

# What is one rule, and what is none, in points.
SNAP = 3.0  # parallel rules that are nearer are one
JOIN = 5.0  # a broken rule may gap so far
TOUCH = 3.0  # rules that are nearer meet
DOT = 3.5  # shorter rules are dots
SHORTEST = 8.0  # what is shorter, when joined, rules nothing
THINNEST = 6.0  # rows and columns below are doubled rules, or gaps between boxes
WIDEST_GAP = 12.0  # cells that are boxes of their own are not farther apart
# What is a drawing, not a table.
MOST_CROSSINGS = 1_000_000  # rules across times rules down
MOST_POINTS = 6_000  # places where rules cross

Point = tuple[float, float]
Bounds = tuple[float, float, float, float]
Group = tuple[list[Rule], list[Rule]]  # rules across and down that meet
Span = tuple[float, float, float]  # a rule's place across its axis, where it begins and ends


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


class Crossing(NamedTuple):
    """The rules that cross at one point."""

    across: set[Rule]
    down: set[Rule]


class TooManyRules(Exception):
    """A page whose rules are a drawing, not tables."""


def rules_to_lattices(rules: Sequence[Rule], texts: Sequence[Bounds]) -> tuple[Lattice, ...]:
    """Return the tables of a page from top to bottom; `texts` are the boxes of its text.

    Raises TooManyRules for a drawing.
    """
    across, down = merged_rules(joined_rules(joined_dots(rules)))
    if len(across) * len(down) > MOST_CROSSINGS:
        raise TooManyRules
    if not down:
        return ()
    sides = _open_sides(across, down, texts)
    cells = rules_to_cells(
        [*across, *(side for side in sides if side.is_level)],
        [*down, *(side for side in sides if not side.is_level)],
    )
    tables = cells_to_tables(cells)
    if boxed := list(_tables_of_boxes(cells, tables)):
        tables = sorted([*tables, *boxed], key=_head)
    lattices = (_cells_to_lattice(table, across) for table in tables)
    return tuple(lattice for lattice in lattices if len(lattice.cells) > 1)


# --- rules ------------------------------------------------------------------------------------


def joined_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules with those that lie on one line and meet made one."""
    across, down = _spans(rules)
    return [*map(_across, _chained(across)), *map(_down, _chained(down))]


def joined_dots(rules: Sequence[Rule]) -> list[Rule]:
    """Return rules with the dots of a dotted line made one, and without lone dots.

    A dot could be a piece of a rule along either axis. Snapped together, those along the wrong
    axis would draw rules beside them out of their place.
    """
    dots = [rule for rule in rules if rule.x1 - rule.x0 + rule.bottom - rule.top < DOT]
    kept = [rule for rule in rules if rule.x1 - rule.x0 + rule.bottom - rule.top >= DOT]
    across = ((round(dot.top, 1), dot.x0, dot.x1) for dot in dots if dot.is_level)
    down = ((round(dot.x0, 1), dot.top, dot.bottom) for dot in dots if dot.x0 == dot.x1)
    kept.extend(_across(span) for span in _chained(across, JOIN) if _is_long(span))
    kept.extend(_down(span) for span in _chained(down, JOIN) if _is_long(span))
    return kept


def merged_rules(rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Return rules across and down, snapped to one line and joined along it, without short ones."""
    across, down = (_chained(_snapped(spans), JOIN) for spans in _spans(rules))
    return [*map(_across, filter(_is_long, across))], [*map(_down, filter(_is_long, down))]


def _spans(rules: Iterable[Rule]) -> tuple[list[Span], list[Span]]:
    across: list[Span] = []
    down: list[Span] = []
    for x0, top, x1, bottom in rules:
        if top == bottom:
            across.append((top, x0, x1))
        else:
            down.append((x0, top, bottom))
    return across, down


def _across(span: Span) -> Rule:
    line, low, high = span
    return Rule(low, line, high, line)


def _down(span: Span) -> Rule:
    line, low, high = span
    return Rule(line, low, line, high)


def _is_long(span: Span) -> bool:
    return span[2] - span[1] >= SHORTEST


def _snapped(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans with those on nearly one line moved to the mean of their places."""
    near: list[Span] = []
    for span in (*sorted(spans), None):
        if near and (span is None or span[0] > near[-1][0] + SNAP):
            line = sum(place for place, _, _ in near) / len(near)
            yield from ((line, low, high) for _, low, high in near)
            near = []
        if span is not None:
            near.append(span)


def _chained(spans: Iterable[Span], gap: float = 0.0) -> list[Span]:
    """Return spans with those on one line that meet, or nearly so, made one."""
    chains: list[Span] = []
    for line, low, high in sorted(spans):
        if chains and chains[-1][0] == line and low <= chains[-1][2] + gap:
            chains[-1] = (line, chains[-1][1], max(high, chains[-1][2]))
        else:
            chains.append((line, low, high))
    return chains


# --- sides that a page leaves open ------------------------------------------------------------


def _open_sides(
    across: Sequence[Rule], down: Sequence[Rule], texts: Sequence[Bounds]
) -> list[Rule]:
    """Return the outer sides that the tables of rules lack."""
    sides: list[Rule] = []
    for rows, columns in _connected(across, down):
        if rows:
            sides.extend(_missing_sides(rows, columns))
        elif len(columns) > 1:
            sides.extend(_sides_of_columns(columns, texts))
    return sides


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[Group]:
    """Return rules in groups that touch, and columns without any row that are equally high."""
    group = list(range(len(across)))  # of each rule across: the group it is in
    members: dict[int, list[Rule]] = {}
    loose: dict[tuple[int, int], list[Rule]] = {}
    for rule in down:
        met = {group[i] for i, other in enumerate(across) if _touch(other, rule)}
        if not met:
            loose.setdefault((round(rule.top / TOUCH), round(rule.bottom / TOUCH)), []).append(rule)
            continue
        first = min(met)
        group = [first if number in met else number for number in group]
        for other in met:
            members.setdefault(first, []).extend(members.pop(other, []) if other != first else [])
        members[first].append(rule)
    groups = [
        ([rule for i, rule in enumerate(across) if group[i] == number], columns)
        for number, columns in members.items()
    ]
    return _whole([*groups, *(([], columns) for columns in loose.values())])


def _whole(groups: Sequence[Group]) -> list[Group]:
    """Return groups of rows and columns with those beside each other made one.

    A merged cell that goes on from the page before to the next one has no rule across at all.
    """
    joined: list[Group] = []
    for rows, columns in sorted(groups, key=lambda group: min(rule.x0 for rule in group[1])):
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
    inner = [row for row in left[0] if top + TOUCH < row.top < bottom - TOUCH]
    return any(abs(one.top - other.top) <= TOUCH for one in inner for other in right[0])


def _touch(across: Rule, down: Rule) -> bool:
    return (
        across.x0 - TOUCH <= down.x0 <= across.x1 + TOUCH
        and down.top - TOUCH <= across.top <= down.bottom + TOUCH
    )


def _missing_sides(rows: Sequence[Rule], columns: Sequence[Rule]) -> Iterator[Rule]:
    """Yield the outer sides of one table that none of its rules is.

    The page's end may leave a merged cell open below, beside cells that are closed.
    """
    x0, top, x1, bottom = _around([*rows, *columns])
    for y in (top, bottom):
        if not _reach([row for row in rows if abs(row.top - y) <= TOUCH], x0, x1):
            yield Rule(x0, y, x1, y)
    for x in (x0, x1):
        if not any(abs(column.x0 - x) <= TOUCH for column in columns):
            yield Rule(x, top, x, bottom)


def _reach(rows: Sequence[Rule], x0: float, x1: float) -> bool:
    """Tell whether rules on one height reach from x0 to x1 without a gap."""
    at = x0 + TOUCH
    for row in sorted(rows):
        if row.x0 <= at + TOUCH:
            at = max(at, row.x1)
    return at >= x1 - TOUCH


def _sides_of_columns(columns: Sequence[Rule], texts: Sequence[Bounds]) -> Iterator[Rule]:
    """Yield the sides of the box that rules down, which no rule crosses, and their text fill."""
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


# --- cells ------------------------------------------------------------------------------------


def rules_to_cells(across: Sequence[Rule], down: Sequence[Rule]) -> list[Bounds]:
    """Return the smallest cell right below each crossing; raises TooManyRules for a drawing."""
    crossings: dict[Point, Crossing] = {}
    for column in down:
        for row in across:
            if _touch(row, column):
                crossing = crossings.setdefault((column.x0, row.top), Crossing(set(), set()))
                crossing.across.add(row)
                crossing.down.add(column)
    if len(crossings) > MOST_POINTS:
        raise TooManyRules
    return list(_crossings_to_cells(crossings))


def _crossings_to_cells(crossings: Mapping[Point, Crossing]) -> Iterator[Bounds]:
    """Yield the cells between crossings, in the order of their columns and rows.

    As `intersections_to_cells` of pdfplumber, which compares each point with all others: that is
    quadratic, and a hostile page could make it run for hours.
    """
    columns: dict[float, list[float]] = {}
    rows: dict[float, list[float]] = {}
    places: dict[Point, int] = {}  # of a point among those of its row
    for x, y in sorted(crossings):
        columns.setdefault(x, []).append(y)
        row = rows.setdefault(y, [])
        row.append(x)
        places[x, y] = len(row)

    def smallest(x: float, y: float, lows: Iterable[float]) -> Bounds | None:
        here = crossings[x, y]
        for low in lows:
            below = crossings[x, low]
            if here.down.isdisjoint(below.down):
                continue
            for far in islice(rows[y], places[x, y], None):
                corner, beside = crossings.get((far, low)), crossings[far, y]
                if (
                    corner
                    and not here.across.isdisjoint(beside.across)
                    and not corner.down.isdisjoint(beside.down)
                    and not corner.across.isdisjoint(below.across)
                ):
                    return x, y, far, low
        return None

    for x, ys in columns.items():
        for number, y in enumerate(ys, 1):
            if cell := smallest(x, y, islice(ys, number, None)):
                yield cell


def cells_to_tables(cells: Sequence[Bounds]) -> list[list[Bounds]]:
    """Return cells in tables, from top to bottom: cells that share a corner are of one table."""
    at: dict[Point, list[Bounds]] = {}
    for cell in cells:
        for corner in _corners(cell):
            at.setdefault(corner, []).append(cell)
    tables: list[list[Bounds]] = []
    for first in cells:
        table: dict[Bounds, None] = {}
        corners = [*_corners(first)]
        while corners:
            for cell in at.pop(corners.pop(), ()):
                if cell not in table:
                    table[cell] = None
                    corners.extend(_corners(cell))
        if len(table) > 1:
            tables.append(list(table))
    return sorted(tables, key=_head)


def _head(table: Sequence[Bounds]) -> tuple[float, float]:
    """Return where a table begins."""
    return min((top, x0) for x0, top, _, _ in table)


def _tables_of_boxes(
    cells: Sequence[Bounds], tables: Sequence[Sequence[Bounds]]
) -> Iterator[list[Bounds]]:
    """Yield the tables whose cells are boxes of their own, with the gaps between them closed."""
    left = sorted(set(cells).difference(*tables))
    while left:
        boxes = [left.pop()]
        for box in boxes:
            near = [other for other in left if _is_near(box, other)]
            boxes.extend(near)
            left = [other for other in left if other not in near]
        for table in cells_to_tables(_closed_up(boxes)):
            columns, rows = len({cell[0] for cell in table}), len({cell[1] for cell in table})
            if columns > 2 or min(columns, rows) > 1:
                yield table


def _is_near(one: Bounds, other: Bounds) -> bool:
    """Tell whether no more than a gap is between two boxes, side by side or one below the other."""
    gap = WIDEST_GAP
    return (
        max(one[0], other[0]) - min(one[2], other[2]) <= gap
        and max(one[1], other[1]) - min(one[3], other[3]) <= gap
    )


def _closed_up(boxes: Sequence[Bounds]) -> list[Bounds]:
    """Return boxes with the sides between which there is but a gap made one."""
    xs = _met([(box[0], box[2]) for box in boxes])
    ys = _met([(box[1], box[3]) for box in boxes])
    return [(xs[x0], ys[top], xs[x1], ys[bottom]) for x0, top, x1, bottom in boxes]


def _met(sides: Sequence[tuple[float, float]]) -> dict[float, float]:
    """Return for each side the border that it is: where boxes end, others begin behind a gap."""
    ends = {end for _, end in sides}
    found: dict[float, float] = {}
    near: list[float] = []
    for value in (*sorted({side for pair in sides for side in pair}), None):
        begun = near and near[-1] not in ends
        if near and (value is None or value - near[0] > WIDEST_GAP or (begun and value in ends)):
            found.update(dict.fromkeys(near, (near[0] + near[-1]) / 2))
            near = []
        if value is not None:
            near.append(value)
    return found


def _corners(cell: Bounds) -> tuple[Point, Point, Point, Point]:
    x0, top, x1, bottom = cell
    return (x0, top), (x0, bottom), (x1, top), (x1, bottom)


def _cells_to_lattice(cells: Sequence[Bounds], rules: Sequence[Rule]) -> Lattice:
    """Return the table of some cells; `rules` are those printed across the page.

    Holes become cells of their own.
    """
    lefts, tops, rights, bottoms = map(set, zip(*cells, strict=True))
    xs, ys = _borders(lefts | rights), _borders(tops | bottoms)
    columns, rows = _numbers(xs, lefts | rights), _numbers(ys, tops | bottoms)
    width, height = len(xs) - 1, len(ys) - 1
    taken: set[tuple[int, int]] = set()
    places: list[Place] = []
    for left, top, right, bottom in sorted(cells, key=itemgetter(1, 0)):
        column, row, after, below = columns[left], rows[top], columns[right], rows[bottom]
        slots = _slots(column, row, after, below)
        if slots and taken.isdisjoint(slots):
            taken.update(slots)
            places.append(Place(row, column, below - row, after - column))
    holes = (slot for slot in _slots(0, 0, width, height) if slot not in taken)
    places.extend(Place(row, column, 1, 1) for row, column in holes)
    return Lattice(tuple(xs), tuple(ys), tuple(sorted(places)), _open_columns(xs, ys[-1], rules))


def _slots(left: int, top: int, right: int, bottom: int) -> list[tuple[int, int]]:
    """Return the slots, as (row, column), between some borders."""
    return [(row, column) for row in range(top, bottom) for column in range(left, right)]


def _open_columns(xs: Sequence[float], y: float, across: Sequence[Rule]) -> frozenset[int]:
    """Return the columns between `xs` that no rule closes at the foot, which is at `y`."""
    closing = [(rule.x0, rule.x1) for rule in across if abs(rule.top - y) <= TOUCH]
    middles = [(left + right) / 2 for left, right in pairwise(xs)]
    return frozenset(
        column
        for column, x in enumerate(middles)
        if not any(left <= x <= right for left, right in closing)
    )


def _borders(values: Iterable[float]) -> list[float]:
    """Return the borders that the sides of cells make; doubled ones are one."""
    borders: list[float] = []
    for value in sorted(values):
        if not borders or value - borders[-1] > THINNEST:
            borders.append(value)
    return borders


def _numbers(borders: Sequence[float], values: Iterable[float]) -> dict[float, int]:
    """Return for each coordinate the number of its border."""
    return {value: _nearest(borders, value) for value in values}


def _nearest(borders: Sequence[float], value: float) -> int:
    """Return the number of the border that is nearest to a coordinate."""
    after = bisect_left(borders, value)
    if after == 0:
        return 0
    if after == len(borders):
        return after - 1
    return after if borders[after] - value < value - borders[after - 1] else after - 1
