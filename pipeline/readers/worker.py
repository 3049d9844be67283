"""Readers of dangerous formats run in a child process with limits, and cost one input at worst.

A task is a function `module:name` from bytes to bytes. The child is a fresh interpreter: it
holds nothing but what the task imports, so the limits are the task's own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib import import_module
from typing import NamedTuple

import msgspec

from ..errors import UnreadableSource

DONE, REFUSED = b"\x00", b"\x01"
STOPPED = (signal.SIGALRM, signal.SIGXCPU, signal.SIGKILL)


class Limits(NamedTuple):
    """What a task may use: seconds until it says how much it needs, seconds at most, bytes."""

    seconds: int
    most_seconds: int
    memory: int


class Refusal(NamedTuple):
    """Why a task cannot read its input, as `UnreadableSource` tells it."""

    code: str
    what: str
    action: str


def run_apart(name: str, task: str, request: bytes, limits: Limits) -> bytes:
    """Given a task and its request, return its reply; `UnreadableSource` if it fails or dies."""
    command = [sys.executable, "-P", "-m", "qingdan.readers.worker", task]
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter, our own arguments
            [*command, *map(str, limits)],
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.most_seconds + 5,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow(name) from error
    if -child.returncode in STOPPED:
        raise _too_slow(name)
    if child.returncode != 0 or not child.stdout:
        raise UnreadableSource(
            name,
            "reader_crashed",
            "the reader crashed on this file",
            "the file is damaged or hostile; get it again or print it to a new file",
        )
    if child.stdout[:1] == REFUSED:
        refusal = msgspec.msgpack.decode(child.stdout[1:], type=Refusal)
        raise UnreadableSource(name, *refusal)
    return child.stdout[1:]


def _too_slow(name: str) -> UnreadableSource:
    return UnreadableSource(
        name,
        "timed_out",
        "reading took too long and was stopped",
        "split the file, or print it to a new one",
    )


def allow_seconds(seconds: int) -> None:
    """Given how many seconds from now a task needs, let the kernel stop it after them."""
    import resource

    signal.alarm(seconds)
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard) if hard > 0 else soft, hard))


def _limit(limits: Limits) -> None:
    """Given limits, bind this process to them."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.most_seconds, limits.most_seconds))
    allow_seconds(limits.seconds)


def _answer(task: str, request: bytes) -> bytes:
    """Given a task and its request, return its marked reply or refusal."""
    module, function = task.split(":")
    try:
        reply: bytes = getattr(import_module(module), function)(request)
    except UnreadableSource as error:
        return REFUSED + msgspec.msgpack.encode(Refusal(error.code, error.what, error.action))
    except (MemoryError, RecursionError):
        refusal = Refusal(
            "too_large",
            "reading it takes more memory than allowed",
            "split the file, or print it to a new one",
        )
        return REFUSED + msgspec.msgpack.encode(refusal)
    return DONE + reply


def main(arguments: list[str]) -> None:
    """Given a task and limits, answer the request on standard input; nothing else is written."""
    task, *numbers = arguments
    _limit(Limits(*map(int, numbers)))
    reply = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    with os.fdopen(reply, "wb") as out:
        out.write(_answer(task, sys.stdin.buffer.read()))


if __name__ == "__main__":
    main(sys.argv[1:])
