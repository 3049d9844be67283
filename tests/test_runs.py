"""Runs of many documents: what one of them is, or how a run is made, changes no other one."""

from __future__ import annotations

import csv
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from itertools import combinations, product
from pathlib import Path

import pytest

from bench.hostile import KINDS
from qingdan.readers.refusals import MOST_LETTERS
from tests.fixtures.office.build import HEAD, docx, p
from tests.small import MAKERS, small
from tests.truth import ROOT

CASES = ROOT / "tests" / "fixtures" / "cases"
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
TABLES = ("documents", "items", "clauses", "departments", "reconciliation", "warnings")
Tables = dict[str, list[list[str]]]

# Ten files of ten kinds that cannot be read, each stopped in another place.
POISONED = {
    "entities.docx": docx(p("&b;"), head=HEAD + ENTITIES),
    "bomb.docx": KINDS["docx: deflated"].make(100_000_000),
    "packed.docx": KINDS["docx: bzip2"].make(1_000_000),
    "cut-off.xlsx": small("xlsx")[:700],
    "wide.html": KINDS["html: cells in a row"].make(4_000),
    "deep.html": KINDS["html: nested elements"].make(5_000),
    "noise.txt": random.Random(0).randbytes(4_000),
    "long.txt": b"a" * (MOST_LETTERS + 1),
    "departments.txt": KINDS["txt: departments in a cell"].make(16_000),
    "panics.xls": (CASES / "messages" / "cut-short.xls").read_bytes(),
}


def sound(folder: Path, count: int) -> list[Path]:
    """Return so many files of all formats with a small document each, written to a folder."""
    folder.mkdir()
    paths = []
    for number in range(count):
        format = list(MAKERS)[number % len(MAKERS)]
        paths.append(folder / f"{number:02d}.{format}")
        paths[-1].write_bytes(small(format, f"{chr(0x4E00 + number)}溪镇"))
    return paths


