"""Tasks for a child process, one for each way in which it may end.

They stand apart from the tests, so that the child's CPU time is the task's own.
"""

from __future__ import annotations

import os
import time

from qingdan.errors import UnreadableSource
from qingdan.readers.worker import allow_seconds


def answer(request: bytes) -> bytes:
    return request[::-1]


def print_much(request: bytes) -> bytes:
    print("noise of a library")
    return request


def crash(_: bytes) -> bytes:
    os.abort()


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
