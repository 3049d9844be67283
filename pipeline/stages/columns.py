"""The cells of one row of bare lines.

A dump prints a row's cells in the order of its columns, so a row is cut at borders between
lines (or at white space inside a line, before the duties). Where a border is, is told by
what cells are: departments are a list of names, duties are numbered from 1, a blank line is
usually a border, a cell of duties ends with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.model import Doubt, Field, Line
from pipeline.rules import Rules
from pipeline.stages.duties import duty_cells
from pipeline.stages.marks import colon_pattern, label_pattern, mark_at
from pipeline.stages.names import Names, names_certainty, plausibility
from pipeline.stages.units import Layout, Unit, part, rejoined, stripped, units_of

# A name, a separator and the beginning of another name, at the end of a text.
LISTED = re.compile(r"([^、，。]{2,20})[、，][^、，]{1,6}$")
LONGEST_LISTED = 27
LONGEST_REMARK = 8


class Cut(NamedTuple):
    """Cells by field, and what is doubtful about the borders."""

    cells: dict[Field, tuple[Line, ...]]
    doubts: tuple[Doubt, ...] = ()


def cut_row(
    lines: Sequence[Line], columns: Sequence[Field], layout: Layout, names: Names, rules: Rules
) -> Cut:
    """Given a row's lines after its number and category, return its other cells."""
    if columns == ["name"]:
        return Cut({"name": tuple([stripped(line) for line in lines])})
    units = units_of(lines, layout, rules)
    remark: tuple[Line, ...] | None = None
    if "remark" in columns:
        border = _remark(units, len(columns) == 2, rules)
        units, remark = units[:border], rejoined(units[border:])
    if "departments" in columns:
        cut = _cut_departments(units, columns, names, rules)
    elif "handling" in columns:
        cut = _cut_handling(units, names, rules)
    else:
        cut = Cut({"name": rejoined(units)})
    return cut if remark is None else Cut(cut.cells | {"remark": remark}, cut.doubts)


def _remark(units: Sequence[Unit], after_name: bool, rules: Rules) -> int:
    """Return where the last column's remark begins, which most rows do not have.

    Behind a name it is what white space (or a blank line) separates from it; behind duties
    what follows the last sentence.
    """
    if after_name:
        return next((i for i, u in enumerate(units) if i and u.gap in (0, 2)), len(units))
    ends = rules.marks.sentence_ends + rules.marks.closers
    last = max((i for i, unit in enumerate(units) if unit.line.text[-1] in ends), default=-1)
    border = last + 1
    if last < 0 or border == len(units) or mark_at(units[border].line.text, 0, rules):
        return len(units)
    short = sum([len(unit.line.text) for unit in units[border:]]) <= LONGEST_REMARK
    cut = any([unit.gap == 3 for unit in units[border:]])  # the rest of another cell
    return border if units[border].gap in (0, 2) or (short and not cut) else len(units)


# --- departments --------------------------------------------------------------------------


def _cut_departments(
    units: Sequence[Unit], columns: Sequence[Field], names: Names, rules: Rules
) -> Cut:
    """Given the words of a row with a column of departments, return its cells.

    A row cut by a page's end goes on with the rest of each of its cells.
    """
    first_page, *others = _pages(units)
    duties = _first_duty(first_page, names, rules)
    found = _departments(first_page, duties, bool(others), names)
    if found is None and others:
        first_page, others = [*first_page, *others[0]], others[1:]
        duties = _first_duty(first_page, names, rules)
        found = _departments(first_page, duties, bool(others), names)
    doubts: tuple[Doubt, ...] = ()
    if found is None:
        first = last = duties if duties < len(first_page) else _border(first_page)
        doubts = (_doubt("border_guessed", "no department was found in the row", units),)
    else:
        first, last = found
    cell = list(first_page[first:last])
    rests = [first_page[last:]]
    for page in others:
        taken = _goes_on(cell, page, names)
        cell.extend(page[:taken])
        rests.append(page[taken:])
    cells: dict[Field, tuple[Line, ...]] = {
        "name": rejoined(first_page[:first]),
        "departments": tuple(unit.line for unit in cell),
    }
    if "handling" in columns:
        cells["handling"] = tuple(line for rest in rests for line in rejoined(rest, rules))
        return Cut(cells, doubts)
    superior, township, sure = duty_cells(rests, names, rules)
    cells |= {
        "superior_duties": rejoined(superior, rules),
        "township_duties": rejoined(township, rules),
    }
    if not sure:
        what = "the border between the duties of the two sides was guessed"
        doubts = (*doubts, _doubt("border_guessed", what, units))
    return Cut(cells, doubts)


def _pages(units: Sequence[Unit]) -> list[list[Unit]]:
    """Given the words of a row, return them page by page."""
    pages: list[list[Unit]] = [[]]
    for unit in units:
        if unit.gap == 3 and pages[-1]:
            pages.append([])
        pages[-1].append(unit)
    return pages


def _goes_on(cell: Sequence[Unit], page: Sequence[Unit], names: Names) -> int:
    """Return how many units at the top of a page go on with a department cell cut before it."""
    begun = "".join(unit.line.text for unit in cell)
    if not begun or (begun[-1] not in "、，" and names_certainty(begun, names) >= 1):
        begun = begun if page and page[0].line.text[0] in "、，" else ""
    best, text = 0, begun
    for count, unit in enumerate(page[:30] if begun else (), 1):
        text += unit.line.text
        if names_certainty(text, names) >= 1:
            best = count
    return best


def _doubt(code: str, detail: str, units: Sequence[Unit]) -> Doubt:
    first, last = units[0].line, units[-1].line
    return Doubt(
        code, detail, line_start=first.number, line_end=last.number, start=first.start, end=last.end
    )


