"""Rows of one item that a dump prints for each of its departments.

The number, the name and often the township's duties are merged over them. Some engines print
merged cells with the first of these rows, others with the last: what stands beside the other
departments is then above the number. The lines of the other rows are taken out of the list, so
that what is left of an item reads as a row with one department.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from ...departments.listing import are_departments, names_in
from ...departments.names import LIKELY, Names, opens, plausibility
from ...letters.lines import between, part
from ...letters.script import CLOSERS, FULL_STOPS, SEMICOLONS, SENTENCE_ENDS
from ...model import Band, Doubt, Line
from .departments import departments_at_start, is_named, listed_in
from .duties import Known, border_in_line, duty_cells
from .handling import doubted
from .numbers import RowStart, lines_behind
from .tokens import (
    SAME_LINE,
    WORD,
    Layout,
    Token,
    gaps_between,
    lines_in,
    page_begins,
    tokens_of,
)

MOST_CELL = 14  # words of a cell of departments
_ENDED = re.compile(rf"[{FULL_STOPS}{SEMICOLONS}][{CLOSERS}]*(?=\S)")  # a sentence, in a line

Lines = tuple[Line, ...]
BandAt = Callable[[Sequence[Line]], Band | None]  # the category's heading that lines end with


class Beside(NamedTuple):
    """A row of an item that has a department and its duties, and nothing else of its own."""

    department: Lines
    duties: Lines

    @property
    def lines(self) -> Lines:
        return (*self.department, *self.duties)


class OtherRows(NamedTuple):
    """The rows of an item but the numbered one; those `above` stand before that.

    With `own` each prints the duties of both sides. With `before` the township's, one cell for
    all, stand before the department of the numbered row; that cell has its `borders` at offsets.
    """

    rows: tuple[Beside, ...]
    above: bool
    own: bool
    before: bool
    borders: frozenset[int]
    doubts: tuple[Doubt, ...] = ()


class _Cell(NamedTuple):
    """The words [first:last] of a cell of departments, their names, and whether all are above."""

    first: int
    last: int
    names: tuple[str, ...]
    repeated: bool


class _Item(NamedTuple):
    """What stands behind a number up to the next one: its words, and where among them the cells
    of departments are that stand behind duties.

    `first` are the names of the cell before them, "" where there is none.
    """

    lines: Lines
    words: Sequence[Token]
    cells: Sequence[_Cell]
    first: str

    @property
    def further(self) -> list[_Cell]:
        """The cells that name what no word before them does: others would head duties."""
        return [cell for cell in self.cells if not cell.repeated]

    def below(self, first: int) -> list[_Cell]:
        """The cells from one on, each with names that those before it do not have."""
        found: list[_Cell] = []
        for cell in self.cells[first:]:
            if not {name for one in found for name in one.names}.issuperset(cell.names):
                found.append(cell)
        return found

    def borders(self, cell: _Cell) -> frozenset[int]:
        """The offsets at which a cell begins and what is behind it."""
        return frozenset([self.words[at].line.start for at in (cell.first, cell.last)])

    def until(self, cell: _Cell | None) -> Lines:
        """The lines before a cell, or all."""
        end = self.words[cell.first].line.start if cell else self.lines[-1].end
        return between(self.lines, self.lines[0].start, end)

    def rows(self, cells: Sequence[_Cell], band_at: BandAt) -> list[Beside]:
        """The rows that begin with some of the cells."""
        ends = [*[cell.first for cell in cells], len(self.words)][1:]
        rows: list[Beside] = []
        for cell, end in zip(cells, ends, strict=True):
            start, stop = self.words[cell.last].line.start, self.words[end - 1].line.end
            duties = between(self.lines, start, stop)
            bands = (band_at(duties[1 : n + 1]) for n in range(1, len(duties)))
            band = next(((n, len(b.lines)) for n, b in enumerate(bands, 2) if b), (len(duties), 0))
            rows.append(
                Beside(lines_in(self.words[cell.first : cell.last]), duties[: band[0] - band[1]])
            )
        return rows


def rows_by_department(
    body: Sequence[Line],
    starts: Sequence[RowStart],
    band_at: BandAt,
    layout: Layout,
    names: Names,
) -> dict[int, OtherRows]:
    """Return the rows that items have beside the numbered ones, by the place of the item."""
    above = _item(tuple(body[: starts[0].position]), layout, names, numbered=False)
    borders = [*[start.position for start in starts], len(body)]
    items = [
        _item(lines_behind(body[first:last], start.end), layout, names)
        for start, (first, last) in zip(starts, pairwise(borders), strict=True)
    ]
    held = [item for item in items if item.further]
    several = sum(len(names_in(item.first, names)) > 1 for item in held if item.first)
    if not held or 2 * several >= len(held):
        return {}  # names that head duties
    begins_above = _begin_above(above, items)
    found: dict[int, OtherRows] = {}
    waiting = above.rows(above.below(0), band_at)
    for nth, item in enumerate(items):
        before = begins_above and not item.first and bool(item.cells)
        cells = item.below(int(before)) if begins_above else item.further
        rows = item.rows(cells, band_at)
        mine, waiting = (waiting, rows) if begins_above else (rows, [])
        if mine:
            places = item.borders(item.cells[0]) if before else frozenset[int]()
            own = not before and any(_prints_both(row, layout, names) for row in mine)
            numbered = item.until(cells[0] if cells and begins_above else None)
            printed = sorted([*numbered, *[line for row in mine for line in row.lines]], key=_start)
            cut = page_begins(printed, layout.breaks)
            doubts = (doubted("border_guessed", "department_rows", printed),) if cut else ()
            found[nth] = OtherRows(tuple(mine), begins_above, own, before, places, doubts)
    return found


_start = attrgetter("start")


def _begin_above(above: _Item, items: Sequence[_Item]) -> bool:
    """Tell whether the rows of an item begin above its number.

    Then no department stands before the township's duties, and none but the last item's own
    behind its number.
    """
    held = [item for item in items if item.further]
    lacking = sum(not item.first for item in held)
    if above.cells and lacking:
        return True
    last = items[-1]
    return not (last.further and last.first) and (bool(above.cells) or 2 * lacking > len(held))


def _prints_both(row: Beside, layout: Layout, names: Names) -> bool:
    """Tell whether a row surely prints the duties of both sides."""
    tokens = tokens_of(row.duties, layout, names.rules)
    known = Known(names, listed_in(tokens_of(row.department, layout, names.rules), names))
    left, right, sure = duty_cells([tokens], known, border_in_line(tokens, names.rules))
    return sure and bool(left and right)


# --- cells of departments behind duties ---------------------------------------------------------


def _item(lines: Lines, layout: Layout, names: Names, *, numbered: bool = True) -> _Item:
    words = list(_words(lines, layout, names))
    cells: list[_Cell] = []
    at = int(numbered)
    while at < len(words):
        cell = _cell_at(words, at, names, numbered=numbered)
        cells += [cell] if cell else []
        at = cell.last + 1 if cell else at + 1
    first = ""
    for place in range(1, cells[0].first if numbered and cells else 0):
        if end := _listed_until(words, place, names):
            first = listed_in(words[place:end], names)
            break
    return _Item(lines, words, cells, first)


def _words(lines: Lines, layout: Layout, names: Names) -> Iterator[Token]:
    """Yield the words of lines; a name that may begin behind a sentence's end begins one."""
    for line, above in zip(lines, gaps_between(lines, layout), strict=True):
        gap = above
        for match in WORD.finditer(line.text):
            ended = [found.end() for found in _ENDED.finditer(line.text, *match.span())]
            inside = [place for place in ended if opens(line.text, names, place)]
            for first, last in pairwise([match.start(), *inside, match.end()]):
                yield Token(part(line, first, last), gap)
                gap = SAME_LINE


