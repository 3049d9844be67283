"""Arrow tables of the schema, and Parquet files of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import json

from .table import Column, ColumnType, Table, Words

if TYPE_CHECKING:
    from .records import Row, Value

_TYPES: dict[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "list<string>": pa.list_(pa.string()),
    "list<int32>": pa.list_(pa.int32()),
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGEST_BLOCK = 2**31 - 1  # bytes of JSON that Arrow reads at a time


def table_to_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table, with labels and descriptions as metadata."""
    fields = [_column_to_field(column) for column in table.columns]
    return pa.schema(fields, metadata=_metadata(table.label, table.about))


def _column_to_field(column: Column) -> pa.Field:
    return pa.field(
        column.name,
        _TYPES[column.type],
        nullable=not column.required,
        metadata=_metadata(column.label, column.about),
    )


def _metadata(label: Words, about: Words) -> dict[str, str]:
    return {
        "label_zh": label.zh,
        "label_en": label.en,
        "description_zh": about.zh,
        "description_en": about.en,
    }


def rows_to_table(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Return the rows of a table as an Arrow table of its schema.

    Arrow reads them as lines of JSON: `pyarrow.array` would first ask pandas whether a list of
    Python values is one of its own, and load pandas for the question.
    """
    schema = table_to_schema(table)
    if not rows:
        return pa.Table.from_batches([], schema)
    lines = _rows_to_json(schema.names, rows)
    read = json.read_json(
        pa.BufferReader(lines),
        json.ReadOptions(use_threads=False, block_size=min(len(lines), _LARGEST_BLOCK)),
        json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
    )
    return pa.Table.from_arrays(read.columns, schema=schema)


def _rows_to_json(names: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Half a surrogate pair cannot be written as UTF-8 and becomes U+FFFD."""
    encoder = msgspec.json.Encoder()
    try:
        return encoder.encode_lines([dict(zip(names, row, strict=True)) for row in rows])
    except UnicodeEncodeError:
        sound = (map(_well_formed, row) for row in rows)
        return encoder.encode_lines([dict(zip(names, row, strict=True)) for row in sound])


def _well_formed(value: Value) -> Value:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(_SURROGATE.sub("\ufffd", str(one)) for one in value)
    return value


def write_parquet(table: Table, rows: Sequence[Row], path: Path) -> None:
    """Write the rows of a table to `path`; the same rows give the same bytes."""
    pq.write_table(rows_to_table(table, rows), path, compression="zstd")
