"""Bare lines of the lists → rows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import chain, pairwise
from typing import cast

from msgspec.structs import replace

from ...checks.sequence import FEWEST_RUNS
from ...departments.names import Names
from ...letters.marks import label_pattern
from ...model import Band, Line, Row, Rows, Section, Sections
from ...rules import Rules
from ..bands import Kept, band_above
from .categorycells import (
    CategoryColumn,
    joined_letters,
    unlike_the_others,
)
from .rowcells import Table, row_at
from .rownumbers import NUMBERED_LINE, Numbered, joined, numbered, numbers_of
from .rowstarts import (
    MOST_LINES,
    Categories,
    RowStart,
    categories_of,
    category_in,
    numbered_rows,
    row_starts,
    words_behind,
)
from .units import Jump, Layout, jumps_in, page_cuts, part
from .widths import learned_widths


def text_rows(
    sections: Sections, stated_categories: Sequence[str], names: Names, rules: Rules
) -> Rows:
    """Given the lists of a dump, return their rows.

    `stated_categories` are the names that the preamble lists, `names` what is known of the
    departments' names.
    """
    bodies = [cast("tuple[Line, ...]", section.body) for section in sections.lists]  # no grids
    lists = [numbered(joined(body)) for body in bodies]
    behind = words_behind(lists)
    # The basic list has no cells of sentences, whose numbers might be taken for those of rows.
    kinds = [section.list_type for section in sections.lists]
    numbers = numbers_of(lists[kinds.index("basic")]) if "basic" in kinds else NUMBERED_LINE
    if numbers is not NUMBERED_LINE:
        lists = [numbered(plain.printed, numbers) for plain in lists]
    everything = tuple(chain.from_iterable(bodies))
    ditto = [word for word in rules.lists.ditto if word[0] in DITTO]
    categories = categories_of(stated_categories, rules.categories, everything, ditto, behind)
    rows: list[Row] = []
    bands: list[Band] = []
    unplaced: list[Line] = []
    kept = Kept(categories, numbers, rules)
    for section, body, those in zip(sections.lists, bodies, lists, strict=True):
        found = _section_rows(section, body, those, kept, names)
        rows.extend(found.rows)
        bands.extend(found.bands)
        unplaced.extend(found.unplaced)
    return Rows(tuple(rows), tuple(bands), tuple(unplaced))


FEW_MERGED = 2  # rows without a category that tell of merged cells
DITTO = "同（(〃"  # what words for the category above begin with, but for marks of quotation
FIRST_LETTERS = 12  # of a line, in which a row's number stands
MOST_CATEGORY_LINES = 5  # above the last one of a wrapped category
NUMBER_BEHIND = re.compile(r"(?<!\d)[ \t\u3000\xa0]*\d{1,3}(?:\s|$)")


def _section_rows(
    section: Section, body: tuple[Line, ...], printed: Numbered, kept: Kept, names: Names
) -> Rows:
    """Given one list, return its rows, its bands, and the lines before the first of them."""
    order = section.columns
    has_category = "category" in order
    leads = has_category and "seq" in order and order.index("category") < order.index("seq")
    behind = has_category and "name" in order and order.index("category") > order.index("name")
    categories, kept = kept.categories, kept._replace(leads=leads)
    if leads:
        body = _apart(body, categories)
        printed = numbered(joined(body), kept.numbers)
    starts = _starts(section, body, printed, kept, has_category and not leads)
    in_column = has_category and _in_rows([start.category for start in starts])
    columns = [column for column in section.columns if column not in ("seq", "category")]
    layout = Layout(section.breaks, _spaced(body, jumps_in(body)))
    category = CategoryColumn(
        has_category and not leads,
        in_column,
        layout,
        categories,
        label_pattern(kept.rules),
        behind and not in_column,
    )
    table = Table(section, body, columns, layout, category, names, kept.rules)
    kept = kept._replace(in_rows=in_column)
    borders = [*[start.position for start in starts], len(body)]
    bands = _bands(section, body, borders, kept)
    ends = [border - _height(band) for border, band in zip(borders, bands, strict=True)]
    rows = _carried(_rows(table, starts, ends[1:]), bands, kept.rules.lists.ditto)
    found = tuple([band for band in bands if band])
    return Rows(unlike_the_others(rows), found, body[: ends[0]])


def _bands(
    section: Section, body: Sequence[Line], borders: Sequence[int], kept: Kept
) -> list[Band | None]:
    """Given where the rows of a list begin and the last one ends, return the band above each."""
    if kept.in_rows and not kept.leads:
        return [None] * len(borders)  # every row prints its own category
    above = [0, *[border + 1 for border in borders]]
    return [
        band_above(section, body[first:border], kept) if border < len(body) or not first else None
        for first, border in zip(above, borders, strict=False)
    ]


def _starts(
    section: Section, body: Sequence[Line], printed: Numbered, kept: Kept, has_category: bool
) -> tuple[RowStart, ...]:
    """Given the lines of a list, return where its rows begin.

    Where the numbers begin again below the headings of several categories, or beside their
    merged cells, they are followed from one to the next.
    """
    ones = [
        (position, line[number.end() - number.start() - 1 :])
        for position, seq, number in printed.found
        if seq == 1 and "1" in (line := body[position].text)[:FIRST_LETTERS]
    ]
    anew = [
        position
        for position, rest in ones
        if band_above(section, body[:position], kept)
        or (has_category and _category_beside(rest, body[position + 1 :], kept.categories))
    ]
    if len(anew) < FEWEST_RUNS:
        return numbered_rows(body, printed, kept.categories, has_category)
    starts: list[RowStart] = []
    for first, last in pairwise(sorted({0, *anew, len(body)})):
        found = row_starts(body[first:last], kept.categories, has_category, kept.numbers)
        starts += [replace(start, position=start.position + first) for start in found]
    return tuple(starts)


def _category_beside(rest: str, below: Sequence[Line], categories: Categories) -> bool:
    """Tell whether a category stands behind a number: in the rest of its line, or below it."""
    text = "\n".join([rest, *[line.text for line in below[:MOST_LINES]]])
    return category_in(text, categories) is not None


def _in_rows(printed: Sequence[str | None]) -> bool:
    """Given what each row prints as its category, tell whether (nearly) every row has its own.

    Where several have none and no two neighbours the same, each category is one merged cell.
    """
    lacking = printed.count(None)
    same = any(one is not None and one == other for one, other in pairwise(printed))
    return 10 * lacking <= 4 * len(printed) and (lacking < FEW_MERGED or same)


def _rows(table: Table, starts: Sequence[RowStart], ends: Sequence[int]) -> list[Row]:
    """Given where rows begin and end, return them.

    The rows that a page cuts come last, when the others have told how wide the columns are.
    """
    cuts = page_cuts(table.body, table.layout, jumps_in(table.body))
    cut = _cut_rows(cuts, starts, ends)
    found = {
        nth: row_at(table, start, ends[nth]) for nth, start in enumerate(starts) if nth not in cut
    }
    widths = learned_widths([row for row in found.values() if not row.doubts])
    table = replace(table, layout=replace(table.layout, widths=widths))
    found |= {nth: row_at(table, starts[nth], ends[nth]) for nth in cut}
    return [found[nth] for nth in range(len(starts))]


def _cut_rows(cuts: Sequence[int], starts: Sequence[RowStart], ends: Sequence[int]) -> set[int]:
    """Given the positions of lines that begin a page, return which rows have one inside."""
    positions = [start.position for start in starts]
    above = [(bisect_left(positions, cut) - 1, cut) for cut in cuts]
    return {nth for nth, cut in above if nth >= 0 and cut < ends[nth]}


def _carried(
    rows: Sequence[Row], bands: Sequence[Band | None], ditto: Collection[str]
) -> list[Row]:
    """Given rows and the band above each, return those without a category with what they carry.

    A word for the category above (同上) names none, and is kept with the remarks.
    """
    carried: list[Row] = []
    above: tuple[Line, ...] = ()
    category: str | None = None
    letters = {word[0] for word in ditto}
    for row, band in zip(rows, bands, strict=False):
        printed = row.cells.get("category")
        if printed and printed[0].text.lstrip()[:1] in letters:
            row = _referred(row, ditto)  # noqa: PLW2901  # seldom another
        if "category" in row.cells:
            above = row.cells["category"]
            carried.append(row)
            continue
        if band:
            category = band.category
        elif above:
            category = joined_letters(above)
        above = ()
        carried.append(replace(row, category=category))
    return carried


def _referred(row: Row, ditto: Collection[str]) -> Row:
    """Given a row, return it without a category cell that says 同上."""
    printed = row.cells["category"]
    if joined_letters(printed) not in ditto:
        return row
    cells = {field: lines for field, lines in row.cells.items() if field != "category"}
    return replace(row, cells=cells | {"remark": (*cells.get("remark", ()), *printed)})


def _spaced(lines: Sequence[Line], jumps: Sequence[Jump]) -> bool:
    """Tell whether most lines are set apart by a blank one, so that it marks no border."""
    apart = len([step for _, step in jumps if step > 1])
    return 10 * apart > 6 * (len(lines) - 1)


def _height(band: Band | None) -> int:
    """Return how many lines a band has; none has none."""
    return len(band.lines) if band else 0


def _apart(body: Sequence[Line], categories: Categories) -> tuple[Line, ...]:
    """Given the lines of a list, return them cut between a category and the number behind it."""
    found: list[Line] = []
    for line in body:
        place = _category_end(found, line, categories)
        if place:
            found += [part(line, 0, place), part(line, place, len(line.text))]
        else:
            found.append(line)
    return tuple(found)


def _category_end(above: Sequence[Line], line: Line, categories: Categories) -> int:
    """Return where a category ends that a number follows, 0 where a line begins with none.

    It may be wrapped, so that it begins in the lines above.
    """
    if not (behind := NUMBER_BEHIND.search(line.text)):
        return 0
    place = behind.start()
    printed = line.text[:place].strip()
    for before in reversed(above[-MOST_CATEGORY_LINES:]):
        if not printed or printed in categories.names:
            break
        printed = before.text.strip() + printed
    return place if printed in categories.names else 0
