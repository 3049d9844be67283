"""Outlines → rules; the same for both character sources."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .marks import Rule

Point = tuple[float, float]
Area = tuple[float, float, float, float]
THICKEST = 3.5  # points: a thicker area is not a rule
SLOPE = 0.01  # of a rule's length: so much it may slant, on a page that was scanned askew
LEVEL = 0.7  # points by which a rule's ends may differ across it


def box_to_rule(area: Area) -> tuple[Rule, ...]:
    """Given a painted area, return the rule it is: none when thick, both axes for a dot."""
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
    """Given an area, return its four sides."""
    x0, top, x1, bottom = area
    return (
        Rule(x0, top, x1, top),
        Rule(x0, bottom, x1, bottom),
        Rule(x0, top, x0, bottom),
        Rule(x1, top, x1, bottom),
    )


def points_to_rules(points: Sequence[Point]) -> tuple[Rule, ...]:
    """Given the corners of a stroked line, return its parts that run along an axis."""
    rules: list[Rule] = []
    for (xa, ya), (xb, yb) in pairwise(points):
        across, down = abs(xa - xb), abs(ya - yb)
        if down <= max(LEVEL, SLOPE * across):
            rules.append(Rule(min(xa, xb), (ya + yb) / 2, max(xa, xb), (ya + yb) / 2))
        elif across <= max(LEVEL, SLOPE * down):
            rules.append(Rule((xa + xb) / 2, min(ya, yb), (xa + xb) / 2, max(ya, yb)))
    return tuple(rules)
