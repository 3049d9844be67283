"""Printed rows become rows: repeated headers, category headings, merged cells, pages."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from qingdan.letters.joining import joined_text
from qingdan.letters.lines import lines_of
from qingdan.model import Field
from qingdan.options import Options
from qingdan.readers import read
from qingdan.readers.html import read_html
from tests.tables.grids import (
    BASIC,
    COOPERATIVE,
    category,
    codes,
    found,
    html,
    paged,
    paragraphs,
    placed,
    short,
    text,
)
from tests.truth import ROOT, TOWNSHIPS

LIBREOFFICE = ROOT / "tests" / "fixtures" / "office" / "libreoffice"
FILES = {
    **{f"{path.parent.name}{path.suffix}": path for path in sorted(TOWNSHIPS.glob("*/list.*"))},
    **{f"libreoffice-{path.name}": path for path in sorted(LIBREOFFICE.glob("*.*"))},
}


@pytest.mark.parametrize("path", FILES.values(), ids=FILES.keys())
def test_townships_give_their_rows(path: Path) -> None:
    township = path.stem if path.parent == LIBREOFFICE else path.parent.name
    truth = json.loads((TOWNSHIPS / township / "truth.json").read_text("utf-8"))
    sections, rows = found(read(path, Options(), "清单"))
    fields: tuple[Field, ...] = ("name", "superior_duties", "township_duties", "handling")
    got = {
        (row.list_type, row.seq, category(row), *(paragraphs(row, field) for field in fields))
        for row in rows.rows
    }
    assert got == {
        (item["list_type"], item["seq"], item["category"], *(squeezed(item[f]) for f in fields))
        for item in truth["items"]
    }
    bands = [(band.list_type, band.category, band.stated) for band in rows.bands]
    assert bands == [(b["list_type"], b["category"], b["total"]) for b in truth["bands"]]
    assert len(rows.rows) == len(truth["items"])
    assert not sections.unplaced
    assert not rows.unplaced


def squeezed(text: str | None) -> str | None:
    """Return a text without white space; line ends stay."""
    return None if text is None else "\n".join("".join(line.split()) for line in text.split("\n"))


@pytest.mark.parametrize("seed", range(5))
def test_no_line_is_lost_whatever_a_page_lacks(seed: int) -> None:
    chance = random.Random(seed)
    for path in sorted(TOWNSHIPS.glob("*/list.html")):
        words = path.read_bytes().split(b"<")
        for _ in range(chance.randrange(1, 6)):
            del words[chance.randrange(1, len(words))]
        document = read_html("a.html", "0", b"<".join(words))
        sections, rows = found(document)
        held = sorted(line.start for line in placed(sections, rows))
        assert held == sorted(line.start for line in lines_of(document.blocks))


# --- tables that go on ----------------------------------------------------------------------------


def test_continued_tables_with_and_without_header() -> None:
    sections, rows = html(
        "基本履职事项清单", f"{BASIC}<tr><td>1<td>甲<td>子", "基本履职事项清单（续）",
        f"{BASIC}<tr><td>2<td>甲<td>丑",
        "— 3 —", "<tr><td>3<td><td>寅", "<tr><td>4<td>乙<td>卯<td rowspan=2><tr><td>5<td>乙<td>辰",
    )  # fmt: skip
    assert [row[1:3] for row in short(rows)] == [
        (1, "甲"),
        (2, "甲"),
        (3, "甲"),
        (4, "乙"),
        (5, "乙"),
    ]
    assert {"基本履职事项清单（续）", "— 3 —"} <= {line.text for line in sections.furniture}
    assert codes(sections, rows) == []


def test_headers_repeated_inside_a_table() -> None:
    _, rows = html(f"{BASIC}<tr><td>1<td>甲<td>子{BASIC}<tr><td>2<td>甲<td>丑")
    assert [row.seq for row in rows.rows] == [1, 2]


def test_an_item_over_several_printed_rows() -> None:
    sections, rows = html(
        f"{COOPERATIVE}<tr><td rowspan=2>1<td rowspan=2>甲<td rowspan=2>子<td>县甲局、<td>管一"
        "<td rowspan=2>报<tr><td>县乙局<td>管二<tr><td>2<td>甲<td>丑<td>局<td>管<td>报"
    )
    assert [row.seq for row in rows.rows] == [1, 2]
    assert text(rows.rows[0], "departments") == "县甲局、县乙局"
    assert paragraphs(rows.rows[0], "superior_duties") == "管一\n管二"
    assert codes(sections, rows) == []


def test_a_row_without_its_number() -> None:
    sections, rows = html(f"{BASIC}<tr><td>1<td>甲<td>子<tr><td><td>甲<td>丑<tr><td>3<td>甲<td>寅")
    assert [row.seq for row in rows.rows] == [1, None, 3]
    assert codes(sections, rows) == ["number_missing"]
    sections, rows = html(f"{BASIC}<tr><td>1<td>甲<td>子<tr><td><td><td>丑<tr><td>2<td>甲<td>寅")
    assert [(row.seq, text(row, "name")) for row in rows.rows] == [(1, "子丑"), (2, "寅")]
    assert codes(sections, rows) == ["row_without_number"]


@pytest.mark.parametrize("number", ["12", "12.", "１２", "（12）", "十二", "12、"])
def test_numbers_as_printed(number: str) -> None:
    _, rows = html(f"{BASIC}<tr><td>{number}<td>甲<td>子")
    assert rows.rows[0].seq == 12


# --- categories -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("band", "total"),
    [
        ("<td colspan=2>一、党的建设（16项）", 16),
        ("<td colspan=2>党的建设", None),
        ("<td>（二）党的建设<td>", None),
        ("<td><td>党的建设（共十项）", 10),
    ],
)
def test_bands(band: str, total: int | None) -> None:
    sections, rows = html(f"<tr><td>序号<td>事项名称<tr>{band}<tr><td>1<td>子<tr><td>2<td>丑")
    assert short(rows) == [("basic", 1, "党的建设", "子"), ("basic", 2, "党的建设", "丑")]
    assert [(each.category, each.stated) for each in rows.bands] == [("党的建设", total)]
    assert codes(sections, rows) == []


def test_a_band_between_tables_and_one_table_per_category() -> None:
    head = "<tr><td>序号<td>事项名称"
    sections, rows = html(
        "基本履职事项清单", f"{head}<tr><td colspan=2>甲类<tr><td>1<td>子",
        "二、乙类（1项）", f"{head}<tr><td>2<td>丑", "不知何文", f"{head}<tr><td>3<td>寅",
    )  # fmt: skip
    assert [category(row) for row in rows.rows] == ["甲类", "乙类", "乙类"]
    assert [line.text for line in sections.unplaced] == ["不知何文"]


def test_merged_categories_are_carried_and_end_with_their_list() -> None:
    table = f"{BASIC}<tr><td>1<td rowspan=2>甲<td>子<tr><td>2<td>丑<tr><td>3<td>乙<td>寅"
    other = f"{COOPERATIVE}<tr><td>1<td><td>卯<td>局<td>管<td>报"
    sections, rows = html(table, other)
    assert [category(row) for row in rows.rows] == ["甲", "甲", "乙", None]
    assert codes(sections, rows) == ["category_missing"]


def test_a_gap_in_a_column_of_repeated_categories_is_doubted() -> None:
    printed = "".join(f"<tr><td>{n}<td>{'' if n == 3 else '甲'}<td>子" for n in range(1, 7))
    sections, rows = html(BASIC + printed)
    assert category(rows.rows[2]) == "甲"
    assert codes(sections, rows) == ["category_empty"]
    once = "".join(f"<tr><td>{n}<td>{'甲' if n == 1 else ''}<td>子" for n in range(1, 7))
    assert codes(*html(BASIC + once)) == []


@pytest.mark.parametrize("mark", ["同上", "〃", "″", "同前"])
def test_a_category_cell_may_refer_to_the_one_above(mark: str) -> None:
    sections, rows = html(
        f"{BASIC}<tr><td>1<td>甲类<td>子<tr><td>2<td>{mark}<td>丑<tr><td>3<td>乙类<td>寅"
    )
    assert [row[2] for row in short(rows)] == ["甲类", "甲类", "乙类"]
    assert text(rows.rows[1], "remark") == mark
    assert codes(sections, rows) == []


def test_a_category_cell_that_refers_to_nothing_is_told() -> None:
    sections, rows = html(f"{BASIC}<tr><td>1<td>同上<td>子")
    assert short(rows) == [("basic", 1, None, "子")]
    assert codes(sections, rows) == ["category_missing"]


# --- pages ----------------------------------------------------------------------------------------

HEAD: list[str | None] = ["序号", "事项类别", "事项名称"]


def test_a_row_cut_by_a_page_is_rejoined() -> None:
    sections, rows = paged([HEAD, ["1", "甲", "做好"]], [["", "", "工作"], ["2", "甲", "丑"]])
    assert [(row.seq, text(row, "name"), row.page) for row in rows.rows] == [
        (1, "做好工作", 1),
        (2, "丑", 2),
    ]
    assert [line.page for line in rows.rows[0].cells["name"]] == [1, 2]
    assert codes(sections, rows) == []


def test_a_row_cut_under_a_repeated_header() -> None:
    _, rows = paged([HEAD, ["1", "甲", "做好"]], [HEAD, ["", "", "工作"], ["3", "甲", "丑"]])
    assert [(row.seq, text(row, "name")) for row in rows.rows] == [(1, "做好工作"), (3, "丑")]


def test_a_row_cut_under_a_repeated_header_without_a_rule_between() -> None:
    second = [["序号", "事项|类别", "事项名称|工作"], ["2", "甲", "丑"]]
    sections, rows = paged([HEAD, ["1", "甲", "做好"]], second)
    assert [(row.seq, text(row, "name")) for row in rows.rows] == [(1, "做好工作"), (2, "丑")]
    assert codes(sections, rows) == []


def test_a_number_in_the_middle_of_its_row_goes_to_the_next_page() -> None:
    first = [HEAD, ["1", "甲", "子"], ["", "", "做好"]]
    sections, rows = paged(first, [["2", "甲", "工作"], ["3", "甲", "丑"]])
    assert [(row.seq, text(row, "name")) for row in rows.rows] == [
        (1, "子"),
        (2, "做好工作"),
        (3, "丑"),
    ]
    assert codes(sections, rows) == []


def test_a_category_printed_on_the_next_page() -> None:
    first = [HEAD, ["1", "甲", "子"], ["2", "", "丑"], ["3", None, "寅"]]
    sections, rows = paged(first, [["4", "乙", "卯"], ["5", None, "辰"]])
    assert [category(row) for row in rows.rows] == ["甲", "乙", "乙", "乙", "乙"]
    assert codes(sections, rows) == []


def test_a_category_whose_name_a_page_cuts() -> None:
    first = [HEAD, ["1", "应急管理", "子"], ["2", None, "丑"]]
    _, rows = paged(
        "包括党的建设、应急管理及消防、民生服务。",
        first,
        [["3", "及消防", "寅"], ["4", None, "卯"]],
    )
    assert {category(row) for row in rows.rows} == {"应急管理及消防"}


def test_a_category_that_a_page_cuts_is_known_by_another_list() -> None:
    first = [HEAD, ["1", "文|明", "子"], ["2", None, "丑"]]
    other = [[*HEAD, "对应上级部门"], ["1", "文|明|创|建", "辰", "县教育局"]]
    _, rows = paged("基本履职事项清单", first, [["3", "创|建", "寅"], ["4", None, "卯"]], other)
    assert {category(row) for row in rows.rows} == {"文明创建"}


def test_halves_of_a_category_are_shorter_than_any_name_that_no_page_cuts() -> None:
    first = [HEAD, ["1", "强基铸魂", "子"], ["2", "暖心惠民", "丑"], ["3", "碧水", "寅"]]
    sections, rows = paged(first, [["4", "蓝天", "卯"], ["5", "放心消费", "辰"]])
    names = ["强基铸魂", "暖心惠民", "碧水蓝天", "碧水蓝天", "放心消费"]
    assert [category(row) for row in rows.rows] == names
    assert codes(sections, rows) == []


def test_one_half_that_is_shorter_than_any_name_is_doubted() -> None:
    first = [HEAD, ["1", "强基铸魂", "子"], ["2", "暖心惠民", "丑"], ["3", "碧水蓝天净", "寅"]]
    sections, rows = paged(first, [["4", "土", "卯"], ["5", "放心消费", "辰"]])
    assert [category(row) for row in rows.rows][2:4] == ["碧水蓝天净", "土"]
    assert codes(sections, rows) == ["category_guessed"]


def test_names_at_a_page_s_border_that_are_as_long_as_others_stay_apart() -> None:
    first = [HEAD, ["1", "强基铸魂", "子"], ["2", "暖心惠民", "丑"], ["3", "碧水蓝天", "寅"]]
    sections, rows = paged(first, [["4", "放心消费", "卯"], ["5", "和谐善治", "辰"]])
    assert [category(row) for row in rows.rows][2:4] == ["碧水蓝天", "放心消费"]
    assert codes(sections, rows) == []


def test_empty_cells_below_a_category_that_is_printed_once() -> None:
    first = [HEAD, ["1", "甲", "子"], ["2", "", "丑"], ["3", "", "寅"], ["4", "", "卯"]]
    sections, rows = paged(first, [["5", "乙", "辰"], ["6", "", "巳"]])
    assert [category(row) for row in rows.rows] == ["甲", "甲", "甲", "甲", "乙", "乙"]
    assert codes(sections, rows) == []


def test_an_empty_cell_at_a_page_s_end_that_nothing_tells_is_doubted() -> None:
    sections, rows = paged([HEAD, ["1", "甲", "子"], ["2", "", "丑"]], [["3", "乙", "寅"]])
    assert [category(row) for row in rows.rows] == ["甲", "乙", "乙"]
    assert codes(sections, rows) == ["category_guessed"]


def test_a_whole_page_inside_one_merged_category() -> None:
    _, rows = paged([HEAD, ["1", "甲", "子"]], [["2", "", "丑"], ["3", None, "寅"]])
    assert [category(row) for row in rows.rows] == ["甲", "甲", "甲"]


def test_a_row_without_number_after_a_page_that_is_complete_is_a_row() -> None:
    sections, rows = paged([HEAD, ["1", "甲", "子"]], [["", "甲", "丑"], ["3", "甲", "寅"]])
    assert [row.seq for row in rows.rows] == [1, None, 3]
    assert codes(sections, rows) == ["number_missing"]


def test_a_category_alone_at_a_page_s_top_belongs_to_the_row_cut_before_it() -> None:
    _, rows = html(
        f"{BASIC}<tr><td>1<td>文化和旅游<td>甲<tr><td>2<td><td>乙",
        f"{BASIC}<tr><td><td>文化和旅游<td><tr><td>3<td>卫生健康<td>丙",
    )
    assert [(row.seq, joined_text(row.cells["category"])) for row in rows.rows] == [
        (1, "文化和旅游"),
        (2, "文化和旅游"),
        (3, "卫生健康"),
    ]
    assert rows.bands == ()
