"""How far a run is: a bar on a terminal, a line now and then elsewhere; nothing for a short one."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from ..languages.choice import Language
from ..languages.sentences import said
from ..languages.tables import value_words
from ..writers.shards import Report
from .columns import printable

# Files and bytes up to which a run is over before a bar could be read.
_FEW = 3
_SMALL = 500_000
EVERY = 30.0  # seconds between two lines where there is no terminal
_WORDS = (
    ("failed", "{count} not read"),
    ("flagged", "{count} to look at"),
    ("known", "{count} unchanged"),
)

Told = Callable[[Path, Report], None]


class Standing:
    """Where a run over files stands; `begun` is when it began by a clock in seconds."""

    def __init__(self, paths: Sequence[Path], begun: float, language: Language) -> None:
        self.begun = begun
        self.language = language
        self.left = {path: _size(path) for path in paths}  # not done, in their order
        self.files = len(self.left)
        self.bytes = self.bytes_left = sum(self.left.values())
        self.pages = 0
        self.counts: Counter[str] = Counter()

    def tell(self, path: Path, report: Report) -> None:
        """Count a document that is done."""
        self.bytes_left -= self.left.pop(path, 0)
        self.pages += report.pages or 0
        self.counts[report.status] += 1
        self.counts["known"] += report.known

    def to_line(self, now: float) -> str:
        """Return what stands now, at a time by the same clock, and which file is waited for."""
        done = self.files - len(self.left)
        told = [self._say("{done} of {count} documents", done=f"{done:,}", count=f"{self.files:,}")]
        if self.pages:
            told.append(self._say("{count} pages", count=f"{self.pages:,}"))
        told += [
            self._say(words, count=f"{self.counts[kind]:,}")
            for kind, words in _WORDS
            if self.counts[kind]
        ]
        if done and now > self.begun:
            told.append(f"{done / (now - self.begun):,.1f}/s")
        if self.bytes > self.bytes_left:  # bytes take as long as those before them
            left = (now - self.begun) * self.bytes_left / (self.bytes - self.bytes_left)
            told.append(self._say("{time} left", time=timedelta(seconds=round(left))))
        if self.left:
            told.append(printable(next(iter(self.left)).name))
        return " · ".join(told)

    def _say(self, sentence: str, **values: object) -> str:
        return said(sentence, self.language).format(**values)


@contextmanager
def progress(
    paths: Sequence[Path], *, language: Language, quiet: bool = False, verbose: bool = False
) -> Iterator[Told]:
    """Yield what is to be told of each document that is done.

    A verbose run says so of each in a line of its own; of others a bar or a line now and then
    tells, unless they are short or quiet.
    """
    standing = Standing(paths, time.monotonic(), language)
    if verbose:
        yield _each(standing)
    elif quiet or not is_long(paths):
        yield lambda _path, _report: None
    elif sys.stderr.isatty():
        with _bar(standing) as tell:
            yield tell
    else:
        yield _lines(standing)


def _each(standing: Standing) -> Told:
    words = value_words("documents", "status")

    def tell(path: Path, report: Report) -> None:
        standing.tell(path, report)
        done = standing.files - len(standing.left)
        status = words[report.status].in_(standing.language)
        line = f"[{done}/{standing.files}] {path}: {report.document_id}: {status}"
        sys.stderr.write(f"{printable(line)}\n")

    return tell


@contextmanager
def _bar(standing: Standing) -> Iterator[Told]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(20), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(standing.to_line(standing.begun), total=standing.bytes or 1)

        def tell(path: Path, report: Report) -> None:
            standing.tell(path, report)
            done = standing.bytes - standing.bytes_left
            bar.update(task, completed=done, description=standing.to_line(time.monotonic()))

        yield tell


def _lines(standing: Standing) -> Told:
    due = standing.begun + EVERY

    def tell(path: Path, report: Report) -> None:
        nonlocal due
        standing.tell(path, report)
        now = time.monotonic()
        if now >= due:
            sys.stderr.write(f"qingdan: {standing.to_line(now)}\n")
            due = now + EVERY

    return tell


def is_long(paths: Sequence[Path]) -> bool:
    """Tell whether there are so many or so large files that somebody waits for them."""
    return len(paths) > _FEW or sum(map(_size, paths)) > _SMALL


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0
