"""Measuring: medians of CPU seconds, of work in this process or of a whole command."""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import NamedTuple

WORK_DONE = (0, 1)
Work = Callable[[], object]


class Case(NamedTuple):
    """One thing to measure; `target` is the most CPU seconds it may take, if there is such."""

    name: str
    measure: Callable[[], float]
    target: float | None = None


class Measured(NamedTuple):
    """A case's outcome in CPU seconds (`before` is the same from a saved run)."""

    name: str
    seconds: float
    target: float | None = None
    before: float | None = None


class Failed(RuntimeError):
    """A measured command that did not do its work, so that its time says nothing."""


def warm(work: Work, runs: int) -> float:
    """Given work for this process, return the median CPU seconds of `runs` after one unmeasured."""
    work()
    return statistics.median(_once(work) for _ in range(runs))


def cold(command: Sequence[str], runs: int) -> float:
    """Given a command, return the median CPU seconds it and its children take from cold.

    The first run is not counted: it may have to write byte code.
    """
    run(command)
    return statistics.median(run(command) for _ in range(runs))


def run(command: Sequence[str]) -> float:
    """Given a command, return the CPU seconds (user and system) of one run with its children.

    `Failed` when it did not do its work; a status of 1 says that it did, and found something.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in WORK_DONE:
        said = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["nothing"]
        raise Failed(f"{' '.join(command)}: status {done.returncode}: {said[0]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def copies(source: Path, folder: Path, count: int) -> Path:
    """Given a document, return a new folder with `count` copies of it under different names."""
    target = folder / f"copies-{count}"
    target.mkdir()
    data = source.read_bytes()
    for number in range(1, count + 1):
        (target / f"{source.stem}-{number:03d}{source.suffix}").write_bytes(data)
    return target


def _once(work: Work) -> float:
    gc.collect()
    start = process_time()
    work()
    return process_time() - start
