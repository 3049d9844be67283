"""Text dumps: bytes of any usual Chinese encoding → lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import accumulate, count

from msgspec.structs import replace

from ..errors import UnreadableSource
from ..model import Document, Doubt, Grid, Line, Source

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters and marks without width are layout at best; a space keeps every offset
# and joins like layout.
CONTROLS = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
# CJK radicals and strokes, code points that are assigned (more ranges make a faster table of them).
RADICALS = "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u31c0-\u31ef"
CONTROL = re.compile(f"[{CONTROLS}]")
ODD = re.compile(f"[{CONTROLS}{RADICALS}]")  # two searches would take twice as long
REPLACED = re.compile("\ufffd")


def read_text(name: str, sha256: str, data: bytes) -> Document:
    """Given a text file's bytes, return its lines that are not blank, and the encoding found."""
    text, encoding, sound = _decoding(name, data)
    if not text.strip():
        raise UnreadableSource(name, "empty", "the file is empty", "get the document again")
    doubts = () if sound and "\ufffd" not in text else _doubts(text)
    if doubts:
        text = CONTROL.sub(" ", text)
    pages = text.count("\f") + 1 if "\f" in text else None
    source = Source(name=name, sha256=sha256, format="text", encoding=encoding, pages=pages)
    lines = _lines(text) if pages is None else _paged_lines(text)
    ruled = "\t" in text or "|" in text
    blocks = _with_tables(lines, text) if ruled else lines
    return Document(source, text, blocks, doubts)


def _with_tables(lines: tuple[Line, ...], text: str) -> tuple[Line | Grid, ...]:
    """Given lines, return them with the tables among them as grids; few dumps have any."""
    from .tabbed import with_tables

    return with_tables(lines, text)


def decoded(name: str, data: bytes) -> tuple[str, str]:
    """Given bytes, return them as text with the name of the encoding; never with losses."""
    return _decoding(name, data)[:2]


def _decoding(name: str, data: bytes) -> tuple[str, str, bool]:
    """Given bytes, return them as text, the encoding, and whether it surely has neither
    controls nor radicals.

    Order: byte order mark, UTF-16 by its zero bytes, strict UTF-8, strict GB18030, then
    charset-normalizer's guess. Fails with `UnreadableSource` on an empty or binary file.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise UnreadableSource(name, "empty", "the file is empty", "get the document again")
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strictly(name, data, encoding), encoding, False
    candidates: tuple[str, ...] = ("utf-8", "gb18030")
    zeros = data[:4096].count(0)
    if zeros > len(data[:4096]) // 10:
        little = data[1:4096:2].count(0) >= data[0:4096:2].count(0)
        candidates = ("utf-16-le" if little else "utf-16-be",)
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sound = not ODD.search(text)
        if sound or _is_text(text):
            return text, encoding, sound
    return (*_guessed(name, data), False)


def _strictly(name: str, data: bytes, encoding: str) -> str:
    """Given bytes and the encoding their mark names, return the text or say where it breaks."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        what = f"not valid {encoding} at byte {error.start}, though its first bytes say so"
        raise UnreadableSource(name, "encoding", what, "save it again as UTF-8") from error


def _guessed(name: str, data: bytes) -> tuple[str, str]:
    """Given bytes in no usual encoding, return charset-normalizer's best guess.

    Damaged UTF-8 is decoded with U+FFFD in place of each broken byte sequence (each is
    reported later) when nearly all of it is sound.
    """
    broken = data.decode("utf-8", "replace")
    if _is_text(broken) and broken.count("\ufffd") * 50 <= len(broken):
        return broken, "utf-8"
    broken = data.decode("gb18030", "replace")
    if _is_text(broken) and broken.count("\ufffd") * 50 <= len(broken):
        return broken, "gb18030"
    from charset_normalizer import from_bytes  # slow to import, and hardly ever needed

    best = from_bytes(data).best()
    if best is None or not _is_text(str(best)):
        what = "is binary, or text in an unknown encoding"
        raise UnreadableSource(name, "binary", what, "save it as UTF-8 text, PDF, DOCX or XLSX")
    return str(best), best.encoding


def _is_text(text: str) -> bool:
    """Given decoded text, tell whether it is text: few control characters."""
    return len(CONTROL.findall(text)) * 20 <= len(text)


def _doubts(text: str) -> tuple[Doubt, ...]:
    """Return what in decoded text is not text: control and replacement characters."""
    found = []
    if first := CONTROL.search(text):
        count, line = len(CONTROL.findall(text)), _line_at(text, first.start())
        facts = {"count": count, "line": line}
        found.append(_placed(Doubt("control_characters", "", facts), line, first.start()))
    if first := REPLACED.search(text):
        count, line = len(REPLACED.findall(text)), _line_at(text, first.start())
        facts = {"count": count, "line": line}
        found.append(_placed(Doubt("unreadable_characters", "line", facts), line, first.start()))
    return tuple(found)


def _line_at(text: str, start: int) -> int:
    return text.count("\n", 0, start) + 1


def _placed(doubt: Doubt, line: int, start: int) -> Doubt:
    return replace(doubt, line_start=line, line_end=line, start=start, end=start + 1)


def _lines(text: str) -> tuple[Line, ...]:
    """Given text, return its lines that are not blank."""
    if "\r" in text:
        numbered = [one for one in _numbered(text) if one[2] and not one[2].isspace()]
        return tuple([Line(start, line, number) for number, start, line in numbered])
    lines, at = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.isspace():
            lines.append(Line(at, line, number))
        at += len(line) + 1
    return tuple(lines)


def _paged_lines(text: str) -> tuple[Line, ...]:
    """Given text, return its lines that are not blank with their pages, which form feeds end."""
    page, lines = 1, []
    for number, start, line in _numbered(text):
        for index, piece in enumerate(line.split("\f")):
            page += index > 0
            if piece and not piece.isspace():
                lines.append(Line(start, piece, number, page))
            start += len(piece) + 1  # noqa: PLW2901  # the offset of the next piece
    return tuple(lines)


def _numbered(text: str) -> Iterator[tuple[int, int, str]]:
    """Given text, yield (number, offset, text) of every line; CR LF, LF and lone CR end one."""
    printed = text.split("\n" if "\n" in text else "\r")
    starts = accumulate([len(line) + 1 for line in printed], initial=0)
    if "\r" in text:
        printed = [line.rstrip("\r") for line in printed]
    return zip(count(1), starts, printed, strict=False)
