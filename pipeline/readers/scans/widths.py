"""Marks are as wide as the document prints them: half-width or full-width.

Recognition knows a mark, not its width. That shows in how much room there is for it between its
neighbours, wherever its ink stands in that room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from msgspec.structs import replace

from ..pages.marks import PageMarks, Run

NARROW, WIDE = ",:;!?().", "，：；！？（）．"
TO_NARROW = str.maketrans(WIDE, NARROW)
BETWEEN = 0.72  # of the step from ideograph to ideograph: what is less is narrow
LATIN = 0.54  # of that step: the usual width of figures and Latin letters
ONE_KIND = 0.75  # of the marks of a kind: if so many are alike, all are
BRACKETS = "（）"  # are one kind
FEWEST_STEPS = 3  # between ideographs of a line that tell its own step


def with_widths(pages: Sequence[PageMarks]) -> list[PageMarks]:
    """Return pages whose wide marks are narrow where they are printed so.

    Where nearly all of a kind are alike, all are; others are as their places tell.
    """
    runs = [run for page in pages for run in page.runs]
    usual = _step(runs)
    wide: Counter[str] = Counter()
    narrow: Counter[str] = Counter()
    for run in runs:
        for place, width in _widths(run, usual):
            (narrow if width < BETWEEN else wide)[_kind(run.text[place])] += 1
    habit = {
        kind: narrow[kind] > wide[kind]
        for kind in {*narrow, *wide}
        if kind == BRACKETS or max(narrow[kind], wide[kind]) >= ONE_KIND * (narrow + wide)[kind]
    }
    return [
        replace(page, runs=tuple(_with_widths(run, usual, habit) for run in page.runs))
        for page in pages
    ]


def _kind(mark: str) -> str:
    return BRACKETS if mark in BRACKETS else mark


def _with_widths(run: Run, usual: float, habit: Mapping[str, bool]) -> Run:
    """Return a run with its marks of the width that is a habit, else as each is printed."""
    if not any(mark in run.text for mark in WIDE):
        return run
    own = {place: width < BETWEEN for place, width in _widths(run, usual)}
    letters = [
        char.translate(TO_NARROW) if habit.get(_kind(char), own.get(place)) else char
        for place, char in enumerate(run.text)
    ]
    return run._replace(text="".join(letters))


def _widths(run: Run, usual: float) -> Iterator[tuple[int, float]]:
    """Yield the places of wide marks between letters, and how wide they may be, in steps."""
    if not any(mark in run.text for mark in WIDE):
        return
    steps = list(_steps(run))
    step = median(steps) if len(steps) >= FEWEST_STEPS else usual * run.size
    for place in range(1, len(run.text) - 1):
        sides = [_width(run.text[place - 1]), _width(run.text[place + 1])]
        if run.text[place] in WIDE and step and all(sides):
            yield place, (run.starts[place + 1] - run.starts[place - 1]) / step - sum(sides) / 2


def _width(char: str) -> float:
    """Return how wide a letter is, in steps; 0 for marks and spaces."""
    if _is_ideograph(char):
        return 1.0
    return LATIN if char.isascii() and char.isalnum() else 0.0


def _steps(run: Run) -> Iterator[float]:
    """Yield how far ideographs that follow each other are apart."""
    for place, (one, other) in enumerate(pairwise(run.text), 1):
        if _is_ideograph(one) and _is_ideograph(other):
            yield run.starts[place] - run.starts[place - 1]


def _step(runs: Sequence[Run]) -> float:
    """Return the usual step between ideographs, of the size of type."""
    shares = [step / run.size for run in runs for step in _steps(run)]
    return median(shares) if shares else 1.0


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
