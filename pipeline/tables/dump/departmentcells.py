"""The cell of departments among the words of a row: a list of names, with borders around it.

Every run of words that may be such a list is weighed: how surely it is made of names, what
stands before it, and what separates it from the other cells. A list that a page cuts is
weighed whole, with what goes on at the top of the next page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...departments.names import NOT_A_NAME, Names, names_certainty, names_in, opens, plausibility
from ...letters.marks import colon_pattern, mark_at, mark_pattern
from ...rules import Rules
from .departmentlists import (
    MOST_CELL_LINES,
    MOST_LEAD,
    MOST_NAME_LINES,
    MOST_VALUE,
    OPENS,
    SURE,
    edges,
    lead_of,
    lead_opening,
    left,
    printed,
    reach_of,
    value_of,
    words_of,
)
from .units import Unit

MOST_UNITS = 60
LONGEST_CUT = 20  # letters of a name before a page's end cuts it
KNOWN = 3  # how surely a name that the document knows is one
SET_APART = (3.0, 0.0, 4.0, 4.0)  # what a gap says for a row's first or last cell to end there
WHOLE = 2.0  # what two parts on two pages that make certain names speak for themselves


class Found(NamedTuple):
    """The units [first:last] of the row's first page are the cell, and [begin:end] of the next.

    The units before `begin` go on with the item's name.
    """

    first: int
    last: int
    begin: int = 0
    end: int = 0


def first_duty(units: Sequence[Unit], names: Names, rules: Rules) -> int:
    """Return the index of the first unit that surely begins a duty: a mark or a heading.

    The first role (牵头单位：) heads duties where the cell of departments ends before it.
    """
    colons = colon_pattern(rules)
    roles = 0
    for index, unit in enumerate(units):
        if index and mark_at(unit.line.text, 0, rules):
            return index
        colon = colons.search(unit.line.text)
        if colon and names.role_label.match(unit.line.text):
            roles += 1
            if roles == 1 and index > 1 and _are_above(units[:index], names):
                return index
        if index and colon and names_certainty(unit.line.text[: colon.start()], names) >= 1:
            return index
    return len(units)


def begins_duty(text: str, names: Names, rules: Rules) -> bool:
    """Tell whether a word surely begins a duty, whatever stands above it."""
    if mark_pattern(rules).match(text):
        return True
    colon = colon_pattern(rules).search(text)
    return colon is not None and names_certainty(text[: colon.start()], names) >= 1


def _are_above(units: Sequence[Unit], names: Names) -> bool:
    """Tell whether a row's words end in departments that the document knows."""
    text = ""
    for unit in reversed(units[-MOST_CELL_LINES:]):
        text = unit.line.text + text
        if names_certainty(text, names) >= SURE:
            return True
    return False


def departments_on_page(
    units: Sequence[Unit], cut: bool, names: Names, rules: Rules
) -> Found | None:
    """Given a row's words (on one page), return its cell of departments, None if there is none.

    `cut` tells that the row goes on on another page, so that the last name may be cut too.
    """
    duties = first_duty(units, names, rules)
    best = _best_run(units, duties, cut, names)
    for index in range(1, min(duties, MOST_UNITS, len(units))):
        if units[index].line.text in names.none:
            score = 4.0 + edges(units, index, index + 1, duties)
            best = max(best or (score, 0, 0), (score, index, index + 1))
    return Found(best[1], best[2]) if best else None


def _best_run(
    units: Sequence[Unit], duties: int, cut: bool, names: Names
) -> tuple[float, int, int] | None:
    """Return (what speaks for it, first, last) of the likeliest list of names, if there is one.

    The longest run is usually the cell; the others are read only if they may beat it.
    """
    words = words_of(printed(units[: min(duties, MOST_UNITS)], names))
    joined, offsets = words
    reach = reach_of(words, units, duties)
    furthest = max(reach)
    best: tuple[float, int, int] | None = None
    # Where a border is the list is likeliest to begin, so that most others need no look.
    for first in sorted(range(1, len(offsets) - 1), key=lambda first: -left(units, first)):
        most = MOST_VALUE + left(units, first)
        if best is not None and MOST_LEAD + most + furthest < best[0]:
            break
        if (lead := lead_opening(words, first, names)) is None:
            continue
        for last in range(len(offsets) - 1, first, -1):
            if best is not None and lead + most + reach[last] < best[0]:
                continue
            text = joined[offsets[first] : offsets[last]]
            certainty, value = value_of(text, names)
            if certainty < 0 and cut:
                certainty = _certainty_if_cut(text, names)
                value += certainty + 1
            if certainty < 0:
                continue
            total = lead + value + edges(units, first, last, duties)
            total += 0.1 * (last - first) - 3.0 * (text[-1] in "、，")
            if best is None or (total, best[1], best[2]) > (best[0], first, last):
                best = (total, first, last)
    return best


def departments_at_end(units: Sequence[Unit], names: Names) -> int:
    """Return where the list of names begins that a row ends with; the row's length without one."""
    texts = printed(units, names)
    best, begin, text = 0.0, len(units), ""
    for first in range(len(units) - 1, 0, -1):
        text = texts[first] + text
        if NOT_A_NAME.search(units[first].line.text) or len(units) - first > MOST_UNITS:
            break
        certainty, value = value_of(text, names)
        value += SET_APART[units[first].gap] + OPENS * opens(text, names)
        if certainty >= 0 and value > best:
            best, begin = value, first
    return begin


