"""Preambles, tables of totals and titles as townships of many provinces word them."""

from __future__ import annotations

import pytest

from qingdan.model import Line, ListType, Section
from qingdan.preamble.totals import stated_totals
from tests.composed import lines_of
from tests.truth import house_rules

# What is stated: items, categories and departments of a list, None where nothing is said.
Total = int | None
Said = tuple[Total, Total, Total]
NONE: Said = (None, None, None)


def said(basic: Said = NONE, cooperative: Said = NONE, recall: Said = NONE) -> dict[str, Said]:
    return {"basic": basic, "cooperative": cooperative, "recall": recall}


ITEMS = said((18, None, None), (12, None, None), (6, None, None))
ALL = said((18, 5, None), (12, 4, 15), (6, 3, 5))
WORDINGS: dict[str, tuple[str, dict[str, Said]]] = {
    "what a number of items is": (
        "其中18项为基本履职事项，12项属于配合履职事项，6项列入上级部门收回事项。",
        ITEMS,
    ),
    "categories in a later sentence, names first": (
        (
            "基本履职事项（18项）。含党的建设、经济发展、民生服务、平安法治、综合政务，共5类。"
            "配合履职事项（12项）。含生态环保、自然资源、城乡建设、交通运输，计4类，涉及15个部门。"
            "上级部门收回事项（6项）。归为民政、卫生健康、应急管理3类，由5个部门承接。"
        ),
        ALL,
    ),
    "categories in a later sentence, names last": (
        (
            "基本履职事项。梳理职责18项，分5类，即党的建设、经济发展、民生服务、平安法治、综合政务。"
            "配合履职事项。职责12项。上级部门收回事项。职责6项。"
        ),
        said((18, 5, None), (12, None, None), (6, None, None)),
    ),
    "below a table of contents": (
        (
            "目录\n一、基本情况……1\n二、基本履职事项清单……2\n三、配合履职事项清单……9\n"
            "四、上级部门收回事项清单……31\n清单共列36项：基本履职事项18项，配合履职事项12项，收回事项6项。"
        ),
        ITEMS,
    ),
    "a table of contents, numbers in brackets": (
        (
            "（一）基本履职事项清单\n（二）配合履职事项清单\n（三）上级部门收回事项清单\n"
            "经梳理，清单共36项。"
        ),
        said(),
    ),
    "in brackets, 项 in each": (
        "编制履职事项清单三张：基本履职事项清单（5类18项）、配合履职事项清单（4类12项，涉及15个部门）、上级部门收回事项清单（3类6项，涉及5个部门）。",
        ALL,
    ),
    "figures first, with 涉及": (
        "梳理基本履职事项18项，涉及5个类别；配合履职事项12项，涉及4个类别、15个部门；收回上级部门事项6项，涉及3个类别、5个部门。",
        ALL,
    ),
    "Chinese numerals": (
        "基本履职事项十八项，分为五大类；配合履职事项十二项，分为四大类，涉及十五个县直部门；上级部门收回事项六项，分为三大类，由五个部门承接。",
        ALL,
    ),
    "其中, sum first": (
        "履职事项共36项，其中基本履职事项18项、配合履职事项12项、上级部门收回事项6项。",
        ITEMS,
    ),
    "sum last": (
        "基本履职事项18项，配合履职事项12项，上级部门收回事项6项，三张清单合计36项。",
        ITEMS,
    ),
    "respectively": (
        "基本履职事项清单、配合履职事项清单、上级部门收回事项清单分别列入事项18项、12项、6项。",
        ITEMS,
    ),
    "respectively, with the sum": (
        "三张清单共列明履职事项36项，基本履职、配合履职、收回事项分别为18项、12项和6项。",
        ITEMS,
    ),
    "respectively, of categories": (
        "基本履职事项、配合履职事项、上级部门收回事项分别有18项、12项、6项，分别涉及5个、4个、3个类别。",
        said((18, 5, None), (12, 4, None), (6, 3, None)),
    ),
    "kinds of items": (
        "基本履职事项清单18项；配合履职事项清单12项，其中A类8项、B类4项，涉及15个部门；上级部门收回事项清单6项。",
        said((18, None, None), (12, None, 15), (6, None, None)),
    ),
    "kinds before the total": (
        "配合履职事项按配合方式分A类8项、B类4项，共12项。基本履职事项18项。收回事项6项。",
        ITEMS,
    ),
    "a category's own count first": (
        "基本履职事项中，党的建设8项、经济发展10项，合计18项；配合履职事项中，平安法治12项，合计12项；收回事项6项。",
        ITEMS,
    ),
    "departments behind": (
        "配合履职事项共12项，涉及县级部门（单位）15个；上级部门收回事项共6项，涉及县级部门（单位）5个。",
        said(NONE, (12, None, 15), (6, None, 5)),
    ),
    "departments by name": (
        "配合履职事项12项，对应县委社会工作部、县公安局、县应急管理局等15个部门；收回事项6项，由县住房和城乡建设局等5家单位承接。",
        said(NONE, (12, None, 15), (6, None, 5)),
    ),
    "departments, of both lists": (
        "其中，配合履职事项涉及15个部门，上级部门收回事项涉及5个部门。",
        said(NONE, (None, None, 15), (None, None, 5)),
    ),
    "a list a line": (
        "1.基本履职事项：18项，5个类别。\n2.配合履职事项：12项，4个类别，对应部门15个。\n3.上级部门收回事项：6项，3个类别，承接部门5个。",
        ALL,
    ),
    "headings, sentences below": (
        "（一）基本履职事项清单\n本清单共5类18项。\n（二）配合履职事项清单\n本清单共4类12项，涉及15个部门。\n（三）上级部门收回事项清单\n本清单共3类6项，涉及5个部门。",
        ALL,
    ),
    "该清单": (
        "基本履职事项清单是乡镇应当履行的职责，该清单包括5个方面18项。配合履职事项清单由部门牵头，该清单包括4个方面12项，涉及15个部门。",
        said((18, 5, None), (12, 4, 15)),
    ),
    "条": ("梳理形成基本履职事项18条、配合履职事项12条、收回事项6条。", ITEMS),
    "个事项": (
        "基本履职事项清单包含18个事项；配合履职事项清单包含12个事项；上级部门收回事项清单包含6个事项。",
        ITEMS,
    ),
    "before the name, 项 with 的": (
        "明确了18项乡镇基本履职事项、12项乡镇配合履职事项、6项上级部门收回事项。",
        ITEMS,
    ),
    "before the name, with categories": (
        "最终形成5类18项基本履职事项、4类12项配合履职事项、3类6项上级部门收回事项。",
        said((18, 5, None), (12, 4, None), (6, 3, None)),
    ),
    "保留": (
        "经梳理，基本履职事项保留18项，配合履职事项明确12项，上级部门收回事项6项。",
        ITEMS,
    ),
    "reduced": (
        "基本履职事项由原来的42项压减为18项，配合履职事项由30项优化为12项，收回6项由上级部门承担的事项。",
        ITEMS,
    ),
    "percentages": (
        "基本履职事项18项，占50%；配合履职事项12项，占33.3%；上级部门收回事项6项，占16.7%。",
        ITEMS,
    ),
    "other figures around": (
        "全镇辖18个村、2个社区，设6个内设机构，编制46名。2025年计划实施项目12项。基本履职事项18项，配合履职事项12项，收回事项6项。",
        ITEMS,
    ),
    "figures of villages behind": (
        "基本履职事项18项。全镇现有企业6家，5个部门派驻机构，下辖12个村。",
        said((18, None, None)),
    ),
    "sum of two": (
        "基本履职事项18项、配合履职事项12项，两张清单共30项，另有上级部门收回事项6项。",
        ITEMS,
    ),
    "sum of all departments": (
        "三张清单共36项，涉及20个部门。基本履职事项18项，配合履职事项12项，收回事项6项。",
        ITEMS,
    ),
    "nothing but a sum": (
        "本清单由基本履职事项、配合履职事项、上级部门收回事项组成，共36项。",
        said(),
    ),
    "categories by name": (
        "基本履职事项清单共18项，分为党的建设、经济发展、民生服务、平安法治、乡村振兴五个类别。",
        said((18, 5, None)),
    ),
    "一是 二是": (
        "一是基本履职事项，共18项，涵盖5个领域。二是配合履职事项，共12项，涵盖4个领域，对应15个部门。三是收回事项，共6项，涵盖3个领域，由5个部门承接。",
        ALL,
    ),
    "spaces around figures": (
        "基本履职事项 18 项、配合履职事项 12 项、上级部门收回事项 6 项，共 36 项。",
        ITEMS,
    ),
    "stages and rounds": (
        "经过3轮征求意见、2次审核，分4个阶段，基本履职事项清单共18项。",
        said((18, None, None)),
    ),
    "first, second": (
        "第一部分为基本履职事项，计18项；第二部分为配合履职事项，计12项；第三部分为上级部门收回事项，计6项。",
        ITEMS,
    ),
    "a plan": (
        "到2026年，力争再收回事项10项。基本履职事项18项。",
        said((18, None, None)),
    ),
    "an ordinal": ("基本履职事项第18项与配合履职事项第12项由镇办公室负责解释。", said()),
    "the whole, by its title": (
        "《柏溪镇履职事项清单》共36项，包括基本履职事项18项、配合履职事项12项、上级部门收回事项6项。",
        ITEMS,
    ),
    "a row a list": (
        (
            "清单类别 事项数 类别数\n"
            "基本履职事项 18 5\n配合履职事项 12 4\n上级部门收回事项 6 3\n合计 36 12"
        ),
        said((18, 5, None), (12, 4, None), (6, 3, None)),
    ),
    "a cell a line": (
        "清单名称\n类别数\n事项数\n涉及部门数\n基本履职事项清单\n5\n18\n—\n配合履职事项清单\n4\n12\n15\n上级部门收回事项清单\n3\n6\n5\n合计\n12\n36\n20",
        ALL,
    ),
    "a number before each row": (
        (
            "序号 清单名称 事项数\n"
            "1 基本履职事项清单 18\n2 配合履职事项清单 12\n3 上级部门收回事项清单 6\n合计 36"
        ),
        ITEMS,
    ),
    "units in the cells": (
        "清单 类别 项数\n基本履职事项 5类 18项\n配合履职事项 4类 12项\n收回事项 3类 6项",
        said((18, 5, None), (12, 4, None), (6, 3, None)),
    ),
    "lists side by side": (
        "基本履职事项 配合履职事项 上级部门收回事项\n事项数量 18 12 6\n类别数量 5 4 3",
        said((18, 5, None), (12, 4, None), (6, 3, None)),
    ),
    "lists side by side, sums": (
        "类别\n基本履职事项\n配合履职事项\n收回事项\n党的建设\n8\n2\n1\n民生服务\n10\n10\n5\n合计\n18\n12\n6",
        ITEMS,
    ),
    "a name broken in its cell": (
        "清单类别 事项数\n基本履职\n事项 18\n配合履职\n事项 12\n上级部门\n收回事项 6",
        ITEMS,
    ),
    "units where the words above are others": (
        "清单 内容 范围\n基本履职事项清单 18项 5类\n配合履职事项清单 12项 4类\n收回清单 6项 3类",
        said((18, 5, None), (12, 4, None), (6, 3, None)),
    ),
    "an unknown column": (
        "清单 事项数 页码\n基本履职事项清单 18 1\n配合履职事项清单 12 5\n收回事项清单 6 9",
        said(),
    ),
    "figures right behind names": (
        "清单类别事项数类别数\n基本履职事项18 5\n配合履职事项12 4\n收回事项6 3\n合计36—",
        said((18, 5, None), (12, 4, None), (6, 3, None)),
    ),
    "belonging to categories": (
        "一、基本履职事项十八项，分属五类；二、配合履职事项十二项，分属四类；三、上级部门收回事项六项，分属三类。",
        said((18, 5, None), (12, 4, None), (6, 3, None)),
    ),
    "a table of contents": (
        "目录\n基本履职事项清单 1\n配合履职事项清单 9\n上级部门收回事项清单 20",
        said(),
    ),
}


