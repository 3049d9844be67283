"""Lines and parts of lines: cut, stripped, squeezed, measured, mapped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from itertools import pairwise

from msgspec.structs import replace

from ..model import Cell, Grid, Line


def part(line: Line, start: int, end: int) -> Line:
    """Return `line.text[start:end]` as a line of its own; a whole line is itself."""
    if start == 0 and end == len(line.text):
        return line
    return replace(line, start=line.start + start, text=line.text[start:end])


def stripped(line: Line) -> Line:
    """Return a line without the white space around it."""
    text = line.text
    return part(line, len(text) - len(text.lstrip()), len(text.rstrip()))


def squeezed(lines: Iterable[Line]) -> str:
    """Return the text of lines without any white space."""
    return "".join([word for line in lines for word in line.text.split()])


def without(lines: Iterable[Line], gone: Set[int]) -> list[Line]:
    """Return lines without those at some offsets, which leave the blank lines above them."""
    left: list[Line] = []
    above = 0
    for line in lines:
        if line.start in gone:
            above += line.above
        else:
            left.append(replace(line, above=line.above + above) if above else line)
            above = 0
    return left


def cut_before(lines: Iterable[Line], offsets: Set[int]) -> tuple[Line, ...]:
    """Return lines cut before some offsets."""
    found: list[Line] = []
    for line in lines:
        inside = sorted([at - line.start for at in offsets if line.start < at < line.end])
        found += [part(line, *ends) for ends in pairwise([0, *inside, len(line.text)])]
    return tuple(found)


def between(lines: Iterable[Line], start: int, end: int) -> tuple[Line, ...]:
    """Return what of lines stands between two offsets, without lines that are blank then."""
    cut = [
        part(line, max(start - line.start, 0), min(end, line.end) - line.start)
        for line in lines
        if line.start < end and line.end > start
    ]
    return tuple([line for line in cut if line.text.strip()])


def printed_width(text: str) -> float:
    """Return the printed width of a text in CJK letters: ASCII ones are half as wide."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))


def lines_of(blocks: Iterable[Line | Grid]) -> Iterator[Line]:
    """Yield every line of blocks, in tables and outside, in reading order."""
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from cell.lines if cell else ()


def visible_blocks(blocks: Iterable[Line | Grid]) -> tuple[Line | Grid, ...]:
    """Return blocks without the lines that are not seen in print, and tables of nothing else."""
    found: list[Line | Grid] = []
    for block in blocks:
        if not any(line.hidden for line in lines_of([block])):
            found.append(block)
        elif isinstance(block, Grid) and not all(line.hidden for line in lines_of([block])):
            found.append(_map_cells(block, _visible_cell))
    return tuple(found)


def _visible_cell(cell: Cell) -> Cell:
    return cell._replace(lines=tuple(line for line in cell.lines if not line.hidden))


def map_lines(
    blocks: Iterable[Line | Grid], change: Callable[[Line], Line]
) -> tuple[Line | Grid, ...]:
    """Return blocks with every line changed, in tables and outside."""
    return tuple(
        change(block)
        if isinstance(block, Line)
        else _map_cells(block, lambda cell: cell._replace(lines=tuple(map(change, cell.lines))))
        for block in blocks
    )


def _map_cells(grid: Grid, change: Callable[[Cell], Cell]) -> Grid:
    return grid._replace(rows=tuple(tuple(c and change(c) for c in row) for row in grid.rows))


def line_range(lines: Sequence[Line]) -> tuple[int | None, int | None]:
    """Return the numbers of the first and the last line, None where lines have no numbers."""
    numbers = [line.number for line in lines if line.number]
    return (min(numbers), max(numbers)) if numbers else (None, None)
