"""One item as it was written, with the text spans it came from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from ..errors import BadCall
from ..model import LIST_TYPES
from .rows import ClauseRow, DocumentRow, ItemRow, SpanRow
from .tables import read_column, read_rows_with

MOST_NAMED = 5  # of the items that a short form may mean


class Shown(Struct, frozen=True):
    """An item with its clauses, its spans in the source, and its document."""

    item: ItemRow
    clauses: tuple[ClauseRow, ...]
    spans: tuple[SpanRow, ...]
    document: DocumentRow


def read_item(output: Path, item_id: str) -> Shown:
    """Return an item of written tables by its id, or a short form of it that no other item has.

    Raises `BadCall` when there is no such item or several, with their ids or some near it, or the
    tables cannot be read.
    """
    items = read_rows_with(output, "items", ItemRow, "item_id", item_id)
    if not items:
        known = read_column(output, "items", "item_id")
        items = read_rows_with(output, "items", ItemRow, "item_id", _only_one(item_id, known))
    (document,) = read_rows_with(
        output, "documents", DocumentRow, "document_id", items[0].document_id
    )
    return Shown(
        items[0],
        read_rows_with(output, "clauses", ClauseRow, "item_id", items[0].item_id),
        read_rows_with(output, "coverage", SpanRow, "item_id", items[0].item_id),
        document,
    )


def _only_one(short: str, known: Sequence[str]) -> str:
    """Return the id that a short form means; raises `BadCall` when it is none or several."""
    meant = ids_meant(short, known)
    if len(meant) == 1:
        return meant[0]
    if meant:
        named = ", ".join(meant[:MOST_NAMED]) + ", …" * (len(meant) > MOST_NAMED)
        raise BadCall(short, f"may be {len(meant)} items", f"name one: {named}")
    near = difflib.get_close_matches(short, known, n=3, cutoff=0.6)
    advice = f"near it: {', '.join(near)}" if near else "items.csv lists them all"
    raise BadCall(short, "there is no such item", advice)


def ids_meant(short: str, known: Iterable[str]) -> list[str]:
    """Return the ids that a short form may mean.

    `3`, `basic:3`, `a01:basic:3` and `2024/a01.docx:basic:003` are ways of writing
    `2024/a01.docx:basic:003`. A document's whole id is not also the end of another's.
    """
    *before, seq = short.split(":")
    list_type = before.pop() if before and before[-1] in LIST_TYPES else ""
    document = ":".join(before)
    ending = f":{list_type}:{seq:0>3}" if list_type else f":{seq:0>3}"
    found = [one for one in known if one.endswith(ending)]
    of = {one: one.rsplit(":", 2)[0] for one in found}
    meant = documents_meant(document, of.values()) if document else [*of.values()]
    return [one for one in found if of[one] in meant]


def documents_meant(given: str, known: Iterable[str]) -> list[str]:
    """Return the ids of documents that an id, a short form of one or the beginning of it may mean.

    `a01` is a short form of `2024/a01.docx`, `a0` the beginning of it. Whoever has it whole is
    meant alone.
    """
    forms = {one: _short_forms(one) for one in known}
    return (
        [one for one in forms if one == given]
        or [one for one, own in forms.items() if given in own]
        or [one for one, own in forms.items() if any(form.startswith(given) for form in own)]
    )


def _short_forms(document_id: str) -> set[str]:
    """Return the ends of a document's id, with and without its suffix."""
    parts = document_id.split("/")
    ends = ["/".join(parts[at:]) for at in range(len(parts))]
    return {*ends, *(Path(end).with_suffix("").as_posix() for end in ends)}
