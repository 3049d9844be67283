"""Where tables without a grid begin and end: their numbers stand below each other, 1, 2, 3."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .marks import Run

NUMBER = re.compile(r"\d{1,3}")
HEAD = 4  # characters: the title of the column of numbers has no more
ASIDE = 1.0  # of the size: so far a number may stand beside the title of its column
SKIPPED = 3  # a next number is not larger by more


class Start(NamedTuple):
    """Where a table begins: page, the title of its column of numbers, and the first number."""

    page: int
    head: Run
    first: Run


class Stretch(NamedTuple):
    """A table: its start, its numbers (page and run) and heads printed again on later pages."""

    start: Start
    numbers: tuple[tuple[int, Run], ...]
    heads: tuple[tuple[int, Run], ...]


def stretches_of(pages: Sequence[Sequence[Run]]) -> list[Stretch]:
    """Given the runs of pages (none where a grid is printed), return the tables in their order."""
    starts = [start for page, runs in enumerate(pages) for start in _starts(page, runs)]
    found = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else None
        stretch = _followed(start, end, pages)
        if len(stretch.numbers) > 1:
            found.append(stretch)
    return found


def _starts(page: int, runs: Sequence[Run]) -> Iterator[Start]:
    """Given a page, yield where a 1 stands right below a short title."""
    for run in sorted(runs, key=lambda run: run.top):
        if run.text != "1":
            continue
        above = [
            other
            for other in runs
            if len(other.text) <= HEAD and other.bottom <= run.top + 1 and _is_below(run, other)
        ]
        head = max(above, key=lambda other: other.bottom, default=None)
        if head and not any(map(str.isdigit, head.text)):
            yield Start(page, head, run)


def _is_below(run: Run, head: Run) -> bool:
    """Tell whether a number stands in the column that a title is above."""
    reach = ASIDE * run.size
    return head.x0 - reach <= run.x0 and run.x1 <= head.x1 + reach


def _followed(start: Start, end: Start | None, pages: Sequence[Sequence[Run]]) -> Stretch:
    """Given a start and the next one, return the table: numbers that go on, page by page."""
    numbers = [(start.page, start.first)]
    heads = [(start.page, start.head)]
    last = 1
    for page in range(start.page, end.page + 1 if end else len(pages)):
        below = start.first.top if page == start.page else float("-inf")
        above = end.head.top if end and page == end.page else float("inf")
        column = [run for run in pages[page] if _is_below(run, start.head)]
        for run in sorted(column, key=lambda run: run.top):
            if not below < run.top < above:
                continue
            if NUMBER.fullmatch(run.text) and last < int(run.text) <= last + SKIPPED:
                last = int(run.text)
                numbers.append((page, run))
            elif run.text == start.head.text and page != start.page:
                heads.append((page, run))
    return Stretch(start, tuple(numbers), tuple(heads))
