"""The functions and types of `import qingdan`: one document, many, their tables, and back."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from . import corpus
from . import rules as rule_files
from .errors import BadCall
from .model import Extraction, Outcome
from .options import Options
from .rules import Rules
from .writers.files import write_files
from .writers.publish import Tell, published
from .writers.record import is_output
from .writers.records import storable
from .writers.schema import FILES

PathLike = str | os.PathLike[str]


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
    (named,) = corpus.name_documents([corpus.Found(file, file.name)])
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
    return outcomes_of(
        corpus.name_documents(found), rules or load_rules(), options or Options(), jobs
    )


def outcomes_of(
    named: Sequence[corpus.Named], rules: Rules, options: Options, jobs: int = 1
) -> Iterator[Outcome]:
    """Yield the outcome of each file that is to be told, `jobs` read at a time."""
    if jobs > 1:
        from .pool import read_in_processes

        return corpus.told(named, read_in_processes(named, rules, options, jobs))
    return corpus.told(named, corpus.read_documents(named, rules, options))


def load_rules(directory: PathLike | None = None) -> Rules:
    """Return the rules of a directory, validated; without one those that come with qingdan.

    Raises `BadRules`, which names file and line, when a file is missing or malformed.
    """
    if directory is None:
        return rule_files.load_rules(rule_files.default_directory())
    loaded = rule_files.load_rules(Path(directory))
    rule_files.check_patterns(loaded)  # the tests do this for ours
    return loaded


def write_tables(
    outcomes: Iterable[Outcome], folder: PathLike, *, tell: Tell | None = None
) -> tuple[Outcome, ...]:
    """Write the tables of all outcomes to a folder, and return the outcomes as written.

    The files replace those of an earlier run together or not at all; other files in the folder
    stay. Documents of one township are compared with each other and warned of where they differ;
    a document with a number that fits no column is written as a `Failure`. When every outcome is
    a failure, tables written earlier stay as they are. `tell` is called with a line when another
    run writes to the folder and is waited for. Raises `BadCall` when the folder cannot be written,
    or holds files of these names that qingdan did not write or that were changed since.
    """
    target = Path(folder)
    with published(target, FILES, tell) as staging:
        written = corpus.compare_formats([storable(outcome) for outcome in outcomes])
        _refuse_one_id_twice(written)
        is_read = any(isinstance(outcome, Extraction) for outcome in written)
        if is_read or not is_output(target):  # a mistyped name must not cost earlier tables
            write_files(written, staging)
    return written


def _refuse_one_id_twice(outcomes: Iterable[Outcome]) -> None:
    counts = Counter(outcome.document_id for outcome in outcomes)
    for document_id, count in counts.items():
        if count > 1:
            what = f"is the id of {count} documents"
            raise BadCall(document_id, what, "read them together, with extract_many")
