"""Text dumps: bytes of any usual Chinese encoding → lines, and the tables that marks set off."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from msgspec.structs import replace

from ..errors import UnreadableSource
from ..model import Document, Doubt, Line, Source
from .delimited import with_tables
from .grid import assemble
from .separated import separated_table

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
REPLACED = re.compile("\ufffd")
LOSSES = 50  # in damaged text at most one letter in so many is lost


def read_text(name: str, sha256: str, data: bytes, list_word: str) -> Document:
    """Return the lines of a text file that are not blank, or the table that it is, and the encoding
    found.

    `list_word` is what every list is called: it tells titles between tables.

    Raises `UnreadableSource` where it is empty, binary or broken.
    """
    text, encoding = decoded(name, data)
    if not text.strip():
        raise UnreadableSource(name, "empty", "the file is empty", "get the document again")
    if (table := separated_table(text)) is not None:
        return assemble(Source(name, sha256, "csv", encoding), (table,))
    doubts = tuple(_doubts(text))
    text = CONTROL.sub(" ", text)
    pages = text.count("\f") + 1 if "\f" in text else None
    source = Source(name=name, sha256=sha256, format="text", encoding=encoding, pages=pages)
    blocks = with_tables(tuple(_lines(text)), text, list_word)
    return Document(source, text, blocks, doubts)


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


def _doubts(text: str) -> Iterator[Doubt]:
    """Yield what in decoded text is none: control characters and replaced ones."""
    if first := CONTROL.search(text):
        facts = {"count": len(CONTROL.findall(text)), "line": _line_at(text, first.start())}
        yield _placed(Doubt("control_characters", "", facts), facts["line"], first.start())
    if first := REPLACED.search(text):
        facts = {"count": len(REPLACED.findall(text)), "line": _line_at(text, first.start())}
        yield _placed(Doubt("unreadable_characters", "line", facts), facts["line"], first.start())


def _line_at(text: str, start: int) -> int:
    return text.count("\n", 0, start) + 1


def _placed(doubt: Doubt, line: int, start: int) -> Doubt:
    return replace(doubt, line_start=line, line_end=line, start=start, end=start + 1)


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines that are not blank; with their pages where form feeds end pages.

    CR LF, LF and lone CR end a line.
    """
    end = "\n" if "\n" in text else "\r"
    paged = "\f" in text
    at, number, last = 0, 1, 0
    for page, printed in enumerate(text.split("\f"), 1):
        for nth, line in enumerate(printed.split(end)):
            number += nth > 0
            if line.strip():
                above = max(number - last - 1, 0)
                yield Line(at, line.rstrip("\r"), number, page if paged else None, above=above)
                last = number
            at += len(line) + 1
