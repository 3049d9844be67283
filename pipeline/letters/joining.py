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

# CJK letters, punctuation and full-width forms, and the quotes, dashes and circled numbers
# that Chinese text shares with other scripts.
CJK = (
    "\u2010-\u2027\u2030-\u205e\u2150-\u218b\u2460-\u27bf\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\ufe10-\ufe6f\uff00-\uffef\U00020000-\U0003ffff\u00b7\u00b2\u00b3\u2103"
)
_CJK = re.compile(f"[{CJK}]")
_WORD = re.compile(r"\S+")
# A word that goes on behind a line break: an address, or what ends inside one.
_ADDRESS = re.compile(r"://|www\.|@|[/.@_:-]$")
_INSIDE_ADDRESS = "/.@_-:"


def joined(lines: Sequence[Line]) -> Text:
    """Return the text of a paragraph, and where each piece of it stands."""
    words = [
        (match[0], line.start + match.start(), index)
        for index, line in enumerate(lines)
        for match in _WORD.finditer(line.text)
    ]
    text, pieces, last, before = "", [], "", -1
    for word, start, index in words:
        if text:
            text += _between(last, word, index != before)
        pieces.append((len(text), start, len(word)))
        text += word
        last, before = word, index
    return Text(text, tuple(pieces))


def _between(left: str, right: str, new_line: bool) -> str:
    """Given the words beside white space, return what the text rule leaves of it.

    A number broken over two lines is one number: typesetters break long runs of digits in
    narrow columns, and no list prints two numbers side by side. An address on the network
    holds no white space either.
    """
    if not may_be_words(left, right):
        return ""
    digits = left[-1].isdigit() and right[0].isdigit()
    address = _ADDRESS.search(left) or right[0] in _INSIDE_ADDRESS
    return "" if new_line and (digits or address) else " "


def may_be_words(above: str, below: str) -> bool:
    """Tell whether the break between two texts may be a space: beside it are no CJK letters."""
    return not (_CJK.match(above[-1]) or _CJK.match(below[0]))


def joined_text(lines: Sequence[Line]) -> str:
    """Return the text of a paragraph."""
    return joined(lines).text


def source_place(text: Text, offset: int) -> int:
    """Given an offset into joined text, return the place of that character in the source."""
    pieces = text.pieces
    at, start, length = pieces[0]
    if offset >= length and len(pieces) > 1:
        at, start, length = pieces[bisect_right(pieces, (offset, math.inf)) - 1]
    return start + min(offset - at, length)


def source_span(text: Text, start: int, end: int) -> tuple[int, int]:
    """Given a span of joined text (not empty), return the half-open span in the source."""
    return source_place(text, start), source_place(text, end - 1) + 1
