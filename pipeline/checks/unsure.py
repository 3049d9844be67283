"""Letters that recognition is not sure of: told item by item, with the words around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..model import UNSURE, Doubt, Item, Segment

# What is shown of them: letters around, and so many places.
AROUND, MOST_SHOWN = 4, 5
NOT_READ = ("furniture", "space")


def unsure_doubts(
    doubts: Iterable[Doubt], coverage: Sequence[Segment], items: Sequence[Item], text: str
) -> Iterator[Doubt]:
    """Yield doubts, those about single letters of an item made one; outside items, of a page."""
    starts = [segment.start for segment in coverage]
    by_owner: dict[tuple[str, int | None], list[int]] = {}
    for doubt in doubts:
        if doubt.code != UNSURE or doubt.start is None:
            yield doubt
            continue
        segment = coverage[bisect_right(starts, doubt.start) - 1]
        if segment.role not in NOT_READ:
            owner = (segment.item_id, None) if segment.item_id else ("", doubt.page)
            by_owner.setdefault(owner, []).append(doubt.start)
    by_id = {item.item_id: item for item in items}
    for (item_id, page), places in by_owner.items():
        facts: dict[str, str | int] = {"count": len(places), "text": _shown(sorted(places), text)}
        if item := by_id.get(item_id):
            where = item_id, item.page, item.line_start, item.line_end
            yield Doubt("letters_unsure", "", facts, *where)
        else:
            yield Doubt("letters_unsure", "outside", facts, None, page)


def _shown(places: Sequence[int], text: str) -> str:
    """Return the words around letters, which stand in brackets."""
    groups: list[list[int]] = []
    for place in places:
        if groups and place - groups[-1][-1] <= 2 * AROUND:
            groups[-1].append(place)
        else:
            groups.append([place])
    shown = " … ".join(_quoted(group, text) for group in groups[:MOST_SHOWN])
    return f"{shown} …" if groups[MOST_SHOWN:] else shown


def _quoted(places: Sequence[int], text: str) -> str:
    before = text[max(0, places[0] - AROUND) : places[0]].rpartition("\n")[2]
    inner = text[places[0] : places[-1] + 1]
    behind = text[places[-1] + 1 : places[-1] + 1 + AROUND].partition("\n")[0]
    marked = {place - places[0] for place in places}
    pieces = [
        ("[{}]" if unsure else "{}").format("".join(inner[one] for one in run))
        for unsure, found in groupby(range(len(inner)), marked.__contains__)
        if (run := list(found))
    ]
    return " ".join(f"{before}{''.join(pieces)}{behind}".split())
