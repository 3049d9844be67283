"""Rows of bare lines are cut into the same cells however they are printed."""

from __future__ import annotations

import pytest

from tests.composed import (
    BASIC,
    COOPERATIVE,
    COOPERATIVE_HEADER,
    MODEL,
    PREAMBLE,
    RECALL,
    RECALL_HEADER,
    cases,
    content_of,
    extraction_from,
    first_cooperative,
    with_first_row,
)

EXPECTED = content_of(extraction_from(MODEL))

DUTIES = "1.审批救助申请；\n2.发放救助金。\n\n1.受理申请；\n2.上报材料。"
CELLS = {
    "everything in one line": (
        "1 民生服务 临时救助 青禾县民政局 1.审批救助申请；2.发放救助金。 1.受理申请；2.上报材料。"
    ),
    "cells of one line each": (
        "1\n民生服务\n临时救助\n青禾县民政局\n1.审批救助申请；2.发放救助金。\n1.受理申请；2.上报材料。"
    ),
    "blank lines everywhere": (
        "1\n\n民生服务\n\n临时救助\n\n青禾县民政局\n\n1.审批救助申请；\n2.发放救助金。\n\n"
        "1.受理申请；\n2.上报材料。"
    ),
    "no blank lines": (
        "1 民生服务 临时救助 青禾县民政局\n"
        "1.审批救助申请；\n2.发放救助金。\n1.受理申请；\n2.上报材料。"
    ),
    "category wrapped": (f"1\n民生\n服务\n\n临时救助 青禾县民政局\n{DUTIES}"),
    "category wrapped with a blank line inside": (
        f"1\n民\n生服\n\n务\n临时救助 青禾县民政局\n{DUTIES}"
    ),
    "category's end beside the name": (f"1\n民生服\n务 临时救助 青禾县民政局\n{DUTIES}"),
    "name wrapped": (f"1 民生服务 临时\n救助\n\n青禾县民政局\n{DUTIES}"),
    "name wrapped beside the department": (f"1 民生服务\n临时\n救助 青禾县民政局\n{DUTIES}"),
    "department wrapped": (f"1 民生服务 临时救助\n青禾县民\n政局\n\n{DUTIES}"),
    "department wrapped with a blank line inside": (
        f"1 民生服务 临时救助\n青禾县民\n\n政局\n{DUTIES}"
    ),
    "department directly before the duties": (f"1 民生服务 临时救助\n青禾县民政\n局\n{DUTIES}"),
    "blank line inside a duty": (
        "1 民生服务 临时救助 青禾县民政局\n"
        "1.审批救助\n\n申请；\n2.发放救助金。\n\n1.受理申请；\n2.上报材料。"
    ),
    "begins with a space": (f" 1 民生服务 临时救助 青禾县民政局\n{DUTIES}"),
    "begins with an ideographic space": (f"\u30001 民生服务 临时救助 青禾县民政局\n{DUTIES}"),
    "number beside the category": (f"1民生服务 临时救助 青禾县民政局\n{DUTIES}"),
    "duties side by side": (
        "1 民生服务 临时救助 青禾县民政局\n"
        "1.审批救助申请；\n2.发放救助金。 1.受理申请；\n2.上报材料。"
    ),
}


@pytest.mark.parametrize("row", cases({name: (row,) for name, row in CELLS.items()}))
def test_the_same_cells_however_they_are_printed(row: str) -> None:
    extraction = extraction_from(with_first_row(row))
    flat = [tuple(str(cell).replace("\n", "") for cell in item) for item in EXPECTED]
    found = [tuple(str(cell).replace("\n", "") for cell in item) for item in content_of(extraction)]
    assert found == flat
    assert extraction.status == "ok"


def test_a_row_right_behind_the_row_before_it() -> None:
    text = MODEL.replace("。\n\n2 民生服务 欠薪", "。\n 2 民生服务 欠薪")
    text = text.replace("\n\n3 民", "\n3 民")
    assert content_of(extraction_from(text)) == EXPECTED


# --- without blank lines --------------------------------------------------------------------------

