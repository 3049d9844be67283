"""The closing table of a run: every total beside its statement, then what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from .columns import printable, table, wrap
from .tables import count_rows, read_rows

LISTS = {"basic": "基本", "cooperative": "配合", "recall": "收回"}
CHECKS = {"items": "事项", "categories": "类别", "departments": "部门", "sequence": "序号"}
STATUSES = {
    "match": "✓ 一致",
    "mismatch": "✗ 不一致",
    "acknowledged": "~ 已确认",
    "unstated": "· 未载明",
}

_HEAD = ("文档 document", "清单 list", "核对 check", "载明 stated", "实有 observed", "状态 status")
_NUMBERS = (3, 4)
MOST_DOCUMENTS = 4  # of more than these, only totals that differ are shown
MOST_CHECKS = 60
MOST_NOTES = 20
_NARROWEST = 20  # cells that a note gets on any terminal


class DocumentRow(Struct, frozen=True):
    """What is shown of a row of `documents`."""

    document_id: str
    status: str
    failure: str | None
    source_name: str


class CheckRow(Struct, frozen=True):
    """What is shown of a row of `reconciliation`."""

    document_id: str
    list_type: str
    check: str
    stated: int | None
    observed: int | None
    status: str
    detail: str | None


class WarningRow(Struct, frozen=True):
    """What is shown of a row of `warnings`."""

    document_id: str
    code: str
    severity: str
    message: str
    item_id: str | None
    place: str | None


def output_to_summary(output: Path, width: int) -> str:
    """Return what a maintainer reads at the end of a run, of the tables that it wrote."""
    documents = tuple(read_rows(output, "documents", DocumentRow))
    is_brief = len(documents) > MOST_DOCUMENTS
    checks = [
        one
        for one in read_rows(output, "reconciliation", CheckRow)
        if not is_brief or one.status == "mismatch"
    ]
    warnings = tuple(read_rows(output, "warnings", WarningRow))
    parts = [
        *_checks_to_table(checks),
        *_notes_to_text(_notes(documents, checks, warnings), output, width),
        *_failures(documents),
        _closing_line(output, documents),
    ]
    return "\n\n".join(parts) + "\n"


# --- the table ------------------------------------------------------------------------------


def _checks_to_table(checks: Sequence[CheckRow]) -> list[str]:
    if not checks:
        return []
    rows = [
        (printable(check.document_id), *_check_to_cells(check)) for check in checks[:MOST_CHECKS]
    ]
    left = len(checks) - len(rows)
    more = [f"… 另有 {left} 项 / {left} more"] if left else []
    return ["\n".join([*table([_HEAD, *rows], _NUMBERS), *more])]


def _check_to_cells(check: CheckRow) -> tuple[str, ...]:
    return (
        f"{LISTS[check.list_type]} {check.list_type}",
        f"{CHECKS[check.check]} {check.check}",
        _number(check.stated),
        _number(check.observed),
        f"{STATUSES[check.status]} {check.status}",
    )


def _number(total: int | None) -> str:
    return "—" if total is None else str(total)


# --- what to look at ------------------------------------------------------------------------


def _notes(
    documents: Sequence[DocumentRow], checks: Sequence[CheckRow], warnings: Sequence[WarningRow]
) -> list[tuple[str, str]]:
    """Return head and text of each note: for each document its mismatches, then its warnings."""
    notes: dict[str, list[tuple[str, str]]] = {one.document_id: [] for one in documents}
    for check in checks:
        if check.status == "mismatch":
            head = f"{check.document_id} {check.list_type} {check.check} {check.status}"
            notes[check.document_id].append((head, _check_to_text(check)))
    for one in warnings:
        place = ", ".join(filter(None, (one.place, one.item_id)))
        head = " ".join(filter(None, (one.document_id, place, one.severity, one.code)))
        notes[one.document_id].append((head, one.message))
    return [note for own in notes.values() for note in own]


def _check_to_text(check: CheckRow) -> str:
    totals = f"载明 {_number(check.stated)}，实有 {_number(check.observed)}"
    return f"{totals}。{check.detail}" if check.detail else totals


def _notes_to_text(notes: Sequence[tuple[str, str]], output: Path, width: int) -> list[str]:
    if not notes:
        return []
    shown = [
        line for head, text in notes[:MOST_NOTES] for line in _note_to_lines(head, text, width)
    ]
    left = len(notes) - MOST_NOTES
    where = f"{output / 'warnings.csv'}, {output / 'reconciliation.csv'}"
    more = [f"  … 另有 {left} 处 / {left} more: {where}"] if left > 0 else []
    return ["\n".join([f"请查看 / what to look at ({len(notes)})", *shown, *more])]


def _note_to_lines(head: str, text: str, width: int) -> list[str]:
    indent = " " * 4
    body = wrap(text, max(width - len(indent), _NARROWEST))
    return [f"  {printable(head)}", *(indent + line for line in body)]


# --- what was not read, and the last line ---------------------------------------------------


def _failures(documents: Sequence[DocumentRow]) -> list[str]:
    failed = [(f"  {printable(one.source_name)}", one.failure) for one in documents if one.failure]
    if not failed:
        return []
    return ["\n".join([f"未能读取 / not read ({len(failed)})", *table(failed)])]


def _closing_line(output: Path, documents: Sequence[DocumentRow]) -> str:
    statuses = Counter(document.status for document in documents)
    flagged, failed = statuses["flagged"], statuses["failed"]
    counts = [
        _counted(len(documents) - failed, "份文档 documents"),
        _counted(count_rows(output, "items"), "项 items"),
        _counted(count_rows(output, "clauses"), "条 clauses"),
        *([_counted(flagged, "份待查 flagged")] if flagged else []),
        *([_counted(failed, "份失败 failed")] if failed else []),
    ]
    return f"{', '.join(counts)} → {printable(str(output))}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}"
