"""A run on a Dask cluster, with real processes: a worker killed, a document that kills them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import qingdan
from qingdan import cluster as cluster_room
from qingdan.errors import BadCall
from qingdan.options import Reading
from tests.composed import MODEL
from tests.truth import QUICK

ROOT = Path(__file__).parent.parent
Process = subprocess.Popen[str]
COUNTIES = "苗河山林泉石云溪湖"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    for place, letter in enumerate(COUNTIES * 5):
        path = folder / f"{place % 5}" / f"{place}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MODEL.replace("青禾县", f"青{letter}县") + "\n" * place, "utf-8")
    (folder / "damaged.docx").write_bytes(b"PK\x03\x04 no more")
    return folder


def output_of(lists: Path, **how: object) -> dict[str, bytes]:
    output = lists.parent / "output"
    shutil.rmtree(output, ignore_errors=True)
    qingdan.extract_tables([lists], output, reading=Reading(**how), options=QUICK)  # type: ignore[arg-type]
    return {path.name: path.read_bytes() for path in output.iterdir()}


SCHEDULER = """
import asyncio, sys
from distributed import Scheduler
async def main():
    async with Scheduler(host="127.0.0.1", port=0, dashboard_address="127.0.0.1:0") as scheduler:
        print(scheduler.address, flush=True)
        await scheduler.finished()
asyncio.run(main())
"""
WORKER = """
import asyncio, sys
from distributed import Worker
async def main():
    async with Worker(sys.argv[1], nthreads=1, dashboard_address="127.0.0.1:0") as worker:
        print(worker.address, flush=True)
        await worker.finished()
asyncio.run(main())
"""


@contextmanager
def process(script: str, *arguments: str, **variables: str) -> Iterator[tuple[str, Process]]:
    """A process that prints its address when it is ready."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as running:  # fmt: skip
        try:
            assert running.stdout
            address = running.stdout.readline().strip()
            assert address.startswith("tcp://")
            yield address, running
        finally:
            running.kill()


@contextmanager
def cluster(**variables: str) -> Iterator[tuple[str, Process]]:
    """A scheduler and two workers, each a process of its own; yield its address and a worker."""
    with (
        process(SCHEDULER) as (address, _),
        process(WORKER, address, **variables) as (_, worker),
        process(WORKER, address, **variables),
    ):
        yield address, worker


def test_a_killed_worker_costs_nothing(lists: Path) -> None:
    plain = output_of(lists)
    with cluster() as (address, worker):

        @contextmanager
        def killing(_: object) -> Iterator[object]:
            yield lambda _path, _report: worker.kill()

        output = lists.parent / "clustered"
        reading = Reading(cluster=address)
        qingdan.extract_tables([lists], output, reading=reading, options=QUICK, watch=killing)
        assert worker.wait() != 0
    assert {path.name: path.read_bytes() for path in output.iterdir()} == plain


def test_workers_find_the_files_below_a_root_of_their_own(lists: Path, tmp_path: Path) -> None:
    plain = output_of(lists)
    shutil.copytree(lists, tmp_path / "mounted" / "lists")
    with cluster(QINGDAN_ROOT=str(tmp_path / "mounted")) as (address, _):
        assert output_of(lists, cluster=address, root=tmp_path, cache=tmp_path / "cache") == plain
        with pytest.raises(BadCall, match="is not below"):
            output_of(lists, cluster=address, root=tmp_path / "elsewhere")
    assert output_of(lists, cache=tmp_path / "cache") == plain


# Run by each Python that starts: it dies when it opens the file.
POISON = """
import os, signal, sys

def hook(event, arguments):
    if event == "open" and str(arguments[0]).endswith("killer.txt"):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(hook)
"""


@pytest.mark.parametrize("deaths", [1, pytest.param(cluster_room.DEATHS, marks=pytest.mark.soak)])
def test_a_document_at_which_workers_die_is_a_failure_and_no_other_one(
    lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deaths: int
) -> None:
    allowed = "distributed.scheduler.allowed-failures"
    assert cluster_room.LOCAL_WAYS[allowed] == 2  # three workers
    monkeypatch.setitem(cluster_room.LOCAL_WAYS, allowed, deaths - 1)
    shutil.copytree(lists / "2", tmp_path / "few")
    (tmp_path / "few" / "killer.txt").write_text(MODEL, "utf-8")
    (tmp_path / "sitecustomize.py").write_text(POISON)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT}")
    reading = Reading(cluster="local", jobs=1)
    output = tmp_path / "output"
    reports = qingdan.extract_tables([tmp_path / "few"], output, reading=reading, options=QUICK)
    failed = {report.source_name: report.failure for report in reports if report.failure}
    assert failed == {"killer.txt": "reader_crashed"}
    assert [report.status for report in reports].count("ok") == len(COUNTIES)


def test_no_scheduler_is_said(lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qingdan.cluster.WAIT", 1)
    with pytest.raises(BadCall, match="no scheduler answers there"):
        output_of(lists, cluster="tcp://127.0.0.1:1")


def test_without_the_extra_it_is_said(lists: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BadCall, match=r"qingdan\[cluster\]"):
        output_of(lists, cluster="local")
