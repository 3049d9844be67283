"""What people look at: columns of CJK text, the closing table, one item beside its source."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.errors import BadCall
from qingdan.languages.choice import Language
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
from qingdan.review.folders import Folders
from qingdan.review.item import ids_meant, read_item
from qingdan.review.origin import document_to_lines, find_source
from qingdan.review.progress import is_long
from qingdan.review.show import shown_to_text
from qingdan.review.state import state_of, state_to_json
from qingdan.review.summary import MOST_DOCUMENTS, Look, state_to_summary
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
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Summary:
    """What is said of outcomes that were written to `out`."""
    monkeypatch.chdir(tmp_path)

    def told(*outcomes: Outcome, language: Language = "en", width: int = 100, **more: bool) -> str:
        write_tables(outcomes, "out")
        text = state_to_summary(
            state_of(Path("out")), Folders(Path("out"), Path("raw")), Look(language, width, **more)
        )
        assert [line for line in text.splitlines() if cells(line) > width] == []
        return text

    return told


def test_every_total_is_a_line(summary: Summary) -> None:
    checks = (
        Check("basic", "items", 139, 139, "match"),
        Check("basic", "categories", None, 7, "unstated"),
        Check("cooperative", "departments", 39, 38, "acknowledged", "misprint"),
        Check("recall", "sequence", 44, 43, "mismatch", "no number 7"),
    )
    town = sample.extraction("town", checks=checks)
    text = summary(town, width=200)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert lines[:3] == [
        "what to look at (1)",
        "town: 1 error (qingdan show town --output out)",
        "✗ 1 totals that differ: taken back numbers in order 44 stated, 43 found",
    ]
    assert lines[4:10] == [
        "town",
        "list check stated observed status",
        "basic items 139 139 ✓ match",
        "basic categories — 7 · unstated",
        "cooperative departments 39 38 ~ acknowledged",
        "taken back numbers in order 44 43 ✗ mismatch",
    ]
    assert "misprint" not in text
    chinese = [" ".join(line.split()) for line in summary(town, language="zh").splitlines()]
    assert chinese[1:3] == [
        "town：1处错误（qingdan show town --output out）",
        "✗ 1 总数不符：收回 序号 载明44，实有43",
    ]
    assert chinese[5:7] == ["清单 核对 载明 实有 状态", "基本 事项 139 139 ✓ 一致"]


WARNINGS = (
    Warning("clause_numbers", "warning", "ordinals", "条号", place="lines 7–9"),
    Warning("clause_numbers", "warning", "ordinals", "条号", place="lines 7–9"),
    *(Warning("clause_numbers", "warning", "x", "某", place=f"line {one}") for one in range(5)),
    Warning("unassigned", "error", "甲\x1b[2J", "乙", "t:basic:001"),
    Warning("font_map", "warning", "丙", place="清单!A5"),
)

TITLE = "clauses are not numbered 1 2 3"


def test_what_is_open_stands_by_code_the_worst_first(summary: Summary) -> None:
    town = sample.extraction("t", warnings=WARNINGS)
    lines = summary(town, width=110).splitlines()
    assert lines[:5] == [
        "what to look at (9)",
        "  t: 1 error, 8 warnings (qingdan show t --output out)",
        "    ✗ 1 unassigned: 甲\ufffd[2J (t:basic:001)",
        f"    ! 7 clause_numbers: {TITLE} (lines 7–9; line 0; line 1; 3 more)",
        "    ! 1 font_map: 丙 (清单!A5)",
    ]
    chinese = summary(town, language="zh").splitlines()
    assert chinese[:4] == [
        "请查看（9）",
        "  t：1处错误，8处警告（qingdan show t --output out）",
        "    ✗ 1 unassigned：乙（t:basic:001）",
        "    ! 7 clause_numbers：条号重复、跳号、乱序或缺失（第7–9行; 第0行; 第1行; 另3处）",
    ]


@pytest.mark.parametrize("width", [20, 40, 79, 300])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_the_terminal(summary: Summary, language: Language, width: int) -> None:
    town = sample.extraction("镇" * 40, warnings=WARNINGS)
    text = summary(town, sample.failure("长" * 50), language=language, width=max(width, 60))
    assert "clause_numbers" in text


def test_the_worst_document_is_first_and_of_many_the_rest_is_told(summary: Summary) -> None:
    lost = tuple(Warning("unassigned", "error", f"text {one}") for one in range(3))
    worst = sample.extraction("z", warnings=lost)
    flagged = [sample.flagged(f"village{number:03d}") for number in range(MOST_DOCUMENTS + 4)]
    failed = [sample.failure(f"c{number:03d}") for number in range(MOST_DOCUMENTS + 2)]
    outcomes = (worst, sample.extraction("sound"), *flagged, *failed)
    text = summary(*outcomes)
    lines = text.splitlines()
    assert lines[0] == "not read (12)"
    assert "  … 2 documents more: qingdan show --output out" in lines
    open_in = [line.split(":")[0].strip() for line in lines if "(qingdan show " in line]
    assert open_in == ["z", *(f"village{number:03d}" for number in range(MOST_DOCUMENTS - 1))]
    left = sum(len(one.warnings) + 1 for one in flagged[MOST_DOCUMENTS - 1 :])
    told = f"  … 5 documents more, with {left} to look at: qingdan show --output out"
    assert told in lines
    assert "sound" not in text
    whole = summary(*outcomes, whole=True)
    assert "documents more" not in whole
    assert all(name in whole for name in ("c011.pdf", "village013", "\nsound\n"))


def test_failures_are_listed_and_counted(summary: Summary) -> None:
    text = summary(sample.extraction("a"), sample.flagged("b"), sample.failure("c"))
    assert text.startswith("not read (1)\n  c.pdf: the file is empty (empty)\n")
    assert text.endswith("2 documents, 6 items, 2 clauses, 1 to look at, 1 not read → out\n")


def test_a_sound_run_has_nothing_to_look_at(summary: Summary) -> None:
    text = summary(sample.extraction())
    assert "to look at" not in text
    assert "not read" not in text


def test_the_same_as_data(tmp_path: Path) -> None:
    write_tables([sample.extraction("t", warnings=WARNINGS), sample.failure("c")], tmp_path)
    data = json.loads(state_to_json(state_of(tmp_path)))
    assert (data["output"], data["items"]) == (str(tmp_path), 3)
    failed, town = data["documents"]
    assert (failed["document_id"], failed["status"], failed["failure"]) == ("c", "failed", "empty")
    assert [one["number"] for one in town["open"]] == [*range(1, 10)]
    assert town["open"][0]["code"] == "clause_numbers"
    assert {one["rank"] for one in town["open"]} == {"error", "warning"}
    assert town["open"][0]["facts"] == {}
    assert town["totals"][0]["stated"] == town["totals"][0]["observed"]


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
    text = shown_to_text(shown, lines_of(TEXT), 83, "zh")
    rows = [[part.strip() for part in line.split("│")] for line in text.splitlines()]
    assert rows[0] == ["town:cooperative:001  配合履职事项清单 1"]
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
    text = shown_to_text(read_item(output, "town:cooperative:001"), (), 83, "zh")
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
