"""Fonts that a PDF names but does not hold: read the same whatever fonts the machine has."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.fixtures.pdf import raw
from tests.readers.pdfs import ENGINES, Engine, grids, read_bytes, rows
from tests.truth import ROOT

XS, YS = (60, 110, 200, 400), (700, 660, 620)
WORDS = (("序号", "事项类别", "事项名称"), ("1", "党", "换届12次"))
RULES = b"".join(b"%d %d m %d %d l S " % (x, YS[0], x, YS[-1]) for x in XS) + b"".join(
    b"%d %d m %d %d l S " % (XS[0], y, XS[-1], y) for y in YS
)
ON_ITS_SIDE = b"q 0 1 -1 0 760 0 cm "
ENCODERS: dict[bytes, Callable[[str], bytes]] = {
    b"UniGB-UCS2-H": lambda char: char.encode("utf-16-be"),
    b"GBK-EUC-H": lambda char: char.encode("gbk"),
}


def glyph_by_glyph(encoding: bytes) -> bytes:
    """Return the table in an encoding with each glyph set by itself."""
    out = RULES
    for row, y in zip(WORDS, YS, strict=False):
        for x, words in zip(XS, row, strict=False):
            at = x + 4.0
            for char in words:
                code = ENCODERS[encoding](char).hex().encode()
                out += b"BT /F 12 Tf 1 0 0 1 %.1f %d Tm <%s> Tj ET " % (at, y - 25, code)
                at += 6 if char.isascii() else 12
    return out


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("turn", [b"q ", ON_ITS_SIDE], ids=["level", "on its side"])
@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        (b"SimSun", b"UniGB-UCS2-H"),
        (b"FangSong_GB2312", b"GBK-EUC-H"),
        (b"#B7#C2#CB#CE_GB2312", b"GBK-EUC-H"),
    ],
)
def test_glyphs_of_fonts_that_are_not_in_the_file_are_all_read(
    name: bytes, encoding: bytes, turn: bytes, engine: Engine
) -> None:
    content = turn + glyph_by_glyph(encoding) + b"Q"
    document = read_bytes(raw.named_font_page(content, name, encoding, b"GB1"), engine)
    assert [rows(grid) for grid in grids(document)] == [[list(row) for row in WORDS]]
    assert document.doubts == ()


MEANINGS = dict(enumerate(sorted({char for row in WORDS for char in "".join(row)}), 1))


def coded(together: int, below: str = "") -> bytes:
    """Return the table in the codes of MEANINGS, with at most so many glyphs set at once.

    A line of words may stand below it.
    """
    codes = {char: b"%04x" % code for code, char in MEANINGS.items()}
    cells = [
        (x, y, words)
        for row, y in zip(WORDS, YS, strict=False)
        for x, words in zip(XS, row, strict=False)
    ]
    out = RULES
    for x, y, words in (*cells, (XS[0], YS[-1], below)):
        for at in range(0, len(words), together):
            piece = b"".join(codes[char] for char in words[at : at + together])
            place = x + 4 + 12 * at, y - 25, piece
            out += b"BT /F 12 Tf 1 0 0 1 %d %d Tm <%s> Tj ET " % place
    return out


@pytest.mark.parametrize("turn", [b"q ", ON_ITS_SIDE], ids=["level", "on its side"])
def test_single_glyphs_known_by_a_map_alone_are_all_read(turn: bytes) -> None:
    (grid,) = grids(read_bytes(raw.cid_page(turn + coded(1) + b" Q", MEANINGS)))
    assert rows(grid) == [list(row) for row in WORDS]


@pytest.mark.parametrize("together", [1, 9])
@pytest.mark.parametrize("turn", [b"q ", ON_ITS_SIDE], ids=["level", "on its side"])
def test_the_layer_that_ocr_lays_over_a_scan_is_all_read(turn: bytes, together: int) -> None:
    """Its font has no ink, and PDFium passes over single glyphs, and over lines on their side.

    A page that says less than a page's number and a stamp is read anew.
    """
    scan = b"q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q "
    content = scan + turn + b"3 Tr " + coded(together, "".join(MEANINGS.values()) * 2) + b" Q"
    document = read_bytes(raw.blank_font_page(content, MEANINGS))
    assert [rows(grid) for grid in grids(document)] == [[list(row) for row in WORDS]]
    assert document.doubts == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_page_may_begin_anywhere(engine: Engine) -> None:
    """Its box has an origin of its own."""
    content = b"1 0 0 1 99 9 cm " + glyph_by_glyph(b"UniGB-UCS2-H")
    data = raw.named_font_page(content, b"SimSun", b"UniGB-UCS2-H", b"GB1")
    moved = data.replace(b"/MediaBox [0 0 595 842]", b"/MediaBox[99 9 694 851]")
    assert moved != data
    document = read_bytes(moved, engine)
    assert [rows(grid) for grid in grids(document)] == [[list(row) for row in WORDS]]
    assert document.doubts == ()


def test_the_fonts_of_the_machine_are_not_asked() -> None:
    """The ink of a glyph is the fallback font's box: a machine's fonts would give their own."""
    code = (
        "from tests.fixtures.pdf import raw\n"
        "from qingdan.readers.pdf import native\n"
        "from qingdan.readers.pdf.pdfium import PdfiumFile\n"
        "from qingdan.readers.pdf.native import Floats, c_double\n"
        "native.initialise()\n"
        "content = b'BT /F 100 Tf 10 10 Td <515A> Tj ET'\n"
        "data = raw.named_font_page(content, b'SimSun', b'UniGB-UCS2-H', b'GB1')\n"
        "file = PdfiumFile(data, None)\n"
        "text = native.load_text(native.load_page(file._handle, 0))\n"
        "box = Floats(4, c_double)\n"
        "native.get_box(text, 0, *(box.at(i) for i in range(4)))\n"
        "print([round(side) for side in box.values])\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=ROOT)
    left, right, bottom, top = json.loads(done.stdout)
    assert (left, right, bottom) == (10, 30, 10)
    assert 80 <= top <= 81
