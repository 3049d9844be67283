"""Defects of the source that a maintainer has confirmed: exactly these, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import json
from msgspec.structs import replace

from ..model import Check, Doubt
from ..sources import (
    Acknowledgement,
    Acknowledgements,
    CheckAcknowledgement,
    WarningAcknowledgement,
)
from .codes import Words
from .messages import message_of, with_reason

Facts = Mapping[str, str | int]

# Facts that a check's figures tell already, or that only quote or explain them.
FIGURES = {"quote", "stated", "observed", "named", "spellings", "alike"}


def judged(check: Check, known: Acknowledgements) -> Check:
    """Return a check acknowledged, where exactly this mismatch is."""
    entry = entry_of(check, known)
    if entry is None:
        return check
    detail = with_reason(Words(check.detail, check.detail_zh), entry.reason)
    return replace(check, status="acknowledged", detail=detail.en, detail_zh=detail.zh)


def entry_of(about: Check | Doubt, known: Acknowledgements) -> Acknowledgement | None:
    """Return the entry that acknowledges exactly this mismatch or doubt, None without one."""
    if isinstance(about, Doubt):
        return next((entry for entry in known.warning if _covers(entry, about)), None)
    if about.status != "mismatch":
        return None
    return next((entry for entry in known.check if _covers_check(entry, about)), None)


def acknowledgement_doubts(
    known: Acknowledgements, checks: Sequence[Check], doubts: Sequence[Doubt]
) -> Iterable[Doubt]:
    """Yield what of the acknowledgements covers nothing, and what is written in sentences.

    `checks` are those before they were judged.
    """
    for entry in known.check:
        covered = [c for c in checks if c.status == "mismatch" and _covers_check(entry, c)]
        if not covered:
            facts: dict[str, str | int] = {
                "list": entry.list,
                "check": entry.check,
                "stated": entry.stated,
                "observed": entry.observed,
            }
            yield Doubt("acknowledgement_unused", "check", facts)
        elif entry.detail is not None:
            now = _assigned("findings", _findings(covered[0]))
            facts = {"list": entry.list, "check": entry.check, "now": now}
            yield Doubt("acknowledgement_sentence", "check", facts)
    for one in known.warning:
        about = [doubt for doubt in doubts if _covers(one, doubt)]
        if not about:
            yield _unused(one)
        elif one.message is not None:
            now = _assigned("facts", about[0].facts)
            if about[0].case:
                now = f"{_assigned('case', about[0].case)}; {now}"
            facts = {"code": one.code, "now": now}
            yield Doubt("acknowledgement_sentence", "warning", facts)


def _covers_check(entry: CheckAcknowledgement, check: Check) -> bool:
    """Tell whether an entry names a check's figures and, where these do not tell, its findings."""
    figures = (entry.list, entry.check, entry.stated, entry.observed)
    if figures != (check.list_type, check.check, check.stated, check.observed):
        return False
    if entry.detail is not None:
        return entry.detail == check.detail
    findings = _findings(check)
    if not entry.findings and entry.stated != entry.observed:
        return True
    same = all(one in findings for one in entry.findings)
    return same and len(findings) == len(entry.findings)


def _findings(check: Check) -> list[Facts]:
    return named_findings([{"case": one.case, **one.facts} for one in check.findings])


def named_findings(findings: Iterable[Facts]) -> list[Facts]:
    """Return what a check finds beside its figures, as an acknowledgement writes it.

    Each is a table of its case and its facts.
    """
    return [one for one in findings if not FIGURES.issuperset(one.keys() - {"case"})]


def _covers(entry: WarningAcknowledgement, doubt: Doubt) -> bool:
    item = doubt.item_id.split(":", 1)[1] if doubt.item_id else None
    if (entry.code, entry.item) != (doubt.code, item):
        return False
    if entry.message is not None:
        return entry.message == message_of(doubt).en
    return entry.case == doubt.case and entry.facts == doubt.facts


def _unused(entry: WarningAcknowledgement) -> Doubt:
    """Return the doubt that says of an acknowledged defect that it is not there."""
    code = f"{entry.code}.{entry.case}" if entry.case else entry.code
    message = entry.message if entry.message is not None else f"{code} {_toml(entry.facts)}"
    if entry.item:
        facts = {"item": entry.item, "message": message}
        return Doubt("acknowledgement_unused", "item", facts)
    return Doubt("acknowledgement_unused", "document", {"message": message})


# --- as TOML --------------------------------------------------------------------------------

Value = str | int | Facts | Sequence[Facts]


def entry_to_toml(entry: Acknowledgement) -> str:
    """Return an entry as it stands in a file of acknowledgements, its reason last."""
    kind = "check" if isinstance(entry, CheckAcknowledgement) else "warning"
    keys = sorted(entry.__struct_fields__, key=lambda key: key == "reason")
    values = [(key, getattr(entry, key)) for key in keys]
    written = [_assigned(key, one) for key, one in values if one not in (None, "", (), {})]
    return "\n".join([f"[[{kind}]]", *written, ""])


def _assigned(key: str, value: Value) -> str:
    return f"{key} = {_toml(value)}"


def _toml(value: Value) -> str:
    """Return a value as an inline TOML value."""
    if isinstance(value, str | int):
        return json.encode(value).decode().replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        pairs = [_assigned(key, one) for key, one in value.items()]
        return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
    return f"[{', '.join(map(_toml, value))}]"
