"""Justified type that stands letter by letter is read like any other, and keeps its places."""

from __future__ import annotations

import pytest

from tests.composed import MODEL, cases, content_of, extraction_from

EXPECTED = extraction_from(MODEL)


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
