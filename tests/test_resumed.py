"""Large runs that are killed and begun again, in parts, on a cluster: always the same bytes."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

import qingdan
from bench.sample import SHORT, written
from qingdan.options import Reading
from qingdan.parts import CLAIMS
from tests.test_cluster import cluster
from tests.truth import QUICK, ROOT

FEW, MANY, KILLS = 50, 2_000, 5
counts = pytest.mark.parametrize(
    "country", [FEW, pytest.param(MANY, marks=pytest.mark.soak)], indirect=True
)
Files = dict[str, bytes]


class Country(NamedTuple):
    """A folder of short documents of all formats, and what one undisturbed process writes."""

    size: int
    lists: Path
    plain: Files


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Country:
    folder = tmp_path_factory.mktemp("country")
    lists, count = folder / "lists", request.param
    assert sum(pages for _, pages in written(lists, range(count), SHORT)) > count
    plain = output_of(lists, folder, "extract", "--no-cache", "--jobs", "1")
    return Country(count, lists, plain)


def begun(lists: Path, folder: Path, command: str, *options: str) -> subprocess.Popen[bytes]:
    """Begin a command on lists, whose output is in a folder."""
    words = [command, str(lists), "--output", str(folder / "output"), *options]
    program = [sys.executable, "-m", "qingdan", *words, "--no-keywords", "--quiet"]
    return subprocess.Popen(program, cwd=ROOT)


def files_of(output: Path) -> Files:
    return {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()}


def differing(files: Files, others: Files) -> set[str]:
    """Return the names of files that are not the same in two folders."""
    return {name for name in files.keys() | others if files.get(name) != others.get(name)}


def output_of(lists: Path, folder: Path, command: str, *options: str) -> Files:
    """Return the files that a command writes."""
    assert begun(lists, folder, command, *options).wait() in (0, 1)
    return files_of(folder / "output")


def kept(cache: Path) -> int:
    """Return how many documents a cache holds."""
    return sum(CLAIMS not in path.parts for path in cache.glob("*/*/*"))


def killed_at(process: subprocess.Popen[bytes], cache: Path, most: int) -> None:
    """Kill a process as soon as a cache holds so many documents."""
    while kept(cache) < most:
        assert process.poll() is None, "it ended before it was killed"
        time.sleep(0.02)
    process.kill()
    process.wait()


def read_again(country: Country, cache: Path, folder: Path) -> tuple[list[str], Files]:
    """Return which documents a run reads that has kept others, and what it writes."""
    reading = Reading(cache=cache, jobs=2)
    reports = qingdan.extract_tables(
        [country.lists], folder / "new", reading=reading, options=QUICK
    )
    assert len(reports) == country.size
    return [one.document_id for one in reports if not one.known], files_of(folder / "new")


@counts
def test_a_run_that_is_killed_again_and_again(country: Country, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    output_of(country.lists / "00000", tmp_path, "extract", "--no-cache")
    before = files_of(tmp_path / "output")
    for most in sorted(random.Random(0).sample(range(1, country.size * 9 // 10), KILLS)):
        process = begun(country.lists, tmp_path, "extract", "--cache", str(cache))
        killed_at(process, cache, most)
        assert not differing(files_of(tmp_path / "output"), before)
    done = kept(cache)
    read, files = read_again(country, cache, tmp_path)
    assert len(read) <= country.size - done
    assert not differing(files, country.plain)


@counts
@pytest.mark.soak
def test_parts_of_which_one_is_killed(country: Country, tmp_path: Path) -> None:
    """The others wait a minute until its claims are free."""
    cache = tmp_path / "cache"
    running = [
        begun(
            country.lists, tmp_path, "extract", "--cache", str(cache), "--part", f"{part}/3",
            "--jobs", "1",
        )
        for part in (1, 2, 3)
    ]  # fmt: skip
    killed_at(running[0], cache, country.size // 3)
    assert [process.wait() for process in running[1:]] <= [1, 1]
    assert kept(cache) == country.size
    published = output_of(country.lists, tmp_path, "publish", "--cache", str(cache))
    assert not differing(published, country.plain)


@counts
@pytest.mark.soak
def test_a_cluster_of_which_a_worker_is_killed(country: Country, tmp_path: Path) -> None:
    with cluster() as (address, worker):

        @contextmanager
        def killing(_: object) -> Iterator[object]:
            yield lambda _path, _report: worker.kill()

        output, reading = tmp_path / "clustered", Reading(cluster=address)
        reports = qingdan.extract_tables(
            [country.lists], output, reading=reading, options=QUICK, watch=killing
        )
    assert len(reports) == country.size
    assert not differing(files_of(output), country.plain)


@counts
def test_a_changed_acknowledgement_is_one_document(country: Country, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    resumed = output_of(country.lists, tmp_path, "extract", "--cache", str(cache))
    assert not differing(resumed, country.plain)
    acknowledgement = country.lists / "00007" / "list.toml"
    acknowledgement.write_text('[[warning]]\ncode = "x"\nreason = "as printed"\n', "utf-8")
    try:
        read, _ = read_again(country, cache, tmp_path)
    finally:
        acknowledgement.unlink()
    assert read == ["00007/list.mht"]
