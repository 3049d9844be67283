"""Where the rows of a list of bare lines begin.

A row begins with its number, followed by white space or its category. Numbers that stand so
by chance (page numbers, wrapped lines) are told apart by what follows (a known category
makes a row certain) and by the sequence: an uncertain number counts only where the next
number of the sequence is missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from ...letters.lines import part
from ...letters.script import (
    COLONS,
    COMMAS,
    LEFT_BRACKETS,
    LIST_COMMA,
    NAME_LETTER,
    OPENERS,
    POINTS,
    RIGHT_BRACKETS,
    SEMICOLONS,
    SENTENCE_ENDS,
)
from ...model import Line
from ...rules import Rules

_BLANK = r"[ \t\u3000\xa0\f]*+"
_DELIMITERS = POINTS + LIST_COMMA + RIGHT_BRACKETS
# Not the mark of a clause, which may have a blank before its delimiter.
PLAIN = re.compile(
    rf"{_BLANK}(\d{{1,3}}+)(?:(?=[ \t\u3000\xa0]|\Z)(?!{_BLANK}[{_DELIMITERS}])"
    rf"|(?=[^\d\s{_DELIMITERS}{COMMAS}{COLONS}{SEMICOLONS}〕%％\-—/~～]))"
)
# Numbers that are printed with a delimiter, as automatic numbering does: 1. 1、（1）.
DELIMITED = tuple(
    re.compile(rf"{_BLANK}{left}(\d{{1,3}}){right}(?=[ \t\u3000\xa0]|\Z)")
    for left, right in (
        ("", f"[{POINTS}]"),
        ("", LIST_COMMA),
        (f"[{LEFT_BRACKETS}]", f"[{RIGHT_BRACKETS}]"),
    )
)
PLAIN_ENOUGH = 5  # numbers that follow one another without delimiters
FEWEST_DELIMITED = 3
CATEGORY = re.compile(f"{NAME_LETTER}+")
_WORDS = re.compile(f"[{OPENERS}]|{NAME_LETTER}")
MOST_LINES = 13  # a category of twelve letters may have one a line

# How certain a number is that of a row.
CERTAIN = 9  # before a known category
ODD = 3  # at least, where it is repeated, or stands behind a gap
COUNTS = -3  # a measure behind it: it counts something
FOLLOWED = 2  # words behind it
ALONE = -2  # nothing behind it, nor below it but a number
ABOVE_WORDS = 1  # words below it
SET_APART = 1  # a blank line above it
BEHIND_SENTENCE = 1  # the line above ends a sentence
MOST_SKIPPED = 2  # numbers that may be missing where the sequence goes on behind the gap


class Number(NamedTuple):
    """A number that may be that of a row: its line, what it says, where it ends in the line."""

    position: int
    seq: int
    end: int


class RowStart(Struct, frozen=True):
    """A row begins at lines[position]; its number ends at `end` of that line's text.

    `category` is the known category printed right after the number, if one is.
    """

    position: int
    seq: int
    end: int
    category: str | None
    certainty: int


class Categories(Struct, frozen=True):
    """The names of a document's categories, and a pattern that finds one at a start.

    `begun` are the names that another one begins with, `own` those that the document names: a
    line inside a row that is another may be a part of a longer word (区住房和|城乡建设|局).
    """

    names: tuple[str, ...]
    pattern: re.Pattern[str]
    begun: frozenset[str]
    own: frozenset[str]

    def at_start(self, lines: Iterable[str]) -> str | None:
        """Return the known category that lines of text begin with, however it is wrapped."""
        match = self.pattern.match("".join("".join(lines).split()))
        return match[0] if match else None


def numbers_in(lines: Sequence[Line], pattern: re.Pattern[str]) -> list[Number]:
    """Return the numbers that lines begin with."""
    return [
        Number(position, int(match[1]), match.end())
        for position, line in enumerate(lines)
        if (match := pattern.match(line.text))
    ]


def pattern_of_numbers(lines: Sequence[Line], plain: Sequence[Number]) -> re.Pattern[str]:
    """Return the pattern of the numbers of rows in a list without duties.

    `plain` are its numbers without a delimiter. They have one where far more of them then follow
    one another; white space follows.
    """
    reached = _reach(plain)
    for delimited in DELIMITED if reached < PLAIN_ENOUGH else ():
        if _reach(numbers_in(lines, delimited)) > max(FEWEST_DELIMITED, 2 * reached):
            return delimited
    return PLAIN


def _reach(numbers: Iterable[Number], before: int = 0) -> int:
    """Return how many numbers count on from the one behind `before`, whatever stands between."""
    last = before
    for number in numbers:
        last += number.seq == last + 1
    return last - before


def row_starts(
    lines: Sequence[Line],
    numbers: Sequence[Number],
    categories: Categories | None,
    rules: Rules,
    before: int = 0,
) -> tuple[RowStart, ...]:
    """Return where the rows of a list begin, in order.

    `categories` are those that a column of the list prints, None where it has no such column.
    `before` is the last number of the list above: the numbers count on from it, or from 1.
    """
    first = before if _reach(numbers, before) > _reach(numbers) else 0
    candidates = list(_candidates(lines, numbers, categories, rules))
    certain = [candidate for candidate in candidates if candidate.category]
    odd = _least_certainty(candidates)
    few = 2 * len(certain) < len(candidates)
    if few and 2 * len(certain) < len(_chain(candidates, first, None, odd)):
        certain = []
    fence = [RowStart(-1, first, 0, None, 0), *certain]
    found: list[RowStart] = []
    for above, below in zip(fence, [*certain, None], strict=True):
        if above.position >= 0:
            found.append(above)
        if below is None or below.seq != above.seq + 1:
            between = _between(candidates, above, below)
            found.extend(_chain(between, above.seq, below.seq if below else None, odd))
    found.extend(_repeated(candidates, found, odd))
    return tuple(sorted(found, key=_position))


def _least_certainty(candidates: Sequence[RowStart]) -> int:
    """Return how certain a number must be that the sequence does not lead to.

    As certain as most are of a list whose rows hardly print their categories, where that is
    less than usual.
    """
    lone = sorted(candidate.certainty for candidate in candidates if not candidate.category)
    if 2 * len(lone) <= len(candidates):
        return ODD
    return max(1, min(ODD, lone[len(lone) // 2]))


_position = attrgetter("position")


def _between(
    candidates: Sequence[RowStart], before: RowStart, after: RowStart | None
) -> Sequence[RowStart]:
    """Return the candidates between two rows, or behind the last one."""
    first = bisect_right(candidates, before.position, key=_position)
    last = bisect_left(candidates, after.position, key=_position) if after else len(candidates)
    return candidates[first:last]


def _repeated(
    candidates: Sequence[RowStart], found: Sequence[RowStart], odd: int
) -> list[RowStart]:
    """Return the candidates that print the number of the row before them once more."""
    positions = {row.position for row in found}
    repeated: list[RowStart] = []
    last = 0  # no row's number
    for candidate in candidates:
        if candidate.position in positions:
            last = candidate.seq
        elif candidate.seq == last and candidate.certainty >= odd:
            repeated.append(candidate)
    return repeated


def _candidates(
    lines: Sequence[Line],
    numbers: Sequence[Number],
    categories: Categories | None,
    rules: Rules,
) -> Iterator[RowStart]:
    """Yield every line that begins with a number that may be a row's."""
    for number in numbers:
        position, seq, end = number
        category = categories.at_start(texts_behind(lines, number)) if categories else None
        if category:
            yield RowStart(position, seq, end, category, CERTAIN)
            continue
        rest = lines[position].text[end:]
        if categories is None or not rest[:1].strip():
            yield RowStart(position, seq, end, None, _certainty(lines, position, rest, rules))


