"""What is printed on a page, whichever source reads it: runs of glyphs, and rules.

All lengths are points; x grows to the right and y downwards from the top left corner of the
page as a reader holds it (page rotation undone).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from ...model import Box, Doubt, Hidden

ASCENT = 0.88  # of the type size: where ink begins above the baseline of CJK type
DESCENT = 0.12

# What was set in one go.
NO_GLYPH = "\r\n\x00"
FIRST_CJK = "\u2e80"
BASELINE = 0.6  # points by which glyphs of one baseline may differ
# Of the size: glyphs that overlap more, or gap wider, after an ideograph (after another glyph)
# were not set in one go.
CJK_GAPS = -0.08, 0.3
LATIN_GAPS = -0.35, 0.12
SOLID = 0.97, 1.02  # of the size: ideographs that begin so far apart are set solid
REACH = 1.8  # of the size: turned glyphs that are nearer follow each other

# What of a drawn outline is a rule.
THICKEST = 3.5  # points: a thicker area is not a rule
SLOPE = 0.01  # of a rule's length: so much it may slant, on a page that was scanned askew
FULL = 0.85  # of its box: an outline that fills it is one, round corners or not
LEVEL = 0.7  # points by which a rule's ends may differ across it

Type = tuple[float, int, bool]  # size in points, angle in degrees, faint
Point = tuple[float, float]
Area = tuple[float, float, float, float]


class Run(NamedTuple):
    """Glyphs set in one go on one baseline, without a gap.

    `starts` are the left edges of the characters, `x1` is the right edge of the last one.
    `angle` is in degrees counter-clockwise (0 is upright); a turned run has the box of all its
    glyphs, and its `starts` mean nothing. `faint` is light or nearly transparent ink. `hidden` is
    why it is not seen in print, None where it is. `unsure` tells of each character whether it may
    be another; it is empty where none is.
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
    hidden: Hidden | None = None
    unsure: tuple[bool, ...] = ()

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
    that the source passes over text that the page has, as PDFium does over glyphs without ink, or
    does not know what most of it means, as PDFium does not ask fonts themselves.
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


def upright_x(turn: Turn, x: float, y: float) -> float:
    """Return how far right on the upright page a point in the page's own coordinates is."""
    if turn.angle in (0, 180):
        return x - turn.left if turn.angle == 0 else turn.right - x
    return y - turn.bottom if turn.angle == 90 else turn.top - y


# --- runs -------------------------------------------------------------------------------------


class Characters(NamedTuple):
    """Characters of a page in the order of the file, in the page's upright coordinates.

    `type_of(i)` and `end_of(i)` (right edge) are asked of the source where they are needed.
    `generated(i)` is 1 where a space is not printed but guessed by the source.
    """

    text: str
    xs: Sequence[float]
    ys: Sequence[float]
    type_of: Callable[[int], Type]
    end_of: Callable[[int], float]
    generated: Callable[[int], int]


def characters_to_runs(
    chars: Characters, hidden: Mapping[int, Hidden] | None = None
) -> tuple[Run, ...]:
    """Return the runs of a page in the order of the file, those that are not seen last.

    `hidden` tells why characters are not seen.
    """
    if not hidden:
        return tuple(_joined_turned(_runs(chars)))
    found: list[Run] = []
    for why in (None, *sorted(set(hidden.values()))):
        letters = [
            char if hidden.get(place) == why else NO_GLYPH[0]
            for place, char in enumerate(chars.text)
        ]
        runs = _joined_turned(_runs(chars._replace(text="".join(letters))))
        found.extend(run._replace(hidden=why) for run in runs)
    return tuple(found)


def _runs(chars: Characters) -> Iterator[Run]:
    """Yield characters cut where the baseline, the type or the flow breaks."""
    text, xs, ys, type_of, end_of, generated = chars
    places: list[int] = []  # of the run that is being read
    size, angle, faint = 0.0, 0, False
    for index, char in enumerate(text):
        if char in NO_GLYPH or (char == " " and generated(index) == 1):
            continue
        last = places[-1] if places else index
        step, rise = xs[index] - xs[last], ys[index] - ys[last]
        follows = step > 0 and -BASELINE < rise < BASELINE and not angle
        if follows:
            after_cjk = text[last] >= FIRST_CJK
            solid = after_cjk and SOLID[0] * size < step < SOLID[1] * size and char >= FIRST_CJK
            least, most = CJK_GAPS if after_cjk else LATIN_GAPS
            follows = solid or least * size < xs[index] - end_of(last) < most * size
        if not follows:
            yield from _run(chars, places, (size, angle, faint))
            places, (size, angle, faint) = [], type_of(index)
        places.append(index)
    yield from _run(chars, places, (size, angle, faint))


def _run(chars: Characters, places: list[int], kind: Type) -> Iterator[Run]:
    """Yield the run that some characters make without outer white space; none if it is blank."""
    text, xs, ys, _, end_of, _ = chars
    while places and text[places[-1]].isspace():
        places.pop()
    while places and text[places[0]].isspace():
        places.pop(0)
    if not places:
        return
    size, angle, faint = kind
    starts = [xs[place] for place in places]
    left, base, end = starts[0], ys[places[0]], end_of(places[-1])
    top, bottom = base - ASCENT * size, base + DESCENT * size
    if angle:
        left, top, end, bottom = _turned_box(left, base, size, angle)
    printed = "".join([text[place] for place in places])
    yield Run(printed, starts, left, top, max(end, starts[-1]), bottom, size, angle, faint)


def _turned_box(x: float, y: float, size: float, angle: int) -> tuple[float, float, float, float]:
    """Return about the box that a turned glyph with this origin fills."""
    along, up = size / 2, size * (ASCENT - DESCENT) / 2
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    middle_x = x + along * cosine - up * sine
    middle_y = y - along * sine - up * cosine
    return middle_x - along, middle_y - along, middle_x + along, middle_y + along


def _joined_turned(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield runs with turned glyphs (each a run so far) that follow one another joined."""
    held: Run | None = None
    for run in runs:
        if held and _continues(held, run):
            held = _union(held, run)
            continue
        if held:
            yield held
        held = run if run.angle else None
        if not run.angle:
            yield run
    if held:
        yield held


def _continues(one: Run, two: Run) -> bool:
    """Tell whether a turned run goes on with another along its angle."""
    if one.angle != two.angle or abs(one.size - two.size) > BASELINE:
        return False
    across = _beyond(one.x0, one.x1, two.x0, two.x1)
    down = _beyond(one.top, one.bottom, two.top, two.bottom)
    return math.hypot(across, down) < REACH * one.size


def _beyond(low: float, high: float, other_low: float, other_high: float) -> float:
    """Return the distance between two intervals; 0 when they touch."""
    return max(other_low - high, low - other_high, 0.0)


def _union(one: Run, two: Run) -> Run:
    """Return two runs as one with the box around both."""
    return one._replace(
        text=one.text + two.text,
        starts=[*one.starts, *two.starts],
        x0=min(one.x0, two.x0),
        top=min(one.top, two.top),
        x1=max(one.x1, two.x1),
        bottom=max(one.bottom, two.bottom),
    )


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


def around(points: Sequence[Point]) -> Area:
    """Return the box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def outline_to_box(corners: Sequence[Point]) -> Area | None:
    """Return the box that a closed outline fills, round corners or not; None if it does not."""
    box = around(corners)
    pairs = pairwise((*corners, corners[0]))
    surface = abs(sum(xa * yb - xb * ya for (xa, ya), (xb, yb) in pairs)) / 2
    return box if surface > FULL * (box[2] - box[0]) * (box[3] - box[1]) else None
