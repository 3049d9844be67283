"""What heads a list in a grid: its title, and the header row that names its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..letters.marks import number_of
from ..model import Cell, Field, Grid, Line, ListType
from ..rules import Rules
from ..rules.loading import COUNT, alternatives
from .bands import band_pattern

LONGEST_TITLE = 60
_LEAST_ALIKE = 4  # letters of an alias that may be the end of an unknown title
_MOST_LINES = 12  # of a column's title, printed one letter a line
GridRow = tuple[Cell | None, ...]


class Anchor(NamedTuple):
    """A cell that begins in a row: the columns [start, end) of the grid it covers."""

    start: int
    end: int
    cell: Cell


class Column(NamedTuple):
    """A printed column: the columns [start, end) of the grid, its title, and what it holds.

    `field` is None when no rule knows the title. `below` are lines in the cell of the title
    that are not of the title: the rest of a row that a page cut, without a rule between them.
    """

    start: int
    end: int
    title: str
    field: Field | None
    below: tuple[Line, ...] = ()


class Header(NamedTuple):
    """A header of `height` rows with its columns from left to right."""

    height: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(column.field for column in self.columns if column.field)


def squeezed(lines: Sequence[Line]) -> str:
    """Given lines, return their text without any white space."""
    return "".join("".join(line.text.split()) for line in lines)


def anchors(row: GridRow) -> tuple[Anchor, ...]:
    """Given a row, return the cells that begin in it."""
    return tuple(
        Anchor(start, start + cell.column_span, cell) for start, cell in enumerate(row) if cell
    )


def filled(row: GridRow) -> tuple[Anchor, ...]:
    """Given a row, return the cells that begin in it and hold text."""
    return tuple(anchor for anchor in anchors(row) if anchor.cell.lines)


def row_lines(row: GridRow) -> tuple[Line, ...]:
    """Given a row, return all lines of its cells, from left to right."""
    return tuple(line for anchor in anchors(row) for line in anchor.cell.lines)


def title_type(text: str, rules: Rules) -> ListType | None:
    """Given a text without white space, return the list it is the title of, if it is one."""
    if len(text) > LONGEST_TITLE:
        return None
    match = _title(rules).fullmatch(text)
    return rules.titles[match["title"]] if match else None


@lru_cache(maxsize=4)
def _title(rules: Rules) -> re.Pattern[str]:
    numeral = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?)?"
    annex = r"(?:(?:附[件表]|表)\s*[一二三四五六七八九十\d]*\s*[：:、.．-]?\d*)?"
    total = r"(?:[（(][^（）()]*[）)]|[：:，]?共?计?\d+[项条个])?"
    place = r"[^，。；、：:]{0,30}?"
    titles = alternatives(rules.titles)
    return re.compile(rf"{annex}{numeral}{place}(?P<title>{titles})(?:目录|明细)?表?{total}")


def header_at(grid: Grid, number: int, rules: Rules) -> Header | None:
    """Given a grid and a row's number, return the header of one or two rows that begins there.

    A header names two columns at least, one of them the number or the name, and knows most
    of its cells. Two rows are one header when the second names more, and nothing else.
    """
    one = _header(grid.rows[number : number + 1], rules)
    two = _header(grid.rows[number : number + 2], rules)
    below = _header(grid.rows[number + 1 : number + 2], rules)
    if two is not None and _names(two) > max(_names(one), _names(below)):
        return two
    return one


def _names(header: Header | None) -> int:
    """Given a header, return how many fields it names."""
    return len(set(header.fields)) if header else 0


def _header(rows: Sequence[GridRow], rules: Rules) -> Header | None:
    """Given one or two rows, return them as a header if they surely are one.

    A cell alone in the first row is a title above a header.
    """
    if not rows or len(filled(rows[0])) < len(rows):
        return None
    columns = _told(_columns(rows, rules), rules)
    known = {column.field for column in columns if column.field}
    if len(known) < 2 or not known & {"seq", "name"} or 2 * len(known) < len(columns):
        return None
    if len(rows) == 2 and not _second_row_names(rows, columns):
        return None
    return Header(len(rows), columns)


def _columns(rows: Sequence[GridRow], rules: Rules) -> tuple[Column, ...]:
    """Given the rows of a supposed header, return its columns, known or not."""
    upper, lower = anchors(rows[0]), anchors(rows[-1])
    columns: list[Column] = []
    for anchor in _bottom(upper, lower, len(rows)):
        top = next((a for a in upper if a.start <= anchor.start < a.end), anchor)
        above = "" if top is anchor else squeezed(top.cell.lines)
        title, count = _title_of(anchor.cell.lines, above, rules)
        if title:
            field, rest = rules.columns.get(title), anchor.cell.lines[count:]
            columns.append(Column(anchor.start, anchor.end, title, field, rest))
    return _numbered_once(columns)


def _numbered_once(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Given columns, return them with one that numbers the rows; other numbers are remarks."""
    numbers = [column for column in columns if column.field == "seq"]
    own = next((c for c in numbers if c.title == "序号"), numbers[0] if numbers else None)
    return tuple(
        column._replace(field="remark") if column in numbers and column is not own else column
        for column in columns
    )


