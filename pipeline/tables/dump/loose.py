"""Numbers alone on their lines that no row begins with and no sentence holds: those of pages.

Where they count up at the distance of pages they surely are; any other one is told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set

from msgspec.structs import replace

from ...letters.lines import stripped, without
from ...letters.script import SENTENCE_ENDS
from ...model import Band, Doubt, Line, PrintedRow, Section, Sections
from ...rules import Rules
from .furniture import is_bare_number

SHORTEST_PAGE = 10  # lines from the number of a page to the next one, in the file


def loose_numbers(lists: Sequence[Section], cut: Sequence[Section], rules: Rules) -> list[Line]:
    """Return the lines of lists that are such a number, by the rows that were cut from them."""
    found: list[Line] = []
    for section, own in zip(lists, cut, strict=True):
        lines = [line for line in section.rows if isinstance(line, Line)]
        seqs = set(_row_numbers(own.rows))
        for place, line in enumerate(lines):
            if not is_bare_number(line.text) or stripped(line).start in seqs:
                continue
            inside = 0 < place < len(lines) - 1 and stripped(lines[place + 1]).start not in seqs
            if not (inside and _goes_on(lines[place - 1], line, lines[place + 1], rules)):
                found.append(line)
    return found


def _row_numbers(rows: Iterable[PrintedRow | Band | Line]) -> Iterator[int]:
    """Yield the offsets of the numbers that rows begin with."""
    for row in rows:
        if isinstance(row, PrintedRow) and (cell := row.cells.get("seq")):
            yield from (line.start for line in cell.lines)


def _goes_on(before: Line, line: Line, after: Line, rules: Rules) -> bool:
    """Tell whether a number is inside a sentence, which goes on behind it with what it counts.

    No typesetter breaks a line inside a figure.
    """
    if line.above or after.above or before.text.rstrip()[-1] in SENTENCE_ENDS:
        return False
    return rules.grammar.measure.match(after.text.lstrip()) is not None


def of_pages(furniture: Iterable[Line]) -> set[int]:
    """Return the offsets of the bare numbers that count up at the distance of pages."""
    best: dict[int, list[Line]] = {}
    for line in sorted(line for line in furniture if is_bare_number(line.text)):
        number = int(line.text)
        above = best.get(number - 1, [])
        apart = (line.number or 0) - (above[-1].number or 0) if above else 0
        chain = [*above, line] if apart >= SHORTEST_PAGE else [line]
        if len(chain) > len(best.get(number, [])):
            best[number] = chain
    longest = max(best.values(), key=len, default=[])
    return {line.start for line in longest} if len(longest) > 1 else set()


def taken_out(sections: Sections, numbers: Sequence[Line]) -> Sections:
    """Return the parts of a dump with numbers of pages taken out of its lists."""
    offsets = {line.start for line in numbers}
    return replace(
        sections,
        lists=tuple(_without(section, offsets) for section in sections.lists),
        furniture=tuple(sorted([*sections.furniture, *numbers])),
    )


def _without(section: Section, offsets: Set[int]) -> Section:
    lines = [line for line in section.rows if isinstance(line, Line)]
    gone = {line.start for line in lines} & offsets
    return replace(
        section,
        rows=tuple(without(lines, gone)),
        breaks=tuple(sorted({*section.breaks, *gone})),
        lone=tuple(sorted({*section.lone, *gone})),
    )


def told(sections: Sections, numbers: Iterable[Line]) -> Sections:
    """Return the parts of a dump with a doubt about each of some numbers, at the row above it."""
    rows = [[*section.rows] for section in sections.lists]
    places = [
        (row.lines[0].start, nth, place)
        for nth, own in enumerate(rows)
        for place, row in enumerate(own)
        if isinstance(row, PrintedRow) and row.lines
    ]
    others: list[Doubt] = []
    for line in numbers:
        at = bisect_left(places, (line.start,)) - 1
        if at < 0:
            others.append(left_out(line))
            continue
        _, nth, place = places[at]
        row = rows[nth][place]
        assert isinstance(row, PrintedRow)  # as found above
        rows[nth][place] = row._replace(doubts=(*row.doubts, left_out(line)))
    lists = zip(sections.lists, rows, strict=True)
    return replace(
        sections,
        lists=tuple(replace(section, rows=tuple(own)) for section, own in lists),
        doubts=(*sections.doubts, *others),
    )


def left_out(line: Line) -> Doubt:
    """Return the doubt about a number that was taken for that of a page."""
    return Doubt(
        "page_number_guessed",
        "",
        {"number": line.text.strip()},
        line_start=line.number,
        line_end=line.number,
        start=line.start,
        end=line.end,
    )
