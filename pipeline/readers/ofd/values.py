"""What attributes of OFD say: numbers, steps between glyphs, outlines, colours."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from ..pages.marks import Point
from ..pages.matrix import IDENTITY, Matrix
from ..pages.seen import Ink

POINTS = 72 / 25.4  # of a millimetre
LARGEST = 1e6  # a larger number is none
MOST_CORNERS = 20_000  # of one outline: more is a drawing
_PARTS = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
# How many numbers follow each word of an outline.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{4})")


class Outline:
    """A part of a path: its corners, whether it is closed, and before which corners it bends.

    `bends` has the corners with what bends its curves.
    """

    def __init__(self, start: Point) -> None:
        self.corners = [start]
        self.bends = [start]
        self.curved: set[int] = set()
        self.closed = False

    def add(self, numbers: Sequence[float]) -> None:
        """Add a line, or a curve, by its numbers: the last two are where it ends."""
        end = numbers[-2], numbers[-1]
        if len(numbers) > 2:
            self.curved.add(len(self.corners))
            # An arc's numbers before its end are radii and angles.
            control = numbers[:-2] if len(numbers) != _OPERANDS["A"] else ()
            self.bends += zip(control[::2], control[1::2], strict=True)
        self.corners.append(end)
        self.bends.append(end)

    def straight(self) -> Iterator[list[Point]]:
        """Yield its parts without curves."""
        start = 0
        for place in (*sorted(self.curved), len(self.corners)):
            part = self.corners[start:place]
            if self.closed and place == len(self.corners):
                part.append(self.corners[0])
            yield part
            start = place


def name_of(node: etree._Element) -> str:
    """Return the name of an element; its namespace varies with producers."""
    return str(node.tag).rpartition("}")[2]


def named(node: etree._Element | None, *names: str) -> list[etree._Element]:
    """Return the children of an element that have one of these names."""
    return [] if node is None else [child for child in node if name_of(child) in names]


def first(node: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child of an element with this name."""
    return next(iter(named(node, name)), None)


def said(node: etree._Element | None, name: str) -> str:
    """Return the text of the first child with this name; empty if there is none."""
    found = first(node, name)
    return "" if found is None else text_of(found)


def text_of(node: etree._Element) -> str:
    """Return the text of an element and of what is in it."""
    return "".join(map(str, node.itertext())).strip()


def number(text: str | None, default: float) -> float:
    """Return the number that a text is, or the default."""
    return next(iter(numbers(text)), default)


def numbers(text: str | None) -> list[float]:
    """Return the numbers of a text up to the first word that is none."""
    found: list[float] = []
    for word in (text or "").split():
        try:
            value = float(word)
        except ValueError:
            break
        if not math.isfinite(value) or abs(value) > LARGEST:
            break
        found.append(value)
    return found


def matrix_of(text: str | None) -> Matrix:
    """Return the matrix that a text is."""
    found = numbers(text)
    if len(found) != len(IDENTITY):
        return IDENTITY
    a, b, c, d, e, f = found
    return a, b, c, d, e, f


def steps_of(text: str | None, most: int) -> list[float]:
    """Return the steps between glyphs, at most so many; `g 3 2.5` is three times 2.5."""
    found: list[float] = []
    words = (text or "").split()
    place = 0
    while place < len(words) and len(found) < most:
        if words[place] == "g":
            times, step = (numbers(word) for word in (*words[place + 1 : place + 3], "", "")[:2])
            if not times or not step:
                break
            found += step * min(max(int(times[0]), 0), most)
            place += 3
        elif step := numbers(words[place]):
            found += step
            place += 1
        else:
            break
    return found[:most]


def letters_of(code: etree._Element) -> str:
    """Return the letters of a TextCode: not its indentation, and what is escaped as it is meant."""
    text = code.text or ""
    if "\n" in text:
        text = text.strip()
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def outlines_of(data: str) -> list[Outline]:
    """Return the parts of a path with two corners or more."""
    found: list[Outline] = []
    word, read = "", list[float]()
    corners = 0
    for letter, digits in _PARTS.findall(data):
        if letter:
            word, read = letter.upper(), []
            if word == "C" and found:
                found[-1].closed = True
            continue
        read += numbers(digits)
        if len(read) != _OPERANDS.get(word):
            continue
        corners += 1
        if corners > MOST_CORNERS:
            break
        if word in "SM" or not found:
            found.append(Outline((read[-2], read[-1])))
        elif found[-1].closed:
            found.append(Outline(found[-1].corners[0]))
            found[-1].add(read)
        else:
            found[-1].add(read)
        read = []
    return [outline for outline in found if len(outline.corners) > 1]


def ink_of(value: str | None, space: str | None) -> Ink | None:
    """Return a colour in a kind of colour space (None: told by the parts) as red, green, blue."""
    parts: list[float] = []
    for word in (value or "").split():
        hexadecimal = re.fullmatch(r"#([0-9A-Fa-f]{1,2})", word)
        parts += [float(int(hexadecimal[1], 16))] if hexadecimal else numbers(word)
    if not all(0 <= part <= 255 for part in parts):
        return None
    count = {"GRAY": 1, "RGB": 3, "CMYK": 4}.get((space or "").upper(), len(parts))
    if count != len(parts) or count not in (1, 3, 4):
        return None
    if count == 4:
        black = 1 - parts[3] / 255
        parts = [(255 - part) * black for part in parts[:3]]
    red, green, blue = (round(part) for part in (parts * 3 if count == 1 else parts))
    return red, green, blue
