"""Work done in several processes at a time, whose results come in the order of the tasks."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# Tasks per process that are begun before the first one's result is taken: enough that no process
# waits for a slow one, and few enough that a slow taker does not fill the memory.
AHEAD = 16
TRIES = 2  # of a task whose process dies


class Answer(NamedTuple, Generic[R]):
    """What a process says of a task: its result, or what the work raised."""

    result: R | None
    error: Exception | None = None


def done_in_order(
    work: Callable[[T], R], tasks: Iterable[T], jobs: int, lost: Callable[[T], R]
) -> Iterator[R]:
    """Yield `work(task)` for each task, in their order, `jobs` done at a time.

    Each process does one task after another. When one dies (for want of memory, say), its task is
    done once more; one that kills that process, too, has the result `lost(task)`. What `work`
    raises is raised here. Tasks are taken as they are needed; the processes end with the iterator.
    """
    crew: _Crew[T, R] = _Crew(work)
    rest = enumerate(tasks)
    again: list[tuple[int, T]] = []
    died: Counter[int] = Counter()
    results: dict[int, R] = {}
    begun = following = 0
    try:
        while True:
            room = min(jobs - len(crew.at) - len(again), following + jobs * AHEAD - begun)
            new = list(islice(rest, max(room, 0)))
            for place, task in (*again, *new):
                crew.begin(place, task)
            begun += len(new)
            again = []
            if not crew.at:
                return
            for place, task, answer in crew.answers():
                if answer is not None:
                    results[place] = answer
                    continue
                died[place] += 1
                if died[place] < TRIES:
                    again.append((place, task))
                else:
                    results[place] = lost(task)
            while following in results:
                yield results.pop(following)
                following += 1
    finally:
        crew.end()


class _Crew(Generic[T, R]):
    """Processes, each known by the pipe to it, and what they are at."""

    def __init__(self, work: Callable[[T], R]) -> None:
        self.work = work
        self.processes: dict[Connection, multiprocessing.Process] = {}
        self.idle: list[Connection] = []
        self.at: dict[Connection, tuple[int, T]] = {}

    def begin(self, place: int, task: T) -> None:
        """Give a task to a process that has none, or to a new one."""
        pipe = self.idle.pop() if self.idle else self._started()
        self.at[pipe] = place, task
        with suppress(OSError):  # it has died: that is found when its answer is waited for
            pipe.send(task)

    def answers(self) -> Iterator[tuple[int, T, R | None]]:
        """Wait, and yield each task that is over with its result, None if its process died."""
        for pipe in wait(list(self.at)):
            assert isinstance(pipe, Connection)
            place, task = self.at.pop(pipe)
            try:
                result, error = pipe.recv()
            except (EOFError, OSError):
                self._ended(pipe)
                yield place, task, None
                continue
            self.idle.append(pipe)
            if error:
                raise error
            yield place, task, result

    def end(self) -> None:
        """End every process, whatever it is at."""
        for pipe in tuple(self.processes):
            self._ended(pipe)

    def _started(self) -> Connection:
        ours, theirs = multiprocessing.Pipe()
        others = (*self.processes, ours)  # a fork has them, too, and they would never end
        process = multiprocessing.Process(
            target=_serve, args=(self.work, theirs, others), daemon=True
        )
        process.start()
        theirs.close()
        self.processes[ours] = process
        return ours

    def _ended(self, pipe: Connection) -> None:
        process = self.processes.pop(pipe)
        pipe.close()
        process.terminate()
        process.join()


def _serve(work: Callable[[T], R], pipe: Connection, others: tuple[Connection, ...]) -> None:
    """Do task after task, until the pipe that they come from ends."""
    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what the terminal sends is for the parent
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(EOFError, OSError):
        while True:
            task = pipe.recv()
            try:
                answer = Answer(work(task))
            except Exception as error:  # noqa: BLE001 - it is raised in the parent
                answer = Answer(None, error)
            pipe.send(answer)
