"""Which printed names of a document are one department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from qingdan.departments.headings import learned_names
from qingdan.departments.listing import split_names
from qingdan.departments.register import register_of
from tests.composed import cases, names_of
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
    """Return every printed name of department cells that stands for another."""
    names = learned_names([name for cell in cells for name in cell], places, house_rules())
    register = register_of(cells, headings, names)
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
    register = register_of(cells, ["县农业局"], names)
    assert register.all_of(["县农业局"]) == ("青禾县农业局",)
    assert register.all_of(["县农业局"], ["青禾县农业农村局"]) == ("青禾县农业农村局",)


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
    register = register_of([listed], (), names)
    assert register.of(listed[0]) == "青禾县民政局"
