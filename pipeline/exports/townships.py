"""The documents of an output with all their rows, one at a time."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from ..review.tables import ByDocument, read_rows


class DocumentRow(Struct, frozen=True):
    """A row of `documents`."""

    document_id: str
    status: str
    failure: str | None
    source_name: str
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

    item_id: str
    list_type: str
    seq: int
    category: str
    name: str
    departments: tuple[str, ...]
    departments_raw: tuple[str, ...]
    superior_duties: str | None
    township_duties: str | None
    handling: str | None
    flagged: bool


class ClauseRow(Struct, frozen=True):
    """A row of `clauses`."""

    item_id: str
    list_type: str
    seq: int
    field: str
    ordinal: int
    heading: str | None
    department_raw: str | None
    departments: tuple[str, ...]
    number: int | None
    text: str


class DepartmentRow(Struct, frozen=True):
    """A row of `departments`."""

    department: str
    kind: str | None
    spellings: tuple[str, ...]
    cooperative_items: int
    recall_items: int
    clauses: int
    bound_clauses: int


class CheckRow(Struct, frozen=True):
    """A row of `reconciliation`."""

    list_type: str
    check: str
    stated: int | None
    observed: int | None
    status: str
    detail: str | None
    detail_zh: str | None


class WarningRow(Struct, frozen=True):
    """A row of `warnings`."""

    code: str
    severity: str
    message: str
    message_zh: str
    item_id: str | None
    place: str | None


class Township(Struct, frozen=True):
    """A document and all that was extracted of it."""

    document: DocumentRow
    items: list[ItemRow]
    clauses: list[ClauseRow]
    departments: list[DepartmentRow]
    checks: list[CheckRow]
    warnings: list[WarningRow]


class Townships:
    """The documents of an output folder; quickest to read in the order of their ids.

    Raises `BadCall` when a table is not there, cannot be read or is of another version.
    """

    def __init__(self, output: Path) -> None:
        self.documents = tuple(read_rows(output, "documents", DocumentRow))
        self._items = ByDocument(output, "items", ItemRow)
        self._clauses = ByDocument(output, "clauses", ClauseRow)
        self._departments = ByDocument(output, "departments", DepartmentRow)
        self._checks = ByDocument(output, "reconciliation", CheckRow)
        self._warnings = ByDocument(output, "warnings", WarningRow)

    def of(self, document: DocumentRow) -> Township:
        """Return a document with its rows of every table."""
        document_id = document.document_id
        return Township(
            document,
            self._items.of(document_id),
            self._clauses.of(document_id),
            self._departments.of(document_id),
            self._checks.of(document_id),
            self._warnings.of(document_id),
        )
