"""Forms of lists in grids that some counties choose: each is read as the others are."""

from __future__ import annotations

import pytest

from qingdan.extraction import extraction_of
from qingdan.model import Cell, Document, Extraction, Grid, Line, Row, Source
from qingdan.readers.html import read_html
from qingdan.cells.items import department_cells
from qingdan.departments.names import split_names
from tests.composed import names_of
from tests.test_gridrows import BASIC, COOPERATIVE, codes, html, paged, rules, short, text
from tests.truth import QUICK, house_rules

NAMED = "<tr><td>序号<td>事项名称"


def extracted(*parts: str) -> Extraction:
    """Given paragraphs and tables of a page, return what is extracted from it."""
    page = "".join(
        f"<table>{part}</table>" if part.startswith("<tr>") else f"<p>{part}</p>" for part in parts
    )
    return extraction_of(read_html("a.html", "0", page.encode()), "a", house_rules(), QUICK)


# --- titles, bands, preambles ---------------------------------------------------------------------


def test_every_category_has_a_table_of_its_own() -> None:
    sections, rows = html(
        "某镇基本履职事项清单",
        "一、党的建设（1项）",
        f"{NAMED}<tr><td>1<td>子",
        "二、经济发展（2项）",
        f"{NAMED}<tr><td>2<td>丑<tr><td>3<td>寅",
    )
    assert [line.text for line in sections.lists[0].titles] == ["某镇基本履职事项清单"]
    assert [(band.category, band.stated) for band in rows.bands] == [
        ("党的建设", 1),
        ("经济发展", 2),
    ]
    assert short(rows) == [
        ("basic", 1, "党的建设", "子"),
        ("basic", 2, "经济发展", "丑"),
        ("basic", 3, "经济发展", "寅"),
    ]
    assert codes(sections, rows) == []


def test_headings_of_a_preamble_in_a_sheet_begin_no_list() -> None:
    sections, rows = html(
        "<tr><td colspan=3>某镇履职事项清单<tr><td colspan=3>（一）基本履职事项"
        "<tr><td colspan=3>共1类1项，分别是：党的建设1项。<tr><td colspan=3>（二）配合履职事项"
        "<tr><td colspan=3>共1类1项。<tr><td colspan=3>（三）上级部门收回事项"
        "<tr><td colspan=3>共1类1项。<tr><td colspan=3>某镇基本履职事项清单"
        f"{BASIC}<tr><td>1<td>甲类<td>子"
    )
    assert len(sections.preamble) == 7
    assert short(rows) == [("basic", 1, "甲类", "子")]
    assert codes(sections, rows) == []


ABOUT = "某镇基本履职事项1项，配合履职事项0项，由上级部门收回事项0项。"


@pytest.mark.parametrize(
    "parts",
    [
        (f"{BASIC}<tr><td>1<td>甲类<td>子", "编制说明", ABOUT),
        (f"{BASIC}<tr><td>1<td>甲类<td>子<tr><td colspan=3>编制说明<tr><td colspan=3>{ABOUT}",),
    ],
    ids=["paragraphs", "rows"],
)
def test_a_preamble_may_stand_at_the_end(parts: tuple[str, ...]) -> None:
    sections, rows = html("某镇履职事项清单", "基本履职事项清单", *parts)
    assert [line.text for line in sections.preamble][-1] == ABOUT
    assert short(rows) == [("basic", 1, "甲类", "子")]
    assert not sections.unplaced
    assert not rows.unplaced


def test_what_tells_of_the_lists_before_them_is_the_only_preamble() -> None:
    table = f"{BASIC}<tr><td>1<td>甲类<td>子"
    sections, _ = html(ABOUT, "基本履职事项清单", table, "另有说法", ABOUT)
    assert len(sections.preamble) == 1
    assert [line.text for line in sections.unplaced] == ["另有说法", ABOUT]


