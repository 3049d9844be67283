"""Categories that a dump prints above rows: as a band, or before a first row's number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..letters.marks import HAN, number_of
from ..model import Band, Line, Section
from ..rules import Rules
from ..rules.loading import COUNT
from .dump.categorycells import joined_letters
from .dump.rowstarts import MOST_LINES, Categories


class Kept(NamedTuple):
    """How the lists of a document print their categories and the numbers of rows.

    `leads` tells that a list's categories stand before the number, `in_rows` that every row
    prints its own; `numbers` matches a row's number behind a line feed.
    """

    categories: Categories
    numbers: re.Pattern[str]
    rules: Rules
    leads: bool = False
    in_rows: bool = False


@lru_cache(maxsize=4)
def band_pattern(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of a band row: 一、党的建设（16项）."""
    total = rules.totals.band_total.replace("{n}", COUNT)
    numerals = f"[（(]?[{rules.marks.heading_numerals}]{{1,3}}[）)]?[、.．]?"
    return re.compile(rf"(?P<mark>{numerals})?(?P<name>[{HAN}、（）]{{2,16}}?)(?P<total>{total})?$")


def band_above(section: Section, lines: Sequence[Line], kept: Kept) -> Band | None:
    """Given the lines before a row, return the band that the last of them is, if it is one."""
    if kept.leads:
        return _leading(section, lines, kept)
    if not lines or kept.in_rows:
        return None
    match = band_pattern(kept.rules).match("".join(lines[-1].text.split()))
    if not match or not (match["total"] or match["name"] in kept.categories.names):
        return None
    if "category" in section.columns and not (match["mark"] or match["total"]):
        return None  # the name of a merged cell
    total = number_of(match["n"]) if match["total"] else None
    return Band(section.list_type, match["name"], total, (lines[-1],))


def _leading(section: Section, lines: Sequence[Line], kept: Kept) -> Band | None:
    """Given the lines before a row, return the category that the last of them are."""
    for first in range(len(lines) - 1, max(-1, len(lines) - 1 - MOST_LINES), -1):
        name = joined_letters(lines[first:])
        if name in kept.categories.names:
            return Band(section.list_type, name, None, tuple(lines[first:]))
    return None
