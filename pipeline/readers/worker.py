"""Readers of dangerous formats run in a child process with limits, and cost one input at worst.

A task is a function `module:name` from bytes to bytes. The child is a fresh interpreter: it
holds nothing but what the task imports, so the limits are the task's own.

Time is CPU time, so that a busy machine stops nothing. The clock is not looked at: a child waits
for nothing but its parent, which sends the whole request and takes the whole reply.
"""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
from importlib import import_module
from typing import NamedTuple

import msgspec

from ..errors import UnreadableSource

DONE, REFUSED = b"\x00", b"\x01"


class Limits(NamedTuple):
    """What a task may use.

    CPU seconds until it says how many it needs, CPU seconds at most, and bytes of memory.
    """

    seconds: int
    most_seconds: int
    memory: int


class Refusal(NamedTuple):
    """Why a task cannot read its input, as `UnreadableSource` tells it."""

    code: str
    what: str
    action: str


_TOO_SLOW = Refusal(
    "timed_out", "reading took too long and was stopped", "split the file, or print it to a new one"
)
_TOO_LARGE = Refusal(
    "too_large",
    "reading it takes more memory than allowed",
    "split the file, or print it to a new one",
)
_CRASHED = Refusal(
    "reader_crashed",
    "the reader crashed on this file",
    "the file is damaged or hostile; get it again or print it to a new file",
)


def run_apart(name: str, task: str, request: bytes, limits: Limits) -> bytes:
    """Return a task's reply to a request; raises `UnreadableSource` if it fails or dies."""
    command = [sys.executable, "-P", "-m", "qingdan.readers.worker", task]
    child = subprocess.run(  # noqa: S603 - our own interpreter, our own arguments
        [*command, *map(str, limits)],
        input=request,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if child.returncode == -signal.SIGXCPU:
        raise UnreadableSource(name, *_TOO_SLOW)
    if child.returncode != 0 or not child.stdout:
        raise UnreadableSource(name, *_CRASHED)
    if child.stdout[:1] == REFUSED:
        raise UnreadableSource(name, *msgspec.msgpack.decode(child.stdout[1:], type=Refusal))
    return child.stdout[1:]


# --- the child's side -------------------------------------------------------------------------


def allow_seconds(seconds: int) -> None:
    """Let the kernel stop this process after so many more seconds of CPU time."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = math.ceil(used.ru_utime + used.ru_stime) + seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    _bind(resource.RLIMIT_CPU, min(soft, hard - 1) if hard > 0 else soft, hard)


def _limit(limits: Limits) -> None:
    """Bind this process to limits."""
    import resource

    signal.signal(signal.SIGXCPU, signal.SIG_DFL)  # the parent's parent may ignore it
    _bind(resource.RLIMIT_CORE, 0, 0)
    _bind(resource.RLIMIT_AS, limits.memory, limits.memory)
    _bind(resource.RLIMIT_CPU, limits.most_seconds, limits.most_seconds + 1)
    allow_seconds(limits.seconds)


def _bind(kind: int, soft: int, hard: int) -> None:
    """Set a limit of this process, whose own hard limit may be lower already."""
    import resource

    most = resource.getrlimit(kind)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def _answer(task: str, request: bytes) -> bytes:
    """Return the reply of a task to a request, or its refusal, marked as what it is."""
    module, function = task.split(":")
    try:
        reply: bytes = getattr(import_module(module), function)(request)
    except UnreadableSource as error:
        return REFUSED + msgspec.msgpack.encode(Refusal(error.code, error.what, error.action))
    except (MemoryError, RecursionError):
        return REFUSED + msgspec.msgpack.encode(_TOO_LARGE)
    return DONE + reply


def main(arguments: list[str]) -> None:
    """Answer the request on standard input within limits; nothing else is written."""
    task, *numbers = arguments
    _limit(Limits(*map(int, numbers)))
    reply = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    with os.fdopen(reply, "wb") as out:
        out.write(_answer(task, sys.stdin.buffer.read()))


if __name__ == "__main__":
    main(sys.argv[1:])
