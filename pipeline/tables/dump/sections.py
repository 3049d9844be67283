"""Bare lines → the preamble, the lists, and the furniture of the pages.

A list begins at its title or at its header. Headers repeat on every page, whole, wrapped,
in pieces or damaged, so a header is recognised by its vocabulary (see `headers`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from ...letters.lines import part, squeezed
from ...letters.script import LIST_COMMA, POINTS, RIGHT_BRACKETS
from ...model import Document, Field, Line, ListType, Section, Sections
from ...preamble.totals import states_totals
from ...rules import Rules
from ..closings import closing_lines
from ..titles import list_type_of, title_type
from .furniture import furniture_by_place, furniture_by_words, outline
from .headers import HeaderLines, headers_in, is_header

MOST_BETWEEN = 6  # lines between a list's title and its header
MOST_BEHIND = 30  # lines of notes, and of the page, behind a list
FIRST_ROWS = 8  # lines in which a list's first number stands
_FIRST_NUMBER = re.compile(rf"\s*(\d{{1,3}})(?![\d{POINTS}{LIST_COMMA}{RIGHT_BRACKETS}])")


class Title(NamedTuple):
    """A line that is nothing but the title of a list, by its position."""

    first: int
    list_type: ListType


class Start(NamedTuple):
    """Where a list begins, by positions: its title's line (none if only a header begins it)."""

    first: int
    list_type: ListType
    columns: tuple[Field, ...]
    titles: tuple[int, ...]


def dump_sections(document: Document, rules: Rules) -> Sections:
    """Return the parts of a document of bare lines; every line is in exactly one."""
    lines = list(_with_headers_apart(document, rules))
    headers = headers_in(lines, rules)
    headed = {position for header in headers for position in range(header.first, header.last)}
    titles = [
        Title(position, kind)
        for position, line in enumerate(lines)
        if position not in headed and (kind := title_type(line.text, rules))
    ]
    furniture = furniture_by_words(lines, rules)
    body = headers[0].first if headers else 0
    furniture |= outline(lines, {title.first for title in titles}, body)
    titles = [title for title in titles if lines[title.first].start not in furniture]
    furniture |= furniture_by_place(_without(lines, furniture), rules)
    furniture |= _appendices(lines, titles, furniture, rules)
    starts = _list_starts(headers, titles, lines)
    for before, start in pairwise(starts):
        above = lines[max(before.first, start.first - MOST_BEHIND) : start.first]
        furniture |= _notes(_without(above, furniture), rules)
    behind: set[int] = set()
    if starts:
        closed = closing_lines(_without(lines[starts[-1].first :], furniture), rules)
        furniture |= closed
        behind = _late_preamble(lines, starts[0].first, closed, rules)
    return _divided(lines, starts, headed, furniture - behind, behind, rules)


def _without(lines: Sequence[Line], gone: Set[int]) -> list[Line]:
    """Return lines without those at some offsets."""
    return [line for line in lines if line.start not in gone]


def _with_headers_apart(document: Document, rules: Rules) -> Iterator[Line]:
    """Yield a dump's lines, titles of lists cut from headers right behind them."""
    for line in document.blocks:
        assert isinstance(line, Line)  # a dump has no grids
        glued = rules.grammar.glued_title.search(line.text)
        at = glued.end() if glued else 0
        titled = glued and title_type(line.text[:at], rules)
        if titled and is_header(line.text[at:], rules):
            yield part(line, 0, at)
            yield part(line, at, len(line.text))
        else:
            yield line


def _late_preamble(lines: Sequence[Line], first: int, closed: Set[int], rules: Rules) -> set[int]:
    """Return the offsets of what stands behind the last list if it is the preamble.

    It states the totals of the lists, and nothing before the first list does.
    """
    behind = [line for line in lines if line.start in closed]
    late = states_totals(behind, rules) and not states_totals(lines[:first], rules)
    return set(closed) if late else set()


def _notes(lines: Sequence[Line], rules: Rules) -> set[int]:
    """Return the offsets of the notes that lines up to a list end with.

    A blank line sets them apart, or their label (注：): without one they may be a cell's end.
    """
    closed = closing_lines(lines, rules)
    if not closed:
        return set()
    first = len(lines) - len(closed)
    apart = (lines[first].number or 0) - (lines[first - 1].number or 0) > 1
    return closed if apart or rules.grammar.note_label.match(lines[first].text) else set()


