"""One document, from its file to everything known of it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qingdan.errors import UnreadableSource
from qingdan.extraction import extraction_of, trace_of
from qingdan.model import Cell, Document, Grid, Line, PrintedRow, Source
from qingdan.readers.html import read_html
from tests.composed import COUNTY, MODEL, cases, content_of, document_of, extraction_from
from tests.truth import QUICK, house_rules

EXPECTED = extraction_from(MODEL)


def test_the_trace_keeps_what_every_step_returned() -> None:
    trace = trace_of(document_of(MODEL), "composed", house_rules(), QUICK)
    assert [line.text for line in trace.sections.preamble][:1] == ["青禾县柳溪镇履职事项清单"]
    assert [one.list_type for one in trace.sections.lists] == ["basic", "cooperative", "recall"]
    assert [(one.list_type, one.total) for one in trace.stated if one.check == "items"] == [
        ("basic", 3),
        ("cooperative", 2),
        ("recall", 2),
    ]
    assert trace.places["county"] == trace.names.county == COUNTY
    printed = [row for one in trace.printed.lists for row in one.rows]
    assert all(isinstance(row, PrintedRow) for row in printed)
    assert len(printed) == len(trace.rows.rows) == len(trace.drafts) == len(trace.items) == 7
    assert trace.register.canonical["青禾县民政局"] == "青禾县民政局"
    whole = extraction_from(MODEL)  # knows the text as it was read, too
    assert replace(trace.extraction, text_sha256=whole.text_sha256) == whole


def test_the_same_text_twice_gives_the_same_values() -> None:
    assert extraction_from(MODEL) == extraction_from(MODEL)


def test_a_document_without_any_list_is_refused() -> None:
    with pytest.raises(UnreadableSource) as raised:
        extraction_from("青禾县柳溪镇简介\n柳溪镇位于青禾县西部。\n")
    assert (raised.value.code, raised.value.exit_status) == ("not_a_list", 2)


RADICALS = {
    "in lines as they are": MODEL,
    "in letter-spaced lines, too": MODEL.replace("上报材料。", "上 报 材 料 。"),
}


@pytest.mark.parametrize("text", cases({name: (text,) for name, text in RADICALS.items()}))
def test_radicals_are_decoded_in_the_text_and_everywhere(text: str) -> None:
    extraction = extraction_from(text.replace("面积", "⾯积").replace("养老服务", "养⽼服务"))
    assert extraction.text == text
    assert content_of(extraction) == content_of(EXPECTED)
    assert extraction.facts == EXPECTED.facts
    told = [(warning.code, text[warning.start : warning.end]) for warning in extraction.warnings]
    assert told == [("radicals_folded", "面")]
    assert extraction.status == "ok"


NAMED = "<tr><td>序号<td>事项名称"
UNFILED = {
    "above the first heading": f"{NAMED}<tr><td>1<td>甲事<tr><td colspan=2>一、党的建设",
    "a list without categories": f"{NAMED}<tr><td>1<td>甲事",
    "an empty cell": "<tr><td>序号<td>事项类别<td>事项名称<tr><td>1<td><td>甲事",
}


@pytest.mark.parametrize("rows", cases({name: (rows,) for name, rows in UNFILED.items()}))
def test_an_item_without_a_category_is_told(rows: str) -> None:
    page = f"<p>基本履职事项清单<table>{rows}</table>"
    document = read_html("a.html", "0", page.encode())
    extraction = extraction_of(document, "a", house_rules(), QUICK)
    assert [item.category for item in extraction.items] == [""]
    assert ("cell_missing", "a:basic:001") in {(w.code, w.item_id) for w in extraction.warnings}


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
    checks = extraction_of(document, "a", house_rules(), QUICK).checks
    assert [c.stated for c in checks if (c.list_type, c.check) == ("cooperative", "items")] == [1]


# --- type that stands letter by letter ----------------------------------------------------------


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
