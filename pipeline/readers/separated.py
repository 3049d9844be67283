"""CSV: text that is one table, its cells kept apart by commas, semicolons or tabs, or quoted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from itertools import pairwise

from .grid import Block, Spot, Table, bare_lines

LEAST_COLUMNS = 3
"""Columns that a list has at least: number, category, name."""
NUMBERED = 3
"""The number of a row stands in one of so many cells."""
_NUMBER = re.compile(r"\s*\d{1,3}\s*")
_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def separated_table(text: str) -> Block | None:
    """Return the table of a text that is one, None of any other text.

    Such a text has a numbered row right below a row of as many cells. One with tabs is told apart
    from a dump by a quoted cell.
    """
    named = _SEPARATOR.match(text)
    text = text[named.end() :] if named else text
    for separator in named[1] if named else ",;\t":
        if separator == "\t" and '\t"' not in text:
            continue
        rows = _rows(text, separator)
        if any(_heads(above, below) for above, below in pairwise(rows)):
            return Table(
                tuple(
                    Spot(number, column, bare_lines(cell))
                    for number, row in enumerate(rows)
                    for column, cell in enumerate(row)
                    if cell.strip()
                )
            )
    return None


def _rows(text: str, separator: str) -> list[list[str]]:
    """Return the rows of a text that are not empty; none where its quotes do not match."""
    if text.count(separator) < LEAST_COLUMNS:
        return []
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return []
    return [row for row in rows if any(cell.strip() for cell in row)]


def _heads(above: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether a row may head a table whose first row is the one below it."""
    if not LEAST_COLUMNS <= len(above) == len(below):
        return False
    return (
        _is_numbered(below) and not _is_numbered(above) and all(cell.strip() for cell in above[:3])
    )


def _is_numbered(row: Sequence[str]) -> bool:
    return any(_NUMBER.fullmatch(cell) for cell in row[:NUMBERED])
