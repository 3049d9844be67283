"""Where on its page every span of a document with geometry stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from ..model import Box, Document, Grid, Line, Segment


def placed(coverage: Sequence[Segment], document: Document) -> tuple[Segment, ...]:
    """Given a document's coverage, return it with pages and boxes where its lines have boxes.

    A span that goes over pages is cut at their ends, so that each part has one box.
    """
    first = next(_lines(document), None)
    if first is None or first.box is None:  # a reader gives all its lines boxes, or none
        return tuple(coverage)
    lines = sorted(_lines(document))
    ends = [line.end for line in lines]
    return tuple(part for segment in coverage for part in _parts(segment, lines, ends))


def _lines(document: Document) -> Iterator[Line]:
    """Yield every line of a document, in tables or outside."""
    for block in document.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    yield from cell.lines if cell else ()
        else:
            yield block


def _parts(segment: Segment, lines: Sequence[Line], ends: Sequence[int]) -> Iterable[Segment]:
    """Yield a span page by page, each part with the box around its lines."""
    first = bisect_right(ends, segment.start)
    own = []
    for line in lines[first:]:
        if line.start >= segment.end:
            break
        own.append(line)
    pages = [list(group) for _, group in groupby(own, key=lambda line: line.page)]
    if not pages or segment.role == "space":
        yield segment
        return
    starts = [segment.start, *(page[0].start for page in pages[1:])]
    for start, end, page in zip(starts, [*starts[1:], segment.end], pages, strict=True):
        yield replace(segment, start=start, end=end, page=page[0].page, box=_around(page))


def _around(lines: Sequence[Line]) -> Box:
    """Return the box around all lines."""
    boxes = [line.box for line in lines if line.box is not None]
    return Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
