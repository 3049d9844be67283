"""The duty and handling cells of all items with their clauses, for what is asked of each cell."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from pipeline.model import Clause, Field, Item, Line
from pipeline.stages.clauses import Reading
from pipeline.stages.items import Draft


class ReadCell(Struct, frozen=True, gc=False):
    """A cell that was read: whose it is, its lines, its parts, and the clauses among these."""

    item: Item
    field: Field
    lines: Sequence[Line]
    reading: Reading
    clauses: Sequence[Clause]


def read_cells(items: Sequence[Item], drafts: Sequence[Draft]) -> list[ReadCell]:
    """Given the items, return their cells that were read, in order."""
    cells = []
    for item, draft in zip(items, drafts, strict=True):
        first, clauses, lines = 0, item.clauses, draft.row.cells
        for field, reading in draft.readings.items():
            end = first + len(reading.parts) - len(reading.heads)
            cells.append(ReadCell(item, field, lines[field], reading, clauses[first:end]))
            first = end
    return cells
