"""How the duties of one item differ between the townships that have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from ..errors import BadCall
from ..model import ListType
from ..review.rows import Documents
from ..review.tables import read_rows
from ..rules import Rules
from .changes import ClauseChange, clause_links, side_of
from .likeness import Plain
from .lists import Item, items_of
from .marking import Piece, pieces_of
from .matches import Town, town_of
from .names import plain_for


class _Match(Struct, frozen=True):
    """What is read of `matches`."""

    document_id: str
    item_id: str
    group_id: int
    score: float
    sure: bool
    leader: bool


class Member(Struct, frozen=True):
    """An item of a group: what its clauses have otherwise than the leader's, places left out."""

    township: Town
    item_id: str
    name: str
    flagged: bool
    score: float
    is_sure: bool
    clauses: tuple[ClauseChange, ...]


class Duties(Struct, frozen=True):
    """A group: its leader, and all its other items."""

    number: int
    list_type: ListType
    leader: Member
    members: tuple[Member, ...]


def duties_of(output: Path, number: int, rules: Rules) -> Duties:
    """Return how the duties of a group's items differ from those of its leader.

    Raises `BadCall` when there is no such group, or tables cannot be read.
    """
    matches = [one for one in read_rows(output, "matches", _Match) if one.group_id == number]
    if not matches:
        raise BadCall(f"--group {number}", "there is no such group", "see matches.csv")
    tables = Documents(output)
    items = {one.item_id: _item(tables, one) for one in matches}
    plain = {
        one.document_id: plain_for(tables.documents[one.document_id], rules) for one in matches
    }
    (leader,) = (one for one in matches if one.leader)
    base = items[leader.item_id]

    def member(one: _Match) -> Member:
        both = plain[leader.document_id], plain[one.document_id]
        return Member(
            town_of(tables.documents[one.document_id]),
            one.item_id,
            items[one.item_id].row.name,
            items[one.item_id].row.flagged,
            one.score,
            one.sure,
            tuple(_differing(base, items[one.item_id], both)),
        )

    others = tuple(member(one) for one in matches if not one.leader)
    return Duties(number, base.row.list_type, member(leader), others)


def _item(tables: Documents, match: _Match) -> Item:
    items = items_of(tables.of(match.document_id))
    return next(item for item in items if item.row.item_id == match.item_id)


def _differing(base: Item, item: Item, plain: tuple[Plain, Plain]) -> Iterator[ClauseChange]:
    """Yield the clauses that are not the leader's: reworded or more, then those it has alone."""
    links: Mapping[int, int] = clause_links(base.clauses, item.clauses, plain)
    for place, clause in enumerate(item.clauses):
        if place not in links:
            yield ClauseChange("added", None, side_of(clause), (Piece("added", clause.text),))
            continue
        own = base.clauses[links[place]]
        if plain[0](own.text) != plain[1](clause.text):
            marked = pieces_of(own.text, clause.text)
            yield ClauseChange("reworded", side_of(own), side_of(clause), marked)
    for place, clause in enumerate(base.clauses):
        if place not in links.values():
            yield ClauseChange("removed", side_of(clause), None, (Piece("removed", clause.text),))
