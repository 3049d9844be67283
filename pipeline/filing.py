"""A run: what is extracted of each document lies on a shelf, and all tables are written from it.

However a run goes (in one process or many, in parts, the second time), each document is filed on
its own, and the files that are written depend on nothing but what was filed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from .cache import key_of
from .comparison import differing
from .corpus import Named, folder_of, lost, read_document
from .errors import BadCall, UnreadableSource
from .letters.decoding import storable_text
from .options import Options
from .pool import done_in_order
from .rules import Rules
from .sources import beside, to_sha256
from .writers.files import is_large, write_files
from .writers.records import storable
from .writers.shards import Report, Shard, Shelf, outcome_to_shard, with_warnings

T = TypeVar("T")
R = TypeVar("R")

# Failures that say nothing of the file, or not for long: it is read again the next time.
PASSING = {"internal_error", "timed_out", "reader_crashed", "over_memory", "unreadable"}
FEW = 4  # files for which it is not worth while to start another process


class Key(NamedTuple):
    """What names a document's shard, empty where none is kept, and its file's digest."""

    name: str
    sha256: str | None


class Filed(NamedTuple):
    """A document as it was filed: its report, and where its shard is.

    `shard` is there where it is not on the shelf under `key`; `fault` is why it could not be put
    there.
    """

    report: Report
    key: str
    shard: Shard | None = None
    fault: str | None = None


class Clerk(NamedTuple):
    """Who files documents: reads them by rules and with options, and puts them on a shelf."""

    rules: Rules
    options: Options
    shelf: Shelf

    def file(self, named: Named) -> Filed:
        """Return a document filed; it is read unless the shelf has it as it would be read."""
        key = self.key(named)
        return self.known(named, key) or put(self.read(named), key, self.shelf)

    def known(self, named: Named, key: Key) -> Filed | None:
        """Return a document that was filed before, None when it is to be read."""
        if not key.name or not (shard := self.shelf.get(key.name)):
            return None
        folder = folder_of(named)  # the only thing told of it that may have changed
        return Filed(replace(shard.report, folder=folder, known=True), key.name)

    def read(self, named: Named) -> Shard:
        """Return what is extracted of a document."""
        return outcome_to_shard(storable(read_document(named, self.rules, self.options)))

    def lose(self, named: Named) -> Filed:
        """Return the failure of a document that ended the processes that read it."""
        shard = outcome_to_shard(lost(named))
        return Filed(shard.report, "", shard)

    def key(self, named: Named) -> Key:
        """Return what names the shard of a document as it is now."""
        found = named.found
        sha256 = None if found.refused else to_sha256(found.path)
        if sha256 is None:
            return Key("", None)
        try:
            own = beside(found.path, sha256)
        except UnreadableSource:  # told when it is read
            return Key("", sha256)
        names = (
            named.document_id,
            found.source_path,
            storable_text(found.path.name),
            str(found.is_note),
        )
        return Key(key_of(names, sha256, own, self.options), sha256)


def put(shard: Shard, key: Key, shelf: Shelf) -> Filed:
    """Return a document filed, on a shelf if it is to be found there again.

    It is not when it could not be read for now, or its file was changed in between.
    """
    report = shard.report
    if not key.name or key.sha256 != report.sha256 or report.failure in PASSING:
        return Filed(report, "", shard)
    try:
        shelf.put(key.name, shard)
    except OSError as error:
        return Filed(report, "", shard, fault=error.strerror)
    return Filed(report, key.name)


def filed(files: Sequence[Named], clerk: Clerk, jobs: int) -> Iterator[tuple[Named, Filed]]:
    """Yield each document as it was filed, in the order of the files, `jobs` read at a time."""
    return zip(files, spread(clerk.file, files, jobs, clerk.lose), strict=True)


def spread(
    work: Callable[[T], R], tasks: Sequence[T], jobs: int, lost: Callable[[T], R]
) -> Iterator[R]:
    """Yield `work(task)` for each task, in their order, `jobs` done at a time."""
    jobs = min(jobs, -(-len(tasks) // FEW))
    return done_in_order(work, tasks, jobs, lost) if jobs > 1 else map(work, tasks)


def write_filed(documents: Sequence[Filed], shelf: Shelf, folder: Path) -> tuple[Report, ...]:
    """Write the tables of documents filed to a folder, and return their reports as written.

    Documents of one township are compared with each other and warned of where they differ.
    """
    by_id = {one.report.document_id: one for one in documents}
    reports = [one.report for one in documents]

    def shard_of(report: Report) -> Shard:
        one = by_id[report.document_id]
        shard = one.shard or shelf.get(one.key)
        if shard is None:
            what = f"lost what was extracted of {report.source_path}"
            raise BadCall(str(shelf.folder), what, "leave it alone while qingdan runs; run again")
        return shard

    added = differing(reports, shard_of)
    shards = (
        with_warnings(shard_of(by_id[name].report), added[name])
        if name in added
        else shard_of(by_id[name].report)
        for name in sorted(by_id)
    )
    write_files(shards, folder, in_parts=is_large(reports))
    return tuple(
        replace(report, status="flagged") if report.document_id in added else report
        for report in reports
    )


@contextmanager
def shelf_in(folder: Path | None) -> Iterator[Shelf]:
    """Yield the shelf in a folder, or without one a shelf that is gone in the end."""
    if folder:
        yield Shelf(folder)
        return
    with TemporaryDirectory(prefix="qingdan-") as passing:
        yield Shelf(Path(passing))