def texts_behind(lines: Sequence[Line], number: Number) -> list[str]:
    """Return what stands behind a number on its line, and the lines below it."""
    below = lines[number.position + 1 : number.position + MOST_LINES]
    return [lines[number.position].text[number.end :], *(line.text for line in below)]


def lines_behind(lines: Sequence[Line], end: int) -> tuple[Line, ...]:
    """Return the lines of a row without its number, which ends at a place of the first one."""
    first, *below = lines
    behind = part(first, end, len(first.text))
    rest = part(behind, len(behind.text) - len(behind.text.lstrip()), len(behind.text))
    return (rest, *below) if rest.text else tuple(below)


def missing_numbers(
    lines: Sequence[Line],
    starts: Sequence[RowStart],
    categories: Categories,
    before: int,
    rules: Rules,
) -> set[int]:
    """Return the offsets of the numbers of rows that stand inside lines.

    Some engines print what stands on one height in one line, so that a row's number is found
    behind the last sentence, or the category, of the row above. Only a number that is missing
    between its neighbours' is looked for. `before` is the last number of the list above.
    """
    found: set[int] = set()
    seqs = [before if starts[0].seq > before else 0, *[start.seq for start in starts], None]
    borders = [0, *[start.position for start in starts], len(lines)]
    for (above, below), (first, last) in zip(pairwise(seqs), pairwise(borders), strict=True):
        wanted = (above or 0) + 1
        for position in range(first, last):
            own = PLAIN.match(lines[position].text)
            place = _inside(lines, position, wanted, categories, rules) if wanted != below else 0
            if place:
                found.add(lines[position].start + place)
            wanted += bool(place or (own and int(own[1]) == wanted))
    return found


