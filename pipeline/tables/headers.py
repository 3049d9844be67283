"""Headers of tables with cells: which column a cell names, and the columns of a list."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from ..letters.lines import squeezed
from ..model import Cell, Doubt, Field, Grid, Line, ListType
from ..rules import Rules

LEAST_ALIKE = 4  # letters of an alias that may be the end of an unknown title
MOST_LINES = 12  # of a column's title, printed one letter a line
FEWEST_NAMED = 2  # columns that a header names, one of them the number or the name
# What several columns may hold.
SEVERAL: tuple[Field, ...] = ("departments", "remark")

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


def anchors(row: GridRow) -> tuple[Anchor, ...]:
    """Return the cells that begin in a row."""
    return tuple(
        Anchor(start, start + cell.column_span, cell) for start, cell in enumerate(row) if cell
    )


def filled(row: GridRow) -> tuple[Anchor, ...]:
    """Return the cells that begin in a row and hold text."""
    return tuple(anchor for anchor in anchors(row) if anchor.cell.lines)


def row_lines(row: GridRow) -> tuple[Line, ...]:
    """Return all lines of a row's cells, from left to right."""
    return tuple(line for anchor in anchors(row) for line in anchor.cell.lines)


def headers_in(grid: Grid, rules: Rules) -> Mapping[int, Header]:
    """Return the headers of a grid by the number of the row that each begins in.

    A header names two columns at least, one of them the number or the name, and knows most
    of its cells. Two rows are one header when the second names more, and nothing else.
    """
    rows = grid.rows
    single = [_header([row], rules) for row in rows]
    found: dict[int, Header] = {}
    for number, one in enumerate(single):
        two = _header(rows[number : number + 2], rules)
        below = single[number + 1] if number + 1 < len(rows) else None
        best = two if _named(two) > max(_named(one), _named(below)) else one
        if best is not None:
            found[number] = best
    return found


def header_of(row: GridRow, rules: Rules) -> Header | None:
    """Return a row as a header if it surely is one."""
    return _header([row], rules)


def _named(header: Header | None) -> int:
    """Return how many fields a header names."""
    return len(set(header.fields)) if header else 0


def _header(rows: Sequence[GridRow], rules: Rules) -> Header | None:
    """Return one or two rows as a header if they surely are one.

    A cell alone in the first row is a title above a header.
    """
    if not rows or len(filled(rows[0])) < len(rows):
        return None
    columns = named(_columns(rows, rules), rules)
    known = {column.field for column in columns if column.field}
    if len(known) < FEWEST_NAMED or not known & {"seq", "name"} or 2 * len(known) < len(columns):
        return None
    if len(rows) == 2 and not _second_row_names(rows, columns):
        return None
    return Header(len(rows), columns)


def _columns(rows: Sequence[GridRow], rules: Rules) -> tuple[Column, ...]:
    """Return the columns of a supposed header, known or not."""
    upper, lower = anchors(rows[0]), anchors(rows[-1])
    columns: list[Column] = []
    for anchor in _bottom(upper, lower, len(rows)):
        place = bisect_right(upper, anchor.start, key=attrgetter("start"))
        over = place > 0 and anchor.start < upper[place - 1].end
        top = upper[place - 1] if over else anchor
        above = "" if top is anchor else squeezed(top.cell.lines)
        title, count = _title_of(anchor.cell.lines, above, rules)
        if title:
            field, rest = rules.columns.get(title), anchor.cell.lines[count:]
            columns.append(Column(anchor.start, anchor.end, title, field, rest))
    return tuple(columns)


def named(columns: Sequence[Column], rules: Rules) -> tuple[Column, ...]:
    """Return the columns of a header with what each holds: by its title, the others', its shape."""
    return _told(once(once(columns, "seq", rules), "category", rules), rules)


def once(columns: Sequence[Column], field: Field, rules: Rules) -> Sequence[Column]:
    """Return columns of which one holds a field; others of the kind are remarks.

    It is the one whose title the rules list first: a list may have other numbers, or types beside
    its categories.
    """
    titles = rules.lists.columns[field]
    own = [column for column in columns if column.field == field]
    kept = min(own, key=lambda column: titles.index(column.title), default=None)
    return [
        column._replace(field="remark") if column in own and column is not kept else column
        for column in columns
    ]


