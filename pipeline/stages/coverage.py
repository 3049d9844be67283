"""Where every character of the source went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter

from pipeline.model import Band, Line, Rows, Sections, Segment
from pipeline.stages.items import Draft


def coverage_of(
    text: str, sections: Sections, rows: Rows, drafts: Sequence[Draft]
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Given the source text and everything read from it, return (coverage, overlaps).

    The coverage spans the text without gap: what nothing was read from is `space` or
    `unassigned`. Overlaps are spans that two readings claim; a sound run has none.
    """
    segments: list[Segment] = []
    overlaps: list[Segment] = []
    at = 0
    for claim in sorted(_claims(sections, rows, drafts, text), key=itemgetter(0, 1)):
        start, end, *what = claim
        if start < at:
            overlaps.append(claim)
            start = min(at, end)
        if start >= end:
            continue
        gap = text[at:start]
        blank = not gap or gap.isspace()
        if blank and segments and segments[-1][2:] == claim[2:]:
            segments[-1] = Segment(segments[-1].start, end, *what)
        else:
            if gap:
                segments.append(Segment(at, start, "space" if blank else "unassigned"))
            segments.append(Segment(start, end, *what))
        at = end
    if at < len(text):
        blank = text[at:].isspace()
        segments.append(Segment(at, len(text), "space" if blank else "unassigned"))
    return tuple(segments), tuple(overlaps)


def _claims(
    sections: Sections, rows: Rows, drafts: Sequence[Draft], text: str
) -> Iterable[Segment]:
    """Yield the span of every line with the role it was given."""
    yield from (Segment(line.start, line.end, "preamble") for line in sections.preamble)
    yield from (Segment(line.start, line.end, "furniture") for line in sections.furniture)
    for lines in (sections.unplaced, rows.unplaced):
        yield from (Segment(line.start, line.end, "unassigned") for line in lines)
    for section in sections.lists:
        yield from (Segment(line.start, line.end, "heading") for line in section.titles)
    yield from (s for band in rows.bands for s in _band(band))
    for draft in drafts:
        yield from _draft(draft, text)


def _band(band: Band) -> Iterable[Segment]:
    return (Segment(line.start, line.end, "heading", None, "category") for line in band.lines)


def _draft(draft: Draft, text: str) -> Iterable[Segment]:
    """Yield the spans of an item: its fields, with the headings inside its cells apart."""
    headings = sorted(
        (part.outer_start, part.outer_end)
        for reading in draft.readings.values()
        for part in reading.parts
        if part.kind != "clause" and part.outer_end > part.outer_start
    )
    for field, lines in draft.row.cells.items():
        for start, end in _runs(lines, text):
            yield from _run(start, end, field, draft.item_id, headings)


def _runs(lines: Sequence[Line], text: str) -> Iterable[tuple[int, int]]:
    """Yield the spans of lines that follow each other with nothing but white space between."""
    start = end = -1
    for line in lines:
        if start >= 0 and line.start >= end and not text[end : line.start].strip():
            end = line.start + len(line.text)
            continue
        if start >= 0:
            yield start, end
        start, end = line.start, line.start + len(line.text)
    if start >= 0:
        yield start, end


def _run(
    at: int, stop: int, field: str, item_id: str, headings: Sequence[tuple[int, int]]
) -> Iterable[Segment]:
    """Yield a span of a cell, cut where a heading begins or ends inside it."""
    for start, end in headings:
        if end <= at or start >= stop:
            continue
        first, last = max(start, at), min(end, stop)
        if at < first:
            yield Segment(at, first, "field", item_id, field)
        yield Segment(first, last, "heading", item_id, field)
        at = last
    if at < stop:
        yield Segment(at, stop, "field", item_id, field)
