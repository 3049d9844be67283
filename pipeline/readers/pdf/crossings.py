"""From rules to cells: rules on one line are joined, and cells lie between where rules cross.

The geometry is that of `pdfplumber.table` and so are the cells (a test compares them), in a
small part of the time: points are numbers, and the rules through a point the bits of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.readers.pdf.marks import Rule

Span = tuple[float, float, float]  # of a rule: the line that it is on, from where, to where
Corners = tuple[int, int, int, int]  # of a cell: numbers of left, top, right and bottom line


class Spans(NamedTuple):
    """Rules across and down, each in order of their lines."""

    across: list[Span]
    down: list[Span]


class Crossings(NamedTuple):
    """Where rules meet: the lines of rules down (`xs`) and across (`ys`), and points by number.

    The point on line x and line y has the number y * len(xs) + x; with it come the rules down
    and across through it, as bits.
    """

    xs: list[float]
    ys: list[float]
    down: dict[int, int]
    across: dict[int, int]


def joined_rules(rules: Iterable[Rule]) -> Spans:
    """Given rules, return them with those that lie on one line and meet made one."""
    across = sorted([(top, x0, x1) for x0, top, x1, bottom in rules if top == bottom])
    down = sorted([(x0, top, bottom) for x0, top, _, bottom in rules if top != bottom])
    return Spans(_chained(across), _chained(down))


def joined_dots(rules: Sequence[Rule], largest: float, gap: float, shortest: float) -> list[Rule]:
    """Given rules, return them with the dots of a dotted line made one, and without lone dots.

    A dot (no longer than `largest`) could be a piece of a rule along either axis. Snapped
    together, those along the wrong axis would draw rules beside them out of their place.
    """
    dots = [rule for rule in rules if rule[2] - rule[0] + rule[3] - rule[1] < largest]
    if not dots:
        return list(rules)
    kept = [rule for rule in rules if rule[2] - rule[0] + rule[3] - rule[1] >= largest]
    across = sorted((round(dot.top, 1), dot.x0, dot.x1) for dot in dots if dot.top == dot.bottom)
    down = sorted((round(dot.x0, 1), dot.top, dot.bottom) for dot in dots if dot.x0 == dot.x1)
    kept.extend(Rule(a, y, b, y) for y, a, b in _chained(across, gap) if b - a >= shortest)
    kept.extend(Rule(x, a, x, b) for x, a, b in _chained(down, gap) if b - a >= shortest)
    return kept


def snapped(spans: Sequence[Span], snap: float, gap: float, shortest: float) -> list[Span]:
    """Given sorted spans, return them with lines that are near made one, and what meets joined.

    A line that follows the one before within `snap` is near it, and all go to their mean.
    """
    moved: list[Span] = []
    for near in _neighbours(spans, snap):
        if len(near) == 1:
            moved.append(near[0])
            continue
        mean = sum([line for line, _, _ in near]) / len(near)
        moved.extend(_chained(sorted([(mean, low, high) for _, low, high in near]), gap))
    return [span for span in moved if span[2] - span[1] >= shortest]


def _neighbours(spans: Sequence[Span], snap: float) -> Iterator[list[Span]]:
    """Given sorted spans, yield those together whose lines follow each other within `snap`."""
    near: list[Span] = []
    for span in spans:
        if near and span[0] > near[-1][0] + snap:
            yield near
            near = []
        near.append(span)
    if near:
        yield near


def _chained(spans: Iterable[Span], gap: float = 0.0) -> list[Span]:
    """Given sorted spans, return them with what meets on one line made one."""
    chains: list[Span] = []
    last_line = last_low = last_high = float("-inf")
    for span in spans:
        line, low, high = span
        if line == last_line and low <= last_high + gap:
            if high > last_high:
                last_high = high
                chains[-1] = line, last_low, high
        else:
            last_line, last_low, last_high = span
            chains.append(span)
    return chains


def meetings(across: Sequence[Span], down: Sequence[Span], touch: float) -> list[list[int]]:
    """Given rules, return for each one down the numbers of those across that it meets."""
    numbered = [(n, y, x0 - touch, x1 + touch) for n, (y, x0, x1) in enumerate(across)]
    return [
        [n for n, y, x0, x1 in numbered if top - touch <= y <= bottom + touch and x0 <= x <= x1]
        for x, top, bottom in down
    ]


def meetings_to_crossings(
    across: Sequence[Span], down: Sequence[Span], met: Sequence[Sequence[int]]
) -> Crossings:
    """Given rules and which of them meet, return the points where they do."""
    xs = sorted({down[number][0] for number, others in enumerate(met) if others})
    ys = sorted({across[number][0] for others in met for number in others})
    columns = {x: number for number, x in enumerate(xs)}
    width = len(xs)
    starts = {y: number * width for number, y in enumerate(ys)}
    through: dict[int, int] = {}
    along: dict[int, int] = {}
    for number, others in enumerate(met):
        column = columns[down[number][0]] if others else 0
        bit = 1 << number
        for other in others:
            point = starts[across[other][0]] + column
            through[point] = through.get(point, 0) | bit
            along[point] = along.get(point, 0) | 1 << other
    return Crossings(xs, ys, through, along)


def crossings_to_cells(crossings: Crossings) -> list[Corners]:
    """Given where rules meet, return the smallest cell right below each point, if one is."""
    width = len(crossings.xs)
    columns: list[list[int]] = [[] for _ in crossings.xs]
    rows: list[list[int]] = [[] for _ in crossings.ys]
    places: dict[int, int] = {}  # of a point: how many of its row come up to it
    for point in sorted(crossings.down):
        row, column = divmod(point, width)
        columns[column].append(row)
        rows[row].append(column)
        places[point] = len(rows[row])
    cells: list[Corners] = []
    for column, down in enumerate(columns):
        for number, row in enumerate(down, 1):
            right = islice(rows[row], places[row * width + column], None)
            if cell := _smallest(crossings, column, row, list(right), down[number:]):
                cells.append(cell)
    return cells


def _smallest(
    crossings: Crossings, column: int, row: int, right: Sequence[int], below: Sequence[int]
) -> Corners | None:
    """Given a point and the lines that cross its own right of it and below, return its cell."""
    xs, _, down, across = crossings
    width = len(xs)
    start = row * width
    through, along = down[start + column], across[start + column]
    for low in below:
        foot = low * width
        if not through & down[foot + column]:
            continue
        for far in right:
            corner = foot + far
            if (
                along & across[start + far]
                and corner in down
                and down[start + far] & down[corner]
                and across[corner] & across[foot + column]
            ):
                return column, row, far, low
    return None


def cells_to_tables(cells: Iterable[Corners], width: int) -> list[list[Corners]]:
    """Given cells and how many lines go down, return those together that share corners."""
    tables: dict[int, list[Corners]] = {}
    owner: dict[int, int] = {}  # of a point: the number of its table
    for number, cell in enumerate(cells):
        left, top, right, bottom = cell
        above, foot = top * width, bottom * width
        corners = (above + left, above + right, foot + left, foot + right)
        met = {owner[corner] for corner in corners if corner in owner}
        mine = min(met) if met else number
        for corner in corners:
            owner[corner] = mine
        tables.setdefault(mine, []).append(cell)
        if len(met) > 1:
            met.discard(mine)
            for other in met:
                tables[mine].extend(tables.pop(other))
            owner = {point: mine if at in met else at for point, at in owner.items()}
    return sorted(tables.values(), key=lambda table: min([(cell[1], cell[0]) for cell in table]))
