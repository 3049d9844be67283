"""Where the rows of a list of bare lines begin.

A row begins with its number, followed by white space or its category. Numbers that stand so
by chance (page numbers, wrapped lines) are told apart by what follows (a known category
makes a row certain) and by the sequence: an uncertain number counts only where the next
number of the sequence is missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec import Struct

from ...letters.marks import HAN, MEASURE
from ...model import Line
from ...rules.loading import alternatives
from .rownumbers import (
    NUMBERED,
    NUMBERED_LINE,
    Numbered,
    joined,
    numbered,
)

CATEGORY = rf"[{HAN}（）、]+"  # compiled where it is needed, which is seldom
SENTENCE_ENDS = frozenset("。；;！？.!?")
SHORTEST_FORM = 4  # letters of a category that a known one begins with
SPACED = 3  # letters and white space for each letter of a category
MOST_LINES = 13  # a category of twelve letters may have one a line
CERTAIN = 9  # how certain a number before a known category is
ODD = 3  # how certain a number must be that is repeated, or stands behind a gap, at most


class RowStart(Struct, frozen=True, gc=False):
    """A row begins at lines[position]; its number ends at `offset` of that line's text.

    `category` is the known category printed right after the number, if one is.
    """

    position: int
    seq: int
    offset: int
    category: str | None
    certainty: int


class Categories(Struct, frozen=True):
    """The categories of a document: their names, and a pattern that finds one at a start.

    `begun` are the names that another one begins with, `longest` is the length of the longest.
    """

    names: tuple[str, ...]
    pattern: re.Pattern[str]
    begun: frozenset[str]
    longest: int


def words_behind(lists: Sequence[Numbered]) -> list[str]:
    """Given the plain numbers in lists, return the words that follow them on the same line."""
    return [word for one in lists for _, _, match in one.found if (word := match[2])]


def categories_of(
    stated: Sequence[str],
    known: Sequence[str],
    lines: Sequence[Line],
    ditto: Sequence[str] = (),
    behind: Sequence[str] | None = None,
) -> Categories:
    """Given the names that the preamble states, return the document's categories.

    Words that follow several row numbers on the same line (`behind` them, where those are found
    already) join them; the names known in general are used only where the preamble names none.
    A word that a known name begins with is that name, wrapped.
    """
    words = Counter(words_behind([numbered(joined(lines))]) if behind is None else behind)
    wrapped = () if stated else _wrapped_words(lines)
    words.update(word for word, _ in wrapped)
    named = tuple(stated or known)
    learned = [
        word
        for word, count in words.items()
        if count >= 2 and word not in named and not any(name.startswith(word) for name in named)
    ]
    learned += [word for word, behind in wrapped if _is_shorter(word, behind, named)]
    names = tuple(dict.fromkeys([*named, *learned, *ditto]))
    # In their order, a name is right before one that begins with it.
    begun = {name for name, other in pairwise(sorted(names)) if other.startswith(name)}
    longest = max(map(len, names), default=0)
    return Categories(names, re.compile(alternatives(names)), frozenset(begun), longest)


def _is_shorter(word: str, behind: str, known: Sequence[str]) -> bool:
    """Tell whether a word is a shorter form of a known name, which does not go on behind it."""
    longer = [name for name in known if name != word and name.startswith(word)]
    goes_on = any(behind.startswith(name[len(word) :][:1]) for name in longer)
    return len(word) >= SHORTEST_FORM and bool(longer) and not goes_on


def _wrapped_words(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Return the short runs of lines from a row's number to the next blank line.

    With each comes the line behind it.
    """
    words: list[tuple[str, str]] = []
    for position, line in enumerate(lines):
        match = NUMBERED.match(line.text)
        if not match:
            continue
        word, before, behind = line.text[match.end() :].strip(), line, ""
        for after in lines[position + 1 : position + 5]:
            behind = after.text.strip()
            if (after.number or 0) - (before.number or 0) > 1:
                break
            word, before = word + behind, after
        if 2 <= len(word) <= 12 and re.fullmatch(CATEGORY, word):
            words.append((word, behind))
    return words


