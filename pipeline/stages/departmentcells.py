"""The cell of departments among the words of a row: a list of names, with borders around it.

Every run of words that may be such a list is weighed: how surely it is made of names, what
stands before it, and what separates it from the other cells. A list that a page cuts is
weighed whole, with what goes on at the top of the next page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from pipeline.rules import Rules
from pipeline.stages.listed import stands_below
from pipeline.stages.marks import colon_pattern, mark_at
from pipeline.stages.names import NOT_A_NAME, Names, names_certainty, names_in, plausibility
from pipeline.stages.units import Unit

# A name, a separator and the beginning of another name, at the end of a text.
LONGEST_BEGUN = 6
LISTED = re.compile(rf"([^、，。]{{2,20}})[、，][^、，]{{1,{LONGEST_BEGUN}}}$")
LONGEST_LISTED = 27
MOST_UNITS = 60
LONGEST_CUT = 20  # letters of a name before a page's end cuts it
MOST_CELL_LINES = 12  # words of a cell of departments, above a role or another name
MOST_NAME_LINES = 3  # of an item's name, at the top of a page
KNOWN = 3  # how surely a name that the document knows is one
SURE = 2  # how surely a name must be one for another to stand below it
MOST_VALUE = 6.0  # of a list of names, but for its marks
BELOW = "\n"  # before a name that stands below another one with no mark between them
OPENS = 2.0  # what speaks for a run that begins like a name
BESIDE_PLACE = 1.5  # what a place says that it begins with
MOST_LEAD = BESIDE_PLACE + OPENS
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
    if mark_at(text, 0, rules):
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
            score = 4.0 + _edges(units, index, index + 1, duties)
            best = max(best or (score, 0, 0), (score, index, index + 1))
    return Found(best[1], best[2]) if best else None


def _best_run(
    units: Sequence[Unit], duties: int, cut: bool, names: Names
) -> tuple[float, int, int] | None:
    """Return (what speaks for it, first, last) of the likeliest list of names, if there is one.

    The longest run is usually the cell; the others are read only if they may beat it.
    """
    words = _words(_printed(units[: min(duties, MOST_UNITS)], names))
    joined, offsets = words
    reach = _reach(words, units, duties)
    furthest = max(reach)
    best: tuple[float, int, int] | None = None
    # Where a border is the list is likeliest to begin, so that most others need no look.
    for first in sorted(range(1, len(offsets) - 1), key=lambda first: -_left(units, first)):
        most = MOST_VALUE + _left(units, first)
        if best is not None and MOST_LEAD + most + furthest < best[0]:
            break
        if (lead := _lead_opening(words, first, names)) is None:
            continue
        for last in range(len(offsets) - 1, first, -1):
            if best is not None and lead + most + reach[last] < best[0]:
                continue
            text = joined[offsets[first] : offsets[last]]
            certainty, value = _value(text, names)
            if certainty < 0 and cut:
                certainty = _certainty_if_cut(text, names)
                value += certainty + 1
            if certainty < 0:
                continue
            total = lead + value + _edges(units, first, last, duties)
            total += 0.1 * (last - first) - 3.0 * (text[-1] in "、，")
            if best is None or (total, best[1], best[2]) > (best[0], first, last):
                best = (total, first, last)
    return best


def departments_at_end(units: Sequence[Unit], names: Names) -> int:
    """Return where the list of names begins that a row ends with; the row's length without one."""
    texts = _printed(units, names)
    best, begin, text = 0.0, len(units), ""
    for first in range(len(units) - 1, 0, -1):
        text = texts[first] + text
        if NOT_A_NAME.search(units[first].line.text) or len(units) - first > MOST_UNITS:
            break
        certainty, value = _value(text, names)
        opens = names.opening.match(text) is not None
        value += SET_APART[units[first].gap] + OPENS * opens
        if certainty >= 0 and value > best:
            best, begin = value, first
    return begin


def departments_at_start(units: Sequence[Unit], names: Names) -> int:
    """Return where the list of names ends that a row begins with, 0 without one."""
    texts = _printed(units[:MOST_UNITS], names)
    best, end, text = 0.0, 0, ""
    for last in range(1, min(len(units), MOST_UNITS)):
        text += texts[last - 1]
        if NOT_A_NAME.search(units[last - 1].line.text):
            break
        certainty, value = _value(text, names)
        value += SET_APART[units[last].gap]
        if certainty >= 0 and value > best:
            best, end = value, last
    return end


def _runs(
    units: Sequence[Unit], duties: int, names: Names
) -> Iterator[tuple[int, int, str, float]]:
    """Yield every run [first:last] that may be a list of names, its text and its lead's score."""
    words = _words(_printed(units[: min(duties, MOST_UNITS)], names))
    for first in range(1, len(words.offsets) - 1):
        lead = _lead_opening(words, first, names)
        if lead is None:
            lead = lead_of(words.joined, words.offsets[first], names)
        for last in range(first + 1, len(words.offsets)):
            yield first, last, words.joined[words.offsets[first] : words.offsets[last]], lead


class Words(NamedTuple):
    """Words that are printed one after the other, and where each of them begins and ends."""

    joined: str
    offsets: Sequence[int]


def _words(texts: Sequence[str]) -> Words:
    """Given words, return them joined."""
    return Words("".join(texts), list(accumulate(map(len, texts), initial=0)))