def run(
    inputs: Iterable[Path], output: Path, *options: str, **changes: str
) -> subprocess.CompletedProcess[str]:
    """Run the command on inputs, with another environment."""
    command = [sys.executable, "-m", "qingdan", "extract", *map(str, inputs), "--quiet"]
    return subprocess.run(
        [*command, "--no-keywords", "--output", str(output), *options],
        cwd=ROOT, env={**os.environ, **changes}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def written(output: Path) -> Tables:
    """Return the rows of every table."""
    tables = {}
    for table in TABLES:
        with (output / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            tables[table] = list(csv.reader(file))
    return tables


def without(tables: Tables, documents: Iterable[str]) -> Tables:
    """Return the rows of tables that are not of some documents, whose id stands first."""
    left = set(documents)
    return {name: [row for row in rows if row[0] not in left] for name, rows in tables.items()}


def only(tables: Tables, document: str) -> Tables:
    return {name: [row for row in rows if row[0] == document] for name, rows in tables.items()}


def test_ten_poisoned_files_in_a_hundred_change_nothing_of_the_others(tmp_path: Path) -> None:
    names = [path.name for path in sound(tmp_path / "sound", 90)]
    shutil.copytree(tmp_path / "sound", tmp_path / "all")
    for name, data in POISONED.items():
        (tmp_path / "all" / name).write_bytes(data)

    alone = run([tmp_path / "sound"], tmp_path / "alone")
    assert (alone.returncode, alone.stderr) == (0, "")
    among = run([tmp_path / "all"], tmp_path / "among")
    assert among.returncode == 2
    assert sorted(line.split(":")[0] for line in among.stderr.splitlines()) == sorted(POISONED)

    tables = written(tmp_path / "among")
    failed = {row[0]: row for row in tables["documents"] if "failed" in row}
    assert len(failed) == len(POISONED)
    assert all(POISONED.keys() & row for row in failed.values())
    assert without(tables, failed) == written(tmp_path / "alone")
    assert len({row[0] for row in tables["items"][1:]}) == len(names)


@pytest.mark.soak
def test_each_file_of_a_run_has_the_rows_that_it_has_alone(tmp_path: Path) -> None:
    paths = sound(tmp_path / "all", 90)
    for name, data in POISONED.items():
        (tmp_path / "all" / name).write_bytes(data)
    run([tmp_path / "all"], tmp_path / "among")
    among = written(tmp_path / "among")
    for path in paths:
        run([path], tmp_path / path.stem)
        own = written(tmp_path / path.stem)
        assert only(own, own["items"][1][0]) == only(among, own["items"][1][0]), path


# --- how a run is made --------------------------------------------------------------------------

ORDERS = ("as named", "backwards", "shuffled")
SEEDS, LOCALES = ("0", "1", "random"), ("C", "C.UTF-8", "tr_TR.UTF-8", "zh_CN.GB18030")
ZONES, WORKERS = ("UTC", "Asia/Urumqi", "America/St_Johns"), ("1", "2", "5")
Way = tuple[str, str, str, str, str]
SCRIPT = """
import sys
from pathlib import Path
import qingdan
workers, output, *paths = sys.argv[1:]
options = qingdan.Options(keywords=False)
outcomes = qingdan.extract_many(map(Path, paths), options=options, jobs=int(workers))
qingdan.write_tables(outcomes, Path(output))
"""


def ordered(paths: Sequence[Path], order: str) -> list[Path]:
    if order == "shuffled":
        return random.Random(1).sample(paths, len(paths))
    return list(paths if order == "as named" else reversed(paths))


def bytes_of(paths: Sequence[Path], way: Way, output: Path) -> dict[str, bytes]:
    """Return what a run in a way writes, by the names of the files."""
    order, seed, locale, zone, workers = way
    changes = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
    named = map(str, ordered(paths, order))
    subprocess.run(
        [sys.executable, "-c", SCRIPT, workers, str(output), *named],
        cwd=ROOT, env={**os.environ, **changes}, check=True,
    )  # fmt: skip
    files = {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()}
    shutil.rmtree(output)
    return files


def mixed(folder: Path) -> list[Path]:
    """Return files of all formats, two of which cannot be read."""
    paths = sound(folder, 2 * len(MAKERS))
    for name in ("entities.docx", "wide.html"):
        paths.append(folder / name)
        paths[-1].write_bytes(POISONED[name])
    return paths


def check_ways(tmp_path: Path, ways: Iterable[Way]) -> None:
    paths = mixed(tmp_path / "in")
    usual = bytes_of(paths, ("as named", "0", "C.UTF-8", "UTC", "1"), tmp_path / "out")
    assert len(usual) > 10
    for way in ways:
        assert bytes_of(paths, way, tmp_path / "out") == usual, way


def test_the_way_of_a_run_changes_no_byte(tmp_path: Path) -> None:
    """Everything is changed at once, each value of each once at least."""
    longest = max(map(len, (ORDERS, SEEDS, LOCALES, ZONES, WORKERS)))
    each = [
        tuple(values[n % len(values)] for values in (ORDERS, SEEDS, LOCALES, ZONES, WORKERS))
        for n in range(longest)
    ]
    check_ways(tmp_path, each)


@pytest.mark.soak
def test_no_way_of_a_run_changes_a_byte(tmp_path: Path) -> None:
    """All orders, seeds and locales meet, and any two values of the others with each."""
    ways = [
        (ORDERS[j], SEEDS[k], LOCALES[i], ZONES[(i + j + k) % 3], WORKERS[(i + 2 * j) % 3])
        for i, j, k in product(range(4), range(3), range(3))
    ]
    for one, other in combinations(range(5), 2):
        values = (ORDERS, SEEDS, LOCALES, ZONES, WORKERS)
        met = {(way[one], way[other]) for way in ways}
        assert len(met) == len(values[one]) * len(values[other])
    check_ways(tmp_path, ways)
