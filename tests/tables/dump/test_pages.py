"""Rows of bare lines that pages cut are one row, and what pages print is none of it."""

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
    SECOND_ROW,
    cases,
    content_of,
    extraction_from,
    first_cooperative,
    furniture_of,
    with_first_row,
)

EXPECTED = content_of(extraction_from(MODEL))
PAGE = "\n\n\n\n— 7 —\n\n\n\n" + COOPERATIVE_HEADER + "\n"

LONG = (
    "1 民生服务 临时救助 青禾县民政局、青禾县\n人力资源和社会保障局\n"
    "1.审批临时救助申请，核对申请人家庭经济状况；\n2.按照规定的标准和程序发放临时救助金。\n\n"
    "1.受理临时救助申请，开展入户调查核实情况；\n2.公示救助对象并及时上报有关材料。"
)
CUTS = {
    "between the duties": ("发放临时救助金。\n\n", "1.受理"),
    "between two duties of one side": ("家庭经济状况；\n", "2.按照"),
    "between two duties of the other side": ("核实情况；\n", "2.公示"),
    "inside a sentence": ("按照规定的标准", "和程序"),
    "inside the last sentence": ("并及时上报", "有关材料"),
    "before the duties": ("社会保障局\n", "1.审批"),
    "inside the departments": ("青禾县\n", "人力资源"),
}


@pytest.mark.parametrize(("before", "after"), cases(CUTS))
def test_a_row_cut_by_a_page_is_one_row(before: str, after: str) -> None:
    whole, cut = (
        with_first_row(LONG),
        with_first_row(LONG.replace(before + after, before + PAGE + after)),
    )
    assert whole != cut
    assert content_of(extraction_from(cut)) == content_of(extraction_from(whole))


def test_a_row_cut_by_a_page_goes_on_in_both_duties() -> None:
    row = (
        "1 民生服务 临时救助 青禾县民政局\n1.审批救助申请；\n2.发放救\n\n1.受理申请；\n2.上报"
        f"{PAGE}助金。\n\n材料。"
    )
    assert content_of(extraction_from(with_first_row(row))) == EXPECTED


CELLS = {
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


@pytest.mark.parametrize("row", cases({name: (row,) for name, row in CELLS.items()}))
def test_cells_that_a_page_cuts_are_rejoined(row: str) -> None:
    found = [
        (*cells[:3], str(cells[3]).removesuffix("对象的核对与公示工作"), *cells[4:])
        for cells in content_of(extraction_from(with_first_row(row)))
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
    item = first_cooperative(text)
    assert item.township_duties == f"{NARROW}。"
    assert item.superior_duties == f"{WIDE}，并且{WIDE[2:]}。"


def test_a_name_that_a_page_cuts_goes_on_at_the_top_of_the_next() -> None:
    row = (
        "1 民生服务 临时救助对象的核 青禾县民政局 对申请人的收入 逐户上门调查核"
        f"{PAGE}对公示 和财产组织核对。 实并上报材料。"
    )
    more = SECOND_ROW.replace("欠薪治理", "拖欠农民工工资的\n治理").replace("\n2 民", "\n\n2 民")
    again = more.replace("2 民生服务 拖欠", "3 民生服务 拒付")
    text = PREAMBLE + BASIC + COOPERATIVE_HEADER + f"\n{row}\n" + more + again + RECALL
    item = first_cooperative(text)
    assert item.name == "临时救助对象的核对公示"
    assert item.superior_duties == "对申请人的收入和财产组织核对。"
    assert item.township_duties == "逐户上门调查核实并上报材料。"


NAMES = SECOND_ROW.replace("欠薪治理", "拖欠农民工工资的\n治理").replace("\n2 民", "\n\n2 民")
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
    item = first_cooperative(text)
    assert (item.name, item.departments_raw) == (name, departments)
    assert item.superior_duties == f"1.{WIDE}，每月{WIDE[2:]}。"
    assert item.township_duties == f"1.{NARROW}。"


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
    text = with_first_row(f"1 民生服务 临时救助 青禾县民政局\n\n{duties}")
    item = first_cooperative(text)
    assert (item.superior_duties, item.township_duties) == cells


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


# --- pages and headers ----------------------------------------------------------------------------

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
