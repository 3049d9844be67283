"""The categories of a dump's rows: learned for the document, then found letter by letter.

A known category is taken letter by letter, however its lines are wrapped; one that a page
cuts has a part on each page; one that is not known is a guess. Where a list prints them above
rows instead, they head those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from ...letters.lines import between, part, squeezed, stripped, without
from ...letters.script import SENTENCE_ENDS
from ...model import Band, Cell, Doubt, Line, PrintedRow, Section
from ...rules import Rules
from ..bands import LONGEST_HEADING, category_heading
from .learning import LONGEST_CATEGORY
from .numbers import CATEGORY, MOST_LINES, Categories, RowStart, lines_behind
from .tokens import BLANK_LINE, NEW_LINE, NEW_PAGE, WORD, Layout, gap_between

LEAST_LIKENESS = 0.5  # share of letters that a guess has in common with a known name
FEW = 3  # of so many rows one at most has a category that runs into the name
MOST_ABOVE = 5  # lines of a wrapped category above its last one
_NUMBER_BEHIND = re.compile(r"(?<!\d)(?:(?<![ \t\u3000\xa0])[ \t\u3000\xa0]++)?\d{1,3}(?:\s|$)")

Lines = tuple[Line, ...]


class Column(Struct, frozen=True):
    """How a list prints its categories.

    `printed` tells that it has a column of them, `in_rows` that (nearly) every row prints its
    own beside the number, `leads` that the column stands before the numbers, `behind` that it
    stands behind the names, `apart` that white space or a blank line follows each.
    """

    categories: Categories
    layout: Layout
    rules: Rules
    printed: bool = False
    in_rows: bool = False
    leads: bool = False
    behind: bool = False
    apart: bool = False


class Taken(NamedTuple):
    """The lines of a row's category, the others, and what is doubtful."""

    category: Lines
    rest: Lines
    doubts: tuple[Doubt, ...] = ()


# --- above rows ---------------------------------------------------------------------------------


def band_above(section: Section, lines: Sequence[Line], column: Column) -> Band | None:
    """Return the category's heading that the last of the lines before a row is, if it is one."""
    if column.leads:
        return _leading(section, lines, column.categories)
    if not lines or column.in_rows:
        return None
    for first in range(len(lines) - 1, max(-1, len(lines) - 1 - MOST_LINES), -1):
        text = squeezed(lines[first:])
        if len(text) > LONGEST_HEADING:
            break
        found = category_heading(text, column.rules)
        known = found is not None and found.name in column.categories.names
        if found is None or not (known or (found.counted and first == len(lines) - 1)):
            continue
        if "category" in section.columns and not (found.marked or found.counted):
            return None  # the name of a merged cell
        return Band(section.list_type, found.name, found.stated, tuple(lines[first:]))
    return None


def _leading(section: Section, lines: Sequence[Line], categories: Categories) -> Band | None:
    """Return the category that the last of the lines before a row are."""
    for first in range(len(lines) - 1, max(-1, len(lines) - 1 - MOST_LINES), -1):
        if squeezed(lines[first:]) in categories.names:
            begin = _name_begins(lines, first)
            return Band(section.list_type, squeezed(lines[begin:]), None, tuple(lines[begin:]))
    return None


def _name_begins(lines: Sequence[Line], first: int) -> int:
    """Return where the category begins of which a known one is the end: 安全生产与 / 应急管理.

    It goes back to the end of a sentence.
    """
    for place in range(first - 1, 0, -1):
        name = squeezed(lines[place:])
        if len(name) > LONGEST_CATEGORY or not CATEGORY.fullmatch(name):
            return first
        if lines[place - 1].text.rstrip().endswith(tuple(SENTENCE_ENDS)):
            return place
    return first


def with_numbers_apart(lines: Sequence[Line], categories: Categories) -> list[Line]:
    """Return the lines of a list cut between a category and the number behind it."""
    found: list[Line] = []
    for line in lines:
        place = _category_end(found, line, categories)
        found += [part(line, 0, place)] if place else []
        found.append(part(line, place, len(line.text)))
    return found


def _category_end(above: Sequence[Line], line: Line, categories: Categories) -> int:
    """Return where a category ends that a number follows, 0 where a line begins with none.

    It may be wrapped, so that it begins in the lines above.
    """
    behind = _NUMBER_BEHIND.search(line.text)
    place = behind.start() if behind else 0
    printed = line.text[:place].strip()
    for before in reversed(above[-MOST_ABOVE:]):
        if not printed or printed in categories.names:
            break
        printed = before.text.strip() + printed
    return place if printed in categories.names else 0


