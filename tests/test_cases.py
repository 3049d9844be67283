"""Small documents with one trait each, and what is right of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from qingdan.cli import main
from tests.expected import TABLES, Written, differences

CASES = Path(__file__).parent / "fixtures" / "cases"
EXPECTED = ".expected.json"
CASE_FILES = sorted(CASES.glob(f"*/*{EXPECTED}"))


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name.removesuffix(EXPECTED)}"


def _source(expected: Path) -> Path:
    """Return the file or the folder that an expectation is of."""
    stem = expected.name.removesuffix(EXPECTED)
    beside = [path for path in expected.parent.iterdir() if path != expected]
    (source,) = [
        path for path in beside if path.name == stem or (path.is_file() and path.stem == stem)
    ]
    return source


@pytest.mark.parametrize("expected", CASE_FILES, ids=_name)
def test_case(expected: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = _source(expected)
    given, output = tmp_path / "in" / source.name, tmp_path / "out"
    given.parent.mkdir()
    (shutil.copytree if source.is_dir() else shutil.copy)(source, given)
    status = main(["extract", str(given), "--output", str(output), "--quiet"])
    files = {name: output / f"{name}.parquet" for name in TABLES}
    tables = {
        name: pq.read_table(file).to_pylist()
        if file.exists()
        else []  # nothing is written of a bad call
        for name, file in files.items()
    }
    got = Written(tables, status, capfd.readouterr().err)
    assert differences(json.loads(expected.read_text("utf-8")), got) == []


def test_each_case_has_a_document_and_each_document_an_expectation() -> None:
    stray = {
        path
        for path in CASES.glob("*/*")
        if not path.name.endswith(EXPECTED)
        and not list(path.parent.glob(f"{path.stem}*{EXPECTED}"))
    }
    assert CASE_FILES
    assert stray == set()
    assert all(_source(path).exists() for path in CASE_FILES)
