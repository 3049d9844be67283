"""Hostile PDF files."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

from .kinds import Make, kinds

_TEXT = b"BT /F 12 Tf 50 700 Td (a page of a list of some letters, more than thirty) Tj ET\n"
_FONTS = b"/Font<</F 5 0 R>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s%s>>%s>>"
_FREE = 10  # the first number of an object that a file of one page does not use


def stream(data: bytes, head: bytes = b"") -> bytes:
    packed = zlib.compress(data)
    size = len(packed)
    return b"<<%s/Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (head, size, packed)


def file_of(objects: Mapping[int, bytes]) -> bytes:
    """Return a file of objects by their numbers; the first one is the root."""
    data = bytearray(b"%PDF-1.7\n")
    places = dict.fromkeys(range(1, max(objects) + 1), 0)
    for number, content in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(data), len(places) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    data += b"".join(b"%010d 00000 n \n" % place for place in places.values())
    data += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(data)


def _page(
    content: bytes = _TEXT,
    resources: bytes = b"",
    page: bytes = b"",
    kids: bytes = b"3 0 R",
    others: Mapping[int, bytes] | None = None,
) -> bytes:
    """Return a file of one page."""
    return file_of(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, kids.count(b"R")),
            3: _PAGE % (_FONTS, resources, page),
            4: stream(content),
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            **(others or {}),
        }
    )


def _content(line: bytes) -> Make:
    return lambda size: _page(_TEXT + line * size)


def _spread(line: bytes) -> Make:
    """Return the maker of a page with a line of content at as many heights."""
    return lambda size: _page(
        _TEXT + b"".join(line.replace(b"Y", b"%.3f" % (50 + 600 * n / size)) for n in range(size))
    )


def _form(content: bytes, resources: bytes) -> bytes:
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<<%s%s>>" % (_FONTS, resources)
    return stream(content, head)


def _drawn(of: Callable[[int], Mapping[int, bytes]]) -> Make:
    """Return the maker of a page that draws the first of some objects, X."""
    resources = b"/XObject<</X %d 0 R>>" % _FREE
    return lambda size: _page(_TEXT + b"q 500 0 0 500 0 0 cm /X Do Q\n", resources, others=of(size))


def _draws_itself(size: int) -> dict[int, bytes]:
    return {_FREE: _form(b"/X Do\n" * size, b"/XObject<</X %d 0 R>>" % _FREE)}


def _draw_each_other(size: int) -> dict[int, bytes]:
    """Return forms each of which draws the next one twice."""
    numbers = range(_FREE, _FREE + size)
    forms = {n: _form(b"/X Do /X Do\n", b"/XObject<</X %d 0 R>>" % (n + 1)) for n in numbers}
    return forms | {_FREE + size: _form(_TEXT, b"")}


def _image(size: int, data: bytes) -> dict[int, bytes]:
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (size, size)
    return {_FREE: stream(data, head + b"/ColorSpace/DeviceGray/BitsPerComponent 8")}


def _references_in_a_loop(size: int) -> bytes:
    """Return tables of references each of which names the one before, and the first the last."""
    whole = _page()
    data = whole[: whole.rindex(b"xref\n0")]
    table = b"xref\n0 0\ntrailer\n<</Size 6/Root 1 0 R/Prev %010d>>\n"
    length = len(table % 0)
    places = [len(data) + n * length for n in range(size)]
    tables = b"".join(table % places[n - 1] for n in range(size))
    return data + tables + b"startxref\n%d\n%%%%EOF\n" % places[-1]


def _pages(size: int) -> bytes:
    numbers = range(_FREE, _FREE + size)
    kids = b"".join(b"%d 0 R " % number for number in numbers)
    return _page(kids=kids, others=dict.fromkeys(numbers, _PAGE % (_FONTS, b"", b"")))


def _notes(size: int) -> bytes:
    note = b"<</Type/Annot/Subtype/FreeText/Rect[50 50 90 90]/Contents(word)/AP<</N 11 0 R>>>>"
    look = _form(b"BT /F 12 Tf (word) Tj ET", b"")
    return _page(page=b"/Annots[%s]" % (b"10 0 R " * size), others={10: note, 11: look})


def _grid(size: int) -> bytes:
    places = [n / size for n in range(size)]
    across = [b"50 %.3f m 550 %.3f l S\n" % (50 + 700 * y, 50 + 700 * y) for y in places]
    down = [b"%.3f 50 m %.3f 750 l S\n" % (50 + 500 * x, 50 + 500 * x) for x in places]
    return _page(_TEXT + b"".join(across + down))


PDF = kinds(
    ".pdf",
    {
        "a form that draws itself": (20, _drawn(_draws_itself)),
        "forms that draw each other": (20, _drawn(_draw_each_other)),
        "a huge image without its data": (20_000, _drawn(lambda n: _image(n, b""))),
        "a huge image": (4_000, _drawn(lambda n: _image(n, bytes(n * n)))),
        "nested arrays": (2_000_000, lambda n: _page(page=b"/X" + b"[" * n + b"]" * n)),
        "nested arrays in an object": (
            2_000_000,
            lambda n: _page(page=b"/X 10 0 R", others={10: b"[" * n + b"]" * n}),
        ),
        "nested arrays in content": (
            2_000_000,
            lambda n: _page(_TEXT + b"[" * n + b"]" * n + b" TJ\n"),
        ),
        "nested dictionaries": (
            1_000_000,
            lambda n: _page(page=b"/X" + b"<</X" * n + b" 1" + b">>" * n),
        ),
        "references in a loop": (2_000, _references_in_a_loop),
        "pages in a loop": (2_000, lambda n: _page(kids=b"2 0 R " * n + b"3 0 R")),
        "one page many times": (400, lambda n: _page(kids=b"3 0 R " * n)),
        "pages": (400, _pages),
        "notes": (2_000, _notes),
        "a grid of rules": (200, _grid),
        "rules in one place": (8_000, _content(b"50 50 m 550 50 l S\n")),
        "rules": (4_000, _spread(b"50 Y m 550 Y l S\n")),
        "boxes": (2_000, _spread(b"Y Y 100 100 re S\n")),
        "white boxes": (4_000, _content(b"1 1 1 rg 50 50 400 400 re f\n")),
        "letters in one place": (20_000, _content(b"BT /F 12 Tf 50 500 Td (a) Tj ET\n")),
        "letters in a line": (
            20_000,
            lambda n: _page(_TEXT + b"BT /F 0.1 Tf 1 500 Td (%s) Tj ET" % (b"a" * n)),
        ),
        "letters in a column": (4_000, _spread(b"BT /F 1 Tf 50 Y Td (a) Tj ET\n")),
        "words in columns": (
            2_000,
            _spread(b"BT /F 1 Tf 50 Y Td (a b) Tj 100 0 Td (c d) Tj 100 0 Td (e) Tj ET\n"),
        ),
        "saved states": (40_000, _content(b"q\n")),
        "clips": (8_000, _content(b"0 0 500 500 re W n\n")),
        # PDFium keeps all marks around a thing with it.
        "marks that do not end": (40_000, _content(b"/Span <</X(y)>> BDC\n")),
        "curves": (20_000, _content(b"50 50 m 60 60 70 70 80 80 c S\n")),
        "a long path": (20_000, lambda n: _page(_TEXT + b"0 0 m " + b"9 9 l 9 0 l " * n + b"S\n")),
        "images in content": (2_000, _content(b"BI /W 1 /H 1 /BPC 8 /CS /G ID a EI\n")),
        "streams that do not end": (40_000, lambda n: _page() + b"stream\n" * n),
        "spaces behind a length": (
            40_000,
            lambda n: _page(others={10: b"<</Length" + b" " * n + b">>"}),
        ),
        "inflated content": (8_000_000, lambda n: _page(_TEXT + b" " * n)),
        "objects": (20_000, lambda n: _page(others=dict.fromkeys(range(10, n + 10), b"<<>>"))),
    },
)
