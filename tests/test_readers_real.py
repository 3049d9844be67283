"""The real document's content as DOCX, HTML and XLSX gives the golden tables."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.model import Extraction
from pipeline.options import Options
from pipeline.rules import load_rules

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "tests" / "fixtures" / "office" / "awati").glob("list.*"))
ITEM = ("category", "name", "superior_duties", "township_duties", "handling")
CLAUSE = ("field", "ordinal", "heading", "department_raw", "number", "text")


@cache
def read(path: Path) -> Extraction:
    return extract(path, "awati", load_rules(ROOT / "rules"), Options(keywords=False))


def golden(table: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "golden" / f"{table}.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        return [row for row in csv.DictReader(file) if row["document_id"] == "awati"]


def written(values: object, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Given a value, return its fields as the CSV files write them."""
    found = (getattr(values, field) for field in fields)
    return tuple("" if value is None else str(value) for value in found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.suffix)
def test_items(path: Path) -> None:
    assert [
        (
            item.item_id,
            *written(item, ITEM),
            "、".join(item.departments),
            "、".join(item.departments_raw),
        )
        for item in read(path).items
    ] == [
        (row["item_id"], *(row[f] for f in ITEM), row["departments"], row["departments_raw"])
        for row in golden("items")
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.suffix)
def test_clauses(path: Path) -> None:
    assert [
        (item.item_id, *written(clause, CLAUSE), "、".join(clause.departments))
        for item in read(path).items
        for clause in item.clauses
    ] == [
        (row["item_id"], *(row[field] for field in CLAUSE), row["departments"])
        for row in golden("clauses")
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.suffix)
def test_totals_and_coverage(path: Path) -> None:
    extraction = read(path)
    fields = ("list_type", "check", "stated", "observed")
    assert [written(check, fields) for check in extraction.checks] == [
        tuple(row[field] for field in fields) for row in golden("reconciliation")
    ]
    assert not [span for span in extraction.coverage if span.role == "unassigned"]


def test_all_three_formats_are_there() -> None:
    assert [path.suffix for path in FILES] == [".docx", ".html", ".xlsx"]
