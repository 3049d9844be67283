"""What is written can be read back by those who will: pandas, DuckDB, Polars, a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from qingdan.errors import BadCall
from qingdan.model import Check, Facts, Failure, Outcome, Warning
from qingdan.writers import arrow, comma, files
from qingdan.writers.files import write_files
from qingdan.writers.records import outcome_to_records, storable
from qingdan.writers.schema import FILES, ITEMS, TABLES
from qingdan.writers.shards import Shelf, outcome_to_shard
from qingdan.writers.table import Table
from tests.writers import sample

ROOT = Path(__file__).parents[2]
ODD = '=1+1、"引号"，逗号,\n第二行 \'末'


def write(outcomes: Iterable[Outcome], folder: Path, *, in_parts: bool = False) -> None:
    """Write outcomes in the order of their ids, as a run does."""
    ordered = sorted(outcomes, key=lambda one: one.document_id)
    write_files(map(outcome_to_shard, ordered), folder, in_parts=in_parts)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    odd = sample.item("b", "basic", 1, name=ODD, category="", departments=(), keywords=())
    outcomes = [sample.failure("c"), sample.extraction("b", items=(odd,)), sample.flagged("a")]
    write(outcomes, folder)
    return folder


def expected_rows(name: str) -> list[tuple[object, ...]]:
    odd = sample.item("b", "basic", 1, name=ODD, category="", departments=(), keywords=())
    outcomes = [sample.flagged("a"), sample.extraction("b", items=(odd,)), sample.failure("c")]
    rows = [row for outcome in outcomes for row in outcome_to_records(outcome)[name]]
    return [tuple(list(v) if isinstance(v, tuple) else v for v in row) for row in rows]


def cells(name: str, output: Path) -> list[list[str]]:
    text = (output / f"{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


# --- round trips --------------------------------------------------------------------------


def test_every_file_is_written(output: Path) -> None:
    assert {path.name for path in output.iterdir()} == set(FILES)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_parquet_gives_back_every_value(table: Table, output: Path) -> None:
    name = table.name
    expected = expected_rows(name)
    path = output / f"{name}.parquet"
    polars = pl.read_parquet(path)
    assert polars.rows() == expected
    assert duckdb.sql(f"SELECT * FROM '{path}'").fetchall() == expected
    pandas = pd.read_parquet(path, dtype_backend="pyarrow")
    assert list(pandas.columns) == polars.columns
    assert pa.Table.from_pandas(pandas).to_pylist() == pq.read_table(path).to_pylist()


def test_documents_have_a_row_for_the_failed_one(output: Path) -> None:
    rows = pl.read_parquet(output / "documents.parquet").to_dicts()
    assert [(row["document_id"], row["status"], row["failure"]) for row in rows] == [
        ("a", "flagged", None),
        ("b", "ok", None),
        ("c", "failed", "empty"),
    ]
    assert {key for key, value in rows[2].items() if value is not None} == {
        "document_id", "status", "failure", "source_name", "source_path",
    }  # fmt: skip
    assert rows[1]["registered_population"] == 22900
    assert rows[1]["area_km2"] == 427.5


def test_lists_unnest_and_split_to_the_same(output: Path) -> None:
    expected = {"某县农业农村局": 1, "某县水利局": 1}
    items = output / "items"
    nested = duckdb.sql(
        f"SELECT d, count(*) FROM (SELECT unnest(departments) AS d FROM '{items}.parquet') "
        "GROUP BY d ORDER BY d"
    ).fetchall()
    assert dict(nested) == expected
    flat = pl.read_csv(f"{items}.csv").select(pl.col("departments").str.split("、").explode())
    counted = flat.filter(pl.col("departments") != "").group_by("departments").len().rows()
    assert dict(counted) == expected
    split = pd.read_csv(f"{items}.csv")["departments"].dropna().str.split("、").explode()
    assert split.value_counts().to_dict() == expected
    flat_duck = duckdb.sql(
        f"SELECT unnest(string_split(departments, '、')) AS d FROM read_csv('{items}.csv') "
        "WHERE departments <> ''"
    ).fetchall()
    assert {name for (name,) in flat_duck} == set(expected)


def test_rows_are_in_the_order_of_the_contract() -> None:
    kinds = [("recall", 1), ("basic", 2), ("cooperative", 1), ("basic", 1)]
    items = tuple(sample.item("z", kind, seq) for kind, seq in kinds)
    checks = tuple(
        Check(kind, check, 1, 1, "match")  # type: ignore[arg-type]
        for kind in ("recall", "basic")
        for check in ("sequence", "items")
    )
    warnings = tuple(Warning("x", "warning", str(at), start=at) for at in (9, None, 3))
    records = outcome_to_records(
        sample.extraction("z", items=items, checks=checks, warnings=warnings)
    )
    assert [row[1] for row in records["items"]] == [
        "z:basic:001", "z:basic:002", "z:cooperative:001", "z:recall:001",
    ]  # fmt: skip
    assert [row[1:3] for row in records["reconciliation"]] == [
        ("basic", "items"), ("basic", "sequence"), ("recall", "items"), ("recall", "sequence"),
    ]  # fmt: skip
    assert [row[3] for row in records["warnings"]] == ["3", "9", "None"]


def test_nothing_at_all_still_gives_every_table(tmp_path: Path) -> None:
    write([], tmp_path)
    for table in TABLES:
        assert pq.read_table(tmp_path / f"{table.name}.parquet").num_rows == 0
        assert pq.read_schema(tmp_path / f"{table.name}.parquet") == arrow.table_to_schema(table)


# --- CSV ----------------------------------------------------------------------------------


def test_csv_has_a_bom_and_line_feeds(output: Path) -> None:
    for path in output.glob("*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\n")
        assert b"\r" not in content


def test_csv_tells_null_from_empty(output: Path) -> None:
    line = (output / "items.csv").read_text("utf-8-sig").split('\n"b",')[1]
    assert line.startswith('"b:basic:001","basic",1,"",')
    rows = duckdb.sql(
        f"SELECT category, handling FROM read_csv('{output / 'items.csv'}', all_varchar=true, "
        "allow_quoted_nulls=false) WHERE document_id = 'b'"
    ).fetchall()
    assert rows == [("", None)]


def test_csv_keeps_numbers_numbers(output: Path) -> None:
    frame = pd.read_csv(output / "documents.csv")
    assert frame["area_km2"].tolist()[:2] == [427.5, 427.5]
    assert frame["registered_population"].tolist()[:2] == [22900, 22900]


def test_a_number_below_zero_is_no_formula(tmp_path: Path) -> None:
    facts = Facts(area_km2=-0.5, registered_population=-5)
    write([sample.extraction("a", facts=facts)], tmp_path)
    row = dict(zip(*cells("documents", tmp_path), strict=True))
    assert (row["area_km2"], row["registered_population"]) == ("-0.5", "-5")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        (" =1", "' =1"),
        ("\u3000=1", "'\u3000=1"),
        ("\x1f\x85=1", "'\x1f\x85=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\0=1", "'\ufffd=1"),
        ("＝1", "'＝1"),
        ("－", "'－"),
        ('="a"', '\'="a"'),
        ("甲=乙", "甲=乙"),
        ("1-2", "1-2"),
        ("——", "——"),
        ("a,b", "a,b"),
        ("", ""),
    ],
)
def test_formulas_are_defused(text: str, cell: str) -> None:
    assert cells_of(text, (text, "b")) == (cell, f"{cell}、b")


def cells_of(name: str, raws: tuple[str, ...]) -> tuple[str, str]:
    """Return the cells of an item's name and departments as a reader of CSV has them."""
    item = sample.item("a", "basic", 1, name=name, departments_raw=raws)
    batch = arrow.rows_to_batch(
        ITEMS, outcome_to_records(sample.extraction("a", items=(item,)))["items"]
    )
    file = io.BytesIO(comma.head_to_csv(ITEMS))
    file.seek(0, io.SEEK_END)
    comma.add_rows(batch, file)
    head, row = csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline=""))
    assert len(row) == len(head) == len(ITEMS.columns)
    found = dict(zip(head, row, strict=True))
    return found["name"], found["departments_raw"]


