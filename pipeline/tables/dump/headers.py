"""The headers of tables in a dump, which repeat on every page, whole, wrapped or in pieces.

A header is recognised by its vocabulary: a run of lines whose every word is a piece of some
column's title, and that together name a column for certain. On a line of its own, titles that
number the rows and name others tell the rest by their shape, as they do in tables with cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import takewhile
from typing import NamedTuple

from ...model import Field, Line
from ...rules import Rules
from ..headers import Column, named, once

LONG_TITLE = 6  # letters of a title that stands in no cell by chance
LONGEST_LINE = 80  # letters of a line of a header
MOST_LINES = 12  # of a header whose titles are wrapped
LONGEST_RUN = 80  # lines of a header whose titles are printed one letter a line
MOST_WRAPPED = 4  # words that a title is wrapped to
FEWEST_NAMED = 2  # columns that a header names, if none has a long title or numbers the rows


class HeaderLines(NamedTuple):
    """A printed header (possibly a part of one): lines[first:last], and the columns it names."""

    first: int
    last: int
    columns: tuple[Field, ...]


def headers_in(lines: Sequence[Line], rules: Rules) -> tuple[HeaderLines, ...]:
    """Return every run of lines that is a header or a part of one.

    Each wording is read once, however many pages print it.
    """
    wrapped, header = cache(partial(_wrapped, rules=rules)), cache(partial(_header, rules=rules))
    texts = [line.text for line in lines]
    letters, numbers = rules.column_letters, rules.grammar.seq_title
    hits: set[int] = set()
    for place, text in enumerate(texts):
        numbered = numbers.search(text) is not None
        if (numbered or letters.issuperset(text)) and is_header(text, rules):
            hits.add(place)
        if numbered and numbers.match(text.lstrip()):
            below = takewhile(_is_no_row, texts[place : place + MOST_LINES])
            hits.update(range(place, place + wrapped(tuple(below))))
    runs = [(run.start, header(tuple(texts[run.start : run.stop]))) for run in _runs(sorted(hits))]
    return tuple(
        HeaderLines(start + found.first, start + found.last, found.columns)
        for start, found in runs
        if found
    )


def _is_no_row(text: str) -> bool:
    """Tell whether a line begins no row: with no figure."""
    return not text.lstrip()[:1].isdigit()


def _wrapped(texts: Sequence[str], rules: Rules) -> int:
    """Return how many of some lines, from the first on, are a header whose titles are wrapped."""
    for last in range(len(texts), 1, -1):
        words = [word for text in texts[:last] for word in text.split()]
        if sum(map(len, words)) <= LONGEST_LINE and _fields_by_shape(words, rules):
            return last
    return 0


def is_header(text: str, rules: Rules) -> bool:
    """Tell whether a text is nothing but titles of columns, or pieces of such."""
    if len(text) > LONGEST_LINE:
        return False
    numbers = rules.grammar.seq_title.search(text) is not None
    return _is_known(text, rules) or (numbers and _fields_by_shape(text.split(), rules) != ())


def _is_known(text: str, rules: Rules) -> bool:
    """Tell whether a text is nothing but titles that the rules know, or pieces of such."""
    if not rules.column_letters.issuperset(text):
        return False
    words = text.split()
    pieces = all(_is_piece(word, rules) or _is_titles(word, rules) for word in words)
    return pieces or _is_titles("".join(words), rules)


def _fields_by_shape(words: Sequence[str], rules: Rules) -> tuple[Field, ...]:
    """Return what the titles of a header hold: most are known, the rest have the shape of one."""
    if not any(title in words for title in rules.lists.columns["seq"]):
        return ()
    columns = [
        Column(place, place + 1, title, rules.columns.get(title))
        for place, title in enumerate(_lowest(_titles_of(words, rules), rules))
    ]
    known = sum(column.field is not None for column in columns)
    fields = [column.field for column in named(columns, rules)]
    if known < FEWEST_NAMED or 2 * known < len(columns):
        return ()
    held = tuple([field for field in fields if field is not None])
    return held if len(held) == len(fields) else ()


def _titles_of(words: Sequence[str], rules: Rules) -> list[str]:
    """Return the titles that words are, wrapped ones joined; none if they are not all of titles.

    As many letters as can be are of titles that the rules know, and as few as can be are joined.
    """
    best: list[tuple[int, list[str]] | None] = [(0, [])]
    for end in range(1, len(words) + 1):
        found: list[tuple[int, list[str]]] = []
        for first in range(max(0, end - MOST_WRAPPED), end):
            title, before = "".join(words[first:end]), best[first]
            known = title in rules.columns or title in rules.lists.groups
            if before and (known or _has_shape(title, end - first > 1, rules)):
                found.append((before[0] + known * len(title), [*before[1], title]))
        best.append(max(found, key=lambda one: (one[0], len({*one[1]})), default=None))
    titles = best[-1]
    return titles[1] if titles else []


def _has_shape(title: str, wrapped: bool, rules: Rules) -> bool:
    """Tell whether a text has the shape of a column's title; a `wrapped` remark's might go on."""
    shapes = rules.grammar.column_shapes
    fields = [field for field in shapes if not (wrapped and field == "remark")]
    figures = any(map(str.isdigit, title))
    return not figures and any(shapes[field].fullmatch(title) for field in fields)


def _lowest(words: Sequence[str], rules: Rules) -> list[str]:
    """Return the titles that name columns, without those that stand over the columns of others.

    They are a group's, or two others are pieces of them: 承接部门及方式 over 承接部门, 方式.
    """
    return [
        word
        for word in words
        if word not in rules.lists.groups
        and sum(other != word and other in word for other in words) < FEWEST_NAMED
    ]


def _is_piece(word: str, rules: Rules) -> bool:
    """Tell whether a word is a piece of a column's title, or a whole one over several columns."""
    return word in rules.lists.groups or word in rules.column_text


