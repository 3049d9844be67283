"""What preambles say: totals in every wording, places of every kind, figures in plain units."""

from __future__ import annotations

import pytest

from qingdan.model import Facts, Line, Section, Sections, Stated
from qingdan.preamble.facts import facts_of, places_of
from qingdan.preamble.totals import named_categories, stated_totals
from tests.composed import cases, lines_of
from tests.truth import house_rules

Totals = dict[tuple[str, str], int]
BASIC, COOPERATIVE, RECALL = "basic", "cooperative", "recall"


def preamble(text: str, title: str = "") -> Sections:
    """Return the parts of a document that is nothing but a preamble (and a title of its list)."""
    titles = (Line(9000, title),) if title else ()
    lists = (Section("basic", ("seq", "name"), titles, ()),) if title else ()
    return Sections(preamble=lines_of(text), lists=lists, furniture=())


def stated(text: str) -> tuple[Stated, ...]:
    return stated_totals(preamble(text), house_rules())


def totals(text: str) -> Totals:
    """Given a preamble, return its totals; none is stated twice."""
    found = stated(text)
    result = {(total.list_type, total.check): total.total for total in found}
    assert len(result) == len(found), found
    return result


ITEMS = {
    "共有": ("共有基本履职事项139项。", {(BASIC, "items"): 139}),
    "behind the name": ("基本履职事项139项。", {(BASIC, "items"): 139}),
    "before the name": ("本镇共139项基本履职事项。", {(BASIC, "items"): 139}),
    "before the name, 条": ("梳理出139条基本履职事项。", {(BASIC, "items"): 139}),
    "colon": ("基本履职事项：139项。", {(BASIC, "items"): 139}),
    "list's name": ("基本履职事项清单共139项。", {(BASIC, "items"): 139}),
    "quoted": ("《基本履职事项清单》139项。", {(BASIC, "items"): 139}),
    "共计": ("基本履职事项共计139项。", {(BASIC, "items"): 139}),
    "合计": ("基本履职事项，合计139项。", {(BASIC, "items"): 139}),
    "Chinese numeral": ("基本履职事项一百三十九项。", {(BASIC, "items"): 139}),
    "short Chinese numeral": ("基本履职事项十二项。", {(BASIC, "items"): 12}),
    "个事项": ("配合履职事项109个事项。", {(COOPERATIVE, "items"): 109}),
    "recall": ("上级部门收回事项44项。", {(RECALL, "items"): 44}),
    "收回 of the county": ("县级部门收回事项44项。", {(RECALL, "items"): 44}),
    "three in a sentence": (
        "形成基本履职事项139项、配合履职事项109项、上级部门收回事项44项。",
        {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109, (RECALL, "items"): 44},
    ),
    "three, figures first": (
        "明确139项基本履职事项、109项配合履职事项、44项上级部门收回事项。",
        {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109, (RECALL, "items"): 44},
    ),
    "broken over lines": ("共有基本履职事项13\n9项。", {(BASIC, "items"): 139}),
    "spaces": ("共有基本履职事项 139 项。", {(BASIC, "items"): 139}),
    "in brackets": (
        "基本履职事项（139项）、配合履职事项（109项）、上级部门收回事项（44项）。",
        {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109, (RECALL, "items"): 44},
    ),
    "a total of all lists": (
        "全镇共梳理履职事项292项，其中：基本履职事项139项，配合履职事项109项。",
        {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109},
    ),
    "a total of all lists, behind their names": (
        "形成基本履职事项、配合履职事项2张清单，共248项，其中基本履职事项139项、配合履职事项109项。",
        {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109},
    ),
    "a total of all three lists, behind their names": (
        (
            "基本履职事项、配合履职事项和上级部门收回事项共计292项。"
            "基本履职事项139项，配合履职事项109项，上级部门收回事项44项。"
        ),
        {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109, (RECALL, "items"): 44},
    ),
    "Chinese totals of three lists": (
        "基本履职事项十三项、配合履职事项九项、上级部门收回事项八项。",
        {(BASIC, "items"): 13, (COOPERATIVE, "items"): 9, (RECALL, "items"): 8},
    ),
    "a total of all three lists, behind theirs": (
        "基本履职事项139项，配合履职事项109项，上级部门收回事项44项，合计292项。",
        {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109, (RECALL, "items"): 44},
    ),
    "totals of categories": (
        "基本履职事项共139项，其中党的建设43项、经济发展3项、民生服务93项。",
        {(BASIC, "items"): 139},
    ),
}
CATEGORIES = {
    "names before": (
        "基本履职事项主要包括党的建设、民生服务、平安法治等3个类别，共有基本履职事项9项。",
        {(BASIC, "categories"): 3, (BASIC, "items"): 9},
        ("党的建设", "民生服务", "平安法治"),
    ),
    "names before, no 等": (
        "配合履职事项包括民生服务、平安法治2个类别，共9项。",
        {(COOPERATIVE, "categories"): 2, (COOPERATIVE, "items"): 9},
        ("民生服务", "平安法治"),
    ),
    "joint at the end": (
        "配合履职事项包括民生服务、平安法治以及教育监管与培训等3个类别。",
        {(COOPERATIVE, "categories"): 3},
        ("民生服务", "平安法治", "教育监管与培训"),
    ),
    "joint 和 only where a name is lacking": (
        "配合履职事项包括文化和旅游、民生服务和平安法治等3个类别。",
        {(COOPERATIVE, "categories"): 3},
        ("文化和旅游", "民生服务", "平安法治"),
    ),
    "涵盖": (
        "基本履职事项涵盖党的建设、民生服务2大类。",
        {(BASIC, "categories"): 2},
        ("党的建设", "民生服务"),
    ),
    "方面": (
        "基本履职事项涉及党的建设、民生服务2个方面9项。",
        {(BASIC, "categories"): 2, (BASIC, "items"): 9},
        ("党的建设", "民生服务"),
    ),
    "names behind": (
        "基本履职事项共2类9项，包括党的建设、民生服务。",
        {(BASIC, "categories"): 2, (BASIC, "items"): 9},
        ("党的建设", "民生服务"),
    ),
    "分为": (
        "基本履职事项分为党的建设、民生服务两大类，共9项。",
        {(BASIC, "categories"): 2, (BASIC, "items"): 9},
        ("党的建设", "民生服务"),
    ),
    "one": (
        "上级部门收回事项包括民生服务1个类别，共2项。",
        {(RECALL, "categories"): 1, (RECALL, "items"): 2},
        ("民生服务",),
    ),
    "Chinese numerals": (
        "基本履职事项包括党的建设、民生服务等二个类别，共有十二项。",
        {(BASIC, "categories"): 2, (BASIC, "items"): 12},
        ("党的建设", "民生服务"),
    ),
    "names with totals of their own": (
        "基本履职事项包括党的建设（43项）、经济发展（3项）等2个类别，共46项。",
        {(BASIC, "categories"): 2, (BASIC, "items"): 46},
        ("党的建设", "经济发展"),
    ),
    "names only": ("基本履职事项9项，类别为党的建设、民生服务。", {(BASIC, "items"): 9}, ()),
    "no names": ("基本履职事项共3类9项。", {(BASIC, "categories"): 3, (BASIC, "items"): 9}, ()),
}
DEPARTMENTS = {
    "部门（单位）": ("配合履职事项9项，涉及39个部门（单位）。", 39),
    "部门": ("配合履职事项9项，涉及39个部门。", 39),
    "上级部门": ("配合履职事项9项，涉及39个上级部门。", 39),
    "县级部门": ("配合履职事项9项，涉及39个县级部门。", 39),
    "单位": ("配合履职事项9项，涉及39家单位。", 39),
    "behind": ("配合履职事项9项，对应部门39个。", 39),
    "Chinese numeral": ("配合履职事项9项，涉及三十九个部门。", 39),
}
NOTHING = {
    "villages": "下辖20个行政村、2个社区。",
    "stages": "分三个阶段完成清单编制工作，第一阶段全面梳理。",
    "ordinals": "基本履职事项第3项另行规定。",
    "projects": "基本履职事项之外，实施3个项目。",
    "三上三下": "通过“三上三下”征求意见，形成基本履职事项清单。",
    "no list is named": "全镇共有139项工作。",
}


