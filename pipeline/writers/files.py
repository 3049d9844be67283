"""All files of a run, written to one folder, a document at a time.

A run of ordinary size writes a Parquet and a CSV file for each table. One whose tables are larger
than `LARGE` would have files that nobody can open: Parquet is then in parts (`items-0001.parquet`),
CSV in a file for each province (`items-新疆维吾尔自治区.csv`). Both forms are `items*.parquet`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from itertools import groupby
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from . import comma, describe
from .arrow import table_to_schema
from .schema import DATAPACKAGE, DICTIONARY, TABLES
from .shards import Report, Shard, shard_to_batch
from .table import Table

ROWS = 1 << 13  # of a row group, which wait for it in memory
FEW = 32  # documents whose rows are joined, and added to CSV, at a time
LARGE = 1 << 30  # bytes of all tables in memory above which a run is written in parts
MOST = 1 << 29  # bytes of a part
NOWHERE = "unknown"  # where documents stand that name no province
_UNSAFE = re.compile(r"[^\w]+")


def write_files(shards: Iterable[Shard], folder: Path, *, in_parts: bool = False) -> None:
    """Write every table of documents, in the order in which they come, and their description."""
    reports = []
    with ExitStack() as stack:
        tables = (TableWriter(table, folder, in_parts=in_parts) for table in TABLES)
        writers = [stack.enter_context(writer) for writer in tables]
        for shard in shards:
            reports.append(shard.report)
            for writer in writers:
                writer.add(shard_to_batch(shard, writer.table), shard.report.province)
    (folder / DICTIONARY).write_bytes(describe.dictionary())
    (folder / DATAPACKAGE).write_bytes(
        describe.folder_to_datapackage(folder, describe.sources_of(reports))
    )


def is_large(reports: Iterable[Report]) -> bool:
    """Tell whether the tables of documents are written in parts."""
    return sum(report.size for report in reports) > LARGE


class TableWriter:
    """A table as it is written to a folder: rows wait until they fill a row group."""

    def __init__(self, table: Table, folder: Path, *, in_parts: bool) -> None:
        self.table = table
        self.folder = folder
        self.in_parts = in_parts
        self.schema = table_to_schema(table)
        self.waiting: list[pa.RecordBatch] = []
        # The last ones, not yet joined, each with the name of its CSV file.
        self.fresh: list[tuple[str, pa.RecordBatch]] = []
        self.rows = 0
        self.parts = 0
        self.parquet = self._next_part()

    def add(self, batch: pa.RecordBatch, province: str | None) -> None:
        """Add the rows of a document in a province."""
        province = _UNSAFE.sub("_", province or NOWHERE)
        name = f"{self.table.name}-{province}" if self.in_parts else self.table.name
        if batch.num_rows:
            self.fresh.append((name, batch))
        if len(self.fresh) == FEW:
            self._join()
        self.rows += batch.num_rows
        while self.rows >= ROWS:
            self._write(ROWS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Write what waits; after an error, let go of a file that cannot be finished."""
        try:
            if kind is None:
                self._finish()
                self.parquet.close()
        finally:
            if self.parquet.is_open:
                with suppress(OSError):
                    self.parquet.close()
                self.parquet.is_open = False  # else it tries again, and says so, when it is gone

    def _finish(self) -> None:
        if self.rows:
            self._write(self.rows)
        elif self.table.csv and not self.in_parts and not self._csv(self.table.name).exists():
            self._csv(self.table.name).write_bytes(comma.head_to_csv(self.table))

    def _join(self) -> None:
        """Make one batch of those that go to one CSV file: each takes some memory of its own."""
        for name, own in groupby(self.fresh, key=lambda one: one[0]):
            joined = pa.concat_batches([batch for _, batch in own])
            self.waiting.append(joined)
            if self.table.csv:
                self._add_to_csv(self._csv(name), joined)
        self.fresh = []

    def _write(self, rows: int) -> None:
        self._join()
        waiting = pa.Table.from_batches(self.waiting)
        group = waiting.slice(0, rows).combine_chunks()
        self.waiting = waiting.slice(rows).to_batches()
        self.rows -= rows
        if self.in_parts and self.path.stat().st_size + group.nbytes > MOST:
            self.parquet.close()
            self.parquet = self._next_part()
        self.parquet.write_table(group, ROWS)

    def _next_part(self) -> pq.ParquetWriter:
        self.parts += 1
        part = f"-{self.parts:04d}" if self.in_parts else ""
        self.path = self.folder / f"{self.table.name}{part}.parquet"
        return pq.ParquetWriter(self.path, self.schema, compression="zstd")

    def _csv(self, name: str) -> Path:
        return self.folder / f"{name}.csv"

    def _add_to_csv(self, path: Path, rows: pa.RecordBatch) -> None:
        is_new = not path.exists()
        with path.open("ab") as file:
            if is_new:
                file.write(comma.head_to_csv(self.table))
            comma.add_rows(rows, file)
