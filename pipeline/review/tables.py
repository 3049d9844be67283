"""Rows of written tables: all that people are shown is read from these."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, groupby
from operator import itemgetter, sub
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow._compute import RunEndEncodeOptions, call_function  # see writers/comma.py

from ..errors import BadCall
from ..writers.publish import settled
from ..writers.schema import parts_of

T = TypeVar("T")
_ROWS = 1 << 12  # that are read at a time


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


def read_values(output: Path, table: str, names: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield some columns of a written table, a tuple for each row; raises as `read_rows`."""
    for batch in _batches(output, table, names):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


class ByDocument(Generic[T]):
    """The rows of a written table as values of `kind`, document by document, in any order.

    It is quickest in the order of their ids: a group of rows is held. Raises as `read_rows`.
    """

    def __init__(self, output: Path, table: str, kind: type[T]) -> None:
        self.kind = kind
        self.names = list(kind.__annotations__)
        self.path = output / f"{table}.parquet"
        parts = _parts_with(output, table, self.names)
        self.groups = [(part, at) for part in parts for at in range(part.num_row_groups)]
        sizes = [part.metadata.row_group(at).num_rows for part, at in self.groups]
        self.begins = [0, *accumulate(sizes)]
        self.held: tuple[int, pa.Table] | None = None
        self.spans: dict[str, tuple[int, int]] = {}
        at = 0
        for document_id, own in groupby(_runs(output, table), key=itemgetter(0)):
            self.spans[document_id] = (at, at := at + sum(count for _, count in own))

    def of(self, document_id: str) -> list[T]:
        """Return the rows of a document in the table's order; none of one that has none."""
        found: list[T] = []
        start, end = self.spans.get(document_id, (0, 0))
        while start < end:
            group = bisect_right(self.begins, start) - 1
            begin, stop = self.begins[group], min(end, self.begins[group + 1])
            rows = self._read(group).slice(start - begin, stop - start).to_pylist()
            found += [msgspec.convert(row, self.kind) for row in rows]
            start = stop
        return found

    def _read(self, group: int) -> pa.Table:
        if self.held is None or self.held[0] != group:
            part, at = self.groups[group]
            try:
                self.held = group, part.read_row_group(at, columns=self.names)
            except (OSError, ValueError) as error:
                raise _unreadable(self.path) from error
        return self.held[1]


def _runs(output: Path, table: str) -> Iterator[tuple[str, int]]:
    """Yield the ids of the documents that rows are of, with how many stand together."""
    for batch in _batches(output, table, ["document_id"]):
        runs = call_function("run_end_encode", [batch.column(0)], RunEndEncodeOptions())
        ends: list[int] = runs.run_ends.to_pylist()
        yield from zip(runs.values.to_pylist(), map(sub, ends, [0, *ends[:-1]]), strict=True)


def count_rows(output: Path, table: str) -> int:
    """Return how many rows a written table has; raises as `read_rows`."""
    return sum(part.metadata.num_rows for part in _parts(output, table))


def _batches(output: Path, table: str, names: list[str]) -> Iterator[pa.RecordBatch]:
    """Yield some columns of a table, batch by batch, over all of its parts."""
    for part in _parts_with(output, table, names):
        try:
            yield from part.iter_batches(_ROWS, columns=names)
        except (OSError, ValueError) as error:
            raise _unreadable(output / f"{table}.parquet") from error


def _parts_with(output: Path, table: str, names: list[str]) -> list[pq.ParquetFile]:
    parts = _parts(output, table)
    if all({*names} <= {*part.schema_arrow.names} for part in parts):
        return parts
    what = "is of another version of qingdan"
    raise BadCall(str(output / table), what, "run qingdan extract again")


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
