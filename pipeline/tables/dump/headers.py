"""The headers of tables in a dump, which repeat on every page, whole, wrapped or in pieces.

A header is recognised by its vocabulary: a run of lines whose every word is a piece of some
column's title, and that together name a column for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from ...model import Field
from ...rules import Rules
from ...rules.loading import alternatives
from .lineindex import Printed

APPENDIX = r"(?:附[件表]|表)\s*[\d一二三四五六七八九十]*\s*[：:]?\s*"
SPACE = " \t\u3000\xa0\f"
LONG_TITLE = 6  # letters of a title that stands in no cell by chance


class Header(NamedTuple):
    """A printed header (possibly a part of one): lines[first:last], and the columns it names."""

    first: int
    last: int
    columns: tuple[Field, ...]


class Vocabulary(NamedTuple):
    """What headers and titles are made of.

    `pieces` are parts of titles, and whole `groups`: words over several columns, which name
    none. A `candidate` has no letter that no column has, `candidate_lines` are such lines below
    one another, each behind a line feed; `aliases` are the titles of columns, and `lengths` how
    long those are that begin with a letter, the longest first (a pattern of so many takes longer
    to compile than to read a document by), `shortest` the length of the shortest. A `title` of
    a list ends with one of `title_ends`.
    """

    pieces: frozenset[str]
    candidate: re.Pattern[str]
    candidate_lines: re.Pattern[str]
    aliases: Set[str]
    lengths: Mapping[str, Sequence[int]]
    shortest: int
    groups: frozenset[str]
    title: re.Pattern[str]
    title_ends: tuple[str, ...]


@lru_cache(maxsize=4)
def vocabulary_of(rules: Rules) -> Vocabulary:
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
    candidate = rf"[{letters}{SPACE}]{{1,80}}"
    return Vocabulary(
        pieces=frozenset(pieces) | frozenset(rules.lists.groups),
        candidate=re.compile(candidate),
        # Not (?:…)+, which takes several times as long: no search begins at its line feed.
        candidate_lines=re.compile(rf"\n{candidate}(?=\n)(?:\n{candidate}(?=\n))*"),
        aliases=aliases.keys(),
        lengths={
            letter: sorted({len(alias) for alias in aliases if alias[0] == letter}, reverse=True)
            for letter in {alias[0] for alias in aliases}
        },
        shortest=min(map(len, aliases)),
        groups=frozenset(rules.lists.groups),
        title=re.compile(rf"{title}(?:[（(][^（）()]*[）)]|[：:]?共?\d+项)?$"),
        title_ends=tuple({*"录表）)项", *(title[-1] for title in rules.titles)}),
    )


def headers_in(page: Printed, vocabulary: Vocabulary, rules: Rules) -> tuple[Header, ...]:
    """Given the lines, return every run of them that is a header or a part of one."""
    known: dict[str, Sequence[Header]] = {}  # the same lines stand on every page
    headers = []
    for place, run in page.found(vocabulary.candidate_lines):
        if run not in known:
            few = _are_too_few("".join(run.split()), vocabulary, rules)
            known[run] = () if few else list(_headers(run.split("\n")[1:], vocabulary, rules))
        headers += [_moved(header, place) for header in known[run]]
    return tuple(headers)


def _are_too_few(letters: str, vocabulary: Vocabulary, rules: Rules) -> bool:
    """Tell whether letters are too few for the titles of two columns, and none numbers the rows.

    So are those of most runs, which are the ends of cells.
    """
    few = len(letters) < min(2 * vocabulary.shortest, LONG_TITLE)
    return few and not any(title in letters for title in rules.lists.columns["seq"])


def _headers(texts: Sequence[str], vocabulary: Vocabulary, rules: Rules) -> Iterator[Header]:
    """Given lines below one another that may be headers, yield those that surely are."""
    words = [text.split() for text in texts]
    hits = [place for place, each in enumerate(words) if _is_header_line(each, vocabulary)]
    for run in _runs(hits):
        header = _header(texts[run[0] : run[-1] + 1], vocabulary, rules)
        if header is not None:
            yield _moved(header, run[0])


def _moved(header: Header, by: int) -> Header:
    """Given a header, return it so many lines further down."""
    return Header(header.first + by, header.last + by, header.columns)


def _runs(positions: Iterable[int]) -> list[list[int]]:
    """Given positions in order, return those that follow each other together."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and position == runs[-1][-1] + 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    return runs


def _is_header_line(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Tell whether each word is a piece of a column's title, or all of them are whole titles."""
    each = all(word in vocabulary.pieces or _is_titles(word, vocabulary) for word in words)
    return each or _is_titles("".join(words), vocabulary)


def is_header(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a text is nothing but titles of columns, or pieces of such."""
    whole = vocabulary.candidate.fullmatch(text)
    return whole is not None and _is_header_line(text.split(), vocabulary)


def _is_titles(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a text is nothing but titles of columns, printed without space between."""
    reached = {0}
    for place in range(len(text)):
        if place in reached:
            reached.update([place + len(one) for one in _titles_at(text, place, vocabulary)])
    return text != "" and len(text) in reached


def _titles_at(text: str, at: int, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the titles of columns that begin at a place of a text, the longest first."""
    for length in vocabulary.lengths.get(text[at], ()):
        title = text[at : at + length]
        if title in vocabulary.aliases:
            yield title


def _titles_in(text: str, vocabulary: Vocabulary) -> list[str]:
    """Given a text without white space, return the titles of columns in it, from left to right."""
    found: list[str] = []
    at = 0
    while at < len(text):
        title = next(_titles_at(text, at, vocabulary), "")
        found += [title] if title else []
        at += len(title) or 1
    return found


def _header(texts: Sequence[str], vocabulary: Vocabulary, rules: Rules) -> Header | None:
    """Given lines made of header words, return them as a header if they surely are one.

    It is one when it names two columns, or the one that numbers the rows, or one whose title
    is a long one.
    """
    run = _whole(texts, vocabulary)
    words = [word for position in run for word in texts[position].split()]
    columns = [word for word in words if word not in vocabulary.groups]
    named, fields = _named("".join(words), vocabulary, rules)
    if len(columns) < len(words):
        without = _named("".join(columns), vocabulary, rules)
        named, fields = max((named, fields), without, key=lambda found: len(found[1]))
    certain = any(len(alias) >= LONG_TITLE for alias in named)
    if len(fields) >= 2 or certain or "".join(words) in rules.lists.columns["seq"]:
        return Header(run[0], run[-1] + 1, fields)
    return None


def _named(text: str, vocabulary: Vocabulary, rules: Rules) -> tuple[list[str], tuple[Field, ...]]:
    """Given a text without white space, return the titles of columns in it, and their fields."""
    named = _titles_in(text, vocabulary)
    return named, tuple(dict.fromkeys(rules.columns[alias] for alias in named))


def _whole(texts: Sequence[str], vocabulary: Vocabulary) -> Sequence[int]:
    """Given lines made of header words, return the places of those that are whole titles.

    A piece before or behind them is the rest of a cell. Without whole titles all are returned.
    """
    if len(texts) == 1:
        return range(1)
    joined = [
        "".join(word for word in text.split() if word not in vocabulary.groups) for text in texts
    ]
    for length in range(len(texts), 0, -1):
        for first in range(len(texts) - length + 1):
            text = "".join(joined[first : first + length])
            if _is_titles(text, vocabulary) and len(_titles_in(text, vocabulary)) > 1:
                return range(first, first + length)
    return range(len(texts))
