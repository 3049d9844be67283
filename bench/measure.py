"""Measuring CPU seconds of work in this process and of whole commands, alone or by turns."""

from __future__ import annotations

import gc
import resource
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

WORK_DONE = (0, 1)
Measure = Callable[[], float]
Work = Callable[[], object]


class Case(NamedTuple):
    """One thing to measure; `measure` returns CPU seconds."""

    name: str
    measure: Measure


class Ratio(NamedTuple):
    """How many times more CPU time one thing takes than another, measured by turns.

    `seconds` are the medians of the two, `ratio` is the median of the ratios of all turns, which
    holds on a busy machine, too. `most` or `least` is the target, if there is one.
    """

    name: str
    seconds: tuple[float, float]
    ratio: float
    most: float | None = None
    least: float | None = None

    @property
    def target(self) -> str:
        """The target in signs, empty without any."""
        if self.most is not None:
            return f"≤ {self.most:g}"
        return f"≥ {self.least:g}" if self.least is not None else ""

    @property
    def is_met(self) -> bool:
        """True also without a target."""
        return (self.most is None or self.ratio <= self.most) and (
            self.least is None or self.ratio >= self.least
        )


class Failed(RuntimeError):
    """A measured command that did not do its work, so that its time says nothing."""


def warm(work: Work, runs: int) -> float:
    """Return the median CPU seconds of `runs` of work in this process, after one not measured."""
    work()
    return median(once(work) for _ in range(runs))


def cold(command: Sequence[str], runs: int) -> float:
    """Return the median CPU seconds that a command and its children take from cold.

    The first run is not counted: it may have to write byte code.
    """
    run(command)
    return median(run(command) for _ in range(runs))


def by_turns(one: Measure, other: Measure, runs: int) -> tuple[tuple[float, float], float]:
    """Return the median seconds of both, and the median ratio of one to the other.

    They are measured in turn, `runs` times each, after one turn that is not counted.
    """
    one(), other()
    pairs = [(one(), other()) for _ in range(runs)]
    seconds = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    return seconds, median(first / second for first, second in pairs)


def once(work: Work) -> float:
    """Return the CPU seconds of work in this process."""
    gc.collect()
    start = process_time()
    work()
    return process_time() - start


def run(command: Sequence[str], folder: Path | None = None) -> float:
    """Return the CPU seconds of one run of a command; raises `Failed`."""
    return done(command, folder)[0]


def done(command: Sequence[str], folder: Path | None = None) -> tuple[float, str]:
    """Return the CPU seconds (user and system) of a command with its children, and what it prints.

    Raises `Failed` when it did not do its work; a status of 1 says that it did, and found
    something.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode not in WORK_DONE:
        said = (ended.stderr or ended.stdout).strip().splitlines()[-1:] or ["nothing"]
        raise Failed(f"{' '.join(command)}: status {ended.returncode}: {said[0]}")
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, ended.stdout


def copies(source: Path, folder: Path, count: int) -> Path:
    """Return a new folder with `count` copies of a document under different names."""
    target = folder / f"copies-{count}"
    target.mkdir()
    data = source.read_bytes()
    for number in range(1, count + 1):
        (target / f"{source.stem}-{number:03d}{source.suffix}").write_bytes(data)
    return target
