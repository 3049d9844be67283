"""Bare lines → the preamble, the lists, and the furniture of the pages.

A list begins at its title or at its header. Headers repeat on every page, whole, wrapped,
in pieces or damaged, so a header is recognised by its vocabulary (see `headers`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from functools import partial
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from ...letters.lines import part, squeezed, without
from ...letters.script import LIST_COMMA, POINTS, RIGHT_BRACKETS
from ...model import Document, Field, Line, ListType, Section, Sections
from ...preamble.totals import states_totals
from ...rules import Rules
from ..closings import are_none, closing_lines, sum_in
from ..titles import list_type_of, title_type
from .furniture import (
    furniture_by_place,
    furniture_by_words,
    lone_furniture,
    outline,
    repeated_title,
    with_quotes_apart,
)
from .headers import HeaderLines, headers_in, is_header
from .tokens import wide_gaps

MOST_BETWEEN = 6  # lines between a list's title and its header
MOST_BEHIND = 30  # lines of notes, and of the page, behind a list
FIRST_ROWS = 8  # lines in which a list's first number stands
_offset = attrgetter("start")
_FIRST_NUMBER = re.compile(rf"\s*(\d{{1,3}})(?![\d{POINTS}{LIST_COMMA}{RIGHT_BRACKETS}])")


class Title(NamedTuple):
    """A line that is nothing but the title of a list, by its position."""

    first: int
    list_type: ListType


class Gone(NamedTuple):
    """The offsets of all lines that are no rows.

    Among them those of a preamble behind the lists, of furniture by which a page may end, and of
    what stands inside pages: form feeds tell where those end.
    """

    gone: Set[int]
    behind: Set[int]
    lone: Set[int]
    inside: Set[int]


class Start(NamedTuple):
    """Where a list begins, by positions: its title's line (none if only a header begins it)."""

    first: int
    list_type: ListType
    columns: tuple[Field, ...]
    titles: tuple[int, ...]


def dump_sections(document: Document, rules: Rules) -> Sections:
    """Return the parts of a document of bare lines; every line is in exactly one.

    What tells by itself that it is of the page is taken out first: it parts nothing.
    """
    printed, quotes = with_quotes_apart(_with_headers_apart(document, rules))
    worded = furniture_by_words(printed, rules) | repeated_title(printed, rules)
    lines = without(printed, worded | quotes)
    headers = headers_in(lines, rules)
    headed = {position for header in headers for position in range(header.first, header.last)}
    titles = [
        Title(position, kind)
        for position, line in enumerate(lines)
        if position not in headed and (kind := title_type(line.text, rules))
    ]
    body = headers[0].first if headers else 0
    furniture = outline(lines, {title.first for title in titles}, body)
    titles = [title for title in titles if lines[title.first].start not in furniture]
    heads = {lines[title.first].start for title in titles}
    heads |= {lines[header.first].start for header in headers}
    furniture |= furniture_by_place(without(lines, furniture), worded | furniture, heads, rules)
    furniture |= _appendices(lines, titles, furniture, rules)
    starts, again = _list_starts(headers, titles, lines, rules)
    furniture |= again
    for before, start in pairwise(starts):
        above = lines[max(before.first, start.first - MOST_BEHIND) : start.first]
        furniture |= _notes(without(above, furniture), rules)
    behind: set[int] = set()
    if starts:
        closed = closing_lines(without(lines[starts[-1].first :], furniture), rules)
        furniture |= closed
        behind = _late_preamble(lines, starts[0].first, closed, rules)
    headings = {lines[position].start for position in headed}
    lone = lone_furniture(printed, worded)
    paged = {line.start for line in printed if line.page is not None}
    gone = worded | quotes | furniture | headings | behind
    of = Gone(gone, behind, lone - paged, lone & paged | quotes)
    return _divided(printed, lines, starts, of, rules)


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
    return (
        closed if lines[first].above or rules.grammar.note_label.match(lines[first].text) else set()
    )


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
    headers: Sequence[HeaderLines], titles: Sequence[Title], lines: Sequence[Line], rules: Rules
) -> tuple[tuple[Start, ...], set[int]]:
    """Return where each list begins by headers and titles in order, and the titles printed again.

    A page may begin with the title of its list.

    A title without a header or rows before the next title is an entry of a table of
    contents. A header of seq, category and name alone begins the basic list only where its
    numbers begin again; elsewhere it is what is left of the running list's header.
    """
    starts: list[Start] = []
    again: set[int] = set()
    pending: Title | None = None
    events: list[HeaderLines | Title] = [*headers, *titles]
    for event in sorted(events, key=lambda event: event.first):
        if isinstance(event, Title):
            if starts and _is_repeated(event, starts[-1], lines, rules):
                again.add(lines[event.first].start)
                continue
            pending = event
            headed = any(_is_near(event, header) for header in headers)
            below = lines[event.first + 1 : event.first + 2]
            if not headed and (_starts_at_one(lines, event.first + 1) or are_none(below, rules)):
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
    return tuple(starts), again


