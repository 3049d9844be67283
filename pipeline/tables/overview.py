"""A small table of the lists' totals before the lists is part of the preamble."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from ..model import Document, Grid, Line
from ..rules import Rules
from .gridheads import title_type

MOST_ROWS = 8
LONGEST_CELL = 20


def without_overviews(document: Document, rules: Rules) -> Document:
    """Given a document, return it with the cells of tables of totals as lines of text."""
    blocks: list[Line | Grid] = []
    for block in document.blocks:
        if isinstance(block, Grid) and _is_overview(block, rules):
            blocks.extend(_lines(block))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _is_overview(grid: Grid, rules: Rules) -> bool:
    """Tell whether the rows of a table are the lists themselves, each with short figures."""
    if not 2 <= len(grid.rows) <= MOST_ROWS:
        return False
    texts = [
        ["".join(line.text for line in cell.lines) for cell in row if cell] for row in grid.rows
    ]
    if any(len(text) > LONGEST_CELL for row in texts for text in row):
        return False
    named = [{title_type("".join(text.split()), rules) for text in row} - {None} for row in texts]
    return len(set().union(*named)) > 1 and all(len(kinds) < 2 for kinds in named)


def _lines(grid: Grid) -> Iterable[Line]:
    for row in grid.rows:
        for cell in row:
            yield from cell.lines if cell else ()
