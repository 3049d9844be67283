"""What a lost line leaves behind: told where it breaks a habit of the document, and only there."""

from __future__ import annotations

import pytest

from qingdan.checks.losses import preamble_doubts
from qingdan.model import Extraction
from tests.checks.lists import WHOLE, cooperative
from tests.composed import (
    BASIC,
    COOPERATIVE_HEADER,
    PREAMBLE,
    RECALL_HEADER,
    cases,
    extraction_from,
    lines_of,
)
from tests.truth import house_rules


def recall(name: str) -> str:
    """Return a recall list of 24 penalties, the sixth with this name."""
    rows = [
        f"\n{seq} 民生服务 {name if seq == 6 else f'对第{seq}类行为的处罚'}\n"
        "承接部门：青禾县民政局\n工作方式：由县民政局依法处罚。\n"
        for seq in range(1, 25)
    ]
    return RECALL_HEADER + "".join(rows)


def codes(extraction: Extraction) -> set[tuple[str, str | None]]:
    return {(warning.code, warning.item_id) for warning in extraction.warnings}


def told(cell: str, departments: str = "青禾县民政局") -> set[str]:
    """Return the codes about the sixth item of the cooperative list; no other has any."""
    found = codes(extraction_from(PREAMBLE + BASIC + cooperative(cell, departments)))
    found.discard(("list_missing", None))
    assert {item for _, item in found} <= {"composed:cooperative:006"}
    return {code for code, _ in found}


HEADED = """县民政局：
1.核对申请材料；
2.发放补助资金{end}
县财政局：
1.核对发放名册；
2.拨付补助资金。

1.受理申请材料；
2.上报花名册。
"""
CELLS = {
    "whole": (WHOLE, set()),
    "the last clause of a cell": (WHOLE.replace("\n2.上报花名册。", ""), {"list_unfinished"}),
    "the last clause of the first cell": (
        WHOLE.replace("\n2.发放补助资金。", ""),
        {"list_unfinished"},
    ),
    "a clause's number": (
        "1.核对；\n2.发放补助资金。\n\n1.受理；\n上报受理结果和花名册。\n",
        {"clause_numbers"},
    ),
    "a clause's number, in a narrow column": (
        "1.核对申请材料，并在网上公示；\n2.发放补助资金。\n\n1.受理；\n上报花名册。\n",
        {"paragraphs_joined"},
    ),
    "a sentence behind a list": (WHOLE + "每年办理一次。\n", set()),
    "a second heading": (
        "一、资金发放\n1.核对材料；\n2.发放资金。\n\n1.受理申请材料；\n2.上报花名册。\n",
        {"clause_numbers"},
    ),
    "two headings": (
        "一、资金发放\n1.核对材料；\n2.发放资金。\n二、监督检查\n每年检查。\n\n1.受理；\n2.上报。\n",
        set(),
    ),
    "the first line of a sentence": (
        "1.核对申请材料；\n2.发放补助资金。\n\n的花名册按规定上报县民政局。\n",
        {"clause_unfinished"},
    ),
}


@pytest.mark.parametrize(("cell", "expected"), cases(CELLS))
def test_cells_that_lost_a_line(cell: str, expected: set[str]) -> None:
    assert told(cell) == expected


def test_a_list_under_a_department_that_breaks_off() -> None:
    whole, cut = (HEADED.format(end=end) for end in "。；")
    both = "青禾县民政局、青禾县财政局"
    headed = [whole] * 11
    for seq, expected in ((6, set()), (6, {("list_unfinished", "composed:cooperative:006")})):
        headed[seq - 1] = cut if expected else whole
        rows = [
            f"\n{n} 民生服务 发放第{n}类补助\n\n{both}\n\n{cell}"
            for n, cell in enumerate(headed, 1)
        ]
        text = PREAMBLE + BASIC + COOPERATIVE_HEADER + "".join(rows)
        assert codes(extraction_from(text)) - {("list_missing", None)} == expected


