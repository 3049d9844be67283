"""What a case holds (`STEM.expected.json`) against what was written of it.

Only what is named counts, except where a count is given; the keys are described in
tests/fixtures/cases/README.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

Record = Mapping[str, Any]
TABLES = ("documents", "items", "clauses", "warnings", "reconciliation", "departments")


class Written:
    """The tables of a run, its exit status and what it said."""

    def __init__(self, tables: Mapping[str, list[dict[str, Any]]], status: int, said: str) -> None:
        self.tables = tables
        self.status = status
        self.said = said

    def items(self) -> Counter[str]:
        return Counter(row["list_type"] for row in self.tables["items"])

    def clauses(self) -> Counter[str]:
        return Counter(f"{_key(row)}/{row['field']}" for row in self.tables["clauses"])


def differences(want: Record, got: Written) -> list[str]:
    """Return everything in which what was written is not as expected."""
    if "either" in want:
        rest = {key: value for key, value in want.items() if key != "either"}
        found = [differences({**rest, **one}, got) for one in want["either"]]
        return [] if [] in found else list(chain.from_iterable(found))
    return [
        *_status(want, got),
        *_counts(want, got),
        *_documents(want.get("documents", {}), got),
        *_rows(want.get("items", []), got.tables["items"], ("list_type", "seq")),
        *_clauses(want.get("clauses", []), got),
        *_rows(
            want.get("reconciliation", []), got.tables["reconciliation"], ("list_type", "check")
        ),
        *_warnings(want, got),
        *_words(want, got),
    ]


def _key(row: Record) -> str:
    return f"{row['list_type']}:{row['seq']}"


def _status(want: Record, got: Written) -> Iterator[str]:
    if got.status not in want.get("exit", [0, 1, 2]):
        codes = sorted({row["code"] for row in got.tables["warnings"]})
        yield f"status {got.status}, not {want['exit']}; warnings {codes}; {got.said.strip()}"


def _counts(want: Record, got: Written) -> Iterator[str]:
    for name, found in (("item", got.items()), ("clause", got.clauses())):
        for key, count in want.get(f"{name}_counts", {}).items():
            if found[key] != count:
                yield f"{found[key]} {name}s of {key}, not {count}"


def _documents(facts: Record, got: Written) -> Iterator[str]:
    several = bool(facts) and all(isinstance(value, dict) for value in facts.values())
    for name, wanted in (facts if several else {None: facts}).items():
        rows = [row for row in got.tables["documents"] if name in (None, row["document_id"])]
        if wanted and not rows:
            yield f"no document {name or ''}"
        elif wanted:
            yield from _unequal("document", wanted, rows[0])


def _rows(wanted: Iterable[Record], rows: Iterable[Record], key: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with the rows that these keys name."""
    held = list(rows)
    for one in wanted:
        what = ":".join(str(one[name]) for name in key)
        found = [
            row
            for row in held
            if all(row[name] == one[name] for name in key)
            and one.get("document") in (None, row["document_id"])
        ]
        yield from _unequal(what, one, found[0]) if found else [f"no {what}"]


def _clauses(wanted: Iterable[Record], got: Written) -> Iterator[str]:
    rows = [row | {"item": _key(row)} for row in got.tables["clauses"]]
    yield from _rows(wanted, rows, ("item", "field", "ordinal"))


def _unequal(what: str, wanted: Record, row: Record) -> Iterator[str]:
    for field, value in wanted.items():
        if field != "document" and row.get(field) != value:
            yield f"{what}: {field} is {row.get(field)!r}, not {value!r}"


def _warnings(want: Record, got: Written) -> Iterator[str]:
    found = [(row["code"], row["message"]) for row in got.tables["warnings"]]
    for code in want.get("warnings_required", []):
        if not {one for one, _ in found} & set(code.split("|")):
            yield f"no warning {code}"
    for code in want.get("warnings_forbidden", []):
        yield from (f"warning {one}: {message}" for one, message in found if code in ("*", one))


def _words(want: Record, got: Written) -> Iterator[str]:
    cells = [*got.tables["items"], *got.tables["clauses"]]
    printed = "\n".join(str(value) for row in cells for value in row.values())
    for text in want.get("text_forbidden", []):
        if text in printed:
            yield f"{text!r} stands in a table"
    for text in want.get("stderr_has", []):
        if not any(one in got.said for one in text.split("|")):
            yield f"no {text!r} in {got.said!r}"
    for text in want.get("stderr_lacks", []):
        if any(one in got.said for one in text.split("|")):
            yield f"{text!r} in {got.said!r}"
    if len(got.said.strip().splitlines()) > want.get("stderr_lines", len(got.said) + 1):
        yield f"{len(got.said.strip().splitlines())} lines: {got.said!r}"
