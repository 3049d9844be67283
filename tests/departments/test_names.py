"""What may be the name of a department, and what a document tells of them."""

from __future__ import annotations

import pytest

from qingdan.departments.headings import learned_names
from qingdan.departments.listing import names_certainty, split_names
from qingdan.departments.names import plausibility
from tests.composed import COUNTY, PREFECTURE, names_of
from tests.truth import house_rules

QINGHE = {"county": COUNTY, "prefecture": PREFECTURE}


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("青禾县民政局", 3),
        ("县民政局", 3),
        ("民政局", 3),
        ("县住房和城乡建设局", 3),
        ("县人民法院", 3),
        ("临江市生态环境局青禾县分局", 2),
        ("青禾县某某服务中心", 2),
        ("县某某服务中心", 1),
        ("国网青禾县供电公司", 1),
    ],
)
def test_names_that_are_departments(name: str, least: int) -> None:
    assert plausibility(name, names_of()) >= least


@pytest.mark.parametrize(
    "name",
    [
        "做好登记工作",
        "青禾县",
        "局",
        "县民政局负责",
        "1县民政局",
        "县民政局。",
        "县民政局：",
        "“县民政局”",
        "县" + "某" * 30 + "局",
    ],
)
def test_words_that_are_no_departments(name: str) -> None:
    assert plausibility(name, names_of()) == -1


def test_other_words_do_not_run_into_a_name() -> None:
    names = names_of()
    assert plausibility("教育站点管理县委组织部", names) == 0
    assert plausibility("管县应急管理局", names) == 0
    assert plausibility("国家税务总局青禾县税务局", names) > 0
    assert plausibility("临江市生态环境局青禾分局", names) > 0


def test_a_list_is_as_sure_as_its_least_sure_name() -> None:
    names = names_of()
    assert names_certainty("县民政局、县财政局", names) == 3
    assert names_certainty("县民政局、县某某服务中心", names) == 1
    assert names_certainty("县民政局、做好登记工作", names) == -1
    assert names_certainty("", names) == -1


# --- what a document tells ------------------------------------------------------------------------


def test_a_word_before_the_level_is_no_county() -> None:
    lines = ["由区民政局办理。", "由区财政局拨付。", "由区公安局查处。"]
    assert learned_names(lines, {}, house_rules()).county == ""


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["青禾县民政局", "救助；", "青禾县财政局", "拨付。", "青禾县公安局"], id="whole"
        ),
        pytest.param(
            ["救助青", "禾县民政局", "发放。", "补贴青", "禾县财政局", "治安青", "禾县公安局"],
            id="wrapped inside the name",
        ),
        pytest.param(
            ["青禾县民政局", "青禾县财政局", "青禾县公安局", "县教育局"],
            id="one below the other",
        ),
        pytest.param(
            ["由青禾县民政局办理。", "由青禾县财政局拨付。", "由青禾县公安局查处。"],
            id="inside sentences",
        ),
    ],
)
def test_the_county_is_learned_where_no_preamble_names_it(lines: list[str]) -> None:
    assert learned_names(lines, {}, house_rules()).county == "青禾县"


def test_the_prefecture_is_learned_from_its_branches() -> None:
    lines = ("中央环保督察 临江市生态环", "境局青禾分局", "1.开展监测。")
    names = learned_names(lines, {"county": "青禾县"}, house_rules())
    assert names.above == ("临江市",)
    assert plausibility("青禾分局", names) == 0


@pytest.mark.parametrize(
    "printed",
    ["临江市气象局青禾分局", "临江市青禾县气象局", "牵头(临江市青禾县气象局)、临江市青禾县气象局"],
    ids=["behind its body", "before it", "behind a bracket"],
)
def test_the_prefecture_is_learned_from_what_is_printed_around_the_county(printed: str) -> None:
    names = learned_names([f"1 气象灾害预警 {printed}"], {"county": "青禾县"}, house_rules())
    assert names.above == ("临江市",)


def test_a_heading_of_a_role_names_its_departments() -> None:
    lines = ["牵头单位：市气象局青禾分局、县民政局", "配合单位：开展预警"]
    names = learned_names(lines, QINGHE, house_rules())
    assert {"市气象局青禾分局", "县民政局"} <= names.known
    assert "开展预警" not in names.known


# --- names in a cell ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "listed"),
    [
        ("青禾县民政局", ("青禾县民政局",)),
        ("县民政局、县财政局", ("县民政局", "县财政局")),
        ("县民政局，县财政局", ("县民政局", "县财政局")),
        ("县民政局/县财政局", ("县民政局", "县财政局")),
        ("县民政局；县财政局", ("县民政局", "县财政局")),
        ("县民政局、", ("县民政局",)),
        ("、县民政局", ("县民政局",)),
        ("县民政局（县残联）", ("县民政局（县残联）",)),
        ("", ()),
        ("无", ()),
        ("/", ()),
        ("／", ()),
        ("—", ()),
        ("——", ()),
        ("-", ()),
    ],
)
def test_a_cell_lists_names(cell: str, listed: tuple[str, ...]) -> None:
    assert split_names(cell, names_of()) == listed
