"""Rows of bare lines: where they begin, how they are cut into cells, rows cut by pages."""

from __future__ import annotations

import re

import pytest

from qingdan.tables.dump.rowstarts import categories_of, row_starts
from tests.composed import (
    BASIC,
    BASIC_HEADER,
    COOPERATIVE,
    COOPERATIVE_HEADER,
    MODEL,
    PREAMBLE,
    RECALL,
    RECALL_HEADER,
    cases,
    content_of,
    extraction_from,
    lines_of,
)
from tests.truth import house_rules

EXPECTED = content_of(extraction_from(MODEL))
PAGE = "\n\n\n\n— 7 —\n\n\n\n" + COOPERATIVE_HEADER + "\n"


def cooperative(rows: str) -> str:
    """Return the small document with other rows in its list of cooperative items."""
    return PREAMBLE + BASIC + COOPERATIVE_HEADER + rows + RECALL


def first_row(row: str) -> str:
    """Return the small document with its first cooperative row printed in another way."""
    second = COOPERATIVE[COOPERATIVE.index("\n2 民生服务") + 1 :]
    return cooperative(f"\n{row}\n\n{second}")


# --- borders between cells --------------------------------------------------------------------

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
    extraction = extraction_from(first_row(row))
    flat = [tuple(str(cell).replace("\n", "") for cell in item) for item in EXPECTED]
    found = [tuple(str(cell).replace("\n", "") for cell in item) for item in content_of(extraction)]
    assert found == flat
    assert extraction.status == "ok"


def test_a_row_right_behind_the_row_before_it() -> None:
    text = MODEL.replace("。\n\n2 民生服务 欠薪", "。\n 2 民生服务 欠薪")
    text = text.replace("\n\n3 民", "\n3 民")
    assert content_of(extraction_from(text)) == EXPECTED


# --- rows cut by pages ------------------------------------------------------------------------

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
    whole, cut = first_row(LONG), first_row(LONG.replace(before + after, before + PAGE + after))
    assert whole != cut
    assert content_of(extraction_from(cut)) == content_of(extraction_from(whole))


def test_a_row_cut_by_a_page_goes_on_in_both_duties() -> None:
    row = (
        "1 民生服务 临时救助 青禾县民政局\n1.审批救助申请；\n2.发放救\n\n1.受理申请；\n2.上报"
        f"{PAGE}助金。\n\n材料。"
    )
    assert content_of(extraction_from(first_row(row))) == EXPECTED


# --- categories -------------------------------------------------------------------------------

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


def test_a_category_that_begins_like_a_known_one_is_told() -> None:
    extraction = extraction_from(MODEL.replace("\n3 民生服务 做好", "\n3 民生服务保障 做好"))
    told = [(warning.code, warning.item_id) for warning in extraction.warnings]
    assert ("category_guessed", extraction.items[2].item_id) in told
    assert extraction.status == "flagged"


# --- other columns ----------------------------------------------------------------------------


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


# --- numbers of rows --------------------------------------------------------------------------


def test_a_missing_number_is_told() -> None:
    extraction = extraction_from(MODEL.replace("\n2 民生服务 做好低保受理\n", ""))
    check = next(c for c in extraction.checks if (c.list_type, c.check) == ("basic", "sequence"))
    assert (check.status, check.detail) == ("mismatch", "missing: 2")
    assert [item.seq for item in extraction.items if item.list_type == "basic"] == [1, 3]


def test_numbers_are_repeated_and_skipped_where_rows_hardly_print_categories() -> None:
    rows = "1 党建 甲事\n2 乙事\n3 丙事\n3 丁事\n5 戊事\n6 己事\n7 民生 庚事\n8 辛事\n9 壬事\n"
    lines = lines_of(rows)
    starts = row_starts(lines, categories_of(["党建", "民生"], [], lines), has_category=True)
    assert [start.seq for start in starts] == [1, 2, 3, 3, 5, 6, 7, 8, 9]


def test_a_repeated_number_is_told_and_ids_stay_apart() -> None:
    text = MODEL.replace("2 民生服务 做好低保受理", "1 民生服务 做好低保受理")
    extraction = extraction_from(text)
    ids = [item.item_id for item in extraction.items]
    assert len(set(ids)) == len(ids) == 7
    assert ids[:2] == ["composed:basic:001", "composed:basic:001-2"]
    check = next(c for c in extraction.checks if (c.list_type, c.check) == ("basic", "sequence"))
    assert "repeated: 1" in check.detail


