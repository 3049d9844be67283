"""Rows of bare lines that pages cut, and the borders of their cells without blank lines."""

from __future__ import annotations

import pytest

from tests.composed import (
    BASIC,
    BASIC_HEADER,
    COOPERATIVE,
    COOPERATIVE_HEADER,
    MODEL,
    PREAMBLE,
    RECALL,
    cases,
    content_of,
    extraction_from,
    furniture_of,
)

EXPECTED = content_of(extraction_from(MODEL))
PAGE = "\n\n\n\n— 7 —\n\n\n\n" + COOPERATIVE_HEADER + "\n"
ROWS = COOPERATIVE[COOPERATIVE.index("\n2 民生服务") :]


def with_first(row: str) -> str:
    """Return the small document with its first cooperative row printed in another way."""
    return PREAMBLE + BASIC + COOPERATIVE_HEADER + f"\n{row}\n" + ROWS + RECALL


CUTS = {
    "category": (
        f"1 民\n生服\n\n临时救助 青禾县民政局\n1.审批救助申请；{PAGE}务\n\n"
        "2.发放救助金。\n\n1.受理申请；\n2.上报材料。"
    ),
    "name of a department": (
        "1 民生服务 临时救助\n\n青禾县\n民\n\n1.审批救助申请；\n2.发放\n\n1.受理申请；"
        f"{PAGE}政局\n\n救助金。\n\n2.上报材料。"
    ),
    "name and department": (
        f"1 民生服务 临时救助对象的核 青禾县民\n\n1.审批救助申请；\n2.发放\n\n1.受理申请；{PAGE}"
        "对与公示\n工作\n\n政局\n\n救助金。\n\n2.上报材料。"
    ),
    "department before its page": (
        f"1 民生服务 临时救助 1.受理申请；{PAGE}青禾县民政局\n\n"
        "1.审批救助申请；\n2.发放救助金。\n\n2.上报材料。"
    ),
}


@pytest.mark.parametrize("row", cases({name: (row,) for name, row in CUTS.items()}))
def test_cells_that_a_page_cuts_are_rejoined(row: str) -> None:
    found = [
        (*cells[:3], str(cells[3]).removesuffix("对象的核对与公示工作"), *cells[4:])
        for cells in content_of(extraction_from(with_first(row)))
    ]
    assert found == EXPECTED


WIDE = "按照规定的权限和程序对救助对象的家庭经济状况组织复核"
NARROW = "入户调查核实申请人情况"
FILLED = "".join(
    f"\n{number} 民生服务 事项{name} 青禾县民政局\n{WIDE}，\n每月{WIDE[2:]}。\n\n"
    f"{NARROW}，\n每月{NARROW[2:]}。\n"
    for number, name in enumerate("甲乙丙丁", 2)
)


def test_what_a_page_cuts_goes_to_the_column_that_it_fills() -> None:
    row = f"1 民生服务 临时救助 青禾县民政局\n\n{NARROW}。{PAGE}{WIDE}，\n并且{WIDE[2:]}。\n"
    text = PREAMBLE + BASIC + COOPERATIVE_HEADER + f"\n{row}\n" + FILLED + "\n" + RECALL
    item = next(i for i in extraction_from(text).items if i.list_type == "cooperative")
    assert item.township_duties == f"{NARROW}。"
    assert item.superior_duties == f"{WIDE}，并且{WIDE[2:]}。"


def test_a_name_that_a_page_cuts_goes_on_at_the_top_of_the_next() -> None:
    row = (
        "1 民生服务 临时救助对象的核 青禾县民政局 对申请人的收入 逐户上门调查核"
        f"{PAGE}对公示 和财产组织核对。 实并上报材料。"
    )
    more = ROWS.replace("欠薪治理", "拖欠农民工工资的\n治理").replace("\n2 民", "\n\n2 民")
    again = more.replace("2 民生服务 拖欠", "3 民生服务 拒付")
    text = PREAMBLE + BASIC + COOPERATIVE_HEADER + f"\n{row}\n" + more + again + RECALL
    item = next(i for i in extraction_from(text).items if i.list_type == "cooperative")
    assert item.name == "临时救助对象的核对公示"
    assert item.superior_duties == "对申请人的收入和财产组织核对。"
    assert item.township_duties == "逐户上门调查核实并上报材料。"