texts = st.text(
    st.one_of(st.characters(), st.sampled_from('=+-@\t\r\n",\0\ud800、 \u3000"')), max_size=12
)


def written(text: str) -> str:
    """A text as UTF-8 can hold it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@given(name=texts, raws=st.lists(texts, max_size=3))
def test_any_text_survives(name: str, raws: list[str]) -> None:
    item = sample.item("a", "basic", 1, name=name, departments_raw=tuple(raws))
    rows = outcome_to_records(sample.extraction("a", items=(item,)))["items"]
    stored = arrow.rows_to_batch(ITEMS, rows).to_pylist()[0]
    assert stored["name"] == written(name)
    assert stored["departments_raw"] == [written(raw) for raw in raws]
    cell, _ = cells_of(name, tuple(raws))
    assert cell.lstrip()[:1] not in set("=+-@＝＋－＠")
    assert cell in {f"{quote}{written(name)}".replace("\0", "\ufffd") for quote in ("", "'")}


# --- a whole country ----------------------------------------------------------------------


def test_a_large_run_is_written_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ROWS", 5)
    monkeypatch.setattr(files, "MOST", 1)
    provinces = ["甲省", "乙省", None, "甲省", "../丙"]
    outcomes = [
        sample.extraction(f"{place}", facts=Facts(province=province))
        for place, province in enumerate(provinces)
    ]
    write(outcomes, tmp_path, in_parts=True)
    assert {path.name for path in tmp_path.glob("items*.csv")} == {
        "items-甲省.csv", "items-乙省.csv", "items-unknown.csv", "items-_丙.csv",
    }  # fmt: skip
    expected = [row for one in outcomes for row in outcome_to_records(one)["items"]]
    parts = sorted(tmp_path.glob("items*.parquet"))
    assert [path.name for path in parts][:2] == ["items-0001.parquet", "items-0002.parquet"]
    rows = duckdb.sql(f"SELECT item_id FROM '{tmp_path}/items*.parquet'").fetchall()
    assert [one for (one,) in rows] == [row[1] for row in expected]
    every = [
        row
        for name in ("甲省", "乙省", "unknown", "_丙")
        for row in cells(f"items-{name}", tmp_path)[1:]
    ]
    assert sorted(row[1] for row in every) == sorted(str(row[1]) for row in expected)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    (told,) = [one for one in package["resources"] if one["name"] == "items-parquet"]
    assert told["path"] == [path.name for path in parts]
    assert set(told["path"]) <= set(package["files"])
    assert faults(tmp_path) == []


def test_row_groups_depend_on_nothing_but_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first document's rows end where a row group does."""
    monkeypatch.setattr(files, "ROWS", 7)
    items = tuple(sample.item("a", "basic", seq) for seq in range(1, 43))
    write([sample.extraction("a", items=items), sample.extraction("b")], tmp_path)
    groups = pq.ParquetFile(tmp_path / "items.parquet").metadata
    sizes = [groups.row_group(place).num_rows for place in range(groups.num_row_groups)]
    assert set(sizes[:-1]) == {7}
    seqs = pq.read_table(tmp_path / "items.parquet")["seq"].to_pylist()
    assert seqs[:42] == list(range(1, 43))
    assert [row[3] for row in cells("items", tmp_path)[1:]] == list(map(str, seqs))


