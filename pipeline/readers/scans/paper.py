"""A picture of a page → the page as it lay before it was scanned: even paper, level, upright."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]  # 1 where there is ink

PAPER, OUTSIDE = 245, 255  # what paper is made, and what is outside of it; no paper is so light
DARKEST_PAPER = 40
DESK, LEAST_DESK = 0.4, 56  # of the light of paper: as dark is what it lies on; pixels of its sides
FINEST = 300 / 72  # pixels a point: more tell no more
INK = 200  # darker is ink, when the paper is even and the picture small
LEVEL_SIZE = 1_400  # pixels of the longer side of the picture in which rules are measured
STEEPEST = 0.2  # pixels down a pixel across
# Pixels: so long are strokes that are rules, and the pieces of them that are straight; no thicker.
STROKE, PIECE, THICK = 50, 30, 14
# Strokes so far apart, of a page, tell how much more they slant from side to side; those whose
# slope differs by more from that of the others are none of them. A place of a stroke's ink may be
# off by a pixel: a change of slope by fewer standard errors is none, nor is a smaller one.
WIDE, ODD, ERRORS, LEAST_CHANGE, PASSES = 0.25, 0.008, 4.0, 0.003, 2
MOST_STROKES = 60  # the longest
FADED = 80  # of 255: what is left of a thin line that is drawn anew
EDGE = 0.02  # of the picture: strokes so near to its edge are the edge
LEAST_RULES = 900  # pixels of rules that tell how a page lies
WIDEST = 3.0  # degrees to both sides in which it is looked for
LEAST_ANGLE = 0.03  # degrees: less is level
LARGEST, NEXT = 40.0, 4.0  # points: the largest letters, and how far they are from the next
# What is a seal: red in a blot so large, in points.
LEAST_SEAL, SEAL_SIDES = 50.0, 2.5


# Points of the longer side of paper; what is of any other size is taken for A4.
SHORTEST_PAPER, LONGEST_PAPER, A4 = 400.0, 1_300.0, 842.0


# Dots an inch at which a page with pictures is drawn: those of its pictures, in these bounds.
FEWEST_DOTS, USUAL_DOTS, MOST_DOTS = 100.0, 200.0, 300.0
MOST_PIXELS = 5_000  # of a side


class Sheet(NamedTuple):
    """A picture of a page (grey, or blue, green, red), and how many of its pixels a point is."""

    picture: NDArray[np.uint8]
    unit: float


def unit_of(size: tuple[int, int], unit: float | None) -> float:
    """Return how many pixels of a page's picture a point is, from what its file says."""
    longer = max(size)
    if unit and SHORTEST_PAPER * unit <= longer <= LONGEST_PAPER * unit:
        return unit
    return longer / A4


def drawing_scale(dots: Sequence[float], width: float, height: float) -> float:
    """Return how many pixels a point a page is drawn with; of its pictures' dots an inch."""
    dots_an_inch = min(max(max(dots, default=USUAL_DOTS), FEWEST_DOTS), MOST_DOTS)
    return min(dots_an_inch / 72, MOST_PIXELS / max(width, height))


def even_ink(sheet: Sheet) -> Grey:
    """Return a page in grey on even white paper, without red seals and what it lies on."""
    grey = _without_seals(sheet)
    size = grey.shape[1], grey.shape[0]
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 11)
    paper = cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR)
    even = cv2.divide(grey, np.maximum(paper, DARKEST_PAPER), scale=PAPER)
    even = np.minimum(even, OUTSIDE - 1)
    desk = cv2.resize(_desk(np.asarray(small, np.uint8)) * 255, size)
    even[desk > 127] = OUTSIDE
    return np.asarray(even, np.uint8)


def _desk(small: Grey) -> Mask:
    """Return where a picture, an eighth of its size, shows what the paper lies on: dark up to its
    edge.
    """
    dark = (small < DESK * np.percentile(small, 90)).astype(np.uint8)
    dark = np.asarray(
        cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((LEAST_DESK // 8,) * 2, np.uint8)), np.uint8
    )
    _, labels = cv2.connectedComponents(dark)
    edge = np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1]))
    desk = np.isin(labels, np.unique(edge[edge > 0])).astype(np.uint8)
    return np.asarray(cv2.dilate(desk, np.ones((3, 3), np.uint8)), np.uint8)


