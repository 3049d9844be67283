"""The words of a row of bare lines: gaps between them, and the lines they make again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.model import Line
from qingdan.tables.dump.tokens import (
    BLANK_LINE,
    NEW_LINE,
    NEW_PAGE,
    SAME_LINE,
    Layout,
    is_spaced,
    pages_of,
    rejoined,
    tokens_of,
    wide_gaps,
)
from tests.composed import cases, lines_of
from tests.truth import house_rules

PRINTED = st.lists(
    st.sampled_from(["", "临时 救助", " 青禾县民政局", "1.审批； 2.发放。", "（1）核查", "救助"]),
    min_size=1,
    max_size=8,
)
PLAIN = Layout((), spaced=False)
TOKENS = {
    "words of a line": ("临时 救助", [("临时", NEW_LINE), ("救助", SAME_LINE)]),
    "lines": ("临时\n救助", [("临时", NEW_LINE), ("救助", NEW_LINE)]),
    "a blank line between": ("临时\n\n救助", [("临时", NEW_LINE), ("救助", BLANK_LINE)]),
    "several blank lines": ("临时\n\n\n\n救助", [("临时", NEW_LINE), ("救助", NEW_PAGE)]),
    "whole lines from the first duty on": (
        "临时 救助\n1.审批 申请\n并 公示",
        [
            ("临时", NEW_LINE),
            ("救助", SAME_LINE),
            ("1.审批 申请", NEW_LINE),
            ("并 公示", NEW_LINE),
        ],
    ),
    "two cells on one line of duties": (
        "1.审批申请。 2.受理",
        [("1.审批申请。", NEW_LINE), ("2.受理", SAME_LINE)],
    ),
    "words again on a new page": (
        "1.审批 申请\n\n\n\n青禾县 民政局",
        [("1.审批", NEW_LINE), ("申请", SAME_LINE), ("青禾县", NEW_PAGE), ("民政局", SAME_LINE)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), cases(TOKENS))
def test_the_words_of_a_row(text: str, expected: list[tuple[str, int]]) -> None:
    lines = lines_of(text)
    layout = Layout(tuple(wide_gaps(lines)), spaced=False)
    tokens = tokens_of(lines, layout, house_rules())
    assert [(token.text, token.gap) for token in tokens] == expected


def test_blank_lines_mean_nothing_where_most_lines_are_set_apart() -> None:
    lines = lines_of("临时\n\n救助\n\n青禾县\n\n民政局")
    assert is_spaced(lines)
    tokens = tokens_of(lines, Layout((), spaced=True), house_rules())
    assert [token.gap for token in tokens] == [NEW_LINE] * 4
    assert not is_spaced(lines_of("临时\n救助\n\n青禾县\n民政局"))


def test_a_page_ends_where_furniture_was_taken_out() -> None:
    above, below = Line(0, "临时", number=1), Line(20, "救助", number=3)
    tokens = tokens_of([above, below], Layout((10,), spaced=False), house_rules())
    assert [[token.text for token in page] for page in pages_of(tokens)] == [["临时"], ["救助"]]


@given(PRINTED)
def test_the_words_of_a_row_rejoin_to_its_lines(printed: list[str]) -> None:
    lines = lines_of("\n".join(printed))
    again = rejoined(tokens_of(lines, PLAIN, house_rules()))
    assert [line.text.split() for line in again] == [line.text.split() for line in lines]
    assert [line.number for line in again] == [line.number for line in lines]


def test_a_paragraph_beside_another_stays_a_line_of_its_own() -> None:
    tokens = tokens_of(lines_of("1.审批申请。 2.发放"), PLAIN, house_rules())
    assert [line.text for line in rejoined(tokens)] == ["1.审批申请。 2.发放"]
    assert [line.text for line in rejoined(tokens, house_rules())] == ["1.审批申请。", "2.发放"]


def test_a_line_of_white_space_has_no_words() -> None:
    lines = [Line(0, "临时"), Line(3, "   "), Line(7, "救助")]
    tokens = tokens_of(lines, PLAIN, house_rules())
    assert [token.text for token in tokens] == ["临时", "救助"]
