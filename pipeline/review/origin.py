"""The lines of a source that a span of its text stands on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ..errors import BadCall
from ..model import Document, Grid, Line


def find_source(raw: Path, name: str, sha256: str | None) -> Path:
    """Given where raw files are, return the one of this name and content.

    BadCall when there is none, or only another version of it.
    """
    if not raw.exists():
        raise BadCall(str(raw), "there is no such folder", "name that of the sources with --raw")
    named = [raw] if raw.is_file() else sorted(raw.rglob(_literally(name)))
    for path in named:
        if path.is_file() and _to_sha256(path) == sha256:
            return path
    if named:
        raise BadCall(str(named[0]), "has changed since it was extracted", "extract it again")
    raise BadCall(name, f"is not under {raw}", "name the folder of the sources with --raw")


def _literally(name: str) -> str:
    """Given a file name, return the pattern that matches it alone."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in name)


def _to_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def document_to_lines(document: Document) -> tuple[Line, ...]:
    """Given a document, return all its printed lines in reading order."""
    return tuple(sorted(_lines_of(document)))


def _lines_of(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        if isinstance(block, Grid):
            cells = (cell for row in block.rows for cell in row if cell is not None)
            yield from (line for cell in cells for line in cell.lines)
        else:
            yield block
