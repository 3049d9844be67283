"""Pages → the document: one stream of text, blocks in reading order, every place exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.model import Box, Cell, Document, Doubt, Grid, Line, Source
from pipeline.readers.pdf.flow import (
    Measure,
    body_measure,
    column_key,
    lines_to_wraps,
    pages_to_measures,
)
from pipeline.readers.pdf.lines import Printed
from pipeline.readers.pdf.pages import Page, Table

LAST = float("inf")  # sorts watermarks behind all else on their page
Wraps = Sequence[bool | None]
Write = Callable[[Sequence[Printed], Wraps, int], tuple[Line, ...]]


class Stream:
    """The source text as it grows: writes lines, each ended by a line feed."""

    def __init__(self, fold: Mapping[int, str]) -> None:
        self._fold = fold
        self._length = 0
        self.pieces: list[str] = []
        self.folded = 0

    def write(self, lines: Sequence[Printed], wraps: Wraps, page: int) -> tuple[Line, ...]:
        """Given printed lines, append them and return where they stand."""
        return tuple(
            self._line(line, goes_on, page) for line, goes_on in zip(lines, wraps, strict=True)
        )

    def _line(self, line: Printed, goes_on: bool | None, page: int) -> Line:
        text = line.text
        if not text.isascii():
            text = text.translate(self._fold)
            if text != line.text:
                self.folded += sum(a != b for a, b in zip(text, line.text, strict=True))
        start = self._length
        self._length += len(text) + 1
        self.pieces.append(text)
        box = Box(*(round(side, 2) for side in line.box))
        return Line(start, text, page=page, box=box, wraps=goes_on)


def pages_to_document(source: Source, pages: Sequence[Page], fold: Mapping[int, str]) -> Document:
    """Given all pages of a PDF, return its document; `fold` maps radicals to ideographs."""
    stream = Stream(fold)
    measures, body = pages_to_measures(pages), body_measure(pages)
    blocks = tuple(
        block for page in pages for block in _page_to_blocks(page, measures, body, stream.write)
    )
    text = "".join(f"{piece}\n" for piece in stream.pieces)
    doubts = (*(doubt for page in pages for doubt in page.doubts), *_unreadable(blocks))
    if stream.folded:
        what = f"{stream.folded} CJK radicals of the file's fonts were read as their ideographs"
        doubts = (*doubts, Doubt("radicals_folded", what))
    return Document(source=source, text=text, blocks=blocks, doubts=doubts)


def _page_to_blocks(
    page: Page, measures: Mapping[tuple[int, int], Measure], body: Measure | None, write: Write
) -> Iterator[Line | Grid]:
    """Given a page, yield its lines and tables in reading order."""
    wraps = lines_to_wraps(page.lines, body)
    parts: list[tuple[float, int, Table | tuple[Printed, bool | None]]] = [
        *(
            (line.box.top, 0, (line, goes_on))
            for line, goes_on in zip(page.lines, wraps, strict=True)
        ),
        *((table.lattice.ys[0], 1, table) for table in page.tables),
        *((LAST, 2, (mark, None)) for mark in page.watermarks),
    ]
    for _, _, part in sorted(parts, key=lambda part: part[:2]):
        if isinstance(part, Table):
            yield _table_to_grid(part, page.number, measures, write)
        else:
            yield from write(part[:1], part[1:], page.number)


def _table_to_grid(
    table: Table, page: int, measures: Mapping[tuple[int, int], Measure], write: Write
) -> Grid:
    """Given a table, return its grid with covered places as None."""
    width = len(table.lattice.xs) - 1
    rows: list[list[Cell | None]] = [[None] * width for _ in table.lattice.ys[1:]]
    for number, (place, lines) in enumerate(zip(table.lattice.cells, table.cells, strict=True)):
        measure = measures.get(column_key(table, number))
        written = write(lines, lines_to_wraps(lines, measure), page) if lines else ()
        rows[place.row][place.column] = Cell(written, place.row_span, place.column_span)
    return Grid(tuple(tuple(row) for row in rows), page)


def _unreadable(blocks: Iterable[Line | Grid]) -> Iterator[Doubt]:
    """Given blocks, yield a doubt for each line with characters that no font map explains."""
    for line in _lines(blocks):
        if line.text.isascii():
            continue
        bad = [char for char in line.text if char == "\ufffd" or "\ue000" <= char <= "\uf8ff"]
        if bad:
            what = f"{len(bad)} characters without a known meaning in {line.text[:40]!r}"
            yield Doubt(
                "unreadable_characters", what, page=line.page, start=line.start, end=line.end
            )


def _lines(blocks: Iterable[Line | Grid]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from (line for row in block.rows for cell in row if cell for line in cell.lines)
