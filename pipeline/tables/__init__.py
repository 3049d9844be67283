"""The lists of a document and their rows, whether its tables have cells or were only dumped.

Both ways come to the same value, the printed row (`model.PrintedRow`): a grid gives its rows as
they are, a dump as they are cut. What comes after is one way: `rows_of`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from ..departments.names import Names
from ..letters.lines import lines_of, visible_blocks
from ..model import Document, Grid, Line, PrintedRow, Sections
from ..rules import Rules
from .dump import cut_lists, dump_sections
from .grid import grid_sections
from .rows import rows_of

__all__ = ["printed_lines", "rows_of", "sections_of", "with_printed_rows"]


def sections_of(document: Document, rules: Rules) -> Sections:
    """Return the parts of a document: its preamble, its lists as printed, furniture.

    What is not seen in print is taken out first, so that it changes nothing.
    """
    hidden = tuple(line for line in lines_of(document.blocks) if line.hidden)
    seen = replace(document, blocks=visible_blocks(document.blocks)) if hidden else document
    if any(isinstance(block, Grid) for block in seen.blocks):
        sections = grid_sections(seen, rules)
    else:
        sections = dump_sections(seen, rules)
    return replace(sections, hidden=hidden)


def printed_lines(sections: Sections) -> Iterator[Line]:
    """Yield every line of the lists."""
    for section in sections.lists:
        for row in section.rows:
            yield from (row,) if isinstance(row, Line) else row.lines


def with_printed_rows(
    sections: Sections, stated_categories: Sequence[str], names: Names
) -> Sections:
    """Return the parts of a document with the bare lines of its lists cut into printed rows."""
    rows = [row for section in sections.lists for row in section.rows]
    if any(isinstance(row, PrintedRow) for row in rows):
        return sections
    return cut_lists(sections, stated_categories, names)
