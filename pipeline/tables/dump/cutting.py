"""The bare lines of lists → printed rows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from ...departments.names import Names
from ...letters.lines import cut_before, part, printed_width, squeezed, stripped
from ...model import Band, Cell, Doubt, Field, Line, PrintedRow, Section, Sections
from .by_department import OtherRows, rows_by_department
from .categories import (
    Column,
    Taken,
    are_apart,
    band_above,
    below_a_blank,
    category_behind,
    guess_doubt,
    take_category,
    unlike_the_others,
    with_numbers_apart,
)
from .cells import cut_beside, cut_row
from .handling import doubted
from .learning import NAMES_ALONE, Listed, learned_categories
from .loose import loose_numbers, of_pages, taken_out, told
from .merged import Merged, merged_categories, without_parts
from .numbers import (
    CATEGORY,
    PLAIN,
    Number,
    RowStart,
    lines_behind,
    missing_numbers,
    numbers_in,
    pattern_of_numbers,
    row_starts,
    texts_behind,
)
from .order import order_doubt
from .tokens import SLACK, Layout, is_spaced, learned_widths, page_begins, page_cuts

FEWEST_RUNS = 3  # categories that begin with 1 for a list to number them anew
FEW_MERGED = 2  # rows without a category that tell of merged cells
MOST_LACKING = 0.4  # of all rows may lack a category of their own where each prints it
_place = attrgetter("position")


class _Counted(Struct, frozen=True):
    """How the rows of a list are numbered: by what pattern, and from the last number above on."""

    section: Section
    pattern: re.Pattern[str]
    before: int

    def starts(self, body: Sequence[Line], column: Column) -> tuple[RowStart, ...]:
        """Return where the rows begin."""
        return _starts(self.section, body, numbers_in(body, self.pattern), column, self.before)


class _Table(Struct, frozen=True):
    """One list and what is known when its rows are cut.

    `columns` are those after the number and the category, `merged` the categories printed behind
    rows, by where the first row of each begins, `others` the rows that items have beside the
    numbered ones, by where those begin.
    """

    section: Section
    body: tuple[Line, ...]
    columns: list[Field]
    layout: Layout
    category: Column
    names: Names
    merged: Mapping[int, Merged]
    others: Mapping[int, OtherRows]


def cut_lists(sections: Sections, stated_categories: Sequence[str], names: Names) -> Sections:
    """Return the parts of a dump with its lists cut into printed rows.

    `stated_categories` are the names that the preamble lists, `names` what is known of the
    departments' names. Where numbers of pages are found among the lines, they are taken out and
    the lists are cut again.
    """
    cut = _cut_lists(sections, stated_categories, names)
    if cut.doubts != sections.doubts:
        return cut  # of lines in no order none can be told
    numbers = loose_numbers(sections.lists, cut.lists, names.rules)
    if not numbers:
        return cut
    sure = of_pages([*sections.furniture, *numbers])
    again = _cut_lists(taken_out(sections, numbers), stated_categories, names)
    return told(again, [line for line in numbers if line.start not in sure])


def _cut_lists(sections: Sections, stated_categories: Sequence[str], names: Names) -> Sections:
    """Return the parts of a dump with its lists cut into rows, and a doubt about their order."""
    plain = [(body, numbers_in(body, PLAIN)) for body in map(_body, sections.lists)]
    lists = [
        Listed(*own, section.columns, page_begins(own[0], section.breaks))
        for own, section in zip(plain, sections.lists, strict=True)
    ]
    categories = learned_categories(stated_categories, lists, names.rules)
    pattern = PLAIN
    for section, (body, numbers) in zip(sections.lists, plain, strict=True):
        # It has no cells of sentences, whose numbers might be taken for those of rows.
        if section.list_type == "basic":
            pattern = pattern_of_numbers(body, numbers)
    found: list[Section] = []
    unplaced: list[Line] = []
    before = 0
    for section, (body, numbers) in zip(sections.lists, plain, strict=True):
        column = Column(
            categories, Layout(section.breaks, is_spaced(body, section.breaks)), names.rules
        )
        own = numbers if pattern is PLAIN else numbers_in(body, pattern)
        rows, above, before = _cut_list(section, own, pattern, column, names, before)
        found.append(replace(section, rows=tuple(rows)))
        unplaced += above
    doubt = order_doubt(plain, categories, names.rules)
    return replace(
        sections,
        lists=tuple(found),
        unplaced=(*sections.unplaced, *unplaced),
        doubts=(*sections.doubts, doubt) if doubt else sections.doubts,
    )


def _body(section: Section) -> tuple[Line, ...]:
    """Return the bare lines of a list."""
    return tuple(row for row in section.rows if isinstance(row, Line))


def _cut_list(
    section: Section,
    numbers: Sequence[Number],
    pattern: re.Pattern[str],
    column: Column,
    names: Names,
    before: int,
) -> tuple[list[PrintedRow | Band], Sequence[Line], int]:
    """Return the rows and category headings of one list, the lines before the first of them, and
    the last row's number; `before` is that of the list above."""
    body, order = _body(section), section.columns
    counted = _Counted(section, pattern, before)
    has_category = "category" in order
    leads = has_category and "seq" in order and order.index("category") < order.index("seq")
    behind = has_category and "name" in order and order.index("category") > order.index("name")
    if leads:
        body = tuple(with_numbers_apart(body, column.categories))
        numbers = numbers_in(body, pattern)
    column = replace(column, printed=has_category and not leads, leads=leads)
    starts = _starts(section, body, numbers, column, before)
    if starts and (
        missing := missing_numbers(body, starts, column.categories, before, names.rules)
    ):
        body = cut_before(body, missing)
        starts = counted.starts(body, column)
    in_rows = has_category and _in_rows([start.category for start in starts])
    apart = in_rows and are_apart(body, starts, column.layout)
    column = replace(column, in_rows=in_rows, behind=behind and not in_rows, apart=apart)
    merged: Mapping[int, Merged] = {}
    if column.printed and not in_rows and not behind:
        body, starts, merged = _without_merged(counted, body, starts, column)
    columns = [one for one in order if one not in ("seq", "category")]
    others: Mapping[int, OtherRows] = {}
    if columns[:2] == ["name", "departments"] and columns[2:] and starts:
        body, starts, others = _without_others(counted, body, starts, column, names)
    table = _Table(
        section,
        body,
        columns,
        column.layout,
        column,
        names,
        {starts[nth].position: one for nth, one in merged.items()},
        {starts[nth].position: one for nth, one in others.items()},
    )
    borders = [*[start.position for start in starts], len(body)]
    bands = _bands(section, body, borders, column)
    heights = [len(band.lines) if band else 0 for band in bands]
    ends = [border - height for border, height in zip(borders, heights, strict=True)]
    rows = below_a_blank(unlike_the_others(_rows(table, starts, ends[1:])))
    found: list[PrintedRow | Band] = []
    for nth, band in enumerate(bands):
        found += [band] if band else []
        for row in rows[nth : nth + 1]:
            found += _with_others(row, others[nth], table) if nth in others else [row]
    return found, body[: ends[0]], starts[-1].seq if starts else before


