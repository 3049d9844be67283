"""The composed townships against their truth: every file exactly, or listed and always flagged.

`tests/golden/dumps.csv` lists the dumps that give less than the truth, with how much differs.
`QINGDAN_REWRITE_GOLDEN=1 pytest tests/test_townships.py` writes it anew; read the diff before
committing it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qingdan.model import Extraction
from tests.composed import cases
from tests.truth import ROOT, TOWNSHIPS, Difference, Truth, difference, extracted, truth_of

DUMPS = ROOT / "tests" / "golden" / "dumps.csv"
REWRITE = "QINGDAN_REWRITE_GOLDEN"
ENGINES = ("tika", "pdfium", "pypdf")
IDS = tuple(sorted(folder.name for folder in TOWNSHIPS.iterdir()))
HEADER = ("dump", "fields", "clauses", "facts", "totals")

Counts = tuple[int, int, int, int]


def files(*patterns: str) -> dict[str, tuple[Path]]:
    """Return the files of all townships that a pattern names, by township and name."""
    found = sorted(path for pattern in patterns for path in TOWNSHIPS.glob(f"*/{pattern}"))
    return {path.relative_to(TOWNSHIPS).as_posix(): (path,) for path in found}


TABLES = files("list.docx", "list.html", "list.xlsx", "*.pdf")
DUMPED = files(*(f"*.{engine}.txt" for engine in ENGINES))


def counts(found: Difference) -> Counts:
    return tuple(len(part) for part in found)  # type: ignore[return-value]  # four parts


def reviewed() -> dict[str, Counts]:
    """Return how much every dump that gives less than the truth differs."""
    with DUMPS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert tuple(rows[0]) == HEADER
    return {name: tuple(map(int, numbers)) for name, *numbers in rows[1:]}  # type: ignore[misc]


def rewrite(found: Iterable[tuple[str, Counts]]) -> None:
    with DUMPS.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(HEADER)
        rows.writerows([name, *numbers] for name, numbers in found if any(numbers))


def signs(extraction: Extraction) -> set[tuple[Any, ...]]:
    """Return everything that flags an extraction."""
    return {(w.code, w.message, w.item_id) for w in extraction.warnings} | {
        (check.list_type, check.check, check.detail)
        for check in extraction.checks
        if check.status == "mismatch"
    }


@cache
def printed_defects(township: str) -> frozenset[tuple[Any, ...]]:
    """Return what flags the township when it is read exactly: its deliberate defects."""
    return frozenset(signs(extracted(TOWNSHIPS / township / "list.docx")))


@pytest.mark.parametrize("path", cases(TABLES))
def test_documents_with_tables_give_the_truth(path: Path) -> None:
    extraction = extracted(path)
    found = difference(extraction, truth_of(path.parent.name))
    assert not found, str(found)
    assert signs(extraction) == printed_defects(path.parent.name)


@pytest.mark.parametrize("path", cases(DUMPED))
def test_dumps_give_the_truth_or_what_is_listed(path: Path) -> None:
    name = path.relative_to(TOWNSHIPS).as_posix()
    found = difference(extracted(path), truth_of(path.parent.name))
    if os.environ.get(REWRITE):
        pytest.skip("being rewritten")
    assert counts(found) == reviewed().get(name, (0, 0, 0, 0)), str(found)


@pytest.mark.parametrize(
    "path", cases({name: DUMPED[name] for name in reviewed() if name in DUMPED})
)
def test_dumps_that_give_less_are_flagged_for_it(path: Path) -> None:
    extraction = extracted(path)
    assert extraction.status == "flagged"
    assert signs(extraction) - printed_defects(path.parent.name)


def test_every_listed_dump_is_there() -> None:
    if os.environ.get(REWRITE):
        rewrite(
            (name, counts(difference(extracted(path), truth_of(path.parent.name))))
            for name, (path,) in DUMPED.items()
        )
    assert set(reviewed()) <= set(DUMPED)
    assert list(reviewed()) == sorted(reviewed())
    assert all(any(numbers) for numbers in reviewed().values())


def test_the_list_is_not_being_rewritten() -> None:
    assert not os.environ.get(REWRITE), f"unset {REWRITE}: with it these tests cannot fail"


# --- what is deliberately wrong ---------------------------------------------------------------


def jumping(truth: Truth) -> set[tuple[str, int]]:
    """Return the items of the truth with a cell whose numbers do not run 1, 2, 3."""
    scopes: dict[tuple[Any, ...], list[int]] = {}
    for clause in truth["clauses"]:
        if clause["number"] is not None:
            scope = ("list_type", "seq", "field", "heading", "department_raw")
            scopes.setdefault(tuple(clause[name] for name in scope), []).append(clause["number"])
    return {
        (scope[0], scope[1])
        for scope, numbers in scopes.items()
        if numbers != list(range(1, len(numbers) + 1))
    }


@pytest.mark.parametrize("township", IDS)
def test_exactly_the_deliberate_defects_are_told(township: str) -> None:
    extraction, truth = extracted(TOWNSHIPS / township / "list.docx"), truth_of(township)
    mismatches = {(c.list_type, c.check) for c in extraction.checks if c.status == "mismatch"}
    assert mismatches == {(defect["list_type"], defect["check"]) for defect in truth["defects"]}
    assert {warning.code for warning in extraction.warnings} <= {"clause_numbers"}
    told = {
        (list_type, int(seq[:3]))
        for warning in extraction.warnings
        for _, list_type, seq in [(warning.item_id or "").split(":")]
    }
    assert told == jumping(truth)


@pytest.mark.parametrize("township", IDS)
def test_bands_are_read_with_their_totals(township: str) -> None:
    truth = truth_of(township)
    extraction = extracted(TOWNSHIPS / township / "list.docx")
    printed = {(band["list_type"], band["category"]) for band in truth["bands"]}
    found = {(item.list_type, item.category) for item in extraction.items}
    assert printed <= found
    assert not [warning for warning in extraction.warnings if warning.code == "band_total"]


def test_the_townships_are_enough() -> None:
    assert len(IDS) >= 8
    assert len(TABLES) >= 60
    assert len(DUMPED) >= 90
