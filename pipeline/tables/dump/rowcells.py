"""One row of bare lines → its cells."""

from __future__ import annotations

from msgspec import Struct

from ...departments.names import Names
from ...model import Doubt, Field, Line, Row, Section
from ...rules import Rules
from .categorycells import (
    CategoryColumn,
    category_behind,
    category_beside,
    category_cell,
)
from .columns import cut_row
from .rowstarts import RowStart
from .units import Layout, piece, stripped

NAME_ALONE: list[Field] = ["name"]  # the columns of a basic list


class Table(Struct, frozen=True):
    """One list and what is known when its rows are read.

    `columns` are those after the number and the category.
    """

    section: Section
    body: tuple[Line, ...]
    columns: list[Field]
    layout: Layout
    category: CategoryColumn
    names: Names
    rules: Rules


def row_at(table: Table, start: RowStart, end: int) -> Row:
    """Given where a row begins and ends, return it, without the category above it."""
    line, below = table.body[start.position], table.body[start.position + 1 : end]
    cells, others, doubts = _first_cells(table, start, line, below)
    columns = table.columns
    if "name" in cells:
        columns = [column for column in columns if column != "name"]
    if others and columns == NAME_ALONE:
        cells["name"] = tuple([stripped(line) for line in others])
    elif others and columns:
        cut = cut_row(others, columns, table.layout, table.names, table.rules)
        cells.update(cut.cells)
        doubts += cut.doubts
    elif "name" not in cells:
        doubts += (Doubt("cell_missing", "number_only", start=line.start),)
    return Row(table.section.list_type, start.seq, cells, None, line.page, doubts)


def _first_cells(
    table: Table, start: RowStart, line: Line, below: tuple[Line, ...]
) -> tuple[dict[Field, tuple[Line, ...]], tuple[Line, ...], tuple[Doubt, ...]]:
    """Given a row's first line and those below, return its number and category as cells.

    With them come the other lines, and doubts. Where the category stands behind the name, that
    is a cell, too.
    """
    column, offset = table.category, start.offset
    number, behind = line.text[:offset].strip(), line.text[offset:].lstrip()
    place = len(line.text) - len(behind)
    cells: dict[Field, tuple[Line, ...]] = {"seq": (piece(line, offset - len(number), number),)}
    if beside := category_beside(column, start.category, line, place):
        cells["category"] = (beside[0],)
        return cells, (beside[1], *below), ()
    lines = (piece(line, place, behind), *below) if behind else below
    if column.behind and (parts := category_behind(lines, column.categories)):
        name, category, rest = parts
        cells |= {"name": tuple(map(stripped, name)), "category": tuple(category)}
        return cells, tuple(rest), ()
    found, others, doubts = category_cell(column, start, lines)
    if found:
        cells["category"] = found
    return cells, others, doubts
