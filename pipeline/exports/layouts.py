"""What stands in the sheets of a workbook: their columns, and the rows of a township in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from ..languages.tables import (
    checklist_words,
    column_entry,
    heading_words,
    list_words,
    place_in,
    table_entry,
    value_words,
)
from ..languages.words import Language, Words
from ..model import LIST_TYPES, ListType
from ..review.rows import FACTS, ItemRow, Rows
from ..writers.comma import LIST_SEPARATOR
from .sheet import Cell


class Row(NamedTuple):
    """A row of a sheet, and the item that it is about, if one."""

    cells: tuple[Cell, ...]
    item: ItemRow | None = None


class Layout(NamedTuple):
    """A sheet: its name, its columns with their widths in digits, and its rows of a township.

    `is_list` tells that it has a title above its head, as the list has in print.
    """

    name: Words
    columns: Sequence[tuple[Words, float]]
    rows: Callable[[Rows, Language], Iterator[Row]]
    is_list: bool = False


def _value(table: str, column: str, value: str, language: Language) -> str:
    return value_words(table, column)[value].in_(language)


def _columns(table: str, widths: Mapping[str, float]) -> list[tuple[Words, float]]:
    return [(column_entry(table, name).label, width) for name, width in widths.items()]


# --- the lists as they are printed ----------------------------------------------------------

_ITEM: Mapping[ListType, Mapping[str, float]] = {
    "basic": {"seq": 7, "category": 18, "name": 80},
    "cooperative": {
        "seq": 7,
        "category": 16,
        "name": 30,
        "departments_raw": 22,
        "superior_duties": 56,
        "township_duties": 56,
    },
    "recall": {"seq": 7, "category": 16, "name": 44, "handling": 64},
}


def _list_layout(list_type: ListType) -> Layout:
    widths = _ITEM[list_type]
    columns = [
        (heading_words("superior") if name == "departments_raw" else words, width)
        for name, (words, width) in zip(widths, _columns("items", widths), strict=True)
    ]
    return Layout(list_words(list_type), columns, partial(_items, list_type), is_list=True)


def _items(list_type: ListType, township: Rows, _: Language) -> Iterator[Row]:
    for item in township.items:
        if item.list_type == list_type:
            yield Row(tuple(_cell(item, name) for name in _ITEM[list_type]), item)


def _cell(item: ItemRow, name: str) -> str | int | None:
    value: str | int | tuple[str, ...] | None = getattr(item, name)
    return LIST_SEPARATOR.join(value) if isinstance(value, tuple) else value


# --- what was made of them ------------------------------------------------------------------

_FACTS = ("source_name", *FACTS[1:])
_UNITS = frozenset(_FACTS[5:])  # whose descriptions are their units


def _overview(township: Rows, language: Language) -> Iterator[Row]:
    counts = Counter(item.list_type for item in township.items)
    status = _value("documents", "status", township.document.status, language)
    yield Row((column_entry("documents", "status").label.in_(language), status))
    for list_type in LIST_TYPES:
        yield Row((list_words(list_type).in_(language), counts[list_type]))
    yield Row((table_entry("clauses").label.in_(language), len(township.clauses)))
    yield Row((table_entry("departments").label.in_(language), len(township.departments)))
    for name in _FACTS:
        entry = column_entry("documents", name)
        unit = f" ({entry.about.in_(language)})" if name in _UNITS else ""
        yield Row((entry.label.in_(language) + unit, getattr(township.document, name)))


def _clauses(township: Rows, language: Language) -> Iterator[Row]:
    items = {item.item_id: item for item in township.items}
    for clause in township.clauses:
        item = items[clause.item_id]
        cells = (
            _value("clauses", "list_type", clause.list_type, language),
            clause.seq,
            item.category,
            item.name,
            _value("clauses", "field", clause.field, language),
            clause.ordinal,
            clause.heading,
            clause.department_raw,
            LIST_SEPARATOR.join(clause.departments),
            clause.number,
            clause.text,
        )
        yield Row(cells, item)


def _departments(township: Rows, _: Language) -> Iterator[Row]:
    for one in township.departments:
        spellings = LIST_SEPARATOR.join(one.spellings)
        counts = (one.cooperative_items, one.recall_items, one.clauses, one.bound_clauses)
        yield Row((one.department, one.kind, spellings, *counts))


def _department_items(township: Rows, language: Language) -> Iterator[Row]:
    kinds = {one.department: one.kind for one in township.departments}
    for department, kind in kinds.items():
        for item in township.items:
            if department in item.departments:
                shown = _value("items", "list_type", item.list_type, language)
                yield Row((department, kind, shown, item.seq, item.category, item.name), item)


def _checks(township: Rows, language: Language) -> Iterator[Row]:
    for one in township.checks:
        cells = (
            _value("reconciliation", "list_type", one.list_type, language),
            _value("reconciliation", "check", one.check, language),
            one.stated,
            one.observed,
            _value("reconciliation", "status", one.status, language),
            one.detail_zh if language == "zh" else one.detail,
        )
        yield Row(cells)


def _doubts(township: Rows, language: Language) -> Iterator[Row]:
    if township.document.failure:
        unread = heading_words("unread").in_(language).format(code=township.document.failure)
        yield doubt("error", unread, language)
    for check in township.checks:
        if check.status == "mismatch":
            list_name = _value("reconciliation", "list_type", check.list_type, language)
            what = _value("reconciliation", "check", check.check, language)
            detail = check.detail_zh if language == "zh" else check.detail
            yield doubt("error", _headed(f"{list_name} {what}", detail), language)
    items = {item.item_id: item for item in township.items}
    for warning in township.warnings:
        message = warning.message_zh if language == "zh" else warning.message
        item = items.get(warning.item_id or "")
        yield doubt(warning.severity, message, language, item, warning.place)
    for one in township.acknowledged:
        message = one.message_zh if language == "zh" else one.message
        if one.list_type and one.check:
            list_name = _value("reconciliation", "list_type", one.list_type, language)
            what = _value("reconciliation", "check", one.check, language)
            message = _headed(f"{list_name} {what}", message)
        reason = _headed(column_entry("acknowledged", "reason").label.in_(language), one.reason)
        item = items.get(one.item_id or "")
        yield doubt("acknowledged", f"{message}\n{reason}", language, item, one.place)


def _headed(head: str, text: str | None) -> str:
    return ": ".join(filter(None, (head, text)))


def doubt(
    rank: str,
    message: str,
    language: Language,
    item: ItemRow | None = None,
    place: str | None = None,
) -> Row:
    """Return a row of the sheet of doubts; `rank` is a severity, or `acknowledged`."""
    table, column = ("warnings", "severity")
    if rank == "acknowledged":
        table, column = ("reconciliation", "status")
    about = (
        (_value("items", "list_type", item.list_type, language), item.seq, item.name)
        if item
        else (None, None, None)
    )
    shown = place_in(place, language) if place else None
    return Row((_value(table, column, rank, language), *about, shown, message), item)


# --- the import form of checklist systems ---------------------------------------------------


def _checklist(township: Rows, language: Language) -> Iterator[Row]:
    for item in township.items:
        cells = (
            item.category,
            _value("items", "list_type", item.list_type, language),
            item.seq,
            item.name,
            LIST_SEPARATOR.join(item.departments),
            township.document.township,
            item.superior_duties,
            item.township_duties,
            item.handling,
        )
        yield Row(cells, item)


# --- all sheets -----------------------------------------------------------------------------


def doubts_layout() -> Layout:
    """Return the sheet of what is open, which has a row for each text that is cut, too."""
    columns = [
        *_columns("warnings", {"severity": 9}),
        *_columns("items", {"list_type": 8, "seq": 7, "name": 40}),
        *_columns("warnings", {"place": 18}),
        (column_entry("warnings", "message_zh").label, 80),
    ]
    return Layout(heading_words("doubts"), columns, _doubts)


def office_layouts() -> list[Layout]:
    """Return the sheets of a workbook for officials, but for that of what is open."""
    overview = [(heading_words("fact"), 34.0), (heading_words("value"), 40.0)]
    clauses = {
        "list_type": 8,
        "seq": 7,
        "field": 14,
        "ordinal": 7,
        "heading": 20,
        "department_raw": 22,
        "departments": 24,
        "number": 7,
        "text": 80,
    }
    clause_columns = _columns("clauses", clauses)
    clause_columns[2:2] = _columns("items", {"category": 14, "name": 30})
    departments = {
        "department": 30,
        "kind": 22,
        "spellings": 40,
        "cooperative_items": 11,
        "recall_items": 11,
        "clauses": 11,
        "bound_clauses": 11,
    }
    department_items = [
        *_columns("departments", {"department": 30, "kind": 22}),
        *_columns("items", {"list_type": 8, "seq": 7, "category": 18, "name": 70}),
    ]
    checks = {"list_type": 8, "check": 10, "stated": 8, "observed": 8, "status": 10}
    check_columns = _columns("reconciliation", checks)
    check_columns.append((column_entry("reconciliation", "detail_zh").label, 90))
    return [
        Layout(heading_words("overview"), overview, _overview),
        *map(_list_layout, LIST_TYPES),
        Layout(table_entry("clauses").label, clause_columns, _clauses),
        Layout(
            table_entry("departments").label, _columns("departments", departments), _departments
        ),
        Layout(heading_words("department_items"), department_items, _department_items),
        Layout(table_entry("reconciliation").label, check_columns, _checks),
    ]


def checklist_layouts() -> list[Layout]:
    """Return the one sheet of the import form."""
    widths = (16, 10, 7, 40, 30, 16, 50, 50, 50)
    columns = [*zip(checklist_words().values(), map(float, widths), strict=True)]
    return [Layout(table_entry("items").label, columns, _checklist)]
