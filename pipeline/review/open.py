"""What is open in a document, numbered, and the entry that would acknowledge each.

Totals that differ come first, then warnings, both in the order of the tables: so the numbers are
the same wherever people are shown them.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, json

from ..checks.acknowledgements import named_findings
from ..model import CheckName, CheckStatus, ListType, Severity
from ..sources import Acknowledgement, CheckAcknowledgement, WarningAcknowledgement

# What is no defect of one source: it is told anew whatever is acknowledged.
NEVER = {"formats_differ", "acknowledgement_unused", "acknowledgement_sentence"}


class CheckRow(Struct, frozen=True):
    """What people are shown of a row of `reconciliation`."""

    document_id: str
    list_type: ListType
    check: CheckName
    stated: int | None
    observed: int | None
    status: CheckStatus
    detail: str | None
    detail_zh: str | None
    findings: str | None


class WarningRow(Struct, frozen=True):
    """What people are shown of a row of `warnings`."""

    document_id: str
    code: str
    severity: Severity
    message: str
    message_zh: str
    case: str
    facts: str
    item_id: str | None
    place: str | None
    page: int | None
    line_start: int | None
    line_end: int | None
    char_start: int | None
    char_end: int | None


class AcknowledgedRow(Struct, frozen=True):
    """A row of `acknowledged`."""

    document_id: str
    code: str | None
    list_type: ListType | None
    check: CheckName | None
    message: str
    message_zh: str
    item_id: str | None
    place: str | None
    reason: str
    file: str
    line: int | None


class Open(Struct, frozen=True):
    """One thing that is open in a document, by its number there (from 1)."""

    number: int
    about: CheckRow | WarningRow


def open_in(checks: Iterable[CheckRow], warnings: Iterable[WarningRow]) -> tuple[Open, ...]:
    """Return what is open among a document's rows, in their order."""
    found: list[CheckRow | WarningRow] = [one for one in checks if one.status == "mismatch"]
    found += warnings
    return tuple(Open(number, one) for number, one in enumerate(found, 1))


def to_entry(about: CheckRow | WarningRow, reason: str) -> Acknowledgement | None:
    """Return the entry that acknowledges exactly this.

    None for what is no defect of one source, and for a total that was not counted.
    """
    if isinstance(about, WarningRow):
        if about.code in NEVER:
            return None
        facts = json.decode(about.facts, type=dict[str, str | int])
        item = about.item_id and about.item_id.removeprefix(f"{about.document_id}:")
        return WarningAcknowledgement(about.code, reason, about.case, facts, item)
    if about.stated is None or about.observed is None:
        return None
    found = json.decode(about.findings or "[]", type=list[dict[str, str | int]])
    named = tuple({**one} for one in named_findings(found))
    figures = (about.list_type, about.check, about.stated, about.observed)
    return CheckAcknowledgement(*figures, reason, named)
