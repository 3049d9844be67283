"""Workbooks are read back as the spreadsheets of their readers see them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

from qingdan.cli import main
from qingdan.errors import BadCall
from qingdan.exports import sheet
from qingdan.exports.export import export_workbooks
from qingdan.languages.words import Language
from qingdan.library import write_tables
from qingdan.model import Facts, Outcome
from tests.writers import sample

SOFFICE = shutil.which("soffice")
Cells = list[tuple[object, ...]]
HOSTILE = (
    "=1+1", "+1", "-2+3", "@SUM(A1)", "=HYPERLINK(\"http://x\",\"y\")", "\t=1", "'quoted", "007",
    "http://example.com", "_x0041_", "\x01\x0b", "𠀀" * 3,
    "<b>&amp;</b>", " spaces ", "第一行\n第二行",
)  # fmt: skip


def exported(
    output: Path, into: Path, per: str = "township", form: str = "office", language: Language = "zh"
) -> list[str]:
    """Export workbooks, and return what is told."""
    told: list[str] = []
    export_workbooks(output, into, told.append, per=per, form=form, language=language)  # type: ignore[arg-type]
    return told


def sheets(path: Path) -> dict[str, Cells]:
    """The cells of every sheet, `_x0001_` read as Excel reads it; none of them is a formula."""
    book = openpyxl.load_workbook(path)
    cells = [cell for one in book.worksheets for row in one.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    return {
        one.title: [
            tuple(unescape(cell) if isinstance(cell, str) else cell for cell in row)
            for row in one.iter_rows(values_only=True)
        ]
        for one in book.worksheets
    }


def tables(folder: Path, outcomes: Sequence[Outcome]) -> Path:
    output = folder / "tables"
    write_tables(outcomes, output)
    return output


@pytest.fixture(scope="module")
def workbook(real_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("exports") / "books"
    assert exported(real_output, into) == []
    (path,) = into.glob("*.xlsx")
    return path


def test_a_township_has_its_lists_as_printed(workbook: Path, real_output: Path) -> None:
    assert workbook.name == "巴楚县阿瓦提镇.xlsx"
    found = sheets(workbook)
    assert list(found) == [
        "概况", "基本履职事项清单", "配合履职事项清单", "上级部门收回事项清单", "条款", "部门",
        "部门事项", "核对", "待查",
    ]  # fmt: skip
    items = pq.read_table(real_output / "items.parquet").to_pylist()
    title, head, *rows = found["配合履职事项清单"]
    assert title[0] == "巴楚县阿瓦提镇配合履职事项清单"
    assert head == (
        "序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇（街道）配合职责",
    )  # fmt: skip
    assert rows == [
        (i["seq"], i["category"], i["name"], "、".join(i["departments_raw"]), i["superior_duties"],
         i["township_duties"])
        for i in items if i["list_type"] == "cooperative"
    ]  # fmt: skip
    assert [row[0] for row in found["基本履职事项清单"][2:]] == list(range(1, 140))
    assert [row[3] for row in found["上级部门收回事项清单"][2:]] == [
        i["handling"] for i in items if i["list_type"] == "recall"
    ]
    clauses = pq.read_table(real_output / "clauses.parquet")
    assert [row[-1] for row in found["条款"][1:]] == clauses["text"].to_pylist()
    assert {row[0] for row in found["条款"][1:]} == {"配合", "收回"}
    named = [(d, i["seq"]) for i in items for d in i["departments"]]
    assert sorted((row[0], row[3]) for row in found["部门事项"][1:]) == sorted(named)
    assert ("基本", "事项", 139, 139, "一致", None) in found["核对"]
    confirmed = [row[:3] for row in found["待查"][1:]]
    assert confirmed[:3] == [("已确认", None, None)] * 3
    assert confirmed[3:] == [("已确认", "配合", 20), ("已确认", "配合", 61)]
    assert found["待查"][4][-1].endswith("stray comma after the last sentence (line 914).")


def test_heads_stay_filters_are_set_and_cells_wrap(workbook: Path) -> None:
    for one in openpyxl.load_workbook(workbook).worksheets:
        head = 2 if one.title.endswith("清单") else 1
        assert one.freeze_panes == f"A{head + 1}"
        assert one.auto_filter.ref.startswith(f"A{head}:")
        assert one.page_setup.orientation == "landscape"
        assert one.print_title_rows == f"${head}:${head}"
        assert one.cell(head + 1, 2).alignment.wrap_text or one.cell(head + 1, 2).value is None
        assert one.row_dimensions[head + 1].height <= 409


def test_the_same_tables_give_the_same_bytes(
    workbook: Path, real_output: Path, tmp_path: Path
) -> None:
    exported(real_output, tmp_path / "again")
    assert (tmp_path / "again" / workbook.name).read_bytes() == workbook.read_bytes()


def test_nothing_runs_and_every_character_is_there(tmp_path: Path) -> None:
    items = tuple(sample.item("a", "basic", at, name=text) for at, text in enumerate(HOSTILE, 1))
    output = tables(tmp_path, [sample.extraction("a", items=items)])
    exported(output, tmp_path / "books")
    (path,) = (tmp_path / "books").glob("*.xlsx")
    written = [row[2] for row in sheets(path)["基本履职事项清单"][2:]]
    assert written == [*HOSTILE]


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_saves_the_same(
    workbook: Path, real_output: Path, tmp_path: Path
) -> None:
    items = tuple(sample.item("a", "basic", at, name=text) for at, text in enumerate(HOSTILE, 1))
    output = tables(tmp_path, [sample.extraction("a", items=items)])
    exported(output, tmp_path / "books")
    exported(real_output, tmp_path / "form", form="checklist")
    (odd,) = (tmp_path / "books").glob("*.xlsx")
    (form,) = (tmp_path / "form").glob("*.xlsx")
    for at, path in enumerate((workbook, odd, form)):
        command = [
            str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / f"{at}"), str(path),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        assert done.returncode == 0
        assert b"Error" not in done.stderr
        assert seen(tmp_path / f"{at}" / path.name) == seen(path)


def seen(path: Path) -> dict[str, Cells]:
    """The cells of every sheet, but for what LibreOffice does not keep when it saves."""
    return {
        name: [tuple(_kept(cell) for cell in row) for row in rows]
        for name, rows in sheets(path).items()
    }


def _kept(cell: object) -> object:
    """A cell without control characters; LibreOffice writes `_x0041_` as what stands for A."""
    if not isinstance(cell, str):
        return cell
    return re.sub("[\x01\x0b]", "", cell).replace("_x0041_", "A") or None


def test_what_no_cell_holds_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = "责" * 40_000
    item = sample.item("a", "cooperative", 7, township_duties=long, clauses=())
    output = tables(tmp_path, [sample.extraction("a", items=(item,))])
    into = tmp_path / "books"
    assert main(["export", str(output), "--to", "xlsx", "--into", str(into)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "a:cooperative:007" in line
    assert "40000" in line
    found = sheets(into / "某县某镇.xlsx")
    assert found["配合履职事项清单"][2][5] == long[:32_767]
    assert found["待查"][1] == (
        "警告", "配合", 7, "第7项工作", None,
        "“乡镇（街道）配合职责”有40000个字符，单元格只容32767个，其余未写入工作簿",
    )  # fmt: skip


def test_rows_go_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 5)
    items = tuple(sample.item("a", "basic", seq) for seq in range(1, 8))
    exported(tables(tmp_path, [sample.extraction("a", items=items)]), tmp_path / "books")
    found = sheets(tmp_path / "books" / "某县某镇.xlsx")
    parts = [rows for name, rows in found.items() if name.startswith("基本履职事项清单")]
    assert [len(rows) for rows in parts] == [5, 5, 3]
    assert [row[0] for rows in parts for row in rows[2:]] == list(range(1, 8))


def test_workbooks_of_counties_and_of_a_run(tmp_path: Path) -> None:
    places = [
        ("甲省", "东县", "一镇"),
        ("甲省", "东县", "二镇"),
        ("乙省", "东县", "一镇"),
        (None, None, None),
    ]
    outcomes: list[Outcome] = [
        sample.extraction(
            f"d{at}", facts=Facts(province=province, county=county, township=township)
        )
        for at, (province, county, township) in enumerate(places)
    ]
    output = tables(tmp_path, [*outcomes, sample.failure("broken"), sample.flagged("odd")])

    def names(per: str) -> list[str]:
        exported(output, tmp_path / "books", per=per)
        return sorted(path.stem for path in (tmp_path / "books").glob("*.xlsx"))

    assert names("township") == sorted(["东县一镇-d0", "东县二镇", "东县一镇-d2", "d3", "某县某镇"])
    assert names("county") == sorted(["东县-甲省-东县", "东县-乙省-东县", "unknown", "某县"])
    two = sheets(tmp_path / "books" / "东县-甲省-东县.xlsx")["基本履职事项清单"]
    assert two[1:] == [
        ("乡镇（街道）", "序号", "事项类别", "事项名称"),
        ("东县一镇", 1, "民生服务", "第1项工作"),
        ("东县二镇", 1, "民生服务", "第1项工作"),
    ]
    assert names("run") == ["qingdan"]
    exported(output, tmp_path / "books", per="run", language="en")
    doubts = sheets(tmp_path / "books" / "qingdan.xlsx")["Open doubts"]
    assert [(row[0], row[-1]) for row in doubts[1:]] == [
        ("broken", "not read (empty)"),
        ("某县某镇", "basic items: 第2项缺失"),
        ("某县某镇", "无处可归的一行"),
    ]
    assert doubts[3][5] is None


def test_the_import_form_of_checklist_systems(real_output: Path, tmp_path: Path) -> None:
    exported(real_output, tmp_path / "form", form="checklist")
    ((_, (head, *rows)),) = sheets(tmp_path / "form" / "巴楚县阿瓦提镇.xlsx").items()
    assert head == (
        "类别", "事项类型", "序号", "事项名称", "关联单位", "来源镇街", "上级部门职责",
        "镇街配合职责", "工作方式",
    )  # fmt: skip
    assert len(rows) == 292
    assert rows[0][:3] == ("党的建设", "基本", 1)
    assert rows[139][4:6] == ("巴楚县委组织部", "阿瓦提镇")


def test_headings_and_values_in_english(real_output: Path, tmp_path: Path) -> None:
    exported(real_output, tmp_path / "books", language="en")
    found = sheets(tmp_path / "books" / "巴楚县阿瓦提镇.xlsx")
    assert found["Clauses"][1][0] == "cooperative"
    assert found["Open doubts"][1][0] == "acknowledged"


def test_an_export_replaces_exports_and_nothing_else(tmp_path: Path) -> None:
    one = tables(tmp_path, [sample.extraction("a")])
    into = tmp_path / "books"
    exported(one, into)
    (into / "notes.txt").write_text("mine")
    exported(one, into, per="run")
    assert sorted(path.name for path in into.iterdir()) == [
        "datapackage.json", "notes.txt", "qingdan.xlsx",
    ]  # fmt: skip
    package = json.loads((into / "datapackage.json").read_text("utf-8"))
    assert [resource["path"] for resource in package["resources"]] == ["qingdan.xlsx"]
    (into / "qingdan.xlsx").write_bytes(b"edited by hand")
    with pytest.raises(BadCall, match="did not write"):
        exported(one, into, per="run")
    with pytest.raises(BadCall, match="is the folder to be read"):
        exported(one, one)
    write_tables([sample.extraction("b")], tmp_path / "others")
    with pytest.raises(BadCall, match="holds tables"):
        exported(one, tmp_path / "others")