DEPARTMENTS = "青禾县民政局、青禾县公安局"
BORDERS = {
    "numbers repeat above another heading": (
        "县民政局：\n1.审批申请；\n1.发放救助金。\n县公安局：\n核对户籍。\n1.受理申请；\n2.上报材料。",
        "1.受理申请；\n2.上报材料。",
    ),
    "headings inside the lines": (
        "县民政局：审批申请。\n县公安局：核对户籍。\n1.受理申请；\n2.上报材料。",
        "1.受理申请；\n2.上报材料。",
    ),
    "no number behind the last heading": (
        "县民政局：\n1.审批申请；\n1.复核。\n县公安局：\n核对户籍。\n受理申请，上报材料。",
        "受理申请，上报材料。",
    ),
}


@pytest.mark.parametrize(("duties", "township"), cases(BORDERS))
def test_no_heading_of_a_department_stands_on_the_townships_side(
    duties: str, township: str
) -> None:
    text = with_first_row(f"1 民生服务 临时救助 {DEPARTMENTS}\n{duties}").replace("。\n\n", "。\n")
    item = first_cooperative(text)
    assert item.township_duties == township


def test_a_number_that_goes_on_behind_a_blank_line_is_of_the_first_side() -> None:
    row = "1 民生服务 临时救助 青禾县民政局\n1.审批救助申请；\n\n2.发放救助金。\n"
    row += "1.受理申请；\n2.上报材料。"
    assert content_of(extraction_from(with_first_row(row))) == EXPECTED


def test_paragraphs_side_by_side_on_one_line_stay_paragraphs() -> None:
    row = (
        "1 民生服务 临时救助 青禾县民政局 1.审批救助申请； 2.发放救助金。 1.受理申请； 2.上报材料。"
    )
    text = with_first_row(row).replace("局\n工作方式", "局 工作方式")
    assert content_of(extraction_from(text)) == EXPECTED


def test_clauses_without_marks_at_their_end_side_by_side() -> None:
    row = "1 民生服务 临时救助 青禾县民政局 1.审批申请 2.发放救助金 1.受理申请 2.上报材料"
    item = first_cooperative(with_first_row(row))
    assert item.superior_duties == "1.审批申请\n2.发放救助金"
    assert item.township_duties == "1.受理申请\n2.上报材料"


@pytest.mark.parametrize("glued", ["局\n工作方式", "定\n承接部门"])
def test_a_label_begins_a_line_though_an_engine_joined_it(glued: str) -> None:
    assert glued in MODEL
    assert content_of(extraction_from(MODEL.replace(glued, glued.replace("\n", "")))) == EXPECTED


def test_a_remark_behind_duties_without_a_blank_line() -> None:
    header = COOPERATIVE_HEADER.replace("\n", " 备注\n")
    rows = COOPERATIVE.removeprefix(COOPERATIVE_HEADER).replace("上报材料。", "上报材料。\n季节性")
    assert content_of(extraction_from(PREAMBLE + BASIC + header + rows + RECALL)) == EXPECTED


def test_a_recalled_item_whose_department_cell_is_empty() -> None:
    rows = "\n1 民生服务 残疾等级评定 不再开展。\n\n"
    rows += "2 民生服务 养老机构处罚 青禾县民政局 由县民政局依法处罚。\n"
    header = "序号 事项类别 事项名称 承接部门 工作方式\n"
    items = extraction_from(PREAMBLE + BASIC + COOPERATIVE + header + rows).items
    assert [(i.name, i.handling) for i in items if i.list_type == "recall"] == [
        ("残疾等级评定", "不再开展。"),
        ("养老机构处罚", "由县民政局依法处罚。"),
    ]


def test_a_cell_ends_at_a_full_stop_rather_than_at_a_comma() -> None:
    row = (
        "1 民生服务 临时救助 青禾县民政局\n1.审批申请，\n并公示名单；\n2.发放补助，\n按月核对。\n"
        "受理申请，上报材料。"
    )
    item = first_cooperative(with_first_row(row))
    assert item.superior_duties == "1.审批申请，并公示名单；\n2.发放补助，按月核对。"
    assert item.township_duties == "受理申请，上报材料。"


# --- other columns --------------------------------------------------------------------------------


