"""Lines in the margins that belong to the pages: numbers, and what every page repeats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.readers.pdf.lines import Printed
from pipeline.readers.pdf.pages import Page

MARGIN = 0.12  # of the page's height, above and below
OFTEN = 3  # pages on which a line must stand at the same height to be of the page
NUMBER = re.compile(r"\d{1,4}")  # the one mark that pages differ by
LONE_NUMBER = re.compile(r"[^\w]*\d{1,4}[^\w]*")

Key = tuple[str, bool, int]  # words without numbers, at the foot, height


def pages_to_furniture(pages: Sequence[Page]) -> list[set[int]]:
    """Given all pages, return for each the numbers of its lines that are of the page.

    A number alone in a margin always is. What stands at the same height of most pages is,
    but for its first time at a head: there it may be a title.
    """
    found = [dict(_margin_lines(page)) for page in pages]
    times = Counter(key for lines in found for key in set(lines.values()))
    seen: set[Key] = set()
    furniture: list[set[int]] = []
    for page, lines in zip(pages, found, strict=True):
        often = max(OFTEN, len(pages) // 3)
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
    """Given a page, yield its lines above or below all else in a margin, by number and key."""
    inner = [
        line.box
        for line in page.lines
        if MARGIN * page.height <= _middle(line) <= (1 - MARGIN) * page.height
    ]
    tables = [table.lattice.bounds for table in page.tables]
    top = min([box.top for box in inner] + [bounds[1] for bounds in tables], default=page.height)
    bottom = max([box.bottom for box in inner] + [bounds[3] for bounds in tables], default=0.0)
    for number, line in enumerate(page.lines):
        middle = _middle(line)
        at_head = middle < min(top, MARGIN * page.height)
        at_foot = middle > max(bottom, (1 - MARGIN) * page.height)
        if at_head or at_foot:
            words = NUMBER.sub("", "".join(line.text.split()))
            yield number, (words, at_foot, round(middle / line.size))


def _middle(line: Printed) -> float:
    return (line.box.top + line.box.bottom) / 2