def row_starts(
    lines: Sequence[Line],
    categories: Categories,
    has_category: bool,
    numbers: re.Pattern[str] = NUMBERED_LINE,
) -> tuple[RowStart, ...]:
    """Given the lines of a list, return where its rows begin, in order.

    `has_category` tells whether the list prints categories in a column, `numbers` matches
    the number of a row behind a line feed.
    """
    return numbered_rows(lines, numbered(joined(lines), numbers), categories, has_category)


def numbered_rows(
    lines: Sequence[Line], printed: Numbered, categories: Categories, has_category: bool
) -> tuple[RowStart, ...]:
    """Given the lines of a list and the numbers in them, return where its rows begin, in order."""
    candidates = _candidates(lines, printed, categories, has_category)
    certain = [candidate for candidate in candidates if candidate.category]
    if len(certain) == len(candidates):
        return tuple(candidates)
    odd = _least_certainty(candidates)
    few = 2 * len(certain) < len(candidates)
    if few and 2 * len(certain) < len(_chain(candidates, 0, None, odd)):
        certain = []
    fence = [RowStart(-1, 0, 0, None, 0), *certain]
    found: list[RowStart] = []
    for before, after in zip(fence, [*certain, None], strict=True):
        if before.position >= 0:
            found.append(before)
        if after is None or after.seq != before.seq + 1:
            between = _between(candidates, before, after)
            found.extend(_chain(between, before.seq, after.seq if after else None, odd))
    if len(found) < len(candidates):  # else none is left to be a repeated one
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
    lines: Sequence[Line], printed: Numbered, categories: Categories, has_category: bool
) -> list[RowStart]:
    """Given the lines, return every one that begins with a number that may be a row's."""
    found, whole = [], printed.printed
    for position, seq, match in printed.found:
        first, place = match.span()
        end = place - first - 1
        category = _category_behind(whole, place, categories) if has_category else None
        if category:
            found.append(RowStart(position, seq, end, category, CERTAIN))
            continue
        rest = lines[position].text[end:]
        if not has_category or not rest[:1].strip():
            certainty = _certainty(lines, position, rest.strip())
            found.append(RowStart(position, seq, end, None, certainty))
    return found


def _category_behind(printed: str, place: int, categories: Categories) -> str | None:
    """Given joined lines and where a number ends in them, return the known category behind it.

    Nearly every one stands whole behind a blank; no other one begins with it.
    """
    match = categories.pattern.match(printed, place + 1)
    if match and printed[place].isspace() and match[0] not in categories.begun:
        return match[0]
    near = printed[place : place + SPACED * categories.longest]
    letters = "".join(near.split())
    if near.count("\n") < MOST_LINES and len(letters) >= categories.longest:
        match = categories.pattern.match(letters)
        return match[0] if match else None
    behind = printed[place:].split("\n", MOST_LINES)[:MOST_LINES]
    return category_in("\n".join(behind), categories)


def category_in(text: str, categories: Categories) -> str | None:
    """Given the lines from some place on, return the known category printed there."""
    letters = "".join(text[: SPACED * categories.longest].split())
    if len(letters) < categories.longest:  # there is much white space between them
        letters = "".join(text.split())
    match = categories.pattern.match(letters)
    return match[0] if match else None


def _certainty(lines: Sequence[Line], position: int, rest: str) -> int:
    """Given a number at the start of a line, return how likely it numbers a row."""
    line, before = lines[position], lines[position - 1] if position else None
    certainty = 0
    if rest:
        certainty += -3 if MEASURE.match(rest) else 2
    elif position + 1 == len(lines) or NUMBERED.fullmatch(lines[position + 1].text.strip()):
        certainty -= 2
    elif re.match(CATEGORY, lines[position + 1].text.strip()):
        certainty += 1
    if before is None or (line.number or 0) - (before.number or 0) > 1:
        certainty += 1
    if before is None or before.text.rstrip()[-1:] in SENTENCE_ENDS:
        certainty += 1
    return certainty


def _chain(
    candidates: Sequence[RowStart], last: int, limit: int | None, odd: int
) -> list[RowStart]:
    """Given uncertain candidates, return those that continue the sequence after `last`.

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
    for step in (1, 2, 3):
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
