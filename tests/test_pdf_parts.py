"""Parts of the PDF reader on their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pdfplumber import table as plumber
from PIL import Image

from qingdan.letters.radicals import fold_radicals
from qingdan.model import Box, Cell, Document, Doubt, Grid, Line, Source
from qingdan.options import Options
from qingdan.readers.pdf import read_pdf, render_pages
from qingdan.readers.pdf.furniture import pages_to_furniture, pages_with_feet
from qingdan.readers.pdf.lattice import (
    JOIN,
    SHORTEST,
    SNAP,
    TOUCH,
    Bounds,
    Lattice,
    Place,
    TooManyRules,
    cells_to_tables,
    merged_rules,
    rules_to_cells,
    rules_to_lattices,
)
from qingdan.readers.pdf.lines import Printed, runs_to_lines
from qingdan.readers.pdf.marks import Rule, Run, Turn, main_angle, points_to_upright
from qingdan.readers.pdf.pages import Page, Table
from qingdan.readers.pdf.wraps import Measure, lines_to_wraps
from qingdan.rules import load_rules

ROOT = Path(__file__).parent.parent
TRAPS = ROOT / "tests" / "fixtures" / "pdf"


# --- geometry -------------------------------------------------------------------------------

spots = st.integers(0, 6).map(lambda step: step * 20.0)
spans = st.tuples(spots, spots, spots).filter(lambda span: span[1] < span[2])
rule_sets = st.lists(
    st.one_of(
        spans.map(lambda span: Rule(span[1], span[0], span[2], span[0])),
        spans.map(lambda span: Rule(span[0], span[1], span[0], span[2])),
    ),
    max_size=24,
)


def tables_of_pdfplumber(rules: list[Rule]) -> list[list[Bounds]]:
    """Return the tables that pdfplumber makes of rules, in its own order."""
    edges = [
        {
            **rule._asdict(),
            "orientation": "h" if rule.is_level else "v",
            "width": rule.x1 - rule.x0,
            "height": rule.bottom - rule.top,
        }
        for rule in rules
    ]
    merged = plumber.merge_edges(edges, SNAP, SNAP, JOIN, JOIN)
    long = [e for e in merged if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= SHORTEST]
    points = plumber.edges_to_intersections(long, TOUCH, TOUCH)
    return plumber.cells_to_tables(plumber.intersections_to_cells(points))


@given(rule_sets)
def test_tables_are_those_of_pdfplumber(rules: list[Rule]) -> None:
    tables = cells_to_tables(rules_to_cells(*merged_rules(rules)))
    assert [sorted(table) for table in tables] == [
        sorted(table) for table in tables_of_pdfplumber(rules)
    ]


@given(rule_sets)
def test_every_slot_of_a_table_is_in_one_cell(rules: list[Rule]) -> None:
    for lattice in rules_to_lattices(rules, []):
        slots = [
            (row, column)
            for place in lattice.cells
            for row in range(place.row, place.row + place.row_span)
            for column in range(place.column, place.column + place.column_span)
        ]
        rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
        assert sorted(slots) == [(r, c) for r in range(rows) for c in range(columns)]


def test_a_merged_cell_that_the_page_leaves_open_is_one_cell() -> None:
    down = [Rule(x, 0.0, x, 60.0) for x in (0.0, 40.0, 80.0, 300.0)]
    across = [Rule(0.0, 0.0, 300.0, 0.0)]
    for y in (20.0, 40.0, 60.0):  # the second column has no rule below its cell
        across += [Rule(0.0, y, 40.0, y), Rule(80.0, y, 300.0, y)]
    (lattice,) = rules_to_lattices([*down, *across], [])
    merged = [place for place in lattice.cells if place.column == 1]
    assert [(place.row, place.row_span) for place in merged] == [(0, 3)]


# Columns at these places, and rules across at 20 and 40 but for the column of a merged cell.
COLUMNS = (0.0, 40.0, 80.0, 300.0)


@pytest.mark.parametrize("merged", [0, 1, 2])
def test_a_cell_merged_over_a_whole_page_keeps_the_table_in_one_piece(merged: int) -> None:
    down = [Rule(x, 0.0, x, 60.0) for x in COLUMNS]
    across = [
        Rule(x0, y, x1, y)
        for y in (20.0, 40.0)
        for number, (x0, x1) in enumerate(pairwise(COLUMNS))
        if number != merged
    ]
    (lattice,) = rules_to_lattices([*down, *across], [])
    spans = {place.column: place.row_span for place in lattice.cells}
    assert spans == {number: 3 if number == merged else 1 for number in range(3)}


def test_tables_beside_each_other_stay_apart() -> None:
    left = [Rule(x, 0.0, x, 60.0) for x in (0.0, 40.0)]
    right = [Rule(x, 0.0, x, 60.0) for x in (100.0, 140.0)]
    across = [Rule(0.0, y, 40.0, y) for y in (0.0, 20.0, 60.0)]
    across += [Rule(100.0, y, 140.0, y) for y in (0.0, 33.0, 60.0)]
    assert [lattice.ys for lattice in rules_to_lattices([*left, *right, *across], [])] == [
        (0.0, 20.0, 60.0),
        (0.0, 33.0, 60.0),
    ]


def test_a_drawing_is_no_table() -> None:
    across = [Rule(0, y * 4.0, 9000, y * 4.0) for y in range(1200)]
    down = [Rule(x * 4.0, 0, x * 4.0, 9000) for x in range(1200)]
    with pytest.raises(TooManyRules):
        rules_to_lattices([*across, *down], [])


@pytest.mark.parametrize(
    ("angle", "upright"),
    [
        (0, (10, 60, 30, 80)),
        (90, (20, 10, 40, 30)),
        (180, (70, 20, 90, 40)),
        (270, (60, 70, 80, 90)),
    ],
)
def test_pages_are_turned_about_their_corner(angle: int, upright: tuple[float, ...]) -> None:
    xs, ys = points_to_upright(Turn(0, 0, 100, 100, angle), (10, 30), (20, 40))
    assert (min(xs), min(ys), max(xs), max(ys)) == upright


def test_most_glyphs_tell_the_turn() -> None:
    assert main_angle([0.2, 359.9, 45, 90], 90) == 0
    assert main_angle([], 270) == 270
    assert main_angle([90, 0], 90) == 90


# --- lines ----------------------------------------------------------------------------------


def run(text: str, x: float, y: float, size: float = 10) -> Run:
    starts = [x + size * index for index in range(len(text))]
    return Run(text, starts, x, y, x + size * len(text), y + size, size)


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


def printed(text: str, x: float, top: float) -> Printed:
    return Printed(text, Box(x, top, x + 10.0 * len(text), top + 10), 10)


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


# --- radicals -------------------------------------------------------------------------------

RADICALS = load_rules(ROOT / "rules").radicals


def test_kangxi_radicals_are_those_of_unicode() -> None:
    kangxi = [code for code in RADICALS if 0x2F00 <= code <= 0x2FD5]
    different = [c for c in kangxi if RADICALS[c] != unicodedata.normalize("NFKC", chr(c))]
    assert len(kangxi) == 0xD6
    assert different == [0x2F3E]  # fonts for simplified Chinese draw it as 户
    assert RADICALS[0x2ECB] == "车"
    assert RADICALS[0x2EE9] == "黄"


def test_radicals_are_decoded_everywhere_and_counted() -> None:
    text = "⾯向\n⼾⻋\n"
    line, inner = Line(0, "⾯向"), Line(3, "⼾⻋", page=2)
    grid = Grid(((Cell((inner,)), None),))
    source = Source("x.pdf", "0", "pdf")
    folded = fold_radicals(Document(source, text, (line, grid)), RADICALS)
    assert folded.text == "面向\n户车\n"
    assert folded.blocks == (
        replace(line, text="面向"),
        Grid(((Cell((replace(inner, text="户车"),)), None),)),
    )
    assert [(doubt.code, doubt.facts) for doubt in folded.doubts] == [
        ("radicals_folded", {"count": 3})
    ]


def test_a_document_without_radicals_stays_as_it_is() -> None:
    doubts = (Doubt("other"),)
    document = Document(Source("x.pdf", "0", "pdf"), "面\n", (Line(0, "面"),), doubts)
    assert fold_radicals(document, RADICALS) is document


# --- pictures -------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_picture_outlines_the_words_on_pages_turned_any_way(page: int) -> None:
    path = TRAPS / "turned.pdf"
    data = path.read_bytes()
    document = read_pdf(path, data, "0", Options())
    grids = (block for block in document.blocks if isinstance(block, Grid))
    cell = next(grid for grid in grids if grid.page == page).rows[1][1]
    assert cell is not None
    line = cell.lines[0]
    box = line.box
    assert box is not None
    png = render_pages(path, data, {page: [box]}, Options())
    picture = Image.open(BytesIO(png)).convert("RGB")
    assert picture.getpixel((int(box.x0 * 2) - 5, int(box.top * 2) - 5)) == (200, 30, 30)
    inside = picture.crop([int(side * 2) for side in box])
    dark = sum(inside.convert("L").histogram()[:100])
    assert dark > 100  # the words are in the frame, not elsewhere


def test_picture_of_an_item_on_two_pages_shows_both() -> None:
    path = TRAPS / "cut_by_page.pdf"
    data = path.read_bytes()
    document = read_pdf(path, data, "0", Options())
    lines = {
        line.page: line
        for block in document.blocks
        if isinstance(block, Grid)
        for cell in block.rows[-1]
        if cell
        for line in cell.lines
    }
    boxes = {page: [line.box] for page, line in lines.items() if page and line.box}
    assert sorted(boxes) == [1, 2]
    picture = Image.open(BytesIO(render_pages(path, data, boxes, Options())))
    assert picture.size == (1190, 2 * 1684)
