"""Dumps whose cells are kept apart by tabs or bars: the tables that they were."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qingdan.model import Grid, Line
from qingdan.readers.text import read_text
from tests.composed import (
    BASIC,
    COOPERATIVE,
    MODEL,
    PREAMBLE,
    RECALL,
    cases,
    content_of,
    document_of,
    extraction_from,
)

Shape = list[str | list[list[str | None]]]

DUMPS: dict[str, tuple[str, Shape]] = {
    "a row a line": (
        "甲清单\n\t序号\t类别\t名称\n\t1\t党建\t子\n\t2\t党建\t丑\n\t3\t民生\t寅\n\n注：无。\n",
        [
            "甲清单",
            [
                ["序号", "类别", "名称"],
                ["1", "党建", "子"],
                ["2", "党建", "丑"],
                ["3", "民生", "寅"],
            ],
            "注：无。",
        ],
    ),
    "a merged cell is left out": (
        "\t序号\t类别\t名称\n\t1\t党建\t组织开展学习\n\t2\t做好发展党员\n\t3\t民生\t落实低保受理\n",
        [
            [
                ["序号", "类别", "名称"],
                ["1", "党建", "组织开展学习"],
                ["2", None, "做好发展党员"],
                ["3", "民生", "落实低保受理"],
            ]
        ],
    ),
    "an empty last cell is left out": (
        "\t序号\t名称\t备注\n\t1\t组织开展学习\t无\n\t2\t做好发展党员\n\t3\t落实低保受理\n",
        [
            [
                ["序号", "名称", "备注"],
                ["1", "组织开展学习", "无"],
                ["2", "做好发展党员", ""],
                ["3", "落实低保受理", ""],
            ]
        ],
    ),
    "a cell a line": (
        "\t序号\n\t名称\n\t备注\n\n\t1\n\t子\n第二段\n\t\n\n\t2\n\t\n\t丑\n\n\t3\n\t寅\n\t卯\n\n",
        [
            [
                ["序号", "名称", "备注"],
                ["1", "子|第二段", ""],
                ["2", "", "丑"],
                ["3", "寅", "卯"],
            ]
        ],
    ),
    "a header in two rows, a cell a line": (
        "\t序号\n\t分工\n\n\t\n\t上级\n\t乡镇\n\n\t1\n\t子\n\t丑\n\n\t2\n\t寅\n\t卯\n\n\t3\n\t辰\n\t巳\n\n",
        [
            [
                ["序号", "分工", ""],
                ["", "上级", "乡镇"],
                ["1", "子", "丑"],
                ["2", "寅", "卯"],
                ["3", "辰", "巳"],
            ]
        ],
    ),
    "lists of different width": (
        (
            "\t序号\t名称\t部门\t职责\n\t1\t子\t局\t管\n\t2\t丑\t局\t管\n\n收回清单\n"
            "\t序号\t名称\n\t1\t寅\n\t2\t卯\n\n\n注：无。\n"
        ),
        [
            [["序号", "名称", "部门", "职责"], ["1", "子", "局", "管"], ["2", "丑", "局", "管"]],
            "收回清单",
            [["序号", "名称"], ["1", "寅"], ["2", "卯"]],
            "注：无。",
        ],
    ),
    "a lone cell of several lines": (
        "\t首页\n导航\n\n\t序号\n\t名称\n\n\t1\n\t子\n\n\t2\n\t丑\n\n\t3\n\t寅\n\n",
        ["首页", "导航", [["序号", "名称"], ["1", "子"], ["2", "丑"], ["3", "寅"]]],
    ),
    "blank lines between the paragraphs of a cell, a cell a line": (
        (
            "\t序号\n\t名称\n\t职责\n\t备注\n\n\t1\n\t子\n\n丑\n\t甲\n\n乙\n\n丙\n\t季节性\n\n丁\n\n"
            "\t2\n\t寅\n\n\n\t戊\n\t常年\n\n\t3\n\t卯\n\n辰\n\t己\n\t庚\n\n2.辛\n\n\t4\n\t巳\n\t午\n\n\n\t\n\n\t5\n\t未\n\t申\n\t酉\n\n收回清单\n\n完\n"
        ),
        [
            [
                ["序号", "名称", "职责", "备注"],
                ["1", "子|丑", "甲|乙|丙", "季节性|丁"],
                ["2", "寅", "戊", "常年"],
                ["3", "卯|辰", "己", "庚|2.辛"],
                ["4", "巳", "午", ""],
                ["5", "未", "申", "酉"],
            ],
            "收回清单",
            "完",
        ],
    ),
    "rows without the cell of a merged category, and titles between tables": (
        (
            "\t序号\n\t类别\n\t名称\n\n\t1\n\t党建\n\t子\n\n\t2\n\t丑\n\n第二张\n\n"
            "\t序号\n\t类别\n\t名称\n\n\t1\n\t民生\n\t寅\n\n\t2\n\t卯\n\n"
        ),
        [
            [["序号", "类别", "名称"], ["1", "党建", "子"], ["2", None, "丑"]],
            "第二张",
            [["序号", "类别", "名称"], ["1", "民生", "寅"], ["2", None, "卯"]],
        ],
    ),
    "empty columns before the first": (
        (
            "\t\t类别\t序号\t名称\n\t\t党建\t1\t子\n\t\t\t2\t丑\n\t\t民生\t3\t寅\n\t\t综合\n"
            "\t4\t卯\n\t\t\t5\t辰\n" + "".join(f"\t\t\t{n}\t巳\n" for n in range(6, 12))
        ),
        [
            [
                ["类别", "序号", "名称"],
                ["党建", "1", "子"],
                ["", "2", "丑"],
                ["民生", "3", "寅"],
                ["综合", "4", "卯"],
                ["", "5", "辰"],
                *[["", str(n), "巳"] for n in range(6, 12)],
            ]
        ],
    ),
    "names of sheets": (
        (
            "基本\n\t序号\t名称\n\t1\t子\n\t2\t丑\n\n\n配合与收回\n\t序号\t名称\n\t1\t寅\n\t2\t卯\n"
            "\n\nSheet3\n\n\n"
        ),
        [
            "基本",
            [["序号", "名称"], ["1", "子"], ["2", "丑"]],
            [["序号", "名称"], ["1", "寅"], ["2", "卯"]],
        ],
    ),
    "bars": (
        "| 序号 | 名称 |\n| --- | --- |\n| 1 | 子<br>丑 |\n| 2 | 寅 |\n| 3 | 卯 |\n",
        [[["序号", "名称"], ["1", "子|丑"], ["2", "寅"], ["3", "卯"]]],
    ),
    "no table": ("一行\t两格\n又一行\n", ["一行\t两格", "又一行"]),
}


def shape(text: str) -> Shape:
    """Return what a dump reads as, without the marks that are furniture."""
    blocks = read_text("dump.txt", "0" * 64, text.encode(), "清单").blocks
    return [
        block.text.strip()
        if isinstance(block, Line)
        else [
            [cell and "|".join(line.text for line in cell.lines) for cell in row]
            for row in block.rows
        ]
        for block in blocks
        if isinstance(block, Grid) or not block.furniture
    ]


@pytest.mark.parametrize(("text", "shown"), cases(DUMPS))
def test_tables_are_found_with_their_cells(text: str, shown: Shape) -> None:
    assert shape(text) == shown


@pytest.mark.parametrize(("text", "_"), cases(DUMPS))
def test_every_letter_is_in_one_line(text: str, _: Shape) -> None:
    document = read_text("dump.txt", "0" * 64, text.encode(), "清单")
    lines = [
        line
        for block in document.blocks
        for line in ([block] if isinstance(block, Line) else lines_of(block))
    ]
    spans = sorted((line.start, line.end) for line in lines)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    read = "".join(text[start:end] for start, end in spans)
    assert "".join(read.split()) == "".join(text.split())


def lines_of(grid: Grid) -> list[Line]:
    return [line for row in grid.rows for cell in row if cell for line in cell.lines]


# --- whole lists, extracted ----------------------------------------------------------------------

EXPECTED = content_of(extraction_from(MODEL))
HEADERS = [part.split("\n", 1)[0].split() for part in (BASIC, COOPERATIVE, RECALL)]
LISTS = ("basic", "cooperative", "recall")
TITLES = ("基本履职事项清单", "配合履职事项清单", "上级部门收回事项清单")


def rows_of(list_type: str) -> list[list[str]]:
    """Return the rows of a list of the small document, cell by cell."""
    rows = []
    for kind, seq, category, name, departments, superior, township, handling in EXPECTED:
        cells = [str(seq), category, name]
        if kind == "cooperative":
            cells += ["、".join(departments), superior, township]  # type: ignore[arg-type]  # names
        if kind == "recall":
            cells.append(handling)
        if kind == list_type:
            rows.append([str(cell) for cell in cells])
    return rows


def tables(row: str, cell: str, break_: str = "\n", merged: str | None = None) -> str:
    """Return the small document with rows and cells printed in another way.

    `merged` stands for the cell of a category that the row above has, too.
    """
    text = PREAMBLE
    for kind, title, header in zip(LISTS, TITLES, HEADERS, strict=True):
        above = ""
        text += f"\n{title}\n\n"
        for cells in [header, *rows_of(kind)]:
            printed = [part.replace("\n", break_) for part in cells]
            if merged is not None and cells[1] == above:
                printed[1:2] = [merged] if merged else []
            above = cells[1]
            text += row.format(cell.join(printed))
    return text


LISTINGS = {
    "tabs": (tables("{}\n", "\t"),),
    "a tab before every cell": (tables("\t{}\n", "\t"),),
    "a tab before every cell, lines end in CR LF": (tables("\t{}\n", "\t").replace("\n", "\r\n"),),
    "a tab before every cell, lines end in CR": (tables("\t{}\n", "\t").replace("\n", "\r"),),
    "a cell a line": (tables("\t{}\n\n", "\n\t"),),
    "a cell a line, lines end in CR": (tables("\t{}\n\n", "\n\t").replace("\n", "\r"),),
    "bars": (tables("| {} |\n", " | ", "<br>"),),
    "merged cells are left out": (tables("\t{}\n", "\t", merged=""),),
    "merged cells are empty": (tables("\t{}\n", "\t", merged=" "),),
    "merged cells are empty, a cell a line": (tables("\t{}\n\n", "\n\t", merged=" "),),
}


@pytest.mark.parametrize("text", cases(LISTINGS))
def test_cells_kept_apart_by_marks_are_cells(text: str) -> None:
    extraction = extraction_from(text)
    assert content_of(extraction) == EXPECTED
    assert extraction.status == "ok"


def test_a_title_right_below_a_table_is_none_of_its_cells() -> None:
    text = tables("\t{}\n", "\t").replace("\n\n配合履职事项清单\n\n", "\n配合履职事项清单\n")
    assert content_of(extraction_from(text)) == EXPECTED


def test_a_rule_below_a_header_is_furniture() -> None:
    text = tables("| {} |\n", " | ", "<br>").replace(
        "事项名称 |\n", "事项名称 |\n|---|:-:|---|\n", 1
    )
    assert content_of(extraction_from(text)) == EXPECTED


@pytest.mark.parametrize("text", [MODEL, MODEL.replace("做好低保受理", "做好\t低保|受理")])
def test_a_mark_here_and_there_makes_no_table(text: str) -> None:
    assert not any(isinstance(block, Grid) for block in document_of(text).blocks)


PIECES = st.sampled_from(
    [
        "\t",
        "\t1\t",
        "\t2\n",
        "|",
        "| 1 |",
        "| 2 | 三 |\n",
        "<br>",
        "\n",
        "\r\n",
        " ",
        "序号\t名称",
        "事项",
    ]
)


@given(st.lists(PIECES, min_size=6, max_size=60).map("".join).filter(str.strip))
@example("\t1\n\t2\n\t3\n\t4\t五\n六\t七\n")
@example("| 1 | 一 |\n| 2 | 二 |\n| 3 | 三 |\n|\n| 四\n")
def test_every_letter_of_any_text_is_in_one_line(text: str) -> None:
    document = document_of(text)
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Line):
            lines.append(block)
            continue
        assert len({len(row) for row in block.rows}) == 1
        lines += [line for row in block.rows for cell in row if cell for line in cell.lines]
    places = sorted(place for line in lines for place in range(line.start, line.end))
    printed = [place for place, letter in enumerate(text) if not letter.isspace()]
    assert [place for place in places if not text[place].isspace()] == printed
    assert all(document.text[line.start : line.end] == line.text for line in lines)


def test_the_name_of_a_sheet_is_no_part_of_the_title() -> None:
    extraction = extraction_from("基本履职\n" + MODEL)
    assert extraction.facts.title == "青禾县柳溪镇履职事项清单"
