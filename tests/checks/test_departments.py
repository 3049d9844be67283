"""One empty department cell in a long list is told; others without departments are sound."""

from __future__ import annotations

import pytest

from qingdan.extraction import extraction_of
from qingdan.model import Extraction
from qingdan.readers.html import read_html
from tests.tables.grids import COOPERATIVE
from tests.truth import QUICK, house_rules


def extracted(*parts: str) -> Extraction:
    """What is extracted from the paragraphs and tables of a page."""
    page = "".join(
        f"<table>{part}</table>" if part.startswith("<tr>") else f"<p>{part}</p>" for part in parts
    )
    return extraction_of(read_html("a.html", "0", page.encode()), "a", house_rules(), QUICK)


def cooperative(*departments: str) -> Extraction:
    """What is extracted from a list with these department cells."""
    rows = "".join(
        f"<tr><td>{number}<td>甲类<td>做好第{number}件事<td>{cell}<td>管。<td>报。"
        for number, cell in enumerate(departments, 1)
    )
    return extracted("配合履职事项清单", COOPERATIVE + rows)


def emptied(extraction: Extraction) -> list[str | None]:
    """The items that are said to lack departments."""
    return [
        w.item_id
        for w in extraction.warnings
        if (w.code, w.case) == ("cell_missing", "departments")
    ]


def test_one_empty_department_cell_in_a_long_list_is_told() -> None:
    extraction = cooperative(*["县民政局"] * 10, "")
    assert emptied(extraction) == ["a:cooperative:011"]
    assert extraction.items[10].departments == ()


@pytest.mark.parametrize(
    "departments",
    [
        (*["县民政局"] * 10, "无"),
        (*["县民政局"] * 10, "", ""),
        (*["县民政局"] * 10, "", "无"),
        (*["县民政局"] * 9, ""),
    ],
    ids=["says none", "two of twelve", "another says none", "short list"],
)
def test_other_cells_without_departments_are_sound(departments: tuple[str, ...]) -> None:
    assert emptied(cooperative(*departments)) == []
