"""Rules of a page → the lattices of its tables; pages are turned so that text is level."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pdfplumber import table as plumber

from qingdan.readers.pages.lattice import (
    JOIN,
    SHORTEST,
    SNAP,
    TOUCH,
    Bounds,
    TooManyRules,
    cells_to_tables,
    merged_rules,
    rules_to_cells,
    rules_to_lattices,
)
from qingdan.readers.pages.marks import Rule, Turn, main_angle, points_to_upright

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


SQUARES = [
    *(Rule(0.0, y, 60.0, y) for y in (0.0, 20.0, 40.0)),
    *(Rule(x, 0.0, x, 40.0) for x in (0.0, 20.0, 60.0)),
]


@given(rule_sets)
@example(SQUARES)
@example([*SQUARES, Rule(20.0, 40.0, 20.0, 60.0), Rule(80.0, 0.0, 100.0, 0.0)])
def test_tables_are_those_of_pdfplumber(rules: list[Rule]) -> None:
    tables = cells_to_tables(rules_to_cells(*merged_rules(rules)))
    assert [sorted(table) for table in tables] == [
        sorted(table) for table in tables_of_pdfplumber(rules)
    ]


@given(rule_sets)
@example(SQUARES)
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
