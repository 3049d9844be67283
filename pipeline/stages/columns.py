"""The cells of one row of bare lines.

A dump prints a row's cells in the order of its columns, so a row is cut at borders between
lines (or at white space inside a line, before the duties). Where a border is, is told by
what cells are: departments are a list of names, duties are numbered from 1, a blank line is
usually a border, a cell of duties ends with a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.model import Doubt, Field, Line
from pipeline.rules import Rules
from pipeline.stages.duties import Gap, Unit, duty_cells
from pipeline.stages.marks import colon_pattern, label_pattern, mark_at
from pipeline.stages.names import Names, names_certainty, plausibility

# A name, a separator and the beginning of another name, at the end of a text.
LISTED = re.compile(r"([^、，。]{2,20})[、，][^、，]{1,6}$")
LONGEST_LISTED = 27
WORD = re.compile(r"\S+")
# Words up to one that ends a sentence.
SENTENCE = re.compile(r"\S.*?(?=(?<=[。；;！？])\s|\s*$)")
PAGE_GAP = 4  # lines from one printed line to the next where a page ended without furniture


class Layout(NamedTuple):
    """How a list is laid out: where furniture stood, and whether every line is set apart."""

    breaks: tuple[int, ...]
    spaced: bool


class Cut(NamedTuple):
    """Cells by field, and what is doubtful about the borders."""

    cells: dict[Field, tuple[Line, ...]]
    doubts: tuple[Doubt, ...] = ()


def part(line: Line, start: int, end: int) -> Line:
    """Given a line, return its part text[start:end] as a line of its own."""
    first, text, number, page, box, wraps, furniture = line
    return Line(first + start, text[start:end], number, page, box, wraps, furniture)


def _stripped(line: Line) -> Line:
    """Given a line, return it without white space around it."""
    start, end = len(line.text) - len(line.text.lstrip()), len(line.text.rstrip())
    return line if end - start == len(line.text) else part(line, start, end)


def units_of(lines: Sequence[Line], layout: Layout, rules: Rules) -> list[Unit]:
    """Given a row's lines, return its words with the gaps between them.

    From the first numbered duty on a unit is a whole line, cut only behind a sentence's end:
    two cells may share a line, but not a sentence.
    """
    gaps = _gaps(lines, layout)
    texts = [line.text for line in lines]
    if "\n".join(texts).split() == texts:  # no white space to cut at
        return list(map(Unit, lines, gaps))
    units: list[Unit] = []
    words = WORD
    for line, gap in zip(lines, gaps, strict=True):
        text = line.text
        if gap == 3:
            words = WORD  # a row cut by a page begins anew with the rest of its first cells
        if words is WORD and units and mark_at(text, len(text) - len(text.lstrip()), rules):
            words = SENTENCE
        for nth, match in enumerate(words.finditer(text)):
            units.append(Unit(part(line, *match.span()), 0 if nth else gap))
    return units


def _gaps(lines: Sequence[Line], layout: Layout) -> list[Gap]:
    """Given a row's lines, return what separates each of them from the one before."""
    numbers = [line.number or 0 for line in lines]
    if numbers[0] and lines[0].page == lines[-1].page:
        # Furniture has a line of its own, so nothing stands between a line and the next one.
        return [1] + [
            1
            if numbers[index] - numbers[index - 1] == 1
            else _gap(lines[index - 1], lines[index], layout)
            for index in range(1, len(lines))
        ]
    return [1, *(_gap(before, line, layout) for before, line in pairwise(lines))]


def _gap(before: Line, line: Line, layout: Layout) -> Gap:
    """Return what separates two lines; blank lines mean nothing in a spaced dump."""
    if line.number is None or before.number is None:
        return 1
    apart = line.number - before.number
    if line.page != before.page or apart >= PAGE_GAP:
        return 3
    if apart <= 1:
        return apart
    if breaks_between(layout.breaks, before, line):
        return 3
    return 1 if layout.spaced else 2


def breaks_between(breaks: Sequence[int], before: Line, line: Line) -> bool:
    """Tell whether furniture stood between two lines."""
    index = bisect_right(breaks, before.start)
    return index < len(breaks) and breaks[index] < line.start


def rejoined(units: Sequence[Unit]) -> tuple[Line, ...]:
    """Given units, return whole lines again: the units of one line with what is between them."""
    if 0 not in [unit.gap for unit in units]:
        return tuple([unit.line for unit in units])
    lines: list[Line] = []
    for unit in units:
        if lines and unit.gap == 0 and lines[-1].number == unit.line.number:
            text = lines[-1].text
            space = " " * (unit.line.start - lines[-1].end)
            lines[-1] = lines[-1]._replace(text=text + space + unit.line.text)
        else:
            lines.append(unit.line)
    return tuple(lines)


def cut_row(
    lines: Sequence[Line], columns: Sequence[Field], layout: Layout, names: Names, rules: Rules
) -> Cut:
    """Given a row's lines after its number and category, return its other cells."""
    if columns == ["name"]:
        return Cut({"name": tuple([_stripped(line) for line in lines])})
    units = units_of(lines, layout, rules)
    remark: tuple[Line, ...] | None = None
    if "remark" in columns:
        border = _remark(units, len(columns) == 2, rules)
        units, remark = units[:border], rejoined(units[border:])
    if "departments" in columns:
        cut = _cut_departments(units, columns, names, rules)
    elif "handling" in columns:
        cut = _cut_handling(units, rules)
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
    separated = last + 1 < len(units) and units[last + 1].gap in (0, 2) and last >= 0
    return last + 1 if separated else len(units)


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
        cells["handling"] = tuple(line for rest in rests for line in rejoined(rest))
        return Cut(cells, doubts)
    superior, township, sure = duty_cells(rests, names, rules)
    cells |= {"superior_duties": rejoined(superior), "township_duties": rejoined(township)}
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


def _cut_handling(units: Sequence[Unit], rules: Rules) -> Cut:
    """Given the words of a row whose last column tells who takes an item over and how."""
    label = label_pattern(rules)
    for index, unit in enumerate(units):
        if index and label.match(unit.line.text):
            return Cut({"name": rejoined(units[:index]), "handling": rejoined(units[index:])})
    best, border = -1.0, len(units)
    for index in range(1, len(units)):
        opener = units[index].line.text.startswith(rules.marks.handling_openers)
        score = units[index].gap + (3.0 if opener else 0.0)
        if score > best and (opener or units[index].gap != 1):
            best, border = score, index
    cells: dict[Field, tuple[Line, ...]] = {
        "name": rejoined(units[:border]),
        "handling": rejoined(units[border:]),
    }
    if border == len(units) or best < 3.0:
        what = "the border between name and handling was guessed"
        return Cut(cells, (_doubt("border_guessed", what, units),))
    return Cut(cells)
