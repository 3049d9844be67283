"""One item as it was written, with the text spans it came from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from ..errors import BadCall
from .tables import read_column, read_rows_with


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
    place: str | None
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
    """Return an item of written tables by its id.

    Raises `BadCall` when there is no such item, with ids near it, or the tables cannot be read.
    """
    items = read_rows_with(output, "items", ItemRow, "item_id", item_id)
    if not items:
        near = near_ids(item_id, read_column(output, "items", "item_id"))
        advice = f"near it: {', '.join(near)}" if near else "items.csv lists them all"
        raise BadCall(item_id, "there is no such item", advice)
    (document,) = read_rows_with(
        output, "documents", DocumentRow, "document_id", items[0].document_id
    )
    return Shown(
        items[0],
        read_rows_with(output, "clauses", ClauseRow, "item_id", item_id),
        read_rows_with(output, "coverage", SpanRow, "item_id", item_id),
        document,
    )


def near_ids(item_id: str, ids: Iterable[str]) -> list[str]:
    """Return at most five of the ids that an unknown one may mean, the nearest first.

    `3` and `basic:3` are ways of writing `...:basic:003`.
    """
    known = list(ids)
    tail = item_id.rpartition(":")
    padded = ":".join(filter(None, (tail[0], f"{tail[2]:0>3}")))
    ending = [one for one in known if f":{one}".endswith(f":{padded}")]
    return ending[:5] or difflib.get_close_matches(item_id, known, n=3, cutoff=0.6)
