"""Where every character of the source went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec.structs import replace

from ..cells.items import Draft
from ..model import Line, Role, Rows, Sections, Segment

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
    append, at, before = segments.append, 0, None
    for claim in sorted(_claims(text, sections, rows, drafts), key=attrgetter("start")):
        start, end = claim.start, claim.end
        if start > at:
            blank = text[at:start].isspace()
            append(Segment(at, start, "space" if blank else "unassigned"))
        elif start < at:
            overlaps.append(claim)
            start = min(at, end)
        if start >= end:
            continue
        if before and before.field == claim.field and _goes_on(before, claim, segments[-1]):
            start = _merged_start(segments)
        append(claim if start == claim.start else replace(claim, start=start))
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
    return [Segment(line.start, line.start + len(line.text), role, None, field) for line in lines]


def _draft(draft: Draft, text: str) -> list[Segment]:
    """Return the spans of an item: its fields, with the headings inside its cells apart."""
    claims = _fields(draft, text)
    headings: list[Span] = []
    for reading in draft.readings.values():
        if reading.heads:
            headings += [
                (part.outer_start, part.outer_end)
                for part in reading.heads
                if part.outer_end > part.outer_start
            ]
    if not headings:
        return claims
    headings.sort()
    first, last = headings[0][0], max([end for _, end in headings])
    parts = []
    for claim in claims:
        if claim.start < last and claim.end > first:
            parts += _parts(claim, headings, text)
        elif not text[claim.start : claim.end].isspace():
            parts.append(claim)
    return parts


def _fields(draft: Draft, text: str) -> list[Segment]:
    """Return the spans of an item's fields.

    Lines of a cell are one span as long as nothing but white space stands between them.
    """
    item_id, claims = draft.item_id, []
    for field, lines in draft.row.cells.items():
        if not lines:
            continue
        start = end = lines[0].start
        for line in lines:
            first = line.start
            # Nearly every line: the first, or right behind the line feed of the one before.
            near = first == end or (first - end == 1 and text[end] == "\n")
            if not near and (first < end or text[end:first].strip()):
                claims.append(Segment(start, end, "field", item_id, field))
                start = first
            end = first + len(line.text)
        claims.append(Segment(start, end, "field", item_id, field))
    return claims


def _parts(claim: Segment, headings: Sequence[Span], text: str) -> list[Segment]:
    """Given a span of a cell, return it cut where a heading begins or ends inside it."""
    at, stop, item_id, field = claim.start, claim.end, claim.item_id, claim.field
    parts = []
    for start, end in headings:
        if start >= stop:
            break
        if end <= at:
            continue
        if at < start:
            if not text[at:start].isspace():
                parts.append(Segment(at, start, "field", item_id, field))
            at = start
        last = min(stop, end)
        parts.append(Segment(at, last, "heading", item_id, field))
        at = last
    if at < stop and not text[at:stop].isspace():
        parts.append(Segment(at, stop, "field", item_id, field))
    return parts