def _cell_at(words: Sequence[Token], at: int, names: Names, *, numbered: bool) -> _Cell | None:
    """Return the cell of departments behind duties that begins at a word, if one does.

    The bracket that an item's name ends with is no end of duties.
    """
    text = words[at].text
    if not opens(text, names) or names.rules.grammar.mark_at(text, 0):
        return None  # a number heads duties
    before = words[at - 1].text if at else ""
    has_duties = _has_duties(words[:at])
    closed = before[-1:] in tuple(CLOSERS) and (has_duties or not numbered)
    ended = not at or closed or before[-1] in SENTENCE_ENDS
    if not ended and words[at].gap == SAME_LINE:
        return None
    end = _listed_until(words, at, names)
    if not end or (not ended and (words[end].gap != SAME_LINE or not has_duties)):
        return None
    above = [word.text for word in words[:at]]
    listed = names_in(listed_in(words[at:end], names), names)
    return _Cell(at, end, listed, all(is_named(name, above, names) for name in listed))


def _listed_until(words: Sequence[Token], at: int, names: Names) -> int:
    """Return where departments end that are listed from a word on, 0 if none are."""
    if not opens(words[at].text, names):
        return 0
    end = at + departments_at_start(words[at : at + MOST_CELL + 1], names)
    if not at < end < len(words) or not are_departments(listed_in(words[at:end], names), names):
        return 0
    while end + 1 < len(words) and _goes_on(
        listed_in(words[at:end], names), words[end].text, names
    ):
        end += 1
    return end


def _goes_on(listed: str, text: str, names: Names) -> bool:
    """Tell whether the last name of a list goes on with a word: 某县政协 / 办公室."""
    longer = names_in(listed, names)[-1] + text
    return plausibility(text, names) < LIKELY <= plausibility(longer, names)


def _has_duties(words: Sequence[Token]) -> bool:
    """Tell whether a sentence ends among words."""
    return any(word.text.rstrip(CLOSERS)[-1:] in tuple(SENTENCE_ENDS) for word in words)
