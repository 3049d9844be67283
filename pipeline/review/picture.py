"""Which boxes of which pages to outline for an item."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import BadCall
from ..model import Box
from .item import Shown, SpanRow


def item_boxes(shown: Shown) -> Mapping[int, tuple[Box, ...]]:
    """Given an item, return a box around each of its cells, by page; `BadCall` without any."""
    cells: dict[int, dict[str | None, Box]] = {}
    for span in shown.spans:
        box = _box(span)
        if span.page is not None and box is not None:
            page = cells.setdefault(span.page, {})
            page[span.field] = _around(page.get(span.field, box), box)
    if not cells:
        what = "its source has no pages to show"
        raise BadCall(shown.item.item_id, what, "--image is for items of PDFs")
    return {page: tuple(fields.values()) for page, fields in cells.items()}


def _box(span: SpanRow) -> Box | None:
    if span.x0 is None or span.top is None or span.x1 is None or span.bottom is None:
        return None
    return Box(span.x0, span.top, span.x1, span.bottom)


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.x0, other.x0),
        min(one.top, other.top),
        max(one.x1, other.x1),
        max(one.bottom, other.bottom),
    )
