"""What the written tables hold of a document, as its page needs it; a document at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ...model import Field, ListType, Status
from ..open import CheckRow, WarningRow
from ..tables import ByDocument, read_rows


class DocumentRow(Struct, frozen=True):
    """What is shown of a row of `documents`."""

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


class ItemRow(Struct, frozen=True):
    """What is shown of a row of `items`."""

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
    flagged: bool
    place: str | None


class ClauseRow(Struct, frozen=True):
    """What is shown of a row of `clauses`."""

    document_id: str
    item_id: str
    field: Field
    heading: str | None
    department_raw: str | None
    departments: tuple[str, ...]
    number: int | None
    text: str


class DepartmentRow(Struct, frozen=True):
    """What is shown of a row of `departments`."""

    document_id: str
    department: str
    kind: str | None
    cooperative_items: int
    recall_items: int


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
    """A document with its rows of every table; spans are those of a document with warnings only."""

    document: DocumentRow
    items: tuple[ItemRow, ...]
    clauses: tuple[ClauseRow, ...]
    departments: tuple[DepartmentRow, ...]
    checks: tuple[CheckRow, ...]
    warnings: tuple[WarningRow, ...]
    spans: tuple[SpanRow, ...]


def read_documents(output: Path) -> Iterator[Rows]:
    """Yield every document of written tables, in their order.

    Raises `BadCall` when a table is not there or cannot be read.
    """
    items = ByDocument(output, "items", ItemRow)
    clauses = ByDocument(output, "clauses", ClauseRow)
    departments = ByDocument(output, "departments", DepartmentRow)
    checks = ByDocument(output, "reconciliation", CheckRow)
    warnings = ByDocument(output, "warnings", WarningRow)
    spans = ByDocument(output, "coverage", SpanRow)
    for document in read_rows(output, "documents", DocumentRow):
        name = document.document_id
        told = warnings.of(name)
        yield Rows(
            document=document,
            items=tuple(items.of(name)),
            clauses=tuple(clauses.of(name)),
            departments=tuple(departments.of(name)),
            checks=tuple(checks.of(name)),
            warnings=tuple(told),
            spans=tuple(spans.of(name)) if told else (),
        )
