"""What crosses the border between the parent and the child that reads a PDF."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from ...model import Box, Document, Doubt, Grid, Line, Source

Engine = Literal["pdfium", "pdfplumber"]


class Request(Struct, frozen=True, array_like=True):
    """What to read and how."""

    name: str
    sha256: str
    data: bytes
    engine: Engine
    second_opinion: bool
    password: str | None


class PictureRequest(Struct, frozen=True, array_like=True):
    """A PDF, and the boxes to outline on each of its pages (from 1) that are to be shown."""

    data: bytes
    password: str | None
    boxes: dict[int, list[Box]]


class Reply(Struct, frozen=True, array_like=True):
    """A document, taken apart so that lines and grids keep their types: `order` has L and G."""

    pages: int
    text: str
    order: str
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
    doubts: tuple[Doubt, ...]


def document_to_reply(document: Document) -> Reply:
    """Given a document, return it ready to be packed."""
    blocks = document.blocks
    return Reply(
        document.source.pages or 0,
        document.text,
        "".join("L" if isinstance(block, Line) else "G" for block in blocks),
        tuple(block for block in blocks if isinstance(block, Line)),
        tuple(block for block in blocks if isinstance(block, Grid)),
        document.doubts,
    )


def reply_to_document(reply: bytes, name: str, sha256: str) -> Document:
    """Given a packed reply, return the document."""
    packed = msgspec.msgpack.decode(reply, type=Reply)
    lines, grids = iter(packed.lines), iter(packed.grids)
    blocks = tuple(next(lines) if kind == "L" else next(grids) for kind in packed.order)
    source = Source(name, sha256, "pdf", pages=packed.pages)
    return Document(source, packed.text, blocks, packed.doubts)
