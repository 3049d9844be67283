"""The marks that number clauses and head groups: `1.` `（1）` `1）` `①` `一、` `（一）`.

What they look like in print is in the rules; `Grammar.mark_at` finds them.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

MarkKind = Literal["heading", "subheading", "dot", "bracket", "half", "circle"]

# From the highest level to the lowest: numbers of a kind begin anew under each of a higher one.
KINDS: tuple[MarkKind, ...] = ("heading", "subheading", "dot", "bracket", "half", "circle")
HEADING_KINDS = KINDS[:2]
CLAUSE_KINDS = KINDS[2:]
BELOW: dict[str, tuple[MarkKind, ...]] = {
    kind: KINDS[level + 1 :] for level, kind in enumerate(KINDS)
}


class Mark(Struct, frozen=True):
    """A mark at a place of a text: `text[start:end]` is the mark, `number` what it says."""

    kind: MarkKind
    number: int
    start: int
    end: int
