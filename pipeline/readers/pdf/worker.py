"""The child's side: a request with the bytes of a PDF → its document, packed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec
from msgspec.structs import replace

from ...errors import UnreadableSource
from ...model import Document, Doubt, Source
from ..worker import allow_seconds
from . import native
from .compose import pages_to_document
from .integrity import Damage, find_damage
from .messages import Engine, Request, document_to_reply
from .pages import Page, marks_to_page
from .pdfium import PdfiumFile
from .ruleless import with_ruleless_tables
from .second_opinion import compare_pages

# What a file may cost; CPU seconds.
MOST_PAGES = 3_000
SECONDS, SECONDS_A_PAGE = 30, 1
MOST_DAMAGES = 3  # are told; more say the same


def read(request: bytes) -> bytes:
    """Return the packed reply to a packed request; raises `UnreadableSource`."""
    return document_to_reply(read_document(msgspec.msgpack.decode(request, type=Request)))


def read_document(asked: Request) -> Document:
    """Return the document that is asked for; to be called in a process that may die."""
    native.initialise()
    file = PdfiumFile(asked.data, asked.password)
    _check(file, asked)
    readings = 2 if asked.second_opinion else 1
    allow_seconds(SECONDS + SECONDS_A_PAGE * file.pages_total * readings)
    pages = _pages(file, asked, asked.engine)
    _check_text(pages, asked.name)
    source = Source(asked.name, asked.sha256, "pdf", pages=file.pages_total)
    document = pages_to_document(source, pages)
    doubts = [_damage_to_doubt(damage) for damage in islice(find_damage(asked.data), MOST_DAMAGES)]
    if asked.second_opinion:
        other = _pages(file, asked, "pdfium" if asked.engine == "pdfplumber" else "pdfplumber")
        doubts.extend(compare_pages(pages, other))
    file.close()
    return replace(document, doubts=(*doubts, *document.doubts))


def _pages(file: PdfiumFile, asked: Request, engine: Engine) -> list[Page]:
    """Return the pages of an open file by an engine; those that it cannot read, by the other."""
    if engine == "pdfplumber":
        return with_ruleless_tables(list(_plumber_pages(asked)))
    pages: list[Page] = []
    lacking: list[int] = []
    for marks in file.pages():
        pages.append(marks_to_page(marks))
        if marks.lacking:
            lacking.append(marks.number)
    for page in _plumber_pages(asked, lacking) if lacking else ():
        pages[page.number - 1] = page
    return with_ruleless_tables(pages)


def _plumber_pages(asked: Request, numbers: list[int] | None = None) -> Iterator[Page]:
    """Yield all pages by the second source, or those of some numbers."""
    from .plumber import plumber_pages

    yield from map(marks_to_page, plumber_pages(asked.data, asked.password, numbers))


def _damage_to_doubt(damage: Damage) -> Doubt:
    return Doubt("damaged_file", damage.case, {"byte": damage.place})


def _check(file: PdfiumFile, asked: Request) -> None:
    """Raise `UnreadableSource` when there is nothing to read in a file as PDFium opened it."""
    if file.error == native.WRONG_PASSWORD:
        given = asked.password is not None
        raise UnreadableSource(
            asked.name,
            "wrong_password" if given else "encrypted",
            "the password does not open it" if given else "it is encrypted",
            "give its password with --password",
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


def _check_text(pages: list[Page], name: str) -> None:
    """Raise `UnreadableSource` when no page has a text layer."""
    if not any(page.lines or page.tables for page in pages):
        raise UnreadableSource(
            name,
            "no_text",
            "it has no text layer: it is a scan or pictures of pages",
            "run it through OCR first, or get the original document",
        )
