"""What speaks for words of a row to be a list of departments, and for borders around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from ...departments.names import Names, names_in, opens, plausibility
from ...departments.stacked import stands_below
from .units import Unit

# A name, a separator and the beginning of another name, at the end of a text.
LONGEST_BEGUN = 6
LISTED = re.compile(rf"([^、，。]{{2,20}})[、，][^、，]{{1,{LONGEST_BEGUN}}}$")
LONGEST_LISTED = 27
MOST_CELL_LINES = 12  # words of a cell of departments, above a role or another name
MOST_NAME_LINES = 3  # of an item's name, at the top of a page
SURE = 2  # how surely a name must be one for another to stand below it
MOST_VALUE = 6.0  # of a list of names, but for its marks
BELOW = "\n"  # before a name that stands below another one with no mark between them
OPENS = 2.0  # what speaks for a run that begins like a name
BESIDE_PLACE = 1.5  # what a place says that it begins with
MOST_LEAD = BESIDE_PLACE + OPENS


class Words(NamedTuple):
    """Words that are printed one after the other, and where each of them begins and ends."""

    joined: str
    offsets: Sequence[int]


def words_of(texts: Sequence[str]) -> Words:
    """Given words, return them joined."""
    return Words("".join(texts), list(accumulate(map(len, texts), initial=0)))


def lead_opening(words: Words, first: int, names: Names) -> float | None:
    """Return what speaks for a list to begin at a word, None where that begins like no name."""
    joined, offset = words.joined, words.offsets[first]
    if not opens(joined, names, offset + (joined[offset] == BELOW)):
        return None
    return lead_of(joined, offset, names) + OPENS


def printed(units: Sequence[Unit], names: Names) -> list[str]:
    """Given words, return their texts; a line feed stands before one that begins another name."""
    texts = [unit.line.text for unit in units]
    for index in printed_below(texts, names):
        texts[index] = BELOW + texts[index]
    return texts


def printed_below(texts: Sequence[str], names: Names) -> list[int]:
    """Given words, return which begin another name below a whole one, with no mark between."""
    (beginnings, letters), known, endings = _beginnings(names), names.known, names.endings
    # Below most words none can begin, as no name ends there.
    ends = [index for index, text in enumerate(texts[:-1], 1) if text[-1] in endings]
    return [
        index
        for index in ends
        if (((text := texts[index])[0] in letters and text.startswith(beginnings)) or text in known)
        and _ends_name(texts, index, names)
    ]


@lru_cache(maxsize=4)
def _beginnings(names: Names) -> tuple[tuple[str, ...], frozenset[str]]:
    """Given what is known of names, return what begins one, and the first letters of that."""
    beginnings = (*names.places, *names.levels, *names.heads)
    return beginnings, frozenset([word[0] for word in beginnings])


def _ends_name(texts: Sequence[str], index: int, names: Names) -> bool:
    """Tell whether a name ends right before a word that begins with a place."""
    if texts[index - 1][-1] in "、，" or not names.end.search(texts[index - 1]):
        return False
    below = texts[index : index + MOST_NAME_LINES]
    return any(
        stands_below("".join(texts[first:index]), below, names, SURE)
        for first in range(max(0, index - MOST_CELL_LINES), index)
    )


def value_of(text: str, names: Names) -> tuple[int, float]:
    """Given a list of names, return the certainty of the least sure, and what speaks for it."""
    text = text.strip("、，\n")
    sure = [plausibility(name, names) for name in names_in(text, names)]
    least, total = min(sure), sum(sure) + sure.count(-1)  # what is no name counts nothing
    marked = text.count("、") + text.count(BELOW)
    if "：" in text:
        marked += len(names.role_label.findall(text))
    return least, least + total / len(sure) + 0.5 * marked


def lead_of(joined: str, offset: int, names: Names) -> float:
    """Return what the letters around a place say for a list of names to begin there."""
    near = joined[max(0, offset - LONGEST_BEGUN - 1) : offset]
    listed = "、" in near or "，" in near
    inside_county = near[-1:] in names.county if near else False
    score = 0.0
    if joined.startswith(names.places, offset):
        if not listed and not inside_county:
            return BESIDE_PLACE  # nearly every list
        score += BESIDE_PLACE
    if joined[offset] == BELOW or (offset and joined[offset - 1] in "、，"):
        score -= 4.0
    label = names.role_label
    has_colon = "：" in joined or ":" in joined
    if has_colon and label.match(joined, offset) and label.search(joined, 0, offset):
        score -= 4.0
    if listed and _is_listed(joined, offset, names):
        score -= 4.0
    for length in range(1, len(names.county) if inside_county else 0):
        head, tail = names.county[:length], names.county[length:]
        if joined.endswith(head, 0, offset) and joined.startswith(tail, offset):
            score -= 4.0
    return score


def _is_listed(joined: str, offset: int, names: Names) -> bool:
    """Tell whether a name ends at the separator in the letters before a place.

    Behind most words none can, by the letter there.
    """
    separator = max(joined.rfind("、", 0, offset), joined.rfind("，", 0, offset))
    if joined[separator - 1 : separator] not in names.endings:
        return False
    inside = LISTED.search(joined, max(0, offset - LONGEST_LISTED), offset)
    return inside is not None and names.end.search(inside[1]) is not None


def edges(units: Sequence[Unit], first: int, last: int, duties: int) -> float:
    """Return how well [first:last] is bordered as a cell of its own."""
    if last >= len(units):
        return left(units, first)
    inside = sum(
        [unit.gap == 0 and unit.line.text[0] not in "、，" for unit in units[first + 1 : last]]
    )
    return left(units, first) + right(units, last, duties) - inside


def left(units: Sequence[Unit], first: int) -> float:
    """Return what stands for the border before a unit."""
    return (0.0, 1.0, 2.0, 2.0)[units[first].gap]


def right(units: Sequence[Unit], last: int, duties: int) -> float:
    """Return what stands for the border before the unit behind a cell."""
    return (0.0, 0.5, 1.5, 1.5)[units[last].gap] + (3.0 if last == duties else 0.0)


def reach_of(words: Words, units: Sequence[Unit], duties: int) -> list[float]:
    """Return the most that speaks for a run to end at each word, whatever it begins with."""
    joined, offsets = words
    marks = sum([joined.count(mark) for mark in ("\n", "：", ":")])
    return [
        0.5 * (joined.count("、", 0, offset) + marks)
        + 0.1 * last
        + (right(units, last, duties) if last < len(units) else 0.0)
        for last, offset in enumerate(offsets)
    ]
