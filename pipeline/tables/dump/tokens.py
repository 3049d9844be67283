"""The words of a row of bare lines, and what separates each from the one before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from ...letters.lines import part, printed_width
from ...model import Field, Line, PrintedRow
from ...rules import Rules

WORD = re.compile(r"\S+")
WORD_GAP = re.compile(r"\s\s*")

# What separates a word from the one before it.
Gap = int
SAME_LINE, NEW_LINE, BLANK_LINE, NEW_PAGE = 0, 1, 2, 3
PAGE_GAP = 3  # blank lines where a page ended without furniture
MOSTLY = 0.6  # of all lines are set apart by a blank one where that marks no border

# How many lines must be equally long to tell a column's width.
ENOUGH: Mapping[Field, int] = {"name": 2, "superior_duties": 4, "township_duties": 4, "handling": 4}
MOST_ROWS = 60  # that are measured
SLACK = 1.5  # letters by which a full line may be longer or shorter than the column is wide

# The width of each column in letters, as far as it is known. A typesetter breaks a line where the
# column ends: that tells the columns apart where a page cuts a row.
Widths = Mapping[Field, float]


class Token(Struct, frozen=True):
    """A run of text without white space, with what separates it from the one before."""

    line: Line
    gap: Gap

    @property
    def text(self) -> str:
        return self.line.text


class Layout(Struct, frozen=True):
    """How a list is laid out: where furniture stood, and whether every line is set apart."""

    breaks: tuple[int, ...]
    spaced: bool
    widths: Widths = MappingProxyType({})


def is_spaced(lines: Sequence[Line], breaks: Sequence[int] = ()) -> bool:
    """Tell whether blank lines mark no border: most lines have one above, or none has inside pages.

    `breaks` are the offsets of what is of the page.
    """
    begins = set(page_begins(lines, breaks))
    apart = [place for place, line in enumerate(lines) if place and line.above]
    return len(apart) > MOSTLY * (len(lines) - 1) or begins.issuperset(apart)


def tokens_of(lines: Sequence[Line], layout: Layout, rules: Rules) -> list[Token]:
    """Return the words of a row's lines with the gaps between them.

    From the first numbered duty on a token is a whole line, cut only behind a sentence's end:
    two cells may share a line, but not a sentence. A row cut by a page begins anew with the rest
    of its first cells.
    """
    tokens: list[Token] = []
    between = WORD_GAP
    for line, above in zip(lines, gaps_between(lines, layout), strict=True):
        if above == NEW_PAGE:
            between = WORD_GAP
        text, gap = line.text, above
        first, last = len(text) - len(text.lstrip()), len(text.rstrip())
        if between is WORD_GAP and tokens and rules.grammar.mark_at(text, first):
            between = rules.grammar.sentence_gap
        for match in between.finditer(text, first, last):
            if match.start() > first:
                tokens.append(Token(part(line, first, match.start()), gap))
                gap = SAME_LINE
            first = match.end()
        if last > first:
            tokens.append(Token(part(line, first, last), gap))
    return tokens


def gaps_between(lines: Sequence[Line], layout: Layout) -> list[Gap]:
    """Return what separates each line from the one before; the first begins a new line."""
    gaps = [gap_between(before, line, layout) for before, line in pairwise(lines)]
    return [NEW_LINE, *gaps][: len(lines)]


def gap_between(before: Line, line: Line, layout: Layout) -> Gap:
    """Return what separates two lines; blank lines mean nothing in a spaced dump."""
    if line.number is None or before.number is None:
        return NEW_LINE
    if _is_over(before, line, layout.breaks):
        return NEW_PAGE
    if line.number == before.number:
        return SAME_LINE
    return BLANK_LINE if line.above and not layout.spaced else NEW_LINE


def _is_over(before: Line, line: Line, breaks: Sequence[int]) -> bool:
    """Tell whether a page may end between two lines: one of `breaks` is there."""
    if line.page != before.page:
        return True
    at = bisect_right(breaks, before.start)
    return at < len(breaks) and breaks[at] < line.start


def pages_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of a row page by page."""
    pages: list[list[Token]] = [[]]
    for token in tokens:
        if token.gap == NEW_PAGE and pages[-1]:
            pages.append([])
        pages[-1].append(token)
    return pages


_start = attrgetter("start")


def page_cuts(lines: Sequence[Line], layout: Layout) -> list[int]:
    """Return the positions of the lines of a list that begin a page, in order."""
    return page_begins(lines, layout.breaks)


def wide_gaps(lines: Iterable[Line]) -> set[int]:
    """Return the offsets of the ends of several blank lines, where a page ends."""
    return {line.start - 1 for line in lines if line.above >= PAGE_GAP}


def page_begins(lines: Sequence[Line], breaks: Sequence[int]) -> list[int]:
    """Return the positions of lines that begin a page, but the first, in order.

    Where pages are not known, one of `breaks` is above it.
    """
    starts, pages = [line.start for line in lines], [line.page for line in lines]
    begins = {bisect_right(starts, offset) for offset in breaks}
    begins.update(nth for nth, (one, other) in enumerate(pairwise(pages), 1) if one != other)
    return sorted(begins - {0, len(lines)})


def rejoined(tokens: Sequence[Token], rules: Rules | None = None) -> tuple[Line, ...]:
    """Return whole lines again: the tokens of one line with what is between them.

    With rules, what begins a paragraph (a mark, a label) stays a line of its own: some engines
    print a cell's paragraphs side by side.
    """
    lines: list[Line] = []
    for token in tokens:
        beside = lines and token.gap == SAME_LINE and lines[-1].number == token.line.number
        if beside and not (rules and _begins_paragraph(token.text, rules)):
            space = " " * (token.line.start - lines[-1].end)
            lines[-1] = replace(lines[-1], text=lines[-1].text + space + token.text)
        else:
            lines.append(token.line)
    return tuple(lines)


def _begins_paragraph(text: str, rules: Rules) -> bool:
    """Tell whether a text begins with a mark or a label."""
    return bool(rules.grammar.mark_at(text, 0) or rules.grammar.label.match(text))


def lines_in(tokens: Sequence[Token]) -> tuple[Line, ...]:
    """Return each token as a line."""
    return tuple([token.line for token in tokens])


def learned_widths(rows: Sequence[PrintedRow]) -> Widths:
    """Return the width of each column that rows tell whose cells are sure."""
    widths: dict[Field, float] = {}
    for field, enough in ENOUGH.items():
        cells = [row.cells.get(field) for row in rows[:MOST_ROWS]]
        lines = [line for cell in cells if cell for line in cell.lines]
        longest = sorted([printed_width(line.text) for line in lines], reverse=True)
        for longer, line in zip(longest, longest[enough - 1 :], strict=False):
            if longer - line <= SLACK:  # fewer may be another column's, or no full lines
                widths[field] = longer
                break
    return widths