def _border(units: Sequence[Unit]) -> int:
    """Return the first border a blank line marks, else the end."""
    return next((i for i, unit in enumerate(units) if i and unit.gap >= 2), len(units))


def _first_duty(units: Sequence[Unit], names: Names, rules: Rules) -> int:
    """Return the index of the first unit that surely begins a duty: a mark or a heading."""
    colons = colon_pattern(rules)
    for index, unit in enumerate(units):
        if index and mark_at(unit.line.text, 0, rules):
            return index
        colon = colons.search(unit.line.text)
        if index and colon and names_certainty(unit.line.text[: colon.start()], names) >= 1:
            return index
    return len(units)


def _departments(
    units: Sequence[Unit], duties: int, cut: bool, names: Names
) -> tuple[int, int] | None:
    """Return the (first, last) units of the department cell, None when none can be it.

    `cut` tells that the row goes on on another page, so that the last name may be cut too.
    """
    offsets, joined = [], ""
    for unit in units[: min(duties, 60)]:
        offsets.append(len(joined))
        joined += unit.line.text
    offsets.append(len(joined))
    best: tuple[float, int, int] | None = None
    for first in range(1, len(offsets) - 1):
        if joined[offsets[first] : offsets[first + 1]] in names.none:
            score = 4.0 + _edges(units, first, first + 1, duties)
            best = max(best or (score, 0, 0), (score, first, first + 1))
        if not names.opening.match(joined, offsets[first]):
            continue
        lead = _lead(joined, offsets[first], names)
        for last in range(first + 1, len(offsets)):
            text = joined[offsets[first] : offsets[last]].strip("、，")
            sure = [plausibility(name, names) for name in names.separator.split(text)]
            certainty = min(sure)
            if certainty < 0 and cut:
                certainty = _certainty_if_cut(text, names)
            if certainty < 0:
                continue
            score = certainty + sum(max(each, 0) for each in sure) / len(sure)
            score += _edges(units, first, last, duties) + lead
            score += 0.5 * text.count("、") + 0.1 * (last - first)
            score -= 3.0 * (joined[offsets[last] - 1] in "、，")
            if best is None or score > best[0]:
                best = (score, first, last)
    return (best[1], best[2]) if best else None


def _certainty_if_cut(text: str, names: Names) -> int:
    """Return the certainty of a list of names of which the last may be cut off."""
    whole, _, cut = text.rpartition("、")
    if whole and len(cut) < 20 and not re.search("[。；：]", cut):
        return min(names_certainty(whole, names), 1)
    return 0 if names.county and text.startswith(names.county) and len(text) < 20 else -1


def _lead(joined: str, offset: int, names: Names) -> float:
    """Return what the letters around a place say for a list of names to begin there."""
    score = 0.0
    if names.county and joined.startswith(names.county, offset):
        score += 1.5
    if offset and joined[offset - 1] in "、，":
        score -= 4.0
    inside = LISTED.search(joined, max(0, offset - LONGEST_LISTED), offset)
    if inside and names.end.search(inside[1]):
        score -= 4.0
    for length in range(1, len(names.county)):
        head, tail = names.county[:length], names.county[length:]
        if joined.endswith(head, 0, offset) and joined.startswith(tail, offset):
            score -= 4.0
    return score


def _edges(units: Sequence[Unit], first: int, last: int, duties: int) -> float:
    """Return how well [first:last] is bordered as a cell of its own."""
    left = (0.0, 1.0, 2.0, 2.0)[units[first].gap]
    if last >= len(units):
        return left
    right = (0.0, 0.5, 1.5, 1.5)[units[last].gap] + (3.0 if last == duties else 0.0)
    inside = sum(
        unit.gap == 0 and unit.line.text[0] not in "、，" for unit in units[first + 1 : last]
    )
    return left + right - inside


# --- handling in one column ------------------------------------------------------------------


def _cut_handling(units: Sequence[Unit], names: Names, rules: Rules) -> Cut:
    """Given the words of a row whose last column tells who takes an item over and how."""
    label = label_pattern(rules)
    units = _apart(units, names, label)
    for index, unit in enumerate(units):
        if index and label.match(unit.line.text):
            return Cut({"name": rejoined(units[:index]), "handling": rejoined(units[index:], rules)})
    best, border = -1.0, len(units)
    for index in range(1, len(units)):
        opener = units[index].line.text.startswith(rules.marks.handling_openers)
        score = units[index].gap + (3.0 if opener else 0.0)
        if score > best and (opener or units[index].gap != 1):
            best, border = score, index
    cells: dict[Field, tuple[Line, ...]] = {
        "name": rejoined(units[:border]),
        "handling": rejoined(units[border:], rules),
    }
    if border == len(units) or best < 3.0:
        what = "the border between name and handling was guessed"
        return Cut(cells, (_doubt("border_guessed", what, units),))
    return Cut(cells)


def _apart(units: Sequence[Unit], names: Names, label: re.Pattern[str]) -> list[Unit]:
    """Given units, return them cut before labels that an engine joined to what is before them.

    That is a label of departments, or one of a manner right behind a department's name.
    """
    found: list[Unit] = []
    for unit in units:
        line, places = unit.line, [0]
        for match in label.finditer(line.text, 1):
            before = line.text[places[-1] : match.start()]
            if match["department"] or _is_named(before, names, label):
                places.append(match.start())
        for place, end in pairwise([*places, len(line.text)]):
            found.append(Unit(part(line, place, end), 0 if place else unit.gap))
    return found


def _is_named(text: str, names: Names, label: re.Pattern[str]) -> bool:
    """Tell whether a text is a label of departments and their names, or such a name."""
    match = label.match(text)
    return names_certainty(text[match.end() if match else 0 :].strip(), names) >= 1
