"""The cells of one row of bare lines.

A dump prints a row's cells in the order of its columns, so a row is cut at borders between
lines (or at white space inside a line, before the duties). Where a border is, is told by
what cells are: departments are a list of names, duties are numbered from 1, a blank line is
usually a border, a cell of duties ends with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Doubt, Field, Line
from pipeline.rules import Rules
from pipeline.stages.marks import Mark, label_pattern, mark_at
from pipeline.stages.names import Names, names_certainty

WORD = re.compile(r"[^ \t\u3000\xa0\f\r]+")
Gap = int  # 0 the same line, 1 a new line, 2 after a blank line, 3 after furniture


class Unit(NamedTuple):
    """A run of text without white space, with what separates it from the one before."""

    line: Line
    gap: Gap


class Cut(NamedTuple):
    """Cells by field, and what is doubtful about the borders."""

    cells: dict[Field, tuple[Line, ...]]
    doubts: tuple[Doubt, ...] = ()


def part(line: Line, start: int, end: int) -> Line:
    """Given a line, return its part text[start:end] as a line of its own."""
    return line._replace(start=line.start + start, text=line.text[start:end])


def units_of(lines: Sequence[Line], breaks: Sequence[int]) -> list[Unit]:
    """Given lines, return their words with the gaps between them."""
    units: list[Unit] = []
    before: Line | None = None
    for line in lines:
        gap = 1
        if before is not None and line.number is not None and before.number is not None:
            gap = 2 if line.number - before.number > 1 else 1
            if gap == 2 and any(before.start < place < line.start for place in breaks):
                gap = 3
            if line.number == before.number:
                gap = 0
        for match in WORD.finditer(line.text):
            units.append(Unit(part(line, match.start(), match.end()), gap))
            gap = 0
        before = line
    return units


def rejoined(units: Sequence[Unit]) -> tuple[Line, ...]:
    """Given units, return whole lines again: the units of one line with what is between them."""
    lines: list[Line] = []
    for unit in units:
        if lines and unit.gap == 0 and lines[-1].number == unit.line.number:
            space = unit.line.start - lines[-1].end
            lines[-1] = lines[-1]._replace(text=lines[-1].text + " " * space + unit.line.text)
        else:
            lines.append(unit.line)
    return tuple(lines)


def cut_row(
    lines: Sequence[Line], columns: Sequence[Field], breaks: Sequence[int], names: Names, rules: Rules
) -> Cut:
    """Given a row's lines after its number and category, return its other cells."""
    units = units_of(lines, breaks)
    if "departments" in columns:
        return _cut_departments(units, columns, names, rules)
    if "handling" in columns:
        return _cut_handling(units, rules)
    return Cut({"name": rejoined(units)})


# --- departments --------------------------------------------------------------------------


def _cut_departments(
    units: Sequence[Unit], columns: Sequence[Field], names: Names, rules: Rules
) -> Cut:
    """Given the words of a row with a column of departments, return its cells."""
    duties = _first_duty(units, names, rules)
    found = _departments(units, duties, names)
    doubts: tuple[Doubt, ...] = ()
    if found is None:
        first, last = (duties, duties) if duties < len(units) else (_border(units), _border(units))
        doubts = (_doubt("border_guessed", "no department was found in the row", units),)
    else:
        first, last = found
    cells: dict[Field, tuple[Line, ...]] = {
        "name": rejoined(units[:first]),
        "departments": tuple(unit.line for unit in units[first:last]),
    }
    rest = units[last:]
    if "handling" in columns:
        cells["handling"] = rejoined(rest)
    else:
        border, sure = _duty_border(rest, names, rules)
        cells["superior_duties"] = rejoined(rest[:border])
        cells["township_duties"] = rejoined(rest[border:])
        if not sure:
            what = "the border between the duties of the two sides was guessed"
            doubts = (*doubts, _doubt("border_guessed", what, units))
    return Cut(cells, doubts)


def _doubt(code: str, detail: str, units: Sequence[Unit]) -> Doubt:
    first, last = units[0].line, units[-1].line
    return Doubt(code, detail, line_start=first.number, line_end=last.number, start=first.start, end=last.end)


def _border(units: Sequence[Unit]) -> int:
    """Return the first border a blank line marks, else the end."""
    return next((i for i, unit in enumerate(units) if i and unit.gap >= 2), len(units))


def _first_duty(units: Sequence[Unit], names: Names, rules: Rules) -> int:
    """Return the index of the first unit that surely begins a duty: a mark or a heading."""
    for index, unit in enumerate(units):
        if index and mark_at(unit.line.text, 0, rules):
            return index
        colon = re.search(f"[{rules.marks.colons}]", unit.line.text)
        if index and colon and names_certainty(_backwards(units, index, colon.start()), names) >= 1:
            return index
    return len(units)


