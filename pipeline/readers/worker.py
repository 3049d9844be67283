"""Every file is read in a process of its own with limits, and costs one document at worst.

A task is a function `module:name` from bytes to bytes. Where the system can fork, a zygote is
started once: a small process of one thread, into which parsers are imported, and which forks a
reader for each request. It sees none of the file but its bytes, and it ends when the pipe from
its parent does, with its reader, however the parent ended. Elsewhere each request starts an
interpreter.

Time is CPU time, so that a busy machine stops nothing. The clock is not looked at: a reader
waits for nothing but its parent, which sends the whole request and takes the whole reply.

The limits are those of `Limits`, or lower ones of the environment (`ulimit`), which are told as
such. `import qingdan` starts a zygote as a fresh interpreter, for a caller's process may have
threads, secrets and much memory; the command, which has none of them, forks it (`prefork`).
"""

from __future__ import annotations

import atexit
import gc
import math
import os
import re
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, NoReturn

import msgspec

from ..errors import UnreadableSource

# How a reply begins: it is one, a refusal, a word of want of memory, or of a fault in the reader.
DONE, REFUSED, STARVED, FAILED = b"\x00", b"\x01", b"\x02", b"\x03"
CAN_FORK = hasattr(os, "fork")
_ZYGOTE = "from qingdan.readers.worker import serve; serve(0, 1)"
_ONCE = "from qingdan.readers.worker import answer_once; answer_once()"
_START = "import sys; sys.modules['typing_extensions'] = None; "  # msgspec looks for it, 10 ms long

NEARLY = 0.5  # of the memory allowed: a reader that crashed with so much crashed for want of it
COUNTED = 0.75  # of the CPU seconds allowed: the kernel counts those used otherwise afterwards
MANY_OBJECTS = 100_000  # made between two searches for garbage in cycles
# How native code ends itself when it gets no memory, among other reasons.
_CRASHES = ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGILL", "SIGTRAP", "SIGFPE")
_NO_MEMORY = re.compile("cannot allocate memory|failed to map|out of memory", re.IGNORECASE)


class Limits(NamedTuple):
    """What a task may use.

    CPU seconds until it says how many it needs, CPU seconds at most, bytes of memory and of the
    reply.
    """

    seconds: int
    most_seconds: int
    memory: int
    output: int


class Order(NamedTuple):
    """What precedes a request: its task, the parser that it is likely to need, its limits."""

    task: str
    parser: str
    limits: Limits


class Ending(NamedTuple):
    """How a reader ended: its exit status or, negative, its signal; CPU seconds; peak of memory."""

    status: int
    seconds: float = 0.0
    memory: int = 0


class Refusal(NamedTuple):
    """Why a task cannot read its input, as `UnreadableSource` tells it."""

    code: str
    what: str
    action: str


_SPLIT = "split the file, or print it to a new one"
_AGAIN = "the file is damaged or hostile; get it again or print it to a new file"
_TOO_SLOW = Refusal("timed_out", "reading took too much CPU time and was stopped", _SPLIT)
_TOO_MUCH = Refusal("over_memory", "reading it takes more memory than allowed", _SPLIT)
_TOO_LONG = Refusal("too_large", "more was read from it than a document can be", _SPLIT)
_NEVER_STARTED = Refusal(
    "reader_crashed", "the process that was to read it ended twice", "read it again"
)
_TOO_DEEP = Refusal("too_large", "it nests its parts absurdly deep", _SPLIT)


def run_apart(name: str, order: Order, request: bytes) -> bytes:
    """Return a task's reply to a request; raises `UnreadableSource` if it fails or dies."""
    ending, reply = _by_zygote(order, request) if CAN_FORK else _by_interpreter(order, request)
    if ending.status == 0 and reply[:1] == DONE:
        return reply[1:]
    raise UnreadableSource(name, *_why(ending, reply, order.limits))


# --- why there is no reply ----------------------------------------------------------------------


def _why(ending: Ending, reply: bytes, limits: Limits) -> Refusal:
    """Return what is told of a reader that ended without a document."""
    seconds, memory = _environment()
    starved = _poor(memory) if memory < limits.memory else _TOO_MUCH
    if ending.status:
        is_starved = memory < limits.memory or ending.memory >= NEARLY * limits.memory
        return _death(ending, seconds, starved if is_starved else None)
    if reply[:1] == STARVED:
        return starved
    if reply[:1] == REFUSED:
        return msgspec.msgpack.decode(reply[1:], type=Refusal)
    fault = " ".join(reply[1:].decode(errors="replace").split())
    what = f"the reader failed on it ({fault})"
    return Refusal("reader_crashed", what, "please report it with the file")


