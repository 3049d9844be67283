"""The lines of a cell become paragraphs: what goes on, what begins anew, what a reader knows."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qingdan.cells.clauses import read_cell
from qingdan.cells.paragraphs import Style, paragraphs_of
from qingdan.model import Line
from tests.composed import cases, lines_of, names_of, reading_of, shape
from tests.truth import house_rules

WRAPPED = {
    "digit with a dot": (
        "1.每人每月补助不超过\n2.5万元；\n2.按季度发放。",
        ["1 每人每月补助不超过2.5万元；", "2 按季度发放。"],
    ),
    "digit of a date": (
        "1.在每年\n12月底前完成；\n2.归档。",
        ["1 在每年12月底前完成；", "2 归档。"],
    ),
    "digit of a count": (
        "1.每村不少于\n2 名网格员；\n2.归档。",
        ["1 每村不少于2名网格员；", "2 归档。"],
    ),
    "digit, unnumbered cell": (
        "每人每月补助不超过\n3.5万元，按季度发放。",
        ["- 每人每月补助不超过3.5万元，按季度发放。"],
    ),
    "enumeration comma": (
        "1.建立巡查、登记\n、上报制度；\n2.归档。",
        ["1 建立巡查、登记、上报制度；", "2 归档。"],
    ),
    "full stop": ("1.建立巡查登记上报制度\n。\n2.归档。", ["1 建立巡查登记上报制度。", "2 归档。"]),
    "bracket with a digit": (
        "1.按照《办法》第三条第\n（2）项的规定执行；\n2.归档。",
        ["1 按照《办法》第三条第（2）项的规定执行；", "2 归档。"],
    ),
    "an item of a law": (
        "1.按照《办法》第四十六条第\n（一）项，依法处罚；\n2.归档。",
        ["1 按照《办法》第四十六条第（一）项，依法处罚；", "2 归档。"],
    ),
    "a paragraph of a law": (
        "1.按照《办法》第三条第\n1.项的规定执行；\n2.归档。",
        ["1 按照《办法》第三条第1.项的规定执行；", "2 归档。"],
    ),
    "inside a number": (
        "1.补助标准为每人35\n00元；\n2.归档。",
        ["1 补助标准为每人3500元；", "2 归档。"],
    ),
    "a decimal": (
        "1.登记；\n2.对水源一级保护区\n1.5公里内的污染源逐一登记；\n3.归档。",
        ["1 登记；", "2 对水源一级保护区1.5公里内的污染源逐一登记；", "3 归档。"],
    ),
    "a decimal at the head of a cell": (
        "1.5公里内的污染源逐一登记。",
        ["- 1.5公里内的污染源逐一登记。"],
    ),
    "a number behind a mark": (
        "1.2024年底前登记；\n2.24小时值班。",
        ["1 2024年底前登记；", "2 24小时值班。"],
    ),
    "a number before a per cent": (
        "1.登记；\n2.100%建档；\n3.发展党员，增长\n4.5%以上。",
        ["1 登记；", "2 100%建档；", "3 发展党员，增长4.5%以上。"],
    ),
    "a full-width delimiter before a number with its unit": (
        "1．登记；\n2．500万元以上的项目公示；3．20%抽查。",
        ["1 登记；", "2 500万元以上的项目公示；", "3 20%抽查。"],
    ),
    "a decimal that is numbered": (
        "1.5公里健步走活动；\n2.登记。",
        ["1 5公里健步走活动；", "2 登记。"],
    ),
    "department inside a sentence": (
        "1.配合县民政局、县财政局开展核查，及时向\n县民政局报告；\n2.归档。",
        ["1 配合县民政局、县财政局开展核查，及时向县民政局报告；", "2 归档。"],
    ),
}


@pytest.mark.parametrize(("printed", "parts"), cases(WRAPPED))
def test_a_wrapped_line_goes_on_whatever_it_begins_with(printed: str, parts: list[str]) -> None:
    assert shape(reading_of(printed)) == parts


UNNUMBERED = {
    "sentences that all end lines": (
        "对辖区内机构开展年度检查工作。\n会同有关部门开展联合执法等。\n发布公告。",
        ["- 对辖区内机构开展年度检查工作。", "- 会同有关部门开展联合执法等。", "- 发布公告。"],
    ),
    "a sentence that ends inside a line": (
        "对机构开展年度检查。会同有\n关部门开展联合执法行动等。\n发布公告公示名单。",
        ["- 对机构开展年度检查。会同有关部门开展联合执法行动等。发布公告公示名单。"],
    ),
    "a numbered cell": (
        "1.对辖区内机构开展年度检查。\n会同有关部门开展联合执法等。\n2.发布公告。",
        ["1 对辖区内机构开展年度检查。会同有关部门开展联合执法等。", "2 发布公告。"],
    ),
}


@pytest.mark.parametrize("wraps", [None, True])
@pytest.mark.parametrize(("printed", "parts"), cases(UNNUMBERED))
def test_full_lines_end_paragraphs_where_no_sentence_ends_elsewhere(
    printed: str, parts: list[str], wraps: bool | None
) -> None:
    lines = [replace(line, wraps=wraps) for line in lines_of(printed)]
    assert shape(read_cell(lines, Style(house_rules(), names_of()))) == parts


def test_a_reader_that_knows_paragraphs_is_believed() -> None:
    lines = (
        Line(0, "负责日常管理。", wraps=False),
        Line(8, "做好登记", wraps=True),
        Line(13, "1.造册；", wraps=False),
        Line(18, "3.归档。", wraps=False),
    )
    style = Style(house_rules(), names_of())
    assert [paragraph.text.text for paragraph in paragraphs_of(lines, style)] == [
        "负责日常管理。",
        "做好登记",
        "1.造册；",
        "3.归档。",
    ]
