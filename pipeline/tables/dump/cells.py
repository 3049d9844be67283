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
from ...letters.lines import printed_width
from ...letters.script import CLOSERS, COLONS, LEFT_TITLE_MARK, SENTENCE_ENDS
from ...model import Doubt, Field, Line
from ...rules import Rules
from .beside import behind_name
from .departments import (
    MOST_NAME_TOKENS,
    Found,
    departments_at_end,
    departments_at_start,
    departments_between,
    departments_on_page,
    departments_over_pages,
    first_duty,
    goes_on,
    listed_in,
    more_names,
)
from .duties import Known, border_in_line, duty_borders, duty_cells
from .fits import MISFIT
from .handling import Cut, cut_handling, doubted, handling_border
from .tokens import (
    BLANK_LINE,
    NEW_LINE,
    NEW_PAGE,
    SAME_LINE,
    SLACK,
    Layout,
    Token,
    lines_in,
    pages_of,
    rejoined,
    tokens_of,
)

LONGEST_REMARK = 8  # letters of a remark that is not set apart
BETTER = 1.0  # by how much duties must fit better without a name's last lines above them
_LATIN = re.compile("[0-9A-Za-z]")


def cut_row(lines: Sequence[Line], columns: Sequence[Field], layout: Layout, names: Names) -> Cut:
    """Return the cells of a row by its lines after its number and category."""
    rules = names.rules
    tokens = tokens_of(lines, layout, rules)
    remarks: list[Line] | None = None
    while "remark" in columns:
        first, last = _remark(tokens, columns, names)
        remarks = [*(remarks or ()), *rejoined(tokens[first:last])]
        tokens = [*tokens[:first], *tokens[last:]]
        place = columns.index("remark")
        columns = [*columns[:place], *columns[place + 1 :]]
    if "departments" in columns[1:-1] and columns[:2] != ["name", "departments"]:
        cut = _cut_between(tokens, columns, layout, names)
    elif "departments" in columns and columns[:2] != ["name", "departments"]:
        cut = _cut_in_order(tokens, columns, layout, names)
    elif "departments" in columns:
        cut = _cut_departments(tokens, columns, layout, names)
    elif columns[0] == "handling":
        cut = Cut({"handling": rejoined(tokens, rules)})
    elif "handling" in columns:
        cut = cut_handling(tokens, layout, names)
    else:
        cut = Cut({"name": rejoined(tokens)})
    return cut if remarks is None else Cut(cut.cells | {"remark": tuple(remarks)}, cut.doubts)


def cut_beside(
    department: Sequence[Line],
    duties: Sequence[Line],
    columns: Sequence[Field],
    layout: Layout,
    names: Names,
) -> Cut:
    """Return the cells of a row that has a department, and beside it the duties of one side or
    of both."""
    tokens = tokens_of(duties, layout, names.rules)
    cells: dict[Field, tuple[Line, ...]] = {"departments": tuple(department)}
    if len(columns) == 1:
        return Cut(cells | {columns[0]: rejoined(tokens, names.rules)})
    cell = tokens_of(department, layout, names.rules)
    known = replace(_known(columns, layout, names), cell=listed_in(cell, names))
    cut = _cut_duties(pages_of(tokens), known, tokens, border_in_line(tokens, names.rules))
    return Cut(cells | cut.cells, cut.doubts)


def _remark(tokens: Sequence[Token], columns: Sequence[Field], names: Names) -> tuple[int, int]:
    """Return where a remark begins and ends, which most rows do not have.

    In the first column it is a short word; elsewhere it may stand behind a name, the departments
    or the last cell.
    """
    place = columns.index("remark")
    if place == 0:
        short = len(tokens) > 1 and len(tokens[0].text) <= LONGEST_REMARK
        return 0, int(short)
    if columns[place - 1 : place + 2] == ["name", "remark", "departments"]:
        return _inner_remark(tokens, names)
    if columns[place - 1] == "departments" and columns[place + 1 :]:
        end = first_duty(tokens, names)
        found = departments_on_page(tokens[:end], False, names)
        return (found.last, end) if found else (end, end)
    border = _last_remark(tokens, len(columns) == 2, names.rules)
    return border, len(tokens)


