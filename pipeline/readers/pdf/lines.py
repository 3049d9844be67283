"""Runs → printed lines from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...model import Box
from .marks import Run
from .script import is_cjk

SAME_LINE = 0.5  # of the smaller size: middles that are closer are on one line
SPACE = 0.14  # of the size: a wider gap between Latin runs is a space
WIDER = 0.1  # of the size: by so much it is wider than the gaps between ideographs
COPY = 0.15  # of the size: the same glyphs printed again this close are bold, not repeated


class Printed(NamedTuple):
    """One line as printed: its text, box and size of type."""

    text: str
    box: Box
    size: float


def runs_to_lines(runs: Sequence[Run]) -> tuple[Printed, ...]:
    """Given runs in any order, return their lines from top to bottom."""
    if len(runs) == 1:
        return (_alone(runs[0]),)
    turned = [run for run in runs if run.angle]
    level = [run for run in runs if not run.angle] if turned else runs
    lines = [_line(group) for group in _groups(level)]
    lines.extend(map(_alone, turned))
    return tuple(lines)


def _alone(run: Run) -> Printed:
    text, _, x0, top, x1, bottom, size, *_ = run
    return Printed(text, Box(x0, top, x1, bottom), size)


def _groups(runs: Sequence[Run]) -> Iterable[list[Run]]:
    """Given level runs, return those of one line together."""
    group: list[Run] = []
    middle = size = 0.0
    for run in sorted(runs, key=_height):
        _, _, _, top, _, bottom, mine, *_ = run
        here = (top + bottom) / 2
        if group and here - middle >= SAME_LINE * min(size, mine):
            yield group
            group = []
        if not group or mine > size:
            middle, size = here, mine
        group.append(run)
    if group:
        yield group


def _height(run: Run) -> float:
    return run.top + run.bottom


def _line(runs: list[Run]) -> Printed:
    """Given the runs of one line, return it with the spaces between Latin words."""
    if len(runs) == 1:
        return _alone(runs[0])
    runs = _without_copies(sorted(runs, key=lambda run: run.x0))
    text = runs[0].text
    for one, two in pairwise(runs):
        apart = two.x0 - one.x1 > SPACE * min(one.size, two.size)
        words = apart and not (is_cjk(one.text[-1]) or is_cjk(two.text[0]))
        text += f" {two.text}" if words and _is_space(one, two, runs) else two.text
    box = Box(
        runs[0].x0,
        min(run.top for run in runs),
        max(run.x1 for run in runs),
        max(run.bottom for run in runs),
    )
    return Printed(text, box, max(run.size for run in runs))


def _is_space(one: Run, two: Run, runs: Sequence[Run]) -> bool:
    """Given Latin runs that are apart, return whether by more than all glyphs of their line.

    Type that is spaced out to fill a line or a column shows it between ideographs.
    """
    gaps = [
        after - before - run.size
        for run in runs
        for (before, left), (after, right) in pairwise(zip(run.starts, run.text, strict=True))
        if is_cjk(left) and is_cjk(right)
    ]
    gaps.extend(
        right.x0 - left.x1
        for left, right in pairwise(runs)
        if is_cjk(left.text[-1]) and is_cjk(right.text[0])
    )
    spread = max(min(gaps, default=0.0), 0.0)
    return two.x0 - one.x1 - spread > WIDER * min(one.size, two.size)


def _without_copies(runs: Sequence[Run]) -> list[Run]:
    """Given the runs of a line from left to right, drop what is printed twice to look bold."""
    kept: list[Run] = []
    for run in runs:
        last = kept[-1] if kept else None
        copied = last and last.text == run.text and abs(run.x0 - last.x0) < COPY * run.size
        if not copied:
            kept.append(run)
    return kept
