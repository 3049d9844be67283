"""Runs during which something outside breaks: what is lost is told, all else is as it would be.

Each with few documents, and with 300 (`make soak`).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

import qingdan
from qingdan.errors import BadCall
from qingdan.options import Reading
from qingdan.writers.shards import Report
from tests.test_runs import only, sound, without, written
from tests.truth import QUICK, ROOT

FEW, MANY = 40, 300
JOBS = 2
counts = pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.soak)])
Files = dict[str, bytes]


@pytest.fixture
def lists(tmp_path: Path, count: int) -> Path:
    """A folder of small documents of all formats."""
    sound(tmp_path / "lists", count)
    return tmp_path / "lists"


def files_of(output: Path) -> Files:
    return {path.name: path.read_bytes() for path in output.iterdir()}


def extracted(
    lists: Path,
    output: Path,
    during: Callable[[], object] = int,
    cache: Path | None = None,
    part: tuple[int, int] | None = None,
) -> dict[str, Report]:
    """Make a run during which something happens, as the first document is done; its reports."""
    happens: Iterator[object] = (during() for _ in range(1))

    @contextmanager
    def watch(_: object) -> Iterator[Callable[[Path, Report], None]]:
        def told(_path: Path, _report: Report) -> None:
            next(happens, None)

        yield told

    reading = Reading(jobs=JOBS, cache=cache, part=part)
    reports = qingdan.extract_tables([lists], output, reading=reading, options=QUICK, watch=watch)
    return {report.source_name: report for report in reports}


def run(lists: Path, output: Path, *options: str, **limits: int) -> tuple[int, str]:
    """Run the command within limits of the system; return its status and what it says."""

    def limit() -> None:
        for name, most in limits.items():
            resource.setrlimit(getattr(resource, name), (most, most))

    done = subprocess.run(
        [sys.executable, "-m", "qingdan", "extract", str(lists), "--output", str(output),
         "--no-keywords", "--quiet", *options],
        cwd=ROOT, preexec_fn=limit, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def fails_alone(reports: dict[str, Report], names: set[str], code: str) -> None:
    """Assert that the documents of these names failed, with this code, and no other one."""
    assert {name: one.failure for name, one in reports.items() if one.failure} == dict.fromkeys(
        names, code
    )


@counts
def test_an_input_that_is_removed_costs_itself(lists: Path, tmp_path: Path, count: int) -> None:
    extracted(lists, tmp_path / "before")
    last = max(lists.iterdir())
    reports = extracted(lists, tmp_path / "output", last.unlink)
    assert len(reports) == count
    fails_alone(reports, {last.name}, "not_found")
    before, after = (written(tmp_path / name) for name in ("before", "output"))
    for other in lists.iterdir():
        assert only(after, other.name) == only(before, other.name)


@counts
def test_a_folder_that_is_lost_costs_what_was_not_read(
    lists: Path, tmp_path: Path, count: int
) -> None:
    extracted(lists, tmp_path / "before")
    cache, away = tmp_path / "cache", tmp_path / "away"
    reports = extracted(lists, tmp_path / "output", partial(lists.rename, away), cache)
    lost = {name for name, one in reports.items() if one.failure}
    assert len(reports) == count
    assert len(lost) >= 1
    fails_alone(reports, lost, "not_found")
    away.rename(lists)
    again = extracted(lists, tmp_path / "output", cache=cache)
    assert {name for name, one in again.items() if not one.known} == lost
    assert files_of(tmp_path / "output") == files_of(tmp_path / "before")


@counts
def test_a_cache_that_is_lost_ends_the_run_and_keeps_the_output(
    lists: Path, tmp_path: Path, count: int
) -> None:
    extracted(lists, tmp_path / "output")
    before = files_of(tmp_path / "output")
    cache = tmp_path / "cache"
    with pytest.raises(BadCall, match="run again"):
        extracted(lists, tmp_path / "output", partial(shutil.rmtree, cache), cache)
    assert files_of(tmp_path / "output") == before
    assert len(extracted(lists, tmp_path / "output", cache=cache)) == count
    assert files_of(tmp_path / "output") == before


@counts
@pytest.mark.usefixtures("count")
def test_a_folder_that_parts_share_is_lost(lists: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    with pytest.raises(BadCall, match=r"cannot be used \(No such file or directory\); look after"):
        extracted(lists, tmp_path / "output", partial(shutil.rmtree, cache), cache, part=(1, 2))
    assert not (tmp_path / "output").exists()


@counts
def test_a_disk_that_is_full_keeps_the_output_and_what_was_read(
    lists: Path, tmp_path: Path, count: int
) -> None:
    """No file may grow beyond 4 KiB: shards of small documents fit, tables do not."""
    (tmp_path / "one").mkdir()
    shutil.copy(max(lists.iterdir()), tmp_path / "one")
    extracted(tmp_path / "one", tmp_path / "output")
    before = files_of(tmp_path / "output")
    cache = ("--cache", str(tmp_path / "cache"))
    status, said = run(lists, tmp_path / "output", *cache, RLIMIT_FSIZE=1 << 12)
    assert (status, len(said.splitlines())) == (2, 1)
    assert "cannot be written (File too large)" in said
    assert files_of(tmp_path / "output") == before
    again = extracted(lists, tmp_path / "output", cache=tmp_path / "cache")
    assert sum(one.known for one in again.values()) == count


@contextmanager
def small_disk(place: Path, kibibytes: int) -> Iterator[None]:
    """Mount a disk of so many KiB; skip where nothing can be mounted."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("NOT TESTED: nothing can be mounted here, so no disk was full")
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


