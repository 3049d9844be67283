"""What is printed on a page, whichever source reads it: runs of glyphs, and rules.

All lengths are points; x grows to the right and y downwards from the top left corner of the
page as a reader holds it (page rotation undone).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from ...model import Box, Doubt

ASCENT = 0.88  # of the type size: where ink begins above the baseline of CJK type
DESCENT = 0.12

# What of a drawn outline is a rule.
THICKEST = 3.5  # points: a thicker area is not a rule
SLOPE = 0.01  # of a rule's length: so much it may slant, on a page that was scanned askew
LEVEL = 0.7  # points by which a rule's ends may differ across it

Point = tuple[float, float]
Area = tuple[float, float, float, float]


class Run(NamedTuple):
    """Glyphs set in one go on one baseline, without a gap.

    `starts` are the left edges of the characters, `x1` is the right edge of the last one.
    `angle` is in degrees counter-clockwise (0 is upright); a turned run has the box of all its
    glyphs, and its `starts` mean nothing. `faint` is light or nearly transparent ink.
    """

    text: str
    starts: Sequence[float]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    angle: int = 0
    faint: bool = False

    @property
    def box(self) -> Box:
        return Box(self.x0, self.top, self.x1, self.bottom)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A straight line along an axis: its centre line, so it has no width."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_level(self) -> bool:
        return self.top == self.bottom


class PageMarks(Struct, frozen=True):
    """One page: its size, glyphs in the order of the file, rules, and what is doubtful.

    `frames` are the edges of filled areas: rules only where a page has no others. `lacking` says
    that the source passes over text that the page has, as PDFium does over glyphs without ink.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    rules: tuple[Rule, ...]
    frames: tuple[Rule, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    lacking: bool = False


# --- upright pages ----------------------------------------------------------------------------


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
    """Return the quarter turn that most glyphs share, whose angles are in degrees."""
    quarters = Counter(round(angle / 90) * 90 % 360 for angle in angles)
    if not quarters:
        return default
    most = max(quarters.values())
    return default if quarters[default] == most else quarters.most_common(1)[0][0]


def points_to_upright(
    turn: Turn, xs: Sequence[float], ys: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Return points in the page's own coordinates as points of the upright page."""
    left, bottom, right, top, angle = turn
    if angle == 0:
        return [x - left for x in xs], [top - y for y in ys]
    if angle == 90:
        return [y - bottom for y in ys], [x - left for x in xs]
    if angle == 180:
        return [right - x for x in xs], [y - bottom for y in ys]
    return [top - y for y in ys], [right - x for x in xs]


# --- outlines ---------------------------------------------------------------------------------


def box_to_rule(area: Area) -> tuple[Rule, ...]:
    """Return the rule that a painted area is: none when thick, one along each axis for a dot."""
    x0, top, x1, bottom = area
    flat, slim = bottom - top <= THICKEST, x1 - x0 <= THICKEST
    if not (flat or slim):
        return ()
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    if not slim:
        return (Rule(x0, y, x1, y),)
    upright = Rule(x, top, x, bottom)
    return (Rule(x0, y, x1, y), upright) if flat else (upright,)


def box_to_sides(area: Area) -> tuple[Rule, ...]:
    """Return the four sides of an area."""
    x0, top, x1, bottom = area
    return (
        Rule(x0, top, x1, top),
        Rule(x0, bottom, x1, bottom),
        Rule(x0, top, x0, bottom),
        Rule(x1, top, x1, bottom),
    )


def points_to_rules(points: Sequence[Point]) -> tuple[Rule, ...]:
    """Return the parts of a stroked line with these corners that run along an axis."""
    rules: list[Rule] = []
    for (xa, ya), (xb, yb) in pairwise(points):
        across, down = abs(xa - xb), abs(ya - yb)
        if down <= max(LEVEL, SLOPE * across):
            rules.append(Rule(min(xa, xb), (ya + yb) / 2, max(xa, xb), (ya + yb) / 2))
        elif across <= max(LEVEL, SLOPE * down):
            rules.append(Rule((xa + xb) / 2, min(ya, yb), (xa + xb) / 2, max(ya, yb)))
    return tuple(rules)
