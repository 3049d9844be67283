"""Rows whose cells stand in blocks with a blank line between them, as most rows of a dump do.

Nothing is weighed where the outcome is plain: a list of departments that the document knows stands
below the name, the duties of the first side surely begin below it (or no list of names can reach
into them) and end with a sentence. Where anything is odd, the row is weighed as any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from pipeline.model import Field, Line
from pipeline.rules import Rules
from pipeline.stages.departmentcells import KNOWN, MOST_UNITS, begins_duty
from pipeline.stages.departmentlists import BESIDE_PLACE, SURE, lead_of, printed_below
from pipeline.stages.handlingcells import Cut
from pipeline.stages.marks import mark_at
from pipeline.stages.names import Names, plausibility
from pipeline.stages.units import SENTENCE_BREAK, stripped

# The columns of a row that is read so.
COLUMNS: Sequence[Field] = ["name", "departments", "superior_duties", "township_duties"]
# What a list that begins above the second block may win at most by marks and lines there; the
# line that it begins at speaks less for it by 1 than the blank line does for the block.
MOST_WON = 0.9


def cut_blocks(
    lines: tuple[Line, ...], borders: Sequence[int], names: Names, rules: Rules
) -> Cut | None:
    """Given a row's lines on one page and which of them stand below a blank line, return its cells.

    None where they are not surely those. The last two of `borders` are those of the duties.
    """
    if len(borders) < 2:
        return None
    *above, duties, township = borders
    texts = [line.text for line in lines]
    words = _words(texts, duties, rules)
    if not words or not _is_border(words, township, rules):
        return None
    reach = _reach(words, duties, names, rules)
    if not reach or printed_below(words[: min(reach, MOST_UNITS)], names):
        return None
    first = _first_department(words[:duties], above, reach == duties, names, rules)
    if not first:
        return None
    if words is not texts:
        lines = tuple([stripped(line) for line in lines])
    return Cut(
        {
            "name": lines[:first],
            "departments": lines[first:duties],
            "superior_duties": lines[duties:township],
            "township_duties": lines[township:],
        },
        solid=words is texts,
    )


def _words(texts: list[str], duties: int, rules: Rules) -> list[str]:
    """Given lines, return them without white space around them, nothing where some stands inside
    that may tell cells apart."""
    letters = "".join(texts)
    if letters.split() == [letters]:  # nearly every row holds no white space
        return texts
    words = "\n".join(texts).split()
    return words if len(words) == len(texts) else _whole(texts, duties, rules)


def _whole(texts: Sequence[str], duties: int, rules: Rules) -> list[str]:
    """Given lines with white space inside, return them without what is around them.

    Nothing where it may tell cells apart: it stands above the first mark, or behind a sentence.
    """
    words = [text.strip() for text in texts]
    if mark_at(words[duties], 0, rules) is None:
        return []
    for index, word in enumerate(words):
        if word.split() != [word] and (index < duties or SENTENCE_BREAK.search(word)):
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
        if _has_colon(text, rules) or not _is_in_no_list(text, names):
            return 0
    return len(texts)


def _has_colon(text: str, rules: Rules) -> bool:
    """Tell whether a colon, as headings and labels end with one, stands in a text."""
    return [colon for colon in rules.marks.colons if colon in text] != []


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
    if len(texts) >= MOST_UNITS or _has_colon(head, rules):
        return 0
    if _begin_marks(texts[1:], rules):
        return 0
    plain = sure or len(borders) == 1
    if plain and borders and _is_best(texts, head, borders[0], names):
        return borders[0]
    return _first_opening(texts, head, borders, names) if sure else 0


def _begin_marks(texts: Sequence[str], rules: Rules) -> bool:
    """Tell whether one of some texts begins with a mark, which hardly any can by its letter."""
    printed = "\n".join(("", *texts))
    begun = _first_letter(rules).search(printed)
    return begun is not None and any(mark_at(text, 0, rules) for text in texts)


@lru_cache(maxsize=4)
def _first_letter(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of a letter that a mark at a line may begin with."""
    marks = rules.marks
    left = "".join([pair[0] for pair in marks.brackets])
    return re.compile(rf"\n[\d{re.escape(left + marks.circled + marks.heading_numerals)}]")


def _first_opening(texts: Sequence[str], head: str, borders: Sequence[int], names: Names) -> int:
    """Given the words above the duties, return the first one that may begin a name, 0 if another
    one may begin the departments.

    No role, which ends with a colon, stands before a name in them.
    """
    offsets, openings = list(accumulate(map(len, texts), initial=0)), names.openings
    begun = [
        index
        for index, offset in enumerate(offsets[1:-1], 1)
        if head[offset : offset + 2] in openings or head[offset] in openings
    ]
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
    if lead == BESIDE_PLACE:  # which is the most
        return first
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
