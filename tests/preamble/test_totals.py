"""Totals that preambles and titles of lists state, in every wording, and what is none."""

from __future__ import annotations

import pytest

from qingdan.model import Line, Section, Stated
from qingdan.preamble.totals import named_categories, stated_totals
from tests.composed import cases, lines_of
from tests.truth import house_rules

Totals = dict[tuple[str, str], int]
BASIC, COOPERATIVE, RECALL = "basic", "cooperative", "recall"


def stated(text: str, title: str = "") -> tuple[Stated, ...]:
    """Return the totals that a preamble states, and those of the title of a basic list."""
    titles = (Line(9000, title),) if title else ()
    basic = Section("basic", ("seq", "name"), titles, ())
    return stated_totals(lines_of(text), [basic], house_rules())


def named(text: str) -> tuple[str, ...]:
    """Return the categories that a preamble names."""
    return named_categories(lines_of(text), stated(text), house_rules())


def totals(text: str) -> Totals:
    """Return the totals of a preamble; none is stated twice."""
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
    found = stated("", title)
    assert [(total.list_type, total.check, total.total) for total in found] == [
        ("basic", "items", 139)
    ]


def test_a_total_says_where_it_stands() -> None:
    text = "共有基本履职\n事项 139 项。"
    (total,) = stated(text)
    assert text[total.start : total.end] == "139 项"
    assert total.quote == "139项"


def test_words_that_say_what_a_list_is_are_no_names_of_categories() -> None:
    text = "配合履职事项，指由上级部门主责、乡镇配合的职责，共4大类18项。"
    totals = {total.check: total for total in stated(text)}
    assert (totals["categories"].total, totals["categories"].names) == (4, ())
    text = "基本履职事项，即法律规定和党中央、国务院部署，由乡镇承担的事项，设十二个类别104项。"
    totals = {total.check: total for total in stated(text)}
    assert (totals["categories"].total, totals["categories"].names) == (12, ())


HUGE = {
    "a point": "基本履职事项3.5项。",
    "a comma behind": "基本履职事项3,项。",
    "more digits than an integer may have": f"基本履职事项{'1' * 5000}项。",
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_odd_figures_are_no_totals(text: str) -> None:
    titled = stated("", text.replace("事项", "事项清单（") + "）")
    assert all(total.total < 10**9 for total in (*stated(text), *titled))


# --- names of categories --------------------------------------------------------------------------


def test_categories_that_are_named_without_a_total_are_vocabulary() -> None:
    found = named("基本履职事项9项，类别为党的建设、边民互市。")
    assert found == ("党的建设", "边民互市")


def test_categories_with_totals_of_their_own_are_named() -> None:
    found = named("基本履职事项（10项）：边民互市5项；草场管护3项；口岸服务2项。")
    assert found == ("边民互市", "草场管护", "口岸服务")


SAID = {
    "sentences": ("即由上级部门承担主责、需要本镇配合的事项，共2大类、3项", ()),
    "names behind more": (
        "共2大类、3项，涉及4家单位，分别是边民互市、草场管护",
        ("边民互市", "草场管护"),
    ),
    "both": (
        "即由上级部门承担主责、需要本镇配合的事项，共2大类，包括边民互市、草场管护",
        ("边民互市", "草场管护"),
    ),
    "names like sentences": (
        "包括经济发展、对外开放、应急管理3类",
        ("经济发展", "对外开放", "应急管理"),
    ),
}


@pytest.mark.parametrize(("text", "names"), cases(SAID))
def test_what_a_list_is_names_no_category(text: str, names: tuple[str, ...]) -> None:
    assert named(f"配合履职事项清单：{text}。") == names


def test_totals_are_no_names_of_categories() -> None:
    assert named("基本履职事项清单、配合履职事项清单分别为30项、20项。") == ()


# --- many wordings --------------------------------------------------------------------------------

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
        ALL
        | {(BASIC, "categories"): 21, (COOPERATIVE, "categories"): 18, (RECALL, "categories"): 10},
    ),
    (
        (
            "清单 类别 项数\n基本履职事项清单 21个 139项\n配合履职事项清单 18个 109项\n"
            "上级部门收回事项清单 10个 44项\n合计 49个 292项"
        ),
        ALL
        | {(BASIC, "categories"): 21, (COOPERATIVE, "categories"): 18, (RECALL, "categories"): 10},
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
