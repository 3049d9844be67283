"""The same file read by both character sources: where they differ, someone should look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ...model import Doubt
from .lines import Printed
from .pages import Page, Table

RADICALS = range(0x2E80, 0x2FE0)  # one source may read them for ideographs: that is known
SHOWN = 30  # characters of a cell that a message quotes


def compare_pages(first: Sequence[Page], second: Sequence[Page]) -> Iterator[Doubt]:
    """Yield a doubt per difference between all pages by the source in use and by the other."""
    for one, other in zip_longest(first, second):
        if one is None or other is None:
            facts = {"one": len(first), "other": len(second)}
            yield Doubt("second_opinion", "pages", facts)
            return
        yield from _differences(one, other, one.number)


def _differences(one: Page, other: Page, page: int) -> Iterator[Doubt]:
    """Yield what differs of a page as both read it."""
    if len(one.tables) != len(other.tables):
        facts = {"page": page, "one": len(one.tables), "other": len(other.tables)}
        yield Doubt("second_opinion", "tables", facts, page=page)
        return
    if not _same(one.lines, other.lines):
        yield Doubt("second_opinion", "lines", {"page": page}, page=page)
    for number, (table, again) in enumerate(zip(one.tables, other.tables, strict=True), 1):
        yield from _table_differences(table, again, page, number)


def _table_differences(one: Table, other: Table, page: int, table: int) -> Iterator[Doubt]:
    facts: dict[str, str | int]
    rows, columns = len(one.lattice.ys) - 1, len(one.lattice.xs) - 1
    other_rows, other_columns = len(other.lattice.ys) - 1, len(other.lattice.xs) - 1
    if (rows, columns) != (other_rows, other_columns):
        facts = {
            "page": page,
            "table": table,
            "rows": rows,
            "columns": columns,
            "other_rows": other_rows,
            "other_columns": other_columns,
        }
        yield Doubt("second_opinion", "size", facts, page=page)
    elif one.lattice.cells != other.lattice.cells:
        yield Doubt("second_opinion", "merged", {"page": page, "table": table}, page=page)
    else:
        for place, cell, again in zip(one.lattice.cells, one.cells, other.cells, strict=True):
            if not _same(cell, again):
                facts = {
                    "page": page,
                    "table": table,
                    "row": place.row + 1,
                    "column": place.column + 1,
                    "one": _text(cell)[:SHOWN],
                    "other": _text(again)[:SHOWN],
                }
                yield Doubt("second_opinion", "cell", facts, page=page)


def _text(lines: Sequence[Printed]) -> str:
    return "".join("".join(line.text.split()) for line in lines)


def _same(one: Sequence[Printed], other: Sequence[Printed]) -> bool:
    """Tell whether lines by both sources read the same but for known artefacts."""
    first, second = _text(one), _text(other)
    return len(first) == len(second) and all(
        a == b or ord(a) in RADICALS or ord(b) in RADICALS
        for a, b in zip(first, second, strict=True)
    )
