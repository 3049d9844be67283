"""Bare lines → the preamble, the three lists, and the furniture of the pages.

A list begins at its title or at its header. Headers repeat on every page, whole, wrapped,
in pieces or damaged, so a header is recognised by its vocabulary: a run of lines whose
every word is a piece of some column's title, and that together name a column for certain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple, cast

from ...model import Document, Field, Line, ListType, Section, Sections
from ...preamble.totals import states_totals
from ...rules import Rules
from ...rules.loading import COUNT
from .furniture import closing, furniture_lines, outline, page_furniture
from .headers import (
    APPENDIX,
    Header,
    Vocabulary,
    headers_in,
    is_header,
    vocabulary_of,
)
from .lineindex import Printed, printed
from .units import part

LONGEST_TITLE = 60
NOTE = re.compile(r"\s*注\s*\d*\s*[:：]")
# The end of a list's title with something right behind it, that may be a header.
GLUED = re.compile(r"清单(?:[（(][^（()）\n]*[）)])?(?=[^\s。，、；：（(])")
MOST_BEHIND = 30  # lines of notes, and of the page, behind a list


class Title(NamedTuple):
    """A title line of a list: lines[first:last]."""

    first: int
    last: int
    list_type: ListType


def text_sections(document: Document, rules: Rules) -> Sections:
    """Given a document of bare lines, return its parts; every line is in exactly one."""
    vocabulary = vocabulary_of(rules)
    blocks = cast("tuple[Line, ...]", document.blocks)  # no grids
    page, listed = _apart(printed(blocks), vocabulary)
    lines, offsets = page.lines, [line.start for line in page.lines]
    headers = headers_in(page, vocabulary, rules)
    headed = {position for header in headers for position in range(header.first, header.last)}
    titles = _titles(page, listed, vocabulary, rules)
    titles = [title for title in titles if title.first not in headed]
    furniture = {offsets[place] for place in furniture_lines(page, rules)}
    furniture |= outline(
        lines, {titled.first for titled in titles}, headers[0].first if headers else 0
    )
    titles = [titled for titled in titles if offsets[titled.first] not in furniture]
    furniture |= page_furniture(_left(lines, offsets, furniture))
    furniture |= _appendices(lines, titles, furniture)
    starts = _list_starts(headers, titles, lines)
    for start in starts[1:]:
        before = max(0, start.first - MOST_BEHIND)
        furniture |= _notes(lines[before : start.first], furniture, rules)
    behind: set[int] = set()
    if starts:
        closed = closing(_left(lines, offsets, furniture), rules)
        behind = _preamble_behind(lines, starts[0].first, closed, rules)
        furniture |= closed
    places = set(_places(offsets, furniture - behind))
    return _divided(lines, starts, headed, places, _places(offsets, behind), rules)


def _left(lines: Sequence[Line], offsets: Sequence[int], gone: Set[int]) -> Sequence[Line]:
    """Given lines and their offsets, return those whose offsets are not among `gone`."""
    return _without(lines, 0, len(lines), _places(offsets, gone))


def _places(offsets: Sequence[int], starts: Set[int]) -> list[int]:
    """Given the offsets of lines, return the places of those that begin at `starts`, in order."""
    return sorted([bisect_left(offsets, start) for start in starts])


def _preamble_behind(lines: Sequence[Line], first: int, closed: set[int], rules: Rules) -> set[int]:
    """Given what stands behind the last list, return its offsets if it is the preamble.

    It states the totals of the lists, and nothing before the first list does.
    """
    if not closed:
        return set()
    behind = [line for line in lines if line.start in closed]
    is_preamble = states_totals(behind, rules) and not states_totals(lines[:first], rules)
    return closed if is_preamble else set()


def _apart(page: Printed, vocabulary: Vocabulary) -> tuple[Printed, Sequence[int]]:
    """Given lines, return them with titles of lists cut from headers right behind them.

    With them the places of those with the word for a list.
    """
    listed = page.places_with("清单")
    cuts = [(place, at) for place in listed if (at := _glued_at(page.texts[place], vocabulary))]
    if not cuts:
        return page, listed
    lines = list(page.lines)
    for place, at in reversed(cuts):
        line = lines[place]
        lines[place : place + 1] = [part(line, 0, at), part(line, at, len(line.text))]
    apart = printed(lines)
    return apart, apart.places_with("清单")


def _glued_at(text: str, vocabulary: Vocabulary) -> int:
    """Given a line, return where a header begins right behind a list's title in it, 0 if none."""
    glued = GLUED.search(text)
    if glued is None or not vocabulary.title.match("".join(text[: glued.end()].split())):
        return 0
    return glued.end() if is_header(text[glued.end() :], vocabulary) else 0


def _notes(lines: Sequence[Line], furniture: set[int], rules: Rules) -> set[int]:
    """Given the lines up to a list, return the offsets of the notes behind the list before it.

    A blank line sets them apart, or their label (注：): without one they may be a cell's end.
    """
    kept = [line for line in lines if line.start not in furniture]
    closed = closing(kept, rules)
    first = len(kept) - len(closed)
    if not closed:
        return set()
    apart = (kept[first].number or 0) - (kept[first - 1].number or 0) > 1
    return closed if apart or NOTE.match(kept[first].text) else set()


def _appendices(lines: Sequence[Line], titles: Sequence[Title], furniture: set[int]) -> set[int]:
    """Given titles of lists, return the offsets of the numbers of appendices (附件2) above them."""
    found = set()
    for title in titles:
        position = title.first - 1
        while position >= 0 and lines[position].start in furniture:
            position -= 1
        if position >= 0 and re.fullmatch(APPENDIX, "".join(lines[position].text.split())):
            found.add(lines[position].start)
    return found


