"""Which item of an old edition is which of the new one: by name, then by likeness.

Items whose list and name are the same are paired first, by their duties where a list has a name
twice. What is left is compared each with each, and the likest pairs of all are taken before any
other. What still is left may have been merged into an item, or split from one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import partial_ratio

from .likeness import Rarity, bigrams_of, in_order, letters_of
from .lists import Item

ALIKE = 0.55  # likeness from which two items may be the same
SURE = 0.7  # likeness from which they are, unless another one is nearly as like
NEARLY = 0.08  # how much less like another one must be
NAME = 0.65  # what the name counts, of two items with duties
SAME_LIST = 0.04  # what it adds to stand in the same list
CONTAINED = 85.0  # percent of a name found in another one, for an item to have gone into it
SHORTEST = 4  # letters of such a name

Pair = tuple[int, int]  # places of an old and of a new item
Scores = dict[Pair, float]  # how alike they are, from 0 to 1
Kind = Literal["same", "merged", "split"]


class Link(NamedTuple):
    """An old and a new item (their places among the items) that are one.

    `merged`: the old one is a part of the new one, which is linked with others, too; `split`: the
    new one is a part of the old one. An unsure link is shown to people as such.
    """

    old: int
    new: int
    kind: Kind
    likeness: float
    is_sure: bool


class _Side(NamedTuple):
    """What is compared of an item."""

    list_type: str
    name: str
    name_bigrams: frozenset[str]
    duties: str
    duty_bigrams: frozenset[str]


def links_of(old: Sequence[Item], new: Sequence[Item]) -> tuple[Link, ...]:
    """Return the links of two editions, in the order of the old items; each item has one of kind
    `same` at most."""
    here, there = [*map(_side, old)], [*map(_side, new)]
    named = _named_alike(here, there)
    scores = _scores(here, there, _left(named, here, there))
    alike = [Link(*pair, "same", scores[pair], True) for pair in _each_once(_likest(scores))]
    linked = [*named, *alike]
    parts = _parts(here, there, _left(linked, here, there), linked)
    for pair in ((part.old, part.new) for part in parts):
        scores.pop(pair, None)  # what went into an item is no other item that it may be
    alike = [
        one._replace(is_sure=_is_sure(one, scores, here[one.old], there[one.new])) for one in alike
    ]
    return tuple(sorted([*named, *alike, *parts]))


def _side(item: Item) -> _Side:
    name, duties = letters_of(item.row.name), letters_of(item.duties)
    return _Side(item.row.list_type, name, bigrams_of(name), duties, bigrams_of(duties))


_Left = tuple[Sequence[int], Sequence[int]]


def _left(links: Iterable[Link], here: Sequence[_Side], there: Sequence[_Side]) -> _Left:
    """Return the places of the items on both sides that have no link."""
    linked_here, linked_there = {one.old for one in links}, {one.new for one in links}
    return (
        [place for place in range(len(here)) if place not in linked_here],
        [place for place in range(len(there)) if place not in linked_there],
    )


def _named_alike(here: Sequence[_Side], there: Sequence[_Side]) -> list[Link]:
    """Return links of items with the same name in the same list."""
    named: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, sides in enumerate((here, there)):
        for place, side in enumerate(sides):
            named[side.list_type, side.name][number].append(place)
    links = []
    for olds, news in named.values():
        likeness = {(o, n): in_order(here[o].duties, there[n].duties) for o in olds for n in news}
        is_only = len(olds) == len(news) == 1
        for o, n in _each_once(_likest(likeness)):
            is_sure = is_only or here[o].duties == there[n].duties
            links.append(Link(o, n, "same", 1.0, is_sure))
    return links


def _scores(here: Sequence[_Side], there: Sequence[_Side], left: _Left) -> Scores:
    """Return the pairs of the items left that may be one, with how alike they are.

    Those whose names share no two letters are none.
    """
    sides = [*here, *there]
    names = Rarity(side.name_bigrams for side in sides)
    duties = Rarity(side.duty_bigrams for side in sides)
    return {
        (o, n): likeness
        for o in left[0]
        for n in left[1]
        if not here[o].name_bigrams.isdisjoint(there[n].name_bigrams)
        and (likeness := _likeness(here[o], there[n], names, duties)) >= ALIKE
    }


def _likest(scores: Scores) -> list[Pair]:
    """Return pairs, the likest first; of those that are as like, those that stand nearest."""
    return sorted(scores, key=lambda pair: (-scores[pair], abs(pair[0] - pair[1]), pair))


def _each_once(pairs: Iterable[Pair]) -> Iterable[Pair]:
    """Yield pairs in order, but none of whose items one was in an earlier pair."""
    olds, news = set[int](), set[int]()
    for old, new in pairs:
        if old not in olds and new not in news:
            olds.add(old)
            news.add(new)
            yield old, new


def _is_sure(link: Link, scores: Scores, here: _Side, there: _Side) -> bool:
    """Tell whether two items are one: alike, and no other one is nearly as like to one of them."""
    least, most = sorted((here.name, there.name), key=len)
    is_alike = link.likeness >= SURE or (len(least) >= SHORTEST and least in most)
    rivals = (
        likeness
        for (old, new), likeness in scores.items()
        if (old == link.old) != (new == link.new)
    )
    return is_alike and max(rivals, default=0.0) <= link.likeness - NEARLY


def _likeness(one: _Side, other: _Side, names: Rarity, duties: Rarity) -> float:
    """Return how alike two items are, from 0 to 1."""
    if one.name == other.name:
        return 1.0
    bonus = SAME_LIST if one.list_type == other.list_type else 0.0
    shared = names.shared(one.name_bigrams, other.name_bigrams)
    name = (in_order(one.name, other.name) + shared) / 2
    if not (one.duties and other.duties):
        return min(name + bonus, 1.0)
    told = duties.shared(one.duty_bigrams, other.duty_bigrams)
    return min(NAME * name + (1 - NAME) * told + bonus, 1.0)


def _parts(
    here: Sequence[_Side], there: Sequence[_Side], left: _Left, links: Sequence[Link]
) -> list[Link]:
    """Return links of items whose name is a part of the name of an item that has a link."""
    found = []
    linked_there, linked_here = {one.new for one in links}, {one.old for one in links}
    for o in left[0]:
        likeness, n = _holder(here[o], there, linked_there)
        if likeness >= CONTAINED:
            found.append(Link(o, n, "merged", likeness / 100, likeness == 100))
    for n in left[1]:
        likeness, o = _holder(there[n], here, linked_here)
        if likeness >= CONTAINED:
            found.append(Link(o, n, "split", likeness / 100, likeness == 100))
    return found


def _holder(part: _Side, sides: Sequence[_Side], linked: Iterable[int]) -> tuple[float, int]:
    """Return the linked item of the same list that holds most of a name, and how much of it."""
    return max(
        (
            (partial_ratio(part.name, sides[place].name), place)
            for place in linked
            if sides[place].list_type == part.list_type
            and len(sides[place].name) > len(part.name) >= SHORTEST
        ),
        default=(0.0, -1),
    )
