"""Files → documents: the door. Parsers run behind it, each file in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from ..errors import UnreadableSource
from ..letters.decoding import storable_text
from ..model import Box, Document
from ..options import Options
from .messages import Member, Packed, Picture, PictureRequest, Request, Room, reply_to_document
from .refusals import too_large
from .worker import Limits, Order, run_apart

# What a file may cost: CPU seconds until its pages are known, and at most; bytes of memory and of
# the document.
LIMITS = Limits(seconds=60, most_seconds=60 + 3_000, memory=2 << 30, output=1 << 29)
MOST_BYTES = 1 << 29  # of a file
ROOM = Room(bytes=256 << 20, files=2_000)  # that an archive may take, unpacked
# The parser that a file is likely to need by its name: it is then imported for all of a run.
_PARSERS = {
    ".pdf": "qingdan.readers.pdf.reading",
    ".ofd": "qingdan.readers.ofd.reading",
    ".docx": "qingdan.readers.docx",
    ".xlsx": "qingdan.readers.sheet",
    ".xlsb": "qingdan.readers.sheet",
    ".xls": "qingdan.readers.sheet",
    ".doc": "qingdan.readers.converted",
    ".wps": "qingdan.readers.converted",
    ".rtf": "qingdan.readers.converted",
    ".odt": "qingdan.readers.odf",
    ".ods": "qingdan.readers.odf",
    ".html": "qingdan.readers.html",
    ".htm": "qingdan.readers.html",
    ".mht": "qingdan.readers.html",
    ".jpg": "qingdan.readers.scans.documents",
    ".jpeg": "qingdan.readers.scans.documents",
    ".png": "qingdan.readers.scans.documents",
    ".tif": "qingdan.readers.scans.documents",
    ".tiff": "qingdan.readers.scans.documents",
    ".cbz": "qingdan.readers.scans.documents",
}


def read(path: Path, options: Options, list_word: str) -> Document:
    """Return the document of a file; raises `UnreadableSource` with what to do.

    `list_word` is what every list is called (清单).
    """
    return read_apart(storable_text(path.name), _bytes_of(path), options, list_word)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise too_large(path.name, f"it is larger than {MOST_BYTES >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        what = error.strerror or "cannot be read"
        raise UnreadableSource(
            str(path), "unreadable", what, "check the path and its rights"
        ) from error


def read_apart(name: str, data: bytes, options: Options, list_word: str) -> Document:
    """Return the document of a file's bytes; `name` names it. Raises `UnreadableSource`."""
    parser = _PARSERS.get(Path(name).suffix.lower(), "qingdan.readers.text")
    order = Order("qingdan.readers.formats:read", parser, LIMITS)
    request = msgspec.msgpack.encode(Request(name, data, options, list_word))
    return reply_to_document(run_apart(name, order, request))


def kind_of(path: Path) -> str:
    """Return as what a file would be read, by its bytes: `pdf`, `text` and so on.

    Raises `UnreadableSource` for what would be refused by its kind.
    """
    name = storable_text(path.name)
    order = Order("qingdan.readers.formats:kind_of", "qingdan.readers.detect", LIMITS)
    request = msgspec.msgpack.encode(Request(name, _bytes_of(path), Options(), ""))
    return msgspec.msgpack.decode(run_apart(name, order, request), type=str)


def unpack(path: Path, room: Room = ROOM) -> tuple[Member, ...]:
    """Return the files in a ZIP archive that fit into some room; none of an office document.

    Raises `UnreadableSource`.
    """
    name = storable_text(path.name)
    order = Order("qingdan.readers.archive:unpack", "qingdan.readers.archive", LIMITS)
    request = msgspec.msgpack.encode(Packed(name, _bytes_of(path), room))
    reply = run_apart(name, order, request)
    return msgspec.msgpack.decode(reply, type=tuple[Member, ...])


def render_pages(
    path: Path, data: bytes, boxes: Mapping[int, Sequence[Box]], options: Options
) -> tuple[Picture, ...]:
    """Return a picture of each page that `boxes` names, the boxes on it outlined, in order.

    Raises `UnreadableSource` as reading does.
    """
    name = storable_text(path.name)
    listed = {page: list(found) for page, found in boxes.items()}
    request = msgspec.msgpack.encode(PictureRequest(Request(name, data, options, ""), listed))
    order = Order("qingdan.readers.formats:render", "qingdan.readers.pdf.image", LIMITS)
    return msgspec.msgpack.decode(run_apart(name, order, request), type=tuple[Picture, ...])
