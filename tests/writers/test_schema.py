"""The schema says what the contract says, and everything generated from it says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qingdan.languages.tables import column_entry, table_entry, value_words
from qingdan.writers import arrow, describe
from qingdan.writers.schema import FILES, MATCHES, TABLES
from qingdan.writers.table import Table

CONTRACT = (Path(__file__).parents[2] / "docs" / "contract.md").read_text("utf-8")
EVERY = (*TABLES, MATCHES)
BY_NAME = {table.name: table for table in EVERY}
# What users gain beyond the contract.
ADDED = {
    "items": ["keywords"],
    "clauses": ["bound_departments"],
    "departments": ["spelling_counts", "bound_clauses"],
    "reconciliation": ["detail_zh", "findings"],
    "warnings": ["message_zh", "case", "facts"],
    "coverage": ["page", "x0", "top", "x1", "bottom"],
}


def section(name: str) -> str:
    """What the contract says of a table."""
    found = re.search(rf"^### {name}\n(.*?)(?=^##)", CONTRACT, re.M | re.S)
    assert found, f"the contract does not describe {name}"
    return found[1].split("Roles:")[0]


def columns_in_a_table(text: str) -> dict[str, str]:
    """The columns of a section with a table, with the first word of their types."""
    rows = re.findall(r"^\| ([a-z_, ]+) \|([^|]*)\|", text, re.M)
    named = [(names, kind.strip()) for names, kind in rows if names != "column"]
    return {name: re.split(r",| ", kind)[0] for names, kind in named for name in names.split(", ")}


def columns_in_a_sentence(text: str) -> list[str]:
    """The columns that a section without a table names in code marks."""
    plain = re.sub(r"\([^()]*\)", "", text)
    marked = [name for group in re.findall(r"`([^`]+)`", plain) for name in group.split(", ")]
    return [name for name in marked if re.fullmatch(r"[a-z_0-9]+", name)]


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def promised(table: Table) -> list[str]:
    """The columns of a table without the additions, which must all be there."""
    added = ADDED.get(table.name, [])
    assert [name for name in names(table) if name in added] == added
    return [name for name in names(table) if name not in added]


@pytest.mark.parametrize("name", ["items", "clauses", "reconciliation"])
def test_columns_and_types_of_tables(name: str) -> None:
    expected = columns_in_a_table(section(name))
    inherited = columns_in_a_table(section("items"))
    types = {column.name: column.type for column in BY_NAME[name].columns}
    assert list(expected) == promised(BY_NAME[name])
    assert {key: kind or inherited[key] for key, kind in expected.items()} == {
        key: types[key] for key in expected
    }


@pytest.mark.parametrize("name", ["documents", "departments", "warnings", "coverage", "matches"])
def test_columns_of_sentences(name: str) -> None:
    assert columns_in_a_sentence(section(name)) == promised(BY_NAME[name])


def test_files_of_the_contract() -> None:
    table = CONTRACT.split("## Files")[1].split("### documents")[0]
    files = set()
    for first, second in re.findall(r"^\| `([a-z.]+)`(?: `(\.csv)`)? \|", table, re.M):
        files |= {first, first.replace(".parquet", second) if second else first}
    assert files == set(FILES) - {"README.md"}


def test_enumerations_of_the_contract() -> None:
    for table in TABLES:
        for column in table.columns:
            told = section(table.name) + section("items") + CONTRACT.split("Roles:")[1]
            assert [value for value in column.enum if f"`{value}`" not in told] == []


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.name)
def test_everything_is_labelled_in_both_languages(table: Table) -> None:
    entry, columns = table_entry(table.name), [column_entry(table.name, n) for n in names(table)]
    for words in [entry.label, entry.about, *(one.label for one in columns)]:
        assert re.search(r"[\u4e00-\u9fff]", words.zh)
        assert re.search(r"[A-Za-z]", words.en)
        assert not re.search(r"[\u4e00-\u9fff]", words.en)
    for one in columns:
        assert one.about.zh
        assert one.about.en


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.name)
def test_every_value_of_an_enumeration_has_words(table: Table) -> None:
    for column in table.columns:
        if column.enum:
            assert tuple(value_words(table.name, column.name)) == column.enum


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.name)
def test_keys_and_references_name_columns(table: Table) -> None:
    assert set(table.primary_key) <= {c.name for c in table.columns if c.required}
    for reference in table.references:
        assert reference.column in names(table)
        assert BY_NAME[reference.table].primary_key == (reference.column,)


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.name)
def test_arrow_fields_carry_the_words(table: Table) -> None:
    schema = arrow.table_to_schema(table)
    assert schema.names == names(table)
    for column, field in zip(table.columns, schema, strict=True):
        assert str(field.type).replace("element: ", "").replace("item: ", "") == (
            {"float64": "double"}.get(column.type, column.type)
        )
        assert field.nullable is not column.required
        assert (
            field.metadata[b"label_zh"].decode() == column_entry(table.name, column.name).label.zh
        )
        assert (
            field.metadata[b"description_en"].decode()
            == column_entry(table.name, column.name).about.en
        )


def test_the_dictionary_lists_every_column() -> None:
    text = describe.dictionary().decode()
    for table in TABLES:
        part = text.split(f"## {table.name} ")[1].split("\n## ")[0]
        rows = re.findall(r"^\| `([a-z_0-9]+)` \| `([^`]+)`", part, re.M)
        assert rows == [(column.name, column.type) for column in table.columns]
        assert all(line.count("|") == 5 for line in part.splitlines() if line.startswith("|"))