def _told(columns: Sequence[Column], rules: Rules) -> tuple[Column, ...]:
    """Return columns with those told by their titles' shape, where one is the rows' number.

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
            for field, pattern in rules.grammar.column_shapes.items()
            if (field not in taken or field == "remark") and pattern.fullmatch(column.title)
        ]
        field = fits[0] if fits and column.field is None else column.field
        taken.add(field)
        told.append(column._replace(field=field))
    return tuple(told)


def _title_of(lines: Sequence[Line], above: str, rules: Rules) -> tuple[str, int]:
    """Return the title of a header cell below the text of another, and how many lines it has.

    As many of the cell's first lines are the title as make one that the rules know, but all of
    them where they look like one: 事项 / 编码.
    """
    whole = squeezed(lines[:MOST_LINES])
    if whole not in rules.columns and any(
        pattern.fullmatch(whole) for pattern in rules.grammar.column_shapes.values()
    ):
        return above + whole, len(lines)
    for count in range(min(len(lines), MOST_LINES), 0, -1):
        below = squeezed(lines[:count])
        for title in (above + below, below + above, below):
            if title in rules.columns:
                return title, count
    return above + squeezed(lines[:MOST_LINES]), len(lines)


def _bottom(upper: Sequence[Anchor], lower: Sequence[Anchor], height: int) -> list[Anchor]:
    """Return the cells of two rows on which body cells stand, in order."""
    if height == 1:
        return list(upper)
    below = {column for anchor in lower for column in range(anchor.start, anchor.end)}
    through = [anchor for anchor in upper if below.isdisjoint(range(anchor.start, anchor.end))]
    return sorted([*through, *lower])


def _second_row_names(rows: Sequence[GridRow], columns: Sequence[Column]) -> bool:
    """Tell whether all in the second row of a supposed header names a column."""
    known = {column.start for column in columns if column.field}
    second = filled(rows[1])
    return bool(second) and all(anchor.start in known for anchor in second)


def guessed(columns: Sequence[Column], rules: Rules) -> tuple[Column, ...]:
    """Return a header's columns with fields guessed by the ends of their titles.

    Only fields that no other column names are given away: 配合事项名称 may be a name.
    """
    free = {alias: f for alias, f in rules.columns.items() if len(alias) >= LEAST_ALIKE}
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


def fitted(columns: Sequence[Column], grid: Grid, width: int) -> tuple[Column, ...] | None:
    """Return the columns of a table `width` wide fitted to a grid that goes on with it.

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
    """Return what tells whether as many cells stand just below columns."""
    spans = [(column.start, column.end) for column in columns]
    return lambda cells: [(cell.start, cell.end) for cell in cells] == spans


def assumed(list_type: ListType, grid: Grid, rules: Rules) -> tuple[Column, ...] | None:
    """Return the columns that a list without any header is assumed to have, if they fit."""
    fields = rules.lists.default[list_type]
    columns = [Column(place, place + 1, "", field) for place, field in enumerate(fields)]
    return fitted(columns, grid, len(columns))


# --- what is odd about columns ------------------------------------------------------------------


def first_doubts(
    printed: Sequence[Column],
    columns: Sequence[Column],
    kind: ListType,
    page: int | None,
    rules: Rules,
) -> Iterator[Doubt]:
    """Yield what is odd about the columns of a list's first header, as printed and as taken."""
    yield from unknown_doubts(columns, kind, page, rules)
    for known, column in zip(printed, columns, strict=True):
        if known.field is None and column.field is not None:
            facts = {"title": column.title, "list": kind, "field": column.field}
            yield Doubt("column_guessed", "", facts, page=page)
    for one, other in combinations(columns, 2):
        if one.field is not None and one.field == other.field and one.field not in SEVERAL:
            facts = {"one": one.title, "other": other.title, "list": kind, "field": one.field}
            yield Doubt("column_guessed", "twice", facts, page=page)
    expected = set(rules.lists.default[kind]) - {"category"}
    for field in sorted(expected - {column.field for column in columns}):
        yield Doubt("missing_column", "", {"list": kind, "field": field}, page=page)


def unknown_doubts(
    columns: Sequence[Column], kind: ListType, page: int | None, rules: Rules
) -> Iterator[Doubt]:
    """Yield a doubt for each column that is not known and may hold a part of an item.

    A title without any word of what an item is made of (联系电话, 办理时限) tells that nothing
    of it is lost; what stands below any of them is kept with the remarks.
    """
    for column in columns:
        if column.field is None and rules.grammar.telling_column.search(column.title):
            yield Doubt("unknown_column", "", {"title": column.title, "list": kind}, page=page)
