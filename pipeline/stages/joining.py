"""Undoes what typesetting did inside a cell: line wraps, vertical wraps, spaces between letters.

The text rule of the contract: a line break joins with nothing between CJK characters, white
space next to a CJK character is dropped, runs between Latin words become one space.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from pipeline.model import Line, Text

# CJK letters, punctuation and full-width forms, and the quotes, dashes and circled numbers
# that Chinese text shares with other scripts.
CJK = (
    "\u2010-\u2027\u2030-\u205e\u2150-\u218b\u2460-\u27bf\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\ufe10-\ufe6f\uff00-\uffef\U00020000-\U0003ffff\u00b7\u00b2\u00b3\u2103"
)
# A line break between letters that are both not CJK: it may be a space between words. (The
# pattern begins with the line feed because that is what can be searched for fast.)
_APART = re.compile(rf"\n(?<=[^{CJK}]\n)(?=[^{CJK}])")
_WORD = re.compile(r"\S+")
# A word that goes on behind a line break: an address, or what ends inside one.
_ADDRESS = re.compile(r"://|www\.|@|[/.@_:-]$")
_INSIDE_ADDRESS = "/.@_-:"


def joined(lines: Sequence[Line]) -> Text:
    """Given the lines of a paragraph, return its text and where each piece of it stands."""
    return joined_each(lines, (0,))[0]


def joined_each(lines: Sequence[Line], firsts: Sequence[int]) -> list[Text]:
    """Given the lines of a cell and where its paragraphs begin, return each of them joined."""
    texts = [line.text for line in lines]
    if is_plain(texts):
        return glued_each(lines, texts, firsts)
    borders = pairwise([*firsts, len(lines)])
    return [_joined_words(lines[first:last]) for first, last in borders]


def glued_each(lines: Sequence[Line], texts: Sequence[str], firsts: Sequence[int]) -> list[Text]:
    """Given plain lines, their texts, and where paragraphs begin, return each of them joined."""
    return [
        Text(texts[first], ((0, lines[first].start, len(texts[first])),))
        if last - first == 1
        else _glued(lines[first:last], texts[first:last])
        for first, last in pairwise([*firsts, len(lines)])
    ]


def is_plain(texts: Sequence[str]) -> bool:
    """Tell whether lines join with nothing: no white space in any, no Latin word at a break."""
    return joins_plainly("\n".join(texts), texts)


def joins_plainly(printed: str, texts: Sequence[str], solid: bool = False) -> bool:
    """Given lines and their texts, tell the same of them; no white space is in `solid` ones."""
    whole = solid or printed.split() == texts
    return whole and (len(texts) == 1 or not _APART.search(printed))


def may_be_words(above: str, below: str) -> bool:
    """Tell whether the break between two texts may be a space: beside it are no CJK letters."""
    return _APART.search(f"{above[-1]}\n{below[0]}") is not None


def _glued(lines: Sequence[Line], texts: Sequence[str]) -> Text:
    """Given lines that join with nothing between them, and their texts, return them joined."""
    lengths = list(map(len, texts))
    pieces = zip(
        accumulate(lengths, initial=0), [line.start for line in lines], lengths, strict=False
    )
    return Text("".join(texts), tuple(pieces))


def _joined_words(lines: Sequence[Line]) -> Text:
    """Given lines with white space in them or Latin letters at a break, return them joined."""
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


def joined_text(lines: Sequence[Line], solid: bool = False) -> str:
    """Given the lines of a paragraph, return its text; no white space is in `solid` ones."""
    # Nearly every category and name: one line without white space.
    if len(lines) == 1:
        if solid:
            return lines[0].text
        if len(words := lines[0].text.split()) == 1:
            return words[0]
    return joined_texts(lines, [line.text for line in lines], solid)


def joined_texts(lines: Sequence[Line], texts: Sequence[str], solid: bool = False) -> str:
    """Given the lines of a paragraph and their texts, return the same."""
    if joins_plainly("\n".join(texts), texts, solid):
        return "".join(texts)
    return _joined_words(lines).text


def source_place(text: Text, offset: int) -> int:
    """Given an offset into joined text, return the place of that character in the source."""
    pieces = text.pieces
    at, start, length = pieces[0]
    if offset >= length and len(pieces) > 1:
        at, start, length = pieces[bisect_right(pieces, (offset, math.inf)) - 1]
    return start + min(offset - at, length)


def source_span(text: Text, start: int, end: int) -> tuple[int, int]:
    """Given a span of joined text (not empty), return the half-open span in the source."""
    if len(text.pieces) == 1:
        offset = text.pieces[0][1]
        return offset + start, offset + end
    return source_place(text, start), source_place(text, end - 1) + 1