ANEW = (
    "一、党的建设（2项）\n\n1 开展党员教育\n\n2 发展党员\n\n"
    "二、民生服务（2项）\n\n1 做好低保受理\n\n2 做好养老服务\n\n"
    "三、平安法治（1项）\n\n1 调解矛盾纠纷\n"
)
ANEW_ITEMS = [
    ("党的建设", 1, "开展党员教育"),
    ("党的建设", 2, "发展党员"),
    ("民生服务", 1, "做好低保受理"),
    ("民生服务", 2, "做好养老服务"),
    ("平安法治", 1, "调解矛盾纠纷"),
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


def test_numbers_may_begin_again_in_each_category() -> None:
    extraction = extraction_from("序号 事项名称\n\n" + ANEW)
    found = [(item.category, item.seq, item.name) for item in extraction.items]
    assert found == ANEW_ITEMS
    check = next(c for c in extraction.checks if c.check == "sequence")
    assert (check.status, check.stated, check.observed) == ("match", 5, 5)


def test_numbers_may_begin_again_beside_merged_categories() -> None:
    merged = ANEW.replace("一、党的建设（2项）\n\n1", "1\n党的建设\n\n")
    merged = merged.replace("二、民生服务（2项）\n\n1", "1 民生服务")
    merged = merged.replace("三、平安法治（1项）\n\n1", "1\n\n平安\n法治\n\n")
    extraction = extraction_from("序号 事项类别 事项名称\n\n" + merged)
    found = [(item.category, item.seq, item.name) for item in extraction.items]
    assert found == ANEW_ITEMS


def test_a_number_missing_in_a_category_is_told_by_its_name() -> None:
    text = ANEW.replace("2 发展党员\n", "3 发展党员\n\n4 管理党费\n").replace("2项", "4项", 1)
    extraction = extraction_from("序号 事项名称\n\n" + text)
    check = next(c for c in extraction.checks if c.check == "sequence")
    assert (check.status, check.detail) == ("mismatch", "党的建设: missing: 2")


@pytest.mark.parametrize(("left", "right"), [("", "."), ("", "、"), ("（", "）")])
def test_numbers_of_rows_may_have_delimiters(left: str, right: str) -> None:
    basic = BASIC + "\n".join(f"{n} 民生服务 做好工作{n}\n" for n in range(4, 9))
    text = PREAMBLE.replace("基本履职事项3项", "基本履职事项8项") + basic + COOPERATIVE + RECALL
    numbered = re.sub(r"(?m)^(\d) (?=[党民])", rf"{left}\1{right} ", text)
    assert numbered != text
    assert content_of(extraction_from(numbered)) == content_of(extraction_from(text))


def test_rows_out_of_order_are_told() -> None:
    text = MODEL.replace("2 民生服务 做好低", "@").replace("3 民生服务", "2 民生服务")
    extraction = extraction_from(text.replace("@", "3 民生服务 做好低"))
    check = next(c for c in extraction.checks if (c.list_type, c.check) == ("basic", "sequence"))
    assert (check.status, check.detail) == ("mismatch", "out of order: 2")


STARTS = {
    "one a line": ("1 民生服务 甲\n2 民生服务 乙\n3 民生服务 丙", [1, 2, 3]),
    "a number in a sentence": ("1 民生服务 每年\n12 月底前完成\n2 民生服务 乙", [1, 2]),
    "a count in a sentence": ("1 民生服务 甲\n2 名网格员\n\n2 民生服务 乙", [1, 2]),
    "numbers alone": ("1\n民生服务 甲\n\n2\n民生服务 乙", [1, 2]),
    "clauses are no rows": ("1 民生服务 甲\n1.受理；\n2.核查。\n\n2 民生服务 乙", [1, 2]),
    "a gap of one": ("1 民生服务 甲\n\n3 民生服务 丙\n\n4 民生服务 丁", [1, 3, 4]),
    "a wide gap": ("1 民生服务 甲\n\n29 民生服务 丙\n\n30 民生服务 丁", [1, 29, 30]),
    "begins in the middle": ("58 民生服务 甲\n\n59 民生服务 丙\n\n60 民生服务 丁", [58, 59, 60]),
}


@pytest.mark.parametrize(("text", "numbers"), cases(STARTS))
def test_rows_begin_at_numbers_with_a_category(text: str, numbers: list[int]) -> None:
    lines = lines_of(text)
    categories = categories_of(["民生服务"], [], lines)
    assert [start.seq for start in row_starts(lines, categories, True)] == numbers


PLAIN_STARTS = {
    "sequence": ("1 开展甲事项\n\n2 开展乙事项\n\n3 开展丙事项", [1, 2, 3]),
    "a number in a sentence": ("1 在每年\n12 月底前完成甲\n\n2 开展乙事项", [1, 2]),
    "a count that fits": ("1 每村不少于\n2 名网格员\n\n2 开展乙事项\n\n3 开展丙事项", [1, 2, 3]),
    "a count of times": ("1\n甲项\n\n2\n每月不少于\n2次；\n\n3\n丙项\n\n4\n丁项", [1, 2, 3, 4]),
    "a page number that fits": ("1 开展甲事项\n\n2\n\n2 开展乙事项\n\n3 开展丙事项", [1, 2, 3]),
    "a number missing": ("1 开展甲事项\n\n3 开展丙事项\n\n4 开展丁事项", [1, 3, 4]),
}


@pytest.mark.parametrize(("text", "numbers"), cases(PLAIN_STARTS))
def test_rows_without_categories_follow_the_sequence(text: str, numbers: list[int]) -> None:
    lines = lines_of(text)
    categories = categories_of(["民生服务"], [], lines)
    assert [start.seq for start in row_starts(lines, categories, False)] == numbers
