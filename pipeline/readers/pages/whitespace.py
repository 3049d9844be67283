"""What a table without a grid shows of itself: its numbers, its header, and the white in it.

The numbers stand below each other and count 1, 2, 3; a short title stands above the first. The
header goes from its highest line to its last. Columns are told by the header and the white between
them, rows by the white above and below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from .marks import Rule, Run

# Where tables are.
NUMBER = re.compile(r"\d{1,3}")
TITLE = 4  # characters: the title of the column of numbers has no more
ASIDE = 1.0  # of the size: so far a number may stand beside the title of its column
SKIPPED = 3  # a next number is not larger by more
# The header.
APART = 0.9  # of the size: what stands farther above a header is not of it
FAR = 8.0  # points: a rule farther from a table's text is not its own
PAD = 1.0  # points around the text of a table
# Columns.
LEAST_COLUMNS = 2
BEFORE = 3.0  # points between a border and the text behind it, at most
NARROWEST = 2.0  # points: white that is narrower parts no columns
# Rows.
CLEARLY = 1.0  # points by which white between rows is higher than white between lines
ALMOST = 0.5  # points by which white may differ and be the same


# --- where tables are -------------------------------------------------------------------------


class Start(NamedTuple):
    """Where a table begins: page, the title of its column of numbers, and the first number."""

    page: int
    head: Run
    first: Run


class TableSpan(NamedTuple):
    """A table: its start, its numbers (page and run) and heads printed again on later pages."""

    start: Start
    numbers: tuple[tuple[int, Run], ...]
    heads: tuple[tuple[int, Run], ...]


def table_spans(pages: Sequence[Sequence[Run]]) -> list[TableSpan]:
    """Return the tables in the runs of pages, of which those with a grid are empty."""
    starts = [start for page, runs in enumerate(pages) for start in _starts(page, runs)]
    spans = (_followed(start, end, pages) for start, end in zip_longest(starts, starts[1:]))
    parted = (part for span in spans for part in _parted(span, pages))
    return [span for span in parted if len(span.numbers) > 1]


def _starts(page: int, runs: Sequence[Run]) -> Iterator[Start]:
    """Yield where a 1 stands below a short title that has others beside it.

    A title between them that has none heads the rows of a category.
    """
    for run in sorted(runs, key=lambda run: run.top):
        if run.text != "1":
            continue
        above = [
            other
            for other in runs
            if len(other.text) <= TITLE and other.bottom <= run.top + 1 and _is_below(run, other)
            if len(_beside(other, runs)) > 1
        ]
        head = max(above, key=lambda other: other.bottom, default=None)
        if head and not any(map(str.isdigit, head.text)):
            yield Start(page, head, run)


def _is_below(run: Run, head: Run) -> bool:
    """Tell whether a number stands in the column that a title is above."""
    reach = ASIDE * run.size
    return head.x0 - reach <= run.x0 and run.x1 <= head.x1 + reach


def _followed(start: Start, end: Start | None, pages: Sequence[Sequence[Run]]) -> TableSpan:
    """Return the table from a start to the next one: numbers that go on, page by page."""
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
            elif run.text == start.head.text:
                heads.append((page, run))
    return TableSpan(start, tuple(numbers), tuple(heads))


def _parted(span: TableSpan, pages: Sequence[Sequence[Run]]) -> Iterator[TableSpan]:
    """Yield the tables of a span in which a header names other columns: numbers run on there."""
    titles = [[run.text for run in _beside(head, pages[page])] for page, head in span.heads]
    begins = [0, *(nth for nth in range(1, len(titles)) if titles[nth] != titles[nth - 1])]
    for begin, end in zip_longest(begins, begins[1:]):
        heads = span.heads[begin:end]
        after = _place(heads[0])
        until = _place(span.heads[end]) if end else (len(pages), 0.0)
        numbers = tuple([number for number in span.numbers if after < _place(number) < until])
        if numbers:
            yield TableSpan(Start(heads[0][0], heads[0][1], numbers[0][1]), numbers, heads)


def _place(found: tuple[int, Run]) -> tuple[int, float]:
    """Return where a run stands among all of a file's: its page and height."""
    return found[0], found[1].top


# --- the header -------------------------------------------------------------------------------


def header_sides(start: Start, runs: Sequence[Run], rules: Sequence[Rule]) -> tuple[float, float]:
    """Return the heights at which a table's header begins and ends."""
    _, head, first = start
    below = [rule.top for rule in rules if head.middle < rule.top < first.middle]
    bottom = min([*below, _header_end(head, first, runs)])
    highest = _header_top(head, runs)
    above = [rule.top for rule in rules if highest - FAR < rule.top < highest + PAD]
    return max(above, default=highest - PAD), bottom


def _header_top(head: Run, runs: Sequence[Run]) -> float:
    """Return where a header begins: lines of its cells, titles of groups.

    What stands above is a title of the list when it is larger, farther away, or over no column.
    """
    titles = _beside(head, runs)
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


def _header_end(head: Run, first: Run, runs: Sequence[Run]) -> float:
    """Return where a header ends, which is above any category that is a row of its own.

    A further line of a header stands below one of its cells and is not wider than it.
    """
    titles = _beside(head, runs)
    end = first.top - PAD
    for gap in row_gaps(runs):
        if not head.middle < gap.middle < first.middle:
            continue
        end = gap.middle
        below = [run for run in runs if end < run.top and run.bottom < first.top + PAD]
        if any(not _is_second_line(run, titles) for run in below):
            break
    return end


