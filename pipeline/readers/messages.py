"""What crosses the border between the parent and the process that reads a file, as MessagePack."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from ..model import Box, Document, Doubt, Grid, Line, Source
from ..options import Options


class Request(Struct, frozen=True):
    """A file to read, and how; `list_word` is what every list is called (清单)."""

    name: str
    data: bytes
    options: Options
    list_word: str


class PictureRequest(Struct, frozen=True):
    """A file with pages, and the boxes to outline on each page (from 1) that is to be shown."""

    file: Request
    boxes: dict[int, list[Box]]


class Picture(Struct, frozen=True):
    """A page (from 1) as it is printed, as WebP; width and height of the page are in points."""

    page: int
    width: float
    height: float
    image: bytes


class Room(Struct, frozen=True):
    """How many bytes and files an archive may hold, with those of the archives in it."""

    bytes: int
    files: int

    def without(self, members: Sequence[Member]) -> Room:
        """Return what is left of it beside members."""
        taken = sum(len(member.data) for member in members)
        return Room(self.bytes - taken, self.files - len(members))


class Packed(Struct, frozen=True):
    """An archive: its name, its bytes, and what it may hold."""

    name: str
    data: bytes
    room: Room


class Member(Struct, frozen=True):
    """A file in an archive: its path there, `/` between parts, and its bytes."""

    path: str
    data: bytes


class Reply(Struct, frozen=True):
    """A document whose lines and grids are apart, so that each keeps its type.

    `order` tells how they follow each other: L is the next line, G the next grid.
    """

    source: Source
    text: str
    order: str
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]
    doubts: tuple[Doubt, ...]


def document_to_reply(document: Document) -> bytes:
    """Return a document packed."""
    blocks = document.blocks
    reply = Reply(
        document.source,
        document.text,
        "".join("L" if isinstance(block, Line) else "G" for block in blocks),
        tuple(block for block in blocks if isinstance(block, Line)),
        tuple(block for block in blocks if isinstance(block, Grid)),
        document.doubts,
    )
    return msgspec.msgpack.encode(reply)


def reply_to_document(packed: bytes) -> Document:
    """Return the document of a packed reply."""
    reply = msgspec.msgpack.decode(packed, type=Reply)
    lines, grids = iter(reply.lines), iter(reply.grids)
    blocks = tuple(next(lines) if kind == "L" else next(grids) for kind in reply.order)
    return Document(reply.source, reply.text, blocks, reply.doubts)
