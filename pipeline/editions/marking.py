"""Two texts as one, with what was taken out and what was put in marked as a person would."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import Indel

PieceKind = Literal["same", "removed", "added"]

SHORTEST_SAME = 2  # letters that stay between two changes for them to be told apart


class Piece(Struct, frozen=True):
    """A run of letters that both texts have, or only the old or the new one."""

    kind: PieceKind
    text: str


Pieces = tuple[Piece, ...]


def pieces_of(old: str, new: str) -> Pieces:
    """Return the pieces of two texts in order, of every change what is removed first.

    Changes with hardly a letter between them, and a letter alone before or behind one, are one:
    检查 and 巡查 differ as words.
    """
    pieces: list[Piece] = []
    removed = added = ""
    steps = Indel.opcodes(old, new)
    for place, step in enumerate(steps):
        was, is_now = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        is_inside = 0 < place < len(steps) - 1
        is_word = len(was) >= SHORTEST_SAME or not (is_inside or was.isalnum())
        if step.tag == "equal" and (is_word or len(steps) == 1):
            pieces += [*_change(removed, added), Piece("same", was)]
            removed = added = ""
        else:
            removed, added = removed + was, added + is_now
    return (*pieces, *_change(removed, added))


def _change(removed: str, added: str) -> list[Piece]:
    changes = (Piece("removed", removed), Piece("added", added))
    return [piece for piece in changes if piece.text]
