"""Where every character of the source went, and where on its page it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from msgspec.structs import replace

from ..cells.items import Draft
from ..letters.lines import line_range, lines_of, squeezed
from ..letters.script import EMPTY_QUOTES
from ..model import Box, Document, Doubt, Grid, Hidden, Line, Role, Rows, Sections, Segment
from ..rules import Rules

QUOTED = 30  # letters that are quoted of what went nowhere
_EMPTY_QUOTES = re.compile(EMPTY_QUOTES)
_CLOSING_QUOTES = re.compile(r"\n([^\S\n]*+[”’]+)")  # at the head of a line

Span = tuple[int, int]


def coverage_of(
    text: str, sections: Sections, rows: Rows, drafts: Sequence[Draft]
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """Return (coverage, overlaps) of a source text and everything read from it.

    The coverage spans the text without gap: what nothing was read from is `space` or
    `unassigned`. Overlaps are spans that two readings claim; a sound run has none.
    """
    segments: list[Segment] = []
    overlaps: list[Segment] = []
    at, before = 0, None
    for claim in sorted(_claims(text, sections, rows, drafts), key=attrgetter("start")):
        start = claim.start
        if start > at:
            segments.append(_unclaimed(at, start, text))
        elif start < at:
            overlaps.append(claim)
            start = min(at, claim.end)
        if start >= claim.end:
            continue
        if before and _goes_on(before, claim, segments[-1]):
            start = _merged_start(segments)
        segments.append(replace(claim, start=start))
        at, before = claim.end, claim
    if at < len(text):
        segments.append(_unclaimed(at, len(text), text))
    return tuple(segments), tuple(overlaps)


def _unclaimed(start: int, end: int, text: str) -> Segment:
    return Segment(start, end, "space" if text[start:end].isspace() else "unassigned")


def _goes_on(before: Segment, claim: Segment, last: Segment) -> bool:
    """Tell whether a span went where the one before it did, and nothing is lost between them."""
    return (
        before.field == claim.field
        and before.item_id == claim.item_id
        and before.role == claim.role
        and last.role != "unassigned"
    )


def _merged_start(segments: list[Segment]) -> int:
    """Take back the last span and the white space behind it; return where it starts."""
    last = segments.pop()
    return segments.pop().start if last.role == "space" else last.start


def _claims(
    text: str, sections: Sections, rows: Rows, drafts: Sequence[Draft]
) -> Iterator[Segment]:
    """Yield the spans of everything that was given a role."""
    yield from _spans(sections.preamble, "preamble")
    yield from _spans(sections.furniture, "furniture")
    yield from _spans(sections.hidden, "hidden")
    yield from _spans((*sections.unplaced, *rows.unplaced), "unassigned")
    for section in sections.lists:
        yield from _spans(section.titles, "heading")
    for band in rows.bands:
        yield from _spans(band.lines, "heading", "category")
    for draft in drafts:
        yield from _item(draft, text)


def _spans(lines: Iterable[Line], role: Role, field: str | None = None) -> Iterator[Segment]:
    for line in lines:
        yield Segment(line.start, line.end, role, None, field)


def _item(draft: Draft, text: str) -> Iterator[Segment]:
    """Yield the spans of an item: its fields, with the headings inside its cells apart."""
    headings = sorted(
        (part.outer_start, part.outer_end)
        for reading in draft.readings.values()
        for part in reading.heads
        if part.outer_end > part.outer_start
    )
    for claim in _fields(draft, text):
        yield from _parts(claim, headings, text)


def _fields(draft: Draft, text: str) -> Iterator[Segment]:
    """Yield the spans of an item's fields.

    Lines of a cell are one span as long as nothing but white space stands between them. Those that
    the item has with the one above are that one's.
    """
    for field, cell in draft.row.cells.items():
        lines = [line for line in cell if line.start not in draft.row.shared]
        if not lines:
            continue
        start = end = lines[0].start
        for line in lines:
            if line.start < end or text[end : line.start].strip():
                yield Segment(start, end, "field", draft.item_id, field)
                start = line.start
            end = line.start + len(line.text)
        yield Segment(start, end, "field", draft.item_id, field)


def _parts(claim: Segment, headings: Sequence[Span], text: str) -> Iterator[Segment]:
    """Yield a span of a cell, cut where a heading begins or ends inside it."""
    at = claim.start
    for start, end in headings:
        if end <= at or start >= claim.end:
            continue
        if text[at:start].strip():
            yield replace(claim, start=at, end=start)
        at, last = max(at, start), min(claim.end, end)
        yield replace(claim, start=at, end=last, role="heading")
        at = last
    if at == claim.start:
        yield claim
    elif text[at : claim.end].strip():
        yield replace(claim, start=at)


def coverage_doubts(
    coverage: Sequence[Segment], overlaps: Sequence[Segment], text: str
) -> Iterator[Doubt]:
    """Yield what was assigned to nothing, or twice."""
    for one in coverage:
        if one.role == "unassigned":
            facts = {"text": _quoted(one, text)}
            yield Doubt("unassigned", "", facts, one.item_id, start=one.start, end=one.end)
    for one in overlaps:
        facts = {"text": _quoted(one, text)}
        yield Doubt("overlap", "", facts, one.item_id, start=one.start, end=one.end)


def quote_doubts(coverage: Sequence[Segment], text: str, rules: Rules) -> Iterator[Doubt]:
    """Yield the quotes that do not stand around their words: they hold nothing, or one ends
    where nothing is quoted, before a number."""
    closing = [(match.start(), match.end() - 1) for match in _CLOSING_QUOTES.finditer(f"\n{text}")]
    moved = [span for span in closing if rules.grammar.mark_at(text, span[1])]
    for start, end in sorted([*moved, *(match.span() for match in _EMPTY_QUOTES.finditer(text))]):
        words = text[end : end + QUOTED].split("\n", maxsplit=1)[0].strip()
        at = bisect_right(coverage, end, key=attrgetter("start")) - 1
        roles = (coverage[place] for place in range(at, len(coverage)))
        item_id = next((one.item_id for one in roles if one.role != "space"), None)
        yield Doubt("quotes_moved", "", {"text": words}, item_id, start=start, end=end)


def _quoted(segment: Segment, text: str) -> str:
    return "".join(text[segment.start : segment.end].split())[:QUOTED]


def hidden_doubts(blocks: Iterable[Line | Grid], coverage: Sequence[Segment]) -> Iterator[Doubt]:
    """Yield the words that are not seen in print and were passed over, and the struck ones that
    were read, by paragraph or cell.

    In a table they are their row's item's. A layer that is off is as its author wants it.
    """
    for is_grid, group in groupby(blocks, key=lambda block: isinstance(block, Grid)):
        if not is_grid:
            yield from _hidden(lines_of(group), None)
            continue
        for row in (row for grid in group if isinstance(grid, Grid) for row in grid.rows):
            cells = [cell.lines for cell in row if cell]
            if any(line.hidden or line.struck for lines in cells for line in lines):
                item_id = _item_of((line for lines in cells for line in lines), coverage)
                for lines in cells:
                    yield from _hidden(lines, item_id)


def _item_of(lines: Iterable[Line], coverage: Sequence[Segment]) -> str | None:
    """Return the first item that words of some lines were given to."""
    for line in lines:
        found = coverage[bisect_right(coverage, line.start, key=attrgetter("start")) - 1]
        if found.item_id is not None:
            return found.item_id
    return None


def _hidden(lines: Iterable[Line], item_id: str | None) -> Iterator[Doubt]:
    """Yield a doubt for the hidden lines that follow each other for the same reason, or are struck.

    What is struck of the page's own lines is of no matter.
    """
    for (why, is_struck, page), group in groupby(lines, key=_look):
        if why is None and not is_struck:
            continue
        own = list(group)
        words = "".join(line.struck for line in own) if is_struck else squeezed(own)
        if doubt := _hidden_doubt(why, "".join(words.split())[:QUOTED], is_struck=is_struck):
            first, last = line_range(own)
            yield replace(
                doubt,
                item_id=item_id,
                page=page,
                line_start=first,
                line_end=last,
                start=own[0].start,
                end=own[-1].end,
            )


def _look(line: Line) -> tuple[Hidden | None, bool, int | None]:
    return line.hidden, bool(line.struck) and not line.furniture, line.page


def _hidden_doubt(why: Hidden | None, text: str, *, is_struck: bool) -> Doubt | None:
    match why:
        case "white":
            return Doubt("hidden_text", "white", {"text": text})
        case "covered":
            return Doubt("hidden_text", "covered", {"text": text})
        case "unprinted":
            return Doubt("hidden_text", "unprinted", {"text": text})
    return Doubt("struck_text", "", {"text": text}) if is_struck else None


# --- pages and boxes --------------------------------------------------------------------------


def placed(coverage: Sequence[Segment], document: Document) -> tuple[Segment, ...]:
    """Return a document's coverage with pages and boxes, where its lines have boxes.

    A span that goes over pages is cut at their ends, so that each part has one box.
    """
    lines = sorted(line for line in lines_of(document.blocks) if line.box is not None)
    if not lines:
        return tuple(coverage)
    ends = [line.end for line in lines]
    return tuple(part for segment in coverage for part in _on_pages(segment, lines, ends))


def _on_pages(segment: Segment, lines: Sequence[Line], ends: Sequence[int]) -> Iterator[Segment]:
    """Yield a span page by page, each part with the box around its lines."""
    first = last = bisect_right(ends, segment.start)
    while last < len(lines) and lines[last].start < segment.end:
        last += 1
    own = lines[first:last]
    pages = [list(group) for _, group in groupby(own, key=attrgetter("page"))]
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
