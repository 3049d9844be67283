"""Tables with cells, and the lines around them → the preamble, the printed lists, furniture.

A list begins at its header; its title stands before it, in a line or in a merged row. Its
tables go on over pages, with or without repeated headers, and may be as wide or not.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from ..letters.lines import lines_of, squeezed
from ..letters.script import SENTENCE_ENDS
from ..model import (
    Cell,
    Document,
    Doubt,
    Field,
    Grid,
    Line,
    ListType,
    PrintedRow,
    Section,
    Sections,
)
from ..rules import Rules
from .bands import CategoryHeading, category_heading, follows, sure_category_heading
from .closings import closing_lines, is_end, is_late_preamble, is_none, is_note, is_sum, page_lines
from .dump.furniture import is_bare_number
from .dump.loose import left_out
from .headers import (
    Column,
    GridRow,
    Header,
    anchors,
    assumed,
    filled,
    first_doubts,
    fitted,
    guessed,
    header_of,
    headers_in,
    row_lines,
    unknown_doubts,
)
from .titles import is_title_head, list_type_of, title_type

MOST_SUBTITLES = 4  # rows between a title and its header
MOST_OVERVIEW_ROWS = 8  # of a table of the lists' totals
LONGEST_OVERVIEW_CELL = 20  # letters of its cells
LONGEST_QUOTE = 20  # letters of a cell that a doubt quotes

Columns = tuple[Column, ...]


LINE_ENDS = ("", "\n", "\r")


def grid_sections(document: Document, rules: Rules) -> Sections:
    """Return the parts of a document with grids; every line of it is in exactly one."""
    reading = _Reading(rules)
    blocks = document.blocks
    if found := _page_lines(document, rules):
        starts = {line.start for line in found}
        blocks = tuple(
            block if isinstance(block, Line) else _without(block, starts) for block in blocks
        )
        reading.furniture += found
        reading.doubts += [left_out(line) for line in found if is_bare_number(line.text)]
    for block in _with_whole_headers(_without_overviews(blocks, rules), rules):
        if isinstance(block, Line):
            _read_line(block, reading)
        else:
            _read_grid(_with_bands_apart(block, rules), reading)
    reading.settle(last=True)
    return Sections(
        preamble=tuple(reading.preamble),
        lists=tuple(one.section() for one in reading.lists),
        furniture=tuple(reading.furniture),
        unplaced=tuple(reading.unplaced),
        doubts=tuple(reading.doubts),
    )


# --- before reading -----------------------------------------------------------------------------


def _page_lines(document: Document, rules: Rules) -> list[Line]:
    """Return what cells of a dump have of its pages: whole lines of the file, no tab in them."""
    text, of_page = document.text, rules.grammar.furniture.fullmatch
    return [
        line
        for grid in document.blocks
        if isinstance(grid, Grid)
        for line in lines_of([grid])
        if line.number is not None
        and (is_bare_number(line.text) or of_page(line.text))
        and not text[text.rfind("\n", 0, line.start) + 1 : line.start].strip(" ")
        and text[line.end : line.end + 1] in LINE_ENDS
    ]


def _without(grid: Grid, starts: Set[int]) -> Grid:
    """Return a grid without the lines that begin at these places."""

    def rest(cell: Cell | None) -> Cell | None:
        return cell and cell._replace(
            lines=tuple(one for one in cell.lines if one.start not in starts)
        )

    return grid._replace(rows=tuple(tuple(map(rest, row)) for row in grid.rows))


def _with_bands_apart(grid: Grid, rules: Rules) -> Grid:
    """Return a dump's grid with the categories above rows as rows of their own.

    A line without a tab looks like one more paragraph of the last cell above it. The first
    category stands between a header and a number; others are printed as it is.
    """
    rows: list[GridRow] = []
    above: CategoryHeading | None = None
    for row, below in zip(grid.rows, (*grid.rows[1:], None), strict=True):
        rest, line = _last_line(row) if below and _is_numbered(below, rules) else (row, None)
        heading = category_heading(squeezed([line]), rules) if line else None
        headed = heading is not None and header_of(rest, rules) is not None
        if heading and line and (headed or (above and _goes_on(heading, above, rest, rules))):
            above = heading
            rows += [rest, (Cell((line,), column_span=len(row)), *[None] * (len(row) - 1))]
        else:
            rows.append(row)
    return grid._replace(rows=tuple(rows))


def _last_line(row: GridRow) -> tuple[GridRow, Line | None]:
    """Return a row without the last line of its last cell, and that; none of a cell of one."""
    cells = filled(row)
    *before, last = cells[-1].cell.lines if cells else (None,)
    if not before or last is None or last.number is None:
        return row, None
    place, _, cell = cells[-1]
    return (*row[:place], cell._replace(lines=tuple(before)), *row[place + 1 :]), last


def _goes_on(heading: CategoryHeading, above: CategoryHeading, row: GridRow, rules: Rules) -> bool:
    """Tell whether a line behind a row is a category's heading, as the one above the row is.

    A bare name that no rule knows is one behind the end of a sentence, or behind a name.
    """
    cells = filled(row)
    whole = len(cells) == 2 or squeezed(cells[-1].cell.lines).endswith(tuple(SENTENCE_ENDS))
    bare = not heading.before and not above.before
    return follows(heading, above, rules) or (bare and whole)


def _is_numbered(row: GridRow, rules: Rules) -> bool:
    """Tell whether the first cell of a row is its number."""
    cells = filled(row)
    text = squeezed(cells[0].cell.lines) if cells else ""
    return rules.grammar.row_number.fullmatch(text) is not None


def _without_overviews(blocks: Sequence[Line | Grid], rules: Rules) -> list[Line | Grid]:
    """Return blocks with the cells of tables of the lists' totals as lines of the preamble."""
    found: list[Line | Grid] = []
    for block in blocks:
        is_overview = isinstance(block, Grid) and _is_overview(block, rules)
        found += lines_of([block]) if is_overview else [block]
    return found


