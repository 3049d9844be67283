"""CSV that Excel opens right: UTF-8 with a BOM, LF line ends, nothing that runs as a formula."""

from __future__ import annotations

from typing import IO

import pyarrow as pa
import pyarrow.csv

# `pyarrow.compute` wraps every function there is when it is imported, for 55 ms.
from pyarrow._compute import (
    CastOptions,
    MatchSubstringOptions,
    ReplaceSubstringOptions,
    call_function,
)

from ..letters.decoding import FORMULA
from .arrow import text_to_scalar
from .table import Table

LIST_SEPARATOR = "、"

_FORMULA = MatchSubstringOptions(FORMULA)
_WITHOUT_NUL = ReplaceSubstringOptions("\0", "\ufffd")  # which ends a cell in many readers
_TEXTS = CastOptions.safe(pa.list_(pa.string()))
_QUOTE, _NOTHING = text_to_scalar("'"), text_to_scalar("")
_ROWS = pyarrow.csv.WriteOptions(include_header=False)


def head_to_csv(table: Table) -> bytes:
    """Return how the CSV file of a table begins: its BOM, and the names of its columns."""
    return (",".join(column.name for column in table.columns) + "\n").encode("utf-8-sig")


def add_rows(rows: pa.RecordBatch, file: IO[bytes]) -> None:
    """Add rows to a CSV file: null is empty, every text is quoted, an empty one is `""`.

    They are one batch: of a table with an empty one, pyarrow writes what it wrote before.
    """
    columns = [_column_to_cells(column) for column in rows.columns]
    pyarrow.csv.write_csv(pa.record_batch(columns, names=rows.schema.names), file, _ROWS)


def _column_to_cells(column: pa.Array) -> pa.Array:
    """Return a column as CSV has it: lists joined, texts safe, numbers as they are."""
    if pa.types.is_list(column.type):
        texts = call_function("cast", [column], _TEXTS)
        return _safe(call_function("binary_join", [texts, text_to_scalar(LIST_SEPARATOR)]))
    return _safe(column) if pa.types.is_string(column.type) else column


def _safe(texts: pa.Array) -> pa.Array:
    """Return texts with `'` before each that a spreadsheet would run as a formula."""
    written = call_function("replace_substring", [texts], _WITHOUT_NUL)
    quoted = call_function("binary_join_element_wise", [_QUOTE, written, _NOTHING])
    runs = call_function("match_substring_regex", [texts], _FORMULA)
    return call_function("if_else", [runs, quoted, written])
