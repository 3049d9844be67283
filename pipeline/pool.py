"""Many documents read at a time, each in a process of a pool."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from .corpus import Named, read_document, to_failure
from .model import Outcome
from .options import Options
from .rules import Rules

# Files per process that are begun before their outcomes are taken: enough that no process waits
# for the others, and few enough that a slow taker does not fill the memory.
AHEAD = 4

_settled: list[tuple[Rules, Options]] = []  # what a process of the pool reads its files with


def read_in_processes(
    named: Iterable[Named], rules: Rules, options: Options, jobs: int
) -> Iterator[Outcome]:
    """Yield the outcome of each file, in the order given, `jobs` read at a time.

    When a process dies (for want of memory, say), its pool loses every file that it had begun.
    These are read again, each in a process of its own: a file that kills that one, too, is a
    failure, and the rest goes on in a new pool.
    """
    rest = deque(named)
    while rest:
        begun: deque[Future[Outcome]] = deque()  # those of the first files of `rest`
        try:
            with _pool(jobs, rules, options) as pool:
                while rest:
                    for one in islice(rest, len(begun), jobs * AHEAD):
                        begun.append(pool.submit(_read, one))
                    outcome = begun[0].result()
                    begun.popleft()
                    rest.popleft()
                    yield outcome
        except BrokenProcessPool:
            for _ in range(max(len(begun), 1)):
                yield _read_alone(rest.popleft(), rules, options)


def _read_alone(named: Named, rules: Rules, options: Options) -> Outcome:
    with _pool(1, rules, options) as pool:
        try:
            return pool.submit(_read, named).result()
        except BrokenProcessPool:
            message = f"{named.found.path}: the process that read it died; look at it by itself"
            return to_failure(named, "internal_error", message)


def _pool(jobs: int, rules: Rules, options: Options) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, initializer=_settle, initargs=(rules, options))


def _settle(rules: Rules, options: Options) -> None:
    _settled[:] = [(rules, options)]


def _read(named: Named) -> Outcome:
    return read_document(named, *_settled[0])
