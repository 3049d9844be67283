"""Pages of a PDF that are pictures of pages: which they are, and their pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from ctypes import c_void_p, cast
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from ..pages.page import Page
from ..pages.readable import FEW_LETTERS, letters_of
from ..scans import COVERED
from . import native
from .paths import draws_letters

if TYPE_CHECKING:
    from ..scans.paper import Sheet

DEEPEST = 4  # forms in one another


def pictured_pages(data: bytes, password: str | None, pages: Sequence[Page]) -> list[int]:
    """Return the numbers of the pages that say little or nothing, but show something."""
    silent = [page.number for page in pages if len(letters_of(page)) <= FEW_LETTERS]
    if not silent:
        return []
    with closing(pdfium.PdfDocument(data, password=password)) as document:
        return [number for number in silent if _is_pictured(document[number - 1])]


def page_sheet(data: bytes, password: str | None, number: int) -> Sheet:
    """Return a page drawn as finely as its pictures are."""
    with (
        closing(pdfium.PdfDocument(data, password=password)) as document,
        closing(document[number - 1]) as page,
    ):
        return drawn_sheet(page)


def _is_pictured(page: pdfium.PdfPage) -> bool:
    """Tell whether pictures cover a page, or outlines that may be letters are drawn on it."""
    width, height = page.get_size()
    covered = 0.0
    for picture in _pictures(page):
        left, bottom, right, top = picture.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    if covered > COVERED * width * height:
        return True
    return draws_letters(native.pointer(cast(page.raw, c_void_p).value or 0))


def _pictures(page: pdfium.PdfPage) -> Iterator[pdfium.PdfImage]:
    yield from page.get_objects(filter=[native.IMAGE], max_depth=DEEPEST)


def is_pictured(page: pdfium.PdfPage) -> bool:
    """Tell whether a page is a picture of one, without letters of its own."""
    with closing(page.get_textpage()) as text:
        return text.count_chars() <= FEW_LETTERS and _is_pictured(page)


def drawn_sheet(page: pdfium.PdfPage) -> Sheet:
    """Return a page drawn as finely as its pictures are."""
    from ..scans.paper import Sheet, drawing_scale, unit_of

    width, height = page.get_size()
    dots = [72 * picture.get_px_size()[0] / width for picture in _pictures(page)]
    scale = drawing_scale(dots, width, height)
    picture = page.render(scale=scale).to_numpy()
    return Sheet(picture, unit_of((picture.shape[1], picture.shape[0]), scale))
