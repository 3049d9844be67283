"""What became of every document of an output, for people to be shown and as data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from ..checks.codes import CODES, FORM_ADVICE, Words
from ..writers.shards import Report
from .open import AcknowledgedRow, CheckRow, Open, WarningRow, open_in
from .tables import count_rows, read_rows, read_rows_with

Rank = Literal["error", "warning", "note"]
RANKS: tuple[Rank, ...] = ("error", "warning", "note")  # the worst first

FEW = 3  # of one code that are told one by one, each beside its source

T = TypeVar("T", CheckRow, WarningRow, AcknowledgedRow)


class DocumentRow(Struct, frozen=True):
    """What is shown of a row of `documents`."""

    document_id: str
    status: str
    failure: str | None
    source_name: str
    source_path: str
    sha256: str | None
    format: str | None
    text_sha256: str | None


class DocumentState(Struct, frozen=True):
    """A document, its totals, and what is open in it by number: totals that differ first.

    `acknowledged` is what is not open, because a maintainer has confirmed it.
    """

    document: DocumentRow
    totals: tuple[CheckRow, ...]
    open: tuple[Open, ...]
    acknowledged: tuple[AcknowledgedRow, ...]

    def count(self, rank: Rank) -> int:
        """Return how many of what is open are of a rank."""
        return sum(rank_of(one.about) == rank for one in self.open)


class State(Struct, frozen=True):
    """Where an output is, how much is in it, and its documents, the worst first."""

    output: str
    items: int
    clauses: int
    documents: tuple[DocumentState, ...]


def rank_of(about: CheckRow | WarningRow) -> Rank:
    """Return how bad something open is: a total that differs is an error."""
    if isinstance(about, CheckRow):
        return "error"
    code = CODES.get(about.code)
    return "note" if code and code.rank == "note" else about.severity


def grouped(found: Iterable[Open]) -> Iterator[tuple[Open, ...]]:
    """Yield what is open code by code, the worst first; totals that differ are one of them."""
    codes: dict[tuple[int, str], list[Open]] = {}
    for one in found:
        code = one.about.code if isinstance(one.about, WarningRow) else ""
        codes.setdefault((RANKS.index(rank_of(one.about)), code), []).append(one)
    yield from (tuple(codes[key]) for key in sorted(codes, key=itemgetter(0)))


def form_advice(format_: str | None, found: Iterable[Open]) -> Words | None:
    """Return what to do first where a text file has doubts that its PDF or DOCX would not have."""
    count = sum(
        isinstance(one.about, WarningRow)
        and (code := CODES.get(one.about.code)) is not None
        and code.form
        for one in found
    )
    if format_ != "text" or not count:
        return None
    return Words(*(words.format(count=count) for words in FORM_ADVICE))


def state_of(output: Path) -> State:
    """Return the state of an output; raises `BadCall` when its tables cannot be read."""
    checks = _by_document(read_rows(output, "reconciliation", CheckRow))
    warnings = _by_document(read_rows(output, "warnings", WarningRow))
    acknowledged = _by_document(read_rows(output, "acknowledged", AcknowledgedRow))
    documents = [
        _to_state(
            one,
            checks[one.document_id],
            warnings[one.document_id],
            acknowledged[one.document_id],
        )
        for one in read_rows(output, "documents", DocumentRow)
    ]
    documents.sort(key=_badness)
    return State(
        str(output), count_rows(output, "items"), count_rows(output, "clauses"), tuple(documents)
    )


def state_of_document(output: Path, document_id: str) -> DocumentState:
    """Return the state of a document of an output; raises as `state_of`."""
    (document,) = read_rows_with(output, "documents", DocumentRow, "document_id", document_id)
    return _to_state(
        document,
        read_rows_with(output, "reconciliation", CheckRow, "document_id", document_id),
        read_rows_with(output, "warnings", WarningRow, "document_id", document_id),
        read_rows_with(output, "acknowledged", AcknowledgedRow, "document_id", document_id),
    )


def report_to_state(report: Report) -> DocumentState:
    """Return the state of a document of which no table was written."""
    document = DocumentRow(
        report.document_id,
        report.status,
        report.failure,
        report.source_name,
        report.source_path,
        report.sha256,
        None,
        None,
    )
    return DocumentState(document, (), (), ())


def _by_document(rows: Iterable[T]) -> defaultdict[str, list[T]]:
    found = defaultdict[str, list[T]](list)
    for row in rows:
        found[row.document_id].append(row)
    return found


def _to_state(
    document: DocumentRow,
    checks: Iterable[CheckRow],
    warnings: Iterable[WarningRow],
    acknowledged: Iterable[AcknowledgedRow],
) -> DocumentState:
    totals = tuple(checks)
    return DocumentState(document, totals, open_in(totals, warnings), tuple(acknowledged))


def _badness(one: DocumentState) -> tuple[bool, int, int, int, str]:
    """Return what sorts documents: not read, then by errors, warnings and notes, then by id."""
    counts = (-one.count(rank) for rank in RANKS)
    errors, warnings, notes = counts
    document = one.document
    return document.status != "failed", errors, warnings, notes, document.document_id


# --- as data --------------------------------------------------------------------------------


def state_to_json(state: State) -> str:
    """Return a state as JSON: what is open has its number and rank, and facts as objects."""
    documents = [
        {
            **msgspec.to_builtins(one.document),
            "totals": [_row_to_data(total) for total in one.totals],
            "open": [
                {"number": each.number, "rank": rank_of(each.about), **_row_to_data(each.about)}
                for each in one.open
            ],
            "acknowledged": msgspec.to_builtins(one.acknowledged),
        }
        for one in state.documents
    ]
    whole = {**msgspec.to_builtins(state), "documents": documents}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def _row_to_data(row: CheckRow | WarningRow) -> dict[str, object]:
    data: dict[str, object] = msgspec.to_builtins(row)
    held = row.facts if isinstance(row, WarningRow) else row.findings
    data["facts" if isinstance(row, WarningRow) else "findings"] = msgspec.json.decode(held or "[]")
    return data
