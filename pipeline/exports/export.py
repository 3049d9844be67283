"""Exports of an output folder, each into a folder of its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Literal

from xlsxwriter.exceptions import XlsxWriterException

from ..errors import BadCall
from ..languages.choice import Language
from ..writers.derived import derived
from ..writers.describe import created
from ..writers.publish import Tell
from . import datasette
from .database import write_database
from .lines import write_lines
from .workbook import Form, Per, write_workbooks

To = Literal["xlsx", "sqlite", "jsonl"]
LINES = "items.jsonl"


def export_workbooks(
    output: Path, into: Path, tell: Tell, *, per: Per, form: Form, language: Language
) -> int:
    """Write workbooks of an output to the folder `into`; return how many texts no cell holds.

    `tell` is called with a line for each of these. Raises `BadCall` when the output cannot be
    read, or the workbooks cannot be written.
    """
    with derived(output, into, tell) as folder:
        try:
            told = write_workbooks(
                output, folder, per=per, form=form, language=language, created=created()
            )
        except XlsxWriterException as error:
            raise _unwritten(into, error) from error
    for line in told:
        tell(line)
    return len(told)


def export_database(output: Path, into: Path, tell: Tell) -> None:
    """Write an output as a SQLite database, with metadata for Datasette, to the folder `into`.

    Raises as `export_workbooks`.
    """
    with derived(output, into, tell) as folder:
        try:
            write_database(output, folder / f"{datasette.DATABASE}.sqlite")
        except sqlite3.Error as error:
            raise _unwritten(into, error) from error
        (folder / "metadata.json").write_bytes(datasette.metadata())


def export_lines(output: Path, into: Path, tell: Tell) -> None:
    """Write an output as JSON Lines to the folder `into`; raises as `export_workbooks`."""
    with derived(output, into, tell) as folder, (folder / LINES).open("wb") as file:
        write_lines(output, file)


def _unwritten(into: Path, error: Exception) -> BadCall:
    return BadCall(str(into), f"cannot be written ({error})", "check its space and its tables")
