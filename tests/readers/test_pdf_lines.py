"""Runs of a page → lines: what joins, what wraps into the next line, what is of the page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qingdan.model import Box
from qingdan.readers.pages.furniture import pages_to_furniture, pages_with_feet
from qingdan.readers.pages.lattice import Lattice, Place
from qingdan.readers.pages.lines import Printed, runs_to_lines
from qingdan.readers.pages.marks import Run
from qingdan.readers.pages.page import Page, Table
from qingdan.readers.pages.wraps import Measure, lines_to_wraps
from tests.readers.pdfs import printed, run


@pytest.mark.parametrize(("gap", "space"), [(2.2, " "), (1.5, " "), (1.2, ""), (0.3, "")])
def test_a_narrow_space_is_one_where_the_type_is_a_little_wider_than_its_size(
    gap: float, space: str
) -> None:
    ideographs = Run("依照", [0.0, 10.25], 0, 0, 20.5, 10, 10)
    runs = [ideographs, run("T", 20.5, 0), run("3", 30.5 + gap, 0)]
    assert [line.text for line in runs_to_lines(runs)] == [f"依照T{space}3"]


def test_runs_of_one_line_join_from_left_to_right_with_spaces_between_words_only() -> None:
    runs = [run("two", 80, 0), run("one", 0, 1), run("三", 120, 0), run("四", 140, 0)]
    assert [line.text for line in runs_to_lines(runs)] == ["one two三四"]


def test_lines_go_from_top_to_bottom_and_copies_are_bold() -> None:
    runs = [run("下", 0, 20), run("上", 0, 0), run("上", 0.4, 0), run("上", 12, 0)]
    assert [line.text for line in runs_to_lines(runs)] == ["上上", "下"]


FULL = Measure(0, 102)  # ten ideographs


@pytest.mark.parametrize(
    ("first", "second", "wraps"),
    [
        ("一二三四五六七八九十", "一二", True),
        ("一二三四五六七八九", "“一二", True),  # the quotation mark may not end a line
        ("一二三四五六七八", "一二", False),
        ("一二三四五六七八九", "一。", True),  # the stop may not begin a line
        ("一二三四五六", "abcdefgh", True),
        ("一二三四五六", "ab cd", False),
    ],
)
def test_a_line_wraps_when_the_next_word_would_not_have_fitted(
    first: str, second: str, wraps: bool
) -> None:
    lines = (printed(first, 0, 0), printed(second, 0, 12))
    assert lines_to_wraps(lines, FULL)[0] is wraps


def test_an_indented_line_begins_a_paragraph_and_so_does_a_far_one() -> None:
    full = printed("一二三四五六七八九十", 0, 0)
    assert lines_to_wraps((full, printed("一二", 20, 12)), FULL)[0] is False
    assert lines_to_wraps((full, printed("一二", 0, 40)), FULL)[0] is False


def test_the_last_line_is_unknown_unless_it_is_short() -> None:
    assert lines_to_wraps((printed("一二三四五六七八九十", 0, 0),), FULL) == (None,)
    assert lines_to_wraps((printed("一二", 0, 0),), FULL) == (False,)
    assert lines_to_wraps((printed("一二", 0, 0),), None) == (None,)


# --- feet -----------------------------------------------------------------------------------


def paged(number: int, foot: str, text: str = "登记造册。") -> Page:
    """Return a page 600 points high whose only cell goes past its end, with a foot in it."""
    lines = (
        Printed(text, Box(50, 500, 150, 510), 10),
        Printed(foot, Box(290, 570, 310, 580), 10),
    )
    place = Place(0, 0, 1, 1)
    lattice = Lattice((40.0, 400.0), (50.0, 640.0), (place,), frozenset())
    return Page(number, 400.0, 600.0, (Table(lattice, (lines,)),), (), (), ())


@pytest.mark.parametrize("foot", ["{}", "— {} —", "{} / 9", "第{}页 共9页", "第 {} 页"])
def test_page_numbers_inside_cells_are_of_the_page(foot: str) -> None:
    pages = pages_with_feet([paged(number, foot.format(number + 2)) for number in (1, 2, 3)])
    assert [[line.text for line in page.tables[0].cells[0]] for page in pages] == [
        ["登记造册。"]
    ] * 3
    assert [[line.text for line in page.lines] for page in pages] == [
        [foot.format(number)] for number in (3, 4, 5)
    ]
    assert pages_to_furniture(pages) == [{0}] * 3


@pytest.mark.parametrize(
    "feet", [("3", "4"), ("3", "3", "3"), ("12", "17", "23"), ("1.", "a", "b")]
)
def test_numbers_that_do_not_count_the_pages_stay_in_their_cells(feet: Sequence[str]) -> None:
    pages = [paged(number, foot) for number, foot in enumerate(feet, 1)]
    assert pages_with_feet(pages) == pages
