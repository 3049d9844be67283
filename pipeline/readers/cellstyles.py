"""How the cells of a workbook look: which are hidden, struck or of the colour of their ground."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from lxml import etree

from ..model import Hidden
from .colours import WHITE, Colour, colour_of, is_seen
from .grid import Run
from .numbering import integer

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
T = TypeVar("T")

_BLACK: Colour = (0, 0, 0)
_THEME = {"0": WHITE, "1": _BLACK}
_INDEXED = {"0": _BLACK, "1": WHITE, "8": _BLACK, "9": WHITE}
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OFF = ("0", "false")


class CellStyle(NamedTuple):
    """A format of cells; a colour or ground is None where it is not known, or left to Excel."""

    colour: Colour | None = None
    struck: bool = False
    ground: Colour | None = WHITE
    is_blank: bool = False

    def run(self, text: str) -> Run:
        """Return text as a cell of this format shows it."""
        seen: Hidden | None = None if is_seen(self.colour, self.ground) else "white"
        return Run(text, "unprinted" if self.is_blank else seen, self.struck)


class CellStyles:
    """The formats of a workbook's cells, and its shared strings that have formats of their own."""

    def __init__(self, styles: etree._Element | None, strings: etree._Element | None) -> None:
        fonts = [_font(font, CellStyle()) for font in _items(styles, "fonts")]
        grounds = [_ground(fill) for fill in _items(styles, "fills")]
        blank = {
            format.get("numFmtId")
            for format in _items(styles, "numFmts")
            if re.fullmatch(r"\s*;\s*;\s*;\s*", format.get("formatCode", ""))
        }
        self._styles = [
            _at(fonts, format.get("fontId"), CellStyle())._replace(
                ground=_at(grounds, format.get("fillId"), WHITE),
                is_blank=format.get("numFmtId") in blank,
            )
            for format in _items(styles, "cellXfs")
        ]
        texts = () if strings is None else strings.iterchildren(f"{MAIN}si")
        self._rich = {
            str(number): text
            for number, text in enumerate(texts)
            if text.find(f"{MAIN}r/{MAIN}rPr") is not None
        }

    def runs(self, cell: etree._Element, *, is_styled: bool) -> tuple[Run, ...]:
        """Return the runs of a cell that is not plainly shown; its value's look, without text, or
        its text with several looks. Cells of tables, `is_styled`, have grounds not told here."""
        style = _at(self._styles, cell.get("s", "0"), CellStyle())
        if is_styled and style.ground == WHITE:
            style = style._replace(ground=None)
        rich = cell.find(f"{MAIN}is")
        if cell.get("t") == "s":
            rich = self._rich.get(cell.findtext(f"{MAIN}v", ""))
        pieces = () if rich is None else tuple(_pieces(rich, style))
        runs = pieces or (style.run(""),)
        return runs if any(run.hidden or run.struck for run in runs) else ()


def _pieces(rich: etree._Element, style: CellStyle) -> Iterator[Run]:
    """Yield the pieces of a text with formats of their own, in a cell of a style."""
    for piece in rich.iterchildren(f"{MAIN}r"):
        font = piece.find(f"{MAIN}rPr")
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), piece.findtext(f"{MAIN}t", ""))
        yield (style if font is None else _font(font, style)).run(text)


def _items(styles: etree._Element | None, name: str) -> Iterator[etree._Element]:
    found = None if styles is None else styles.find(f"{MAIN}{name}")
    yield from () if found is None else found


def _at(values: Sequence[T], place: str | None, default: T) -> T:
    number = integer(place, 0)
    return values[number] if 0 <= number < len(values) else default


def _font(font: etree._Element, style: CellStyle) -> CellStyle:
    """Return a style with a font in place of its own."""
    strike = font.find(f"{MAIN}strike")
    struck = strike is not None and strike.get("val") not in _OFF
    return style._replace(colour=_colour(font.find(f"{MAIN}color")), struck=struck)


def _ground(fill: etree._Element) -> Colour | None:
    pattern = fill.find(f"{MAIN}patternFill")
    kind = None if pattern is None else pattern.get("patternType", "none")
    if pattern is None or kind not in ("none", "solid"):
        return None
    return WHITE if kind == "none" else _colour(pattern.find(f"{MAIN}fgColor"))


def _colour(element: etree._Element | None) -> Colour | None:
    if element is None or element.get("tint", "0") not in ("0", "0.0"):
        return None
    if rgb := element.get("rgb"):
        return colour_of(f"#{rgb[-6:]}")
    return _THEME.get(element.get("theme", "")) or _INDEXED.get(element.get("indexed", ""))
