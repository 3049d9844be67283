"""How the runs of a document look: what is hidden, struck or of the colour of its ground.

A property is the run's own, else its character style's, else its paragraph style's.
"""

from __future__ import annotations

from typing import NamedTuple, TypedDict

from lxml import etree

from ..model import Hidden
from .colours import Colour, colour_of, is_seen
from .numbering import VAL, W

_OFF = ("0", "false", "off", "none")


class Font(TypedDict, total=False):
    """What properties say; of colours None is not known, or the program's choice."""

    struck: bool
    vanished: bool
    colour: Colour | None
    ground: Colour | None


class Look(NamedTuple):
    """Why a run is not seen in print, if it is not, and whether it is struck out."""

    hidden: Hidden | None = None
    struck: bool = False


class Fonts:
    """What the styles of a document say of the runs that have them."""

    def __init__(self, styles: etree._Element | None) -> None:
        elements = () if styles is None else tuple(styles.iterchildren(f"{W}style"))
        self._styles = {style.get(f"{W}styleId", ""): style for style in elements}
        self._fonts: dict[str, Font] = {}
        self._default = next((style for style in elements if _is_default(style)), None)

    def paragraph(self, properties: etree._Element | None) -> Font:
        """Return what a paragraph's properties and its style say of its runs."""
        default = "" if self._default is None else self._default.get(f"{W}styleId", "")
        return self._style(_value(properties, "pStyle") or default) | _shade(properties)

    def look(self, run: etree._Element | None, around: Font, ground: Colour | None) -> Look:
        """Return how a run with properties looks in a paragraph, on a ground."""
        return look_of(around | self._style(_value(run, "rStyle") or "") | _font(run), ground)

    def ground(self, properties: etree._Element | None, around: Colour | None) -> Colour | None:
        """Return the ground that properties of a cell or table give, else that around it.

        What a table's style gives depends on the place in it, and is not known.
        """
        style = self._styles.get(_value(properties, "tblStyle") or "")
        is_shaded = style is not None and next(style.iter(f"{W}shd"), None) is not None
        return _shade(properties).get("ground", None if is_shaded else around)

    def _style(self, name: str) -> Font:
        """Return what a style says, with what it is based on."""
        chain: dict[str, None] = {}
        base = name
        while base in self._styles and base not in self._fonts and base not in chain:
            chain[base] = None
            base = _value(self._styles[base], "basedOn") or ""
        font = self._fonts.get(base, Font())
        for each in reversed(chain):
            style = self._styles[each]
            font = font | _shade(style.find(f"{W}pPr")) | _font(style.find(f"{W}rPr"))
            self._fonts[each] = font
        return font


def look_of(font: Font, ground: Colour | None) -> Look:
    """Return how words of a font look on a ground, unless the font has one of its own."""
    if font.get("vanished"):
        return Look("unprinted")
    seen = is_seen(font.get("colour"), font.get("ground", ground))
    return Look(None if seen else "white", font.get("struck", False))


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")


def _font(properties: etree._Element | None) -> Font:
    """Return what the properties of a run say themselves."""
    font = Font()
    if properties is None:
        return font
    for child in properties:
        value = child.get(VAL, "")
        if child.tag in (f"{W}strike", f"{W}dstrike"):
            font["struck"] = font.get("struck", False) or value not in _OFF
        elif child.tag == f"{W}vanish":
            font["vanished"] = value not in _OFF
        elif child.tag == f"{W}color":
            font["colour"] = colour_of(f"#{value}")
        elif child.tag == f"{W}highlight" and value not in _OFF:
            font["ground"] = colour_of(value)
    return _shade(properties) | font


def _shade(properties: etree._Element | None) -> Font:
    """Return the ground that the shading among properties gives."""
    shading = None if properties is None else properties.find(f"{W}shd")
    if shading is None:
        return Font()
    kind, fill = shading.get(VAL, "clear"), shading.get(f"{W}fill", "auto")
    if kind not in ("clear", "nil"):
        return Font(ground=colour_of(f"#{shading.get(f'{W}color')}") if kind == "solid" else None)
    if fill == "auto":
        return Font(ground=None) if shading.get(f"{W}themeFill") else Font()
    return Font(ground=colour_of(f"#{fill}"))


def _value(parent: etree._Element | None, tag: str) -> str | None:
    found = None if parent is None else parent.find(f"{W}{tag}")
    return None if found is None else found.get(VAL)