def _death(ending: Ending, seconds: float, starved: Refusal | None) -> Refusal:
    """Return what is told of a reader that died, where a process is allowed so many CPU seconds;
    `starved` is what is told if it crashed for want of memory, as it may have.
    """
    name = f"exit status {ending.status}"
    if ending.status < 0:
        name = signal.Signals(-ending.status).name
    if name in ("SIGXCPU", "SIGKILL") and ending.seconds >= COUNTED * seconds:
        what = f"the environment stopped reading after {seconds:.0f} s of CPU time (ulimit -t)"
        return Refusal("timed_out", what, "raise that limit and read it again")
    if name == "SIGXCPU":
        return _TOO_SLOW
    if name in _CRASHES:
        what = f"the reader crashed on it ({name})"
        return starved or Refusal("reader_crashed", what, _AGAIN)
    if ending.status > 0:
        return Refusal("reader_crashed", f"the reader ended on it ({name})", _AGAIN)
    what = f"its reader was killed ({name}), by someone or by the system for want of memory"
    return Refusal("reader_crashed", what, "read it again, with more memory free")


def _poor(memory: float) -> Refusal:
    allowed = f"the {memory / (1 << 20):.0f} MiB that the environment allows (ulimit -v)"
    what = f"reading it takes more than {allowed}"
    return Refusal("over_memory", what, "raise that limit and read it again")


def _refused(refusal: Refusal) -> bytes:
    return REFUSED + msgspec.msgpack.encode(refusal)


def _unstarted(error: OSError) -> bytes:
    """Return the reply where the system starts no process."""
    what = f"the system starts no process to read it ({error.strerror})"
    return _refused(Refusal("over_memory", what, "read it again when fewer processes run"))


def _environment() -> tuple[float, float]:
    """Return the CPU seconds and bytes of memory that the environment allows a process."""
    try:
        import resource
    except ImportError:
        return math.inf, math.inf
    seconds, memory = map(resource.getrlimit, (resource.RLIMIT_CPU, resource.RLIMIT_AS))
    return _lowest(seconds[0], seconds[1] - 1 or 1), _lowest(*memory)


def _lowest(*limits: int) -> float:
    """Return the lowest of some limits, of which those below zero are none."""
    return min((limit for limit in limits if limit >= 0), default=math.inf)


# --- the parent's side --------------------------------------------------------------------------


class Gone(Exception):
    """The process at the other end of a pipe has ended."""


class Zygote:
    """A zygote as its parent has it: its process, and the pipes to it and from it."""

    def __init__(self, pid: int, requests: int, replies: int) -> None:
        self.pid = pid
        self.requests = requests
        self.replies = replies
        _all.add(self)

    def ask(self, order: Order, request: bytes) -> tuple[Ending, bytes]:
        """Return how the reader of a request ended, and its reply; `Gone` if the zygote has."""
        try:
            _send(self.requests, msgspec.msgpack.encode(order))
            _send(self.requests, request)
            ending = msgspec.msgpack.decode(_take(self.replies), type=Ending)
            return ending, bytes(_take(self.replies))
        except OSError as error:
            raise Gone from error

    def close(self) -> None:
        """Close the pipes: the zygote ends, and its reader."""
        os.close(self.requests)
        os.close(self.replies)
        _all.discard(self)

    def end(self) -> None:
        """Close the pipes, and wait until nothing is left of it."""
        self.close()
        with suppress(ChildProcessError):
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)  # its reader, had it been killed
            os.waitpid(self.pid, 0)


# Each zygote has one request at a time: as many are started as there are threads that read.
_all: set[Zygote] = set()
_idle: list[Zygote] = []


def prefork() -> None:
    """Fork a zygote from this process, which has one thread and nothing that is not for readers."""
    if CAN_FORK:
        with suppress(OSError):
            _idle.append(_zygote(_forked))