@pytest.mark.parametrize(("text", "expected"), cases(ITEMS))
def test_totals_of_items(text: str, expected: Totals) -> None:
    assert totals(text) == expected


@pytest.mark.parametrize(("text", "expected", "names"), cases(CATEGORIES))
def test_totals_of_categories(text: str, expected: Totals, names: tuple[str, ...]) -> None:
    assert totals(text) == expected
    named = [total.names for total in stated(text) if total.check == "categories"]
    assert named == ([names] if (named or names) else [])


@pytest.mark.parametrize(("text", "expected"), cases(DEPARTMENTS))
def test_totals_of_departments(text: str, expected: int) -> None:
    assert totals(text) == {(COOPERATIVE, "items"): 9, (COOPERATIVE, "departments"): expected}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_other_numbers_are_no_totals(text: str) -> None:
    assert totals(text) == {}


@pytest.mark.parametrize(
    "title",
    [
        "基本履职事项清单（139项）",
        "基本履职事项清单（共139项）",
        "基本履职事项清单（共计139项）",
        "基本履职事项清单(139项)",
        "基本履职事项清单（ 139 项）",
        "基本履职事项清单（一百三十九项）",
        "一、基本履职事项（139项）",
    ],
)
def test_totals_of_titles(title: str) -> None:
    found = stated_totals(preamble("", title), house_rules())
    assert [(total.list_type, total.check, total.total) for total in found] == [
        ("basic", "items", 139)
    ]