@pytest.mark.parametrize(("text", "expected"), WORDINGS.values(), ids=WORDINGS)
def test_totals_as_townships_word_them(text: str, expected: dict[str, Said]) -> None:
    assert read(text) == expected


def read(text: str, title: str = "", kind: ListType = "basic") -> dict[str, Said]:
    """Return the first total of each kind that a preamble, or the title of a list, states."""
    lists = [Section(kind, ("seq", "name"), (Line(9000, title),), ())] if title else []
    found: dict[tuple[str, str], int] = {}
    for total in stated_totals(lines_of(text), lists, house_rules()):
        found.setdefault((total.list_type, total.check), total.total)
    return {
        name: (
            found.get((name, "items")),
            found.get((name, "categories")),
            found.get((name, "departments")),
        )
        for name in ("basic", "cooperative", "recall")
    }


TITLES: dict[str, tuple[str, Said]] = {
    "items": ("柏溪镇配合履职事项清单（共12项）", (12, None, None)),
    "categories, too": ("二、配合履职事项清单（4类12项）", (12, 4, None)),
    "departments, too": ("配合履职事项清单（12项，涉及15个部门）", (12, None, 15)),
    "Chinese numerals": ("附件2：配合履职事项清单（共四类十二项）", (12, 4, None)),
    "without brackets": ("配合履职事项清单12项", (12, None, None)),
    "of the town's level": ("3个镇配合履职事项清单", NONE),
    "none": ("配合履职事项清单（2025年版）", NONE),
    "a batch": ("配合履职事项清单（第二批）", NONE),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.values(), ids=TITLES)
def test_totals_of_titles_as_townships_word_them(title: str, expected: Said) -> None:
    assert read("", title, "cooperative") == said(cooperative=expected)


def test_a_count_is_no_name_of_a_category() -> None:
    found = stated_totals(lines_of("收回事项三项，分属二类。"), (), house_rules())
    assert [(total.check, total.names) for total in found] == [("items", ()), ("categories", ())]
