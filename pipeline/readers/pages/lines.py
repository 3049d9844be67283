"""Runs of a page → the cells they belong to → printed lines."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...letters.script import is_cjk
from ...model import Box, Hidden
from .lattice import Bounds, Lattice, Place
from .marks import REACH, Run

# Which cell a run is in; of the size of its type.
STRADDLE = 0.06  # a glyph that reaches farther over a rule crosses it
HANG = 0.8  # lines of a cell are not farther apart
LEAST_GLYPH = 0.6  # less of a run than this in a column is none of its glyphs
# What is a watermark: times the usual size of type.
HUGE = 2.2  # larger type across rules is no cell's text
LARGE = 1.4  # the same for faint ink
RIGHT_ANGLES = (90, 180, 270)
# What is one line, and where it has a space; of the size of its type.
SAME_LINE = 0.5  # runs whose middles are closer are on one line
SPACE = 0.14  # a wider gap between Latin runs is a space
WIDER = 0.1  # by so much it is wider than the gaps between ideographs
COPY = 0.15  # the same glyphs printed again this close are bold, not repeated


class Printed(NamedTuple):
    """One line as printed: its text, box and size of type; `hidden` is why it is not seen.

    `unsure` tells of each character whether it may be another; it is empty where none is.
    """

    text: str
    box: Box
    size: float
    hidden: Hidden | None = None
    unsure: tuple[bool, ...] = ()

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.box.top + self.box.bottom) / 2


class Placed(NamedTuple):
    """The runs of a page: per table and cell, those outside tables, and watermarks."""

    cells: tuple[tuple[list[Run], ...], ...]
    outside: list[Run]
    watermarks: list[Run]


# --- cells ------------------------------------------------------------------------------------


def runs_to_cells(runs: Sequence[Run], lattices: Sequence[Lattice]) -> Placed:
    """Return the runs of every cell of a page's tables."""
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
            owned = owners[table][_slot(lattice.ys, run.middle)]
            for part, column in _parts(run, lattice, owned):
                cells[owned[column]].append(part)
    _take_in_overhang(placed, lattices, owners)
    return placed


def _take_in_overhang(
    placed: Placed, lattices: Sequence[Lattice], owners: Sequence[Sequence[Sequence[int]]]
) -> None:
    """Move runs that hang out below a last row into its cells.

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
    """Tell whether a run below a table goes on with the text of a cell in its last row."""
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
    """Return the median size of type over the glyphs of level runs, 0 without any."""
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
    """Return for each slot of a table, by row and column, the number of the cell that fills it."""
    owners = [[0] * (len(lattice.xs) - 1) for _ in lattice.ys[1:]]
    for number, (row, column, row_span, column_span) in enumerate(lattice.cells):
        for line in owners[row : row + row_span]:
            line[column : column + column_span] = [number] * column_span
    return owners


def _area(bounds: Bounds) -> float:
    x0, top, x1, bottom = bounds
    return (x1 - x0) * (bottom - top)


def _table_of(run: Run, tables: Sequence[tuple[int, Bounds]]) -> int | None:
    """Return the number of the first table that has the middle of a run in it, None if none has.

    One that begins in a table and runs out of it on the right is in it, too.
    """
    left, y = run.x0, run.middle
    for number, (x0, top, x1, bottom) in tables:
        if top <= y < bottom and left < x1 and (x0 <= left or x0 <= (left + run.x1) / 2 < x1):
            return number
    return None


def _is_watermark(run: Run, usual: float, lattice: Lattice | None) -> bool:
    """Tell whether a run lies over the page and is no part of its text."""
    if run.angle and run.angle not in RIGHT_ANGLES:
        return True
    if lattice is None:
        return run.faint and run.size > HUGE * usual
    if run.size <= (LARGE if run.faint else HUGE) * usual:
        return False
    across = any(run.x0 < x < run.x1 for x in lattice.xs)
    return across or any(run.top < y < run.bottom for y in lattice.ys)


def _slot(borders: Sequence[float], value: float) -> int:
    """Return between which borders a coordinate is; the outer slots are open."""
    return bisect_right(borders, value, 1, len(borders) - 1) - 1


def _parts(run: Run, lattice: Lattice, owned: Sequence[int]) -> Sequence[tuple[Run, int]]:
    """Return a run in a table whole, or cut where cells meet, each part with its column.

    `owned` has the number of the cell in each column of its row.
    """
    xs = lattice.xs
    if run.angle:
        return ((run, _slot(xs, (run.x0 + run.x1) / 2)),)
    reach = STRADDLE * run.size
    first = _slot(xs, run.x0 + reach)
    last = max(first, _slot(xs, run.x1 - reach))
    walls = [c for c in range(first + 1, last + 1) if owned[c] != owned[c - 1]]
    if not walls:
        return ((run, first),)
    if any(_crosses(run, xs[wall], reach) for wall in walls):
        return ((run, _home(run, lattice, first, last)),)
    parts = _cut(run, [xs[wall] for wall in walls])
    return [(part, _slot(xs, (part.x0 + part.x1) / 2)) for part in parts]


def _crosses(run: Run, x: float, reach: float) -> bool:
    """Tell whether a glyph of a run lies on both sides of a rule at `x`."""
    ends = [*run.starts[1:], run.x1]
    return any(
        start + reach < x < min(end, start + run.size) - reach
        for start, end in zip(run.starts, ends, strict=True)
    )


def _home(run: Run, lattice: Lattice, first: int, last: int) -> int:
    """Return the column that a run was set in which crosses rules, from `first` to `last`.

    Text overflows at its end when it is set from the left, on both sides when it is centred;
    a column at either end of which less than a glyph remains is a neighbour.
    """
    if lattice.xs[first + 1] - run.x0 < LEAST_GLYPH * run.size:
        first += 1
    if last > first and run.x1 - lattice.xs[last] < LEAST_GLYPH * run.size:
        last -= 1
    return first if last - first < 2 else (first + last) // 2


def _cut(run: Run, walls: Sequence[float]) -> Iterator[Run]:
    """Yield the pieces of a run between rules, none of which a glyph crosses."""
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
            unsure = run.unsure[low:high][: len(text)]
            starts = starts[: len(text)]
            yield run._replace(text=text, starts=starts, x0=starts[0], x1=end, unsure=unsure)


# --- lines ------------------------------------------------------------------------------------


def runs_to_lines(runs: Sequence[Run]) -> tuple[Printed, ...]:
    """Return the lines of runs in any order from top to bottom, turned ones last.

    Vertical writing in several columns is one line.
    """
    if columns := _vertical_columns(runs):
        written = [run for column in columns for run in column]
        return (_printed("".join([run.text for run in written]), written),)
    groups = _level_groups([run for run in runs if not run.angle])
    turned = [[run] for run in runs if run.angle]
    turned.sort(key=_turned_place)
    return tuple(map(_line, (*groups, *turned)))


def _turned_place(runs: Sequence[Run]) -> float:
    """Return how far down a run alone is if the page is turned so that it is level."""
    (run,) = runs
    return {90: run.x0, 270: -run.x0}.get(run.angle, 0.0)


def runs_to_hidden_lines(runs: Iterable[Run]) -> tuple[Printed, ...]:
    """Return the lines of runs that are not seen, those for one reason together."""
    by_reason: dict[Hidden | None, list[Run]] = {}
    for run in runs:
        by_reason.setdefault(run.hidden, []).append(run)
    return tuple(
        line._replace(hidden=why)
        for why, found in by_reason.items()
        for line in runs_to_lines(found)
    )


def _vertical_columns(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the columns of vertical writing from right to left, none if it is no such.

    Its glyphs are set one below the other; those of type that is spaced out are set one beside the
    other.
    """
    if len(runs) < 3 or len(runs[0].text) > 1 or any(run.angle or run.text[1:] for run in runs):
        return []
    down = sum(_is_below(one, two) for one, two in pairwise(runs))
    columns: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.x0):
        if columns and columns[-1][0].x0 - run.x0 < SAME_LINE * run.size:
            columns[-1].append(run)
        else:
            columns.append([run])
    if len(columns) < 2 or down < max(1, len(runs) - len(columns)):
        return []
    return [sorted(column, key=lambda run: run.top) for column in columns]


