"""PDF: characters and rules of every page → lines outside tables and one grid per table.

The way: a character source (`pdfium`, `plumber`) yields `marks` → `grids` finds the tables →
`placing` and `lines` fill their cells → `flow` tells wraps from breaks → `compose` writes the
document. All of it runs in a child process (`worker`); this is the door to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ...errors import UnreadableSource
from ...model import Box, Document
from ...options import Options
from ..worker import Limits, run_apart
from .wire import PictureRequest, Request, reply_to_document

LIMITS = Limits(seconds=30, most_seconds=30 + 3_000, memory=1_536 << 20)


def read_pdf(path: Path, data: bytes, sha256: str, options: Options) -> Document:
    """Given a PDF's bytes, return its document; `path` only names it.

    Raises `UnreadableSource`; whatever the file does, within 30 s and 1 s a page.
    """
    name = path.name
    if not data.strip(b"\x00 \t\r\n\f"):
        raise UnreadableSource(name, "empty", "the file is empty", "get the document again")
    request = Request(
        name, sha256, data, options.pdf_engine, options.second_opinion, options.password
    )
    task = "qingdan.readers.pdf.worker:read"
    reply = run_apart(name, task, msgspec.msgpack.encode(request), LIMITS)
    return reply_to_document(reply, name, sha256)


def render_pages(
    path: Path, data: bytes, boxes: Mapping[int, Sequence[Box]], options: Options
) -> bytes:
    """Given a PDF and boxes by page, return a PNG of these pages with the boxes outlined.

    The pages stand one below the other. `UnreadableSource` as for reading.
    """
    listed = {page: list(found) for page, found in boxes.items()}
    request = msgspec.msgpack.encode(PictureRequest(data, options.password, listed))
    return run_apart(path.name, "qingdan.readers.pdf.image:render", request, LIMITS)
