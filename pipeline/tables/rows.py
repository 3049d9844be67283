"""Printed rows → rows: category headings apart, rows cut by a page rejoined, categories carried.

One way for every format: a grid gives its rows as they are printed, a dump as they were cut.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from msgspec.structs import replace

from ..letters.lines import squeezed
from ..letters.script import COLONS, SENTENCE_ENDS, number_of
from ..model import Band, Cell, Doubt, Field, Line, PrintedRow, Row, Rows, Section
from ..rules import Rules
from .bands import CategoryHeading, category_heading, sure_category_heading

# The columns in which a category may stand alone as the heading of the rows below.
_HEADING_FIELDS = ("seq", "category", "name")
_DUTIES: tuple[Field, ...] = ("superior_duties", "township_duties", "handling")
# The columns in which one cell may hold for several rows. Categories are carried (see below).
_SHARED: tuple[Field, ...] = ("name", "departments", *_DUTIES)
# The columns that tell apart the rows of one item, and those that these may repeat.
_BY_DEPARTMENT: tuple[Field, ...] = ("departments", "superior_duties", "handling")
_REPEATED: tuple[Field, ...] = ("seq", "category", "name", "departments", "township_duties")
# The columns that a row may leave empty on its own page.
_LOOSE = ("seq", "remark")


class _Draft:
    """A row that is being put together from printed rows; `band` is the category above it."""

    def __init__(self, printed: PrintedRow, seq: int | None, band: str | None) -> None:
        self.first = printed
        self.seq = seq
        self.band = band
        self.parts: list[PrintedRow] = []
        self.shared: dict[Field, Cell] = {}
        self.cells: dict[Field, list[Line]] = {}
        self.category: str | None = None
        self.doubts: list[Doubt] = []
        self.open = False  # its number is printed on the next page
        self.add(printed)

    def add(self, printed: PrintedRow, number: int | None = None) -> None:
        """Add the lines of the next printed row of this row, column by column, and its number."""
        if number is not None:
            self.seq, self.open = number, False
        self.parts.append(printed)
        self.doubts += printed.doubts
        for field, cell in printed.cells.items():
            if cell is not None:
                self.cells.setdefault(field, []).extend(cell.lines)

    def doubt(self, code: str, case: str = "") -> None:
        """Note once what is doubtful, with the row's place."""
        if any(doubt.code == code for doubt in self.doubts):
            return
        start = min((line.start for line in self.first.lines), default=None)
        self.doubts.append(Doubt(code, case, page=self.first.page, start=start))

    def category_cell(self) -> str:
        return squeezed(self.cells.get("category", ()))


def rows_of(lists: Sequence[Section], categories: Collection[str], rules: Rules) -> Rows:
    """Return the rows of printed lists; `categories` are the names that the document knows."""
    rows: list[Row] = []
    bands: list[Band] = []
    unplaced: list[Line] = []
    doubts: list[Doubt] = []
    joined = [_joined(one, categories, rules) for one in lists]
    printed = {name for drafts, *_ in joined for name in _whole_categories(drafts)}
    for one, (drafts, own, loose) in zip(lists, joined, strict=True):
        _judge_numbers(drafts)
        carry_categories(drafts, _Known(categories, printed), rules.lists.ditto)
        rows += [_row(one, draft) for draft in drafts]
        bands += own
        unplaced += loose
        if not one.none and "category" not in one.columns and not own:
            doubts.append(Doubt("missing_column", "categories", {"list": one.list_type}))
    return Rows(tuple(rows), tuple(bands), tuple(unplaced), tuple(doubts))


def _row(one: Section, draft: _Draft) -> Row:
    cells = {field: tuple(lines) for field, lines in draft.cells.items()}
    if draft.category is not None and not cells.get("category"):
        cells.pop("category", None)  # no cell of its own: the carried category counts
    page, doubts, parts = draft.first.page, tuple(draft.doubts), tuple(draft.parts)
    shared = frozenset(line.start for cell in draft.shared.values() for line in cell.lines)
    return Row(one.list_type, draft.seq, cells, draft.category, page, doubts, parts, shared)


# --- rows and category headings -----------------------------------------------------------------


