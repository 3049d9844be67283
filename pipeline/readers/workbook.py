"""Values of workbooks by calamine, whose Rust code panics on broken files."""

from __future__ import annotations

import datetime
import io
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .grid import Run
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


Merged = Mapping[tuple[int, int], tuple[int, int]]
"""Merged cells: row and column of the first place → those of the last."""


class Look(NamedTuple):
    """What calamine does not tell of a sheet: the rectangle that its values span in places,
    how many of its rows and columns are hidden, how many cells have no proper value, and the runs
    of cells that are not plainly shown, by row and column; a run without text is the value's.
    """

    places: int
    hidden_rows: int = 0
    hidden_columns: int = 0
    valueless: int = 0
    runs: Mapping[tuple[int, int], tuple[Run, ...]] = {}


class Values(NamedTuple):
    """A worksheet: its name, whether it is shown, and its cells that are filled or merged.

    A cell is (row, column, text, last row, last column).
    """

    name: str
    shown: bool
    cells: list[tuple[int, int, str, int, int]]


def values(name: str, data: bytes, merged: Sequence[Merged] | None = None) -> list[Values]:
    """Return the values of the worksheets of a workbook; raises `UnreadableSource`.

    `merged` are the merged cells of each, where calamine does not tell them.
    """
    try:
        return list(_sheets(data, merged))
    except PasswordError as error:
        raise locked(name) from error
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(name, UNREADABLE) from error
    except BaseException as error:
        # A panic stands outside the tree of Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(name, UNREADABLE) from error


def _sheets(data: bytes, merged: Sequence[Merged] | None) -> Iterator[Values]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    number = 0
    for place, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            shown = sheet.visible == SheetVisibleEnum.Visible
            found = book.get_sheet_by_index(place)
            ranges = dict(found.merged_cell_ranges or ()) if merged is None else merged[number]
            yield Values(sheet.name, shown, list(_cells(found, dict(ranges))))
            number += 1


def _cells(
    sheet: CalamineSheet, merged: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[int, int, str, int, int]]:
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


def area(rows: Collection[int], columns: Collection[int]) -> int:
    """Return the places of the rectangle that the rows and columns of values span."""
    if not rows:
        return 0
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


def within(numbers: Collection[int], ranges: Iterable[range]) -> int:
    """Return how many numbers stand in any of some ranges."""
    ordered = sorted(ranges, key=attrgetter("start"))
    starts = [each.start for each in ordered]
    stops = [0, *accumulate((each.stop for each in ordered), max)]
    return sum(number < stops[bisect_right(starts, number)] for number in numbers)
