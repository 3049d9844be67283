"""A country of composed lists: as many as are asked for, in all formats, each another document.

Every document has rows of the real one, chosen and numbered anew, under invented names of county
and township. Its pages are set by a small typesetter, so that how many there are is known for
documents without pages, too. Nothing here is chance: the same number gives the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import qingdan
from bench.hostile.pdf import file_of, stream
from qingdan.model import LIST_TYPES, Item
from qingdan.readers.pages.marks import ASCENT, PageMarks, Rule, Run
from qingdan.readers.pdf.fallback_font import fallback_font
from tests.fixtures.ofd import composed as as_ofd
from tests.fixtures.office.build import package
from tests.small import MAKERS, Lists, Row

SOURCE = Path(__file__).parent.parent / "raw" / "awati.txt"
HEADERS: dict[str, Row] = {
    "basic": ("序号", "事项类别", "事项名称"),
    "cooperative": (
        *("序号", "事项类别", "事项名称"),
        *("对应上级部门", "上级部门职责", "乡镇配合职责"),
    ),
    "recall": ("序号", "事项类别", "事项名称", "承接部门及工作方式"),
}
TITLES = ("基本履职事项清单", "配合履职事项清单", "上级部门收回事项清单")
NAMES = "安宝昌德东丰福高广海和洪嘉建江康兰黎临龙平青清瑞石泰通万文武兴阳永玉云长" * 2
FULL = (0.75, 1.0)  # of the rows of the real document: some 39 pages
SHORT = (0.05, 0.1)

# Paper, in points: A4 across.
WIDTH, HEIGHT, MARGIN = 842.0, 595.0, 50.0
SIZE, LEADING, PADDING = 10.5, 15.0, 3.0
COLUMNS = {3: (3, 6, 61), 6: (3, 4, 11, 7, 25, 20), 4: (3, 5, 22, 40)}  # widths in letters
FEWEST = 3  # lines of a row that stand on a page


class Composed(NamedTuple):
    """A document before it has a format: what stands above the lists, the lists, its pages."""

    preamble: str
    lists: Lists
    pages: tuple[PageMarks, ...]


def composed(number: int, share: tuple[float, float] = FULL) -> Composed:
    """Return the document of a number, with a share of the rows of the real one."""
    chance = random.Random(number)
    county, township = (f"{''.join(chance.sample(NAMES, 2))}{kind}" for kind in ("县", "镇"))
    lists: dict[str, list[Row]] = {}
    for title, kind in zip(TITLES, LIST_TYPES, strict=True):
        every = _items()[kind]
        count = max(round(chance.uniform(*share) * len(every)), 2)
        places = sorted(chance.sample(range(len(every)), count))
        rows = (_row(seq, every[place]) for seq, place in enumerate(places, 1))
        placed = (
            tuple(cell.replace("巴楚县", county).replace("阿瓦提镇", township) for cell in row)
            for row in rows
        )
        lists[title] = [HEADERS[kind], *placed]
    totals = "。".join(f"共有{name[:-2]}{len(rows) - 1}项" for name, rows in lists.items())
    preamble = f"{county}{township}履职事项清单\n{township}位于{county}。{totals}。\n"
    return Composed(preamble, lists, tuple(_Paper().pages(preamble, lists)))


@cache
def _items() -> dict[str, list[Item]]:
    found = qingdan.extract(SOURCE, options=qingdan.Options(keywords=False)).items
    return {kind: [item for item in found if item.list_type == kind] for kind in LIST_TYPES}


def _row(seq: int, item: Item) -> Row:
    start = (str(seq), item.category, item.name)
    if item.list_type == "cooperative":
        duties = (item.superior_duties or "", item.township_duties or "")
        return (*start, "、".join(item.departments_raw), *duties)
    return start if item.list_type == "basic" else (*start, item.handling or "")


# --- pages --------------------------------------------------------------------------------------


def wrapped(text: str, width: float) -> list[str]:
    """Return the lines of a text in a column of so many letters; two of ASCII are one."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, taken = "", 0.0
        for letter in paragraph:
            size = 0.5 if letter.isascii() else 1.0
            if taken + size > width:
                lines.append(line)
                line, taken = "", 0.0
            line, taken = line + letter, taken + size
        lines.append(line)
    return lines