def _joined(
    one: Section, categories: Collection[str], rules: Rules
) -> tuple[list[_Draft], list[Band], list[Line]]:
    """Return the rows of a list put together, its category headings, and what is neither."""
    drafts: list[_Draft] = []
    bands: list[Band] = []
    unplaced: list[Line] = []
    printed = _with_numbered_bands(one, categories, rules)
    numbers = [_number(item, rules) for item in printed]
    if not any(number is not None for number in numbers):
        one = replace(one, columns=tuple(field for field in one.columns if field != "seq"))
    for item, number, following in zip(printed, numbers, _following(numbers), strict=True):
        last = drafts[-1] if drafts else None
        if heading := _band(one, item, number, last, categories, rules):
            bands.append(heading)
        elif not isinstance(item, PrintedRow):
            unplaced += [item] if isinstance(item, Line) else []
        elif item.merged or (last is None and not _begins(item, number, following)):
            unplaced += item.lines
        elif last is not None and (part := _part(one, item, number, last, following, rules)):
            last.add(part, number)
        else:
            shared = _shared(item, last)
            band = bands[-1].category if bands else None
            draft = _Draft(item._replace(cells={**item.cells, **shared}), number, band)
            draft.shared = shared
            draft.open = number is None and _number_follows(item, last, following)
            drafts.append(draft)
    return drafts, bands, unplaced


def _judge_numbers(drafts: Sequence[_Draft]) -> None:
    """Doubt the rows without a number among others that have one."""
    numbered = any(draft.seq is not None for draft in drafts)
    for draft in drafts:
        if numbered and draft.seq is None and not draft.doubts:
            draft.doubt("number_missing")


def _begins(item: PrintedRow, number: int | None, following: int | None) -> bool:
    """Tell whether a printed row begins the first row of a list."""
    return number is not None or bool(_text(item, "name")) or _number_follows(item, None, following)


def _part(
    one: Section,
    item: PrintedRow,
    number: int | None,
    last: _Draft,
    following: int | None,
    rules: Rules,
) -> PrintedRow | None:
    """Return what a printed row adds to the row before it, None if it is a row of its own."""
    if number is None:
        return item if _goes_on(one, item, last, following, rules) else None
    if _is_repeated(item, number, last):
        return _without_repeated(item, last)
    return item if last.open and item.first else None


def _text(printed: PrintedRow, field: Field) -> str:
    """Return a field's text without white space, "" where it has no cell."""
    return squeezed(_lines(printed, field))


def _lines(printed: PrintedRow, field: Field) -> tuple[Line, ...]:
    """Return the lines of a field's cell; none where it has no cell."""
    cell = printed.cells.get(field)
    return cell.lines if cell else ()


def _is_complete(printed: PrintedRow) -> bool:
    """Tell whether no cell of a row of its own is empty, number and remark aside."""
    held = (cell for field, cell in printed.cells.items() if field not in _LOOSE)
    return all(cell is None or cell.lines for cell in held)


def _number(item: PrintedRow | Band | Line, rules: Rules) -> int | None:
    """Return the number that a printed row's number cell holds, None if it is not just one."""
    if not isinstance(item, PrintedRow):
        return None
    match = rules.grammar.row_number.fullmatch(_text(item, "seq"))
    return number_of(match["n"]) if match else None


def _following(numbers: Sequence[int | None]) -> list[int | None]:
    """Return for each row the next number printed below it."""
    following: list[int | None] = []
    after: int | None = None
    for number in reversed(numbers):
        following.append(after)
        after = after if number is None else number
    return following[::-1]


def _band(
    one: Section,
    item: PrintedRow | Band | Line,
    number: int | None,
    last: _Draft | None,
    categories: Collection[str],
    rules: Rules,
) -> Band | None:
    """Return the category's heading that an item between rows, or a printed row, is, if it is one.

    A row of one merged cell is one by its place; a line, or a row of which but one cell is
    filled, must say so. A category alone at a page's top is the rest of a row that was cut before.
    """
    if isinstance(item, Band):
        return item
    if isinstance(item, PrintedRow) and not item.merged:
        held = [field for field, cell in item.cells.items() if cell and cell.lines]
        alone = len(held) == 1 and held[0] in _HEADING_FIELDS and number is None
        rest = held == ["category"] and item.first and last is not None
        if not alone or (rest and last and not last.cells.get("category")):
            return None
    merged = isinstance(item, PrintedRow) and item.merged
    heading = category_heading if merged else sure_category_heading
    lines = (item,) if isinstance(item, Line) else item.lines
    found = heading(squeezed(lines), rules, categories)
    return Band(one.list_type, found.name, found.stated, lines) if found else None


