"""An extraction against the truth of a composed township: what differs, field by field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from qingdan.extraction import extract
from qingdan.model import Extraction, Item
from qingdan.options import Options
from qingdan.rules import Rules, load_rules

ROOT = Path(__file__).parent.parent
TOWNSHIPS = ROOT / "tests" / "fixtures" / "townships"
QUICK = Options(keywords=False)
ITEM_FIELDS = (
    "category",
    "name",
    "departments_raw",
    "departments",
    "superior_duties",
    "township_duties",
    "handling",
)
CLAUSE_FIELDS = (
    "field",
    "ordinal",
    "heading",
    "department_raw",
    "departments",
    "number",
    "text",
)

Truth = Mapping[str, Any]
Key = tuple[str, int]


class Difference(NamedTuple):
    """How an extraction differs from the truth; each line of `fields` and so on says where."""

    fields: tuple[str, ...]
    clauses: tuple[str, ...]
    facts: tuple[str, ...]
    totals: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(self)

    def __str__(self) -> str:
        return "\n".join(line for part in self for line in part)


@cache
def house_rules() -> Rules:
    """Return the rules of the repository, loaded once."""
    return load_rules(ROOT / "rules")


@cache
def truth_of(township: str) -> Truth:
    """Return the truth of a township."""
    truth: Truth = json.loads((TOWNSHIPS / township / "truth.json").read_text("utf-8"))
    return truth


def extracted(path: Path) -> Extraction:
    """Return what is extracted from a file of a township, without keywords."""
    return extract(path, path.parent.name, house_rules(), QUICK)


def difference(extraction: Extraction, truth: Truth) -> Difference:
    """Return everything in which an extraction is not the truth."""
    return Difference(
        tuple(_field_differences(extraction.items, truth["items"])),
        tuple(_clause_differences(extraction.items, truth["clauses"])),
        tuple(
            f"fact {name}: {getattr(extraction.facts, name)!r} for {value!r}"
            for name, value in truth["facts"].items()
            if getattr(extraction.facts, name) != value
        ),
        tuple(_total_differences(extraction, truth)),
    )


def _field_differences(items: Sequence[Item], wanted: Sequence[Truth]) -> Iterable[str]:
    """Yield each field of an item that is not the truth, items of one number in their order."""
    found = _by_key((item.list_type, item.seq, item) for item in items)
    truth = _by_key((item["list_type"], item["seq"], item) for item in wanted)
    for key in dict.fromkeys([*truth, *found]):
        for item, record in zip_longest(found.get(key, ()), truth.get(key, ())):
            if item is None or record is None:
                yield f"{key[0]} {key[1]}: {'missing' if item is None else 'not in the truth'}"
                continue
            for name in ITEM_FIELDS:
                value = _plain(getattr(item, name))
                if value != record[name]:
                    yield f"{key[0]} {key[1]} {name}: {value!r} for {record[name]!r}"


def _by_key(entries: Iterable[tuple[str, int, Any]]) -> dict[Key, list[Any]]:
    groups: dict[Key, list[Any]] = {}
    for list_type, seq, entry in entries:
        groups.setdefault((list_type, seq), []).append(entry)
    return groups


def _clause_differences(items: Sequence[Item], wanted: Sequence[Truth]) -> Iterable[str]:
    """Yield each clause that only one side has."""
    found = Counter(
        (
            item.list_type,
            item.seq,
            *(_hashable(getattr(clause, name)) for name in CLAUSE_FIELDS),
        )
        for item in items
        for clause in item.clauses
    )
    truth = Counter(
        (clause["list_type"], clause["seq"], *(_hashable(clause[name]) for name in CLAUSE_FIELDS))
        for clause in wanted
    )
    yield from (f"clause lacking: {clause}" for clause in (truth - found).elements())
    yield from (f"clause not in the truth: {clause}" for clause in (found - truth).elements())


def _total_differences(extraction: Extraction, truth: Truth) -> Iterable[str]:
    """Yield each total whose stated figure is not the printed one, and each wrong observed one."""
    stated = {(entry["list_type"], entry["check"]): entry["total"] for entry in truth["stated"]}
    found = {
        (check.list_type, check.check): check
        for check in extraction.checks
        if check.check != "sequence"
    }
    for key, check in found.items():
        if check.stated != stated.get(key):
            yield f"stated {key}: {check.stated} for {stated.get(key)}"
    yield from (f"stated {key}: not checked" for key in stated if key not in found)
    for entry in truth["checks"]:
        own = found.get((entry["list_type"], entry["check"]))
        if own is not None and own.observed != entry["observed"]:
            yield f"observed {own.list_type} {own.check}: {own.observed} for {entry['observed']}"


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
