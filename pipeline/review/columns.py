"""Plain text in columns, where a CJK character is two cells wide and nothing moves the cursor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest

_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_NO_WIDTH = {"Mn", "Me"}
_WORD_END, _WORD_START = re.compile(r"(?<![!-~])[!-~]+\Z"), re.compile(r"[!-~]")
_NEVER_FIRST = set("，。；：、！？）》〉」』】〕”’,.;:!?)]}")


def printable(text: str) -> str:
    """Return text with U+FFFD for every character that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(_printable(character) for character in text)


def _printable(character: str) -> str:
    if character in "\t\n\r":
        return " "
    return "\ufffd" if unicodedata.category(character) in _UNPRINTABLE else character


def cells(text: str) -> int:
    """Return how many cells of a terminal printable text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return text filled with spaces to `width` cells, on the left if `right`."""
    space = " " * (width - cells(text))
    return space + text if right else text + space


def wrap(text: str, width: int, hang: int = 0) -> list[str]:
    """Return the lines of a text, at most `width` cells wide; an empty text is one line.

    Later lines are indented like the first, and by `hang` more. Breaks after a space when one is
    near, else anywhere (CJK text has no spaces) but before a closing mark.
    """
    whole = printable(text)
    rest = whole.lstrip(" ")
    indent = whole[: len(whole) - len(rest)]
    room = max(width - len(indent), 2)
    lines: list[str] = []
    while cells(rest) > room:
        cut = place_to_break(rest, room)
        lines.append(indent + rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
        if len(lines) == 1:
            indent, room = indent + " " * hang, max(room - hang, 2)
    return [*lines, indent + rest]


def place_to_break(text: str, width: int) -> int:
    """Return where to break a printable text that is wider than `width` cells: after a character
    at least, after a space when one is near, never before a closing mark."""
    fits = _fitting(text, width)
    near = fits * 2 // 3
    space = text.rfind(" ", near, fits + 1)
    if space > 0:
        return space
    word = _WORD_END.search(text, near, fits)
    if word and word.start() > near and _WORD_START.match(text, fits):
        return word.start()
    while fits > 1 and text[fits] in _NEVER_FIRST:
        fits -= 1
    return fits


def _fitting(text: str, width: int) -> int:
    used = 0
    for count, character in enumerate(text):
        used += _cells(character)
        if used > width:
            return max(count, 1)
    return len(text)


def beside(left: Sequence[str], right: Sequence[str], width: int, bar: str = " │ ") -> list[str]:
    """Return two columns of lines side by side, the left one `width` cells wide."""
    pairs = zip_longest(left, right, fillvalue="")
    return [f"{pad(one, width)}{bar}{other}".rstrip() for one, other in pairs]


def table(rows: Sequence[Sequence[str]], numbers: Iterable[int] = ()) -> list[str]:
    """Return rows of cells as aligned lines; the columns `numbers` align right."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    right = set(numbers)
    return [
        "  ".join(
            pad(cell, width, right=place in right)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
