"""The bytes of an OFD → its document; to be called in a process that may die."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ...errors import UnreadableSource
from ...model import Document, Doubt, Source
from ..messages import Request
from ..package import Package
from ..pages.compose import pages_to_document
from ..pages.page import marks_to_page
from ..pages.readable import listed, refuse_unreadable
from ..refusals import locked
from ..scans import advice
from ..scans.among import recognised
from ..scans.vocabulary import with_words_confirmed
from ..worker import allow_seconds
from .painting import LETTER_CORNERS, Painter
from .pictured import is_pictured, page_sheet
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
    marks = [painter.marks_of(sheet) for sheet in ofd.sheets()]
    pictured = [one.number for one in marks if is_pictured(one, painter.pictured)]
    scans = recognised(
        pictured, lambda number: page_sheet(asked.name, ofd, painter.pictured[number])
    )
    pages = scans.among(list(map(marks_to_page, marks)))
    refuse_unreadable(
        asked.name,
        pages,
        lambda: ofd.attachments,
        lambda: painter.drawn_corners > LETTER_CORNERS,
        advice() if pictured else "print it to PDF and read that, or get the original document",
    )
    source = Source(asked.name, sha256, "ofd", pages=len(pages))
    document = with_words_confirmed(pages_to_document(source, pages))
    return replace(document, doubts=(*_notes(ofd), *scans.doubts, *document.doubts))


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
