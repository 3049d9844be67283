"""Scans: pages of townships as scanners make them, read in the reader's own process."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, PngImagePlugin

from qingdan.errors import UnreadableSource
from qingdan.letters.lines import lines_of
from qingdan.model import Document
from qingdan.options import Options
from qingdan.readers import read_apart, render_pages
from qingdan.readers.scans import numbers_to_ranges
from tests.fixtures import ofd
from tests.fixtures.scans import pictures_of, scanned
from tests.readers.pdfs import TRAPS, grids, read_bytes, rows
from tests.truth import TOWNSHIPS

LIST = TOWNSHIPS / "xialan" / "reportlab.pdf"
CONDITIONS = ("office", "askew", "upside", "sideways")
FEW = (0, 690, 1654, 985)  # pixels of the first page: a title, the head of a table, some rows


@cache
def read_scan(condition: str) -> Document:
    """Read a scan of the first page: a preamble, and a table of 17 rows."""
    return read_bytes(scanned(LIST.read_bytes(), condition, [0]))


@cache
def printed() -> Document:
    return read_bytes(LIST.read_bytes())


@cache
def rows_picture() -> Image.Image:
    """A picture of a few rows."""
    (page,) = pictures_of(LIST.read_bytes(), "clean", [0])
    return page.crop(FEW)


def saved(picture: Image.Image, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, dpi=(200, 200), **how)  # type: ignore[arg-type]
    return out.getvalue()


def read(name: str, data: bytes) -> Document:
    return read_apart(name, data, Options(), "清单")


def letters(document: Document) -> str:
    """Return what a first page says, without its number."""
    lines = [line.text for line in lines_of(document.blocks) if line.page == 1]
    return "".join(lines[:-1])


def test_what_reads_scans_is_installed_for_tests() -> None:
    assert all(find_spec(name) for name in ("cv2", "onnxruntime", "rapidocr"))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_scan_says_what_was_printed(condition: str) -> None:
    document = read_scan(condition)
    assert [rows(grid) for grid in grids(document)] == [
        rows(grid) for grid in grids(printed()) if grid.page == 1
    ]
    assert letters(document) == letters(printed())
    assert {doubt.code for doubt in document.doubts} <= {"ocr_read", "letters_unsure"}


@cache
def mixed() -> bytes:
    """A PDF whose first page is a scan, with the other pages as they were."""
    whole = pdfium.PdfDocument.new()
    whole.import_pages(pdfium.PdfDocument(scanned(LIST.read_bytes(), "clean", [0])))
    whole.import_pages(pdfium.PdfDocument(LIST), [1, 2, 3])
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def test_a_page_that_is_a_scan_is_read_among_others() -> None:
    document = read_bytes(mixed())
    assert [list(map(str, rows(grid))) for grid in grids(document)] == [
        list(map(str, rows(grid))) for grid in grids(printed())
    ]
    assert [doubt.facts for doubt in document.doubts if doubt.code == "ocr_read"] == [
        {"pages": "1"}
    ]


def test_a_scan_without_letters_is_refused() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes((TRAPS / "scan.pdf").read_bytes())
    assert caught.value.code == "no_text"


def test_a_tiff_has_pages() -> None:
    picture = rows_picture()
    document = read("list.tif", saved(picture, "TIFF", save_all=True, append_images=[picture]))
    assert (document.source.format, document.source.pages) == ("tiff", 2)
    first, second = grids(document)
    assert rows(first) == rows(second) == rows(grids(printed())[0])[: len(rows(first))]
    assert len(rows(first)) == 4


def test_a_page_of_an_ofd_is_a_picture() -> None:
    picture = rows_picture()
    width, height = (side / 200 * 25.4 for side in picture.size)
    media = '<ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>1.png</ofd:MediaFile>'
    resources = f"<ofd:MultiMedias>{media}</ofd:MultiMedia></ofd:MultiMedias>"
    put = (
        f'<ofd:Layer ID="1"><ofd:ImageObject ID="6" Boundary="0 0 {width} {height}" '
        f'CTM="{width} 0 0 {height} 0 0" ResourceID="5"/></ofd:Layer>'
    )
    scan = ofd.page(put, box=f"0 0 {width} {height}")
    parts = {
        "Doc_0/Document.xml": ofd.document(1, common="<ofd:DocumentRes>r.xml</ofd:DocumentRes>"),
        "Doc_0/r.xml": f'<ofd:Res xmlns:ofd="{ofd.NAMESPACE}">{resources}</ofd:Res>',
        "Doc_0/1.png": saved(picture, "PNG"),
        "Doc_0/Pages/Page_0/Content.xml": scan,
    }
    data = ofd.package(parts)
    document = read("list.ofd", data)
    (found,) = grids(document)
    assert rows(found) == rows(grids(printed())[0])[: len(rows(found))]
    assert [doubt.code for doubt in document.doubts] == ["ocr_read"]
    (shown,) = render_pages(Path("list.ofd"), data, {1: []}, Options())
    drawn = Image.open(io.BytesIO(shown.image)).convert("L")
    assert drawn.size == picture.size
    assert sum(drawn.histogram()[:100]) > 0.7 * sum(picture.histogram()[:100])


def test_pictures_of_every_kind_of_pixels() -> None:
    picture = rows_picture().crop((0, 0, 1654, 200))
    wanted = read("list.png", saved(picture, "PNG")).text
    assert "履职事项清单" in wanted
    clear = picture.convert("RGBA")
    clear.putalpha(picture.point(lambda value: 255 - value))
    deep = Image.frombytes("I;16", picture.size, bytes(2 * len(picture.tobytes())))
    deep.putdata([value * 257 for value in picture.tobytes()])
    for kind in (picture.convert("P"), picture.convert("1"), clear, deep):
        assert read("list.png", saved(kind, "PNG")).text == wanted, kind.mode
    assert read("list.jpg", saved(picture.convert("CMYK"), "JPEG", quality=95)).text == wanted


def enlarged(png: bytes, width: int, height: int) -> bytes:
    """A PNG that says it is of another size."""
    head = b"IHDR" + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + head + struct.pack(">I", zlib.crc32(head)) + png[33:]


@cache
def hostile() -> dict[str, bytes]:
    whole = saved(rows_picture(), "JPEG")
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("comment", "x" * (80 << 20), zip=True)
    return {
        "cut off": whole[: len(whole) // 2],
        "of nothing": b"\xff\xd8\xff",
        "of one pixel": saved(Image.new("L", (1, 1)), "PNG"),
        "of a thousand million pixels": enlarged(
            saved(Image.new("L", (9, 9)), "PNG"), 40_000, 25_000
        ),
        "of a bomb of words": saved(Image.new("L", (900, 900)), "PNG", pnginfo=chunks),
        "of white": saved(Image.new("L", (900, 900), "white"), "PNG"),
        "of black": saved(Image.new("L", (900, 900)), "PNG"),
    }


@pytest.mark.parametrize("kind", hostile())
def test_hostile_pictures_are_refused_in_one_line(kind: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read("list.png", hostile()[kind])
    assert caught.value.code in ("damaged", "too_large", "no_text")
    assert "\n" not in str(caught.value)


def test_the_picture_that_shows_an_item_is_level() -> None:
    scan = scanned(LIST.read_bytes(), "upside", [0])
    box = next(line.box for line in lines_of(read_scan("upside").blocks) if "普查" in line.text)
    assert box is not None
    (shown,) = render_pages(Path("scan.pdf"), scan, {1: [box]}, Options())
    picture = Image.open(io.BytesIO(shown.image))
    unit = picture.height / 842
    inside = picture.convert("L").crop(tuple(round(side * unit) for side in box))
    ink = sum(inside.histogram()[:128]) / (inside.width * inside.height)
    assert 0.1 < ink < 0.4


APART = """
import sys
from qingdan.options import Options
from qingdan.readers.formats import read_document
from qingdan.readers.messages import Request
{before}
data = sys.stdin.buffer.read()
try:
    document = read_document(Request("list.png", data, Options(), "清单"))
    print(document.text, *document.doubts)