def _without_seals(sheet: Sheet) -> Grey:
    """Return a page in grey; where a seal is, as red light shows it: red fades, black stays."""
    picture = sheet.picture
    if picture.ndim == 2:
        return picture
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(int)
    red = (small[..., 2] - small[..., :2].max(2) > 40).astype(np.uint8)
    if not red.any():
        return np.asarray(grey, np.uint8)
    unit = sheet.unit / 4
    blots = cv2.dilate(red, np.ones((max(3, int(6 * unit)),) * 2, np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(blots)
    for x, y, width, height, _ in stats[1:].tolist():
        shorter, longer = sorted((width / unit, height / unit))
        if shorter >= LEAST_SEAL and longer <= SEAL_SIDES * shorter:
            place = slice(4 * y, 4 * (y + height)), slice(4 * x, 4 * (x + width))
            grey[place] = picture[place][..., 2]
    return np.asarray(grey, np.uint8)


def is_sideways(dark: Mask, unit: float) -> bool:
    """Tell whether the lines of a page run down: letters are nearer to each other along a line."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    longer = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    letters = dark.copy()
    letters[((longer > LARGEST * unit) | (longer < unit))[labels]] = 0
    reach = max(2, int(NEXT * unit))
    across, down = (
        cv2.connectedComponents(cv2.morphologyEx(letters, cv2.MORPH_CLOSE, np.ones(size, np.uint8)))
        for size in ((1, reach), (reach, 1))
    )
    return down[0] < across[0]


def level(ink: Grey) -> Grey:
    """Return a page with its rules along the axes; without rules, its lines of text.

    Where the paper's edges, rules across, or those down run together, it was photographed aslant:
    it is drawn as it is seen from above.
    """
    scale = LEVEL_SIZE / max(ink.shape)
    size = round(ink.shape[1] * scale), round(ink.shape[0] * scale)
    small = np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.uint8)
    straight, slants = np.eye(3), None
    for lines in (_edges(small), *((small < INK).astype(np.uint8),) * PASSES):
        if slants := _slants(lines, straight):
            straight = _matrix(size, *slants) @ straight
    if slants is None:
        slope = math.tan(math.radians(_skew_of_lines(_drawn(small, straight, OUTSIDE))))
        straight = _matrix(size, Slant(slope), Slant(-slope)) @ straight
    grow = np.diag((scale, scale, 1.0))
    return _drawn(ink, np.linalg.inv(grow) @ straight @ grow, OUTSIDE)


def _slants(lines: Mask, straight: NDArray[np.float64]) -> tuple[Slant, Slant] | None:
    """Return how lines across and lines down slant when drawn so; None of too few."""
    dark = (_drawn(lines * 255, straight, 0) > FADED).astype(np.uint8)
    across, down = _strokes(dark), _strokes(np.ascontiguousarray(dark.T))
    if sum(stroke.length for stroke in across) < LEAST_RULES:
        return None
    rows, columns = _slant(across, dark.shape[0]), _slant(down, dark.shape[1])
    is_aslant = rows.change != 0 or columns.change != 0
    return rows, columns if is_aslant else Slant(-rows.slope)


def _edges(small: Grey) -> Mask:
    """Return the edges of the paper, as lines."""
    outside = cv2.morphologyEx(
        (small == OUTSIDE).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)
    )
    return np.asarray(
        cv2.subtract(outside, cv2.erode(outside, np.ones((3, 3), np.uint8))), np.uint8
    )


class Stroke(NamedTuple):
    """A stroke of a straight line: its slope, where that line crosses the page's middle, length."""

    slope: float
    at: float
    length: int


class Slant(NamedTuple):
    """How strokes slant in the middle of a page, and by how much more from side to side."""

    slope: float
    change: float = 0.0


def _strokes(dark: Mask) -> list[Stroke]:
    """Return the longest strokes of a page that are nearly level."""
    grown = cv2.dilate(dark, np.ones((7, 1), np.uint8))  # so that a slanting one is in one row
    lines = cv2.morphologyEx(grown, cv2.MORPH_OPEN, np.ones((1, PIECE), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(lines)
    found = []
    for number, (x, y, width, height, area) in enumerate(stats.tolist()):
        is_edge = min(y, dark.shape[0] - y - height) < EDGE * dark.shape[0]
        if number and width >= STROKE and area < THICK * width and not is_edge:
            ys, xs = np.nonzero(labels[y : y + height, x : x + width] == number)
            slope, start = map(float, np.polyfit(xs, ys, 1))
            if abs(slope) < STEEPEST:
                found.append(Stroke(slope, y + start + slope * (dark.shape[1] / 2 - x), width))
    return sorted(found, key=lambda stroke: -stroke.length)[:MOST_STROKES]


def _slant(strokes: Sequence[Stroke], extent: int) -> Slant:
    """Return how strokes slant that lie across so many pixels.

    Lines that meet outside of a page slant in proportion to where they cross its middle: as two of
    the strokes do with which the others agree best.
    """
    slopes = np.array([stroke.slope for stroke in strokes])
    places = np.array([stroke.at / extent - 0.5 for stroke in strokes])
    sure = np.array([stroke.length**1.5 / math.sqrt(12) for stroke in strokes])
    one, other = np.triu_indices(len(strokes), 1)
    apart = places[one] - places[other]
    one, other, apart = (values[np.abs(apart) > WIDE] for values in (one, other, apart))
    flat = Slant(_weighted_median(slopes, sure)) if strokes else Slant(0.0)
    if not len(one):
        return flat
    changes = (slopes[one] - slopes[other]) / apart
    middles = slopes[one] - changes * places[one]
    off = np.abs(slopes - middles[:, None] - changes[:, None] * places)
    near = off[int(np.argmin(np.minimum(off, ODD) @ sure))] < ODD
    (change, middle), spread = np.polyfit(
        places[near], slopes[near], 1, w=sure[near], cov="unscaled"
    )
    least = max(LEAST_CHANGE, ERRORS * math.sqrt(spread[0, 0]))
    return Slant(float(middle), float(change)) if abs(change) >= least else flat


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][int(np.searchsorted(passed, passed[-1] / 2))])


def _matrix(size: tuple[int, int], rows: Slant, columns: Slant) -> NDArray[np.float64]:
    """Return what draws a page of so many pixels straight whose rules slant so."""
    width, height = size
    corners = [
        _meeting(
            (height * y, rows.slope + rows.change * (y - 0.5), width / 2),
            (width * x, columns.slope + columns.change * (x - 0.5), height / 2),
        )
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    straight = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(corners, np.float32), straight)
    return np.asarray(matrix, np.float64)


def _drawn(picture: Grey, matrix: NDArray[np.float64], ground: int) -> Grey:
    """Return a picture drawn anew by a matrix, unless that moves none of it by a pixel."""
    size = picture.shape[1], picture.shape[0]
    corners = np.array([[(0, 0), (size[0], 0), size, (0, size[1])]], np.float64)
    if np.abs(cv2.perspectiveTransform(corners, matrix) - corners).max() < 1:
        return picture
    drawn = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(ground,))
    return np.asarray(drawn, np.uint8)


def _meeting(
    row: tuple[float, float, float], column: tuple[float, float, float]
) -> tuple[float, float]:
    """Return where a line across and one down meet: each by its place, its slope, its middle."""
    y, slope, middle_x = row
    x, lean, middle_y = column
    # y' = y + slope (x' - middle_x), x' = x + lean (y' - middle_y)
    down = (y + slope * (x - lean * middle_y - middle_x)) / (1 - slope * lean)
    return x + lean * (down - middle_y), down


def _skew_of_lines(small: Grey) -> float:
    """Return the angle at which lines of text and the white between them differ most."""
    angles = np.arange(-WIDEST, WIDEST + 0.01, 0.2)
    dark = 255 - small
    profiles = [turned(dark, angle, 0).sum(1, dtype=np.float64) for angle in angles]
    return float(angles[int(np.argmax([profile.var() for profile in profiles]))])


def turned(picture: Grey, angle: float, ground: int = OUTSIDE) -> Grey:
    """Return a picture turned back by so many degrees."""
    if abs(angle) < LEAST_ANGLE:
        return picture
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return np.asarray(
        cv2.warpAffine(
            picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(ground,) * 3
        ),
        np.uint8,
    )
