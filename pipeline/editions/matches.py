"""Which items of many townships are the same: found in all documents of an output, and written.

The tables are read row by row: for the different names, of which groups are made; for the leaders
of the groups; and for the rows of `matches`. In memory are the names, not the items.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from ..model import LIST_TYPES, ListType
from ..review.rows import DocumentRow
from ..review.tables import read_rows
from ..rules import Rules
from ..writers.addition import added
from ..writers.publish import Tell
from ..writers.records import Row
from ..writers.schema import MATCHES
from .groups import Names, add_once, groups_of
from .likeness import Plain
from .names import plain_for

DIGEST = 8  # bytes of what stands for a clause

Town = tuple[str | None, ...]  # province, county, township; the id of a document that says neither


class _Named(Struct, frozen=True):
    """What is read of `items`."""

    document_id: str
    item_id: str
    list_type: ListType
    name: str
    flagged: bool


class _Said(Struct, frozen=True):
    """What is read of `clauses`."""

    item_id: str
    text: str


class Group(Struct, frozen=True):
    """A group: its number, its list, the name of its leader as printed, and what it holds.

    `flagged`: every item that could lead it is, so that its name may not be as printed.
    `shared` of the `clauses` of all its items but the leader stand in the leader's cells, too.
    """

    number: int
    list_type: ListType
    name: str
    flagged: bool
    items: int
    unsure: int
    townships: int
    clauses: int
    shared: int


class Matched(NamedTuple):
    """Many documents with their groups, which are numbered from 1 on in order.

    `towns` are the groups of each township by number, sorted; `unread` are documents that could
    not be read: nothing is said of them.
    """

    groups: tuple[Group, ...]
    towns: Mapping[Town, array[int]]
    documents: int
    unread: tuple[str, ...]


def match(output: Path, rules: Rules, tell: Tell) -> Matched:
    """Group the items of all documents of an output, write `matches` into it, and return what is
    told of it.

    Raises `BadCall` when tables are not there, cannot be read or written, or were changed.
    """
    places = {one.document_id: one for one in read_rows(output, "documents", DocumentRow)}
    read = {name: one for name, one in places.items() if one.status != "failed"}
    plain = {name: plain_for(one, rules) for name, one in read.items()}
    numbering = _Numbering(_names_of(output, plain))
    leaders = _leaders_of(output, plain, numbering)
    tally = _Tally(leaders)
    with added(output, MATCHES, tell) as add:
        for document_id, items in _documents(output):
            rows = [
                _to_row(item, clauses, plain[document_id], numbering, leaders)
                for item, clauses in items
            ]
            tally.add(town_of(places[document_id]), rows)
            add(rows, places[document_id].province)
    return tally.matched(len(read), tuple(name for name in places if name not in read))


def town_of(place: DocumentRow) -> Town:
    """Return what tells a township from others."""
    if place.county and place.township:
        return place.province, place.county, place.township
    return (place.document_id,)


# --- reading ------------------------------------------------------------------------------------

_Item = tuple[_Named, list[str]]  # with the texts of its clauses


def _documents(output: Path) -> Iterator[tuple[str, list[_Item]]]:
    """Yield the documents of an output with their items, in the order of the tables."""
    said = groupby(read_rows(output, "clauses", _Said), lambda one: one.item_id)
    item_id, clauses = next(said, ("", iter(())))
    for document_id, items in _items(output):
        own: list[_Item] = []
        for item in items:
            texts: list[str] = []
            if item.item_id == item_id:
                texts = [one.text for one in clauses]
                item_id, clauses = next(said, ("", iter(())))
            own.append((item, texts))
        yield document_id, own


def _items(output: Path) -> Iterator[tuple[str, Iterator[_Named]]]:
    return groupby(read_rows(output, "items", _Named), lambda item: item.document_id)


def _names_of(output: Path, plain: Mapping[str, Plain]) -> Mapping[ListType, Names]:
    """Return the different names of each list."""
    names: Mapping[ListType, Names] = {list_type: Names() for list_type in LIST_TYPES}
    for document_id, items in _items(output):
        for own in names.values():
            own.next_document()
        for item in items:
            names[item.list_type].add(plain[document_id](item.name))
    return names


# --- groups with their numbers ------------------------------------------------------------------


class _Found(NamedTuple):
    """The group of an item by number, how like its name is to the leader's, and how surely."""

    number: int
    likeness: float
    is_sure: bool


