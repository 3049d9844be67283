"""Files of pictures → sheets: JPEG, PNG, TIFF (also of several pages), BMP, WebP, GIF."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

import numpy as np
from PIL import Image, ImageOps, ImageSequence

from ...errors import UnreadableSource
from ..refusals import damaged, too_large
from .paper import FINEST, Sheet, unit_of

FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF", "MPO")
MOST_PIXELS = 100_000_000  # of a picture
MOST_PAGES = 1_000
FEWEST_PIXELS = 200  # of the longer side: fewer show no letters
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")  # more than 8 bits of grey
# What Pillow raises on broken files.
_BROKEN = (
    OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError, EOFError,
    struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip


def picture_sheets(name: str, data: bytes) -> Iterator[Sheet]:
    """Yield the pages of a picture's file; raises `UnreadableSource`."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            for number, page in enumerate(ImageSequence.Iterator(picture), 1):
                if number > MOST_PAGES:
                    what = f"it has more than {MOST_PAGES} pages"
                    raise UnreadableSource(name, "too_many_pages", what, "split the file")
                _check_size(name, page)
                yield _sheet(page)
                if picture.format in ("GIF", "WEBP", "MPO"):  # what follows is no other page
                    return
    except MemoryError:
        raise
    except _BROKEN as error:
        raise damaged(name, "its picture is broken or cut off") from error


def format_of(data: bytes) -> str:
    """Return what `documents.format` says of a picture's file."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            return (picture.format or "picture").lower().replace("mpo", "jpeg")
    except _BROKEN:
        return "picture"


def _check_size(name: str, picture: Image.Image) -> None:
    """Raise `UnreadableSource`, before it is unpacked, for a picture of too many pixels."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        what = f"its picture has {width} × {height} pixels, at most {most} million are read"
        raise too_large(name, what)
    if max(width, height) < FEWEST_PIXELS:
        what = f"its picture of {width} × {height} pixels is too small to show letters"
        raise UnreadableSource(name, "no_text", what, "scan it at 200 to 300 dots an inch")


def _sheet(picture: Image.Image) -> Sheet:
    """Return a picture as it is to be looked at, no finer than needed."""
    dots = picture.info.get("dpi")
    picture = ImageOps.exif_transpose(_flat(picture))
    unit = unit_of(picture.size, float(dots[0]) / 72 if dots else None)
    if unit > FINEST:
        width, height = (round(side * FINEST / unit) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.BOX)
        unit = FINEST
    pixels = np.asarray(picture, np.uint8)
    return Sheet(np.ascontiguousarray(pixels[..., ::-1]) if pixels.ndim == 3 else pixels, unit)


def _flat(picture: Image.Image) -> Image.Image:
    """Return a picture in grey or colours of 8 bits, on white where it is transparent."""
    if picture.mode in _DEEP:
        values = np.asarray(picture, np.float64)
        low, high = min(values.min(), 0.0), max(values.max(), 1.0)
        return Image.fromarray(((values - low) * (255 / (high - low))).astype(np.uint8))
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(ground, clear).convert("RGB")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")
