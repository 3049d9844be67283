"""One run in parts, on several machines that share a cache: each document is read by one of them.

Part k of n files its own documents first, then whatever others have not begun. Who begins one
claims it with a file that only one can make, and shows that he lives with a file whose time he
renews; what one claimed who no longer does is free again. Should two ever read the same document,
they file the same shard.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from .corpus import Named
from .errors import BadCall
from .filing import Clerk, Filed, spread
from .writers.shards import Shelf

BEAT = 5.0  # seconds after which one who lives shows it again
GONE = 60.0  # seconds after which one who has not shown it is dead
CLAIMS = "claims"


def filed_in_part(
    files: Sequence[Named], clerk: Clerk, part: tuple[int, int], jobs: int
) -> Iterator[tuple[Named, Filed]]:
    """Yield the documents of part k of n as they are filed, then those of others that are left.

    In the end every document is filed, by this part or by one that lives. Raises `BadCall` when the
    folder that all parts share is lost.
    """
    shelf = Shelf(clerk.shelf.folder / CLAIMS)
    with _shared(shelf.folder), _living(shelf.folder) as (name, begun):
        claimant = Claimant(clerk, shelf, name, begun, GONE)
        number, count = part
        own = files[number - 1 :: count]
        left = [*own, *(one for one in files if one not in set(own))]
        while left:
            waiting = []
            done = spread(claimant.file, left, jobs, claimant.lose)
            for named, document in zip(left, done, strict=True):
                if document:
                    yield named, document
                else:
                    waiting.append(named)
            left = waiting
            if left:
                time.sleep(BEAT / 5)


class Claimant(NamedTuple):
    """A clerk who files what nobody else is at; `begun` is when, by the clock of the cache."""

    clerk: Clerk
    shelf: Shelf
    name: str
    begun: float
    gone: float

    def file(self, named: Named) -> Filed | None:
        """Return a document filed, None while somebody else is at it.

        What failed only for now is not kept, but no other part reads it again.
        """
        key = self.clerk.key(named).name
        if not key or self.clerk.shelf.path(key).exists():
            return self.clerk.file(named)
        failed = self.shelf.path(key)
        if _time(failed) >= self.begun and (shard := self.shelf.get(key)):
            return Filed(shard.report, "", shard)
        if not self._taken(self._claim(key)):
            return None
        return self._done(key, self.clerk.file(named))

    def lose(self, named: Named) -> Filed:
        """Return the failure of a document that ended two processes."""
        return self._done(self.clerk.key(named).name, self.clerk.lose(named))

    def _done(self, key: str, document: Filed) -> Filed:
        if key and document.shard:
            self.shelf.put(key, document.shard)
        if key:
            self._claim(key).unlink(missing_ok=True)
        return document

    def _claim(self, key: str) -> Path:
        return self.shelf.folder / f"{key}.claim"

    def _taken(self, claim: Path) -> bool:
        """Claim a document, also one that somebody claimed who is dead."""
        with suppress(FileExistsError), claim.open("x") as file:
            file.write(self.name)
            return True
        if self._is_alive(claim):
            return False
        with suppress(FileNotFoundError):  # another one was quicker
            mine = claim.with_suffix(f".{secrets.token_hex(4)}")
            claim.rename(mine)
            mine.unlink()
            return self._taken(claim)
        return False

    def _is_alive(self, claim: Path) -> bool:
        """Tell whether the one who made a claim lives: he made it or showed it lately."""
        with suppress(FileNotFoundError):
            owner = claim.read_text()
            shown = max(_time(claim), _time(self.shelf.folder / owner))
            return _time(self.shelf.folder / self.name) - shown < self.gone
        return True


def _time(path: Path) -> float:
    """Return when a file was last changed, by the clock of its file system; 0 if there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


@contextmanager
def _shared(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        action = "look after the folder that all parts share, and run again"
        raise BadCall(str(folder), f"cannot be used ({reason})", action) from error


@contextmanager
def _living(folder: Path) -> Iterator[tuple[str, float]]:
    """Show in a folder that this process lives; yield its name there, and since when."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{secrets.token_hex(8)}.alive"
    shown = folder / name
    shown.touch()
    ours, theirs = multiprocessing.Pipe()
    showing = multiprocessing.Process(target=_show, args=(shown, theirs, ours), daemon=True)
    showing.start()
    theirs.close()
    try:
        yield name, _time(shown)
    finally:
        ours.close()
        showing.join()
        shown.unlink(missing_ok=True)


def _show(shown: Path, parent: Connection, other: Connection) -> None:
    """Renew a file's time until the parent is gone."""
    other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what the terminal sends is for the parent
    while not parent.poll(BEAT):
        with suppress(OSError):
            shown.touch()
