"""A page's marks → its tables' cells and its other lines, still with their geometry."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model import Doubt
from pipeline.readers.pdf.grids import Lattice, TooManyRules, rules_to_lattices
from pipeline.readers.pdf.lines import Printed, runs_to_lines
from pipeline.readers.pdf.marks import PageMarks
from pipeline.readers.pdf.placing import runs_to_cells


class Table(NamedTuple):
    """A table of a page; `cells` are the lines of the lattice's cells, in its order."""

    lattice: Lattice
    cells: tuple[tuple[Printed, ...], ...]


class Page(NamedTuple):
    """What a page says: tables from top to bottom, lines outside them, and watermarks."""

    number: int
    width: float
    height: float
    tables: tuple[Table, ...]
    lines: tuple[Printed, ...]
    watermarks: tuple[Printed, ...]
    doubts: tuple[Doubt, ...]


def marks_to_page(marks: PageMarks) -> Page:
    """Given the marks of a page, return its tables and lines."""
    lattices, doubts = _lattices(marks)
    placed = runs_to_cells(marks.runs, lattices)
    tables = tuple(
        Table(lattice, tuple(runs_to_lines(cell) if cell else () for cell in cells))
        for lattice, cells in zip(lattices, placed.cells, strict=True)
    )
    return Page(
        marks.number,
        marks.width,
        marks.height,
        tables,
        runs_to_lines(placed.outside) if placed.outside else (),
        runs_to_lines(placed.watermarks) if placed.watermarks else (),
        (*marks.doubts, *doubts),
    )


def _lattices(marks: PageMarks) -> tuple[tuple[Lattice, ...], tuple[Doubt, ...]]:
    """Given the marks of a page, return its tables; sides of areas serve when rules do not."""
    texts = [(run.x0, run.top, run.x1, run.bottom) for run in marks.runs if not run.angle]
    try:
        lattices = rules_to_lattices(marks.rules, texts) if marks.rules else ()
        if not lattices and marks.frames:
            lattices = rules_to_lattices((*marks.rules, *marks.frames), texts)
    except TooManyRules:
        what = f"page {marks.number} has too many rules to be a table; its text is read as lines"
        return (), (Doubt("too_many_rules", what, page=marks.number),)
    return lattices, ()
