"""The bytes of a PDF → its document; to be called in a process that may die."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest

from msgspec.structs import replace

from ...errors import UnreadableSource
from ...model import Document, Doubt, Source
from ..messages import Request
from ..pages.compose import pages_to_document
from ..pages.lines import Printed
from ..pages.page import Page, Table, marks_to_page
from ..pages.readable import refuse_unreadable
from ..refusals import too_large
from ..scans import advice
from ..scans.among import recognised
from ..scans.vocabulary import with_words_confirmed
from ..worker import allow_seconds
from . import native
from .integrity import Damage, find_damage, may_draw_often, may_mention
from .pdfium import PdfiumFile
from .pictured import page_sheet, pictured_pages

# What a file may cost; CPU seconds.
MOST_PAGES = 3_000
SECONDS, SECONDS_A_PAGE = 30, 1
# What is told.
MOST_DAMAGES = 3  # more say the same
SHOWN = 30  # characters of a cell that a difference quotes
RADICALS = range(0x2E80, 0x2FE0)  # one source may read them for ideographs: that is known


def read_pdf(asked: Request, sha256: str) -> Document:
    """Return the document of a PDF, within 30 s of CPU time and 1 s a page.

    Raises `UnreadableSource`.
    """
    if not asked.data.strip(b"\x00 \t\r\n\f"):
        raise UnreadableSource(asked.name, "empty", "the file is empty", "get the document again")
    native.initialise()
    file = PdfiumFile(asked.data, asked.options.password)
    _check(file, asked)
    _check_forms(asked)
    readings = 2 if asked.options.second_opinion else 1
    allow_seconds(SECONDS + SECONDS_A_PAGE * file.pages_total * readings)
    pages = _pages(file, asked, asked.options.pdf_engine)
    scans = recognised(
        pictured_pages(asked.data, asked.options.password, pages),
        lambda number: page_sheet(asked.data, asked.options.password, number),
    )
    pages = scans.among(pages)
    refuse_unreadable(asked.name, pages, file.attachments, file.is_drawn, advice())
    source = Source(asked.name, sha256, "pdf", pages=file.pages_total)
    document = with_words_confirmed(pages_to_document(source, pages))
    doubts = [_damage_to_doubt(damage) for damage in islice(find_damage(asked.data), MOST_DAMAGES)]
    if asked.options.second_opinion:
        other = _pages(
            file, asked, "pdfium" if asked.options.pdf_engine == "pdfplumber" else "pdfplumber"
        )
        doubts.extend(compare_pages(pages, scans.among(other)))
    file.close()
    return replace(document, doubts=(*doubts, *scans.doubts, *document.doubts))


def _pages(file: PdfiumFile, asked: Request, engine: str) -> list[Page]:
    """Return the pages of an open file by an engine; those that it cannot read, by the other.

    Which layer a thing is on, PDFium does not tell.
    """
    if engine == "pdfplumber" or _has_layers_off(asked):
        return list(_plumber_pages(asked))
    pages: list[Page] = []
    lacking: list[int] = []
    for marks in file.pages():
        pages.append(marks_to_page(marks))
        if marks.lacking:
            lacking.append(marks.number)
    for page in _plumber_pages(asked, lacking) if lacking else ():
        pages[page.number - 1] = page
    return pages


def _plumber_pages(asked: Request, numbers: list[int] | None = None) -> Iterator[Page]:
    """Yield all pages by the second source, or those of some numbers."""
    from .plumber import plumber_pages

    yield from map(marks_to_page, plumber_pages(asked.data, asked.options.password, numbers))


def _has_layers_off(asked: Request) -> bool:
    """Tell whether a layer of a file is off."""
    if not may_mention(asked.data, b"/OCProperties"):
        return False
    from .plumber import has_layers_off

    return has_layers_off(asked.data, asked.options.password)


def _check_forms(asked: Request) -> None:
    """Raise `UnreadableSource` when forms draw each other more often than can be read."""
    if may_draw_often(asked.data):
        from .plumber import draws_without_end

        if draws_without_end(asked.data, asked.options.password):
            what = "its forms draw themselves or each other without end"
            raise too_large(asked.name, what)


def _damage_to_doubt(damage: Damage) -> Doubt:
    return Doubt("damaged_file", damage.case, {"byte": damage.place})


def _check(file: PdfiumFile, asked: Request) -> None:
    """Raise `UnreadableSource` when there is nothing to read in a file as PDFium opened it."""
    if file.error == native.WRONG_PASSWORD:
        given = asked.options.password is not None
        raise UnreadableSource(
            asked.name,
            "wrong_password" if given else "encrypted",
            "the password does not open it" if given else "it is encrypted",
            "give its password (--ask-password)",
        )
    if file.error:
        raise UnreadableSource(
            asked.name, "damaged", "it is no PDF that can be opened", "get the file again"
        )
    if file.pages_total == 0:
        raise UnreadableSource(asked.name, "no_pages", "it has no pages", "get the file again")
    if file.pages_total > MOST_PAGES:
        what = f"it has {file.pages_total} pages, at most {MOST_PAGES} are read"
        raise UnreadableSource(asked.name, "too_many_pages", what, "split the file")


# --- second opinion: where both sources differ, someone should look ---------------------------


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
