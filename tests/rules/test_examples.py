"""Every pattern of the rules matches its examples, and none of its near misses, as it is used."""

from __future__ import annotations

from collections import Counter

import pytest

from qingdan.rules.grammar import Search
from tests.truth import house_rules

GRAMMAR = house_rules().grammar
SEARCHES = {id(rule): search for rule, search in GRAMMAR.uses()}
USES = [
    pytest.param(text, SEARCHES[id(rule)], found, id=f"{file.stem}-{text}")
    for file, rule in house_rules().patterns()
    for found, texts in ((True, rule.examples), (False, rule.others))
    for text in texts
]


@pytest.mark.parametrize(("text", "search", "found"), USES)
def test_a_pattern_finds_its_examples_and_nothing_else(
    text: str, search: Search, found: bool
) -> None:
    assert bool(search(text)) is found


def test_every_pattern_is_used_once() -> None:
    patterns = Counter(id(rule) for _, rule in house_rules().patterns())
    assert patterns == Counter(id(rule) for rule, _ in GRAMMAR.uses())
    assert set(patterns.values()) == {1}


def test_a_line_of_the_page_is_of_one_kind() -> None:
    lines = house_rules().furniture.line
    for line in lines:
        for example in line.examples:
            assert GRAMMAR.furniture.fullmatch(example)
            kinds = [other.name for other in lines if SEARCHES[id(other)](example)]
            assert kinds == [line.name], example
    assert len({line.name for line in lines}) == len(lines)


# --- patterns that are parts of others ------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("基本履职事项清单", "基本履职事项清单"),
        ("附件2：二、配合履职事项清单目录表（共96项）", "配合履职事项清单"),
        ("青禾县柳溪镇（三）县级部门收回事项清单：共12项", "县级部门收回事项清单"),
        ("上级部门收回乡镇事项清单", "上级部门收回乡镇事项清单"),
    ],
)
def test_a_title_may_have_numbers_and_a_total_around_it(title: str, name: str) -> None:
    match = GRAMMAR.list_title.fullmatch(title)
    assert match
    assert match["title"] == name


@pytest.mark.parametrize("text", ["现公布如下：基本履职事项清单", "基本履职事项清单由镇政府负责"])
def test_a_sentence_that_names_a_list_is_no_title(text: str) -> None:
    assert not GRAMMAR.list_title.fullmatch(text)


def test_figures_of_lists_that_are_named_together_are_one_row() -> None:
    match = GRAMMAR.counts_in_a_row.search("三张清单分别为139项、109项以及四十四项。")
    assert match
    assert match[1] == "139项、109项以及四十四项"


@pytest.mark.parametrize(
    ("text", "last"),
    [("（二）公示", "（二）"), ("2.公示", "2."), ("（一）项规定的情形", None), ("2.5万亩", None)],
)
def test_a_law_s_part_and_a_figure_are_no_marks(text: str, last: str | None) -> None:
    mark = GRAMMAR.mark_at(text, 0)
    assert (text[: mark.end] if mark else None) == last


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("青禾县柳溪镇人民政府2025年3月18日", True),
        ("注：本清单自印发之日起施行", True),
        ("2025年3月18日", True),
        ("做好人民政府交办的工作", False),
    ],
)
def test_a_cell_below_a_list_is_signed_dated_or_a_note(text: str, signed: bool) -> None:
    assert bool(GRAMMAR.signatures.fullmatch(text)) is signed
