"""One font in place of all that a PDF names but does not hold, the same on every machine.

PDFium would look for them among the machine's fonts. Where it finds none, glyphs have no ink,
and its text lacks what has none: whole words, silently. What is read needs only some ink at
every glyph: each is a small box here, narrower than any glyph, so that widths are the file's.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from ctypes import Structure, c_void_p, cast
from struct import pack

import pypdfium2_raw as raw  # type: ignore[import-untyped]

GLYPHS = 0xFFFF
EM = 1000
RIGHT, TOP = 200, 700  # of the box, whose left bottom corner is the origin
ASCENT, DESCENT = 880, -120
FIRST_CODE, LAST_CODE = 0x20, 0x10FFFF
BUILT_IN = (b"Helvetica", b"Times", b"Courier", b"Symbol", b"ZapfDingbats")
HANDLE = 1  # of the fallback font: no address
NAME = 4  # which of PDFium's wishes for a font is its name


def fallback_font() -> bytes:
    """Return a TrueType font that has a box for every code and every glyph."""
    box = _box()
    half = len(box) // 2  # offsets are counted by twos
    return tables_to_font(
        {
            b"cmap": pack(">HHHHI", 0, 1, 3, 10, 12)
            + pack(">HHIII", 13, 0, 28, 0, 1)
            + pack(">III", FIRST_CODE, LAST_CODE, 1),
            b"glyf": box + box,
            b"head": pack(">IIII", 0x10000, 0x10000, 0, 0x5F0F3CF5)
            + pack(">HHQQ", 0, EM, 0, 0)
            + pack(">hhhhHHhhh", 0, 0, RIGHT, TOP, 0, 8, 2, 0, 0),
            b"hhea": pack(">Ihhh", 0x10000, ASCENT, DESCENT, 0)
            + pack(">Hhhhhhh8xhH", EM, 0, 0, RIGHT, 1, 0, 0, 0, 1),
            b"hmtx": pack(">Hh", EM, 0),
            # By turns the second box and the first: where an offset falls, a glyph goes to the end.
            b"loca": pack(">HH", half, 0) * (GLYPHS // 2 + 1),
            b"maxp": pack(">IHHHHH16x", 0x10000, GLYPHS, 4, 1, 0, 0)[:32],
        }
    )


def _box() -> bytes:
    """Return the outline of the one glyph."""
    head = pack(">hhhhh", 1, 0, 0, RIGHT, TOP) + pack(">HH", 3, 0)
    corners = bytes([1] * 4) + pack(">4h", 0, RIGHT, 0, -RIGHT) + pack(">4h", 0, 0, TOP, 0)
    return _padded(head + corners)


def tables_to_font(tables: Mapping[bytes, bytes]) -> bytes:
    """Return the file of a font with these tables, which are in order of their tags."""
    place = 12 + 16 * len(tables)
    directory, body = pack(">IHHHH", 0x10000, len(tables), 64, 2, 48), b""
    for tag, table in tables.items():
        directory += tag + pack(">III", 0, place + len(body), len(table))
        body += _padded(table)
    return directory + body


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


class _Answers:
    """What PDFium asks about fonts; a machine's own answers go before the fallback font."""

    def __init__(self, machine: Structure | None = None) -> None:
        self._machine = machine
        self._font = fallback_font()

    def _ask(self, question: str, *rest: object) -> int:
        if self._machine is None:
            return 0
        return getattr(self._machine, question)(ctypes.byref(self._machine), *rest) or 0

    def add(self, _this: object, mapper: object) -> None:
        """Add the machine's fonts to PDFium's list."""
        self._ask("EnumFonts", mapper)

    def find(self, _this: object, *wish: object) -> int:
        """Return a handle of a font that is wished for: 0 leaves it to PDFium's own few fonts.

        Those are asked for by name, and may come without widths.
        """
        name = ctypes.string_at(cast(wish[NAME], c_void_p)) if wish[NAME] else b""  # type: ignore[arg-type]
        return self._ask("MapFont", *wish) or (0 if name.startswith(BUILT_IN) else HANDLE)

    def write(self, _this: object, font: int, table: int, buffer: int | None, size: int) -> int:
        """Write a font into `buffer` if it fits and return its length; `table` is a tag."""
        if font != HANDLE:
            return self._ask("GetFontData", font, table, buffer, size)
        if table:
            return 0
        if buffer and size >= len(self._font):
            ctypes.memmove(buffer, self._font, len(self._font))
        return len(self._font)

    def name(self, _this: object, font: int, buffer: object, size: int) -> int:
        """Write a font's name and return its length; the fallback font has none."""
        return 0 if font == HANDLE else self._ask("GetFaceName", font, buffer, size)

    def delete(self, _this: object, font: int) -> None:
        """Give a font back."""
        if font != HANDLE:
            self._ask("DeleteFont", font)


def replace_fonts() -> None:
    """Let PDFium use the fallback font for every font that a file does not hold."""
    _answer_with(_Answers())


def fill_in_fonts() -> None:
    """Let PDFium use the fallback font for every font that the machine lacks."""
    _answer_with(_Answers(raw.FPDF_GetDefaultSystemFontInfo().contents))


def _answer_with(answers: _Answers) -> None:
    """Let PDFium, which is started, ask these answers from now on."""
    info = raw.FPDF_SYSFONTINFO(version=1)
    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    functions = {
        "EnumFonts": answers.add,
        "MapFont": answers.find,
        "GetFontData": answers.write,
        "GetFaceName": answers.name,
        "GetFontCharset": lambda *_: raw.FXFONT_GB2312_CHARSET,
        "DeleteFont": answers.delete,
    }
    for name, function in functions.items():
        setattr(info, name, kinds[name](function))
    raw.FPDF_SetSystemFontInfo(ctypes.byref(info))
    _kept.append(info)


_kept: list[object] = []  # PDFium uses them to the end of the process
