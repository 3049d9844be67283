"""The cell that tells who takes a recalled item over, and how, among the words of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from ...departments.names import Names, names_certainty
from ...letters.marks import label_pattern
from ...model import Doubt, Field, Line
from ...rules import Rules
from .units import Unit, part, rejoined


class Cut(Struct, frozen=True, gc=False):
    """Cells by field, and what is doubtful about the borders."""

    cells: dict[Field, tuple[Line, ...]]
    doubts: tuple[Doubt, ...] = ()


def doubted(code: str, case: str, units: Sequence[Unit]) -> Doubt:
    """Return a doubt about what units say."""
    first, last = units[0].line, units[-1].line
    return Doubt(
        code, case, line_start=first.number, line_end=last.number, start=first.start, end=last.end
    )


def cut_handling(units: Sequence[Unit], names: Names, rules: Rules) -> Cut:
    """Given the words of a row whose last column tells who takes an item over and how."""
    label = label_pattern(rules)
    if _label_inside([unit.line.text for unit in units], label, rules):
        units = _apart(units, names, label)
    for index, unit in enumerate(units):
        if index and label.match(unit.line.text):
            return Cut(
                {"name": rejoined(units[:index]), "handling": rejoined(units[index:], rules)}
            )
    border, best = handling_border(units, rules)
    cells: dict[Field, tuple[Line, ...]] = {
        "name": rejoined(units[:border]),
        "handling": rejoined(units[border:], rules),
    }
    if border == len(units) or best < 3.0:
        return Cut(cells, (doubted("border_guessed", "handling", units),))
    return Cut(cells)


def handling_border(units: Sequence[Unit], rules: Rules) -> tuple[int, float]:
    """Return where the handling begins in a row without labels, and what speaks for it."""
    best, border = -1.0, len(units)
    for index in range(1, len(units)):
        opener = units[index].line.text.startswith(rules.marks.handling_openers)
        score = units[index].gap + (3.0 if opener else 0.0)
        if score > best and (opener or units[index].gap != 1):
            best, border = score, index
    return border, best


def _label_inside(texts: Sequence[str], label: re.Pattern[str], rules: Rules) -> bool:
    """Tell whether a label, which ends with a colon, stands inside one of some texts."""
    printed = "\n".join(texts)
    for colon in [colon for colon in rules.marks.colons if colon in printed]:
        for text in [text for text in texts if colon in text]:
            if label.search(text, 1, text.rfind(colon) + 1):
                return True
    return False


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
