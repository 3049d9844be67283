"""The database answers in SQL what the tables say; the lines are the items with their clauses."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from qingdan.cli import main
from qingdan.exports.bigrams import words_to_phrase
from qingdan.exports.lines import write_lines
from qingdan.library import write_tables
from qingdan.model import Facts
from qingdan.writers import files
from qingdan.writers.schema import TABLES
from qingdan.writers.table import Table
from tests.writers import sample

WORDS = (
    "台账",
    "消防",
    "低保",
    "无障碍",
    "安全生产",
    "水",
    "账",
    "残疾人证",
    "0",
    "2025",
    "不会有的词",
)


@pytest.fixture(scope="module")
def folder(real_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("exports") / "database"
    assert main(["export", str(real_output), "--to", "sqlite", "--into", str(into)]) == 0
    return into


@pytest.fixture(scope="module")
def base(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "qingdan.sqlite")) as connection:
        yield connection


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_every_value(table: Table, base: sqlite3.Connection, real_output: Path) -> None:
    names = [column.name for column in table.columns]
    listed = [column.name for column in table.columns if column.type.startswith("list<")]
    columns = ", ".join(f'"{name}"' for name in names)
    rows = [
        dict(zip(names, row, strict=True))
        for row in base.execute(f"SELECT {columns} FROM {table.name}")
    ]
    for row in rows:
        row.update({name: json.loads(row[name]) for name in listed})
    assert rows == pq.read_table(real_output / f"{table.name}.parquet").to_pylist()


def test_keys_hold(base: sqlite3.Connection) -> None:
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    keys = base.execute("SELECT \"table\" FROM pragma_foreign_key_list('clauses')").fetchall()
    assert {name for (name,) in keys} == {"documents", "items"}


def holds(base: sqlite3.Connection, words: str) -> list[str]:
    """The ids of items of which a cell holds words, found without an index."""
    cells = ["category", "name", "departments", "superior_duties", "township_duties", "handling"]
    is_there = " OR ".join(f"instr({cell}, ?1)" for cell in cells)
    rows = base.execute(f"SELECT item_id FROM items WHERE {is_there} ORDER BY fts_id", (words,))
    return [one for (one,) in rows]


@pytest.mark.parametrize("words", WORDS)
def test_words_of_any_length_are_found(words: str, base: sqlite3.Connection) -> None:
    query = "SELECT item_id FROM items JOIN items_fts f ON fts_id = f.rowid WHERE items_fts MATCH ?"
    found = [one for (one,) in base.execute(query, (words_to_phrase(words),))]
    if words.isdigit():  # a number is a word: 2 is not found in 2025
        assert set(found) <= set(holds(base, words))
    else:
        assert found == holds(base, words)


@pytest.mark.parametrize("words", ["台账", "无障碍", "水", '"', "消防"])
def test_the_query_for_datasette_finds_the_same(
    words: str, base: sqlite3.Connection, folder: Path
) -> None:
    metadata: dict[str, Any] = json.loads((folder / "metadata.json").read_text("utf-8"))
    database = metadata["databases"]["qingdan"]
    sql = database["queries"]["search"]["sql"]
    found = [row[2] for row in base.execute(sql, {"words": words})]
    assert found == ([] if words == '"' else holds(base, words))
    assert database["tables"]["items"]["fts_table"] == "items_fts"
    there = {name for (name,) in base.execute("SELECT name FROM sqlite_master")}
    assert set(database["tables"]) - {"matches"} <= there
    assert "事项名称 / Name" in database["tables"]["items"]["columns"]["name"]


def test_views_join_what_belongs_together(base: sqlite3.Connection) -> None:
    counts = {
        name: base.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in (
            "items_of_townships",
            "clauses_of_items",
            "departments_of_items",
            "open_doubts",
        )
    }
    named = base.execute("SELECT sum(json_array_length(departments)) FROM items").fetchone()[0]
    assert counts == {
        "items_of_townships": 292,
        "clauses_of_items": 871,
        "departments_of_items": named,
        "open_doubts": 0,
    }
    assert base.execute("SELECT DISTINCT township FROM items_of_townships").fetchall() == [
        ("阿瓦提镇",)
    ]


def test_lines_are_items_with_their_clauses(
    real_output: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    into = tmp_path / "lines"
    assert main(["export", str(real_output), "--to", "jsonl", "--into", str(into)]) == 0
    assert capfdbinary.readouterr().out.decode() == f"{into}\n"
    lines = (into / "items.jsonl").read_bytes()
    items = [json.loads(line) for line in lines.splitlines()]
    assert [one["item_id"] for one in items] == pq.read_table(real_output / "items.parquet")[
        "item_id"
    ].to_pylist()
    clauses = [clause["text"] for one in items for clause in one["clauses"]]
    assert clauses == pq.read_table(real_output / "clauses.parquet")["text"].to_pylist()
    assert {one["township"] for one in items} == {"阿瓦提镇"}
    assert main(["export", str(real_output), "--to", "jsonl", "--into", "-"]) == 0
    assert capfdbinary.readouterr().out == lines


def test_an_output_in_parts_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = [sample.extraction(f"{at}", facts=Facts(province=f"{at}省")) for at in range(6)]
    write_tables(outcomes, tmp_path / "whole")
    monkeypatch.setattr(files, "LARGE", 1)
    monkeypatch.setattr(files, "MOST", 1)
    monkeypatch.setattr(files, "ROWS", 4)
    write_tables(outcomes, tmp_path / "parts")
    assert len([*(tmp_path / "parts").glob("items-*.parquet")]) > 2
    whole, parts = io.BytesIO(), io.BytesIO()
    write_lines(tmp_path / "whole", whole)
    write_lines(tmp_path / "parts", parts)
    assert whole.getvalue() == parts.getvalue()
    for name in ("whole", "parts"):
        for to in ("xlsx", "sqlite"):
            into = str(tmp_path / f"{name}-{to}")
            assert main(["export", str(tmp_path / name), "--to", to, "--into", into]) == 0
    for path in [
        *(tmp_path / "whole-xlsx").glob("*.xlsx"),
        tmp_path / "whole-sqlite" / "qingdan.sqlite",
    ]:
        other = tmp_path / path.parent.name.replace("whole", "parts") / path.name
        assert other.read_bytes() == path.read_bytes()
