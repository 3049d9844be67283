"""One item as it was written, with the text spans it came from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import msgspec
import pyarrow.parquet as pq
from msgspec import Struct

from ..errors import BadCall

T = TypeVar("T")


class ItemRow(Struct, frozen=True):
    """What is shown of a row of `items`."""

    document_id: str
    item_id: str
    list_type: str
    seq: int
    category: str
    name: str
    departments: tuple[str, ...]
    departments_raw: tuple[str, ...]
    superior_duties: str | None
    township_duties: str | None
    handling: str | None
    page: int | None
    line_start: int | None
    line_end: int | None
    keywords: tuple[str, ...]


class ClauseRow(Struct, frozen=True):
    """What is shown of a row of `clauses`."""

    field: str
    heading: str | None
    department_raw: str | None
    number: int | None
    text: str
    char_start: int | None
    char_end: int | None


class SpanRow(Struct, frozen=True):
    """A row of `coverage`; `page` and the sides of its box are null without geometry."""

    char_start: int
    char_end: int
    field: str | None
    page: int | None
    x0: float | None
    top: float | None
    x1: float | None
    bottom: float | None


class DocumentRow(Struct, frozen=True):
    """What is needed of a row of `documents` to find its source."""

    document_id: str
    source_name: str
    sha256: str | None


class Shown(Struct, frozen=True):
    """An item with its clauses, its spans in the source, and its document."""

    item: ItemRow
    clauses: tuple[ClauseRow, ...]
    spans: tuple[SpanRow, ...]
    document: DocumentRow


def read_item(output: Path, item_id: str) -> Shown:
    """Given written output and an item's id, return it; BadCall when either is not there."""
    items = _read(output, "items", "item_id", item_id, ItemRow)
    if not items:
        raise BadCall(item_id, "there is no such item", _advice(output, item_id))
    document_id = items[0].document_id
    documents = _read(output, "documents", "document_id", document_id, DocumentRow)
    return Shown(
        items[0],
        _read(output, "clauses", "item_id", item_id, ClauseRow),
        _read(output, "coverage", "item_id", item_id, SpanRow),
        documents[0],
    )


def _read(output: Path, table: str, key: str, value: str, kind: type[T]) -> tuple[T, ...]:
    """Given a written table, return its rows whose column `key` is `value`."""
    file = _open(output / f"{table}.parquet")
    try:
        keys: list[str | None] = file.read([key]).column(key).to_pylist()
        names = list(kind.__annotations__)
        rows = file.read(names)
        places = [place for place, one in enumerate(keys) if one == value]
        found = [rows.slice(place, 1).to_pylist()[0] for place in places]
        return tuple(msgspec.convert(row, kind) for row in found)
    except (OSError, ValueError, KeyError) as error:  # also of another version's columns
        raise _unreadable(output / f"{table}.parquet") from error


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except FileNotFoundError as error:
        action = "run qingdan extract, or name its folder with --output"
        raise BadCall(str(path), "there is no such file", action) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> BadCall:
    return BadCall(str(path), "cannot be read", "run qingdan extract again")


def _advice(output: Path, item_id: str) -> str:
    ids: list[str] = _open(output / "items.parquet").read(["item_id"]).column(0).to_pylist()
    near = _near(item_id, ids)
    return f"near it: {', '.join(near)}" if near else "items.csv lists them all"


def _near(item_id: str, ids: Iterable[str]) -> list[str]:
    """Given an unknown id, return known ones that are spelled nearly so, nearest first.

    `3` and `basic:3` are ways of writing `...:basic:003`.
    """
    known = list(ids)
    tail = item_id.rpartition(":")
    padded = ":".join(filter(None, (tail[0], f"{tail[2]:0>3}")))
    ending = [one for one in known if f":{one}".endswith(f":{padded}")]
    return ending[:5] or difflib.get_close_matches(item_id, known, n=3, cutoff=0.6)
