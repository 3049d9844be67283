"""Rows whose cells stand in blocks with a blank line between them, as most rows of a dump do.

Nothing is weighed where the outcome is plain: a list of departments that the document knows stands
below the name, the duties of the first side surely begin below it (or no list of names can reach
into them) and end with a sentence. Where anything is odd, the row is weighed as any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from pipeline.model import Field, Line
from pipeline.rules import Rules
from pipeline.stages.departmentcells import KNOWN, MOST_UNITS, begins_duty
from pipeline.stages.departmentlists import BESIDE_PLACE, SURE, lead_of, printed_below
from pipeline.stages.handlingcells import Cut
from pipeline.stages.marks import colon_pattern, mark_at
from pipeline.stages.names import Names, opens, plausibility
from pipeline.stages.units import SENTENCE, stripped

# The columns of a row that is read so.
COLUMNS: Sequence[Field] = ["name", "departments", "superior_duties", "township_duties"]
# What a list that begins above the second block may win at most by marks and lines there; the
# line that it begins at speaks less for it by 1 than the blank line does for the block.
MOST_WON = 0.9
# A letter that a mark may begin with, among others.
NO_IDEOGRAPH = re.compile("[^\u4e00-\u9fff]|[〇一二三四五六七八九十百]")


def cut_blocks(
    lines: Sequence[Line], borders: Sequence[int], names: Names, rules: Rules
) -> Cut | None:
    """Given a row's lines on one page and which of them stand below a blank line, return its cells.

    None where they are not surely those. The last two of `borders` are those of the duties.
    """
    if len(borders) < 2:
        return None
    *above, duties, township = borders
    texts = [line.text for line in lines]
    words = "\n".join(texts).split()
    if len(words) != len(texts):
        words = _whole(texts, duties, rules)
    if not words or not _is_border(words, township, rules):
        return None
    reach = _reach(words, duties, names, rules)
    if not reach or printed_below(words[: min(reach, MOST_UNITS)], names):
        return None
    first = _first_department(words[:duties], above, reach == duties, names, rules)
    if not first:
        return None
    if words != texts:
        lines = [stripped(line) for line in lines]
    return Cut(
        {
            "name": tuple(lines[:first]),
            "departments": tuple(lines[first:duties]),
            "superior_duties": tuple(lines[duties:township]),
            "township_duties": tuple(lines[township:]),
        }
    )


def _whole(texts: Sequence[str], duties: int, rules: Rules) -> list[str]:
    """Given lines with white space inside, return them without what is around them.

    Nothing where it may tell cells apart: it stands above the first mark, or behind a sentence.
    """
    words = [text.strip() for text in texts]
    if mark_at(words[duties], 0, rules) is None:
        return []
    for index, word in enumerate(words):
        if word.split() != [word]:
            sentence = SENTENCE.match(word) if index >= duties else None
            if sentence is None or sentence.end() < len(word):
                return []
    return words


def _is_border(texts: Sequence[str], township: int, rules: Rules) -> bool:
    """Tell whether words surely are the duties of the two sides on either side of a blank line.

    The first ones end with a sentence before it, and no number goes on behind it; nearly every
    one there is 1.
    """
    if texts[township - 1][-1] not in rules.marks.sentence_ends:
        return False
    text = texts[township]
    if text[0] == "1" and not text[1:2].isdigit():
        return True
    mark = mark_at(text, 0, rules)
    return mark is None or mark.number <= 1


def _reach(texts: Sequence[str], duties: int, names: Names, rules: Rules) -> int:
    """Return how many words stand above the first one that surely begins a duty.

    It is 0 where a list of departments may hold one of the duties' words above that.
    """
    if begins_duty(texts[duties], names, rules):
        return duties
    for index, text in enumerate(texts[duties:], duties):
        if mark_at(text, 0, rules):
            return index
        if colon_pattern(rules).search(text) or not _is_in_no_list(text, names):
            return 0
    return len(texts)


def _is_in_no_list(text: str, names: Names) -> bool:
    """Tell whether no list of names can hold a text, whatever stands before and behind it."""
    inside = names.separator.split(text)[1:-1]
    return "。" in text or any(part and plausibility(part, names) < 0 for part in inside)


def _first_department(
    texts: Sequence[str], borders: Sequence[int], sure: bool, names: Names, rules: Rules
) -> int:
    """Given the words above the duties, return which begins the departments, 0 if that is open.

    They begin at the first border, where there is one before a name; it is enough to show that
    no other list of words has more to speak for it (see `departmentlists`). Where not even the
    first word of the duties is `sure` to be one, that must be the only border.
    """
    head = "".join(texts)
    if len(texts) >= MOST_UNITS or colon_pattern(rules).search(head):
        return 0
    if _begin_marks(texts[1:], rules):
        return 0
    plain = sure or len(borders) == 1
    if plain and borders and _is_best(texts, head, borders[0], names):
        return borders[0]
    return _first_opening(texts, head, borders, names) if sure else 0


def _begin_marks(texts: Sequence[str], rules: Rules) -> bool:
    """Tell whether one of some texts begins with a mark, which hardly any can by its letter."""
    letters = "".join([text[0] for text in texts])
    return bool(NO_IDEOGRAPH.search(letters)) and any(mark_at(text, 0, rules) for text in texts)


def _first_opening(texts: Sequence[str], head: str, borders: Sequence[int], names: Names) -> int:
    """Given the words above the duties, return the first one that may begin a name, 0 if another
    one may begin the departments."""
    offsets = list(accumulate(map(len, texts), initial=0))
    begun = [index for index in range(1, len(texts)) if opens(head, names, offsets[index])]
    if not begun:
        return 0
    apart = bool(borders) and borders[0] in begun
    first = borders[0] if apart else begun[0]
    sure, lead = _weight(head, offsets[first], names)
    if len(begun) == 1:
        return first if sure >= SURE and lead >= 0 else 0
    # Of other lists only one below a border has as much as its border to speak for it.
    bordered = first == begun[0] and (apart or not borders)
    if not bordered or sure != KNOWN or lead < 0:
        return 0
    return first if lead >= max([lead_of(head, offsets[index], names) for index in begun]) else 0


def _is_best(texts: Sequence[str], head: str, border: int, names: Names) -> bool:
    """Tell whether words begin as a list of departments at a border that no other list can beat.

    Known names that a place begins have as much to speak for them as any words can, but for
    the marks and lines of a longer list; that has no border before it.
    """
    begin = len("".join(texts[:border]))
    won = 0.5 * head.count("、", len(texts[0]), begin) + 0.1 * (border - 1)
    return won <= MOST_WON and _weight(head, begin, names) == (KNOWN, BESIDE_PLACE)


def _weight(head: str, begin: int, names: Names) -> tuple[int, float]:
    """Return how sure the least sure name is that words list from a place on, and their lead."""
    sure = min([plausibility(part, names) for part in names.separator.split(head[begin:])])
    return sure, lead_of(head, begin, names)
