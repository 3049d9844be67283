"""The words of a row of bare lines, and what separates each from the one before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from ...letters.marks import label_pattern, mark_at
from ...model import Field, Line
from ...rules import Rules

Gap = int  # 0 the same line, 1 a new line, 2 after a blank line, 3 on a new page
Jump = tuple[int, int]  # a line's position, and how many printed lines the one before is above it
WORD = re.compile(r"\S+")
# Between two words: behind one that ends a sentence, or before a clause's mark.
BREAK = r"(?<=[。；;！？])\s|\s+(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])"
SENTENCE = re.compile(rf"\S.*?(?={BREAK}|\s*$)")  # words up to there
SENTENCE_BREAK = re.compile(BREAK)
PAGE_GAP = 4  # lines from one printed line to the next where a page ended without furniture


class Unit(Struct, frozen=True, gc=False):
    """A run of text without white space, with what separates it from the one before."""

    line: Line
    gap: Gap


class Layout(Struct, frozen=True):
    """How a list is laid out: where furniture stood, and whether every line is set apart.

    `widths` are the columns' as far as they are known (see `widths`).
    """

    breaks: tuple[int, ...]
    spaced: bool
    widths: Mapping[Field, float] = MappingProxyType({})


def part(line: Line, start: int, end: int) -> Line:
    """Given a line, return its part text[start:end] as a line of its own."""
    return piece(line, start, line.text[start:end])


def piece(line: Line, place: int, text: str) -> Line:
    """Given a line and what stands at a place of its text, return that as a line of its own."""
    return Line(
        line.start + place,
        text,
        line.number,
        line.page,
        line.box,
        line.wraps,
        line.furniture,
    )


def stripped(line: Line) -> Line:
    """Given a line, return it without white space around it."""
    text = line.text
    if text.strip() == text:
        return line
    return part(line, len(text) - len(text.lstrip()), len(text.rstrip()))


def units_of(lines: Sequence[Line], layout: Layout, rules: Rules) -> list[Unit]:
    """Given a row's lines, return its words with the gaps between them.

    From the first numbered duty on a unit is a whole line, cut only behind a sentence's end:
    two cells may share a line, but not a sentence.
    """
    gaps = _gaps(lines, layout)
    texts = [line.text for line in lines]
    if "\n".join(texts).split() == texts:  # no white space to cut at
        return list(map(Unit, lines, gaps))
    units: list[Unit] = []
    words = WORD
    for line, gap in zip(lines, gaps, strict=True):
        text = line.text
        if gap == 3:
            words = WORD  # a row cut by a page begins anew with the rest of its first cells
        if words is WORD and units and mark_at(text, len(text) - len(text.lstrip()), rules):
            words = SENTENCE
        if text.split() == [text]:
            units.append(Unit(line, gap))
            continue
        for nth, match in enumerate(words.finditer(text)):
            units.append(Unit(part(line, *match.span()), 0 if nth else gap))
    return units


def _gaps(lines: Sequence[Line], layout: Layout) -> list[Gap]:
    """Given a row's lines, return what separates each of them from the one before."""
    numbers = [line.number or 0 for line in lines]
    if numbers[0] and lines[0].page == lines[-1].page:
        # Furniture has a line of its own, so nothing stands between a line and the next one.
        return [1] + [
            1
            if numbers[index] - numbers[index - 1] == 1
            else gap_between(lines[index - 1], lines[index], layout)
            for index in range(1, len(lines))
        ]
    return [1, *(gap_between(before, line, layout) for before, line in pairwise(lines))]


def gap_between(before: Line, line: Line, layout: Layout) -> Gap:
    """Return what separates two lines; blank lines mean nothing in a spaced dump."""
    if line.number is None or before.number is None:
        return 1
    apart = line.number - before.number
    if line.page != before.page or apart >= PAGE_GAP:
        return 3
    if apart <= 1:
        return apart
    if _breaks_between(layout.breaks, before, line):
        return 3
    return 1 if layout.spaced else 2


def _breaks_between(breaks: Sequence[int], before: Line, line: Line) -> bool:
    """Tell whether furniture stood between two lines."""
    index = bisect_right(breaks, before.start)
    return index < len(breaks) and breaks[index] < line.start


def jumps_in(lines: Sequence[Line]) -> list[Jump]:
    """Given lines, return those that are not the printed line right below the one before."""
    jumps, before = [], (lines[0].number or 0) - 1 if lines else 0
    for position, line in enumerate(lines):
        number = line.number or 0
        if number - before != 1:
            jumps.append((position, number - before))
        before = number
    return jumps


_start = attrgetter("start")


def page_cuts(lines: Sequence[Line], layout: Layout, jumps: Sequence[Jump]) -> list[int]:
    """Given the lines of a list, return the positions of those that begin a page, in order."""
    cuts = {bisect_right(lines, offset, key=_start) for offset in layout.breaks}
    return sorted(cuts | page_begins(lines, jumps))


def page_begins(lines: Sequence[Line], jumps: Sequence[Jump]) -> set[int]:
    """Given lines and their jumps, return the positions of those that begin a page, but the first.

    Where pages are not known, several blank lines stand above it.
    """
    begins = {position for position, step in jumps if step >= PAGE_GAP}
    if lines and lines[0].page != lines[-1].page:
        pages = [line.page for line in lines]
        begins |= {place for place in range(1, len(lines)) if pages[place] != pages[place - 1]}
    return begins


def rejoined(units: Sequence[Unit], rules: Rules | None = None) -> tuple[Line, ...]:
    """Given units, return whole lines again: the units of one line with what is between them.

    With rules, what begins a paragraph (a mark, a label) stays a line of its own: some engines
    print a cell's paragraphs side by side.
    """
    if 0 not in [unit.gap for unit in units]:
        return tuple([unit.line for unit in units])
    lines: list[Line] = []
    for unit in units:
        side_by_side = lines and unit.gap == 0 and lines[-1].number == unit.line.number
        if side_by_side and not (rules and _begins_paragraph(unit, rules)):
            text = lines[-1].text
            space = " " * (unit.line.start - lines[-1].end)
            lines[-1] = replace(lines[-1], text=text + space + unit.line.text)
        else:
            lines.append(unit.line)
    return tuple(lines)


def _begins_paragraph(unit: Unit, rules: Rules) -> bool:
    """Tell whether a unit begins with a mark or a label."""
    text = unit.line.text
    return bool(mark_at(text, 0, rules) or label_pattern(rules).match(text))
