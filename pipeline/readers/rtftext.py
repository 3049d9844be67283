"""The letters of a Rich Text document, read straight from it: no layout, no tables.

It is the second opinion on what a converter makes of such a file.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])"
    rb"|([{}])|([^\\{}\r\n]+)"
)
# Groups whose letters are not those of the text.
_SILENT = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"headerl",
    b"headerr", b"headerf", b"footer", b"footerl", b"footerr", b"footerf", b"listtext", b"pntext",
    b"themedata", b"fldinst", b"footnote", b"annotation", b"shp", b"nonshppict", b"bkmkstart",
    b"bkmkend", b"xe", b"tc", b"pgdsctbl", b"datastore", b"filetbl", b"listtable",
}  # fmt: skip
_ENDS = {b"par", b"cell", b"nestcell", b"row", b"nestrow", b"line", b"page", b"sect", b"column"}
_LETTERS = {
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
_DEEPEST = 10_000


class _State(NamedTuple):
    """What a group inherits: whether its letters count, and how many stand in for an odd one."""

    silent: bool = False
    stand_in: int = 1


def rtf_paragraphs(data: bytes) -> tuple[str, ...]:
    """Return the paragraphs and cells of a document's text in order, without the blank ones.

    Raises ValueError where its groups nest absurdly deep.
    """
    return _Reader(data).paragraphs()


class _Reader:
    """Reads tokens one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._encoding = "gb18030"
        self._groups = [_State()]
        self._parts = [""]
        self._bytes = b""  # letters that are not decoded yet
        self._skip = 0  # letters still to come that stand in for an odd one
        self._starred = False

    def paragraphs(self) -> tuple[str, ...]:
        """Return what is read."""
        for match in _TOKEN.finditer(self._data):
            word, number, code, symbol, brace, plain = match.groups()
            if brace:
                self._group(brace)
            elif word:
                self._word(word, int(number) if number else None)
            elif code:
                self._letters(bytes([int(code, 16)]))
            elif plain:
                self._letters(plain)
            else:
                self._symbol(symbol)
        self._flush()
        # Letters beyond the first plane are told in two halves.
        whole = (part.encode("utf-16", "surrogatepass") for part in self._parts)
        parts = (part.decode("utf-16", "replace") for part in whole)
        return tuple(part for part in parts if part.strip())

    def _group(self, brace: bytes) -> None:
        self._flush()
        self._starred, self._skip = False, 0
        if brace == b"{":
            if len(self._groups) > _DEEPEST:
                raise ValueError("its groups nest absurdly deep")
            self._groups.append(self._groups[-1])
        elif len(self._groups) > 1:
            self._groups.pop()

    def _word(self, word: bytes, number: int | None) -> None:
        state = self._groups[-1]
        if word == b"u" and number is not None:
            self._flush()
            self._write(chr(number % 0x10000))
            self._skip = state.stand_in
            return
        self._flush()
        if word == b"ansicpg" and number is not None:
            self._encoding = _encoding(number)
        elif word == b"uc" and number is not None:
            self._groups[-1] = state._replace(stand_in=max(number, 0))
        elif word in _ENDS:
            self._parts += [] if state.silent else [""]
        elif word in _LETTERS:
            self._write(_LETTERS[word])
        elif word in _SILENT or (self._starred and word != b"shptxt"):
            self._groups[-1] = state._replace(silent=True)
        self._starred = False

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._starred = True
        elif symbol in (b"\n", b"\r"):
            self._flush()
            self._parts.append("")
        elif symbol in (b"\\", b"{", b"}"):
            self._letters(symbol)
        elif symbol in (b"~", b"_"):
            self._flush()
            self._write(" " if symbol == b"~" else "-")

    def _letters(self, plain: bytes) -> None:
        """Take letters that are not decoded, but for those that stand in for another."""
        passed = min(self._skip, len(plain))
        self._skip -= passed
        self._bytes += plain[passed:]

    def _flush(self) -> None:
        pending, self._bytes = self._bytes, b""
        if pending:
            self._write(pending.decode(self._encoding, "replace"))

    def _write(self, text: str) -> None:
        if not self._groups[-1].silent:
            self._parts[-1] += text


def _encoding(page: int) -> str:
    """Return the encoding of a code page."""
    name = "gb18030" if page == 936 else f"cp{page}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "gb18030"
