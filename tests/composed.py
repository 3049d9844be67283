"""Small documents written down in tests: their lines, their cells, their extraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from qingdan.cells.clauses import Reading, read_cell
from qingdan.cells.paragraphs import Style
from qingdan.departments.headings import learned_names
from qingdan.departments.names import Names
from qingdan.extraction import extraction_of
from qingdan.model import Document, Extraction, Item, Line
from qingdan.readers.text import read_text
from tests.truth import QUICK, house_rules

COUNTY = "青禾县"
PREFECTURE = "临江市"
SIGNS = {"heading": "#", "department": "@", "label": "%"}


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that are not blank, as a reader of text does."""
    found, at, last = [], 0, 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found.append(Line(at, line, number, above=number - last - 1))
            last = number
        at += len(line) + 1
    return tuple(found)


def names_of(*texts: str) -> Names:
    """Return what is known of departments in 青禾县, 临江市, and from lines of a list."""
    places = {"county": COUNTY, "prefecture": PREFECTURE}
    return learned_names(texts, places, house_rules())


def reading_of(text: str, *, labelled: bool = False) -> Reading:
    """Return a duty cell (or a handling cell, with labels) as read from its printed lines."""
    return read_cell(lines_of(text), Style(house_rules(), names_of(), labelled))


def shape(reading: Reading) -> list[str]:
    """Return the parts of a cell as read, each behind its number or the sign of its kind."""
    return [f"{SIGNS.get(part.kind) or part.number or '-'} {part.text}" for part in reading.parts]


def document_of(text: str) -> Document:
    """Return the document of a dump."""
    return read_text("composed.txt", "0" * 64, text.encode(), "清单")


def extraction_from(text: str) -> Extraction:
    """Return what is extracted from a dump."""
    return extraction_of(document_of(text), "composed", house_rules(), QUICK)


def cases(
    table: Mapping[str, Sequence[object]], broken: Mapping[str, str] | None = None
) -> list[Any]:
    """Return cases by name as parameters; `broken` ones are known bugs, with why."""
    reasons = broken or {}
    assert set(reasons) <= set(table)
    return [
        pytest.param(
            *case,
            id=name,
            marks=pytest.mark.xfail(strict=True, reason=reasons[name]) if name in reasons else (),
        )
        for name, case in table.items()
    ]


PREAMBLE = """青禾县柳溪镇履职事项清单
柳溪镇位于青禾县西部，区域面积12平方公里。
基本履职事项主要包括党的建设、民生服务等2个类别，共有基本履职事项3项。\
配合履职事项包括民生服务等1个类别，共有配合履职事项2项，涉及2个部门。\
上级部门收回事项包括民生服务1个类别，共有上级部门收回事项2项，涉及1个部门。
"""
BASIC_HEADER = "序号 事项类别 事项名称\n"
BASIC_ROWS = """
1 党的建设 开展党员教育

2 民生服务 做好低保受理

3 民生服务 做好养老服务

"""
COOPERATIVE_HEADER = "序号 事项类别 事项名称 对应上级部门 上级部门职责 乡镇配合职责\n"
COOPERATIVE_ROWS = """
1 民生服务 临时救助 青禾县民政局
1.审批救助申请；
2.发放救助金。

1.受理申请；
2.上报材料。

2 民生服务 欠薪治理 青禾县人力资源和社会保障局
1.查处欠薪案件；
2.通报结果。

1.排查欠薪线索；
2.上报线索。

"""
RECALL_HEADER = "序号 事项类别 事项名称 承接部门及工作方式\n"
RECALL_ROWS = """
1 民生服务 残疾等级评定
承接部门：青禾县民政局
工作方式：由县民政局组织评定。

2 民生服务 养老机构处罚
承接部门：青禾县民政局
工作方式：由县民政局依法处罚。
"""
BASIC = BASIC_HEADER + BASIC_ROWS
COOPERATIVE = COOPERATIVE_HEADER + COOPERATIVE_ROWS
RECALL = RECALL_HEADER + RECALL_ROWS
MODEL = PREAMBLE + BASIC + COOPERATIVE + RECALL
"""A whole document as small as one can be; nothing about it is doubtful."""


SECOND_ROW = COOPERATIVE[COOPERATIVE.index("\n2 民生服务") :]


def with_first_row(row: str) -> str:
    """Return the small document with its first cooperative row printed in another way."""
    return PREAMBLE + BASIC + COOPERATIVE_HEADER + f"\n{row}\n" + SECOND_ROW + RECALL


def content_of(extraction: Extraction) -> list[tuple[object, ...]]:
    """Return what the items of an extraction say, without places in the text."""
    return [
        (
            item.list_type,
            item.seq,
            item.category,
            item.name,
            item.departments,
            item.superior_duties,
            item.township_duties,
            item.handling,
        )
        for item in extraction.items
    ]


def first_cooperative(text: str) -> Item:
    """Return the first cooperative item of a dump."""
    return next(i for i in extraction_from(text).items if i.list_type == "cooperative")


def furniture_of(extraction: Extraction) -> list[str]:
    """Return the words of an extraction's furniture."""
    return [
        word
        for segment in extraction.coverage
        if segment.role == "furniture"
        for word in extraction.text[segment.start : segment.end].split()
    ]
