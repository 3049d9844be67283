"""All items of a document as the checks look at them, and what a doubt about one says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from ..cells.clauses import Part, Reading
from ..cells.items import Draft
from ..model import Clause, Doubt, Field, Item, Line
from ..rules import Rules


class ReadCell(Struct, frozen=True):
    """A duty or handling cell: whose it is, its lines, its parts, and the clauses among these."""

    item: Item
    field: Field
    lines: Sequence[Line]
    reading: Reading
    clauses: Sequence[Clause]


class Survey(Struct, frozen=True):
    """All items of a document with their cells.

    `printed` is how often each department's name is printed in their department cells.
    """

    items: Sequence[Item]
    drafts: Sequence[Draft]
    cells: Sequence[ReadCell]
    printed: Counter[str]
    rules: Rules


def survey_of(items: Sequence[Item], drafts: Sequence[Draft], rules: Rules) -> Survey:
    """Return the items of a document with what several checks ask of all of them."""
    cells = [
        cell for item, draft in zip(items, drafts, strict=True) for cell in _cells(item, draft)
    ]
    printed = Counter(name for item in items for name in item.departments_raw)
    return Survey(items, drafts, cells, printed, rules)


def _cells(item: Item, draft: Draft) -> Iterable[ReadCell]:
    """Yield the cells of an item that are read as clauses."""
    for field, reading in draft.readings.items():
        clauses = [clause for clause in item.clauses if clause.field == field]
        yield ReadCell(item, field, draft.row.cells[field], reading, clauses)


def doubt_about(
    item: Item,
    code: str,
    case: str,
    facts: Mapping[str, str | int],
    part: Clause | Part | None = None,
) -> Doubt:
    """Return a doubt about an item, or about a part of one of its cells."""
    start, end = (part.start, part.end) if part else (None, None)
    where = (item.item_id, item.page, item.line_start, item.line_end, start, end)
    return Doubt(code, case, facts, *where)


def in_order(doubts: Iterable[Doubt], items: Sequence[Item]) -> list[Doubt]:
    """Return doubts that were made check by check item by item."""
    places = {item.item_id: place for place, item in enumerate(items)}
    return sorted(doubts, key=lambda doubt: places[doubt.item_id or ""])
