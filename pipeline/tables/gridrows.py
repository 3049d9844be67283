"""The body of lists in grids → rows: bands taken out, rows cut by a page rejoined."""

from __future__ import annotations

import re

from ..letters.marks import number_of
from ..model import Band, Doubt, Line, Row, Rows, Section, Sections
from ..rules import Rules
from .gridcategories import carry_categories
from .gridheads import band_in, squeezed
from .gridplaces import Draft, Place, places
from .gridsections import grid_sections

__all__ = ["grid_rows", "grid_sections"]

_NUMBER = re.compile(r"[（(]?(?P<n>\d{1,4}|[一二三四五六七八九十百]{1,5})[）)]?[.．、。]?")

_LISTED = re.compile(r"[、，。；：]")  # between them, the preamble lists the categories


def grid_rows(sections: Sections, rules: Rules) -> Rows:
    """Given the lists of a document with grids, return their rows."""
    rows: list[Row] = []
    bands: list[Band] = []
    unplaced: list[Line] = []
    doubts: list[Doubt] = []
    known = {*rules.categories, *_LISTED.split(squeezed(sections.preamble))}
    for section in sections.lists:
        reading = _Reading(section, rules)
        reading.read()
        carry_categories(reading.rows, known, rules.lists.ditto)
        rows += (_row(section, draft) for draft in reading.rows)
        bands += reading.bands
        unplaced += reading.unplaced
        if "category" not in section.columns and not reading.bands:
            doubts.append(Doubt("missing_column", "categories", {"list": section.list_type}))
    return Rows(tuple(rows), tuple(bands), tuple(unplaced), tuple(doubts))


def _row(section: Section, draft: Draft) -> Row:
    cells = {field: tuple(lines) for field, lines in draft.cells.items()}
    if draft.category is not None and not cells.get("category"):
        cells.pop("category", None)  # no cell of its own: the carried category counts
    page, doubts = draft.first.page, tuple(draft.doubts)
    return Row(section.list_type, draft.seq, cells, draft.category, page, doubts)


class _Reading:
    """One pass over a section's body."""

    def __init__(self, section: Section, rules: Rules) -> None:
        self.section = section
        self.rules = rules
        self.rows: list[Draft] = []
        self.bands: list[Band] = []
        self.unplaced: list[Line] = []

    def read(self) -> None:
        """Read the body from top to bottom."""
        items = tuple(places(self.section))
        numbers = [_seq(item.text("seq")) if isinstance(item, Place) else None for item in items]
        after: list[int | None] = [None] * len(items)
        for index in range(len(items) - 2, -1, -1):
            number = numbers[index + 1]
            after[index] = after[index + 1] if number is None else number
        for item, number, following in zip(items, numbers, after, strict=True):
            if isinstance(item, Line):
                if not self.band((item,), sure=True):
                    self.unplaced.append(item)
            elif item.merged:
                if not self.band(item.lines, sure=False):
                    self.unplaced += item.lines
            elif not self.lone_band(item, number):
                self.row(item, number, following)
        for draft in self.rows:
            if draft.seq is None and not draft.doubts:
                draft.doubt("number_missing")

    def band(self, lines: tuple[Line, ...], *, sure: bool) -> bool:
        """Given lines, take them as a band if they are one."""
        found = band_in(squeezed(lines), self.rules, sure=sure)
        if found is None:
            return False
        self.bands.append(Band(self.section.list_type, *found, lines))
        return True

    def lone_band(self, place: Place, number: int | None) -> bool:
        """Given a row, take it as a band if all it holds is one cell that reads like one.

        A category alone at a page's top is the rest of a row that was cut before it.
        """
        held = [field for field, cell in place.cells.items() if cell and cell.lines]
        cut = held == ["category"] and place.first and bool(self.rows)
        if cut and not self.rows[-1].cells.get("category"):
            return False
        alone = len(held) == 1 and held[0] in ("seq", "category", "name")
        return alone and number is None and self.band(place.lines, sure=True)

    def row(self, place: Place, number: int | None, following: int | None) -> None:
        """Given a printed row, begin a row with it, or go on with the one before it.

        `following` is the next number printed below it.
        """
        last = self.rows[-1] if self.rows else None
        if number is not None and last is not None and last.open and place.first:
            last.add(place)
            last.seq, last.open = number, False
        elif number is not None:
            self.begin(place, number)
        elif last is None:
            self.orphan(place)
        elif self.goes_on(place, last, following):
            last.add(place)
        else:
            draft = self.begin(place, None)
            draft.open = _number_follows(place, last, following)

    def begin(self, place: Place, number: int | None) -> Draft:
        band = self.bands[-1].category if self.bands else None
        self.rows.append(Draft(place, number, band))
        return self.rows[-1]

    def orphan(self, place: Place) -> None:
        """Given a row without a number before all rows, keep it if it has a name at least."""
        if place.text("name"):
            self.begin(place, None)
        else:
            self.unplaced += place.lines

    def goes_on(self, place: Place, last: Draft, following: int | None) -> bool:
        """Given a row without a number, tell whether it continues the row before it."""
        named = bool(place.text("name"))
        if "seq" not in self.section.columns:
            return not named
        if place.cells["seq"] is None:  # covered by the number above
            return True
        if place.text("seq"):
            return False
        if place.first:
            return not (_skips(last, following) and place.complete)
        if _number_follows(place, last, following) or (named and _skips(last, following)):
            return False
        last.doubt("row_without_number")
        return True


def _skips(last: Draft, following: int | None) -> bool:
    """Tell whether just one number is missing between a row and the next number printed."""
    return last.seq is not None and following == last.seq + 2


def _number_follows(place: Place, last: Draft, following: int | None) -> bool:
    """Given a row at a page's end, tell whether its number stands on the next page.

    A number in the middle of its cell goes to the page that holds the middle of the cell.
    """
    cut = place.page is not None and place.last and not place.first
    return cut and last.seq is not None and following == last.seq + 1


def _seq(text: str) -> int | None:
    """Given the text of a number cell, return the number, None if it is not just one."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    return int(match["n"]) if match["n"].isdecimal() else number_of(match["n"])
