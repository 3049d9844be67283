"""CSV that Excel opens right: UTF-8 with a BOM, LF line ends, nothing that runs as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..letters.decoding import plain_cell
from .table import Table

if TYPE_CHECKING:
    from .records import Row, Value

LIST_SEPARATOR = "、"

_QUOTED = re.compile(r'[",\r\n]')
# What no text file may hold: NUL ends a cell in many readers, half a pair is not UTF-8.
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def rows_to_csv(table: Table, rows: Iterable[Row]) -> bytes:
    """Return the CSV file of a table."""
    head = [column.name for column in table.columns]
    lines = [head, *(map(value_to_cell, row) for row in rows)]
    text = "".join(",".join(line) + "\n" for line in lines)
    return _UNWRITABLE.sub("\ufffd", text).encode("utf-8-sig")


def value_to_cell(value: Value) -> str:
    """Return the CSV cell of a value: null is empty, an empty text is `""`."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return _text_to_cell(LIST_SEPARATOR.join(map(str, value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text_to_cell(value) if isinstance(value, str) else repr(value)


def _text_to_cell(text: str) -> str:
    safe = plain_cell(text)
    quoted = not safe or safe != safe.strip() or _QUOTED.search(safe)
    return '"' + safe.replace('"', '""') + '"' if quoted else safe
