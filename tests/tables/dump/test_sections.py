"""Lists and the furniture of pages, in one small document printed in many ways."""

from __future__ import annotations

import pytest

from qingdan.tables.dump.sections import dump_sections
from tests.composed import (
    BASIC,
    BASIC_HEADER,
    BASIC_ROWS,
    COOPERATIVE,
    COOPERATIVE_HEADER,
    COOPERATIVE_ROWS,
    MODEL,
    PREAMBLE,
    RECALL,
    RECALL_HEADER,
    RECALL_ROWS,
    cases,
    content_of,
    document_of,
    extraction_from,
    furniture_of,
)
from tests.truth import house_rules

EXPECTED = content_of(extraction_from(MODEL))


def cut(rows: str, seq: int, furniture: str) -> str:
    """Return a list with a page's end, and what is printed there, before one of its rows."""
    return rows.replace(f"\n\n{seq} ", f"\n\n\n\n{furniture}\n\n{seq} ")


def with_page(furniture: str) -> str:
    """Return the small document with a page's end inside each of its lists."""
    parts = (cut(BASIC, 3, furniture), cut(COOPERATIVE, 2, furniture), cut(RECALL, 2, furniture))
    return PREAMBLE + "".join(parts)


def numbered_pages(style: str) -> str:
    """Return the small document with page numbers printed in a style."""
    text = with_page("@@")
    for page in (3, 4, 5):
        text = text.replace("@@", style.format(n=page), 1)
    return text


def with_headers(basic: str, cooperative: str, recall: str) -> str:
    """Return the small document with the headers of its lists printed so."""
    parts = (basic, BASIC_ROWS, cooperative, COOPERATIVE_ROWS, recall, RECALL_ROWS)
    return PREAMBLE + "".join(parts)


HEADERS = {
    "one column a line": with_headers(
        "序号\n事项类别\n事项名称\n",
        "序号\n事项类别\n事项名称\n对应上级部门\n上级部门职责\n乡镇配合职责\n",
        "序号\n事项类别\n事项名称\n承接部门及工作方式\n",
    ),
    "wrapped": with_headers(
        "序号 事项\n类别 事项名称\n",
        "序号 事项类别 事项名称\n对应上级\n部门\n上级部门职责 乡镇配合职责\n",
        "序号 事项类别 事项名称 承接部门\n及工作方式\n",
    ),
    "without spaces": with_headers(
        "序号事项类别事项名称\n",
        "序号事项类别事项名称对应上级部门上级部门职责乡镇配合职责\n",
        "序号事项类别事项名称承接部门及工作方式\n",
    ),
    "spaces between letters": with_headers(
        "序 号 事项类别 事 项 名 称\n",
        "序 号 事项类别 事 项 名 称 对应上级部门 上级部门职责 乡镇配合职责\n",
        "序 号 事项类别 事 项 名 称 承接部门及工作方式\n",
    ),
    "ideographic spaces": with_headers(
        "序号\u3000事项类别\u3000事项名称\n",
        COOPERATIVE_HEADER.replace(" ", "\u3000"),
        RECALL_HEADER.replace(" ", "\u3000"),
    ),
    "in two rows": with_headers(
        "序\n号\n\n事项类别 事项名称\n",
        "序\n号\n\n事项类别 事项名称 对应上级部门 职责分工\n上级部门职责 乡镇配合职责\n",
        RECALL_HEADER,
    ),
    "other words": with_headers(
        "序号 类别 履职事项\n",
        "编号 事项类型 事项名称 对应上级部门（单位） 县级部门职责 镇配合职责\n",
        "序号 类别 收回事项 承接部门及承接方式\n",
    ),
    "blank lines between columns": with_headers(
        "序号 事项类别\n\n事项名称\n",
        "序号 事项类别 事项名称\n\n对应上级部门\n\n上级部门职责\n\n乡镇配合职责\n",
        "序号 事项类别 事项名称\n\n承接部门及工作方式\n",
    ),
    "titles": PREAMBLE
    + f"基本履职事项清单\n{BASIC}配合履职事项清单\n{COOPERATIVE}上级部门收回事项清单\n{RECALL}",
    "titles with totals": PREAMBLE
    + f"基本履职事项清单（3项）\n{BASIC}配合履职事项清单（共2项）\n{COOPERATIVE}"
    + f"上级部门收回事项清单（2项）\n{RECALL}",
    "titles with numerals": PREAMBLE
    + f"一、基本履职事项清单\n{BASIC}二、配合履职事项清单\n{COOPERATIVE}"
    + f"三、上级部门收回事项清单\n{RECALL}",
    "titles with the place": PREAMBLE
    + f"柳溪镇基本履职事项清单\n{BASIC}柳溪镇配合履职事项清单\n{COOPERATIVE}"
    + f"柳溪镇上级部门收回事项清单\n{RECALL}",
    "titles of appendices": PREAMBLE
    + f"附件1\n基本履职事项清单\n{BASIC}附件2\n配合履职事项清单\n{COOPERATIVE}"
    + f"附件3\n上级部门收回事项清单\n{RECALL}",
}
PAGES = {
    "header": with_page("序号 事项类别 事项名称"),
    "header in pieces": with_page("序号\n\n事项类别\n\n事项名称"),
    "part of a header": PREAMBLE + BASIC + cut(COOPERATIVE, 2, "对应上级\n部门") + RECALL,
    "last columns": PREAMBLE + BASIC + cut(COOPERATIVE, 2, "上级部门职责 乡镇配合职责") + RECALL,
    "number of the column alone": with_page("序号"),
    "stray quotation marks": with_page("““““““““““““"),
    "stray underscores": with_page("____________"),
    "stray dots": with_page("· · · · · ·"),
    "dashes": numbered_pages("— {n} —"),
    "hyphens": numbered_pages("-{n}-"),
    "full-width hyphens": numbered_pages("－ {n} －"),
    "dots": numbered_pages("·{n}·"),
    "words": numbered_pages("第{n}页"),
    "words with a total": numbered_pages("第 {n} 页 共 20 页"),
    "of pages": numbered_pages("{n}/20"),
    "Latin words": numbered_pages("Page {n} of 20"),
    "bare": numbered_pages("{n}"),
    "bare, behind a header": numbered_pages("{n}\n\n序号 事项类别 事项名称"),
    "running head": with_page("青禾县柳溪镇履职事项清单"),
    "running head and number": numbered_pages("— {n} —\n\n青禾县柳溪镇履职事项清单"),
    "running foot above a bare number": numbered_pages("青禾县柳溪镇履职事项清单\n\n{n}\n\n\n\n"),
}
FORM_FEEDS = PREAMBLE + f"\f{BASIC}\f{COOPERATIVE}\f{RECALL}"


