"""Standard streams that never change how the command ends, and signals that end it in order."""

from __future__ import annotations

import io
import os
import signal
import sys
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Stopped(BaseException):
    """The process is asked to end, by a signal of this number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _Sink(io.RawIOBase):
    """A stream to write to whose reader may leave, or whose disk may be full, at any moment."""

    def __init__(self, stream: io.RawIOBase) -> None:
        self.stream = stream
        self.error: OSError | None = None

    def write(self, data: ReadableBuffer, /) -> int | None:
        try:
            return self.stream.write(data)
        except OSError as error:
            self.error = error
            return memoryview(data).nbytes

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.stream.fileno()

    def isatty(self) -> bool:
        return self.stream.isatty()


def settle() -> None:
    """Have this process, which is the command's alone, write to standard streams whatever becomes
    of them, and raise `Stopped` when it is asked to end.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed by who started it: no file of ours may get its number
            os.open(os.devnull, os.O_RDWR)
    sys.stdout, sys.stderr = _patient(sys.stdout), _patient(sys.stderr)
    for name in ("SIGTERM", "SIGHUP", "SIGBREAK"):
        asked = getattr(signal, name, None)
        if asked and signal.getsignal(asked) == signal.SIG_DFL:
            signal.signal(asked, _stop)
            if hasattr(os, "register_at_fork"):  # what is forked has nothing to clear away
                os.register_at_fork(after_in_child=partial(signal.signal, asked, signal.SIG_DFL))


def lost() -> OSError | None:
    """Return why standard output could not be written, if so and if somebody wanted to read it."""
    sys.stdout.flush()
    sink = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    error = sink.error if isinstance(sink, _Sink) else None
    return None if isinstance(error, BrokenPipeError) else error


def _stop(number: int, _: FrameType | None) -> None:
    raise Stopped(number)


def _patient(stream: TextIO | None) -> TextIO:
    if stream is None:  # closed
        return Path(os.devnull).open("w", encoding="utf-8")
    raw = cast("io.RawIOBase", getattr(stream.buffer, "raw", stream.buffer))
    return io.TextIOWrapper(
        io.BufferedWriter(_Sink(raw)),
        encoding=stream.encoding,
        errors="backslashreplace",
        line_buffering=bool(stream.line_buffering),
    )
