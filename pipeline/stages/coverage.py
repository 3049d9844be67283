"""Where every character of the source went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec.structs import replace

from pipeline.model import Line, Role, Rows, Sections, Segment
from pipeline.stages.items import Draft

Span = tuple[int, int]


def coverage_of(
    text: str, sections: Sections, rows: Rows, drafts: Sequence[Draft]
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Given the source text and everything read from it, return (coverage, overlaps).

    The coverage spans the text without gap: what nothing was read from is `space` or
    `unassigned`. Overlaps are spans that two readings claim; a sound run has none.
    """
    segments: list[Segment] = []
    overlaps: list[Segment] = []
    at, before = 0, None
    for claim in sorted(_claims(text, sections, rows, drafts), key=attrgetter("start")):
        start, end = claim.start, claim.end
        if start < at:
            overlaps.append(claim)
            start = min(at, end)
        if start >= end:
            continue
        if start > at:
            blank = text[at:start].isspace()
            segments.append(Segment(at, start, "space" if blank else "unassigned"))
        if before and before.field == claim.field and _goes_on(before, claim, segments[-1]):
            start = _merged_start(segments)
        segments.append(claim if start == claim.start else replace(claim, start=start))
        at, before = end, claim
    if at < len(text):
        segments.append(Segment(at, len(text), "space" if text[at:].isspace() else "unassigned"))
    return tuple(segments), tuple(overlaps)


def _goes_on(before: Segment, claim: Segment, last: Segment) -> bool:
    """Tell whether a span went where the one before it did, and nothing is lost between them."""
    same = before.item_id == claim.item_id and before.role == claim.role
    return same and last.role != "unassigned"


def _merged_start(segments: list[Segment]) -> int:
    """Take back the last span and the white space behind it; return where it starts."""
    last = segments.pop()
    return segments.pop().start if last.role == "space" else last.start


def _claims(text: str, sections: Sections, rows: Rows, drafts: Sequence[Draft]) -> list[Segment]:
    """Return the spans of everything that was given a role."""
    titles = [line for section in sections.lists for line in section.titles]
    claims = [
        *_lines(sections.preamble, "preamble"),
        *_lines(sections.furniture, "furniture"),
        *_lines((*sections.unplaced, *rows.unplaced), "unassigned"),
        *_lines(titles, "heading"),
        *_lines([line for band in rows.bands for line in band.lines], "heading", "category"),
    ]
    for draft in drafts:
        claims += _draft(draft, text)
    return claims


def _lines(lines: Iterable[Line], role: Role, field: str | None = None) -> list[Segment]:
    return [Segment(line.start, line.end, role, None, field) for line in lines]


def _draft(draft: Draft, text: str) -> list[Segment]:
    """Return the spans of an item: its fields, with the headings inside its cells apart."""
    heads = [part for reading in draft.readings.values() for part in reading.heads]
    headings = sorted(
        [(head.outer_start, head.outer_end) for head in heads if head.outer_end > head.outer_start]
    )
    item_id = draft.item_id
    runs = [(field, run) for field, lines in draft.row.cells.items() for run in _runs(lines, text)]
    if not headings:
        return [Segment(start, end, "field", item_id, field) for field, (start, end) in runs]
    return [part for field, run in runs for part in _run(run, field, item_id, headings, text)]


def _runs(lines: Sequence[Line], text: str) -> list[Span]:
    """Return the spans of lines that follow each other with nothing but white space between."""
    if not lines:
        return []
    first, last = lines[0], lines[-1]
    start, end = first.start, last.start + len(last.text)
    # Nearly every cell: one line, or lines with nothing but a line feed between them.
    if first is last or text[start:end] == "\n".join([line.text for line in lines]):
        return [(start, end)]
    runs = [(start, first.end)]
    for line in lines[1:]:
        start, end = runs[-1]
        if line.start >= end and not text[end : line.start].strip():
            runs[-1] = (start, line.end)
        else:
            runs.append((line.start, line.end))
    return runs


def _run(
    run: Span, field: str, item_id: str, headings: Sequence[Span], text: str
) -> Iterable[Segment]:
    """Yield a span of a cell, cut where a heading begins or ends inside it."""
    at, stop = run
    for start, end in headings if headings[0][0] < stop else ():
        if end <= at or start >= stop:
            continue
        first, last = max(start, at), min(end, stop)
        if text[at:first].strip():
            yield Segment(at, first, "field", item_id, field)
        yield Segment(first, last, "heading", item_id, field)
        at = last
    if text[at:stop].strip():
        yield Segment(at, stop, "field", item_id, field)
