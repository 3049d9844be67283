"""What the patterns of the rules find, and what they leave alone."""

from __future__ import annotations

import pytest

from tests.truth import house_rules

# --- marks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "number", "mark"),
    [
        ("1.制定", "dot", 1, "1."),
        ("1．制定", "dot", 1, "1．"),
        ("1、制定", "dot", 1, "1、"),
        ("1｡制定", "dot", 1, "1｡"),
        ("12.制定", "dot", 12, "12."),
        ("100.制定", "dot", 100, "100."),
        ("1 .制定", "dot", 1, "1 ."),
        ("（1）制定", "bracket", 1, "（1）"),
        ("(1)制定", "bracket", 1, "(1)"),
        ("（1)制定", "bracket", 1, "（1)"),
        ("（10）制定", "bracket", 10, "（10）"),
        ("（1）、制定", "bracket", 1, "（1）、"),
        ("①制定", "circle", 1, "①"),
        ("⑳制定", "circle", 20, "⑳"),
        ("一、资金", "heading", 1, "一、"),
        ("十二、资金", "heading", 12, "十二、"),
        ("二十一、资金", "heading", 21, "二十一、"),
        ("一．资金", "heading", 1, "一．"),
        ("（一）资金", "subheading", 1, "（一）"),
        ("(二)资金", "subheading", 2, "(二)"),
        ("（十一）、资金", "subheading", 11, "（十一）、"),
    ],
)
def test_every_mark_of_the_contract_is_known(text: str, kind: str, number: int, mark: str) -> None:
    found = house_rules().grammar.mark_at(text, 0)
    assert found is not None
    assert (found.kind, found.number, text[found.start : found.end]) == (kind, number, mark)


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "1制定",
        "1.5万元",
        "2.35％",
        "3.5亩",
        "1:30",
        "2023年",
        "1-3岁",
        "三级",
        "一是",
        "制定1.",
        ".1",
        "（略）",
    ],
)
def test_numbers_of_the_text_are_no_marks(text: str) -> None:
    assert house_rules().grammar.mark_at(text, 0) is None


# --- furniture ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "1 党的建设 开展党员教育",
        "12",
        "1",
        "会",
        "局",
        "防",
        "（1）受理",
        "1.受理；",
        "一、资金管理",
        "承接部门：青禾县民政局",
        "2023年",
        "3.5",
        "第3页登记簿",
        "序号",
        "/",
        "无",
    ],
)
def test_text_of_the_tables_is_no_furniture_by_itself(line: str) -> None:
    assert not house_rules().grammar.furniture.fullmatch(line)
