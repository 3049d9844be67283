"""Formats of one list are compared; editions and other townships are not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qingdan.comparison import differing
from qingdan.model import Extraction, Facts, Outcome
from qingdan.writers.shards import outcome_to_shard
from tests.writers import sample


def compared(*outcomes: Outcome) -> list[list[str]]:
    shards = {one.document_id: outcome_to_shard(one) for one in outcomes}
    reports = [shard.report for shard in shards.values()]
    told = differing(reports, lambda report: shards[report.document_id])
    assert set(told) <= set(shards)
    return [[warning.message for warning in told.get(name, ())] for name in shards]


def with_items(document_id: str, seq: int = 1, **changes: object) -> Extraction:
    """A document whose cooperative item differs in this."""
    items = (
        sample.item(document_id, "basic", 1),
        sample.item(document_id, "cooperative", seq, **changes),
    )
    return sample.extraction(document_id, items=items)


def test_the_same_list_in_two_formats_is_no_news() -> None:
    pages = {"page": 9, "line_start": None, "departments_raw": ("县水利局",), "keywords": ()}
    assert compared(with_items("a"), with_items("b", **pages), sample.failure()) == [[], [], []]


@pytest.mark.parametrize(
    ("changes", "here", "there"),
    [
        ({"name": "另一项"}, "cooperative 1 (name)", "cooperative 1 (name)"),
        (
            {"township_duties": None, "superior_duties": "1.别的。"},
            "cooperative 1 (superior_duties, township_duties)",
            "cooperative 1 (superior_duties, township_duties)",
        ),
        (
            {"seq": 2},
            "cooperative 1 (only here); cooperative 2 (only there)",
            "cooperative 2 (only here); cooperative 1 (only there)",
        ),
    ],
)
def test_differences_are_named_in_both(changes: dict[str, object], here: str, there: str) -> None:
    said = "lists the same township otherwise:"
    assert compared(with_items("a"), with_items("b", **changes)) == [  # type: ignore[arg-type]
        [f"b.txt {said} {here}"],
        [f"a.txt {said} {there}"],
    ]


def test_a_repeated_number_is_compared_by_its_place() -> None:
    def document(name: str, *titles: str) -> Extraction:
        items = tuple(sample.item(name, "basic", 7, name=title) for title in titles)
        return sample.extraction(name, items=items)

    assert compared(document("a", "甲", "乙"), document("b", "甲", "乙")) == [[], []]
    assert len(compared(document("a", "甲", "乙"), document("b", "甲"))[0]) == 1


@pytest.mark.parametrize(
    "facts",
    [
        Facts(county="别县", township="某镇"),
        Facts(county="某县", township="别镇"),
        Facts(county=None, township="某镇"),
        Facts(county="某县", township=None),
    ],
)
def test_other_townships_are_not_compared(facts: Facts) -> None:
    other = sample.extraction("b", facts=facts, items=())
    assert compared(with_items("a"), other, sample.extraction("c", facts=facts, items=())) == [
        [], [], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("places", "differ"),
    [
        ([("2024", ""), ("2024", "")], [True, True]),
        ([("2024", ""), ("2025", "")], [False, False]),  # two editions
        ([("", "x"), ("", "x")], [True, True]),
        ([("", "x"), ("", "y")], [False, False]),  # registered as two lists
        ([("", "x"), ("", "")], [True, True]),
        ([("", "x"), ("", "y"), ("", "y")], [False, True, True]),
        ([("", "x"), ("", ""), ("", "y")], [True, True, True]),
    ],
)
def test_what_may_be_formats_of_one_list(places: list[tuple[str, str]], differ: list[bool]) -> None:
    documents = [
        replace(with_items(f"{at}", name=f"第{at}种"), folder=folder, list_id=list_id)
        for at, (folder, list_id) in enumerate(places)
    ]
    assert [bool(told) for told in compared(*documents)] == differ