except Exception as error:
    print(error)
"""
NO_NETWORK = """
def refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.client.")):
        raise SystemExit("the network was asked for: " + event)
sys.addaudithook(refuse)
"""
NO_EXTRA = "sys.modules['onnxruntime'] = None"


def said(before: str, data: bytes) -> str:
    code = APART.format(before=before)
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def test_nothing_is_fetched() -> None:
    picture = rows_picture().crop((0, 0, 1654, 200))
    assert "履职事项清单" in said(NO_NETWORK, saved(picture, "PNG"))


@pytest.mark.parametrize("data", [saved(Image.new("L", (900, 900)), "PNG"), None])
def test_without_the_extra_one_line_says_how_to_get_it(data: bytes | None) -> None:
    line = said(NO_EXTRA, data or (TRAPS / "scan.pdf").read_bytes())
    assert "pip install 'qingdan[ocr]'" in line
    assert line.count("\n") == 1


def test_without_the_extra_pages_that_were_not_read_are_told() -> None:
    told = said(NO_EXTRA, mixed())
    assert "code='scan_unread'" in told
    assert "配合履职事项清单" in told


def test_numbers_of_pages_are_listed_as_people_do() -> None:
    assert numbers_to_ranges([1, 2, 3, 5, 7, 8]) == "1–3, 5, 7–8"
