"""Tasks for a reader's process, one for each way in which it may end."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from qingdan.errors import UnreadableSource
from qingdan.readers.worker import Limits, Order, allow_seconds, run_apart

# CPU seconds: a busy machine, on which they take long by the clock, changes nothing.
LIMITS = Limits(seconds=1, most_seconds=2, memory=600 << 20, output=2 << 20)


def run(task: str, request: bytes = b"abc", limits: Limits = LIMITS) -> bytes:
    """Return the reply of a task of this module, run apart."""
    order = Order(f"tests.readers.tasks:{task}", "qingdan.readers.text", limits)
    return run_apart("bad.pdf", order, request)


def answer(request: bytes) -> bytes:
    return request[::-1]


def print_much(request: bytes) -> bytes:
    print("noise of a library")
    return request


def crash(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def abort_full(_: bytes) -> bytes:
    """Do as native code does that gets no more memory."""
    held = b"x" * (400 << 20)
    os.abort()
    return held


def leave(_: bytes) -> bytes:
    os._exit(7)


def be_killed(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def raise_fault(_: bytes) -> bytes:
    raise KeyError("a fault\nof ours")


def hide_want_of_memory(_: bytes) -> bytes:
    """Do as a parser does that takes it for damage."""
    try:
        raise MemoryError
    except MemoryError as error:
        raise UnreadableSource("", "damaged", "it is broken", "get it again") from error


def write_much(_: bytes) -> bytes:
    return bytes(3 << 20)


def tell_pids(_: bytes) -> bytes:
    return f"{os.getpid()} {os.getppid()}".encode()


def tell_files(_: bytes) -> bytes:
    return " ".join(one.name for one in Path("/proc/self/fd").iterdir()).encode()


def sleep_for_ever(request: bytes) -> bytes:
    """Leave the numbers of the reader and its parent in a file, then use no CPU time at all."""
    path = Path(request.decode())
    path.with_suffix(".part").write_text(f"{os.getpid()} {os.getppid()}")
    path.with_suffix(".part").rename(path)
    while True:
        time.sleep(60)


def be_stopped(request: bytes) -> bytes:
    """Stop, as a suspended machine does, until a process of its own continues it."""
    if (pid := os.fork()) == 0:
        while "T (stopped)" not in Path(f"/proc/{os.getppid()}/status").read_text():
            time.sleep(0.01)
        os.kill(os.getppid(), signal.SIGCONT)
        os._exit(0)
    os.kill(os.getpid(), signal.SIGSTOP)
    os.waitpid(pid, 0)
    return request


def hang(_: bytes) -> bytes:
    while True:
        pass


def wait(request: bytes) -> bytes:
    time.sleep(2.5)
    return request


def work_for_two_seconds(request: bytes) -> bytes:
    """Ask for more time first."""
    allow_seconds(20)
    while time.process_time() < 2.5:
        pass
    return request


def ask_for_a_second_and_hang(request: bytes) -> bytes:
    allow_seconds(1)
    return hang(request)


def ask_for_too_much_and_hang(request: bytes) -> bytes:
    allow_seconds(1_000_000)
    return hang(request)


def swallow(_: bytes) -> bytes:
    return b"x" * (4 << 30)


def recurse(request: bytes) -> bytes:
    return recurse(request)


def refuse(_: bytes) -> bytes:
    raise UnreadableSource("", "odd", "it is odd", "do something")