@counts
@pytest.mark.usefixtures("count")
@pytest.mark.parametrize("full", ["output", "cache", "temporary files"])
def test_a_disk_without_room(lists: Path, tmp_path: Path, full: str) -> None:
    extracted(lists, tmp_path / "before")
    disk = tmp_path / "disk"
    with small_disk(disk, 16):
        output = disk / "output" if full == "output" else tmp_path / "output"
        options = ["--cache", str(disk / "cache")] if full == "cache" else ["--no-cache"]
        command = [sys.executable, "-m", "qingdan", "extract", str(lists), "--output", str(output)]
        done = subprocess.run(
            [*command, "--no-keywords", "--quiet", *options],
            cwd=ROOT, env={"TMPDIR": str(disk)} if full == "temporary files" else None,
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if full == "output":
            assert "cannot be written (No space left on device)" in done.stderr
            assert (done.returncode, done.stderr.count("\n")) == (2, 1)
            assert not output.exists()
        else:
            assert (done.returncode, done.stderr) == (0, "")
            assert files_of(output) == files_of(tmp_path / "before")


# --- a disk that fails --------------------------------------------------------------------------

# Loaded before the system's library: a call fails of which the file's path ends in `FAILS`.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

ssize_t readlink(const char *path, char *target, size_t size);

ssize_t CALL(int file, void *data, size_t size) {
    ssize_t (*call)(int, void *, size_t) = dlsym(RTLD_NEXT, NAME);
    char link[64], path[4096];
    const char *end = getenv("FAILS");
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path), least = strlen(end);
    if (length >= least && !memcmp(path + length - least, end, least)) {
        errno = EIO;
        return -1;
    }
    return call(file, data, size);
}
"""


@pytest.mark.parametrize(
    ("call", "fails", "told"),
    [
        ("read", "lists/01.csv", "lists/01.csv: Input/output error"),
        ("write", "/items.parquet", "output: cannot be written (Input/output error)"),
        ("write", "/items.csv", "output: cannot be written (Input/output error)"),
    ],
)
def test_a_disk_that_fails(tmp_path: Path, call: str, fails: str, told: str) -> None:
    """A file that cannot be read costs itself, one that cannot be written the run."""
    if not (compiler := shutil.which("cc")):
        pytest.skip("NOT TESTED: no C compiler is here, so no disk failed")
    names = [path.name for path in sound(tmp_path / "lists", 3)]
    extracted(tmp_path / "lists", tmp_path / "output")
    before = files_of(tmp_path / "output"), written(tmp_path / "output")
    shim = tmp_path / "shim.so"
    subprocess.run(
        [compiler, "-shared", "-fPIC", "-x", "c", "-", f"-DCALL={call}", f'-DNAME="{call}"',
         "-o", str(shim), "-ldl"],
        input=SHIM, encoding="utf-8", check=True,
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "qingdan", "extract", "lists", "--no-keywords", "--quiet",
         "--no-cache"],
        cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": str(shim), "FAILS": fails},
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(told)
    if call == "write":
        assert files_of(tmp_path / "output") == before[0]
        return
    tables = written(tmp_path / "output")
    assert without(tables, ["01.csv"]) == without(before[1], ["01.csv"])
    assert {row[0] for row in tables["items"][1:]} == set(names) - {"01.csv"}
