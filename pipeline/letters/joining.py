"""Undoes what typesetting did inside a cell: line wraps, vertical wraps, spaces between letters.

The text rule of the contract: a line break joins with nothing between CJK characters, white
space next to a CJK character is dropped, runs between Latin words become one space.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence

from ..model import Line, Text
from .script import is_cjk

# A word that goes on behind a line break: an address, or what ends inside one.
_ADDRESS = re.compile(r"://|www\.|@|[/.@_:-]$")
_INSIDE_ADDRESS = "/.@_-:"


def joined(lines: Sequence[Line]) -> Text:
    """Return the text of a paragraph, and where each word of it stands in the source."""
    words: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length, last = 0, ""
    for line in lines:
        new_line, at = True, 0
        for word in line.text.split():
            at = line.text.index(word, at)
            if last and not (is_cjk(last[-1]) or is_cjk(word[0])):
                words.append(_between(last, word, new_line=new_line))
                length += len(words[-1])
            pieces.append((length, line.start + at, len(word)))
            words.append(word)
            length += len(word)
            last, new_line, at = word, False, at + len(word)
    return Text("".join(words), tuple(pieces))


def _between(left: str, right: str, *, new_line: bool) -> str:
    """Return what the text rule leaves of the white space between two words that are not CJK.

    A number broken over two lines is one number: typesetters break long runs of digits in
    narrow columns, and no list prints two numbers side by side. An address on the network
    holds no white space either.
    """
    digits = left[-1].isdigit() and right[0].isdigit()
    address = _ADDRESS.search(left) or right[0] in _INSIDE_ADDRESS
    return "" if new_line and (digits or address) else " "


def joined_text(lines: Sequence[Line]) -> str:
    """Return the text of a paragraph."""
    return joined(lines).text


def source_place(text: Text, offset: int) -> int:
    """Return the place in the source of the character at an offset into joined text."""
    at, start, length = text.pieces[bisect_right(text.pieces, (offset, math.inf)) - 1]
    return start + min(offset - at, length)


def joined_place(text: Text, source: int) -> int:
    """Return the offset into joined text of a place in the source, at most its end."""
    for at, start, length in text.pieces:
        if source <= start + length:
            return at + max(source - start, 0)
    return len(text.text)


def source_span(text: Text, start: int, end: int) -> tuple[int, int]:
    """Return the half-open span in the source of a span of joined text that is not empty."""
    return source_place(text, start), source_place(text, end - 1) + 1