def _inner_remark(tokens: Sequence[Token], names: Names) -> tuple[int, int]:
    """Return where a remark between a row's name and its departments begins and ends."""
    page = tokens[: first_duty(tokens, names)]
    laws = [i for i, token in enumerate(page) if i and token.text[0] == LEFT_TITLE_MARK]
    first = laws[0] if laws else _last_remark(page, True, names.rules)
    if departments_at_start(tokens[first:], names):
        return first, first
    found = departments_on_page(tokens[first:], False, names)
    return (first, first + found.first) if found else (first, first)


def _last_remark(tokens: Sequence[Token], after_name: bool, rules: Rules) -> int:
    """Return where the last column's remark begins.

    Behind a name it is what white space (or a blank line) separates from it, or the title of
    a law on a line of its own, or a word for none; behind duties what follows the last sentence.
    White space beside Latin letters and figures separates nothing: typesetters put it there.
    """
    if after_name:
        for index, (before, token) in enumerate(pairwise(tokens), 1):
            latin = _LATIN.match(token.text) or _LATIN.match(before.text[-1])
            spaced = token.gap == SAME_LINE and not latin
            begins = token.text[0] == LEFT_TITLE_MARK or token.text in rules.departments.none
            if spaced or token.gap == BLANK_LINE or begins:
                return index
        return len(tokens)
    ends = SENTENCE_ENDS + CLOSERS
    last = max((i for i, token in enumerate(tokens) if token.text[-1] in ends), default=-1)
    border = last + 1
    if last < 0 or border == len(tokens) or rules.grammar.mark_at(tokens[border].text, 0):
        return len(tokens)
    short = sum(len(token.text) for token in tokens[border:]) <= LONGEST_REMARK
    cut = any(token.gap == NEW_PAGE for token in tokens[border:])  # the rest of another cell
    apart = tokens[border].gap in (SAME_LINE, BLANK_LINE)
    return border if apart or (short and not cut) else len(tokens)


def _known(columns: Sequence[Field], layout: Layout, names: Names) -> Known:
    """Return what the duties of rows with such columns are told by."""
    duties = [column for column in columns if column.endswith("_duties")]
    swapped = duties == ["township_duties", "superior_duties"]
    return Known(names, widths=layout.widths, swapped=swapped)


def _cut_duties(
    rests: Sequence[Sequence[Token]],
    known: Known,
    tokens: Sequence[Token],
    border: int | None = None,
) -> Cut:
    """Return the cells of both sides' duties by their words page by page.

    The border on the first page may be known.
    """
    rules = known.names.rules
    superior, township, sure = duty_cells(rests, known, border)
    return Cut(
        {
            "superior_duties": rejoined(superior, rules),
            "township_duties": rejoined(township, rules),
        },
        () if sure else (doubted("border_guessed", "duties", lines_in(tokens)),),
    )


# --- departments right behind the name ----------------------------------------------------------


def _cut_departments(
    tokens: Sequence[Token], columns: Sequence[Field], layout: Layout, names: Names
) -> Cut:
    """Return the cells of a row with a column of departments behind its name.

    A row cut by a page's end goes on with the rest of each of its cells.
    """
    handled = "handling" in columns
    found, pages = _found(pages_of(tokens), names)
    first_page, *others = pages
    doubts: tuple[Doubt, ...] = ()
    if found is None:
        border = first_duty(first_page, names)
        if border == len(first_page):
            border = handling_border(tokens, names)[0] if handled else _border(first_page)
        found = Found(border, border)
        doubts = (doubted("border_guessed", "no_department", lines_in(tokens)),)
    name, cell = list(first_page[: found.first]), list(first_page[found.first : found.last])
    rests = [first_page[found.last :]]
    known = _known(columns, layout, names)
    for nth, page in enumerate(others):
        begin, end = (found.begin, found.end) if nth == 0 and found.end else (0, 0)
        end = end or goes_on(cell, page, names)
        if nth == 0 and not end and not handled:
            begin, end = _above_duties(name, cell, rests[0], page, known)
        name.extend(page[:begin])
        cell.extend(page[begin:end])
        rests.append(page[end:])
    cells: dict[Field, tuple[Line, ...]] = {
        "name": rejoined(name),
        "departments": lines_in(cell),
    }
    if handled:
        rejoin = [line for rest in rests for line in rejoined(rest, names.rules)]
        return Cut(cells | {"handling": tuple(rejoin)}, doubts)
    duties = _cut_duties(rests, replace(known, cell=listed_in(cell, names)), tokens)
    return Cut(cells | duties.cells, (*doubts, *duties.doubts))