def test_two_columns_of_recalled_items() -> None:
    rows = "\n1 民生服务 残疾等级评定 青禾县民政局 由县民政局组织评定。\n\n"
    rows += "2 民生服务 养老机构处罚 青禾县民政局 由县民政局依法处罚。\n"
    header = "序号 事项类别 事项名称 承接部门 工作方式\n"
    extraction = extraction_from(PREAMBLE + BASIC + COOPERATIVE + header + rows)
    recalled = [item for item in extraction.items if item.list_type == "recall"]
    assert [item.departments_raw for item in recalled] == [("青禾县民政局",)] * 2
    assert [item.handling for item in recalled] == ["由县民政局组织评定。", "由县民政局依法处罚。"]
    clause = recalled[0].clauses[0]
    assert (clause.heading, clause.department_raw) == (None, "青禾县民政局")
    assert extraction.status == "ok"


@pytest.mark.parametrize("none", ["/", "无", "—"])
def test_a_recalled_item_that_nobody_takes_over(none: str) -> None:
    rows = f"\n1 民生服务 残疾等级评定 {none} 不再开展。\n\n"
    rows += "2 民生服务 养老机构处罚 青禾县民政局 由县民政局依法处罚。\n"
    header = "序号 事项类别 事项名称 承接部门 工作方式\n"
    extraction = extraction_from(PREAMBLE + BASIC + COOPERATIVE + header + rows)
    first = next(item for item in extraction.items if item.list_type == "recall")
    assert (first.departments, first.handling) == ((), "不再开展。")


def test_a_handling_without_labels() -> None:
    rows = "\n1 民生服务 残疾等级评定 不再开展相关工作。\n\n"
    rows += "2 民生服务 养老机构处罚\n由县民政局依法处罚。\n"
    extraction = extraction_from(PREAMBLE + BASIC + COOPERATIVE + RECALL_HEADER + rows)
    recalled = [item for item in extraction.items if item.list_type == "recall"]
    assert [item.handling for item in recalled] == ["不再开展相关工作。", "由县民政局依法处罚。"]
    assert [item.name for item in recalled] == ["残疾等级评定", "养老机构处罚"]


def test_a_column_of_remarks_is_no_part_of_the_name() -> None:
    rows = "\n1 党的建设 开展党员教育 试行\n\n"
    rows += "2 民生服务 做好低保受理\n\n3 民生服务 做好养老服务\n\n"
    header = "序号 事项类别 事项名称 备注\n"
    extraction = extraction_from(PREAMBLE + header + rows + COOPERATIVE + RECALL)
    assert content_of(extraction) == EXPECTED


@pytest.mark.parametrize("remark", ["", " 试行", " /"])
def test_white_space_around_figures_begins_no_remark(remark: str) -> None:
    rows = f"\n1 党的建设 办理 12345 热线和 APP 留言{remark}\n\n2 民生服务 做好低保受理\n\n"
    header = "序号 事项类别 事项名称 备注\n"
    item = extraction_from(PREAMBLE + header + rows + COOPERATIVE + RECALL).items[0]
    assert item.name == "办理12345热线和APP留言"


# --- other orders of the columns ------------------------------------------------------------------

SUPERIOR, TOWNSHIP = "1.审批救助申请；\n2.发放救助金。", "1.受理申请；\n2.上报材料。"
SECOND = ("1.查处欠薪案件；\n2.通报结果。", "1.排查欠薪线索；\n2.上报线索。")
ROWS = (
    ("1", "民生服务", "临时救助", "青禾县民政局", SUPERIOR, TOWNSHIP),
    ("2", "民生服务", "欠薪治理", "青禾县人力资源和社会保障局", *SECOND),
)
ORDERS = {
    "category first": ((1, 0, 2, 3, 4, 5),),
    "category behind the name": ((0, 2, 1, 3, 4, 5),),
    "departments last": ((0, 1, 2, 4, 5, 3),),
    "departments before the name": ((0, 1, 3, 2, 4, 5),),
    "township before the superior": ((0, 1, 2, 3, 5, 4),),
}


@pytest.mark.parametrize("order", cases(ORDERS))
def test_the_header_tells_the_order_of_the_columns(order: tuple[int, ...]) -> None:
    titles = COOPERATIVE_HEADER.split()
    text = " ".join(titles[place] for place in order) + "\n\n"
    for row in ROWS:
        cells = [row[place] for place in order]
        text += "".join(cell + ("\n\n" if "\n" in cell else " ") for cell in cells) + "\n\n"
    extraction = extraction_from(PREAMBLE + BASIC + text.replace(" 1.", "\n\n1.") + RECALL)
    assert content_of(extraction) == EXPECTED
