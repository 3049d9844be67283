"""The border between the duties of the two sides, in a dump that prints one after the other.

Every place where the second cell may begin is weighed: numbering that begins again without a
heading above it, a blank line, a finished sentence before it speak for a border; a heading
right before it, a number that goes on, a sentence that is not finished speak against one. A
row cut by a page's end has a border on every page, and what goes on must fit what was begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from ...letters.marks import Mark, mark_at
from ...rules import Rules
from .openings import Known, Opening, is_first, openings_of, restarts_in
from .units import Unit
from .widths import SLACK

MOST_CHOICES = 40
BEAM = 24  # ways to cut the pages so far that are followed; the best way falls among them
SURE = 3.0
WORST = -4.0  # a worse border than this is none: one of the cells is empty
GOES_ON = -1.0  # nor does a cell begin with a number that goes on
NAMED_BELOW = 8.0  # what a department's heading below a border says against it
CLEAR = 2.0  # by how much the best way to cut pages must beat the next one to be sure
MISFIT = 2.0  # what a line that does not fit its column says
MOST_MISFITS = 3
UNFINISHED = 1.5  # what a list that ends as if more followed says against its end
TORN = 2.0  # what a number that goes on says against a border on a page
BLANK_LINE = 6.0  # what a blank line says for a border: hardly any cell has one inside


def duty_cells(
    pages: Sequence[Sequence[Unit]], known: Known
) -> tuple[list[Unit], list[Unit], bool]:
    """Given the words of both duty cells page by page, return (superior, township, sure)."""
    if len(pages) == 1:
        border, sure = _border(pages[0], known)
        borders: tuple[int, ...] = (border,)
    else:
        borders, sure, _ = duty_borders(pages, known)
    left = [unit for page, border in zip(pages, borders, strict=True) for unit in page[:border]]
    right = [unit for page, border in zip(pages, borders, strict=True) for unit in page[border:]]
    return (right, left, sure) if known.swapped else (left, right, sure)


def _border(units: Sequence[Unit], known: Known) -> tuple[int, bool]:
    """Given the words of both cells on one page, return where the second begins, and if surely."""
    only = _only_gap(units, known.rules)
    if only:
        return only, True
    openings = openings_of(units, known)
    restarts = restarts_in(openings)
    named = [opening.named for opening in openings]
    wrong = 0 if known.swapped else sum(named)  # headings that stand on the township's side
    best, border = WORST, len(units)
    for index in range(1, len(units)):
        wrong += named[index - 1] if known.swapped else -named[index - 1]
        if units[index].gap == 0 and not openings[index - 1].ends and not openings[index].mark:
            continue
        others = len(restarts) - (index in restarts)
        score = _weight(units, openings, index) - 3.0 * others - NAMED_BELOW * wrong
        if openings[index].mark and not is_first(openings[index]) and score <= GOES_ON:
            continue
        if score > best:
            best, border = score, index
    return border, best >= SURE and border < len(units)


def _only_gap(units: Sequence[Unit], rules: Rules) -> int:
    """Return the one place where a blank line follows a sentence, 0 when there is not just one.

    A number that goes on behind it is of the first cell, where a list begins below.
    """
    gaps = [index for index, unit in enumerate(units) if unit.gap >= 2 and index]
    if len(gaps) != 1 or units[gaps[0] - 1].line.text[-1] not in rules.marks.sentence_ends:
        return 0
    mark = mark_at(units[gaps[0]].line.text, 0, rules)
    if mark is None or mark.number <= 1:
        return gaps[0]
    below = [mark_at(unit.line.text, 0, rules) for unit in units[gaps[0] + 1 :]]
    return 0 if [other for other in below if other and other.number == 1] else gaps[0]


def _weight(units: Sequence[Unit], openings: Sequence[Opening], index: int) -> float:
    """Return what speaks for and against a border before units[index], by itself."""
    mark = openings[index].mark
    score = (-1.0, 0.0, BLANK_LINE, 1.0)[units[index].gap]
    if mark is not None:
        score += 3.0 if mark.number == 1 else -4.0
    elif openings[index].heading:
        score -= 2.0
    else:
        score -= 1.0
    if openings[index - 1].heading and units[index - 1].gap:
        score -= 5.0
    return score + _ended(openings[index - 1], units[index - 1].line.text)


def _ended(opening: Opening, text: str) -> float:
    """Return what the end of a line says for a border behind it."""
    if text[-1] in "：:":
        return -4.0
    if opening.ends:
        return 1.0 if opening.more else 2.0
    return 0.5 if text[-1] in "，）)”" else -2.0


# --- rows cut by a page's end ---------------------------------------------------------------


def duty_borders(
    pages: Sequence[Sequence[Unit]], known: Known
) -> tuple[tuple[int, ...], bool, float]:
    """Given the words of both cells page by page, return the border on each, and if surely.

    The third value is how well the cells fit then.
    """
    openings = [openings_of(page, known, measured=True) for page in pages]
    choices = [_choices(page, own) for page, own in zip(pages, openings, strict=True)]
    scored: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for count, choice in enumerate(choices, 1):
        longer = [(*borders, border) for _, borders in scored for border in choice]
        fits = [
            (_fit(pages[:count], openings[:count], borders, known), borders) for borders in longer
        ]
        scored = sorted(fits, reverse=True)[:BEAM]  # of equal ones: the first page is superior's
    sure = len(scored) == 1 or scored[0][0] >= scored[1][0] + CLEAR
    return scored[0][1], sure, scored[0][0]


def _choices(page: Sequence[Unit], openings: Sequence[Opening]) -> list[int]:
    """Return the places of a page where the second cell may begin; both ends are among them."""
    inner = [
        index
        for index in range(1, len(page))
        if page[index].gap != 1
        or openings[index - 1].ends
        or openings[index - 1].heading
        or is_first(openings[index])
    ]
    return [0, *inner[:MOST_CHOICES], len(page)] if page else [0]


def _fit(
    pages: Sequence[Sequence[Unit]],
    openings: Sequence[Sequence[Opening]],
    borders: Sequence[int],
    known: Known,
) -> float:
    """Return how well the pages' parts make two cells."""
    score = 0.0
    for page, own, border in zip(pages, openings, borders, strict=True):
        inner = [index for index in range(1, len(page)) if page[index].gap >= 2]
        if inner:  # of several blank lines, at most one is the border
            score += (7.0 if border in inner else 0.0) / len(inner) - 3.0
        if 0 < border < len(page) and page[border].gap == 0:
            score -= 1.0
        if inner and border not in inner and border > 0 and own[border - 1].heading:
            score -= 4.0
    superior = [own[:border] for own, border in zip(openings, borders, strict=True)]
    township = [own[border:] for own, border in zip(openings, borders, strict=True)]
    score -= TORN * _torn(superior, township)
    if known.swapped:
        superior, township = township, superior
    score -= _unfilled(superior, known.widths.get("superior_duties"))
    score -= _unfilled(township, known.widths.get("township_duties"))
    return score + _chain(superior) + _chain(township) - NAMED_BELOW * _headings(township)