def _told(columns: Sequence[Column], rules: Rules) -> tuple[Column, ...]:
    """Given columns of which one is the rows' number, return those told by their titles' shape.

    No body row prints the title of the numbers; without it a name or a department in a body
    row might look like a title.
    """
    taken = {column.field for column in columns}
    if "seq" not in taken:
        return tuple(columns)
    told: list[Column] = []
    for column in columns:
        fits = [
            field
            for field, pattern in rules.column_patterns.items()
            if (field not in taken or field == "remark") and pattern.fullmatch(column.title)
        ]
        field = fits[0] if fits and column.field is None else column.field
        taken.add(field)
        told.append(column._replace(field=field))
    return tuple(told)


def _title_of(lines: Sequence[Line], above: str, rules: Rules) -> tuple[str, int]:
    """Given a header cell and the text of the cell above it, return its title and its lines.

    As many of the cell's first lines are the title as make one that the rules know, but all of
    them where they look like one: 事项 / 编码.
    """
    whole = squeezed(lines[:_MOST_LINES])
    if whole not in rules.columns and any(
        pattern.fullmatch(whole) for pattern in rules.column_patterns.values()
    ):
        return above + whole, len(lines)
    for count in range(min(len(lines), _MOST_LINES), 0, -1):
        below = squeezed(lines[:count])
        for title in (above + below, below + above, below):
            if title in rules.columns:
                return title, count
    return above + squeezed(lines[:_MOST_LINES]), len(lines)


def _bottom(upper: Sequence[Anchor], lower: Sequence[Anchor], height: int) -> list[Anchor]:
    """Given the cells of two rows, return those on which body cells stand, in order."""
    if height == 1:
        return list(upper)
    through = [
        anchor
        for anchor in upper
        if not any(a.start < anchor.end and anchor.start < a.end for a in lower)
    ]
    return sorted([*through, *lower])


def _second_row_names(rows: Sequence[GridRow], columns: Sequence[Column]) -> bool:
    """Given a supposed header of two rows, tell whether all in the second names a column."""
    known = {column.start for column in columns if column.field}
    second = filled(rows[1])
    return bool(second) and all(anchor.start in known for anchor in second)


def guessed(columns: Sequence[Column], rules: Rules) -> tuple[Column, ...]:
    """Given a header's columns, return them with fields guessed by the ends of their titles.

    Only fields that no other column names are given away: 配合事项名称 may be a name.
    """
    free = {alias: f for alias, f in rules.columns.items() if len(alias) >= _LEAST_ALIKE}
    for column in columns:
        if column.field is None:
            taken = {other.field for other in columns}
            ends = [
                a for a, field in free.items() if column.title.endswith(a) and field not in taken
            ]
            if ends:
                better = column._replace(field=free[max(ends, key=len)])
                columns = tuple(better if other is column else other for other in columns)
    return tuple(columns)


def list_type_of(fields: Sequence[Field], title: ListType | None) -> ListType:
    """Given the columns of a header and the title above it, return the list it belongs to.

    Columns that only one list has decide; the title decides the rest.
    """
    if "superior_duties" in fields or "township_duties" in fields:
        return "cooperative"
    if "handling" in fields:
        return "recall"
    if title is not None:
        return title
    return "recall" if "departments" in fields else "basic"


def fitted(columns: Sequence[Column], grid: Grid, width: int) -> tuple[Column, ...] | None:
    """Given the columns of a table `width` wide and its continuation, return them fitted to it.

    A continuation of another width fits when one of its rows has just as many cells. One of
    the same width may be divided in another way: a page may hold two tables, one below the
    other, as one grid. None when it is another kind of table.
    """
    same = len(grid.rows[0]) == width
    whole = [cells for row in grid.rows if len(cells := anchors(row)) == len(columns)]
    if not whole or (same and any(map(_stand_below(columns), whole))):
        return tuple(columns) if same else None
    pairs = zip(columns, whole[0], strict=True)
    return tuple(column._replace(start=a.start, end=a.end) for column, a in pairs)


def _stand_below(columns: Sequence[Column]) -> Callable[[Sequence[Anchor]], bool]:
    """Given columns, return what tells whether as many cells stand just below them."""
    spans = [(column.start, column.end) for column in columns]
    return lambda cells: [(cell.start, cell.end) for cell in cells] == spans


def assumed(list_type: ListType, grid: Grid, rules: Rules) -> tuple[Column, ...] | None:
    """Given a list without any header, return the columns it is assumed to have, if they fit."""
    fields = rules.lists.default[list_type]
    columns = [Column(place, place + 1, "", field) for place, field in enumerate(fields)]
    return fitted(columns, grid, len(columns))


@lru_cache(maxsize=4)
def total_pattern(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of a line that is nothing but a total: （共16项）."""
    return re.compile(rules.totals.band_total.replace("{n}", COUNT) + "$")


def band_in(text: str, rules: Rules, *, sure: bool) -> tuple[str, int | None] | None:
    """Given a text without white space, return the category and total it prints as a band.

    None when it is no band. With `sure` its place does not tell that it is one, so it must
    have a mark, a total, or the name of a known category.
    """
    match = band_pattern(rules).fullmatch(text)
    if match is None or re.fullmatch(rules.furniture.closing.sums, match["name"]):
        return None
    if sure and not (match["mark"] or match["total"] or match["name"] in rules.categories):
        return None
    return match["name"], number_of(match["n"]) if match["total"] else None
