"""Printed rows of a list in grids, and the logical rows that are put together from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..model import Cell, Doubt, Field, Grid, Line, Section
from .gridheads import squeezed


class Place(NamedTuple):
    """A printed row of a body, and where it stands: first or last of its grid, page, merged."""

    cells: dict[Field, Cell | None]
    first: bool
    last: bool
    page: int | None
    merged: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for cell in self.cells.values() if cell for line in cell.lines)

    @property
    def complete(self) -> bool:
        """Tell whether no cell of a row of its own is empty, number and remark aside."""
        held = (cell for field, cell in self.cells.items() if field not in ("seq", "remark"))
        return all(cell is None or cell.lines for cell in held)

    def text(self, field: Field) -> str:
        """Given a field, return its text without white space, "" where it has no cell."""
        cell = self.cells.get(field)
        return squeezed(cell.lines) if cell else ""


class Draft:
    """A row that is being put together from printed rows; `band` is the category above it."""

    def __init__(self, place: Place, seq: int | None, band: str | None) -> None:
        self.first = place
        self.seq = seq
        self.band = band
        self.cells: dict[Field, list[Line]] = {}
        self.category: str | None = None
        self.doubts: list[Doubt] = []
        self.open = False  # its number is printed on the next page
        self.add(place)

    def add(self, place: Place) -> None:
        """Given the next printed row of this row, add its lines, column by column."""
        for field, cell in place.cells.items():
            if cell is not None:
                self.cells.setdefault(field, []).extend(cell.lines)

    def doubt(self, code: str, case: str = "") -> None:
        """Given what is doubtful, note it once with the row's place."""
        if any(doubt.code == code for doubt in self.doubts):
            return
        start = min((line.start for line in self.first.lines), default=None)
        self.doubts.append(Doubt(code, case, page=self.first.page, start=start))


def places(section: Section) -> Iterator[Place | Line]:
    """Given a section, return its printed rows, and the lines between its grids."""
    for block in section.body:
        if isinstance(block, Line):
            yield block
        else:
            yield from _places(block, section.columns)


def _places(grid: Grid, columns: Sequence[Field]) -> Iterator[Place]:
    for number, row in enumerate(grid.rows):
        head = row[0]
        merged = head is not None and head.column_span == len(columns) > 1
        cells = dict(zip(columns, row, strict=True))
        yield Place(cells, number == 0, number == len(grid.rows) - 1, grid.page, merged)