def _unfilled(parts: Sequence[Sequence[Opening]], width: float | None) -> float:
    """Return what lines that do not fit a column so wide say against a cell of these parts.

    No line is longer than the column; one that the next goes on with is full, and white
    space is no part of a sentence.
    """
    longest, shortest = (width + SLACK, width - SLACK) if width else (inf, 0.0)
    whole = [
        opening._replace(apart=opening.apart or not place)
        for part in parts
        for place, opening in enumerate(part)
    ]
    wrong = sum([opening.width > longest for opening in whole])
    for opening, after in pairwise(whole):
        begins = after.mark is not None or after.heading
        goes_on = not (begins or opening.ends or opening.heading)
        wrong += goes_on and (opening.width < shortest or not after.apart)
    return MISFIT * min(wrong, MOST_MISFITS)


def _torn(first: Sequence[Sequence[Opening]], second: Sequence[Sequence[Opening]]) -> int:
    """Count the borders on pages where the second cell goes on with the first one's numbers."""
    count = 0
    last: Mark | None = None
    for left, right in zip(first, second, strict=True):
        last = next((opening.mark for opening in reversed(left) if opening.mark), last)
        mark = right[0].mark if left and right else None
        if last and mark:
            count += (last.kind, last.number + 1) == (mark.kind, mark.number)
    return count


def _headings(parts: Sequence[Sequence[Opening]]) -> int:
    """Count headings that name departments, which stand on the superior side."""
    return sum(opening.named for part in parts for opening in part)


def _chain(parts: Sequence[Sequence[Opening]]) -> float:
    """Return how well the parts of one cell go on from page to page."""
    whole: list[Opening] = []
    score = 0.0
    for part in parts:
        if part and whole:
            score += _junction(whole, part[0])
        elif part and part[0].mark is not None:
            score += 2.0 if part[0].mark.number == 1 else -3.0
        whole.extend(part)
    if not whole:
        return -4.0
    if not whole[-1].ends:
        score -= 3.0
    if whole[-1].more:
        score -= UNFINISHED
    return score - 3.0 * len(restarts_in(whole))


def _junction(before: Sequence[Opening], after: Opening) -> float:
    """Return how well `after` goes on behind what was printed before it."""
    open_end = not before[-1].ends
    if after.mark is not None:
        marks = (opening.mark for opening in reversed(before))
        last = next((mark.number for mark in marks if mark and mark.kind == after.mark.kind), 0)
        headed = before[-1].heading and after.mark.number == 1
        fits = after.mark.number == last + 1 or headed
        if fits and before[-1].more:
            return 3.0 + UNFINISHED
        return (3.0 if fits else -3.0) - (1.5 if open_end and not before[-1].heading else 0.0)
    if after.heading:
        return -2.0 if open_end else 1.0
    return 3.0 if open_end else -2.0
