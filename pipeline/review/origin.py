"""Where an item stands in its source: the file, its lines, the boxes on its pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..errors import BadCall
from ..model import Box, Document, Grid, Line
from .item import Shown
from .rows import SpanRow


class ChangedSource(BadCall):
    """The file of a document is there, but not as it was extracted."""


def find_source(raw: Path, name: str, sha256: str | None) -> Path:
    """Return the file of this name and content in a folder, or below it.

    Raises `BadCall` when there is none, `ChangedSource` when there is only another version of it.
    """
    if not raw.exists():
        raise BadCall(str(raw), "there is no such folder", "name that of the sources with --raw")
    named = [raw] if raw.is_file() else sorted(raw.rglob(_literally(name)))
    for path in named:
        if path.is_file() and _to_sha256(path) == sha256:
            return path
    if named:
        raise ChangedSource(str(named[0]), "has changed since it was extracted", "extract it again")
    raise BadCall(name, f"is not under {raw}", "name the folder of the sources with --raw")


def _literally(name: str) -> str:
    """Return the glob pattern that matches a name alone; U+FFFD is written for what is no UTF-8."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in name).replace("\ufffd", "?")


def _to_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def document_to_lines(document: Document) -> tuple[Line, ...]:
    """Return all printed lines of a document in reading order."""
    return tuple(sorted(_lines_of(document)))


def _lines_of(document: Document) -> Iterator[Line]:
    for block in document.blocks:
        if isinstance(block, Grid):
            cells = (cell for row in block.rows for cell in row if cell is not None)
            yield from (line for cell in cells for line in cell.lines)
        else:
            yield block


def item_boxes(shown: Shown) -> Mapping[int, tuple[Box, ...]]:
    """Return a box around each cell of an item, by page.

    Raises `BadCall` when its source has no pages.
    """
    boxes = boxes_of(shown.spans)
    if not boxes:
        what = "its source has no pages to show"
        raise BadCall(shown.item.item_id, what, "--image is for items of PDF and OFD")
    return boxes


def boxes_of(spans: Iterable[SpanRow]) -> Mapping[int, tuple[Box, ...]]:
    """Return a box around what spans cover of each cell, by page."""
    cells: dict[int, dict[str | None, Box]] = {}
    for span in spans:
        box = _box(span)
        if span.page is not None and box is not None:
            page = cells.setdefault(span.page, {})
            page[span.field] = around(page.get(span.field, box), box)
    return {page: tuple(fields.values()) for page, fields in cells.items()}


def _box(span: SpanRow) -> Box | None:
    if span.x0 is None or span.top is None or span.x1 is None or span.bottom is None:
        return None
    return Box(span.x0, span.top, span.x1, span.bottom)


def around(one: Box, other: Box) -> Box:
    """Return the smallest box that two boxes are in."""
    return Box(
        min(one.x0, other.x0),
        min(one.top, other.top),
        max(one.x1, other.x1),
        max(one.bottom, other.bottom),
    )
