"""Arrow tables of the schema."""

from __future__ import annotations

import codecs
from array import array
from collections.abc import Sequence, Sized
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ..languages.tables import Entry, column_entry, table_entry
from .table import Column, ColumnType, Table

if TYPE_CHECKING:
    from .records import Row, Value

_TYPES: dict[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "bool": pa.bool_(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "list<string>": pa.list_(pa.string()),
    "list<int32>": pa.list_(pa.int32()),
}
# How the standard library's arrays name the same numbers.
_NUMBERS = {pa.int32(): "i", pa.int64(): "q", pa.float64(): "d"}
_REPLACE = "qingdan.replace"  # how text is encoded that UTF-8 cannot hold


def _to_replacement(error: UnicodeError) -> tuple[bytes, int]:
    """Half a surrogate pair becomes U+FFFD."""
    assert isinstance(error, UnicodeEncodeError)
    return "\ufffd".encode() * (error.end - error.start), error.end


codecs.register_error(_REPLACE, _to_replacement)


@cache
def table_to_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table, with labels and descriptions as metadata."""
    fields = [_column_to_field(table, column) for column in table.columns]
    return pa.schema(fields, metadata=_metadata(table_entry(table.name)))


def _column_to_field(table: Table, column: Column) -> pa.Field:
    return pa.field(
        column.name,
        _TYPES[column.type],
        nullable=not column.required,
        metadata=_metadata(column_entry(table.name, column.name)),
    )


def _metadata(entry: Entry) -> dict[str, str]:
    return {
        "label_zh": entry.label.zh,
        "label_en": entry.label.en,
        "description_zh": entry.about.zh,
        "description_en": entry.about.en,
    }


def rows_to_batch(table: Table, rows: Sequence[Row]) -> pa.RecordBatch:
    """Return the rows of a table as a batch of its schema.

    The columns are built of their buffers: `pyarrow.array` would first ask pandas whether a list
    of Python values is one of its own, and load pandas for the question.
    """
    schema = table_to_schema(table)
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [
        _values_to_array(values, field.type) for values, field in zip(columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def text_to_scalar(text: str) -> pa.Scalar:
    """Return a text as a value of Arrow; `pyarrow.scalar` would load pandas, too."""
    return _values_to_array([text], pa.string())[0]


def _values_to_array(values: Sequence[Value], kind: pa.DataType) -> pa.Array:
    """Return values as an array, laid out as the Arrow columnar format has it."""
    buffers, children = [_validity(values)], []
    if pa.types.is_boolean(kind):
        buffers.append(_bits([value is True for value in values]))
        return pa.Array.from_buffers(kind, len(values), buffers)
    if pa.types.is_list(kind):
        lists = [value if isinstance(value, tuple) else () for value in values]
        buffers.append(_offsets(lists))
        children.append(_values_to_array([one for own in lists for one in own], kind.value_type))
    elif pa.types.is_string(kind):
        texts = ["" if value is None else str(value) for value in values]
        data = [text.encode(errors=_REPLACE) for text in texts]
        buffers += [_offsets(data), pa.py_buffer(b"".join(data))]
    else:
        numbers: list[Any] = [0 if value is None else value for value in values]
        buffers.append(pa.py_buffer(array(_NUMBERS[kind], numbers)))
    return pa.Array.from_buffers(kind, len(values), buffers, children=children)


def _validity(values: Sequence[Value]) -> pa.Buffer | None:
    """Return a bit for each value, the first one lowest: 1 where it is not null.

    None where no value is null.
    """
    return _bits([value is not None for value in values]) if None in values else None


def _bits(values: Sequence[bool]) -> pa.Buffer:
    """Return a bit for each value, the first one lowest."""
    bits = "".join("1" if value else "0" for value in reversed(values))
    return pa.py_buffer(int(bits or "0", 2).to_bytes(len(bits) // 8 + 1, "little"))


def _offsets(parts: Sequence[Sized]) -> pa.Buffer:
    """Return where each part begins, and where the last one ends."""
    return pa.py_buffer(array("i", accumulate(map(len, parts), initial=0)))
