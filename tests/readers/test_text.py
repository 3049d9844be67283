"""Text dumps in every usual encoding and with every accident: the same items, or one clear line."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

import pytest

from qingdan.cli import main
from qingdan.errors import UnreadableSource
from qingdan.extraction import extract
from qingdan.model import Extraction
from qingdan.options import Options
from qingdan.readers import read
from qingdan.readers.text import read_text
from tests.composed import MODEL, cases, content_of, extraction_from
from tests.truth import QUICK, house_rules

EXPECTED = content_of(extraction_from(MODEL))
UTF8 = MODEL.encode()

SAME = {
    "utf-8": (UTF8, "utf-8"),
    "utf-8 with mark": (codecs.BOM_UTF8 + UTF8, "utf-8-sig"),
    "utf-16 little, mark": (codecs.BOM_UTF16_LE + MODEL.encode("utf-16-le"), "utf-16"),
    "utf-16 big, mark": (codecs.BOM_UTF16_BE + MODEL.encode("utf-16-be"), "utf-16"),
    "utf-16 little": (MODEL.encode("utf-16-le"), "utf-16-le"),
    "utf-16 big": (MODEL.encode("utf-16-be"), "utf-16-be"),
    "utf-32, mark": (MODEL.encode("utf-32"), "utf-32"),
    "gb18030": (MODEL.encode("gb18030"), "gb18030"),
    "gbk": (MODEL.encode("gbk"), "gb18030"),
    "cr lf": (MODEL.replace("\n", "\r\n").encode(), "utf-8"),
    "cr": (MODEL.replace("\n", "\r").encode(), "utf-8"),
    "cr lf, utf-16": (MODEL.replace("\n", "\r\n").encode("utf-16-le"), "utf-16-le"),
    "spaces at line ends": (MODEL.replace("\n", "  \n").encode(), "utf-8"),
    "ideographic spaces at line ends": (MODEL.replace("\n", "\u3000\n").encode(), "utf-8"),
    "no line end at the end": (MODEL.rstrip("\n").encode(), "utf-8"),
    "blank lines at the start": (b"\n\n \n" + UTF8, "utf-8"),
}
CONTROLS = {
    "nul at the end": MODEL + "\x00",
    "nul between lines": MODEL.replace("\n\n", "\n\x00\n"),
    "nul in a cell": MODEL.replace("审批救助", "审批\x00救助"),
    "bell": MODEL.replace("审批救助", "审批\x07救助"),
    "escape": MODEL.replace("审批救助", "审批\x1b救助"),
    "delete": MODEL.replace("审批救助", "审批\x7f救助"),
    "c1": MODEL.replace("审批救助", "审批\x85救助"),
}


def extracted(path: Path) -> Extraction:
    return extract(path, "composed", house_rules(), QUICK)


@pytest.mark.parametrize(("data", "encoding"), SAME.values(), ids=SAME)
def test_the_same_items_whatever_the_encoding(data: bytes, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "composed.txt"
    path.write_bytes(data)
    extraction = extracted(path)
    assert content_of(extraction) == EXPECTED
    assert (extraction.source.encoding, extraction.source.format) == (encoding, "text")
    assert extraction.status == "ok"


@pytest.mark.parametrize("text", CONTROLS.values(), ids=CONTROLS)
def test_control_characters_are_layout_and_are_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "composed.txt"
    path.write_bytes(text.encode())
    extraction = extracted(path)
    assert content_of(extraction) == EXPECTED
    assert [warning.code for warning in extraction.warnings] == ["control_characters"]
    place = extraction.warnings[0].start
    assert place is not None
    assert not text[place].isprintable()


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u00ad", "\u2060"])
def test_invisible_characters_inside_the_text_do_not_hide_a_header(mark: str) -> None:
    found = content_of(extraction_from(MODEL.replace("事项类别", f"事项{mark}类别")))
    assert [item[:2] for item in found] == [item[:2] for item in EXPECTED]


def test_a_replacement_character_is_told_with_its_place() -> None:
    extraction = extraction_from(MODEL.replace("审批救助", "审\ufffd救助"))
    (warning,) = extraction.warnings
    assert (warning.code, warning.severity) == ("unreadable_characters", "error")
    assert warning.start is not None
    assert extraction.text[warning.start] == "\ufffd"
    assert extraction.text.split("\n")[(warning.line_start or 0) - 1].count("\ufffd") == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_broken_bytes_cost_their_characters_only(encoding: str) -> None:
    data = bytearray(MODEL.encode(encoding))
    place = data.index("审批".encode(encoding))
    data[place : place + 2] = b"\xff\xff"
    document = read_text("composed.txt", "0", bytes(data), "清单")
    assert [doubt.code for doubt in document.doubts] == ["unreadable_characters"]
    assert document.source.encoding == encoding


def test_lines_know_their_number_and_place() -> None:
    document = read_text("x.txt", "0", "甲\r\n\r\n 乙\r\n".encode(), "清单")
    assert [(line.number, line.text) for line in document.blocks] == [(1, "甲"), (3, " 乙")]  # type: ignore[union-attr]  # lines only
    for line in document.blocks:
        assert document.text[line.start : line.end] == line.text  # type: ignore[union-attr]


def test_a_lone_carriage_return_between_line_feeds_ends_no_line_number() -> None:
    one = read_text("x.txt", "0", "甲\n乙\n丙".encode(), "清单")
    assert [line.number for line in one.blocks] == [1, 2, 3]  # type: ignore[union-attr]


# --- what is no list --------------------------------------------------------------------------

REFUSED = {
    "empty": (b"", "empty"),
    "white space": (b" \n\t\r\n", "empty"),
    "nothing but nul": (b"\x00" * 4000, "empty"),
    "nothing but a mark": (codecs.BOM_UTF8, "empty"),
    "binary": (bytes(range(256)) * 40, "binary"),
    "cut utf-16": (codecs.BOM_UTF16_LE + MODEL.encode("utf-16-le")[:-1], "encoding"),
    "cut utf-32": (codecs.BOM_UTF32_LE + MODEL.encode("utf-32-le")[:-2], "encoding"),
    "another text": ("今天天气很好。\n" * 50, "not_a_list"),
    "Latin text": ("It was the best of times.\n" * 50, "not_a_list"),
    "only a preamble": (MODEL.split("序号")[0], "not_a_list"),
    "only headers": ("序号 事项类别 事项名称\n" * 9, "not_a_list"),
    "numbers": ("1 2 3\n" * 50, "not_a_list"),
}


@pytest.mark.parametrize(("data", "code"), cases(REFUSED))
def test_what_cannot_be_read_is_one_clear_line(
    data: bytes | str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "文件.txt"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(UnreadableSource) as raised:
        extracted(path)
    assert raised.value.code == code
    assert str(raised.value).startswith("文件.txt: ")
    assert "\n" not in str(raised.value)
    assert raised.value.action
    assert main(["extract", str(path), "--output", str(tmp_path / "out"), "--quiet"]) == 2
    printed = "".join(capsys.readouterr())
    assert "文件.txt" in printed
    assert "Traceback" not in printed


def test_a_directory_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as raised:
        read(tmp_path, Options(), "清单")
    assert raised.value.code == "unreadable"


def test_a_missing_file_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as raised:
        read(tmp_path / "nowhere.txt", Options(), "清单")
    assert raised.value.code == "unreadable"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_the_real_document_in_other_encodings(encoding: str, root: Path, tmp_path: Path) -> None:
    text = (root / "raw" / "awati.txt").read_text("utf-8")
    copy = tmp_path / "awati.txt"
    copy.write_bytes(text.encode(encoding))
    shutil.copy(root / "raw" / "awati.toml", tmp_path / "awati.toml")
    extraction = extract(copy, "awati", house_rules(), QUICK)
    original = extract(root / "raw" / "awati.txt", "awati", house_rules(), QUICK)
    assert extraction.items == original.items
    assert extraction.status == original.status == "ok"
