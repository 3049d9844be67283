"""Rows of the written tables as values, and the documents of an output with theirs, one at a time:
whatever the size of an output, memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ..model import Facts, Field, ListType, Status
from .open import AcknowledgedRow, CheckRow, WarningRow
from .tables import ByDocument, read_rows

# The columns of `documents` that the preamble says, its title first.
FACTS = tuple(name for name in Facts.__struct_fields__ if name != "place_from")


class DocumentRow(Struct, frozen=True):
    """A row of `documents`: what was read, where its township lies, what its preamble says."""

    document_id: str
    status: Status
    failure: str | None
    source_name: str
    source_path: str
    sha256: str | None
    format: str | None
    pages: int | None
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

    @property
    def name(self) -> str:
        """The township with its county, as far as they are known; else the document's id."""
        return "".join(filter(None, (self.county, self.township))) or self.document_id


class ItemRow(Struct, frozen=True):
    """A row of `items`."""

    document_id: str
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
    keywords: tuple[str, ...]
    flagged: bool
    place: str | None


class ClauseRow(Struct, frozen=True):
    """A row of `clauses`."""

    document_id: str
    item_id: str
    list_type: ListType
    seq: int
    field: Field
    ordinal: int
    heading: str | None
    department_raw: str | None
    departments: tuple[str, ...]
    number: int | None
    text: str
    char_start: int | None
    char_end: int | None


class DepartmentRow(Struct, frozen=True):
    """A row of `departments`."""

    document_id: str
    department: str
    kind: str | None
    spellings: tuple[str, ...]
    cooperative_items: int
    recall_items: int
    clauses: int
    bound_clauses: int


class SpanRow(Struct, frozen=True):
    """A row of `coverage`; `page` and the sides of its box are null without geometry."""

    document_id: str
    char_start: int
    char_end: int
    item_id: str | None
    field: str | None
    page: int | None
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None


class Rows(Struct, frozen=True):
    """A document with its rows of the tables, in their order."""

    document: DocumentRow
    items: list[ItemRow]
    clauses: list[ClauseRow]
    departments: list[DepartmentRow]
    checks: list[CheckRow]
    warnings: list[WarningRow]
    acknowledged: list[AcknowledgedRow]


class Documents:
    """The documents of an output folder by their ids; quickest to read in the order of these.

    Raises `BadCall` when a table is not there, cannot be read or is of another version.
    """

    def __init__(self, output: Path) -> None:
        documents = read_rows(output, "documents", DocumentRow)
        self.documents = {one.document_id: one for one in documents}
        self._items = ByDocument(output, "items", ItemRow)
        self._clauses = ByDocument(output, "clauses", ClauseRow)
        self._departments = ByDocument(output, "departments", DepartmentRow)
        self._checks = ByDocument(output, "reconciliation", CheckRow)
        self._warnings = ByDocument(output, "warnings", WarningRow)
        self._acknowledged = ByDocument(output, "acknowledged", AcknowledgedRow)

    def __iter__(self) -> Iterator[Rows]:
        """Yield every document, in their order."""
        return map(self.of, self.documents)

    def of(self, document_id: str) -> Rows:
        """Return a document with its rows."""
        return Rows(
            self.documents[document_id],
            self._items.of(document_id),
            self._clauses.of(document_id),
            self._departments.of(document_id),
            self._checks.of(document_id),
            self._warnings.of(document_id),
            self._acknowledged.of(document_id),
        )
