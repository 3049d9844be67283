"""An output as JSON Lines: an item a line, with its clauses and where its township lies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import IO

import msgspec

from ..review.tables import read_values
from ..writers.schema import CLAUSES, ITEMS
from ..writers.table import Table

_PLACE = ("document_id", "province", "prefecture", "county", "township")
_OF_ITEM = {"document_id", "item_id", "list_type", "seq"}  # a clause has them from its item
_Record = dict[str, object]


def write_lines(output: Path, file: IO[bytes]) -> None:
    """Write the items of an output folder as lines of JSON, in the order of its tables.

    Raises `BadCall` when a table cannot be read.
    """
    places = {row[0]: row[1:] for row in read_values(output, "documents", list(_PLACE))}
    clauses = groupby(_records(output, CLAUSES), lambda clause: clause["item_id"])
    item_id, own = next(clauses, (None, iter(())))
    for item in _records(output, ITEMS):
        found: list[_Record] = []
        if item["item_id"] == item_id:
            found = [_without_item(clause) for clause in own]
            item_id, own = next(clauses, (None, iter(())))
        place = dict(zip(_PLACE[1:], places[item["document_id"]], strict=True))
        file.write(msgspec.json.encode({**place, **item, "clauses": found}) + b"\n")


def _records(output: Path, table: Table) -> Iterator[_Record]:
    names = [column.name for column in table.columns]
    for values in read_values(output, table.name, names):
        yield dict(zip(names, values, strict=True))


def _without_item(clause: _Record) -> _Record:
    return {name: value for name, value in clause.items() if name not in _OF_ITEM}
