"""The letters of a Word 97 document (.doc), read straight from its pieces: no layout, no tables.

It is the second opinion on what a converter makes of such a file. Format: [MS-DOC] 2.4.1.
"""

from __future__ import annotations

import re
import struct

from . import ole

_FIRST_VERSION = 0x00C1  # Word 97; older files have other tables
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_COUNTS, _PIECES = 76, 0x01A2  # where in the head the lengths of texts and the pieces are told
_COMPRESSED = 0x40000000
_FIELD = re.compile("\x13[^\x13\x14\x15]*(?:\x14([^\x13\x14\x15]*))?\x15")
_MOST_FIELDS = 20  # fields in one another
_ENDS = re.compile("[\r\n\x07\x0b\x0c\x0e]+")
_MARKS = re.compile("[\x00-\x06\x08\x13-\x1f\xad\ufffc]+")


class Encrypted(Exception):
    """The document has a password."""


def doc_paragraphs(data: bytes) -> tuple[str, ...] | None:
    """Return the paragraphs and cells of a document's main text in order, without the blank ones.

    None for files older than Word 97; raises `Encrypted`, and ValueError where it is broken.
    """
    compound = ole.read_compound(data)
    head = ole.stream(compound, "WordDocument") or b""
    try:
        version, flags = struct.unpack_from("<2xH6xH", head, 0)
        if flags & _ENCRYPTED:
            raise Encrypted
        if version < _FIRST_VERSION:
            return None
        table = ole.stream(compound, "1Table" if flags & _SECOND_TABLE else "0Table") or b""
        (length,) = struct.unpack_from("<i", head, _COUNTS)
        text = _text(head, table)[: max(length, 0)]
    except struct.error as error:
        raise ValueError("a table of it is cut off") from error
    for _ in range(_MOST_FIELDS):
        text, count = _FIELD.subn(lambda match: match[1] or "", text)
        if not count:
            break
    parts = (_MARKS.sub("", part) for part in _ENDS.split(text))
    return tuple(part for part in parts if part.strip())


def _text(head: bytes, table: bytes) -> str:
    """Return all letters of a document by its pieces."""
    start, size = struct.unpack_from("<II", head, _PIECES)
    place, end = start, start + size
    while place < end and table[place : place + 1] == b"\x01":  # formats of pieces
        place += 3 + struct.unpack_from("<H", table, place + 1)[0]
    if table[place : place + 1] != b"\x02":
        raise ValueError("it has no table of pieces")
    (size,) = struct.unpack_from("<I", table, place + 1)
    count = (size - 4) // 12
    if count < 0 or place + 5 + size > len(table):
        raise ValueError("its table of pieces is cut off")
    borders = struct.unpack_from(f"<{count + 1}I", table, place + 5)
    found: list[str] = []
    for number in range(count):
        at = place + 5 + 4 * (count + 1) + 8 * number
        (offset,) = struct.unpack_from("<I", table, at + 2)
        letters = max(borders[number + 1] - borders[number], 0)
        if offset & _COMPRESSED:
            offset = (offset & ~_COMPRESSED) // 2
            found.append(head[offset : offset + letters].decode("cp1252", "replace"))
        else:
            found.append(head[offset : offset + 2 * letters].decode("utf-16-le", "replace"))
    return "".join(found)
