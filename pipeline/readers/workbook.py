"""Values of workbooks by calamine, whose Rust code panics on broken files."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .refusals import damaged, locked

UNREADABLE = "its workbook cannot be read"

Value = (
    int
    | float
    | str
    | bool
    | datetime.time
    | datetime.date
    | datetime.datetime
    | datetime.timedelta
)


class Values(NamedTuple):
    """A worksheet: its name, whether it is shown, and its cells that are filled or merged.

    A cell is (row, column, text, last row, last column).
    """

    name: str
    shown: bool
    cells: list[tuple[int, int, str, int, int]]


def values(name: str, data: bytes) -> list[Values]:
    """Return the values of the worksheets of a workbook; raises `UnreadableSource`."""
    try:
        return list(_sheets(data))
    except PasswordError as error:
        raise locked(name) from error
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name, UNREADABLE) from error
    except BaseException as error:
        # A panic stands outside the tree of Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(name, UNREADABLE) from error


def _sheets(data: bytes) -> Iterator[Values]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for place, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            shown = sheet.visible == SheetVisibleEnum.Visible
            yield Values(sheet.name, shown, list(_cells(book.get_sheet_by_index(place))))


def _cells(sheet: CalamineSheet) -> Iterator[tuple[int, int, str, int, int]]:
    merged = dict(sheet.merged_cell_ranges or ())
    if sheet.start is None:
        return
    for row, line in enumerate(sheet.to_python(), sheet.start[0]):
        for column, value in enumerate(line, sheet.start[1]):
            text = _text_of(value)
            last = merged.pop((row, column), None)
            if text or last:
                yield row, column, text, *(last or (row, column))


def _text_of(value: Value) -> str:
    """Return a cell's value as a reader of the sheet would see it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value).upper() if isinstance(value, bool) else str(value)
