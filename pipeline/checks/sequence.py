"""The numbers of a list's items: 1 to the last, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from ..model import Check, CheckStatus, Finding, Item, ListType
from .messages import detail_of

FEWEST_RUNS = 3  # categories that begin with 1 for a list to number them anew


def sequence_check(list_type: ListType, items: Sequence[Item]) -> Check:
    """Return the check of the numbers: 1 to the last, none missing, repeated or out of order.

    Where the list numbers each category anew, this holds for every category by itself.
    """
    count = len(items)
    if [item.seq for item in items] == list(range(1, count + 1)):  # as nearly every list is
        return Check(list_type, "sequence", count, count, "match")
    runs = _numbered_runs(items)
    found = tuple(finding for run in runs for finding in _disorder(run, named=len(runs) > 1))
    status: CheckStatus = "mismatch" if found else "match"
    last = sum(max(item.seq for item in run) for run in runs)
    observed = sum(len({item.seq for item in run}) for run in runs)
    return Check(list_type, "sequence", last, observed, status, *detail_of(found), found)


def _numbered_runs(items: Sequence[Item]) -> list[list[Item]]:
    """Given a list's items, return the runs that are numbered from 1: all, or each category."""
    runs = [list(run) for _, run in groupby(items, key=attrgetter("category"))]
    anew = sum(run[0].seq == 1 for run in runs)
    return runs if anew >= FEWEST_RUNS and 2 * anew > len(runs) else [list(items)] * bool(items)


def _disorder(items: Sequence[Item], named: bool) -> Iterable[Finding]:
    """Given items numbered from 1, yield what is wrong with their numbers, and in what category."""
    numbers = [item.seq for item in items]
    repeated = sorted(number for number, count in Counter(numbers).items() if count > 1)
    disorder = [after for before, after in pairwise(numbers) if after < before]
    lacking, category = missing(numbers, max(numbers)), items[0].category
    if named:
        found = (
            Finding("missing_in", {"category": category, "numbers": lacking}),
            Finding("repeated_in", {"category": category, "numbers": listed(repeated)}),
            Finding("disorder_in", {"category": category, "numbers": listed(disorder)}),
        )
    else:
        found = (
            Finding("missing", {"numbers": lacking}),
            Finding("repeated", {"numbers": listed(repeated)}),
            Finding("disorder", {"numbers": listed(disorder)}),
        )
    yield from (finding for finding in found if finding.facts["numbers"])


def missing(numbers: Iterable[int], last: int) -> str:
    """Given numbers, return those missing from 1 to `last` (however large) as text."""
    gaps: list[str] = []
    before = 0
    for number in [*sorted(number for number in numbers if 0 < number <= last), last + 1]:
        if number - before > 1:
            gaps.append(f"{before + 1}" if number - before == 2 else f"{before + 1}–{number - 1}")
        before = number
    return ", ".join(gaps)


def listed(numbers: Sequence[int]) -> str:
    """Given numbers in order, return them as text, runs as 3–7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)
