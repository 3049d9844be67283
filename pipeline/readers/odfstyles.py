"""What the styles of an OpenDocument file say: how words look, and what numbers lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from .colours import colour_of
from .fonts import Font
from .numbering import LEVELS, Level, formatted, integer

_SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, DRAW = (_SPACE % name for name in ("office", "text", "table", "drawing"))
STYLE, _FO = _SPACE % "style", _SPACE % "xsl-fo-compatible"
_FORMAT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
# Word's names of number formats, by the first letter of what OpenDocument calls them.
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCounting", "①": "decimalEnclosedCircle", "甲": "ideographTraditional",
    "１": "decimalFullWidth", "": "none",
}  # fmt: skip


class Numbered(NamedTuple):
    """A level of a list: what it prints before its items, and how many levels that shows."""

    level: Level
    bullet: bool = False


class Styles:
    """All styles of a document, by family and name."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, dict[int, Numbered]] = {}
        self._fonts: dict[tuple[str, str], Font] = {}
        self.outline: dict[int, Numbered] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style", f"{STYLE}default-style"):
                known = style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")
                self._styles[known] = style
            for style in root.iter(f"{TEXT}list-style"):
                self._lists[style.get(f"{STYLE}name", "")] = _levels(style)
            for style in root.iter(f"{TEXT}outline-style"):
                self.outline = _levels(style)

    def font(self, family: str, name: str | None) -> Font:
        """Return what a style says of words, with the styles that it is based on."""
        chain: dict[tuple[str, str], None] = {}
        known = family, name or ""
        while known in self._styles and known not in self._fonts and known not in chain:
            chain[known] = None
            known = family, self._styles[known].get(f"{STYLE}parent-style-name", "")
        font = self._fonts.get(known, Font())
        for each in reversed(chain):
            font = font | _font(self._styles[each])
            self._fonts[each] = font
        return font

    def is_shown(self, family: str, name: str | None) -> bool:
        """Tell whether a style does not hide the table or section that has it."""
        style = self._styles.get((family, name or ""))
        if style is None:
            return True
        return all(properties.get(f"{TABLE}display") != "false" for properties in style)

    def list_levels(self, name: str | None) -> dict[int, Numbered]:
        """Return the levels of a list style."""
        return self._lists.get(name or "", {})

    def list_of(self, paragraph: str | None) -> str | None:
        """Return the list style that a paragraph style names, itself or by what it is based on."""
        seen: set[str | None] = set()
        while paragraph not in seen:
            seen.add(paragraph)
            style = self._styles.get(("paragraph", paragraph or ""))
            if style is None:
                return None
            if (found := style.get(f"{STYLE}list-style-name")) is not None:
                return found
            paragraph = style.get(f"{STYLE}parent-style-name")
        return None


class Counters:
    """The running numbers of one list."""

    def __init__(self) -> None:
        self._values: list[int | None] = [None] * LEVELS

    def label(self, levels: dict[int, Numbered], depth: int, start: int | None) -> str:
        """Count an item at a depth from 1, with a number of its own if it has one."""
        place = min(depth, LEVELS) - 1
        own = levels.get(depth, Numbered(Level(format="none", text="")))
        for upper in range(place):
            if self._values[upper] is None:
                self._values[upper] = levels.get(upper + 1, own).level.start
        value = self._values[place]
        self._values[place] = (
            (own.level.start if value is None else value + 1) if (start is None) else start
        )
        self._values[place + 1 :] = [None] * (LEVELS - place - 1)
        if own.bullet or own.level.format == "none":
            return ""

        def part(match: re.Match[str]) -> str:
            number = self._values[int(match[1]) - 1]
            shown = levels.get(int(match[1]), own).level.format
            return "" if number is None else formatted(number, shown)

        return re.sub(r"%([1-9])%?", part, own.level.text)


def _levels(style: etree._Element) -> dict[int, Numbered]:
    """Return the levels of a list or outline style, from 1."""
    found: dict[int, Numbered] = {}
    for one in style:
        depth = integer(one.get(f"{TEXT}level"), 0)
        if not 0 < depth <= LEVELS:
            continue
        bullet = one.tag not in (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style")
        kind = one.get(f"{STYLE}num-format", "")
        shown = min(max(integer(one.get(f"{TEXT}display-levels"), 1), 1), depth)
        numbers = ".".join(f"%{level}" for level in range(depth - shown + 1, depth + 1))
        prefix, suffix = one.get(f"{STYLE}num-prefix", ""), one.get(f"{STYLE}num-suffix", "")
        level = Level(
            integer(one.get(f"{TEXT}start-value"), 1),
            _FORMATS.get(kind[:1], "decimal"),
            one.get(_FORMAT) or f"{prefix}{numbers}{suffix}",
        )
        found[depth] = Numbered(level, bullet)
    return found


def _font(style: etree._Element) -> Font:
    """Return what the properties of a style say themselves."""
    font = Font()
    for properties in style:
        ground = properties.get(f"{_FO}background-color", "transparent")
        if ground != "transparent":
            font["ground"] = colour_of(ground)
        if properties.tag == f"{STYLE}text-properties":
            font |= _letters(properties)
    return font


def _letters(properties: etree._Element) -> Font:
    """Return what properties of words say of them."""
    font = Font()
    if colour := properties.get(f"{_FO}color"):
        font["colour"] = colour_of(colour)
    if properties.get(f"{STYLE}use-window-font-color") == "true":
        font["colour"] = None
    if display := properties.get(f"{TEXT}display"):
        font["vanished"] = display == "none"
    for key in ("style", "type"):
        if line := properties.get(f"{STYLE}text-line-through-{key}"):
            font["struck"] = line != "none"
    return font