class _Paper:
    """Pages that are filled from top to bottom."""

    def __init__(self) -> None:
        self.top = MARGIN
        self.runs: list[Run] = []
        self.rules: list[Rule] = []
        self.done: list[PageMarks] = []

    def pages(self, preamble: str, lists: Lists) -> list[PageMarks]:
        """Return the pages of a document."""
        for line in wrapped(preamble.strip(), 70):
            self._set(line, MARGIN, self.top)
            self.top += LEADING
        for title, rows in lists.items():
            self._turn()
            self._set(title, MARGIN, self.top)
            self.top += 2 * LEADING
            for row in rows:
                self._print(row)
        self._turn()
        return self.done

    def _print(self, row: Row) -> None:
        widths = COLUMNS[len(row)]
        cells = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        left = max(map(len, cells))
        while left:
            room = int((HEIGHT - MARGIN - self.top - 2 * PADDING) // LEADING)
            if room < min(left, FEWEST):
                self._turn()
                continue
            taken = min(room, left)
            self._draw([cell[:taken] for cell in cells], widths, taken * LEADING + 2 * PADDING)
            cells, left = [cell[taken:] for cell in cells], left - taken

    def _draw(self, cells: Sequence[Sequence[str]], widths: Sequence[int], height: float) -> None:
        """Draw the part of a row that stands on this page, with its rules."""
        x, top, bottom = MARGIN, self.top, self.top + height
        right = MARGIN + sum(widths) * SIZE + 2 * PADDING * len(widths)
        self.rules += [Rule(MARGIN, y, right, y) for y in (top, bottom)]
        for lines, width in zip(cells, widths, strict=True):
            self.rules.append(Rule(x, top, x, bottom))
            for nth, line in enumerate(lines):
                self._set(line, x + PADDING, top + PADDING + nth * LEADING)
            x += width * SIZE + 2 * PADDING
        self.rules.append(Rule(x, top, x, bottom))
        self.top = bottom

    def _set(self, text: str, x: float, top: float) -> None:
        starts, end = [], x
        for letter in text:
            starts.append(end)
            end += SIZE / 2 if letter.isascii() else SIZE
        if text:
            self.runs.append(Run(text, starts, x, top, end, top + SIZE, SIZE))

    def _turn(self) -> None:
        number = len(self.done) + 1
        self._set(f"— {number} —", WIDTH / 2, HEIGHT - MARGIN / 2)
        page = PageMarks(number, WIDTH, HEIGHT, tuple(self.runs), tuple(self.rules))
        self.done.append(page)
        self.runs, self.rules, self.top = [], [], MARGIN


# A font that the file holds: the glyph of a letter is its code, and each is a box.
_FONT = {
    3: b"<</Type/Font/Subtype/Type0/BaseFont/Boxes/Encoding/Identity-H/DescendantFonts[4 0 R]"
    b"/ToUnicode 7 0 R>>",
    4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Boxes/CIDToGIDMap/Identity/DW 1000"
    b"/W[0 127 500]/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    b"/FontDescriptor 5 0 R>>",
    5: b"<</Type/FontDescriptor/FontName/Boxes/Flags 4/ItalicAngle 0/FontBBox[0 -120 1000 880]"
    b"/Ascent 880/Descent -120/CapHeight 880/StemV 80/FontFile2 6 0 R>>",
    6: stream(fallback_font()),
    7: stream(
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        + b"".join(
            b"1 beginbfrange <%02x00> <%02xff> <%02x00> endbfrange\n" % (high, high, high)
            for high in range(256)
        )
    ),
}
_FIRST = 8  # object of the first page; each has two


def _as_pdf(document: Composed) -> bytes:
    """Return a PDF as office programs write it: a line in one go, content deflated."""
    count = len(document.pages)
    kids = b" ".join(b"%d 0 R" % (_FIRST + 2 * nth) for nth in range(count))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
        **_FONT,
    }
    for place, page in zip(range(_FIRST, _FIRST + 2 * count, 2), document.pages, strict=True):
        rules = (
            f"{one.x0:.2f} {HEIGHT - one.top:.2f} m {one.x1:.2f} {HEIGHT - one.bottom:.2f} l S"
            for one in page.rules
        )
        texts = (
            f"BT /F {SIZE} Tf {one.x0:.2f} {HEIGHT - one.top - ASCENT * SIZE:.2f} Td "
            f"<{one.text.encode('utf-16-be').hex()}> Tj ET"
            for one in page.runs
        )
        objects[place] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (WIDTH, HEIGHT, place + 1)
        )
        objects[place + 1] = stream("\n".join((*rules, *texts)).encode())
    return file_of(objects)


