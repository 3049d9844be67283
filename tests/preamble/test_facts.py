"""The figures of a township, in plain units, in every wording."""

from __future__ import annotations

import pytest

from qingdan.model import Facts
from qingdan.preamble.facts import facts_of
from tests.composed import cases, lines_of
from tests.truth import house_rules


def facts(text: str) -> Facts:
    """Return what a preamble says of a township."""
    return facts_of(lines_of(text), {}, house_rules())


FIGURES = {
    "area": ("区域面积427.5平方公里。", "area_km2", 427.5),
    "area, whole": ("总面积186平方公里。", "area_km2", 186.0),
    "area, about": ("辖区面积约12.6平方公里。", "area_km2", 12.6),
    "area, comma": ("行政区域面积1,286平方公里。", "area_km2", 1286.0),
    "area, other word": ("国土面积68.9平方千米。", "area_km2", 68.9),
    "area, sign": ("面积为68.9km²。", "area_km2", 68.9),
    "area, 亩": ("土地总面积15000亩。", "area_km2", 10.0),
    "registered": ("全镇户籍人口2.29万人。", "registered_population", 22900),
    "registered, plain": ("户籍人口61234人。", "registered_population", 61234),
    "registered, 总": ("户籍总人口3.1万人。", "registered_population", 31000),
    "registered, 余": ("户籍人口3万余人。", "registered_population", 30000),
    "resident": ("常住人口1.78万人，下辖20个村。", "resident_population", 17800),
    "villages": ("下辖20个行政村、2个社区。", "administrative_villages", 20),
    "villages, 建制村": ("下辖20个建制村。", "administrative_villages", 20),
    "villages, numeral": ("下辖十二个行政村。", "administrative_villages", 12),
    "villages, behind": ("行政村20个，社区2个。", "administrative_villages", 20),
    "villages, 嘎查": ("下辖7个嘎查。", "administrative_villages", 7),
    "villages, broken": ("下辖20\n\n个行政村。", "administrative_villages", 20),
    "communities": ("下辖20个行政村、2个社区。", "communities", 2),
    "communities, 居委会": ("下辖11个居委会。", "communities", 11),
    "communities, behind": ("行政村20个，社区2个。", "communities", 2),
    "arable": ("全镇耕地面积14.5万亩。", "arable_land_mu", 145000.0),
    "arable, plain": ("耕地4800亩。", "arable_land_mu", 4800.0),
    "arable, 公顷": ("耕地面积100公顷。", "arable_land_mu", 1500.0),
    "collective": ("村均集体收入68.71万元。", "village_collective_income_yuan", 687100.0),
    "collective, 经济": ("村均集体经济收入41万元。", "village_collective_income_yuan", 410000.0),
    "income": ("人均纯收入1.92万元。", "per_capita_income_yuan", 19200.0),
    "income, farmers": ("农民人均纯收入16800元。", "per_capita_income_yuan", 16800.0),
    "income, herders": ("农牧民人均纯收入2.1万元。", "per_capita_income_yuan", 21000.0),
    "income, 可支配": ("农村居民人均可支配收入达到18000元。", "per_capita_income_yuan", 18000.0),
    "distance": ("距县城136公里。", "distance_to_county_seat_km", 136.0),
    "distance, 离": ("距离县城约12.5公里。", "distance_to_county_seat_km", 12.5),
    "distance, 市区": ("距市区9公里。", "distance_to_county_seat_km", 9.0),
    "distance, 旗": ("距旗政府所在地40公里。", "distance_to_county_seat_km", 40.0),
    "distance, 千米": ("距县政府驻地40千米。", "distance_to_county_seat_km", 40.0),
}
ABSENT = {
    "area": ("耕地面积12平方公里以内的地块。", "registered_population"),
    "population of a group": ("脱贫人口120人。", "registered_population"),
    "resident": ("户籍人口2.29万人。", "resident_population"),
    "village groups": ("下辖120个村民小组。", "administrative_villages"),
    "community's workers": ("社区工作者20个。", "communities"),
    "forest": ("林地面积3万亩。", "arable_land_mu"),
    "income of the town": ("财政收入68.71万元。", "village_collective_income_yuan"),
    "road": ("修建道路12公里。", "distance_to_county_seat_km"),
}


