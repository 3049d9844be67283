"""Pages of an OFD as pictures, with cells outlined: for people who check an item."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ..messages import Picture, PictureRequest
from ..pages.facsimile import marks_to_pdf
from ..pdf.image import draw_pages, outlined
from ..scans import can_recognise
from .painting import Painter
from .pictured import is_pictured, page_sheet
from .reading import opened


def draw_ofd(asked: PictureRequest) -> Iterator[Picture]:
    """Yield a picture of each page that `boxes` names, those on it outlined, in order.

    Scans are shown as they are read, other pages by their letters and rules.
    """
    ofd = opened(asked.file)
    painter = Painter(asked.file.name, ofd)
    for sheet in ofd.sheets():
        if sheet.number not in asked.boxes:
            continue
        marks, boxes = painter.marks_of(sheet), asked.boxes[sheet.number]
        if can_recognise() and is_pictured(marks, painter.pictured):
            from ..scans.reading import laid_picture

            picture = page_sheet(asked.file.name, ofd, painter.pictured[sheet.number])
            yield outlined(sheet.number, *laid_picture(picture), boxes)
        else:
            (drawn,) = draw_pages(marks_to_pdf([marks]), None, {1: boxes})
            yield replace(drawn, page=sheet.number)
