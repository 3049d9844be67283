"""Stated against observed, and every doubt made a warning: all judgement lives here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..model import (
    LIST_TYPES,
    Band,
    Check,
    CheckName,
    Doubt,
    Item,
    ListType,
    Segment,
    Severity,
    Stated,
    Warning,
)
from ..sources import Acknowledgements
from .sequence import listed, missing, sequence_check

# Codes that say that something may be lost, doubled or wrong; docs/codes.md explains all.
ERRORS = frozenset(
    {
        "acknowledgement_unused",
        "border_guessed",
        "category_empty",
        "category_guessed",
        "category_missing",
        "cell_missing",
        "cell_without_value",
        "column_guessed",
        "columns_assumed",
        "damaged_file",
        "formats_differ",
        "list_missing",
        "merged_columns",
        "missing_column",
        "number_missing",
        "overlap",
        "paragraphs_joined",
        "row_short",
        "row_without_number",
        "second_opinion",
        "seq_missing",
        "source_changed",
        "table_by_gaps",
        "text_doubled",
        "text_outside_page",
        "too_many_rules",
        "unassigned",
        "unknown_column",
        "unreadable_characters",
    }
)


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
    list_type: ListType, check: CheckName, total: Stated | None, observed: int, detail: str
) -> Check:
    if total is None:
        return Check(
            list_type, check, None, observed, "unstated", "the document states no such total"
        )
    status = "match" if total.total == observed and not detail else "mismatch"
    if status == "mismatch" and not detail:
        detail = f"stated “{total.quote}”, but {observed} found"
    return Check(list_type, check, total.total, observed, status, detail)  # type: ignore[arg-type]


def _items_check(list_type: ListType, items: Sequence[Item], said: Sequence[Stated]) -> Check:
    """Return the check of the number of items; missing numbers are named."""
    total = _said(said, "items")
    detail = ""
    if total is not None and total.total != len(items):
        lacking = missing([item.seq for item in items], total.total)
        detail = f"stated “{total.quote}”, but {len(items)} found"
        if lacking:
            detail += f"; no item is numbered {lacking}"
    return _check(list_type, "items", total, len(items), detail)


def _categories_check(list_type: ListType, items: Sequence[Item], said: Sequence[Stated]) -> Check:
    """Return the check of the categories: their number, and their names both ways."""
    total = _said(said, "categories")
    observed = tuple(dict.fromkeys([item.category for item in items if item.category]))
    if total is None:
        return _check(list_type, "categories", None, len(observed), "")
    details = []
    if total.names and len(total.names) != total.total:
        details.append(f"{total.total} are stated, {len(total.names)} are named")
    if total.names:
        only_stated = [name for name in total.names if name not in observed]
        only_printed = [name for name in observed if name not in total.names]
        if only_stated or only_printed:
            details.append(f"stated “{total.quote}”, {len(observed)} found")
        details.extend(_name_differences(only_stated, only_printed, items))
    if not details and total.total != len(observed):
        details.append(f"stated “{total.quote}”, but {len(observed)} found")
    return _check(list_type, "categories", total, len(observed), "; ".join(details))


def _name_differences(
    only_stated: Sequence[str], only_printed: Sequence[str], items: Sequence[Item]
) -> Iterable[str]:
    """Yield what differs between the names stated and the names printed, with the likely cause."""
    left = list(only_printed)
    for name in only_stated:
        alike = max(left, key=lambda other: _likeness(name, other), default=None)
        if alike is not None and _likeness(name, alike) >= 0.5:
            left.remove(alike)
            where = f"the table prints {alike!r} ({_places(alike, items)})"
            yield f"{name!r} is stated where {where}, likely one category"
        else:
            yield f"{name!r} is stated, but no item is filed under it"
    for name in left:
        yield f"{name!r} ({_places(name, items)}) is not among the stated ones"


def _places(category: str, items: Sequence[Item]) -> str:
    numbers = [item.seq for item in items if item.category == category]
    return f"item {numbers[0]}" if len(numbers) == 1 else f"items {listed(numbers)}"


def _likeness(one: str, other: str) -> float:
    """Return the share of letters two words have in common."""
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))


def _departments_check(list_type: ListType, items: Sequence[Item], said: Sequence[Stated]) -> Check:
    """Return the check of the number of departments, with the spellings that were read as one."""
    total = _said(said, "departments")
    observed = len({name for item in items for name in item.departments})
    detail = ""
    if total is not None and total.total != observed:
        detail = _spellings(total, observed, items)
    return _check(list_type, "departments", total, observed, detail)


def _spellings(total: Stated, observed: int, items: Sequence[Item]) -> str:
    """Return what differs from a total of departments, and the spellings that were read as one."""
    spellings: dict[str, dict[str, None]] = {}
    cells = dict.fromkeys([(item.departments_raw, item.departments) for item in items])
    for raw, name in dict.fromkeys([pair for cell in cells for pair in _paired(*cell)]):
        spellings.setdefault(name, {})[raw] = None
    printed = sum(len(forms) for forms in spellings.values())
    detail = f"stated “{total.quote}”, but {observed} found in {printed} spellings"
    same = [" = ".join(forms) for forms in spellings.values() if len(forms) > 1]
    if same:
        detail += f"; read as one: {'; '.join(same)}"
    return f"{detail}; all: {'、'.join(spellings)}"


def _paired(printed: Sequence[str], names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Return each printed name of an item's departments with the canonical one."""
    return zip(printed if len(printed) == len(names) else names, names, strict=True)


