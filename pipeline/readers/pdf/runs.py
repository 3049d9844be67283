"""Characters with their origins → runs: the one place where both sources meet."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pipeline.readers.pdf.marks import ASCENT, DESCENT, Run
from pipeline.readers.pdf.script import is_cjk

Type = tuple[float, int, bool]  # size in points, angle in degrees, faint
DEFAULT_SIZE = 10.0
BASELINE = 0.6  # points by which glyphs of one baseline may differ
WORD_GAP = 0.2  # of the size: a wider gap between Latin glyphs is a space
RUN_GAP = 0.3  # of the size: a wider gap ends the run
NO_GLYPH = "\r\n\x00"


class Characters(NamedTuple):
    """Characters of a page in the order of the file, in the page's upright coordinates.

    `type_of(i)` and `end_of(i)` (right edge) are asked for few characters: they may be dear.
    `generated(i)` tells whether a space is not printed but guessed by the source.
    """

    text: str
    xs: Sequence[float]
    ys: Sequence[float]
    type_of: Callable[[int], Type]
    end_of: Callable[[int], float]
    generated: Callable[[int], bool]


def characters_to_runs(chars: Characters) -> tuple[Run, ...]:
    """Given the characters of a page, return its runs in the order of the file."""
    return tuple(_joined_turned(_runs(chars)))


def _runs(chars: Characters) -> Iterator[Run]:
    """Given characters, cut them where the baseline, the type or the flow breaks."""
    text, xs, ys = chars.text, chars.xs, chars.ys
    begin = last = -1  # first and last character of the run that is being read
    limit = 0.0  # farthest start of a next character that needs no closer look
    kind: Type = (DEFAULT_SIZE, 0, False)
    words: list[int] = []  # characters before which a space is missing
    for index, char in enumerate(text):
        if char in NO_GLYPH or (char == " " and chars.generated(index)):
            continue
        x, y = xs[index], ys[index]
        if begin >= 0 and -BASELINE < y - ys[last] < BASELINE and x > xs[last]:
            if x < limit and char >= "\u2e80":
                last, limit = index, x + kind[0] * 1.02
                continue
            gap = x - chars.end_of(last)
            if gap < RUN_GAP * kind[0] and not kind[1]:
                if gap > WORD_GAP * kind[0] and _is_word_break(text[last], char):
                    words.append(index)
                last = index
                limit = x + kind[0] * (1.02 if char >= "\u2e80" else 0.0)
                continue
        if begin >= 0:
            yield from _run(chars, begin, last, kind, words)
        begin = last = index
        words = []
        kind = chars.type_of(index)
        limit = x + kind[0] * (1.02 if char >= "\u2e80" else 0.0)
    if begin >= 0:
        yield from _run(chars, begin, last, kind, words)


def _is_word_break(before: str, after: str) -> bool:
    """Given two neighbours with a gap between, return whether it stands for a space."""
    return not (before.isspace() or after.isspace() or is_cjk(before) or is_cjk(after))


def _run(
    chars: Characters, begin: int, last: int, kind: Type, words: Sequence[int]
) -> Iterator[Run]:
    """Given the bounds of a run, yield it without outer white space; nothing if it is blank."""
    inside = range(begin, last + 1)
    places = [
        i
        for i in inside
        if chars.text[i] not in NO_GLYPH and not (chars.text[i] == " " and chars.generated(i))
    ]
    while places and chars.text[places[-1]].isspace():
        places.pop()
    while places and chars.text[places[0]].isspace():
        places.pop(0)
    if not places:
        return
    breaks = frozenset(words)
    text = "".join(f" {chars.text[i]}" if i in breaks else chars.text[i] for i in places)
    starts = [chars.xs[i] for i in places for _ in range(2 if i in breaks else 1)]
    size, angle, faint = kind
    base = chars.ys[places[0]]
    x0, x1 = starts[0], max(chars.end_of(places[-1]), starts[-1])
    yield Run(text, starts, x0, base - ASCENT * size, x1, base + DESCENT * size, size, angle, faint)


def _joined_turned(runs: Iterator[Run]) -> Iterator[Run]:
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
