"""The one grid algebra: spanned cells become a full matrix, and blocks become a document.

Readers of office formats describe what they find as `BareLine` lines and `Table`s of `Spot`s;
everything about spans, holes, overlaps, nested tables and offsets is settled here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..model import Cell, Document, Doubt, Grid, Hidden, Line, Source
from .refusals import ABSURD, too_large

MAX_PLACES = 500_000
"""Places of one table, or columns that the cells of one table claim, before it is refused."""
MAX_COLUMNS = 1_000
"""What HTML lets a cell span; larger spans are cut to it."""
MOST_COLUMNS = 200
"""Columns in which cells of one table begin before it is refused."""

# Names that programs give sheets by themselves.
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*+\d*+(?:\s*[（(]\d+[）)])?", re.IGNORECASE)
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Marks without width or ink, and control characters: layout, as the text rule has it.
_LAYOUT = dict.fromkeys((0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF), "") | dict.fromkeys(
    (*range(9), *range(14, 28), 31, 127), " "
)


class BareLine(NamedTuple):
    """A line without a place in the stream; `furniture` is of the page, not the text.

    `hidden` is why it is not seen in print; such words are a line of their own, behind what is seen
    of their paragraph or cell. `struck` are the words of it that are struck out.
    """

    text: str
    furniture: bool = False
    hidden: Hidden | None = None
    struck: str = ""


class Run(NamedTuple):
    """Text of one look: why it is not seen in print, if it is not, and whether it is struck out."""

    text: str
    hidden: Hidden | None = None
    struck: bool = False


class Spot(NamedTuple):
    """A cell at its top left place, with its spans (at least 1) and what stands in it."""

    row: int
    column: int
    content: tuple[BareLine | Table, ...] = ()
    row_span: int = 1
    column_span: int = 1


class Table(NamedTuple):
    """A table as found: its cells in any order, and the name of the sheet that it fills, if any."""

    spots: tuple[Spot, ...]
    sheet: str | None = None


Block = BareLine | Table


class Placed(NamedTuple):
    """A cell of the settled matrix, with the spans that were left to it."""

    lines: tuple[BareLine, ...]
    row_span: int = 1
    column_span: int = 1


def bare_lines(text: str, *, furniture: bool = False) -> tuple[BareLine, ...]:
    """Return the lines of a text, with any line breaks, that are not blank."""
    return lines_of_runs((Run(text),), furniture=furniture)


def sheet_heading(name: str) -> tuple[BareLine, ...]:
    """Return the line that a sheet's name is, none where a program gave it."""
    return () if _UNNAMED.fullmatch(name.strip()) else bare_lines(name, furniture=True)


def lines_of_runs(runs: Iterable[Run], *, furniture: bool = False) -> tuple[BareLine, ...]:
    """Return the lines of a paragraph's or a cell's runs that are not blank, hidden ones last."""
    seen: list[list[Run]] = [[]]
    hidden: list[list[Run]] = []
    before = None
    for run in runs:
        lines = hidden if run.hidden else seen
        if run.hidden and run.hidden != before:
            hidden.append([])
        before = run.hidden
        first, *others = _BREAKS.split(run.text.translate(_LAYOUT))
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=other)] for other in others]
    lines = [line for line in (*seen, *hidden) if any(run.text.strip() for run in line)]
    return tuple(_line_of(line, furniture=furniture) for line in lines)


def _line_of(runs: Sequence[Run], *, furniture: bool) -> BareLine:
    text, why = "".join(run.text for run in runs), runs[0].hidden
    struck = "" if why else "".join(run.text for run in runs if run.struck)
    return BareLine(text, furniture and not why, why, struck.strip())


def flow_cells(
    rows: Sequence[Sequence[tuple[int, int, tuple[Block, ...]]]], first_row: int = 0
) -> tuple[Spot, ...]:
    """Return the cells of a row group, given as (row span, column span, content), placed.

    A cell takes the first free column of its row, as in HTML; a row span of 0 or one that
    is too long ends with the group. Raises OverflowError when the spans are absurd.
    """
    spots: list[Spot] = []
    taken: list[int] = []  # per column: the first row in which it is free again
    places = 0
    for number, row in enumerate(rows):
        column = 0
        for row_span, column_span, content in row:
            before = column
            while column < len(taken) and taken[column] > number:
                column += 1
            width = min(max(column_span, 1), MAX_COLUMNS)
            height = min(row_span if row_span > 0 else len(rows), len(rows) - number)
            places += column - before + width
            if places > MAX_PLACES:
                raise OverflowError
            taken.extend([0] * (column + width - len(taken)))
            taken[column : column + width] = [number + height] * width
            spots.append(Spot(first_row + number, column, content, height, width))
            column += width
    return tuple(spots)


def settle(table: Table) -> tuple[Block, ...]:
    """Return a table whose cells may hold tables with plain cells.

    A table that only arranges the page (the tables in it hold most of its text) is taken
    apart into what stands in its cells; otherwise tables in cells become lines.
    """
    spots = sorted(table.spots, key=lambda spot: (spot.row, spot.column))
    own = inner = 0
    for spot in spots:
        for block in spot.content:
            size = _size(block)
            own, inner = (own + size, inner) if isinstance(block, BareLine) else (own, inner + size)
    if inner > own:
        return tuple(block for spot in spots for block in spot.content)
    return (Table(tuple(spot._replace(content=tuple(flat(spot.content))) for spot in spots)),)


