"""Documents of written tables, one at a time: whatever the size of an output, memory stays flat."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate, groupby
from operator import sub
from pathlib import Path
from typing import TypeVar

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct
from pyarrow._compute import RunEndEncodeOptions, call_function  # see writers/comma.py

from ..errors import BadCall
from ..model import ListType
from ..review.tables import read_rows
from ..writers.publish import settled
from ..writers.schema import parts_of

T = TypeVar("T")


class Place(Struct, frozen=True):
    """A row of `documents`: what was read, where its township lies, what its preamble says."""

    document_id: str
    status: str
    failure: str | None
    source_name: str
    title: str | None
    province: str | None
    prefecture: str | None
    county: str | None
    township: str | None
    area_km2: float | None
    registered_population: int | None
    resident_population: int | None
    administrative_villages: int | None
    communities: int | None
    arable_land_mu: float | None
    village_collective_income_yuan: float | None
    per_capita_income_yuan: float | None
    distance_to_county_seat_km: float | None


class Clause(Struct, frozen=True):
    """A row of `clauses`."""

    item_id: str
    field: str
    heading: str | None
    department_raw: str | None
    departments: tuple[str, ...]
    number: int | None
    text: str


class ItemRow(Struct, frozen=True):
    """A row of `items`."""

    item_id: str
    list_type: ListType
    seq: int
    category: str
    name: str
    departments: tuple[str, ...]
    departments_raw: tuple[str, ...]
    superior_duties: str | None
    township_duties: str | None
    handling: str | None
    place: str | None


class Item(Struct, frozen=True):
    """An item with its clauses in printed order."""

    row: ItemRow
    clauses: tuple[Clause, ...]

    @property
    def duties(self) -> str:
        """All that is printed in its duty or handling cells."""
        cells = (self.row.superior_duties, self.row.township_duties, self.row.handling)
        return "\n".join(cell for cell in cells if cell)


class Total(Struct, frozen=True):
    """A row of `reconciliation`."""

    list_type: ListType
    check: str
    stated: int | None
    observed: int | None
    status: str


class Department(Struct, frozen=True):
    """A row of `departments`."""

    department: str
    cooperative_items: int
    recall_items: int
    clauses: int


class Listed(Struct, frozen=True):
    """All that is compared of a document."""

    place: Place
    items: tuple[Item, ...]
    totals: tuple[Total, ...]
    departments: tuple[Department, ...]


class Output:
    """An output folder that is read by documents; the fastest in the order of their ids.

    Raises `BadCall` when a table is not there, cannot be read or is of another version.
    """

    def __init__(self, folder: Path) -> None:
        settled(folder)
        self.folder = folder
        self.places: Mapping[str, Place] = {
            one.document_id: one for one in read_rows(folder, "documents", Place)
        }
        kinds: dict[str, type[Struct]] = {
            "items": ItemRow,
            "clauses": Clause,
            "reconciliation": Total,
            "departments": Department,
        }
        self._tables = {name: _Table(folder, name, kind) for name, kind in kinds.items()}

    def listed(self, document_id: str) -> Listed:
        """Return a document with its items."""
        clauses = {
            item_id: tuple(own)
            for item_id, own in groupby(self._rows("clauses", document_id, Clause), _item_id)
        }
        rows = self._rows("items", document_id, ItemRow)
        return Listed(
            self.places[document_id],
            tuple(Item(row, clauses.get(row.item_id, ())) for row in rows),
            self._rows("reconciliation", document_id, Total),
            self._rows("departments", document_id, Department),
        )

    def _rows(self, table: str, document_id: str, kind: type[T]) -> tuple[T, ...]:
        return tuple(msgspec.convert(row, kind) for row in self._tables[table].rows(document_id))


def _item_id(clause: Clause) -> str:
    return clause.item_id


class _Table:
    """A table of which the rows of one document are read; they stand together."""

    def __init__(self, folder: Path, name: str, kind: type[Struct]) -> None:
        self.columns = list(kind.__struct_fields__)
        self.path = folder / f"{name}.parquet"
        try:
            self.files = [pq.ParquetFile(part) for part in parts_of(folder, name, "parquet")]
            runs = [run for file in self.files for run in _runs(file)]
        except (OSError, ValueError, KeyError) as error:
            raise self._unreadable() from error
        groups = [(f, g) for f, file in enumerate(self.files) for g in range(file.num_row_groups)]
        sizes = [self.files[f].metadata.row_group(g).num_rows for f, g in groups]
        self.groups, self.begins = groups, [0, *accumulate(sizes)]
        self.spans: dict[str, tuple[int, int]] = {}
        at = 0
        for one, own in groupby(runs, key=lambda run: run[0]):
            self.spans[one] = (at, at := at + sum(length for _, length in own))
        self.held: tuple[int, pa.Table] | None = None

    def rows(self, document_id: str) -> Iterator[dict[str, object]]:
        """Yield the rows of a document, by the names of their columns."""
        start, end = self.spans.get(document_id, (0, 0))
        while start < end:
            number = bisect_right(self.begins, start) - 1
            begin, stop = self.begins[number], min(end, self.begins[number + 1])
            yield from self._group(number).slice(start - begin, stop - start).to_pylist()
            start = stop

    def _group(self, number: int) -> pa.Table:
        if self.held is None or self.held[0] != number:
            file, group = self.groups[number]
            try:
                self.held = number, self.files[file].read_row_group(group, columns=self.columns)
            except (OSError, ValueError) as error:
                raise self._unreadable() from error
        return self.held[1]

    def _unreadable(self) -> BadCall:
        return BadCall(str(self.path), "cannot be read", "run qingdan extract again")


def _runs(file: pq.ParquetFile) -> Iterator[tuple[str, int]]:
    """Yield how often each id stands in a row."""
    for batch in file.iter_batches(columns=["document_id"]):
        runs = call_function("run_end_encode", [batch.column(0)], RunEndEncodeOptions())
        ends: list[int] = runs.run_ends.to_pylist()
        yield from zip(runs.values.to_pylist(), map(sub, ends, [0, *ends[:-1]]), strict=True)
