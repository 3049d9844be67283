"""The headers of tables in a dump, which repeat on every page, whole, wrapped or in pieces.

A header is recognised by its vocabulary: a run of lines whose every word is a piece of some
column's title, and that together name a column for certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...model import Field, Line
from ...rules import Rules
from ..headers import Column, once

LONG_TITLE = 6  # letters of a title that stands in no cell by chance
LONGEST_LINE = 80  # letters of a line of a header
FEWEST_NAMED = 2  # columns that a header names, if none has a long title or numbers the rows


class HeaderLines(NamedTuple):
    """A printed header (possibly a part of one): lines[first:last], and the columns it names."""

    first: int
    last: int
    columns: tuple[Field, ...]


def headers_in(lines: Sequence[Line], rules: Rules) -> tuple[HeaderLines, ...]:
    """Return every run of lines that is a header or a part of one."""
    texts = [line.text for line in lines]
    hits = [place for place, text in enumerate(texts) if is_header(text, rules)]
    found = (_header(texts, run, rules) for run in _runs(hits))
    return tuple(header for header in found if header)


def is_header(text: str, rules: Rules) -> bool:
    """Tell whether a text is nothing but titles of columns, or pieces of such."""
    if len(text) > LONGEST_LINE or not rules.column_letters.issuperset(text):
        return False
    words = text.split()
    pieces = all(_is_piece(word, rules) or _is_titles(word, rules) for word in words)
    return pieces or _is_titles("".join(words), rules)


def _is_piece(word: str, rules: Rules) -> bool:
    """Tell whether a word is a piece of a column's title, or a whole one over several columns."""
    return word in rules.lists.groups or word in rules.column_text


def _runs(places: Iterable[int]) -> Iterator[range]:
    """Yield the runs of places that follow each other."""
    first = last = -1
    for place in places:
        if place != last:
            if last > first >= 0:
                yield range(first, last)
            first = place
        last = place + 1
    if last > first >= 0:
        yield range(first, last)


def _is_titles(text: str, rules: Rules) -> bool:
    """Tell whether a text is nothing but titles of columns, printed without space between."""
    reached = {0}
    for place in range(len(text)):
        if place in reached:
            reached.update([place + len(title) for title in _titles_at(text, place, rules)])
    return text != "" and len(text) in reached


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


def _header(texts: Sequence[str], run: range, rules: Rules) -> HeaderLines | None:
    """Return a run of lines made of header words as a header if they surely are one.

    It is one when it names two columns, or the one that numbers the rows, or one whose title
    is a long one.
    """
    whole = _whole_titles(texts, run, rules)
    words = [word for place in whole for word in texts[place].split()]
    columns = [word for word in words if word not in rules.lists.groups]
    printed = "".join(words)
    readings = [_titles_in(printed, rules), _titles_in("".join(columns), rules)]
    if all(word in rules.columns for word in columns):
        readings.append(columns)
    named, fields = max(
        ((named, _fields(named, rules)) for named in readings), key=lambda found: len(found[1])
    )
    certain = any(len(title) >= LONG_TITLE for title in named)
    if len(fields) >= FEWEST_NAMED or certain or printed in rules.lists.columns["seq"]:
        return HeaderLines(whole[0], whole[-1] + 1, fields)
    return None


def _fields(named: Sequence[str], rules: Rules) -> tuple[Field, ...]:
    """Return what columns with such titles hold; other types beside the categories are remarks."""
    columns = [Column(0, 0, title, rules.columns[title]) for title in dict.fromkeys(named)]
    fields = [column.field for column in once(columns, "category", rules) if column.field]
    again = [place for place, one in enumerate(fields) if one != "remark" and one in fields[:place]]
    return tuple(one for place, one in enumerate(fields) if place not in again)


def _whole_titles(texts: Sequence[str], run: range, rules: Rules) -> range:
    """Return the lines of a run that are whole titles.

    A piece before or behind them is the rest of a cell. Without whole titles all are returned.
    """
    groups = rules.lists.groups
    joined = {p: "".join(word for word in texts[p].split() if word not in groups) for p in run}
    for length in range(len(run), 0, -1) if len(run) > 1 else ():
        for first in range(run.start, run.stop - length + 1):
            text = "".join(joined[place] for place in range(first, first + length))
            if _is_titles(text, rules) and len(_titles_in(text, rules)) > 1:
                return range(first, first + length)
    return run
