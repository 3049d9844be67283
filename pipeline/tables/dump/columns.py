"""The cells of one row of bare lines.

A dump prints a row's cells in the order of its columns, so a row is cut at borders between
lines (or at white space inside a line, before the duties). Where a border is, is told by
what cells are: departments are a list of names, duties are numbered from 1, a blank line is
usually a border, a cell of duties ends with a sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from ...departments.names import Names
from ...letters.marks import mark_at
from ...model import Doubt, Field, Line
from ...rules import Rules
from .departmentcells import (
    Found,
    departments_at_end,
    departments_at_start,
    departments_on_page,
    departments_over_pages,
    first_duty,
    goes_on,
    more_names,
)
from .departmentlists import MOST_NAME_LINES
from .duties import MISFIT, duty_borders, duty_cells
from .handlingcells import Cut, cut_handling, doubted, handling_border
from .openings import Known
from .units import Layout, Unit, rejoined, units_of
from .widths import SLACK, printed_width

LONGEST_REMARK = 8
LATIN = re.compile("[0-9A-Za-z]")


def cut_row(
    lines: Sequence[Line], columns: Sequence[Field], layout: Layout, names: Names, rules: Rules
) -> Cut:
    """Given a row's lines after its number and category, return its other cells."""
    units = units_of(lines, layout, rules)
    remark: tuple[Line, ...] | None = None
    if "remark" in columns:
        border = _remark(units, len(columns) == 2, rules)
        units, remark = units[:border], rejoined(units[border:])
    if "departments" in columns and columns[:2] != ["name", "departments"]:
        cut = _cut_in_order(units, columns, names, rules)
    elif "departments" in columns:
        cut = _cut_departments(units, columns, layout, names, rules)
    elif columns[0] == "handling":
        cut = Cut({"handling": rejoined(units, rules)})
    elif "handling" in columns:
        cut = _handling_over_pages(units, layout, names, rules)
    else:
        cut = Cut({"name": rejoined(units)})
    return cut if remark is None else Cut(cut.cells | {"remark": remark}, cut.doubts)


def _remark(units: Sequence[Unit], after_name: bool, rules: Rules) -> int:
    """Return where the last column's remark begins, which most rows do not have.

    Behind a name it is what white space (or a blank line) separates from it, or the title of
    a law on a line of its own; behind duties what follows the last sentence. White space beside
    Latin letters and figures separates nothing: typesetters put it there.
    """
    if after_name:
        for index, (before, unit) in enumerate(pairwise(units), 1):
            text = unit.line.text
            spaced = unit.gap == 0 and not (LATIN.match(text) or LATIN.match(before.line.text[-1]))
            if spaced or unit.gap == 2 or text[0] == "《":
                return index
        return len(units)
    ends = rules.marks.sentence_ends + rules.marks.closers
    last = max((i for i, unit in enumerate(units) if unit.line.text[-1] in ends), default=-1)
    border = last + 1
    if last < 0 or border == len(units) or mark_at(units[border].line.text, 0, rules):
        return len(units)
    short = sum(len(unit.line.text) for unit in units[border:]) <= LONGEST_REMARK
    cut = any(unit.gap == 3 for unit in units[border:])  # the rest of another cell
    return border if units[border].gap in (0, 2) or (short and not cut) else len(units)