def _beside(head: Run, runs: Iterable[Run]) -> list[Run]:
    return [run for run in runs if run.top < head.bottom and head.top < run.bottom]


def _is_second_line(run: Run, titles: Iterable[Run]) -> bool:
    over = [title for title in titles if title.x0 < run.x1 and run.x0 < title.x1]
    return len(over) == 1 and over[0].x0 - run.size < run.x0 and run.x1 < over[0].x1 + run.size


# --- columns ----------------------------------------------------------------------------------


class Columns(NamedTuple):
    """The borders of columns from left to right, the outer ones included."""

    xs: tuple[float, ...]

    def crossed(self, run: Run) -> bool:
        """Tell whether a run stands on both sides of a border."""
        return any(run.x0 < x - BEFORE and x + BEFORE < run.x1 for x in self.xs[1:-1])


def columns_of(header: Sequence[Run], body: Sequence[Run]) -> Columns | None:
    """Return the columns of a table by the runs of its header and of the rows below.

    None where the header names fewer than two, or no white lies between two of them.
    """
    heads = header_cells(header)
    if len(heads) < LEAST_COLUMNS:
        return None
    middles = [(left + right) / 2 for left, right in heads]
    spans = [
        (run.x0, run.x1)
        for run in body
        if sum(run.x0 < middle < run.x1 for middle in middles) < 2  # the others head categories
    ]
    spans.extend(heads)
    inner: list[float] = []
    for left, right in pairwise(middles):
        if (border := _border(spans, left, right)) is None:
            return None
        inner.append(border)
    least, most = min(x0 for x0, _ in spans), max(x1 for _, x1 in spans)
    return Columns((least - BEFORE, *inner, most + BEFORE))


def header_cells(header: Iterable[Run]) -> list[tuple[float, float]]:
    """Return the sides of a header's lowest cells from left to right.

    A title over several columns names none of them.
    """
    cells: list[tuple[float, float]] = []
    for run in sorted(header, key=lambda run: -run.bottom):
        met = [cell for cell in cells if cell[0] < run.x1 and run.x0 < cell[1]]
        if len(met) > 1:
            continue
        for cell in met:
            cells.remove(cell)
        x0, x1 = met[0] if met else (run.x0, run.x1)
        cells.append((min(x0, run.x0), max(x1, run.x1)))
    return sorted(cells)


def _border(spans: Sequence[tuple[float, float]], left: float, right: float) -> float | None:
    """Return the border between two places: the end of the white that parts all text there.

    Behind it the most lines begin; behind white in a column only some do, as a centred title.
    """
    gaps: list[tuple[int, float, float]] = []  # lines that begin behind it, width, end
    reached = left
    for x0, x1 in (*sorted(spans), (right, right)):
        start = min(x0, right)
        if start - reached > NARROWEST:
            begun = sum(abs(other - start) < BEFORE for other, _ in spans)
            gaps.append((begun, start - reached, start))
        reached = max(reached, x1)
    if not gaps:
        return None
    _, width, end = max(gaps)
    return end - min(BEFORE, width / 2)


# --- rows -------------------------------------------------------------------------------------


class Gap(NamedTuple):
    """White through all columns: where it begins and ends."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Cuts(NamedTuple):
    """Heights at which rows are cut, whether all of them are beyond doubt, or go through text."""

    ys: tuple[float, ...]
    clear: bool
    through: bool = False


def row_gaps(runs: Iterable[Run]) -> list[Gap]:
    """Return the white between runs from top to bottom."""
    gaps: list[Gap] = []
    reached: float | None = None
    for top, bottom in sorted((run.top, run.bottom) for run in runs):
        if reached is not None and top > reached:
            gaps.append(Gap(reached, top))
        reached = bottom if reached is None else max(reached, bottom)
    return gaps


def row_cuts(runs: Sequence[Run], anchors: Sequence[Run]) -> Cuts:
    """Return where the rows of a table are cut; each row has one of the anchors for sure.

    The least of the widest gaps between two anchors is what parts rows; when lines of one cell
    are as far apart, only the place of the anchors tells: each at the top of its row.
    """
    gaps = row_gaps(runs)
    widest = [
        max(between, key=lambda gap: gap.height, default=None)
        for one, two in pairwise(anchors)
        for between in [[gap for gap in gaps if one.middle < gap.middle < two.middle]]
    ]
    found = [gap for gap in widest if gap is not None]
    least = min((gap.height for gap in found), default=0.0)
    high = [gap for gap in gaps if gap.height > least - ALMOST]
    rest = max((gap.height for gap in gaps if gap not in high), default=0.0)
    parted = len(high) < len(gaps) and rest < least - CLEARLY
    one_line = len(found) == len(high) == len(gaps)  # every row is one line
    if found and len(found) == len(widest) and (parted or one_line):
        return Cuts(tuple(gap.middle for gap in high), True)
    ys = tuple(anchor.top - ALMOST for anchor in anchors[1:])
    through = any(run.top + CLEARLY < y < run.bottom - CLEARLY for run in runs for y in ys)
    return Cuts(ys, False, through)
