"""Justified type that stands letter by letter (`承 接 部 门 ：`) is closed up before it is read.

The text rule drops such spaces in the end, but titles, labels, marks and names are looked for
in printed lines. What is found keeps its place in the source, spaces and all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from ..model import Clause, Document, Doubt, Extraction, Line, Warning
from .lines import map_lines
from .script import is_cjk

# The spaces between three letters or more, each with one space before it and behind it.
_LETTER = r"[^\s\x00-\x7f]"
_GAPS = re.compile(rf" (?<={_LETTER} )(?<!\S\S ){_LETTER}(?: {_LETTER})+(?!\S)")


def closed_up(document: Document) -> tuple[Document, tuple[int, ...]]:
    """Return a document without the spaces in spread type, and the offsets of those."""
    text = document.text
    gaps = [
        place
        for run in _GAPS.finditer(text)
        for place in range(run.start(), run.end(), 2)
        if is_cjk(text[place - 1]) and is_cjk(text[place + 1])
    ]
    if not gaps:
        return document, ()
    starts = [0, *(gap + 1 for gap in gaps)]
    closed = "".join([text[a:b] for a, b in zip(starts, [*gaps, len(text)], strict=True)])

    def line_of(line: Line) -> Line:
        start, end = _closed(line.start, gaps), _closed(line.end, gaps)
        return replace(line, start=start, text=closed[start:end])

    return replace(
        document,
        text=closed,
        blocks=map_lines(document.blocks, line_of),
        doubts=tuple(_closed_doubt(doubt, gaps) for doubt in document.doubts),
    ), tuple(gaps)


def _closed(offset: int, gaps: Sequence[int]) -> int:
    """Return an offset into the source as one into the text without the spaces before it."""
    return offset - bisect_left(gaps, offset)


def _closed_doubt(doubt: Doubt, gaps: Sequence[int]) -> Doubt:
    if doubt.start is None or doubt.end is None:
        return doubt
    return replace(doubt, start=_closed(doubt.start, gaps), end=_closed(doubt.end, gaps))


def in_source(extraction: Extraction, text: str, gaps: Sequence[int]) -> Extraction:
    """Return what was read of a text closed up, with its places in the source text."""
    left = [gap - number for number, gap in enumerate(gaps)]
    segments = extraction.coverage
    borders = [*(_opened(segment.start, left) for segment in segments[1:]), len(text)]
    return replace(
        extraction,
        text=text,
        items=tuple(
            replace(item, clauses=tuple(_clause(clause, left) for clause in item.clauses))
            for item in extraction.items
        ),
        warnings=tuple(_warning(warning, left) for warning in extraction.warnings),
        coverage=tuple(
            replace(segment, start=start, end=end)
            for segment, start, end in zip(segments, [0, *borders], borders, strict=False)
        ),
    )


def _opened(offset: int, left: Sequence[int]) -> int:
    """Return the place in the source of an offset, where spaces are left out at `left`."""
    return offset + bisect_right(left, offset)


def _span(start: int, end: int, left: Sequence[int]) -> tuple[int, int]:
    return _opened(start, left), _opened(end - 1, left) + 1


def _clause(clause: Clause, left: Sequence[int]) -> Clause:
    start, end = _span(clause.start, clause.end, left)
    return replace(clause, start=start, end=end)


def _warning(warning: Warning, left: Sequence[int]) -> Warning:
    if warning.start is None or warning.end is None:
        return warning
    start, end = _span(warning.start, warning.end, left)
    return replace(warning, start=start, end=end)
