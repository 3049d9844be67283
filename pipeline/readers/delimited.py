"""Tables in a text dump whose cells tabs or bars keep apart: lines → grids.

What Tika prints of a web page or a spreadsheet has a row a line, every cell behind a tab, a
cell's further paragraphs on lines of their own; where they are paragraphs of the page, the next
cell begins a line, too. Of a Word document it prints a paragraph a line, the first of each cell
behind a tab, and a blank line behind each row. Markdown puts bars around cells. Merged cells are
left out or empty.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec.structs import replace

from ..letters.lines import part, stripped
from ..model import Cell, Grid, Line

# A category may stand before the number, and empty columns before both.
NUMBERED_ROW = re.compile(r"\t*(?:[^\W\d]{2,12}\t)?\d{1,3}\t\s*\S")
NUMBERED_CELL = re.compile(r"\t\d{1,3}\s*")
CLAUSE = re.compile(r"\s*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])\D")
SENTENCE = re.compile("[。：:，；]")
LABEL = re.compile("[^。：:，；]{1,12}[：:]")
SENTENCE_ENDS = ("。", "；", ";")
LONGEST_SHEET = 31  # letters that a spreadsheet lets the name of a sheet have
BARRED_ROW = re.compile(r"\s*+\|\s*+\d{1,3}\s*+\|.*\|\s*")
RULE = re.compile(r"\s*\|[\s|:+-]+\|\s*")
INK = re.compile(r"\S")
BAR = re.compile(r"\||<br\s*/?>")
FEW = 10  # of so many rows at least one is what some are
FEWEST_ROWS = 3  # numbered rows that make a dump one of such tables
FEWEST_TABS = 6  # tabs that make it one
FEWEST_SPACED = 2  # blank lines inside of rows that are their style

Row = list[list[Line]]  # cells, each with its lines
Split = Callable[[Sequence[Line], str, str], Iterator[Line | Row]]


def with_tables(lines: Sequence[Line], text: str, list_word: str) -> tuple[Line | Grid, ...]:
    """Return the lines of a dump, whose text is given, with the tables among them as grids.

    A paragraph with `list_word` is a title, not of a cell or the name of a sheet.
    """
    split = _split_of([line.text for line in lines], text)
    if split is None:
        return tuple(lines)
    blocks: list[Line | Grid] = []
    rows: list[Row] = []
    for item in split(lines, text, list_word):
        if isinstance(item, Line) and item.furniture:
            blocks.append(item)
            continue
        ends = isinstance(item, Line) or (_is_head(item) and any(_numbered(r) >= 0 for r in rows))
        if rows and ends:
            title = _title_below(rows[-1], list_word) if isinstance(item, list) else []
            blocks += [_grid(rows), *title]
            rows = []
        if isinstance(item, Line):
            blocks.append(replace(item, wraps=False))
        else:
            rows.append(item)
    return (*blocks, _grid(rows)) if rows else tuple(blocks)


def _title_below(row: Row, list_word: str) -> list[Line]:
    """Take the title of the next table from a table's last row and return it, [] without one.

    Tika prints it like one more paragraph of the row's last cell.
    """
    last = row[-1]
    return [last.pop()] if len(last) > 1 and list_word in last[-1].text else []


def _is_head(row: Row) -> bool:
    """Tell whether a row may head a table: it has several cells, no number and no sentence."""
    words = "".join(line.text for cell in row for line in cell)
    return len(row) > 1 and _numbered(row) < 0 and not SENTENCE.search(words)


def _split_of(texts: Sequence[str], text: str) -> Split | None:
    """Return how the rows of a dump are told, whose lines and text are given, None without any."""
    if "|" in text and _enough(BARRED_ROW, texts):
        return _barred_rows
    if text.count("\t") < FEWEST_TABS:
        return None
    if sum(NUMBERED_ROW.match(text) is not None for text in texts) >= FEWEST_ROWS:
        return _tabbed_rows
    return _celled_rows if _enough(NUMBERED_CELL, texts) else None


def _enough(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    return sum(pattern.fullmatch(text) is not None for text in texts) >= FEWEST_ROWS


def _tabbed_rows(lines: Sequence[Line], text: str, list_word: str) -> Iterator[Line | Row]:
    """Yield the rows of lines of which each is a row with tabs, and the lines between them."""
    texts = [line.text for line in lines]
    led, narrow = _leading_tabs(texts), _narrow_heads(texts)
    gaps = _gaps(lines, text)
    inside = _Inside(lines, gaps, list_word)
    row: Row = []
    width = 0
    for index, (line, between) in enumerate(zip(lines, gaps, strict=True)):
        if row:
            row += _empty_cells(between.partition("\n\n")[0])[: max(width - len(row), 0)]
        begins = _begins_row(line.text, led) or index in narrow
        if begins and row and len(row) < width and inside.begins_cell(index, row):
            row += _pieces(line)[led:]
        elif begins:
            if row:
                yield row
            row = _pieces(line)[led:]
            width = 0 if _is_head(row) else width
        elif row and inside.goes_on(index, row, lacks=len(row) < width - 1):
            first, *others = _pieces(line)
            row[-1] += first
            row += others
        else:
            if row:
                yield row
            apart = led > 0 and between.count("\n") > 2
            is_sheet = apart and list_word not in line.text and _names_sheet(line, text)
            yield replace(line, furniture=True) if is_sheet else line
            row, width = [], 0
        width = max(width, len(row))
    if row:
        yield row


def _gaps(lines: Sequence[Line], text: str) -> list[str]:
    """Return what stands before each line behind the one above it."""
    ends = [0, *[line.end for line in lines]]
    return [_line_feeds(text[end : line.start]) for end, line in zip(ends, lines, strict=False)]


class _Inside:
    """What of the lines of a dump is inside of rows.

    `spaced` tells that blank lines stand between the paragraphs of a cell, `closed` that a line
    ends behind the last of several.
    """

    def __init__(self, lines: Sequence[Line], gaps: Sequence[str], list_word: str) -> None:
        self._lines, self._gaps, self._word = lines, gaps, list_word
        tabbed = [line.text.startswith("\t") for line in lines]
        further = [not tab and "\t" in line.text for tab, line in zip(tabbed, lines, strict=True)]
        below = zip([*gaps[1:], "\n\n"], [*tabbed[1:], False], strict=True)
        inner = [
            "\n\n" in gap and not tab and (more or (next_tab and "\n\n" not in next_gap))
            for gap, tab, more, (next_gap, next_tab) in zip(
                gaps, tabbed, further, below, strict=True
            )
        ]
        self._spaced = inner.count(True) >= FEWEST_SPACED
        self._closed = not any(further)
        paragraphs = [line.text for line, within in zip(lines, inner, strict=True) if within]
        self._labels = {label[0] for text in paragraphs if (label := LABEL.match(text))}
        self._row_below: list[bool] = []  # whether a row stands below before a title does
        follows = False
        for line, tab in zip(reversed(lines), reversed(tabbed), strict=True):
            self._row_below.append(follows)
            follows = tab or (follows and list_word not in line.text)
        self._row_below.reverse()

    def begins_cell(self, index: int, row: Row) -> bool:
        """Tell whether a line that begins with a tab begins a cell of a row, behind paragraphs."""
        text = self._lines[index].text
        numbered = NUMBERED_ROW.match(text) or NUMBERED_CELL.fullmatch(text)
        several = self._closed and len(row[-1]) > 1
        return several and not numbered and "\n\n" not in self._gaps[index]

    def goes_on(self, index: int, row: Row, *, lacks: bool) -> bool:
        """Tell whether a line goes on with the row above it, of which cells are lacking or not.

        Two blank lines end a sheet; one may stand in a cell.
        """
        text, between = self._lines[index].text, self._gaps[index]
        if "\n\n" not in between or "\t" in text:
            return True
        if "\n\n\n" in between:
            return False
        return lacks or (self._spaced and self._word not in text and self._is_paragraph(index, row))

    def _is_paragraph(self, index: int, row: Row) -> bool:
        """Tell whether a line behind a blank one is one more paragraph of a row's last cell.

        A row follows, or it is numbered or labelled as others are, or goes on with a sentence.
        """
        text = self._lines[index].text
        label = LABEL.match(text)
        if CLAUSE.match(text) or (label and label[0] in self._labels):
            return True
        above = row[-1][-1].text if row[-1] else ""
        return self._row_below[index] or not above.endswith(SENTENCE_ENDS)


def _names_sheet(line: Line, text: str) -> bool:
    """Tell whether a line behind blank ones names a sheet: rows stand right below, or nothing."""
    if SENTENCE.search(line.text) or len(line.text) > LONGEST_SHEET:
        return False
    ink = INK.search(text, line.end)
    return ink is None or _line_feeds(text[line.end : ink.start()]).startswith("\n\t")


def _line_feeds(text: str) -> str:
    """Return what stands between two lines with any system's line ends as line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _leading_tabs(texts: Sequence[str]) -> int:
    """Return how many tabs lead every row: the fewest of the numbered rows.

    Few of those have fewer: a number whose cell begins on a line of its own.
    """
    rows = [text for text in texts if NUMBERED_ROW.match(text)]
    leads = Counter(len(text) - len(text.lstrip("\t")) for text in rows)
    return min(lead for lead, count in leads.items() if FEW * count >= len(rows))


