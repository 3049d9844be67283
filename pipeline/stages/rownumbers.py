"""Numbers that lines of bare text begin with, of which those of rows are some."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from pipeline.model import Line

BLANK = r"[ \t\u3000\xa0\f]*"
# Not the mark of a clause, which may have a blank before its delimiter.
NUMBER = (
    rf"{BLANK}(\d{{1,3}})(?:(?=[ \t\u3000\xa0\n]|\Z)(?!{BLANK}[.．、）)])"
    r"|(?=[^\d\s.．、,，)）〕%％\-—:：;；/~～]))"
)
NUMBERED = re.compile(NUMBER)
# In lines that are joined by line feeds, each of which is taken for the one before a line:
# what begins with a letter that is searched for is found fast.
NUMBERED_LINE = re.compile("\n" + NUMBER)
# Numbers that are printed with a delimiter, as automatic numbering does: 1. 1、（1）.
DELIMITED = (("", "[.．]"), ("", "、"), ("[（(]", "[）)]"))
PLAIN_ENOUGH = 5  # numbers that follow one another without delimiters
FEWEST = 3


def numbers_of(lines: Sequence[Line]) -> re.Pattern[str]:
    """Given the lines of a list without duties, return the pattern of the numbers of rows.

    They have a delimiter where far more of them then follow one another; white space follows.
    """
    printed = "\n".join(["", *[line.text for line in lines]])
    plain = _reach(NUMBERED_LINE.findall(printed))
    if plain >= PLAIN_ENOUGH:
        return NUMBERED_LINE
    for left, right in DELIMITED:
        number = rf"\n{BLANK}{left}(\d{{1,3}}){right}(?=[ \t\u3000\xa0\n]|\Z)"
        if _reach(re.findall(number, printed)) > max(FEWEST, 2 * plain):
            return re.compile(number)
    return NUMBERED_LINE


def _reach(numbers: Iterable[str]) -> int:
    """Return how far numbers count from 1, whatever stands between."""
    last = 0
    for number in numbers:
        last += int(number) == last + 1
    return last


class Numbered(Struct, frozen=True):
    """The texts of lines, and all of them joined, each behind a line feed.

    `found` are the numbers that may be those of rows, each with its line's position and what
    it says.
    """

    texts: Sequence[str]
    printed: str
    found: Sequence[tuple[int, int, re.Match[str]]]


def numbered(lines: Sequence[Line], numbers: re.Pattern[str] = NUMBERED_LINE) -> Numbered:
    """Given lines and what the number of a row is, return the numbers that they begin with."""
    texts = [line.text for line in lines]
    printed = "\n".join(["", *texts])
    found: list[tuple[int, int, re.Match[str]]] = []
    position, before = -1, 0
    for match in numbers.finditer(printed):
        end = match.end()
        position += printed.count("\n", before, end)
        before = end
        found.append((position, int(match[1]), match))
    return Numbered(texts, printed, found)