def _appendices(
    lines: Sequence[Line], titles: Sequence[Title], furniture: Set[int], rules: Rules
) -> set[int]:
    """Return the offsets of the numbers of appendices (附件2) above titles of lists."""
    found = set()
    for title in titles:
        over = reversed(lines[: title.first])
        above = next((line for line in over if line.start not in furniture), None)
        if above and rules.grammar.appendix.fullmatch(squeezed([above])):
            found.add(above.start)
    return found


# --- where lists begin --------------------------------------------------------------------------


def _list_starts(
    headers: Sequence[HeaderLines], titles: Sequence[Title], lines: Sequence[Line]
) -> tuple[Start, ...]:
    """Return where each list begins by headers and titles in order.

    A title without a header or rows before the next title is an entry of a table of
    contents. A header of seq, category and name alone begins the basic list only where its
    numbers begin again; elsewhere it is what is left of the running list's header.
    """
    starts: list[Start] = []
    pending: Title | None = None
    events: list[HeaderLines | Title] = [*headers, *titles]
    for event in sorted(events, key=lambda event: event.first):
        if isinstance(event, Title):
            pending = event
            headed = any(_is_near(event, header) for header in headers)
            if not headed and _starts_at_one(lines, event.first + 1):
                starts.append(Start(event.first, event.list_type, (), (event.first,)))
            continue
        current = starts[-1].list_type if starts else None
        title = pending if pending and _is_near(pending, event) else None
        pending = None
        kind = _kind(event, title, current, lines)
        if starts and kind == current and not (title and title.first > starts[-1].first):
            if not starts[-1].columns:
                starts[-1] = starts[-1]._replace(columns=event.columns)
        elif starts and title and starts[-1].titles == (title.first,):
            starts[-1] = starts[-1]._replace(columns=event.columns, list_type=kind)
        else:
            first = title.first if title else event.first
            starts.append(Start(first, kind, event.columns, (title.first,) if title else ()))
    return tuple(starts)


def _kind(
    header: HeaderLines, title: Title | None, current: ListType | None, lines: Sequence[Line]
) -> ListType:
    """Return the list that a header belongs to, by what stands before it, and behind it."""
    complete = "seq" in header.columns and "name" in header.columns
    anew = complete and _starts_at_one(lines, header.last)
    return list_type_of(header.columns, title.list_type if title else None if anew else current)


def _is_near(title: Title, header: HeaderLines) -> bool:
    """Tell whether the header is the title's own: at most a few short lines between them."""
    return 0 <= header.first - title.first - 1 <= MOST_BETWEEN


def _starts_at_one(lines: Sequence[Line], position: int) -> bool:
    """Tell whether the first row number from a position on is 1."""
    found = (_FIRST_NUMBER.match(line.text) for line in lines[position : position + FIRST_ROWS])
    return next((int(match[1]) == 1 for match in found if match), False)


# --- the parts ----------------------------------------------------------------------------------


def _divided(
    lines: Sequence[Line],
    starts: Sequence[Start],
    headed: Set[int],
    furniture: Set[int],
    behind: Set[int],
    rules: Rules,
) -> Sections:
    """Return the parts of a document by where its lists begin.

    `headed` are the positions of headers; `furniture` and `behind` the offsets of what is of
    the page, and of a preamble behind the lists.
    """
    first = starts[0].first if starts else len(lines)
    gone = furniture | behind | {lines[position].start for position in headed}
    ends = [*(start.first for start in starts[1:]), len(lines)]
    sections = [
        _section(start, lines, end, gone, rules) for start, end in zip(starts, ends, strict=False)
    ]
    late = [line for line in lines if line.start in behind]
    left = [line for line in lines[first:] if line.start in gone and line.start not in behind]
    return Sections(
        preamble=(*_without(lines[:first], furniture), *late),
        lists=tuple(sections),
        furniture=(*(line for line in lines[:first] if line.start in furniture), *left),
    )


def _section(
    start: Start, lines: Sequence[Line], end: int, gone: Set[int], rules: Rules
) -> Section:
    """Return the list that begins at one place and ends before another."""
    titles = [lines[position] for position in start.titles]
    below = lines[start.titles[-1] + 1 : start.titles[-1] + 2] if titles else []
    titles += [line for line in below if rules.grammar.total.fullmatch(squeezed([line]))]
    taken = {line.start for line in titles}
    return Section(
        start.list_type,
        start.columns or rules.lists.default[start.list_type],
        tuple(titles),
        tuple(_without(lines[start.first : end], gone | taken)),
        tuple(line.start for line in lines[start.first : end] if line.start in gone),
    )