def _without_others(
    counted: _Counted,
    body: tuple[Line, ...],
    starts: tuple[RowStart, ...],
    column: Column,
    names: Names,
) -> tuple[tuple[Line, ...], tuple[RowStart, ...], Mapping[int, OtherRows]]:
    """Return a list's lines and rows without those that items have beside the numbered ones, and
    these by the rows that they belong to, counted from 0."""

    band_at = partial(band_above, counted.section, column=column)
    others = rows_by_department(body, starts, band_at, column.layout, names)
    taken = [line for one in others.values() for row in one.rows for line in row.lines]
    borders = frozenset[int]().union(*[one.borders for one in others.values()])
    lines = cut_before(without_parts(body, taken), borders)
    places = {line.start: position for position, line in enumerate(lines)}
    again = [replace(one, position=places[body[one.position].start]) for one in starts]
    return lines, tuple(again), others


def _without_merged(
    counted: _Counted, body: tuple[Line, ...], starts: tuple[RowStart, ...], column: Column
) -> tuple[tuple[Line, ...], tuple[RowStart, ...], Mapping[int, Merged]]:
    """Return a list's lines and rows without the categories printed behind rows, and those by the
    rows that they begin at, counted from 0."""
    names_alone = set(counted.section.columns) <= NAMES_ALONE
    found = merged_categories(body, starts, column, names_alone)
    if found is None:
        return body, starts, {}
    lines, merged = found
    again = counted.starts(lines, column)
    if [start.seq for start in again] != [start.seq for start in starts]:
        return body, starts, {}
    return lines, again, merged


def _bands(
    section: Section, body: Sequence[Line], borders: Sequence[int], column: Column
) -> list[Band | None]:
    """Return the category's heading above each place where a row begins and the last one ends."""
    above = [0, *[border + 1 for border in borders]]
    return [
        band_above(section, body[first:border], column) if border < len(body) or not first else None
        for first, border in zip(above, borders, strict=False)
    ]