def _cut_departments(
    units: Sequence[Unit], columns: Sequence[Field], layout: Layout, names: Names, rules: Rules
) -> Cut:
    """Given the words of a row with a column of departments, return its cells.

    A row cut by a page's end goes on with the rest of each of its cells.
    """
    pages = _pages(units)
    found, pages = _found(pages, names, rules)
    first_page, *others = pages
    doubts: tuple[Doubt, ...] = ()
    if found is None:
        border = first_duty(first_page, names, rules)
        if border == len(first_page):
            border = (
                handling_border(units, rules)[0] if "handling" in columns else _border(first_page)
            )
        found = Found(border, border)
        doubts = (doubted("border_guessed", "no_department", units),)
    name, cell = list(first_page[: found.first]), list(first_page[found.first : found.last])
    rests = [first_page[found.last :]]
    known = Known(names, rules, widths=layout.widths, swapped=_swapped(columns))
    for nth, page in enumerate(others):
        begin, end = (found.begin, found.end) if nth == 0 and found.end else (0, 0)
        end = end or goes_on(cell, page, names)
        if nth == 0 and not end and "handling" not in columns:
            begin, end = _above_duties(name, cell, rests[0], page, known)
        name.extend(page[:begin])
        cell.extend(page[begin:end])
        rests.append(page[end:])
    cells: dict[Field, tuple[Line, ...]] = {
        "name": rejoined(name),
        "departments": tuple([unit.line for unit in cell]),
    }
    if "handling" in columns:
        cells["handling"] = tuple([line for rest in rests for line in rejoined(rest, rules)])
        return Cut(cells, doubts)
    listed = "".join([unit.line.text for unit in cell])
    superior, township, sure = duty_cells(rests, replace(known, cell=listed))
    cells |= {
        "superior_duties": rejoined(superior, rules),
        "township_duties": rejoined(township, rules),
    }
    if not sure:
        doubts = (*doubts, doubted("border_guessed", "duties", units))
    return Cut(cells, doubts)


def _swapped(columns: Sequence[Field]) -> bool:
    """Tell whether the township's duties are printed before the superior's."""
    duties = [column for column in columns if column.endswith("_duties")]
    return duties == ["township_duties", "superior_duties"]


def _cut_in_order(
    units: Sequence[Unit], columns: Sequence[Field], names: Names, rules: Rules
) -> Cut:
    """Given the words of a row whose departments do not stand right behind the name.

    They are the names that the row begins or ends with.
    """
    begins = columns[0] == "departments"
    border = departments_at_start(units, names) if begins else departments_at_end(units, names)
    cell, rest = (units[:border], units[border:]) if begins else (units[border:], units[:border])
    doubts: tuple[Doubt, ...] = ()
    if not cell:
        doubts = (doubted("border_guessed", "no_department", units),)
    if "handling" in columns:
        cut = (
            cut_handling(rest, names, rules)
            if "name" in columns
            else Cut({"handling": rejoined(rest, rules)})
        )
        departments = tuple([unit.line for unit in cell])
        return Cut(cut.cells | {"departments": departments}, (*doubts, *cut.doubts))
    apart = next((i for i, unit in enumerate(rest) if i and unit.gap != 1), len(rest))
    above = min(first_duty(rest, names, rules), apart) if "name" in columns else 0
    known = Known(
        names, rules, "".join([unit.line.text for unit in cell]), swapped=_swapped(columns)
    )
    superior, township, sure = duty_cells([rest[above:]], known)
    if not sure:
        doubts = (*doubts, doubted("border_guessed", "duties", units))
    cells: dict[Field, tuple[Line, ...]] = {
        "departments": tuple([unit.line for unit in cell]),
        "superior_duties": rejoined(superior, rules),
        "township_duties": rejoined(township, rules),
    }
    return Cut(cells | ({"name": rejoined(rest[:above])} if above else {}), doubts)


def _above_duties(
    name: Sequence[Unit],
    cell: Sequence[Unit],
    rest: Sequence[Unit],
    page: Sequence[Unit],
    known: Known,
) -> tuple[int, int]:
    """Given a row's cells, return where at the next page's top its name and departments end.

    More departments stand below the others; else what goes on with the name is looked for.
    """
    most = _name_lines(name, page, known)
    listed = "".join([unit.line.text for unit in cell])
    for begin in range(most + 1 if cell else 0):
        if count := more_names(page[begin:], listed, known.names):
            return begin, begin + count
    count = _name_goes_on(rest, page, most, known)
    return count, count


def _name_lines(name: Sequence[Unit], page: Sequence[Unit], known: Known) -> int:
    """Return how many units at a page's top may go on with the name before it.

    The name's last line was full, and they are no wider; none begins or ends as duties do.
    """
    width = known.widths.get("name", math.inf)
    if not name or printed_width(name[-1].line.text) < width - SLACK:
        return 0
    marks = known.rules.marks
    for count, unit in enumerate(page[:MOST_NAME_LINES]):
        text = unit.line.text
        ends = text[-1] in marks.colons or text[-1] in marks.sentence_ends
        if ends or printed_width(text) > width + SLACK or mark_at(text, 0, known.rules):
            return count
    return min(MOST_NAME_LINES, len(page))


