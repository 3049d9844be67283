"""From a page's own coordinates to the upright ones: origin top left, text level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Turn(NamedTuple):
    """A quarter turn of a page: the page's box in its own coordinates and the angle of its text.

    `angle` is 0, 90, 180 or 270 degrees counter-clockwise.
    """

    left: float
    bottom: float
    right: float
    top: float
    angle: int

    @property
    def width(self) -> float:
        level = self.angle in (0, 180)
        return self.right - self.left if level else self.top - self.bottom

    @property
    def height(self) -> float:
        level = self.angle in (0, 180)
        return self.top - self.bottom if level else self.right - self.left


def main_angle(angles: Iterable[float], default: int) -> int:
    """Given the angles of glyphs in degrees, return the quarter turn that most of them share."""
    quarters = Counter(round(angle / 90) * 90 % 360 for angle in angles)
    if not quarters:
        return default
    most = max(quarters.values())
    return default if quarters[default] == most else quarters.most_common(1)[0][0]


def points_to_upright(
    turn: Turn, xs: Sequence[float], ys: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Given points in the page's coordinates, return them upright."""
    left, bottom, right, top, angle = turn
    if angle == 0:
        return [x - left for x in xs] if left else list(xs), [top - y for y in ys]
    if angle == 90:
        return [y - bottom for y in ys], [x - left for x in xs]
    if angle == 180:
        return [right - x for x in xs], [y - bottom for y in ys]
    return [top - y for y in ys], [right - x for x in xs]
