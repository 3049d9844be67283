"""All files of a run, written to one folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..model import Outcome
from . import arrow, comma, describe
from .records import outcomes_to_records
from .schema import DATAPACKAGE, DICTIONARY, TABLES


def write_files(outcomes: Sequence[Outcome], folder: Path) -> None:
    """Write every table of the outcomes of a run, and their description, to a folder."""
    records = outcomes_to_records(outcomes)
    for table in TABLES:
        rows = records[table.name]
        arrow.write_parquet(table, rows, folder / f"{table.name}.parquet")
        if table.csv:
            (folder / f"{table.name}.csv").write_bytes(comma.rows_to_csv(table, rows))
    (folder / DICTIONARY).write_bytes(describe.dictionary())
    (folder / DATAPACKAGE).write_bytes(describe.folder_to_datapackage(folder))