# --- shards -------------------------------------------------------------------------------


def test_a_shard_is_there_as_it_was_or_not_at_all(tmp_path: Path) -> None:
    shelf, shard = Shelf(tmp_path), outcome_to_shard(sample.flagged("a"))
    shelf.put("abc", shard)
    assert shelf.get("abc") == shard
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["abc"]
    whole = shelf.path("abc").read_bytes()
    for damaged in (b"", whole[:40], whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b"x" + whole):
        shelf.path("abc").write_bytes(damaged)
        assert shelf.get("abc") is None
    assert shelf.get("other") is None


# --- descriptions -------------------------------------------------------------------------


def test_the_package_describes_every_file_as_it_is(output: Path) -> None:
    package = json.loads((output / "datapackage.json").read_text("utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    resources = {resource["path"]: resource for resource in package["resources"]}
    assert set(resources) == {name for name in FILES if name.endswith((".csv", ".parquet"))}
    for name, resource in resources.items():
        content = (output / name).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert (resource.get("type") == "table") is name.endswith(".csv")
    assert package["sources"] == [
        {"title": "a.txt", "version": f"sha256:{sample.SHA256}"},
        {"title": "b.txt", "version": f"sha256:{sample.SHA256}"},
        {"title": "c.pdf"},
    ]


def faults(folder: Path) -> list[str]:
    """What the reference validator of Frictionless says against an output."""
    report = Package(str(folder / "datapackage.json")).validate()
    found = [error.message for task in report.tasks for error in task.errors]
    return found + [error.message for error in report.errors]


def test_the_reference_validator_has_nothing_to_say(output: Path, tmp_path: Path) -> None:
    assert faults(output) == []
    shutil.copytree(output, tmp_path, dirs_exist_ok=True)
    for name in ("items.csv", "coverage.parquet"):
        with (tmp_path / name).open("ab") as file:
            file.write(b"zz")
    assert len(faults(tmp_path)) >= 2


def test_an_output_counts_as_created_when_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def created() -> str:
        write([sample.extraction("a")], tmp_path)
        return str(json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["created"])

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert created() == created()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert created() == "1970-01-02T00:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(BadCall, match="SOURCE_DATE_EPOCH"):
        created()


def test_the_package_knows_the_columns_and_keys(output: Path) -> None:
    package = json.loads((output / "datapackage.json").read_text("utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    for resource in resources.values():
        path, schema = output / resource["path"], resource["schema"]
        is_csv = path.suffix == ".csv"
        header = cells(path.stem, output)[0] if is_csv else pq.read_schema(path).names
        assert [field["name"] for field in schema["fields"]] == header
        for key in schema.get("foreignKeys", []):
            target = resources[key["reference"]["resource"]]["schema"]
            assert target["primaryKey"] == key["reference"]["fields"]
    lists = [field for field in resources["items"]["schema"]["fields"] if field["type"] == "list"]
    assert {field["name"] for field in lists} == {"departments", "departments_raw", "keywords"}
    assert {field["delimiter"] for field in lists} == {"、"}


# --- bytes --------------------------------------------------------------------------------

SCRIPT = """
import sys
from collections.abc import Iterable
from pathlib import Path
from qingdan.library import write_tables
from tests.writers import sample
outcomes = [sample.flagged("b"), sample.extraction("a"), sample.failure("c")]
write_tables(outcomes[:: int(sys.argv[2])], Path(sys.argv[1]))
"""


def test_the_bytes_depend_on_nothing_but_the_input(tmp_path: Path) -> None:
    found = []
    for number, (seed, locale, zone, hidden) in enumerate(
        [("1", "C", "UTC", ""), ("2", "zh_CN.UTF-8", "Asia/Urumqi", "numpy")]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        changes = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone, "PYTHONPATH": str(ROOT)}
        hide = f"import sys; sys.modules[{hidden!r}] = None\n" if hidden else ""
        subprocess.run(
            [sys.executable, "-c", hide + SCRIPT, str(folder), "-1" if number else "1"],
            env={**os.environ, **changes}, check=True,
        )  # fmt: skip
        found.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert found[0] == found[1]
    assert set(found[0]) == set(FILES)


# --- what does not fit --------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"items": (sample.item("a", "basic", 2**31),)},
        {"items": (sample.item("a", "basic", 1, clauses=(sample.clause(number=10**12),)),)},
        {"checks": (Check("basic", "items", 10**10, 1, "mismatch"),)},
        {"facts": Facts(registered_population=2**63)},
        {"facts": Facts(communities=2**31)},
        {"facts": Facts(area_km2=float("inf"))},
    ],
    ids=str,
)
def test_a_number_that_fits_no_column_fails_its_document_alone(changes: dict[str, object]) -> None:
    outcome = storable(sample.extraction("a", **changes))
    assert isinstance(outcome, Failure)
    assert outcome.code == "number_too_large"
    assert "a.txt" in outcome.message


def test_the_largest_numbers_fit(tmp_path: Path) -> None:
    facts = Facts(registered_population=2**63 - 1, communities=2**31 - 1)
    item = sample.item("a", "basic", 2**31 - 1, line_start=None, line_end=None)
    outcome = sample.extraction("a", facts=facts, items=(item,))
    assert storable(outcome) is outcome
    write([outcome], tmp_path)
    assert pl.read_parquet(tmp_path / "items.parquet")["seq"].to_list() == [2**31 - 1]