def _is_overview(grid: Grid, rules: Rules) -> bool:
    """Tell whether the rows of a table are the lists themselves, each beside short figures.

    A list's title alone in its row stands above the list: a small sheet may hold them all.
    """
    if not 2 <= len(grid.rows) <= MOST_OVERVIEW_ROWS:
        return False
    texts = [[squeezed(anchor.cell.lines) for anchor in filled(row)] for row in grid.rows]
    if any(len(text) > LONGEST_OVERVIEW_CELL for row in texts for text in row):
        return False
    named = [{title_type(text, rules) for text in row} - {None} for row in texts]
    beside = all(len(row) > 1 for row, kinds in zip(texts, named, strict=True) if kinds)
    return beside and len(set().union(*named)) > 1 and all(len(kinds) < 2 for kinds in named)


def _with_whole_headers(blocks: Sequence[Line | Grid], rules: Rules) -> list[Line | Grid]:
    """Return blocks with each header that a page cut whole, on the later page.

    Some of its titles stand above the page's end, the others below it.
    """
    found: list[Line | Grid] = []
    last: int | None = None  # the place in `found` of the grid before, if nothing is between
    for block in blocks:
        if isinstance(block, Line):
            last = last if block.furniture else None
            found.append(block)
            continue
        before = found[last] if last is not None else None
        whole = _whole_header(before, block, rules) if isinstance(before, Grid) else None
        if whole is not None and isinstance(before, Grid) and last is not None:
            found[last : last + 1] = [Grid(before.rows[:-1], before.page)] * (len(before.rows) > 1)
        rows = block.rows if whole is None else (whole, *block.rows[1:])
        last = len(found)
        found.append(Grid(rows, block.page))
    return found


def _whole_header(above: Grid, below: Grid, rules: Rules) -> GridRow | None:
    """Return the header that the last row of one grid and the first of the next are, if so.

    Every column has its title in one of the rows, and none of them is a header as good.
    """
    upper, lower = above.rows[-1], below.rows[0]
    if above.page == below.page or len(upper) != len(lower):
        return None
    pairs = list(zip(upper, lower, strict=True))
    if any(one and other and one.lines and other.lines for one, other in pairs):
        return None
    whole = tuple(one if one and (one.lines or not other) else other for one, other in pairs)
    header = header_of(whole, rules)
    halves = (header_of(half, rules) for half in (upper, lower))
    most = max(len(half.fields) if half else 0 for half in halves)
    return whole if header is not None and len(header.fields) > most else None


