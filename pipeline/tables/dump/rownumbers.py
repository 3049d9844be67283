"""Numbers that lines of bare text begin with, of which those of rows are some."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from ...letters.marks import HAN
from ...model import Line

BLANK = r"[ \t\u3000\xa0\f]*+"
# Not the mark of a clause, which may have a blank before its delimiter.
NUMBER = (
    rf"{BLANK}(\d{{1,3}}+)(?:(?=[ \t\u3000\xa0\n]|\Z)(?!{BLANK}[.．、）)])"
    r"|(?=[^\d\s.．、,，)）〕%％\-—:：;；/~～]))"
)
NUMBERED = re.compile(NUMBER)
# Words on one line between a number and more, as a category stands there.
BETWEEN = rf"[ \t\u3000\xa0]+([{HAN}（）、]{{2,12}}+)[ \t\u3000\xa0]+\S"
# In lines that are joined by line feeds, each of which is taken for the one before a line:
# what begins with a letter that is searched for is found fast. Those words are the second group.
NUMBERED_LINE = re.compile(rf"\n{NUMBER}(?:(?={BETWEEN})|)")
# Numbers that are printed with a delimiter, as automatic numbering does: 1. 1、（1）.
DELIMITED = (("", "[.．]"), ("", "、"), ("[（(]", "[）)]"))
PLAIN_ENOUGH = 5  # numbers that follow one another without delimiters
FEWEST = 3


def joined(lines: Sequence[Line]) -> str:
    """Given lines, return their texts joined, each behind a line feed."""
    return "\n".join(["", *[line.text for line in lines]])


class Numbered(Struct, frozen=True):
    """Lines that are joined, each behind a line feed, and the numbers in them.

    `found` are the numbers that may be those of rows, each with its line's position and what
    it says.
    """

    printed: str
    found: Sequence[tuple[int, int, re.Match[str]]]


def numbered(printed: str, numbers: re.Pattern[str] = NUMBERED_LINE) -> Numbered:
    """Given joined lines and what a row's number is, return the numbers that they begin with."""
    found: list[tuple[int, int, re.Match[str]]] = []
    position, before = -1, 0
    for match in numbers.finditer(printed):
        end = match.end()
        position += printed.count("\n", before, end)
        before = end
        found.append((position, int(match[1]), match))
    return Numbered(printed, found)


def numbers_of(plain: Numbered) -> re.Pattern[str]:
    """Given the plain numbers in a list without duties, return the pattern of the numbers of rows.

    They have a delimiter where far more of them then follow one another; white space follows.
    """
    reached = _reach([seq for _, seq, _ in plain.found])
    if reached >= PLAIN_ENOUGH:
        return NUMBERED_LINE
    for left, right in DELIMITED:
        number = rf"\n{BLANK}{left}(\d{{1,3}}){right}(?=[ \t\u3000\xa0\n]|\Z)"
        if _reach(map(int, re.findall(number, plain.printed))) > max(FEWEST, 2 * reached):
            return re.compile(number)
    return NUMBERED_LINE


def _reach(numbers: Iterable[int]) -> int:
    """Return how far numbers count from 1, whatever stands between."""
    last = 0
    for number in numbers:
        last += number == last + 1
    return last
