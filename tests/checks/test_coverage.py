"""Coverage: every character of the source has one place, and what has none is told."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from qingdan.checks.coverage import coverage_doubts
from qingdan.extraction import extraction_of
from qingdan.model import Extraction, Hidden, Segment, Source
from qingdan.readers.grid import BareLine, Block, Spot, Table, assemble
from tests.composed import MODEL, extraction_from
from tests.truth import QUICK, house_rules


def test_what_belongs_to_nothing_and_what_was_read_twice_are_told() -> None:
    text = "甲乙丙丁"
    coverage = (Segment(0, 2, "field", "x"), Segment(2, 4, "unassigned"))
    doubts = list(coverage_doubts(coverage, (Segment(1, 2, "field", "x"),), text))
    assert [(doubt.code, doubt.start, doubt.end) for doubt in doubts] == [
        ("unassigned", 2, 4),
        ("overlap", 1, 2),
    ]
    assert doubts[0].facts == {"text": "丙丁"}


def spans(extraction: Extraction, role: str) -> list[str]:
    return [extraction.text[s.start : s.end] for s in extraction.coverage if s.role == role]


def test_coverage_says_where_every_character_went() -> None:
    extraction = extraction_from(MODEL)
    assert "".join(extraction.text[s.start : s.end] for s in extraction.coverage) == MODEL
    assert spans(extraction, "unassigned") == []
    assert len(spans(extraction, "preamble")) == 1
    assert len(spans(extraction, "furniture")) == 3
    assert "工作方式：" in "".join(spans(extraction, "heading"))
    assert all(not span.strip() for span in spans(extraction, "space"))


def test_fields_know_their_item() -> None:
    extraction = extraction_from(MODEL)
    found = [
        (segment.field, extraction.text[segment.start : segment.end])
        for segment in extraction.coverage
        if segment.item_id == "composed:cooperative:001"
    ]
    assert found == [
        ("seq", "1"),
        ("category", "民生服务"),
        ("name", "临时救助"),
        ("departments", "青禾县民政局"),
        ("superior_duties", "1.审批救助申请；\n2.发放救助金。"),
        ("township_duties", "1.受理申请；\n2.上报材料。"),
    ]


def test_radicals_are_told_and_leave_a_sound_document_sound() -> None:
    extraction = extraction_from(MODEL.replace("西部", "⻄部"))
    assert [warning.code for warning in extraction.warnings] == ["radicals_folded"]
    assert extraction.status == "ok"


ROWS = (
    ("序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"),
    ("1", "民生服务", "临时救助", "县民政局", "1.审批；\n2.发放。", "1.受理；\n2.上报。"),
    ("2", "民生服务", "高龄补贴", "县民政局", "审批。", "受理。"),
)
CELLS = [(row, column) for row in range(3) for column in range(6)]
Hides = Sequence[tuple[tuple[int, int] | None, str, Hidden]]


def with_hidden(hides: Hides) -> Extraction:
    """Return a small list read with words that are not seen, in cells or below the table."""

    def lines(place: tuple[int, int] | None) -> tuple[BareLine, ...]:
        return tuple(BareLine(words, hidden=why) for at, words, why in hides if at == place)

    spots = tuple(
        Spot(y, x, (*map(BareLine, ROWS[y][x].split("\n")), *lines((y, x)))) for y, x in CELLS
    )
    blocks: list[Block] = [BareLine("青禾县柳溪镇配合履职事项清单"), Table(spots), *lines(None)]
    document = assemble(Source("a.docx", "0" * 64, "docx"), blocks)
    return extraction_of(document, "a", house_rules(), QUICK)


@given(
    st.lists(
        st.tuples(
            st.sampled_from((None, *CELLS)),
            st.sampled_from(("3", "县教育局", "2.上报", "民生服务", "基本履职事项清单", "序号")),
            st.sampled_from(("off", "white", "covered", "unprinted")),
        )
    )
)
def test_what_is_hidden_changes_no_table(hides: Hides) -> None:
    seen, found = with_hidden(()), with_hidden(hides)
    assert [(i.seq, i.name, i.category, i.departments_raw) for i in found.items] == [
        (i.seq, i.name, i.category, i.departments_raw) for i in seen.items
    ]
    texts = [[(c.number, c.text, c.department_raw) for c in i.clauses] for i in found.items]
    assert texts == [[(c.number, c.text, c.department_raw) for c in i.clauses] for i in seen.items]
    hidden = "".join(spans(found, "hidden"))
    assert len(hidden.replace("\n", "")) == sum(len(words) for _, words, _ in hides)
    told = {w.code for w in found.warnings} - {w.code for w in seen.warnings}
    assert told == ({"hidden_text"} if any(why != "off" for *_, why in hides) else set())


def test_what_is_hidden_is_told_with_its_item() -> None:
    white, below = ((2, 2), "旧名称", "white"), (None, "草稿", "covered")
    told = [w for w in with_hidden((white, below)).warnings if w.code == "hidden_text"]  # type: ignore[arg-type]  # Hidden
    assert [(w.case, w.facts["text"], w.item_id) for w in told] == [
        ("white", "旧名称", "a:cooperative:002"),
        ("covered", "草稿", None),
    ]
