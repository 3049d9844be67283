"""Furniture of pages between any two lines of a dump with tabs is in no cell."""

from __future__ import annotations

import pytest

from qingdan.extraction import extraction_of
from qingdan.model import Extraction
from qingdan.readers.text import read_text
from tests.truth import QUICK, TOWNSHIPS, house_rules

FURNITURE = ("12", "— 12 —", "第 3 页 共 9 页", "（续表）", "2025/3/18 10:07")
DUMPS = ("shideng/list.html", "wangchao/list.xlsx", "hongling/list.html")
STEP = 23  # every so many places in a dump are tried


def extracted(text: str) -> Extraction:
    document = read_text("x.txt", "0", text.encode(), house_rules().lists.list_word)
    return extraction_of(document, "x", house_rules(), QUICK)


def cells(extraction: Extraction) -> list[tuple[object, ...]]:
    return [
        (one.seq, one.category, one.name, one.departments_raw, one.superior_duties,
         one.township_duties, one.handling)
        for one in extraction.items
    ]  # fmt: skip


@pytest.mark.parametrize("dump", DUMPS)
def test_furniture_between_any_lines_changes_no_cell_or_is_told(dump: str) -> None:
    lines = (TOWNSHIPS / f"{dump}.tika.txt").read_text("utf-8").split("\n")
    whole = cells(extracted("\n".join(lines)))
    right = 0
    places = range(3, len(lines) - 2, STEP)
    for nth, place in enumerate(places):
        printed = FURNITURE[nth % len(FURNITURE)]
        found = extracted("\n".join([*lines[:place], printed, *lines[place:]]))
        same = cells(found) == whole
        assert same or found.status == "flagged", (place, printed)
        right += same
    assert right >= 0.9 * len(places)