NAMES = ROWS.replace("欠薪治理", "拖欠农民工工资的\n治理").replace("\n2 民", "\n\n2 民")
TOPS = {
    "a name without a blank line behind it": (
        f"青禾县民政局\n1.{WIDE}，\n每月{{}}{WIDE[2:]}。\n\n1.{NARROW}。",
        "对公示\n",
        "临时救助对象的核对公示",
        ("青禾县民政局",),
    ),
    "more departments": (
        f"青禾县民政局\n1.{WIDE}，\n每月{{}}{WIDE[2:]}。\n\n1.{NARROW}。",
        "青禾县人力资源\n和社会保障局\n",
        "临时救助对象的核",
        ("青禾县民政局", "青禾县人力资源和社会保障局"),
    ),
    "both": (
        f"青禾县民政局\n1.{WIDE}，\n每月{{}}{WIDE[2:]}。\n\n1.{NARROW}。",
        "对公示\n青禾县人力资源\n和社会保障局\n",
        "临时救助对象的核对公示",
        ("青禾县民政局", "青禾县人力资源和社会保障局"),
    ),
}


@pytest.mark.parametrize(("cells", "top", "name", "departments"), cases(TOPS))
def test_a_page_begins_with_the_rest_of_the_narrow_cells(
    cells: str, top: str, name: str, departments: tuple[str, ...]
) -> None:
    row = f"1 民生服务 临时救助对象的核 {cells.format(PAGE + top)}"
    more = NAMES.replace("2 民生服务 拖欠", "3 民生服务 拒付")
    filled = FILLED.replace("\n2 ", "\n4 ").replace("\n3 民生服务 事项乙", "\n5 民生服务 事项乙")
    text = PREAMBLE + BASIC + COOPERATIVE_HEADER + f"\n{row}\n" + NAMES + more + filled + RECALL
    item = next(i for i in extraction_from(text).items if i.list_type == "cooperative")
    assert (item.name, item.departments_raw) == (name, departments)
    assert item.superior_duties == f"1.{WIDE}，每月{WIDE[2:]}。"
    assert item.township_duties == f"1.{NARROW}。"


def test_a_clause_whose_mark_has_a_blank_in_it_begins_no_row() -> None:
    text = MODEL.replace("2.发放救助金", "2 、发放救助金")
    item = next(i for i in extraction_from(text).items if i.list_type == "cooperative")
    assert [clause.number for clause in item.clauses] == [1, 2, 1, 2]


def test_a_recalled_items_name_goes_on_beside_its_handling() -> None:
    header = RECALL.split("\n", 1)[0]
    handling = "承接部门：青禾县民政局\n工作方式：由县民政局依法处罚。"
    cut = handling.replace("依法", f"\n\n\n\n\n— 7 —\n\n\n\n{header}\n\n工作\n\n依法")
    rows = f"1 民生服务 残疾人等级的评定\n{cut}\n\n" + "".join(
        f"{number} 民生服务 {place}机构违规的\n处罚\n\n{handling}\n\n"
        for number, place in enumerate(("养老", "托育"), 2)
    )
    items = extraction_from(PREAMBLE + BASIC + COOPERATIVE + f"{header}\n\n{rows}").items
    recalled = [item for item in items if item.list_type == "recall"]
    assert [item.name for item in recalled][:2] == ["残疾人等级的评定工作", "养老机构违规的处罚"]
    assert [item.handling for item in recalled] == [handling] * 3


def test_a_category_may_be_cut_behind_letters_that_are_a_shorter_one() -> None:
    preamble = PREAMBLE.replace("配合履职事项包括民生服务", "配合履职事项包括民生服务保障")
    row = (
        f"1 民生服务\n\n临时救助 青禾县民政局\n1.审批救助申请；{PAGE}保障\n\n"
        "2.发放救助金。\n\n1.受理申请；\n2.上报材料。"
    )
    text = preamble + BASIC + COOPERATIVE_HEADER + f"\n{row}\n" + ROWS + RECALL
    item = next(i for i in extraction_from(text).items if i.list_type == "cooperative")
    assert (item.category, item.name) == ("民生服务保障", "临时救助")


# --- without blank lines ------------------------------------------------------------------------

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
    text = with_first(f"1 民生服务 临时救助 {DEPARTMENTS}\n{duties}").replace("。\n\n", "。\n")
    item = next(i for i in extraction_from(text).items if i.list_type == "cooperative")
    assert item.township_duties == township


def test_a_number_that_goes_on_behind_a_blank_line_is_of_the_first_side() -> None:
    row = "1 民生服务 临时救助 青禾县民政局\n1.审批救助申请；\n\n2.发放救助金。\n"
    row += "1.受理申请；\n2.上报材料。"
    assert content_of(extraction_from(with_first(row))) == EXPECTED


def test_paragraphs_side_by_side_on_one_line_stay_paragraphs() -> None:
    row = (
        "1 民生服务 临时救助 青禾县民政局 1.审批救助申请； 2.发放救助金。 1.受理申请； 2.上报材料。"
    )
    text = with_first(row).replace("局\n工作方式", "局 工作方式")
    assert content_of(extraction_from(text)) == EXPECTED


def test_clauses_without_marks_at_their_end_side_by_side() -> None:
    row = "1 民生服务 临时救助 青禾县民政局 1.审批申请 2.发放救助金 1.受理申请 2.上报材料"
    item = next(i for i in extraction_from(with_first(row)).items if i.list_type == "cooperative")
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


