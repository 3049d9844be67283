"""Files that people save: bytes → text in the usual encodings of Chinese, text → cells."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO

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
SEPARATORS = ",;\t"  # what spreadsheets put between cells, by the country they are set to
# OWASP, "CSV Injection": = + - @ TAB CR LF and the full-width forms; white space and NUL
# before them do not help, as spreadsheets skip those. It means the same to `re` and to Arrow.
_SKIPPED = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\0\ufeff"
FORMULA = f"^(?:[{_SKIPPED}]*[=+\\-@＝＋－＠]|[\t\r\n\0])"
UNPAIRED = re.compile("[\ud800-\udfff]")
LOSSES = 50  # in damaged text at most one letter in so many is lost


class Malformed(ValueError):
    """What a file that people wrote has wrong, and in which line, where that is known."""

    def __init__(self, line: int | None, what: str) -> None:
        super().__init__(line, what)
        self.line = line
        self.what = what


def marked_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte order mark names, None without one."""
    return next((encoding for mark, encoding in BOMS if data.startswith(mark)), None)


def unmarked_encodings(data: bytes) -> tuple[str, ...]:
    """Return the encodings that bytes without a mark may be in, the likeliest first."""
    head = data[:LOOKED_AT]
    if head.count(0) > len(head) // ZEROS:
        little = head[1::2].count(0) >= head[::2].count(0)
        return ("utf-16-le" if little else "utf-16-be",)
    return USUAL


def text_of(data: bytes) -> str:
    """Return the text of a file that is to be right to the letter, its line ends as line feeds.

    Raises `Malformed` for what is in no usual encoding, and for UTF-8 that is damaged: it would
    mostly pass for GB18030.
    """
    marked = marked_encoding(data)
    for encoding in (marked,) if marked else unmarked_encodings(data):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            if marked or _is_damaged(data, encoding):
                raise Malformed(line, f"is not in {encoding}, as the rest is") from error
    raise Malformed(line, "is in an unknown encoding")


def _is_damaged(data: bytes, encoding: str) -> bool:
    text = data.decode(encoding, "replace")
    return text.count("\ufffd") * LOSSES <= len(text)


def storable_text(text: str) -> str:
    """Return text as UTF-8 can hold it: U+FFFD for a byte of a file's name that is not UTF-8."""
    return UNPAIRED.sub("\ufffd", text)


def plain_cell(text: str) -> str:
    """Return a cell that a spreadsheet shows as it is: one that it would run begins with `'`."""
    return f"'{text}" if re.match(FORMULA, text) else text


def cells_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row of a CSV file that is not blank, with the line that it ends in.

    The first row tells what parts them. Raises `Malformed`.
    """
    separator = max(SEPARATORS, key=text.partition("\n")[0].count)
    rows = csv.reader(StringIO(text), delimiter=separator, strict=True)
    try:
        yield from ((rows.line_num, cells) for cells in rows if cells)
    except csv.Error as error:
        raise Malformed(rows.line_num, str(error)) from error
