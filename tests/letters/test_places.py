"""Where a person finds items and warnings, in every format."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qingdan.extraction import extraction_of
from qingdan.letters.places import place_of
from qingdan.model import Source
from qingdan.readers.grid import BareLine, Spot, Table, assemble
from tests.truth import QUICK, TOWNSHIPS, extracted, house_rules

PLACED = {
    "shideng/list.docx": ["table 1, row 2", "table 1, row 3"],
    "shideng/list.html": ["table 1, row 2", "table 1, row 3"],
    "shideng/list.xlsx": ["基本履职!A10", "基本履职!A11"],
    "shideng/typst.pdf": ["p. 1", "p. 1"],
    "shideng/typst.pdfium.txt": ["lines 16–18", "lines 19–21"],
}


@pytest.mark.parametrize(("file", "places"), PLACED.items())
def test_items_have_a_place(file: str, places: Sequence[str]) -> None:
    items = extracted(TOWNSHIPS / file).items
    assert [item.place for item in items[:2]] == places
    assert all(item.place for item in items)


def test_places_in_words() -> None:
    assert place_of("table 1, row 2", 3, 4, 5) == "table 1, row 2"
    assert place_of(None, 3, 4, 5) == "lines 3–4"
    assert place_of(None, 3, 3, 5) == "line 3"
    assert place_of(None, None, None, 5) == "p. 5"
    assert place_of(None, None, None, None) is None


def _sheet(rows: Sequence[Sequence[str]], left: int) -> Table:
    spots = [
        Spot(row, left + column, (BareLine(text),))
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    return Table(tuple(spots), "清单")


def test_a_row_of_a_sheet_is_called_by_its_first_cell() -> None:
    """Also where that is far to the right; a warning of a row has the row's place."""
    rows = [
        ["序号", "事项类别", "事项名称"],
        ["1", "党的建设", "走访党员"],
        ["3", "党的建设", "走访老人"],
    ]
    blocks = [BareLine("基本履职事项清单"), _sheet(rows, 26)]
    extraction = extraction_of(
        assemble(Source("a.xlsx", "0", "xlsx"), blocks), "a", house_rules(), QUICK
    )
    assert [item.place for item in extraction.items] == ["清单!AA2", "清单!AA3"]
