"""Rows of written tables: all that people are shown is read from these."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import BadCall
from ..writers.publish import settled

T = TypeVar("T")


def read_rows(output: Path, table: str, kind: type[T]) -> tuple[T, ...]:
    """Return the rows of a written table as values of `kind`, which has its columns as fields.

    Raises `BadCall` when the table is not there or cannot be read.
    """
    return _convert(_columns(output, table, kind), kind)


def read_rows_with(output: Path, table: str, kind: type[T], key: str, value: str) -> tuple[T, ...]:
    """Return the rows of a written table whose column `key` is `value`; raises as `read_rows`."""
    columns = _columns(output, table, kind, key)
    keys: list[str | None] = columns.column(key).to_pylist()
    found = [columns.slice(place, 1) for place, one in enumerate(keys) if one == value]
    return tuple(row for one in found for row in _convert(one, kind))


def read_column(output: Path, table: str, name: str) -> list[str]:
    """Return a column of texts of a written table; raises as `read_rows`."""
    texts: list[str] = _read(output / f"{table}.parquet", [name]).column(name).to_pylist()
    return texts


def _columns(output: Path, table: str, kind: type[T], *more: str) -> pa.Table:
    names = dict.fromkeys([*kind.__annotations__, *more])
    return _read(output / f"{table}.parquet", list(names))


def _read(path: Path, names: list[str]) -> pa.Table:
    settled(path.parent)
    try:
        columns = pq.ParquetFile(path).read(names)
    except FileNotFoundError as error:
        action = "run qingdan extract, or name its folder with --output"
        raise BadCall(str(path), "there is no such file", action) from error
    except (OSError, ValueError) as error:
        raise BadCall(str(path), "cannot be read", "run qingdan extract again") from error
    if columns.column_names != names:
        what = "is of another version of qingdan"
        raise BadCall(str(path), what, "run qingdan extract again")
    return columns


def _convert(columns: pa.Table, kind: type[T]) -> tuple[T, ...]:
    return tuple(msgspec.convert(row, kind) for row in columns.to_pylist())