def _starts(
    section: Section,
    body: Sequence[Line],
    numbers: Sequence[Number],
    column: Column,
    before: int,
) -> tuple[RowStart, ...]:
    """Return where the rows of a list begin; `before` is the last number of the list above.

    Where the numbers begin again below the headings of several categories, or beside their
    merged cells, they are followed from one to the next.
    """
    categories = column.categories if column.printed else None
    anew = [
        number.position
        for number in numbers
        if number.seq == 1
        if band_above(section, body[: number.position], column)
        or (categories and categories.at_start(texts_behind(body, number)))
    ]
    if len(anew) < FEWEST_RUNS:
        return row_starts(body, numbers, categories, column.rules, before)
    starts: list[RowStart] = []
    for first, last in pairwise(sorted({0, *anew, len(body)})):
        begin, end = (bisect_left(numbers, at, key=_place) for at in (first, last))
        own = [n._replace(position=n.position - first) for n in numbers[begin:end]]
        found = row_starts(body[first:last], own, categories, column.rules)
        starts += [replace(start, position=start.position + first) for start in found]
    return tuple(starts)


def _in_rows(printed: Sequence[str | None]) -> bool:
    """Tell whether (nearly) every row has its own category, by what each prints as such.

    Where several have none and no two neighbours the same, each category is one merged cell.
    """
    lacking = printed.count(None)
    same = any(one is not None and one == other for one, other in pairwise(printed))
    return lacking <= MOST_LACKING * len(printed) and (lacking < FEW_MERGED or same)


def _rows(table: _Table, starts: Sequence[RowStart], ends: Sequence[int]) -> list[PrintedRow]:
    """Return the rows that begin and end at some places.

    The rows that a page cuts come last, when the others have told how wide the columns are.
    """
    cut = _cut_by_pages(page_cuts(table.body, table.layout), starts, ends)
    found = {
        nth: _row(table, start, ends[nth]) for nth, start in enumerate(starts) if nth not in cut
    }
    widths = learned_widths([row for row in found.values() if not row.doubts])
    table = _laid_out(table, replace(table.layout, widths=widths))
    found |= {nth: _cut_row(table, starts[nth], ends[nth]) for nth in cut}
    return [found[nth] for nth in range(len(starts))]


def _with_others(numbered: PrintedRow, others: OtherRows, table: _Table) -> list[PrintedRow]:
    """Return the rows of an item from top to bottom; all but the first have no number."""
    duties = table.columns[2:]
    own: list[Field] = ["departments", *(duties if others.own else duties[:1])]
    cuts = [
        cut_beside(row.department, row.duties, own[1:], table.layout, table.names)
        for row in others.rows
    ]
    cells: list[dict[Field, Cell | None]] = [
        {field: Cell(lines) for field, lines in cut.cells.items()} for cut in cuts
    ]
    mine = {field: numbered.cells.get(field, Cell(())) for field in own}
    cells = [*cells, mine] if others.above else [mine, *cells]
    covered = frozenset(numbered.cells).difference(own)
    doubts = (*numbered.doubts, *others.doubts, *[doubt for cut in cuts for doubt in cut.doubts])
    first = numbered._replace(cells={**numbered.cells, **cells[0]}, doubts=doubts)
    empty: dict[Field, Cell | None] = dict.fromkeys(numbered.cells)
    below = [PrintedRow({**empty, **row}, numbered.page, covered=covered) for row in cells[1:]]
    return [first, *below]


def _cut_by_pages(cuts: Sequence[int], starts: Sequence[RowStart], ends: Sequence[int]) -> set[int]:
    """Return which rows have a line inside that begins a page."""
    positions = [start.position for start in starts]
    above = [(bisect_left(positions, cut) - 1, cut) for cut in cuts]
    return {nth for nth, cut in above if nth >= 0 and cut < ends[nth]}


def _laid_out(table: _Table, layout: Layout) -> _Table:
    """Return a list with another layout."""
    return replace(table, layout=layout, category=replace(table.category, layout=layout))


