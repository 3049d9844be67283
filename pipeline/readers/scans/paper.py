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

PAPER = 245  # what paper is made
DARKEST_PAPER = 40
FINEST = 300 / 72  # pixels a point: more tell no more
INK = 170  # darker is ink, when the paper is even
LEVEL_SIZE = 1_400  # pixels of the longer side of the picture in which rules are measured
STEEPEST = 0.1  # pixels down a pixel across
STROKE, THICK = 120, 14  # pixels: so long are strokes that are rules, and no thicker
# Strokes that tell how a page is seen aslant: so many, over so much of it. Those whose slope
# differs by more from that of the others are none of them; a smaller change of slope is none.
FEWEST, WIDE, ODD, LEAST_CHANGE = 4, 0.25, 0.02, 0.006
EDGE = 0.02  # of the picture: strokes so near to its edge are the edge
LEAST_RULES = 900  # pixels of rules that tell how a page lies
WIDEST = 3.0  # degrees to both sides in which it is looked for
LEAST_ANGLE = 0.03  # degrees: less is level
LARGEST, NEXT = 40.0, 4.0  # points: the largest letters, and how far they are from the next
# What is a seal: red in a blot so large, in points.
LEAST_SEAL, SEAL_SIDES = 50.0, 2.5


# Points of the longer side of paper; what is of any other size is taken for A4.
SHORTEST_PAPER, LONGEST_PAPER, A4 = 400.0, 1_300.0, 842.0


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


def even_ink(sheet: Sheet) -> Grey:
    """Return a page in grey on even white paper, without red seals."""
    grey = _without_seals(sheet)
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 11)
    paper = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, DARKEST_PAPER), scale=PAPER), np.uint8)


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


def level(ink: Grey, passes: int = 3) -> Grey:
    """Return a page with its rules along the axes; without rules, its lines of text.

    Where rules across, or those down, run together, it was photographed aslant: what is left after
    it is drawn straight is made level again, in so many passes at most.
    """
    scale = LEVEL_SIZE / max(ink.shape)
    size = round(ink.shape[1] * scale), round(ink.shape[0] * scale)
    small = np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.uint8)
    dark = (small < INK).astype(np.uint8)
    across, down = _strokes(dark), _strokes(np.ascontiguousarray(dark.T))
    if sum(stroke.length for stroke in across) < LEAST_RULES:
        return turned(ink, _skew_of_lines(small))
    rows, columns = _slant(across, size[1]), _slant(down, size[0])
    if columns is None:
        columns = Slant(-rows.slope, 0.0) if rows else None
    if rows is None or columns is None:
        return ink
    if passes == 1 or max(abs(rows.change), abs(columns.change)) < LEAST_CHANGE:
        return turned(ink, math.degrees(math.atan(rows.slope)))
    return level(_drawn_straight(ink, rows, columns), passes - 1)


class Stroke(NamedTuple):
    """A long stroke: its slope, where its middle is across the axis that it runs along, length."""

    slope: float
    at: float
    length: int


class Slant(NamedTuple):
    """How strokes slant in the middle of a page, and by how much more from side to side."""

    slope: float
    change: float


def _strokes(dark: Mask) -> list[Stroke]:
    """Return the long strokes of a page that are nearly level."""
    grown = cv2.dilate(dark, np.ones((5, 1), np.uint8))  # so that a slanting one is in one row
    lines = cv2.morphologyEx(grown, cv2.MORPH_OPEN, np.ones((1, STROKE // 4), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(lines)
    found = []
    for number, (x, y, width, height, area) in enumerate(stats.tolist()):
        is_edge = min(y, dark.shape[0] - y - height) < EDGE * dark.shape[0]
        if number and width >= STROKE and area < THICK * width and not is_edge:
            ys, xs = np.nonzero(labels[y : y + height, x : x + width] == number)
            if abs(slope := float(np.polyfit(xs, ys, 1)[0])) < STEEPEST:
                found.append(Stroke(slope, y + height / 2, width))
    return found


def _slant(strokes: Sequence[Stroke], extent: int) -> Slant | None:
    """Return how strokes slant that lie across so many pixels; None of too few."""
    if not strokes:
        return None
    slopes = np.array([stroke.slope for stroke in strokes])
    places = np.array([stroke.at / extent - 0.5 for stroke in strokes])
    weights = np.array([float(stroke.length) for stroke in strokes])
    middle = _weighted_median(slopes, weights)
    if len(strokes) < FEWEST or np.ptp(places) < WIDE:
        return Slant(middle, 0.0)
    change, middle = map(float, np.polyfit(places, slopes, 1, w=weights))
    for _ in range(2):  # what lies far from the line through the others is none of them
        near = np.abs(slopes - middle - change * places) < ODD
        if near.sum() < FEWEST:
            return Slant(_weighted_median(slopes, weights), 0.0)
        change, middle = map(float, np.polyfit(places[near], slopes[near], 1, w=weights[near]))
    return Slant(middle, change)


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][int(np.searchsorted(passed, passed[-1] / 2))])


def _drawn_straight(ink: Grey, rows: Slant, columns: Slant) -> Grey:
    """Return a page that was seen aslant as seen from above."""
    height, width = ink.shape
    corners = [
        _meeting(
            (height * y, rows.slope + rows.change * (y - 0.5), width / 2),
            (width * x, columns.slope + columns.change * (x - 0.5), height / 2),
        )
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    straight = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(corners, np.float32), straight)
    drawn = cv2.warpPerspective(
        ink, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)
    )
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


def turned(picture: Grey, angle: float, ground: int = 255) -> Grey:
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
