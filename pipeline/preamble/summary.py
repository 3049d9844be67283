"""The totals of a small table before the lists, whether it has cells or was dumped.

Its lines are read as words in reading order. A row is a list's name with figures behind it, and
the words above the first row say what each figure counts; or the lists stand side by side, and
each row says what it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from msgspec import Struct

from ..letters.script import SENTENCE_MARKS, number_of
from ..model import LIST_TYPES, CheckName, Line, ListType, Stated
from ..rules import Rules

MOST_WORDS = 12  # of a header and the first row's name
FEWEST_ROWS = 2  # lists that make a table of totals

_WORD = re.compile(r"\S+")
_FIGURE = re.compile(r"\d")


class Word(Struct, frozen=True):
    """A run of letters without white space, and where it begins in the source."""

    line: Line
    text: str
    start: int


class Row(Struct, frozen=True):
    """Figures that stand one behind another, and the words before them."""

    words: tuple[Word, ...]
    figures: tuple[Word, ...]

    @property
    def label(self) -> str:
        """The words without white space."""
        return "".join(word.text for word in self.words)


class Summary(Struct, frozen=True):
    """The totals that tables state, and the offsets of these tables' lines."""

    stated: tuple[Stated, ...]
    lines: frozenset[int]


def summary_of(preamble: Sequence[Line], rules: Rules) -> Summary:
    """Return the totals that tables of totals in a preamble state."""
    rows = list(_rows(preamble, rules))
    stated: list[Stated] = []
    starts: set[int] = set()
    lines: set[int] = set()
    for first, row in enumerate(rows):
        lists = _lists_in(row.label, rules)
        below = map(rows.__getitem__, range(first, len(rows)))
        found = list(_side_by_side(below, lists, rules) if len(lists) > 1 else ())
        if not found:
            few, above = rows[first : first + len(LIST_TYPES)], rows[first - 1] if first else None
            found = list(_one_below_the_other(few, above, rules))
        if len({total.list_type for total, _ in found}) < FEWEST_ROWS:
            continue
        if any(total.start in starts for total, _ in found):
            continue
        stated += [total for total, _ in found]
        starts.update(total.start for total, _ in found)
        for _, own in found:
            lines.update(word.line.start for word in (*own.words, *own.figures))
        lines.update(word.line.start for word in row.words)
    return Summary(tuple(stated), frozenset(lines))


def _rows(preamble: Sequence[Line], rules: Rules) -> Iterator[Row]:
    """Yield the runs of figures of a preamble with the words before each, up to a sentence."""
    words: list[Word] = []
    figures: list[Word] = []
    for line in preamble:
        for word in _words(line, rules):
            if rules.grammar.cell_figure.fullmatch(word.text):
                figures.append(word)
                continue
            if figures:
                yield _row(words, figures)
                words, figures = [], []
            words.append(word)
    if figures:
        yield _row(words, figures)


def _words(line: Line, rules: Rules) -> Iterator[Word]:
    """Yield the words of a line, a figure right behind a list's name apart: 基本履职事项8."""
    for match in _WORD.finditer(line.text):
        figure = _FIGURE.search(match[0])
        glued = figure and rules.grammar.cell_figure.fullmatch(match[0], figure.start())
        named = glued and rules.grammar.list_name.search(match[0])
        at = figure.start() if figure and named else 0
        for first, last in ((0, at), (at, len(match[0]))):
            if last > first:
                yield Word(line, match[0][first:last], line.start + match.start() + first)


def _row(words: Sequence[Word], figures: Sequence[Word]) -> Row:
    def is_label(word: Word) -> bool:
        return not any(mark in word.text for mark in SENTENCE_MARKS)

    own = list(takewhile(is_label, reversed(words[-MOST_WORDS:])))
    return Row(tuple(reversed(own)), tuple(figures))


def _lists_in(label: str, rules: Rules) -> list[ListType]:
    """Return the lists that a row's words name, each once, in order."""
    names = rules.grammar.list_names
    return list(dict.fromkeys(names[m[0]] for m in rules.grammar.list_name.finditer(label)))


def _counted(label: str, rules: Rules) -> list[tuple[CheckName | None, str]]:
    """Return what the words of a header count, in order, with the words themselves."""
    found = rules.grammar.counted_column.finditer(label)
    return [(match.lastgroup, match[0]) for match in found]  # type: ignore[misc]  # the groups


def _one_below_the_other(
    rows: Sequence[Row], above: Row | None, rules: Rules
) -> Iterator[tuple[Stated, Row]]:
    """Yield the totals of rows that begin with the name of a list each, with their rows.

    Where rows are numbered, the words above stand before the number of the first.
    """
    grammar = rules.grammar
    own: list[tuple[ListType, Row]] = []
    for row in rows:
        named = _lists_in(row.label, rules)
        if len(named) != 1 or named[0] in [kind for kind, _ in own]:
            break
        own.append((named[0], row))
    if len(own) < FEWEST_ROWS:
        return
    head = own[0][1].label
    header = head[: next(grammar.list_name.finditer(head)).start()]
    if not header and above and not _lists_in(above.label, rules):
        header = above.label
    width = len(own[-1][1].figures)  # behind the others, the next row's number may stand
    columns = _counted(header, rules)[-width:]
    for kind, row in own:
        counted = columns if len(columns) == width else [(None, "")] * width
        if kind == "basic" and len(row.figures) < width:
            counted = [column for column in counted if column[0] != "departments"]
        for (check, word), figure in zip(counted, row.figures, strict=False):
            yield from _stated(kind, check, word, figure, row, rules)


def _side_by_side(
    rows: Iterable[Row], lists: Sequence[ListType], rules: Rules
) -> Iterator[tuple[Stated, Row]]:
    """Yield the totals of rows below the names of lists side by side, with their rows."""
    grammar = rules.grammar
    for nth, row in enumerate(rows):
        label = row.label
        if nth == 0:
            label = label[[m.end() for m in grammar.list_name.finditer(label)][-1] :]
        elif _lists_in(label, rules):
            break
        counted = _counted(label, rules)
        check = counted[-1][0] if counted else "items"
        if not counted and not grammar.sum.search(label):
            continue
        if len(row.figures) not in (len(lists), len(lists) + 1):
            continue
        word = counted[-1][1] if counted else ""
        for kind, figure in zip(lists, row.figures, strict=False):
            yield from _stated(kind, check, word, figure, row, rules)


def _stated(
    kind: ListType, check: CheckName | None, word: str, figure: Word, row: Row, rules: Rules
) -> Iterable[tuple[Stated, Row]]:
    """Yield the total that a figure of a table states; a dash states none.

    Its unit (139项) tells what it counts, else the words above or before it.
    """
    units = (unit for unit, counts in rules.grammar.totals if counts.fullmatch(figure.text))
    check = next(units, check)
    count = rules.grammar.count.search(figure.text)
    if count and check and (kind, check) != ("basic", "departments"):
        end = figure.start + len(figure.text)
        quote = f"{word}{figure.text}"
        yield Stated(kind, check, number_of(count["n"]), (), quote, figure.start, end), row
