"""Bytes → documents: the only place where parsers of formats are imported, when needed."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from ..model import Document
from .detect import detect
from .messages import Picture, PictureRequest, Request, document_to_reply
from .refusals import check_length


def read(request: bytes) -> bytes:
    """Return the packed reply to a packed request; raises `UnreadableSource`."""
    asked = msgspec.msgpack.decode(request, type=Request)
    document = read_document(asked)
    check_length(asked.name, document.text)
    return document_to_reply(document)


def kind_of(request: bytes) -> bytes:
    """Return the packed kind of the file that is asked for; raises `UnreadableSource`."""
    asked = msgspec.msgpack.decode(request, type=Request)
    return msgspec.msgpack.encode(detect(asked.data, asked.name))


def render(request: bytes) -> bytes:
    """Return the packed pictures that a packed request for pages asks for, in order of the pages.

    Raises `UnreadableSource`.
    """
    return msgspec.msgpack.encode(_drawn(msgspec.msgpack.decode(request, type=PictureRequest)))


def _drawn(asked: PictureRequest) -> tuple[Picture, ...]:
    from .pdf.image import draw_pages

    kind = detect(asked.file.data, asked.file.name)
    if kind == "pdf":
        return draw_pages(asked.file.data, asked.file.options.password, asked.boxes)
    if kind in ("picture", "pictures"):
        from .scans.documents import draw_pictures

        return draw_pictures(asked, kind)
    from .ofd.image import draw_ofd

    return tuple(draw_ofd(asked))


def read_document(asked: Request) -> Document:
    """Return the document that is asked for; to be called in a process that may die."""
    name, data = asked.name, asked.data
    sha256 = hashlib.sha256(data).hexdigest()
    match kind := detect(data, name):
        case "pdf" | "ofd" | "picture" | "pictures":
            document = _read_pages(asked, sha256, kind)
        case "odf":
            from .odf import read_odf

            document = read_odf(name, sha256, data)
        case "docx":
            from .docx import read_docx

            document = read_docx(name, sha256, data)
        case "html":
            from .html import read_html

            document = read_html(name, sha256, data)
        case "mht":
            from .html import read_mht

            document = read_mht(name, sha256, data)
        case "xlsx" | "xls":
            from .sheet import read_sheet

            document = read_sheet(name, sha256, data)
        case "doc" | "rtf" | "word-xml" | "excel-xml":
            from .converted import read_converted

            document = read_converted(asked, sha256, kind)
        case "text":
            from .text import read_text

            document = read_text(name, sha256, data, asked.list_word)
    return document


def _read_pages(
    asked: Request, sha256: str, kind: Literal["pdf", "ofd", "picture", "pictures"]
) -> Document:
    """Return the document of a file with printed pages."""
    if kind == "pdf":
        from .pdf.reading import read_pdf

        return read_pdf(asked, sha256)
    if kind == "ofd":
        from .ofd.reading import read_ofd

        return read_ofd(asked, sha256)
    from .scans.documents import read_pictures

    return read_pictures(asked, sha256, kind)
