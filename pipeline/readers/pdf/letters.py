"""What the characters of PDFium's text mean, and where those stand that share one origin."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from ctypes import c_ushort
from itertools import compress, pairwise, repeat
from operator import eq
from typing import NamedTuple

from ..pdf import native
from .native import Floats, Pointer

SAMPLED = 16  # one ideograph in so many is asked whether its font has a meaning for it
DUBIOUS = re.compile("[^\u3000-\u303f\u3400-\u9fff\uff00-\uffef\r\n ]|\r(?!\n)|(?<!\r)\n")
CONTROL = re.compile("[\\x00-\\x09\\x0b\\x0c\\x0e-\\x1f\ufffe\ufffd]")
UNKNOWN = "\ufffd"
SKIPPED = "\x00"
BLANKS = "\r\n\x00 "
HYPHEN = 2  # what PDFium makes of a hyphen at a line's end
LINE_ENDS = (10, 13)
TOUCHING = 0.1  # points
HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)


def page_letters(text_page: Pointer, count: int) -> str:
    """Given a page's text, return one character a place; U+FFFD where its meaning is unknown."""
    units = Floats(count + 1, c_ushort)
    written = native.get_text(text_page, 0, count, units.address)
    text = units.values[:count].tobytes().decode("utf-16-le", "replace")
    if written == count + 1 and len(text) == count and _is_plain(text_page, text):
        return text
    codes = list(map(native.get_unicode, repeat(text_page), range(count)))
    letters = [
        UNKNOWN if native.has_no_unicode(text_page, index) == 1 else _letter(text_page, index, code)
        for index, code in enumerate(codes)
    ]
    for index, (high, low) in enumerate(pairwise(codes)):
        if high in HIGH and low in LOW:  # PDFium gives both halves a place
            letters[index] = chr(0x10000 + ((high - HIGH.start) << 10) + low - LOW.start)
            letters[index + 1] = SKIPPED
    return "".join(letters)


def _is_plain(text_page: Pointer, text: str) -> bool:
    """Given a page's text, return whether each character is what its font maps it to.

    A glyph without a meaning reads as its number, which is seldom that of an ideograph: so
    all others are asked for, and some ideographs for fonts that have no map at all.
    """
    asked = [*range(0, len(text), SAMPLED), *(match.start() for match in DUBIOUS.finditer(text))]
    errors = map(native.has_no_unicode, repeat(text_page), asked)
    return 1 not in errors and CONTROL.search(text) is None


def _letter(text_page: Pointer, index: int, code: int) -> str:
    """Given the code of a place, return its character; U+FFFD for what is none."""
    if code == HYPHEN and native.is_hyphen(text_page, index) == 1:
        return "-"
    if code in LINE_ENDS and native.is_generated(text_page, index) == 1:
        return SKIPPED
    if code < 0x20 or code in HIGH or code in LOW or code >= 0x110000:
        return " " if code == 9 else UNKNOWN
    return chr(code)


class Spread(NamedTuple):
    """Right edges of characters that were moved apart, and whether others lie upon each other."""

    ends: dict[int, float]
    heaped: bool


def spread_crowds(
    text: str,
    xs: list[float],
    ys: Sequence[float],
    ink_of: Callable[[int], tuple[float, float]],
    owner_of: Callable[[int], int],
) -> Spread:
    """Given characters, move apart in `xs` those of one origin.

    An /ActualText gives all its letters one origin and steps their ink by the whole width; the
    letters of one glyph share its ink. What else shares an origin has lost its widths.
    """
    ends: dict[int, float] = {}
    heaped = False
    for places in _crowds(text, xs, ys, owner_of):
        (left, right), following = ink_of(places[0]), ink_of(places[1])
        if following == (left, right):
            width = (right - left) / len(places)
        elif following[0] > right - TOUCHING:
            width = right - left
        else:
            heaped = True
            continue
        for number, place in enumerate(places):
            xs[place] = left + number * width
            ends[place] = left + (number + 1) * width
    return Spread(ends, heaped)


def _crowds(
    text: str, xs: Sequence[float], ys: Sequence[float], owner_of: Callable[[int], int]
) -> list[list[int]]:
    """Given characters, return the numbers of those that one object sets at one origin."""
    crowds: list[list[int]] = []
    for index in compress(range(1, len(xs)), map(eq, xs[1:], xs)):
        if text[index] in BLANKS or text[index - 1] in BLANKS or ys[index] != ys[index - 1]:
            continue
        if owner_of(index) != owner_of(index - 1):
            continue
        if crowds and crowds[-1][-1] == index - 1:
            crowds[-1].append(index)
        else:
            crowds.append([index - 1, index])
    return crowds
