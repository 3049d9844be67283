"""Which cell a run belongs to: glyphs that cross a rule, and marks that are not of the table."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .grids import Bounds, Lattice, Place
from .marks import Run

STRADDLE = 0.06  # of the size: a glyph that reaches farther over a rule crosses it
HUGE = 2.2  # times the usual size: larger type across rules is no cell's text
LARGE = 1.4  # the same for faint ink
HANG = 0.8  # of the size: lines of a cell are not farther apart
RIGHT_ANGLES = (90, 180, 270)


class Placed(NamedTuple):
    """The runs of a page: per table and cell, those outside tables, and watermarks."""

    cells: tuple[tuple[list[Run], ...], ...]
    outside: list[Run]
    watermarks: list[Run]


def runs_to_cells(runs: Sequence[Run], lattices: Sequence[Lattice]) -> Placed:
    """Given a page's runs and tables, return the runs of every cell."""
    usual = _usual_size(runs)
    placed = Placed(tuple(tuple([] for _ in lattice.cells) for lattice in lattices), [], [])
    owners = [_owners(lattice) for lattice in lattices]
    # Of tables in one another, as in a frame around the page, the innermost has the text.
    inner_first = sorted(enumerate(lattices), key=lambda pair: _area(pair[1].bounds))
    bounds = [(number, lattice.bounds) for number, lattice in inner_first]
    for run in runs:
        table = _table_of(run, bounds)
        if _is_watermark(run, usual, lattices[table] if table is not None else None):
            placed.watermarks.append(run)
        elif table is None:
            placed.outside.append(run)
        else:
            lattice, cells = lattices[table], placed.cells[table]
            owned = owners[table][_slot(lattice.ys, (run.top + run.bottom) / 2)]
            for part, column in _parts(run, lattice, owned):
                cells[owned[column]].append(part)
    if lattices and placed.outside:
        _take_in_overhang(placed, lattices, owners)
    return placed


def _take_in_overhang(
    placed: Placed, lattices: Sequence[Lattice], owners: Sequence[Sequence[Sequence[int]]]
) -> None:
    """Given placed runs, move those that hang out below a last row into its cells.

    So browsers print a merged cell whose text is taller than its rows before a page's end.
    """
    for run in sorted(placed.outside, key=lambda run: run.top):
        for lattice, owner, cells in zip(lattices, owners, placed.cells, strict=True):
            number = owner[-1][_slot(lattice.xs, (run.x0 + run.x1) / 2)]
            if _hangs_out(run, lattice, lattice.cells[number], cells[number]):
                cells[number].append(run)
                placed.outside.remove(run)
                break


def _hangs_out(run: Run, lattice: Lattice, place: Place, cell: Sequence[Run]) -> bool:
    """Given a run below a table and a cell of its last row, return whether it goes on there."""
    if not cell or run.angle or place.column not in lattice.open_columns:
        return False
    reach = STRADDLE * run.size
    left, right = lattice.xs[place.column], lattice.xs[place.column + place.column_span]
    fits = left - reach <= run.x0 and run.x1 <= right + reach
    lowest = max(cell, key=lambda other: other.bottom)
    aligned = abs(lowest.x0 - run.x0) < run.size
    near = -reach < run.top - lowest.bottom < HANG * run.size
    return fits and near and aligned and lowest.bottom > lattice.ys[-1] - HANG * run.size


def _usual_size(runs: Sequence[Run]) -> float:
    """Given runs, return the size of type that most glyphs have."""
    glyphs: Counter[float] = Counter()
    for run in runs:
        if not run.angle:
            glyphs[run.size] += len(run.text)
    below = 0
    for size in sorted(glyphs):
        below += glyphs[size]
        if 2 * below >= glyphs.total():
            return size
    return 0.0


def _owners(lattice: Lattice) -> list[list[int]]:
    """Given a table, return for each slot the number of the cell that fills it."""
    owners = [[0] * (len(lattice.xs) - 1) for _ in lattice.ys[1:]]
    for number, (row, column, row_span, column_span) in enumerate(lattice.cells):
        for line in owners[row : row + row_span]:
            line[column : column + column_span] = [number] * column_span
    return owners


