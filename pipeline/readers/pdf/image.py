"""Pages as pictures, with cells outlined: for people who check an item against its source.

Runs in the child process, as all that touches PDFium does. A font that neither the file nor
the machine has is drawn as small boxes: they show where the words stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from ...errors import UnreadableSource
from ...model import Box
from ..messages import Picture
from .fallback_font import fill_in_fonts
from .pdfium import upright_angle

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
        document = pdfium.PdfDocument(data, password=password)
        return tuple(_drawn(document, page, found) for page, found in sorted(boxes.items()))
    except (pdfium.PdfiumError, IndexError) as error:
        what = "the page cannot be drawn"
        raise UnreadableSource("", "damaged", what, "get the file again") from error


def _drawn(document: pdfium.PdfDocument, page: int, boxes: list[Box]) -> Picture:
    sheet, scale = _sheet(document, page, boxes)
    return Picture(page, sheet.width / scale, sheet.height / scale, _to_webp(sheet))


def _to_webp(sheet: Image.Image) -> bytes:
    """Return a picture packed: print as it is, a photograph with a loss that nobody sees."""
    out = BytesIO()
    sheet.save(out, "WEBP", lossless=True)
    if out.tell() > LARGE:
        out = BytesIO()
        sheet.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def _sheet(document: pdfium.PdfDocument, page: int, boxes: list[Box]) -> tuple[Image.Image, float]:
    """Return a page with level text, boxes on it outlined, and how many pixels a point is."""
    sheet = document[page - 1]
    scale = min(SCALE, LONGEST / max(*sheet.get_size(), 1.0))
    turn = (upright_angle(sheet.raw) - sheet.get_rotation()) % 360
    picture: Image.Image = sheet.render(scale=scale, rotation=turn).to_pil().convert("RGB")
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        sides = (box.x0 - SLACK, box.top - SLACK, box.x1 + SLACK, box.bottom + SLACK)
        pen.rectangle([side * scale for side in sides], outline=OUTLINE, width=3)
    return picture, scale