def _lead_opening(words: Words, first: int, names: Names) -> float | None:
    """Return what speaks for a list to begin at a word, None where that begins like no name."""
    joined, offset = words.joined, words.offsets[first]
    if names.opening.match(joined, offset + (joined[offset] == BELOW)) is None:
        return None
    return lead_of(joined, offset, names) + OPENS


def _printed(units: Sequence[Unit], names: Names) -> list[str]:
    """Given words, return their texts; a line feed stands before one that begins another name."""
    texts = [unit.line.text for unit in units]
    for index in printed_below(texts, names):
        texts[index] = BELOW + texts[index]
    return texts


def printed_below(texts: Sequence[str], names: Names) -> list[int]:
    """Given words, return which begin another name below a whole one, with no mark between."""
    beginnings, known = _beginnings(names), names.known
    return [
        index
        for index in range(1, len(texts))
        if (texts[index].startswith(beginnings) or texts[index] in known)
        and _ends_name(texts, index, names)
    ]


@lru_cache(maxsize=4)
def _beginnings(names: Names) -> tuple[str, ...]:
    """Given what is known of names, return what begins one."""
    return (*names.places, *names.levels, *names.heads)


def _ends_name(texts: Sequence[str], index: int, names: Names) -> bool:
    """Tell whether a name ends right before a word that begins with a place."""
    if not names.end.search(texts[index - 1]):
        return False
    below = texts[index : index + MOST_NAME_LINES]
    return any(
        stands_below("".join(texts[first:index]), below, names, SURE)
        for first in range(max(0, index - MOST_CELL_LINES), index)
    )


def _value(text: str, names: Names) -> tuple[int, float]:
    """Given a list of names, return the certainty of the least sure, and what speaks for it."""
    text = text.strip("、，\n")
    sure = [plausibility(name, names) for name in names_in(text, names)]
    least, total = min(sure), sum(sure) + sure.count(-1)  # what is no name counts nothing
    marked = text.count("、") + text.count(BELOW)
    if "：" in text:
        marked += len(names.role_label.findall(text))
    return least, least + total / len(sure) + 0.5 * marked


def _certainty_if_cut(text: str, names: Names) -> int:
    """Return the certainty of a list of names of which the last may be cut off."""
    whole, _, cut = text.rpartition("、")
    if whole and len(cut) < LONGEST_CUT and not re.search("[。；：]", cut):
        return min(names_certainty(whole, names), 1)
    begins = names.county and text.startswith(names.county) and len(text) < LONGEST_CUT
    return 0 if begins else -1


def lead_of(joined: str, offset: int, names: Names) -> float:
    """Return what the letters around a place say for a list of names to begin there."""
    score = 0.0
    if joined.startswith(names.places, offset):
        score += BESIDE_PLACE
    if joined[offset] == BELOW or (offset and joined[offset - 1] in "、，"):
        score -= 4.0
    label = names.role_label
    has_colon = "：" in joined or ":" in joined
    if has_colon and label.match(joined, offset) and label.search(joined, 0, offset):
        score -= 4.0
    near = joined[max(0, offset - LONGEST_BEGUN - 1) : offset]
    listed = "、" in near or "，" in near
    inside = listed and LISTED.search(joined, max(0, offset - LONGEST_LISTED), offset)
    if inside and names.end.search(inside[1]):
        score -= 4.0
    inside_county = offset and joined[offset - 1] in names.county
    for length in range(1, len(names.county) if inside_county else 0):
        head, tail = names.county[:length], names.county[length:]
        if joined.endswith(head, 0, offset) and joined.startswith(tail, offset):
            score -= 4.0
    return score


def _edges(units: Sequence[Unit], first: int, last: int, duties: int) -> float:
    """Return how well [first:last] is bordered as a cell of its own."""
    if last >= len(units):
        return _left(units, first)
    inside = sum(
        [unit.gap == 0 and unit.line.text[0] not in "、，" for unit in units[first + 1 : last]]
    )
    return _left(units, first) + _right(units, last, duties) - inside


def _left(units: Sequence[Unit], first: int) -> float:
    """Return what stands for the border before a unit."""
    return (0.0, 1.0, 2.0, 2.0)[units[first].gap]


def _right(units: Sequence[Unit], last: int, duties: int) -> float:
    """Return what stands for the border before the unit behind a cell."""
    return (0.0, 0.5, 1.5, 1.5)[units[last].gap] + (3.0 if last == duties else 0.0)


def _reach(words: Words, units: Sequence[Unit], duties: int) -> list[float]:
    """Return the most that speaks for a run to end at each word, whatever it begins with."""
    joined, offsets = words
    marks = sum([joined.count(mark) for mark in ("\n", "：", ":")])
    return [
        0.5 * (joined.count("、", 0, offset) + marks)
        + 0.1 * last
        + (_right(units, last, duties) if last < len(units) else 0.0)
        for last, offset in enumerate(offsets)
    ]


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
            certainty, value = _value(text + rest, names)
            apart = end == len(after) or after[end].gap != 1
            if certainty < 0 or not _is_better(text, text + rest, apart, names):
                continue
            if begin and after[begin].gap == 1 and certainty < SURE:
                continue  # the rest of the item's name is not set apart
            if begin and plausibility(after[begin - 1].line.text, names) == KNOWN:
                continue  # no rest of a name, but more departments
            score = lead + _edges(page, first, last, duties) + more + value
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
        if len(text) > LONGEST_CUT or text in listed or not names.opening.match(text):
            break
        if plausibility(text, names) == KNOWN:
            count, text = index, ""
    return count
