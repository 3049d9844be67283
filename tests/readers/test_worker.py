"""The process of a reader: whatever it does costs one document at worst, and nothing stays."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import qingdan
from qingdan.errors import UnreadableSource
from qingdan.readers import read, worker
from qingdan.readers.worker import Limits, Order
from tests.readers.tasks import LIMITS, run
from tests.truth import ROOT, TOWNSHIPS

PATIENCE = 600  # seconds that a process may take to end before a test fails
TOWN = min(TOWNSHIPS.glob("*/list.docx"))
RAW = ROOT / "raw" / "awati.txt"


@pytest.fixture(params=["forked", "of its own"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers are forked by a zygote, or are interpreters of their own."""
    monkeypatch.setattr(worker, "CAN_FORK", request.param == "forked")


def refused(task: str, limits: Limits = LIMITS) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        run(task, limits=limits)
    assert str(caught.value).startswith("bad.pdf: ")
    assert "\n" not in str(caught.value)
    return caught.value


def eventually(holds: Callable[[], bool]) -> None:
    for _ in range(PATIENCE * 20):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it does not come to hold")


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended, be it that nobody has asked how yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


# --- how a reader may end -------------------------------------------------------------------------


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(
    ("task", "reply"),
    [
        ("answer", b"cba"),
        ("print_much", b"abc"),
        ("wait", b"abc"),  # longer than its seconds, by the clock
        ("be_stopped", b"abc"),
    ],
)
def test_a_task_answers(task: str, reply: bytes) -> None:
    assert run(task) == reply


def test_a_task_may_ask_for_more_time() -> None:
    assert run("work_for_two_seconds", limits=LIMITS._replace(most_seconds=60)) == b"abc"


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(
    ("task", "code", "words"),
    [
        ("crash", "reader_crashed", "crashed on it (SIGSEGV)"),
        ("leave", "reader_crashed", "exit status 7"),
        ("be_killed", "reader_crashed", "was killed (SIGKILL)"),
        ("raise_fault", "reader_crashed", "failed on it (KeyError: 'a fault"),
        ("no_such_task", "reader_crashed", "AttributeError"),
        ("hang", "timed_out", "too much CPU time"),
        ("ask_for_a_second_and_hang", "timed_out", "too much CPU time"),
        ("ask_for_too_much_and_hang", "timed_out", "too much CPU time"),
        ("swallow", "over_memory", "more memory than allowed"),
        ("hide_want_of_memory", "over_memory", "more memory than allowed"),
        ("recurse", "too_large", "deep"),
        ("write_much", "too_large", "more was read from it"),
        ("refuse", "odd", "it is odd; do something"),
    ],
)
def test_a_task_that_fails_costs_one_document(task: str, code: str, words: str) -> None:
    error = refused(task)
    assert (error.code, words in str(error)) == (code, True), str(error)
    assert run("answer") == b"cba"


def test_native_code_that_gets_no_memory_is_told_from_a_crash() -> None:
    assert refused("abort_full").code == "over_memory"


def test_a_reader_has_no_file_but_its_pipe() -> None:
    with (ROOT / "README.md").open("rb") as held:
        os.set_inheritable(held.fileno(), True)
        fresh = worker._zygote(worker._spawned)
        order = Order("tests.readers.tasks:tell_files", "qingdan.readers.text", LIMITS)
        _, reply = fresh.ask(order, b"")
        fresh.end()
    # What is standard, its pipe, and the folder of files while it is looked at.
    assert len(reply[1:].split()) <= 5


# --- zygotes --------------------------------------------------------------------------------------


def test_readers_are_forked_by_one_process() -> None:
    pids = [run("tell_pids").split() for _ in range(3)]
    assert len({reader for reader, _ in pids}) == 3
    assert len({zygote for _, zygote in pids}) == 1


def test_a_zygote_that_was_killed_between_files_is_replaced() -> None:
    _, zygote = map(int, run("tell_pids").split())
    os.kill(zygote, signal.SIGKILL)
    _, other = map(int, run("tell_pids").split())
    assert other != zygote
    assert is_gone(zygote)


def test_threads_read_beside_each_other() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: run("answer"), range(12))) == [b"cba"] * 12


def test_processes_of_the_caller_have_zygotes_of_their_own() -> None:
    _, ours = run("tell_pids").split()
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        _, theirs = pool.submit(run, "tell_pids").result().split()
    assert theirs != ours
    assert run("tell_pids").split()[1] == ours


def test_an_interrupted_reading_leaves_nothing(tmp_path: Path) -> None:
    told = tmp_path / "pids"
    script = (
        "import signal, sys\n"
        "from tests.readers.tasks import run\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "try:\n    run('sleep_for_ever', sys.argv[1].encode())\n"
        "except KeyboardInterrupt:\n    print(run('answer').decode())\n"
    )
    reading = subprocess.Popen(
        [sys.executable, "-c", script, str(told)], cwd=ROOT, stdout=subprocess.PIPE
    )
    eventually(lambda: told.exists() or reading.poll() is not None)
    reading.send_signal(signal.SIGINT)
    assert reading.communicate()[0] == b"cba\n"
    for pid in map(int, told.read_text().split()):
        eventually(lambda pid=pid: is_gone(pid))