def _inside(
    lines: Sequence[Line], position: int, seq: int, categories: Categories, rules: Rules
) -> int:
    """Return where a row's number stands inside a line, 0 where it does not."""
    text = lines[position].text
    if str(seq) not in text:
        return 0
    for found in re.finditer(rf"(?<![\d{_DELIMITERS}]){seq}(?={_BLANK}[^\d\s{_DELIMITERS}])", text):
        above = text[: found.start()].rstrip()
        if not above or text[found.end()].strip() or rules.grammar.measure.match(text, found.end()):
            continue
        wrapped = "".join([line.text.strip() for line in lines[max(0, position - 2) : position]])
        if above[-1] in SENTENCE_ENDS or (wrapped + above).endswith(categories.names):
            return found.start()
    return 0


def _certainty(lines: Sequence[Line], position: int, rest: str, rules: Rules) -> int:
    """Return how likely a number at the start of a line numbers a row."""
    line, before = lines[position], lines[position - 1] if position else None
    rest = rest.strip()
    below = lines[position + 1].text.strip() if position + 1 < len(lines) else ""
    if rest:
        certainty = COUNTS if rules.grammar.measure.match(rest) else FOLLOWED
    elif not below or PLAIN.fullmatch(below):
        certainty = ALONE
    else:
        certainty = ABOVE_WORDS if _WORDS.match(below) else 0
    if before is None or line.above:
        certainty += SET_APART
    if before is None or before.text.rstrip()[-1:] in SENTENCE_ENDS:
        certainty += BEHIND_SENTENCE
    return certainty


def _chain(
    candidates: Sequence[RowStart], last: int, limit: int | None, odd: int
) -> list[RowStart]:
    """Return the uncertain candidates that continue the sequence after `last`.

    Of several with the next number, the likeliest before the number after it; a number is
    skipped only where the sequence goes on behind the gap. `limit` is the first number that
    no longer belongs to it.
    """
    chain: list[RowStart] = []
    start = 0
    while True:
        found = _next(candidates, start, last, limit, odd)
        if found is None:
            return chain
        chain.append(candidates[found])
        last, start = candidates[found].seq, found + 1


def _next(
    candidates: Sequence[RowStart], start: int, last: int, limit: int | None, odd: int
) -> int | None:
    """Return the index of the candidate that goes on after number `last`, if one does."""
    for step in range(1, MOST_SKIPPED + 2):
        wanted = last + step
        if limit is not None and wanted >= limit:
            return None
        following = next(
            (i for i in range(start, len(candidates)) if candidates[i].seq == wanted + 1), None
        )
        choice = [
            index
            for index in range(start, len(candidates) if following is None else following)
            if candidates[index].seq == wanted
            and candidates[index].certainty >= (1 if step == 1 else odd)
        ]
        if choice and (step == 1 or following is not None):
            return max(choice, key=lambda index: (candidates[index].certainty, -index))
    return None
