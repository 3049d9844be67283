"""From grids to sections and rows: every form in which lists are drawn as tables."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from qingdan.model import Cell, Document, Field, Grid, Line, Row, Rows, Sections, Source
from qingdan.options import Options
from qingdan.readers import read
from qingdan.readers.html import read_html
from qingdan.rules import Rules, load_rules
from qingdan.tables.gridrows import grid_rows
from qingdan.tables.gridsections import grid_sections
from qingdan.letters.joining import joined_text

ROOT = Path(__file__).parent.parent
TOWNSHIPS = ROOT / "tests" / "fixtures" / "townships"
LIBREOFFICE = ROOT / "tests" / "fixtures" / "office" / "libreoffice"
BASIC = "<tr><td>序号<td>事项类别<td>事项名称"
COOPERATIVE = f"{BASIC}<td>对应上级部门<td>上级部门职责<td>乡镇配合职责"


@cache
def rules() -> Rules:
    return load_rules(ROOT / "rules")


def found(document: Document) -> tuple[Sections, Rows]:
    """Given a document, return its parts and rows; no line of it is lost or doubled."""
    sections = grid_sections(document, rules())
    rows = grid_rows(sections, rules())
    assert Counter(line.start for line in placed(sections, rows)) == Counter(
        line.start for block in document.blocks for line in lines_of(block)
    )
    return sections, rows


def placed(sections: Sections, rows: Rows) -> Iterator[Line]:
    yield from (*sections.preamble, *sections.furniture, *sections.unplaced, *rows.unplaced)
    for section in sections.lists:
        yield from section.titles
    for band in rows.bands:
        yield from band.lines
    for row in rows.rows:
        for lines in row.cells.values():
            yield from lines


def lines_of(block: Line | Grid) -> Iterator[Line]:
    if isinstance(block, Line):
        yield block
        return
    for row in block.rows:
        for cell in row:
            yield from cell.lines if cell else ()


def html(*parts: str) -> tuple[Sections, Rows]:
    page = "".join(
        f"<table>{part}</table>" if part.startswith("<tr>") else f"<p>{part}</p>" for part in parts
    )
    return found(read_html("a.html", "0", page.encode()))


def paged(*pages: list[list[str | None]] | str) -> tuple[Sections, Rows]:
    """Given grids (rows of cells, None is covered) or lines, each on a page of its own, read them.

    A page begins with every grid.
    """
    text, blocks, page = "", list[Line | Grid](), 0

    def line(words: str) -> Line:
        nonlocal text
        start = len(text)
        text += words + "\n"
        return Line(start, words, page=page, wraps=False)

    for part in pages:
        if isinstance(part, str):
            blocks.append(line(part))
            continue
        page += 1
        rows = [
            tuple(
                None if c is None else Cell(tuple(map(line, c.split("|"))) if c else ())
                for c in row
            )
            for row in part
        ]
        blocks.append(Grid(tuple(rows), page))
    return found(Document(Source("a.pdf", "0", "pdf"), text, tuple(blocks)))


def short(rows: Rows) -> list[tuple[str, int | None, str | None, str]]:
    """Given rows, return list, number, category and name of each."""
    return [(row.list_type, row.seq, category(row), text(row, "name")) for row in rows.rows]


def text(row: Row, field: Field) -> str:
    return joined_text(row.cells.get(field, ()))


def category(row: Row) -> str | None:
    return text(row, "category") or row.category


def codes(sections: Sections, rows: Rows) -> list[str]:
    doubts = (*sections.doubts, *rows.doubts, *(d for row in rows.rows for d in row.doubts))
    return sorted(doubt.code for doubt in doubts)


# --- the townships --------------------------------------------------------------------------------


FILES = {
    **{f"{path.parent.name}{path.suffix}": path for path in sorted(TOWNSHIPS.glob("*/list.*"))},
    **{f"libreoffice-{path.name}": path for path in sorted(LIBREOFFICE.glob("*.*"))},
}


@pytest.mark.parametrize("path", FILES.values(), ids=FILES.keys())
def test_townships_give_their_rows(path: Path) -> None:
    township = path.stem if path.parent == LIBREOFFICE else path.parent.name
    truth = json.loads((TOWNSHIPS / township / "truth.json").read_text("utf-8"))
    sections, rows = found(read(path, Options()))
    fields: tuple[Field, ...] = ("name", "superior_duties", "township_duties", "handling")
    got = {
        (row.list_type, row.seq, category(row), *(paragraphs(row, field) for field in fields))
        for row in rows.rows
    }
    assert got == {
        (item["list_type"], item["seq"], item["category"], *(squeezed(item[f]) for f in fields))
        for item in truth["items"]
    }
    bands = [(band.list_type, band.category, band.stated) for band in rows.bands]
    assert bands == [(b["list_type"], b["category"], b["total"]) for b in truth["bands"]]
    assert len(rows.rows) == len(truth["items"])
    assert not sections.unplaced
    assert not rows.unplaced


def paragraphs(row: Row, field: Field) -> str | None:
    lines = row.cells.get(field)
    return None if lines is None else squeezed("\n".join(line.text for line in lines))


def squeezed(text: str | None) -> str | None:
    """Given text, return it without white space; line ends stay."""
    return None if text is None else "\n".join("".join(line.split()) for line in text.split("\n"))


@pytest.mark.parametrize("seed", range(5))
def test_no_line_is_lost_whatever_a_page_lacks(seed: int) -> None:
    chance = random.Random(seed)
    for path in sorted(TOWNSHIPS.glob("*/list.html")):
        words = path.read_bytes().split(b"<")
        for _ in range(chance.randrange(1, 6)):
            del words[chance.randrange(1, len(words))]
        document = read_html("a.html", "0", b"<".join(words))
        sections, rows = found(document)
        held = sorted(line.start for line in placed(sections, rows))
        assert held == sorted(line.start for block in document.blocks for line in lines_of(block))


# --- headers and columns ----------------------------------------------------------------------


def test_lists_are_told_by_columns_and_titles() -> None:
    sections, rows = html(
        "某镇履职事项清单", "上级部门收回事项清单（1项）", f"{BASIC}<td>承接部门<td>工作方式"
        "<tr><td>1<td>甲类<td>子<td>县局<td>自办", "附件2", "某镇基本履职事项清单", "（共1项）",
        f"{BASIC}<tr><td>1<td>乙类<td>丑",
        f"{COOPERATIVE}<tr><td>1<td>丙类<td>寅<td>县局<td>1.管<td>1.报",
    )  # fmt: skip
    assert short(rows) == [
        ("recall", 1, "甲类", "子"),
        ("basic", 1, "乙类", "丑"),
        ("cooperative", 1, "丙类", "寅"),
    ]
    assert [line.text for line in sections.preamble] == ["某镇履职事项清单"]
    assert [[line.text for line in part.titles] for part in sections.lists] == [
        ["上级部门收回事项清单（1项）"],
        ["附件2", "某镇基本履职事项清单", "（共1项）"],
        [],
    ]
    assert codes(sections, rows) == []


def test_a_table_of_contents_is_preamble() -> None:
    sections, _ = html(
        "基本履职事项清单",
        "配合履职事项清单",
        "前言",
        "一、基本履职事项清单",
        BASIC + "<tr><td>1<td>甲<td>乙",
    )
    assert len(sections.preamble) == 3
    assert [line.text for line in sections.lists[0].titles] == ["一、基本履职事项清单"]


@pytest.mark.parametrize("title", ["", "<tr><td colspan=6>甲乡配合履职事项清单"])
def test_headers_of_two_rows(title: str) -> None:
    table = (
        f"{title}<tr><td rowspan=2>序 号<td rowspan=2>事项<br>类别<td rowspan=2>事项名称"
        "<td rowspan=2>对应上级部门<td colspan=2>职责分工<tr><td>上级部门职责<td>乡镇配合职责"
        "<tr><td>1<td>甲类<td>子<td>县局<td>1.管<td>1.报"
    )
    sections, rows = html(table)
    assert sections.lists[0].columns == rules().lists.default["cooperative"]
    assert text(rows.rows[0], "township_duties") == "1.报"


def test_a_header_whose_titles_are_cut_in_two_rows() -> None:
    table = "<tr><td>序号<td>事项名称<td>对应上级<td>上级部门<td>乡镇配合"
    second = "<tr><td><td><td>部门<td>职责<td>职责"
    sections, rows = html(f"{table}{second}<tr><td>1<td>子<td>县局<td>1.管<td>1.报")
    assert sections.lists[0].columns[2:] == ("departments", "superior_duties", "township_duties")
    assert len(rows.rows) == 1


def test_columns_in_another_order_known_remarks_and_one_unknown() -> None:
    table = (
        "<tr><td>序号<td>事项名称<td>事项类别<td>备注<td>事项来源"
        "<tr><td>1<td>子<td>甲类<td>无<td>A1"
    )
    sections, rows = html(table)
    assert short(rows) == [("basic", 1, "甲类", "子")]
    assert [line.text for line in rows.rows[0].cells["remark"]] == ["无", "A1"]
    assert codes(sections, rows) == ["unknown_column"]


def test_columns_are_told_by_the_shape_of_their_titles() -> None:
    table = (
        "<tr><td>序号<td>所涉类型<td>事项名称<td>县直单位<td>县直单位职责任务<td>属地镇责任<td>政策依据"
        "<tr><td>1<td>甲<td>子<td>县局<td>管<td>报<td>某法"
    )
    sections, rows = html(table)
    assert sections.lists[0].columns == (*rules().lists.default["cooperative"], "remark")
    assert text(rows.rows[0], "township_duties") == "报"
    assert codes(sections, rows) == []


def test_a_body_row_that_looks_like_titles_is_no_header() -> None:
    sections, rows = html(BASIC + "<tr><td>1<td>民生领域<td>事项<tr><td>2<td>重点领域<td>子")
    assert short(rows) == [("basic", 1, "民生领域", "事项"), ("basic", 2, "重点领域", "子")]
    assert codes(sections, rows) == []


def test_notes_behind_a_list_are_furniture() -> None:
    sections, _ = html(
        BASIC + "<tr><td>1<td>甲<td>子</table>",
        "说明：由本镇负责。",
        COOPERATIVE + "<tr><td>1<td>甲<td>丑<td>县局<td>管<td>报</table>",
        "四、附则",
        "（一）本清单实行动态调整。",
    )
    assert [line.text for line in sections.unplaced] == []
    assert [line.text for line in sections.furniture if "。" in line.text] == [
        "说明：由本镇负责。",
        "（一）本清单实行动态调整。",
    ]


def test_a_total_between_a_title_and_its_header_is_of_the_title() -> None:
    sections, rows = html(
        "<tr><td colspan=3>某镇基本履职事项清单<tr><td colspan=3>（共1项）<tr><td colspan=3>单位"
        "<tr><td>序号<td>事项类别<td>事项名称<tr><td>1<td>甲<td>子"
    )
    assert [line.text for line in sections.lists[0].titles][:2] == [
        "某镇基本履职事项清单",
        "（共1项）",
    ]
    assert short(rows) == [("basic", 1, "甲", "子")]
    assert codes(sections, rows) == []


@pytest.mark.parametrize("span", ["", " colspan=3"])
def test_notes_in_rows_of_the_table_are_furniture(span: str) -> None:
    sections, rows = html(
        f"{BASIC}<tr><td>1<td>甲<td>子<tr><td{span}>四、附则<tr><td{span}>（一）由县委编办解释。"
    )
    assert short(rows) == [("basic", 1, "甲", "子")]
    assert [line.text for line in sections.furniture][-2:] == ["四、附则", "（一）由县委编办解释。"]
    assert codes(sections, rows) == []


def test_a_row_that_sums_up_is_no_item() -> None:
    sections, rows = html(
        f"{BASIC}<tr><td>1<td>甲<td>子<tr><td>合计<td>1项<td></table>",
        "相关阅读",
        "1.关于公布预算的通知",
    )
    assert short(rows) == [("basic", 1, "甲", "子")]
    assert codes(sections, rows) == []
    assert sections.unplaced == ()


def test_missing_and_guessed_columns_are_doubted() -> None:
    table = (
        "<tr><td>序号<td>事项类别<td>镇级承担的事项名称<td>上级部门职责<tr><td>1<td>甲<td>子<td>管"
    )
    sections, rows = html(table)
    assert short(rows) == [("cooperative", 1, "甲", "子")]
    assert codes(sections, rows) == ["column_guessed", "missing_column", "missing_column"]


def test_a_title_that_contradicts_the_columns() -> None:
    sections, rows = html(
        "基本履职事项清单", f"{COOPERATIVE}<tr><td>1<td>甲<td>子<td>局<td>管<td>报"
    )
    assert [part.list_type for part in sections.lists] == ["cooperative"]
    assert "title_contradicted" in codes(sections, rows)


def test_a_list_without_a_header_has_the_usual_columns() -> None:
    sections, rows = html("基本履职事项清单", "<tr><td>1<td>甲<td>子<tr><td>2<td>甲<td>丑")
    assert short(rows) == [("basic", 1, "甲", "子"), ("basic", 2, "甲", "丑")]
    assert codes(sections, rows) == ["columns_assumed"]


def test_finer_grids_than_the_header_are_read_by_its_columns() -> None:
    table = "<tr><td>序号<td colspan=2>事项类别<td>事项名称<tr><td>1<td>甲<td>类<td>子"
    table += "<tr><td>2<td colspan=2>乙类<td>丑"
    _, rows = html(table)
    assert short(rows) == [("basic", 1, "甲类", "子"), ("basic", 2, "乙类", "丑")]


def test_one_cell_over_two_columns_is_doubted() -> None:
    sections, rows = html(f"{COOPERATIVE}<tr><td>1<td>甲<td>子<td>局<td colspan=2>共同负责")
    assert text(rows.rows[0], "superior_duties") == "共同负责"
    assert "township_duties" not in rows.rows[0].cells
    assert codes(sections, rows) == ["merged_columns"]


# --- continued tables, bands, categories --------------------------------------------------


def test_continued_tables_with_and_without_header() -> None:
    sections, rows = html(
        "基本履职事项清单", f"{BASIC}<tr><td>1<td>甲<td>子", "基本履职事项清单（续）",
        f"{BASIC}<tr><td>2<td>甲<td>丑",
        "— 3 —", "<tr><td>3<td><td>寅", "<tr><td>4<td>乙<td>卯<td rowspan=2><tr><td>5<td>乙<td>辰",
    )  # fmt: skip
    assert [row[1:3] for row in short(rows)] == [
        (1, "甲"),
        (2, "甲"),
        (3, "甲"),
        (4, "乙"),
        (5, "乙"),
    ]
    assert {"基本履职事项清单（续）", "— 3 —"} <= {line.text for line in sections.furniture}
    assert codes(sections, rows) == []


def test_headers_repeated_inside_a_table() -> None:
    _, rows = html(f"{BASIC}<tr><td>1<td>甲<td>子{BASIC}<tr><td>2<td>甲<td>丑")
    assert [row.seq for row in rows.rows] == [1, 2]


def test_one_sheet_with_everything() -> None:
    table = (
        "<tr><td colspan=6>某镇履职事项清单<tr><td colspan=6>一、概况"
        f"<tr><td colspan=6>基本履职事项清单{BASIC}<tr><td>1<td>甲<td>子"
        f"<tr><td colspan=6>配合履职事项清单{COOPERATIVE}<tr><td>1<td>甲<td>丑<td>局<td>管<td>报"
    )
    sections, rows = html(table)
    assert [row[:2] for row in short(rows)] == [("basic", 1), ("cooperative", 1)]
    assert [line.text for line in sections.preamble] == ["某镇履职事项清单", "一、概况"]


@pytest.mark.parametrize("span", [2, 3, 6])
def test_the_number_of_an_appendix_in_a_merged_row_is_no_item(span: int) -> None:
    table = (
        f"<tr><td colspan=6>配合履职事项清单{COOPERATIVE}<tr><td>1<td>甲<td>丑<td>局<td>管<td>报"
        f"<tr><td colspan={span}>附件2<tr><td colspan=6>基本履职事项清单"
        f"{BASIC}<tr><td>1<td>甲<td>子"
    )
    sections, rows = html(table)
    assert [row[:2] for row in short(rows)] == [("cooperative", 1), ("basic", 1)]
    assert not sections.unplaced
    assert not rows.bands


@pytest.mark.parametrize(
    ("band", "total"),
    [
        ("<td colspan=2>一、党的建设（16项）", 16),
        ("<td colspan=2>党的建设", None),
        ("<td>（二）党的建设<td>", None),
        ("<td><td>党的建设（共十项）", 10),
    ],
)
def test_bands(band: str, total: int | None) -> None:
    sections, rows = html(f"<tr><td>序号<td>事项名称<tr>{band}<tr><td>1<td>子<tr><td>2<td>丑")
    assert short(rows) == [("basic", 1, "党的建设", "子"), ("basic", 2, "党的建设", "丑")]
    assert [(each.category, each.stated) for each in rows.bands] == [("党的建设", total)]
    assert codes(sections, rows) == []


def test_a_band_between_tables_and_one_table_per_category() -> None:
    head = "<tr><td>序号<td>事项名称"
    sections, rows = html(
        "基本履职事项清单", f"{head}<tr><td colspan=2>甲类<tr><td>1<td>子",
        "二、乙类（1项）", f"{head}<tr><td>2<td>丑", "不知何文", f"{head}<tr><td>3<td>寅",
    )  # fmt: skip
    assert [category(row) for row in rows.rows] == ["甲类", "乙类", "乙类"]
    assert [line.text for line in sections.unplaced] == ["不知何文"]


def test_merged_categories_are_carried_and_end_with_their_list() -> None:
    table = f"{BASIC}<tr><td>1<td rowspan=2>甲<td>子<tr><td>2<td>丑<tr><td>3<td>乙<td>寅"
    other = f"{COOPERATIVE}<tr><td>1<td><td>卯<td>局<td>管<td>报"
    sections, rows = html(table, other)
    assert [category(row) for row in rows.rows] == ["甲", "甲", "乙", None]
    assert codes(sections, rows) == ["category_missing"]


def test_a_gap_in_a_column_of_repeated_categories_is_doubted() -> None:
    rows_ = "".join(f"<tr><td>{n}<td>{'' if n == 3 else '甲'}<td>子" for n in range(1, 7))
    sections, rows = html(BASIC + rows_)
    assert category(rows.rows[2]) == "甲"
    assert codes(sections, rows) == ["category_empty"]
    once = "".join(f"<tr><td>{n}<td>{'甲' if n == 1 else ''}<td>子" for n in range(1, 7))
    assert codes(*html(BASIC + once)) == []


def test_an_item_over_several_printed_rows() -> None:
    sections, rows = html(
        f"{COOPERATIVE}<tr><td rowspan=2>1<td rowspan=2>甲<td rowspan=2>子<td>县甲局、<td>管一"
        "<td rowspan=2>报<tr><td>县乙局<td>管二<tr><td>2<td>甲<td>丑<td>局<td>管<td>报"
    )
    assert [row.seq for row in rows.rows] == [1, 2]
    assert text(rows.rows[0], "departments") == "县甲局、县乙局"
    assert paragraphs(rows.rows[0], "superior_duties") == "管一\n管二"
    assert codes(sections, rows) == []


def test_a_row_without_its_number() -> None:
    sections, rows = html(f"{BASIC}<tr><td>1<td>甲<td>子<tr><td><td>甲<td>丑<tr><td>3<td>甲<td>寅")
    assert [row.seq for row in rows.rows] == [1, None, 3]
    assert codes(sections, rows) == ["number_missing"]
    sections, rows = html(f"{BASIC}<tr><td>1<td>甲<td>子<tr><td><td><td>丑<tr><td>2<td>甲<td>寅")
    assert [(row.seq, text(row, "name")) for row in rows.rows] == [(1, "子丑"), (2, "寅")]
    assert codes(sections, rows) == ["row_without_number"]


@pytest.mark.parametrize("number", ["12", "12.", "１２", "（12）", "十二", "12、"])
def test_numbers_as_printed(number: str) -> None:
    _, rows = html(f"{BASIC}<tr><td>{number}<td>甲<td>子")
    assert rows.rows[0].seq == 12


def test_tables_that_are_no_list() -> None:
    sections, rows = html(
        "<tr><td>人口<td>2万",
        "基本履职事项清单",
        f"{BASIC}<tr><td>1<td>甲<td>子",
        "<tr><td>主办<td>某局",
        "结束语",
    )
    assert [line.text for line in sections.preamble] == ["人口", "2万"]
    assert [line.text for line in sections.unplaced] == ["主办", "某局", "结束语"]
    assert len(rows.rows) == 1


# --- pages ----------------------------------------------------------------------------------------

HEAD: list[str | None] = ["序号", "事项类别", "事项名称"]


def test_a_row_cut_by_a_page_is_rejoined() -> None:
    sections, rows = paged([HEAD, ["1", "甲", "做好"]], [["", "", "工作"], ["2", "甲", "丑"]])
    assert [(row.seq, text(row, "name"), row.page) for row in rows.rows] == [
        (1, "做好工作", 1),
        (2, "丑", 2),
    ]
    assert [line.page for line in rows.rows[0].cells["name"]] == [1, 2]
    assert codes(sections, rows) == []


def test_a_row_cut_under_a_repeated_header() -> None:
    _, rows = paged([HEAD, ["1", "甲", "做好"]], [HEAD, ["", "", "工作"], ["3", "甲", "丑"]])
    assert [(row.seq, text(row, "name")) for row in rows.rows] == [(1, "做好工作"), (3, "丑")]


def test_a_row_cut_under_a_repeated_header_without_a_rule_between() -> None:
    second = [["序号", "事项|类别", "事项名称|工作"], ["2", "甲", "丑"]]
    sections, rows = paged([HEAD, ["1", "甲", "做好"]], second)
    assert [(row.seq, text(row, "name")) for row in rows.rows] == [(1, "做好工作"), (2, "丑")]
    assert codes(sections, rows) == []


def test_a_number_in_the_middle_of_its_row_goes_to_the_next_page() -> None:
    first = [HEAD, ["1", "甲", "子"], ["", "", "做好"]]
    sections, rows = paged(first, [["2", "甲", "工作"], ["3", "甲", "丑"]])
    assert [(row.seq, text(row, "name")) for row in rows.rows] == [
        (1, "子"),
        (2, "做好工作"),
        (3, "丑"),
    ]
    assert codes(sections, rows) == []


def test_a_category_printed_on_the_next_page() -> None:
    first = [HEAD, ["1", "甲", "子"], ["2", "", "丑"], ["3", None, "寅"]]
    sections, rows = paged(first, [["4", "乙", "卯"], ["5", None, "辰"]])
    assert [category(row) for row in rows.rows] == ["甲", "乙", "乙", "乙", "乙"]
    assert codes(sections, rows) == []


def test_a_category_whose_name_a_page_cuts() -> None:
    first = [HEAD, ["1", "应急管理", "子"], ["2", None, "丑"]]
    _, rows = paged(
        "包括党的建设、应急管理及消防、民生服务。",
        first,
        [["3", "及消防", "寅"], ["4", None, "卯"]],
    )
    assert {category(row) for row in rows.rows} == {"应急管理及消防"}


def test_a_whole_page_inside_one_merged_category() -> None:
    _, rows = paged([HEAD, ["1", "甲", "子"]], [["2", "", "丑"], ["3", None, "寅"]])
    assert [category(row) for row in rows.rows] == ["甲", "甲", "甲"]


def test_a_row_without_number_after_a_page_that_is_complete_is_a_row() -> None:
    sections, rows = paged([HEAD, ["1", "甲", "子"]], [["", "甲", "丑"], ["3", "甲", "寅"]])
    assert [row.seq for row in rows.rows] == [1, None, 3]
    assert codes(sections, rows) == ["number_missing"]


def test_a_category_alone_at_a_page_s_top_belongs_to_the_row_cut_before_it() -> None:
    _, rows = html(
        f"{BASIC}<tr><td>1<td>文化和旅游<td>甲<tr><td>2<td><td>乙",
        f"{BASIC}<tr><td><td>文化和旅游<td><tr><td>3<td>卫生健康<td>丙",
    )
    assert [(row.seq, joined_text(row.cells["category"])) for row in rows.rows] == [
        (1, "文化和旅游"),
        (2, "文化和旅游"),
        (3, "卫生健康"),
    ]
    assert rows.bands == ()
