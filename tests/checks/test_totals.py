"""Totals: what is stated beside what is observed, and what differs, by name."""

from __future__ import annotations

import pytest

from qingdan.checks.totals import (
    band_doubts,
    checks_of,
    list_doubts,
    lost_total_doubts,
    total_doubts,
)
from qingdan.model import Band, Check, Doubt, Item, Line, ListType, Stated
from tests.checks.composed import item, stated


def checked(items: list[Item], said: list[Stated]) -> dict[str, Check]:
    return {check.check: check for check in checks_of(items, said)}


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
    assert list(list_doubts(items, ())) == [Doubt("list_missing", "", {"list": "cooperative"})]


# --- totals that are not stated -------------------------------------------------------------------

ALL = (
    "basic items", "basic categories", "cooperative items", "cooperative categories",
    "cooperative departments", "recall items", "recall categories", "recall departments",
)  # fmt: skip


@pytest.mark.parametrize(
    ("unstated", "told"),
    [
        ("", ""),
        (" ".join(ALL), ""),
        *((name, name) for name in ALL),
        # The sentence about a list is lost.
        ("recall items, recall categories, recall departments",) * 2,
        ("basic items, basic categories",) * 2,
        # The preamble states less of one list, or one kind of total of none.
        ("recall categories, recall departments", ""),
        ("basic categories, cooperative categories, recall categories", ""),
        ("cooperative departments, recall departments", ""),
    ],
)
def test_a_total_that_all_other_lists_state_is_told(unstated: str, told: str) -> None:
    checks = [
        Check(*name.split(), None if name in unstated else 1, 1, "match")  # type: ignore[arg-type]
        for name in ALL
    ]
    said = [
        Stated(*name.split(), 1, (), "1", 0, 1)  # type: ignore[arg-type]
        for name in ALL
        if name not in unstated
    ]
    doubts = lost_total_doubts([*checks, Check("basic", "sequence", 1, 1, "match")], said, ())
    found = [f"{doubt.facts['list']} {doubt.facts['check']}" for doubt in doubts]
    assert found == [name for name in ALL if name in told]
