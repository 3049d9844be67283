"""What is printed on a page, as either character source yields it: runs of glyphs, and rules.

All lengths are points; x grows to the right and y downwards from the top left corner of the
page as a reader holds it (page rotation undone).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from ...model import Box, Doubt

ASCENT = 0.88  # of the type size: where ink begins above the baseline of CJK type
DESCENT = 0.12


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


class Rule(NamedTuple):
    """A straight line along an axis: its centre line, so it has no width."""

    x0: float
    top: float
    x1: float
    bottom: float


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
