"""The one grid algebra: spans, holes, overlaps, nested tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.model import Grid, Source
from qingdan.readers.grid import (
    MAX_PLACES,
    BareLine,
    Placed,
    Spot,
    Table,
    assemble,
    bare_lines,
    flow_cells,
    place,
    settle,
)
from tests.fixtures.office.look import look

SOURCE = Source("a", "0", "html")


def spot(row: int, column: int, text: str, height: int = 1, width: int = 1) -> Spot:
    return Spot(row, column, bare_lines(text), height, width)


def shown(*spots: Spot) -> list[list[str | None]]:
    rows = place(spots)
    return [["".join(c.lines[0].text if c.lines else "") if c else None for c in r] for r in rows]


def test_absent_is_not_empty() -> None:
    assert shown(spot(0, 0, "甲", 2), spot(0, 1, "乙"), spot(1, 1, "丙"), spot(2, 1, "丁")) == [
        ["甲", "乙"],
        [None, "丙"],
        ["", "丁"],
    ]


def test_spans_are_what_was_left_to_them() -> None:
    rows = place([spot(0, 0, "甲", 99, 99), spot(1, 2, "乙")])
    assert rows == (
        (Placed((BareLine("甲"), BareLine("乙")), 2, 2), None),
        (None, None),
    )


def test_idle_rows_and_columns_are_left_out() -> None:
    assert shown(spot(5, 7, "甲"), spot(900, 7, "乙", 1, 500), spot(900, 9000, "丙")) == [
        ["甲", ""],
        ["乙", "丙"],
    ]


def test_overlapping_cells_lose_no_text() -> None:
    lines = [c.lines for r in place([spot(0, 0, "甲", 2, 2), spot(1, 1, "乙")]) for c in r if c]
    assert lines == [(BareLine("甲"), BareLine("乙"))]


def test_cells_flow_around_spans() -> None:
    group = [[(2, 1, bare_lines("a")), (1, 1, bare_lines("b"))], [(1, 1, bare_lines("c"))]]
    assert [(s.row, s.column, s.row_span) for s in flow_cells(group, 3)] == [
        (3, 0, 2),
        (3, 1, 1),
        (4, 1, 1),
    ]


def test_absurd_tables_raise() -> None:
    side = int(MAX_PLACES**0.5) + 1
    with pytest.raises(OverflowError):
        place([spot(number, number, "x") for number in range(side)])


def test_layout_is_taken_apart_and_inner_tables_become_lines() -> None:
    inner = Table((spot(0, 0, "一二三四五"), spot(0, 1, "六")))
    frame = Table((Spot(0, 0, (*bare_lines("题"), inner)),))
    assert settle(frame) == (BareLine("题"), inner)
    whole = Table((Spot(0, 0, (*bare_lines("县民政局负责审核发放"), inner)),))
    (settled,) = settle(whole)
    assert isinstance(settled, Table)
    assert [draft.text for draft in settled.spots[0].content] == [  # type: ignore[union-attr]
        "县民政局负责审核发放",
        "一二三四五",
        "六",
    ]


def test_documents_are_streams_with_exact_offsets() -> None:
    blocks = [BareLine("题"), Table((spot(0, 0, "甲\n乙"), spot(0, 1, "丙"))), BareLine("脚", True)]
    document = assemble(SOURCE, blocks)
    assert document.text == "题\n甲\n乙\n丙\n脚\n"
    assert look(document) == ["题", [["甲|乙", "丙"]], "脚"]
    assert document.blocks[2].furniture  # type: ignore[union-attr]


def test_layout_characters_go_and_undecoded_ones_are_doubted() -> None:
    assert bare_lines("\ufeff甲\u200b乙\x01丙\x0b \n\u3000\u2028丁") == (
        BareLine("甲乙 丙"),
        BareLine("丁"),
    )
    document = assemble(SOURCE, [BareLine("甲\ufffd")])
    assert [(doubt.code, doubt.start) for doubt in document.doubts] == [
        ("unreadable_characters", 1)
    ]


cells = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 9), st.integers(1, 9)),
    max_size=12,
)


@given(cells)
def test_every_cell_is_in_the_matrix_once(boxes: list[tuple[int, int, int, int]]) -> None:
    spots = [spot(r, c, f"{i}", h, w) for i, (r, c, h, w) in enumerate(boxes)]
    rows = place(spots)
    assert len({len(row) for row in rows}) <= 1
    texts = [line.text for row in rows for cell in row if cell for line in cell.lines]
    assert sorted(texts) == sorted(f"{number}" for number in range(len(boxes)))
    document = assemble(SOURCE, [Table(tuple(spots))])
    assert all(isinstance(block, Grid) for block in document.blocks)
    for row in rows:
        covered = sum(cell is None for cell in row)
        assert covered < len(row) or any(cell and cell.row_span > 1 for r in rows for cell in r)
