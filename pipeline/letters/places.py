"""Where a person finds a part of a document: its lines, its page, its row in a table or sheet."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from ..model import Document, Grid


class Places(Struct, frozen=True):
    """The rows of a document's tables that have a name: where each begins, and what it is called.

    `starts` ascend; `ends` are where the rows end.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    names: Sequence[str]

    def row_at(self, start: int) -> str | None:
        """Return the name of the row that a place in the text stands in."""
        nth = bisect_right(self.starts, start) - 1
        return self.names[nth] if nth >= 0 and start < self.ends[nth] else None


def places_in(document: Document) -> Places:
    """Return the rows of a document's tables by their place in its text."""
    rows = sorted(
        (min(line.start for line in lines), max(line.end for line in lines), name)
        for block in document.blocks
        if isinstance(block, Grid)
        for cells, name in zip(block.rows, block.names, strict=False)
        if (lines := [line for cell in cells if cell for line in cell.lines])
    )
    starts, ends, names = zip(*rows, strict=True) if rows else ((), (), ())
    return Places(starts, ends, names)


def place_of(row: str | None, first: int | None, last: int | None, page: int | None) -> str | None:
    """Return where a person finds what stands in a row, in lines or on a page, None if unknown."""
    if row is not None:
        return row
    if first is not None:
        return f"line {first}" if last in (None, first) else f"lines {first}–{last}"
    return None if page is None else f"p. {page}"
