"""The header of a table without a grid: from its highest line to its last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .marks import Rule, Run
from .slabs import Gap, gaps_of, middle
from .stretches import Start

APART = 0.9  # of the size: what stands farther above a header is not of it
FAR = 8.0  # points: a rule farther from a table's text is not its own
PAD = 1.0  # points around the text of a table


def header_sides(start: Start, runs: Sequence[Run], rules: Sequence[Rule]) -> tuple[float, float]:
    """Given a table, return the heights at which its header begins and ends."""
    _, head, first = start
    below = [rule.top for rule in rules if middle(head) < rule.top < middle(first)]
    gaps = gaps_of(runs)
    bottom = min([*below, _header_end(head, first, runs, gaps)])
    highest = _header_top(head, runs)
    above = [rule.top for rule in rules if highest - FAR < rule.top < highest + PAD]
    return max(above, default=highest - PAD), bottom


def _header_top(head: Run, runs: Sequence[Run]) -> float:
    """Given a table's head, return where its header begins: lines of its cells, titles of groups.

    What stands above is a title of the list when it is larger, farther away, or over no column.
    """
    titles = [run for run in runs if run.top < head.bottom and head.top < run.bottom]
    top = min(run.top for run in titles)
    for run in sorted(runs, key=lambda run: -run.bottom):
        if run in titles or run.bottom > top + PAD:
            continue
        over = [title for title in titles if title.x0 < run.x1 and run.x0 < title.x1]
        grouped = len(over) > 1 and run.x0 > titles[0].x1
        alike = abs(run.size - head.size) < PAD and top - run.bottom < APART * head.size
        if not alike or not (grouped or _is_second_line(run, titles)):
            break
        top = min(top, run.top)
    return top


def _header_end(head: Run, first: Run, runs: Sequence[Run], gaps: Sequence[Gap]) -> float:
    """Given a table's head and first number, return where its header ends: above any band.

    A further line of a header stands below one of its cells and is not wider than it.
    """
    titles = [run for run in runs if run.top < head.bottom and head.top < run.bottom]
    end = first.top - PAD
    for gap in gaps:
        if not middle(head) < gap.middle < middle(first):
            continue
        end = gap.middle
        below = [run for run in runs if end < run.top and run.bottom < first.top + PAD]
        if any(not _is_second_line(run, titles) for run in below):
            break
    return end


def _is_second_line(run: Run, titles: Iterable[Run]) -> bool:
    over = [title for title in titles if title.x0 < run.x1 and run.x0 < title.x1]
    return len(over) == 1 and over[0].x0 - run.size < run.x0 and run.x1 < over[0].x1 + run.size
