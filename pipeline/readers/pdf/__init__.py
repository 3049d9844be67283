"""PDF: characters and rules of every page → lines outside tables and one grid per table.

The way: a source of characters (`pdfium` on `native`, `fallback_font` and `paths`; or `plumber`)
yields `marks` → `lattice` finds the tables by their rules, `lines` fills their cells, `pages`
keeps both → `ruleless` adds tables told by `whitespace` alone → `furniture`
and `wraps` look at all pages together → `compose` writes the document; `integrity` doubts the file.

All of it runs in a child process (`worker`, `image`), with which `messages` are exchanged; this is
the door to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ...errors import UnreadableSource
from ...model import Box, Document
from ...options import Options
from ..worker import Limits, run_apart
from .messages import PictureRequest, Request, reply_to_document

# CPU seconds until the number of pages is known, and at most; bytes of memory.
LIMITS = Limits(seconds=30, most_seconds=30 + 3_000, memory=1_536 << 20)


def read_pdf(path: Path, data: bytes, sha256: str, options: Options) -> Document:
    """Return the document of a PDF's bytes; `path` only names it.

    Raises `UnreadableSource`, whatever the file does, within 30 s of CPU time and 1 s a page.
    """
    name = path.name
    if not data.strip(b"\x00 \t\r\n\f"):
        raise UnreadableSource(name, "empty", "the file is empty", "get the document again")
    request = Request(
        name, sha256, data, options.pdf_engine, options.second_opinion, options.password
    )
    task = "qingdan.readers.pdf.worker:read"
    return reply_to_document(run_apart(name, task, msgspec.msgpack.encode(request), LIMITS))


def render_pages(
    path: Path, data: bytes, boxes: Mapping[int, Sequence[Box]], options: Options
) -> bytes:
    """Return a PNG of the pages that have boxes, one below the other, with the boxes outlined.

    Raises `UnreadableSource` as reading does.
    """
    listed = {page: list(found) for page, found in boxes.items()}
    request = msgspec.msgpack.encode(PictureRequest(data, options.password, listed))
    return run_apart(path.name, "qingdan.readers.pdf.image:render", request, LIMITS)
