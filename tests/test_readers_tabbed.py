"""Dumps whose cells are kept apart by tabs or bars: read like the tables that they were."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qingdan.model import Grid, Line
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


DUMPS = {
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


@pytest.mark.parametrize("text", cases(DUMPS))
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
def test_every_letter_is_in_one_line(text: str) -> None:
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
