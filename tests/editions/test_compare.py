"""`qingdan compare` on 40 made-up townships: the table that it writes, and what it tells."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from qingdan.cli import main
from qingdan.library import write_tables
from qingdan.model import Facts, Warning
from qingdan.review.columns import cells
from tests.composed import MODEL
from tests.writers import sample

LEAST_F1 = 0.85
Row = dict[str, Any]


@pytest.fixture(scope="module")
def matches(townships_output: Path) -> list[Row]:
    rows: list[Row] = pq.read_table(townships_output / "matches.parquet").to_pylist()
    return rows


@pytest.fixture(scope="module")
def told(townships_output: Path) -> Row:
    """What `--json` said."""
    report: Row = json.loads(townships_output.with_name("told.json").read_text("utf-8"))
    return report


def pairs(labels: Iterable[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def test_items_of_one_origin_are_one_group(townships_output: Path, matches: list[Row]) -> None:
    truth = json.loads(townships_output.with_name("truth.json").read_text("utf-8"))
    origins = {(row["document_id"], row["list_type"], row["seq"]): row["origin"] for row in truth}
    labels = [
        origins[row["document_id"], row["list_type"], int(row["item_id"].rsplit(":", 1)[1])]
        for row in matches
    ]
    groups = [row["group_id"] for row in matches]
    right = pairs(zip(groups, labels, strict=True))
    precision, recall = right / pairs(groups), right / pairs(labels)
    assert len(matches) == len(truth) > 3000
    assert 2 * precision * recall / (precision + recall) >= LEAST_F1


def test_every_item_is_in_one_group_with_one_leader(
    townships_output: Path, matches: list[Row]
) -> None:
    items = pq.read_table(townships_output / "items.parquet", columns=["item_id"])
    assert [row["item_id"] for row in matches] == items["item_id"].to_pylist()
    leaders = [row["group_id"] for row in matches if row["leader"]]
    assert sorted(leaders) == [*range(1, len(leaders) + 1)]
    assert {row["group_id"] for row in matches} == {*leaders}
    assert all(row["score"] == 1 and row["sure"] for row in matches if row["leader"])
    lists = {(row["group_id"], row["list_type"]) for row in matches}
    assert len(lists) == len(leaders)


def test_shared_clauses_are_those_of_the_leader(townships_output: Path, matches: list[Row]) -> None:
    clauses = Counter(pq.read_table(townships_output / "clauses.parquet")["item_id"].to_pylist())
    assert all(row["clauses"] == clauses[row["item_id"]] for row in matches)
    assert all(row["shared_clauses"] <= row["clauses"] for row in matches)
    assert all(row["shared_clauses"] == row["clauses"] for row in matches if row["leader"])
    others = [row for row in matches if not row["leader"] and row["clauses"]]
    same = sum(row["shared_clauses"] == row["clauses"] for row in others)
    assert 0.85 < same / len(others) < 1  # a leader says what most say


def test_the_table_is_described_with_the_rest(townships_output: Path) -> None:
    package = json.loads((townships_output / "datapackage.json").read_text("utf-8"))
    own = {one["name"]: one for one in package["resources"] if one["path"].startswith("matches")}
    assert {*own} == {"matches", "matches-parquet"}
    fields = [field["name"] for field in own["matches"]["schema"]["fields"]]
    assert fields == pq.read_schema(townships_output / "matches.parquet").names
    assert len(package["sources"]) == 40
    assert {"matches.csv", "matches.parquet", "items.csv"} < {*package["files"]}
    assert "## matches" in (townships_output / "README.md").read_text("utf-8")


# --- what is told -------------------------------------------------------------------------------


def holders(matches: list[Row], group: int) -> set[str]:
    return {row["document_id"] for row in matches if row["group_id"] == group}


def test_counts(told: Row, matches: list[Row]) -> None:
    assert (told["documents"], told["townships"], told["unread"]) == (40, 40, [])
    assert told["items"] == len(matches)
    assert told["groups"] == len({row["group_id"] for row in matches})
    assert told["unsure"] == sum(not row["sure"] for row in matches)


def test_what_a_township_lacks_most_others_of_its_county_have(
    townships_output: Path, told: Row, matches: list[Row]
) -> None:
    documents = pq.read_table(townships_output / "documents.parquet").to_pylist()
    towns = {(one["province"], one["county"], one["township"]): one for one in documents}
    assert len(told["lacking"]) > 100
    for one in told["lacking"]:
        town = towns[tuple(one["township"])]
        county = {o["document_id"] for o in documents if o["county"] == town["county"]}
        having = holders(matches, one["group"]["number"]) & county
        assert town["document_id"] not in having
        assert (len(having), one["others"]) == (one["having"], 9)
        assert one["having"] >= 6
        assert one["among"] == "county"


def test_townships_alone_in_their_county_are_compared_in_their_province_or_with_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes = []
    for place in ("甲省/东县", "甲省/西县", "甲省/南县", "乙省/北县"):
        province, county = place.split("/")
        names = {"东县": ("巡查河道",), "北县": ("征兵",)}.get(county, ("巡查河道", "防溺水"))
        items = tuple(
            sample.item(county, "basic", seq, name=name) for seq, name in enumerate(names, 1)
        )
        doubt = Warning("unplaced_text", "error", "?", item_id=f"{county}:basic:001")
        warnings = (doubt,) if county in ("东县", "北县") else ()
        facts = Facts(province=province, county=county, township="某镇")
        outcomes.append(sample.extraction(county, facts=facts, items=items, warnings=warnings))
    write_tables(outcomes, tmp_path / "tables")
    assert main(["compare", str(tmp_path / "tables"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    lacking = [
        (one["township"][1], one["group"]["name"], one["having"], one["others"], one["among"])
        for one in told["lacking"]
    ]
    assert sorted(lacking) == [
        ("东县", "防溺水", 2, 2, "province"),
        ("北县", "巡查河道", 3, 3, "all"),
        ("北县", "防溺水", 2, 3, "all"),
    ]
    # A name that is flagged is marked, and leads no group that has one which is not.
    flagged = {one["group"]["name"]: one["group"]["flagged"] for one in told["lacking"]}
    assert flagged == {"防溺水": False, "巡查河道": False}
    assert [one["group"]["flagged"] for one in told["alone"]] == [True]
    assert main(["compare", str(tmp_path / "tables"), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert " ! 征兵" in out
    assert "2 of 2 others of the province have it" in out


def test_what_one_township_has_no_other_has(told: Row, matches: list[Row]) -> None:
    single = [group for group in {row["group_id"] for row in matches}
              if len(holders(matches, group)) == 1]  # fmt: skip
    assert sorted(one["group"]["number"] for one in told["alone"]) == sorted(single)


def test_the_most_different_duties_come_first(told: Row) -> None:
    shares = [one["shared"] / one["clauses"] for one in told["differing"]]
    assert shares == sorted(shares)
    assert shares[0] < 1


def test_load_of_a_kind_of_departments(townships_output: Path, told: Row) -> None:
    rows = pq.read_table(townships_output / "departments.parquet").to_pylist()
    own = [row for row in rows if row["kind"] == "公安局"]
    (load,) = [one for one in told["load"] if one["kind"] == "公安局"]
    assert load["townships"] == len({row["document_id"] for row in own})
    assert load["cooperative_items"] == sum(row["cooperative_items"] for row in own)
    assert load["recall_items"] == sum(row["recall_items"] for row in own)
    assert 0 < load["fewest_items"] <= load["most_items"]


# --- the command --------------------------------------------------------------------------------


@pytest.fixture
def copied(townships_output: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(townships_output, tmp_path / "townships"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_printed_fits_the_terminal(
    copied: Path,
    language: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["compare", str(copied), "--lang", language]) == 0
    out = capsys.readouterr().out
    title = {"en": "What only one township has", "zh": "只有一个乡镇有的事项"}[language]
    assert title in out
    assert max(map(cells, out.splitlines())) <= 60


def test_the_same_input_gives_the_same_bytes(copied: Path, townships_output: Path) -> None:
    assert main(["compare", str(copied), "--json"]) == 0
    for name in ("matches.parquet", "matches.csv", "datapackage.json", "README.md"):
        assert (copied / name).read_bytes() == (townships_output / name).read_bytes()


def test_duties_of_a_group(
    copied: Path, told: Row, matches: list[Row], capsys: pytest.CaptureFixture[str]
) -> None:
    group = told["differing"][0]["number"]
    assert main(["compare", str(copied), "--group", str(group), "--json"]) == 0
    duties = json.loads(capsys.readouterr().out)
    own = {row["item_id"]: row for row in matches if row["group_id"] == group}
    assert own[duties["leader"]["item_id"]]["leader"]
    assert duties["leader"]["clauses"] == []
    assert {one["item_id"] for one in duties["members"]} | {duties["leader"]["item_id"]} == {*own}
    for one in duties["members"]:
        row = own[one["item_id"]]
        other = sum(change["kind"] != "removed" for change in one["clauses"])
        assert row["clauses"] - row["shared_clauses"] == other
    main(["compare", str(copied), "--group", str(group), "--lang", "en"])
    assert "the others are compared with this one" in capsys.readouterr().out


def test_another_run_takes_the_table_away(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(MODEL, "utf-8")
    assert main(["extract", str(tmp_path / "a.txt"), "--output", str(copied), "--quiet"]) == 0
    assert [*copied.glob("matches*")] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [("items.csv", "holds items.csv, which was changed"), (None, "there is no such group")],
)
def test_what_cannot_be_done_is_told(
    copied: Path, name: str | None, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if name:
        (copied / name).write_text("mine", "utf-8")
        assert main(["compare", str(copied), "--lang", "en"]) == 2
        assert (copied / name).read_text("utf-8") == "mine"
    else:
        assert main(["compare", str(copied), "--group", "99999", "--lang", "en"]) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_tables_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(tmp_path), "--lang", "en"]) == 2
    assert "there is no such file" in capsys.readouterr().err


def test_what_was_not_read_is_told_as_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(MODEL, "utf-8")
    (tmp_path / "raw" / "b.txt").write_bytes(b"\x00\x01")
    output = str(tmp_path / "output")
    main(["extract", str(tmp_path / "raw"), "--output", output, "--quiet"])
    capsys.readouterr()
    assert main(["compare", output, "--lang", "en"]) == 2
    assert "b.txt is not compared: it could not be read" in capsys.readouterr().out
