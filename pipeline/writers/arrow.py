"""Arrow tables of the schema, and Parquet files of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from .table import Column, ColumnType, Table

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


def table_to_schema(table: Table) -> pa.Schema:
    """Given a table, return its Arrow schema with labels and descriptions as metadata."""
    return pa.schema(
        [_column_to_field(column) for column in table.columns],
        metadata={
            "label_zh": table.label.zh,
            "label_en": table.label.en,
            "description_zh": table.about.zh,
            "description_en": table.about.en,
        },
    )


def _column_to_field(column: Column) -> pa.Field:
    return pa.field(
        column.name,
        _TYPES[column.type],
        nullable=not column.required,
        metadata={
            "label_zh": column.label.zh,
            "label_en": column.label.en,
            "description_zh": column.about.zh,
            "description_en": column.about.en,
        },
    )


def rows_to_table(table: Table, rows: Sequence[Row]) -> pa.Table:
    """Given a table and its rows, return them as an Arrow table."""
    columns = zip(*rows, strict=True) if rows else ([] for _ in table.columns)
    schema = table_to_schema(table)
    arrays = [
        _values_to_array(values, field.type) for values, field in zip(columns, schema, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _values_to_array(values: Sequence[Value], kind: pa.DataType) -> pa.Array:
    """Half a surrogate pair cannot be written as UTF-8 and becomes U+FFFD."""
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_well_formed(value) for value in values], kind)


def _well_formed(value: Value) -> Value:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(_SURROGATE.sub("\ufffd", str(one)) for one in value)
    return value


def write_parquet(table: Table, rows: Sequence[Row], path: Path) -> None:
    """Given a table and its rows, write them to `path`; the same rows give the same bytes."""
    pq.write_table(rows_to_table(table, rows), path, compression="zstd")