def test_buttons_of_the_page_may_follow_a_signature() -> None:
    table = f"{BASIC}<tr><td>1<td>甲类<td>子"
    sections, _ = html(table, "某县某镇人民政府", "2025年3月28日", "扫一扫在手机打开当前页")
    assert not sections.unplaced


def test_totals_below_running_titles_are_of_their_list() -> None:
    """They stand at the same place of several pages, as page numbers do."""
    title, total = Line(0, "配合履职事项清单", page=1, furniture=True), "（共1项）"
    below = Line(9, total, page=1, furniture=True)
    words = ["序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"]
    stream, rows = f"{title.text}\n{total}\n", list[tuple[Cell, ...]]()
    for printed in (words, ["1", "甲类", "子", "县局", "管。", "报。"]):
        cells = []
        for word in printed:
            cells.append(Cell((Line(len(stream), word, page=1),)))
            stream += word + "\n"
        rows.append(tuple(cells))
    document = Document(Source("a.pdf", "0", "pdf"), stream, (title, below, Grid(tuple(rows), 1)))
    checks = extraction_of(document, "a", rules(), QUICK).checks
    assert [c.stated for c in checks if (c.list_type, c.check) == ("cooperative", "items")] == [1]


# --- columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["部门", "单位"])
def test_departments_may_stand_in_two_columns(word: str) -> None:
    table = (
        f"{BASIC}<td>牵头{word}<td>配合{word}<td>上级部门职责<td>乡镇配合职责"
        "<tr><td>1<td>甲类<td>子<td>县民政局<td>县财政局、县公安局<td>管。<td>报。"
        "<tr><td>2<td>甲类<td>丑<td>县民政局<td>/<td>管。<td>报。"
    )
    sections, rows = html("配合履职事项清单", table)
    assert codes(sections, rows) == []
    cells = department_cells(rows.rows, names_of())
    assert [split_names(cell, names_of()) for cell in cells] == [
        ("县民政局", "县财政局", "县公安局"),
        ("县民政局",),
    ]


@pytest.mark.parametrize("title", ["事项编码", "事项<br>编码", "法律法规依据", "联系电话", "编号"])
def test_columns_that_hold_nothing_of_an_item_are_kept_with_the_remarks(title: str) -> None:
    sections, rows = html(
        f"<tr><td>序号<td>{title}<td>事项类别<td>事项名称<tr><td>1<td>J-1<td>甲类<td>子"
    )
    assert short(rows) == [("basic", 1, "甲类", "子")]
    assert text(rows.rows[0], "remark") == "J-1"
    assert codes(sections, rows) == []


def test_an_unknown_column_that_may_matter_is_told_once_for_a_list() -> None:
    table = "<tr><td>序号<td>事项类别<td>事项名称<td>承办机构人员<tr><td>{}<td>甲类<td>子<td>某人"
    sections, rows = html("基本履职事项清单", table.format(1), table.format(2))
    assert [text(row, "remark") for row in rows.rows] == ["某人", "某人"]
    assert codes(sections, rows) == ["unknown_column"]
    assert not sections.unplaced


def test_two_columns_taken_for_the_same_field_are_told() -> None:
    sections, rows = html(f"{BASIC}<td>具体事项<tr><td>1<td>甲类<td>子<td>丑")
    assert codes(sections, rows) == ["column_guessed"]


def test_a_page_divides_the_same_width_in_another_way() -> None:
    """Two tables of a page, one right below the other, are one grid with the borders of both."""
    head = ["序号", "事项类别", None, "事项名称"]
    first = [head, ["1", "甲类", None, "子"]]
    second = [["2", "甲类", "丑", None], ["3", "甲类", "寅", None]]
    sections, rows = paged("基本履职事项清单", first, second)
    assert [row.seq for row in rows.rows] == [1, 2, 3]
    assert [text(row, "name") for row in rows.rows] == ["子", "丑", "寅"]
    assert codes(sections, rows) == []


