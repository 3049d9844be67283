"""Pictures of pages without a document around them → the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from ...errors import UnreadableSource
from ...model import Document, Source
from ..archive import picture_members
from ..messages import Picture, PictureRequest, Request
from ..pages.compose import pages_to_document
from ..pages.page import marks_to_page
from ..pages.readable import refuse_unreadable
from ..pages.ruleless import with_ruleless_tables
from ..worker import allow_seconds
from . import MOST_BYTES, SECONDS_A_SCAN, advice, can_recognise, read_doubt
from .vocabulary import with_words_confirmed

if TYPE_CHECKING:
    from .paper import Sheet

Kind = Literal["picture", "pictures"]


def read_pictures(asked: Request, sha256: str, kind: Kind) -> Document:
    """Return the document of a picture's file, or of an archive of pictures of pages.

    Raises `UnreadableSource`.
    """
    sheets = picture_file_sheets(asked, kind)
    from .pictures import format_of
    from .reading import Reader, read_sheets

    pages = with_ruleless_tables(
        [marks_to_page(marks) for marks in read_sheets(Reader(), enumerate(_in_time(sheets), 1))]
    )
    refuse_unreadable(asked.name, pages, lambda: (), lambda: False, advice())
    form = format_of(asked.data) if kind == "picture" else kind
    source = Source(asked.name, sha256, form, pages=len(pages))
    document = with_words_confirmed(pages_to_document(source, pages))
    return replace(document, doubts=(read_doubt(range(1, len(pages) + 1)), *document.doubts))


def picture_file_sheets(asked: Request, kind: Kind) -> Iterator[Sheet]:
    """Return the pages of a picture's file, or of an archive; raises `UnreadableSource`."""
    if not can_recognise():
        what = "it is a picture" if kind == "picture" else "it is pictures of pages"
        raise UnreadableSource(asked.name, "unsupported_image", what, advice())
    from .pictures import picture_sheets

    if kind == "picture":
        return picture_sheets(asked.name, asked.data)
    return (
        sheet
        for name, data in picture_members(asked.name, asked.data, MOST_BYTES)
        for sheet in picture_sheets(f"{asked.name}/{name}", data)
    )


def _in_time(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Yield sheets, with CPU time for each."""
    for sheet in sheets:
        allow_seconds(SECONDS_A_SCAN)
        yield sheet


def draw_pictures(asked: PictureRequest, kind: Kind) -> tuple[Picture, ...]:
    """Return a picture of each page that `boxes` names, as it is read, those outlined, in order."""
    sheets = picture_file_sheets(asked.file, kind)
    from ..pdf.image import outlined
    from .reading import laid_picture

    return tuple(
        outlined(number, *laid_picture(sheet), asked.boxes[number])
        for number, sheet in enumerate(_in_time(sheets), 1)
        if number in asked.boxes
    )
