"""A picture of a page → the page as it lay before it was scanned: even paper, level, upright."""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

PAPER = 245  # what paper is made
DARKEST_PAPER = 40
INK = 170  # darker is ink, when the paper is even
LEVEL_SIZE = 1_400  # pixels of the longer side of the picture in which rules are measured
STEEPEST = 6.0  # degrees
LEAST_RULES = 900  # pixels of rules, of LEVEL_SIZE, that tell how a page lies
LEAST_ANGLE = 0.03  # degrees: less is level
# What is a seal: red in a blot so large, in points.
LEAST_SEAL, SEAL_SIDES = 50.0, 2.5


# Points of the longer side of paper; what is of any other size is taken for A4.
SHORTEST_PAPER, LONGEST_PAPER, A4 = 400.0, 1_300.0, 842.0


class Sheet(NamedTuple):
    """A picture of a page (grey, or blue, green, red), and how many of its pixels a point is."""

    picture: NDArray[np.uint8]
    unit: float


def unit_of(picture: NDArray[np.uint8], unit: float | None) -> float:
    """Return how many pixels of a page's picture a point is, from what its file says."""
    longer: int = max(picture.shape[:2])
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


def level(ink: Grey) -> Grey:
    """Return a page turned so that its rules are level; without rules, its lines."""
    return turned(ink, _skew(ink))


def _skew(ink: Grey) -> float:
    """Return by how many degrees a page is turned clockwise."""
    scale = LEVEL_SIZE / max(ink.shape)
    size = round(ink.shape[1] * scale), round(ink.shape[0] * scale)
    small = np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), np.uint8)
    dark = (small < INK).astype(np.uint8) * 255
    found = cv2.HoughLinesP(dark, 1, np.pi / 1800, 120, minLineLength=180, maxLineGap=4)
    rules = [] if found is None else found.reshape(-1, 4).tolist()
    angles = sorted(
        (angle, math.hypot(x1 - x0, y1 - y0))
        for x0, y0, x1, y1 in rules
        if abs(angle := math.degrees(math.atan2(y1 - y0, x1 - x0))) < STEEPEST
    )
    total = sum(length for _, length in angles)
    if total < LEAST_RULES:
        return _skew_of_lines(small)
    passed = 0.0
    for angle, length in angles:
        passed += length
        if passed >= total / 2:
            return angle
    return 0.0


def _skew_of_lines(small: Grey) -> float:
    """Return the angle at which lines of text and the white between them differ most."""
    angles = np.arange(-STEEPEST / 2, STEEPEST / 2 + 0.01, 0.2)
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
