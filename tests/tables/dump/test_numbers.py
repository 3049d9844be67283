"""The numbers that rows of bare lines begin with: missing, repeated, begun again, delimited."""

from __future__ import annotations

import re

import pytest

from qingdan.model import Field
from qingdan.tables.dump.learning import Listed, learned_categories
from qingdan.tables.dump.numbers import PLAIN, numbers_in, row_starts
from tests.composed import (
    BASIC,
    COOPERATIVE,
    MODEL,
    PREAMBLE,
    RECALL,
    cases,
    content_of,
    extraction_from,
    first_cooperative,
    lines_of,
)
from tests.truth import house_rules


def numbers_of(text: str, *stated: str, printed: bool = True) -> list[int]:
    """Return the numbers of the rows in lines of a list.

    `stated` are the categories of its preamble, `printed` tells whether it has a column of them.
    """
    lines = lines_of(text)
    numbers = numbers_in(lines, PLAIN)
    columns: tuple[Field, ...] = ("seq", "category", "name") if printed else ("seq", "name")
    categories = learned_categories(stated, [Listed(lines, numbers, columns)], house_rules())
    starts = row_starts(lines, numbers, categories if printed else None, house_rules())
    return [start.seq for start in starts]


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
    assert numbers_of(text, "民生服务") == numbers


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
    assert numbers_of(text, "民生服务", printed=False) == numbers


def test_numbers_are_repeated_and_skipped_where_rows_hardly_print_categories() -> None:
    rows = "1 党建 甲事\n2 乙事\n3 丙事\n3 丁事\n5 戊事\n6 己事\n7 民生 庚事\n8 辛事\n9 壬事\n"
    assert numbers_of(rows, "党建", "民生") == [1, 2, 3, 3, 5, 6, 7, 8, 9]


# --- what is odd ----------------------------------------------------------------------------------


def test_a_missing_number_is_told() -> None:
    extraction = extraction_from(MODEL.replace("\n2 民生服务 做好低保受理\n", ""))
    check = next(c for c in extraction.checks if (c.list_type, c.check) == ("basic", "sequence"))
    assert (check.status, check.detail) == ("mismatch", "missing: 2")
    assert [item.seq for item in extraction.items if item.list_type == "basic"] == [1, 3]


def test_a_repeated_number_is_told_and_ids_stay_apart() -> None:
    text = MODEL.replace("2 民生服务 做好低保受理", "1 民生服务 做好低保受理")
    extraction = extraction_from(text)
    ids = [item.item_id for item in extraction.items]
    assert len(set(ids)) == len(ids) == 7
    assert ids[:2] == ["composed:basic:001", "composed:basic:001-2"]
    check = next(c for c in extraction.checks if (c.list_type, c.check) == ("basic", "sequence"))
    assert "repeated: 1" in check.detail


def test_rows_out_of_order_are_told() -> None:
    text = MODEL.replace("2 民生服务 做好低", "@").replace("3 民生服务", "2 民生服务")
    extraction = extraction_from(text.replace("@", "3 民生服务 做好低"))
    check = next(c for c in extraction.checks if (c.list_type, c.check) == ("basic", "sequence"))
    assert (check.status, check.detail) == ("mismatch", "out of order: 2")


@pytest.mark.parametrize(("left", "right"), [("", "."), ("", "、"), ("（", "）")])
def test_numbers_of_rows_may_have_delimiters(left: str, right: str) -> None:
    basic = BASIC + "\n".join(f"{n} 民生服务 做好工作{n}\n" for n in range(4, 9))
    text = PREAMBLE.replace("基本履职事项3项", "基本履职事项8项") + basic + COOPERATIVE + RECALL
    numbered = re.sub(r"(?m)^(\d) (?=[党民])", rf"{left}\1{right} ", text)
    assert numbered != text
    assert content_of(extraction_from(numbered)) == content_of(extraction_from(text))


def test_a_clause_whose_mark_has_a_blank_in_it_begins_no_row() -> None:
    text = MODEL.replace("2.发放救助金", "2 、发放救助金")
    item = first_cooperative(text)
    assert [clause.number for clause in item.clauses] == [1, 2, 1, 2]


# --- numbers that begin again ---------------------------------------------------------------------

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