@pytest.mark.parametrize("victim", ["parent", "zygote"])
def test_whoever_is_killed_leaves_no_reader(victim: str, tmp_path: Path) -> None:
    told = tmp_path / "pids"
    script = (
        "import sys\n"
        "from tests.readers.tasks import run\n"
        "run('sleep_for_ever', sys.argv[1].encode())\n"
    )
    reading = subprocess.Popen(
        [sys.executable, "-c", script, str(told)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
    eventually(lambda: told.exists() or reading.poll() is not None)
    reader, zygote = map(int, told.read_text().split())
    if victim == "zygote":  # the file is read once more by another one
        told.unlink()
        os.kill(zygote, signal.SIGKILL)
        eventually(lambda: told.exists() or reading.poll() is not None)
        assert is_gone(reader)
        reader, zygote = map(int, told.read_text().split())
    reading.kill()
    reading.wait()
    eventually(lambda: is_gone(zygote) and is_gone(reader))


def test_two_hundred_files_leave_no_process_and_no_file_open() -> None:
    script = (
        "import os, sys, qingdan\n"
        "from pathlib import Path\n"
        "from qingdan.readers import read, worker\n"
        "files = lambda: len(os.listdir('/proc/self/fd'))\n"
        "children = lambda: Path(f'/proc/self/task/{os.getpid()}/children').read_text().split()\n"
        "before = files()\n"
        "worker.prefork()\n"
        "for _ in range(200):\n"
        "    read(Path(sys.argv[1]), qingdan.Options(), '清单')\n"
        "assert (files(), len(children())) == (before + 2, 1)\n"
        "worker._end_all()\n"
        "assert (files(), len(children())) == (before, 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(RAW)], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


# --- limits of the environment --------------------------------------------------------------------


def under(limit: str, script: str, *arguments: str) -> str:
    """Return what a script prints under `ulimit`."""
    command = ["bash", "-c", f'ulimit {limit}; exec "$0" -c "$@"', sys.executable, script]
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


TOLD = (
    "import sys\n"
    "from tests.readers.tasks import LIMITS, run\n"
    "limits = LIMITS._replace(seconds=int(sys.argv[2]), most_seconds=60)\n"
    "try:\n    run(sys.argv[1], limits=limits)\n"
    "except Exception as error:\n    print(error.code, error)\n"
)


@pytest.mark.parametrize(
    ("limit", "task", "seconds", "code", "words"),
    [
        ("-v 400000", "abort_full", 1, "over_memory", "391 MiB that the environment allows"),
        ("-v 400000", "swallow", 1, "over_memory", "391 MiB that the environment allows"),
        ("-S -v 400000", "swallow", 1, "over_memory", "391 MiB that the environment allows"),
        ("-t 3", "hang", 60, "timed_out", "the environment stopped reading after 2 s"),
        ("-S -t 3", "hang", 60, "timed_out", "the environment stopped reading after 3 s"),
        ("-t 50", "hang", 1, "timed_out", "too much CPU time"),
    ],
)
def test_limits_of_the_environment_are_told(
    limit: str, task: str, seconds: int, code: str, words: str
) -> None:
    command = ["bash", "-c", f'ulimit {limit}; exec "$0" -c "$@"', sys.executable, TOLD]
    told = subprocess.run(
        [*command, task, str(seconds)], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    assert told.startswith(f"{code} ")
    assert words in told


@pytest.mark.parametrize("name", ["list.docx", "list.xlsx", "list.html", "weasyprint.pdf"])
def test_a_file_is_never_called_damaged_for_want_of_memory(name: str) -> None:
    """Whichever step finds no memory: the file is read, or it is told."""
    outcomes = set()
    for mebibytes in range(240, 30, -30):
        worker._end_all()
        zygote = worker._zygote(worker._spawned)
        resource.prlimit(zygote.pid, resource.RLIMIT_AS, (mebibytes << 20, resource.RLIM_INFINITY))
        worker._idle.append(zygote)
        try:
            read(TOWN.with_name(name), qingdan.Options(), "清单")
            outcomes.add("read")
        except UnreadableSource as error:
            outcomes.add(f"{error.code} {error}" * (error.code != "over_memory"))
    worker._end_all()
    assert outcomes <= {"read", ""}


# --- the library and the command ------------------------------------------------------------------


def test_the_library_reads_the_same_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    options = qingdan.Options(keywords=False)
    forked = qingdan.extract(TOWN, options=options)
    monkeypatch.setattr(worker, "CAN_FORK", False)
    assert qingdan.extract(TOWN, options=options) == forked
