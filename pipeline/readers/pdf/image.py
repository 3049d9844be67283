"""A page as a picture, with cells outlined: for people who check an item against its source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import ImageDraw

from pipeline.model import Box
from pipeline.readers.pdf.pdfium import upright_angle

SCALE = 2.0  # pixels a point
OUTLINE = (200, 30, 30)
SLACK = 3.0  # points between text and its outline


def render_boxes(
    data: bytes, page: int, boxes: Sequence[Box], target: Path, password: str | None = None
) -> None:
    """Given a PDF's bytes, a page (from 1) and boxes on it, write the picture to `target`.

    The page is held as `read_pdf` holds it, so boxes of lines and cells fit. Fails with
    `IndexError` for a page that is not there, and `pdfium.PdfiumError` for a broken file.
    """
    document = pdfium.PdfDocument(data, password=password)
    try:
        if not 1 <= page <= len(document):
            raise IndexError(f"there is no page {page}")
        sheet = document[page - 1]
        turn = (upright_angle(sheet.raw) - sheet.get_rotation()) % 360
        picture = sheet.render(scale=SCALE, rotation=turn).to_pil().convert("RGB")
    finally:
        document.close()
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        sides = (box.x0 - SLACK, box.top - SLACK, box.x1 + SLACK, box.bottom + SLACK)
        pen.rectangle([side * SCALE for side in sides], outline=OUTLINE, width=3)
    picture.save(target)
