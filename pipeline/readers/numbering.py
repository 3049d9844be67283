"""Numbers that Word prints itself: computed from numbering.xml, they are not in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from lxml import etree

from ..letters.script import ORDINALS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
LEVELS = 9

_DIGITS = "〇" + ORDINALS[:9]
_UNITS = ("", "十", "百", "千")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
    "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand",
}  # fmt: skip
_CIRCLED = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}
_FULL_WIDTH = {"decimalFullWidth", "decimalFullWidth2"}
_WIDE = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_STEMS = "甲乙丙丁戊己庚辛壬癸"


class Level(NamedTuple):
    """One level of a list: its first number, number format, and text with %1 … %9."""

    start: int = 1
    format: str = "decimal"
    text: str = "%1."
    restarts: bool = True
    legal: bool = False


class List(NamedTuple):
    """A numbering instance: the abstract list whose counters it shares, levels, new starts."""

    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


class Style(NamedTuple):
    """What a paragraph style says of numbering: its base, list and level, None if nothing."""

    base: str | None
    number: str | None
    level: int | None


class Numbering:
    """All lists of a document with their running counters."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists = {} if numbering is None else _lists(numbering)
        self._styles = {} if styles is None else _styles(styles)
        self._default = None if styles is None else _default_style(styles)
        self._places: dict[str, tuple[str | None, int | None]] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._used: set[tuple[str, int]] = set()

    def label(self, properties: etree._Element | None) -> str:
        """Count a paragraph and return its printed number, "" if it has none."""
        number, level = self._place(properties)
        entry = self._lists.get(number or "")
        if number is None or entry is None or level not in entry.levels:
            return ""
        counters = self._count(number, entry, level)
        kind = entry.levels[level]
        if kind.format == "bullet":
            return ""
        return re.sub(r"%([1-9])", lambda m: _part(entry, counters, int(m[1]), kind), kind.text)

    def _place(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """Return the list and level of a paragraph: its own, else its style's."""
        number = level = None
        style = self._default
        if properties is not None:
            number, level = _numbered(properties)
            found = properties.find(f"{W}pStyle")
            style = found.get(VAL) if found is not None else style
        styled = self._styled(style)
        number = styled[0] if number is None else number
        level = styled[1] if level is None else level
        return (None if number == "0" else number), level or 0

    def _styled(self, style: str | None) -> tuple[str | None, int | None]:
        """Return the list and level that a style says, or those that it is based on."""
        chain: dict[str, None] = {}
        while style in self._styles and style not in self._places and style not in chain:
            chain[style] = None
            style = self._styles[style].base
        found = self._places.get(style or "", (None, None))
        for each in reversed(chain):
            _, number, level = self._styles[each]
            found = (
                found[0] if number is None else number,
                found[1] if level is None else level,
            )
            self._places[each] = found
        return found

    def _count(self, number: str, entry: List, level: int) -> list[int | None]:
        counters = self._counters.setdefault(entry.abstract, [None] * LEVELS)
        if level in entry.starts and (number, level) not in self._used:
            counters[level] = None
        self._used.add((number, level))
        for upper in range(level):
            if counters[upper] is None:
                counters[upper] = _start(entry, upper)
        current = counters[level]
        counters[level] = _start(entry, level) if current is None else current + 1
        for deeper in range(level + 1, LEVELS):
            if entry.levels.get(deeper, Level()).restarts:
                counters[deeper] = None
        return counters


def _start(entry: List, level: int) -> int:
    return entry.starts.get(level, entry.levels.get(level, Level()).start)


def _part(entry: List, counters: list[int | None], place: int, kind: Level) -> str:
    """Return the number that %`place` of a level's text stands for."""
    value = counters[place - 1]
    format = "decimal" if kind.legal else entry.levels.get(place - 1, Level()).format
    return "" if value is None else formatted(value, format)


def formatted(value: int, format: str) -> str:
    """Return a number as printed in a format, by Word's name of it."""
    return _PRINTERS.get(format, str)(value) if value > 0 else str(value)


def letters(value: int) -> str:
    """Return a number as Word letters it: A … Z, AA, BB …"""
    return chr(ord("A") + (value - 1) % 26) * min((value - 1) // 26 + 1, 50)


def chinese(value: int) -> str:
    """Return a number in Chinese numerals (十二); beyond 9999 in Arabic ones."""
    if not 0 < value < 10_000:
        return str(value)
    digits = [int(digit) for digit in reversed(str(value))]
    result = ""
    for place, digit in enumerate(digits):
        if digit:
            result = _DIGITS[digit] + _UNITS[place] + result
        elif result and not result.startswith("〇"):
            result = "〇" + result
    result = result.replace("〇", "零")
    return result[1:] if result.startswith("一十") else result


def roman(value: int) -> str:
    """Return a number in upper-case Roman numerals; from 5000 on in Arabic ones."""
    if value >= 5000:
        return str(value)
    result = ""
    for size, mark in _ROMAN:
        count, value = divmod(value, size)
        result += mark * count
    return result


_PRINTERS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(_CHINESE, chinese),
    **dict.fromkeys(_CIRCLED, lambda value: chr(0x245F + value) if value <= 20 else str(value)),
    **dict.fromkeys(_FULL_WIDTH, lambda value: str(value).translate(_WIDE)),
    "upperLetter": letters,
    "lowerLetter": lambda value: letters(value).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda value: roman(value).lower(),
    "ideographTraditional": lambda value: _STEMS[value - 1] if value <= 10 else str(value),
    "decimalZero": lambda value: f"{value:02d}",
    "none": lambda _: "",
}


def integer(text: str | None, default: int) -> int:
    """Return the whole number that an attribute holds, else the default."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else default


def _value(parent: etree._Element, tag: str) -> str | None:
    child = parent.find(f"{W}{tag}")
    return None if child is None else child.get(VAL)


def _numbered(properties: etree._Element) -> tuple[str | None, int | None]:
    """Return the list and level that properties (pPr) name."""
    found = properties.find(f"{W}numPr")
    if found is None:
        return None, None
    level = _value(found, "ilvl")
    return _value(found, "numId"), None if level is None else integer(level, 0)


def _level(element: etree._Element) -> Level:
    return Level(
        integer(_value(element, "start"), 0),
        _value(element, "numFmt") or "decimal",
        _value(element, "lvlText") or "",
        _value(element, "lvlRestart") != "0",
        element.find(f"{W}isLgl") is not None,
    )


def _levels(parent: etree._Element) -> dict[int, Level]:
    levels = {integer(e.get(f"{W}ilvl"), -1): _level(e) for e in parent.iterchildren(f"{W}lvl")}
    return {number: level for number, level in levels.items() if 0 <= number < LEVELS}


def _lists(numbering: etree._Element) -> dict[str, List]:
    """Return every numbering instance of numbering.xml by its id."""
    abstract: dict[str, dict[int, Level]] = {}
    styled: dict[str, str] = {}
    links: dict[str, str] = {}
    for element in numbering.iterchildren(f"{W}abstractNum"):
        identity = element.get(f"{W}abstractNumId", "")
        abstract[identity] = _levels(element)
        if style := _value(element, "styleLink"):
            styled[style] = identity
        if style := _value(element, "numStyleLink"):
            links[identity] = style
    result: dict[str, List] = {}
    for element in numbering.iterchildren(f"{W}num"):
        identity = _value(element, "abstractNumId") or ""
        identity = styled.get(links.get(identity, ""), identity)
        levels, starts = dict(abstract.get(identity, {})), dict[int, int]()
        for override in element.iterchildren(f"{W}lvlOverride"):
            number = integer(override.get(f"{W}ilvl"), 0)
            for whole in override.iterchildren(f"{W}lvl"):
                levels[number] = _level(whole)
            if (start := _value(override, "startOverride")) is not None:
                starts[number] = integer(start, 1)
        result[element.get(f"{W}numId", "")] = List(identity, levels, starts)
    return result


def _styles(styles: etree._Element) -> dict[str, Style]:
    """Return what each paragraph style of styles.xml says of numbering."""
    result: dict[str, Style] = {}
    for element in styles.iterchildren(f"{W}style"):
        properties = element.find(f"{W}pPr")
        number, level = (None, None) if properties is None else _numbered(properties)
        base = _value(element, "basedOn")
        result[element.get(f"{W}styleId", "")] = Style(base, number, level)
    return result


def _default_style(styles: etree._Element) -> str | None:
    for element in styles.iterchildren(f"{W}style"):
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}default") in ("1", "true"):
            return element.get(f"{W}styleId")
    return None
