"""The category of a row of bare lines: its letters among the row's, or what is printed inside.

A known category is taken letter by letter, however its lines are wrapped; one that a page
cuts has a part on each page; one that is not known is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from ...model import Doubt, Line, Row
from .rowstarts import MOST_LINES, Categories, RowStart
from .units import WORD, Layout, gap_between, part, piece

LONGEST_CATEGORY = 12
LEAST_LIKENESS = 0.5


class CategoryColumn(Struct, frozen=True):
    """How a list prints its categories.

    `printed` tells that it has a column of them, `in_rows` that (nearly) every row prints its
    own beside the number, `behind` that the column stands behind the names. `label` matches
    what a cell of handling begins with.
    """

    printed: bool
    in_rows: bool
    layout: Layout
    categories: Categories
    label: re.Pattern[str]
    behind: bool = False


def category_cell(
    column: CategoryColumn, start: RowStart, lines: tuple[Line, ...]
) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Doubt, ...]]:
    """Given a row's lines after its number, return its category's, the others, and doubts."""
    if column.in_rows and start.category and start.category not in column.categories.begun:
        return (*_known_category(lines, start.category), ())
    if column.printed and (start.category is None or start.category in column.categories.begun):
        cut, rest = _category_over_pages(lines, column.layout, column.categories)
        if cut:
            return cut, rest, ()
    if start.category is not None:
        length = len(start.category)
        kept = column.in_rows or _ends_word(lines, length)
        return (*_taken(lines, length if kept else 0), ())
    if not column.in_rows:
        return _category_inside(column, lines)
    if any(column.label.match(line.text.lstrip()) for line in lines[1:2]):  # behind the name
        first = lines[0]
        doubt = Doubt("category_guessed", "above", line_start=first.number, start=first.start)
        return (), lines, (doubt,)
    length, doubts = _unknown_category(lines, column.categories)
    return (*_taken(lines, length), doubts)


def category_beside(
    column: CategoryColumn, category: str | None, line: Line, place: int
) -> tuple[Line, Line] | None:
    """Given a row's first line and where its number ends, return its category and what follows.

    None where no known category stands there before more: nearly every one that stands on one
    line with its row's name does.
    """
    if not category or not column.in_rows or category in column.categories.begun:
        return None
    text = line.text
    rest = text[place + len(category) :].lstrip()
    if not rest or not text.startswith(category, place):
        return None
    return piece(line, place, category), piece(line, len(text) - len(rest), rest)


def category_behind(
    lines: Sequence[Line], categories: Categories
) -> tuple[list[Line], list[Line], list[Line]] | None:
    """Given a row's lines, return those before, of and behind the first known category in them.

    None where none is set apart in them.
    """
    words = [part(line, *match.span()) for line in lines for match in WORD.finditer(line.text)]
    for first in range(1, len(words)):
        text = ""
        for last in range(first, min(first + MOST_LINES, len(words))):
            text += words[last].text
            inside = _follows(words, first) and _follows(words, last + 1)
            if text in categories.names and not inside:
                return (
                    _within(lines, 0, words[first].start),
                    words[first : last + 1],
                    _within(lines, words[last].end, lines[-1].end),
                )
    return None


def _follows(words: Sequence[Line], place: int) -> bool:
    """Tell whether a word begins the line right behind the word before it."""
    if not 0 < place < len(words):
        return False
    return (words[place].number or 0) - (words[place - 1].number or 0) == 1


def _within(lines: Sequence[Line], start: int, end: int) -> list[Line]:
    """Return what of lines stands between two offsets, without lines that are blank then."""
    cut = [
        part(line, max(start - line.start, 0), min(end, line.end) - line.start)
        for line in lines
        if line.start < end and line.end > start
    ]
    return [line for line in cut if line.text.strip()]


def _category_inside(
    column: CategoryColumn, lines: tuple[Line, ...]
) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Doubt, ...]]:
    """Given a row of a list with merged categories, return the one printed among its lines.

    A merged cell prints its name in the middle of its rows, so those before may belong to it.
    """
    for position, line in enumerate(lines[1:] if column.printed else (), 1):
        name = "".join(line.text.split())
        if name in column.categories.names and _is_apart(lines, position, column.layout):
            facts = {"category": name}
            doubt = Doubt(
                "category_guessed", "inside", facts, line_start=line.number, start=line.start
            )
            return (line,), (*lines[:position], *lines[position + 1 :]), (doubt,)
    return (), lines, ()


def _is_apart(lines: Sequence[Line], position: int, layout: Layout) -> bool:
    """Tell whether a line is set apart by blank ones, where a row's cells are."""
    gaps = [gap_between(before, line, layout) for before, line in pairwise(lines)]
    around = gaps[position - 1 : position + 1]
    return 1 not in around or 2 not in gaps


