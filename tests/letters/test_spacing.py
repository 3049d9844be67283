"""Type that stands letter by letter is closed up; what may be columns stays apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.letters.spacing import closed_up
from qingdan.model import Cell, Document, Doubt, Grid, Line, Source
from tests.composed import cases, document_of, lines_of

SOURCE = Source("composed.txt", "0" * 64, "text")
KEPT = {
    "columns of single letters": ("检查 无 不再开展",),
    "two letters": ("处 罚",),
    "two spaces": ("党  建  引  领",),
    "Latin letters": ("a b c d",),
    "a row's number": ("1 党的建设",),
}


@pytest.mark.parametrize("text", cases(KEPT))
def test_what_may_be_columns_stays_apart(text: str) -> None:
    assert closed_up(document_of(text)) == (document_of(text), ())


def test_cells_and_doubts_are_moved_too() -> None:
    text = "承 接 部 门：\n县 民 政 局\n"
    first, second = lines_of(text)
    doubt = Doubt("control_characters", "", start=second.start, end=second.end)
    grid = Grid(((Cell((second,)), None),))
    closed, gaps = closed_up(Document(SOURCE, text, (first, grid), (doubt,)))
    assert closed.text == "承接部 门：\n县民政局\n"
    assert [text[gap] for gap in gaps] == [" "] * 5
    assert closed.blocks[1] == Grid(((Cell((Line(7, "县民政局", 2),)), None),))
    assert (closed.doubts[0].start, closed.doubts[0].end) == (7, 11)


@given(st.text(st.sampled_from("县民政局1. \n、"), max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    closed, gaps = closed_up(Document(SOURCE, text, lines_of(text)))
    assert re.sub(r"\s", "", closed.text) == re.sub(r"\s", "", text)
    assert "".join(letter for place, letter in enumerate(text) if place not in gaps) == closed.text
    for line in closed.blocks:
        assert isinstance(line, Line)
        assert closed.text[line.start : line.end] == line.text
