"""Which line wraps into the next one: told by whether the next word would have fitted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...letters.script import is_cjk
from .lines import Printed
from .page import Page, Table

CLOSERS = "，。；：、！？）》”’】〕,.;:!?)]"
OPENERS = "（《“‘【〔"
LARGEST_PADDING = 8.0  # points: cells have no more on a side
NARROW = 0.55  # of the size: usual width of a Latin glyph or digit
SLOPPY = 0.3  # of the size: what typesetters squeeze a line by
SURE = 0.8  # of the size: room beyond the next word that no typesetter leaves
APART = 1.5  # of the size: lines farther apart are not of one paragraph
INDENT = 1.5  # of the size: a line that starts farther in begins a paragraph
CENTRED = 0.4, 0.5  # of the size: white at both sides of a centred line, and how it may differ
SHORT = 3.0  # of the size: a last line with more room than that ends its paragraph
# What shows the measure of text outside tables.
FULL_LINES = 3
NEAR = 1.5  # of the size: lines that end so near to the longest are full, too

ColumnKey = tuple[int, int]


class Measure(NamedTuple):
    """The room that a column's lines have: its left limit and its width."""

    left: float
    width: float


def column_key(table: Table, number: int) -> ColumnKey:
    """Return what identifies the column of a cell through the file: its sides."""
    _, column, _, span = table.lattice.cells[number]
    xs = table.lattice.xs
    return round(xs[column]), round(xs[column + span])


def pages_to_measures(pages: Sequence[Page]) -> dict[ColumnKey, Measure]:
    """Return the measure of every column of a file, told by its fullest lines."""
    boxes: dict[ColumnKey, list[Printed]] = {}
    white: set[ColumnKey] = set()
    for page in pages:
        for table in page.tables:
            for number, lines in enumerate(table.cells):
                if lines:
                    boxes.setdefault(column_key(table, number), []).extend(lines)
            if table.ruleless:
                white.update(column_key(table, number) for number in range(len(table.cells)))
    return {key: _measure(key, lines, key in white) for key, lines in boxes.items()}


def _measure(key: ColumnKey, lines: Sequence[Printed], ruleless: bool) -> Measure:
    if ruleless:
        left = min(line.box.x0 for line in lines)
        return Measure(left, max(line.box.x1 for line in lines) - left)
    left, right = key
    padding = min(max(min(line.box.x0 for line in lines) - left, 1.0), LARGEST_PADDING)
    widest = max(line.box.x1 - line.box.x0 for line in lines)
    return Measure(left + padding, max(widest, right - left - 2 * padding))


def body_measure(pages: Sequence[Page]) -> Measure | None:
    """Return the measure of text outside tables; None if little shows it.

    Shown by several full lines, or by one that ends where tables end.
    """
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return None
    left = min(line.box.x0 for line in lines)
    longest = max(lines, key=lambda line: line.box.x1)
    right, reach = longest.box.x1, NEAR * longest.size
    full = sum(right - line.box.x1 < reach for line in lines)
    sides = [table.lattice.xs[-1] for page in pages for table in page.tables]
    shown = full >= FULL_LINES or any(-reach < side - right < reach for side in sides)
    return Measure(left, right - left) if shown else None


def lines_to_wraps(lines: Sequence[Printed], measure: Measure | None) -> tuple[bool | None, ...]:
    """Return for each line of a cell whether the next one continues it; None where unknown."""
    if measure is None or not lines:
        return (None,) * len(lines)
    pairs: Iterable[tuple[Printed, Printed]] = pairwise(lines)
    return (*(_wraps(one, two, measure) for one, two in pairs), _may_go_on(lines[-1], measure))


def _wraps(line: Printed, following: Printed, measure: Measure) -> bool | None:
    """Tell whether the break between a line and the next is the typesetter's."""
    size = line.size
    if following.box.top - line.box.bottom > APART * size:
        return False
    centred = _is_centred(line, measure)
    if not centred and following.box.x0 - max(measure.left, _hang(line, measure)) > INDENT * size:
        return False
    room = _room(line, measure, centred)
    needed = _first_word(following.text) * size
    if needed > room - SLOPPY * size:
        return True
    return False if room > needed + SURE * size else None


def _may_go_on(line: Printed, measure: Measure) -> bool | None:
    """Return False when a cell's last line is too short to go on after a page, else None."""
    room = _room(line, measure, _is_centred(line, measure))
    return False if room > SHORT * line.size else None


def _hang(line: Printed, measure: Measure) -> float:
    """Return where the other lines of a line's paragraph may start at most."""
    return min(line.box.x0, measure.left + INDENT * line.size)


def _is_centred(line: Printed, measure: Measure) -> bool:
    before = line.box.x0 - measure.left
    after = measure.left + measure.width - line.box.x1
    least, most = CENTRED
    return before > least * line.size and abs(before - after) < most * line.size


def _room(line: Printed, measure: Measure, centred: bool) -> float:
    room = measure.left + measure.width - line.box.x1
    return room + (line.box.x0 - measure.left if centred else 0.0)


def _first_word(text: str) -> float:
    """Return the width of what cannot be parted from a line's beginning, in ems."""
    if is_cjk(text[0]):
        return 2.0 if text[0] in OPENERS or (text[1:] and text[1] in CLOSERS) else 1.0
    width = 0.0
    for char in text:
        if char.isspace() or is_cjk(char):
            break
        width += NARROW
    return width