def _begins_row(text: str, led: int) -> bool:
    """Tell whether a line begins a row; so many tabs lead each."""
    if led:
        return text.startswith("\t" * led)
    return NUMBERED_ROW.match(text) is not None or text.count("\t") > 1


def _narrow_heads(texts: Sequence[str]) -> set[int]:
    """Return the lines that head tables of two columns: 序号 and 事项名称, and no other tab.

    A row with a number and one tab stands below, or below a line that heads some rows.
    """
    found: set[int] = set()
    for place, text in enumerate(texts):
        words = text.count("\t") == 1 and not SENTENCE.search(text)
        if words and not any(map(str.isdigit, text)):
            below = next((row for row in texts[place + 1 : place + 3] if "\t" in row), "")
            if below.count("\t") == 1 and NUMBERED_ROW.match(below):
                found.add(place)
    return found


def _celled_rows(lines: Sequence[Line], text: str, list_word: str) -> Iterator[Line | Row]:
    """Yield the rows of lines of which each cell begins with a tab, and the lines between them.

    A line with nothing but a tab is an empty cell. A blank one ends a row; where cells have such
    in them, only a row that is as wide as the head of its table.
    """
    texts = [line.text for line in lines]
    spaced = _has_blank_lines_inside(lines, text)
    row: Row = []
    before = width = 0
    for index, line in enumerate(lines):
        above, apart, below = _line_feeds(text[before : line.start]).partition("\n\n")
        before = line.end
        empty = _empty_cells(below)
        if row:
            row += _empty_cells(above)
            lacking = max(width - len(row), 0) if _numbered(row) >= 0 else 0
            row, empty = [*row, *empty[:lacking]], empty[lacking:]
        headed = _is_head(row) and _is_head(_pieces(lines[index - 1])[1:])  # on one line
        if row and (
            headed or (apart and (not spaced or _ends_row(row, width, texts[index:], list_word)))
        ):
            width = len(row) if _is_head(row) else width
            yield from _rows_in(row, width)
            row = []
        first, *others = _pieces(line)
        if line.text.startswith("\t"):
            row += [*empty, *others]
        elif row:
            row[-1] += first
            row += others
        else:
            yield line
    yield from _rows_in(row, width)