def _titles(
    page: Printed, listed: Sequence[int], vocabulary: Vocabulary, rules: Rules
) -> list[Title]:
    """Given the lines, return those that are nothing but the title of a list.

    `listed` are the places of the lines with the word for a list.
    """
    titles = []
    for position in sorted({*listed, *page.places_with("事项")}):
        text = page.texts[position]
        if len(text) > LONGEST_TITLE or not text.rstrip().endswith(vocabulary.title_ends):
            continue
        match = vocabulary.title.match("".join(text.split()))
        if match and not re.search("[，。；、：]", match["place"]):
            titles.append(Title(position, position + 1, rules.titles[match["title"]]))
    return titles


def _list_type(columns: Sequence[Field]) -> ListType | None:
    """Given the columns of a header, return the list they can only belong to, if so."""
    if "superior_duties" in columns or "township_duties" in columns:
        return "cooperative"
    if "handling" in columns:
        return "recall"
    return None


class Start(NamedTuple):
    """Where a list begins: its title's lines (none if only a header begins it)."""

    first: int
    list_type: ListType
    columns: tuple[Field, ...]
    titles: tuple[int, ...]


def _list_starts(
    headers: Sequence[Header], titles: Sequence[Title], lines: Sequence[Line]
) -> tuple[Start, ...]:
    """Given headers and titles in order, return where each list begins.

    A title without a header or rows before the next title is an entry of a table of
    contents. A header of seq, category and name alone begins the basic list only where its
    numbers begin again; elsewhere it is what is left of the running list's header.
    """
    starts: list[Start] = []
    events: list[Header | Title] = sorted([*headers, *titles], key=lambda event: event.first)
    pending: list[Title] = []
    for event in events:
        if isinstance(event, Title):
            pending = [event]
            if not _followed_by_header(event, headers) and _starts_at_one(lines, event.last):
                starts.append(Start(event.first, event.list_type, (), (event.first,)))
            continue
        current = starts[-1].list_type if starts else None
        title = pending[-1] if pending and _near(pending[-1], event) else None
        pending = []
        kind = _kind(event, title, current, lines)
        if starts and kind == current and not (title and title.first > starts[-1].first):
            if not starts[-1].columns:
                starts[-1] = starts[-1]._replace(columns=event.columns)
            continue
        if starts and title and starts[-1].titles == (title.first,):
            starts[-1] = starts[-1]._replace(columns=event.columns, list_type=kind)
            continue
        first = title.first if title else event.first
        starts.append(Start(first, kind, event.columns, (title.first,) if title else ()))
    return tuple(starts)


def _kind(
    header: Header, title: Title | None, current: ListType | None, lines: Sequence[Line]
) -> ListType:
    """Given a header and what stands before it, return the list it belongs to."""
    certain = _list_type(header.columns)
    if certain:
        return certain
    if title:
        return title.list_type
    complete = "seq" in header.columns and "name" in header.columns
    if current is None or (complete and _starts_at_one(lines, header.last)):
        return "recall" if "departments" in header.columns else "basic"
    return current


def _near(title: Title, header: Header) -> bool:
    """Tell whether the header is the title's own: at most a few short lines between them."""
    return 0 <= header.first - title.last <= 6


def _followed_by_header(title: Title, headers: Sequence[Header]) -> bool:
    return any(_near(title, header) for header in headers)


def _starts_at_one(lines: Sequence[Line], position: int) -> bool:
    """Tell whether the first row number after `position` is 1."""
    for line in lines[position : position + 8]:
        match = re.match(r"\s*(\d{1,3})(?![\d.．、）)])", line.text)
        if match:
            return int(match[1]) == 1
    return False


def _divided(
    lines: Sequence[Line],
    starts: Sequence[Start],
    headed: set[int],
    furniture: set[int],
    behind: Sequence[int],
    rules: Rules,
) -> Sections:
    """Given where lists begin, return the parts of the document.

    `headed` are the positions of headers, `furniture` those of what is of the page, and
    `behind` those of a preamble behind the lists, in order.
    """
    loose = sorted(headed.union(furniture, behind))
    ends = [*(start.first for start in starts[1:]), len(lines)][: len(starts)]
    first = starts[0].first if starts else len(lines)
    above = [place for place in loose if place < first and place in furniture]
    sections = []
    for start, end in zip(starts, ends, strict=True):
        gone = loose[bisect_left(loose, start.first) : bisect_left(loose, end)]
        titles = (*start.titles, *_totals_below(lines, start.titles, rules))
        sections.append(
            Section(
                start.list_type,
                start.columns or rules.lists.default[start.list_type],
                tuple(lines[place] for place in titles),
                _without(lines, start.first, end, sorted({*gone, *titles})),
                tuple(lines[place].start for place in gone),
            )
        )
    taken = [*above, *(place for place in loose if place >= first)]
    return Sections(
        preamble=(*_without(lines, 0, first, above), *(lines[place] for place in behind)),
        lists=tuple(sections),
        furniture=tuple(lines[place] for place in taken if place not in behind),
    )


def _totals_below(lines: Sequence[Line], titles: Sequence[int], rules: Rules) -> Iterator[int]:
    """Given where a title stands, yield the place of a total on a line of its own below it."""
    total = re.compile(rules.totals.band_total.replace("{n}", COUNT))
    for title in titles[-1:]:
        if title + 1 < len(lines) and total.fullmatch("".join(lines[title + 1].text.split())):
            yield title + 1


def _without(lines: Sequence[Line], first: int, last: int, gone: Sequence[int]) -> tuple[Line, ...]:
    """Return lines[first:last] without those at the positions `gone`, which are in order."""
    kept: list[Line] = []
    for place in gone:
        kept += lines[first:place]
        first = place + 1
    return (*kept, *lines[first:last])