# --- inside rows --------------------------------------------------------------------------------


def take_category(column: Column, start: RowStart, lines: Lines) -> Taken:
    """Return the category of a row among its lines after its number."""
    categories, category = column.categories, start.category
    begun = category in categories.begun
    if column.in_rows and category and not begun:
        length = _length_apart(lines, column.layout) if column.apart else 0
        return Taken(*first_letters(lines, max(length, len(category))))
    if column.printed and (category is None or begun):
        cut = _category_over_pages(lines, column)
        if cut:
            return cut
    if category is not None:
        kept = column.in_rows or ends_word(lines, len(category))
        return Taken(*first_letters(lines, len(category) if kept else 0))
    if not column.in_rows:
        return _category_inside(column, lines)
    if any(column.rules.grammar.label.match(line.text.lstrip()) for line in lines[1:2]):
        doubt = guess_doubt("above", {}, lines[0])
        return Taken((), lines, (doubt,))  # a label behind the name
    return _guessed_category(lines, categories)


def are_apart(lines: Sequence[Line], starts: Sequence[RowStart], layout: Layout) -> bool:
    """Tell whether a list sets its known categories apart, by where its rows begin."""
    known = [start for start in starts if start.category]
    rows = [
        lines_behind(lines[start.position : start.position + MOST_LINES], start.end)
        for start in known
    ]
    apart = [
        _length_apart(row, layout) == len(start.category or "")
        for row, start in zip(rows, known, strict=True)
    ]
    return bool(apart) and FEW * apart.count(False) <= len(apart)


def _length_apart(lines: Lines, layout: Layout) -> int:
    """Return how many letters lines begin with that white space or a blank line sets apart.

    None where those are more than a category has, or not only letters.
    """
    length = 0
    for before, line in zip((None, *lines), lines, strict=False):
        if before and gap_between(before, line, layout) != NEW_LINE:
            return length
        for place, word in enumerate(line.text.split()):
            if place:
                return length
            length += len(word)
            if length > LONGEST_CATEGORY or not CATEGORY.fullmatch(word):
                return 0
    return 0


def category_behind(lines: Lines, categories: Categories) -> tuple[Lines, Lines, Lines] | None:
    """Return the lines of a row before, of and behind the first known category in them.

    None where there is none. One that is set apart is the likelier one: a wrapped word of another
    cell may say the same.
    """
    words = [part(line, *match.span()) for line in lines for match in WORD.finditer(line.text)]
    inside: tuple[int, int] | None = None
    for first in range(1, len(words)):
        text = ""
        for last in range(first, min(first + MOST_LINES, len(words))):
            text += words[last].text
            if text not in categories.own:
                continue
            if not (_follows(words, first) and _follows(words, last + 1)):
                return _parts(lines, words, first, last)
            inside = inside or (first, last)
    return _parts(lines, words, *inside) if inside else None


def _parts(
    lines: Lines, words: Sequence[Line], first: int, last: int
) -> tuple[Lines, Lines, Lines]:
    """Return the lines of a row before, of and behind some of its words."""
    return (
        between(lines, 0, words[first].start),
        tuple(words[first : last + 1]),
        between(lines, words[last].end, lines[-1].end),
    )


def _follows(words: Sequence[Line], place: int) -> bool:
    """Tell whether a word begins the line right behind the word before it."""
    if not 0 < place < len(words):
        return False
    return not words[place].above and words[place].number != words[place - 1].number


def _category_inside(column: Column, lines: Lines) -> Taken:
    """Return the category printed among the lines of a row in a list with merged categories.

    A merged cell prints its name in the middle of its rows, so those before may belong to it.
    """
    for position, line in enumerate(lines[1:] if column.printed else (), 1):
        name = squeezed([line])
        if name in column.categories.own and _is_apart(lines, position, column.layout):
            doubt = guess_doubt("inside", {"category": name}, line)
            return Taken((line,), tuple(without(lines, {line.start})), (doubt,))
    return Taken((), lines)


def _is_apart(lines: Sequence[Line], position: int, layout: Layout) -> bool:
    """Tell whether a line is set apart by blank ones, where a row's cells are."""
    gaps = [gap_between(before, line, layout) for before, line in pairwise(lines)]
    around = gaps[position - 1 : position + 1]
    return NEW_LINE not in around or BLANK_LINE not in gaps