def _name_goes_on(rest: Sequence[Unit], page: Sequence[Unit], most: int, known: Known) -> int:
    """Return how many units at a page's top, at most so many, go on with the name before it.

    The duties fit better without them, by far where no blank line stands behind them.
    """
    if not most:
        return 0
    whole = duty_borders([rest, page], known)[2]
    best, count = whole + 1.0, 0
    for length in range(1, min(most + 1, len(page))):
        fit = duty_borders([rest, page[length:]], known)[2]
        if fit > best and (page[length].gap != 1 or fit >= whole + MISFIT):
            best, count = fit, length
    return count


def _handling_over_pages(units: Sequence[Unit], layout: Layout, names: Names, rules: Rules) -> Cut:
    """Given the words of a row with a name and a handling, return its cells.

    Where a page cuts both, the rest of the name stands apart at the top of the next one.
    """
    page, *others = _pages(units)
    cut = cut_handling(page, names, rules) if others else None
    if cut is None or cut.doubts:
        return cut_handling(units, names, rules)
    count = _set_apart(cut.cells["name"][-1].text, others[0], layout)
    rests = [others[0][count:], *others[1:]]
    handling = [line for rest in rests for line in rejoined(rest, rules)]
    name = (*cut.cells["name"], *rejoined(others[0][:count]))
    return Cut({"name": name, "handling": (*cut.cells["handling"], *handling)})


def _set_apart(name: str, page: Sequence[Unit], layout: Layout) -> int:
    """Return how many units at a page's top stand apart and fit below a name's full last line."""
    width = layout.widths.get("name", math.inf)
    if printed_width(name) < width - SLACK:
        return 0
    for count, unit in enumerate(page[: MOST_NAME_LINES + 1]):
        if count and unit.gap != 1:
            return count
        if printed_width(unit.line.text) > width + SLACK:
            break
    return 0


def _found(
    pages: list[list[Unit]], names: Names, rules: Rules
) -> tuple[Found | None, list[list[Unit]]]:
    """Given a row's words page by page, return its cell of departments, and the pages.

    Where the first page ends before it, the second one is taken for a part of the first.
    """
    first_page, *others = pages
    if not others:
        return departments_on_page(first_page, False, names, rules), pages
    found = departments_over_pages(first_page, others[0], names, rules)
    found = found or departments_on_page(first_page, True, names, rules)
    if found is not None:
        return found, pages
    border = _duties_above(first_page, names, rules)
    end = departments_at_start(others[0], names) if border else 0
    if end:
        return Found(border, border, 0, end), pages
    merged = [*first_page, *others[0]]
    found = departments_on_page(merged, len(others) > 1, names, rules)
    above = len(first_page)
    if found and found.first >= above and border:
        return Found(border, border, found.first - above, found.last - above), pages
    return found, [merged, *others[1:]]


def _duties_above(page: Sequence[Unit], names: Names, rules: Rules) -> int:
    """Given a page without departments, return where duties begin behind the name, 0 if none do.

    They begin with a mark, or are set apart from it and end as sentences do.
    """
    border = first_duty(page, names, rules)
    if border < len(page):
        return border
    if not page or page[-1].line.text[-1] not in rules.marks.sentence_ends:
        return 0
    return next((index for index, unit in enumerate(page) if index and unit.gap != 1), 0)


def _pages(units: Sequence[Unit]) -> list[list[Unit]]:
    """Given the words of a row, return them page by page."""
    if 3 not in [unit.gap for unit in units]:
        return [list(units)]
    pages: list[list[Unit]] = [[]]
    for unit in units:
        if unit.gap == 3 and pages[-1]:
            pages.append([])
        pages[-1].append(unit)
    return pages


def _border(units: Sequence[Unit]) -> int:
    """Return the first border a blank line marks, else the end."""
    return next((i for i, unit in enumerate(units) if i and unit.gap >= 2), len(units))