def _with_numbered_bands(
    one: Section, categories: Collection[str], rules: Rules
) -> list[PrintedRow | Band | Line]:
    """Return what a list prints, with the rows that hold a category and its number as bands.

    Such a row leaves all other cells empty, and its number is not the one between its neighbours'.
    Its number is one of another kind ((一) where rows are numbered 1, 2), the category is known or
    has a total, or an item would have duties. The rows of a dump are cut at its bands already.
    """
    if not any(isinstance(item, PrintedRow) and item.first for item in one.rows):
        return list(one.rows)
    numbers = [_number(item, rules) for item in one.rows]
    digits = any(_in_digits(item) for item in one.rows)
    found: list[PrintedRow | Band | Line] = []
    before = 0
    for item, number, after in zip(one.rows, numbers, _following(numbers), strict=True):
        if not isinstance(item, PrintedRow):
            found.append(item)
            continue
        heading = _numbered_heading(one, item, categories, rules)
        fits = number is not None and (before, after) == (number - 1, number + 1)
        apart = digits and not _in_digits(item)
        told = heading and (heading.counted or heading.name in categories)
        if heading and after is not None and not fits and (apart or told or _lacks_duties(item)):
            found.append(Band(one.list_type, heading.name, heading.stated, item.lines))
        else:
            found.append(item)
            before = before if number is None else number
    return found


def _numbered_heading(
    one: Section, item: PrintedRow, categories: Collection[str], rules: Rules
) -> CategoryHeading | None:
    """Return the category that a row may hold beside a number and nothing else."""
    if _number(item, rules) is None:
        return None
    held = [field for field, cell in item.cells.items() if cell and cell.lines]
    if held not in (["seq", "name"], ["seq", "category"]) or len(item.cells) < len(one.columns):
        return None
    return category_heading(_text(item, held[1]), rules, categories)


def _lacks_duties(item: PrintedRow) -> bool:
    """Tell whether a row prints an empty cell of duties."""
    return any(field in item.cells and not _lines(item, field) for field in _DUTIES)


def _in_digits(item: PrintedRow | Band | Line) -> bool:
    """Tell whether the number cell of a printed row holds digits."""
    return isinstance(item, PrintedRow) and any(map(str.isdigit, _text(item, "seq")))


def _goes_on(
    one: Section, item: PrintedRow, last: _Draft, following: int | None, rules: Rules
) -> bool:
    """Tell whether a row without a number continues the row before it."""
    named = bool(_text(item, "name"))
    if "seq" not in one.columns:
        return not named
    if item.cells["seq"] is None:  # covered by the number above
        return True
    if _text(item, "seq"):
        return False
    if item.first:
        return not (_skips(last, following) and _is_complete(item))
    if _number_follows(item, last, following) or (named and _skips(last, following)):
        return False
    if not (_is_part(item, last, rules) and following in (None, (last.seq or 0) + 1)):
        last.doubt("row_without_number")
    return True


def _is_part(item: PrintedRow, last: _Draft, rules: Rules) -> bool:
    """Tell whether a row without a number surely belongs to the row before it.

    The name is merged over both, or it has none, and only says what another department does, or
    goes on in every cell.
    """
    if "name" in item.covered:
        return True
    held = [field for field, cell in item.cells.items() if cell and cell.lines]
    if "departments" in held:
        return set(held) <= {"departments", *_DUTIES} and len(held) > 1
    return set(held) <= set(_DUTIES) and all(
        _carries_on(last.cells.get(field, ()), _lines(item, field), rules) for field in held
    )


