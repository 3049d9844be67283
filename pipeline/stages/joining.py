"""Undoes what typesetting did inside a cell: line wraps, vertical wraps, spaces between letters.

The text rule of the contract: a line break joins with nothing between CJK characters, white
space next to a CJK character is dropped, runs between Latin words become one space.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.model import Line, Text

# CJK letters, punctuation and full-width forms, and the quotes, dashes and circled numbers
# that Chinese text shares with other scripts.
CJK = "\u2010-\u2027\u2030-\u205e\u2150-\u218b\u2460-\u27bf\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe10-\ufe6f\uff00-\uffef\U00020000-\U0003ffff\u00b7\u00b2\u00b3\u2103"
SPACES = re.compile(r"\s+")
_CJK = re.compile(f"[{CJK}]")


def joined(lines: Sequence[Line]) -> Text:
    """Given the lines of a paragraph, return its text and where each piece of it stands."""
    if len(lines) == 1 and not SPACES.search(lines[0].text):
        text = lines[0].text
        return Text(text, ((0, lines[0].start, len(text)),) if text else ())
    words = [
        (match[0], line.start + match.start(), index)
        for index, line in enumerate(lines)
        for match in _WORD.finditer(line.text)
    ]
    text, pieces, before = "", [], -1
    for word, start, index in words:
        if text:
            text += _between(text[-1], word[0], index != before)
        pieces.append((len(text), start, len(word)))
        text += word
        before = index
    return Text(text, tuple(pieces))


_WORD = re.compile(r"\S+")


def _between(left: str, right: str, new_line: bool) -> str:
    """Given the letters beside white space, return what the text rule leaves of it.

    A number broken over two lines is one number: typesetters break long runs of digits in
    narrow columns, and no list prints two numbers side by side.
    """
    if _CJK.match(left) or _CJK.match(right):
        return ""
    return "" if new_line and left.isdigit() and right.isdigit() else " "


def joined_text(lines: Sequence[Line]) -> str:
    """Given the lines of a paragraph, return its text."""
    return joined(lines).text


def source_place(text: Text, offset: int) -> int:
    """Given an offset into joined text, return the place of that character in the source."""
    pieces = text.pieces
    index = bisect_right(pieces, (offset, math.inf)) - 1 if len(pieces) > 1 else 0
    at, start, length = pieces[index]
    return start + min(offset - at, length)


def source_span(text: Text, start: int, end: int) -> tuple[int, int]:
    """Given a span of joined text (not empty), return the half-open span in the source."""
    return source_place(text, start), source_place(text, end - 1) + 1