@pytest.mark.parametrize(("text", "name", "value"), cases(FIGURES))
def test_figures_in_plain_units(text: str, name: str, value: float) -> None:
    found = getattr(facts(text), name)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("text", "name"), cases(ABSENT))
def test_other_figures_are_not_taken_for_them(text: str, name: str) -> None:
    assert getattr(facts(text), name) is None


def test_what_is_not_printed_is_none() -> None:
    assert facts("一、基本情况") == Facts()


HUGE = {
    "more digits than a float holds": ("registered_population", f"户籍人口{'1' * 400}人。"),
    "an area without end": ("area_km2", f"区域面积{'1' * 400}平方公里。"),
}


@pytest.mark.parametrize(("name", "text"), HUGE.values(), ids=HUGE)
def test_damaged_figures_are_no_facts(name: str, text: str) -> None:
    assert getattr(facts(text), name) is None


# --- many wordings --------------------------------------------------------------------------------

WORDINGS: list[tuple[str, dict[str, float]]] = [
    ("镇域面积120.5平方千米。", {"area_km2": 120.5}),
    (
        "户籍总人口3.19万人，常住2.41万人。",
        {"registered_population": 31900, "resident_population": 24100},
    ),
    ("全镇总面积约120余平方公里。", {"area_km2": 120.0}),
    ("区域总面积近300平方公里。", {"area_km2": 300.0}),
    ("全镇国土总面积3.2万公顷。", {"area_km2": 320.0}),
    ("行政区域面积达58.6km2。", {"area_km2": 58.6}),
    (
        "幅员面积96.8平方公里，耕地面积2.3万亩、林地面积5.6万亩。",
        {"area_km2": 96.8, "arable_land_mu": 23000.0},
    ),
    ("辖区面积（含水域）120平方公里。", {"area_km2": 120.0}),
    ("辖区总面积为1.2万平方公里。", {"area_km2": 12000.0}),
    ("总面积427.5平方公里（其中耕地14.5万亩）。", {"area_km2": 427.5, "arable_land_mu": 145000.0}),
    ("建成区面积2.1平方公里，镇域面积86平方公里。", {"area_km2": 86.0}),
    ("镇域面积86平方公里，其中建成区面积2.1平方公里。", {"area_km2": 86.0}),
    (
        "2023年底，全镇户籍人口4.6万人、常住人口5.2万人。",
        {"registered_population": 46000, "resident_population": 52000},
    ),
    (
        "截至2023年末，户籍人口12,345人，常住人口8,901人。",
        {"registered_population": 12345, "resident_population": 8901},
    ),
    ("全镇有户籍人口8600户、2.9万人。", {"registered_population": 29000}),
    ("户籍人口8600户29000人。", {"registered_population": 29000}),
    (
        "户籍人口约3.2万余人，常住人口近3万人。",
        {"registered_population": 32000, "resident_population": 30000},
    ),
    ("全镇户籍总人口一万二千人。", {"registered_population": 12000}),
    ("2022年末户籍人口为36542人。", {"registered_population": 36542}),
    (
        "常住人口3.2万、户籍人口4.1万。",
        {"registered_population": 41000, "resident_population": 32000},
    ),
    (
        "总人口3.5万人，其中户籍人口3.2万人，常住人口3.3万人。",
        {"registered_population": 32000, "resident_population": 33000},
    ),
    ("户籍人口（2023年底）2.3万人。", {"registered_population": 23000}),
    ("户籍人口2023年底为2.3万人。", {"registered_population": 23000}),
    ("辖12个行政村、3个社区。", {"administrative_villages": 12, "communities": 3}),
    ("下辖12村3居。", {"administrative_villages": 12, "communities": 3}),
    ("辖12个村3个社区居委会。", {"administrative_villages": 12, "communities": 3}),
    ("下辖十二个行政村、三个社区。", {"administrative_villages": 12, "communities": 3}),
    ("下辖15个村（社区）。", {}),
    ("辖15个村（居）。", {}),
    (
        "下辖15个村（社区），其中12个行政村、3个社区。",
        {"administrative_villages": 12, "communities": 3},
    ),
    ("辖3个居委会、12个村委会、120个村民小组。", {"administrative_villages": 12, "communities": 3}),
    ("下辖3个社区居委会和12个建制村。", {"administrative_villages": 12, "communities": 3}),
    ("辖12个嘎查、1个社区。", {"administrative_villages": 12, "communities": 1}),
    ("下设3个社区、12个行政村、96个自然村。", {"administrative_villages": 12, "communities": 3}),
    ("下辖96个自然村、12个行政村。", {"administrative_villages": 12}),
    ("有5个易地搬迁社区，辖12个行政村。", {"administrative_villages": 12}),
    ("其中3个脱贫村、2个示范村，辖12个行政村。", {"administrative_villages": 12}),
    ("辖12个行政村（其中3个脱贫村）。", {"administrative_villages": 12}),
    ("辖1个社区12个村。", {"administrative_villages": 12, "communities": 1}),
    ("现辖8个团场连队、2个社区。", {"communities": 2}),
    ("耕地面积14.5万亩。", {"arable_land_mu": 145000.0}),
    ("耕地4.3万余亩。", {"arable_land_mu": 43000.0}),
    ("有耕地面积约2000公顷。", {"arable_land_mu": 30000.0}),
    ("基本农田3.2万亩，耕地保有量3.6万亩。", {"arable_land_mu": 36000.0}),
    ("实有耕地36542.8亩。", {"arable_land_mu": 36542.8}),
    ("人均耕地1.8亩，耕地面积2.1万亩。", {"arable_land_mu": 21000.0}),
    ("林地面积5万亩，草场20万亩。", {}),
    (
        "村均集体收入68.71万元，人均纯收入1.92万元。",
        {"village_collective_income_yuan": 687100.0, "per_capita_income_yuan": 19200.0},
    ),
    ("村集体经济收入平均达35万元。", {"village_collective_income_yuan": 350000.0}),
    ("村级集体经济总收入820万元。", {}),
    ("2023年农村居民人均可支配收入21563元。", {"per_capita_income_yuan": 21563.0}),
    ("农民人均可支配收入达2.1万余元。", {"per_capita_income_yuan": 21000.0}),
    ("2023年，农牧民人均纯收入为18,650元。", {"per_capita_income_yuan": 18650.0}),
    (
        "城镇居民人均可支配收入3.9万元，农村居民人均可支配收入2.1万元。",
        {"per_capita_income_yuan": 21000.0},
    ),
    ("实现地区生产总值12.3亿元，人均可支配收入2.4万元。", {"per_capita_income_yuan": 24000.0}),
    ("距县城136公里。", {"distance_to_county_seat_km": 136.0}),
    ("距离县城约12.5千米。", {"distance_to_county_seat_km": 12.5}),
    ("位于县城东北部，距县城18公里，距市区60公里。", {"distance_to_county_seat_km": 18.0}),
    ("距市区60公里，距县城18公里。", {"distance_to_county_seat_km": 18.0}),
    ("镇政府驻地距县城30余公里。", {"distance_to_county_seat_km": 30.0}),
    ("距高铁站3公里、县城5公里。", {}),
    ("东距县城中心25公里。", {"distance_to_county_seat_km": 25.0}),
    ("离县城6公里。", {"distance_to_county_seat_km": 6.0}),
    ("地处县城西北25公里处。", {"distance_to_county_seat_km": 25.0}),
    ("距县人民政府所在地42公里。", {"distance_to_county_seat_km": 42.0}),
    ("全长12公里，距县城8公里。", {"distance_to_county_seat_km": 8.0}),
    ("距旗所在地85公里。", {"distance_to_county_seat_km": 85.0}),
    ("距离区政府15公里。", {"distance_to_county_seat_km": 15.0}),
    ("面积12平方公里，人口3万人。", {"area_km2": 12.0}),
    ("占地面积3.5平方公里的产业园。", {}),
    ("东西长20公里，南北宽15公里，总面积260平方公里。", {"area_km2": 260.0}),
    ("辖区面积6至8平方公里。", {}),
    ("辖区面积5-6平方公里。", {}),
    ("耕地面积2—3万亩。", {}),
]


@pytest.mark.parametrize(("text", "expected"), WORDINGS)
def test_figures_in_many_wordings(text: str, expected: dict[str, float]) -> None:
    found = facts(text)
    printed = {name: getattr(found, name) for name in Facts.__struct_fields__}
    assert {name: value for name, value in printed.items() if value is not None} == expected