def _carries_on(above: Sequence[Line], below: Sequence[Line], rules: Rules) -> bool:
    """Tell whether lines of a cell go on with a sentence, a numbering or a heading above."""
    grammar, text = rules.grammar, squeezed(above)
    mark = grammar.mark_at(below[0].text.lstrip(), 0)
    if mark is None:
        heads = below[0].text.rstrip().endswith(tuple(COLONS))
        return heads or (bool(text) and not text.endswith(tuple(SENTENCE_ENDS)))
    printed = [found for found in grammar.mark.finditer(text) if found.lastgroup == mark.kind]
    return bool(printed) and grammar.number(mark.kind, printed[-1][mark.kind]) == mark.number - 1


# --- cells over several rows --------------------------------------------------------------------


def _shared(item: PrintedRow, last: _Draft | None) -> dict[Field, Cell]:
    """Return the cells that a row has with the row above: those of the latter that cover it.

    On the next page the place of one that stood over several rows already is printed empty.
    """
    shared: dict[Field, Cell] = {}
    if last is None:
        return shared
    for field in _SHARED:
        cell = item.cells.get(field)
        goes_on = item.first and cell is not None and not cell.lines and field in last.shared
        if (goes_on or field in item.covered) and (above := _above(last, field)) is not None:
            shared[field] = above
    return shared


def _above(last: _Draft, field: Field) -> Cell | None:
    """Return the cell that stands in a column of a row, or over it, where the row ends."""
    cells = (part.cells.get(field) for part in reversed(last.parts))
    return next((cell for cell in cells if cell is not None), None)


def _is_repeated(item: PrintedRow, number: int | None, last: _Draft) -> bool:
    """Tell whether a row prints the number and the name above once more, beside another duty.

    A sheet whose merged cells were taken apart and filled has them in each of their rows.
    """
    if number is None or number != last.seq:
        return False
    name, above = _text(item, "name"), squeezed(last.cells.get("name", ()))
    if not name or name != above:
        return False
    return any(
        (text := _text(item, field)) and text != _text(last.parts[-1], field)
        for field in _BY_DEPARTMENT
    )


def _without_repeated(item: PrintedRow, last: _Draft) -> PrintedRow:
    """Return a printed row with the cells that repeat those above as covered by them.

    What is printed is kept with the remarks: it says nothing else.
    """
    again = [
        field
        for field in _REPEATED
        if (above := _above(last, field)) and _text(item, field) == squeezed(above.lines)
    ]
    lines = [line for field in ("remark", *again) for line in _lines(item, field)]
    cells: dict[Field, Cell | None] = {**item.cells, **dict.fromkeys(again)}
    return item._replace(
        cells={**cells, "remark": Cell(tuple(lines))}, covered=item.covered.union(again)
    )


def _skips(last: _Draft, following: int | None) -> bool:
    """Tell whether just one number is missing between a row and the next number printed."""
    return last.seq is not None and following == last.seq + 2


def _number_follows(item: PrintedRow, last: _Draft | None, following: int | None) -> bool:
    """Tell whether the number of a row at a page's end stands on the next page.

    A number in the middle of its cell goes to the page that holds the middle of the cell.
    """
    if item.page is None or not item.last or following is None:
        return False
    if last is None:
        return following == 1 or not _is_complete(item)
    return not item.first and last.seq is not None and following == last.seq + 1


# --- categories ---------------------------------------------------------------------------------


class _Known(NamedTuple):
    """Names of categories: the `named` ones of the rules and the preamble, and those `printed`
    in cells that no page cuts."""

    named: Collection[str]
    printed: Collection[str]

    def __contains__(self, name: object) -> bool:
        return name in self.named or name in self.printed


def _whole_categories(rows: Sequence[_Draft]) -> Iterator[str]:
    """Yield the categories of a list on pages whose cells surely end on the one they begin on.

    On a page's first row may stand the rest of one, but for the list's first.
    """
    owners = [row for row in rows if row.category_cell()]
    for row, below in zip_longest(owners, owners[1:]):
        ends = below is None or below.first.page == row.first.page
        begins = not row.first.first or row is rows[0]
        if row.first.page is not None and begins and ends:
            yield row.category_cell()