def _area(bounds: Bounds) -> float:
    x0, top, x1, bottom = bounds
    return (x1 - x0) * (bottom - top)


def _table_of(run: Run, tables: Sequence[tuple[int, Bounds]]) -> int | None:
    """Given a run and numbered boxes of tables, return the number of the first with its middle.

    One that begins in a table and runs out of it on the right is in it, too.
    """
    left, y = run.x0, (run.top + run.bottom) / 2
    for number, (x0, top, x1, bottom) in tables:
        if top <= y < bottom and left < x1 and (x0 <= left or x0 <= (left + run.x1) / 2 < x1):
            return number
    return None


def _is_watermark(run: Run, usual: float, lattice: Lattice | None) -> bool:
    """Given a run, return whether it lies over the page and is no part of its text."""
    if run.angle and run.angle not in RIGHT_ANGLES:
        return True
    if lattice is None:
        return run.faint and run.size > HUGE * usual
    if not run.faint and run.size <= HUGE * usual:
        return False
    crosses = any(run.x0 < x < run.x1 for x in lattice.xs) or any(
        run.top < y < run.bottom for y in lattice.ys
    )
    return crosses and run.size > (LARGE if run.faint else HUGE) * usual


def _slot(borders: Sequence[float], value: float) -> int:
    """Given borders and a coordinate, return between which it is; the outer slots are open."""
    return bisect_right(borders, value, 1, len(borders) - 1) - 1


def _parts(run: Run, lattice: Lattice, owned: Sequence[int]) -> Sequence[tuple[Run, int]]:
    """Given a run in a table and the cells of its row, return it whole or cut where cells meet.

    With each part comes its column.
    """
    xs = lattice.xs
    if run.angle:
        return ((run, _slot(xs, (run.x0 + run.x1) / 2)),)
    reach = STRADDLE * run.size
    first = _slot(xs, run.x0 + reach)
    if run.x1 - reach < xs[first + 1]:
        return ((run, first),)
    last = _slot(xs, run.x1 - reach)
    walls = [c for c in range(first + 1, last + 1) if owned[c] != owned[c - 1]]
    if not walls:
        return ((run, first),)
    if any(_crosses(run, xs[wall], reach) for wall in walls):
        return ((run, _home(run, lattice, first, last)),)
    parts = _cut(run, [xs[wall] for wall in walls])
    return [(part, _slot(xs, (part.x0 + part.x1) / 2)) for part in parts]


def _crosses(run: Run, x: float, reach: float) -> bool:
    """Given a run and a rule, return whether one of its glyphs lies on both sides of it."""
    ends = [*run.starts[1:], run.x1]
    return any(
        start + reach < x < min(end, start + run.size) - reach
        for start, end in zip(run.starts, ends, strict=True)
    )


def _home(run: Run, lattice: Lattice, first: int, last: int) -> int:
    """Given a run that crosses rules, return the column it was set in.

    Text overflows at its end when it is set from the left, on both sides when it is centred;
    a column at either end of which less than a glyph remains is a neighbour.
    """
    if lattice.xs[first + 1] - run.x0 < 0.6 * run.size:
        first += 1
    if last > first and run.x1 - lattice.xs[last] < 0.6 * run.size:
        last -= 1
    return first if last - first < 2 else (first + last) // 2


def _cut(run: Run, walls: Sequence[float]) -> Iterator[Run]:
    """Given a run and the rules between its glyphs, yield its pieces."""
    bounds = [0]
    for wall in walls:
        count = sum(start < wall - STRADDLE * run.size for start in run.starts)
        bounds.append(max(bounds[-1], count))
    bounds.append(len(run.starts))
    for low, high in pairwise(bounds):
        if text := run.text[low:high].strip():
            end = run.x1 if high == len(run.starts) else run.starts[high]
            starts = run.starts[low:high]
            end = min(end, starts[-1] + run.size) if high < len(run.starts) else end
            yield run._replace(text=text, starts=starts[: len(text)], x0=starts[0], x1=end)
