"""The real document's content in every other format gives the golden tables."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from qingdan.extraction import extract
from qingdan.model import Extraction
from qingdan.options import Options
from tests.truth import ROOT, house_rules

FIXTURES = ROOT / "tests" / "fixtures"
OFFICE = sorted((FIXTURES / "office" / "awati").glob("list.*"))
PDFS = sorted((FIXTURES / "pdf" / "awati").glob("*.pdf"))
FILES = [(path, Options(keywords=False)) for path in (*OFFICE, *PDFS)]
FILES += [(path, Options(keywords=False, pdf_engine="pdfplumber")) for path in PDFS]
ITEM = ("category", "name", "superior_duties", "township_duties", "handling")
CLAUSE = ("field", "ordinal", "heading", "department_raw", "number", "text")


@cache
def read(path: Path, options: Options) -> Extraction:
    return extract(path, "awati", house_rules(), options)


def named(value: object) -> str:
    """Return a parameter as the test's name shows it."""
    return value.name if isinstance(value, Path) else getattr(value, "pdf_engine", "")


def golden(table: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "golden" / f"{table}.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        return [row for row in csv.DictReader(file) if row["document_id"] == "awati"]


def written(values: object, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return fields of a value as the CSV files write them."""
    found = (getattr(values, field) for field in fields)
    return tuple("" if value is None else str(value) for value in found)


@pytest.mark.parametrize(("path", "options"), FILES, ids=named)
def test_items(path: Path, options: Options) -> None:
    assert [
        (
            item.item_id,
            *written(item, ITEM),
            "、".join(item.departments),
            "、".join(item.departments_raw),
        )
        for item in read(path, options).items
    ] == [
        (row["item_id"], *(row[f] for f in ITEM), row["departments"], row["departments_raw"])
        for row in golden("items")
    ]


@pytest.mark.parametrize(("path", "options"), FILES, ids=named)
def test_clauses(path: Path, options: Options) -> None:
    assert [
        (item.item_id, *written(clause, CLAUSE), "、".join(clause.departments))
        for item in read(path, options).items
        for clause in item.clauses
    ] == [
        (row["item_id"], *(row[field] for field in CLAUSE), row["departments"])
        for row in golden("clauses")
    ]


@pytest.mark.parametrize(("path", "options"), FILES, ids=named)
def test_totals_and_coverage(path: Path, options: Options) -> None:
    extraction = read(path, options)
    fields = ("list_type", "check", "stated", "observed")
    assert [written(check, fields) for check in extraction.checks] == [
        tuple(row[field] for field in fields) for row in golden("reconciliation")
    ]
    assert not [span for span in extraction.coverage if span.role == "unassigned"]


def test_all_formats_are_there() -> None:
    assert [path.suffix for path in OFFICE] == [".docx", ".html", ".ofd", ".xlsx"]
    assert [path.stem for path in PDFS] == ["reportlab", "writer"]
