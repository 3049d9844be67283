"""The part of a source that a doubt is about: lines, rows of tables, or boxes on pages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import groupby

from msgspec import Struct, json

from ...model import Box, Cell, Document, Grid, Line
from ..open import WarningRow
from ..origin import around, boxes_of
from ..rows import SpanRow

AROUND = 3  # lines shown before and behind those of a doubt
MOST_LINES = 60  # of one doubt; what is longer is shown by its ends
MOST_ROWS = 4  # of a table
MARGIN = 24.0  # points shown around outlined boxes
NARROWEST = 400.0  # points of a page that are shown at least

Span = tuple[int, int]


class ShownLine(Struct, frozen=True):
    """A line of a source; its number where it has one; `gap` tells what is left out above."""

    number: int | None
    text: str
    marked: bool
    gap: bool = False


class ShownCell(Struct, frozen=True):
    """A cell of a row; a marked one is what the doubt is about."""

    text: str
    marked: bool


class ShownRow(Struct, frozen=True):
    """A row of a table or sheet, with what a person calls it (`table 3, row 12`)."""

    name: str
    cells: tuple[ShownCell, ...]


class PagePart(Struct, frozen=True):
    """A part of a page to be shown, and the boxes in it to be outlined."""

    page: int
    part: Box
    boxes: tuple[Box, ...]


class Excerpt(Struct, frozen=True):
    """What of a source stands beside a doubt; all empty where it is about no place."""

    lines: tuple[ShownLine, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    pages: tuple[PagePart, ...] = ()


# --- on pages -------------------------------------------------------------------------------


def has_pages(spans: Sequence[SpanRow]) -> bool:
    """Tell whether it is known where on its pages a document's text stands."""
    return any(span.x0 is not None for span in spans)


def excerpt_of_pages(warning: WarningRow, spans: Sequence[SpanRow]) -> Excerpt:
    """Return the parts of pages that a warning is about, without boxes if only a page is known."""
    boxes = boxes_of(_about(warning, spans))
    if not boxes and warning.page is not None:
        boxes = {warning.page: ()}
    parts = sorted(boxes.items())
    return Excerpt(pages=tuple(PagePart(page, _part(found), found) for page, found in parts))


def _about(warning: WarningRow, spans: Sequence[SpanRow]) -> list[SpanRow]:
    """Return the spans that a warning's characters are in, else those of its item's cell."""
    start, end = warning.char_start, warning.char_end
    if start is not None and end is not None:
        return [one for one in spans if one.char_start < end and start < one.char_end]
    own = [one for one in spans if one.item_id and one.item_id == warning.item_id]
    field = json.decode(warning.facts, type=dict[str, str | int]).get("field")
    return [one for one in own if one.field == field] or own


def _part(boxes: Sequence[Box]) -> Box:
    """Return the part of a page around boxes, wide enough to read; without boxes an empty one."""
    if not boxes:
        return Box(0, 0, 0, 0)
    whole = reduce(around, boxes)
    more = max(NARROWEST - (whole.x1 - whole.x0), 2 * MARGIN) / 2
    return Box(whole.x0 - more, whole.top - MARGIN, whole.x1 + more, whole.bottom + MARGIN)


# --- in lines and tables ----------------------------------------------------------------------


class Reading:
    """A source as it was read, to take excerpts from."""

    def __init__(self, document: Document) -> None:
        self.lines = _lines_of(document)
        self.rows = [
            (name, row)
            for block in document.blocks
            if isinstance(block, Grid)
            for row, name in zip(block.rows, block.names, strict=False)
        ]

    def excerpt_of(self, warning: WarningRow, spans: Sequence[SpanRow]) -> Excerpt:
        """Return the rows or lines that a warning is about."""
        about = _spans_of(warning, spans)
        rows = tuple(_rows_at(self.rows, about))
        if rows:
            return Excerpt(rows=rows)
        return Excerpt(lines=_lines_at(self.lines, _marked(self.lines, warning, about)))


def _spans_of(warning: WarningRow, spans: Sequence[SpanRow]) -> list[Span]:
    if warning.char_start is not None and warning.char_end is not None:
        return [(warning.char_start, max(warning.char_end, warning.char_start + 1))]
    return [(one.char_start, one.char_end) for one in _about(warning, spans)]


def _lines_of(document: Document) -> list[tuple[int | None, Line]]:
    """Return the printed lines of a document by their numbers; parts of one line are joined."""
    printed = sorted(line for block in document.blocks for line in _lines_in(block))
    found: list[tuple[int | None, Line]] = []
    for number, parts in groupby(printed, key=lambda line: line.number):
        own = list(parts)
        if number is None:
            found += [(None, line) for line in own]
        else:
            start, end = own[0].start, own[-1].end
            found.append((number, Line(start, document.text[start:end], number)))
    return found


def _lines_in(block: Line | Grid) -> Iterator[Line]:
    if isinstance(block, Line):
        yield block
    else:
        yield from (line for row in block.rows for cell in row if cell for line in cell.lines)


def _marked(
    lines: Sequence[tuple[int | None, Line]], warning: WarningRow, about: Sequence[Span]
) -> list[int]:
    """Return the places of the lines that a warning is about, by characters, else by number."""
    if about:
        begin = bisect_left(lines, min(start for start, _ in about), key=lambda one: one[1].end)
        end = bisect_left(lines, max(end for _, end in about), key=lambda one: one[1].start)
        return [nth for nth in range(begin, end) if _touches(lines[nth][1], about)]
    first = warning.line_start
    if first is None:
        return []
    last = warning.line_end or first
    return [nth for nth, (number, _) in enumerate(lines) if number and first <= number <= last]


def _touches(line: Line, spans: Sequence[Span]) -> bool:
    return any(line.start < end and start < line.end for start, end in spans)


def _lines_at(
    lines: Sequence[tuple[int | None, Line]], marked: Sequence[int]
) -> tuple[ShownLine, ...]:
    """Return the lines at these places with those around them."""
    if len(marked) > MOST_LINES:
        marked = [*marked[: MOST_LINES // 2], *marked[-MOST_LINES // 2 :]]
    near = {at for nth in marked for at in range(nth - AROUND, nth + AROUND + 1)}
    shown = sorted(at for at in near if 0 <= at < len(lines))
    chosen = set(marked)
    befores = [at - 1 for at in shown[:1]] + shown[:-1]
    return tuple(
        ShownLine(lines[at][0], lines[at][1].text.strip(), at in chosen, gap=before != at - 1)
        for before, at in zip(befores, shown, strict=True)
    )


def _rows_at(
    rows: Sequence[tuple[str, Sequence[Cell | None]]], about: Sequence[Span]
) -> Iterator[ShownRow]:
    """Yield the rows that spans stand in; cells are marked where it is not all of a row's."""
    first = min((start for start, _ in about), default=0)
    last = max((end for _, end in about), default=0)
    count = 0
    for name, row in rows:
        cells = [cell for cell in row if cell]
        starts = [cell.lines[0].start for cell in cells if cell.lines]
        if count == MOST_ROWS or not starts or min(starts) >= last:
            continue
        if max(cell.lines[-1].end for cell in cells if cell.lines) <= first:
            continue
        hit = [any(_touches(line, about) for line in cell.lines) for cell in cells]
        if any(hit):
            count += 1
            whole = all(one or not cell.lines for one, cell in zip(hit, cells, strict=True))
            texts = ["\n".join(line.text for line in cell.lines) for cell in cells]
            pairs = zip(texts, hit, strict=True)
            yield ShownRow(name, tuple(ShownCell(text, one and not whole) for text, one in pairs))
