"""OpenDocument texts and spreadsheets, packed or flat: a walk through their XML.

Text is the accepted text, which the body holds; automatic numbers, merged and repeated cells, text
boxes and notes are resolved here. Comments, pictures, page headers and footers are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from ..errors import UnreadableSource
from ..model import Document, Doubt, Source
from .colours import WHITE, Colour
from .fonts import Font, Look, look_of
from .grid import (
    MAX_COLUMNS,
    MAX_PLACES,
    Block,
    Run,
    Spot,
    Table,
    assemble,
    bare_lines,
    lines_of_runs,
    settle,
    sheet_heading,
)
from .numbering import integer
from .odfstyles import DRAW, OFFICE, TABLE, TEXT, Counters, Styles
from .package import Package, parse_xml
from .refusals import ABSURD, damaged, locked, too_large

_MANIFEST = "META-INF/manifest.xml"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_BLANKS = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1_000
_UNREAD = {
    f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}annotation-end",
    f"{TEXT}note-citation", f"{TEXT}sequence-decls", f"{OFFICE}forms", f"{TABLE}shapes",
    f"{TEXT}ruby-text", f"{TEXT}index-title-template", f"{TEXT}table-of-content-source",
    f"{OFFICE}event-listeners", f"{TABLE}named-expressions", f"{TABLE}table-source",
}  # fmt: skip
_ROWS = f"{TABLE}table-row"
_GROUPS = {f"{TABLE}{name}" for name in ("table-header-rows", "table-row-group", "table-rows")}
_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_VALUES = ("string-value", "value", "date-value", "time-value", "boolean-value")
_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)|Err:[0-9]{3}")
_OTHER = {
    "presentation": ("unsupported_slides", "it is a slide show"),
    "drawing": ("unsupported_drawing", "it is a drawing"),
}


def read_odf(name: str, sha256: str, data: bytes) -> Document:
    """Return the document of an OpenDocument text or spreadsheet; raises `UnreadableSource`."""
    flat_file = not data.startswith(b"PK")
    roots = [parse_xml(data, name, "document")] if flat_file else _roots(Package(data, name))
    body = roots[0].find(f"{OFFICE}body")
    text, sheets = (
        None if body is None else body.find(f"{OFFICE}{kind}") for kind in ("text", "spreadsheet")
    )
    walk = _Walk(name, Styles(roots))
    packing = "fo" if flat_file else "o"
    try:
        if text is not None:
            blocks, kind = list(walk.text(text)), f"{packing}dt"
        elif sheets is not None:
            blocks, kind = list(walk.sheets(sheets)), f"{packing}ds"
        else:
            raise _unread(name, body)
    except RecursionError as error:
        raise too_large(name, "it nests tables or text boxes absurdly deep") from error
    return assemble(Source(name, sha256, kind), blocks, walk.doubts.values())


def _unread(name: str, body: etree._Element | None) -> UnreadableSource:
    """Return why a document is not read that is neither text nor spreadsheet."""
    for kind, (code, what) in _OTHER.items():
        if body is not None and body.find(f"{OFFICE}{kind}") is not None:
            action = "save it as PDF or DOCX and read the result"
            return UnreadableSource(name, code, what, action)
    return damaged(name, "it has no document body")


def _roots(package: Package) -> list[etree._Element]:
    """Return the content and the styles of a package."""
    if b"encryption-data" in (package.read(_MANIFEST) or b""):
        raise locked(package.name)
    found = [package.xml("content.xml"), package.xml("styles.xml")]
    roots = [root for root in found if root is not None]
    if found[0] is None:
        raise damaged(package.name, "its part content.xml is missing")
    return roots


class _Around(NamedTuple):
    """What is around words: how they look, on which ground, and whether all of it is hidden."""

    font: Font = Font()
    ground: Colour | None = WHITE
    hidden: bool = False


class _List(NamedTuple):
    """The list that an item is in: its style, its depth from 1, its running numbers."""

    style: str | None
    depth: int
    counters: Counters


class _Walk:
    """One pass through a body in reading order."""

    def __init__(self, name: str, styles: Styles) -> None:
        self.name = name
        self.styles = styles
        self.doubts: dict[tuple[str, str], Doubt] = {}
        self._lists: dict[str, Counters] = {}  # by id
        self._last: dict[str | None, Counters] = {}  # by style
        self._headings = Counters()
        self._cells = 0

    def doubt(self, code: str, case: str = "", facts: Mapping[str, str | int] = {}) -> None:
        """Note a doubt, once."""
        self.doubts.setdefault((code, f"{case}{facts}"), Doubt(code, case, facts))

    # --- texts ----------------------------------------------------------------------------

    def text(self, body: etree._Element) -> Iterator[Block]:
        """Yield the blocks of a text."""
        if any("".join(one.itertext()).strip() for one in body.iter(f"{TEXT}deletion")):
            self.doubt("tracked_changes")
        yield from self.content(body, _Around())

    def content(self, parent: etree._Element, around: _Around) -> Iterator[Block]:
        """Yield the lines and tables of a body, section, cell, text box or note."""
        for child in parent:
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self.paragraph(child, around, self.heading_label(child))
            elif child.tag == f"{TEXT}list":
                yield from self.items(child, around, None)
            elif child.tag == f"{TABLE}table":
                yield from self.table(child, around)
            elif child.tag not in _UNREAD:
                hidden = child.get(f"{TEXT}display") == "none" or around.hidden
                yield from self.content(child, around._replace(hidden=hidden))

    def heading_label(self, heading: etree._Element) -> str:
        """Return the number that the outline gives a heading outside lists."""
        depth = integer(heading.get(f"{TEXT}outline-level"), 0)
        if heading.tag != f"{TEXT}h" or not self.styles.outline or depth < 1:
            return ""
        if heading.get(f"{TEXT}is-list-header") == "true":
            return ""
        own = self.styles.list_of(heading.get(f"{TEXT}style-name"))
        return "" if own == "" else self._headings.label(self.styles.outline, depth, None)

    def items(
        self, element: etree._Element, around: _Around, outer: _List | None
    ) -> Iterator[Block]:
        """Yield the lines of a list with its numbers."""
        style = element.get(f"{TEXT}style-name") or (outer.style if outer else None)
        if outer:
            inner = _List(style, outer.depth + 1, outer.counters)
        else:
            inner = _List(style, 1, self.counters(element, style))
        for item in element:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            label = ""
            paragraphs = item.findall(f"{TEXT}p") + item.findall(f"{TEXT}h")
            if item.tag == f"{TEXT}list-item" and paragraphs:
                levels = self.styles.list_levels(style or self.list_style(paragraphs[0]))
                start = item.get(f"{TEXT}start-value")
                number = integer(start, 1) if start else None
                label = inner.counters.label(levels, inner.depth, number)
            for child in item:
                if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    yield from self.paragraph(child, around, label)
                    label = ""
                elif child.tag == f"{TEXT}list":
                    yield from self.items(child, around, inner)
                elif child.tag == f"{TABLE}table":
                    yield from self.table(child, around)

    def list_style(self, paragraph: etree._Element) -> str | None:
        return self.styles.list_of(paragraph.get(f"{TEXT}style-name"))

    def counters(self, element: etree._Element, style: str | None) -> Counters:
        """Return the running numbers of an outer list: its own, or those that it goes on with."""
        known = self._lists.get(element.get(f"{TEXT}continue-list", ""))
        if known is None and element.get(f"{TEXT}continue-numbering") == "true":
            known = self._last.get(style)
        found = known or Counters()
        self._last[style] = found
        if identity := element.get(_XML_ID):
            self._lists[identity] = found
        return found

    def paragraph(
        self, paragraph: etree._Element, around: _Around, label: str = ""
    ) -> Iterator[Block]:
        """Yield the lines of a paragraph, then what is in boxes and notes that it holds."""
        font = around.font | self.styles.font("paragraph", paragraph.get(f"{TEXT}style-name"))
        ground = font.get("ground", around.ground)
        boxes: list[etree._Element] = []
        inside = _Around(font, ground, around.hidden or _is_hidden(paragraph))
        runs = list(self.runs(paragraph, inside, boxes))
        first = next((run.text for run in runs if run.text.strip() and not run.hidden), "")
        # `1.` before `3个` would read as 1.3
        space = " " if label and first[:1].isascii() and first[:1].isalnum() else ""
        yield from lines_of_runs((Run(label + space), *runs))
        for box in boxes:
            yield from self.content(box, _Around(hidden=around.hidden))

    def runs(
        self, node: etree._Element, around: _Around, boxes: list[etree._Element]
    ) -> Iterator[Run]:
        """Yield the text of an inline element in pieces; boxes and notes are set aside."""
        look = Look("unprinted") if around.hidden else look_of(around.font, around.ground)
        yield Run(_BLANKS.sub(" ", node.text or ""), *look)
        for child in node:
            tag = str(child.tag)
            if tag == f"{TEXT}s":
                count = min(max(integer(child.get(f"{TEXT}c"), 1), 1), _MOST_SPACES)
                yield Run(" " * count, *look)
            elif tag == f"{TEXT}tab":
                yield Run("\t", *look)
            elif tag == f"{TEXT}line-break":
                yield Run("\n", *look)
            elif tag == f"{TEXT}note":
                boxes += child.findall(f"{TEXT}note-body")
            elif tag.startswith(DRAW):
                boxes.append(child)
            elif tag not in _UNREAD:
                own = self.styles.font("text", child.get(f"{TEXT}style-name"))
                yield from self.runs(child, around._replace(font=around.font | own), boxes)
            yield Run(_BLANKS.sub(" ", child.tail or ""), *look)

    # --- tables ---------------------------------------------------------------------------

    def table(self, table: etree._Element, around: _Around) -> tuple[Block, ...]:
        """Return the blocks of a table in a text."""
        if not self.styles.is_shown("table", table.get(f"{TABLE}style-name")):
            around = around._replace(hidden=True)
        return settle(Table(tuple(self.spots(table, around, keep_empty=True))))

    def spots(self, table: etree._Element, around: _Around, *, keep_empty: bool) -> Iterator[Spot]:
        """Yield the cells of a table, repeated ones as often as they are."""
        number = 0
        for row in _rows(table):
            cells = list(self.row(row, around, keep_empty=keep_empty))
            again = max(integer(row.get(f"{TABLE}number-rows-repeated"), 1), 1)
            for nth in range(again if cells else 0):
                for cell in cells:
                    self._cells += 1
                    if self._cells > MAX_PLACES:
                        raise too_large(self.name, ABSURD)
                    yield cell._replace(row=number + nth)
            number += again

    def row(self, row: etree._Element, around: _Around, *, keep_empty: bool) -> Iterator[Spot]:
        """Yield the cells of a row, in row 0."""
        column = 0
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            again = max(integer(cell.get(f"{TABLE}number-columns-repeated"), 1), 1)
            high, wide = (
                max(integer(cell.get(f"{TABLE}number-{side}-spanned"), 1), 1)
                for side in ("rows", "columns")
            )
            content = self.cell(cell, around)
            covered = cell.tag == f"{TABLE}covered-table-cell"
            if covered and content:
                self.doubt("hidden_text", "merged")
            if content or (not covered and (keep_empty or high > 1 or wide > 1)):
                if again > MAX_COLUMNS and content:
                    raise too_large(self.name, ABSURD)
                for nth in range(again if content or (keep_empty and again <= MAX_COLUMNS) else 1):
                    yield Spot(0, column + nth, content, high, wide)
            column += again

    def cell(self, cell: etree._Element, around: _Around) -> tuple[Block, ...]:
        """Return what stands in a cell: its words, or else its value."""
        style = self.styles.font("table-cell", cell.get(f"{TABLE}style-name"))
        ground = style.get("ground", around.ground)
        inside = _Around(around.font | style, ground, around.hidden)
        inside.font.pop("ground", None)
        content = tuple(self.content(cell, inside))
        if content or cell.get(f"{OFFICE}value-type") is None:
            return content
        values = (cell.get(f"{OFFICE}{kind}") for kind in _VALUES)
        return bare_lines(next((value for value in values if value), ""))

    # --- sheets ---------------------------------------------------------------------------

    def sheets(self, body: etree._Element) -> Iterator[Block]:
        """Yield the sheets of a spreadsheet, each after its name if it has one."""
        for sheet in body.iterchildren(f"{TABLE}table"):
            name = sheet.get(f"{TABLE}name", "")
            spots = tuple(self.spots(sheet, _Around(), keep_empty=False))
            if not spots:
                continue
            if not self.styles.is_shown("table", sheet.get(f"{TABLE}style-name")):
                self.doubt("hidden_text", "sheet", {"sheet": name})
            self.look(sheet, spots)
            yield from sheet_heading(name)
            yield Table(spots, name)

    def look(self, sheet: etree._Element, spots: Sequence[Spot]) -> None:
        """Note what a maintainer should know of a sheet: what it hides, cells without a value."""
        hidden: list[range] = []
        place = 0
        for column in sheet.iter(f"{TABLE}table-column"):
            again = max(integer(column.get(f"{TABLE}number-columns-repeated"), 1), 1)
            if column.get(f"{TABLE}visibility", "visible") != "visible":
                hidden.append(range(place, place + again))
            place += again
        filled = {spot.column for spot in spots if spot.content}
        columns = sum(any(column in one for one in hidden) for column in filled)
        rows = sum(
            row.get(f"{TABLE}visibility", "visible") != "visible" and bool("".join(row.itertext()))
            for row in _rows(sheet)
        )
        if rows or columns:
            self.doubt("hidden_text", "rows", {"rows": rows, "columns": columns})
        valueless = sum(_is_valueless(cell) for cell in sheet.iter(f"{TABLE}table-cell"))
        if valueless:
            self.doubt("cell_without_value", "", {"count": valueless})


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, those in groups too."""
    for child in table:
        if child.tag == _ROWS:
            yield child
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _is_hidden(paragraph: etree._Element) -> bool:
    """Tell whether a field in a paragraph hides it."""
    fields = paragraph.iter(f"{TEXT}hidden-paragraph")
    return any(field.get(f"{TEXT}is-hidden") == "true" for field in fields)


def _is_valueless(cell: etree._Element) -> bool:
    """Tell whether a formula has no value, or that of an error."""
    if cell.get(f"{TABLE}formula") is None:
        return False
    shown = "".join(cell.itertext()).strip()
    return cell.get(f"{OFFICE}value-type") is None or _ERROR.fullmatch(shown) is not None
