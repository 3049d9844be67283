"""Pages → the document: one stream of text, blocks in reading order, every place exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ...letters.lines import lines_of
from ...model import UNSURE, Box, Cell, Document, Doubt, Grid, Line, Source
from .furniture import pages_to_furniture, pages_with_feet
from .lines import Printed
from .page import Page, Table
from .wraps import (
    ColumnKey,
    Measure,
    body_measure,
    column_key,
    lines_to_wraps,
    pages_to_measures,
)

Wraps = Sequence[bool | None]


class Stream:
    """The source text as it grows: writes lines, each ended by a line feed.

    `unsure` are the characters that may be others.
    """

    def __init__(self) -> None:
        self._length = 0
        self.pieces: list[str] = []
        self.unsure: list[Doubt] = []

    def write(
        self, lines: Sequence[Printed], wraps: Wraps, page: int, furniture: bool = False
    ) -> tuple[Line, ...]:
        """Append printed lines and return where they stand."""
        return tuple(
            self._line(line, goes_on, page, furniture)
            for line, goes_on in zip(lines, wraps, strict=True)
        )

    def _line(self, line: Printed, goes_on: bool | None, page: int, furniture: bool) -> Line:
        start = self._length
        self._length += len(line.text) + 1
        self.pieces.append(line.text)
        places = (start + place for place, unsure in enumerate(line.unsure) if unsure)
        self.unsure += [Doubt(UNSURE, page=page, start=one, end=one + 1) for one in places]
        x0, top, x1, bottom = line.box
        box = Box(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
        return Line(start, line.text, None, page, box, goes_on, furniture, line.hidden)


def pages_to_document(source: Source, pages: Sequence[Page]) -> Document:
    """Return the document that all pages of a file make."""
    stream = Stream()
    blocks = tuple(_pages_to_blocks(pages, stream))
    text = "".join(f"{piece}\n" for piece in stream.pieces)
    told = (doubt for page in pages for doubt in page.doubts)
    doubts = (*told, *_unreadable(blocks), *stream.unsure)
    return Document(source=source, text=text, blocks=blocks, doubts=doubts)


def _pages_to_blocks(pages: Sequence[Page], stream: Stream) -> Iterator[Line | Grid]:
    """Yield the blocks of all pages in reading order."""
    pages = pages_with_feet(pages)
    measures, body = pages_to_measures(pages), body_measure(pages)
    repeated = pages_to_furniture(pages)
    for page, furniture in zip(pages, repeated, strict=True):
        yield from _page_to_blocks(page, furniture, measures, body, stream)


def _page_to_blocks(
    page: Page,
    furniture: AbstractSet[int],
    measures: Mapping[ColumnKey, Measure],
    body: Measure | None,
    stream: Stream,
) -> Iterator[Line | Grid]:
    """Yield the lines and tables of a page from top to bottom, hidden lines and watermarks last.

    `furniture` has the numbers of the lines that belong to the page.
    """
    wraps = lines_to_wraps(page.lines, body)
    parts: list[tuple[float, int, int]] = [
        *((line.box.top, 0, number) for number, line in enumerate(page.lines)),
        *((table.lattice.ys[0], 1, number) for number, table in enumerate(page.tables)),
    ]
    for _, kind, number in sorted(parts):
        if kind:
            yield _table_to_grid(page.tables[number], page.number, measures, stream)
        else:
            line, goes_on = page.lines[number], wraps[number]
            yield from stream.write([line], [goes_on], page.number, number in furniture)
    yield from stream.write(page.hidden, [None] * len(page.hidden), page.number)
    marks = page.watermarks
    yield from stream.write(marks, [None] * len(marks), page.number, furniture=True)


def _table_to_grid(
    table: Table, page: int, measures: Mapping[ColumnKey, Measure], stream: Stream
) -> Grid:
    """Return the grid of a table with covered places as None."""
    width = len(table.lattice.xs) - 1
    rows: list[list[Cell | None]] = [[None] * width for _ in table.lattice.ys[1:]]
    for number, (place, lines) in enumerate(zip(table.lattice.cells, table.cells, strict=True)):
        measure = measures.get(column_key(table, number))
        hidden = table.hidden[number] if table.hidden else ()
        wraps = (*lines_to_wraps(lines, measure), *[None] * len(hidden))
        written = stream.write((*lines, *hidden), wraps, page)
        rows[place.row][place.column] = Cell(written, place.row_span, place.column_span)
    return Grid(tuple(tuple(row) for row in rows), page)


def _unreadable(blocks: Iterable[Line | Grid]) -> Iterator[Doubt]:
    """Yield a doubt for each line with characters that no font map explains."""
    for line in lines_of(blocks):
        bad = [char for char in line.text if char == "\ufffd" or "\ue000" <= char <= "\uf8ff"]
        if bad:
            facts: dict[str, str | int] = {"count": len(bad), "text": line.text[:40]}
            yield Doubt(
                "unreadable_characters",
                "font",
                facts,
                page=line.page,
                start=line.start,
                end=line.end,
            )