def _is_below(one: Run, two: Run) -> bool:
    """Tell whether a glyph is the next one of a column."""
    beside = abs(one.x0 - two.x0) < SAME_LINE * one.size
    return beside and SAME_LINE * one.size < two.top - one.top < REACH * one.size


def _printed(text: str, runs: Sequence[Run]) -> Printed:
    """Return the line with a text that runs make."""
    box = Box(
        min([run.x0 for run in runs]),
        min([run.top for run in runs]),
        max([run.x1 for run in runs]),
        max([run.bottom for run in runs]),
    )
    return Printed(text, box, max([run.size for run in runs]), None, _unsure(text, runs))


def _unsure(text: str, runs: Sequence[Run]) -> tuple[bool, ...]:
    """Tell of each character of a line that runs make, spaces between them too, what these do."""
    if not any(any(run.unsure) for run in runs):
        return ()
    told = [False] * len(text)
    start = 0
    for run in runs:
        start = text.index(run.text, start)
        told[start : start + len(run.text)] = run.unsure or [False] * len(run.text)
        start += len(run.text)
    return tuple(told)


def _level_groups(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Yield level runs in groups, each of one line."""
    group: list[Run] = []
    middle = size = 0.0
    for run in sorted(runs, key=lambda run: run.middle):
        here = run.middle
        if group and here - middle >= SAME_LINE * min(size, run.size):
            yield group
            group = []
        if not group or run.size > size:
            middle, size = here, run.size
        group.append(run)
    if group:
        yield group


def _line(runs: list[Run]) -> Printed:
    """Return the line that runs make, with the spaces between Latin words."""
    runs = _without_copies(sorted(runs, key=lambda run: run.x0))
    text = runs[0].text
    for one, two in pairwise(runs):
        apart = two.x0 - one.x1 > SPACE * min(one.size, two.size)
        words = apart and not (is_cjk(one.text[-1]) or is_cjk(two.text[0]))
        text += f" {two.text}" if words and _is_space(one, two, runs) else two.text
    return _printed(text, runs)


def _is_space(one: Run, two: Run, runs: Sequence[Run]) -> bool:
    """Tell whether Latin runs are farther apart than all glyphs of their line.

    Type that is spaced out to fill a line or a column shows it between ideographs.
    """
    gaps = [
        after - before - run.size
        for run in runs
        for (before, left), (after, right) in pairwise(zip(run.starts, run.text, strict=True))
        if is_cjk(left) and is_cjk(right)
    ]
    gaps.extend(
        right.x0 - left.x1
        for left, right in pairwise(runs)
        if is_cjk(left.text[-1]) and is_cjk(right.text[0])
    )
    spread = max(min(gaps, default=0.0), 0.0)
    return two.x0 - one.x1 - spread > WIDER * min(one.size, two.size)


def _without_copies(runs: Sequence[Run]) -> list[Run]:
    """Return the runs of a line from left to right without what is printed twice to look bold."""
    kept: list[Run] = []
    for run in runs:
        last = kept[-1] if kept else None
        copied = last and last.text == run.text and abs(run.x0 - last.x0) < COPY * run.size
        if not copied:
            kept.append(run)
    return kept
