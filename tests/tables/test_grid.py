"""The parts of documents with tables: titles, headers, columns, notes, preambles."""

from __future__ import annotations

import pytest

from qingdan.cells.items import department_cells
from tests.composed import names_of
from tests.tables.grids import (
    BASIC,
    COOPERATIVE,
    codes,
    html,
    paged,
    short,
    text,
)
from tests.truth import house_rules

# --- titles and preambles -------------------------------------------------------------------------


def test_lists_are_told_by_columns_and_titles() -> None:
    sections, rows = html(
        "某镇履职事项清单", "上级部门收回事项清单（1项）", f"{BASIC}<td>承接部门<td>工作方式"
        "<tr><td>1<td>甲类<td>子<td>县局<td>自办", "附件2", "某镇基本履职事项清单", "（共1项）",
        f"{BASIC}<tr><td>1<td>乙类<td>丑",
        f"{COOPERATIVE}<tr><td>1<td>丙类<td>寅<td>县局<td>1.管<td>1.报",
    )  # fmt: skip
    assert short(rows) == [
        ("recall", 1, "甲类", "子"),
        ("basic", 1, "乙类", "丑"),
        ("cooperative", 1, "丙类", "寅"),
    ]
    assert [line.text for line in sections.preamble] == ["某镇履职事项清单"]
    assert [[line.text for line in part.titles] for part in sections.lists] == [
        ["上级部门收回事项清单（1项）"],
        ["附件2", "某镇基本履职事项清单", "（共1项）"],
        [],
    ]
    assert codes(sections, rows) == []


def test_a_table_of_contents_is_preamble() -> None:
    sections, _ = html(
        "基本履职事项清单",
        "配合履职事项清单",
        "前言",
        "一、基本履职事项清单",
        BASIC + "<tr><td>1<td>甲<td>乙",
    )
    assert len(sections.preamble) == 3
    assert [line.text for line in sections.lists[0].titles] == ["一、基本履职事项清单"]


def test_a_title_that_contradicts_the_columns() -> None:
    sections, rows = html(
        "基本履职事项清单", f"{COOPERATIVE}<tr><td>1<td>甲<td>子<td>局<td>管<td>报"
    )
    assert [part.list_type for part in sections.lists] == ["cooperative"]
    assert "title_contradicted" in codes(sections, rows)


def test_a_total_between_a_title_and_its_header_is_of_the_title() -> None:
    sections, rows = html(
        "<tr><td colspan=3>某镇基本履职事项清单<tr><td colspan=3>（共1项）<tr><td colspan=3>单位"
        "<tr><td>序号<td>事项类别<td>事项名称<tr><td>1<td>甲<td>子"
    )
    assert [line.text for line in sections.lists[0].titles][:2] == [
        "某镇基本履职事项清单",
        "（共1项）",
    ]
    assert short(rows) == [("basic", 1, "甲", "子")]
    assert codes(sections, rows) == []


def test_tables_that_are_no_list() -> None:
    sections, rows = html(
        "<tr><td>人口<td>2万",
        "基本履职事项清单",
        f"{BASIC}<tr><td>1<td>甲<td>子",
        "<tr><td>主办<td>某局",
        "结束语",
    )
    assert [line.text for line in sections.preamble] == ["人口", "2万"]
    assert [line.text for line in sections.unplaced] == ["主办", "某局", "结束语"]
    assert len(rows.rows) == 1


def test_one_sheet_with_everything() -> None:
    table = (
        "<tr><td colspan=6>某镇履职事项清单<tr><td colspan=6>一、概况"
        f"<tr><td colspan=6>基本履职事项清单{BASIC}<tr><td>1<td>甲<td>子"
        f"<tr><td colspan=6>配合履职事项清单{COOPERATIVE}<tr><td>1<td>甲<td>丑<td>局<td>管<td>报"
    )
    sections, rows = html(table)
    assert [row[:2] for row in short(rows)] == [("basic", 1), ("cooperative", 1)]
    assert [line.text for line in sections.preamble] == ["某镇履职事项清单", "一、概况"]


