"""Stated against observed: the totals of each list, its numbers, its categories' own totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from ..model import (
    LIST_TYPES,
    Band,
    Check,
    CheckName,
    CheckStatus,
    Doubt,
    Finding,
    Item,
    ListType,
    Section,
    Stated,
)
from .likeness import LIKELY_ONE, likeness, suspects
from .messages import detail_of

MOST_SUSPECTS = 5  # departments that a total that is too small may not count
# A list numbers its categories anew where so many of them begin with 1, and more than half.
FEWEST_RUNS = 3


def checks_of(items: Sequence[Item], stated: Sequence[Stated]) -> tuple[Check, ...]:
    """Return every total of every list compared, in fixed order."""
    checks: list[Check] = []
    for list_type in LIST_TYPES:
        own = [item for item in items if item.list_type == list_type]
        before = _number_before(own, items)
        said: dict[CheckName, Stated] = {}
        for total in stated:
            if total.list_type == list_type:
                said.setdefault(total.check, total)
        if not own and not said:
            continue
        checks.append(_items_check(list_type, own, said.get("items"), before))
        checks.append(_categories_check(list_type, own, said.get("categories")))
        if list_type != "basic":
            checks.append(_departments_check(list_type, own, said.get("departments")))
        checks.append(sequence_check(list_type, own, before))
    return tuple(checks)


def _check(
    list_type: ListType,
    check: CheckName,
    total: int | None,
    observed: int,
    findings: Iterable[Finding],
) -> Check:
    """Return a total beside the observed one; a mismatch has findings."""
    findings = (Finding("unstated"),) if total is None else tuple(findings)
    status: CheckStatus = "mismatch" if findings else "match"
    status = "unstated" if total is None else status
    detail = detail_of(findings)
    return Check(list_type, check, total, observed, status, detail.en, detail.zh, findings)


# --- items, categories, departments ---------------------------------------------------------


def _items_check(
    list_type: ListType, items: Sequence[Item], total: Stated | None, before: int
) -> Check:
    """Return the check of the number of items; missing numbers behind `before` are named."""
    observed, findings = len(items), []
    if total and total.total != observed:
        findings.append(Finding("items", {"quote": total.quote, "observed": observed}))
        if lacking := missing(items, before, before + total.total):
            findings.append(Finding("lacking", {"numbers": lacking}))
    return _check(list_type, "items", total and total.total, observed, findings)


def _categories_check(list_type: ListType, items: Sequence[Item], total: Stated | None) -> Check:
    """Return the check of the categories: their number, and their names both ways."""
    printed = tuple(dict.fromkeys(item.category for item in items if item.category))
    observed, findings = len(printed), []
    if total and total.names:
        names = total.names
        if len(names) != total.total:
            findings.append(Finding("named", {"stated": total.total, "named": len(names)}))
        only_stated = [name for name in names if name not in printed]
        only_printed = [name for name in printed if name not in names]
        if only_stated or only_printed:
            findings.append(Finding("differ", {"quote": total.quote, "observed": observed}))
        findings += _name_differences(only_stated, only_printed, items)
    if total and not findings and total.total != observed:
        findings.append(Finding("categories", {"quote": total.quote, "observed": observed}))
    return _check(list_type, "categories", total and total.total, observed, findings)


def _name_differences(
    only_stated: Sequence[str], only_printed: Sequence[str], items: Sequence[Item]
) -> Iterable[Finding]:
    """Yield what differs between the names stated and the names printed, with the likely cause."""
    left = list(only_printed)
    for name in only_stated:
        alike = max(left, key=lambda other: likeness(name, other), default=None)
        if alike is not None and likeness(name, alike) >= LIKELY_ONE:
            left.remove(alike)
            where = _places(alike, items)
            yield Finding("renamed", {"name": name, "printed": alike, "items": where})
        else:
            yield Finding("absent", {"name": name})
    for name in left:
        yield Finding("unnamed", {"name": name, "items": _places(name, items)})


def _places(category: str, items: Sequence[Item]) -> str:
    return listed([item.seq for item in items if item.category == category])


def _departments_check(list_type: ListType, items: Sequence[Item], total: Stated | None) -> Check:
    """Return the check of the number of departments, with the spellings that were read as one."""
    observed, findings = len({name for item in items for name in item.departments}), []
    if total and total.total != observed:
        spellings = _spellings(items)
        printed = sum(len(forms) for forms in spellings.values())
        facts: dict[str, str | int]
        facts = {"quote": total.quote, "observed": observed, "spellings": printed}
        findings.append(Finding("departments", facts))
        if same := [" = ".join(forms) for forms in spellings.values() if len(forms) > 1]:
            findings.append(Finding("same", {"forms": "; ".join(same)}))
        if total.total < observed and (alike := suspects(items, MOST_SUSPECTS)):
            findings.append(Finding("alike", {"alike": "; ".join(alike)}))
        if spellings:
            findings.append(Finding("all", {"names": "、".join(spellings)}))
    return _check(list_type, "departments", total and total.total, observed, findings)


def _spellings(items: Sequence[Item]) -> dict[str, dict[str, None]]:
    """Return the departments of a list with how they are printed, in order of appearance."""
    spellings: dict[str, dict[str, None]] = {}
    for item in items:
        printed, names = item.departments_raw, item.departments
        for raw, name in zip(printed if len(printed) == len(names) else names, names, strict=True):
            spellings.setdefault(name, {})[raw] = None
    return spellings


# --- numbers --------------------------------------------------------------------------------


def _number_before(items: Sequence[Item], everything: Sequence[Item]) -> int:
    """Return the last number of the list that the numbers of a list's items go on from, else 0."""
    first = min((item.seq for item in items), default=1)
    last: dict[ListType, int] = {}
    for item in everything:
        last[item.list_type] = max(item.seq, last.get(item.list_type, 0))
    return first - 1 if first - 1 in last.values() else 0


