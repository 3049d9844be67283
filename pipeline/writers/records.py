"""From what was extracted to the rows of each table, in the order in which they are written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from ..model import (
    LIST_TYPES,
    Acknowledged,
    Check,
    Clause,
    Department,
    Extraction,
    Facts,
    Failure,
    Item,
    Outcome,
    Segment,
    Warning,
)
from ..writers import schema

Value = str | int | float | None | tuple[str, ...] | tuple[int, ...]
Row = tuple[Value, ...]
Records = dict[str, Sequence[Row]]

_INT32_MAX = 2**31 - 1
_LIST_ORDER = {name: order for order, name in enumerate(LIST_TYPES)}
_FIELD_ORDER = {"superior_duties": 0, "township_duties": 1, "handling": 2}
_CHECK_ORDER = {"items": 0, "categories": 1, "departments": 2, "sequence": 3}
_FACTS = tuple(Facts.__struct_fields__)


def outcome_to_records(outcome: Outcome) -> Records:
    """Return a document's rows of every table, in the contract's order."""
    if isinstance(outcome, Failure):
        empty: Records = {table.name: () for table in schema.TABLES}
        return {**empty, "documents": [_failure_to_row(outcome)]}
    return dict(_extraction_to_rows(outcome))


def storable(outcome: Outcome) -> Outcome:
    """Return the outcome, or a failure when a number of it does not fit its column.

    One absurd number of one document must not cost the others their tables.
    """
    if isinstance(outcome, Failure) or (number := _misfit(outcome)) is None:
        return outcome
    return Failure(
        outcome.document_id,
        outcome.source.name,
        "number_too_large",
        f"{outcome.source.name}: the number {number:.3g} is larger than a table can hold; "
        "look for it in the source",
        outcome.source.sha256,
        outcome.source.format,
    )


def _misfit(extraction: Extraction) -> float | None:
    facts = extraction.facts
    counts = (
        extraction.source.pages,
        facts.administrative_villages,
        facts.communities,
        *(item.seq for item in extraction.items),
        *(clause.number for item in extraction.items for clause in item.clauses),
        *(total for check in extraction.checks for total in (check.stated, check.observed)),
    )
    people = (facts.registered_population, facts.resident_population)
    measures = (getattr(facts, name) for name in _FACTS if name.endswith(("2", "mu", "yuan", "km")))
    misfits = [
        *(one for one in counts if one is not None and abs(one) > _INT32_MAX),
        *(one for one in people if one is not None and abs(one) >= 2**63),
        *(one for one in measures if one is not None and not math.isfinite(one)),
    ]
    return misfits[0] if misfits else None


def _extraction_to_rows(extraction: Extraction) -> Iterator[tuple[str, Sequence[Row]]]:
    name = extraction.document_id
    items = sorted(extraction.items, key=lambda item: (_LIST_ORDER[item.list_type], item.seq))
    checks = sorted(
        extraction.checks,
        key=lambda check: (_LIST_ORDER[check.list_type], _CHECK_ORDER[check.check]),
    )
    warnings = sorted(extraction.warnings, key=_place_of)
    yield "documents", [_document_to_row(extraction)]
    named = {warning.item_id for warning in extraction.warnings}
    yield "items", [(name, *_item_to_row(item, item.item_id in named)) for item in items]
    yield "clauses", [(name, *row) for item in items for row in _item_to_clause_rows(item)]
    yield "departments", [(name, *_department_to_row(one)) for one in extraction.departments]
    yield "reconciliation", [(name, *_check_to_row(check)) for check in checks]
    yield "warnings", [warning_to_row(name, warning) for warning in warnings]
    yield "acknowledged", [(name, *_acknowledged_to_row(one)) for one in extraction.acknowledged]
    yield "coverage", [(name, *_segment_to_row(segment)) for segment in extraction.coverage]


def _place_of(warning: Warning) -> tuple[float, float, float]:
    """Return where a warning sorts: down the document, those without a place last."""
    places = (warning.start, warning.line_start, warning.page)
    start, line, page = (math.inf if place is None else place for place in places)
    return page, line, start


def _failure_to_row(failure: Failure) -> Row:
    known = {
        "document_id": failure.document_id,
        "status": "failed",
        "failure": failure.code,
        "source_name": failure.source_name,
        "source_path": failure.source_path or failure.source_name,
        "sha256": failure.sha256,
        "format": failure.format,
    }
    return tuple(known.get(column.name) for column in schema.DOCUMENTS.columns)


def _document_to_row(extraction: Extraction) -> Row:
    source = extraction.source
    return (
        extraction.document_id,
        extraction.status,
        None,
        source.name,
        extraction.source_path or source.name,
        source.sha256,
        source.format,
        source.encoding,
        source.pages,
        len(extraction.text),
        extraction.text_sha256,
        *(getattr(extraction.facts, name) for name in _FACTS),
    )


def _item_to_row(item: Item, flagged: bool) -> Row:
    return (
        item.item_id,
        item.list_type,
        item.seq,
        item.category,
        item.name,
        item.departments,
        item.departments_raw,
        item.superior_duties,
        item.township_duties,
        item.handling,
        flagged,
        item.place,
        item.page,
        item.line_start,
        item.line_end,
        item.keywords,
    )


def _item_to_clause_rows(item: Item) -> list[Row]:
    clauses = sorted(item.clauses, key=lambda one: (_FIELD_ORDER[one.field], one.ordinal))
    return [(item.item_id, item.list_type, item.seq, *_clause_to_row(one)) for one in clauses]


def _clause_to_row(clause: Clause) -> Row:
    return (
        clause.field,
        clause.ordinal,
        clause.heading,
        clause.department_raw,
        clause.departments,
        clause.bound,
        clause.number,
        clause.text,
        clause.start,
        clause.end,
    )


def _department_to_row(department: Department) -> Row:
    return (
        department.name,
        department.kind,
        tuple(spelling for spelling, _ in department.spellings),
        tuple(count for _, count in department.spellings),
        department.cooperative_items,
        department.recall_items,
        department.clauses,
        department.bound_clauses,
    )


def _check_to_row(check: Check) -> Row:
    return (
        check.list_type,
        check.check,
        check.stated,
        check.observed,
        check.status,
        check.detail or None,
        check.detail_zh or None,
        _to_json([{"case": one.case, **one.facts} for one in check.findings]),
    )


def warning_to_row(document_id: str, warning: Warning) -> Row:
    """Return a document's row of `warnings`."""
    return (
        document_id,
        warning.code,
        warning.severity,
        warning.message,
        warning.message_zh,
        warning.case,
        _to_json(warning.facts) or "{}",
        warning.item_id,
        warning.place,
        warning.page,
        warning.line_start,
        warning.line_end,
        warning.start,
        warning.end,
    )


def _acknowledged_to_row(one: Acknowledged) -> Row:
    return (
        one.code,
        one.list_type,
        one.check,
        one.message,
        one.message_zh,
        one.item_id,
        one.place,
        one.reason,
        one.file,
        one.line,
    )


def _to_json(value: Mapping[str, str | int] | Sequence[Mapping[str, str | int]]) -> str | None:
    """Return facts as JSON, null for none."""
    return msgspec.json.encode(value).decode() if value else None


def _segment_to_row(segment: Segment) -> Row:
    box = segment.box or (None, None, None, None)
    where = (segment.start, segment.end, segment.role, segment.item_id, segment.field)
    return (*where, segment.page, *box)