# --- pages and headers --------------------------------------------------------------------------

EDGES = {
    "browser": ("https://www.example.gov.cn/zwgk/{}.html {}/9", "2025/3/18 上午10:07 柳溪镇清单"),
    "browser in English": ("file:///C:/list.html {}/9", "3/18/25, 4:07 PM 柳溪镇清单"),
}


@pytest.mark.parametrize(("foot", "head"), cases(EDGES))
def test_what_a_browser_prints_around_a_page_is_furniture(foot: str, head: str) -> None:
    page = f"\n{foot.format(1, 1)}\n\n\n\n{head}\n\n{BASIC_HEADER}"
    extraction = extraction_from(MODEL.replace("\n2 民生服务 做好", f"{page}\n2 民生服务 做好"))
    assert content_of(extraction) == EXPECTED
    assert head.rsplit(maxsplit=1)[-1] in furniture_of(extraction)


def test_a_piece_of_a_name_beside_a_header_is_no_part_of_it() -> None:
    text = MODEL.replace(
        "3 民生服务 做好养老服务", f"3 民生服务 做好养老服务工\n作\n\n\n\n{BASIC_HEADER}"
    )
    assert next(i for i in extraction_from(text).items if i.seq == 3).name == "做好养老服务工作"


# --- other orders of the columns ----------------------------------------------------------------

SUPERIOR, TOWNSHIP = "1.审批救助申请；\n2.发放救助金。", "1.受理申请；\n2.上报材料。"
SECOND = ("1.查处欠薪案件；\n2.通报结果。", "1.排查欠薪线索；\n2.上报线索。")
CELLS = (
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
    for row in CELLS:
        cells = [row[place] for place in order]
        text += "".join(cell + ("\n\n" if "\n" in cell else " ") for cell in cells) + "\n\n"
    extraction = extraction_from(PREAMBLE + BASIC + text.replace(" 1.", "\n\n1.") + RECALL)
    assert content_of(extraction) == EXPECTED


def test_a_list_whose_categories_are_merged_though_most_rows_print_one() -> None:
    rows = "\n1 党的建设 开展党员教育\n\n2 做好低保受理\n\n3 民生服务 做好养老服务\n\n"
    rows += "4 做好儿童关爱\n\n5 综合政务 管理印章\n\n"
    preamble = PREAMBLE.replace("党的建设、民生服务等2个", "党的建设、民生服务、综合政务等3个")
    extraction = extraction_from(preamble + BASIC_HEADER + rows + COOPERATIVE + RECALL)
    basic = [item for item in extraction.items if item.list_type == "basic"]
    assert [item.name for item in basic][1::2] == ["做好低保受理", "做好儿童关爱"]
    assert [item.category for item in basic][1::2] == ["党的建设", "民生服务"]


ENDS = {
    "a list that ends with a semicolon goes on": (
        f"1.审批申请；\n2.发放补助；\n\n1.受理申请；\n2.上报材料。{PAGE}3.公示名单。",
        ("1.审批申请；\n2.发放补助；\n3.公示名单。", "1.受理申请；\n2.上报材料。"),
    ),
    "numbers that go on are not torn apart": (
        f"1.审批申请；\n2.发放\n\n1.受理申请；\n2.上报材料。{PAGE}补助；\n3.公示名单。",
        ("1.审批申请；\n2.发放补助；\n3.公示名单。", "1.受理申请；\n2.上报材料。"),
    ),
    "a number behind a department counts": (
        (
            f"青禾县民政局：1.审批申请；\n1.受理申请；\n2.上报材料；{PAGE}"
            "2.发放补助。\n\n3.公示名单。"
        ),
        ("青禾县民政局：1.审批申请；\n2.发放补助。", "1.受理申请；\n2.上报材料；\n3.公示名单。"),
    ),
}


@pytest.mark.parametrize(("duties", "cells"), cases(ENDS))
def test_what_a_page_cuts_goes_on_where_it_was_begun(duties: str, cells: tuple[str, str]) -> None:
    text = with_first(f"1 民生服务 临时救助 青禾县民政局\n\n{duties}")
    item = next(i for i in extraction_from(text).items if i.list_type == "cooperative")
    assert (item.superior_duties, item.township_duties) == cells


def test_a_cell_ends_at_a_full_stop_rather_than_at_a_comma() -> None:
    row = (
        "1 民生服务 临时救助 青禾县民政局\n1.审批申请，\n并公示名单；\n2.发放补助，\n按月核对。\n"
        "受理申请，上报材料。"
    )
    item = next(i for i in extraction_from(with_first(row)).items if i.list_type == "cooperative")
    assert item.superior_duties == "1.审批申请，并公示名单；\n2.发放补助，按月核对。"
    assert item.township_duties == "受理申请，上报材料。"
