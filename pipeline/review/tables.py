"""Rows of written tables: all that people are shown is read from these."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from ..errors import BadCall
from ..writers.publish import settled
from ..writers.schema import parts_of

T = TypeVar("T")


def read_rows(output: Path, table: str, kind: type[T]) -> Iterator[T]:
    """Yield the rows of a written table as values of `kind`, which has its columns as fields.

    Raises `BadCall` when the table is not there or cannot be read.
    """
    for batch in _batches(output, table, list(kind.__annotations__)):
        yield from _convert(batch, kind)


def read_rows_with(output: Path, table: str, kind: type[T], key: str, value: str) -> tuple[T, ...]:
    """Return the rows of a written table whose column `key` is `value`; raises as `read_rows`."""
    found: list[T] = []
    for batch in _batches(output, table, list(dict.fromkeys([*kind.__annotations__, key]))):
        keys: list[str | None] = batch.column(key).to_pylist()
        for place, one in enumerate(keys):
            if one == value:
                found += _convert(batch.slice(place, 1), kind)
    return tuple(found)


def read_column(output: Path, table: str, name: str) -> list[str]:
    """Return a column of texts of a written table; raises as `read_rows`."""
    batches = _batches(output, table, [name])
    return [text for batch in batches for text in batch.column(name).to_pylist()]


class Grouped(Generic[T]):
    """The rows of a written table as values of `kind`, a document at a time, in the tables' order.

    Rows of documents that are passed over are never made values. Raises as `read_rows`.
    """

    def __init__(self, output: Path, table: str, kind: type[T]) -> None:
        self.kind = kind
        self.runs = _runs(_batches(output, table, list(kind.__annotations__)))
        self.next = next(self.runs, None)

    def of(self, document_id: str) -> tuple[T, ...]:
        """Return the rows of a document, which comes after all that were asked for before."""
        found: list[T] = []
        for batch in self._batches_of(document_id):
            found += _convert(batch, self.kind)
        return tuple(found)

    def skip(self, document_id: str) -> None:
        """Pass over the rows of a document."""
        for _ in self._batches_of(document_id):
            pass

    def _batches_of(self, document_id: str) -> Iterator[pa.RecordBatch]:
        while self.next and self.next[0] == document_id:
            yield self.next[1]
            self.next = next(self.runs, None)


def _runs(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Yield the rows of batches that follow each other and are of one document, with its id."""
    for batch in batches:
        at = 0
        for document_id, run in groupby(batch.column("document_id").to_pylist()):
            length = sum(1 for _ in run)
            yield document_id, batch.slice(at, length)
            at += length


def count_rows(output: Path, table: str) -> int:
    """Return how many rows a written table has; raises as `read_rows`."""
    return sum(part.metadata.num_rows for part in _parts(output, table))


def _batches(output: Path, table: str, names: list[str]) -> Iterator[pa.RecordBatch]:
    """Yield some columns of a table, batch by batch, over all of its parts."""
    for part in _parts(output, table):
        if not {*names} <= {*part.schema_arrow.names}:
            what = "is of another version of qingdan"
            raise BadCall(str(output / table), what, "run qingdan extract again")
        try:
            yield from part.iter_batches(columns=names)
        except (OSError, ValueError) as error:
            raise _unreadable(output / f"{table}.parquet") from error


def _parts(output: Path, table: str) -> list[pq.ParquetFile]:
    settled(output)
    parts = parts_of(output, table, "parquet")
    if not parts:
        action = "run qingdan extract, or name its folder with --output"
        raise BadCall(str(output / f"{table}.parquet"), "there is no such file", action)
    try:
        return [pq.ParquetFile(part) for part in parts]
    except (OSError, ValueError) as error:
        raise _unreadable(parts[0]) from error


def _unreadable(path: Path) -> BadCall:
    return BadCall(str(path), "cannot be read", "run qingdan extract again")


def _convert(batch: pa.RecordBatch, kind: type[T]) -> list[T]:
    return [msgspec.convert(row, kind) for row in batch.to_pylist()]
