"""Names of departments: what may be one, how a cell lists several, which are one body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from msgspec.structs import replace

from qingdan.model import Row
from qingdan.departments.register import register_of
from qingdan.cells.items import department_cells
from qingdan.departments.names import learned_names, names_certainty, plausibility, split_names
from tests.composed import cases, lines_of, names_of
from tests.truth import house_rules

AOLUN = {"county": "敖仑旗", "prefecture": "呼兰盟"}
BINCANG = {"county": "滨沧区", "prefecture": "越海市"}
YUNZHOU = {"county": "云州市", "prefecture": "越海市"}
LANXI = {"county": "澜西傣族自治县", "prefecture": "澜湄州"}
QINGHE = {"county": "青禾县", "prefecture": "临江市"}


def resolved(
    cells: Sequence[Sequence[str]],
    places: Mapping[str, str] = QINGHE,
    headings: Sequence[str] = (),
) -> dict[str, str]:
    """Given department cells, return every printed name that stands for another."""
    names = learned_names([name for cell in cells for name in cell], places, house_rules())
    register = register_of(cells, headings, names, house_rules())
    return {raw: name for raw, name in register.canonical.items() if raw != name}


ONE = {
    "县": ([["县民政局"], ["青禾县民政局"]], QINGHE, {"县民政局": "青禾县民政局"}),
    "区": ([["区民政局"], ["滨沧区民政局"]], BINCANG, {"区民政局": "滨沧区民政局"}),
    "市": ([["市民政局"], ["云州市民政局"]], YUNZHOU, {"市民政局": "云州市民政局"}),
    "旗": ([["旗民政局"], ["敖仑旗民政局"]], AOLUN, {"旗民政局": "敖仑旗民政局"}),
    "自治县": ([["县民政局"]], LANXI, {"县民政局": "澜西傣族自治县民政局"}),
    "自治县, in full": ([["自治县民政局"]], LANXI, {"自治县民政局": "澜西傣族自治县民政局"}),
    "only the short form": ([["县民政局"]], QINGHE, {"县民政局": "青禾县民政局"}),
    "without a place": ([["民政局"], ["青禾县民政局"]], QINGHE, {"民政局": "青禾县民政局"}),
    "of the prefecture": ([["市气象局"]], QINGHE, {"市气象局": "临江市气象局"}),
    "of the league": ([["盟民政局"]], AOLUN, {"盟民政局": "呼兰盟民政局"}),
    "文旅局": (
        [["县文旅局"], ["青禾县文化体育广播电视和旅游局"]],
        QINGHE,
        {"县文旅局": "青禾县文化体育广播电视和旅游局"},
    ),
    "科技局": (
        [["青禾县科技局"], ["青禾县科学技术局"]],
        QINGHE,
        {"青禾县科技局": "青禾县科学技术局"},
    ),
    "卫健委": (
        [["县卫健委"], ["青禾县卫生健康委员会"]],
        QINGHE,
        {"县卫健委": "青禾县卫生健康委员会"},
    ),
    "发改委": (
        [["县发改委"], ["青禾县发展和改革委员会"]],
        QINGHE,
        {"县发改委": "青禾县发展和改革委员会"},
    ),
    "检察院": (
        [["县检察院"], ["青禾县人民检察院"]],
        QINGHE,
        {"县检察院": "青禾县人民检察院"},
    ),
    "alias of the rules": (
        [["县食药监局"], ["青禾县市场监督管理局"]],
        QINGHE,
        {"县食药监局": "青禾县市场监督管理局"},
    ),
    "short form of a short form": (
        [["县应急局"], ["青禾县应急管理局"], ["青禾县应急和安全管理局"]],
        QINGHE,
        {
            "县应急局": "青禾县应急和安全管理局",
            "青禾县应急管理局": "青禾县应急和安全管理局",
        },
    ),
    "委办": ([["县委办"], ["青禾县委办公室"]], QINGHE, {"县委办": "青禾县委办公室"}),
    "政府办": ([["县政府办"], ["青禾县政府办公室"]], QINGHE, {"县政府办": "青禾县政府办公室"}),
}
APART = {
    "side by side in a cell": [["青禾县教育局", "青禾县教育和科学技术局"]],
    "two that fit": [["青禾县农业局"], ["青禾县农业农村局"], ["青禾县农业机械局"]],
    "another kind of body": [["青禾县公安局"], ["青禾县公安局交警大队"]],
    "county and prefecture": [["青禾县气象局"], ["临江市气象局"]],
    "one letter in common": [["青禾县民政局"], ["青禾县民族事务局"]],
    "nothing left but the kind": [["青禾县局"], ["青禾县民政局"]],
}


@pytest.mark.parametrize(("cells", "places", "same"), cases(ONE))
def test_spellings_of_one_department(
    cells: list[list[str]], places: dict[str, str], same: dict[str, str]
) -> None:
    assert resolved(cells, places) == same


@pytest.mark.parametrize("cells", APART.values(), ids=APART)
def test_departments_that_stay_apart(cells: list[list[str]]) -> None:
    assert resolved(cells) == {}


def test_headings_are_names_of_the_document_too() -> None:
    assert resolved([["青禾县民政局"]], headings=["民政局", "县民政局"]) == {
        "民政局": "青禾县民政局",
        "县民政局": "青禾县民政局",
    }


def test_a_short_form_under_an_item_is_one_of_its_departments() -> None:
    cells = [["青禾县农业农村局"], ["青禾县农业机械局"]]
    names = learned_names([name for cell in cells for name in cell], QINGHE, house_rules())
    register = register_of(cells, ["县农业局"], names, house_rules())
    assert register.all_of(["县农业局"]) == ("青禾县农业局",)
    assert register.all_of(["县农业局"], ["青禾县农业农村局"]) == ("青禾县农业农村局",)


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


@pytest.mark.parametrize(
    ("printed", "wraps", "listed"),
    [
        ("县民政局\n县财政局", False, ("县民政局", "县财政局")),
        ("民政局、公安局\n财政局", False, ("民政局", "公安局", "财政局")),
        ("县民政局、\n县财政局", False, ("县民政局", "县财政局")),
        ("县人力资源和\n社会保障局", False, ("县人力资源和社会保障局",)),
        ("县公安局\n交通管理大队", None, ("县公安局交通管理大队",)),
    ],
)
def test_paragraphs_of_whole_names_are_names(
    printed: str, wraps: bool | None, listed: tuple[str, ...]
) -> None:
    lines = tuple(replace(line, wraps=wraps) for line in lines_of(printed))
    (cell,) = department_cells([Row("cooperative", 1, {"departments": lines})], names_of())
    assert split_names(cell, names_of()) == listed


@pytest.mark.parametrize(
    ("printed", "listed"),
    [
        ("县民政局\n县财政局", ("县民政局", "县财政局")),
        ("县民政局\n财政局", ("县民政局财政局",)),
        ("县民政局\n县统计局", ("县民政局", "县统计局")),
        ("县国有资产监督管\n理局\n县自然资源局", ("县国有资产监督管理局", "县自然资源局")),
        ("县民政局、县公安\n局\n青禾县统计局", ("县民政局", "县公安局", "青禾县统计局")),
        ("市生态环境局\n青禾县分局", ("市生态环境局青禾县分局",)),
        ("县公安局交通\n警察大队\n县医\n院", ("县公安局交通警察大队", "县医院")),
        ("县委\n县直机关工委", ("县委县直机关工委",)),
        ("国家税务总局\n青禾县税务局", ("国家税务总局青禾县税务局",)),
    ],
)
def test_names_below_one_another_are_told_by_their_places(
    printed: str, listed: tuple[str, ...]
) -> None:
    names = names_of("", "县民政局：", "1.登记；", "县财政局：", "1.拨付。")
    (cell,) = department_cells([Row("cooperative", 1, {"departments": lines_of(printed)})], names)
    assert split_names(cell, names) == listed


def test_the_last_paragraph_of_a_cell_needs_no_end() -> None:
    first, last = lines_of("县民政局\n县财政局")
    lines = (replace(first, wraps=False), last)
    (cell,) = department_cells([Row("cooperative", 1, {"departments": lines})], names_of())
    assert split_names(cell, names_of()) == ("县民政局", "县财政局")


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


@pytest.mark.parametrize(
    ("printed", "listed"),
    [
        ("牵头单位：县民政局\n配合单位：县财政局", ("县民政局", "县财政局")),
        ("牵头单位：县民政局配合单位：县财政局、县公安局", ("县民政局", "县财政局", "县公安局")),
        ("县民政局（牵头）、县财政局", ("县民政局（牵头）", "县财政局")),
    ],
)
def test_roles_are_no_part_of_names(printed: str, listed: tuple[str, ...]) -> None:
    names = names_of()
    assert split_names(printed, names) == listed
    register = register_of([listed], (), names, house_rules())
    assert register.of(listed[0]) == "青禾县民政局"


def test_other_words_do_not_run_into_a_name() -> None:
    names = names_of()
    assert plausibility("教育站点管理县委组织部", names) == 0
    assert plausibility("管县应急管理局", names) == 0
    assert plausibility("国家税务总局青禾县税务局", names) > 0
    assert plausibility("临江市生态环境局青禾分局", names) > 0


def test_the_prefecture_is_learned_from_its_branches() -> None:
    lines = ("中央环保督察 临江市生态环", "境局青禾分局", "1.开展监测。")
    names = learned_names(lines, {"county": "青禾县"}, house_rules())
    assert names.above == ("临江市",)
    assert plausibility("青禾分局", names) == 0


def test_a_list_is_as_sure_as_its_least_sure_name() -> None:
    names = names_of()
    assert names_certainty("县民政局、县财政局", names) == 3
    assert names_certainty("县民政局、县某某服务中心", names) == 1
    assert names_certainty("县民政局、做好登记工作", names) == -1
    assert names_certainty("", names) == -1


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
