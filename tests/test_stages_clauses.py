"""Duty and handling cells: numbering, headings, departments, quotations, wrapped lines."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qingdan.model import Line
from qingdan.cells.clauses import Reading, parsed_cell
from qingdan.letters.marks import mark_at, number_of
from qingdan.cells.paragraphs import Style, paragraphs_of
from tests.composed import cases, lines_of, names_of, read_cell
from tests.truth import house_rules

SIGNS = {"heading": "#", "department": "@", "label": "%"}


def shape(reading: Reading) -> list[str]:
    """Given a cell as read, return its parts, each behind its number or its sign."""
    return [f"{SIGNS.get(part.kind) or part.number or '-'} {part.text}" for part in reading.parts]


# --- marks ----------------------------------------------------------------------------------


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
    found = mark_at(text, 0, house_rules())
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
    assert mark_at(text, 0, house_rules()) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("139", 139),
        ("七", 7),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("二十二", 22),
        ("四十四", 44),
        ("一百", 100),
        ("一百零九", 109),
        ("一百〇九", 109),
        ("一百三十九", 139),
        ("两百", 200),
        ("一千二百", 1200),
        ("二〇", 20),
        ("一三九", 139),
    ],
)
def test_numbers_in_any_digits(text: str, number: int) -> None:
    assert number_of(text) == number


# --- numbering ------------------------------------------------------------------------------

NUMBERED = {
    "dot": ("1.制定方案；\n2.组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "full-width dot": ("1．制定方案；\n2．组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "comma": ("1、制定方案；\n2、组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "brackets": ("（1）制定方案；\n（2）组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "half-width brackets": ("(1)制定方案；\n(2)组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "circles": ("①制定方案；\n②组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "space after the mark": ("1. 制定方案；\n2. 组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "indented": ("　　1.制定方案；\n　　2.组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "none": ("负责日常管理。", ["- 负责日常管理。"]),
    "none, wrapped": ("负责日常管理，做好登记\n造册工作。", ["- 负责日常管理，做好登记造册工作。"]),
    "without punctuation": ("1.制定方案\n2.组织实施", ["1 制定方案", "2 组织实施"]),
    "two digits": (
        "9.制定方案；\n10.组织实施；\n11.归档。",
        ["9 制定方案；", "10 组织实施；", "11 归档。"],
    ),
    "one paragraph": (
        "1.制定方案；2.组织实施；3.开展评估。",
        ["1 制定方案；", "2 组织实施；", "3 开展评估。"],
    ),
    "one paragraph, brackets": ("（1）制定方案；（2）组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "one paragraph, circles": ("①制定方案；②组织实施。", ["1 制定方案；", "2 组织实施。"]),
    "lower level in the sentence": (
        "1.制定方案，包括：（1）目标；（2）措施。\n2.组织实施。",
        ["1 制定方案，包括：（1）目标；（2）措施。", "2 组织实施。"],
    ),
    "lower level in lines": (
        "1.负责以下事项：\n（1）登记；\n（2）核查。\n2.组织实施。",
        ["1 负责以下事项：", "1 登记；", "2 核查。", "2 组织实施。"],
    ),
    "repeated": (
        "1.建立台账；\n2.开展巡查；\n2.上报信息；\n3.督促整改。",
        ["1 建立台账；", "2 开展巡查；", "2 上报信息；", "3 督促整改。"],
    ),
    "skipped": ("1.建立台账；\n3.上报信息。", ["1 建立台账；", "3 上报信息。"]),
    "mark missing": (
        "1.建立台账；\n2常态化开展巡查；\n3.上报信息。",
        ["1 建立台账；", "2 常态化开展巡查；", "3 上报信息。"],
    ),
    "first mark missing": (
        "1常态化开展巡查；\n2.上报信息。",
        ["1 常态化开展巡查；", "2 上报信息。"],
    ),
    "last mark missing": (
        "1.建立台账；\n2常态化开展巡查。",
        ["1 建立台账；", "2 常态化开展巡查。"],
    ),
    "year behind the mark": (
        "1.2023年起实施；\n2.3个月内完成。",
        ["1 2023年起实施；", "2 3个月内完成。"],
    ),
}


@pytest.mark.parametrize(("printed", "parts"), cases(NUMBERED))
def test_a_cell_splits_at_its_own_numbering(printed: str, parts: list[str]) -> None:
    assert shape(read_cell(printed)) == parts


# --- wrapped lines --------------------------------------------------------------------------

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
    assert shape(read_cell(printed)) == parts


# --- quotations -----------------------------------------------------------------------------

QUOTED = {
    "in one line": (
        "1.职责为：“1.受理；2.核查；3.决定。”\n2.归档。",
        ["1 职责为：“1.受理；2.核查；3.决定。”", "2 归档。"],
    ),
    "sentence goes on": (
        "1.按照“1.受理；2.核查。”的流程办理；\n2.归档。",
        ["1 按照“1.受理；2.核查。”的流程办理；", "2 归档。"],
    ),
    "wrapped inside a word": (
        "1.职责为：“1.受理；2.现场核\n查；3.决定。”\n2.归档。",
        ["1 职责为：“1.受理；2.现场核查；3.决定。”", "2 归档。"],
    ),
    "wrapped at marks": (
        "1.履行以下职责：“1.受理申请；\n2.现场核查；\n3.作出决定。”\n2.归档。",
        ["1 履行以下职责：“1.受理申请；2.现场核查；3.作出决定。”", "2 归档。"],
    ),
    "wrapped at the first mark": (
        "1.履行以下职责：“\n1.受理申请；2.现场核查。”\n2.归档。",
        ["1 履行以下职责：“1.受理申请；2.现场核查。”", "2 归档。"],
    ),
    "words, not numbering": (
        "1.落实“三会一课”制度；\n2.开展“1+N”行动。",
        ["1 落实“三会一课”制度；", "2 开展“1+N”行动。"],
    ),
    "never closed": ("1.落实“三会一课制度；\n2.归档。", ["1 落实“三会一课制度；", "2 归档。"]),
}


@pytest.mark.parametrize(("printed", "parts"), cases(QUOTED))
def test_quoted_numbering_belongs_to_its_sentence(printed: str, parts: list[str]) -> None:
    assert shape(read_cell(printed)) == parts


# --- headings -------------------------------------------------------------------------------

HEADED = {
    "without colon": (
        "一、资金管理\n1.编制计划；\n2.拨付资金。\n二、项目管理\n1.组织申报。",
        ["# 一、资金管理", "1 编制计划；", "2 拨付资金。", "# 二、项目管理", "1 组织申报。"],
    ),
    "colon": ("一、资金管理：\n1.编制计划。", ["# 一、资金管理", "1 编制计划。"]),
    "half-width colon": ("一、资金管理:\n1.编制计划。", ["# 一、资金管理", "1 编制计划。"]),
    "brackets": (
        "（一）资金管理\n1.编制计划；\n（二）项目管理\n1.组织申报。",
        ["# （一）资金管理", "1 编制计划；", "# （二）项目管理", "1 组织申报。"],
    ),
    "wrapped, colon": (
        "一、后期扶持资金和项目资金管理以及监督检查\n的有关事项：\n1.编制计划；\n2.拨付资金。",
        ["# 一、后期扶持资金和项目资金管理以及监督检查的有关事项", "1 编制计划；", "2 拨付资金。"],
    ),
    "wrapped, no colon": (
        "一、后期扶持资金和项目资金管理以及监督检查\n的有关事项\n1.编制计划；\n2.拨付资金。",
        ["# 一、后期扶持资金和项目资金管理以及监督检查的有关事项", "1 编制计划；", "2 拨付资金。"],
    ),
    "unnumbered below": (
        "一、资金管理\n编制计划，拨付资金。\n二、项目管理\n组织申报。",
        ["# 一、资金管理", "- 编制计划，拨付资金。", "# 二、项目管理", "- 组织申报。"],
    ),
    "number skipped below": (
        "一、资金管理\n2.拨付资金。",
        ["# 一、资金管理", "2 拨付资金。"],
    ),
    "sentences, no headings": (
        "一、负责编制计划；\n二、负责拨付资金。",
        ["1 负责编制计划；", "2 负责拨付资金。"],
    ),
    "two levels": (
        "一、总则\n（一）资金管理\n1.编制计划；\n（二）项目管理\n1.组织申报。",
        ["# 一、总则", "# （一）资金管理", "1 编制计划；", "# （二）项目管理", "1 组织申报。"],
    ),
}


@pytest.mark.parametrize(("printed", "parts"), cases(HEADED))
def test_group_headings_are_not_clauses(printed: str, parts: list[str]) -> None:
    assert shape(read_cell(printed)) == parts


# --- departments ----------------------------------------------------------------------------

DEPARTMENTS = {
    "full-width colon": (
        "县民政局：\n1.编制计划；\n2.拨付资金。\n县财政局：\n安排预算。",
        ["@ 县民政局", "1 编制计划；", "2 拨付资金。", "@ 县财政局", "- 安排预算。"],
    ),
    "half-width colon": (
        "县民政局:\n1.编制计划；\n县财政局:\n安排预算。",
        ["@ 县民政局", "1 编制计划；", "@ 县财政局", "- 安排预算。"],
    ),
    "several": (
        "县民政局、县财政局：\n1.编制计划。",
        ["@ 县民政局、县财政局", "1 编制计划。"],
    ),
    "wrapped": (
        "县人力资源和社会\n保障局：\n1.编制计划。",
        ["@ 县人力资源和社会保障局", "1 编制计划。"],
    ),
    "several, wrapped": (
        "县民政局、县财政局、县人力资源和社会保\n障局：\n1.编制计划。",
        ["@ 县民政局、县财政局、县人力资源和社会保障局", "1 编制计划。"],
    ),
    "several, levels left out": (
        "县住房和城乡建设局、交通运输局、公安局：\n督促整改。",
        ["@ 县住房和城乡建设局、交通运输局、公安局", "- 督促整改。"],
    ),
    "county's name": ("青禾县公安局：\n查处案件。", ["@ 青禾县公安局", "- 查处案件。"]),
    "level above": (
        "临江市生态环境局青禾县分局：\n开展监测。",
        ["@ 临江市生态环境局青禾县分局", "- 开展监测。"],
    ),
    "inline": (
        "县民政局：负责编制计划；\n县财政局：负责安排预算。",
        ["@ 县民政局", "- 负责编制计划；", "@ 县财政局", "- 负责安排预算。"],
    ),
    "inline, numbered": (
        "县民政局：1.编制计划；2.拨付资金。\n县财政局：1.安排预算。",
        ["@ 县民政局", "1 编制计划；", "2 拨付资金。", "@ 县财政局", "1 安排预算。"],
    ),
    "inside a line": (
        "县民政局：1.编制计划；2.拨付资金。县财政局：安排预算。",
        ["@ 县民政局", "1 编制计划；", "2 拨付资金。", "@ 县财政局", "- 安排预算。"],
    ),
    "behind a number": (
        "1.县民政局：负责编制计划；\n2.县财政局：负责安排预算。",
        ["@ 县民政局", "1 负责编制计划；", "@ 县财政局", "2 负责安排预算。"],
    ),
    "under a heading": (
        "一、资金管理\n县民政局：\n1.编制计划；\n二、项目管理\n1.组织申报。",
        ["# 一、资金管理", "@ 县民政局", "1 编制计划；", "# 二、项目管理", "1 组织申报。"],
    ),
    "role": (
        "牵头单位：县民政局\n审批救助申请。\n配合单位：县财政局、县人力资源和社会\n保障局\n1.拨付资金；\n2.核对。",
        [
            "@ 县民政局",
            "- 审批救助申请。",
            "@ 县财政局、县人力资源和社会保障局",
            "1 拨付资金；",
            "2 核对。",
        ],
    ),
    "a role that a sentence follows": (
        "牵头单位：县民政局牵头审批救助申请。",
        ["- 牵头单位：县民政局牵头审批救助申请。"],
    ),
    "a number behind a department counts": (
        "县民政局：1.审批申请；\n2.1小时内上报；\n县财政局：1.拨付资金。",
        ["@ 县民政局", "1 审批申请；", "2 1小时内上报；", "@ 县财政局", "1 拨付资金。"],
    ),
    "a sentence with a colon": (
        "1.落实以下要求：及时上报县民政局；\n2.归档。",
        ["1 落实以下要求：及时上报县民政局；", "2 归档。"],
    ),
}


@pytest.mark.parametrize(("printed", "parts"), cases(DEPARTMENTS))
def test_department_headings_open_a_scope(printed: str, parts: list[str]) -> None:
    assert shape(read_cell(printed)) == parts


def test_a_paragraph_of_nothing_but_departments_is_a_heading() -> None:
    printed = "青禾县民政局\n1.编制计划；\n【县公安局】\n2.维护秩序。"
    lines = [replace(line, wraps=False) for line in lines_of(printed)]
    reading = parsed_cell(lines, Style(house_rules(), names_of()))
    assert shape(reading) == ["@ 青禾县民政局", "1 编制计划；", "@ 县公安局", "2 维护秩序。"]
    assert [printed[part.start : part.end] for part in reading.parts] == [
        part.text for part in reading.parts
    ]
    assert shape(read_cell("1.编制计划；\n2.报送\n县公安局")) == ["1 编制计划；", "2 报送县公安局"]


def test_a_heading_that_names_departments_is_both() -> None:
    assert shape(read_cell("一、县民政局\n1.编制计划；\n二、县财政局：\n1.安排预算。")) == [
        "# 一、县民政局",
        "@ 县民政局",
        "1 编制计划；",
        "# 二、县财政局",
        "@ 县财政局",
        "1 安排预算。",
    ]


# --- handling cells -------------------------------------------------------------------------

HANDLING = {
    "one pair": (
        "承接部门：青禾县民政局\n工作方式：由县民政局负责受理。",
        ["% 承接部门", "@ 青禾县民政局", "% 工作方式", "- 由县民政局负责受理。"],
    ),
    "other words": (
        "承接单位：青禾县民政局\n承接方式：负责受理。",
        ["% 承接单位", "@ 青禾县民政局", "% 承接方式", "- 负责受理。"],
    ),
    "half-width colons": (
        "承接部门:青禾县民政局\n工作方式:负责受理。",
        ["% 承接部门", "@ 青禾县民政局", "% 工作方式", "- 负责受理。"],
    ),
    "joint": (
        "承接部门：青禾县民政局、青禾县财政局\n工作方式：联合开展检查。",
        ["% 承接部门", "@ 青禾县民政局、青禾县财政局", "% 工作方式", "- 联合开展检查。"],
    ),
    "several pairs": (
        "承接部门：青禾县民政局\n工作方式：受理。\n承接部门：青禾县财政局\n工作方式：拨付。",
        [
            "% 承接部门",
            "@ 青禾县民政局",
            "% 工作方式",
            "- 受理。",
            "% 承接部门",
            "@ 青禾县财政局",
            "% 工作方式",
            "- 拨付。",
        ],
    ),
    "one line": (
        "承接部门：青禾县民政局；工作方式：负责受理。",
        ["% 承接部门", "@ 青禾县民政局", "% 工作方式", "- 负责受理。"],
    ),
    "one line, a space": (
        "承接部门：青禾县民政局 工作方式：负责受理。",
        ["% 承接部门", "@ 青禾县民政局", "% 工作方式", "- 负责受理。"],
    ),
    "numbered behind the label": (
        "承接部门：青禾县民政局\n工作方式：1.负责受理；\n2.负责核查。",
        ["% 承接部门", "@ 青禾县民政局", "% 工作方式", "1 负责受理；", "2 负责核查。"],
    ),
    "numbered below the label": (
        "承接部门：青禾县民政局\n工作方式：\n1.负责受理；\n2.负责核查。",
        ["% 承接部门", "@ 青禾县民政局", "% 工作方式", "1 负责受理；", "2 负责核查。"],
    ),
    "department wrapped": (
        "承接部门：青禾县人力资源和社\n会保障局\n工作方式：负责受理。",
        ["% 承接部门", "@ 青禾县人力资源和社会保障局", "% 工作方式", "- 负责受理。"],
    ),
    "manner first": (
        "工作方式：负责受理。\n承接部门：青禾县民政局",
        ["% 工作方式", "- 负责受理。", "% 承接部门", "@ 青禾县民政局"],
    ),
    "no label": ("由县民政局负责受理。", ["- 由县民政局负责受理。"]),
}


@pytest.mark.parametrize(("printed", "parts"), cases(HANDLING))
def test_labels_of_recalled_items(printed: str, parts: list[str]) -> None:
    assert shape(read_cell(printed, labelled=True)) == parts


def test_labels_are_text_in_the_duties_of_other_lists() -> None:
    assert shape(read_cell("1.明确\n承接部门：由会议决定；\n2.归档。")) == [
        "1 明确承接部门：由会议决定；",
        "2 归档。",
    ]


# --- what a reader knows --------------------------------------------------------------------


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
    assert shape(parsed_cell(lines, Style(house_rules(), names_of()))) == parts


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


def test_the_text_of_a_cell_is_its_paragraphs() -> None:
    reading = read_cell("县民政局：\n1.编制计划，按时\n上报；\n2.拨付资金。")
    assert reading.text == "县民政局：\n1.编制计划，按时上报；\n2.拨付资金。"


def test_spans_of_parts_are_those_of_their_text() -> None:
    printed = "县民政局：\n 1. 编制计划，按时\n上报；2.拨付资金。"
    parts = parsed_cell(lines_of(printed), Style(house_rules(), names_of())).parts
    assert [printed[part.start : part.end] for part in parts] == [
        "县民政局",
        "编制计划，按时\n上报；",
        "拨付资金。",
    ]
    assert printed[parts[0].outer_start : parts[0].outer_end] == "县民政局："


def test_an_empty_cell_has_no_parts() -> None:
    assert read_cell("") == Reading("", ())
