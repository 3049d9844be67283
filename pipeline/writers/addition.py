"""A table that is made of an output's tables, and written beside them.

It is published with all that is there, so that it is described with the rest, and gone as soon as
another run replaces what it was made of.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..errors import BadCall
from .arrow import rows_to_batch
from .describe import dictionary, folder_to_datapackage, sources_in
from .files import TableWriter
from .publish import Tell, published
from .record import is_output, proven, recorded
from .records import Row
from .schema import DATAPACKAGE, DICTIONARY, TABLES, parts_of, table_to_files, table_to_kinds
from .table import Table

Add = Callable[[Sequence[Row], str | None], None]  # a document's rows, and its province


@contextmanager
def added(output: Path, table: Table, tell: Tell) -> Iterator[Add]:
    """Yield what adds a document's rows to a table of an output, which is there in the end.

    It replaces one of its name that was added before. Nothing changes when the block raises.
    Raises `BadCall` as `published`, and when the folder is no output or was changed.
    """
    if not is_output(output):
        raise BadCall(str(output), "holds no tables", "name a folder that qingdan extract wrote")
    with published(output, table_to_files(table), tell) as staging:
        ours = proven(output)
        if changed := sorted({*recorded(output)} - {*ours}):
            what = f"holds {changed[0]}, which was changed since it was written"
            raise BadCall(str(output), what, "run qingdan extract again")
        own = {
            path.name
            for kind in table_to_kinds(table)
            for path in parts_of(output, table.name, kind)
        }
        for name in {*ours} - own - {DATAPACKAGE, DICTIONARY}:
            _link(output / name, staging / name)
        in_parts = not (output / f"{TABLES[0].name}.parquet").exists()
        with TableWriter(table, staging, in_parts=in_parts) as writer:
            yield lambda rows, province: writer.add(rows_to_batch(table, rows), province)
        tables = (*TABLES, table)
        (staging / DICTIONARY).write_bytes(dictionary(tables))
        package = folder_to_datapackage(staging, sources_in(output), tables)
        (staging / DATAPACKAGE).write_bytes(package)


def _link(source: Path, path: Path) -> None:
    """Give a file a second name, or copy it where it can have but one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, path)
    except OSError:
        shutil.copyfile(source, path)
