"""What a table of the schema is made of; what it is called is in `languages/tables.toml`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

ColumnType = Literal["string", "bool", "int32", "int64", "float64", "list<string>", "list<int32>"]


class Column(Struct, frozen=True):
    """One column; `required` forbids null, `enum` lists the only values allowed."""

    name: str
    type: ColumnType
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()


class Reference(Struct, frozen=True):
    """`column` holds a value of the same-named column of `table`, or null."""

    column: str
    table: str


class Table(Struct, frozen=True):
    """One table; `csv` tells whether it is written as CSV besides Parquet."""

    name: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    csv: bool = True
