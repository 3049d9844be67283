"""HTML pages as government sites publish them, tables pasted from Word included.

The tree is walked by events, not by recursion: pages nest hundreds of elements deep.
Scripts and forms' widgets are left out. Furniture of the page are navigation and footers (by
element or by what their class is called, if no table is in them), and outside tables, hidden
text and lines that are nothing but links.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import etree

from ..errors import UnreadableSource
from ..letters.script import ORDINALS
from ..model import Document, Doubt, Source
from .grid import Block, Spot, Table, assemble, bare_lines, flat, flow_cells, settle
from .numbering import formatted, integer
from .package import ABSURD, MAX_TAGS, TAGS, too_large
from .text import decoded

MAX_BYTES = 64 * 1024 * 1024

_LEFT_OUT = {
    "script", "style", "noscript", "template", "head", "select", "textarea", "button",
    "iframe", "object", "svg", "math", "audio", "video", "canvas", "rt", "rp", "xml",
}  # fmt: skip
_AROUND = {"nav", "footer", "aside"}
_AROUND_NAMES = re.compile(
    r"(?:^|[\s_-])(?:foot|footer|copyright|nav|navbar|navigation|menu|breadcrumbs?|crumbs?|share"
    r"|sidebar|search|toolbar|pagination|dqwz|location|current-?position)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "fieldset", "figure", "figcaption", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "ol", "p", "pre", "section", "ul", "caption", "details",
    "summary", "tr", "td", "th", "table", "thead", "tbody", "tfoot", "br",
}  # fmt: skip
_LEAST_COLUMNS = 3  # of a table whose rows must be complete
_GROUPS = {"thead", "tbody", "tfoot"}
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_COLLAPSED = re.compile(r"[ \t\r\n\f]+")
_MARKERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}

_CELLS, _LISTS = {"td", "th"}, {"ol", "ul"}
# A list item that prints a mark of its own; 2025年 or 2.5公里 is none.
_NUMBERED = re.compile(
    rf"[①-⑳]|[（(][\d{ORDINALS}]{{1,3}}[）)]|\d{{1,3}}[.．、](?!\d)|[{ORDINALS}]{{1,3}}[、.．]"
)

HtmlCell = tuple[int, int, tuple[Block, ...]]


def read_html(name: str, sha256: str, data: bytes) -> Document:
    """Return the document of an HTML file; raises `UnreadableSource` when it cannot be read."""
    if len(data) > MAX_BYTES:
        raise too_large(name, f"it is larger than {MAX_BYTES >> 20} MiB")
    text, encoding = _decoded(name, data)
    if text.count("<") > MAX_TAGS:
        raise too_large(name, TAGS)
    page = _Page(name)
    page.walk(_tree(name, text))
    return assemble(Source(name, sha256, "html", encoding), page.blocks, page.doubts.values())


def _decoded(name: str, data: bytes) -> tuple[str, str]:
    """Return the text of a page and its encoding; what the page declares is often wrong.

    It is believed only where the bytes are not UTF-8 and not one of the encodings of GB.
    """
    match = _DECLARED.search(data[:4096])
    declared = match[1].decode("ascii", "replace").lower() if match else "utf-8"
    if declared.startswith(("big5", "euc-", "shift", "iso-2022", "hz")):
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            with contextlib.suppress(UnicodeDecodeError, LookupError):
                return data.decode(declared), declared
    return decoded(name, data)


def _tree(name: str, text: str) -> etree._Element:
    """Return the tree of a page; refused when lxml would drop what is too deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    clean = text.translate({0: " ", 0xFEFF: None}).encode("utf-8", "replace")
    try:
        root = etree.fromstring(clean, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise too_large(name, "it nests elements more than 2,000 deep")
    if root is None:
        raise UnreadableSource(name, "empty", "the page is empty", "get the document again")
    return root


class _Frame:
    """A container that is being filled: the page, or a table cell with its spans."""

    def __init__(self, spans: tuple[int, int] = (1, 1)) -> None:
        self.spans = spans
        self.blocks: list[Block] = []
        self.texts: list[tuple[str, bool]] = []
        self.label = ""


class _Ordered:
    """An ordered list that is being read: its next number, and how numbers are printed."""

    def __init__(self, element: etree._Element) -> None:
        self.next = integer(element.get("start"), 1)
        plain = "list-style" in element.get("style", "")
        self.format = None if plain else _MARKERS.get(element.get("type", "1"), "decimal")


class _Page:
    """One walk through a page's tree in document order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.frames = [_Frame()]
        self.tables: list[list[list[list[HtmlCell]]]] = []  # tables of row groups of rows
        self.lists: list[_Ordered | None] = []
        self.links = self.around = self.pre = self.hidden = 0
        self.doubts: dict[str, Doubt] = {}

    @property
    def blocks(self) -> list[Block]:
        return self.frames[0].blocks

    def walk(self, root: etree._Element) -> None:
        """Fill `blocks` from a page's tree."""
        events = etree.iterwalk(root, events=("start", "end"))
        skipped = None
        for event, element in events:
            if event == "start" and element.tag in _LEFT_OUT:
                skipped = element
                events.skip_subtree()
            elif event == "start":
                self.start(element)
                self.text(element.text)
            else:
                if element is skipped:
                    skipped = None
                else:
                    self.end(element)
                self.text(element.tail)
        self.flush()

    def start(self, element: etree._Element) -> None:
        """End the line before an element that opens, and enter what it begins."""
        tag = element.tag
        self.count(element, 1)
        if tag in _BLOCKS:
            self.flush()
        if tag == "table":
            self.tables.append([[]])
        elif tag in _GROUPS and self.tables:
            self.tables[-1].append([])
        elif tag == "tr" and self.tables:
            self.tables[-1][-1].append([])
        elif tag in _CELLS and self.tables:
            spans = (integer(element.get("rowspan"), 1), integer(element.get("colspan"), 1))
            self.frames.append(_Frame(spans))
        elif tag in _LISTS:
            self.lists.append(_Ordered(element) if tag == "ol" else None)
        elif tag == "li":
            self.item(element)

    def end(self, element: etree._Element) -> None:
        """End the line in an element that closes, and hand on what it held."""
        tag = element.tag
        if tag in _BLOCKS:
            self.flush()
        if tag == "table":
            self.table(self.tables.pop())
        elif tag in _CELLS and self.tables:
            frame, groups = self.frames.pop(), self.tables[-1]
            if not groups[-1]:
                groups[-1].append([])
            groups[-1][-1].append((*frame.spans, tuple(frame.blocks)))
        elif tag in _LISTS:
            self.lists.pop()
        self.count(element, -1)

    def count(self, element: etree._Element, step: int) -> None:
        """Count what text in an element is that opens (1) or closes (-1)."""
        self.links += step * (element.tag == "a" and element.get("href") is not None)
        self.around += step * _around(element)
        self.pre += step * (element.tag == "pre")
        self.hidden += step * _hidden(element)

    def text(self, text: str | None) -> None:
        """Add text, as it stands in the file, to the line that is being read."""
        if not text:
            return
        if self.hidden and len(self.frames) > 1 and text.strip():
            self.doubts["hidden_text"] = Doubt("hidden_text", "cells")
        furniture = self.links + self.around + self.hidden > 0
        first, *others = text.split("\n") if self.pre else [text]
        self.frames[-1].texts.append((first, furniture))
        for line in others:
            self.flush()
            self.frames[-1].texts.append((line, furniture))

    def flush(self) -> None:
        """End the line that is being read."""
        frame = self.frames[-1]
        pieces, frame.texts = frame.texts, []
        text = _COLLAPSED.sub(" ", "".join(piece for piece, _ in pieces)).strip(" ")
        if text.strip():
            label, frame.label = frame.label, ""
            furniture = all(known for piece, known in pieces if piece.strip())
            text = text if _NUMBERED.match(text) else label + text
            frame.blocks.extend(bare_lines(text, furniture=furniture))

    def item(self, element: etree._Element) -> None:
        """Remember the number that is printed before a list item."""
        ordered = self.lists[-1] if self.lists else None
        if ordered is None or ordered.format is None:
            return
        number = integer(element.get("value"), ordered.next)
        ordered.next = number + 1
        self.frames[-1].label = formatted(number, ordered.format) + "."

    def table(self, groups: list[list[list[HtmlCell]]]) -> None:
        """Add a table to what is being filled."""
        spots: list[Spot] = []
        first = 0
        try:
            for group in groups:
                spots.extend(flow_cells(group, first))
                first += len(group)
        except OverflowError as error:
            raise too_large(self.name, ABSURD) from error
        for spot in _short_rows(spots):
            words = "".join(line.text for line in flat(spot.content))[:20]
            doubt = Doubt("row_short", "", {"text": words})
            self.doubts.setdefault(f"row_short {words}", doubt)
        self.frames[-1].blocks.extend(settle(Table(tuple(spots))))


def _short_rows(spots: Sequence[Spot]) -> Iterator[Spot]:
    """Yield the first cells of rows that end before the others of their table do.

    Rows of one cell (titles, bands) may; in others, cells may stand in the wrong column.
    """
    widths: Counter[int] = Counter()
    for spot in spots:
        for row in range(spot.row, spot.row + spot.row_span):
            widths[row] += spot.column_span
    own = Counter(spot.row for spot in spots)
    usual = Counter(widths[row] for row, count in own.items() if count > 1).most_common(1)
    for before, spot in zip((None, *spots), spots, strict=False):
        first = before is None or before.row != spot.row
        if first and own[spot.row] > 1 and _LEAST_COLUMNS <= usual[0][0] > widths[spot.row]:
            yield spot


def _around(element: etree._Element) -> bool:
    """Tell whether an element stands around the document on the page."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    around = element.tag in _AROUND or (element.tag == "div" and _AROUND_NAMES.search(names))
    return bool(around) and element.find(".//table") is None


def _hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))
