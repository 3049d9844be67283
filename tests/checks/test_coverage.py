"""Coverage: every character of the source has one place, and what has none is told."""

from __future__ import annotations

from qingdan.checks.coverage import coverage_doubts
from qingdan.model import Extraction, Segment
from tests.composed import MODEL, extraction_from


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
