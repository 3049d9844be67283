"""Characters with their origins → runs: the one place where both sources meet."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from .marks import ASCENT, DESCENT, Run

Type = tuple[float, int, bool]  # size in points, angle in degrees, faint
DEFAULT_SIZE = 10.0
BASELINE = 0.6  # points by which glyphs of one baseline may differ
# Of the size: glyphs that overlap more, or gap wider, after an ideograph (after another glyph)
# were not set in one go.
CJK_GAPS = -0.08, 0.3
LATIN_GAPS = -0.35, 0.12
TIGHT = 0.97  # of the size: an ideograph that starts nearer to the last one is looked at
NO_GLYPH = "\r\n\x00"
FIRST_CJK = "\u2e80"
FULL_WIDTH = 1.02  # of the size: how far an ideograph reaches


class Characters(NamedTuple):
    """Characters of a page in the order of the file, in the page's upright coordinates.

    `type_of(i)` and `end_of(i)` (right edge) are asked for few characters: they may be dear.
    `generated(i)` is 1 where a space is not printed but guessed by the source.
    """

    text: str
    xs: Sequence[float]
    ys: Sequence[float]
    type_of: Callable[[int], Type]
    end_of: Callable[[int], float]
    generated: Callable[[int], int]


def characters_to_runs(chars: Characters) -> tuple[Run, ...]:
    """Given the characters of a page, return its runs in the order of the file."""
    runs = _runs(chars)
    return tuple(_joined_turned(runs) if any(run.angle for run in runs) else runs)


def _runs(chars: Characters) -> list[Run]:
    """Given characters, cut them where the baseline, the type or the flow breaks."""
    text, type_of, end_of, generated = chars.text, chars.type_of, chars.end_of, chars.generated
    runs: list[Run] = []
    first, last = 0, -1  # of the run that is being read; the last before the first: none
    skipped: list[int] = []  # characters after its first that are no glyphs
    kind: Type = (DEFAULT_SIZE, 0, False)
    last_x = last_y = tight = full = 0.0
    limit = -math.inf  # a next ideograph that starts before needs no look
    for index, (char, x, y) in enumerate(zip(text, chars.xs, chars.ys, strict=True)):
        level = -BASELINE < y - last_y < BASELINE
        if level and x < limit and x - last_x > tight and char >= FIRST_CJK:
            last, last_x, limit = index, x, x + full
            continue
        if char in NO_GLYPH or (char == " " and generated(index) == 1):
            skipped.append(index)
            continue
        if level and x > last_x and last >= first and not kind[1]:
            least, most = CJK_GAPS if text[last] >= FIRST_CJK else LATIN_GAPS
            if least * kind[0] < x - end_of(last) < most * kind[0]:
                last, last_x = index, x
                limit = x + full if char >= FIRST_CJK else -math.inf
                continue
        if last >= first:
            _close(chars, _places(first, last, skipped), kind, runs)
        first, last, kind = index, index, type_of(index)
        skipped.clear()
        last_x, last_y, tight, full = x, y, kind[0] * TIGHT, kind[0] * FULL_WIDTH
        limit = x + full if char >= FIRST_CJK else -math.inf
    if last >= first:
        _close(chars, _places(first, last, skipped), kind, runs)
    return runs


def _places(first: int, last: int, skipped: Sequence[int]) -> Sequence[int]:
    """Given the first and last character of a run, return all of it but those to skip."""
    places = range(first, last + 1)
    if skipped and skipped[0] < last:
        return [place for place in places if place not in skipped]
    return places


def _close(chars: Characters, places: Sequence[int], kind: Type, runs: list[Run]) -> None:
    """Given the characters of a run, add it without outer white space; nothing if blank."""
    first, last = places[0], places[-1]
    if isinstance(places, range):
        text, starts = chars.text[first : last + 1], chars.xs[first : last + 1]
    else:
        text = "".join([chars.text[index] for index in places])
        starts = [chars.xs[index] for index in places]
    if text[0].isspace() or text[-1].isspace():
        before, after = len(text) - len(text.lstrip()), len(text.rstrip())
        text, places, starts = text[before:after], places[before:after], starts[before:after]
        if not text:
            return
        first, last = places[0], places[-1]
    end = chars.end_of(last)
    size, angle, faint = kind
    base, left = chars.ys[first], starts[0]
    top, bottom = base - ASCENT * size, base + DESCENT * size
    if angle:
        left, top, end, bottom = _turned_box(left, base, size, angle)
    end = max(end, starts[-1])
    runs.append(Run(text, starts, left, top, end, bottom, size, angle, faint))


def _turned_box(x: float, y: float, size: float, angle: int) -> tuple[float, float, float, float]:
    """Given a turned glyph's origin, return the box that it fills, about."""
    along, up = size / 2, size * (ASCENT - DESCENT) / 2
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    middle_x = x + along * cosine - up * sine
    middle_y = y - along * sine - up * cosine
    return middle_x - along, middle_y - along, middle_x + along, middle_y + along


def _joined_turned(runs: Iterable[Run]) -> Iterator[Run]:
    """Given runs, join turned glyphs (each a run so far) that follow one another."""
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
    """Given two runs, return whether the second goes on with the first along its angle."""
    if one.angle != two.angle or abs(one.size - two.size) > BASELINE:
        return False
    reach = 1.8 * one.size
    return (
        math.hypot(
            _beyond(one.x0, one.x1, two.x0, two.x1),
            _beyond(one.top, one.bottom, two.top, two.bottom),
        )
        < reach
    )


def _beyond(low: float, high: float, other_low: float, other_high: float) -> float:
    """Given two intervals, return the distance between them; 0 when they touch."""
    return max(other_low - high, low - other_high, 0.0)


def _union(one: Run, two: Run) -> Run:
    """Given two runs, return them as one with the box around both."""
    return one._replace(
        text=one.text + two.text,
        starts=[*one.starts, *two.starts],
        x0=min(one.x0, two.x0),
        top=min(one.top, two.top),
        x1=max(one.x1, two.x1),
        bottom=max(one.bottom, two.bottom),
    )
