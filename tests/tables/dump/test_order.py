"""Dumps whose lines stand in no order of reading, and those that do."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.errors import UnreadableSource
from qingdan.extraction import extract
from tests.composed import MODEL, extraction_from
from tests.truth import QUICK, TOWNSHIPS, extracted, house_rules

# Of calc and typst, engines print what was drawn last at the end of the page.
ENGINES = ("tika", "pypdf", "pdfium")
OTHERS = ("layout", "pdfplumber", "pdftotext", "pdfminer")
DRAWN_LATE = "shisun/typst.pdfium.txt"


def dumps_of(engines: tuple[str, ...], township: str) -> list[Path]:
    files = [path for name in engines for path in TOWNSHIPS.glob(f"{township}/*.{name}.txt")]
    return sorted(path for path in files if not str(path).endswith(DRAWN_LATE))


@pytest.mark.parametrize("path", dumps_of(ENGINES, "*"), ids=lambda path: "/".join(path.parts[-2:]))
def test_a_dump_in_order_is_none_without(path: Path) -> None:
    assert "scrambled_text" not in {warning.code for warning in extracted(path).warnings}


@pytest.mark.parametrize("path", dumps_of(OTHERS, "chagannao"), ids=lambda path: path.name)
def test_a_dump_without_order_is_told_once_and_each_item_once(path: Path) -> None:
    extraction = extracted(path)
    told = [warning for warning in extraction.warnings if warning.code == "scrambled_text"]
    items = [warning.item_id for warning in told if warning.item_id]
    assert items == [item.item_id for item in extraction.items]
    assert len(told) == len(items) + 1
    assert all(warning.item_id is None or warning in told for warning in extraction.warnings)


def test_a_dump_without_order_and_without_items_says_so() -> None:
    path = TOWNSHIPS / "hongling" / "chromium.pdfminer.txt"
    with pytest.raises(UnreadableSource, match="no order of reading; extract the PDF"):
        extract(path, "document", house_rules(), QUICK)


SOUND = {
    "a number in the line above": MODEL.replace("\n2 ", "\n1\n2 ", 1),
    "a title inside": MODEL.replace("\n2 ", "\n事项名称\n2 ", 1),
    "a category with white space": MODEL.replace("民生服务 ", "民生 服务 "),
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_one_line_out_of_place_is_no_lost_order(text: str) -> None:
    assert "scrambled_text" not in {warning.code for warning in extraction_from(text).warnings}
