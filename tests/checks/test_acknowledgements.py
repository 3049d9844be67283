"""Acknowledged defects: exactly what a file names is covered, by figures, code and facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from qingdan.checks.acknowledgements import acknowledgement_doubts, entry_of, judged
from qingdan.checks.messages import message_of
from qingdan.checks.totals import checks_of
from qingdan.corpus import Found, Named, read_document
from qingdan.model import Check, Doubt, Extraction, Failure
from qingdan.sources import Acknowledgements, CheckAcknowledgement, WarningAcknowledgement
from tests.checks.composed import item, stated
from tests.composed import MODEL, cases
from tests.truth import QUICK, house_rules

# --- totals -----------------------------------------------------------------------------------

MISCOUNTED = CheckAcknowledgement("cooperative", "items", 3, 2, "the source counts one twice")
RENAMED = CheckAcknowledgement(
    "cooperative",
    "categories",
    1,
    1,
    "one category under two names",
    ({"case": "renamed", "name": "教育监管与培训", "printed": "教育培训监管", "items": "7"},),
)


def items_check(total: int = 3) -> Check:
    """The check of a list that has two items and states some."""
    return checks_of([item(1), item(2)], [stated("items", total)])[0]


def categories_check() -> Check:
    """The check of a list whose one category is stated under another name."""
    said = [stated("categories", 1, ("教育监管与培训",))]
    return checks_of([item(7, "教育培训监管")], said)[1]


def test_a_mismatch_is_acknowledged_with_its_reason() -> None:
    check = judged(items_check(), Acknowledgements(check=(MISCOUNTED,)))
    assert check.status == "acknowledged"
    assert check.detail == (
        "stated “如此”, but 2 found; no item is numbered 3"
        " — acknowledged: the source counts one twice"
    )
    assert check.detail_zh == (
        "载明“如此”，实有2项；没有序号为3的事项——已确认：the source counts one twice"
    )


OTHERS = {
    "stated": replace(MISCOUNTED, stated=4),
    "observed": replace(MISCOUNTED, observed=1),
    "list": replace(MISCOUNTED, list="recall"),
    "check": replace(MISCOUNTED, check="categories"),
    "findings": replace(MISCOUNTED, findings=({"case": "lacking", "numbers": "2"},)),
    "sentence": replace(MISCOUNTED, detail="something else"),
}


@pytest.mark.parametrize("entry", OTHERS.values(), ids=OTHERS)
def test_an_acknowledgement_covers_its_own_figures_only(entry: CheckAcknowledgement) -> None:
    known = Acknowledgements(check=(entry,))
    assert judged(items_check(), known).status == "mismatch"
    (told,) = acknowledgement_doubts(known, [items_check()], [])
    assert (told.code, told.case) == ("acknowledgement_unused", "check")


def test_an_acknowledged_match_stays_a_match() -> None:
    entry = replace(MISCOUNTED, stated=2)
    assert judged(items_check(2), Acknowledgements(check=(entry,))).status == "match"


NAMES = {
    "as they are": (RENAMED, "acknowledged"),
    "none, though the figures are equal": (replace(RENAMED, findings=()), "mismatch"),
    "another name": (
        replace(RENAMED, findings=({**RENAMED.findings[0], "printed": "教育培训"},)),
        "mismatch",
    ),
    "one that is not found": (
        replace(RENAMED, findings=(*RENAMED.findings, {"case": "absent", "name": "人民武装"})),
        "mismatch",
    ),
}


@pytest.mark.parametrize(("entry", "status"), cases(NAMES))
def test_names_are_acknowledged_where_figures_do_not_tell(
    entry: CheckAcknowledgement, status: str
) -> None:
    assert judged(categories_check(), Acknowledgements(check=(entry,))).status == status


# --- warnings ---------------------------------------------------------------------------------

FACTS = {"field": "township_duties", "numbers": "1、3"}
DOUBT = Doubt("clause_numbers", "", FACTS, "x:cooperative:002")
KNOWN = WarningAcknowledgement("clause_numbers", "printed so", "", FACTS, "cooperative:002")
SENTENCE = WarningAcknowledgement(
    "clause_numbers", "printed so", item="cooperative:002", message=message_of(DOUBT).en
)


@pytest.mark.parametrize("entry", [KNOWN, SENTENCE])
def test_a_warning_is_acknowledged_by_code_facts_and_item(entry: WarningAcknowledgement) -> None:
    assert entry_of(DOUBT, Acknowledgements(warning=(entry,))) == entry


UNLIKE = {
    "code": replace(KNOWN, code="marks_unpaired"),
    "case": replace(KNOWN, case="under"),
    "a fact": replace(KNOWN, facts={**FACTS, "numbers": "1、4"}),
    "no facts": replace(KNOWN, facts={}),
    "a fact more": replace(KNOWN, facts={**FACTS, "under": "县民政局"}),
    "item": replace(KNOWN, item="cooperative:003"),
    "no item": replace(KNOWN, item=None),
    "sentence": replace(SENTENCE, message="township_duties is numbered 1、4"),
}


@pytest.mark.parametrize("entry", UNLIKE.values(), ids=UNLIKE)
def test_an_acknowledgement_covers_just_what_it_names(entry: WarningAcknowledgement) -> None:
    known = Acknowledgements(warning=(entry,))
    assert entry_of(DOUBT, known) is None
    (told,) = acknowledgement_doubts(known, [], [DOUBT])
    assert told.code == "acknowledgement_unused"


def test_what_covers_nothing_is_told_as_it_is_written() -> None:
    (told,) = acknowledgement_doubts(Acknowledgements(warning=(KNOWN,)), [], [])
    assert message_of(told).en == (
        "cooperative:002: 'clause_numbers "
        '{ field = "township_duties", numbers = "1、3" }\' is acknowledged, but not so'
    )
    (told,) = acknowledgement_doubts(Acknowledgements(warning=(SENTENCE,)), [], [])
    assert message_of(told).zh == (
        "已确认事项cooperative:002有“township_duties is numbered 1、3”这一问题，但现在并非如此"
    )


def test_a_sentence_is_understood_and_told_how_to_be_written() -> None:
    under = Doubt("clause_numbers", "under", {**FACTS, "under": "县民政局"}, "x:cooperative:002")
    entry = replace(SENTENCE, message=message_of(under).en)
    (told,) = acknowledgement_doubts(Acknowledgements(warning=(entry,)), [], [under])
    assert told == Doubt(
        "acknowledgement_sentence",
        "warning",
        {
            "code": "clause_numbers",
            "now": 'case = "under"; facts = { field = "township_duties", numbers = "1、3", '
            'under = "县民政局" }',
        },
    )


def test_a_sentence_of_a_check_is_told_as_findings() -> None:
    check = categories_check()
    entry = replace(RENAMED, findings=(), detail=check.detail)
    known = Acknowledgements(check=(entry,))
    assert judged(check, known).status == "acknowledged"
    (told,) = acknowledgement_doubts(known, [check], [])
    assert told.facts["now"] == (
        'findings = [{ case = "renamed", name = "教育监管与培训", printed = "教育培训监管", '
        'items = "7" }]'
    )


# --- files ------------------------------------------------------------------------------------

BROKEN = MODEL.replace("2.上报材料。", "3.上报材料。")
ENTRY = """\
[[warning]]
code = "clause_numbers"
item = "cooperative:001"
facts = { field = "township_duties", numbers = "1、3" }
reason = "The source prints 3 for 2."
"""
OLD = """\
[[warning]]
code = "clause_numbers"
item = "cooperative:001"
message = "township_duties is numbered 1、3"
reason = "The source prints 3 for 2."
"""


def outcome(folder: Path, acknowledgements: bytes) -> Extraction | Failure:
    """What is read of a list with a defect and what is acknowledged beside it."""
    path = folder / "a.txt"
    path.write_text(BROKEN, "utf-8")
    path.with_suffix(".toml").write_bytes(acknowledgements)
    return read_document(Named(Found(path, path.name), "a"), house_rules(), QUICK)


FILES = {
    "nothing": ("", "flagged", ["clause_numbers"]),
    "code and facts": (ENTRY, "ok", []),
    "a sentence": (OLD, "ok", ["acknowledgement_sentence"]),
    "another item": (
        ENTRY.replace("001", "002"),
        "flagged",
        ["clause_numbers", "acknowledgement_unused"],
    ),
    "with a byte order mark": ("\ufeff" + ENTRY, "ok", []),
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_acknowledgements_may_be_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    found = outcome(tmp_path, ENTRY.replace("3 for 2", "三而非二").encode(encoding))
    assert isinstance(found, Extraction)
    assert found.status == "ok"


@pytest.mark.parametrize(("text", "status", "codes"), cases(FILES))
def test_files_of_acknowledgements(
    text: str, status: str, codes: list[str], tmp_path: Path
) -> None:
    found = outcome(tmp_path, text.encode())
    assert isinstance(found, Extraction)
    assert (found.status, sorted(w.code for w in found.warnings)) == (status, sorted(codes))


UNREADABLE = {
    "no TOML": (b'[[check]]\nlist = "basic"\ncheck = "items\n', "a.toml:3: not TOML"),
    "an unknown key": ((ENTRY + "why = 1\n").encode(), "a.toml:6: Object contains unknown"),
    "another type": ((ENTRY + "\n[[check]]\nlist = 1\n").encode(), "a.toml:8: Expected `str`"),
    "no reason": (ENTRY.replace("The source prints 3 for 2.", " ").encode(), "write the reason"),
    "both ways": ((ENTRY + 'message = "so"\n').encode(), "remove the message"),
    "no text": (bytes(range(32)) * 8, "a.toml:1"),
    "damaged": ((ENTRY * 9).encode() + b"# \xe9\x80\n", "a.toml:46: is not in utf-8, as the rest"),
    "nested deep": (b"\nx = " + b"[" * 9000, "a.toml:2: not TOML: nested too deep"),
    "a number too long": (b"x = " + b"9" * 6000, "a.toml:1: not TOML: with too long a number"),
    "a key of many parts": (b"\n" + b"a." * 100_000 + b"a = 1", "a.toml:2: not TOML: nested too"),
    "too much": (b"#" * (1 << 20) + b"#", "a.toml: is larger than 1 MiB"),
}


@pytest.mark.parametrize(("data", "words"), cases(UNREADABLE))
def test_a_file_that_cannot_be_read_costs_its_document_only(
    data: bytes, words: str, tmp_path: Path
) -> None:
    found = outcome(tmp_path, data)
    assert isinstance(found, Failure)
    assert found.code == "bad_acknowledgements"
    assert words in found.message
