"""PDFium's functions, bound directly.

What is called for every character or object takes a `Pointer` as it is: pypdfium2's own
prototypes convert every argument anew, which is most of the time of a call so short. A Python
integer in place of a Pointer would be cut to 32 bits.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from ctypes import (
    PYFUNCTYPE,
    c_char_p,
    c_double,
    c_float,
    c_int,
    c_uint,
    c_ulong,
    c_ushort,
    c_void_p,
    sizeof,
)
from functools import cache
from itertools import repeat
from typing import Any, NewType

import pypdfium2_raw as raw  # type: ignore[import-untyped]

from .fallback_font import replace_fonts

HANDLE = c_void_p


Pointer = NewType("Pointer", object)  # an address, ready to be handed to C


def pointers(addresses: Iterable[int]) -> list[Pointer]:
    """Return addresses ready for C."""
    return list(map(c_void_p.from_param, addresses))  # type: ignore[arg-type]  # opaque


def pointer(address: int) -> Pointer:
    """Return an address ready for C."""
    return Pointer(c_void_p.from_param(address))


def _bound(name: str, result: type | None, *arguments: type) -> Callable[..., Any]:
    """Return a function of PDFium, with these C types, as a Python callable."""
    address = ctypes.cast(getattr(raw, name), c_void_p).value
    if address is None:
        raise ImportError(f"PDFium lacks {name}")
    function: Callable[..., Any] = PYFUNCTYPE(result, *arguments)(address)
    return function


get_page_count = _bound("FPDF_GetPageCount", c_int, HANDLE)
load_document = _bound("FPDF_LoadMemDocument64", HANDLE, c_void_p, c_ulong, c_char_p)
close_document = _bound("FPDF_CloseDocument", None, HANDLE)
get_last_error = _bound("FPDF_GetLastError", c_ulong)
load_page = _bound("FPDF_LoadPage", HANDLE, HANDLE, c_int)
close_page = _bound("FPDF_ClosePage", None, HANDLE)
count_attachments = _bound("FPDFDoc_GetAttachmentCount", c_int, HANDLE)
get_attachment = _bound("FPDFDoc_GetAttachment", HANDLE, HANDLE, c_int)
get_attachment_name = _bound("FPDFAttachment_GetName", c_ulong, HANDLE, c_void_p, c_ulong)
get_rotation = _bound("FPDFPage_GetRotation", c_int, HANDLE)
get_page_box = _bound("FPDF_GetPageBoundingBox", c_int, HANDLE, c_void_p)

count_annotations = _bound("FPDFPage_GetAnnotCount", c_int, HANDLE)
get_annotation = _bound("FPDFPage_GetAnnot", HANDLE, HANDLE, c_int)
close_annotation = _bound("FPDFPage_CloseAnnot", None, HANDLE)
remove_annotation = _bound("FPDFPage_RemoveAnnot", c_int, HANDLE, c_int)
get_annotation_kind = _bound("FPDFAnnot_GetSubtype", c_int, HANDLE)
get_annotation_flags = _bound("FPDFAnnot_GetFlags", c_int, HANDLE)
_get_annotation_text = _bound(
    "FPDFAnnot_GetStringValue", c_ulong, HANDLE, c_char_p, c_void_p, c_ulong
)
_get_appearance = _bound("FPDFAnnot_GetAP", c_ulong, HANDLE, c_int, c_void_p, c_ulong)
flatten = _bound("FPDFPage_Flatten", c_int, HANDLE, c_int)

load_text = _bound("FPDFText_LoadPage", HANDLE, HANDLE)
close_text = _bound("FPDFText_ClosePage", None, HANDLE)
count_characters = _bound("FPDFText_CountChars", c_int, HANDLE)
get_text = _bound("FPDFText_GetText", c_int, HANDLE, c_int, c_int, c_void_p)
get_unicode = _bound("FPDFText_GetUnicode", c_uint)
is_generated = _bound("FPDFText_IsGenerated", c_int)
has_no_unicode = _bound("FPDFText_HasUnicodeMapError", c_int)
is_hyphen = _bound("FPDFText_IsHyphen", c_int, HANDLE, c_int)
get_box = _bound("FPDFText_GetCharBox", c_int, HANDLE, c_int, *[c_void_p] * 4)
_get_origin = _bound("FPDFText_GetCharOrigin", None)
get_loose_box = _bound("FPDFText_GetLooseCharBox", c_int)
get_font_size = _bound("FPDFText_GetFontSize", c_double)
get_character_matrix = _bound("FPDFText_GetMatrix", c_int)
get_text_object = _bound("FPDFText_GetTextObject", HANDLE, HANDLE, c_int)
get_render_mode = _bound("FPDFTextObj_GetTextRenderMode", c_int)
get_ink = _bound("FPDFText_GetFillColor", c_int, HANDLE, c_int, *[c_void_p] * 4)

count_objects = _bound("FPDFPage_CountObjects", c_int, HANDLE)
get_object = _bound("FPDFPage_GetObject", HANDLE)
count_form_objects = _bound("FPDFFormObj_CountObjects", c_int, HANDLE)
get_form_object = _bound("FPDFFormObj_GetObject", HANDLE, HANDLE, c_ulong)
get_type = _bound("FPDFPageObj_GetType", c_int)
get_bounds = _bound("FPDFPageObj_GetBounds", c_int, HANDLE, *[c_void_p] * 4)
get_matrix = _bound("FPDFPageObj_GetMatrix", c_int, HANDLE, c_void_p)
get_fill = _bound("FPDFPageObj_GetFillColor", c_int)
get_stroke = _bound("FPDFPageObj_GetStrokeColor", c_int)
has_transparency = _bound("FPDFPageObj_HasTransparency", c_int, HANDLE)
get_clip = _bound("FPDFPageObj_GetClipPath", HANDLE, HANDLE)
count_clips = _bound("FPDFClipPath_CountPaths", c_int, HANDLE)
count_clip_segments = _bound("FPDFClipPath_CountPathSegments", c_int, HANDLE, c_int)
get_clip_segment = _bound("FPDFClipPath_GetPathSegment", HANDLE, HANDLE, c_int, c_int)
get_bitmap = _bound("FPDFImageObj_GetRenderedBitmap", HANDLE, HANDLE, HANDLE, HANDLE)
get_bitmap_format = _bound("FPDFBitmap_GetFormat", c_int, HANDLE)
get_bitmap_size = (
    _bound("FPDFBitmap_GetStride", c_int, HANDLE),
    _bound("FPDFBitmap_GetHeight", c_int, HANDLE),
)
get_bitmap_buffer = _bound("FPDFBitmap_GetBuffer", c_void_p, HANDLE)
close_bitmap = _bound("FPDFBitmap_Destroy", None, HANDLE)
get_draw_mode = _bound("FPDFPath_GetDrawMode", c_int, HANDLE, c_void_p, c_void_p)
count_segments = _bound("FPDFPath_CountSegments", c_int, HANDLE)
get_segment = _bound("FPDFPath_GetPathSegment", HANDLE, HANDLE, c_int)
get_segment_type = _bound("FPDFPathSegment_GetType", c_int, HANDLE)
get_segment_point = _bound("FPDFPathSegment_GetPoint", c_int, HANDLE, c_void_p, c_void_p)
get_segment_close = _bound("FPDFPathSegment_GetClose", c_int, HANDLE)

FREE_TEXT, WIDGET = 3, 20  # kinds of annotations
TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
LINE_TO, CURVE_TO, MOVE_TO = 0, 1, 2
STROKED, INVISIBLE = (1, 5), 3  # ways to render text
WITH_ALPHA = 4  # a bitmap of four bytes a pixel, the last of which is its opacity
WRONG_PASSWORD = 4
CODES: dict[type, str] = {c_float: "f", c_double: "d", c_int: "i", c_uint: "I", c_ushort: "H"}
Kind = type[c_float] | type[c_double] | type[c_int] | type[c_uint] | type[c_ushort]


class Floats:
    """A block of C numbers that PDFium fills: `at(i)` is the address of the i-th one.

    `read()` returns all of them.
    """

    def __init__(self, count: int, kind: Kind) -> None:
        self.values: array[float] = array(CODES[kind], bytes(count * sizeof(kind)))
        self.address, _ = self.values.buffer_info()
        self.pointer = pointer(self.address)
        self.width = self.values.itemsize
        self.read = self.values.tolist

    def at(self, index: int) -> int:
        """Return the address of a value by its number."""
        return self.address + index * self.width


class Fills:
    """Room for the fills of some objects; its addresses serve one page after the other."""

    ROOM = 1024

    def __init__(self) -> None:
        self._parts = Floats(4 * self.ROOM, c_uint)
        self._places = [
            [pointer(self._parts.at(4 * n + part)) for n in range(self.ROOM)] for part in range(4)
        ]

    def read(self, items: Sequence[Pointer]) -> array[float]:
        """Return red, green, blue and how opaque each object is, one after the other."""
        found: array[float] = array(CODES[c_uint])
        for start in range(0, len(items), self.ROOM):
            some = items[start : start + self.ROOM]
            deque(map(get_fill, some, *self._places), 0)
            found.extend(self._parts.values[: 4 * len(some)])
        return found


@cache
def fills() -> Fills:
    """Return the one room for fills."""
    return Fills()


def written(ask: Callable[..., int], *arguments: object) -> str:
    """Return the text that a function of PDFium writes into a buffer of two bytes a letter."""
    room = Floats(ask(*arguments, None, 0) // 2, c_ushort)
    ask(*arguments, room.address, 2 * len(room.values))
    return room.values.tobytes().decode("utf-16-le", "replace").rstrip("\x00")


def annotation_text(annotation: int, key: bytes) -> str:
    """Return a text of an annotation by its key."""
    return written(_get_annotation_text, annotation, key)


def appearance(annotation: int) -> str:
    """Return the program of how an annotation looks."""
    return written(_get_appearance, annotation, 0)


class Origins:
    """Room for the origins of some characters; its addresses serve one page after the other."""

    ROOM = 1024

    def __init__(self) -> None:
        self._axes = Floats(self.ROOM, c_double), Floats(self.ROOM, c_double)
        self._places = [[pointer(axis.at(n)) for n in range(self.ROOM)] for axis in self._axes]

    def read(self, text_page: Pointer, count: int) -> tuple[list[float], list[float]]:
        """Return across and up of the first `count` characters of a page's text."""
        xs: list[float] = []
        ys: list[float] = []
        page = repeat(text_page)
        for start in range(0, count, self.ROOM):
            indices = range(start, min(start + self.ROOM, count))
            deque(map(_get_origin, page, indices, *self._places), 0)
            for values, axis in zip((xs, ys), self._axes, strict=True):
                values.extend(axis.values[: len(indices)])
        return xs, ys


@cache  # PDFium is started once in a process
def initialise() -> None:
    """Start PDFium, independent of the machine's fonts."""
    raw.FPDF_InitLibrary()
    replace_fonts()
