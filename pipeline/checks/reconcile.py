"""Stated against observed, and every doubt made a warning: all judgement lives here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from ..model import (
    LIST_TYPES,
    Band,
    Check,
    CheckName,
    Doubt,
    Finding,
    Item,
    ListType,
    Segment,
    Stated,
    Warning,
)
from ..sources import Acknowledgements, WarningAcknowledgement
from .codes import Words
from .messages import acknowledged, detail_of, message_of, warning_of
from .sequence import listed, missing, sequence_check


def checks_of(
    items: Sequence[Item], stated: Sequence[Stated], acknowledged: Acknowledgements
) -> tuple[Check, ...]:
    """Given the items and the stated totals, return every total compared, in fixed order."""
    checks: list[Check] = []
    for list_type in LIST_TYPES:
        own = [item for item in items if item.list_type == list_type]
        said = [total for total in stated if total.list_type == list_type]
        if not own and not said:
            continue
        checks.append(_items_check(list_type, own, said))
        checks.append(_categories_check(list_type, own, said))
        if list_type != "basic":
            checks.append(_departments_check(list_type, own, said))
        checks.append(sequence_check(list_type, own))
    return tuple(_judged(check, acknowledged) for check in checks)


def _said(said: Sequence[Stated], check: CheckName) -> Stated | None:
    """Return the first total of a kind that the document states."""
    return next((total for total in said if total.check == check), None)


def _check(
    list_type: ListType,
    check: CheckName,
    total: Stated | None,
    observed: int,
    findings: Sequence[Finding],
) -> Check:
    if total is None:
        unstated = (Finding("unstated"),)
        return Check(list_type, check, None, observed, "unstated", *detail_of(unstated), unstated)
    return Check(
        list_type,
        check,
        total.total,
        observed,
        "mismatch" if findings else "match",
        *detail_of(findings),
        tuple(findings),
    )


def _items_check(list_type: ListType, items: Sequence[Item], said: Sequence[Stated]) -> Check:
    """Return the check of the number of items; missing numbers are named."""
    total = _said(said, "items")
    findings = []
    if total is not None and total.total != len(items):
        findings.append(Finding("items", {"quote": total.quote, "observed": len(items)}))
        if lacking := missing([item.seq for item in items], total.total):
            findings.append(Finding("lacking", {"numbers": lacking}))
    return _check(list_type, "items", total, len(items), findings)


def _categories_check(list_type: ListType, items: Sequence[Item], said: Sequence[Stated]) -> Check:
    """Return the check of the categories: their number, and their names both ways."""
    total = _said(said, "categories")
    observed = tuple(dict.fromkeys([item.category for item in items if item.category]))
    if total is None:
        return _check(list_type, "categories", None, len(observed), ())
    findings = []
    if total.names and len(total.names) != total.total:
        findings.append(Finding("named", {"stated": total.total, "named": len(total.names)}))
    if total.names:
        only_stated = [name for name in total.names if name not in observed]
        only_printed = [name for name in observed if name not in total.names]
        if only_stated or only_printed:
            findings.append(Finding("differ", {"quote": total.quote, "observed": len(observed)}))
        findings.extend(_name_differences(only_stated, only_printed, items))
    if not findings and total.total != len(observed):
        findings.append(Finding("categories", {"quote": total.quote, "observed": len(observed)}))
    return _check(list_type, "categories", total, len(observed), findings)


def _name_differences(
    only_stated: Sequence[str], only_printed: Sequence[str], items: Sequence[Item]
) -> Iterable[Finding]:
    """Yield what differs between the names stated and the names printed, with the likely cause."""
    left = list(only_printed)
    for name in only_stated:
        alike = max(left, key=lambda other: _likeness(name, other), default=None)
        if alike is not None and _likeness(name, alike) >= 0.5:
            left.remove(alike)
            where = _places(alike, items)
            yield Finding("renamed", {"name": name, "printed": alike, "items": where})
        else:
            yield Finding("absent", {"name": name})
    for name in left:
        yield Finding("unnamed", {"name": name, "items": _places(name, items)})


def _places(category: str, items: Sequence[Item]) -> str:
    return listed([item.seq for item in items if item.category == category])


def _likeness(one: str, other: str) -> float:
    """Return the share of letters two words have in common."""
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))


def _departments_check(list_type: ListType, items: Sequence[Item], said: Sequence[Stated]) -> Check:
    """Return the check of the number of departments, with the spellings that were read as one."""
    total = _said(said, "departments")
    observed = len({name for item in items for name in item.departments})
    findings: list[Finding] = []
    if total is not None and total.total != observed:
        findings = _spellings(total, observed, items)
    return _check(list_type, "departments", total, observed, findings)


def _spellings(total: Stated, observed: int, items: Sequence[Item]) -> list[Finding]:
    """Return what differs from a total of departments, and the spellings that were read as one."""
    spellings: dict[str, dict[str, None]] = {}
    cells = dict.fromkeys([(item.departments_raw, item.departments) for item in items])
    for raw, name in dict.fromkeys([pair for cell in cells for pair in _paired(*cell)]):
        spellings.setdefault(name, {})[raw] = None
    printed = sum(len(forms) for forms in spellings.values())
    facts: dict[str, str | int]
    facts = {"quote": total.quote, "observed": observed, "spellings": printed}
    findings = [Finding("departments", facts)]
    same = [" = ".join(forms) for forms in spellings.values() if len(forms) > 1]
    if same:
        findings.append(Finding("same", {"forms": "; ".join(same)}))
    return [*findings, Finding("all", {"names": "、".join(spellings)})]


def _paired(printed: Sequence[str], names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Return each printed name of an item's departments with the canonical one."""
    return zip(printed if len(printed) == len(names) else names, names, strict=True)


