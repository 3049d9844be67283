"""Small documents with tables, written down in tests: as a page of HTML, or page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from qingdan.letters.joining import joined_text
from qingdan.letters.lines import lines_of, squeezed
from qingdan.model import Cell, Document, Field, Grid, Line, Row, Rows, Sections, Source
from qingdan.readers.html import read_html
from qingdan.tables import rows_of, sections_of
from tests.truth import house_rules

BASIC = "<tr><td>序号<td>事项类别<td>事项名称"
COOPERATIVE = f"{BASIC}<td>对应上级部门<td>上级部门职责<td>乡镇配合职责"


def found(document: Document) -> tuple[Sections, Rows]:
    """Return the parts and rows of a document; no line of it is lost or doubled."""
    sections = sections_of(document, house_rules())
    rows = rows_of(sections.lists, house_rules().categories, house_rules())
    printed = Counter(line.start for line in lines_of(document.blocks))
    assert Counter(line.start for line in placed(sections, rows)) == printed
    return sections, rows


def placed(sections: Sections, rows: Rows) -> Iterator[Line]:
    yield from (*sections.preamble, *sections.furniture, *sections.hidden)
    yield from (*sections.unplaced, *rows.unplaced)
    for section in sections.lists:
        yield from section.titles
    for band in rows.bands:
        yield from band.lines
    for row in rows.rows:
        for lines in row.cells.values():
            yield from (line for line in lines if line.start not in row.shared)


def html(*parts: str) -> tuple[Sections, Rows]:
    page = "".join(
        f"<table>{part}</table>" if part.startswith("<tr>") else f"<p>{part}</p>" for part in parts
    )
    return found(read_html("a.html", "0", page.encode()))


def paged(*pages: list[list[str | None]] | str) -> tuple[Sections, Rows]:
    """Read grids (rows of cells, None is covered), each on a page of its own, and lines.

    A page begins with every grid.
    """
    text, blocks, page = "", list[Line | Grid](), 0

    def line(words: str) -> Line:
        nonlocal text
        start = len(text)
        text += words + "\n"
        return Line(start, words, page=page, wraps=False)

    for part in pages:
        if isinstance(part, str):
            blocks.append(line(part))
            continue
        page += 1
        rows = [
            tuple(
                None if c is None else Cell(tuple(map(line, c.split("|"))) if c else ())
                for c in row
            )
            for row in part
        ]
        blocks.append(Grid(tuple(rows), page))
    return found(Document(Source("a.pdf", "0", "pdf"), text, tuple(blocks)))


def short(rows: Rows) -> list[tuple[str, int | None, str | None, str]]:
    """Return list, number, category and name of each row."""
    return [(row.list_type, row.seq, category(row), text(row, "name")) for row in rows.rows]


def text(row: Row, field: Field) -> str:
    return joined_text(row.cells.get(field, ()))


def category(row: Row) -> str | None:
    return text(row, "category") or row.category


def codes(sections: Sections, rows: Rows) -> list[str]:
    doubts = (*sections.doubts, *rows.doubts, *(d for row in rows.rows for d in row.doubts))
    return sorted(doubt.code for doubt in doubts)


def paragraphs(row: Row, field: Field) -> str | None:
    """Return the lines of a cell without white space, None where the row has no such cell."""
    lines = row.cells.get(field)
    return None if lines is None else "\n".join(squeezed([line]) for line in lines)