def _found(pages: list[list[Token]], names: Names) -> tuple[Found | None, list[list[Token]]]:
    """Return a row's cell of departments by its words page by page, and the pages.

    Where the first page ends before it, the second one is taken for a part of the first.
    """
    first_page, *others = pages
    if not others:
        return departments_on_page(first_page, False, names), pages
    found = departments_over_pages(first_page, others[0], names)
    found = found or departments_on_page(first_page, True, names)
    if found is not None:
        return found, pages
    border = _duties_above(first_page, names)
    end = departments_at_start(others[0], names) if border else 0
    if end:
        return Found(border, border, 0, end), pages
    merged = [*first_page, *others[0]]
    found = departments_on_page(merged, len(others) > 1, names)
    above = len(first_page)
    if found and found.first >= above and border:
        return Found(border, border, found.first - above, found.last - above), pages
    return found, [merged, *others[1:]]


def _duties_above(page: Sequence[Token], names: Names) -> int:
    """Return where duties begin behind the name on a page without departments, 0 if none do.

    They begin with a mark, or are set apart from it and end as sentences do.
    """
    border = first_duty(page, names)
    if border < len(page):
        return border
    if not page or page[-1].text[-1] not in SENTENCE_ENDS:
        return 0
    return next((i for i, token in enumerate(page) if i and token.gap != NEW_LINE), 0)


def _border(tokens: Sequence[Token]) -> int:
    """Return the first border a blank line marks, else the end."""
    return next((i for i, token in enumerate(tokens) if i and token.gap >= BLANK_LINE), len(tokens))


def _above_duties(
    name: Sequence[Token],
    cell: Sequence[Token],
    rest: Sequence[Token],
    page: Sequence[Token],
    known: Known,
) -> tuple[int, int]:
    """Return where a row's name and departments end at the next page's top.

    More departments stand below the others; else what goes on with the name is looked for.
    """
    most = _name_tokens(name, page, known)
    listed = "".join([token.text for token in cell])
    for begin in range(most + 1 if cell else 0):
        if count := more_names(page[begin:], listed, known.names):
            return begin, begin + count
    count = _name_goes_on(rest, page, most, known)
    return count, count


def _name_tokens(name: Sequence[Token], page: Sequence[Token], known: Known) -> int:
    """Return how many tokens at a page's top may go on with the name before it.

    The name's last line was full, and they are no wider; none begins or ends as duties do.
    """
    width = known.widths.get("name", math.inf)
    if not name or printed_width(name[-1].text) < width - SLACK:
        return 0
    rules = known.names.rules
    for count, token in enumerate(page[:MOST_NAME_TOKENS]):
        ends = token.text[-1] in COLONS + SENTENCE_ENDS
        wide = printed_width(token.text) > width + SLACK
        if ends or wide or rules.grammar.mark_at(token.text, 0):
            return count
    return min(MOST_NAME_TOKENS, len(page))