def flat(blocks: Iterable[Block]) -> Iterator[BareLine]:
    """Yield the lines of blocks in reading order."""
    for block in blocks:
        if isinstance(block, BareLine):
            yield block
        else:
            for spot in sorted(block.spots, key=lambda spot: (spot.row, spot.column)):
                yield from flat(spot.content)


def place(spots: Iterable[Spot]) -> tuple[tuple[Placed | None, ...], ...]:
    """Return the full matrix of cells with spans: None is covered, a hole is empty.

    Rows and columns in which no cell begins are left out, so that spans cost nothing.
    Where cells overlap, the earlier keeps the place; text is never lost.
    Raises OverflowError when the matrix would be absurd.
    """
    ordered = sorted(spots, key=lambda spot: (spot.row, spot.column))
    rows = sorted({spot.row for spot in ordered})
    columns = sorted({spot.column for spot in ordered})
    if len(columns) > MOST_COLUMNS or len(rows) * len(columns) > MAX_PLACES:
        raise OverflowError
    owners: list[list[int | None]] = [[None] * len(columns) for _ in rows]
    lines: list[list[BareLine]] = []
    for index, spot in enumerate(ordered):
        lines.append(list(flat(spot.content)))
        top, left = bisect_left(rows, spot.row), bisect_left(columns, spot.column)
        owner = owners[top][left]
        if owner is not None:
            lines[owner].extend(line for line in lines[index] if line not in lines[owner])
            continue
        bottom = bisect_left(rows, spot.row + spot.row_span)
        right = bisect_left(columns, spot.column + spot.column_span)
        _claim(owners, index, (top, left, bottom, right))
    return tuple(_placed_row(owners, number, lines) for number in range(len(owners)))


def assemble(source: Source, blocks: Iterable[Block], doubts: Iterable[Doubt] = ()) -> Document:
    """Return the document of a file's blocks, which are in reading order, with all offsets.

    A table of nothing but furniture (a menu) or hidden words becomes lines.
    """
    stream = _Stream()
    settled: list[Line | Grid] = []
    tables = 0
    for block in blocks:
        lines = tuple(flat((block,)))
        if isinstance(block, BareLine) or all(line.furniture or line.hidden for line in lines):
            settled += map(stream.line, lines)
            continue
        try:
            rows = place(block.spots)
        except OverflowError as error:
            raise too_large(source.name, ABSURD) from error
        tables += 1
        cells = tuple(tuple(stream.cell(cell) for cell in row) for row in rows)
        settled.append(Grid(cells, names=_names(block, tables)))
    text = "".join(stream.parts)
    return Document(source, text, tuple(settled), (*doubts, *_unreadable(text)))


def _names(table: Table, nth: int) -> tuple[str, ...]:
    """Return what each row of a table is called that has cells of its own.

    A row of a sheet is called by its first cell (清单!A12).
    """
    first: dict[int, int] = {}
    for spot in table.spots:
        first[spot.row] = min(spot.column, first.get(spot.row, spot.column))
    if table.sheet is None:
        return tuple(f"table {nth}, row {row + 1}" for row in sorted(first))
    return tuple(f"{table.sheet}!{_letters(first[row])}{row + 1}" for row in sorted(first))


def _letters(column: int) -> str:
    """Return what a sheet calls a column: 0 is A, 26 is AA."""
    above, last = divmod(column, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + last)


def _unreadable(text: str) -> Iterator[Doubt]:
    """Yield a doubt of the characters of a stream that could not be decoded."""
    if count := text.count("\ufffd"):
        start, facts = text.index("\ufffd"), {"count": count}
        yield Doubt("unreadable_characters", "", facts, start=start, end=start + 1)


class _Stream:
    """The reader's own stream as it grows: every line is followed by a line feed."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def line(self, draft: BareLine) -> Line:
        start = self.length
        self.parts += (draft.text, "\n")
        self.length += len(draft.text) + 1
        _, furniture, hidden, struck = draft
        return Line(
            start, draft.text, wraps=False, furniture=furniture, hidden=hidden, struck=struck
        )

    def cell(self, placed: Placed | None) -> Cell | None:
        if placed is None:
            return None
        lines = (self.line(line._replace(furniture=False)) for line in placed.lines)
        return Cell(tuple(lines), placed.row_span, placed.column_span)


def _size(block: Block) -> int:
    return sum(len(line.text) for line in flat((block,)) if not (line.furniture or line.hidden))


def _claim(owners: list[list[int | None]], index: int, box: tuple[int, int, int, int]) -> None:
    """Give a cell the free places between its corners, down to a taken one."""
    top, left, bottom, right = box
    for row in owners[top:bottom]:
        if row[left] is not None:
            return
        for column in range(left, right):
            if row[column] is not None:
                break
            row[column] = index


def _placed_row(
    owners: list[list[int | None]], number: int, lines: Sequence[Sequence[BareLine]]
) -> tuple[Placed | None, ...]:
    """Return one row of cells with the spans they got in the matrix of owners."""
    row = owners[number]
    above = owners[number - 1] if number else [None] * len(row)
    result: list[Placed | None] = []
    for column, owner in enumerate(row):
        if owner is None:
            result.append(Placed(()))
        elif above[column] == owner or (column and row[column - 1] == owner):
            result.append(None)
        else:
            width = height = 1
            while column + width < len(row) and row[column + width] == owner:
                width += 1
            while number + height < len(owners) and owners[number + height][column] == owner:
                height += 1
            result.append(Placed(tuple(lines[owner]), height, width))
    return tuple(result)
