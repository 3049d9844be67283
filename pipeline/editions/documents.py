"""Documents of two outputs paired, and compared one after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from ..review.rows import DocumentRow, Documents
from .changes import Changes, changes_of

Status = Literal["same", "changed", "added", "removed", "not_compared"]
Reason = Literal["failed", "ambiguous", "other_township"]


class Pair(Struct, frozen=True):
    """Two editions of a document; None is an edition that is not there.

    `reason` is why they are not compared: one could not be read, or several documents of one
    township are left on a side, so that nobody knows which is which. With `other_township` they
    are compared, but have only their place in the call, or their id, in common.
    """

    old: DocumentRow | None
    new: DocumentRow | None
    reason: Reason | None = None


class Difference(Struct, frozen=True):
    """What became of a document; `changes` are there when it was compared."""

    status: Status
    old: DocumentRow | None
    new: DocumentRow | None
    reason: Reason | None
    changes: Changes | None


def differences(old: Documents, new: Documents) -> Iterator[Difference]:
    """Yield what became of every document of two outputs, in the order of their ids."""
    for pair in pairs_of(old.documents, new.documents):
        yield _difference(pair, old, new)


def _difference(pair: Pair, old: Documents, new: Documents) -> Difference:
    if pair.reason in ("failed", "ambiguous"):
        return Difference("not_compared", pair.old, pair.new, pair.reason, None)
    if pair.old is None or pair.new is None:
        status: Status = "added" if pair.old is None else "removed"
        return Difference(status, pair.old, pair.new, None, None)
    changes = changes_of(old.of(pair.old.document_id), new.of(pair.new.document_id))
    status = "same" if changes.is_empty else "changed"
    return Difference(status, pair.old, pair.new, pair.reason, changes)


def pairs_of(old: Mapping[str, DocumentRow], new: Mapping[str, DocumentRow]) -> tuple[Pair, ...]:
    """Return the documents of two outputs as pairs: by id, then by place.

    One document on each side are a pair whatever they are called.
    """
    if len(old) == len(new) == 1:
        return (_pair(*old.values(), *new.values()),)
    pairs = [_pair(one, new[name]) for name, one in old.items() if name in new]
    here = {name: one for name, one in old.items() if name not in new}
    there = {name: one for name, one in new.items() if name not in old}
    towns: dict[tuple[str | None, ...], tuple[list[DocumentRow], list[DocumentRow]]]
    towns = defaultdict(lambda: ([], []))
    for side, places in enumerate((here, there)):
        for one in places.values():
            towns[_town(one)][side].append(one)
    for olds, news in towns.values():
        pairs += _of_a_town(olds, news)
    return tuple(sorted(pairs, key=_id))


def _id(pair: Pair) -> str:
    return min(one.document_id for one in (pair.old, pair.new) if one)


def _town(place: DocumentRow) -> tuple[str | None, ...]:
    """Return what tells a township; the id of a document that does not name its county or its
    township, which pairs it with no other."""
    if place.county and place.township:
        return place.province, place.county, place.township
    return (place.document_id,)


def _of_a_town(olds: list[DocumentRow], news: list[DocumentRow]) -> Iterable[Pair]:
    if len(olds) == len(news) == 1:
        yield _pair(olds[0], news[0])
        return
    is_ambiguous = bool(olds and news)
    for one in olds:
        yield _alone(one, None, is_ambiguous)
    for one in news:
        yield _alone(None, one, is_ambiguous)


def _alone(old: DocumentRow | None, new: DocumentRow | None, is_ambiguous: bool) -> Pair:
    place = old or new
    if place and place.status == "failed":
        return Pair(old, new, "failed")
    return Pair(old, new, "ambiguous" if is_ambiguous else None)


def _pair(old: DocumentRow, new: DocumentRow) -> Pair:
    if "failed" in (old.status, new.status):
        return Pair(old, new, "failed")
    both = [(getattr(old, name), getattr(new, name)) for name in ("county", "township")]
    is_other = any(was and is_now and was != is_now for was, is_now in both)
    return Pair(old, new, "other_township" if is_other else None)
