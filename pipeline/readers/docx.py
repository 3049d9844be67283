"""DOCX: the raw walk through document.xml, which sees what Word shows.

Text is the accepted text (insertions kept, deletions dropped); vertical merges, automatic
numbers, text boxes, footnotes, nested tables and files inserted as a whole (altChunk) are resolved
here. Macros, pictures, comments, page headers and footers are never opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from ..errors import UnreadableSource
from ..model import Document, Doubt, Source
from .colours import WHITE, Colour, colour_of
from .detect import CONVERTED, detect
from .encoding import decoded
from .fonts import Font, Fonts, Look
from .grid import Block, Run, Spot, Table, assemble, bare_lines, flat, lines_of_runs, settle
from .html import content_of_page
from .mht import page_of
from .numbering import VAL, Numbering, W, integer
from .package import Package, relation_of
from .refusals import ABSURD, damaged, too_large

_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}anchor"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_BOX, _NOTE, _ENDNOTE = f"{W}txbxContent", f"{W}footnoteReference", f"{W}endnoteReference"
_TEXT = {f"{W}t", f"{_MATH}t"}
_PRINTED = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_UNSEEN = {
    f"{W}{tag}"
    for tag in ("pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "rt")
}
_MOST_FILES = 3  # documents inserted into each other
_MOST_HIDDEN = 1_000  # blocks of a merged cell that its parts may add up to


def read_docx(name: str, sha256: str, data: bytes) -> Document:
    """Return the document of a DOCX file; raises `UnreadableSource` if it is broken."""
    blocks, doubts = _content(Package(data, name), 0)
    return assemble(Source(name, sha256, "docx"), blocks, doubts)


def _content(package: Package, depth: int) -> tuple[list[Block], list[Doubt]]:
    """Return what stands in a document that so many others hold, and what is doubtful of it."""
    main = package.main() or ""
    root = package.xml(main)
    if root is None or root.find(f"{W}body") is None:
        raise damaged(package.name, "it has no document body")
    try:
        return _Walk(package, main, root, depth).blocks(root.find(f"{W}body"))
    except RecursionError as error:
        raise too_large(package.name, "it nests tables or text boxes absurdly deep") from error


class _Walk:
    """One pass through the body in reading order; counts numbers and collects doubts."""

    def __init__(self, package: Package, main: str, root: etree._Element, depth: int) -> None:
        self.name = package.name
        self.package = package
        self.depth = depth
        related = package.targets(main)
        parts = {kind: part for _, kind, part in related}
        self.inserted = {identity: part for identity, kind, part in related if kind == "aFChunk"}
        self.refusals: list[UnreadableSource] = []
        styles = package.xml(parts.get("styles", "word/styles.xml"))
        self.numbering = Numbering(
            package.xml(parts.get("numbering", "word/numbering.xml")), styles
        )
        self.fonts = Fonts(styles)
        self.ground = _paper(root)
        self.notes = {
            _NOTE: _notes(package.xml(parts.get("footnotes", "word/footnotes.xml"))),
            _ENDNOTE: _notes(package.xml(parts.get("endnotes", "word/endnotes.xml"))),
        }
        self.pending: list[etree._Element] = []
        self.doubts: dict[str, Doubt] = {}

    def blocks(self, body: etree._Element | None) -> tuple[list[Block], list[Doubt]]:
        """Return the blocks of a body; footnotes follow the block that refers to them.

        A note is printed once, whatever names it again, and notes that it names follow it.
        """
        result: list[Block] = []
        for block in self.content(body):
            result.append(block)
            while self.pending:
                result.extend(self.content(self.pending.pop(0)))
        if self.refusals and not result:
            raise self.refusals[0]
        return result, list(self.doubts.values())

    def content(self, parent: etree._Element | None) -> Iterator[Block]:
        """Yield the lines and tables of a body, cell, text box or note."""
        carried: list[Run] = []
        for child in () if parent is None else _children(parent):
            if child.tag == _TABLE:
                yield from settle(self.table(child))
            elif child.tag == f"{W}altChunk":
                yield from self.file(self.inserted.get(relation_of(child), ""))
            elif child.tag == _PARAGRAPH:
                boxes: list[etree._Element] = []
                around = self.fonts.paragraph(child.find(f"{W}pPr"))
                carried += self.pieces(child, boxes, around, Look())
                if _mark_deleted(child):  # the accepted text runs on into the next paragraph
                    self.doubt("tracked_changes")
                else:
                    yield from lines_of_runs((self.label(child, carried), *carried))
                    carried = []
                for box in boxes:
                    yield from self.box(box)
        yield from lines_of_runs(carried)

    def file(self, part: str) -> list[Block]:
        """Return the blocks of a file that is inserted here as a whole."""
        try:
            blocks, doubts = self.content_of_file(self.package.read(part) or b"")
        except UnreadableSource as error:
            if error.code == "too_large":
                raise
            what = f"it has another file inserted (altChunk), and {error.what}"
            self.refusals.append(UnreadableSource(self.name, error.code, what, error.action))
            blocks, doubts = [], [Doubt("file_unread", "", {"part": part})]
        self.doubts |= {f"{part} {number}": doubt for number, doubt in enumerate(doubts)}
        return blocks

    def content_of_file(self, data: bytes) -> tuple[list[Block], list[Doubt]]:
        """Return what stands in an inserted file; raises `UnreadableSource` as for any file."""
        match kind := detect(data, self.name):
            case "docx":
                if self.depth == _MOST_FILES:
                    raise too_large(self.name, "it holds files inside of files absurdly deep")
                return _content(Package(data, self.name, self.package.budget), self.depth + 1)
            case "html":
                blocks, doubts, _ = content_of_page(self.name, data)
                return blocks, doubts
            case "mht":
                blocks, doubts, _ = content_of_page(self.name, page_of(self.name, data))
                return blocks, doubts
            case "text":
                return list(bare_lines(decoded(self.name, data)[0])), []
            case "doc" | "rtf" | "word-xml" | "excel-xml":
                raise UnreadableSource(self.name, *CONVERTED[kind])
        raise too_large(
            self.name, "it has files of another kind inserted, or files inside of files"
        )

    def box(self, box: etree._Element) -> list[Block]:
        """Return the blocks of a text box, whose ground is not known."""
        around, self.ground = self.ground, None
        blocks = list(self.content(box))
        self.ground = around
        return blocks

    def label(self, paragraph: etree._Element, runs: Sequence[Run]) -> Run:
        """Return the number that Word prints before a paragraph with these runs."""
        label = self.numbering.label(paragraph.find(f"{W}pPr"))
        text = next((run.text for run in runs if run.text and not run.hidden), "")
        # `1.` before `3个` would read as 1.3
        return Run(f"{label} " if label and text[:1].isascii() and text[:1].isalnum() else label)

    def pieces(
        self, node: etree._Element, boxes: list[etree._Element], around: Font, look: Look
    ) -> Iterator[Run]:
        """Yield the text of an inline element in pieces; boxes are set aside."""
        for child in node:
            tag = child.tag
            if tag in _TEXT:
                yield Run(child.text or "", *look)
            elif tag in _PRINTED:
                yield Run(_PRINTED[tag], *look)
            elif tag == f"{W}sym":
                yield Run(_symbol(child), *look)
            elif tag == f"{W}r":
                own = self.fonts.look(child.find(f"{W}rPr"), around, self.ground)
                yield from self.pieces(child, boxes, around, own)
            elif tag == _BOX:
                boxes.append(child)
            elif tag in self.notes:
                note = self.notes[tag].pop(child.get(f"{W}id", ""), None)
                self.pending += [] if note is None else [note]
            elif tag in _UNSEEN:
                if tag in (f"{W}del", f"{W}moveFrom"):
                    self.doubt("tracked_changes")
            else:
                branch = _alternative(child) if tag == _CHOICES else child
                yield from self.pieces(branch, boxes, around, look)

    def table(self, table: etree._Element) -> Table:
        """Return the cells of a table with vertical merges as row spans."""
        spots: list[Spot] = []
        open_at: dict[int, int] = {}  # column → index of the cell that a merge would continue
        number = 0
        around = self.ground
        self.ground = self.fonts.ground(table.find(f"{W}tblPr"), around)
        for row in _children(table):
            properties = row.find(f"{W}trPr")
            if row.tag != _ROW or _row_deleted(properties):
                continue
            self.row(row, number, spots, open_at)
            number += 1
        self.ground = around
        return Table(tuple(spots))

    def row(
        self, row: etree._Element, number: int, spots: list[Spot], open_at: dict[int, int]
    ) -> None:
        """Append the cells of a row to `spots`, or extend the cells that it continues."""
        column = _before(row)
        around = self.ground
        for cell in _children(row):
            properties = cell.find(f"{W}tcPr")
            if cell.tag != _CELL or _has(properties, "cellDel"):
                continue
            span = max(1, integer(_property(properties, "gridSpan"), 1))
            merge = _merge(properties, "vMerge")
            self.ground = self.fonts.ground(properties, around)
            if _merge(properties, "hMerge") == "continue" and spots:
                spots[-1] = _wider(spots[-1], number, span)
            elif merge == "continue" and column in open_at:
                spots[open_at[column]] = self.longer(spots[open_at[column]], cell, number)
            else:
                spots.append(Spot(number, column, tuple(self.content(cell)), 1, span))
                open_at.pop(column, None)
                if merge is not None:
                    open_at[column] = len(spots) - 1
            column += span
        self.ground = around

    def longer(self, spot: Spot, cell: etree._Element, number: int) -> Spot:
        """Return a merged cell longer by its next part; other text in that is kept."""
        text = "".join("".join(cell.itertext(f"{W}t")).split())
        content = spot.content
        if text and text != "".join("".join(line.text for line in flat(content)).split()):
            content += tuple(self.content(cell))
            if len(content) > _MOST_HIDDEN:
                raise too_large(self.name, ABSURD)
            self.doubt("hidden_text", "merged")
        return spot._replace(content=content, row_span=number - spot.row + 1)

    def doubt(self, code: str, case: str = "") -> None:
        self.doubts.setdefault(code, Doubt(code, case))


def _paper(root: etree._Element) -> Colour | None:
    """Return the colour of a document's paper, None where a picture lies behind its text."""
    if any(anchor.get("behindDoc") in ("1", "true") for anchor in root.iter(_ANCHOR)):
        return None
    paper = root.find(f"{W}background")
    return WHITE if paper is None else colour_of(f"#{paper.get(f'{W}color')}")


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the children of a container, those in transparent wrappers included."""
    for child in parent:
        if child.tag == _CHOICES:
            yield from _children(_alternative(child))
        elif child.tag == f"{W}sdt":
            for content in child.iterchildren(f"{W}sdtContent"):
                yield from _children(content)
        elif child.tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"):
            yield from _children(child)
        else:
            yield child


def _alternative(element: etree._Element) -> etree._Element:
    """Return the choice of alternate content that has text, else the fallback."""
    for branch in element:
        if next(branch.iter(f"{W}t"), None) is not None:
            return branch
    return element[0] if len(element) else element


def _symbol(element: etree._Element) -> str:
    """Return the character of a symbol as its font counts it."""
    code = element.get(f"{W}char", "")
    valid = re.fullmatch(r"[0-9A-Fa-f]{4}", code) and not "D800" <= code.upper() <= "DFFF"
    return chr(int(code, 16)) if valid else "\ufffd"


def _notes(root: etree._Element | None) -> dict[str, etree._Element]:
    """Return the notes of footnotes.xml or endnotes.xml by id, without the separators."""
    notes = () if root is None else root
    return {n.get(f"{W}id", ""): n for n in notes if n.get(f"{W}type", "normal") == "normal"}


def _mark_deleted(paragraph: etree._Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None


def _row_deleted(properties: etree._Element | None) -> bool:
    return _has(properties, "del")


def _has(properties: etree._Element | None, tag: str) -> bool:
    return properties is not None and properties.find(f"{W}{tag}") is not None


def _property(properties: etree._Element | None, tag: str) -> str | None:
    found = None if properties is None else properties.find(f"{W}{tag}")
    return None if found is None else found.get(VAL)


def _merge(properties: etree._Element | None, tag: str) -> str | None:
    """Return `restart` or `continue` by a cell's properties, None when it is not merged."""
    if not _has(properties, tag):
        return None
    return "restart" if _property(properties, tag) == "restart" else "continue"


def _before(row: etree._Element) -> int:
    return max(0, integer(_property(row.find(f"{W}trPr"), "gridBefore"), 0))


def _wider(spot: Spot, number: int, span: int) -> Spot:
    return spot._replace(column_span=spot.column_span + span) if spot.row == number else spot