def _judged(check: Check, known: Acknowledgements) -> Check:
    """Given a check, return it acknowledged where exactly this mismatch is."""
    if check.status != "mismatch":
        return check
    for entry in known.check:
        figures = (entry.list, entry.check, entry.stated, entry.observed)
        same = figures == (check.list_type, check.check, check.stated, check.observed)
        if same and entry.detail in (None, check.detail):
            detail = acknowledged(Words(check.detail, check.detail_zh), entry.reason)
            return replace(check, status="acknowledged", detail=detail.en, detail_zh=detail.zh)
    return check


# --- warnings ---------------------------------------------------------------------------------


def band_doubts(bands: Sequence[Band], items: Sequence[Item]) -> Iterable[Doubt]:
    """Given the bands, yield those whose stated number of items is not the observed one."""
    counts = Counter([(item.list_type, item.category) for item in items]) if bands else {}
    for band in bands:
        observed = counts[band.list_type, band.category]
        if band.stated is not None and band.stated != observed:
            line = band.lines[0]
            yield Doubt(
                "band_total",
                "",
                {
                    "list": band.list_type,
                    "category": band.category,
                    "stated": band.stated,
                    "observed": observed,
                },
                None,
                line.page,
                line.number,
                line.number,
                line.start,
                line.end,
            )


def total_doubts(stated: Sequence[Stated]) -> Iterable[Doubt]:
    """Given the stated totals, yield those that contradict an earlier one of the same kind."""
    first: dict[tuple[ListType, CheckName], Stated] = {}
    for total in stated:
        before = first.setdefault((total.list_type, total.check), total)
        if before.total != total.total:
            facts = {
                "list": total.list_type,
                "check": total.check,
                "before": before.quote,
                "after": total.quote,
            }
            yield Doubt("totals_contradict", "", facts, start=total.start, end=total.end)


def list_doubts(items: Sequence[Item]) -> Iterable[Doubt]:
    """Given the items, yield the lists that have none."""
    present = {item.list_type for item in items}
    for list_type in LIST_TYPES:
        if list_type not in present:
            yield Doubt("list_missing", "", {"list": list_type})


def acknowledgement_doubts(
    known: Acknowledgements, checks: Sequence[Check], doubts: Sequence[Doubt]
) -> Iterable[Doubt]:
    """Given what is acknowledged, yield what of it covers nothing any more."""
    judged = {
        (c.list_type, c.check, c.stated, c.observed) for c in checks if c.status == "acknowledged"
    }
    for entry in known.check:
        if (entry.list, entry.check, entry.stated, entry.observed) not in judged:
            facts: dict[str, str | int] = {
                "list": entry.list,
                "check": entry.check,
                "stated": entry.stated,
                "observed": entry.observed,
            }
            yield Doubt("acknowledgement_unused", "check", facts)
    told = {_told(doubt) for doubt in doubts}
    for one in known.warning:
        if (one.code, one.message, one.item) not in told:
            yield _unused(one)


def _unused(entry: WarningAcknowledgement) -> Doubt:
    if entry.item:
        facts = {"item": entry.item, "message": entry.message}
        return Doubt("acknowledgement_unused", "item", facts)
    return Doubt("acknowledgement_unused", "document", {"message": entry.message})


def _told(doubt: Doubt) -> tuple[str, str, str | None]:
    """Return what an acknowledgement of a doubt names: code, message, item without its document."""
    item = doubt.item_id.split(":", 1)[1] if doubt.item_id else None
    return doubt.code, message_of(doubt).en, item


def coverage_doubts(
    coverage: Sequence[Segment], overlaps: Sequence[Segment], text: str
) -> Iterable[Doubt]:
    """Given the coverage, yield what was assigned to nothing, or twice."""
    lost = [segment for segment in coverage if segment.role == "unassigned"]
    for one in lost:
        facts = {"text": _quoted(one, text)}
        yield Doubt("unassigned", "", facts, one.item_id, start=one.start, end=one.end)
    for one in overlaps:
        facts = {"text": _quoted(one, text)}
        yield Doubt("overlap", "", facts, one.item_id, start=one.start, end=one.end)


def _quoted(segment: Segment, text: str) -> str:
    return "".join(text[segment.start : segment.end].split())[:30]


def warnings_of(doubts: Iterable[Doubt], acknowledged: Acknowledgements) -> tuple[Warning, ...]:
    """Given every doubt, return the warnings that are not acknowledged, in order of the text."""
    known = {(entry.code, entry.message, entry.item) for entry in acknowledged.warning}
    warnings: dict[tuple[str, str, str | None, int | None], Warning] = {}
    for doubt in doubts:
        if _told(doubt) in known:
            continue
        warning = warning_of(doubt)
        warnings.setdefault(
            (warning.code, warning.message, warning.item_id, warning.start), warning
        )
    return tuple(sorted(warnings.values(), key=lambda w: w.start if w.start is not None else -1))
