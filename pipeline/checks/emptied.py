"""Department cells that are empty in lists where nearly every item names a department."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..cells.items import Draft
from ..model import LIST_TYPES, Doubt

FEWEST = 10  # items that name a department, for one that does not to be odd
NEARLY_ALL = 20  # as many items for each that names none; a single one is odd in any list


def emptied_doubts(drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Given all items, yield those whose department cell is empty where hardly another is.

    无 or a stroke says that there is none; an empty cell does not. Where others say so, items
    without departments are usual in the list.
    """
    empty = [
        draft
        for draft in drafts
        if draft.departments_cell == "" and not draft.row.cells.get("departments")
    ]
    for kind in LIST_TYPES if empty else ():
        listed = [draft for draft in drafts if draft.row.list_type == kind]
        named = sum(bool(draft.departments_raw) for draft in listed)
        if named < FEWEST or len(listed) - named > max(1, len(listed) // NEARLY_ALL):
            continue
        for draft in [one for one in empty if one.row.list_type == kind]:
            facts = {"named": named, "count": len(listed)}
            yield Doubt("cell_missing", "departments", facts, draft.item_id, draft.row.page)
