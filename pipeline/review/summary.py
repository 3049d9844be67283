"""The closing table of a run: every total beside its statement, then what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..model import Check, CheckStatus, Extraction, Failure, Outcome, Warning
from .columns import printable, table, wrap

LISTS = {"basic": "基本", "cooperative": "配合", "recall": "收回"}
CHECKS = {"items": "事项", "categories": "类别", "departments": "部门", "sequence": "序号"}
STATUSES: dict[CheckStatus, str] = {
    "match": "✓ 一致",
    "mismatch": "✗ 不一致",
    "acknowledged": "~ 已确认",
    "unstated": "· 未载明",
}

_HEAD = ("文档 document", "清单 list", "核对 check", "载明 stated", "实有 observed", "状态 status")
_NUMBERS = (3, 4)
# More documents than this and only what is not in order is shown check by check.
_MANY = 4
_LONGEST = 20


def outcomes_to_summary(outcomes: Sequence[Outcome], output: Path, width: int) -> str:
    """Given the outcomes of a run, return what a maintainer reads at its end."""
    read = [outcome for outcome in outcomes if isinstance(outcome, Extraction)]
    failed = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    rows = [row for one in read for row in _extraction_to_rows(one, brief=len(read) > _MANY)]
    parts = [
        *(["\n".join(table([_HEAD, *rows], _NUMBERS))] if rows else []),
        *_notes(read, output, width),
        *_failures(failed),
        _closing_line(read, failed, output),
    ]
    return "\n\n".join(parts) + "\n"


# --- the table ------------------------------------------------------------------------------


def _extraction_to_rows(extraction: Extraction, *, brief: bool) -> list[tuple[str, ...]]:
    name = printable(extraction.document_id)
    shown = [one for one in extraction.checks if not brief or one.status == "mismatch"]
    if brief and not shown:
        counts = Counter(check.status for check in extraction.checks)
        every = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status])
        return [(name, "", "", "", "", every)]
    return [(name, *_check_to_cells(check)) for check in shown]


def _check_to_cells(check: Check) -> tuple[str, ...]:
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


def _notes(read: Iterable[Extraction], output: Path, width: int) -> list[str]:
    notes = [note for one in read for note in _extraction_to_notes(one)]
    if not notes:
        return []
    shown = [line for head, text in notes[:_LONGEST] for line in _note_to_lines(head, text, width)]
    left = len(notes) - _LONGEST
    where = f"{output / 'warnings.csv'}, {output / 'reconciliation.csv'}"
    more = [f"  … 另有 {left} 处 / {left} more: {where}"] if left > 0 else []
    return ["\n".join([f"请查看 / what to look at ({len(notes)})", *shown, *more])]


def _extraction_to_notes(extraction: Extraction) -> list[tuple[str, str]]:
    """Given a document, return head and text of each note: mismatches, then warnings."""
    name = extraction.document_id
    checks = [
        (f"{name} {check.list_type} {check.check} {check.status}", _check_to_text(check))
        for check in extraction.checks
        if check.status == "mismatch"
    ]
    warnings = [
        (" ".join(filter(None, (name, _place(one), one.severity, one.code))), one.message)
        for one in extraction.warnings
    ]
    return [*checks, *warnings]


def _check_to_text(check: Check) -> str:
    totals = f"载明 {_number(check.stated)}，实有 {_number(check.observed)}"
    return f"{totals}。{check.detail}" if check.detail else totals


def _place(warning: Warning) -> str:
    """Given a warning, return where it is: line or page, and item."""
    first, last = warning.line_start, warning.line_end
    lines = f"line {first}" if first == last or last is None else f"lines {first}-{last}"
    places = (
        lines if first is not None else "",
        f"page {warning.page}" if warning.page is not None else "",
        warning.item_id or "",
    )
    return ", ".join(filter(None, places))


def _note_to_lines(head: str, text: str, width: int) -> list[str]:
    indent = " " * 4
    body = wrap(text, max(width - len(indent), 20))
    return [f"  {printable(head)}", *(indent + line for line in body)]


def _failures(failed: Sequence[Failure]) -> list[str]:
    if not failed:
        return []
    rows = table([(f"  {printable(one.source_name)}", one.code) for one in failed])
    return ["\n".join([f"未能读取 / not read ({len(failed)})", *rows])]


# --- the last line --------------------------------------------------------------------------


def _closing_line(read: Sequence[Extraction], failed: Sequence[Failure], output: Path) -> str:
    flagged = sum(one.status == "flagged" for one in read)
    counts = [
        _counted(len(read), "份文档 documents"),
        _counted(sum(len(one.items) for one in read), "项 items"),
        _counted(sum(len(i.clauses) for one in read for i in one.items), "条 clauses"),
        *([_counted(flagged, "份待查 flagged")] if flagged else []),
        *([_counted(len(failed), "份失败 failed")] if failed else []),
    ]
    return f"{', '.join(counts)} → {printable(str(output))}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}"
