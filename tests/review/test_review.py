"""What people look at: columns of CJK text, the closing table, one item beside its source."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.errors import BadCall
from qingdan.library import write_tables
from qingdan.model import (
    Box,
    Cell,
    Check,
    Document,
    Grid,
    Line,
    Outcome,
    Segment,
    Source,
    Warning,
)
from qingdan.review.columns import beside, cells, pad, printable, table, wrap
from qingdan.review.item import ids_meant, read_item
from qingdan.review.origin import document_to_lines, find_source
from qingdan.review.progress import is_long
from qingdan.review.show import shown_to_text
from qingdan.review.summary import MOST_CHECKS, output_to_summary
from tests.writers import sample

# --- columns ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("清单", 4), ("a清", 3), ("e\u0301", 1), ("（", 2)]
)
def test_width_in_cells(text: str, width: int) -> None:
    assert cells(text) == width
    assert cells(pad(text, 9)) == 9
    assert pad(text, 9, right=True).endswith(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("清单 ok", "清单 ok"),
        ("a\tb\nc", "a b c"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("a\u202eb", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("a\u3000b", "a\u3000b"),
    ],
)
def test_a_document_cannot_command_the_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("一二三四五", 6, ["一二三", "四五"]),
        ("一二三，四", 6, ["一二", "三，四"]),
        ("one two three", 8, ["one two", "three"]),
        ("  一二三四五", 8, ["  一二三", "  四五"]),
        ("。。。。", 4, ["。", "。", "。。"]),
        ("一", 1, ["一"]),
    ],
)
def test_wrapping(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(st.text("一二a b，。\n", max_size=40), st.integers(2, 12))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    assert all(cells(line) <= max(width, indent + 2) for line in lines)


def test_columns_stand_under_each_other() -> None:
    assert beside(["一", "two"], ["x"], 4, "|") == ["一  |x", "two |"]
    assert table([("清", "1"), ("list", "10")], numbers=[1]) == ["清     1", "list  10"]


# --- the closing table ----------------------------------------------------------------------


Summary = Callable[..., str]


@pytest.fixture
def summary(tmp_path: Path) -> Summary:
    """What is said of outcomes that were written to `out`."""

    def said(*outcomes: Outcome, width: int = 100) -> str:
        folder = tmp_path / "out"
        folder.mkdir()
        write_tables(outcomes, folder)
        return output_to_summary(folder, width).replace(f"{tmp_path}/", "")

    return said


def test_every_check_is_a_line(summary: Summary) -> None:
    checks = (
        Check("basic", "items", 139, 139, "match"),
        Check("basic", "categories", None, 7, "unstated"),
        Check("cooperative", "departments", 39, 38, "acknowledged", "misprint"),
        Check("recall", "sequence", 44, 43, "mismatch", "第7项缺失"),
    )
    text = summary(sample.extraction("town", checks=checks))
    lines = [line.split() for line in text.splitlines()]
    assert " ".join(lines[1]) == "town 基本 basic 事项 items 139 139 ✓ 一致 match"
    assert lines[2][5:7] == ["—", "7"]
    assert "unstated" in lines[2]
    assert "acknowledged" in lines[3]
    assert "what to look at (1)" in text
    assert "town recall sequence mismatch" in text
    assert "载明 44，实有 43。第7项缺失" in text
    assert "misprint" not in text


def test_warnings_say_where(summary: Summary) -> None:
    warnings = (
        Warning("a_code", "error", "甲", "", "t:basic:001", place="lines 7–9"),
        Warning("b_code", "warning", "乙", place="清单!A5"),
        Warning("c_code", "warning", "丙\x1b[2J"),
    )
    text = summary(sample.extraction("t", warnings=warnings))
    assert "t lines 7–9, t:basic:001 error a_code\n    甲" in text
    assert "t 清单!A5 warning b_code\n    乙" in text
    assert "t warning c_code\n    丙\ufffd[2J" in text


def test_long_lists_of_warnings_are_cut_with_a_count(summary: Summary) -> None:
    warnings = tuple(Warning("code", "warning", f"text {number}") for number in range(50))
    text = summary(sample.extraction("t", warnings=warnings))
    assert "what to look at (50)" in text
    assert "text 19" in text
    assert "text 20" not in text
    assert "30 more: out/warnings.csv" in text


def test_of_many_documents_only_what_differs_is_listed(summary: Summary) -> None:
    sound = [sample.extraction(f"town{number}") for number in range(6)]
    lines = summary(*sound, sample.flagged("village")).splitlines()
    assert lines[1].startswith("village ")
    assert "mismatch" in lines[1]
    assert "town0" not in "\n".join(lines)


def test_a_long_list_of_differences_is_cut_with_a_count(summary: Summary) -> None:
    text = summary(*(sample.flagged(f"village{number:03d}") for number in range(MOST_CHECKS + 5)))
    assert "village059" in text
    assert "5 more" in text


def test_failures_are_listed_and_counted(summary: Summary) -> None:
    text = summary(sample.extraction("a"), sample.flagged("b"), sample.failure("c"))
    assert "not read (1)\n  c.pdf  empty" in text
    counts = "2 份文档 documents, 6 项 items, 2 条 clauses, 1 份待查 flagged, 1 份失败 failed"
    assert f"{counts} → out" in text


def test_a_sound_run_has_nothing_to_look_at(summary: Summary) -> None:
    text = summary(sample.extraction())
    assert "what to look at" not in text
    assert "not read" not in text


def test_a_bar_only_for_what_takes_a_while(tmp_path: Path) -> None:
    small = [tmp_path / f"{number}" for number in range(5)]
    for path in small:
        path.write_bytes(b"x")
    large = tmp_path / "large"
    large.write_bytes(bytes(600_000))
    assert not is_long(small[:3])
    assert is_long(small)
    assert is_long([large])
    assert not is_long([tmp_path / "gone"])


# --- one item -------------------------------------------------------------------------------

TEXT = "1 民生服\n务\n\n某项工作\n一、分组：\n1.第一条\n续行；\n2.第二条。\n"


def located(text: str) -> tuple[int, int]:
    start = TEXT.index(text)
    return start, start + len(text)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    (raw / "deep").mkdir(parents=True)
    (raw / "deep" / "town.txt").write_text(TEXT)
    clauses = (
        sample.clause(1, "第一条续行；", heading="一、分组", start=located("第一条")[0],
                      end=located("续行；")[1]),
        sample.clause(2, "第二条。", heading="一、分组", start=located("第二条。")[0],
                      end=located("第二条。")[1]),
    )  # fmt: skip
    item = sample.item(
        "town", "cooperative", 1, name="某项工作", superior_duties=None, clauses=clauses,
        township_duties="一、分组：\n1.第一条续行；\n2.第二条。", line_start=1, line_end=8,
    )  # fmt: skip
    cell = located("一、分组：")[0], located("第二条。")[1]
    spans = (
        (*located("民生服\n务"), "category"),
        (*located("某项工作"), "name"),
        (*cell, "township_duties"),
    )
    coverage = tuple(
        Segment(start, end, "field", item.item_id, field) for start, end, field in sorted(spans)
    )
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    town = sample.extraction(
        "town", items=(item,), coverage=coverage, text=TEXT,
        source=Source("town.txt", sha256, "text", "utf-8"),
    )  # fmt: skip
    folder = tmp_path / "out"
    folder.mkdir()
    write_tables([town, sample.extraction("other")], folder)
    return folder


def lines_of(text: str) -> tuple[Line, ...]:
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    parts = zip(starts, text.splitlines(), strict=False)
    return tuple(Line(start, line, number) for number, (start, line) in enumerate(parts, 1))


def test_an_item_stands_beside_its_lines(output: Path) -> None:
    shown = read_item(output, "town:cooperative:001")
    text = shown_to_text(shown, lines_of(TEXT), 83)
    rows = [[part.strip() for part in line.split("│")] for line in text.splitlines()]
    assert rows[0] == ["town:cooperative:001  配合履职事项第1项"]
    assert ["事项类别: 民生服务", "1 1 民生服"] in rows
    assert ["", "2 务"] in rows
    assert ["事项名称: 某项工作", "4 某项工作"] in rows
    at = rows.index(["一、分组", ""])
    assert rows[at + 1 :] == [
        ["1. 第一条续行；", "5 一、分组："],
        ["", "6 1.第一条"],
        ["", "7 续行；"],
        ["2. 第二条。", "8 2.第二条。"],
    ]
    assert text.endswith("\n")
    assert len({line.index("│") + _wide(line) for line in text.splitlines() if "│" in line}) == 1


def _wide(line: str) -> int:
    """How many cells more than characters stand left of the bar."""
    left = line.split("│", maxsplit=1)[0]
    return cells(left) - len(left)


def test_an_item_without_its_source_is_shown_alone(output: Path) -> None:
    text = shown_to_text(read_item(output, "town:cooperative:001"), (), 83)
    assert "1. 第一条续行；" in text
    assert "│" not in text


IDS = ["a.docx:basic:003", "2024/a.docx:basic:003", "2024/b.pdf:recall:003", "x:basic:012"]


@pytest.mark.parametrize(
    ("short", "meant"),
    [
        ("a.docx:basic:3", ["a.docx:basic:003"]),  # the whole id of one, the end of another
        ("a:basic:003", ["a.docx:basic:003", "2024/a.docx:basic:003"]),
        ("2024/a:basic:3", ["2024/a.docx:basic:003"]),
        ("b:3", ["2024/b.pdf:recall:003"]),
        ("recall:3", ["2024/b.pdf:recall:003"]),
        ("basic:3", ["a.docx:basic:003", "2024/a.docx:basic:003"]),
        ("12", ["x:basic:012"]),
        ("4/a:basic:3", []),
        ("y:basic:12", []),
        ("", []),
    ],
)
def test_short_forms(short: str, meant: list[str]) -> None:
    assert ids_meant(short, IDS) == meant


def test_an_item_is_found_by_a_short_form(output: Path) -> None:
    assert read_item(output, "town:cooperative:1") == read_item(output, "town:cooperative:001")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("tovn:cooperative:001", "there is no such item; near it: town:cooperative:001"),
        ("???", "there is no such item; items.csv lists them all"),
        ("1", "may be 4 items; name one: other:basic:001, other:cooperative:001, "),
    ],
)
def test_what_is_no_item_or_several_is_said(output: Path, wrong: str, says: str) -> None:
    with pytest.raises(BadCall, match=re.escape(says)) as caught:
        read_item(output, wrong)
    assert caught.value.exit_status == 2


def test_output_that_is_not_there_or_broken_is_said(tmp_path: Path, output: Path) -> None:
    with pytest.raises(BadCall, match="run qingdan extract"):
        read_item(tmp_path / "nowhere", "x")
    (output / "clauses.parquet").write_bytes(b"PAR1 broken")
    with pytest.raises(BadCall, match=r"clauses\.parquet: cannot be read"):
        read_item(output, "town:cooperative:001")


# --- its source -----------------------------------------------------------------------------


def test_a_source_is_found_by_name_and_content(tmp_path: Path) -> None:
    for folder, text in (("a", "old"), ("b", "new")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "t[1].txt").write_text(text)
    sha256 = hashlib.sha256(b"new").hexdigest()
    assert find_source(tmp_path, "t[1].txt", sha256) == tmp_path / "b" / "t[1].txt"
    one = tmp_path / "b" / "t[1].txt"
    assert find_source(one, "t[1].txt", sha256) == one


@pytest.mark.parametrize(
    ("name", "says"),
    [("t.txt", "has changed since"), ("gone.txt", "is not under"), ("../t.txt", "is not under")],
)
def test_another_version_is_not_taken_for_it(tmp_path: Path, name: str, says: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "t.txt").write_text("changed")
    (tmp_path / "outside.txt").write_text("x")
    with pytest.raises(BadCall, match=says):
        find_source(raw, name, "00")
    with pytest.raises(BadCall, match="no such folder"):
        find_source(tmp_path / "nowhere", name, "00")


def test_lines_of_grids_and_text_in_order() -> None:
    first, second, third = Line(0, "a", page=1), Line(2, "b", box=Box(0, 0, 1, 1)), Line(4, "c")
    grid = Grid(((Cell((third,)), None), (Cell((first,)), Cell(()))))
    document = Document(Source("t.pdf", "00", "pdf"), "a\nb\nc\n", (grid, second))
    assert [line.text for line in document_to_lines(document)] == ["a", "b", "c"]
