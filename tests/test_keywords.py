"""Keywords: which words an item gets, against a reviewed list, and jieba as the reference."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

from qingdan.extraction import extract
from qingdan.keywords import MOST, NAMING, WHOLE, with_keywords, words_of
from qingdan.model import Item
from qingdan.options import Options
from tests.truth import ROOT, TOWNSHIPS, house_rules
from tests.writers import sample

REVIEWED = ROOT / "tests" / "keywords.csv"


def keywords(name: str, duties: Sequence[str] = (), others: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the keywords of an item, in a document whose other items have these names."""
    clauses = tuple(sample.clause(place, text) for place, text in enumerate(duties, 1))
    items = [sample.item("a", "basic", 1, name=name, clauses=clauses)]
    items += [sample.item("a", "basic", n, name=one, clauses=()) for n, one in enumerate(others, 2)]
    return with_keywords(items, house_rules())[0].keywords


@pytest.mark.parametrize(
    ("name", "duties", "expected"),
    [
        ("开展残疾人供热工作", [], ("残疾人", "供热")),
        ("燃气安全", ["检查瓶装液化气、燃气", "燃气"], ("燃气安全", "燃气")),
        ("湿地", ["湿地水质", "渔船", "渔船与水质", "水质"], ("湿地", "水质", "渔船")),
        ("“双拥”工作", [], ("双拥",)),
    ],
)
def test_words_of_the_name_come_before_those_that_the_duties_repeat(
    name: str, duties: list[str], expected: tuple[str, ...]
) -> None:
    assert keywords(name, duties) == expected


def test_no_item_has_more_than_the_most() -> None:
    name = "、".join(word for word in house_rules().words[: MOST * 2] if len(word) > 3)
    assert len(keywords(name)) == MOST


@pytest.mark.parametrize("word", ["不少", "日前", "当场", "深入", "立即", "本镇", "其他", "关于"])
def test_words_that_name_nothing_are_no_keywords(word: str) -> None:
    assert keywords(f"{word}救助残疾人", [f"{word}救助", f"{word}救助"]) == ("救助", "残疾人")


@pytest.mark.parametrize(
    "term",
    [
        "新时代中国特色社会主义思想",
        "一卡通",
        "网格员",
        "烟花爆竹",
        "农药包装废弃物",
        "12345政务服务便民热线",
    ],
)
def test_terms_of_the_rules_are_whole(term: str) -> None:
    assert keywords(f"深入落实{term}各项工作") == (term,)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("推广“菌菇贷”", ("菌菇贷",)),
        ("推行“五个好”、“回头看”", ("五个好",)),
        ("完善“141”体系", ()),
        ("评选“好媳妇、好婆婆”", ()),
    ],
)
def test_what_a_name_has_in_quotation_marks_is_a_word(name: str, expected: tuple[str, ...]) -> None:
    assert [word for word in keywords(name) if f"“{word}”" in name] == list(expected)
    assert set(keywords(name)) - set(expected) <= {"媳妇", "婆婆"}


def test_a_word_that_no_dictionary_has_is_learned_from_names_that_repeat_it() -> None:
    others = ["选优嘎查村班子", "嘎查村账目公开"]
    assert keywords("建强嘎查村党组织", others=others) == ("嘎查村", "党组织")
    assert "嘎查村" not in keywords("建强嘎查村党组织")
    apart = ["嘎，牛", "嘎，羊", "嘎，马", "嘎，驼"]
    assert "嘎查村" not in keywords("建强嘎查村党组织", others=[*others, *apart])


def test_what_one_document_has_taught_is_not_known_to_the_next() -> None:
    assert "嘎查村" in keywords("建强嘎查村党组织", others=["嘎查村班子", "嘎查村账目"])
    assert "嘎查村" not in keywords("建强嘎查村党组织")


def test_bodies_are_in_columns_of_their_own() -> None:
    assert keywords("协助县农业农村局、县委宣传部工作", ["县水利局", "县水利局"]) == ()


def test_no_word_is_both_kept_and_left_out() -> None:
    rules = house_rules()
    assert {*rules.words} & rules.stopwords == set()


# --- the reviewed list -----------------------------------------------------------------------


class Reviewed(NamedTuple):
    """What a person would filter an item by.

    One word of each group in `wanted` has to be there; those of `also` may be. Any other is noise.
    """

    item_id: str
    wanted: list[set[str]]
    also: set[str]


def reviewed() -> list[Reviewed]:
    with REVIEWED.open(encoding="utf-8", newline="") as file:
        return [
            Reviewed(
                row["item_id"],
                [{*group.split("/")} for group in row["wanted"].split("、")],
                {*row["also"].split("、")},
            )
            for row in csv.DictReader(file)
        ]


@cache
def items_of(document: str) -> dict[str, Item]:
    """Return all items of a document by id."""
    township = TOWNSHIPS / document / "list.docx"
    path = township if township.exists() else ROOT / "raw" / f"{document}.txt"
    items = extract(path, document, house_rules(), Options()).items
    return {item.item_id: item for item in items}


DOCUMENTS = ("awati", *sorted(path.name for path in TOWNSHIPS.iterdir()))


def test_the_reviewed_words_stand_and_few_others() -> None:
    known = {key: item for document in DOCUMENTS for key, item in items_of(document).items()}
    items = [(one, {*known[one.item_id].keywords}) for one in reviewed()]
    assert len(items) == 60
    assert len({one.item_id.partition(":")[0] for one, _ in items}) == len(DOCUMENTS)
    missing = [group for one, found in items for group in one.wanted if not group & found]
    noise = [
        (one.item_id, word)
        for one, found in items
        for word in found - one.also - set[str]().union(*one.wanted)
    ]
    assert len(missing) <= 0.1 * sum(len(one.wanted) for one, _ in items), missing
    assert len(noise) <= 0.1 * sum(len(found) for _, found in items), noise


# --- jieba is the reference ------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")  # jieba 0.42 has invalid escapes and pkg_resources
def test_texts_are_cut_as_jieba_cuts_them(tmp_path: Path) -> None:
    import jieba

    reference, rules = jieba.Tokenizer(), house_rules()
    reference.tmp_dir = str(tmp_path)
    for word in (*rules.words, *sorted(rules.department_names)):
        frequency = max(WHOLE, reference.suggest_freq(word))
        reference.total -= reference.FREQ.get(word, 0)  # jieba would count a word it has twice
        reference.add_word(word, frequency, NAMING[0])
    texts = ["", "一网通办APP 3.0版（试行）", "①网格员，②💧水费；", "㐀𠀀镇", "“一卡通”+"]
    for item in chain.from_iterable(items_of(document).values() for document in DOCUMENTS):
        texts += [item.name, *(clause.text for clause in item.clauses)]
    assert len(texts) > 2000
    cut = list(words_of(rules).cut(texts))
    assert cut == [list(reference.cut(text, HMM=False)) for text in texts]


@pytest.mark.parametrize("space", ["\n", "\r\n", "\r", " ", "\u3000", "\x1e", "\u2028", "\n \n"])
def test_white_space_parts_words_not_texts(space: str) -> None:
    texts = [f"残疾{space}人", space, f"{space}就业{space}"]
    assert list(words_of(house_rules()).cut(texts)) == [["残疾", " ", "人"], [], ["就业"]]
