"""Whether the letters of pages can be read at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ...errors import UnreadableSource
from .page import Page

MOST_NAMES = 5  # of attached files that are named
COVER_LETTERS = 500  # of a file without tables: fewer are what readers of portfolios show instead
FEW_LETTERS = 30  # of a page: no more are a page number and a stamp
UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")  # glyphs that no font map explains


def refuse_unreadable(
    name: str,
    pages: Sequence[Page],
    attachments: Callable[[], Sequence[str]],
    is_drawn: Callable[[], bool],
    action: str,
) -> None:
    """Raise `UnreadableSource` when the letters of pages cannot be read, with the reason.

    `attachments` names the files that are attached, `is_drawn` tells whether letters may be
    outlines, `action` is what to do about such.
    """
    letters = [letters_of(page) for page in pages]
    total, unknown = sum(map(len, letters)), sum(map(_count_unknown, letters))
    if unknown > max(FEW_LETTERS, total / 2):
        what = f"its fonts do not say which letters they show, {unknown} of {total}"
        raise UnreadableSource(name, "garbled", what, action)
    is_cover = total < COVER_LETTERS and not any(page.tables for page in pages)
    if is_cover and (names := attachments()):
        what = f"it is a cover: what it holds is attached to it ({listed(names)})"
        raise UnreadableSource(name, "portfolio", what, "save the attached files and read them")
    if any(len(text) > FEW_LETTERS for text in letters):
        return
    if is_drawn():
        what = "it has no text: its letters are drawn as outlines (curves)"
        raise UnreadableSource(name, "outlines", what, action)
    if not any(letters):
        what = "it has no text layer: it is a scan or pictures of pages"
        raise UnreadableSource(name, "no_text", what, action)


def listed(names: Sequence[str]) -> str:
    """Return names of files as one text, the first of many."""
    return ", ".join(names[:MOST_NAMES]) + ", …" * (len(names) > MOST_NAMES)


def letters_of(page: Page) -> str:
    """Return the text of a page, its tables last."""
    cells = (lines for table in page.tables for lines in table.cells)
    return "".join([line.text for lines in (page.lines, *cells) for line in lines])


def _count_unknown(text: str) -> int:
    return len(UNKNOWN.findall(text))
