"""Columns of a table without vertical rules: told by its header and the white between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .marks import Run

LEAST_COLUMNS = 2
BEFORE = 3.0  # points between a border and the text behind it, at most
NARROWEST = 2.0  # points: what is whiter is a gutter


class Columns(NamedTuple):
    """The borders of columns from left to right, the outer ones included."""

    xs: tuple[float, ...]

    def crossed(self, run: Run) -> bool:
        """Tell whether a run stands on both sides of a border."""
        return any(run.x0 < x - BEFORE and x + BEFORE < run.x1 for x in self.xs[1:-1])


def columns_of(header: Sequence[Run], body: Sequence[Run]) -> Columns | None:
    """Given the runs of a header and of the rows below, return the columns.

    None where the header names fewer than two, or no white lies between two of them.
    """
    heads = header_cells(header)
    if len(heads) < LEAST_COLUMNS:
        return None
    middles = [(left + right) / 2 for left, right in heads]
    spans = [
        (run.x0, run.x1)
        for run in body
        if sum(run.x0 < middle < run.x1 for middle in middles) < 2  # the others are bands
    ]
    spans.extend(heads)
    inner: list[float] = []
    for left, right in pairwise(middles):
        if (border := _border(spans, left, right)) is None:
            return None
        inner.append(border)
    least, most = min(x0 for x0, _ in spans), max(x1 for _, x1 in spans)
    return Columns((least - BEFORE, *inner, most + BEFORE))


def header_cells(header: Iterable[Run]) -> list[tuple[float, float]]:
    """Given the runs of a header, return the sides of its lowest cells from left to right.

    A title over several columns names none of them.
    """
    cells: list[tuple[float, float]] = []
    for run in sorted(header, key=lambda run: -run.bottom):
        met = [cell for cell in cells if cell[0] < run.x1 and run.x0 < cell[1]]
        if len(met) > 1:
            continue
        for cell in met:
            cells.remove(cell)
        x0, x1 = met[0] if met else (run.x0, run.x1)
        cells.append((min(x0, run.x0), max(x1, run.x1)))
    return sorted(cells)


def _border(spans: Sequence[tuple[float, float]], left: float, right: float) -> float | None:
    """Given the sides of all text, return where the white between two places ends that parts them.

    Behind it the most lines begin; behind white in a column only some do, as a centred title.
    """
    gaps: list[tuple[int, float, float]] = []  # lines that begin behind it, width, end
    reached = left
    for x0, x1 in (*sorted(spans), (right, right)):
        start = min(x0, right)
        if start - reached > NARROWEST:
            begun = sum(abs(other - start) < BEFORE for other, _ in spans)
            gaps.append((begun, start - reached, start))
        reached = max(reached, x1)
    if not gaps:
        return None
    _, width, end = max(gaps)
    return end - min(BEFORE, width / 2)
