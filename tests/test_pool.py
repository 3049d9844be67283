"""Work in several processes: its order, what a death costs, and that nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qingdan.pool import AHEAD, done_in_order

ROOT = Path(__file__).parent.parent


def square(number: int) -> int:
    return number * number


def lost(number: int) -> int:
    return -number


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    assert list(done_in_order(square, range(50), jobs, lost)) == [n * n for n in range(50)]
    assert list(done_in_order(square, [], jobs, lost)) == []


def slow_first(number: int) -> int:
    if number == 0:
        time.sleep(0.5)
    return number


def test_a_slow_one_holds_up_nothing_but_its_turn() -> None:
    assert list(done_in_order(slow_first, range(20), 2, lost)) == list(range(20))


def test_tasks_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = done_in_order(square, tasks(), 2, lost)
    assert next(results) == 0
    assert len(taken) <= 2 * AHEAD + 1


def dies_of_seven(number: int) -> int:
    if number % 10 == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_task_that_kills_its_process_twice_is_lost_alone() -> None:
    expected = [-n if n % 10 == 7 else n for n in range(40)]
    assert list(done_in_order(dies_of_seven, range(40), 3, lost)) == expected


def dies_once(mark: str) -> str:
    path = Path(mark)
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def test_a_process_that_was_killed_costs_nothing(tmp_path: Path) -> None:
    marks = [str(tmp_path / str(number)) for number in range(3)]
    assert list(done_in_order(dies_once, marks, 2, lambda _: "lost")) == ["done"] * 3


def fails_of_three(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="three"):
        list(done_in_order(fails_of_three, range(9), 2, lost))


def own_pid(_: int) -> int:
    return os.getpid()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_processes_end_with_what_they_are_for() -> None:
    results = done_in_order(own_pid, range(100), 2, lost)
    pids = {next(results) for _ in range(10)}
    del results
    assert [pid for pid in pids if is_alive(pid)] == []


ORPHANS = """
import os, sys, time
from qingdan.pool import done_in_order
from tests.test_pool import own_pid, lost
results = done_in_order(own_pid, range(100), 3, lost)
print(*{next(results) for _ in range(40)}, flush=True)
time.sleep(600)
"""


def test_nothing_is_left_of_a_run_that_was_killed() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", ORPHANS], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert run.stdout
    pids = [int(pid) for pid in run.stdout.readline().split()]
    run.kill()
    run.wait()
    run.stdout.close()
    while any(is_alive(pid) for pid in pids):  # they end once they see that nobody asks
        time.sleep(0.01)
    assert pids


LARGE = """
import mmap, sys
import qingdan
from qingdan.pool import done_in_order

def items_of(name):
    return len(qingdan.extract(name).items)

if __name__ == "__main__":
    caller = mmap.mmap(-1, 5 << 29)  # more address space than a reader may take
    print(*done_in_order(items_of, sys.argv[1:], 2, len))
"""


def test_what_the_caller_has_in_memory_is_not_the_file_s() -> None:
    case = ROOT / "tests/fixtures/townships/houlong/typst.pdf"
    done = subprocess.run(
        [sys.executable, "-c", LARGE, case, case],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("28 28\n", "")
