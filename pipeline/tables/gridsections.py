"""Grids and the lines around them → the preamble, the three lists, and furniture.

A list begins at its header; its title stands before it, in a line or in a merged row. The
body of a section keeps one grid per printed table (or per part between repeated headers),
its columns brought into the order of the section's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..letters.marks import APPENDIX
from ..model import Cell, Document, Doubt, Grid, Line, ListType, Sections
from ..rules import Rules
from .dump.furniture import closing
from .gridcolumns import first_doubts, unknown_doubts
from .gridcuts import with_whole_heads
from .gridheads import (
    Column,
    GridRow,
    Header,
    anchors,
    assumed,
    band_in,
    filled,
    fitted,
    guessed,
    header_at,
    list_type_of,
    row_lines,
    squeezed,
    title_type,
    total_pattern,
)
from .gridparts import Draft, Fields, Part, section_of

MOST_SUBTITLES = 4  # rows between a title and its header


def grid_sections(document: Document, rules: Rules) -> Sections:
    """Given a document with grids, return its parts; every line of it is in exactly one."""
    reading = _Reading(rules)
    for block in with_whole_heads(document.blocks, rules):
        if isinstance(block, Line):
            reading.line(block)
        else:
            reading.grid(block)
    reading.settle(last=True)
    return Sections(
        preamble=tuple(reading.preamble),
        lists=tuple(section_of(draft) for draft in reading.lists),
        furniture=tuple(reading.furniture),
        unplaced=tuple(reading.unplaced),
        doubts=tuple(reading.doubts),
    )


class _Reading:
    """One pass over the blocks; `pending` are lines that wait for what follows them."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.lists: list[Draft] = []
        self.pending: list[Line] = []
        self.title: tuple[int, ListType] | None = None  # the last in `pending`: place, list
        self.preamble: list[Line] = []
        self.furniture: list[Line] = []
        self.unplaced: list[Line] = []
        self.doubts: list[Doubt] = []

    def line(self, line: Line) -> None:
        """Given a line outside grids, let it wait, unless the reader knows it for furniture.

        A title at the head of every page is furniture, and yet the title of what follows; so
        is the total below it.
        """
        text = "".join(line.text.split())
        titled = bool(self.title and self.title[0] == len(self.pending) - 1)
        heads = title_type(text, self.rules) or (titled and total_pattern(self.rules).match(text))
        if line.furniture and not (heads and line.page is not None):
            self.furniture.append(line)
        else:
            self.wait((line,))

    def wait(self, lines: Sequence[Line]) -> None:
        """Given lines whose place what follows will tell, let them wait, titles noted."""
        for line in lines:
            kind = title_type("".join(line.text.split()), self.rules)
            if kind is not None:
                self.title = len(self.pending), kind
            self.pending.append(line)

    def grid(self, grid: Grid) -> None:
        """Given a grid, place its rows: titles, headers, bands, body."""
        part: Part | None = None
        columns: tuple[Column, ...] | None = None
        number = 0
        while number < len(grid.rows):
            row = grid.rows[number]
            header = header_at(grid, number, self.rules)
            if header is not None:
                columns, part = self.header(header, grid, number), None
                number += header.height
                continue
            number += 1
            if not filled(row):
                continue
            if self.is_sum(row):
                self.furniture += row_lines(row)
                continue
            if (
                self.is_title(row)
                or self.is_note(row)
                or (len(filled(row)) == 1 and self.is_end(grid.rows[number - 1 :]))
            ):
                self.wait(row_lines(row))
                columns = part = None
                continue
            if columns is None and self.title is not None and self.is_headed(grid, number):
                self.wait(row_lines(row))
                continue
            if columns is None:
                columns, part = self.continued(grid, row), None
            if columns is None:
                self.wait(row_lines(row))
                continue
            if part is None:
                part = Part([], grid.page)
                self.lists[-1].body.append(part)
            part.rows.append(self.body_row(row, columns, grid.page))

    def is_title(self, row: GridRow) -> bool:
        """Tell whether a row is one merged cell with a list's title, or with 附件2 above it."""
        cells = filled(row)
        text = squeezed(cells[0].cell.lines) if len(cells) == 1 else ""
        return bool(text) and (bool(APPENDIX.fullmatch(text)) or bool(title_type(text, self.rules)))

    def is_sum(self, row: GridRow) -> bool:
        """Tell whether a row of a list sums it up: 合计, and its figure in the next cell."""
        cells = filled(row)
        sums = re.compile(self.rules.furniture.closing.sums)
        summed = sums.fullmatch(squeezed(cells[0].cell.lines)) is not None
        return bool(self.lists) and summed and len(cells) <= 3

    def is_note(self, row: GridRow) -> bool:
        """Tell whether a row of a list is one cell with a note, or goes on with one."""
        cells = filled(row)
        if not self.lists or len(cells) != 1:
            return False
        waiting = ("".join(line.text.split()) for line in (*self.pending, *cells[0].cell.lines))
        return any(re.match(self.rules.furniture.closing.note, text) for text in waiting)

    def is_signed(self, rows: Sequence[GridRow]) -> bool:
        """Tell whether all rows left of a table only say who signs the list, and when."""
        closing = self.rules.furniture.closing
        signed = re.compile(f"(?:{closing.signed}|{closing.dated})+|{closing.note}")
        texts: list[str] = []
        for cells in filter(None, map(filled, rows)):
            texts.append(squeezed(cells[0].cell.lines))
            if len(cells) > 1 or not signed.fullmatch(texts[-1]):
                return False
        return any(re.search(closing.dated, text) for text in texts)

    def is_end(self, rows: Sequence[GridRow]) -> bool:
        """Tell whether all rows left of a table are no rows of it: who signs, or a preamble."""
        if self.is_signed(rows):
            return True
        if not self.lists or not all(len(filled(row)) < 2 for row in rows):
            return False
        return self.is_preamble(tuple(line for row in rows for line in row_lines(row)))

    def is_headed(self, grid: Grid, number: int) -> bool:
        """Tell whether a header stands a few rows below what stands under a title."""
        below = range(number, min(number + MOST_SUBTITLES, len(grid.rows)))
        return any(header_at(grid, place, self.rules) for place in below)

    def header(self, header: Header, grid: Grid, number: int) -> tuple[Column, ...]:
        """Given a header, begin its list or go on with the one that is being read."""
        columns = guessed(header.columns, self.rules)
        fields = [column.field for column in columns if column.field]
        title = self.title
        kind = list_type_of(fields, title and title[1])
        if title and title[1] != kind:
            self.doubts.append(
                Doubt("title_contradicted", "", {"titled": title[1], "list": kind}, page=grid.page)
            )
        draft = self.lists[-1] if self.lists else None
        if draft is None or draft.list_type != kind:
            draft = self.begin(kind)
            self.doubts += first_doubts(
                header.columns, columns, draft.list_type, grid.page, self.rules
            )
            columns = tuple(column._replace(below=()) for column in columns)
        else:
            self.settle()
            found = unknown_doubts(columns, kind, grid.page, self.rules)
            known = [(doubt.code, doubt.facts) for doubt in self.doubts]
            self.doubts += [doubt for doubt in found if (doubt.code, doubt.facts) not in known]
            columns = self.take_rest(columns, draft, grid.page)
        columns = tuple(column._replace(field=column.field or "remark") for column in columns)
        fields = [column.field for column in columns if column.field]
        kept = {line.start for column in columns for line in column.below}
        printed = [
            line for row in grid.rows[number : number + header.height] for line in row_lines(row)
        ]
        self.furniture += [line for line in printed if line.start not in kept]
        draft.columns, draft.width = columns, len(grid.rows[0])
        draft.fields += [field for field in fields if field not in draft.fields]
        return columns

    def take_rest(
        self, columns: Sequence[Column], draft: Draft, page: int | None
    ) -> tuple[Column, ...]:
        """Given a repeated header, take what stands below its titles as the row a page cut."""
        rest: Fields = {}
        for column in columns:
            if column.field:
                before = rest.get(column.field)
                rest[column.field] = Cell((*(before.lines if before else ()), *column.below))
        if page is None or not any(cell and cell.lines for cell in rest.values()):
            return tuple(column._replace(below=()) for column in columns)
        draft.body.append(Part([rest], page))
        return tuple(columns)

    def continued(self, grid: Grid, row: GridRow) -> tuple[Column, ...] | None:
        """Given a grid without a header and its row, return the columns of the list it is of.

        None when it is no part of a list: then its lines wait for what follows. No list
        begins with a row of one cell: that is a paragraph below the heading of a preamble.
        """
        title = self.title
        draft = self.lists[-1] if self.lists else None
        if title is not None and (draft is None or draft.list_type != title[1]):
            columns = assumed(title[1], grid, self.rules) if len(filled(row)) > 1 else None
            if columns is None:
                return None
            draft = self.begin(title[1])
            draft.columns, draft.width = columns, len(grid.rows[0])
            draft.fields += [column.field for column in columns if column.field]
            self.doubts.append(Doubt("columns_assumed", page=grid.page))
        elif draft is not None:
            columns = fitted(draft.columns, grid, draft.width)
            if columns is not None:
                self.settle()
        else:
            columns = None
        return columns

    def begin(self, kind: ListType) -> Draft:
        """Given a list's type, begin it: waiting lines from its title on are titles."""
        place = self.title[0] if self.title else len(self.pending)
        before, titles = self.pending[:place], self.pending[place:]
        while self.lists and before and self.is_head(before[-1], kind):
            titles.insert(0, before.pop())
        self.pending = before
        self.settle()
        again = next((draft for draft in self.lists if draft.list_type == kind), None)
        titles, bands = self.headed(titles)
        if again is not None:  # the same list once more: go on with it
            self.lists.remove(again)
            self.furniture += titles
        self.lists.append(again or Draft(kind, titles))
        self.lists[-1].body += bands
        return self.lists[-1]

    def headed(self, titles: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """Given the lines from a list's title on, return its titles and the bands behind them.

        Where every category has a table of its own, the first is named below the title, too.
        """
        last = len(titles)
        while last > 1 and self.is_band(titles[last - 1]):
            last -= 1
        return list(titles[:last]), list(titles[last:])

    def is_band(self, line: Line) -> bool:
        """Tell whether a line before a table surely names a category, and is no title."""
        text = "".join(line.text.split())
        return title_type(text, self.rules) is None and bool(band_in(text, self.rules, sure=True))

    def is_head(self, line: Line, kind: ListType) -> bool:
        """Given a line before a list's title, tell whether it belongs to it.

        It does when it says 附件2, names a place, or is a piece of the title.
        """
        text = "".join(line.text.split())
        if len(text) > 30 or any(mark in text for mark in "，。；：、"):
            return False
        piece = any(text in title for title, of in self.rules.titles.items() if of == kind)
        towns = self.rules.lists.placeholders.town
        return piece or bool(APPENDIX.match(text)) or text.endswith(towns)

    def settle(self, *, last: bool = False) -> None:
        """Place the lines that wait: before the first list they are the preamble.

        So are the `last` ones where they tell of the lists and nothing before them does.
        """
        pending, self.pending, self.title = self.pending, [], None
        of_page = self.rules.furniture_line.fullmatch
        self.furniture += [line for line in pending if of_page(line.text)]
        pending = [line for line in pending if not of_page(line.text)]
        if not self.lists or (last and self.is_preamble(pending)):
            self.preamble += pending
            return
        closed = closing(pending, self.rules)
        for line in pending:
            text = "".join(line.text.split())
            of_list = title_type(text, self.rules) == self.lists[-1].list_type
            if line.start in closed or of_list:
                self.furniture.append(line)
            elif band_in(text, self.rules, sure=True):
                self.lists[-1].body.append(line)
            else:
                self.unplaced.append(line)

    def is_preamble(self, lines: Sequence[Line]) -> bool:
        """Tell whether lines are a preamble that stands at the end: it names several lists."""
        if "。" in squeezed(self.preamble):
            return False
        text = squeezed(lines)
        named = {kind for title, kind in self.rules.titles.items() if title in text}
        return "。" in text and len(named) > 1

    def body_row(self, row: GridRow, columns: Sequence[Column], page: int | None) -> Fields | Cell:
        """Given a body row, return its cells by field, or the one cell of a merged row."""
        cells = filled(row)
        covered = [c for c in columns if cells[0].start <= c.start and c.end <= cells[0].end]
        if len(cells) == 1 and len(covered) == len(columns) > 1:
            return cells[0].cell
        result: Fields = {column.field: None for column in columns if column.field}
        for anchor in anchors(row):
            over = [min(c.end, anchor.end) - max(c.start, anchor.start) for c in columns]
            column = columns[over.index(max(over))]
            if column.field is None or max(over) <= 0:
                self.unplaced += anchor.cell.lines
                continue
            before = result[column.field]
            lines = (*before.lines, *anchor.cell.lines) if before else anchor.cell.lines
            result[column.field] = Cell(lines, anchor.cell.row_span)
            whole = sum(c.start >= anchor.start and c.end <= anchor.end for c in columns)
            if whole > 1 and anchor.cell.lines:
                text, start = anchor.cell.lines[0].text[:20], anchor.cell.lines[0].start
                facts: dict[str, str | int] = {"columns": whole, "text": text}
                self.doubts.append(Doubt("merged_columns", "", facts, page=page, start=start))
        return result