class _Numbering:
    """The group of every name: the lists in their order, in each of them the names of most items
    first."""

    def __init__(self, names: Mapping[ListType, Names]) -> None:
        self._names = names
        self._groups = {list_type: groups_of(own) for list_type, own in names.items()}
        self._numbers: dict[ListType, dict[int, int]] = {}  # by the leader's place
        first = 1
        for list_type, own in names.items():
            leaders = {*self._groups[list_type].leaders}
            ordered = sorted(leaders, key=lambda place: (-own.counts[place], place))
            self._numbers[list_type] = {place: first + at for at, place in enumerate(ordered)}
            first += len(ordered)

    def found(self, list_type: ListType, name: str) -> _Found:
        """Return the group of a plain name."""
        place, groups = self._names[list_type].place(name), self._groups[list_type]
        number = self._numbers[list_type][groups.leaders[place]]
        return _Found(number, groups.likeness[place], bool(groups.sure[place]))

    def is_leader(self, list_type: ListType, name: str) -> bool:
        """Tell whether a plain name leads its group."""
        place = self._names[list_type].place(name)
        return self._groups[list_type].leaders[place] == place


class Leader(NamedTuple):
    """The item that leads a group, its name as printed, and what its clauses say, a digest behind
    the other."""

    list_type: ListType
    item_id: str
    name: str
    flagged: bool
    said: bytes


def _leaders_of(
    output: Path, plain: Mapping[str, Plain], numbering: _Numbering
) -> Mapping[int, Leader]:
    """Return the leader of each group: of the items with the name that leads it, one whose clauses
    most of them have, where most have the same. Flagged items have a say only among themselves.

    Each item votes for the leader so far or against it, and one that is outvoted gives way: a
    majority is left in the end, and no item is kept to find it.
    """
    leaders: dict[int, Leader] = {}
    votes: Counter[int] = Counter()
    for document_id, items in _documents(output):
        for item, clauses in items:
            name = plain[document_id](item.name)
            number = numbering.found(item.list_type, name).number
            if not numbering.is_leader(item.list_type, name):
                continue
            if number in leaders and leaders[number].flagged != item.flagged:
                if item.flagged:
                    continue
                votes[number] = 0
            said = b"".join(_digests(clauses, plain[document_id]))
            if votes[number] == 0:
                own = item.list_type, item.item_id, item.name, item.flagged
                leaders[number] = Leader(*own, said)
            votes[number] += 1 if leaders[number].said == said else -1
    return leaders


def _digests(clauses: Iterable[str], plain: Plain) -> Iterator[bytes]:
    """Yield a digest of each clause, the same for those that are the same without their places."""
    return (blake2b(plain(one).encode(), digest_size=DIGEST).digest() for one in clauses)


def _to_row(
    item: _Named,
    clauses: Sequence[str],
    plain: Plain,
    numbering: _Numbering,
    leaders: Mapping[int, Leader],
) -> Row:
    """Return the row of `matches` of an item."""
    found = numbering.found(item.list_type, plain(item.name))
    leader = leaders[found.number]
    said = {leader.said[at : at + DIGEST] for at in range(0, len(leader.said), DIGEST)}
    shared = sum(one in said for one in _digests(clauses, plain))
    return (
        item.document_id,
        item.item_id,
        item.list_type,
        found.number,
        leader.name,
        round(found.likeness, 3),
        found.is_sure,
        item.item_id == leader.item_id,
        len(clauses),
        shared,
    )


# --- what is told of it -------------------------------------------------------------------------


class _Tally:
    """Counts what is written of each group."""

    def __init__(self, leaders: Mapping[int, Leader]) -> None:
        self._leaders = leaders
        size = len(leaders) + 1
        self._items, self._unsure = array("i", [0]) * size, array("i", [0]) * size
        self._clauses, self._shared = array("q", [0]) * size, array("q", [0]) * size
        self._towns: dict[Town, array[int]] = defaultdict(lambda: array("i"))

    def add(self, town: Town, rows: Iterable[Row]) -> None:
        """Count a document's rows."""
        own = self._towns[town]
        for *_, number, _, _, is_sure, is_leader, clauses, shared in rows:
            assert isinstance(number, int)
            assert isinstance(clauses, int)
            assert isinstance(shared, int)
            add_once(own, number)
            self._items[number] += 1
            self._unsure[number] += not is_sure
            if not is_leader:
                self._clauses[number] += clauses
                self._shared[number] += shared

    def matched(self, documents: int, unread: tuple[str, ...]) -> Matched:
        """Return what was counted."""
        townships = Counter(number for own in self._towns.values() for number in own)
        groups = tuple(
            Group(
                number,
                self._leaders[number].list_type,
                self._leaders[number].name,
                self._leaders[number].flagged,
                self._items[number],
                self._unsure[number],
                townships[number],
                self._clauses[number],
                self._shared[number],
            )
            for number in range(1, len(self._leaders) + 1)
        )
        return Matched(groups, self._towns, documents, unread)
