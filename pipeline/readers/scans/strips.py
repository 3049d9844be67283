"""A level page's ink without its rules → the strips that single lines of text stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ..pages.lattice import TooManyRules, rules_to_lattices
from ..pages.marks import Rule

Mask = NDArray[np.uint8]
Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels

# What is no letter: specks, in square points, and what is longer than any; the margin of a page.
SPECK, LONGEST, MARGIN = 0.45, 60.0, 6.0
# What is a line, in points: ink of its rows, white between it and the next, its height.
INK, WHITE, LOWEST, TYPE = 0.6, 0.7, 1.1, (6.0, 30.0)
LEAST_INK = 4.0  # square points
# Of the usual height of lines:
PART = 0.62  # what is lower is a part of a line: dots, marks, strokes
WHOLE, BETWEEN = 1.3, 0.45  # so high are parts together, and so far from each other
TOUCHING = 1.75  # what is higher are lines that touch
PITCH = 1.35  # from line to line, where they touch
FAINT = 0.7  # a mark at its end may be too faint to be seen by itself
CELL_GAP, PAGE_GAP = 8.0, 1.6  # of white inside a line, in cells and outside


class Strip(NamedTuple):
    """Where a line of text stands, in pixels, and how far right it may go on in faint ink."""

    x0: int
    top: int
    x1: int
    bottom: int
    end: int


class Strips(NamedTuple):
    """The strips of a page, and how high its lines usually are, in pixels."""

    strips: tuple[Strip, ...]
    height: float


def letters_of(dark: Mask, unit: float) -> Mask:
    """Return the ink of a page, without rules, that may be of letters."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    longer = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    none = (stats[:, cv2.CC_STAT_AREA] < SPECK * unit * unit) | (longer > LONGEST * unit)
    none[0] = False
    letters = dark.copy()
    letters[none[labels]] = 0
    margin = int(MARGIN * unit)
    letters[:margin] = letters[-margin:] = 0
    letters[:, :margin] = letters[:, -margin:] = 0
    return letters


def find_strips(letters: Mask, rules: Sequence[Rule], unit: float) -> Strips:
    """Return the lines of a page: those of each ruled cell, and those outside of tables."""
    cells = [_pixels(box, unit, letters.shape) for box in _cells(rules)]
    rest = letters.copy()
    for x0, top, x1, bottom in cells:
        rest[top:bottom, x0:x1] = 0
    regions = [(letters, (x0 + 1, y0 + 1, x1 - 1, y1 - 1)) for x0, y0, x1, y1 in cells]
    page = (rest, (0, 0, letters.shape[1], letters.shape[0]))
    low, high = (size * unit for size in TYPE)
    heights = [
        end - start
        for ink, box in (*regions, page)
        for start, end in _rows(_part(ink, box), unit)
        if low < end - start < high
    ]
    usual = float(np.median(heights)) if heights else 10 * unit
    strips = [
        strip
        for number, (ink, box) in enumerate((*regions, page))
        for strip in _lines(ink, box, unit, usual, CELL_GAP if number < len(cells) else PAGE_GAP)
    ]
    return Strips(tuple(strips), usual)


def _cells(rules: Sequence[Rule]) -> Iterator[tuple[float, float, float, float]]:
    """Yield the boxes of the cells that rules make, in points."""
    try:
        lattices = rules_to_lattices(rules, ()) if rules else ()
    except TooManyRules:
        return
    for xs, ys, cells, _ in lattices:
        for row, column, row_span, column_span in cells:
            yield xs[column], ys[row], xs[column + column_span], ys[row + row_span]


def _pixels(box: tuple[float, float, float, float], unit: float, shape: tuple[int, ...]) -> Box:
    x0, top, x1, bottom = (round(value * unit) for value in box)
    return max(0, x0), max(0, top), min(x1, shape[1]), min(bottom, shape[0])


def _part(ink: Mask, box: Box) -> Mask:
    x0, top, x1, bottom = box
    return ink[top:bottom, x0:x1]


def _lines(ink: Mask, box: Box, unit: float, usual: float, gap: float) -> Iterator[Strip]:
    """Yield the lines in a region, cut where there is a wide gap."""
    part = _part(ink, box)
    if not part.any():
        return
    x0, top, x1, _ = box
    rows = _joined(_rows(part, unit), usual)
    for start, end in (piece for row in rows for piece in _parted(part, row, usual)):
        if end - start < LOWEST * unit:
            continue
        for left, right in _bands(part[start:end].sum(0), 0, int(gap * usual)):
            inked = part[start:end, left:right].sum() >= LEAST_INK * unit * unit
            if inked and right - left >= LOWEST * unit:
                goes_on = min(x1, x0 + right + int(FAINT * usual))
                yield Strip(x0 + left, top + start, x0 + right, top + end, goes_on)


def _rows(part: Mask, unit: float) -> list[tuple[int, int]]:
    """Return the stretches of rows with ink in a region."""
    return _bands(part.sum(1), INK * unit, max(1, int(WHITE * unit)))


def _joined(rows: Sequence[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """Return stretches with those that are parts of one line made one."""
    joined: list[tuple[int, int]] = []
    for start, end in rows:
        if joined:
            before, last = joined[-1]
            is_part = min(end - start, last - before) < PART * usual
            if is_part and end - before < WHOLE * usual and start - last < BETWEEN * usual:
                joined[-1] = before, end
                continue
        joined.append((start, end))
    return joined


def _parted(part: Mask, row: tuple[int, int], usual: float) -> Iterator[tuple[int, int]]:
    """Yield a stretch, or the lines that touch in it: cut where there is least ink."""
    start, end = row
    height = end - start
    count = max(1, round(height / (PITCH * usual))) if height > TOUCHING * usual else 1
    reach = int(0.3 * usual)
    last = start
    for number in range(1, count):
        about = max(start, start + height * number // count - reach)
        profile = part[about : about + 2 * reach].sum(1)
        cut = about + int(np.argmin(profile)) if len(profile) else about
        yield last, cut
        last = cut
    yield last, end


def _bands(profile: NDArray[np.integer], least: float, gap: int) -> list[tuple[int, int]]:
    """Return the stretches of a profile above `least`, joined over gaps shorter than `gap`."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], profile > least, [0])).astype(np.int8)))
    bands: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if bands and start - bands[-1][1] < gap:
            bands[-1] = bands[-1][0], end
        else:
            bands.append((start, end))
    return bands
