"""What townships have and lack beside each other, of the groups that their items are in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

from ..review.rows import DocumentRow
from ..review.tables import read_rows
from .groups import holds
from .matches import Group, Matched, Town, town_of

FEWEST_TOWNS = 3  # round a township for it to be told what it lacks, itself among them
MOST_OTHERS = 2 / 3  # of the others have what one is told to lack

Among = Literal["county", "province", "all"]
_Scope = tuple[Among, tuple[str | None, ...]]  # which county or province


class Lacking(Struct, frozen=True):
    """A group that a township has no item of, and how many of the others round it have one: those
    of its county; where that has too few, of its province, or all."""

    township: Town
    group: Group
    having: int
    others: int
    among: Among


class Alone(Struct, frozen=True):
    """A group of which only one township of all has an item."""

    township: Town
    group: Group


class Load(Struct, frozen=True):
    """What a kind of department is bound by: in how many townships, in all, and in a township
    from the least to the most."""

    kind: str
    townships: int
    cooperative_items: int
    recall_items: int
    clauses: int
    fewest_items: int
    most_items: int


class Report(Struct, frozen=True):
    """All that is told of many townships; groups whose duties differ, the most different first."""

    documents: int
    unread: tuple[str, ...]
    townships: int
    groups: int
    items: int
    unsure: int
    lacking: tuple[Lacking, ...]
    alone: tuple[Alone, ...]
    differing: tuple[Group, ...]
    load: tuple[Load, ...]


def report_of(matched: Matched, output: Path) -> Report:
    """Return what is told of the townships of an output whose items were matched."""
    groups = matched.groups
    return Report(
        matched.documents,
        matched.unread,
        len(matched.towns),
        len(groups),
        sum(group.items for group in groups),
        sum(group.unsure for group in groups),
        tuple(_lacking(matched)),
        tuple(_alone(matched)),
        tuple(_differing(groups)),
        load_of(output),
    )


def _lacking(matched: Matched) -> Iterator[Lacking]:
    """Yield what townships lack that most of those round them have, county by county."""
    for (among, _), round_it in _surroundings(matched.towns).items():
        having = Counter(number for town in round_it.all for number in matched.towns[town])
        others = len(round_it.all) - 1
        common = sorted(one for one, count in having.items() if count >= MOST_OTHERS * others)
        for town in round_it.compared:
            for number in common:
                if not holds(matched.towns[town], number):
                    group = matched.groups[number - 1]
                    yield Lacking(town, group, having[number], others, among)


class _Surroundings(NamedTuple):
    """The townships of a county, of a province or of all, and those that are compared with them."""

    all: list[Town]
    compared: list[Town]


def _surroundings(towns: Iterable[Town]) -> Mapping[_Scope, _Surroundings]:
    """Return what townships are compared with: the smallest of these with enough of them."""
    found: dict[_Scope, _Surroundings] = defaultdict(lambda: _Surroundings([], []))
    ordered = sorted(towns, key=lambda town: [part or "" for part in town])
    for town in ordered:
        for key in _around(town):
            found[key].all.append(town)
    for town in ordered:
        enough = [one for key in _around(town) if len((one := found[key]).all) >= FEWEST_TOWNS]
        if enough:
            enough[0].compared.append(town)
    return found


def _around(town: Town) -> list[_Scope]:
    """Return what a township lies in, the smallest first; without a place only all of them."""
    scopes: list[_Scope] = []
    if len(town) > 1:
        scopes.append(("county", town[:2]))
        if town[0]:
            scopes.append(("province", town[:1]))
    return [*scopes, ("all", ())]


def _alone(matched: Matched) -> Iterator[Alone]:
    if len(matched.towns) < 2:
        return
    holders = {
        number: town
        for town, numbers in matched.towns.items()
        for number in numbers
        if matched.groups[number - 1].townships == 1
    }
    for number in sorted(holders):
        yield Alone(holders[number], matched.groups[number - 1])


def _differing(groups: Sequence[Group]) -> list[Group]:
    """Return the groups of several townships in which a clause is not the leader's."""
    found = [one for one in groups if one.townships > 1 and one.shared < one.clauses]
    return sorted(found, key=lambda one: (one.shared / one.clauses, -one.townships, one.number))


# --- departments --------------------------------------------------------------------------------


class _Department(Struct, frozen=True):
    """What is read of `departments`."""

    document_id: str
    kind: str | None
    cooperative_items: int
    recall_items: int
    clauses: int


class _Bound(NamedTuple):
    cooperative: int = 0
    recall: int = 0
    clauses: int = 0


def load_of(output: Path) -> tuple[Load, ...]:
    """Return what each kind of department is bound by, that with most items first; departments
    of no known kind are in none."""
    towns = {one.document_id: town_of(one) for one in read_rows(output, "documents", DocumentRow)}
    kinds: dict[str, dict[Town, _Bound]] = defaultdict(dict)
    for one in read_rows(output, "departments", _Department):
        if one.kind:
            own = kinds[one.kind]
            before = own.get(towns[one.document_id], _Bound())
            more = (one.cooperative_items, one.recall_items, one.clauses)
            own[towns[one.document_id]] = _Bound(*map(sum, zip(before, more, strict=True)))
    loads = [_load(kind, [*own.values()]) for kind, own in kinds.items()]
    key = lambda load: (-load.cooperative_items - load.recall_items, load.kind)  # noqa: E731
    return tuple(sorted(loads, key=key))


def _load(kind: str, bound: Sequence[_Bound]) -> Load:
    items = [one.cooperative + one.recall for one in bound]
    cooperative, recall, clauses = (sum(column) for column in zip(*bound, strict=True))
    return Load(kind, len(bound), cooperative, recall, clauses, min(items), max(items))
