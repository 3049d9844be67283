"""Scans: pages of townships as scanners make them, read in the reader's own process."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

import pytest

from qingdan.errors import UnreadableSource
from qingdan.letters.lines import lines_of
from qingdan.model import Document
from qingdan.readers.scans import numbers_to_ranges
from tests.fixtures.scans import scanned
from tests.readers.pdfs import TRAPS, grids, read_bytes, rows
from tests.truth import TOWNSHIPS

LIST = TOWNSHIPS / "xialan" / "reportlab.pdf"
CONDITIONS = ("office",)


@cache
def scan_of(condition: str) -> bytes:
    """Return a scan of the first page: a preamble, and a table of 17 rows."""
    return scanned(LIST.read_bytes(), condition, [0])


@cache
def read_scan(condition: str) -> Document:
    return read_bytes(scan_of(condition))


@cache
def printed() -> Document:
    return read_bytes(LIST.read_bytes())


def letters(document: Document) -> str:
    """Return what a first page says, without its number."""
    lines = [line.text for line in lines_of(document.blocks) if line.page == 1]
    return "".join(lines[:-1])


def test_what_reads_scans_is_installed_for_tests() -> None:
    assert all(find_spec(name) for name in ("cv2", "onnxruntime", "rapidocr"))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_scan_says_what_was_printed(condition: str) -> None:
    document = read_scan(condition)
    assert [rows(grid) for grid in grids(document)] == [
        rows(grid) for grid in grids(printed()) if grid.page == 1
    ]
    assert letters(document) == letters(printed())
    assert [doubt.code for doubt in document.doubts] == ["ocr_read"]


def test_a_scan_without_letters_is_refused() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes((TRAPS / "scan.pdf").read_bytes())
    assert caught.value.code == "no_text"


def test_numbers_of_pages_are_listed_as_people_do() -> None:
    assert numbers_to_ranges([1, 2, 3, 5, 7, 8]) == "1–3, 5, 7–8"