def _zygote(start: Callable[[int, int], int]) -> Zygote:
    """Return a zygote: a process that is started with the pipes of requests and of replies."""
    (theirs, requests), (replies, answers) = os.pipe(), os.pipe()
    try:
        return Zygote(start(theirs, answers), requests, replies)
    except OSError:
        os.close(requests)
        os.close(replies)
        raise
    finally:
        os.close(theirs)
        os.close(answers)


def _forked(requests: int, replies: int) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            serve(requests, replies)
        finally:
            os._exit(1)
    return pid


def _spawned(requests: int, replies: int) -> int:
    command = [sys.executable, "-P", "-c", _START + _ZYGOTE]
    files = (
        (os.POSIX_SPAWN_DUP2, requests, 0),
        (os.POSIX_SPAWN_DUP2, replies, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    )
    return os.posix_spawn(sys.executable, command, _environ(), file_actions=files)


def _environ() -> dict[str, str]:
    """Return the environment of a fresh interpreter: it imports what this process does."""
    places = (str(Path(place).absolute()) for place in sys.path)
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places)}


def _by_zygote(order: Order, request: bytes) -> tuple[Ending, bytes]:
    """Have a request read by a reader that a zygote forks; one that has ended is replaced."""
    try:
        with suppress(Gone):
            return _asked(_idle_one(), order, request)
        return _asked(_zygote(_spawned), order, request)
    except Gone:
        is_starved = _environment()[1] < math.inf
        return Ending(0), STARVED if is_starved else _refused(_NEVER_STARTED)
    except OSError as error:
        return Ending(0), _unstarted(error)


def _idle_one() -> Zygote:
    try:
        return _idle.pop()
    except IndexError:
        return _zygote(_spawned)


def _asked(zygote: Zygote, order: Order, request: bytes) -> tuple[Ending, bytes]:
    """Ask a zygote, which is idle again then, or ended when anything came between."""
    try:
        answer = zygote.ask(order, request)
    except BaseException:
        zygote.end()
        raise
    _idle.append(zygote)
    return answer