def carry_categories(rows: Sequence[_Draft], known: _Known, ditto: Collection[str]) -> None:
    """Set the category of every row of a list that has none of its own.

    A covered or empty cell takes the category above, and so does one that says 同上 (`ditto`);
    an empty merged cell at a page's end takes the one that is printed on the next page.
    """
    repeated, blank = _repeats_categories(rows), _leaves_blank(rows)
    carried = band = None
    owner: _Draft | None = None
    waiting: list[_Draft] = []
    for row in rows:
        if row.band != band:
            carried, owner, band = row.band, None, row.band
        own = row.category_cell()
        if own in ditto:
            _refer(row, carried)
        elif own and owner is not None and _is_rest(own, row, owner, known):
            carried = _rejoined(rows, owner, row)
        elif own:
            carried, owner = own, row
            for other in waiting:
                other.category = own
                if blank is None:
                    other.doubt("category_guessed", "below")
            waiting = []
        elif waiting or (not blank and _ends_page(row, rows)):
            waiting.append(row)
        else:
            row.category = carried
            _judge(row, repeated=repeated)
    for row in waiting:
        row.category = carried
        row.doubt("category_empty")


def _refer(row: _Draft, carried: str | None) -> None:
    """Set the category above, `carried`, where a category cell says 同上.

    What is printed is kept with the remarks: it names no category.
    """
    row.cells.setdefault("remark", []).extend(row.cells.pop("category"))
    row.category = carried
    if carried is None:
        row.doubt("category_missing", "ditto")


def _repeats_categories(rows: Sequence[_Draft]) -> bool:
    """Tell whether a list prints the category in every row, so that an empty cell is a gap."""
    texts = [row.category_cell() for row in rows]
    same = sum(a == b != "" for a, b in pairwise(texts))
    return 2 * same > sum(text == "" for text in texts)


def _leaves_blank(rows: Sequence[_Draft]) -> bool | None:
    """Tell whether a list prints a category once and leaves the cells below it empty.

    Where cells are merged, only those that a page cuts are empty. None where nothing tells.
    """
    cells = [(row, row.first.cells.get("category")) for row in rows if not row.first.first]
    empty = sum(bool(cell and not cell.lines and not _ends_page(row, rows)) for row, cell in cells)
    merged = sum(cell is None for _, cell in cells)
    return empty > merged if empty or merged else None


def _judge(row: _Draft, *, repeated: bool) -> None:
    """Doubt a carried category where a gap is likely."""
    cell = row.first.cells.get("category")
    if row.category is None and "category" in row.first.cells:
        row.doubt("category_missing")
    elif cell is not None and repeated and not row.first.first:
        row.doubt("category_empty", "cell")


def _ends_page(row: _Draft, rows: Sequence[_Draft]) -> bool:
    """Tell whether a row begins an empty category cell that goes to the end of its page."""
    cell, printed = row.first.cells.get("category"), row.first
    if cell is None or cell.lines or printed.page is None or printed.first:
        return False
    same_page = [other.first for other in rows if other.first.page == printed.page]
    below = same_page[same_page.index(printed) + 1 :]
    covered = all(other.cells.get("category") is None for other in below)
    return covered and len(same_page) < len(rows)


def _is_rest(own: str, row: _Draft, owner: _Draft, known: _Known) -> bool:
    """Tell whether a category cell holds the rest of the name that a page cut above it.

    Both together are a name, or each is shorter than any name that no page cuts. Where only one
    is, that is doubted.
    """
    above = owner.category_cell()
    whole = above + own
    if whole in known.named or own in known:
        return own not in known.named and whole in known.named
    if whole in known.printed:
        return True
    page = owner.first.page
    if page is None or row.first.page != page + 1 or not row.first.first or above in known:
        return False
    shortest = min(map(len, known.printed), default=0)
    if min(len(above), len(own)) < shortest <= max(len(above), len(own)):
        start = min((line.start for line in row.first.lines), default=None)
        facts = {"category": own}
        row.doubts.append(Doubt("category_guessed", "cut", facts, page=row.first.page, start=start))
    return max(len(above), len(own)) < shortest


def _rejoined(rows: Sequence[_Draft], owner: _Draft, row: _Draft) -> str:
    """Rejoin a category's name in the first of the rows that hold its halves, and return it."""
    owner.cells["category"] += row.cells.pop("category")
    whole = owner.category_cell()
    for other in rows[rows.index(owner) + 1 : rows.index(row) + 1]:
        other.category = whole
    return whole