def test_a_total_says_where_it_stands() -> None:
    text = "共有基本履职\n事项 139 项。"
    (total,) = stated(text)
    assert text[total.start : total.end] == "139 项"
    assert total.quote == "139项"


def test_categories_that_are_named_without_a_total_are_vocabulary() -> None:
    sections = preamble("基本履职事项9项，类别为党的建设、边民互市。")
    found = named_categories(sections, stated_totals(sections, house_rules()), house_rules())
    assert found == ("党的建设", "边民互市")


def test_categories_with_totals_of_their_own_join_those_that_are_known() -> None:
    sections = preamble("基本履职事项（10项）：边民互市5项；草场管护3项；口岸服务2项。")
    found = named_categories(sections, (), house_rules())
    assert found[-3:] == ("边民互市", "草场管护", "口岸服务")
    assert set(house_rules().categories) < set(found)


def test_totals_are_no_names_of_categories() -> None:
    sections = preamble("基本履职事项清单、配合履职事项清单分别为30项、20项。")
    assert named_categories(sections, (), house_rules()) == ()


HUGE = {
    "a point": "基本履职事项3.5项。",
    "a comma behind": "基本履职事项3,项。",
    "more digits than an integer may have": f"基本履职事项{'1' * 5000}项。",
    "more digits than a float holds": f"户籍人口{'1' * 400}人。",
    "an area without end": f"区域面积{'1' * 400}平方公里。",
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_odd_figures_are_read_or_left(text: str) -> None:
    for sections in (preamble(text), preamble("", text.replace("事项", "事项清单（") + "）")):
        assert all(total.total < 10**9 for total in stated_totals(sections, house_rules()))
        facts = facts_of(sections, {}, house_rules())
        assert facts.registered_population is None or facts.registered_population < 10**12
        assert facts.area_km2 is None or facts.area_km2 < 10**12


# --- places -----------------------------------------------------------------------------------

PLACES = {
    "镇 in a 县": (
        "贵州省黔阳市云岫县石磴镇履职事项清单",
        ("贵州省", "黔阳市", "云岫县", "石磴镇"),
    ),
    "乡 in a 县": ("云岫县竹溪乡履职事项清单", (None, None, "云岫县", "竹溪乡")),
    "街道 in a 区": (
        "浙江省越海市滨沧区望潮街道履职事项清单",
        ("浙江省", "越海市", "滨沧区", "望潮街道"),
    ),
    "镇 in a 旗": (
        "内蒙古自治区呼兰盟敖仑旗查干淖镇履职事项清单",
        ("内蒙古自治区", "呼兰盟", "敖仑旗", "查干淖镇"),
    ),
    "苏木": ("敖仑旗查干苏木履职事项清单", (None, None, "敖仑旗", "查干苏木")),
    "乡 in a 县级市": ("云州市稻香乡履职事项清单", (None, None, "云州市", "稻香乡")),
    "县级市 under a 市": (
        "浙江省越海市云州市稻香乡履职事项清单",
        ("浙江省", "越海市", "云州市", "稻香乡"),
    ),
    "自治县": (
        "云南省澜湄州澜西傣族自治县曼云乡履职事项清单",
        ("云南省", "澜湄州", "澜西傣族自治县", "曼云乡"),
    ),
    "自治州": (
        "湖南省武陵土家族自治州永顺县芙蓉镇履职事项清单",
        ("湖南省", "武陵土家族自治州", "永顺县", "芙蓉镇"),
    ),
    "地区": (
        "新疆维吾尔自治区和平地区青禾县柳溪镇履职事项清单",
        ("新疆维吾尔自治区", "和平地区", "青禾县", "柳溪镇"),
    ),
    "民族乡": ("屏溪县后垅畲族乡履职事项清单", (None, None, "屏溪县", "后垅畲族乡")),
    "直辖市": ("重庆市巴岭区石笋镇履职事项清单", ("重庆市", None, "巴岭区", "石笋镇")),
    "直辖市's 县": ("重庆市巴岭县石笋镇履职事项清单", ("重庆市", None, "巴岭县", "石笋镇")),
    "township only": ("柳溪镇履职事项清单", (None, None, None, "柳溪镇")),
    "preamble, 位于": (
        "柳溪镇位于青禾县西部，距县城12公里。",
        (None, None, "青禾县", "柳溪镇"),
    ),
    "preamble, 隶属": (
        "柳溪镇隶属临江市青禾县，辖区面积12平方公里。",
        (None, "临江市", "青禾县", "柳溪镇"),
    ),
    "preamble, 地处": (
        "柳溪镇地处江西省临江市青禾县东南部。",
        ("江西省", "临江市", "青禾县", "柳溪镇"),
    ),
    "preamble, kind between": (
        "柳溪镇属于农业型乡镇，位于青禾县域南部，距县城136公里。",
        (None, None, "青禾县", "柳溪镇"),
    ),
    "wrapped": ("柳溪镇位于青禾\n县西部，距县城12公里。", (None, None, "青禾县", "柳溪镇")),
    "nothing": ("一、基本情况", (None, None, None, None)),
}


@pytest.mark.parametrize(("text", "expected"), cases(PLACES))
def test_places_of_every_kind(text: str, expected: tuple[str | None, ...]) -> None:
    places = places_of(preamble(text), house_rules())
    names = ("province", "prefecture", "county", "township")
    assert tuple(places.get(name) for name in names) == expected


# --- facts ------------------------------------------------------------------------------------

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
    facts = facts_of(preamble(text), {}, house_rules())
    assert getattr(facts, name) == value
    assert type(getattr(facts, name)) is type(value)


@pytest.mark.parametrize(("text", "name"), cases(ABSENT))
def test_other_figures_are_not_taken_for_them(text: str, name: str) -> None:
    assert getattr(facts_of(preamble(text), {}, house_rules()), name) is None


TITLES = {
    "whole": ("青禾县柳溪镇履职事项清单", "青禾县柳溪镇履职事项清单"),
    "in two lines": ("青禾县柳溪镇\n履职事项清单\n", "青禾县柳溪镇履职事项清单"),
    "behind an appendix": ("附件1\n柳溪镇履职事项清单", "柳溪镇履职事项清单"),
    "before text": ("柳溪镇履职事项清单\n一、基本情况", "柳溪镇履职事项清单"),
    "below a running head": (
        "青禾县柳溪镇履职事项清单\n青禾县柳溪镇履职事项清单",
        "青禾县柳溪镇履职事项清单",
    ),
    "below who publishes it": ("青禾县人民政府文件\n柳溪镇履职事项清单", "柳溪镇履职事项清单"),
    "without a place": ("履职事项清单\n一、基本情况", "履职事项清单"),
    "none": ("一、基本情况\n柳溪镇位于青禾县西部，形成柳溪镇履职事项清单。", None),
}


@pytest.mark.parametrize(("text", "title"), cases(TITLES))
def test_the_title_of_a_document(text: str, title: str | None) -> None:
    assert facts_of(preamble(text), {}, house_rules()).title == title


def test_what_is_not_printed_is_none() -> None:
    assert facts_of(preamble("一、基本情况"), {}, house_rules()) == Facts()


def test_words_that_say_what_a_list_is_are_no_names_of_categories() -> None:
    text = "配合履职事项，指由上级部门主责、乡镇配合的职责，共4大类18项。"
    totals = {total.check: total for total in stated_totals(preamble(text), house_rules())}
    assert (totals["categories"].total, totals["categories"].names) == (4, ())
    text = "基本履职事项，即法律规定和党中央、国务院部署，由乡镇承担的事项，设十二个类别104项。"
    totals = {total.check: total for total in stated_totals(preamble(text), house_rules())}
    assert (totals["categories"].total, totals["categories"].names) == (12, ())