def _judged(check: Check, acknowledged: Acknowledgements) -> Check:
    """Given a check, return it acknowledged where exactly this mismatch is."""
    if check.status != "mismatch":
        return check
    for entry in acknowledged.check:
        figures = (entry.list, entry.check, entry.stated, entry.observed)
        same = figures == (check.list_type, check.check, check.stated, check.observed)
        if same and entry.detail in (None, check.detail):
            detail = f"{check.detail} — acknowledged: {entry.reason}"
            return Check(
                check.list_type, check.check, check.stated, check.observed, "acknowledged", detail
            )
    return check


# --- warnings ---------------------------------------------------------------------------------


def band_doubts(bands: Sequence[Band], items: Sequence[Item]) -> Iterable[Doubt]:
    """Given the bands, yield those whose stated number of items is not the observed one."""
    counts = Counter([(item.list_type, item.category) for item in items]) if bands else {}
    for band in bands:
        observed = counts[band.list_type, band.category]
        if band.stated is not None and band.stated != observed:
            line = band.lines[0]
            detail = (
                f"{band.list_type}: {band.category} states {band.stated} items, {observed} found"
            )
            yield Doubt(
                "band_total",
                detail,
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
            what = f"{total.list_type} {total.check}"
            detail = f"{what}: “{before.quote}” in one place, “{total.quote}” in another"
            yield Doubt("totals_contradict", detail, start=total.start, end=total.end)


def list_doubts(items: Sequence[Item]) -> Iterable[Doubt]:
    """Given the items, yield the lists that have none."""
    present = {item.list_type for item in items}
    for list_type in LIST_TYPES:
        if list_type not in present:
            yield Doubt("list_missing", f"the {list_type} list was not found")


def acknowledgement_doubts(
    acknowledged: Acknowledgements, checks: Sequence[Check], doubts: Sequence[Doubt]
) -> Iterable[Doubt]:
    """Given what is acknowledged, yield what of it covers nothing any more."""
    judged = {
        (c.list_type, c.check, c.stated, c.observed) for c in checks if c.status == "acknowledged"
    }
    for entry in acknowledged.check:
        if (entry.list, entry.check, entry.stated, entry.observed) not in judged:
            figures = f"{entry.list} {entry.check} {entry.stated}/{entry.observed}"
            yield Doubt("acknowledgement_unused", f"{figures} is acknowledged, but not so")
    told = {_told(doubt) for doubt in doubts}
    for one in acknowledged.warning:
        if (one.code, one.message, one.item) not in told:
            about = f"{one.item}: " if one.item else ""
            yield Doubt(
                "acknowledgement_unused", f"{about}{one.message!r} is acknowledged, but not so"
            )


def _told(doubt: Doubt) -> tuple[str, str, str | None]:
    """Return what an acknowledgement of a doubt names: code, message, item without its document."""
    item = doubt.item_id.split(":", 1)[1] if doubt.item_id else None
    return doubt.code, doubt.detail, item


def coverage_doubts(
    coverage: Sequence[Segment], overlaps: Sequence[Segment], text: str
) -> Iterable[Doubt]:
    """Given the coverage, yield what was assigned to nothing, or twice."""
    lost = [segment for segment in coverage if segment.role == "unassigned"]
    for code, what, segments in (
        ("unassigned", "belongs to nothing", lost),
        ("overlap", "was read twice", overlaps),
    ):
        for segment in segments:
            quoted = "".join(text[segment.start : segment.end].split())[:30]
            detail = f"{quoted!r} {what}"
            yield Doubt(code, detail, segment.item_id, start=segment.start, end=segment.end)


def warnings_of(doubts: Iterable[Doubt], acknowledged: Acknowledgements) -> tuple[Warning, ...]:
    """Given every doubt, return the warnings that are not acknowledged, in order of the text."""
    known = {(entry.code, entry.message, entry.item) for entry in acknowledged.warning}
    warnings: dict[tuple[str, str, str | None, int | None], Warning] = {}
    for doubt in doubts:
        if _told(doubt) in known:
            continue
        warning = _warning(doubt)
        warnings.setdefault(
            (warning.code, warning.message, warning.item_id, warning.start), warning
        )
    return tuple(sorted(warnings.values(), key=lambda w: w.start if w.start is not None else -1))


def _warning(doubt: Doubt) -> Warning:
    """Given a doubt, return the warning that it is."""
    severity: Severity = "error" if doubt.code in ERRORS else "warning"
    return Warning(
        code=doubt.code,
        severity=severity,
        message=doubt.detail,
        item_id=doubt.item_id,
        page=doubt.page,
        line_start=doubt.line_start,
        line_end=doubt.line_end,
        start=doubt.start,
        end=doubt.end,
    )
