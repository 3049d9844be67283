"""Bare lines of the lists → rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from os.path import commonprefix
from typing import NamedTuple

from msgspec.structs import replace

from pipeline.model import Band, Doubt, Field, Line, Row, Rows, Section, Sections
from pipeline.rules import COUNT, Rules
from pipeline.stages.columns import cut_row
from pipeline.stages.marks import HAN, number_of
from pipeline.stages.names import Names
from pipeline.stages.rowstarts import MOST_LINES, Categories, RowStart, categories_of, row_starts
from pipeline.stages.units import Layout, gap_between, part

LONGEST_CATEGORY = 12
LEAST_LIKENESS = 0.5


def text_rows(
    sections: Sections, stated_categories: Sequence[str], names: Names, rules: Rules
) -> Rows:
    """Given the lists of a dump, return their rows.

    `stated_categories` are the names that the preamble lists, `names` what is known of the
    departments' names.
    """
    bodies = [
        tuple(line for line in section.body if isinstance(line, Line)) for section in sections.lists
    ]
    everything = [line for body in bodies for line in body]
    categories = categories_of(stated_categories, rules.categories, everything)
    rows: list[Row] = []
    bands: list[Band] = []
    unplaced: list[Line] = []
    for section, body in zip(sections.lists, bodies, strict=True):
        found = _section_rows(section, body, categories, names, rules)
        rows.extend(found.rows)
        bands.extend(found.bands)
        unplaced.extend(found.unplaced)
    return Rows(tuple(rows), tuple(bands), tuple(unplaced))


class Table(NamedTuple):
    """One list and what is known when its rows are read.

    `columns` are those after the number and the category; `in_column` tells that (nearly)
    every row prints its category.
    """

    section: Section
    body: tuple[Line, ...]
    columns: list[Field]
    layout: Layout
    in_column: bool
    categories: Categories
    names: Names
    rules: Rules


def _section_rows(
    section: Section, body: tuple[Line, ...], categories: Categories, names: Names, rules: Rules
) -> Rows:
    """Given one list, return its rows, its bands, and the lines before the first of them."""
    has_category = "category" in section.columns
    starts = row_starts(body, categories, has_category)
    printed = sum(start.category is not None for start in starts)
    in_column = has_category and 10 * printed >= 6 * len(starts)
    columns = [column for column in section.columns if column not in ("seq", "category")]
    layout = Layout(section.breaks, _spaced(body))
    table = Table(section, body, columns, layout, in_column, categories, names, rules)
    first = starts[0].position if starts else len(body)
    band = _band(table, body[:first])
    unplaced = body[: first - (band is not None)]
    ends = [*(start.position for start in starts[1:]), len(body)][: len(starts)]
    rows: list[Row] = []
    bands: list[Band] = []
    for start, end in zip(starts, ends, strict=True):
        above = band
        bands += [band] if band else []
        band = _band(table, body[start.position + 1 : end]) if end < len(body) else None
        row = _row(table, start, end - (band is not None))
        if "category" not in row.cells:
            carried = above.category if above else _category_of(rows[-1]) if rows else None
            row = replace(row, category=carried)
        rows.append(row)
    return Rows(_unlike_the_others(rows), tuple(bands), unplaced)


def _unlike_the_others(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return rows with a doubt at those whose category runs into the name, where few do.

    Such a category may be a longer one that the document does not list.
    """
    few = 3 * sum(map(_runs_on, rows)) <= len(rows)
    return tuple(_doubted(row) if few and _runs_on(row) else row for row in rows)


def _runs_on(row: Row) -> bool:
    """Tell whether no white space stands between a row's category and its name."""
    category, name = row.cells.get("category"), row.cells.get("name")
    return bool(category and name and category[-1].start + len(category[-1].text) == name[0].start)


def _doubted(row: Row) -> Row:
    category = row.cells["category"]
    detail = f"the category may go on after {_joined(category)!r}: no white space follows it"
    line = category[-1]
    doubt = Doubt("category_guessed", detail, line_start=line.number, start=line.start)
    return replace(row, doubts=(*row.doubts, doubt))