def _known_category(
    lines: tuple[Line, ...], category: str
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Given lines that begin with a category, return its lines, and the rest.

    Nearly every one that does not stand before more is whole lines.
    """
    text, count, length = "", 0, len(category)
    while len(text) < length and count < len(lines):
        text += lines[count].text
        count += 1
    if text == category:
        return lines[:count], lines[count:]
    return _taken(lines, length)


def _taken(lines: tuple[Line, ...], length: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Given lines, return the first `length` characters that are not white space, and the rest."""
    taken: list[Line] = []
    for position, line in enumerate(lines):
        if not length:
            return tuple(taken), lines[position:]
        places = _places(line.text)
        if len(places) > length:
            taken.append(part(line, places[0], places[length - 1] + 1))
            rest = part(line, places[length], len(line.text))
            return tuple(taken), (rest, *lines[position + 1 :])
        length -= len(places)
        whole = places[0] == 0 and places[-1] + 1 == len(line.text)
        taken.append(line if whole else part(line, places[0], places[-1] + 1))
    return tuple(taken), ()


def _places(text: str) -> Sequence[int]:
    """Return where in a text the characters stand that are not white space."""
    words = text.split()
    if len(words) == 1:
        start = text.index(words[0])
        return range(start, start + len(words[0]))
    return [place for word in WORD.finditer(text) for place in range(*word.span())]


def _category_over_pages(
    lines: tuple[Line, ...], layout: Layout, categories: Categories
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Given a row's lines, return its category's two parts where a page cut it, and the rest.

    The first part begins the row, the second the row's part on the next page.
    """
    for place in range(1, len(lines)):
        if gap_between(lines[place - 1], lines[place], layout) != 3:
            continue
        above, below = lines[:place], lines[place:]
        printed, going_on = joined_letters(above[:MOST_LINES]), joined_letters(below[:MOST_LINES])
        for name in sorted(categories.names, key=len, reverse=True):
            length = _common(name, printed)
            tail = name[length:]
            fits = length and tail and going_on.startswith(tail)
            if fits and _ends_word(above, length) and _ends_word(below, len(tail)):
                head, rest = _taken(above, length)
                foot, more = _taken(below, len(tail))
                return (*head, *foot), (*rest, *more)
    return (), lines


def _common(one: str, other: str) -> int:
    """Return how many letters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _ends_word(lines: Sequence[Line], length: int) -> bool:
    """Tell whether a word ends after the first `length` characters of the lines."""
    for line in lines:
        for match in WORD.finditer(line.text):
            length -= len(match[0])
            if length <= 0:
                return length == 0
    return True


def _unknown_category(
    lines: Sequence[Line], categories: Categories
) -> tuple[int, tuple[Doubt, ...]]:
    """Given a row whose category is not known, return how many characters it has.

    The border of words or lines that makes it most like a known category wins, else the
    first one; either way it is a guess.
    """
    borders, length = [], 0
    for line in lines[:LONGEST_CATEGORY]:
        for word in line.text.split():
            length += len(word)
            if length <= LONGEST_CATEGORY:
                borders.append(length)
    joined = "".join("".join(line.text.split()) for line in lines[:LONGEST_CATEGORY])
    if not borders:
        return 0, (
            Doubt(
                "category_missing",
                "text",
                start=lines[0].start if lines else None,
            ),
        )
    alike, best = max((_likeness(joined[:border], categories.names), border) for border in borders)
    border = best if alike >= LEAST_LIKENESS else borders[0]
    if alike >= LEAST_LIKENESS:
        return border, ()
    first, facts = lines[0], {"category": joined[:border]}
    return border, (
        Doubt("category_guessed", "", facts, line_start=first.number, start=first.start),
    )


def _likeness(word: str, names: Sequence[str]) -> float:
    """Given a word, return the share of letters it has in common with the likest name."""
    letters = set(word)
    return max(
        (2 * len(letters & set(name)) / (len(word) + len(name)) for name in names), default=0.0
    )


def unlike_the_others(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return rows with a doubt at those whose category runs into the name, where few do.

    Such a category may be a longer one that the document does not list.
    """
    running = [_runs_on(row) for row in rows]
    few = 3 * sum(running) <= len(rows)
    if not few or not any(running):
        return tuple(rows)
    return tuple([_doubted(row) if on else row for row, on in zip(rows, running, strict=True)])


def _runs_on(row: Row) -> bool:
    """Tell whether no white space stands between a row's category and its name."""
    category, name = row.cells.get("category"), row.cells.get("name")
    if not category or not name:
        return False
    last = category[-1]
    return last.start + len(last.text) == name[0].start


def _doubted(row: Row) -> Row:
    category = row.cells["category"]
    line, facts = category[-1], {"category": joined_letters(category)}
    doubt = Doubt("category_guessed", "goes_on", facts, line_start=line.number, start=line.start)
    return replace(row, doubts=(*row.doubts, doubt))


def joined_letters(lines: Sequence[Line]) -> str:
    """Given lines, return their text without white space."""
    return "".join("".join(line.text.split()) for line in lines)
