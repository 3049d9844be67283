"""Categories of bare lines: above rows, merged, wrapped, shorter, referred to, unknown."""

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
)
from tests.truth import house_rules

EXPECTED = content_of(extraction_from(MODEL))
PAGE = "\n\n\n\n— 7 —\n\n\n\n" + COOPERATIVE_HEADER + "\n"


# --- above rows -----------------------------------------------------------------------------------

BASIC_PLAIN = "\n1 开展党员教育\n\n2 做好低保受理\n\n3 做好养老服务\n\n"
BANDS = {
    "plain": ("党的建设\n", "民生服务\n"),
    "counted": ("党的建设（1项）\n", "民生服务（2项）\n"),
    "numbered": ("一、党的建设\n", "二、民生服务\n"),
    "numbered and counted": ("一、党的建设（1项）\n", "二、民生服务（共2项）\n"),
    "in brackets": ("（一）党的建设（1项）\n", "（二）民生服务（2项）\n"),
    "set apart": ("\n党的建设（1项）\n\n", "\n民生服务（2项）\n\n"),
}


@pytest.mark.parametrize(("first", "second"), cases(BANDS))
def test_bands_file_the_rows_below_them(first: str, second: str) -> None:
    header = BASIC_HEADER.replace(" 事项类别", "")
    rows = BASIC_PLAIN.replace("\n1", f"\n{first}1").replace("\n2", f"\n{second}2")
    extraction = extraction_from(PREAMBLE + header + rows + COOPERATIVE + RECALL)
    assert content_of(extraction) == EXPECTED
    assert extraction.status == "ok"


def test_a_band_that_states_another_number_is_a_warning() -> None:
    header = BASIC_HEADER.replace(" 事项类别", "")
    rows = BASIC_PLAIN.replace("\n1", "\n党的建设（2项）\n1").replace("\n2", "\n民生服务（2项）\n2")
    extraction = extraction_from(PREAMBLE + header + rows + COOPERATIVE + RECALL)
    assert [warning.code for warning in extraction.warnings] == ["band_total"]


# --- merged ---------------------------------------------------------------------------------------


def test_a_merged_category_is_carried_down() -> None:
    rows = (
        "\n1 党的建设 开展党员教育\n\n2 开展党费收缴\n\n3 开展党员关怀\n\n"
        "4 民生服务 做好低保受理\n\n5 做好养老服务\n\n6 做好儿童关爱\n\n"
    )
    extraction = extraction_from(PREAMBLE + BASIC_HEADER + rows + COOPERATIVE + RECALL)
    basic = [item for item in extraction.items if item.list_type == "basic"]
    assert [item.category for item in basic] == ["党的建设"] * 3 + ["民生服务"] * 3
    assert [item.name for item in basic][3:5] == ["做好低保受理", "做好养老服务"]


def test_a_category_is_not_carried_into_another_list() -> None:
    rows = COOPERATIVE.replace("1 民生服务", "1").replace("2 民生服务", "2")
    extraction = extraction_from(PREAMBLE + BASIC + rows + RECALL)
    categories = {item.category for item in extraction.items if item.list_type == "cooperative"}
    assert categories.isdisjoint({"党的建设", "民生服务"})
    assert extraction.status == "flagged"


def test_a_list_whose_categories_are_merged_though_most_rows_print_one() -> None:
    rows = "\n1 党的建设 开展党员教育\n\n2 做好低保受理\n\n3 民生服务 做好养老服务\n\n"
    rows += "4 做好儿童关爱\n\n5 综合政务 管理印章\n\n"
    preamble = PREAMBLE.replace("党的建设、民生服务等2个", "党的建设、民生服务、综合政务等3个")
    extraction = extraction_from(preamble + BASIC_HEADER + rows + COOPERATIVE + RECALL)
    basic = [item for item in extraction.items if item.list_type == "basic"]
    assert [item.name for item in basic][1::2] == ["做好低保受理", "做好儿童关爱"]
    assert [item.category for item in basic][1::2] == ["党的建设", "民生服务"]


# --- in rows --------------------------------------------------------------------------------------


def test_a_category_that_begins_like_a_known_one_is_whole() -> None:
    extraction = extraction_from(MODEL.replace("\n3 民生服务 做好", "\n3 民生服务保障 做好"))
    assert extraction.items[2].category == "民生服务保障"
    assert extraction.status == "flagged"


@pytest.mark.parametrize(
    ("printed", "category", "name"),
    [
        ("精神文明\n\n培育文明乡风", "精神文明", "培育文明乡风"),
        ("精神文明\n\n建设\n\n培育文明乡风", "精神文明建设", "培育文明乡风"),
    ],
)
def test_a_shorter_form_of_a_known_category_is_one(printed: str, category: str, name: str) -> None:
    assert "精神文明建设" in house_rules().categories
    rows = f"\n1\n民生服务\n\n做好低保受理\n\n2 做好养老服务\n\n3\n{printed}\n\n"
    rows += "4 评选文明家庭\n\n5\n综合政务\n\n管理印章\n"
    items = extraction_from("序号 事项类别 事项名称\n" + rows).items
    assert [(item.category, item.name) for item in items][2:4] == [
        (category, name),
        (category, "评选文明家庭"),
    ]


def test_a_category_that_says_ditto_is_the_one_above() -> None:
    text = MODEL.replace("3 民生服务 做好养老服务", "3 同上 做好养老服务")
    text = text.replace("2 民生服务 养老机构处罚", "2 〃 养老机构处罚")
    assert content_of(extraction_from(text)) == EXPECTED


def test_a_category_that_leads_may_be_wrapped_before_the_number() -> None:
    rows = "\n党的建\n设 1 开展党员教育\n\n民生\n服务 2 做好低保受理\n\n3 做好养老服务\n\n"
    header = "事项类别 序号 事项名称\n"
    extraction = extraction_from(PREAMBLE + header + rows + COOPERATIVE + RECALL)
    assert content_of(extraction) == EXPECTED


def test_a_recalled_row_without_its_category_keeps_its_name() -> None:
    rows = RECALL.replace("2 民生服务 养老机构处罚", "2 养老机构处罚")
    more = rows[rows.index("\n2 ") :]
    for number, place in enumerate("甲乙", 3):
        rows += more.replace("2 养老", f"{number} 民生服务 {place}地")
    extraction = extraction_from(PREAMBLE + BASIC + COOPERATIVE + rows)
    item = next(i for i in extraction.items if i.item_id.endswith("recall:002"))
    assert (item.category, item.name) == ("民生服务", "养老机构处罚")
    assert item.handling == "承接部门：青禾县民政局\n工作方式：由县民政局依法处罚。"
    told = [w.code for w in extraction.warnings if w.item_id == item.item_id]
    assert "category_guessed" in told


def test_a_category_may_be_cut_behind_letters_that_are_a_shorter_one() -> None:
    preamble = PREAMBLE.replace("配合履职事项包括民生服务", "配合履职事项包括民生服务保障")
    row = (
        f"1 民生服务\n\n临时救助 青禾县民政局\n1.审批救助申请；{PAGE}保障\n\n"
        "2.发放救助金。\n\n1.受理申请；\n2.上报材料。"
    )
    text = preamble + BASIC + COOPERATIVE_HEADER + f"\n{row}\n" + SECOND_ROW + RECALL
    item = first_cooperative(text)
    assert (item.category, item.name) == ("民生服务保障", "临时救助")
