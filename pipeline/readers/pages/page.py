"""A page's marks → its tables' cells and its other lines, still with their geometry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...model import Doubt
from .lattice import Bounds, Lattice, TooManyRules, joined_rules, rules_to_lattices
from .lines import Printed, runs_to_cells, runs_to_hidden_lines, runs_to_lines
from .marks import PageMarks, Rule, Run

# A page with more is a drawing, in whose text no table is looked for.
MOST_RUNS, MOST_RULES = 3_000, 20_000
MOSTLY = 0.8  # of the text between shaded areas that is in them, if they are a table


class Table(NamedTuple):
    """A table of a page; `cells` are the lines of the lattice's cells, in its order.

    `ruleless` tells that its columns are not ruled, so that borders say nothing of the room.
    `hidden` are the lines of its cells that are not seen.
    """

    lattice: Lattice
    cells: tuple[tuple[Printed, ...], ...]
    ruleless: bool = False
    hidden: tuple[tuple[Printed, ...], ...] = ()


class Loose(NamedTuple):
    """Text of a page without a grid, and the rules across it, sides of shaded areas too."""

    runs: tuple[Run, ...] = ()
    rules: tuple[Rule, ...] = ()


class Page(NamedTuple):
    """What a page says: tables from top to bottom, lines outside them, and watermarks.

    `hidden` are the lines outside tables that are not seen.
    """

    number: int
    width: float
    height: float
    tables: tuple[Table, ...]
    lines: tuple[Printed, ...]
    watermarks: tuple[Printed, ...]
    doubts: tuple[Doubt, ...]
    loose: Loose = Loose()
    hidden: tuple[Printed, ...] = ()


def marks_to_page(marks: PageMarks) -> Page:
    """Return the tables and lines of a page."""
    on_page = [run for run in marks.runs if _is_on_page(run, marks)]
    runs = [run for run in on_page if not run.hidden]
    lattices, doubts = _lattices(marks.rules, marks.frames, runs, marks.number)
    placed = runs_to_cells(runs, lattices)
    tables = tuple(
        Table(lattice, tuple(map(runs_to_lines, cells)))
        for lattice, cells in zip(lattices, placed.cells, strict=True)
        if any(cells) or not _is_frame(lattice, lattices)
    )
    tables, hidden = _with_hidden(tables, [run for run in on_page if run.hidden])
    return Page(
        marks.number,
        marks.width,
        marks.height,
        tables,
        runs_to_lines(placed.outside),
        runs_to_lines(placed.watermarks),
        (*marks.doubts, *doubts, *_beyond(marks, len(on_page))),
        Loose() if lattices else _loose(marks, placed.outside),
        hidden,
    )


def _with_hidden(
    tables: tuple[Table, ...], runs: Sequence[Run]
) -> tuple[tuple[Table, ...], tuple[Printed, ...]]:
    """Return tables with the lines of runs that are not seen, and those outside tables."""
    if not runs:
        return tables, ()
    placed = runs_to_cells(runs, [table.lattice for table in tables])
    return tuple(
        table._replace(hidden=tuple(map(runs_to_hidden_lines, cells)))
        for table, cells in zip(tables, placed.cells, strict=True)
    ), runs_to_hidden_lines((*placed.outside, *placed.watermarks))


def _loose(marks: PageMarks, runs: Sequence[Run]) -> Loose:
    """Return the text of a page without a grid, with what may part the rows of a table."""
    if len(runs) > MOST_RUNS or len(marks.rules) + len(marks.frames) > MOST_RULES:
        return Loose()
    rules = joined_rules((*marks.rules, *marks.frames))
    return Loose(tuple(runs), tuple(rule for rule in rules if rule.is_level))


def _lattices(
    rules: Sequence[Rule], frames: Sequence[Rule], runs: Sequence[Run], number: int
) -> tuple[tuple[Lattice, ...], tuple[Doubt, ...]]:
    """Return the tables of a page; the sides of filled areas serve where rules make none."""
    texts = [(run.x0, run.top, run.x1, run.bottom) for run in runs if not run.angle]
    try:
        lattices = rules_to_lattices(rules, texts)
        if not lattices and frames:
            lattices = rules_to_lattices((*rules, *frames), texts)
            if _is_striped(lattices, frames, runs):
                return (), ()
    except TooManyRules:
        return (), (Doubt("too_many_rules", "", {"page": number}, page=number),)
    return lattices, ()


def _is_striped(lattices: Sequence[Lattice], frames: Sequence[Rule], runs: Sequence[Run]) -> bool:
    """Tell whether tables made of the sides of areas are rows of which every other is shaded."""
    if not lattices:
        return False
    if all(len(lattice.ys) == 2 for lattice in lattices):
        return True
    areas = [
        (left.x0, top.top, right.x0, bottom.top)
        for top, bottom, left, right in zip(*[iter(frames)] * 4, strict=True)
    ]
    bounds = [lattice.bounds for lattice in lattices]
    top, bottom = min(box[1] for box in bounds), max(box[3] for box in bounds)
    within = [run for run in runs if top < run.top and run.bottom < bottom]
    shaded = sum(any(_is_in(run, area) for area in areas) for run in within)
    return shaded < MOSTLY * len(within)


def _is_in(run: Run, area: Bounds) -> bool:
    return area[0] < (run.x0 + run.x1) / 2 < area[2] and area[1] < run.middle < area[3]


def _is_frame(lattice: Lattice, others: Sequence[Lattice]) -> bool:
    """Tell whether a table without any text does nothing but enclose another one."""
    x0, top, x1, bottom = lattice.bounds
    inner = [other.bounds for other in others if other is not lattice]
    return any(x0 <= a and top <= b and c <= x1 and d <= bottom for a, b, c, d in inner)


def _is_on_page(run: Run, marks: PageMarks) -> bool:
    return run.x1 > 0 and run.x0 < marks.width and run.bottom > 0 and run.top < marks.height


def _beyond(marks: PageMarks, kept: int) -> tuple[Doubt, ...]:
    """Return a doubt if not all runs of a page are on it; so many are."""
    if kept == len(marks.runs):
        return ()
    words = next(run.text for run in marks.runs if not _is_on_page(run, marks))
    facts: dict[str, str | int] = {"page": marks.number, "text": words[:20]}
    return (Doubt("text_outside_page", "", facts, page=marks.number),)