def test_names_that_all_end_so_are_a_habit_too() -> None:
    text = recall("对设摊的").replace("的处罚", "的")
    assert codes(extraction_from(PREAMBLE + BASIC + cooperative() + text)) == set()


def test_semicolons_at_the_end_are_a_habit_too() -> None:
    text = PREAMBLE + BASIC + cooperative().replace("资金。", "资金；").replace("册。", "册；")
    assert codes(extraction_from(text)) == {("list_missing", None)}


NAMES = {
    "whole": ("对擅自设摊经营的处罚", False),
    "no 对": ("设摊经营行为的处罚", True),
    "the end is lost": ("对擅自设摊经营的", True),
    "the start is lost": ("的处罚", True),
    "a joint at the end": ("无证商贩劝导和", True),
    "调和": ("开展邻里矛盾的调和", False),
    "和谐": ("和谐社区创建", False),
    "和美": ("和美乡村建设", False),
    "碳中和": ("推进碳达峰碳中和", False),
    "及早": ("及早发现险情", False),
    "等级": ("等级评定", False),
    "及时": ("及时上报灾情", False),
    "one letter before a comma": ("训，做好就业援助", True),
    "two letters": ("工作", True),
    "水、电": ("水、电保障", False),
}


@pytest.mark.parametrize(("name", "odd"), cases(NAMES))
def test_names_that_lost_a_line(name: str, odd: bool) -> None:
    found = codes(extraction_from(PREAMBLE + BASIC + cooperative() + recall(name)))
    assert found == ({("name_unfinished", "composed:recall:006")} if odd else set())


DEPARTMENTS = {
    "whole": ("青禾县人力\n资源和社会\n保障局、青\n禾县民政局", set()),
    "a line is lost": ("青禾县人力\n保障局、青\n禾县民政局", {"department_unknown"}),
    "an abbreviation": ("青禾县人社\n局、青禾县\n民政局", set()),
}


@pytest.mark.parametrize(("cell", "expected"), cases(DEPARTMENTS))
def test_departments_that_lost_a_line(cell: str, expected: set[str]) -> None:
    full = "青禾县人力资源和社会保障局"
    text = PREAMBLE + BASIC + cooperative(departments=cell)
    text = text.replace("7 民生服务 发放第7类补助\n\n青禾县民政局", f"7 民生服务 培训\n\n{full}")
    found = codes(extraction_from(text)) - {("list_missing", None)}
    assert found == {(code, "composed:cooperative:006") for code in expected}


def test_an_abbreviation_that_is_printed_elsewhere_is_one() -> None:
    cell = "青禾县人力\n保障局、青\n禾县民政局"
    text = PREAMBLE + BASIC + cooperative(departments=cell)
    for seq, name in ((7, "青禾县人力资源和社会保障局"), (8, "青禾县人力保障局")):
        row = f"{seq} 民生服务 发放第{seq}类补助\n\n"
        text = text.replace(f"{row}青禾县民政局", row + name)
    assert codes(extraction_from(text)) == {("list_missing", None)}


PREAMBLES = {
    "whole": ("一、基本情况\n柳溪镇位于青禾县。\n二、清单内容\n共有事项。", set()),
    "the first heading": ("柳溪镇位于青禾县。\n二、清单内容\n共有事项。", {"preamble_cut"}),
    "one in the middle": ("一、情况\n柳溪镇。\n三、清单\n共有事项。", {"preamble_cut"}),
    "numbered again": ("一、情况\n一、面积\n二、人口\n二、清单", set()),
    "a sentence": ("一、二、\n三、四月份，完成清单。", set()),
    "a heading with a comma": ("一、区位、人口\n二、清单", set()),
    "breaks off": ("共有基本履职事项9项，", {"preamble_cut"}),
    "none": ("", set()),
}


@pytest.mark.parametrize(("text", "expected"), cases(PREAMBLES))
def test_preambles_that_lost_a_line(text: str, expected: set[str]) -> None:
    doubts = list(preamble_doubts(lines_of(text), house_rules()))
    assert {doubt.code for doubt in doubts} == expected
    assert all(doubt.line_start is not None for doubt in doubts)