def _cut_row(table: _Table, start: RowStart, end: int) -> PrintedRow:
    """Return a row inside which a page ends, or may.

    Where blank lines stand between its cells and nowhere else, it is whole. Where lone furniture
    alone tells of a page's end, the row is read as if none ended there, too; a difference is told.
    """
    breaks, lone = table.layout.breaks, set(table.section.lone)
    row, whole = (_row_with(table, start, end, those) for those in (breaks, ()))
    if not whole.doubts and _parted_by_blanks(whole, table.columns):
        return whole
    body = table.body[start.position : end]
    if not any(body[0].start < offset < body[-1].start for offset in lone):
        return row
    sure = tuple(offset for offset in breaks if offset not in lone)
    without_lone = _row_with(table, start, end, sure)
    if without_lone.cells == row.cells:
        return without_lone
    likelier = row if without_lone.doubts else without_lone
    doubt = doubted("border_guessed", "page_end", body)
    return likelier._replace(doubts=(*likelier.doubts, doubt))


def _row_with(table: _Table, start: RowStart, end: int, breaks: tuple[int, ...]) -> PrintedRow:
    """Return a row where furniture at some offsets is taken for ends of pages."""
    return _row(_laid_out(table, replace(table.layout, breaks=breaks)), start, end)


def _parted_by_blanks(row: PrintedRow, columns: Sequence[Field]) -> bool:
    """Tell whether blank lines stand between the cells of a row, and nowhere else."""
    cells = [cell.lines if cell else () for cell in map(row.cells.get, columns)]
    inside = [line for lines in cells for line in lines[1:]]
    borders = [(one[-1], other[0]) for one, other in pairwise(cells) if one and other]
    parted = [other.above and one.number != other.number for one, other in borders]
    return all(cells) and all(parted) and not any(line.above for line in inside)


def _row(table: _Table, start: RowStart, end: int) -> PrintedRow:
    """Return the row that begins at one place and ends before another."""
    line, below = table.body[start.position], table.body[start.position + 1 : end]
    cells, others, doubts = _first_cells(table, start, line, below)
    columns = [column for column in _columns(table, start) if column not in cells]
    if others and columns == ["name"]:
        cells["name"] = tuple([stripped(line) for line in others])
    elif others and columns:
        cut = cut_row(others, columns, table.layout, table.names)
        cells |= cut.cells
        doubts += cut.doubts
        alone = start.end == len(line.text.rstrip())
        if alone and table.category.printed and not table.category.in_rows:
            doubts += _category_apart(cells)
    elif "name" not in cells:
        doubts += (Doubt("cell_missing", "number_only", start=line.start),)
    return PrintedRow(
        {field: Cell(lines) for field, lines in cells.items()}, line.page, doubts=doubts
    )


def _columns(table: _Table, start: RowStart) -> list[Field]:
    """Return a row's columns after the number and the category, in the order of its cells."""
    columns, others = table.columns, table.others.get(start.position)
    if others is None or not others.before:
        return columns
    return [columns[0], *columns[3:], columns[1], columns[2]]


def _category_apart(cells: dict[Field, tuple[Line, ...]]) -> tuple[Doubt, ...]:
    """Take the first line of a name for the category where the name cannot go on behind it.

    A line that is wrapped is no shorter than the one below it. What is doubtful is returned.
    """
    lines = cells.get("name", ())
    first = squeezed(lines[:1])
    if "category" in cells or len(lines) < 2 or not CATEGORY.fullmatch(first):
        return ()
    if printed_width(lines[0].text) + SLACK > printed_width(lines[1].text):
        return ()
    cells["category"], cells["name"] = lines[:1], lines[1:]
    return (guess_doubt("", {"category": first}, lines[0]),)


def _first_cells(
    table: _Table, start: RowStart, line: Line, below: tuple[Line, ...]
) -> tuple[dict[Field, tuple[Line, ...]], tuple[Line, ...], tuple[Doubt, ...]]:
    """Return a row's number and category as cells, the other lines, and what is doubtful.

    Where the category stands behind the name, that is a cell, too.
    """
    column, text = table.category, line.text
    first = len(text) - len(text.lstrip())
    cells: dict[Field, tuple[Line, ...]] = {"seq": (part(line, first, start.end),)}
    lines = lines_behind((line, *below), start.end)
    if column.behind and (parts := category_behind(lines, column.categories)):
        name, category, others = parts
        if "departments" in table.columns:  # they are told best behind a name
            return cells | {"category": category}, (*name, *others), ()
        cells |= {"name": tuple(map(stripped, name)), "category": category}
        return cells, others, ()
    merged = table.merged.get(start.position)
    taken = Taken(merged.category, lines, merged.doubts) if merged else None
    taken = taken or take_category(column, start, lines)
    if taken.category:
        cells["category"] = taken.category
    return cells, taken.rest, taken.doubts