@pytest.mark.parametrize("span", [2, 3, 6])
def test_the_number_of_an_appendix_in_a_merged_row_is_no_item(span: int) -> None:
    table = (
        f"<tr><td colspan=6>配合履职事项清单{COOPERATIVE}<tr><td>1<td>甲<td>丑<td>局<td>管<td>报"
        f"<tr><td colspan={span}>附件2<tr><td colspan=6>基本履职事项清单"
        f"{BASIC}<tr><td>1<td>甲<td>子"
    )
    sections, rows = html(table)
    assert [row[:2] for row in short(rows)] == [("cooperative", 1), ("basic", 1)]
    assert not sections.unplaced
    assert not rows.bands


NAMED = "<tr><td>序号<td>事项名称"


def test_every_category_has_a_table_of_its_own() -> None:
    sections, rows = html(
        "某镇基本履职事项清单",
        "一、党的建设（1项）",
        f"{NAMED}<tr><td>1<td>子",
        "二、经济发展（2项）",
        f"{NAMED}<tr><td>2<td>丑<tr><td>3<td>寅",
    )
    assert [line.text for line in sections.lists[0].titles] == ["某镇基本履职事项清单"]
    assert [(band.category, band.stated) for band in rows.bands] == [
        ("党的建设", 1),
        ("经济发展", 2),
    ]
    assert short(rows) == [
        ("basic", 1, "党的建设", "子"),
        ("basic", 2, "经济发展", "丑"),
        ("basic", 3, "经济发展", "寅"),
    ]
    assert codes(sections, rows) == []


def test_headings_of_a_preamble_in_a_sheet_begin_no_list() -> None:
    sections, rows = html(
        "<tr><td colspan=3>某镇履职事项清单<tr><td colspan=3>（一）基本履职事项"
        "<tr><td colspan=3>共1类1项，分别是：党的建设1项。<tr><td colspan=3>（二）配合履职事项"
        "<tr><td colspan=3>共1类1项。<tr><td colspan=3>（三）上级部门收回事项"
        "<tr><td colspan=3>共1类1项。<tr><td colspan=3>某镇基本履职事项清单"
        f"{BASIC}<tr><td>1<td>甲类<td>子"
    )
    assert len(sections.preamble) == 7
    assert short(rows) == [("basic", 1, "甲类", "子")]
    assert codes(sections, rows) == []


ABOUT = "某镇基本履职事项1项，配合履职事项0项，由上级部门收回事项0项。"


@pytest.mark.parametrize(
    "parts",
    [
        (f"{BASIC}<tr><td>1<td>甲类<td>子", "编制说明", ABOUT),
        (f"{BASIC}<tr><td>1<td>甲类<td>子<tr><td colspan=3>编制说明<tr><td colspan=3>{ABOUT}",),
    ],
    ids=["paragraphs", "rows"],
)
def test_a_preamble_may_stand_at_the_end(parts: tuple[str, ...]) -> None:
    sections, rows = html("某镇履职事项清单", "基本履职事项清单", *parts)
    assert [line.text for line in sections.preamble][-1] == ABOUT
    assert short(rows) == [("basic", 1, "甲类", "子")]
    assert not sections.unplaced
    assert not rows.unplaced


def test_what_tells_of_the_lists_before_them_is_the_only_preamble() -> None:
    table = f"{BASIC}<tr><td>1<td>甲类<td>子"
    sections, _ = html(ABOUT, "基本履职事项清单", table, "另有说法", ABOUT)
    assert len(sections.preamble) == 1
    assert [line.text for line in sections.unplaced] == ["另有说法", ABOUT]


# --- headers and columns --------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["", "<tr><td colspan=6>甲乡配合履职事项清单"])
def test_headers_of_two_rows(title: str) -> None:
    table = (
        f"{title}<tr><td rowspan=2>序 号<td rowspan=2>事项<br>类别<td rowspan=2>事项名称"
        "<td rowspan=2>对应上级部门<td colspan=2>职责分工<tr><td>上级部门职责<td>乡镇配合职责"
        "<tr><td>1<td>甲类<td>子<td>县局<td>1.管<td>1.报"
    )
    sections, rows = html(table)
    assert sections.lists[0].columns == house_rules().lists.default["cooperative"]
    assert text(rows.rows[0], "township_duties") == "1.报"


def test_a_header_whose_titles_are_cut_in_two_rows() -> None:
    table = "<tr><td>序号<td>事项名称<td>对应上级<td>上级部门<td>乡镇配合"
    second = "<tr><td><td><td>部门<td>职责<td>职责"
    sections, rows = html(f"{table}{second}<tr><td>1<td>子<td>县局<td>1.管<td>1.报")
    assert sections.lists[0].columns[2:] == ("departments", "superior_duties", "township_duties")
    assert len(rows.rows) == 1


