"""Bare lines → the preamble, the three lists, and the furniture of the pages.

A list begins at its title or at its header. Headers repeat on every page, whole, wrapped,
in pieces or damaged, so a header is recognised by its vocabulary: a run of lines whose
every word is a piece of some column's title, and that together name a column for certain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.model import Document, Field, Line, ListType, Section, Sections
from pipeline.rules import Rules, alternatives
from pipeline.stages.furniture import closing, outline, page_furniture

LONGEST_FURNITURE = 160
LONGEST_TITLE = 60
APPENDIX = r"附件\s*\d*\s*[：:]?\s*"
SPACE = " \t\u3000\xa0\f"


class Header(NamedTuple):
    """A printed header (possibly a part of one): lines[first:last], and the columns it names."""

    first: int
    last: int
    columns: tuple[Field, ...]


class Title(NamedTuple):
    """A title line of a list: lines[first:last]."""

    first: int
    last: int
    list_type: ListType


class Vocabulary(NamedTuple):
    """What headers and titles are made of, compiled.

    A `candidate` has no letter that no column has; `alias` finds the columns that a header
    names; `words` are several of them printed without space between.
    """

    pieces: frozenset[str]
    candidate: re.Pattern[str]
    alias: re.Pattern[str]
    words: re.Pattern[str]
    title: re.Pattern[str]


def text_sections(document: Document, rules: Rules) -> Sections:
    """Given a document of bare lines, return its parts; every line is in exactly one."""
    lines = [block for block in document.blocks if isinstance(block, Line)]
    texts = [line.text for line in lines]
    vocabulary = _vocabulary(rules)
    headers = _headers(texts, vocabulary, rules)
    headed = {position for header in headers for position in range(header.first, header.last)}
    titles = [title for title in _titles(texts, vocabulary, rules) if title.first not in headed]
    furniture = {lines[place].start for place in _furniture_lines(texts, rules)}
    furniture |= outline(
        lines, {titled.first for titled in titles}, headers[0].first if headers else 0
    )
    titles = [titled for titled in titles if lines[titled.first].start not in furniture]
    furniture |= page_furniture([line for line in lines if line.start not in furniture])
    furniture |= _appendices(lines, titles, furniture)
    starts = _list_starts(headers, titles, lines)
    if starts:
        furniture |= closing([line for line in lines if line.start not in furniture], rules)
    return _divided(lines, starts, headed, furniture, rules)


@lru_cache(maxsize=4)
def _vocabulary(rules: Rules) -> Vocabulary:
    """Given rules, return the words of headers and titles as patterns."""
    aliases = rules.columns
    pieces = {
        alias[start:end]
        for alias in aliases
        for start in range(len(alias))
        for end in range(start + 1, len(alias) + 1)
    }
    letters = re.escape("".join(sorted({letter for alias in aliases for letter in alias})))
    numerals = rf"(?:[（(]?[一二三四五六七八九十\d]{{1,2}}[）)]?[、.．]?|{APPENDIX}\d*[.．]?)?"
    title = rf"{numerals}(?P<place>.{{0,24}}?)(?P<title>{alternatives(rules.titles)})(?:目录|表)?"
    return Vocabulary(
        pieces=frozenset(pieces),
        candidate=re.compile(rf"[{letters}{SPACE}]{{1,80}}"),
        alias=re.compile(alternatives(aliases)),
        words=re.compile(f"(?:{alternatives(aliases)})+"),
        title=re.compile(rf"{title}(?:[（(][^（）()]*[）)]|[：:]?共?\d+项)?$"),
    )


def _furniture_lines(texts: Sequence[str], rules: Rules) -> list[int]:
    """Given the lines, return the positions of those that are furniture by themselves."""
    matches = map(rules.furniture_line.fullmatch, map(str.strip, texts))
    return [
        position
        for position, match in enumerate(matches)
        if match and len(texts[position]) <= LONGEST_FURNITURE
    ]


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


def _headers(texts: Sequence[str], vocabulary: Vocabulary, rules: Rules) -> tuple[Header, ...]:
    """Given the lines, return every run of them that is a header or a part of one."""
    matches = map(vocabulary.candidate.fullmatch, texts)
    hits = [
        position
        for position, match in enumerate(matches)
        if match and _is_header_line(texts[position].split(), vocabulary)
    ]
    headers, run = [], [-2]
    for position in [*hits, -9]:
        if position == run[-1] + 1:
            run.append(position)
            continue
        headers.extend(_header(texts, run, vocabulary, rules))
        run = [position]
    return tuple(headers)


def _is_header_line(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Tell whether each word is a piece of a column's title, or all of them are whole titles."""
    pieces, titles = vocabulary.pieces, vocabulary.words
    each = all(word in pieces or titles.fullmatch(word) is not None for word in words)
    return each or titles.fullmatch("".join(words)) is not None


