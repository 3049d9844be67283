"""Documents read by the workers of a Dask cluster; what they read is filed here.

A worker gets the paths of files below a root, which may lie elsewhere on its machine, and answers
with shards. Filing, comparing and writing stay here, so that the files of a run are the same
however it was read.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from .cache import version_of
from .corpus import Named, folder_of
from .errors import BadCall
from .filing import Clerk, Filed, Key, put
from .options import Options
from .rules import Rules, default_directory, load_rules
from .writers.shards import Shard, Shelf, bytes_to_shard, shard_to_bytes

if TYPE_CHECKING:
    from distributed import Client, Future

GROUP = 20  # documents that a worker is given at a time
AHEAD = 4  # groups per worker that are sent before the first one is back
DEATHS = 3  # of workers at a group, or at last at one document, that are allowed
WAIT = 30  # seconds for a scheduler to answer
ROOT = "QINGDAN_ROOT"  # the variable that tells a worker where the files lie on its machine
LOCAL = "local"
# How local workers are kept: one that dies is begun anew, however often it does, and as slowly.
LOCAL_WAYS = {
    "distributed.scheduler.allowed-failures": DEATHS - 1,
    "distributed.deploy.lost-worker-timeout": "1000 days",
}


class Order(NamedTuple):
    """What a worker is to read: files by their paths below a root, and how.

    `version` is that of whoever asks; `rules` is the folder of other rules than qingdan's own.
    """

    root: str
    files: tuple[Named, ...]
    options: Options
    version: str
    rules: str | None


def filed_by_cluster(
    files: Sequence[Named], clerk: Clerk, client: Client, root: Path | None
) -> Iterator[tuple[Named, Filed]]:
    """Yield each document filed, in the order of the files, read by the workers of a cluster.

    A group at which workers die is read again document by document, with nothing else at the same
    time; one at which they die then, too, is a failure. Raises `BadCall` when the workers run other
    code, rules or libraries.
    """
    for named, key, known, packed in _read_by_cluster(files, clerk, client, root):
        if known:
            yield named, known
        elif packed:
            yield named, put(_here(named, packed), key, clerk.shelf)
        else:
            yield named, clerk.lose(named)


class Sought(NamedTuple):
    """A document, what names it, how it was filed before if it was, and else what was read."""

    named: Named
    key: Key
    known: Filed | None
    packed: bytes | None = None


Group = tuple[Sought, ...]


def _read_by_cluster(
    files: Sequence[Named], clerk: Clerk, client: Client, root: Path | None
) -> Iterator[Sought]:
    """Yield each document with what was read of it, nothing of one at which workers died."""
    from distributed import KilledWorker

    root = (root or _common(files)).absolute()
    rest = map(partial(_sought, clerk), files)
    sent: deque[tuple[Group, Future[list[bytes]]]] = deque()
    ahead = AHEAD * max(len(client.scheduler_info()["workers"]), 1)
    soffice = clerk.options.soffice
    version, directory = version_of(clerk.rules, soffice), _directory(clerk.rules, root)

    def send(group: Group) -> Future[list[bytes]]:
        unknown = tuple(_below(root, one.named) for one in group if not one.known)
        order = Order(str(root), unknown, clerk.options, version, directory)
        return client.submit(read, order, pure=False)

    def done(group: Group, future: Future[list[bytes]]) -> Iterator[Sought]:
        try:
            packed = iter(future.result())
        except KilledWorker:
            for _, other in sent:
                other.exception()  # type: ignore[no-untyped-call]  # returns when it is over
            for one in group:
                yield from done((one,), send((one,))) if len(group) > 1 else group
            return
        for one in group:
            yield one if one.known else one._replace(packed=next(packed))

    while True:
        while len(sent) < ahead and (group := tuple(islice(rest, GROUP))):
            sent.append((group, send(group)))
        if not sent:
            return
        yield from done(*sent.popleft())


def _common(files: Sequence[Named]) -> Path:
    """Return the folder that all files are below; that of the first, if on several drives."""
    folders = [named.found.path.absolute().parent for named in files]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        return folders[0]


def _sought(clerk: Clerk, named: Named) -> Sought:
    key = clerk.key(named)
    return Sought(named, key, clerk.known(named, key))


def _here(named: Named, packed: bytes) -> Shard:
    """Return the shard that a worker answers with; where its file lies is told as it is here."""
    shard = bytes_to_shard(packed)
    return Shard(replace(shard.report, folder=folder_of(named)), shard.batches)


def _below(root: Path, named: Named) -> Named:
    """Return a file with its path below a root."""
    path = named.found.path.absolute()
    if not path.is_relative_to(root):
        what = f"is not below {root}, the root that the workers share"
        raise BadCall(str(named.found.path), what, "name another root with --root")
    return _at(named, path.relative_to(root))


def _at(named: Named, path: Path) -> Named:
    return named._replace(found=named.found._replace(path=path))


def _directory(rules: Rules, root: Path) -> str | None:
    """Return where workers find the rules: below the root, or with qingdan itself."""
    if rules.directory == default_directory():
        return None
    directory = rules.directory.absolute()
    return str(directory.relative_to(root) if directory.is_relative_to(root) else directory)


# --- on the cluster -----------------------------------------------------------------------------


@contextmanager
def connected(address: str, jobs: int) -> Iterator[Client]:
    """Yield a client of the scheduler at an address, or of one of its own with `jobs` workers."""
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        what = "needs the library distributed, which is not there"
        raise BadCall("--cluster", what, 'install "qingdan[cluster]"') from error
    if address != LOCAL:
        try:
            client = Client(  # type: ignore[no-untyped-call]
                address, timeout=f"{WAIT} s", set_as_default=False
            )
        except (OSError, ValueError) as error:
            what = "no scheduler answers there"
            raise BadCall(address, what, "start one with: dask scheduler") from error
        with client:
            yield client
        return
    with (
        dask.config.set(LOCAL_WAYS),
        LocalCluster(  # type: ignore[no-untyped-call]
            jobs, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        Client(cluster, set_as_default=False) as client,  # type: ignore[no-untyped-call]
    ):
        yield client


def read(order: Order) -> list[bytes]:
    """Return the packed shard of each document of an order: what a worker does."""
    root = Path(os.environ.get(ROOT, order.root))
    rules = _rules(root / order.rules if order.rules else default_directory())
    if (version := version_of(rules, order.options.soffice)) != order.version:
        what = f"runs other code, rules or libraries ({version}, not {order.version})"
        raise BadCall("a worker of the cluster", what, "install the same on every machine")
    clerk = Clerk(rules, order.options, Shelf(Path(os.devnull)))
    files = [_at(named, root / named.found.path) for named in order.files]
    return [shard_to_bytes(clerk.read(named)) for named in files]


@lru_cache(maxsize=1)
def _rules(directory: Path) -> Rules:
    return load_rules(directory)
