"""Furniture and blank lines anywhere in a dump: the data stay as they are, or the item is told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from qingdan.errors import UnreadableSource
from qingdan.extraction import extraction_of
from qingdan.model import Extraction
from qingdan.sources import Beside, beside
from tests.composed import document_of
from tests.truth import QUICK, ROOT, TOWNSHIPS, house_rules

RAW = ROOT / "raw" / "awati.txt"
CASES = ROOT / "tests" / "fixtures" / "cases" / "text-furniture-between-cells"
# Engines that print a table's cells one after the other; others are flagged as they are.
DUMPS = [
    RAW,
    *sorted(CASES.glob("*.txt")),
    *sorted(TOWNSHIPS.glob("*/*.pdfium.txt")),
    *sorted(TOWNSHIPS.glob("*/*.pypdf.txt")),
    *sorted(TOWNSHIPS.glob("*/[cwrt]*.tika.txt")),
]
FURNITURE = [
    "— 12 —",
    "- 3 -",
    "第 3 页 共 9 页",
    "3/20",
    "（续表）",
    "续表",
    "2025/3/18 10:07",
    "\n— 12 —\n",
    "— 12 —\n",
    "\n续表",
]
NUMBERS = ["12", "3", "\n12\n"]
BLANK = ["", "\n", "   ", "\u3000\u3000"]
PLACES = st.floats(0, 1)

Told = set[tuple[str, str | None]]


@cache
def lines_of(dump: Path) -> list[str]:
    return dump.read_bytes().decode("utf-8").replace("\r\n", "\n").split("\n")


def read(text: str, dump: Path) -> Extraction:
    known = Beside(replace(beside(dump).acknowledged, text_sha256=()))
    return extraction_of(document_of(text), "document", house_rules(), QUICK, known)


@cache
def whole(dump: Path) -> Extraction | None:
    try:
        return read("\n".join(lines_of(dump)), dump)
    except UnreadableSource:
        return None


def data_of(extraction: Extraction) -> dict[str, tuple[object, ...]]:
    """Return what the tables say of each item, without its places."""
    return {
        item.item_id: (
            item.category,
            item.name,
            item.departments_raw,
            *((one.field, one.heading, one.number, one.text) for one in item.clauses),
        )
        for item in extraction.items
    }


def told_of(extraction: Extraction) -> Told:
    return {(warning.code, warning.item_id) for warning in extraction.warnings}


def silently_changed(dump: Path, place: float, inserted: str) -> list[str]:
    """Return the items that are others when something is inserted, and no warning says so."""
    before, lines = whole(dump), lines_of(dump)
    if before is None:
        return []
    at = int(place * len(lines))
    try:
        after = read("\n".join([*lines[:at], inserted, *lines[at:]]), dump)
    except UnreadableSource:
        return []
    told = told_of(after)
    if told - told_of(before):
        return []
    one, other = data_of(before), data_of(after)
    named = {item_id for _, item_id in told}
    changed = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    return [f"{key}: {one.get(key)} → {other.get(key)}" for key in changed if key not in named]


@settings(max_examples=120)
@given(st.sampled_from(DUMPS), PLACES, st.sampled_from(FURNITURE))
def test_furniture_anywhere_changes_nothing_or_is_told(
    dump: Path, place: float, furniture: str
) -> None:
    assert silently_changed(dump, place, furniture) == []


@settings(max_examples=60)
@given(st.sampled_from(DUMPS), PLACES, st.sampled_from(BLANK))
def test_blank_lines_anywhere_change_nothing_or_are_told(
    dump: Path, place: float, blank: str
) -> None:
    assert silently_changed(dump, place, blank) == []


@settings(max_examples=60)
@given(st.sampled_from(DUMPS), PLACES, st.sampled_from(NUMBERS))
def test_a_number_alone_anywhere_reaches_no_cell_or_is_told(
    dump: Path, place: float, number: str
) -> None:
    assert silently_changed(dump, place, number) == []
