"""HTML pages as government sites publish them, tables pasted from Word included.

The tree is walked by events, not by recursion: pages nest hundreds of elements deep.
Scripts and forms' widgets are left out. Furniture of the page are navigation and footers (by
element or by what their class is called, if no table is in them), and outside tables, text that is
not displayed and lines that are nothing but links. What is not seen of a table's cell is hidden; a
row or a table that is not displayed (a tab that a script shows) is read and doubted.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from ..errors import UnreadableSource
from ..letters.script import ORDINALS
from ..model import Document, Doubt, Hidden, Source
from .css import Ink, Styles, content_of, counted, ink_of
from .encoding import decoded
from .grid import (
    BareLine,
    Block,
    Run,
    Spot,
    Table,
    assemble,
    flat,
    flow_cells,
    lines_of_runs,
    settle,
)
from .mht import page_of
from .numbering import formatted, integer
from .package import MAX_TAGS, TAGS, told_of_memory
from .refusals import ABSURD, too_large

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
SHOWN = 30  # letters of what is left of a tag that are told
_LEAST_COLUMNS = 3  # of a table whose rows must be complete
_GROUPS = {"thead", "tbody", "tfoot"}
_DECLARED = re.compile(rb"(?:charset|encoding)\s*+=\s*+[\"']?\s*+([\w-]+)", re.IGNORECASE)
# What is left of a tag whose first character is lost.
_TAG_LEFT = re.compile(
    r"/(?:p|b|a|t[drh]|table|tbody|thead|br|div|span|li|ol|ul|h[1-6]|strong|font)\s*+>"
    r"|(?<![A-Za-z0-9])(?:t[drh]|table|tbody|thead|br|div|span|li|ol|ul|h[1-6]|strong|font)"
    r"(?![A-Za-z0-9])[^<>]{0,200}+>"
)
_COLLAPSED = re.compile(r"[ \t\r\n\f]+")
# What lists print before their items, by their type or style: a format, and a pattern of the mark.
_DIGITS, _CHINESE = ("decimal", "{}."), ("chineseCounting", "{}、")
_MARKERS = {
    "1": _DIGITS,
    "a": ("lowerLetter", "{}."),
    "A": ("upperLetter", "{}."),
    "i": ("lowerRoman", "{}."),
    "I": ("upperRoman", "{}."),
    "decimal": _DIGITS,
    "decimal-leading-zero": ("decimalZero", "{}."),
    "lower-alpha": ("lowerLetter", "{}."),
    "lower-latin": ("lowerLetter", "{}."),
    "upper-alpha": ("upperLetter", "{}."),
    "upper-latin": ("upperLetter", "{}."),
    "lower-roman": ("lowerRoman", "{}."),
    "upper-roman": ("upperRoman", "{}."),
    **dict.fromkeys(
        ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal",
         "japanese-informal"), _CHINESE,
    ),
    "cjk-heavenly-stem": ("ideographTraditional", "{}、"),
    # Classes that an editor of many sites (UEditor) gives its own kinds of lists.
    "custom_num": _DIGITS,
    "custom_num1": ("decimal", "{})"),
    "custom_num2": ("decimal", "({})"),
    "custom_cn": _CHINESE,
    "custom_cn1": ("chineseCounting", "{})"),
    "custom_cn2": ("chineseCounting", "({})"),
}  # fmt: skip

_CELLS, _LISTS = {"td", "th"}, {"ol", "ul"}
# A list item that prints a mark of its own; 2025年 or 2.5公里 is none.
_NUMBERED = re.compile(
    rf"[①-⑳]|[（(][\d{ORDINALS}]{{1,3}}[）)]|\d{{1,3}}[.．、](?!\d)|[{ORDINALS}]{{1,3}}[、.．]"
)

HtmlCell = tuple[int, int, list[Block]]


class Content(NamedTuple):
    """What stands in a page, what is doubtful of it, and how it is encoded."""

    blocks: list[Block]
    doubts: list[Doubt]
    encoding: str


def read_html(name: str, sha256: str, data: bytes) -> Document:
    """Return the document of an HTML file; raises `UnreadableSource` when it cannot be read."""
    blocks, doubts, encoding = content_of_page(name, data)
    return assemble(Source(name, sha256, "html", encoding), blocks, doubts)


def read_mht(name: str, sha256: str, data: bytes) -> Document:
    """Return the document of the page in a web archive; raises `UnreadableSource` as for a page."""
    blocks, doubts, encoding = content_of_page(name, page_of(name, data))
    return assemble(Source(name, sha256, "mht", encoding), blocks, doubts)


def content_of_page(name: str, data: bytes) -> Content:
    """Return what stands in a page; raises `UnreadableSource` when it cannot be read."""
    if len(data) > MAX_BYTES:
        raise too_large(name, f"it is larger than {MAX_BYTES >> 20} MiB")
    text, encoding = _decoded(name, data)
    if text.count("<") > MAX_TAGS:
        raise too_large(name, TAGS)
    root = _tree(name, text)
    page = _Page(name, root)
    page.walk(root)
    return Content(page.blocks, list(page.doubts.values()), encoding)


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
        told_of_memory(parser)
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
        self.runs: list[tuple[Run, bool]] = []
        self.label = ""


class _List:
    """A list that is being read: its next number, and how numbers are printed, if they are."""

    def __init__(self, element: etree._Element, declared: Mapping[str, str]) -> None:
        is_reversed = element.get("reversed") is not None
        self.step = -1 if is_reversed else 1
        items = len(element.findall("li")) if is_reversed else 1
        self.next = integer(element.get("start"), items)
        self.marker = _DIGITS if element.tag == "ol" else None
        self.marker = _marker(element, declared, self.marker)


def _marker(
    element: etree._Element, declared: Mapping[str, str], around: tuple[str, str] | None
) -> tuple[str, str] | None:
    """Return how a list or an item prints numbers, if it does; `around` where it does not say."""
    words = declared.get("list-style-type", "") or declared.get("list-style", "")
    named = [*element.get("class", "").split(), *words.lower().split(), element.get("type", "")]
    known = [_MARKERS[name] for name in named if name in _MARKERS]
    return known[0] if known else None if words else around


class _Page:
    """One walk through a page's tree in document order."""

    def __init__(self, name: str, root: etree._Element) -> None:
        self.name = name
        self.styles = Styles(style.text or "" for style in root.iter("style"))
        self.elsewhere = any("stylesheet" in link.get("rel", "") for link in root.iter("link"))
        self.frames = [_Frame()]
        self.tables: list[list[list[list[HtmlCell]]]] = []  # tables of row groups of rows
        self.lists: list[_List] = []
        self.inks = [Ink()]
        self.counters: dict[str, int] = {}
        self.links = self.around = self.pre = 0
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
        declared = self.styles.declared(element)
        self.count(element, 1)
        self.ink(element, declared)
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
            self.lists.append(_List(element, declared))
        elif tag == "li":
            self.item(element, declared)
        self.generate(element, declared)

    def ink(self, element: etree._Element, declared: Mapping[str, str]) -> None:
        """Enter the ink of an element; rows and tables that are not seen are read and doubted."""
        ink = ink_of(self.inks[-1], element, declared, elsewhere=self.elsewhere)
        seen, around = ink.displayed and ink.visible, self.inks[-1]
        if not seen and around.displayed and around.visible and _holds_rows(element):
            ink = ink._replace(displayed=True, visible=True)
            if any(text.strip() for text in element.itertext()):
                self.doubts["hidden_text"] = Doubt("hidden_text", "cells")
        self.inks.append(ink)

    def generate(self, element: etree._Element, declared: Mapping[str, str]) -> None:
        """Count what an element counts, and add the numbers that its style prints before it."""
        before = self.styles.declared(element, "before")
        for words in (declared, before):
            self.counters |= counted(words.get("counter-reset", ""), 0)
            for name, number in counted(words.get("counter-increment", ""), 1):
                self.counters[name] = self.counters.get(name, 0) + number
        self.text(self.generated(before.get("content", "")))

    def generated(self, words: str) -> str:
        """Return generated content in which there is a number; other is of the page."""
        pieces = list(content_of(words, self.counters))
        if all(number is None for *_, number in pieces):
            return ""
        return "".join(
            text if number is None else formatted(number, _MARKERS.get(style, _DIGITS)[0])
            for text, style, number in pieces
        )

    def end(self, element: etree._Element) -> None:
        """End the line in an element that closes, and hand on what it held."""
        tag = element.tag
        if tag == "li" and not self.frames[-1].runs:
            self.text(self.mark())
        if tag in _BLOCKS:
            self.flush()
        if tag == "table":
            self.table(self.tables.pop())
        elif tag in _CELLS and self.tables:
            self.cell(self.frames.pop(), self.tables[-1])
        elif tag in _LISTS:
            self.lists.pop()
        self.inks.pop()
        self.count(element, -1)

    def cell(self, frame: _Frame, groups: list[list[list[HtmlCell]]]) -> None:
        """Add a cell to the row that is being read; one that is not displayed takes no place."""
        if not groups[-1]:
            groups[-1].append([])
        row = groups[-1][-1]
        if self.inks[-1].displayed:
            row.append((*frame.spans, frame.blocks))
        elif row:
            row[-1][2].extend(frame.blocks)
        else:
            self.frames[-1].blocks += frame.blocks

    def count(self, element: etree._Element, step: int) -> None:
        """Count what text in an element is that opens (1) or closes (-1)."""
        self.links += step * (element.tag == "a" and element.get("href") is not None)
        self.around += step * _around(element)
        self.pre += step * (element.tag == "pre")
        self.styles.enter(element, step)

    def text(self, text: str | None) -> None:
        """Add text, as it stands in the file, to the line that is being read."""
        if not text:
            return
        ink = self.inks[-1]
        hidden: Hidden | None = None if ink.apart else "white"
        hidden = hidden if ink.printed else "unprinted"
        furniture = self.links + self.around > 0
        if left := _TAG_LEFT.search(text):
            self.doubts["damaged_file"] = Doubt("damaged_file", "tag", {"text": left[0][:SHOWN]})
        first, *others = text.split("\n") if self.pre else [text]
        self.frames[-1].runs.append((Run(first, hidden, ink.struck), furniture))
        for line in others:
            self.flush()
            self.frames[-1].runs.append((Run(line, hidden, ink.struck), furniture))

    def flush(self) -> None:
        """End the line that is being read."""
        frame = self.frames[-1]
        pieces, frame.runs = frame.runs, []
        kinds = {(run.hidden, known) for run, known in pieces if run.text.strip()}
        if not kinds:
            return
        off = (("unprinted", False), ("unprinted", True)) if len(self.frames) == 1 else ()
        furniture = all(known or (hidden, known) in off for hidden, known in kinds)
        runs = [run._replace(text=_COLLAPSED.sub(" ", run.text)) for run, _ in pieces]
        if furniture:
            runs = [run._replace(hidden=None) for run in runs]
        lines = [_collapsed(line) for line in lines_of_runs(runs, furniture=furniture)]
        if lines and not lines[0].hidden:
            label = self.mark()
            text = lines[0].text
            lines[0] = lines[0]._replace(text=text if _NUMBERED.match(text) else label + text)
        frame.blocks += lines

    def mark(self) -> str:
        """Take the number that is printed before a list item."""
        label, self.frames[-1].label = self.frames[-1].label, ""
        return label

    def item(self, element: etree._Element, declared: Mapping[str, str]) -> None:
        """Remember the number that is printed before a list item."""
        if not self.lists or not self.inks[-1].displayed:
            return
        around = self.lists[-1]
        number = integer(element.get("value"), around.next)
        around.next = number + around.step
        self.counters["list-item"] = number
        content = self.styles.declared(element, "marker").get("content", "")
        if marker := _marker(element, declared, around.marker):
            format, pattern = marker
            label = self.generated(content) or pattern.format(formatted(number, format))
            self.frames[-1].label = label

    def table(self, groups: list[list[list[HtmlCell]]]) -> None:
        """Add a table to what is being filled."""
        spots: list[Spot] = []
        first = 0
        try:
            for group in groups:
                rows = [[(high, wide, tuple(own)) for high, wide, own in row] for row in group]
                spots.extend(flow_cells(rows, first))
                first += len(group)
        except OverflowError as error:
            raise too_large(self.name, ABSURD) from error
        for spot in _short_rows(spots):
            words = "".join(line.text for line in flat(spot.content))[:20]
            doubt = Doubt("row_short", "", {"text": words})
            self.doubts.setdefault(f"row_short {words}", doubt)
        self.frames[-1].blocks.extend(settle(Table(tuple(spots))))


def _collapsed(line: BareLine) -> BareLine:
    return line._replace(text=_COLLAPSED.sub(" ", line.text).strip(" "))


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


def _holds_rows(element: etree._Element) -> bool:
    """Tell whether an element is a row or more of a table, or has a table in it."""
    return element.tag in ("table", "tr", *_GROUPS) or element.find(".//table") is not None