# --- formats ------------------------------------------------------------------------------------


def _as_dump(document: Composed) -> bytes:
    """Return a dump as of the pages: cells of one line one behind another, others by themselves."""
    text = document.preamble
    for rows in document.lists.values():
        for row in rows:
            cells = (
                wrapped(cell, width) for cell, width in zip(row, COLUMNS[len(row)], strict=True)
            )
            ends = (("\n".join(lines), (" ", "\n\n")[len(lines) > 1]) for lines in cells)
            text += "\n" + "".join(map("".join, ends)) + "\n"
    return text.encode()


_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def _as_open(kind: str, document: Composed) -> bytes:
    """Return an OpenDocument text or spreadsheet."""

    def paragraphs(text: str) -> str:
        return "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))

    def table(rows: Sequence[Row]) -> str:
        lines = (
            "".join(f"<table:table-cell>{paragraphs(cell)}</table:table-cell>" for cell in row)
            for row in rows
        )
        rows_of = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
        return f"<table:table>{rows_of}</table:table>"

    if kind == "text":
        body = paragraphs(document.preamble.strip())
        body += "".join(paragraphs(title) + table(rows) for title, rows in document.lists.items())
    else:
        above = [(line,) for line in document.preamble.strip().split("\n")]
        body = table(
            [*above, *(row for t, rows in document.lists.items() for row in [(t,), *rows])]
        )
    names = " ".join(f'xmlns:{one}="{_OPEN}:{one}:1.0"' for one in ("office", "text", "table"))
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return package(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
        }
    )


def _by_hand(format: str) -> Callable[[Composed], bytes]:
    return lambda document: MAKERS[format](document.preamble, document.lists)


FORMATS: dict[str, Callable[[Composed], bytes]] = {
    "pdf": _as_pdf,
    "ofd": lambda document: as_ofd(document.pages, "glyphs"),
    "docx": _by_hand("docx"),
    "odt": lambda document: _as_open("text", document),
    "xlsx": _by_hand("xlsx"),
    "ods": lambda document: _as_open("spreadsheet", document),
    "html": _by_hand("html"),
    "mht": _by_hand("mht"),
    "csv": _by_hand("csv"),
    "txt": _as_dump,
}


def written(
    folder: Path, numbers: range, share: tuple[float, float] = FULL
) -> Iterator[tuple[str, int]]:
    """Write documents to a folder of a county each, formats by turns; yield format and pages."""
    kinds = list(FORMATS)
    for number in numbers:
        document, format = composed(number, share), kinds[number % len(kinds)]
        path = folder / f"{number:05d}" / f"list.{format}"
        path.parent.mkdir(parents=True)
        path.write_bytes(FORMATS[format](document))
        yield format, len(document.pages)
