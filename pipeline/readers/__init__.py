"""Files → documents: the only place where parsers of formats are imported, when needed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..errors import UnreadableSource
from ..model import Document
from ..options import Options
from .detect import detect
from .text import read_text


def read(path: Path, options: Options, list_word: str) -> Document:
    """Return the document of a file; raises `UnreadableSource` with what to do.

    `list_word` is what every list is called (清单).
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        what = error.strerror or "cannot be read"
        raise UnreadableSource(
            str(path), "unreadable", what, "check the path and its rights"
        ) from error
    sha256 = hashlib.sha256(data).hexdigest()
    match detect(data, path.name):
        case "pdf":
            from .pdf import read_pdf

            return read_pdf(path, data, sha256, options)
        case "docx":
            from .docx import read_docx

            return read_docx(path.name, sha256, data)
        case "html":
            from .html import read_html

            return read_html(path.name, sha256, data)
        case "mht":
            from .html import read_mht

            return read_mht(path.name, sha256, data)
        case "xlsx" | "xls":
            from .sheet import read_sheet

            return read_sheet(path.name, sha256, data)
        case "text":
            return read_text(path.name, sha256, data, list_word)
