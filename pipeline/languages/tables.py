"""What tables, columns and values are called, read from `tables.toml` beside this module."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from .words import Language, Words

# How `items.place` and `warnings.place` are written, by their names in `[places]`.
_PLACES = {
    "page": re.compile(r"p\. (\d+)"),
    "line": re.compile(r"line (\d+)"),
    "lines": re.compile(r"lines (\d+)–(\d+)"),
    "row": re.compile(r"table (\d+), row (\d+)"),
}
_FILE = Path(__file__).with_name("tables.toml")


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """A title, and a sentence that says what it stands for."""

    label: Words
    about: Words


class _Table(Entry, frozen=True, forbid_unknown_fields=True):
    columns: dict[str, Entry] = {}
    values: dict[str, dict[str, Words]] = {}


class _Tables(Struct, frozen=True, forbid_unknown_fields=True):
    data: Entry
    tables: dict[str, _Table]
    columns: dict[str, Entry]
    values: dict[str, dict[str, Words]]
    lists: dict[str, Words]
    views: dict[str, Entry]
    headings: dict[str, Words]
    checklist: dict[str, Words]
    places: dict[str, str]


@cache
def _read() -> _Tables:
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), _Tables)


def data_entry() -> Entry:
    """Return what all tables of an output are called together."""
    return _read().data


def table_entry(table: str) -> Entry:
    """Return title and description of a table; raises `KeyError` for one that there is not."""
    return _read().tables[table]


def column_entry(table: str, column: str) -> Entry:
    """Return title and description of a column; raises `KeyError` for one that there is not."""
    own = _read().tables[table].columns
    return own[column] if column in own else _read().columns[column]


def view_entry(view: str) -> Entry:
    """Return title and description of a view or query; raises `KeyError` where there is none."""
    return _read().views[view]


def value_words(table: str, column: str) -> dict[str, Words]:
    """Return the words for each value of a column; none where any text may stand in it."""
    own = _read().tables[table].values
    return own[column] if column in own else _read().values.get(column, {})


def place_in(place: str, language: Language) -> str:
    """Return a place of the tables in a language: `lines 3–5` → 第3–5行; a cell's is the same."""
    if language == "en":
        return place
    for name, pattern in _PLACES.items():
        if found := pattern.fullmatch(place):
            return _read().places[name].format(*found.groups())
    return place


def heading_words(heading: str) -> Words:
    """Return a heading or sentence of a workbook; raises `KeyError` where there is none."""
    return _read().headings[heading]


def checklist_words() -> dict[str, Words]:
    """Return the headings of the import form of checklist systems, in their order."""
    return _read().checklist


def list_words(list_type: str) -> Words:
    """Return what the list of a type is called in print: `basic` → 基本履职事项清单."""
    return _read().lists[list_type]