@pytest.mark.parametrize("text", cases({name: (text,) for name, text in (HEADERS | PAGES).items()}))
def test_the_same_items_however_headers_and_pages_are_printed(text: str) -> None:
    extraction = extraction_from(text)
    assert content_of(extraction) == EXPECTED
    assert (extraction.status, extraction.warnings) == ("ok", ())


@pytest.mark.parametrize("name", PAGES)
def test_what_pages_print_is_furniture(name: str) -> None:
    printed = set(PAGES[name].split()) - set(MODEL.split())
    assert printed <= set(furniture_of(extraction_from(PAGES[name])))


ORDERS = {
    "recall before cooperative": PREAMBLE + BASIC + RECALL + COOPERATIVE,
    "recall first": PREAMBLE + RECALL + BASIC + COOPERATIVE,
    "basic last": PREAMBLE + COOPERATIVE + RECALL + BASIC,
}


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS)
def test_lists_come_in_any_order(text: str) -> None:
    extraction = extraction_from(text)
    assert sorted(map(repr, content_of(extraction))) == sorted(map(repr, EXPECTED))
    assert extraction.status == "ok"


def test_a_table_of_contents_is_no_list() -> None:
    contents = (
        "目录\n一、基本履职事项清单 ………… 1\n二、配合履职事项清单 ………… 2\n"
        "三、上级部门收回事项清单 ………… 3\n"
    )
    extraction = extraction_from(contents + HEADERS["titles"])
    assert content_of(extraction) == EXPECTED
    assert extraction.status == "ok"


def test_a_total_below_a_title_is_of_the_title() -> None:
    text = MODEL.replace(BASIC_HEADER, f"某镇基本履职事项清单\n（共9项）\n{BASIC_HEADER}")
    extraction = extraction_from(text)
    assert [warning.code for warning in extraction.warnings] == ["totals_contradict"]
    assert "“9项”" in extraction.warnings[0].message