def _rows_in(row: Row, width: int) -> Iterator[Line | Row]:
    """Yield a row without the rows of one cell right above its number; a lone cell as lines."""
    bands = _numbered(row) if len(row) > width > 0 else 0
    for cell in row[: max(bands, 0)]:
        yield [cell]
    rest = row[max(bands, 0) :]
    if len(rest) == 1:
        yield from rest[0]
    elif rest:
        yield rest


def _has_blank_lines_inside(lines: Sequence[Line], text: str) -> bool:
    """Tell whether blank lines stand inside of rows.

    Then several stand before cells that neither are a number nor stand before one; else only
    before the first cell of a head, which is the same every time.
    """
    cells = [line for line in lines if line.text.startswith("\t")]
    numbered = [NUMBERED_CELL.fullmatch(cell.text) is not None for cell in cells]
    inside = {
        cell.text
        for above, cell, *numbers in zip(
            cells, cells[1:], numbered[1:], [*numbered[2:], False], strict=False
        )
        if not any(numbers) and "\n\n" in _line_feeds(text[above.end : cell.start])
    }
    return len(inside) >= FEWEST_ROWS


def _ends_row(row: Row, width: int, texts: Sequence[str], list_word: str) -> bool:
    """Tell whether a row that should be so wide is whole; `texts` are the lines behind it.

    Where it is as wide as the head, a paragraph behind it is of its last cell if it is
    numbered, or if the next row follows.
    """
    if _numbered(row) < 0:
        return True
    begins = [NUMBERED_CELL.fullmatch(text) is not None for text in texts[:2]]
    if texts[0].startswith("\t"):
        return len(row) >= width or any(begins)
    if len(row) < width:
        return list_word in texts[0]
    cells = [text for text in texts if text.startswith("\t")][:2]
    goes_on = any(NUMBERED_CELL.fullmatch(cell) for cell in cells)
    return not (goes_on or CLAUSE.match(texts[0]))


def _empty_cells(blank: str) -> Row:
    """Return the empty cells in what stands between two lines: a tab each."""
    return [[] for _ in range(blank.count("\t"))]


