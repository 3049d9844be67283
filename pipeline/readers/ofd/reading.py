"""The bytes of an OFD → its document; to be called in a process that may die."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ...errors import UnreadableSource
from ...model import Document, Doubt, Source
from ..messages import Request
from ..package import Package
from ..pages.compose import pages_to_document
from ..pages.marks import PageMarks
from ..pages.page import marks_to_page
from ..pages.readable import listed, refuse_unreadable
from ..pages.ruleless import with_ruleless_tables
from ..refusals import locked
from ..worker import allow_seconds
from .painting import LETTER_CORNERS, Painter
from .structure import Ofd

# What a file may cost; CPU seconds.
MOST_PAGES = 3_000
SECONDS, SECONDS_A_PAGE = 30, 1


def read_ofd(asked: Request, sha256: str) -> Document:
    """Return the document of an OFD, within 30 s of CPU time and 1 s a page.

    Raises `UnreadableSource`.
    """
    ofd = opened(asked)
    allow_seconds(SECONDS + SECONDS_A_PAGE * ofd.pages_total)
    painter = Painter(asked.name, ofd)
    pages = with_ruleless_tables([marks_to_page(painter.marks_of(sheet)) for sheet in ofd.sheets()])
    refuse_unreadable(
        asked.name,
        pages,
        lambda: ofd.attachments,
        lambda: painter.drawn_corners > LETTER_CORNERS,
        "print it to PDF and read that, or get the original document",
    )
    document = pages_to_document(Source(asked.name, sha256, "ofd", pages=len(pages)), pages)
    return replace(document, doubts=(*_notes(ofd), *document.doubts))


def _notes(ofd: Ofd) -> Iterator[Doubt]:
    """Yield what a file has besides its text."""
    if ofd.attachments:
        facts: dict[str, str | int] = {"files": listed(ofd.attachments)}
        yield Doubt("beside_text", "attachments", facts)
    if ofd.signed:
        yield Doubt("beside_text", "signature")


def opened(asked: Request) -> Ofd:
    """Return an OFD with pages; raises `UnreadableSource` for one without, or with a password."""
    package = Package(asked.data, asked.name)
    if package.has("Encryptions.xml"):
        raise locked(asked.name)
    ofd = Ofd(package)
    if ofd.pages_total == 0:
        raise UnreadableSource(asked.name, "no_pages", "it has no pages", "get the file again")
    if ofd.pages_total > MOST_PAGES:
        what = f"it has {ofd.pages_total} pages, at most {MOST_PAGES} are read"
        raise UnreadableSource(asked.name, "too_many_pages", what, "split the file")
    return ofd


def page_marks(asked: Request, numbers: set[int]) -> Iterator[PageMarks]:
    """Yield the marks of the pages with these numbers."""
    ofd = opened(asked)
    painter = Painter(asked.name, ofd)
    yield from (painter.marks_of(sheet) for sheet in ofd.sheets() if sheet.number in numbers)
