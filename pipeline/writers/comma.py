"""CSV that Excel opens right: UTF-8 with a BOM, LF line ends, nothing that runs as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from .table import Column, Table

if TYPE_CHECKING:
    from .records import Row, Value

LIST_SEPARATOR = "、"
_TEXTS = ("string", "list<string>")

# OWASP, "CSV Injection": = + - @ TAB CR LF and the full-width forms; white space and NUL
# before them do not help, as spreadsheets skip those.
_FORMULA = re.compile(r"[\s\0\ufeff]*[=+\-@＝＋－＠]|[\t\r\n\0]")
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$|^$')
# What no text file may hold: NUL ends a cell in many readers, half a pair is not UTF-8.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def rows_to_csv(table: Table, rows: Iterable[Row]) -> bytes:
    """Given a table and its rows, return its CSV file."""
    head = ",".join(column.name for column in table.columns)
    columns = zip(table.columns, zip(*rows, strict=True), strict=False)  # no columns without rows
    cells = [_column_to_cells(column, values) for column, values in columns]
    text = "\n".join([head, *map(",".join, zip(*cells, strict=True)), ""])
    return _UNWRITABLE.sub("\ufffd", text).encode("utf-8-sig")


def _column_to_cells(column: Column, values: Sequence[Value]) -> list[str]:
    """Given a column, return its cells; a text that it repeats is looked at once."""
    if column.type not in _TEXTS:
        return list(map(value_to_cell, values))
    cells = {value: value_to_cell(value) for value in set(values)}
    return [cells[value] for value in values]


def value_to_cell(value: Value) -> str:
    """Given a value, return its CSV cell: null is empty, an empty text is `""`."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return _text_to_cell(LIST_SEPARATOR.join(map(str, value)))
    return _text_to_cell(value) if isinstance(value, str) else repr(value)


def _text_to_cell(text: str) -> str:
    safe = f"'{text}" if _FORMULA.match(text) else text
    return '"' + safe.replace('"', '""') + '"' if _QUOTED.search(safe) else safe