def test_columns_in_another_order_known_remarks_and_one_unknown() -> None:
    table = (
        "<tr><td>序号<td>事项名称<td>事项类别<td>备注<td>事项来源"
        "<tr><td>1<td>子<td>甲类<td>无<td>A1"
    )
    sections, rows = html(table)
    assert short(rows) == [("basic", 1, "甲类", "子")]
    assert [line.text for line in rows.rows[0].cells["remark"]] == ["无", "A1"]
    assert codes(sections, rows) == ["unknown_column"]


def test_columns_are_told_by_the_shape_of_their_titles() -> None:
    table = (
        "<tr><td>序号<td>所涉类型<td>事项名称<td>县直单位<td>县直单位职责任务<td>属地镇责任<td>政策依据"
        "<tr><td>1<td>甲<td>子<td>县局<td>管<td>报<td>某法"
    )
    sections, rows = html(table)
    assert sections.lists[0].columns == (*house_rules().lists.default["cooperative"], "remark")
    assert text(rows.rows[0], "township_duties") == "报"
    assert codes(sections, rows) == []


def test_a_body_row_that_looks_like_titles_is_no_header() -> None:
    sections, rows = html(BASIC + "<tr><td>1<td>民生领域<td>事项<tr><td>2<td>重点领域<td>子")
    assert short(rows) == [("basic", 1, "民生领域", "事项"), ("basic", 2, "重点领域", "子")]
    assert codes(sections, rows) == []


def test_missing_and_guessed_columns_are_doubted() -> None:
    table = (
        "<tr><td>序号<td>事项类别<td>清单所列履职内容<td>上级部门职责<tr><td>1<td>甲<td>子<td>管"
    )
    sections, rows = html(table)
    assert short(rows) == [("cooperative", 1, "甲", "子")]
    assert codes(sections, rows) == ["column_guessed", "missing_column", "missing_column"]


def test_a_list_without_a_header_has_the_usual_columns() -> None:
    sections, rows = html("基本履职事项清单", "<tr><td>1<td>甲<td>子<tr><td>2<td>甲<td>丑")
    assert short(rows) == [("basic", 1, "甲", "子"), ("basic", 2, "甲", "丑")]
    assert codes(sections, rows) == ["columns_assumed"]


def test_finer_grids_than_the_header_are_read_by_its_columns() -> None:
    table = "<tr><td>序号<td colspan=2>事项类别<td>事项名称<tr><td>1<td>甲<td>类<td>子"
    table += "<tr><td>2<td colspan=2>乙类<td>丑"
    _, rows = html(table)
    assert short(rows) == [("basic", 1, "甲类", "子"), ("basic", 2, "乙类", "丑")]


def test_one_cell_over_two_columns_is_doubted() -> None:
    sections, rows = html(f"{COOPERATIVE}<tr><td>1<td>甲<td>子<td>局<td colspan=2>共同负责")
    assert text(rows.rows[0], "superior_duties") == "共同负责"
    assert "township_duties" not in rows.rows[0].cells
    assert codes(sections, rows) == ["merged_columns"]


@pytest.mark.parametrize("word", ["部门", "单位"])
def test_departments_may_stand_in_two_columns(word: str) -> None:
    table = (
        f"{BASIC}<td>牵头{word}<td>配合{word}<td>上级部门职责<td>乡镇配合职责"
        "<tr><td>1<td>甲类<td>子<td>县民政局<td>县财政局、县公安局<td>管。<td>报。"
        "<tr><td>2<td>甲类<td>丑<td>县民政局<td>/<td>管。<td>报。"
    )
    sections, rows = html("配合履职事项清单", table)
    assert codes(sections, rows) == []
    cells = department_cells(rows.rows, names_of())
    assert [listed for own in cells for listed in own.listed.values()] == [
        ("县民政局", "县财政局", "县公安局"),
        ("县民政局",),
    ]


