"""Justified type that stands letter by letter is read like any other, and keeps its places."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.model import Cell, Document, Doubt, Grid, Line, Source
from qingdan.letters.spacing import closed_up
from tests.composed import (
    MODEL,
    cases,
    content_of,
    document_of,
    extraction_from,
    lines_of,
)

SOURCE = Source("composed.txt", "0" * 64, "text")
EXPECTED = extraction_from(MODEL)


def spread(text: str) -> str:
    """Return text with a space between its letters."""
    return " ".join(text)


PRINTED = {
    "a title": ("青禾县柳溪镇履职事项清单",),
    "a label": ("工作方式：由县民政局依法处罚。",),
    "departments": ("承接部门：青禾县民政局",),
    "a name": ("养老机构处罚",),
    "a clause": ("上报材料。",),
    "totals": ("配合履职事项包括民生服务",),
}


@pytest.mark.parametrize("words", cases(PRINTED))
def test_spread_lines_are_read_as_the_words_that_they_are(words: str) -> None:
    assert words in MODEL
    found = extraction_from(MODEL.replace(words, spread(words)))
    assert content_of(found) == content_of(EXPECTED)
    assert found.checks == EXPECTED.checks
    assert found.warnings == EXPECTED.warnings


SPREAD_MODEL = "\n".join(
    spread(line) if "：" in line or "。" in line else line for line in MODEL.split("\n")
)


def test_places_are_those_of_the_source() -> None:
    extraction = extraction_from(SPREAD_MODEL)
    assert extraction.text == SPREAD_MODEL
    clauses = [clause for item in extraction.items for clause in item.clauses]
    assert len(clauses) == sum(len(item.clauses) for item in EXPECTED.items)
    for clause in clauses:
        printed = extraction.text[clause.start : clause.end]
        assert printed.strip() == printed
        assert "".join(printed.split()) == "".join(clause.text.split())


def test_the_coverage_spans_the_source() -> None:
    extraction = extraction_from(SPREAD_MODEL)
    ends = [segment.end for segment in extraction.coverage]
    assert [segment.start for segment in extraction.coverage] == [0, *ends[:-1]]
    assert ends[-1] == len(SPREAD_MODEL)
    roles = [(part.role, part.item_id, part.field) for part in extraction.coverage]
    assert roles == [(part.role, part.item_id, part.field) for part in EXPECTED.coverage]


def test_a_warning_stands_where_the_source_prints_what_it_is_about() -> None:
    stray = spread("谁也不认识的一行字")
    text = MODEL.replace("\n1 民生服务 残疾", f"\n{stray}\n\n1 民生服务 残疾")
    placed = [w for w in extraction_from(text).warnings if w.start is not None]
    assert [(w.code, text[w.start : w.end]) for w in placed] == [("unassigned", stray)]


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
