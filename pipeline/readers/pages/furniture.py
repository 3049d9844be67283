"""Lines in the margins that belong to the pages: numbers, and what every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from ...letters.script import PAGE_NUMBER
from .lines import Printed
from .page import Page

MARGIN = 0.12  # of the page's height, above and below
OFTEN = 3  # pages on which a line must stand at the same height to be of the page
SHARE = 3  # and at least one page in so many
FEWEST = 2  # both pages of a document of two
NUMBER = re.compile(r"\d{1,4}")  # the one mark that pages differ by
LONE_NUMBER = re.compile(r"[^\w]*\d{1,4}[^\w]*")
FOOT = re.compile(PAGE_NUMBER)

Key = tuple[str, bool, int]  # words without numbers, at the foot, height


def pages_to_furniture(pages: Sequence[Page]) -> list[set[int]]:
    """Return for each page the numbers of its lines that are of the page.

    A number alone in a margin always is. What stands at the same height of many pages is,
    but for its first time at a head: there it may be a title.
    """
    found = [dict(_margin_lines(page)) for page in pages]
    times = Counter(key for lines in found for key in set(lines.values()))
    often = max(min(OFTEN, len(pages)), len(pages) // SHARE, FEWEST)
    seen: set[Key] = set()
    furniture: list[set[int]] = []
    for page, lines in zip(pages, found, strict=True):
        mine = {
            number
            for number, key in lines.items()
            if LONE_NUMBER.fullmatch(page.lines[number].text)
            or (times[key] >= often and (key[1] or key in seen))
        }
        seen.update(lines.values())
        furniture.append(mine)
    return furniture


def _margin_lines(page: Page) -> Iterator[tuple[int, Key]]:
    """Yield the lines of a page above or below all else in a margin, by number and key."""
    head, foot = MARGIN * page.height, (1 - MARGIN) * page.height
    inner = [line.box for line in page.lines if head <= line.middle <= foot]
    tables = [table.lattice.bounds for table in page.tables]
    top = min([box.top for box in inner] + [bounds[1] for bounds in tables], default=page.height)
    ends = [bounds[3] for bounds in tables if bounds[3] <= foot]
    bottom = max([box.bottom for box in inner] + ends, default=0.0)
    for number, line in enumerate(page.lines):
        at_head = line.middle < min(top, head)
        at_foot = line.middle > max(bottom, foot)
        if at_head or at_foot:
            words = NUMBER.sub("", "".join(line.text.split()))
            yield number, (words, at_foot, round(line.middle / line.size))


# --- inside tables that are drawn over the page's foot ----------------------------------------


def pages_with_feet(pages: Sequence[Page]) -> list[Page]:
    """Return all pages with page numbers taken out of the cells that hold them.

    A browser draws a row that a page cuts as high as the whole row on both pages, so that the
    page's foot lies in it. At the same height of several pages the numbers count the pages.
    """
    places = Counter(
        place
        for page in pages
        for place in {_foot(line, page) for line in _printed(page)}
        if place is not None
    )
    often = {place for place, count in places.items() if count >= OFTEN}
    return [_with_foot(page, often) for page in pages]


def _printed(page: Page) -> Iterator[Printed]:
    """Yield every line of a page, in tables or outside."""
    yield from page.lines
    for table in page.tables:
        for cell in table.cells:
            yield from cell


def _foot(line: Printed, page: Page) -> tuple[int, int] | None:
    """Return the height of a page number and how far it is ahead of the page's own.

    None for a line that looks like no page number at the foot.
    """
    at_foot = line.middle > (1 - MARGIN) * page.height
    number = FOOT.fullmatch(line.text) if at_foot else None
    return (round(line.middle), int(number[1]) - page.number) if number else None


def _with_foot(page: Page, places: Container[tuple[int, int] | None]) -> Page:
    """Return a page with the feet at some places outside of its tables."""
    feet: list[Printed] = []
    tables = []
    for table in page.tables:
        mine = [[line for line in cell if _foot(line, page) in places] for cell in table.cells]
        feet += [line for found in mine for line in found]
        cells = (
            tuple(line for line in cell if line not in found)
            for cell, found in zip(table.cells, mine, strict=True)
        )
        tables.append(table._replace(cells=tuple(cells)))
    return page._replace(tables=tuple(tables), lines=(*page.lines, *feet))
