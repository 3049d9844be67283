"""What changed between two editions of a document, as values; whoever shows it decides nothing.

Every difference of what the tables hold of a document is in them: where nothing is, nothing
differs in facts, totals, departments, items or clauses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import Indel

from ..model import ListType
from ..review.open import CheckRow
from ..review.rows import FACTS, ClauseRow, DepartmentRow, DocumentRow, Rows
from .likeness import Plain, in_order, letters_of
from .lists import Item, items_of
from .marking import Piece, Pieces, pieces_of
from .pairing import Link, links_of

REWORDED = 0.5  # likeness from which two clauses of a cell are one in other words
CARRIED = 0.8  # likeness from which they are when one stands in another cell

Moved = Literal["list", "category", "order", "number"]
ItemKind = Literal["added", "removed", "merged", "split", "changed"]
ClauseKind = Literal["added", "removed", "reworded", "moved", "renumbered"]


class Side(Struct, frozen=True):
    """An item as one edition has it."""

    item_id: str
    list_type: ListType
    seq: int
    category: str
    name: str
    place: str | None


class ClauseSide(Struct, frozen=True):
    """A clause as one edition has it."""

    field: str
    heading: str | None
    department_raw: str | None
    number: int | None
    text: str


class ClauseChange(Struct, frozen=True):
    """A clause that is there no more, is new, or is not as it was; `text` marks its words.

    `moved`: it stands on the other side, or under another heading or department, in the same words.
    """

    kind: ClauseKind
    old: ClauseSide | None
    new: ClauseSide | None
    text: Pieces


class ItemChange(Struct, frozen=True):
    """An item that is there no more, is new, or is not as it was.

    Of a `merged` item `new` is the one that it went into, of a `split` one `old` is the one that
    it came from. `moved` says what of its place is another: `number` alone is a consequence of
    what was added or removed above. `name` and `departments` are empty when they are as they
    were. `printed` tells that a cell is printed otherwise and says the same.
    """

    kind: ItemKind
    old: Side | None
    new: Side | None
    likeness: float | None = None
    is_sure: bool = True
    moved: tuple[Moved, ...] = ()
    name: Pieces = ()
    departments: Pieces = ()
    clauses: tuple[ClauseChange, ...] = ()
    printed: bool = False

    @property
    def is_renumbered(self) -> bool:
        """Tell whether it has another number and is otherwise as it was."""
        details = (self.name, self.departments, self.clauses, self.printed, not self.is_sure)
        return self.kind == "changed" and self.moved == ("number",) and not any(details)


class TotalChange(Struct, frozen=True):
    """A total that is another, stated or found; None where an edition does not have it."""

    list_type: ListType
    check: str
    old_stated: int | None
    old_observed: int | None
    new_stated: int | None
    new_observed: int | None


class FactChange(Struct, frozen=True):
    """A column of `documents` that says something else."""

    name: str
    old: str | float | None
    new: str | float | None


class DepartmentChange(Struct, frozen=True):
    """A department of other items than before, by how many; None where an edition has it not."""

    department: str
    old_items: int | None
    new_items: int | None


class Changes(Struct, frozen=True):
    """All changes of a document; `same` counts the items of which nothing changed."""

    facts: tuple[FactChange, ...]
    totals: tuple[TotalChange, ...]
    departments: tuple[DepartmentChange, ...]
    items: tuple[ItemChange, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        """Tell whether both editions say the same."""
        return not (self.facts or self.totals or self.departments or self.items)


def changes_of(old: Rows, new: Rows) -> Changes:
    """Return what changed between two editions of a document."""
    items, same = _items(items_of(old), items_of(new))
    return Changes(
        tuple(_facts(old.document, new.document)),
        tuple(_totals(old.checks, new.checks)),
        tuple(_departments(old.departments, new.departments)),
        items,
        same,
    )


# --- facts, totals, departments -----------------------------------------------------------------


def _facts(old: DocumentRow, new: DocumentRow) -> Iterable[FactChange]:
    for name in FACTS:
        was, is_now = getattr(old, name), getattr(new, name)
        if was != is_now:
            yield FactChange(name, was, is_now)


def _totals(old: Sequence[CheckRow], new: Sequence[CheckRow]) -> Iterable[TotalChange]:
    before = {(one.list_type, one.check): (one.stated, one.observed) for one in old}
    after = {(one.list_type, one.check): (one.stated, one.observed) for one in new}
    none = (None, None)
    for list_type, check in dict.fromkeys([*before, *after]):
        key = list_type, check
        if check != "sequence" and before.get(key) != after.get(key):
            yield TotalChange(list_type, check, *before.get(key, none), *after.get(key, none))


def _departments(
    old: Sequence[DepartmentRow], new: Sequence[DepartmentRow]
) -> Iterable[DepartmentChange]:
    before, after = _items_of(old), _items_of(new)
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield DepartmentChange(name, before.get(name), after.get(name))


def _items_of(departments: Sequence[DepartmentRow]) -> Mapping[str, int]:
    return {one.department: one.cooperative_items + one.recall_items for one in departments}


# --- items --------------------------------------------------------------------------------------


def _items(old: Sequence[Item], new: Sequence[Item]) -> tuple[tuple[ItemChange, ...], int]:
    """Return the items that changed in the order of the new edition, those that are gone where
    they stood, and how many did not change."""
    links = links_of(old, new)
    one_to_one = [link for link in links if link.kind == "same"]
    turned = _out_of_order(one_to_one, old, new)
    changes: list[tuple[float, ItemChange]] = []
    same = 0
    for link in one_to_one:
        change = _changed(old[link.old], new[link.new], link, link in turned)
        if change:
            changes.append((link.new, change))
        else:
            same += 1
    changes += _parts(links, old, new)
    linked_here, linked_there = {one.old for one in links}, {one.new for one in links}
    for place, item in enumerate(new):
        if place not in linked_there:
            changes.append((place, ItemChange("added", None, _side(item))))
    after = {link.old: link.new for link in one_to_one}
    at = -0.5
    for place, item in enumerate(old):
        at = after.get(place, at - 0.5) + 0.5 if place in after else at
        if place not in linked_here:
            changes.append((at, ItemChange("removed", _side(item), None)))
    changes.sort(key=lambda one: one[0])
    return tuple(change for _, change in changes), same


def _parts(
    links: Sequence[Link], old: Sequence[Item], new: Sequence[Item]
) -> Iterable[tuple[float, ItemChange]]:
    """Yield the items that went into another one, or came out of one, with where they stand."""
    for link in links:
        if link.kind == "same":
            continue
        sides = _side(old[link.old]), _side(new[link.new])
        yield link.new, ItemChange(link.kind, *sides, round(link.likeness, 3), link.is_sure)


def _out_of_order(
    links: Sequence[Link], old: Sequence[Item], new: Sequence[Item]
) -> frozenset[Link]:
    """Return the links that stand elsewhere in the order of their list than the others."""
    turned: list[Link] = []
    for list_type in {item.row.list_type for item in old}:
        own = [
            link
            for link in links
            if old[link.old].row.list_type == new[link.new].row.list_type == list_type
        ]
        kept = _longest_rising([link.new for link in own])
        turned += [link for place, link in enumerate(own) if place not in kept]
    return frozenset(turned)


def _longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """Return the places of a longest run of numbers that rise, others between them left out."""
    tails: list[int] = []  # the lowest number that a run of each length ends in
    ends: list[int] = []  # its place
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [place]
    kept = []
    place = ends[-1] if ends else -1
    while place >= 0:
        kept.append(place)
        place = before[place]
    return frozenset(kept)


def _changed(old: Item, new: Item, link: Link, is_turned: bool) -> ItemChange | None:
    """Return what changed of an item, None when nothing did and the link is sure."""
    was, is_now = old.row, new.row
    change = ItemChange(
        "changed",
        _side(old),
        _side(new),
        round(link.likeness, 3),
        link.is_sure,
        tuple(_moved(old, new, is_turned)),
        pieces_of(was.name, is_now.name) if was.name != is_now.name else (),
        _names(was.departments, is_now.departments),
        tuple(_clauses(old.clauses, new.clauses)),
    )
    details = (change.moved, change.name, change.departments, change.clauses)
    cells = ("departments_raw", "superior_duties", "township_duties", "handling")
    if any(details) or not link.is_sure:
        return change
    if any(getattr(was, cell) != getattr(is_now, cell) for cell in cells):
        return ItemChange("changed", change.old, change.new, change.likeness, printed=True)
    return None


def _moved(old: Item, new: Item, is_turned: bool) -> Iterable[Moved]:
    if old.row.list_type != new.row.list_type:
        yield "list"
    if old.row.category != new.row.category:
        yield "category"
    if is_turned:
        yield "order"
    if old.row.seq != new.row.seq:
        yield "number"


def _names(old: Sequence[str], new: Sequence[str]) -> Pieces:
    """Return the names of both, those that are gone and those that are new marked; none when they
    are the same in the same order."""
    if tuple(old) == tuple(new):
        return ()
    pieces: list[Piece] = []
    for step in Indel.opcodes(old, new):
        names = old[step.src_start : step.src_end] or new[step.dest_start : step.dest_end]
        kind: Literal["same", "removed", "added"] = (
            "same" if step.tag == "equal" else "removed" if step.tag == "delete" else "added"
        )
        pieces += [Piece(kind, name) for name in names]
    return tuple(pieces)


def _side(item: Item) -> Side:
    row = item.row
    return Side(row.item_id, row.list_type, row.seq, row.category, row.name, row.place)


# --- clauses ------------------------------------------------------------------------------------


def _clauses(old: Sequence[ClauseRow], new: Sequence[ClauseRow]) -> Iterable[ClauseChange]:
    """Yield the clauses that changed, in the order of the new edition, those that are gone last."""
    links = clause_links(old, new)
    for place, clause in enumerate(new):
        if place not in links:
            yield ClauseChange("added", None, side_of(clause), (Piece("added", clause.text),))
            continue
        before = old[links[place]]
        if kind := _kind(before, clause):
            text = pieces_of(before.text, clause.text)
            yield ClauseChange(kind, side_of(before), side_of(clause), text)
    for place, clause in enumerate(old):
        if place not in links.values():
            yield ClauseChange("removed", side_of(clause), None, (Piece("removed", clause.text),))


def _kind(old: ClauseRow, new: ClauseRow) -> ClauseKind | None:
    if old.text != new.text:
        return "reworded"
    if _heads(old) != _heads(new):
        return "moved"
    return "renumbered" if old.number != new.number else None


def clause_links(
    old: Sequence[ClauseRow],
    new: Sequence[ClauseRow],
    plain: tuple[Plain, Plain] = (letters_of,) * 2,
) -> Mapping[int, int]:
    """Return for the place of a new clause that of the old one which it was.

    Those that say the same are taken first, then the likest of the rest; among equals those that
    stand under the same heading, then those that stand nearest. `plain` is what makes of the texts
    of both what is compared of them.
    """
    here = [plain[0](one.text) for one in old]
    there = [plain[1](one.text) for one in new]
    saying: dict[str, list[int]] = defaultdict(list)
    for o, text in enumerate(here):
        saying[text].append(o)
    same = [(1.0, o, n) for n, text in enumerate(there) for o in saying.get(text, ())]
    links = _each_once(same, old, new)
    left = [o for o in range(len(old)) if o not in links.values()]
    alike = [
        (likeness, o, n)
        for n, other in enumerate(new)
        if n not in links
        for o in left
        if (likeness := in_order(here[o], there[n]))
        >= (REWORDED if old[o].field == other.field else CARRIED)
    ]
    return {**links, **_each_once(alike, old, new)}


def _each_once(
    pairs: Iterable[tuple[float, int, int]], old: Sequence[ClauseRow], new: Sequence[ClauseRow]
) -> dict[int, int]:
    """Return of pairs (likeness, old, new) the likest in which each clause is once, by the new."""

    def order(pair: tuple[float, int, int]) -> tuple[float, bool, int]:
        likeness, o, n = pair
        return -likeness, _heads(old[o]) != _heads(new[n]), abs(o - n)

    links: dict[int, int] = {}
    taken = set[int]()
    for _, o, n in sorted(pairs, key=order):
        if n not in links and o not in taken:
            links[n] = o
            taken.add(o)
    return links


def _heads(clause: ClauseRow) -> tuple[str, str | None, str | None]:
    return clause.field, clause.heading, clause.department_raw


def side_of(clause: ClauseRow) -> ClauseSide:
    """Return a clause as an edition, or a township, has it."""
    return ClauseSide(
        clause.field, clause.heading, clause.department_raw, clause.number, clause.text
    )