def _barred_rows(lines: Sequence[Line], *_: str) -> Iterator[Line | Row]:
    """Yield the rows of lines of which each stands between bars, and the lines between them."""
    for line in lines:
        if RULE.fullmatch(line.text):
            yield replace(line, furniture=True)
            continue
        if not line.text.strip().startswith("|"):
            yield line
            continue
        for mark in BAR.finditer(line.text):
            yield replace(part(line, *mark.span()), furniture=True)
        row: Row = [[]]
        marks = list(BAR.finditer(line.text))
        ends = [*(mark.start() for mark in marks[1:]), len(line.text)]
        for mark, end in zip(marks, ends, strict=True):
            row += [[]] if mark[0] == "|" else []
            row[-1] += _paragraph(line, mark.end(), end)
        yield row[1:] if row[-1] or len(row) == 2 else row[1:-1]


def _pieces(line: Line) -> Row:
    """Return what stands between the tabs in a line."""
    found, at = [], 0
    for text in line.text.split("\t"):
        found.append(_paragraph(line, at, at + len(text)))
        at += len(text) + 1
    return found


def _paragraph(line: Line, start: int, end: int) -> list[Line]:
    """Return a part of a line as a paragraph, without white space; none when it is blank."""
    found = stripped(part(line, start, end))
    return [replace(found, wraps=False)] if found.text else []


def _grid(rows: Sequence[Row]) -> Grid:
    """Return rows that follow each other as a grid as wide as the widest."""
    width = max(map(len, rows))
    whole = [row for row in rows if len(row) == width and _numbered(row) >= 0]
    numbers = _numbered(whole[0]) if whole else 0
    short = [row for row in rows if len(row) == width - 1 and _numbered(row) >= 0]
    merged = bool(whole and short) and _unlike(short, whole, numbers + 1, 1) < _unlike(
        short, whole, numbers + 1, 0
    )
    first = next((place for place, row in enumerate(rows) if _numbered(row) >= 0), len(rows))
    parts = {
        length: _place([row for row in rows[first:] if _is_part(row, length)], whole, width)
        for length in range(2, width)
    }
    return Grid(
        tuple(
            [
                _part(row, parts[len(row)], width)
                if place > first and len(row) < width and _is_part(row, len(row))
                else _aligned(row, width, numbers, merged=merged)
                for place, row in enumerate(rows)
            ]
        )
    )


def _is_part(row: Row, length: int) -> bool:
    """Tell whether a row of so many cells has no number: cells above cover those on both sides."""
    return len(row) == length > 1 and _numbered(row) < 0


def _place(parts: Sequence[Row], whole: Sequence[Row], width: int) -> int:
    """Return the column of whole rows that the first cell of parts of rows is likest."""
    if not parts or not whole:
        return 0
    places = range(width - len(parts[0]) + 1)
    return min(places, key=lambda place: _unlike(parts, whole, 0, place))


def _part(row: Row, place: int, width: int) -> tuple[Cell | None, ...]:
    """Return the part of a row that begins in a column, as wide as whole rows."""
    cells = [Cell(tuple(lines)) for lines in row]
    return (*[None] * place, *cells, *[None] * (width - place - len(cells)))


def _unlike(short: Sequence[Row], whole: Sequence[Row], first: int, shift: int) -> float:
    """Return how unlike the cells of short rows, from one on, are to those of whole rows that
    stand so many columns further."""
    return sum(
        abs(one - other)
        for column in range(first, max(map(len, short)))
        for one, other in zip(_traits(short, column), _traits(whole, column + shift), strict=True)
    )


def _traits(rows: Sequence[Row], place: int) -> tuple[float, float]:
    """Return how long the cells at a place are, as a logarithm, and how many end a sentence."""
    cells = ["".join(line.text for line in row[place]) for row in rows if place < len(row)]
    count = max(len(cells), 1)
    ended = sum(cell.endswith(SENTENCE_ENDS) for cell in cells)
    return math.log(1 + sum(map(len, cells)) / count), 3 * ended / count


def _numbered(row: Row) -> int:
    """Return the place of the cell that numbers a row, -1 without one."""
    numbered = (place for place, cell in enumerate(row) if cell and cell[0].text.isdigit())
    return next(numbered, -1)


def _aligned(row: Row, width: int, numbers: int, *, merged: bool) -> tuple[Cell | None, ...]:
    """Return a row as wide as whole rows, which have their numbers at the place `numbers`.

    A row with one cell is merged over all columns; where cells are merged, a row that lacks
    one lacks what a cell above covers: the one beside the number.
    """
    cells: list[Cell | None] = [Cell(tuple(lines)) for lines in row]
    if len(cells) == 1 and width > 1:
        return (Cell(tuple(row[0]), column_span=width), *[None] * (width - 1))
    place = _numbered(row)
    if len(cells) == width - 1 and 0 <= place < numbers:
        cells.insert(0, None)
    elif len(cells) == width - 1 and place >= 0 and merged:
        cells.insert(numbers + 1, None)
    return (*cells, *[Cell(()) for _ in range(width - len(cells))])