def departments_at_start(units: Sequence[Unit], names: Names) -> int:
    """Return where the list of names ends that a row begins with, 0 without one."""
    texts = printed(units[:MOST_UNITS], names)
    best, end, text = 0.0, 0, ""
    for last in range(1, min(len(units), MOST_UNITS)):
        text += texts[last - 1]
        if NOT_A_NAME.search(units[last - 1].line.text):
            break
        certainty, value = value_of(text, names)
        value += SET_APART[units[last].gap]
        if certainty >= 0 and value > best:
            best, end = value, last
    return end


def _runs(
    units: Sequence[Unit], duties: int, names: Names
) -> Iterator[tuple[int, int, str, float]]:
    """Yield every run [first:last] that may be a list of names, its text and its lead's score."""
    words = words_of(printed(units[: min(duties, MOST_UNITS)], names))
    for first in range(1, len(words.offsets) - 1):
        lead = lead_opening(words, first, names)
        if lead is None:
            lead = lead_of(words.joined, words.offsets[first], names)
        for last in range(first + 1, len(words.offsets)):
            yield first, last, words.joined[words.offsets[first] : words.offsets[last]], lead


def _certainty_if_cut(text: str, names: Names) -> int:
    """Return the certainty of a list of names of which the last may be cut off."""
    whole, _, cut = text.rpartition("、")
    if whole and len(cut) < LONGEST_CUT and not re.search("[。；：]", cut):
        return min(names_certainty(whole, names), 1)
    begins = names.county and text.startswith(names.county) and len(text) < LONGEST_CUT
    return 0 if begins else -1


# --- cut by a page's end ----------------------------------------------------------------------


def departments_over_pages(
    page: Sequence[Unit], after: Sequence[Unit], names: Names, rules: Rules
) -> Found | None:
    """Given a row's words on its first page and the next, return its cell of departments.

    Only such a cell is found as has a part on both of them: the name that is cut on the first
    one and goes on on the other is surely one.
    """
    duties = first_duty(page, names, rules)
    best: tuple[float, Found] | None = None
    for first, last, text, lead in _runs(page, duties, names):
        *whole, cut = names_in(text, names)
        if len(cut) >= LONGEST_CUT or NOT_A_NAME.search(cut):
            continue
        if whole and min([plausibility(name, names) for name in whole]) < 0:
            continue
        for begin, end, rest, more in _rests(after, names, rules):
            certainty, value = value_of(text + rest, names)
            apart = end == len(after) or after[end].gap != 1
            if certainty < 0 or not _is_better(text, text + rest, apart, names):
                continue
            if begin and after[begin].gap == 1 and certainty < SURE:
                continue  # the rest of the item's name is not set apart
            if begin and plausibility(after[begin - 1].line.text, names) == KNOWN:
                continue  # no rest of a name, but more departments
            score = lead + edges(page, first, last, duties) + more + value
            score += WHOLE + 0.1 * (last - first)
            if best is None or score > best[0]:
                best = (score, Found(first, last, begin, end))
    return best[1] if best else None


def _is_better(text: str, longer: str, apart: bool, names: Names) -> bool:
    """Tell whether a list of names that goes on is a better one than the list cut before.

    A whole name may go on, too (分局), where what follows is set `apart` as a cell.
    """
    if text[-1] in "、，":
        return True
    *_, last = names.separator.split(text)
    after = names.separator.split(longer[len(text) - len(last) :])[0]
    surely = plausibility(after, names)
    return after == last or surely > plausibility(last, names) or (apart and surely > 0)


def _rests(
    units: Sequence[Unit], names: Names, rules: Rules
) -> Iterator[tuple[int, int, str, float]]:
    """Yield every run [begin:end] at a page's top that may go on with a list of names.

    With it come its text and its borders' score.
    """
    duties = first_duty(units, names, rules)
    for begin in range(min(MOST_NAME_LINES + 1, duties)):
        text = ""
        for end in range(begin + 1, min(duties, MOST_UNITS, len(units)) + 1):
            text += units[end - 1].line.text
            if NOT_A_NAME.search(units[end - 1].line.text.rstrip("，；")):
                break
            right = (0.0, 0.5, 1.5, 1.5)[units[end].gap] if end < len(units) else 1.5
            yield begin, end, text, right + (3.0 if end == duties else 0.0) - 0.5 * begin


def goes_on(cell: Sequence[Unit], page: Sequence[Unit], names: Names) -> int:
    """Return how many units at the top of a page go on with a department cell cut before it."""
    begun = "".join([unit.line.text for unit in cell])
    if not begun or (begun[-1] not in "、，" and names_certainty(begun, names) >= 1):
        begun = begun if page and page[0].line.text[0] in "、，" else ""
    best, text = 0, begun
    for count, unit in enumerate(page[:30] if begun else (), 1):
        text += unit.line.text
        if names_certainty(text, names) >= 1:
            best = count
    return best


def more_names(units: Sequence[Unit], listed: str, names: Names) -> int:
    """Return how many units are names that the document knows, one below the other.

    None of them is listed before: such a one would head duties.
    """
    count, text = 0, ""
    for index, unit in enumerate(units[:MOST_CELL_LINES], 1):
        text += unit.line.text
        if len(text) > LONGEST_CUT or text in listed or not opens(text, names):
            break
        if plausibility(text, names) == KNOWN:
            count, text = index, ""
    return count