def _is_repeated(title: Title, start: Start, lines: Sequence[Line], rules: Rules) -> bool:
    """Tell whether a title is that of the list it stands in, or of any such list.

    What stands behind it may differ: （续）.
    """
    if title.list_type != start.list_type:
        return False
    printed, *known = (_named(lines[place], rules) for place in (title.first, *start.titles))
    return printed in known or printed in rules.titles


def _named(line: Line, rules: Rules) -> str:
    """Return what a title says without its total, or what else stands behind it."""
    text = squeezed([line])
    match = rules.grammar.list_title.fullmatch(text)
    return text[: match.end("title")] if match else text


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
    printed: Sequence[Line], lines: Sequence[Line], starts: Sequence[Start], of: Gone, rules: Rules
) -> Sections:
    """Return the parts of a document by where its lists begin, as positions in `lines`.

    `printed` are those lines, and the ones that were taken out before the lists were looked for.
    """
    offsets = [lines[start.first].start for start in starts]
    places = [bisect_left(printed, offset, key=_offset) for offset in offsets]
    before, *bodies = [printed[place:end] for place, end in pairwise([0, *places, len(printed)])]
    titles = [_titles(start, lines, rules) for start in starts]
    lists = tuple(map(partial(_section, of=of, rules=rules), starts, titles, bodies))
    late = [line for line in printed if line.start in of.behind]
    empty = {
        line.start
        for one, body in zip(lists, bodies, strict=True)
        if one.none
        for line in without(body, {line.start for line in one.titles})
    }
    furniture = of.gone - of.behind | empty
    return Sections(
        preamble=(*without(before, of.gone), *late),
        lists=lists,
        furniture=tuple(line for line in printed if line.start in furniture),
    )


def _titles(start: Start, lines: Sequence[Line], rules: Rules) -> list[Line]:
    """Return the lines of a list's title, with the total on a line of its own below it."""
    titles = [lines[position] for position in start.titles]
    below = lines[start.titles[-1] + 1 : start.titles[-1] + 2] if titles else []
    return titles + [line for line in below if rules.grammar.total.fullmatch(squeezed([line]))]


def _section(
    start: Start, titles: Sequence[Line], lines: Sequence[Line], of: Gone, rules: Rules
) -> Section:
    """Return a list by its lines, those that are taken out of it among them."""
    taken = of.gone | {line.start for line in titles}
    offsets = {line.start for line in lines}
    rows = tuple(without(lines, taken))
    said = rows or [line for line in lines if rules.grammar.no_item.fullmatch(squeezed([line]))]
    none = are_none(said, rules)
    below = (
        [line for line in lines if line.start in of.gone and line.start > rows[-1].start]
        if rows
        else []
    )
    return Section(
        start.list_type,
        start.columns or rules.lists.default[start.list_type],
        tuple(titles),
        () if none else rows,
        tuple(sorted(wide_gaps(lines[1:]) | offsets & of.gone - of.inside)),
        none=none,
        lone=tuple(sorted(offsets & of.lone)),
        sums=sum_in(below, rules),
    )
