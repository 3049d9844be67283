"""What follows a list without being of it: sums, notes, who signs and when, a late preamble."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..letters.lines import squeezed
from ..letters.script import FULL_STOP
from ..model import Line
from ..rules import Rules
from .headers import Column, GridRow, filled, row_lines

MOST_END_ROWS = 100  # of a table that are who signs, or the preamble
LONGEST_CLOSING = 12  # lines of notes and signatures behind the last table
MOST_SUMMED = 3  # cells of a row that sums a list up


def page_lines(lines: Sequence[Line], rules: Rules) -> set[int]:
    """Return the offsets of the lines below the last table that are of the page.

    They are all from the first on that surely is.
    """
    of_page = [rules.grammar.page_below.match(squeezed([line])) is not None for line in lines]
    first = of_page.index(True) if True in of_page else len(lines)
    return {line.start for line in lines[first:]}


def closing_lines(lines: Sequence[Line], rules: Rules) -> set[int]:
    """Return the offsets of the lines, up to a list's or the document's end, that close it.

    That is a note and everything behind it, or who signs and when.
    """
    grammar = rules.grammar
    texts = [squeezed([line]) for line in lines[-LONGEST_CLOSING:]]
    noted = [bool(grammar.note.match(text) or grammar.sum.fullmatch(text)) for text in texts]
    first = noted.index(True) if True in noted else len(texts)
    while first and grammar.signed.fullmatch(texts[first - 1]):
        first -= 1
    return {line.start for line in lines[len(lines) - len(texts) + first :]}


def is_sum(row: GridRow, rules: Rules) -> bool:
    """Tell whether a row of a list sums it up: 合计, and its figure here or in the next cell."""
    summed = rules.grammar.sum.fullmatch(squeezed(row_lines(row)))
    return summed is not None and len(filled(row)) <= MOST_SUMMED


def sum_in(lines: Sequence[Line], rules: Rules) -> tuple[Line, ...]:
    """Return the bare lines that sum a list up, among those behind its rows: 合计, and figures."""
    summed = rules.grammar.sum.fullmatch
    for first, line in enumerate(lines):
        if summed(squeezed([line])):
            last = first + 1
            while last < len(lines) and summed(squeezed(lines[first : last + 1])):
                last += 1
            return tuple(lines[first:last])
    return ()


def is_none(row: GridRow, columns: Sequence[Column], rules: Rules) -> bool:
    """Tell whether the cells of a row, its number aside, say that the list has no item."""
    numbered = {c.start for c in columns if c.field == "seq" and len(filled(row)) > 1}
    texts = [squeezed(cell.cell.lines) for cell in filled(row) if cell.start not in numbered]
    return bool(texts) and all(map(rules.grammar.no_item.fullmatch, texts))


def are_none(lines: Sequence[Line], rules: Rules) -> bool:
    """Tell whether bare lines, the number of a first row aside, say that a list has no item."""
    texts = [text for line in lines for text in _cells(line, rules)]
    first = len(texts) > 1 and texts[0] == "1"
    return bool(texts) and all(map(rules.grammar.no_item.fullmatch, texts[first:]))


def _cells(line: Line, rules: Rules) -> Sequence[str]:
    """Return the texts of a bare line: what white space parts, or all of it as one."""
    whole = squeezed([line])
    return [whole] if rules.grammar.no_item.fullmatch(whole) else line.text.split()


def is_note(row: GridRow, above: Iterable[Line], rules: Rules) -> bool:
    """Tell whether a row of a list is one cell with a note, or goes on with one above."""
    cells = filled(row)
    if len(cells) != 1:
        return False
    lines = [*above, *cells[0].cell.lines]
    return any(rules.grammar.note.match(squeezed([line])) for line in lines)


def is_end(rows: Sequence[GridRow], preamble: Sequence[Line] | None, rules: Rules) -> bool:
    """Tell whether all rows left of a table are no rows of it: who signs, or the preamble.

    The latter only behind a list, where `preamble` is what stands before the lists.
    """
    if len(rows) > MOST_END_ROWS or any(len(filled(row)) > 1 for row in rows):
        return False
    texts = [squeezed(row_lines(row)) for row in rows if filled(row)]
    grammar = rules.grammar
    if all(map(grammar.signatures.fullmatch, texts)) and any(map(grammar.dated.search, texts)):
        return True
    if preamble is None:
        return False
    return is_late_preamble([line for row in rows for line in row_lines(row)], preamble, rules)


def is_late_preamble(lines: Sequence[Line], preamble: Sequence[Line], rules: Rules) -> bool:
    """Tell whether lines behind all lists are the preamble: it names several lists.

    So they are only where nothing before the lists has a sentence.
    """
    text = squeezed(lines)
    if FULL_STOP in squeezed(preamble) or FULL_STOP not in text:
        return False
    return len({kind for title, kind in rules.titles.items() if title in text}) > 1
