"""The functions and types of `import qingdan`: one document, many, their tables, and back."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from . import corpus
from . import rules as rule_files
from .archives import as_pages, unpacked
from .cache import version_of
from .corpus import Found, Named
from .errors import BadCall, UnreadableSource
from .filing import Clerk, Filed, Key, filed, put, shelf_in, write_filed
from .letters.decoding import storable_text
from .model import Extraction, Failure, Outcome
from .options import Options, Reading
from .parts import filed_in_part
from .pool import done_in_order
from .readers import kind_of
from .rules import Rules
from .writers.publish import Tell, published, refuse_input
from .writers.record import is_output
from .writers.records import storable
from .writers.schema import FILES
from .writers.shards import Report, Shelf, outcome_to_shard

PathLike = str | os.PathLike[str]
Reader = Callable[[Sequence[Named], Clerk], Iterator[tuple[Named, Filed]]]
Told = Callable[[Path, Report], None]
Watch = Callable[[Sequence[Path]], AbstractContextManager[Told]]


@contextmanager
def unwatched(_: Sequence[Path]) -> Iterator[Told]:
    """Yield what tells nobody of anything."""
    yield lambda _path, _report: None


def extract(
    path: PathLike, *, rules: Rules | None = None, options: Options | None = None
) -> Extraction:
    """Return everything known of the document in a file.

    Without `rules` the ones that come with qingdan are loaded, at every call: whoever reads many
    documents loads them once, or calls `extract_many`. Its id is that of its row in the register
    beside it, else its name. Raises `UnreadableSource` when the file cannot be read or holds no
    such list.
    """
    file = Path(path)
    corpus.refuse_what_is_no_file(file)
    (named,) = corpus.name_documents([corpus.Found(file, storable_text(file.name))])
    return corpus.extract_named(named, rules or load_rules(), options or Options())


def extract_many(
    paths: Iterable[PathLike],
    *,
    jobs: int = 1,
    rules: Rules | None = None,
    options: Options | None = None,
) -> Iterator[Outcome]:
    """Yield for each file, in the order given, its `Extraction`, or a `Failure` that says why not.

    A folder stands for every file in it, in the order of their paths. A document's id is that of
    its row in the register beside it, else its path in the folder given, or its name; a second
    file of an id is a failure (`id_taken`). `jobs` documents are read at a time, each in a
    process of its own when it is more than 1 (a script then keeps its calls under
    `if __name__ == "__main__":`, as for every process pool).
    """
    found = [one for path in paths for one in corpus.find_inputs([Path(path)], is_output)]
    return _outcomes(found, rules or load_rules(), options or Options(), jobs)


def _outcomes(
    found: Iterable[Found], rules: Rules, options: Options, jobs: int
) -> Iterator[Outcome]:
    read = partial(corpus.read_document, rules=rules, options=options)
    with _named(found, options) as named:
        results = done_in_order(read, named, jobs, corpus.lost) if jobs > 1 else map(read, named)
        for one, outcome in zip(named, results, strict=True):
            if corpus.is_told(one, outcome.code if isinstance(outcome, Failure) else None):
                yield outcome


@contextmanager
def _named(found: Iterable[Found], options: Options) -> Iterator[tuple[Named, ...]]:
    """Yield files with their ids; meanwhile, what is in archives is unpacked, and what is in
    folders of pages is together, if that was chosen.
    """
    with TemporaryDirectory(prefix="qingdan-") as folder:
        if options.unpack:
            found = unpacked(found, Path(folder))
        if options.as_pages:
            found = as_pages(found, Path(folder))
        yield corpus.name_documents(found)


def load_rules(directory: PathLike | None = None) -> Rules:
    """Return the rules of a directory, validated; without one those that come with qingdan.

    Raises `BadRules`, which names file and line, when a file is missing or malformed.
    """
    if directory is None:
        return rule_files.load_rules(rule_files.default_directory())
    loaded = rule_files.load_rules(Path(directory))
    rule_files.check_patterns(loaded)  # the tests do this for ours
    return loaded


def extract_tables(  # noqa: PLR0913 - each is a choice by name
    inputs: Iterable[PathLike],
    folder: PathLike,
    *,
    reading: Reading | None = None,
    rules: Rules | None = None,
    options: Options | None = None,
    watch: Watch = unwatched,
    tell: Tell | None = None,
) -> tuple[Report, ...]:
    """Extract the lists of files and folders and write the tables of all of them to a folder.

    What is written is what `write_tables` writes of `extract_many`, however it is read; no more
    than a report of each document is held in memory, and returned. Of a part only the cache is
    written: with the same cache, the whole is written once all parts are done. `watch` is given
    the files and yields what is to be told of each report, `tell` is called as by `write_tables`.
    Raises `BadCall` and `BadRules`.
    """
    how, known, chosen = reading or Reading(), rules or load_rules(), options or Options()
    target = Path(folder)
    kept = how.cache / version_of(known, chosen.soffice) if how.cache else None
    found = _found(inputs, target, how)
    with _named(found, chosen) as files, shelf_in(kept) as shelf:
        clerk = Clerk(known, chosen, shelf)
        if how.part:
            return tuple(one.report for one in _filed(files, clerk, how, watch))
        with published(target, FILES, tell) as staging:
            documents = _filed(files, clerk, how, watch)
            return _written(documents, shelf, staging, target)


class Planned(NamedTuple):
    """A file that a run would read: its id, and as what, or why it would be refused."""

    document_id: str
    path: Path
    kind: str | None
    refused: UnreadableSource | None = None


def planned(
    inputs: Iterable[PathLike],
    folder: PathLike,
    *,
    reading: Reading | None = None,
    options: Options | None = None,
) -> Iterator[Planned]:
    """Yield what `extract_tables` would read, as what, and write nothing; raises as it does."""
    found = _found(inputs, Path(folder), reading or Reading())
    with _named(found, options or Options()) as files:
        for one in files:
            try:
                if one.found.refused:
                    raise one.found.refused
                corpus.refuse_what_is_no_file(one.found.path)
                yield Planned(one.document_id, one.found.path, kind_of(one.found.path))
            except UnreadableSource as error:
                yield Planned(one.document_id, one.found.path, None, error)


def _found(inputs: Iterable[PathLike], target: Path, how: Reading) -> tuple[Found, ...]:
    """Return the files of a run; what it writes to is none of them. Raises `BadCall`."""
    given = list(map(Path, inputs))
    refuse_input(target, given)
    own = {place.resolve() for place in (target, how.cache) if place}
    return corpus.find_inputs(given, lambda place: place.resolve() in own or is_output(place))


def _filed(files: Sequence[Named], clerk: Clerk, how: Reading, watch: Watch) -> tuple[Filed, ...]:
    """Return each document that is to be told as it was filed, in the order of the files."""
    found: dict[Named, Filed] = {}
    with watch([named.found.path for named in files]) as tell, _reader(how) as read:
        for named, document in read(files, clerk):
            tell(named.found.path, document.report)
            if corpus.is_told(named, document.report.failure):
                found[named] = document
    return tuple(found[named] for named in files if named in found)


@contextmanager
def _reader(how: Reading) -> Iterator[Reader]:
    if how.part:
        yield partial(filed_in_part, part=how.part, jobs=how.jobs)
    elif how.cluster:
        from .cluster import connected, filed_by_cluster

        with connected(how.cluster, how.jobs) as client:
            yield partial(filed_by_cluster, client=client, root=how.root)
    else:
        yield partial(filed, jobs=how.jobs)


def write_tables(
    outcomes: Iterable[Outcome], folder: PathLike, *, tell: Tell | None = None
) -> tuple[Report, ...]:
    """Write the tables of all outcomes to a folder, and return a report of each as written.

    The files replace those of an earlier run together or not at all; other files in the folder
    stay. Documents of one township are compared with each other and warned of where they differ;
    a document with a number that fits no column is written as a `Failure`. When every outcome is
    a failure, tables written earlier stay as they are. `tell` is called with a line when another
    run writes to the folder and is waited for. Raises `BadCall` when the folder cannot be written,
    or holds files of these names that qingdan did not write or that were changed since.
    """
    target = Path(folder)
    with published(target, FILES, tell) as staging, shelf_in(None) as shelf:
        shards = (outcome_to_shard(storable(outcome)) for outcome in outcomes)
        documents = tuple(
            put(shard, Key(f"{place:08x}", shard.report.sha256), shelf)
            for place, shard in enumerate(shards)
        )
        return _written(documents, shelf, staging, target)


def _written(
    documents: Sequence[Filed], shelf: Shelf, staging: Path, target: Path
) -> tuple[Report, ...]:
    _refuse_one_id_twice(one.report for one in documents)
    is_read = any(one.report.status != "failed" for one in documents)
    if not is_read and is_output(target):  # a mistyped name must not cost earlier tables
        return tuple(one.report for one in documents)
    return write_filed(documents, shelf, staging)


def _refuse_one_id_twice(reports: Iterable[Report]) -> None:
    counts = Counter(report.document_id for report in reports)
    for document_id, count in counts.items():
        if count > 1:
            what = f"is the id of {count} documents"
            raise BadCall(document_id, what, "read them together, with extract_many")