def first_letters(lines: Lines, length: int) -> tuple[Lines, Lines]:
    """Return the first `length` characters of lines that are not white space, and the rest."""
    taken: list[Line] = []
    for position, line in enumerate(lines):
        if not length:
            return tuple(taken), lines[position:]
        letters = sum(map(len, line.text.split()))
        if letters > length:
            places = [place for word in WORD.finditer(line.text) for place in range(*word.span())]
            rest = part(line, places[length], len(line.text))
            taken.append(part(line, places[0], places[length - 1] + 1))
            return tuple(taken), (rest, *lines[position + 1 :])
        taken.append(stripped(line))
        length -= letters
    return tuple(taken), ()


def _category_over_pages(lines: Lines, column: Column) -> Taken | None:
    """Return a row's category in two parts where a page cut it, None where none did.

    The first part begins the row, the second the row's part on the next page.
    """
    for place in range(1, len(lines)):
        if gap_between(lines[place - 1], lines[place], column.layout) != NEW_PAGE:
            continue
        above, below = lines[:place], lines[place:]
        printed, going_on = squeezed(above[:MOST_LINES]), squeezed(below[:MOST_LINES])
        for name in sorted(column.categories.names, key=len, reverse=True):
            length = _common(name, printed)
            tail = name[length:]
            fits = length and tail and going_on.startswith(tail)
            if fits and ends_word(above, length) and ends_word(below, len(tail)):
                head, rest = first_letters(above, length)
                foot, more = first_letters(below, len(tail))
                return Taken((*head, *foot), (*rest, *more))
    return None


def _common(one: str, other: str) -> int:
    """Return how many letters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def ends_word(lines: Sequence[Line], length: int) -> bool:
    """Tell whether a word ends after the first `length` characters of the lines."""
    for line in lines:
        for match in WORD.finditer(line.text):
            length -= len(match[0])
            if length <= 0:
                return length == 0
    return True


def _guessed_category(lines: Lines, categories: Categories) -> Taken:
    """Return what is likeliest the category of a row whose category is not known.

    The border of words or lines that makes it most like a known category wins, else the
    first one, which is a guess.
    """
    borders, length = [], 0
    for line in lines[:LONGEST_CATEGORY]:
        for word in line.text.split():
            length += len(word)
            if length <= LONGEST_CATEGORY:
                borders.append(length)
    if not borders:
        start = lines[0].start if lines else None
        return Taken((), lines, (Doubt("category_missing", "text", start=start),))
    joined = squeezed(lines[:LONGEST_CATEGORY])
    alike, best = max((_likeness(joined[:border], categories.names), border) for border in borders)
    if alike >= LEAST_LIKENESS:
        return Taken(*first_letters(lines, best))
    doubt = guess_doubt("", {"category": joined[: borders[0]]}, lines[0])
    return Taken(*first_letters(lines, borders[0]), (doubt,))


def _likeness(word: str, names: Sequence[str]) -> float:
    """Return the share of letters that a word has in common with the likest name."""
    letters = set(word)
    return max(
        (2 * len(letters & set(name)) / (len(word) + len(name)) for name in names), default=0.0
    )


def unlike_the_others(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """Return rows with a doubt at those whose category runs into the name, where few do.

    Such a category may be a longer one that the document does not list.
    """
    running = [_runs_on(row) for row in rows]
    few = FEW * sum(running) <= len(rows)
    return [_doubted(row) if few and on else row for row, on in zip(rows, running, strict=True)]


def below_a_blank(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """Return rows with a doubt at those that print no category, where the first one prints none.

    Such categories stand in the middle of the rows that they cover: a row without one may belong
    to that above or below it.
    """
    printed = [
        nth for nth, row in enumerate(rows) if (cell := row.cells.get("category")) and cell.lines
    ]
    if not printed or not printed[0]:
        return list(rows)
    return [
        row
        if nth in printed or nth < printed[0] or not row.lines
        else row._replace(doubts=(*row.doubts, guess_doubt("beside", {}, row.lines[0])))
        for nth, row in enumerate(rows)
    ]


def _runs_on(row: PrintedRow) -> bool:
    """Tell whether no white space stands between a row's category and its name."""
    category, name = row.cells.get("category"), row.cells.get("name")
    if not category or not name or not category.lines or not name.lines:
        return False
    return category.lines[-1].end == name.lines[0].start


def _doubted(row: PrintedRow) -> PrintedRow:
    lines = (row.cells["category"] or Cell(())).lines
    doubt = guess_doubt("goes_on", {"category": squeezed(lines)}, lines[-1])
    return row._replace(doubts=(*row.doubts, doubt))


def guess_doubt(case: str, facts: dict[str, str | int], line: Line) -> Doubt:
    """Return the doubt about a category that stands at a line."""
    return Doubt("category_guessed", case, facts, line_start=line.number, start=line.start)
