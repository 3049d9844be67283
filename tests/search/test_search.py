"""Words are found in the items that hold them, whatever their length, and as the tables are now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from qingdan.cli import main
from qingdan.errors import BadCall
from qingdan.library import write_tables
from qingdan.model import Department, Facts
from qingdan.search.index import opened_index
from qingdan.search.query import Found, Query, found
from tests.writers import sample

Base = sqlite3.Connection
CELLS = ("category", "name", "superior_duties", "township_duties", "handling")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache: an empty folder."""
    monkeypatch.setattr("qingdan.search.index.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return tmp_path / "cache" / "search"


@pytest.fixture(scope="module")
def real(real_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setattr("qingdan.search.index.user_cache_path", lambda *_, **__: folder)
        with closing(opened_index(real_output, lambda _: None)) as base:
            yield base


def names(result: Found) -> list[str]:
    return [hit.item_id for hit in result.hits]


@pytest.mark.parametrize(
    "words",
    [
        "台账",
        "消防",
        "低保",
        "水",
        "无障碍",
        "安全生产",
        "重点",
        "消防 台账",
        "没有的词",
    ],
)
def test_items_that_hold_words(words: str, real: sqlite3.Connection, real_output: Path) -> None:
    items = pq.read_table(real_output / "items.parquet").to_pylist()
    texts = {
        i["item_id"]: "\n".join([*i["departments"], *(i[c] or "" for c in CELLS)]) for i in items
    }
    expected = {one for one, text in texts.items() if all(word in text for word in words.split())}
    result = found(real, Query((words,), limit=1000))
    assert set(names(result)) == expected
    assert result.total == len(expected)
    in_name = {i["item_id"] for i in items if all(word in i["name"] for word in words.split())}
    assert set(names(result)[: len(in_name)]) == in_name
    for hit in result.hits:
        for sentence in hit.sentences:
            assert any(word in sentence.text for word in words.split())
            assert "\n" not in sentence.text
    assert names(found(real, Query((words,), limit=1))) == names(result)[:1]


def test_a_sentence_for_each_word_comes_first(real: sqlite3.Connection) -> None:
    for hit in found(real, Query(("消防", "台账"))).hits:
        shown = "".join(sentence.text for sentence in hit.sentences)
        assert "台账" in shown + hit.name
        assert len(hit.sentences) <= 3


def test_items_are_asked_for_by_list_category_kind_and_place(tmp_path: Path) -> None:
    outcomes = []
    for name, county in (("a", "东县"), ("b", "西县")):
        body = Department(f"{county}水利局", "水利局", ((f"{county}水利局", 1),), 1, 0, 1)
        items = (
            sample.item(name, "basic", 1, name="巡查河道"),
            sample.item(name, "cooperative", 1, name="河道巡查", category="生态环保",
                        departments=(f"{county}水利局",)),
        )  # fmt: skip
        facts = Facts(province="甲省", county=county, township=f"{name}镇")
        outcomes.append(sample.extraction(name, facts=facts, items=items, departments=(body,)))
    write_tables(outcomes, tmp_path / "tables")
    with closing(opened_index(tmp_path / "tables", lambda _: None)) as base:

        def ids(**asked: str) -> list[str]:
            return names(found(base, Query(("巡查",), **asked)))  # type: ignore[arg-type]

        assert len(ids()) == 4
        assert ids(list_type="cooperative") == ["a:cooperative:001", "b:cooperative:001"]
        assert ids(category="生态") == ["a:cooperative:001", "b:cooperative:001"]
        assert ids(place="西县") == ["b:basic:001", "b:cooperative:001"]
        assert ids(place="a镇", kind="水利") == ["a:cooperative:001"]
        assert ids(kind="公安局") == []
        assert len(ids(place="甲省")) == 4
        # A place is none of the words of an item.
        assert names(found(base, Query(("甲省",)))) == []


@pytest.mark.parametrize("words", [(), ("、",), ("台账", "——"), (" ",), ('"',)])
def test_nothing_to_look_for_is_said(words: tuple[str, ...], real: sqlite3.Connection) -> None:
    with pytest.raises(BadCall, match="neither letter nor digit"):
        found(real, Query(words))


def test_query_marks_are_words_like_others(real: sqlite3.Connection) -> None:
    for words in ('台账"', "台账 OR", "name:台账", "台账*", "(台账", "NEAR(台账 消防)"):
        assert found(real, Query((words,))).total <= found(real, Query(("台账",))).total


def test_an_index_is_made_once_and_again_when_tables_change(tmp_path: Path, cache: Path) -> None:
    output = tmp_path / "tables"
    told: list[str] = []

    def count(words: str) -> int:
        with closing(opened_index(output, told.append)) as base:
            return found(base, Query((words,))).total

    with pytest.raises(BadCall, match="holds no tables"):
        count("巡查")
    write_tables([sample.extraction("a")], output)
    assert (count("巡查"), count("巡查")) == (1, 1)
    assert len(told) == 1
    write_tables([sample.extraction("a"), sample.extraction("b")], output)
    assert (count("巡查"), count("巡查")) == (2, 2)
    assert len(told) == 2
    (index,) = cache.glob("*.sqlite")
    index.write_bytes(index.read_bytes()[:5000])
    assert count("巡查") == 2
    output.rename(tmp_path / "moved")
    output = tmp_path / "moved"
    assert count("巡查") == 2
    assert len([*cache.iterdir()]) == 1  # that of the folder that is gone went with it


def test_without_a_cache_words_are_found_all_the_same(real_output: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with closing(opened_index(real_output, lambda _: None)) as base:
        assert found(base, Query(("台账",))).total == 10


def test_the_command_shows_item_place_and_sentence(
    real_output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["search", "--output", str(real_output), "台账"]
    assert main([*call, "--list", "cooperative", "--limit", "1", "--lang", "zh"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "巴楚县阿瓦提镇 配合 12 经济发展 收缴国有土地承包费",
        "    awati:cooperative:012, 第679–694行",
        "    乡镇（街道）配合职责: 2.摸排核实本镇国有土地承包户基本信息，建立«台账»并上报；",
    ]
    assert "个事项" in err
    assert main([*call, "--json", "--limit", "1"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["total"] == 10
    assert told["hits"][0]["place"].startswith("lines ")
    assert main([*call, "没有的词"]) == 1
    assert capsys.readouterr().out == ""
    assert main(["search", "--output", str(real_output), "、"]) == 2