def _category_of(row: Row) -> str | None:
    """Return the category that a row prints or carries."""
    return _joined(row.cells["category"]) if "category" in row.cells else row.category


def _joined(lines: Sequence[Line]) -> str:
    return "".join("".join(line.text.split()) for line in lines)


def _spaced(lines: Sequence[Line]) -> bool:
    """Tell whether most lines are set apart by a blank one, so that it marks no border."""
    numbers = [line.number or 0 for line in lines]
    apart = sum([number - before > 1 for before, number in pairwise(numbers)])
    return 10 * apart > 6 * (len(numbers) - 1)


def _row(table: Table, start: RowStart, end: int) -> Row:
    """Given where a row begins and ends, return it, without the category above it."""
    line = table.body[start.position]
    offset = start.offset
    lines = list(table.body[start.position + 1 : end])
    rest = line.text[offset:].lstrip()
    if rest:
        lines.insert(0, part(line, len(line.text) - len(rest), len(line.text)))
    digits = len(line.text[:offset].strip())
    cells: dict[Field, tuple[Line, ...]] = {"seq": (part(line, offset - digits, offset),)}
    category, others, doubts = _category(table, start, lines)
    if category:
        cells["category"] = category
    if others:
        cut = cut_row(others, table.columns, table.layout, table.names, table.rules)
        cells |= cut.cells
        doubts += cut.doubts
    else:
        doubts += (Doubt("cell_missing", "the row has nothing but a number", start=line.start),)
    return Row(table.section.list_type, start.seq, cells, None, line.page, doubts)


def _category(
    table: Table, start: RowStart, lines: Sequence[Line]
) -> tuple[tuple[Line, ...], list[Line], tuple[Doubt, ...]]:
    """Given a row's lines after its number, return its category's, the others, and doubts."""
    if start.category is not None:
        length = len(start.category)
        kept = table.in_column or _ends_word(lines, length)
        return (*_taken(lines, length if kept else 0), ())
    if "category" in table.section.columns:
        cut, rest = _category_over_pages(lines, table.layout, table.categories)
        if cut:
            return cut, rest, ()
    if not table.in_column:
        return _category_inside(table, lines)
    length, doubts = _unknown_category(lines, table.categories)
    return (*_taken(lines, length), doubts)


def _category_inside(
    table: Table, lines: Sequence[Line]
) -> tuple[tuple[Line, ...], list[Line], tuple[Doubt, ...]]:
    """Given a row of a list with merged categories, return the one printed among its lines.

    A merged cell prints its name in the middle of its rows, so those before may belong to it.
    """
    for position, line in enumerate(lines[1:] if "category" in table.section.columns else (), 1):
        name = "".join(line.text.split())
        if name in table.categories.names:
            detail = f"{name!r} is printed inside the row; rows before it may belong to it, too"
            doubt = Doubt("category_guessed", detail, line_start=line.number, start=line.start)
            return (line,), [*lines[:position], *lines[position + 1 :]], (doubt,)
    return (), list(lines), ()


def _taken(lines: Sequence[Line], length: int) -> tuple[tuple[Line, ...], list[Line]]:
    """Given lines, return the first `length` characters that are not white space, and the rest."""
    taken: list[Line] = []
    for position, line in enumerate(lines):
        if not length:
            return tuple(taken), list(lines[position:])
        places = _places(line.text)
        if len(places) > length:
            taken.append(part(line, places[0], places[length - 1] + 1))
            rest = part(line, places[length], len(line.text))
            return tuple(taken), [rest, *lines[position + 1 :]]
        length -= len(places)
        whole = places[0] == 0 and places[-1] + 1 == len(line.text)
        taken.append(line if whole else part(line, places[0], places[-1] + 1))
    return tuple(taken), []