def _name_goes_on(rest: Sequence[Token], page: Sequence[Token], most: int, known: Known) -> int:
    """Return how many tokens at a page's top, at most so many, go on with the name before it.

    The duties fit better without them, by far where no blank line stands behind them.
    """
    if not most:
        return 0
    whole = duty_borders([rest, page], known)[2]
    best, count = whole + BETTER, 0
    for length in range(1, min(most + 1, len(page))):
        fit = duty_borders([rest, page[length:]], known)[2]
        if fit > best and (page[length].gap != NEW_LINE or fit >= whole - MISFIT):
            best, count = fit, length
    return count


# --- departments elsewhere ----------------------------------------------------------------------


def _cut_between(
    tokens: Sequence[Token], columns: Sequence[Field], layout: Layout, names: Names
) -> Cut:
    """Return the cells of a row whose departments stand between its name's cells and others.

    A page's end cuts what is behind them, or all of it is one page's.
    """
    page, *others = pages_of(tokens)
    found = departments_between(page, names)
    if found is None or found.last == len(page):
        page, others = list(tokens), []
        found = departments_between(page, names)
    doubts: tuple[Doubt, ...] = ()
    if found is None:
        border = first_duty(page, names)
        found = Found(border, border)
        doubts = (doubted("border_guessed", "no_department", lines_in(tokens)),)
    before, cell, behind = page[: found.first], page[found.first : found.last], page[found.last :]
    cells: dict[Field, tuple[Line, ...]] = {"departments": lines_in(cell)}
    border, sure = len(before), True
    if columns[1] != "departments":
        border, sure = behind_name(before, names.rules)
    cells["name"] = rejoined(before[:border])
    if not sure:
        doubts += (doubted("border_guessed", "name", lines_in(tokens)),)
    left = before[border:]
    known = replace(_known(columns, layout, names), cell=listed_in(cell, names))
    duties = _cut_duties([[*left, *behind], *others], known, tokens, len(left))
    return Cut(cells | duties.cells, (*doubts, *duties.doubts))


def _cut_in_order(
    tokens: Sequence[Token], columns: Sequence[Field], layout: Layout, names: Names
) -> Cut:
    """Return the cells of a row whose departments do not stand right behind the name.

    They are the names that the row begins with, or that it ends with on each of its pages.
    """
    if columns[0] == "departments":
        border = departments_at_start(tokens, names)
        cell, rests = tokens[:border], [tokens[border:]]
    else:
        pages = pages_of(tokens)
        borders = [departments_at_end(page, names) for page in pages]
        cell = [word for page, at in zip(pages, borders, strict=True) for word in page[at:]]
        rests = [page[:at] for page, at in zip(pages, borders, strict=True)]
    doubts: tuple[Doubt, ...] = ()
    if not cell:
        doubts = (doubted("border_guessed", "no_department", lines_in(tokens)),)
    departments: dict[Field, tuple[Line, ...]] = {"departments": lines_in(cell)}
    first_page, *others = rests
    if "handling" in columns:
        rest = [word for page in rests for word in page]
        cut = (
            cut_handling(rest, replace(layout, widths={}), names)
            if "name" in columns
            else Cut({"handling": rejoined(rest, names.rules)})
        )
        return Cut(cut.cells | departments, (*doubts, *cut.doubts))
    above = _name_words(first_page, names) if "name" in columns else 0
    known = replace(_known(columns, layout, names), cell=listed_in(cell, names))
    duties = _cut_duties([first_page[above:], *others], known, tokens)
    name: dict[Field, tuple[Line, ...]] = {"name": rejoined(first_page[:above])} if above else {}
    return Cut(departments | duties.cells | name, (*doubts, *duties.doubts))


def _name_words(tokens: Sequence[Token], names: Names) -> int:
    """Return how many words a row's name has that duties stand right behind.

    They begin where they surely do, but behind words that end a sentence no later than where a
    space or a blank line sets something apart.
    """
    duty = first_duty(tokens, names)
    if duty < len(tokens) and not any(
        token.text[-1] in COLONS + SENTENCE_ENDS for token in tokens[:duty]
    ):
        return duty
    apart = next((i for i, token in enumerate(tokens) if i and token.gap != NEW_LINE), len(tokens))
    return min(duty, apart)
