"""Pages of an OFD that are pictures of pages: which they are, and their pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..pages.marks import PageMarks
from ..pages.matrix import moved
from ..pages.readable import FEW_LETTERS
from ..refusals import damaged
from ..scans import COVERED
from .painting import Pictured, Placed
from .structure import Ofd

if TYPE_CHECKING:
    from ..scans.paper import Sheet


def is_pictured(marks: PageMarks, pictured: Mapping[int, Pictured]) -> bool:
    """Tell whether a page says little or nothing, and pictures cover it."""
    letters = sum(len(run.text) for run in marks.runs if not run.hidden)
    page = pictured.get(marks.number)
    if page is None or letters > FEW_LETTERS:
        return False
    covered = sum(abs(a * d - b * c) for _, (a, b, c, d, _, _) in page.pictures)
    return covered > COVERED * page.width * page.height


def page_sheet(name: str, ofd: Ofd, page: Pictured) -> Sheet:
    """Return the pictures of a page as they are put on it.

    Raises `UnreadableSource` where one is missing, broken, or of a kind that is not read.
    """
    import cv2
    import numpy as np

    from ..scans.paper import Sheet, drawing_scale, unit_of
    from ..scans.pictures import picture_sheets

    pictures = []
    for placed in page.pictures:
        sheet = next(picture_sheets(name, ofd.picture(placed.resource) or b""), None)
        if sheet is None:
            raise damaged(name, "a picture of it is empty")
        pictures.append(sheet.picture)
    dots = [
        72 * picture.shape[1] / max(abs(placed.matrix[0]), abs(placed.matrix[1]), 1.0)
        for placed, picture in zip(page.pictures, pictures, strict=True)
    ]
    scale = drawing_scale(dots, page.width, page.height)
    size = round(page.width * scale), round(page.height * scale)
    canvas = np.full((size[1], size[0], 3), 255, np.uint8)
    for placed, picture in zip(page.pictures, pictures, strict=True):
        height, width = picture.shape[:2]
        square = np.array([(0, 0), (width, 0), (0, height)], np.float32)
        corners = np.array([_corner(placed, *one, scale) for one in ((0, 0), (1, 0), (0, 1))])
        cv2.warpAffine(
            picture if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR),
            cv2.getAffineTransform(square, corners.astype(np.float32)),
            size,
            dst=canvas,
            borderMode=cv2.BORDER_TRANSPARENT,
        )
    return Sheet(canvas, unit_of(size, scale))


def _corner(placed: Placed, x: float, y: float, scale: float) -> tuple[float, float]:
    across, down = moved(placed.matrix, x, y)
    return across * scale, down * scale
