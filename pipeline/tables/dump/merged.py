"""Categories of merged cells that a dump prints behind rows of theirs.

Some engines print a merged cell right before its last row, on a line of its own or at the end of
the line above; at a page's end, where it goes on behind it. What each covers is told by where
that is, if all of a list then have a category, and one alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from ...letters.lines import part, squeezed
from ...letters.script import LIST_COMMA, ORDINALS
from ...model import Doubt, Line
from ..bands import category_heading
from .categories import Column, Lines, ends_word, first_letters, guess_doubt
from .learning import LONGEST_CATEGORY
from .numbers import CATEGORY, RowStart, lines_behind
from .tokens import page_begins

MOST_LINES = 3  # of a name behind a row
LONGEST_MARK = 4  # letters of a mark before a name: 十二、
MANY = 5  # rows of which the first may be those of a category that is not known
FEW_BEHIND = 2  # categories behind rows, where the last rows have none
MIDDLE = 2  # rows of three to the one in the middle
BESIDE = 3  # rows over which a cell of one line stands beside the middle one


class Merged(NamedTuple):
    """The category that a row begins with, and what is doubtful."""

    category: Lines
    doubts: tuple[Doubt, ...] = ()


class _Printed(NamedTuple):
    """A category that surely covers the rows from `first` to `last`.

    `name` are its lines and `above` the line that it ends, without it. With `own` it stands behind
    its row's number: that row's alone, or that of the three in whose middle it is. One that
    `goes_on` behind a page's end may cover more rows behind them. `unlike` are the numbers of rows
    that it hardly covers.
    """

    first: int
    last: int
    name: Lines
    above: Line | None = None
    own: bool = False
    goes_on: bool = False
    unlike: Collection[int] = ()


def merged_categories(
    body: Sequence[Line], starts: Sequence[RowStart], column: Column, names_alone: bool
) -> tuple[tuple[Line, ...], dict[int, Merged]] | None:
    """Return a list's lines without the categories behind rows, and those by their first rows.

    None where the list does not print them so. With `names_alone` rows are lines of names.
    """
    behind = list(_behind(body, starts, column, names_alone))
    if not behind:
        return None
    own = [
        _Printed(nth, nth, name, own=True)
        for nth, start in enumerate(starts)
        if (name := _own(body, start))
    ]
    merged = _covered(sorted([*behind, *own], key=_first), [body[s.position] for s in starts])
    if merged is None:
        return None
    taken = [line for one in merged.values() for line in one.category]
    return tuple(without_parts(body, taken)), merged


def without_parts(body: Sequence[Line], taken: Sequence[Line]) -> Iterator[Line]:
    """Yield lines without others that are whole ones of them, or parts."""
    inside = sorted(taken, key=_start)
    for line in body:
        place = 0
        while inside and inside[0].start < line.end:
            name = inside.pop(0)
            before = part(line, place, name.start - line.start)
            place = name.end - line.start
            yield from (before,) if before.text.strip() else ()
        rest = part(line, place, len(line.text)) if place else line
        yield from (rest,) if rest.text.strip() else ()


_start = attrgetter("start")


_first = attrgetter("first")


def _covered(printed: Sequence[_Printed], rows: Sequence[Line]) -> dict[int, Merged] | None:
    """Return the categories by the rows they begin at, None where some row has none or two.

    `rows` are the first lines of all rows. Those that two categories may cover, as a page ended
    above, are taken for the first one's.
    """
    covered: dict[int, Merged] = {}
    above, goes_on = -1, False  # the last row that has a category, and whether that may go on
    for one in printed:
        middle = one.own and one.first == above + MIDDLE and not goes_on
        begin = one.first if goes_on or (one.own and not middle) else above + 1
        last = one.last + middle
        if one.first <= above or last >= len(rows) or (begin > above + 1 and not goes_on):
            return None
        covered |= _uncovered(rows, above + 1, begin)
        if middle or not one.own:
            unsure = last - begin + 1 in one.unlike
            doubt = guess_doubt("inside", {"category": squeezed(one.name)}, rows[begin])
            covered[begin] = Merged(one.name, (doubt,) if unsure else ())
            for row in range(begin + 1, last + 1) if unsure else ():
                covered[row] = Merged((), (guess_doubt("beside", {}, rows[row]),))
        above, goes_on = last, one.goes_on
    if above < len(rows) - 1 and not goes_on:
        if printed[-1].own or sum(not one.own for one in printed) < FEW_BEHIND:
            return None
        covered |= _uncovered(rows, above + 1, len(rows))
    return covered


def _uncovered(rows: Sequence[Line], first: int, last: int) -> dict[int, Merged]:
    """Return rows of which it is not known whether they are of the category above."""
    return {row: Merged((), (guess_doubt("above", {}, rows[row]),)) for row in range(first, last)}


def _own(body: Sequence[Line], start: RowStart) -> Lines:
    """Return the lines of the category that a row prints behind its number."""
    lines = lines_behind(body[start.position : start.position + MOST_LINES + 1], start.end)
    if start.category is None or not ends_word(lines, len(start.category)):
        return ()
    return first_letters(lines, len(start.category))[0]


def _behind(
    body: Sequence[Line], starts: Sequence[RowStart], column: Column, names_alone: bool
) -> Iterator[_Printed]:
    """Yield the categories printed behind lines of rows: at the end of each, and of its pages."""
    begins = page_begins(body, column.layout.breaks)
    for nth, start in enumerate(starts):
        end = starts[nth + 1].position if nth + 1 < len(starts) else len(body)
        inside = begins[bisect_right(begins, start.position) : bisect_right(begins, end)]
        for stop in sorted({*inside, end}):
            found = _name_at_end(body[start.position : stop], column) if stop < len(body) else None
            if found is None:
                continue
            name, above = found
            unlike: set[int] = set()
            if not _is_marked(squeezed(name), column):
                unlike.update(range(MANY, len(starts) + 1))
            if names_alone and above is None and len(name) == 1:
                unlike.add(BESIDE)
            yield _Printed(
                nth, nth + (stop == end), name, above, goes_on=stop in inside, unlike=unlike
            )


def _name_at_end(lines: Sequence[Line], column: Column) -> tuple[Lines, Line | None] | None:
    """Return the category that lines behind a number end with, and the line above without it."""
    for count in range(min(MOST_LINES, len(lines) - 1), 0, -1):
        if _is_category(squeezed(lines[-count:]), column):
            return tuple(lines[-count:]), None
    for below in range(min(MOST_LINES, len(lines))):
        last, rest = lines[-1 - below], squeezed(lines[len(lines) - below :])
        text = last.text.rstrip()
        for place in range(max(1, len(text) - LONGEST_CATEGORY - LONGEST_MARK), len(text)):
            inside = text[place - 1] in ORDINALS + LIST_COMMA
            if inside or not text[:place].strip():
                continue
            if len(text) - place + len(rest) > 1 and _is_category(text[place:] + rest, column):
                name = (part(last, place, len(text)), *lines[len(lines) - below :])
                return name, part(last, 0, place)
    return None


def _is_category(text: str, column: Column) -> bool:
    """Tell whether a text is the name of a category, with its mark or without one."""
    return text in column.categories.own or _is_marked(text, column)


def _is_marked(text: str, column: Column) -> bool:
    """Tell whether a text is a name that is numbered as headings are."""
    found = category_heading(text, column.rules, column.categories.names)
    return found is not None and found.marked and bool(CATEGORY.fullmatch(found.name))