def test_notes_behind_a_list_are_furniture_where_they_are_set_apart() -> None:
    note = "说明：由本镇负责。\n"
    apart = extraction_from(PREAMBLE + BASIC + "\n" + note + COOPERATIVE + RECALL)
    assert content_of(apart) == EXPECTED
    assert note.strip() in furniture_of(apart)
    inside = extraction_from(PREAMBLE + BASIC.rstrip() + "\n" + note + COOPERATIVE + RECALL)
    assert note.strip() not in furniture_of(inside)


def test_form_feeds_count_pages() -> None:
    extraction = extraction_from(FORM_FEEDS)
    assert content_of(extraction) == EXPECTED
    assert extraction.source.pages == 4
    assert [item.page for item in extraction.items] == [2, 2, 2, 3, 3, 4, 4]


def test_a_list_that_is_missing_is_a_warning() -> None:
    extraction = extraction_from(PREAMBLE + BASIC + COOPERATIVE)
    assert [warning.code for warning in extraction.warnings] == ["list_missing"]
    assert extraction.status == "flagged"


def test_text_before_the_first_row_belongs_to_nothing() -> None:
    stray = COOPERATIVE.replace(COOPERATIVE_ROWS, f"\n另行通知的若干说明文字。\n{COOPERATIVE_ROWS}")
    extraction = extraction_from(PREAMBLE + BASIC + stray + RECALL)
    assert content_of(extraction) == EXPECTED
    assert [warning.code for warning in extraction.warnings] == ["unassigned"]


def test_every_line_is_in_exactly_one_part() -> None:
    for text in (*HEADERS.values(), *PAGES.values(), *ORDERS.values()):
        document = document_of(text)
        sections = dump_sections(document, house_rules())
        parts = [*sections.preamble, *sections.furniture, *sections.unplaced]
        for section in sections.lists:
            parts.extend((*section.titles, *section.rows))  # type: ignore[arg-type]  # lines only
        assert sorted((part.start, part.text) for part in parts) == [
            (line.start, line.text) for line in document.blocks
        ]


def test_the_header_of_a_list_decides_its_columns() -> None:
    text = PREAMBLE + BASIC_HEADER.replace(" 事项类别", "") + "\n1 开展党员教育\n\n2 做好养老服务\n"
    first = dump_sections(document_of(text), house_rules()).lists[0]
    assert first.columns == ("seq", "name")


def test_a_title_that_pages_repeat_is_still_the_title() -> None:
    assert MODEL.startswith("青禾县柳溪镇履职事项清单\n")
    text = PAGES["running foot above a bare number"]
    assert extraction_from(text).facts.title == "青禾县柳溪镇履职事项清单"


def test_a_header_right_behind_a_title_is_a_header() -> None:
    headed = PREAMBLE + f"柳溪镇基本履职事项清单{BASIC}柳溪镇配合履职事项清单（2项）{COOPERATIVE}"
    extraction = extraction_from(headed + f"柳溪镇上级部门收回事项清单{RECALL}")
    assert content_of(extraction) == EXPECTED
    assert extraction.status == "ok"


def test_what_several_cells_end_with_is_no_running_foot() -> None:
    row = "\n\n{} 民生服务 救助\n\n青禾县民政局\n\n1.审批申请。\n\n做好配合工作。"
    numbered = iter(range(1, 99))
    rows = "".join(
        row.format(n) + (f"\n\n{next(numbered)}\n\n\n\n" if n % 2 else "") for n in range(1, 9)
    )
    items = extraction_from(PREAMBLE + BASIC + COOPERATIVE_HEADER + rows + "\n" + RECALL).items
    found = [item.township_duties for item in items if item.list_type == "cooperative"]
    assert found == ["做好配合工作。"] * 8


def test_a_preamble_behind_the_lists_is_one() -> None:
    title, preamble = PREAMBLE.split("\n", 1)
    text = f"{title}\n{BASIC}{COOPERATIVE}{RECALL}\n\n编制说明\n{preamble}"
    extraction = extraction_from(text)
    assert content_of(extraction) == EXPECTED
    assert extraction.facts == extraction_from(MODEL).facts
    assert extraction.checks == extraction_from(MODEL).checks
    assert extraction.status == "ok"


def test_notes_behind_the_lists_are_no_preamble_where_one_stands_before_them() -> None:
    text = f"{MODEL}\n\n编制说明\n基本履职事项3项，配合履职事项2项。\n"
    assert "编制说明" in furniture_of(extraction_from(text))
