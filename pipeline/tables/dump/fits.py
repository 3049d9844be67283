"""How well the parts of two cells fit that pages cut, one page after the other.

What was printed so far is kept as a sum of what each cell needs to go on, so that a page more
costs no more than the page itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from ...letters.marks import BELOW, CLAUSE_KINDS, Mark
from .tokens import BLANK_LINE, SAME_LINE, SLACK, Token, Widths

BORDER_AT_BLANK = 7.0  # the border is at a blank line, shared among those of the page
BLANK_INSIDE = -3.0  # a page has blank lines: of several, one at most is the border
BORDER_IN_LINE = -1.0  # the border is inside a line
HEADING_LAST = -4.0  # the first cell ends with a heading, though the page has a blank line
TORN = -2.0  # the second cell goes on with the first one's numbers
MISFIT = -2.0  # a line that does not fit its column
MOST_MISFITS = 3
EMPTY = -4.0  # a cell has nothing
UNENDED = -3.0  # a cell's last sentence is not finished
UNFINISHED = -1.5  # a cell's last list is not finished
RESTART = -3.0  # numbers go back inside a cell
BEGINS_FIRST, BEGINS_LATER = 2.0, -3.0  # a cell begins with number 1, or with another one
FITS, FITS_NOT = 3.0, -3.0  # a page's first number follows the one before it, or does not
NUMBER_BEHIND_OPEN = -1.5  # a number stands behind a sentence that is not finished
HEADING_BEHIND_OPEN, HEADING_BEHIND_ENDED = -2.0, 1.0  # so does a heading, or behind a finished one
TEXT_BEHIND_OPEN, TEXT_BEHIND_ENDED = 3.0, -2.0  # so do words without a number
NAMED_BELOW = -8.0  # a department's heading stands on the township's side


class DutyStart(NamedTuple):
    """What a token of duties begins with, whether it ends a sentence, and how wide it is printed.

    `heading` is a group's or departments' heading, `named` one that names departments. `apart`
    tells that it begins a line, `more` that it ends as what is followed by more of a list.
    """

    mark: Mark | None
    heading: bool
    named: bool
    ends: bool
    width: float
    apart: bool
    more: bool = False

    @property
    def is_first(self) -> bool:
        """Whether it begins with a number that begins a numbering."""
        return self.mark is not None and self.mark.number == 1


class _Numbering(Struct):
    """The last number of each kind in a cell so far, as far as one may go back behind it."""

    last: dict[str, int]
    headed: bool = True

    def goes_back(self, start: DutyStart) -> bool:
        """Take what a token begins with; tell whether its number goes back without a heading."""
        mark, back = start.mark, False
        if mark is not None:
            headed = self.headed or start.named
            back = mark.number <= self.last.get(mark.kind, 0) and mark.number == 1
            back = back and not (headed and mark.kind in CLAUSE_KINDS)
            for kind in BELOW[mark.kind]:
                self.last.pop(kind, None)
            self.last[mark.kind] = mark.number
        elif start.heading:
            self.last.pop("dot", None)
            self.last.pop("bracket", None)
        self.headed = start.heading
        return back


def restarts_in(starts: Sequence[DutyStart]) -> frozenset[int]:
    """Return the tokens whose number goes back although no heading stands right above."""
    numbering = _Numbering({})
    return frozenset([index for index, start in enumerate(starts) if numbering.goes_back(start)])


class CellFit(Struct, frozen=True):
    """What is told of one cell's parts so far: how they go on, numbers that go back, misfits.

    `numbers` are the last ones of each kind, `running` those that a number may go back behind.
    """

    last: DutyStart | None = None
    joined: float = 0.0
    restarts: int = 0
    misfits: int = 0
    numbers: Mapping[str, int] = MappingProxyType({})
    running: Mapping[str, int] = MappingProxyType({})
    headed: bool = True


class Fit(Struct, frozen=True):
    """What is told of all pages so far; `last` is the last number of the cell that is printed
    first, and `torn` counts where the other one goes on with it. `late` tells that the cell printed
    first begins on a later page than the other one, and not with a heading."""

    pages: float = 0.0
    torn: int = 0
    named: int = 0
    last: Mark | None = None
    late: bool = False
    superior: CellFit = CellFit()
    township: CellFit = CellFit()


def score_of(fit: Fit) -> float:
    """Return how well the parts of both cells fit."""
    cells = _score(fit.superior) + _score(fit.township)
    return fit.pages + TORN * fit.torn + NAMED_BELOW * fit.named + cells


def with_page(
    fit: Fit,
    page: Sequence[Token],
    starts: Sequence[DutyStart],
    border: int,
    widths: Widths,
    swapped: bool,
) -> Fit:
    """Return the fit with one page more, whose second cell begins at a border.

    `starts` are what the page's tokens begin with; `swapped` tells that the township's cell is
    the first one.
    """
    left, right = starts[:border], starts[border:]
    superior, township = (right, left) if swapped else (left, right)
    first, other = (fit.township, fit.superior) if swapped else (fit.superior, fit.township)
    late = left and not left[0].heading and first.last is None and other.last is not None
    last = next((start.mark for start in reversed(left) if start.mark), fit.last)
    mark = right[0].mark if left and right else None
    torn = last and mark and (last.kind, last.number + 1) == (mark.kind, mark.number)
    return Fit(
        pages=fit.pages + _page(page, starts, border),
        torn=fit.torn + bool(torn),
        named=fit.named + sum([start.named for start in township]),
        last=last,
        late=fit.late or bool(late),
        superior=_with_part(fit.superior, superior, widths.get("superior_duties")),
        township=_with_part(fit.township, township, widths.get("township_duties")),
    )


def _page(page: Sequence[Token], starts: Sequence[DutyStart], border: int) -> float:
    """Return what the gaps of a page say for a border on it."""
    score = 0.0
    inner = [index for index in range(1, len(page)) if page[index].gap >= BLANK_LINE]
    if inner:
        score += BORDER_AT_BLANK * (border in inner) / len(inner) + BLANK_INSIDE
    if 0 < border < len(page) and page[border].gap == SAME_LINE:
        score += BORDER_IN_LINE
    if inner and border not in inner and border > 0 and starts[border - 1].heading:
        score += HEADING_LAST
    return score


def _score(cell: CellFit) -> float:
    """Return how well the parts of one cell go on from page to page."""
    if cell.last is None:
        return EMPTY
    score = cell.joined + MISFIT * min(cell.misfits, MOST_MISFITS) + RESTART * cell.restarts
    if not cell.last.ends:
        score += UNENDED
    if cell.last.more:
        score += UNFINISHED
    return score


def _with_part(cell: CellFit, part: Sequence[DutyStart], width: float | None) -> CellFit:
    """Return a cell with one part more, in a column so wide."""
    if not part:
        return cell
    numbering = _Numbering(dict(cell.running), cell.headed)
    restarts = sum([numbering.goes_back(start) for start in part])
    return replace(
        cell,
        last=part[-1],
        joined=cell.joined + (_junction(cell, part[0]) if cell.last else _begins(part[0])),
        restarts=cell.restarts + restarts,
        misfits=cell.misfits + _misfits(cell.last, part, width),
        numbers={**cell.numbers, **{one.mark.kind: one.mark.number for one in part if one.mark}},
        running=numbering.last,
        headed=numbering.headed,
    )


def _begins(first: DutyStart) -> float:
    """Return what the first token of a cell says."""
    if first.mark is None:
        return 0.0
    return BEGINS_FIRST if first.is_first else BEGINS_LATER


def _misfits(last: DutyStart | None, part: Sequence[DutyStart], width: float | None) -> int:
    """Count the lines that do not fit a column so wide, behind the last one before them.

    No line is longer than the column; one that the next goes on with is full, and white
    space is no part of a sentence.
    """
    longest, shortest = (width + SLACK, width - SLACK) if width else (inf, 0.0)
    wrong = sum([start.width > longest for start in part])
    if last:
        wrong += _goes_on(last, part[0]) and last.width < shortest
    for start, after in pairwise(part):
        wrong += _goes_on(start, after) and (start.width < shortest or not after.apart)
    return wrong


def _goes_on(start: DutyStart, after: DutyStart) -> bool:
    """Tell whether a token goes on with the sentence of the one before."""
    return not (after.mark or after.heading or start.ends or start.heading)


def _junction(before: CellFit, after: DutyStart) -> float:
    """Return how well `after` goes on behind what was printed before it."""
    last = before.last
    assert last is not None  # something was
    if after.mark is not None:
        headed = last.heading and after.is_first
        fits = after.mark.number == before.numbers.get(after.mark.kind, 0) + 1 or headed
        if fits and last.more:
            return FITS - UNFINISHED
        score = FITS if fits else FITS_NOT
        return score + (0.0 if last.ends or last.heading else NUMBER_BEHIND_OPEN)
    if after.heading:
        return HEADING_BEHIND_ENDED if last.ends else HEADING_BEHIND_OPEN
    return TEXT_BEHIND_ENDED if last.ends else TEXT_BEHIND_OPEN
