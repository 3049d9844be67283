"""Preambles as many counties word them: totals, figures and places, and what is none of them."""

from __future__ import annotations

import pytest

from qingdan.model import Facts
from qingdan.preamble.facts import facts_of, places_of
from tests.test_stages_totals import BASIC, COOPERATIVE, RECALL, Totals, preamble, stated
from tests.truth import house_rules

ALL: Totals = {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109, (RECALL, "items"): 44}
SENTENCES: list[tuple[str, Totals]] = [
    ("基本履职事项139项，配合履职事项109项，上级部门收回事项44项。", ALL),
    (
        "全镇共有履职事项292项，其中基本履职事项139项、配合履职事项109项、上级部门收回事项44项。",
        ALL,
    ),
    ("共292项，其中基本履职139项、配合履职109项、收回44项。", ALL),
    (
        "共梳理形成基本履职事项、配合履职事项、上级部门收回事项三张清单，分别为139项、109项、44项。",
        ALL,
    ),
    ("基本履职事项、配合履职事项和上级部门收回事项分别为139项、109项、44项。", ALL),
    (
        "形成基本履职、配合履职、上级收回“三张清单”292项，其中，基本履职清单139项，配合履职清单109项，上级收回清单44项。",
        ALL,
    ),
    ("形成基本履职事项清单、配合履职事项清单、上级部门收回事项清单3张清单，共292项。", {}),
    ("编制形成基本履职事项清单、配合履职事项清单、上级部门收回事项清单，共计292项。", {}),
    ("形成了包括基本履职事项、配合履职事项、上级部门收回事项在内的履职事项清单，总计292项。", {}),
    (
        (
            "本清单包括基本履职事项、配合履职事项、上级部门收回事项三部分，合计292项，其中基本履职事项139项，配合履职事项109项，上级部门收回事项"
            "44项。"
        ),
        ALL,
    ),
    (
        "基本履职事项清单共21类139项。配合履职事项清单共18类109项。上级部门收回事项清单共10类44项。",
        ALL
        | {(BASIC, "categories"): 21, (COOPERATIVE, "categories"): 18, (RECALL, "categories"): 10},
    ),
    (
        "基本履职事项21类139项，配合履职事项18类109项，涉及39个县级部门（单位），上级部门收回事项10类44项，涉及17个县级部门。",
        ALL
        | {
            (BASIC, "categories"): 21,
            (COOPERATIVE, "categories"): 18,
            (RECALL, "categories"): 10,
            (COOPERATIVE, "departments"): 39,
            (RECALL, "departments"): 17,
        },
    ),
    (
        "基本履职事项涉及党的建设、经济发展等21个类别，共139项。",
        {(BASIC, "categories"): 21, (BASIC, "items"): 139},
    ),
    (
        "基本履职事项涉及党的建设、经济发展等21个类别139项具体事项。",
        {(BASIC, "categories"): 21, (BASIC, "items"): 139},
    ),
    (
        "基本履职事项139项，涉及党的建设、经济发展等21个类别。",
        {(BASIC, "categories"): 21, (BASIC, "items"): 139},
    ),
    (
        "配合履职事项109项，涉及县委组织部等39个部门。",
        {(COOPERATIVE, "items"): 109, (COOPERATIVE, "departments"): 39},
    ),
    (
        "配合履职事项109项，涉及县委组织部、县民政局、县公安局等39家县直部门（单位）。",
        {(COOPERATIVE, "items"): 109, (COOPERATIVE, "departments"): 39},
    ),
    (
        "配合履职事项109项，由县委组织部等39个县直单位牵头。",
        {(COOPERATIVE, "items"): 109, (COOPERATIVE, "departments"): 39},
    ),
    (
        "配合履职事项共一百零九项，涉及三十九个部门（单位）。",
        {(COOPERATIVE, "items"): 109, (COOPERATIVE, "departments"): 39},
    ),
    (
        "基本履职事项共一百三十九项，涉及二十一个类别。",
        {(BASIC, "items"): 139, (BASIC, "categories"): 21},
    ),
    (
        "基本履职事项清单涵盖党的建设16项、经济发展23项、民生服务100项，共139项。",
        {(BASIC, "items"): 139},
    ),
    ("基本履职事项139项：党的建设16项、经济发展23项、民生服务100项。", {(BASIC, "items"): 139}),
    (
        "基本履职事项共3个类别139项，其中党的建设16项、经济发展23项、民生服务100项。",
        {(BASIC, "items"): 139, (BASIC, "categories"): 3},
    ),
    (
        "基本履职事项（3类139项），其中：党的建设（16项），经济发展（23项），民生服务（100项）。",
        {(BASIC, "items"): 139, (BASIC, "categories"): 3},
    ),
    (
        "基本履职事项包含党的建设类16项、经济发展类23项、民生服务类100项，共计139项。",
        {(BASIC, "items"): 139},
    ),
    (
        (
            "一、基本履职事项。共139项，包括党的建设、经济发展、民生服务3个方面。二、配合履职事项。共109项，涉及39个部门。三、上级部门收回事项。"
            "共44项。"
        ),
        ALL | {(BASIC, "categories"): 3, (COOPERATIVE, "departments"): 39},
    ),
    ("梳理基本履职事项139项；明确配合履职事项109项；收回上级部门事项44项。", ALL),
    (
        "明确由镇承担的基本履职事项139项，由县级部门牵头、镇配合的配合履职事项109项，由县级部门收回的事项44项。",
        ALL,
    ),
    (
        "（一）基本履职事项。共9大项、139小项。（二）配合履职事项。共7大项、109小项。",
        {
            (BASIC, "items"): 139,
            (BASIC, "categories"): 9,
            (COOPERATIVE, "items"): 109,
            (COOPERATIVE, "categories"): 7,
        },
    ),
    (
        (
            "三、上级部门收回事项清单。柳溪镇履职事项清单共292项：基本履职事项139项、"
            "配合履职事项109项、上级部门收回事项44项。"
        ),
        ALL,
    ),
    ("清单共292项，分三个部分：基本履职事项139项，配合履职事项109项，县级部门收回事项44项。", ALL),
    (
        "按照“三张清单”要求，梳理形成基本履职事项清单139项、配合履职事项清单109项、上级部门收回事项清单44项，共计292项。",
        ALL,
    ),
    ("基本履职事项139项、配合履职事项109项、上级部门收回事项44项，总计292项。", ALL),
    ("基本履职事项139项、配合履职事项109项、上级部门收回事项44项，三项合计292项。", ALL),
    ("较改革前减少56项，形成基本履职事项139项。", {(BASIC, "items"): 139}),
    ("基本履职事项由原来的195项精简为139项。", {(BASIC, "items"): 139}),
    ("基本履职事项从195项减少到139项，减少56项。", {(BASIC, "items"): 139}),
    (
        "基本履职事项139项，占总数的47%；配合履职事项109项，占37%。",
        {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109},
    ),
    (
        "上级部门收回事项44项，涉及10个领域、17个部门（单位）。",
        {(RECALL, "items"): 44, (RECALL, "categories"): 10, (RECALL, "departments"): 17},
    ),
    (
        "上级部门收回事项44项，由17个县级部门（单位）承接。",
        {(RECALL, "items"): 44, (RECALL, "departments"): 17},
    ),
    ("基本履职事项共计139项，涵盖21个大类。", {(BASIC, "items"): 139, (BASIC, "categories"): 21}),
    ("基本履职事项 139 项（含党的建设 16 项、经济发展 23 项）。", {(BASIC, "items"): 139}),
    (
        "基本履职事项清单（共139项）\n配合履职事项清单（共109项）\n上级部门收回事项清单（共44项）",
        ALL,
    ),
    ("基本履职事项清单…………1\n配合履职事项清单…………12\n上级部门收回事项清单…………40", {}),
    (
        "清单 类别 项数\n基本履职事项 21 139\n配合履职事项 18 109\n上级部门收回事项 10 44",
        {},
    ),
    (
        (
            "清单 类别 项数\n基本履职事项清单 21个 139项\n配合履职事项清单 18个 109项\n"
            "上级部门收回事项清单 10个 44项\n合计 49个 292项"
        ),
        ALL,
    ),
    (
        "本清单共梳理3大类292项事项，其中，基本履职事项139项、配合履职事项109项、上级部门收回事项44项。",
        ALL,
    ),
    (
        (
            "共有事项292项：基本履职事项139项，包括党的建设等21个类别；配合履职事项109项，包括党的建设等18个类别，涉及39个部门（单位）；上"
            "级部门收回事项44项，包括民生服务等10个类别，涉及17个部门（单位）。"
        ),
        ALL
        | {
            (BASIC, "categories"): 21,
            (COOPERATIVE, "categories"): 18,
            (RECALL, "categories"): 10,
            (COOPERATIVE, "departments"): 39,
            (RECALL, "departments"): 17,
        },
    ),
    (
        "其中，基本履职事项139项，涉及党的建设、经济发展、民生服务三大类；配合履职事项109项，涉及两大类；收回事项44项，涉及一个类别。",
        ALL | {(BASIC, "categories"): 3, (COOPERATIVE, "categories"): 2, (RECALL, "categories"): 1},
    ),
    ("镇党委、政府内设6个机构、3个事业单位，基本履职事项139项。", {(BASIC, "items"): 139}),
    (
        "基本履职事项139项。镇设有5个内设机构、4个事业单位，辖区有12家单位。",
        {(BASIC, "items"): 139},
    ),
    (
        "配合履职事项109项，涉及39个部门。全镇有20家企业、5个单位。",
        {(COOPERATIVE, "items"): 109, (COOPERATIVE, "departments"): 39},
    ),
    ("基本履职事项139项。现有中小学3所，党支部21个，实施项目5项。", {(BASIC, "items"): 139}),
    (
        "基本履职事项是镇应当履行的事项，共计139项，分为党建引领、经济发展等10类。",
        {(BASIC, "items"): 139, (BASIC, "categories"): 10},
    ),
    (
        "梳理出我镇基本履职事项10个类别共计139条，配合履职事项8个类别共计109条，上级部门收回事项5个类别共计44条。",
        ALL
        | {(BASIC, "categories"): 10, (COOPERATIVE, "categories"): 8, (RECALL, "categories"): 5},
    ),
    (
        "形成《柳溪镇基本履职事项清单》139项、《柳溪镇配合履职事项清单》109项、《柳溪镇上级部门收回事项清单》44项。",
        ALL,
    ),
    ("基本履职事项为139项，配合履职事项为109项，上级收回事项为44项。", ALL),
    (
        "基本履职事项139项，配合履职事项109项，收回上级部门事项44项，涉及民政、公安等17个部门。",
        ALL | {(RECALL, "departments"): 17},
    ),
    (
        "镇街履职事项清单共有事项292项。一是基本履职事项，139项；二是配合履职事项，109项；三是上级部门收回事项，44项。",
        ALL,
    ),
    (
        "第一张清单为基本履职事项清单，共139项；第二张清单为配合履职事项清单，共109项；第三张清单为上级部门收回事项清单，共44项。",
        ALL,
    ),
    (
        "根据《条例》第10项规定，清单按3个步骤、5项原则编制。基本履职事项139项。",
        {(BASIC, "items"): 139},
    ),
    ("基本履职事项清单按照3项原则编制，共139项。", {(BASIC, "items"): 139}),
    ("基本履职事项清单坚持“4个聚焦”，经过3轮审核，共139项。", {(BASIC, "items"): 139}),
    (
        "配合履职事项清单主要包括平安法治25项、城乡建设20项等12个类别109项，涉及39个部门。",
        {
            (COOPERATIVE, "categories"): 12,
            (COOPERATIVE, "items"): 109,
            (COOPERATIVE, "departments"): 39,
        },
    ),
    (
        "基本履职事项（共十一类、一百三十九项）。",
        {(BASIC, "categories"): 11, (BASIC, "items"): 139},
    ),
    ("基本履职事项共21大类、139小项。", {(BASIC, "categories"): 21, (BASIC, "items"): 139}),
    ("基本履职事项共有一级事项21项、二级事项139项。", {(BASIC, "items"): 139}),
    (
        "镇级基本履职事项139项，县级配合部门39个，配合履职事项109项。",
        {(BASIC, "items"): 139, (COOPERATIVE, "items"): 109},
    ),
    ("协助履职事项清单109项。", {(COOPERATIVE, "items"): 109}),
    ("上级部门收回事项清单：44项，其中民生服务5项、城乡建设39项。", {(RECALL, "items"): 44}),
    (
        "清单涵盖党的建设、经济发展等21个类别、292项，其中：基本履职事项139项、配合履职事项109项、上级部门收回事项44项。",
        ALL,
    ),
    (
        "乡镇履职事项清单包含基本履职事项、配合履职事项和上级部门收回事项。其中，基本履职事项139项；配合履职事项109项；上级部门收回事项44项。",
        ALL,
    ),
    ("基本履职事项139项、配合履职事项109项，共248项；上级部门收回事项44项。", ALL),
    ("全镇基本履职、配合履职和上级部门收回事项共292项。", {}),
    ("三张清单共计292项。基本履职事项139项。", {(BASIC, "items"): 139}),
    (
        "形成基本履职事项清单、配合履职事项清单、上级部门收回事项清单，3张清单的事项数分别为139、109、44项。",
        ALL,
    ),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_totals_in_many_wordings(text: str, expected: Totals) -> None:
    """The first total of a kind counts; another one of the same list does not contradict it."""
    found: Totals = {}
    for total in stated(text):
        assert found.setdefault((total.list_type, total.check), total.total) == total.total
    assert found == expected


FIGURES: list[tuple[str, dict[str, float]]] = [
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


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures_in_many_wordings(text: str, expected: dict[str, float]) -> None:
    found = facts_of(preamble(text), {}, house_rules())
    printed = {name: getattr(found, name) for name in Facts.__struct_fields__}
    assert {name: value for name, value in printed.items() if value is not None} == expected


PLACES: list[tuple[str, tuple[str | None, ...]]] = [
    (
        "青禾土家族自治县柳溪镇履职事项清单\n柳溪镇是江南省临江市青禾土家族自治县下辖镇。",
        ("江南省", "临江市", "青禾土家族自治县", "柳溪镇"),
    ),
    (
        "青禾市柳溪街道履职事项清单\n柳溪街道为江南省临江市青禾市辖街道，面积38平方公里。",
        ("江南省", "临江市", "青禾市", "柳溪街道"),
    ),
    (
        "青禾县柳溪镇履职事项清单\n柳溪镇是全国重点镇，为全县产业强镇。",
        (None, None, "青禾县", "柳溪镇"),
    ),
    (
        "新疆维吾尔自治区喀什地区巴楚县阿瓦提镇履职事项清单",
        ("新疆维吾尔自治区", "喀什地区", "巴楚县", "阿瓦提镇"),
    ),
    (
        "云南省大理白族自治州剑川县金华镇履职事项清单",
        ("云南省", "大理白族自治州", "剑川县", "金华镇"),
    ),
    (
        "云南省红河哈尼族彝族自治州建水县临安镇履职事项清单",
        ("云南省", "红河哈尼族彝族自治州", "建水县", "临安镇"),
    ),
    (
        "四川省凉山彝族自治州西昌市安宁镇履职事项清单",
        ("四川省", "凉山彝族自治州", "西昌市", "安宁镇"),
    ),
    (
        "内蒙古自治区锡林郭勒盟东乌珠穆沁旗乌里雅斯太镇履职事项清单",
        ("内蒙古自治区", "锡林郭勒盟", "东乌珠穆沁旗", "乌里雅斯太镇"),
    ),
    (
        "内蒙古自治区呼伦贝尔市鄂温克族自治旗巴彦托海镇履职事项清单",
        ("内蒙古自治区", "呼伦贝尔市", "鄂温克族自治旗", "巴彦托海镇"),
    ),
    ("北京市密云区古北口镇履职事项清单", ("北京市", None, "密云区", "古北口镇")),
    (
        "重庆市彭水苗族土家族自治县郁山镇履职事项清单",
        ("重庆市", None, "彭水苗族土家族自治县", "郁山镇"),
    ),
    ("天津市滨海新区新港街道履职事项清单", ("天津市", None, "滨海新区", "新港街道")),
    ("江苏省苏州市昆山市周市镇履职事项清单", ("江苏省", "苏州市", "昆山市", "周市镇")),
    ("广东省东莞市石龙镇履职事项清单", ("广东省", None, "东莞市", "石龙镇")),
    ("海南省三亚市吉阳区履职事项清单", ("海南省", "三亚市", "吉阳区", None)),
    (
        "河南省洛阳市瀍河回族区瀍西街道办事处履职事项清单",
        ("河南省", "洛阳市", "瀍河回族区", "瀍西街道"),
    ),
    ("贵州省贵阳市白云区都拉布依族乡履职事项清单", ("贵州省", "贵阳市", "白云区", "都拉布依族乡")),
    ("市中区光明路街道履职事项清单", (None, None, "市中区", "光明路街道")),
    ("山东省济宁市市中区光明路街道履职事项清单", ("山东省", "济宁市", "市中区", "光明路街道")),
    ("湖北省神农架林区松柏镇履职事项清单", ("湖北省", None, "神农架林区", "松柏镇")),
    (
        "新疆生产建设兵团第三师图木舒克市五十一团唐驿镇履职事项清单",
        (None, None, "图木舒克市", "唐驿镇"),
    ),
    (
        "新疆维吾尔自治区阿克苏地区库车市牙哈镇履职事项清单",
        ("新疆维吾尔自治区", "阿克苏地区", "库车市", "牙哈镇"),
    ),
    ("城关镇履职事项清单", (None, None, None, "城关镇")),
    ("县城街道履职事项清单", (None, None, None, "县城街道")),
    ("陕西省西安市高新区丈八街道履职事项清单", ("陕西省", "西安市", "高新区", "丈八街道")),
    (
        "安徽省合肥市经济技术开发区芙蓉街道履职事项清单",
        ("安徽省", "合肥市", "经济技术开发区", "芙蓉街道"),
    ),
    ("河北省雄安新区容城县容城镇履职事项清单", ("河北省", "雄安新区", "容城县", "容城镇")),
    (
        "吉林省延边朝鲜族自治州延吉市小营镇履职事项清单",
        ("吉林省", "延边朝鲜族自治州", "延吉市", "小营镇"),
    ),
    ("平昌县驷马镇乡镇履职事项清单", (None, None, "平昌县", "驷马镇")),
    ("驷马镇人民政府履职事项清单", (None, None, None, "驷马镇")),
    ("中共驷马镇委员会履职事项清单", (None, None, None, "驷马镇")),
    ("柳溪镇地处江西省赣州市宁都县东部。", ("江西省", "赣州市", "宁都县", "柳溪镇")),
    ("柳溪镇隶属于江苏省苏州市吴江区，位于长三角腹地。", ("江苏省", "苏州市", "吴江区", "柳溪镇")),
    (
        "柳溪乡位于湘西土家族苗族自治州永顺县境内。",
        (None, "湘西土家族苗族自治州", "永顺县", "柳溪乡"),
    ),
    ("柳溪街道位于滨沧区中心城区。", (None, None, "滨沧区", "柳溪街道")),
    ("柳溪镇是青禾县的南大门，位于青禾县南部。", (None, None, "青禾县", "柳溪镇")),
    ("现将《青禾县柳溪镇履职事项清单》印发给你们。", (None, None, "青禾县", "柳溪镇")),
    ("柳溪镇位于长江中游，是青禾县的南大门。", (None, None, None, "柳溪镇")),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places_in_many_wordings(text: str, expected: tuple[str | None, ...]) -> None:
    places = places_of(preamble(text), house_rules())
    names = ("province", "prefecture", "county", "township")
    assert tuple(places.get(name) for name in names) == expected
