"""The items of a document as they are compared: each with its clauses."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from ..review.rows import ClauseRow, ItemRow, Rows


class Item(Struct, frozen=True):
    """An item with its clauses in printed order."""

    row: ItemRow
    clauses: tuple[ClauseRow, ...]

    @property
    def duties(self) -> str:
        """All that is printed in its duty or handling cells."""
        cells = (self.row.superior_duties, self.row.township_duties, self.row.handling)
        return "\n".join(cell for cell in cells if cell)


def items_of(rows: Rows) -> tuple[Item, ...]:
    """Return the items of a document."""
    own = groupby(rows.clauses, lambda clause: clause.item_id)
    clauses = {item_id: tuple(found) for item_id, found in own}
    return tuple(Item(row, clauses.get(row.item_id, ())) for row in rows.items)
