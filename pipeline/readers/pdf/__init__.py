"""PDF: characters and rules of every page → lines outside tables and one grid per table.

The way: a character source (`pdfium`, `plumber`) yields `marks` → `grids` finds the tables →
`placing` and `lines` fill their cells → `flow` tells wraps from breaks → `compose` writes the
document. All of it runs in a child process (`worker`); this is the door to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

import msgspec

from pipeline.errors import UnreadableSource
from pipeline.model import Box, Document, Line
from pipeline.options import Options
from pipeline.readers.pdf.wire import PictureRequest, Request, reply_to_document
from pipeline.readers.sandbox import Limits, run_apart

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
    task = "pipeline.readers.pdf.worker:read"
    reply = run_apart(name, task, msgspec.msgpack.encode(request), LIMITS)
    return reply_to_document(reply, name, sha256)


def render_item_image(
    path: Path, data: bytes, document: Document, spans: Iterable[tuple[int, int]], options: Options
) -> bytes:
    """Given a PDF as read, and spans of its text, return its pages with their lines outlined.

    The picture is a PNG of every page that a span touches, one below the other; empty spans
    give no picture (b""). `UnreadableSource` as for reading.
    """
    boxes = spans_to_boxes(document, spans)
    if not boxes:
        return b""
    request = msgspec.msgpack.encode(PictureRequest(data, options.password, boxes))
    return run_apart(path.name, "pipeline.readers.pdf.image:render", request, LIMITS)


def spans_to_boxes(document: Document, spans: Iterable[tuple[int, int]]) -> dict[int, list[Box]]:
    """Given half-open spans of a document's text, return the boxes of their lines by page."""
    lines = sorted(_lines(document))
    starts = [line.start for line in lines]
    boxes: dict[int, list[Box]] = {}
    for start, end in spans:
        first = max(bisect_left(starts, start + 1) - 1, 0)
        for line in lines[first : bisect_left(starts, end)]:
            if line.page and line.box and line.end > start:
                boxes.setdefault(line.page, []).append(line.box)
    return boxes


def _lines(document: Document) -> Iterable[Line]:
    for block in document.blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from (line for row in block.rows for cell in row if cell for line in cell.lines)
