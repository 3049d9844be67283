"""Judgement: totals compared, doubts made warnings, defects acknowledged exactly, coverage."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qingdan.checks.reconcile import (
    band_doubts,
    checks_of,
    coverage_doubts,
    list_doubts,
    total_doubts,
    warnings_of,
)
from qingdan.extraction import extraction_of
from qingdan.model import Band, Check, Doubt, Extraction, Item, Line, ListType, Segment, Stated
from qingdan.sources import (
    Acknowledgements,
    CheckAcknowledgement,
    WarningAcknowledgement,
)
from tests.composed import MODEL, cases, document_of, extraction_from
from tests.truth import QUICK, house_rules

NOTHING = Acknowledgements()


def item(seq: int, category: str = "民生服务", **fields: object) -> Item:
    """Return an item of the cooperative list."""
    whole = Item(
        item_id=f"x:cooperative:{seq:03d}",
        list_type="cooperative",
        seq=seq,
        category=category,
        name=f"第{seq}项",
        departments=("青禾县民政局",),
        departments_raw=("县民政局",),
        superior_duties="审批。",
        township_duties="受理。",
        handling=None,
        page=None,
        line_start=None,
        line_end=None,
        clauses=(),
    )
    return replace(whole, **fields)


def stated(check: str, total: int, names: tuple[str, ...] = (), quote: str = "如此") -> Stated:
    return Stated("cooperative", check, total, names, quote, 0, 2)  # type: ignore[arg-type]  # str


def checked(
    items: list[Item], said: list[Stated], acknowledged: Acknowledgements = NOTHING
) -> dict[str, Check]:
    return {check.check: check for check in checks_of(items, said, acknowledged)}


# --- totals -----------------------------------------------------------------------------------


def test_totals_that_match() -> None:
    said = [stated("items", 2), stated("categories", 1, ("民生服务",)), stated("departments", 1)]
    checks = checked([item(1), item(2)], said)
    assert {name: check.status for name, check in checks.items()} == dict.fromkeys(
        ("items", "categories", "departments", "sequence"), "match"
    )
    assert all(check.detail == "" for check in checks.values())


def test_totals_that_nobody_states() -> None:
    checks = checked([item(1), item(2)], [])
    assert {name: (c.stated, c.observed, c.status) for name, c in checks.items()} == {
        "items": (None, 2, "unstated"),
        "categories": (None, 1, "unstated"),
        "departments": (None, 1, "unstated"),
        "sequence": (2, 2, "match"),
    }


@pytest.mark.parametrize(
    ("said", "items", "words"),
    [
        (stated("items", 4), [item(1), item(4)], ("“如此”", "2 found", "2–3")),
        (stated("items", 1), [item(1), item(2)], ("“如此”", "2 found")),
        (stated("categories", 2), [item(1)], ("“如此”", "1 found")),
        (
            stated("categories", 2, ("民生服务", "人民武装")),
            [item(1)],
            ("1 found", "人民武装", "no item"),
        ),
        (
            stated("categories", 1, ("教育监管与培训",)),
            [item(7, "教育培训监管")],
            ("教育监管与培训", "教育培训监管", "item 7", "one category"),
        ),
        (
            stated("categories", 1, ("民生服务",)),
            [item(1), item(2, "边民互市")],
            ("边民互市", "item 2", "not among"),
        ),
        (stated("categories", 3, ("民生服务",)), [item(1)], ("3 are stated", "1 are named")),
        (stated("departments", 3), [item(1)], ("“如此”", "1 found", "青禾县民政局")),
    ],
)
def test_a_mismatch_says_what_and_where(
    said: Stated, items: list[Item], words: tuple[str, ...]
) -> None:
    check = checked(items, [said])[said.check]
    assert check.status == "mismatch"
    assert [word for word in words if word not in check.detail] == []


def test_a_total_beyond_all_measure_is_a_mismatch_like_any_other() -> None:
    check = checked([item(1)], [stated("items", 10**12)])["items"]
    assert check.status == "mismatch"
    assert len(check.detail) < 300


def test_departments_read_as_one_are_named() -> None:
    items = [
        item(1, departments_raw=("县民政局",)),
        item(2, departments_raw=("青禾县民政局",)),
    ]
    check = checked(items, [stated("departments", 2)])["departments"]
    assert "县民政局 = 青禾县民政局" in check.detail


@pytest.mark.parametrize(
    ("numbers", "detail"),
    [
        ([1, 2, 3], ""),
        ([1, 3], "missing: 2"),
        ([2, 3], "missing: 1"),
        ([1, 5, 9], "missing: 2–4, 6–8"),
        ([1, 2, 2, 3], "repeated: 2"),
        ([1, 3, 2], "out of order: 2"),
        ([1, 2, 4, 4], "missing: 3; repeated: 4"),
    ],
)
def test_the_set_of_numbers(numbers: list[int], detail: str) -> None:
    check = checked([item(number) for number in numbers], [])["sequence"]
    assert (check.status, check.detail) == ("mismatch" if detail else "match", detail)


def test_a_list_that_is_stated_and_not_there_is_compared() -> None:
    checks = checked([], [stated("items", 2)])
    assert (checks["items"].stated, checks["items"].observed) == (2, 0)
    assert checks["items"].status == "mismatch"


# --- acknowledgements -------------------------------------------------------------------------

KNOWN = CheckAcknowledgement("cooperative", "items", 3, 2, "the source counts one twice")


def test_a_mismatch_is_acknowledged_with_its_reason() -> None:
    known = Acknowledgements(check=(KNOWN,))
    check = checked([item(1), item(2)], [stated("items", 3)], known)["items"]
    assert check.status == "acknowledged"
    assert check.detail.endswith("the source counts one twice")


@pytest.mark.parametrize(
    "entry",
    {
        "stated": replace(KNOWN, stated=4),
        "observed": replace(KNOWN, observed=1),
        "list": replace(KNOWN, list="recall"),
        "check": replace(KNOWN, check="categories"),
        "detail": replace(KNOWN, detail="something else"),
    }.items(),
    ids=lambda entry: entry[0],
)
def test_an_acknowledgement_covers_its_own_figures_only(
    entry: tuple[str, CheckAcknowledgement],
) -> None:
    known = Acknowledgements(check=(entry[1],))
    assert checked([item(1), item(2)], [stated("items", 3)], known)["items"].status == "mismatch"


def test_an_acknowledged_match_stays_a_match() -> None:
    known = Acknowledgements(check=(replace(KNOWN, stated=2),))
    assert checked([item(1), item(2)], [stated("items", 2)], known)["items"].status == "match"


def test_a_warning_is_acknowledged_by_its_words_and_its_item() -> None:
    doubt = Doubt(
        "clause_numbers", "", {"field": "township_duties", "numbers": "1、3"}, "x:cooperative:002"
    )
    entry = WarningAcknowledgement(
        doubt.code, "township_duties is numbered 1、3", "printed so", "cooperative:002"
    )
    assert warnings_of([doubt], Acknowledgements(warning=(entry,))) == ()
    for other in (
        replace(entry, code="marks_unpaired"),
        replace(entry, message="township_duties is numbered 1、4"),
        replace(entry, item="cooperative:003"),
        replace(entry, item=None),
    ):
        assert len(warnings_of([doubt], Acknowledgements(warning=(other,)))) == 1


def test_an_acknowledgement_that_covers_nothing_is_a_warning() -> None:
    known = Acknowledgements(check=(KNOWN,))
    extraction = extraction_of(document_of(MODEL), "x", house_rules(), QUICK, known)
    assert extraction.status == "flagged"


# --- warnings ---------------------------------------------------------------------------------


def test_totals_that_contradict_each_other_are_quoted_both() -> None:
    (doubt,) = total_doubts([stated("items", 2, quote="2项"), stated("items", 3, quote="3项")])
    assert doubt.code == "totals_contradict"
    assert (doubt.facts["before"], doubt.facts["after"]) == ("2项", "3项")
    assert list(total_doubts([stated("items", 2), stated("items", 2)])) == []


def test_a_band_is_compared_with_its_rows() -> None:
    line = (Line(5, "民生服务（3项）", 2),)
    (doubt,) = band_doubts([Band("cooperative", "民生服务", 3, line)], [item(1), item(2)])
    assert (doubt.code, doubt.line_start) == ("band_total", 2)
    for total in (2, None):
        band = Band("cooperative", "民生服务", total, line)
        assert list(band_doubts([band], [item(1), item(2)])) == []


def test_lists_without_items_are_told() -> None:
    lists: tuple[ListType, ...] = ("basic", "recall")
    items = [item(1, list_type=name) for name in lists]
    assert list(list_doubts(items)) == [Doubt("list_missing", "", {"list": "cooperative"})]


def test_what_belongs_to_nothing_and_what_was_read_twice_are_told() -> None:
    text = "甲乙丙丁"
    coverage = (Segment(0, 2, "field", "x"), Segment(2, 4, "unassigned"))
    doubts = list(coverage_doubts(coverage, (Segment(1, 2, "field", "x"),), text))
    assert [(doubt.code, doubt.start, doubt.end) for doubt in doubts] == [
        ("unassigned", 2, 4),
        ("overlap", 1, 2),
    ]
    assert doubts[0].facts == {"text": "丙丁"}


def test_warnings_stand_in_order_of_the_text_and_once() -> None:
    later = Doubt("unassigned", "", {"text": "乙"}, start=9)
    doubts = [later, Doubt("overlap", "", {"text": "甲"}, start=1), later]
    assert [warning.code for warning in warnings_of(doubts, NOTHING)] == ["overlap", "unassigned"]


# --- soundness --------------------------------------------------------------------------------

ODD = {
    "department heading doubled": (
        "青禾县民政局\n1.审批救助申请；",
        "青禾县民政局\n县民政局：\n1.编制计划；\n县民政局：\n1.审批救助申请；",
        ["clause_numbers"],
    ),
    "number skipped": ("2.发放救助金。", "3.发放救助金。", ["clause_numbers"]),
    "number repeated": ("2.发放救助金。", "1.发放救助金。", ["clause_numbers"]),
    "does not begin at 1": ("1.受理申请；\n2.上报", "2.受理申请；\n3.上报", ["clause_numbers"]),
    "quotation not closed": ("审批救助申请", "审批“救助申请", ["marks_unpaired"]),
    "bracket not opened": ("审批救助申请", "审批救助）申请", ["marks_unpaired"]),
    "name cut at its end": ("做好低保受理", "做好低保受理、", ["name_unfinished"]),
    "name cut at its start": ("做好低保受理", "、做好低保受理", ["name_unfinished"]),
    "name twice": ("做好养老服务", "做好低保受理", ["item_repeated", "item_repeated"]),
    "department in a heading only": (
        "1.审批救助申请；\n2.发放",
        "县民政局：\n1.审批救助申请；\n县公安局：\n1.发放",
        ["department_unlisted"],
    ),
    "department without duties": (
        "青禾县民政局\n1.审批救助申请；",
        "青禾县民政局、青禾县公安局\n县民政局：\n1.审批救助申请；",
        ["department_without_duties"],
    ),
    "department cut at its start": (
        "青禾县民政局\n1.审批救助申请；",
        "青禾县分局\n1.审批救助申请；",
        ["department_unknown"],
    ),
    "no township duties": ("\n1.受理申请；\n2.上报材料。\n", "\n", ["cell_missing"]),
    "no name": ("1 党的建设 开展党员教育", "1 党的建设", ["cell_missing"]),
    "manner missing": ("\n工作方式：由县民政局组织评定。", "", ["heading_empty"]),
    "manner empty": ("由县民政局组织评定。", "", ["heading_empty"]),
    "department missing": (
        "承接部门：青禾县民政局\n工作方式：由县民政局组",
        "工作方式：由县民政局组",
        ["cell_missing"],
    ),
}


@pytest.mark.parametrize(("whole", "odd", "codes"), cases(ODD))
def test_what_is_odd_about_an_item_is_told(whole: str, odd: str, codes: list[str]) -> None:
    assert MODEL.count(whole) >= 1
    extraction = extraction_from(MODEL.replace(whole, odd, 1))
    about = [w.code for w in extraction.warnings if w.code != "border_guessed"]
    assert set(codes) <= set(about)
    assert extraction.status == "flagged"


def test_clauses_that_do_not_end_are_told_where_others_do() -> None:
    text = MODEL.replace("由县民政局组织评定。", "由县民政局组织评定并及时")
    assert [warning.code for warning in extraction_from(text).warnings] == ["clause_unfinished"]
    plain = MODEL.replace("。\n", "\n").replace("；\n", "\n")
    assert "clause_unfinished" not in [w.code for w in extraction_from(plain).warnings]


def test_a_cell_of_phrases_has_no_ends_of_sentences() -> None:
    text = MODEL.replace("1.受理申请；\n2.上报材料。", "1.受理申请\n2.上报材料")
    assert text != MODEL
    assert extraction_from(text).warnings == ()


def test_a_sound_document_has_no_warnings() -> None:
    extraction = extraction_from(MODEL)
    assert (extraction.status, extraction.warnings) == ("ok", ())


# --- coverage ---------------------------------------------------------------------------------


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
