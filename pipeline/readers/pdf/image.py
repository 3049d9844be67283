"""Pages as pictures, with cells outlined: for people who check an item against its source.

Runs in the child process, as all that touches PDFium does. A font that neither the file nor
the machine has is drawn as small boxes: they show where the words stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from ...errors import UnreadableSource
from ...model import Box
from ..messages import Picture
from ..scans import can_recognise
from .fallback_font import fill_in_fonts
from .pdfium import upright_angle
from .pictured import drawn_sheet, is_pictured

SCALE = 2.0  # pixels a point
LONGEST = 5_000  # pixels: a larger page is shrunk
OUTLINE = (200, 30, 30)
SLACK = 3.0  # points between text and its outline
LARGE = 400_000  # bytes that a page of print hardly has without loss, and a scan has
QUALITY = 60  # of WebP, where it is with loss


def draw_pages(
    data: bytes, password: str | None, boxes: Mapping[int, list[Box]]
) -> tuple[Picture, ...]:
    """Return a picture of each page of a PDF that `boxes` names, those on it outlined, in order."""
    fill_in_fonts()
    try:
        with closing(pdfium.PdfDocument(data, password=password)) as document:
            return tuple(
                outlined(number, *_sheet(document[number - 1]), found)
                for number, found in sorted(boxes.items())
            )
    except (pdfium.PdfiumError, IndexError) as error:
        what = "the page cannot be drawn"
        raise UnreadableSource("", "damaged", what, "get the file again") from error


def outlined(number: int, sheet: Image.Image, scale: float, boxes: Sequence[Box]) -> Picture:
    """Return the picture of a page, of so many pixels a point, with boxes outlined."""
    picture = sheet.convert("RGB")
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        sides = (box.x0 - SLACK, box.top - SLACK, box.x1 + SLACK, box.bottom + SLACK)
        pen.rectangle([side * scale for side in sides], outline=OUTLINE, width=3)
    return Picture(number, sheet.width / scale, sheet.height / scale, _to_webp(picture))


def _to_webp(sheet: Image.Image) -> bytes:
    """Return a picture packed: print as it is, a photograph with a loss that nobody sees."""
    out = BytesIO()
    sheet.save(out, "WEBP", lossless=True)
    if out.tell() > LARGE:
        out = BytesIO()
        sheet.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def _sheet(page: pdfium.PdfPage) -> tuple[Image.Image, float]:
    """Return a page, held so that its text is level, and how many pixels a point is."""
    if can_recognise() and is_pictured(page):
        from ..scans.reading import laid_picture

        return laid_picture(drawn_sheet(page))
    scale = min(SCALE, LONGEST / max(*page.get_size(), 1.0))
    turn = (upright_angle(page.raw) - page.get_rotation()) % 360
    return page.render(scale=scale, rotation=turn).to_pil(), scale
