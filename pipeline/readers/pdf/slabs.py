"""Rows of a table without enough rules across: told by the white above and below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .marks import Run

CLEARLY = 1.0  # points by which white between rows is higher than white between lines
ALMOST = 0.5


class Gap(NamedTuple):
    """White through all columns: where it begins and ends."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Cuts(NamedTuple):
    """Heights at which rows are cut, whether all of them are beyond doubt, or go through text."""

    ys: tuple[float, ...]
    clear: bool
    through: bool = False


def gaps_of(runs: Iterable[Run]) -> list[Gap]:
    """Given runs, return the white between them from top to bottom."""
    gaps: list[Gap] = []
    reached: float | None = None
    for top, bottom in sorted((run.top, run.bottom) for run in runs):
        if reached is not None and top > reached:
            gaps.append(Gap(reached, top))
        reached = bottom if reached is None else max(reached, bottom)
    return gaps


def row_cuts(runs: Sequence[Run], anchors: Sequence[Run]) -> Cuts:
    """Given a table's runs and the one run that each row has for sure, return the cuts.

    The least of the widest gaps between two anchors is what parts rows; when lines of one cell
    are as far apart, only the place of the anchors tells: each at the top of its row.
    """
    gaps = gaps_of(runs)
    widest = [
        max(between, key=lambda gap: gap.height, default=None)
        for one, two in pairwise(anchors)
        for between in [[gap for gap in gaps if middle(one) < gap.middle < middle(two)]]
    ]
    found = [gap for gap in widest if gap is not None]
    least = min((gap.height for gap in found), default=0.0)
    high = [gap for gap in gaps if gap.height > least - ALMOST]
    rest = max((gap.height for gap in gaps if gap not in high), default=0.0)
    parted = len(found) == len(widest) and len(high) < len(gaps) and rest < least - CLEARLY
    if found and parted:
        return Cuts(tuple(gap.middle for gap in high), True)
    if found and len(found) == len(widest) == len(high) == len(gaps):
        return Cuts(tuple(gap.middle for gap in high), True)  # every row is one line
    ys = tuple(anchor.top - ALMOST for anchor in anchors[1:])
    through = any(run.top + CLEARLY < y < run.bottom - CLEARLY for run in runs for y in ys)
    return Cuts(ys, False, through)


def middle(run: Run) -> float:
    """Given a run, return the height of its middle."""
    return (run.top + run.bottom) / 2