def test_a_header_that_a_page_cut_is_put_together() -> None:
    first = [["", "", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"]]
    second = [["序|号", "事项|类别", "", "", "", ""], ["1", "甲类", "子", "县局", "管", "报"]]
    sections, rows = paged("配合履职事项清单", first, second)
    assert short(rows) == [("cooperative", 1, "甲类", "子")]
    assert codes(sections, rows) == []


def test_rows_that_sum_a_list_up_belong_to_no_item() -> None:
    page = [["序号", "事项类别", "事项名称"], ["1", "甲类", "子"], ["合|计", "1项", ""]]
    sections, rows = paged("基本履职事项清单", page)
    assert len(rows.rows) == 1
    assert not sections.unplaced
    assert not rows.unplaced


# --- categories -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["同上", "〃", "″", "同前"])
def test_a_category_cell_may_refer_to_the_one_above(mark: str) -> None:
    sections, rows = html(
        f"{BASIC}<tr><td>1<td>甲类<td>子<tr><td>2<td>{mark}<td>丑<tr><td>3<td>乙类<td>寅"
    )
    assert [row[2] for row in short(rows)] == ["甲类", "甲类", "乙类"]
    assert text(rows.rows[1], "remark") == mark
    assert codes(sections, rows) == []


def test_a_category_cell_that_refers_to_nothing_is_told() -> None:
    sections, rows = html(f"{BASIC}<tr><td>1<td>同上<td>子")
    assert short(rows) == [("basic", 1, None, "子")]
    assert codes(sections, rows) == ["category_missing"]


# --- departments ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "listed"),
    [
        ("县委组织部、县委社|会工作部", ("县委组织部", "县委社会工作部")),
        ("县人力资源和社会|保障局", ("县人力资源和社会保障局",)),
        ("临江市生态环境局|青禾分局", ("临江市生态环境局青禾分局",)),
        ("县政府办公室、县委|网信办", ("县政府办公室", "县委网信办")),
        ("县委宣传部|团县委|县教育局", ("县委宣传部", "团县委", "县教育局")),
        ("海宁市青禾县农牧局~|县自然资源局", ("海宁市青禾县农牧局", "县自然资源局")),
    ],
)
def test_names_in_a_narrow_column_of_a_page(printed: str, listed: tuple[str, ...]) -> None:
    """Where a line of a page ends early, a name may go on; where it is full (~), one may end."""
    lines, at = [], 0
    for line in printed.split("|"):
        lines.append(Line(at, line.rstrip("~"), page=1, wraps=line.endswith("~")))
        at += len(line) + 1
    (cell,) = department_cells([Row("cooperative", 1, {"departments": tuple(lines)})], names_of())
    assert split_names(cell, names_of()) == listed


def cooperative(*departments: str) -> Extraction:
    """Given the department cells of a list, return what is extracted of it."""
    rows = "".join(
        f"<tr><td>{number}<td>甲类<td>做好第{number}件事<td>{cell}<td>管。<td>报。"
        for number, cell in enumerate(departments, 1)
    )
    return extracted("配合履职事项清单", COOPERATIVE + rows)


def emptied(extraction: Extraction) -> list[str | None]:
    """Given an extraction, return the items that are said to lack departments."""
    return [w.item_id for w in extraction.warnings if "no departments" in w.message]


def test_one_empty_department_cell_in_a_long_list_is_told() -> None:
    extraction = cooperative(*["县民政局"] * 10, "")
    assert emptied(extraction) == ["a:cooperative:011"]
    assert extraction.items[10].departments == ()


@pytest.mark.parametrize(
    "departments",
    [
        (*["县民政局"] * 10, "无"),
        (*["县民政局"] * 10, "", ""),
        (*["县民政局"] * 10, "", "无"),
        (*["县民政局"] * 9, ""),
    ],
    ids=["says none", "two of twelve", "another says none", "short list"],
)
def test_other_cells_without_departments_are_sound(departments: tuple[str, ...]) -> None:
    assert emptied(cooperative(*departments)) == []
