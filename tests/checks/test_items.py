"""What is odd about single items is told; a sound document has no warnings."""

from __future__ import annotations

import pytest

from qingdan.checks.judge import warnings_of
from qingdan.model import Doubt
from tests.composed import MODEL, cases, extraction_from

ODD = {
    "department heading doubled": (
        "青禾县民政局\n1.审批救助申请；",
        "青禾县民政局\n县民政局：\n1.编制计划；\n县民政局：\n1.审批救助申请；",
        ["clause_numbers"],
    ),
    "number skipped": ("2.发放救助金。", "3.发放救助金。", ["clause_numbers"]),
    "number repeated": ("2.发放救助金。", "1.发放救助金。", ["clause_numbers"]),
    "does not begin at 1": ("1.受理申请；\n2.上报", "2.受理申请；\n3.上报", ["clause_numbers"]),
    "quotation not closed": ("审批救助申请", "审批“救助申请", ["marks_unpaired"]),
    "bracket not opened": ("审批救助申请", "审批救助）申请", ["marks_unpaired"]),
    "name cut at its end": ("做好低保受理", "做好低保受理、", ["name_unfinished"]),
    "name cut at its start": ("做好低保受理", "、做好低保受理", ["name_unfinished"]),
    "name twice": ("做好养老服务", "做好低保受理", ["item_repeated", "item_repeated"]),
    "department in a heading only": (
        "1.审批救助申请；\n2.发放",
        "县民政局：\n1.审批救助申请；\n县公安局：\n1.发放",
        ["department_unlisted"],
    ),
    "department without duties": (
        "青禾县民政局\n1.审批救助申请；",
        "青禾县民政局、青禾县公安局\n县民政局：\n1.审批救助申请；",
        ["department_without_duties"],
    ),
    "department cut at its start": (
        "青禾县民政局\n1.审批救助申请；",
        "青禾县分局\n1.审批救助申请；",
        ["department_unknown"],
    ),
    "no township duties": ("\n1.受理申请；\n2.上报材料。\n", "\n", ["cell_missing"]),
    "no name": ("1 党的建设 开展党员教育", "1 党的建设", ["cell_missing"]),
    "manner missing": ("\n工作方式：由县民政局组织评定。", "", ["heading_empty"]),
    "manner empty": ("由县民政局组织评定。", "", ["heading_empty"]),
    "department missing": (
        "承接部门：青禾县民政局\n工作方式：由县民政局组",
        "工作方式：由县民政局组",
        ["cell_missing"],
    ),
}


@pytest.mark.parametrize(("whole", "odd", "codes"), cases(ODD))
def test_what_is_odd_about_an_item_is_told(whole: str, odd: str, codes: list[str]) -> None:
    assert MODEL.count(whole) >= 1
    extraction = extraction_from(MODEL.replace(whole, odd, 1))
    about = [w.code for w in extraction.warnings if w.code != "border_guessed"]
    assert set(codes) <= set(about)
    assert extraction.status == "flagged"


def test_clauses_that_do_not_end_are_told_where_others_do() -> None:
    text = MODEL.replace("由县民政局组织评定。", "由县民政局组织评定并及时")
    assert [warning.code for warning in extraction_from(text).warnings] == ["clause_unfinished"]
    plain = MODEL.replace("。\n", "\n").replace("；\n", "\n")
    assert "clause_unfinished" not in [w.code for w in extraction_from(plain).warnings]


def test_a_cell_of_phrases_has_no_ends_of_sentences() -> None:
    text = MODEL.replace("1.受理申请；\n2.上报材料。", "1.受理申请\n2.上报材料")
    assert text != MODEL
    assert extraction_from(text).warnings == ()


def test_a_sound_document_has_no_warnings() -> None:
    extraction = extraction_from(MODEL)
    assert (extraction.status, extraction.warnings) == ("ok", ())


def test_warnings_stand_in_order_of_the_text_and_once() -> None:
    later = Doubt("unassigned", "", {"text": "乙"}, start=9)
    doubts = [later, Doubt("overlap", "", {"text": "甲"}, start=1), later]
    assert [warning.code for warning in warnings_of(doubts)] == ["overlap", "unassigned"]
