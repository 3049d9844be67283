"""A document's blocks with their lines changed, in tables and outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..model import Cell, Grid, Line

Change = Callable[[Line], Line]


def relined(blocks: Iterable[Line | Grid], change: Change) -> tuple[Line | Grid, ...]:
    """Given blocks and a change of lines, return them with every line changed."""
    return tuple(
        change(block) if isinstance(block, Line) else _grid(block, change) for block in blocks
    )


def _grid(grid: Grid, change: Change) -> Grid:
    rows = tuple(tuple(cell and _cell(cell, change) for cell in row) for row in grid.rows)
    return grid._replace(rows=rows)


def _cell(cell: Cell, change: Change) -> Cell:
    return cell._replace(lines=tuple(map(change, cell.lines)))
