"""What a department is in any county."""

from __future__ import annotations

import pytest

from qingdan.departments.headings import learned_names
from qingdan.departments.kinds import kind_of
from tests.truth import TOWNSHIPS, house_rules, truth_of

PLACES = {"county": "青禾县", "prefecture": "松岭市", "province": "安阳省"}
KINDS = {
    "青禾县卫生健康委员会": "卫生健康局",
    "县卫健委": "卫生健康局",
    "青禾县委宣传部（文明办）": "宣传部",
    "中共青禾县委组织部": "组织部",
    "松岭市生态环境局青禾分局": "生态环境局",
    "松岭市青禾生态环境局": "生态环境局",
    "松岭市青禾县生态环境分局": "生态环境局",
    "国网青禾县供电公司": "供电公司",
    "共青团青禾县委员会": "团委",
    "中国人民银行青禾县支行": "人民银行",
    "国家税务总局青禾县税务局": "税务局",
    "国家统计局青禾调查队": "国家统计局调查队",
    "青禾县公安局交通警察大队": "交通警察大队",
    "他山县水务局": "水利局",
    "青禾县人民政府": "政府",
    "青禾县柳溪中学": "学校",
    "青禾农村商业银行股份有限公司": "农村商业银行",
    "广东电网有限责任公司松岭青禾供电局": "供电公司",
    "青禾县风筝协会": None,
    "青禾县": None,
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_kinds(name: str, kind: str | None) -> None:
    names = learned_names([], PLACES, house_rules())
    assert kind_of(name, names) == kind


def test_a_county_of_a_people_has_a_short_name() -> None:
    places = {"county": "澜西傣族自治县", "prefecture": "澜湄州"}
    names = learned_names([], places, house_rules())
    assert kind_of("澜湄州生态环境局澜西分局", names) == "生态环境局"


def test_most_departments_of_the_townships_have_a_kind() -> None:
    kinds: dict[str, str | None] = {}
    for folder in sorted(TOWNSHIPS.iterdir()):
        truth = truth_of(folder.name)
        places = {name: truth["facts"][name] for name in PLACES if truth["facts"].get(name)}
        names = learned_names([], places, house_rules())
        listed = {name for item in truth["items"] for name in item["departments"]}
        kinds |= {name: kind_of(name, names) for name in listed}
    known = [name for name, kind in kinds.items() if kind]
    assert len(kinds) > 200
    assert len(known) >= 0.95 * len(kinds)