def _places(text: str) -> Sequence[int]:
    """Return where in a text the characters stand that are not white space."""
    words = text.split()
    if len(words) == 1:
        start = text.index(words[0])
        return range(start, start + len(words[0]))
    return [place for place, letter in enumerate(text) if not letter.isspace()]


def _category_over_pages(
    lines: Sequence[Line], layout: Layout, categories: Categories
) -> tuple[tuple[Line, ...], list[Line]]:
    """Given a row's lines, return its category's two parts where a page cut it, and the rest.

    The first part begins the row, the second the row's part on the next page.
    """
    for place in range(1, len(lines)):
        if gap_between(lines[place - 1], lines[place], layout) != 3:
            continue
        above, below = lines[:place], lines[place:]
        printed, going_on = _joined(above[:MOST_LINES]), _joined(below[:MOST_LINES])
        for name in sorted(categories.names, key=len, reverse=True):
            length = len(commonprefix((name, printed)))
            tail = name[length:]
            fits = length and tail and going_on.startswith(tail)
            if fits and _ends_word(above, length) and _ends_word(below, len(tail)):
                head, rest = _taken(above, length)
                foot, more = _taken(below, len(tail))
                return (*head, *foot), [*rest, *more]
    return (), list(lines)


def _ends_word(lines: Sequence[Line], length: int) -> bool:
    """Tell whether a word ends after the first `length` characters of the lines."""
    for line in lines:
        for match in re.finditer(r"\S+", line.text):
            length -= len(match[0])
            if length <= 0:
                return length == 0
    return True


def _unknown_category(
    lines: Sequence[Line], categories: Categories
) -> tuple[int, tuple[Doubt, ...]]:
    """Given a row whose category is not known, return how many characters it has.

    The border of words or lines that makes it most like a known category wins, else the
    first one; either way it is a guess.
    """
    borders, length = [], 0
    for line in lines[:LONGEST_CATEGORY]:
        for word in line.text.split():
            length += len(word)
            if length <= LONGEST_CATEGORY:
                borders.append(length)
    joined = "".join("".join(line.text.split()) for line in lines[:LONGEST_CATEGORY])
    if not borders:
        return 0, (
            Doubt(
                "category_missing",
                "the row has no category",
                start=lines[0].start if lines else None,
            ),
        )
    alike, best = max((_likeness(joined[:border], categories.names), border) for border in borders)
    border = best if alike >= LEAST_LIKENESS else borders[0]
    if alike >= LEAST_LIKENESS:
        return border, ()
    detail = f"{joined[:border]!r} is taken for a category that the document does not list"
    return border, (
        Doubt("category_guessed", detail, line_start=lines[0].number, start=lines[0].start),
    )


def _likeness(word: str, names: Sequence[str]) -> float:
    """Given a word, return the share of letters it has in common with the likest name."""
    letters = set(word)
    return max(
        (2 * len(letters & set(name)) / (len(word) + len(name)) for name in names), default=0.0
    )


@lru_cache(maxsize=4)
def band_pattern(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of a band row: 一、党的建设（16项）."""
    total = rules.totals.band_total.replace("{n}", COUNT)
    numerals = f"[（(]?[{rules.marks.heading_numerals}]{{1,3}}[）)]?[、.．]?"
    return re.compile(rf"(?P<mark>{numerals})?(?P<name>[{HAN}、（）]{{2,16}}?)(?P<total>{total})?$")


def _band(table: Table, lines: Sequence[Line]) -> Band | None:
    """Given the lines before a row, return the band that the last of them is, if it is one."""
    if not lines or table.in_column:
        return None
    match = band_pattern(table.rules).match("".join(lines[-1].text.split()))
    if not match or not (match["total"] or match["name"] in table.categories.names):
        return None
    if "category" in table.section.columns and not (match["mark"] or match["total"]):
        return None  # the name of a merged cell
    total = number_of(match["n"]) if match["total"] else None
    return Band(table.section.list_type, match["name"], total, (lines[-1],))