def _header(
    texts: Sequence[str], run: Sequence[int], vocabulary: Vocabulary, rules: Rules
) -> list[Header]:
    """Given a run of lines made of header words, return it as a header if it surely is one.

    It is one when it names two columns, or the one that numbers the rows, or one whose title
    is too long to stand in a cell by chance.
    """
    if run[0] < 0:
        return []
    run = _whole(texts, run, vocabulary)
    joined = "".join("".join(texts[position].split()) for position in run)
    named = vocabulary.alias.findall(joined)
    fields = tuple(dict.fromkeys(rules.columns[alias] for alias in named))
    certain = any(len(alias) >= 6 for alias in named) or joined in rules.lists.columns["seq"]
    if len(fields) >= 2 or certain:
        return [Header(run[0], run[-1] + 1, fields)]
    return []


def _whole(texts: Sequence[str], run: Sequence[int], vocabulary: Vocabulary) -> Sequence[int]:
    """Given a run of lines made of header words, return those of them that are whole titles.

    A piece before or behind them is the rest of a cell. Without whole titles all are returned.
    """
    joined = ["".join(texts[position].split()) for position in run]
    for length in range(len(run), 0, -1):
        for first in range(len(run) - length + 1):
            text = "".join(joined[first : first + length])
            if vocabulary.words.fullmatch(text) and len(vocabulary.alias.findall(text)) > 1:
                return run[first : first + length]
    return run


def _titles(texts: Sequence[str], vocabulary: Vocabulary, rules: Rules) -> list[Title]:
    """Given the lines, return those that are nothing but the title of a list."""
    titles = []
    for position, text in enumerate(texts):
        if ("清单" in text or "事项" in text) and len(text) <= LONGEST_TITLE:
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
    rules: Rules,
) -> Sections:
    """Given where lists begin, return the parts of the document.

    `headed` are the positions of headers, `furniture` the offsets of what is of the page.
    """
    offsets = [line.start for line in lines]
    loose = sorted(headed | {bisect_left(offsets, start) for start in furniture})
    ends = [*(start.first for start in starts[1:]), len(lines)][: len(starts)]
    first = starts[0].first if starts else len(lines)
    above = [place for place in loose if place < first and offsets[place] in furniture]
    sections = []
    for start, end in zip(starts, ends, strict=True):
        gone = loose[bisect_left(loose, start.first) : bisect_left(loose, end)]
        sections.append(
            Section(
                start.list_type,
                start.columns or rules.lists.default[start.list_type],
                tuple(lines[place] for place in start.titles),
                _without(lines, start.first, end, sorted({*gone, *start.titles})),
                tuple(offsets[place] for place in gone),
            )
        )
    taken = [*above, *(place for place in loose if place >= first)]
    return Sections(
        preamble=_without(lines, 0, first, above),
        lists=tuple(sections),
        furniture=tuple(lines[place] for place in taken),
    )


def _without(lines: Sequence[Line], first: int, last: int, gone: Sequence[int]) -> tuple[Line, ...]:
    """Return lines[first:last] without those at the positions `gone`, which are in order."""
    kept: list[Line] = []
    for place in gone:
        kept += lines[first:place]
        first = place + 1
    return (*kept, *lines[first:last])
