"""What hostile files cost of one size and of another: in time, memory, and what is told of them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import qingdan
from bench.hostile import KINDS
from bench.hostile.kinds import Kind
from qingdan.errors import UnreadableSource
from qingdan.extraction import extraction_of
from qingdan.readers import LIMITS
from qingdan.readers.formats import read_document
from qingdan.readers.messages import Request
from qingdan.readers.refusals import check_length

MOST = 2.5  # times the CPU seconds that a file of twice the size may take
FEW = 0.1  # CPU seconds that tell nothing
TRIES = 3  # a busy machine disturbs some
# Why a file is not read that is beyond all measure.
STOPPED = ("too_large", "over_memory", "timed_out", "damaged", "too_many_pages", "reader_crashed")
BARE = qingdan.Options(keywords=False)


class Cost(NamedTuple):
    """What a file took: CPU seconds, the peak of memory in MiB, how it ended, and words for it.

    It ends `read`, or in the code of why it was not.
    """

    seconds: float
    memory: int
    end: str
    words: str


class Growth(NamedTuple):
    """What a file of a kind costs, and what one costs that is so many times as large."""

    name: str
    size: int
    times: int
    one: Cost
    more: Cost

    @property
    def ratio(self) -> float:
        return self.more.seconds / self.one.seconds

    @property
    def is_met(self) -> bool:
        """Tell whether it grows as the file does, or is stopped by a limit that is told."""
        if self.more.end in STOPPED:
            return "\n" not in self.more.words
        return self.more.seconds < FEW or self.ratio <= MOST * self.times / 2


def growths(names: Iterable[str] = KINDS) -> Iterator[Growth]:
    """Yield what kinds of hostile files cost, at their sizes and at twice those."""
    rules = qingdan.load_rules()
    for name in names:
        found = growth(name, KINDS[name], rules)
        for _ in range(TRIES - 1):
            found = found if found.is_met else growth(name, KINDS[name], rules)
        yield found


def growth(name: str, kind: Kind, rules: qingdan.Rules, part: int = 1, times: int = 2) -> Growth:
    """Return what a kind costs at a part of its size, and at so many times that."""
    size = max(kind.size // part, 1)
    one, more = (cost(f"hostile{kind.suffix}", kind.make(n), rules) for n in (size, size * times))
    return Growth(name, size, times, one, more)


def cost(name: str, data: bytes, rules: qingdan.Rules) -> Cost:
    """Return what a file takes from its bytes to its items, in a process of its own.

    The process has the limits that readers have.
    """
    source, target = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(source)
            os.write(target, json.dumps(_outcome(name, data, rules)).encode())
        finally:
            os._exit(0)
    os.close(target)
    with os.fdopen(source, "rb") as reply:
        told = reply.read()
    _, status, used = os.wait4(pid, 0)
    end, words = json.loads(told) if told else ("timed_out", f"stopped by the system ({status})")
    memory = used.ru_maxrss >> (20 if sys.platform == "darwin" else 10)
    return Cost(used.ru_utime + used.ru_stime, memory, end, words)


def _outcome(name: str, data: bytes, rules: qingdan.Rules) -> tuple[str, str]:
    """Return how a file ends, and words for it."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (LIMITS.seconds, LIMITS.most_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.memory, LIMITS.memory))
    try:
        document = read_document(Request(name, data, BARE, rules.lists.list_word))
        check_length(name, document.text)
        extraction = extraction_of(document, "hostile", rules, BARE)
    except UnreadableSource as error:
        return error.code, str(error)
    except MemoryError:
        return "over_memory", "more memory than allowed"
    return "read", f"{len(extraction.items)} items, {len(extraction.warnings)} warnings"