def sequence_check(list_type: ListType, items: Sequence[Item], before: int) -> Check:
    """Return the check of the numbers, none missing, repeated or out of order up to the last.

    They begin with the one behind `before`. Where the list numbers each category anew, this
    holds for every category by itself.
    """
    runs = _numbered_runs(items)
    findings = [f for run in runs for f in _disorder(run, before, named=len(runs) > 1)]
    last = sum(max(item.seq for item in run) - before for run in runs)
    observed = sum(len({item.seq for item in run}) for run in runs)
    return _check(list_type, "sequence", last, observed, findings)


def _numbered_runs(items: Sequence[Item]) -> list[list[Item]]:
    """Return the runs of a list's items that are numbered from 1: all, or each category."""
    runs = [list(run) for _, run in groupby(items, key=attrgetter("category"))]
    anew = sum(run[0].seq == 1 for run in runs)
    return runs if anew >= FEWEST_RUNS and 2 * anew > len(runs) else [list(items)] * bool(items)


def _disorder(items: Sequence[Item], before: int, *, named: bool) -> Iterable[Finding]:
    """Yield what is wrong with the numbers of items that are numbered from `before` on."""
    numbers, category = [item.seq for item in items], items[0].category
    lacking = missing(items, before, max(numbers))
    repeated = listed(sorted(number for number, count in Counter(numbers).items() if count > 1))
    disorder = listed([after for number, after in pairwise(numbers) if after < number])
    if named:
        found = (
            Finding("missing_in", {"category": category, "numbers": lacking}),
            Finding("repeated_in", {"category": category, "numbers": repeated}),
            Finding("disorder_in", {"category": category, "numbers": disorder}),
        )
    else:
        found = (
            Finding("missing", {"numbers": lacking}),
            Finding("repeated", {"numbers": repeated}),
            Finding("disorder", {"numbers": disorder}),
        )
    yield from (finding for finding in found if finding.facts["numbers"])


def missing(items: Iterable[Item], before: int, last: int) -> str:
    """Return the numbers missing behind `before` to `last` (however large) as text: 2, 4–7."""
    gaps: list[str] = []
    numbers = sorted(item.seq for item in items)
    for number in [*(number for number in numbers if before < number <= last), last + 1]:
        if number - before > 1:
            gaps.append(f"{before + 1}" if number - before == 2 else f"{before + 1}–{number - 1}")
        before = number
    return ", ".join(gaps)


def listed(numbers: Sequence[int]) -> str:
    """Return numbers in order as text: 1, 3–7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


# --- other totals ---------------------------------------------------------------------------


def total_doubts(stated: Sequence[Stated]) -> Iterable[Doubt]:
    """Yield the stated totals that contradict an earlier one of the same kind."""
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


def lost_total_doubts(
    checks: Sequence[Check], stated: Sequence[Stated], lists: Sequence[Section]
) -> Iterable[Doubt]:
    """Yield the totals that are stated of every list but one, as where a line is lost.

    Told where the other totals of that list are stated, or none: a preamble may well state less
    of one list than of the others. Rows that sum lists up may stand below some of them only.
    """
    sums = [line for one in lists for line in one.sums]
    said = {
        (one.list_type, one.check)
        for one in stated
        if not any(line.start <= one.start < line.end for line in sums)
    }
    totals = [check for check in checks if check.check != "sequence"]
    for check in totals:
        same = [one for one in totals if one.check == check.check and one is not check]
        own = [one for one in totals if one.list_type == check.list_type and one is not check]
        own_said = {(one.list_type, one.check) in said for one in own}
        if (
            check.stated is None
            and same
            and all((one.list_type, one.check) in said for one in same)
            and len(own_said) == 1
        ):
            yield Doubt("total_unstated", "", {"list": check.list_type, "check": check.check})


def band_doubts(bands: Sequence[Band], items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield the category headings whose stated number of items is not the observed one."""
    counts = Counter((item.list_type, item.category) for item in items)
    for band in bands:
        observed = counts[band.list_type, band.category]
        if band.stated is not None and band.stated != observed:
            facts: dict[str, str | int] = {
                "list": band.list_type,
                "category": band.category,
                "stated": band.stated,
                "observed": observed,
            }
            line = band.lines[0]
            where = (None, line.page, line.number, line.number, line.start, line.end)
            yield Doubt("band_total", "", facts, *where)


def list_doubts(items: Sequence[Item], lists: Sequence[Section]) -> Iterable[Doubt]:
    """Yield the lists that have no items and do not say so."""
    present = {item.list_type for item in items} | {one.list_type for one in lists if one.none}
    for list_type in LIST_TYPES:
        if list_type not in present:
            yield Doubt("list_missing", "", {"list": list_type})


def unconfirmed(found: Sequence[Doubt], checks: Sequence[Check]) -> list[Doubt]:
    """Return doubts without those that the totals lay to rest.

    Columns told by white hold when each list has as many items as it states, all in sequence.
    """
    counted = [check for check in checks if check.check in ("items", "sequence")]
    confirmed = bool(counted) and all(check.status == "match" for check in counted)
    return [doubt for doubt in found if not (confirmed and doubt.code == "table_by_gaps")]
