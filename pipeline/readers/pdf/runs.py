"""Characters with their origins → runs, the same for both sources."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from .marks import ASCENT, DESCENT, Run

Type = tuple[float, int, bool]  # size in points, angle in degrees, faint
NO_GLYPH = "\r\n\x00"
FIRST_CJK = "\u2e80"
BASELINE = 0.6  # points by which glyphs of one baseline may differ
# Of the size: glyphs that overlap more, or gap wider, after an ideograph (after another glyph)
# were not set in one go.
CJK_GAPS = -0.08, 0.3
LATIN_GAPS = -0.35, 0.12
SOLID = 0.97, 1.02  # of the size: ideographs that begin so far apart are set solid
REACH = 1.8  # of the size: turned glyphs that are nearer follow each other


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


def characters_to_runs(chars: Characters) -> tuple[Run, ...]:
    """Return the runs of a page in the order of the file."""
    return tuple(_joined_turned(_runs(chars)))


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