# --- reading ------------------------------------------------------------------------------------


class _List:
    """A list that is being read."""

    def __init__(self, list_type: ListType, titles: Sequence[Line]) -> None:
        self.list_type = list_type
        self.titles = list(titles)
        self.columns: Columns = ()
        self.width = 0
        self.fields: list[Field] = []
        self.rows: list[PrintedRow | Line] = []
        self.none = False  # it says that it has no item
        self.sums: tuple[Line, ...] = ()  # the row that sums up all rows above it

    def take(self, columns: Columns, width: int) -> None:
        """Take the columns that its next rows have in a grid so wide."""
        self.columns, self.width = columns, width
        self.fields += [c.field for c in columns if c.field and c.field not in self.fields]

    def section(self) -> Section:
        """Return it as read; columns that only a later part has are covered in the others."""
        fields = tuple(self.fields)
        rows = tuple(
            row
            if isinstance(row, Line)
            else row._replace(cells={field: row.cells.get(field) for field in fields})
            for row in self.rows
        )
        none = self.none and not rows
        titles = tuple(self.titles)
        return Section(self.list_type, fields, titles, rows, none=none, sums=self.sums)


class _Reading:
    """What is placed so far; `pending` are lines that wait for what follows them."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.lists: list[_List] = []
        self.pending: list[Line] = []
        self.title: tuple[int, ListType] | None = None  # the last in `pending`: place, list
        self.preamble: list[Line] = []
        self.furniture: list[Line] = []
        self.unplaced: list[Line] = []
        self.doubts: list[Doubt] = []

    def wait(self, lines: Sequence[Line]) -> None:
        """Let lines wait whose place what follows will tell, titles noted.

        A line right below a title may say that there is no list to follow.
        """
        for line in lines:
            titled = self.title is not None and self.title[0] == len(self.pending) - 1
            if titled and self.title and self.rules.grammar.no_item.fullmatch(squeezed([line])):
                self.begin(self.title[1]).none = True
                self.furniture.append(line)
                continue
            kind = title_type(line.text, self.rules)
            if kind is not None:
                self.title = len(self.pending), kind
            self.pending.append(line)

    def settle(self, *, last: bool = False) -> None:
        """Place the lines that wait: before the first list they are the preamble.

        So are the `last` ones where they tell of the lists and nothing before them does.
        """
        pending, self.pending, self.title = self.pending, [], None
        of_page = self.rules.grammar.furniture.fullmatch
        below = page_lines(pending, self.rules) if last else set()
        self.furniture += [line for line in pending if of_page(line.text)]
        pending = [line for line in pending if not of_page(line.text)]
        if not self.lists or (last and is_late_preamble(pending, self.preamble, self.rules)):
            self.preamble += pending
            return
        closed = closing_lines(pending, self.rules) | below
        for line in pending:
            text = squeezed([line])
            of_list = title_type(text, self.rules) == self.lists[-1].list_type
            none = not self.lists[-1].rows and self.rules.grammar.no_item.fullmatch(text)
            self.lists[-1].none |= bool(none)
            if line.start in closed or of_list or none:
                self.furniture.append(line)
            elif sure_category_heading(text, self.rules):
                self.lists[-1].rows.append(line)
            else:
                self.unplaced.append(line)

    def begin(self, kind: ListType) -> _List:
        """Begin a list: waiting lines from its title on are titles.

        Where every category has a table of its own, the first is named below the title, too.
        """
        place = self.title[0] if self.title else len(self.pending)
        before, titles = self.pending[:place], self.pending[place:]
        while self.lists and before and is_title_head(before[-1], kind, self.rules):
            titles.insert(0, before.pop())
        self.pending = before
        self.settle()
        last = len(titles)
        while last > 1 and self._heads_category(titles[last - 1]):
            last -= 1
        again = next((one for one in self.lists if one.list_type == kind), None)
        if again is not None:  # the same list once more: go on with it
            self.lists.remove(again)
            self.furniture += titles[:last]
        self.lists.append(again or _List(kind, titles[:last]))
        self.lists[-1].rows += titles[last:]
        return self.lists[-1]

    def _heads_category(self, line: Line) -> bool:
        """Tell whether a line before a table surely names a category, and is no title."""
        text = squeezed([line])
        titled = title_type(text, self.rules) is not None
        return not titled and sure_category_heading(text, self.rules) is not None


def _read_line(line: Line, reading: _Reading) -> None:
    """Let a line outside grids wait, unless the reader knows it for furniture.

    A title at the head of every page is furniture, and yet the title of what follows; so
    is the total below it.
    """
    rules, text = reading.rules, squeezed([line])
    titled = reading.title is not None and reading.title[0] == len(reading.pending) - 1
    total = titled and rules.grammar.total.fullmatch(text)
    if line.furniture and not (line.page is not None and (title_type(text, rules) or total)):
        reading.furniture.append(line)
    else:
        reading.wait([line])


def _read_grid(grid: Grid, reading: _Reading) -> None:
    """Place the rows of a grid: titles, headers, what closes a list, rows of lists."""
    headers = headers_in(grid, reading.rules)
    columns: Columns | None = None
    body: list[PrintedRow] = []  # rows of one table, with no header between them
    number = 0
    while number < len(grid.rows):
        row = grid.rows[number]
        if header := headers.get(number):
            _close(body, reading)
            columns = _read_header(header, grid, number, reading)
            number += header.height
            continue
        number += 1
        if not filled(row):
            continue
        if reading.lists and is_sum(row, reading.rules):
            _close(body, reading)
            reading.lists[-1].sums = tuple(row_lines(row))
            reading.furniture += row_lines(row)
            continue
        if _is_outside(grid.rows[number - 1 :], reading):
            _close(body, reading)
            reading.wait(row_lines(row))
            columns = None
            continue
        subtitles = range(number, min(number + MOST_SUBTITLES, len(grid.rows)))
        if columns is None and reading.title and any(place in headers for place in subtitles):
            reading.wait(row_lines(row))
            continue
        columns = columns or _continued(grid, row, reading)
        if columns is None:
            reading.wait(row_lines(row))
        elif not body and not reading.lists[-1].rows and is_none(row, columns, reading.rules):
            reading.lists[-1].none = True
            reading.furniture += row_lines(row)
        else:
            body.append(_printed_row(row, columns, grid.page, reading))
    _close(body, reading)


def _close(body: list[PrintedRow], reading: _Reading) -> None:
    """Add the rows of one table to the list that is being read."""
    last = len(body) - 1
    if body:
        reading.lists[-1].rows += [
            row._replace(first=place == 0, last=place == last) for place, row in enumerate(body)
        ]
        body.clear()


def _is_outside(rows: Sequence[GridRow], reading: _Reading) -> bool:
    """Tell whether the first of the rows left of a table is no row of it.

    It is one cell: a title, or 附件2 above one, a note, or what closes the list with all below.
    """
    cells = filled(rows[0])
    if len(cells) != 1:
        return False
    rules, text = reading.rules, squeezed(cells[0].cell.lines)
    if rules.grammar.appendix.fullmatch(text) or title_type(text, rules):
        return True
    listed = bool(reading.lists)
    return (listed and is_note(rows[0], reading.pending, rules)) or is_end(
        rows, reading.preamble if listed else None, rules
    )


def _read_header(header: Header, grid: Grid, number: int, reading: _Reading) -> Columns:
    """Begin the list of a header, or go on with the one that is being read; return its columns."""
    rules = reading.rules
    columns = guessed(header.columns, rules)
    title = reading.title and reading.title[1]
    kind = list_type_of([column.field for column in columns if column.field], title)
    if title and title != kind:
        facts = {"titled": title, "list": kind}
        reading.doubts.append(Doubt("title_contradicted", "", facts, page=grid.page))
    current = reading.lists[-1] if reading.lists else None
    if current is None or current.list_type != kind:
        current = reading.begin(kind)
        reading.doubts += first_doubts(header.columns, columns, kind, grid.page, rules)
        kept: set[int] = set()
    else:
        reading.settle()
        known = [(doubt.code, doubt.facts) for doubt in reading.doubts]
        found = unknown_doubts(columns, kind, grid.page, rules)
        reading.doubts += [doubt for doubt in found if (doubt.code, doubt.facts) not in known]
        kept = _take_rest(columns, current, grid.page)
    columns = tuple(column._replace(field=column.field or "remark") for column in columns)
    printed = lines_of([Grid(grid.rows[number : number + header.height])])
    reading.furniture += [line for line in printed if line.start not in kept]
    current.take(columns, len(grid.rows[0]))
    return columns


def _take_rest(columns: Columns, current: _List, page: int | None) -> set[int]:
    """Take what stands below the titles of a repeated header as the row that a page cut.

    Return the offsets of its lines.
    """
    rest: dict[Field, Cell | None] = {}
    for column in columns:
        if column.field:
            before = rest.get(column.field)
            rest[column.field] = Cell((*(before.lines if before else ()), *column.below))
    kept = {line.start for column in columns if column.field for line in column.below}
    if page is None or not kept:
        return set()
    current.rows.append(PrintedRow(rest, page, first=True, last=True))
    return {line.start for column in columns for line in column.below}


def _continued(grid: Grid, row: GridRow, reading: _Reading) -> Columns | None:
    """Return the columns of the list that a grid without a header, at a row, is a part of.

    None when it is of none: then its lines wait for what follows. No list begins with a row of
    one cell: that is a paragraph below the heading of a preamble.
    """
    rules = reading.rules
    title = reading.title and reading.title[1]
    current = reading.lists[-1] if reading.lists else None
    if title is not None and (current is None or current.list_type != title):
        columns = assumed(title, grid, rules) if len(filled(row)) > 1 else None
        if columns is not None:
            reading.begin(title).take(columns, len(grid.rows[0]))
            reading.doubts.append(Doubt("columns_assumed", page=grid.page))
        return columns
    columns = fitted(current.columns, grid, current.width) if current else None
    if columns is not None:
        reading.settle()
    return columns


def _printed_row(row: GridRow, columns: Columns, page: int | None, reading: _Reading) -> PrintedRow:
    """Return a row of a list with its cells by field."""
    cells = filled(row)
    covered = [c for c in columns if cells[0].start <= c.start and c.end <= cells[0].end]
    if len(cells) == 1 and len(covered) == len(columns) > 1:
        first = next(column.field for column in columns if column.field)
        return PrintedRow({first: cells[0].cell}, page, merged=True)
    found: dict[Field, Cell | None] = {column.field: None for column in columns if column.field}
    doubts: list[Doubt] = []
    for anchor in anchors(row):
        over = [min(c.end, anchor.end) - max(c.start, anchor.start) for c in columns]
        column = columns[over.index(max(over))]
        if column.field is None or max(over) <= 0:
            reading.unplaced += anchor.cell.lines
            continue
        before = found[column.field]
        lines = (*(before.lines if before else ()), *anchor.cell.lines)
        found[column.field] = Cell(lines)
        whole = sum(c.start >= anchor.start and c.end <= anchor.end for c in columns)
        if whole > 1 and anchor.cell.lines:
            line = anchor.cell.lines[0]
            facts: dict[str, str | int] = {"columns": whole, "text": line.text[:LONGEST_QUOTE]}
            doubts.append(Doubt("merged_columns", "", facts, page=page, start=line.start))
    return PrintedRow(found, page, doubts=tuple(doubts), covered=_covered(row, columns))


def _covered(row: GridRow, columns: Columns) -> frozenset[Field]:
    """Return the fields whose place no cell of a row reaches: one of the row above covers it."""
    begun = anchors(row)
    reached = {c.field for c in columns for a in begun if a.start < c.end and c.start < a.end}
    return frozenset(c.field for c in columns if c.field and c.field not in reached)
