"""Sheets of a workbook: a head that stays in view, filters, wrapped cells of a fitting width.

What is written is text or a number, never a formula. Excel holds 1,048,576 rows in a sheet and
32,767 characters in a cell: rows go on in another sheet, and text that is cut is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767  # of UTF-16, as Excel counts
_MOST_NAME = 31  # characters of a sheet's name
_A4 = 9
_LINE = 14.0  # points of a line
_HIGHEST = 409.0  # points of a row in Excel
_WIDER = 1.3  # how much wider a column gets at a time whose cells take more lines than are seen
_WIDEST = 120.0  # in digits

Cell = str | int | float | None


class Column(NamedTuple):
    """A column: its heading, and its width in digits of the usual font."""

    heading: str
    width: float


class Cut(NamedTuple):
    """A text that no cell holds as a whole: the heading of its column, and its characters."""

    heading: str
    characters: int


class Book:
    """A workbook that is written to a file, row by row, in little memory.

    `created` is the date that it has, so that the same rows give the same bytes. Raises `OSError`
    and `XlsxWriterException` when it is closed and cannot be written.
    """

    def __init__(self, path: Path, title: str, created: datetime) -> None:
        self.file = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self.file.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        boxed = {
            "font_size": 10,
            "valign": "top",
            "text_wrap": True,
            "border": 1,
            "border_color": "#BFBFBF",
        }
        self.title = self.file.add_format({"font_size": 14, "bold": True})
        centred = {**boxed, "align": "center"}
        marked = {"bg_color": "#FFF2CC"}
        self.head = self.file.add_format(
            {**centred, "bold": True, "valign": "vcenter", "bg_color": "#DDEBF7"}
        )
        self.text = {False: self.file.add_format(boxed), True: self.file.add_format(boxed | marked)}
        self.number = {
            False: self.file.add_format(centred),
            True: self.file.add_format(centred | marked),
        }

    def sheet(self, name: str, columns: Sequence[Column], title: str = "") -> Sheet:
        """Return a new sheet after the others."""
        return Sheet(self, name, columns, title)

    def close(self) -> None:
        """Finish the file."""
        self.file.close()


class Sheet:
    """A table of a workbook, in as many sheets as its rows take."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column], title: str) -> None:
        self.book = book
        self.name = name
        self.columns = list(columns)
        self.heading = title
        self.count = 0

    def fit(self, cells: Sequence[Cell]) -> None:
        """Make columns as wide as it takes that a row is seen as a whole; before `begin`."""
        self.columns = [
            _widened(column, cell) for column, cell in zip(self.columns, cells, strict=True)
        ]

    def begin(self) -> None:
        """Begin the sheet, or another one after it: its head, and how it is printed."""
        self.count += 1
        more = f" ({self.count})" if self.count > 1 else ""
        name = self.name[: _MOST_NAME - len(more)] + more
        self.sheet: Worksheet = self.book.file.add_worksheet(name)
        self.first = 1 if self.heading else 0
        if self.heading:
            self.sheet.write_string(0, 0, self.heading, self.book.title)
        for at, column in enumerate(self.columns):
            self.sheet.write_string(self.first, at, column.heading, self.book.head)
            self.sheet.set_column(at, at, column.width)
        self.row = self.first + 1
        self.sheet.freeze_panes(self.row, 0)
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(self.first)
        self.sheet.set_footer("&C&P / &N")

    def add(self, cells: Sequence[Cell], *, is_marked: bool = False) -> list[Cut]:
        """Add a row, and return what of it was cut."""
        if self.row == MOST_ROWS:
            self.close()
            self.begin()
        text_format, number_format = self.book.text[is_marked], self.book.number[is_marked]
        cuts: list[Cut] = []
        lines = 1
        for at, (column, cell) in enumerate(zip(self.columns, cells, strict=True)):
            if isinstance(cell, str):
                text = _fitting(cell)
                if len(text) < len(cell):
                    cuts.append(Cut(column.heading, len(cell)))
                self.sheet.write_string(self.row, at, text, text_format)
                lines = max(lines, _lines(text, column.width))
            elif cell is None:
                self.sheet.write_blank(self.row, at, None, text_format)
            else:
                self.sheet.write_number(self.row, at, cell, number_format)
        self.sheet.set_row(self.row, min(lines * _LINE + 2, _HIGHEST))
        self.row += 1
        return cuts

    def close(self) -> None:
        """Finish the sheet: what it filters is known now."""
        last = max(self.row - 1, self.first)
        self.sheet.autofilter(self.first, 0, last, len(self.columns) - 1)


def _fitting(text: str) -> str:
    """Return as much of a text as a cell holds."""
    if len(text) * 2 <= MOST_CHARACTERS:
        return text
    return text.encode("utf-16-le")[: MOST_CHARACTERS * 2].decode("utf-16-le", "ignore")


def _widened(column: Column, cell: Cell) -> Column:
    """Return a column as wide as it takes that a cell of it is seen as a whole, within reason."""
    if not isinstance(cell, str) or len(cell) < column.width:  # most are seen anyway
        return column
    while _lines(cell, column.width) * _LINE > _HIGHEST and column.width < _WIDEST:
        column = column._replace(width=min(column.width * _WIDER, _WIDEST))
    return column


def _lines(text: str, width: float) -> int:
    """Return about how many lines a text takes in a column; a CJK character is two digits wide."""
    room = width - 1  # the cell's margins
    return sum(
        1 + int(sum(1 if character < "\u2e80" else 2 for character in line) / room)
        for line in text.split("\n")
    )
