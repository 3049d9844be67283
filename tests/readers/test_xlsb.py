"""Binary workbooks: values as in XLSX, merged cells, what is hidden; broken and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from qingdan.errors import UnreadableSource
from qingdan.model import Document
from qingdan.options import Options
from qingdan.readers import read_apart
from tests.fixtures.office.xlsb import END_OF_VALUES, changed, with_ranges
from tests.readers.pdfs import grids
from tests.truth import ROOT, difference, extracted, truth_of

XLSB = sorted((ROOT / "tests" / "fixtures" / "office" / "xlsb").glob("*.xlsb"))
DATA = XLSB[0].read_bytes()
SHEET = "xl/worksheets/sheet1.bin"


def part(name: str = SHEET) -> bytes:
    with zipfile.ZipFile(io.BytesIO(DATA)) as source:
        return source.read(name)


def read(data: bytes) -> Document:
    return read_apart("清单.xlsb", data, Options(), "清单")


@pytest.mark.parametrize("path", XLSB, ids=lambda path: path.stem)
def test_townships_give_the_truth(path: Path) -> None:
    found = extracted(path)
    assert found.source.format == "xlsb"
    assert not difference(found, truth_of(path.stem))


def test_what_is_hidden_is_read_and_told() -> None:
    sheet = part()
    place = sheet.index(b"\x00\x19")  # the first row: its kind and size
    hidden = bytearray(sheet)
    hidden[place + 2 + 11] |= 0x10
    columns = b"\x86\x03\x00" + b"\x3c\x12" + struct.pack("<IIIIH", 1, 1, 9, 0, 1) + b"\x87\x03\x00"
    start = bytes(hidden).index(b"\x91\x01\x00")  # where values begin
    data = changed(DATA, {SHEET: bytes(hidden[:start]) + columns + bytes(hidden[start:])})
    doubts = [(doubt.code, doubt.case, dict(doubt.facts)) for doubt in read(data).doubts]
    assert doubts == [("hidden_text", "rows", {"rows": 1, "columns": 1})]
    assert len(grids(read(data))) == len(grids(read(DATA)))


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({SHEET: b"\xff" * 99}, "damaged"),
        ({"xl/workbook.bin": b"\x9c\x01\x04abcd"}, "damaged"),
        ({"xl/workbook.bin": b""}, "damaged"),
        ({"xl/sharedStrings.bin": b" " * (97 << 20)}, "too_large"),
        ({SHEET: part().replace(b"\x00\x19\x00\x00\x00\x00", b"\x00\x19\x00\x00\xff\x00", 1)},
         "too_large"),
    ],
)  # fmt: skip
def test_broken_and_hostile_workbooks(parts: dict[str, bytes], code: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(changed(DATA, parts))
    assert caught.value.code == code


def test_a_merged_cell_out_of_all_measure_does_no_harm() -> None:
    endless = with_ranges(part(), [(0, 0xFFFFFFFF, 0, 0xFFFFFFFF)])
    assert END_OF_VALUES in endless
    assert read(changed(DATA, {SHEET: endless})).text
