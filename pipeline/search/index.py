"""The index of an output's words: a database in the user's cache, made when the output changed."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import json
from platformdirs import user_cache_path

from .. import __version__
from ..errors import BadCall
from ..exports.bigrams import FTS_ID, SEARCHED
from ..writers.record import recorded

if TYPE_CHECKING:
    from ..writers.publish import Tell

_TABLES = ("documents", "items", "departments")
# What an item can be asked by besides its category, a column of the index each.
ASKED = ("list_type", "kind", "place")
_FORM = "3"  # of an index; another one for other tables or columns in it


def opened_index(output: Path, tell: Tell) -> sqlite3.Connection:
    """Return the database of the words of an output folder, as it is now.

    `tell` is called with a line when it has to be made. Where the user has no cache that can be
    written, it is made in memory. Raises `BadCall` when the output cannot be read.
    """
    key, path = _key(output), _folder() / f"{_name(output)}.sqlite"
    known = _opened(path, key)
    if known:
        return known
    tell(f"{output}: its words are indexed, once for these tables")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _forget(path.parent)
        part = path.with_name(f".{secrets.token_hex(8)}")
        try:
            with closing(sqlite3.connect(part)) as base:
                _write(base, output, key)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, sqlite3.Error):
        base = sqlite3.connect(":memory:")
        _write(base, output, key)
        return base
    return sqlite3.connect(path)


def _folder() -> Path:
    return user_cache_path("qingdan", appauthor=False) / "search"


def _name(output: Path) -> str:
    return hashlib.sha256(str(output.resolve()).encode(errors="surrogateescape")).hexdigest()[:16]


def _key(output: Path) -> str:
    """Return what the index depends on: the recorded digests of the tables in it, and their sizes.

    Raises `BadCall` where there are no tables.
    """
    files = [path for name in _TABLES for path in sorted(output.glob(f"{name}*.parquet"))]
    if not files:
        action = "run qingdan extract, or name the folder with --output"
        raise BadCall(str(output), "holds no tables", action)
    digests = recorded(output)
    parts = [(path.name, digests.get(path.name), path.stat().st_size) for path in files]
    return hashlib.sha256(json.encode((_FORM, __version__, parts))).hexdigest()


def _opened(path: Path, key: str) -> sqlite3.Connection | None:
    """Return the database at a path, None when it is of other tables or damaged."""
    if not path.is_file():
        return None
    base = sqlite3.connect(path)
    with suppress(sqlite3.Error):
        if base.execute("SELECT key FROM made").fetchone() == (key,):
            return base
    base.close()
    return None


def _write(base: sqlite3.Connection, output: Path, key: str) -> None:
    from ..exports.database import index_rows, write_tables
    from ..writers.schema import TABLES

    write_tables(base, output, [table for table in TABLES if table.name in _TABLES])
    index_rows(base, (*SEARCHED, *ASKED), _rows(base))
    base.execute("CREATE TABLE made (key TEXT, output TEXT)")
    base.execute("INSERT INTO made VALUES (?, ?)", (key, str(output.resolve())))
    base.commit()


def _rows(base: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """Yield what is indexed of each item: what is searched, and what it can be asked by."""
    places = {
        document_id: "\n".join(filter(None, names))
        for document_id, *names in base.execute(
            "SELECT document_id, province, prefecture, county, township FROM documents"
        )
    }
    kinds = {
        (document_id, department): kind
        for document_id, department, kind in base.execute(
            "SELECT document_id, department, kind FROM departments WHERE kind NOT NULL"
        )
    }
    columns = ", ".join((FTS_ID, *SEARCHED))
    for row in base.execute(f"SELECT document_id, list_type, {columns} FROM items"):  # noqa: S608
        document_id, list_type, *indexed = row
        departments = json.decode(indexed[1 + SEARCHED.index("departments")], type=list[str])
        own = (kinds.get((document_id, one), "") for one in departments)
        yield (*indexed, list_type, "\n".join(own), places[document_id])


def _forget(folder: Path) -> None:
    """Remove the indexes of outputs that are gone."""
    for path in folder.glob("*.sqlite"):
        with suppress(sqlite3.Error, OSError):
            with closing(sqlite3.connect(path)) as base:
                (output,) = base.execute("SELECT output FROM made").fetchone()
            if not Path(output).exists():
                path.unlink()
