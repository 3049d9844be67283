"""Headers of grids that a page cut: some titles stand above its end, the others below it."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Cell, Grid, Line
from ..rules import Rules
from .gridheads import GridRow, header_at

Blocks = list[Line | Grid]


def with_whole_heads(blocks: Sequence[Line | Grid], rules: Rules) -> Blocks:
    """Given the blocks of a document, return them with such headers whole, on the later page."""
    found: Blocks = []
    last: int | None = None  # the place in `found` of the grid before, if nothing is between
    for block in blocks:
        if isinstance(block, Line):
            last = last if block.furniture else None
            found.append(block)
            continue
        before = found[last] if last is not None else None
        whole = _whole(before, block, rules) if isinstance(before, Grid) else None
        if whole is not None and isinstance(before, Grid) and last is not None:
            found[last : last + 1] = [Grid(before.rows[:-1], before.page)] * (len(before.rows) > 1)
        rows = block.rows if whole is None else (whole, *block.rows[1:])
        last = len(found)
        found.append(Grid(rows, block.page))
    return found


def _whole(above: Grid, below: Grid, rules: Rules) -> GridRow | None:
    """Given two grids, return the header that the last and the first row of them are, if so.

    Every column has its title in one of the rows, and none of them is a header as good.
    """
    upper, lower = above.rows[-1], below.rows[0]
    if above.page == below.page or len(upper) != len(lower):
        return None
    pairs = list(zip(upper, lower, strict=True))
    if any(one and other and one.lines and other.lines for one, other in pairs):
        return None
    whole = tuple(_joined(one, other) for one, other in pairs)
    header = header_at(Grid((whole,)), 0, rules)
    halves = (header_at(Grid((half,)), 0, rules) for half in (upper, lower))
    most = max(len(half.fields) if half else 0 for half in halves)
    return whole if header is not None and len(header.fields) > most else None


def _joined(one: Cell | None, other: Cell | None) -> Cell | None:
    """Given the halves of a cell, of which one is empty, return it."""
    return one if one is not None and (one.lines or other is None) else other
