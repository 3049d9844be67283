"""The duty and handling cells of all items with their clauses, for what is asked of each cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from ..cells.clauses import Reading
from ..cells.items import Draft
from ..model import Clause, Field, Item, Line

SENTENCE_ENDS = ("；", "。", ";")
ENDS = "".join(SENTENCE_ENDS)


class ReadCell(Struct, frozen=True, gc=False):
    """A cell that was read: whose it is, its lines, its parts, and the clauses among these.

    `ended` is how many of its clauses end as a sentence, or as one of a list.
    """

    item: Item
    field: Field
    lines: Sequence[Line]
    reading: Reading
    clauses: Sequence[Clause]
    ended: int

    @property
    def ends_inside(self) -> bool:
        """Whether the mark of a sentence's end stands elsewhere than at a clause's end."""
        text = self.reading.text
        latin = text.count(";") if ";" in text else 0  # nearly no text has any
        return text.count("；") + text.count("。") + latin != self.ended


class Survey(Struct, frozen=True):
    """All items of a document, with what several checks ask of them.

    `headed` are the cells with headings or labels, which most have not; `names` are the items'
    names, each between two line feeds, to be searched all at once;
    `printed` is how often each department's name is printed in their department cells.
    """

    items: Sequence[Item]
    drafts: Sequence[Draft]
    cells: list[ReadCell]
    headed: list[ReadCell]
    names: str
    printed: Counter[str]


def survey_of(items: Sequence[Item], drafts: Sequence[Draft]) -> Survey:
    """Given the items, return them with what several checks ask of all of them."""
    names = "\n".join(["", *[item.name for item in items], ""])
    printed = Counter([name for item in items for name in item.departments_raw])
    cells = read_cells(items, drafts)
    headed = [cell for cell in cells if cell.reading.heads]
    return Survey(items, drafts, cells, headed, names, printed)


def read_cells(items: Sequence[Item], drafts: Sequence[Draft]) -> list[ReadCell]:
    """Given the items, return their cells that were read, in order."""
    cells = []
    for item, draft in zip(items, drafts, strict=True):
        first, lines = 0, draft.row.cells
        for field, reading in draft.readings.items():
            end = first + len(reading.parts) - len(reading.heads)
            clauses = item.clauses[first:end]
            ended = 0
            for one in clauses:
                if one.text and one.text[-1] in ENDS:
                    ended += 1
            cells.append(ReadCell(item, field, lines[field], reading, clauses, ended))
            first = end
    return cells
