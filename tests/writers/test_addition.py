"""A table added to an output: published with the rest, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import qingdan
from qingdan.errors import BadCall
from qingdan.writers.addition import added
from qingdan.writers.files import write_files
from qingdan.writers.record import proven, recorded
from qingdan.writers.records import Row
from qingdan.writers.schema import FILES, MATCHES
from qingdan.writers.shards import outcome_to_shard
from tests.writers import sample

ROW: Row = ("a", "a:basic:001", "basic", 1, "开展党员教育", 1.0, True, True, 0, 0)


def add(output: Path, *rows: Row) -> None:
    with added(output, MATCHES, print) as writer:
        writer(rows, None)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    qingdan.write_tables([sample.extraction("a")], tmp_path / "output")
    return tmp_path / "output"


def test_the_other_files_stay_as_they_are(output: Path) -> None:
    before = {name: (output / name).read_bytes() for name in FILES}
    add(output, ROW)
    add(output, ROW)
    changed = {name for name in FILES if (output / name).read_bytes() != before[name]}
    assert changed == {"datapackage.json", "README.md"}
    assert {*proven(output)} == {*recorded(output)} == {*FILES, "matches.csv", "matches.parquet"}
    lines = (output / "matches.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert [one for one in output.iterdir() if one.name.startswith(".")] == []


def test_without_a_row_there_is_an_empty_table(output: Path) -> None:
    add(output)
    assert (output / "matches.csv").read_text("utf-8-sig").count("\n") == 1


def test_nothing_changes_when_it_fails(output: Path) -> None:
    before = {path.name: path.read_bytes() for path in output.iterdir()}

    def fail() -> None:
        with added(output, MATCHES, print) as writer:
            writer([ROW], None)
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail()
    assert {path.name: path.read_bytes() for path in output.iterdir()} == before


def test_of_an_output_in_parts_it_is_in_parts(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    write_files([outcome_to_shard(sample.extraction("a"))], folder, in_parts=True)
    with added(folder, MATCHES, print) as writer:
        writer([ROW], "松江省")
    names = {path.name for path in folder.glob("matches*")}
    assert names == {"matches-0001.parquet", "matches-松江省.csv"}
    assert names < {*json.loads((folder / "datapackage.json").read_text("utf-8"))["files"]}


def test_a_strangers_file_of_its_name_is_refused(output: Path) -> None:
    (output / "matches.csv").write_text("mine", "utf-8")
    with pytest.raises(BadCall, match=r"holds matches\.csv, which this program did not write"):
        add(output, ROW)
    assert (output / "matches.csv").read_text("utf-8") == "mine"
