"""Formats of one list compared: where two of them list it otherwise, both are warned of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from .checks.messages import warning_of
from .model import Doubt, Warning
from .writers.schema import ITEMS
from .writers.shards import Report, Shard, shard_to_batch


class Listed(Struct, frozen=True):
    """What is compared of an item."""

    list_type: str
    seq: int
    name: str
    superior_duties: str | None
    township_duties: str | None
    handling: str | None


COMPARED = ("name", "superior_duties", "township_duties", "handling")


def differing(
    reports: Iterable[Report], shard_of: Callable[[Report], Shard]
) -> Mapping[str, Sequence[Warning]]:
    """Return the warnings of each document that lists its township otherwise than another file.

    Each is compared with the first format of its list: where two others differ, one of them
    differs from the first. Two shards are in memory at a time.
    """
    found: dict[str, list[Warning]] = defaultdict(list)
    for first, others in _formats(reports):
        here = _numbered(shard_of(first))
        for other in others:
            there = _numbered(shard_of(other))
            for this, that, one, two in ((here, there, first, other), (there, here, other, first)):
                if differences := _differences(this, that):
                    found[one.document_id].append(_to_warning(two, differences))
    return found


def _formats(reports: Iterable[Report]) -> Iterator[tuple[Report, Sequence[Report]]]:
    """Yield the documents that have others which may be formats of the same list, with those.

    Those lie in one folder, are of one township, and are not registered there as two lists.
    """
    towns: dict[tuple[str, str, str], list[Report]] = defaultdict(list)
    for report in reports:
        if report.county and report.township and report.status != "failed":
            towns[report.folder, report.county, report.township].append(report)
    for town in towns.values():
        others: dict[str, list[Report]] = defaultdict(list)  # by the id of each list's first one
        firsts: dict[str, Report] = {}
        for report in town:
            registered = (report.list_id, "") if report.list_id else tuple(firsts)
            first = next((firsts[one] for one in registered if one in firsts), None)
            if first:
                others[first.document_id].append(report)
            firsts.setdefault(report.list_id, report)
        yield from ((one, others[one.document_id]) for one in town if one.document_id in others)


def _to_warning(other: Report, differences: Sequence[str]) -> Warning:
    facts = {"file": other.source_name, "differences": "; ".join(differences)}
    return warning_of(Doubt("formats_differ", "", facts))


_Numbered = Mapping[tuple[str, int, int], Listed]


def _differences(here: _Numbered, there: _Numbered) -> list[str]:
    """Return for each item that two documents have otherwise how they differ in it."""
    return [
        f"{list_type} {seq} ({what})"
        for (list_type, seq, nth) in dict.fromkeys([*here, *there])
        if (what := _difference(here.get((list_type, seq, nth)), there.get((list_type, seq, nth))))
    ]


def _numbered(shard: Shard) -> _Numbered:
    """Return items by list, number, and how many items before it have the same number."""
    columns = shard_to_batch(shard, ITEMS).select(list(Listed.__struct_fields__))
    items = msgspec.convert(columns.to_pylist(), list[Listed])
    seen: Counter[tuple[str, int]] = Counter()
    numbered: dict[tuple[str, int, int], Listed] = {}
    for item in items:
        key = (item.list_type, item.seq)
        numbered[(*key, seen[key])] = item
        seen[key] += 1
    return numbered


def _difference(here: Listed | None, there: Listed | None) -> str:
    if here is None or there is None:
        return "only there" if here is None else "only here"
    return ", ".join(name for name in COMPARED if getattr(here, name) != getattr(there, name))