@pytest.mark.parametrize("title", ["事项编码", "事项<br>编码", "法律法规依据", "联系电话", "编号"])
def test_columns_that_hold_nothing_of_an_item_are_kept_with_the_remarks(title: str) -> None:
    sections, rows = html(
        f"<tr><td>序号<td>{title}<td>事项类别<td>事项名称<tr><td>1<td>J-1<td>甲类<td>子"
    )
    assert short(rows) == [("basic", 1, "甲类", "子")]
    assert text(rows.rows[0], "remark") == "J-1"
    assert codes(sections, rows) == []


def test_an_unknown_column_that_may_matter_is_told_once_for_a_list() -> None:
    table = "<tr><td>序号<td>事项类别<td>事项名称<td>承办机构人员<tr><td>{}<td>甲类<td>子<td>某人"
    sections, rows = html("基本履职事项清单", table.format(1), table.format(2))
    assert [text(row, "remark") for row in rows.rows] == ["某人", "某人"]
    assert codes(sections, rows) == ["unknown_column"]
    assert not sections.unplaced


def test_two_columns_taken_for_the_same_field_are_told() -> None:
    sections, rows = html(f"{BASIC}<td>具体事项<tr><td>1<td>甲类<td>子<td>丑")
    assert codes(sections, rows) == ["column_guessed"]


def test_a_page_divides_the_same_width_in_another_way() -> None:
    """Two tables of a page, one right below the other, are one grid with the borders of both."""
    head = ["序号", "事项类别", None, "事项名称"]
    first = [head, ["1", "甲类", None, "子"]]
    second = [["2", "甲类", "丑", None], ["3", "甲类", "寅", None]]
    sections, rows = paged("基本履职事项清单", first, second)
    assert [row.seq for row in rows.rows] == [1, 2, 3]
    assert [text(row, "name") for row in rows.rows] == ["子", "丑", "寅"]
    assert codes(sections, rows) == []


def test_a_header_that_a_page_cut_is_put_together() -> None:
    first = [["", "", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"]]
    second = [["序|号", "事项|类别", "", "", "", ""], ["1", "甲类", "子", "县局", "管", "报"]]
    sections, rows = paged("配合履职事项清单", first, second)
    assert short(rows) == [("cooperative", 1, "甲类", "子")]
    assert codes(sections, rows) == []


# --- what closes a list ---------------------------------------------------------------------------


def test_notes_behind_a_list_are_furniture() -> None:
    sections, _ = html(
        BASIC + "<tr><td>1<td>甲<td>子</table>",
        "说明：由本镇负责。",
        COOPERATIVE + "<tr><td>1<td>甲<td>丑<td>县局<td>管<td>报</table>",
        "四、附则",
        "（一）本清单实行动态调整。",
    )
    assert [line.text for line in sections.unplaced] == []
    assert [line.text for line in sections.furniture if "。" in line.text] == [
        "说明：由本镇负责。",
        "（一）本清单实行动态调整。",
    ]


@pytest.mark.parametrize("span", ["", " colspan=3"])
def test_notes_in_rows_of_the_table_are_furniture(span: str) -> None:
    sections, rows = html(
        f"{BASIC}<tr><td>1<td>甲<td>子<tr><td{span}>四、附则<tr><td{span}>（一）由县委编办解释。"
    )
    assert short(rows) == [("basic", 1, "甲", "子")]
    assert [line.text for line in sections.furniture][-2:] == ["四、附则", "（一）由县委编办解释。"]
    assert codes(sections, rows) == []


def test_a_row_that_sums_up_is_no_item() -> None:
    sections, rows = html(
        f"{BASIC}<tr><td>1<td>甲<td>子<tr><td>合计<td>1项<td></table>",
        "相关阅读",
        "1.关于公布预算的通知",
    )
    assert short(rows) == [("basic", 1, "甲", "子")]
    assert codes(sections, rows) == []
    assert sections.unplaced == ()


def test_rows_that_sum_a_list_up_belong_to_no_item() -> None:
    page = [["序号", "事项类别", "事项名称"], ["1", "甲类", "子"], ["合|计", "1项", ""]]
    sections, rows = paged("基本履职事项清单", page)
    assert len(rows.rows) == 1
    assert not sections.unplaced
    assert not rows.unplaced


def test_buttons_of_the_page_may_follow_a_signature() -> None:
    table = f"{BASIC}<tr><td>1<td>甲类<td>子"
    sections, _ = html(table, "某县某镇人民政府", "2025年3月28日", "扫一扫在手机打开当前页")
    assert not sections.unplaced
