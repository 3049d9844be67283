"""The one reading of a text that names bodies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.departments.listing import are_departments, bare_head, head_at, split_names
from tests.composed import names_of

NAMES = names_of()


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("县公安局和县文化和旅游局", ("县公安局", "县文化和旅游局")),
        ("县发展和改革局", ("县发展和改革局",)),
        ("县住房和城乡建设局及县水利局", ("县住房和城乡建设局", "县水利局")),
        ("县委宣传部（文明办、网信办）、县公安局", ("县委宣传部（文明办、网信办）", "县公安局")),
        ("牵头单位：县公安局 配合单位：县水利局", ("县公安局", "县水利局")),
        ("责任部门（单位）：县公安局", ("县公安局",)),
        ("县公安局牵头，县水利局配合", ("县公安局", "县水利局")),
        ("1.县公安局2.县水利局", ("县公安局", "县水利局")),
        ("①县公安局②某市生态环境局青禾分局", ("县公安局", "某市生态环境局青禾分局")),
        ("①县公安局、②县水利局", ("县公安局", "县水利局")),
        ("县公安局、县水利局等相关部门", ("县公安局", "县水利局")),
        ("县公安局（牵头）", ("县公安局（牵头）",)),
    ],
)
def test_what_a_cell_lists(text: str, listed: tuple[str, ...]) -> None:
    assert split_names(text, NAMES) == listed


@pytest.mark.parametrize(
    "text",
    [
        "做好登记工作",
        "县公安局登记",
        "配合县公安局：",
        "相关部门：",
        "各有关单位",
        "由县公安局",
        "",
    ],
)
def test_what_names_no_departments(text: str) -> None:
    assert not are_departments(text, NAMES)
    assert head_at(text, 0, NAMES) is None


@pytest.mark.parametrize(
    "text",
    ["县公安局、县水利局：", "（一）县公安局、县水利局负责：", "由县公安局、县水利局牵头："],
)
def test_a_heading_is_its_names(text: str) -> None:
    head = head_at(text, 0, NAMES)
    assert head is not None
    assert (head.text, head.outer) == ("县公安局、县水利局", len(text))
    assert text[head.start : head.end] == head.text


def test_names_with_other_words_between_are_joined() -> None:
    head = head_at("牵头单位：县公安局；配合单位：县水利局：巡查。", 0, NAMES)
    assert head is not None
    assert head.text == "县公安局、县水利局"


AROUND = st.tuples(
    st.sampled_from(["", "1.", "（一）", "①", "【", "牵头单位：", "●", " "]),
    st.sampled_from(["", "等部门", "负责", "职责为", "的主要职责是", "按职责分工负责", "】", " "]),
)
LISTED = st.lists(
    st.sampled_from(
        ["县公安局", "县住房和城乡建设局", "县委宣传部（文明办）", "国网青禾县供电公司"]
    ),
    min_size=1,
    max_size=4,
)


@given(LISTED, AROUND, st.sampled_from(["、", "，", "和", "及", "；", "\n"]))
def test_what_stands_around_names_changes_none_of_them(
    listed: list[str], around: tuple[str, str], between: str
) -> None:
    before, behind = around
    text = before + between.join(listed) + behind
    assert split_names(text, NAMES) == tuple(listed)
    assert bare_head(text, 0, NAMES) is not None
