"""Lines and parts of lines: cut, stripped, squeezed, measured, mapped."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qingdan.letters.lines import (
    line_range,
    lines_of,
    map_lines,
    part,
    printed_width,
    squeezed,
    stripped,
)
from qingdan.model import Cell, Grid, Line


def test_a_part_keeps_its_place_in_the_source() -> None:
    line = Line(100, " 1.受理 ", number=7, page=2)
    assert part(line, 3, 5) == Line(103, "受理", number=7, page=2)
    assert stripped(line) == Line(101, "1.受理", number=7, page=2)
    assert stripped(Line(100, "  ")).text == ""


def test_squeezed_lines_have_no_white_space() -> None:
    assert squeezed([Line(0, "序 号\u3000"), Line(9, "事项\t类别")]) == "序号事项类别"
    assert squeezed([]) == ""


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("受理", 2), ("12", 1), ("A级，", 2.5), ("１２", 2)]
)
def test_ascii_letters_are_half_as_wide_as_cjk_ones(text: str, width: float) -> None:
    assert printed_width(text) == width


def test_lines_in_tables_and_outside_come_in_reading_order_and_are_changed_alike() -> None:
    first, second, third = Line(0, "题"), Line(2, "甲"), Line(4, "乙")
    blocks = (first, Grid(((Cell((second,)), None), (Cell(()), Cell((third,)))), page=1))
    assert [*lines_of(blocks)] == [first, second, third]
    changed = map_lines(blocks, lambda line: replace(line, text=line.text * 2))
    assert [line.text for line in lines_of(changed)] == ["题题", "甲甲", "乙乙"]
    assert isinstance(changed[1], Grid)
    assert (changed[1].page, changed[1].rows[0][1]) == (1, None)


def test_the_range_of_lines_without_numbers_is_unknown() -> None:
    assert line_range([Line(0, "甲", number=7), Line(2, "乙", number=5)]) == (5, 7)
    assert line_range([Line(0, "甲")]) == (None, None)
