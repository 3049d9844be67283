"""Pages of a file that are scans, among others: as recognised, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...errors import UnreadableSource
from ...model import Doubt
from ..pages.page import Page, marks_to_page
from ..pages.ruleless import with_ruleless_tables
from ..worker import allow_seconds
from . import SECONDS_A_SCAN, can_recognise, numbers_to_ranges, read_doubt

if TYPE_CHECKING:
    from .paper import Sheet


class Scans(NamedTuple):
    """The pages of a file that are scans, as recognised, and what is told of them."""

    pages: Mapping[int, Page]
    doubts: tuple[Doubt, ...]

    def among(self, pages: Sequence[Page]) -> list[Page]:
        """Return pages with those that are scans as recognised."""
        return with_ruleless_tables([self.pages.get(page.number, page) for page in pages])


def recognised(numbers: Sequence[int], sheet_of: Callable[[int], Sheet]) -> Scans:
    """Return the pages with these numbers, whose pictures `sheet_of` returns.

    Those for which it raises `UnreadableSource` are told as unread, as all are without the extra.
    """
    if not numbers:
        return Scans({}, ())
    if not can_recognise():
        return Scans({}, (_unread_doubt(numbers),))
    from .reading import Reader, read_sheets

    unread: list[int] = []

    def sheets() -> Iterator[tuple[int, Sheet]]:
        for number in numbers:
            allow_seconds(SECONDS_A_SCAN)
            try:
                sheet = sheet_of(number)
            except UnreadableSource:
                unread.append(number)
            else:
                yield number, sheet

    found = {marks.number: marks_to_page(marks) for marks in read_sheets(Reader(), sheets())}
    doubts = [read_doubt(list(found))] if found else []
    return Scans(found, (*doubts, _unread_doubt(unread)) if unread else tuple(doubts))


def _unread_doubt(numbers: Sequence[int]) -> Doubt:
    return Doubt("scan_unread", "", {"pages": numbers_to_ranges(numbers)}, page=numbers[0])
