"""Text dumps: bytes of any usual Chinese encoding → lines, and the tables that marks set off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from ..errors import UnreadableSource
from ..model import Document, Doubt, Line, Source
from .delimited import with_tables
from .encoding import CONTROL, decoded
from .grid import assemble
from .refusals import check_length
from .separated import separated_table

REPLACED = re.compile("\ufffd")


def read_text(name: str, sha256: str, data: bytes, list_word: str) -> Document:
    """Return the lines of a text file that are not blank, or the table that it is, and the encoding
    found.

    `list_word` is what every list is called: it tells titles between tables.

    Raises `UnreadableSource` where it is empty, binary or broken.
    """
    text, encoding = decoded(name, data)
    check_length(name, text)
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
