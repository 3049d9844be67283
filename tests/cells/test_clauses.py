"""Duty and handling cells: numbering, quotations, headings, departments, labels."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qingdan.cells.clauses import Reading, read_cell
from qingdan.cells.paragraphs import Style
from tests.composed import cases, lines_of, names_of, reading_of, shape
from tests.truth import house_rules

# --- numbering ------------------------------------------------------------------------------------

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
    assert shape(reading_of(printed)) == parts


# --- quotations -----------------------------------------------------------------------------------

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
    assert shape(reading_of(printed)) == parts


# --- headings -------------------------------------------------------------------------------------

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
    assert shape(reading_of(printed)) == parts


# --- departments ----------------------------------------------------------------------------------

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
    assert shape(reading_of(printed)) == parts


def test_a_paragraph_of_nothing_but_departments_is_a_heading() -> None:
    printed = "青禾县民政局\n1.编制计划；\n【县公安局】\n2.维护秩序。"
    lines = [replace(line, wraps=False) for line in lines_of(printed)]
    reading = read_cell(lines, Style(house_rules(), names_of()))
    assert shape(reading) == ["@ 青禾县民政局", "1 编制计划；", "@ 县公安局", "2 维护秩序。"]
    assert [printed[part.start : part.end] for part in reading.parts] == [
        part.text for part in reading.parts
    ]
    assert shape(reading_of("1.编制计划；\n2.报送\n县公安局")) == ["1 编制计划；", "2 报送县公安局"]


def test_a_heading_that_names_departments_is_both() -> None:
    assert shape(reading_of("一、县民政局\n1.编制计划；\n二、县财政局：\n1.安排预算。")) == [
        "# 一、县民政局",
        "@ 县民政局",
        "1 编制计划；",
        "# 二、县财政局",
        "@ 县财政局",
        "1 安排预算。",
    ]


# --- handling cells -------------------------------------------------------------------------------

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
    assert shape(reading_of(printed, labelled=True)) == parts


def test_labels_are_text_in_the_duties_of_other_lists() -> None:
    assert shape(reading_of("1.明确\n承接部门：由会议决定；\n2.归档。")) == [
        "1 明确承接部门：由会议决定；",
        "2 归档。",
    ]


# --- text and places ------------------------------------------------------------------------------


def test_the_text_of_a_cell_is_its_paragraphs() -> None:
    reading = reading_of("县民政局：\n1.编制计划，按时\n上报；\n2.拨付资金。")
    assert reading.text == "县民政局：\n1.编制计划，按时上报；\n2.拨付资金。"


def test_spans_of_parts_are_those_of_their_text() -> None:
    printed = "县民政局：\n 1. 编制计划，按时\n上报；2.拨付资金。"
    parts = read_cell(lines_of(printed), Style(house_rules(), names_of())).parts
    assert [printed[part.start : part.end] for part in parts] == [
        "县民政局",
        "编制计划，按时\n上报；",
        "拨付资金。",
    ]
    assert printed[parts[0].outer_start : parts[0].outer_end] == "县民政局："


def test_an_empty_cell_has_no_parts() -> None:
    assert reading_of("") == Reading("", ())
