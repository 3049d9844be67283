"""Bytes of any usual Chinese encoding → text."""

from __future__ import annotations

import re

from ..errors import UnreadableSource
from ..letters.decoding import LOSSES, USUAL, marked_encoding, unmarked_encodings

# Control characters and marks without width are layout at best; a space keeps every offset
# and joins like layout.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
CONTROLS = 20  # in text at most one letter in so many is such


def decoded(name: str, data: bytes) -> tuple[str, str]:
    """Return bytes as text, and the name of the encoding.

    Order: byte order mark, UTF-16 by its zero bytes, strict UTF-8, strict GB18030, then
    charset-normalizer's guess. Raises `UnreadableSource` on an empty or binary file.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise UnreadableSource(name, "empty", "the file is empty", "get the document again")
    if marked := marked_encoding(data):
        return _strictly(name, data, marked), marked
    for encoding in unmarked_encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text, encoding
    return _guessed(name, data)


def _strictly(name: str, data: bytes, encoding: str) -> str:
    """Return the text in the encoding that a mark names, or raise where it breaks."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        what = f"not valid {encoding} at byte {error.start}, though its first bytes say so"
        raise UnreadableSource(name, "encoding", what, "save it again as UTF-8") from error


def _guessed(name: str, data: bytes) -> tuple[str, str]:
    """Return the best guess at bytes in no usual encoding.

    Damaged text in a usual one has U+FFFD in place of each broken sequence of bytes.
    """
    for encoding in USUAL:
        broken = data.decode(encoding, "replace")
        if _is_text(broken) and broken.count("\ufffd") * LOSSES <= len(broken):
            return broken, encoding
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None or not _is_text(str(best)):
        what = "is binary, or text in an unknown encoding"
        raise UnreadableSource(name, "binary", what, "save it as UTF-8 text, PDF, DOCX or XLSX")
    return str(best), best.encoding


def _is_text(text: str) -> bool:
    return len(CONTROL.findall(text)) * CONTROLS <= len(text)
