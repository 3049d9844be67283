"""Pages as a picture, with cells outlined: for people who check an item against its source.

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
from .fallback_font import fill_in_fonts
from .pdfium import upright_angle

SCALE = 2.0  # pixels a point
LONGEST = 5_000  # pixels: a larger page is shrunk
OUTLINE = (200, 30, 30)
SLACK = 3.0  # points between text and its outline


def pages_to_png(data: bytes, password: str | None, boxes: Mapping[int, list[Box]]) -> bytes:
    """Return the pages of a PDF that have boxes, from top to bottom, as one PNG."""
    fill_in_fonts()
    try:
        document = pdfium.PdfDocument(data, password=password)
        sheets = [_sheet(document, page, found) for page, found in sorted(boxes.items())]
    except (pdfium.PdfiumError, IndexError) as error:
        what = "the page cannot be drawn"
        raise UnreadableSource("", "damaged", what, "get the file again") from error
    width, height = max(sheet.width for sheet in sheets), sum(sheet.height for sheet in sheets)
    whole = Image.new("RGB", (width, height), "white")
    top = 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height
    out = BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()


def _sheet(document: pdfium.PdfDocument, page: int, boxes: list[Box]) -> Image.Image:
    """Return the picture of a page, held so that its text is level, with boxes outlined."""
    sheet = document[page - 1]
    scale = min(SCALE, LONGEST / max(*sheet.get_size(), 1.0))
    turn = (upright_angle(sheet.raw) - sheet.get_rotation()) % 360
    picture: Image.Image = sheet.render(scale=scale, rotation=turn).to_pil().convert("RGB")
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        sides = (box.x0 - SLACK, box.top - SLACK, box.x1 + SLACK, box.bottom + SLACK)
        pen.rectangle([side * scale for side in sides], outline=OUTLINE, width=3)
    return picture