def _runs(places: Iterable[int]) -> Iterator[range]:
    """Yield the runs of places that follow each other, longer ones in pieces."""
    first = last = -1
    for place in places:
        if place != last or place - first == LONGEST_RUN:
            if last > first >= 0:
                yield range(first, last)
            first = place
        last = place + 1
    if last > first >= 0:
        yield range(first, last)


def _is_titles(text: str, rules: Rules) -> bool:
    """Tell whether a text is nothing but titles of columns, printed without space between."""
    return next(_made_of_titles([text], rules), 0) == 1


def _titles_at(text: str, at: int, rules: Rules) -> Iterator[str]:
    """Yield the titles of columns that begin at a place of a text, the longest first."""
    for title in rules.columns_by_letter.get(text[at], ()):
        if text.startswith(title, at):
            yield title


def _titles_in(text: str, rules: Rules) -> list[str]:
    """Return the titles of columns in a text without white space, from left to right."""
    found: list[str] = []
    at = 0
    while at < len(text):
        title = next(_titles_at(text, at, rules), "")
        found += [title] if title else []
        at += len(title) or 1
    return found


def _header(texts: Sequence[str], rules: Rules) -> HeaderLines | None:
    """Return lines made of header words as a header if they surely are one.

    It is one when it names two columns, or the one that numbers the rows, or one whose title
    is a long one.
    """
    words = [word for text in texts for word in text.split()]
    told = not all(_is_known(text, rules) for text in texts)
    if told and (held := _fields_by_shape(words, rules)):
        return HeaderLines(0, len(texts), _once(held))
    whole = _whole_titles(texts, rules)
    words = [word for place in whole for word in texts[place].split()]
    columns = _lowest(words, rules)
    printed = "".join(words)
    readings = [_titles_in("".join(columns), rules), _titles_in(printed, rules)]
    if all(word in rules.columns for word in columns):
        readings.append(columns)
    titles, fields = max(
        ((titles, _fields(titles, rules)) for titles in readings), key=lambda found: len(found[1])
    )
    certain = any(len(title) >= LONG_TITLE for title in titles)
    if len(fields) >= FEWEST_NAMED or certain or printed in rules.lists.columns["seq"]:
        return HeaderLines(whole[0], whole[-1] + 1, fields)
    return None


def _fields(titles: Sequence[str], rules: Rules) -> tuple[Field, ...]:
    """Return what columns with such titles hold; other types beside the categories are remarks."""
    columns = [Column(0, 0, title, rules.columns[title]) for title in dict.fromkeys(titles)]
    return _once([column.field for column in once(columns, "category", rules) if column.field])


def _once(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Return the fields of columns, each where it stands first, but each remark where it stands."""
    return tuple(
        [
            field
            for place, field in enumerate(fields)
            if field == "remark" or field not in fields[:place]
        ]
    )


def _whole_titles(texts: Sequence[str], rules: Rules) -> range:
    """Return which of some lines, one below the other, are whole titles.

    A piece before or behind them is the rest of a cell. Without whole titles all are returned.
    """
    groups = rules.lists.groups
    joined = ["".join(word for word in text.split() if word not in groups) for text in texts]
    found = range(0)
    for first in range(len(texts)) if len(texts) > 1 else ():
        for whole in _made_of_titles(joined[first:], rules):
            text = "".join(joined[first : first + whole])
            if whole > len(found) and len(_titles_in(text, rules)) > 1:
                found = range(first, first + whole)
    return found or range(len(texts))


def _made_of_titles(texts: Sequence[str], rules: Rules) -> Iterator[int]:
    """Yield how many of some texts, from the first on, are nothing but whole titles together."""
    text, reached, end = "".join(texts), {0}, 0
    for count, one in enumerate(texts, 1):
        for place in range(end, end + len(one)):
            if place in reached:
                reached.update([place + len(title) for title in _titles_at(text, place, rules)])
        end += len(one)
        if end and end in reached:
            yield count
