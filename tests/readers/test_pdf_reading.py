"""What the trap PDFs of tests/fixtures/pdf must be read as, by both character sources."""

from __future__ import annotations

import pytest

from qingdan.letters.lines import lines_of
from qingdan.model import Grid, Line
from tests.fixtures.pdf import raw
from tests.readers.pdfs import ENGINES, Engine, grids, outside, read, read_bytes, rows

HEAD = ["序号", "事项类别", "事项名称", "配合职责"]
ONE = ["1", "党的建设", "做好基层党组织换届", "1.组织选举；"]
TWO = ["2", "经济发展", "开展经济普查工作", "2.登记造册。"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "name",
    [
        "full",
        "no_outer_verticals",
        "thin_rectangles",
        "doubled",
        "broken",
        "misaligned",
        "close_columns",
        "backgrounds",
        "highlights",
        "forms",
        "bold_copies",
        "dotted",
        "askew",
        "spaced_out",
        "page_frame",
    ],
)
def test_rules_of_any_kind_make_the_same_table(name: str, engine: Engine) -> None:
    document = read(name, engine)
    assert [rows(grid) for grid in grids(document)] == [[HEAD, ONE, TWO]]
    assert outside(document) == []
    assert document.doubts == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_row_cut_by_page_is_kept_on_both(engine: Engine) -> None:
    first, second = grids(read("cut_by_page", engine))
    assert (first.page, second.page) == (1, 2)
    assert rows(first) == [HEAD, ONE, TWO]
    assert rows(second) == [
        ["", "", "并上报结果", ""],
        ["3", "民生服务", "发放高龄津贴", "1.核对名单。"],
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_row_that_fills_a_page_has_only_rules_between_columns(engine: Engine) -> None:
    (grid,) = grids(read("columns_only", engine))
    assert rows(grid) == [["", "", "事项名称续第二行", "职责续还有一行"]]


@pytest.mark.parametrize("engine", ENGINES)
def test_merged_cells_stand_at_their_top_left_and_cover_the_rest(engine: Engine) -> None:
    (grid,) = grids(read("merged", engine))
    assert rows(grid) == [
        HEAD,
        ["一、党的建设（共2项）", None, None, None],
        ONE,
        ["2", None, "发展党员", "2.登记造册。"],
    ]
    band, category = grid.rows[1][0], grid.rows[2][1]
    assert band is not None
    assert category is not None
    assert (band.row_span, band.column_span) == (1, 4)
    assert (category.row_span, category.column_span) == (2, 1)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cell_merged_over_a_whole_page_is_one_cell(engine: Engine) -> None:
    inside, beside = grids(read("merged_page", engine))
    cut = ["并上报结果", "3.核对。"]
    assert rows(inside) == [["", "", *cut], ["1", None, *ONE[2:]], ["2", None, *TWO[2:]]]
    assert rows(beside) == [["", "", *cut], [None, *ONE[1:]], [None, *TWO[1:]]]


@pytest.mark.parametrize("engine", ENGINES)
def test_page_numbers_under_cells_drawn_past_the_page_are_furniture(engine: Engine) -> None:
    document = read("foot_in_cell", engine)
    assert [rows(grid) for grid in grids(document)] == [[HEAD, ONE, TWO]] * 3
    feet = [block for block in document.blocks if isinstance(block, Line) and block.furniture]
    assert ["".join(line.text.split()) for line in feet] == ["4/9", "5/9", "6/9"]


@pytest.mark.parametrize("engine", ENGINES)
def test_turned_pages_of_any_size_read_level(engine: Engine) -> None:
    document = read("turned", engine)
    assert [grid.page for grid in grids(document)] == [1, 2, 3, 4]
    assert all(rows(grid) == [HEAD, ONE, TWO] for grid in grids(document))
    assert all(line.box and line.box.top > 60 for line in lines_of(grids(document)))


@pytest.mark.parametrize("engine", ENGINES)
def test_watermark_stamp_and_number_are_furniture_and_in_no_cell(engine: Engine) -> None:
    document = read("watermark", engine)
    (grid,) = grids(document)
    assert rows(grid) == [HEAD, ONE, TWO]
    assert {line.text for line in outside(document)} == {"内部资料", "某县人民政府", "印", "7"}
    assert all(line.furniture for line in outside(document))


@pytest.mark.parametrize("engine", ENGINES)
def test_label_wider_than_its_column_stays_whole(engine: Engine) -> None:
    (grid,) = grids(read("overflow", engine))
    assert rows(grid) == [
        HEAD,
        ["1", "应急管理及消防安全", "做好", "甲"],
        ["2", "市场监督管理工作类", "组织", "乙"],
        ["", "丙丁戊己", "庚辛", ""],
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_cell_set_on_its_side_is_read(engine: Engine) -> None:
    (grid,) = grids(read("sideways_cell", engine))
    assert [row[1] for row in rows(grid)] == ["事项类别", "民生服务", None, None]


@pytest.mark.parametrize("engine", ENGINES)
def test_heads_and_feet_are_furniture_but_the_first_head(engine: Engine) -> None:
    lines = outside(read("margins", engine))
    heads = [line.furniture for line in lines if line.text == "石桥镇配合履职事项清单"]
    feet = [line.furniture for line in lines if "编" in line.text]
    assert heads == [False, True, True, True, True]
    assert feet == [True] * 5


@pytest.mark.parametrize("engine", ENGINES)
def test_lines_outside_tables_are_in_reading_order_with_their_spaces(engine: Engine) -> None:
    document = read("preamble", engine)
    lines = outside(document)
    assert [line.text for line in lines] == [
        "石桥镇履职事项清单",
        "石桥镇位于某县西部，是典型农业镇，全镇区域总面积八十八平方公里，共有户籍人口一万二千人，",
        "其中常住人口0.9万人。",
        "清单由 Office of the Township 编制，涉及ETC和APP two words等内容。",
    ]
    assert [line.wraps for line in lines] == [False, True, False, False]
    assert [type(block) for block in document.blocks] == [*[Line] * 4, Grid]


@pytest.mark.parametrize("engine", ENGINES)
def test_text_that_hangs_out_of_a_cut_cell_is_its_own(engine: Engine) -> None:
    document = read("hanging", engine)
    (grid,) = grids(document)
    assert rows(grid) == [HEAD, ["1", "党的建设与统战工作", *ONE[2:]]]
    assert [line.text for line in outside(document)] == ["注：本表由镇党政办公室负责解释。"]


@pytest.mark.parametrize("engine", ENGINES)
def test_actual_text_is_what_is_read(engine: Engine) -> None:
    document = read("actual_text", engine, second_opinion=True)
    assert rows(grids(document)[0])[0] == ["序号", "事项类别", "事项名称", "面向乡乡"]
    assert document.doubts == ()


def test_second_opinion_that_differs_is_told_with_its_place() -> None:
    """Names in this file are not encrypted, and pdfminer decrypts them all the same."""
    doubts = read("encrypted", password="geheim", second_opinion=True).doubts
    assert {doubt.code for doubt in doubts} == {"second_opinion"}
    assert (doubts[3].facts["row"], doubts[3].facts["column"]) == (1, 4)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_under_a_password_reads_like_any_other(engine: Engine) -> None:
    document = read("locked", engine, password="geheim")
    assert [rows(grid) for grid in grids(document)] == [[HEAD, ONE, TWO]]
    assert document.doubts == ()


@pytest.mark.parametrize(
    "name", ["full", "merged", "turned", "watermark", "margins", "cut_by_page"]
)
def test_second_opinion_agrees_on_sound_files(name: str) -> None:
    assert read(name, second_opinion=True).doubts == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_text_beyond_the_page_is_told_and_not_read(engine: Engine) -> None:
    document = read("beyond_the_page", engine)
    assert "页外" not in document.text
    assert [doubt.code for doubt in document.doubts] == ["text_outside_page"]


# --- characters -----------------------------------------------------------------------------

LATTICE = b"".join(b"%d 700 m %d 600 l S " % (x, x) for x in (60, 200, 400)) + b"".join(
    b"60 %d m 400 %d l S " % (y, y) for y in (700, 660, 600)
)


def cell(x: int, y: int, codes: bytes) -> bytes:
    return b"BT /F 12 Tf %d %d Td <%s> Tj ET " % (x, y, codes)


TEXT = (
    cell(70, 670, b"00010002")
    + cell(210, 670, b"00030002")
    + cell(70, 620, b"00040002")
    + cell(210, 620, b"000500060002")
)


@pytest.mark.parametrize("engine", ENGINES)
def test_glyphs_without_a_meaning_are_doubted_with_their_place(engine: Engine) -> None:
    document = read_bytes(raw.cid_page(LATTICE + TEXT, None), engine)
    assert set(document.text) == {"\ufffd", "\n"}
    codes = {doubt.code for doubt in document.doubts}
    places = [(doubt.page, doubt.start, doubt.end) for doubt in document.doubts]
    assert codes == {"unreadable_characters"}
    assert places == [(1, 0, 2), (1, 3, 5), (1, 6, 8), (1, 9, 12)]


def test_numbers_of_glyphs_are_not_taken_for_characters() -> None:
    words = LATTICE + cell(70, 670, b"004100420043") + cell(210, 670, b"00440045")
    document = read_bytes(raw.cid_page(words, {0x41: "序", 0x42: "号", 0x44: "好", 0x45: "，"}))
    assert document.text.splitlines()[:2] == ["序号\ufffd", "好，"]
    assert [doubt.code for doubt in document.doubts] == ["unreadable_characters"]


@pytest.mark.parametrize("engine", ENGINES)
def test_one_glyph_without_a_meaning_among_others_is_doubted(engine: Engine) -> None:
    meanings = {1: "序", 2: "号", 3: "\ue001", 4: "一", 5: "\ufffd"}
    document = read_bytes(raw.cid_page(LATTICE + TEXT, meanings), engine)
    (grid,) = grids(document)
    assert rows(grid) == [["序号", "\ue001号"], ["一号", "\ufffd\ufffd号"]]
    assert [(doubt.start, doubt.end) for doubt in document.doubts] == [(3, 5), (9, 12)]


@pytest.mark.parametrize("engine", ENGINES)
def test_ideographs_beyond_the_basic_plane_and_radicals_come_as_they_are(engine: Engine) -> None:
    meanings = {1: "𠮷", 2: "号", 3: "⾯", 4: "㙍", 5: "，", 6: "好"}
    document = read_bytes(raw.cid_page(LATTICE + TEXT, meanings), engine)
    (grid,) = grids(document)
    assert rows(grid) == [["𠮷号", "⾯号"], ["㙍号", "，好号"]]
    assert document.doubts == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_type_3_fonts_are_read(engine: Engine) -> None:
    content = (
        LATTICE
        + cell(70, 670, b"4142")
        + cell(210, 670, b"43")
        + cell(70, 640, b"44")
        + cell(70, 620, b"4546")
    )
    meanings = {0x41: "序", 0x42: "号", 0x43: "一", 0x44: "二", 0x45: "三", 0x46: "。"}
    (grid,) = grids(read_bytes(raw.type3_page(content, meanings), engine))
    assert [[line.text for line in cell.lines] for row in grid.rows for cell in row if cell] == [
        ["序号"],
        ["一"],
        ["二", "三。"],
        [],
    ]
