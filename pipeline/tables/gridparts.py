"""The parts of lists in grids while they are read: body rows by field, titles, columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..model import Cell, Field, Grid, Line, ListType, Section
from .gridheads import Column

Fields = dict[Field, Cell | None]


class Part(NamedTuple):
    """A run of body rows without a header between them; a band is a row of one merged cell."""

    rows: list[Fields | Cell]
    page: int | None


class Draft:
    """A list that is being read."""

    def __init__(self, list_type: ListType, titles: Sequence[Line]) -> None:
        self.list_type = list_type
        self.titles = list(titles)
        self.columns: tuple[Column, ...] = ()
        self.width = 0
        self.fields: list[Field] = []
        self.body: list[Part | Line] = []


def section_of(draft: Draft) -> Section:
    """Given a list as read, return it as a section, its grids in the order of its columns."""
    body = tuple(
        item if isinstance(item, Line) else grid_of(item, draft.fields) for item in draft.body
    )
    return Section(draft.list_type, tuple(draft.fields), tuple(draft.titles), body)


def grid_of(part: Part, fields: Sequence[Field]) -> Grid:
    """Given body rows by field, return them as a grid with these columns."""
    rows: list[tuple[Cell | None, ...]] = []
    for row in part.rows:
        if isinstance(row, Cell):
            rows.append((Cell(row.lines, 1, len(fields)), *[None] * (len(fields) - 1)))
        else:
            rows.append(tuple(row.get(field) for field in fields))
    return Grid(tuple(rows), part.page)
