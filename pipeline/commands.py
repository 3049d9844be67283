"""What the commands do: each takes its arguments and returns the exit status."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline import corpus
from pipeline.errors import QingdanError
from pipeline.model import Extraction, Failure, Line, Outcome
from pipeline.options import Options
from pipeline.review.columns import printable
from pipeline.review.item import DocumentRow, read_item
from pipeline.review.origin import find_source, source_to_lines
from pipeline.review.progress import watched
from pipeline.review.show import shown_to_text
from pipeline.review.summary import outcomes_to_summary
from pipeline.rules import load_rules
from pipeline.writers.files import write_files
from pipeline.writers.publish import is_output, published
from pipeline.writers.records import storable

_PACKAGE = Path(__file__).parent
_WIDTH = 110


class Call(NamedTuple):
    """What `extract` was asked for; `rules` is None for those that come with the program."""

    inputs: tuple[Path, ...]
    output: Path
    rules: Path | None
    options: Options


# --- extract --------------------------------------------------------------------------------


def extract(call: Call, *, quiet: bool) -> int:
    """Given a call, write the tables of all its inputs and say what to look at."""
    with published(call.output) as folder:
        outcomes = _read_all(call, quiet=quiet)
        is_loss = is_output(call.output) and not any(map(_is_read, outcomes))
        if not is_loss:  # a mistyped name must not cost an earlier output
            write_files(outcomes, folder)
    if not quiet and any(map(_is_read, outcomes)):
        sys.stdout.write(outcomes_to_summary(outcomes, call.output, _width()))
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            sys.stderr.write(f"{printable(outcome.message)}\n")
    return outcomes_to_status(outcomes)


def _read_all(call: Call, *, quiet: bool) -> tuple[Outcome, ...]:
    rules = load_rules(call.rules or _default_rules())
    output = call.output.resolve()
    paths = corpus.find_inputs(
        call.inputs, lambda folder: folder.resolve() == output or is_output(folder)
    )
    outcomes = corpus.read_documents(paths, rules, call.options)
    read = [storable(outcome) for outcome in watched(outcomes, paths, quiet=quiet)]
    return corpus.compare_formats(read)


def _default_rules() -> Path:
    """An installed package has its rules inside, a source tree beside."""
    inside = _PACKAGE / "_rules"
    return inside if inside.is_dir() else _PACKAGE.parent / "rules"


def _is_read(outcome: Outcome) -> bool:
    return isinstance(outcome, Extraction)


def outcomes_to_status(outcomes: Sequence[Outcome]) -> int:
    """Given the outcomes of a run, return its exit status: that of the worst one."""
    return max(map(_outcome_to_status, outcomes), default=0)


def _outcome_to_status(outcome: Outcome) -> int:
    if isinstance(outcome, Failure):
        return 2
    return 1 if outcome.status == "flagged" else 0


# --- show -----------------------------------------------------------------------------------


def show(item_id: str, output: Path, raw: Path) -> int:
    """Given an item's id, print it beside the source lines it came from."""
    shown = read_item(output, item_id)
    lines = _source_lines(raw, shown.document)
    sys.stdout.write(shown_to_text(shown, lines, _width()))
    return 0


def _source_lines(raw: Path, document: DocumentRow) -> tuple[Line, ...]:
    """Given a document, return the lines of its source; none, and a word why, without it."""
    try:
        source = find_source(raw, document.source_name, document.sha256)
        return source_to_lines(source, Options())
    except QingdanError as error:
        sys.stderr.write(f"{printable(str(error))}\n")
        return ()


def _width() -> int:
    """Given a terminal, its width; files and pipes get one that suits a page."""
    return shutil.get_terminal_size((_WIDTH, 1)).columns
