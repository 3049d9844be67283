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
    """Given all pages by the source in use and by the other, yield a doubt per difference."""
    for one, other in zip_longest(first, second):
        if one is None or other is None:
            yield Doubt("second_opinion", f"one reads {len(first)} pages, one {len(second)}")
            return
        for detail in _differences(one, other):
            yield Doubt("second_opinion", f"page {one.number}: {detail}", page=one.number)


def _differences(one: Page, other: Page) -> Iterator[str]:
    """Given a page as both read it, yield what differs."""
    if len(one.tables) != len(other.tables):
        yield f"{len(one.tables)} tables, the other source sees {len(other.tables)}"
        return
    if not _same(one.lines, other.lines):
        yield "the text outside tables differs"
    for number, (table, again) in enumerate(zip(one.tables, other.tables, strict=True), 1):
        yield from (f"table {number}: {what}" for what in _table_differences(table, again))


def _table_differences(one: Table, other: Table) -> Iterator[str]:
    rows, columns = len(one.lattice.ys) - 1, len(one.lattice.xs) - 1
    if (rows, columns) != (len(other.lattice.ys) - 1, len(other.lattice.xs) - 1):
        yield (
            f"{rows} rows of {columns} columns, the other source sees "
            f"{len(other.lattice.ys) - 1} of {len(other.lattice.xs) - 1}"
        )
    elif one.lattice.cells != other.lattice.cells:
        yield "cells are merged differently"
    else:
        for place, cell, again in zip(one.lattice.cells, one.cells, other.cells, strict=True):
            if not _same(cell, again):
                yield (
                    f"row {place.row + 1}, column {place.column + 1}: "
                    f"{_text(cell)[:SHOWN]!r} or {_text(again)[:SHOWN]!r}"
                )


def _text(lines: Sequence[Printed]) -> str:
    return "".join("".join(line.text.split()) for line in lines)


def _same(one: Sequence[Printed], other: Sequence[Printed]) -> bool:
    """Given lines by both sources, return whether they read the same but for known artefacts."""
    first, second = _text(one), _text(other)
    return len(first) == len(second) and all(
        a == b or ord(a) in RADICALS or ord(b) in RADICALS
        for a, b in zip(first, second, strict=True)
    )
