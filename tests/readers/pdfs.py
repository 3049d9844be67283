"""What tests of the PDF reader share: reading a file, and marks written down."""

from __future__ import annotations

from typing import Literal

from qingdan.letters.lines import lines_of
from qingdan.model import Box, Document, Grid, Line
from qingdan.options import Options
from qingdan.readers import read_apart
from qingdan.readers.pages.lines import Printed
from qingdan.readers.pages.marks import Run
from tests.truth import ROOT

TRAPS = ROOT / "tests" / "fixtures" / "pdf"

Engine = Literal["pdfium", "pdfplumber"]
ENGINES: tuple[Engine, ...] = ("pdfium", "pdfplumber")
Rows = list[list[str | None]]


def read(name: str, engine: Engine = "pdfium", **options: object) -> Document:
    """Return what is read of a trap; every line is where it says."""
    return read_bytes((TRAPS / f"{name}.pdf").read_bytes(), engine, **options)


def read_bytes(data: bytes, engine: Engine = "pdfium", **options: object) -> Document:
    chosen = Options(pdf_engine=engine, **options)  # type: ignore[arg-type]
    document = read_apart("trap.pdf", data, chosen, "清单")
    lines = list(lines_of(document.blocks))
    assert all(document.text[line.start : line.end] == line.text for line in lines)
    assert all(document.text[line.end] == "\n" and line.box and line.page for line in lines)
    assert sum(len(line.text) + 1 for line in lines) == len(document.text)
    return document


def outside(document: Document) -> list[Line]:
    return [block for block in document.blocks if isinstance(block, Line)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def rows(grid: Grid) -> Rows:
    """Return the texts of a grid; a covered place is None."""
    return [
        [None if cell is None else "".join(line.text for line in cell.lines) for cell in row]
        for row in grid.rows
    ]


def run(text: str, x: float, y: float, size: float = 10) -> Run:
    """Return glyphs as wide as they are high, set from (x, y)."""
    starts = [x + size * index for index in range(len(text))]
    return Run(text, starts, x, y, x + size * len(text), y + size, size)


def printed(text: str, x: float, top: float) -> Printed:
    return Printed(text, Box(x, top, x + 10.0 * len(text), top + 10), 10)
