"""Bytes of any usual Chinese encoding → text."""

from __future__ import annotations

import codecs
import re

from ..errors import UnreadableSource

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
USUAL = ("utf-8", "gb18030")
LOOKED_AT = 4096  # bytes whose zeros tell UTF-16 without a mark
ZEROS = 10  # one byte in so many is zero there
# Control characters and marks without width are layout at best; a space keeps every offset
# and joins like layout.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
CONTROLS = 20  # in text at most one letter in so many is such
LOSSES = 50  # in damaged text at most one letter in so many is lost


def decoded(name: str, data: bytes) -> tuple[str, str]:
    """Return bytes as text, and the name of the encoding.

    Order: byte order mark, UTF-16 by its zero bytes, strict UTF-8, strict GB18030, then
    charset-normalizer's guess. Raises `UnreadableSource` on an empty or binary file.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise UnreadableSource(name, "empty", "the file is empty", "get the document again")
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(name, data, encoding), encoding
    candidates: tuple[str, ...] = USUAL
    head = data[:LOOKED_AT]
    if head.count(0) > len(head) // ZEROS:
        little = head[1::2].count(0) >= head[::2].count(0)
        candidates = ("utf-16-le" if little else "utf-16-be",)
    for encoding in candidates:
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
