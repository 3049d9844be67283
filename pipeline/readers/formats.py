"""Bytes → documents: the only place where parsers of formats are imported, when needed."""

from __future__ import annotations

import hashlib

import msgspec

from ..model import Document
from .detect import detect
from .messages import Request, document_to_reply


def read(request: bytes) -> bytes:
    """Return the packed reply to a packed request; raises `UnreadableSource`."""
    return document_to_reply(read_document(msgspec.msgpack.decode(request, type=Request)))


def read_document(asked: Request) -> Document:
    """Return the document that is asked for; to be called in a process that may die."""
    name, data = asked.name, asked.data
    sha256 = hashlib.sha256(data).hexdigest()
    match detect(data, name):
        case "pdf":
            from .pdf.reading import read_pdf

            return read_pdf(asked, sha256)
        case "docx":
            from .docx import read_docx

            return read_docx(name, sha256, data)
        case "html":
            from .html import read_html

            return read_html(name, sha256, data)
        case "mht":
            from .html import read_mht

            return read_mht(name, sha256, data)
        case "xlsx" | "xls":
            from .sheet import read_sheet

            return read_sheet(name, sha256, data)
        case "text":
            from .text import read_text

            return read_text(name, sha256, data, asked.list_word)