def _backwards(units: Sequence[Unit], index: int, colon: int) -> str:
    """Return the text of a unit up to its colon."""
    return units[index].line.text[:colon]


def _departments(units: Sequence[Unit], duties: int, names: Names) -> tuple[int, int] | None:
    """Return the (first, last) units of the department cell, None when none can be it."""
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
        for last in range(first + 1, len(offsets)):
            certainty = names_certainty(joined[offsets[first] : offsets[last]].strip("、，"), names)
            if certainty < 0:
                continue
            score = 2.0 * certainty + _edges(units, first, last, duties) + 0.1 * (last - first)
            if best is None or score > best[0]:
                best = (score, first, last)
    return (best[1], best[2]) if best else None


def _edges(units: Sequence[Unit], first: int, last: int, duties: int) -> float:
    """Return how well [first:last] is bordered as a cell of its own."""
    left = (0.0, 1.0, 2.0, 2.0)[units[first].gap]
    if last >= len(units):
        return left
    right = (0.0, 0.5, 1.5, 1.5)[units[last].gap] + (3.0 if last == duties else 0.0)
    inside = sum(unit.gap == 0 and unit.line.text[0] not in "、，" for unit in units[first + 1 : last])
    return left + right - inside


# --- the two columns of duties ---------------------------------------------------------------


class Opening(NamedTuple):
    """What a line of duties begins with."""

    mark: Mark | None
    heading: bool


def _openings(units: Sequence[Unit], names: Names, rules: Rules) -> list[Opening]:
    """Given units of duties, return what each begins with (only line starts can have a mark)."""
    openings = []
    for unit in units:
        mark = mark_at(unit.line.text, 0, rules) if unit.gap else None
        text = unit.line.text
        colon = text[-1:] in rules.marks.colons
        group = mark is not None and mark.kind in ("heading", "subheading")
        named = colon and names_certainty(text[:-1], names) >= 1
        openings.append(Opening(mark, bool(group or named)))
    return openings


def _duty_border(units: Sequence[Unit], names: Names, rules: Rules) -> tuple[int, bool]:
    """Given the words of both duty cells, return where the second begins, and if that is sure.

    Every line start is weighed: numbering that begins again without a heading above it, a
    blank line, a finished sentence before it speak for a border; a heading right before it,
    a number that goes on, a sentence that is not finished speak against one.
    """
    openings = _openings(units, names, rules)
    restarts = _restarts(units, openings)
    best, border = 1.0 if len(units) < 2 else -1.0, len(units)
    for index in range(1, len(units)):
        if units[index].gap == 0:
            continue
        others = len(restarts) - (index in restarts)
        score = _weight(units, openings, index) - 3.0 * others
        if score > best:
            best, border = score, index
    return border, best >= 3.0 and border < len(units)


def _restarts(units: Sequence[Unit], openings: Sequence[Opening]) -> frozenset[int]:
    """Return the units whose number goes back although no heading stands right above."""
    last: dict[str, int] = {}
    found = set()
    headed = True
    for index, opening in enumerate(openings):
        mark = opening.mark
        if mark is not None:
            goes_back = mark.number <= last.get(mark.kind, 0) and mark.number == 1
            if goes_back and not (headed and mark.kind in ("dot", "bracket", "circle")):
                found.add(index)
            for kind in _below(mark.kind):
                last.pop(kind, None)
            last[mark.kind] = mark.number
        if opening.heading and mark is None:
            last.pop("dot", None)
            last.pop("bracket", None)
        headed = opening.heading
    return frozenset(found)


def _below(kind: str) -> tuple[str, ...]:
    """Return the kinds of marks that begin again under a mark of this kind."""
    order = ("heading", "subheading", "dot", "bracket", "circle")
    return order[order.index(kind) + 1 :]


def _weight(units: Sequence[Unit], openings: Sequence[Opening], index: int) -> float:
    """Return what speaks for and against a border before units[index], by itself."""
    mark, before = openings[index].mark, units[index - 1].line.text
    score = (0.0, 0.0, 4.0, 1.0)[units[index].gap]
    if mark is not None:
        score += 3.0 if mark.number == 1 else -4.0
    elif openings[index].heading:
        score -= 2.0
    else:
        score -= 1.0
    if openings[index - 1].heading and units[index - 1].gap:
        score -= 5.0
    ends = before[-1] in "。；;！？.!?，）)" or before.endswith("”")
    return score + (2.0 if ends else -2.0)


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