def _by_interpreter(order: Order, request: bytes) -> tuple[Ending, bytes]:
    """Have a request read by an interpreter of its own."""
    import subprocess

    packed = msgspec.msgpack.encode(order)
    child = subprocess.run(  # noqa: S603 - our own interpreter, our own arguments
        [sys.executable, "-P", "-c", _START + _ONCE],
        input=_framed(packed) + _framed(request),
        env=_environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return Ending(child.returncode), child.stdout


def _end_all() -> None:
    """End every zygote, at the end of the process."""
    _idle.clear()
    for zygote in tuple(_all):
        zygote.end()


def _leave_all() -> None:
    """Leave the zygotes to the parent, in a process that was forked from it."""
    _idle.clear()
    for zygote in tuple(_all):
        zygote.close()


if CAN_FORK:
    atexit.register(_end_all)
    os.register_at_fork(after_in_child=_leave_all)


# --- between them -------------------------------------------------------------------------------


def _framed(data: bytes) -> bytes:
    """Return bytes after their number."""
    return len(data).to_bytes(8, "big") + data


def _send(pipe: int, data: bytes) -> None:
    """Write bytes, after their number, to a pipe."""
    _write(pipe, len(data).to_bytes(8, "big"))
    _write(pipe, data)


def _write(pipe: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(pipe, left) :]


def _take(pipe: int) -> bytearray:
    """Return the bytes that stand after their number in a pipe; raises `Gone` when it ends."""
    return _read(pipe, int.from_bytes(_read(pipe, 8), "big"))


def _read(pipe: int, number: int) -> bytearray:
    data = bytearray()
    while len(data) < number:
        some = os.read(pipe, min(number - len(data), 1 << 20))
        if not some:
            raise Gone
        data += some
    return data


# --- the zygote's side --------------------------------------------------------------------------


def serve(requests: int, replies: int) -> NoReturn:
    """Answer requests until the pipe that they come from ends; then end, whatever is being read."""
    os.setsid()  # what the terminal sends is for the parent
    requests, replies = _settle(requests, replies)
    try:
        while True:
            order = msgspec.msgpack.decode(_take(requests), type=Order)
            request = bytes(_take(requests))
            with suppress(Exception):  # the reader fails in the same way, and says so
                for needed in (order.task.split(":")[0], order.parser):
                    import_module(needed)
            ending, reply = _by_reader(order, request, requests, replies)
            _send(replies, msgspec.msgpack.encode(ending))
            _send(replies, reply)
    except (Gone, OSError):
        os._exit(0)
    finally:
        os._exit(1)


def _settle(requests: int, replies: int) -> tuple[int, int]:
    """Let go of all that was the parent's but two pipes, and return these."""
    import fcntl

    requests, replies = (fcntl.fcntl(one, fcntl.F_DUPFD, 3) for one in (requests, replies))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    low, high = sorted((requests, replies))
    for start, stop in ((3, low), (low + 1, high), (high + 1, os.sysconf("SC_OPEN_MAX"))):
        os.closerange(start, stop)
    _see_all()
    for number in (signal.SIGXCPU, signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # the parent may ignore them
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    gc.set_threshold(MANY_OBJECTS)
    return requests, replies


def _see_all() -> None:
    """Bring back into sight what the parent keeps from itself: scans are read with numpy."""
    modules: Mapping[str, object] = sys.modules
    for name in [name for name, module in modules.items() if module is None]:
        del sys.modules[name]


def _by_reader(order: Order, request: bytes, requests: int, replies: int) -> tuple[Ending, bytes]:
    """Fork a reader for a request, return how it ended and its reply; `Gone` with the parent."""
    gc.freeze()
    source, target = os.pipe()
    try:
        pid = os.fork()
    except OSError as error:
        return Ending(0), _unstarted(error)
    if pid == 0:
        for pipe in (requests, replies, source):
            os.close(pipe)
        try:
            _limit(order.limits)
            _write(target, _answer(order, request))
            os._exit(0)
        finally:
            os._exit(1)
    os.close(target)
    try:
        reply = _collected(source, requests)
    except Gone:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(source)
    _, status, used = os.wait4(pid, 0)
    memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    ending = Ending(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, memory)
    return ending, reply


def _collected(source: int, requests: int) -> bytes:
    """Return all that a reader writes to a pipe; raises `Gone` when the pipe of requests ends."""
    import select

    waiting = select.poll()
    waiting.register(source, select.POLLIN)
    waiting.register(requests, select.POLLIN)
    parts: list[bytes] = []
    while True:
        if any(pipe == requests for pipe, _ in waiting.poll()):
            raise Gone
        part = os.read(source, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)


# --- the reader's side --------------------------------------------------------------------------


def answer_once() -> None:
    """Answer the request on standard input; nothing else is written to standard output."""
    reply = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    order = msgspec.msgpack.decode(_take(0), type=Order)
    request = bytes(_take(0))
    gc.set_threshold(MANY_OBJECTS)
    _see_all()
    _limit(order.limits)
    _write(reply, _answer(order, request))


def allow_seconds(seconds: int) -> None:
    """Let the kernel stop this process after so many more seconds of CPU time, where it can."""
    with suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = _lowest(math.ceil(used.ru_utime + used.ru_stime) + seconds, hard - 1 or 1)
        resource.setrlimit(resource.RLIMIT_CPU, (int(soft), hard))


def _limit(limits: Limits) -> None:
    """Bind this process to limits, or to lower ones that it is bound to already."""
    with suppress(ImportError):
        import resource

        seconds, memory = _environment()
        most = int(min(limits.most_seconds, seconds)) + 1
        most = int(_lowest(most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        allow_seconds(limits.seconds)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with suppress(ValueError):  # macOS knows no limit so low
            most = int(min(limits.memory, memory))
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answer(order: Order, request: bytes) -> bytes:
    """Return the reply of a task to a request, or why there is none, marked as what it is."""
    module, function = order.task.split(":")
    try:
        reply: bytes = getattr(import_module(module), function)(request)
        refusal = _TOO_LONG if len(reply) > order.limits.output else None
    except UnreadableSource as error:
        if _is_starved(error):
            return STARVED
        refusal = Refusal(error.code, error.what, error.action)
    except RecursionError:
        refusal = _TOO_DEEP
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document is one line too
        if _is_starved(error):
            return STARVED
        return FAILED + f"{type(error).__name__}: {error}".encode(errors="replace")
    return _refused(refusal) if refusal else DONE + reply


def _is_starved(error: BaseException | None) -> bool:
    """Tell whether an error comes of want of memory, whatever was made of it."""
    while error is not None:
        if isinstance(error, MemoryError) or _NO_MEMORY.search(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False
