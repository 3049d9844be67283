"""An output as a SQLite database: its tables with keys, views over them, and full-text search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from ..review.tables import read_values
from ..writers.schema import MATCHES, TABLES, parts_of
from ..writers.table import Column, ColumnType, Table
from .bigrams import FTS_ID, INDEX, SEARCHED, text_to_bigrams

_TYPES: dict[ColumnType, str] = {
    "string": "TEXT",
    "bool": "INTEGER",
    "int32": "INTEGER",
    "int64": "INTEGER",
    "float64": "REAL",
    "list<string>": "TEXT",
    "list<int32>": "TEXT",
}
# Columns that people look for rows by, besides keys.
_LOOKED_FOR = {
    "documents": ("county",),
    "items": ("list_type", "category", "name"),
    "departments": ("department", "kind"),
    "warnings": ("code",),
}

VIEWS = {
    "items_of_townships": """
        SELECT d.province, d.prefecture, d.county, d.township, i.*
        FROM items AS i JOIN documents AS d USING (document_id)""",
    "clauses_of_items": """
        SELECT d.county, d.township, i.category, i.name, c.*
        FROM clauses AS c JOIN items AS i USING (item_id)
        JOIN documents AS d ON d.document_id = c.document_id""",
    "departments_of_items": """
        SELECT i.document_id, i.item_id, i.list_type, i.seq, one.key + 1 AS position,
            one.value AS department, n.kind
        FROM items AS i, json_each(i.departments) AS one
        LEFT JOIN departments AS n
            ON n.document_id = i.document_id AND n.department = one.value""",
    "open_doubts": """
        SELECT d.county, d.township, w.document_id, w.severity, w.code, w.item_id, w.place,
            w.message, w.message_zh
        FROM warnings AS w JOIN documents AS d USING (document_id)
        UNION ALL
        SELECT d.county, d.township, r.document_id, 'error', r."check", NULL, r.list_type,
            r.detail, r.detail_zh
        FROM reconciliation AS r JOIN documents AS d USING (document_id)
        WHERE r.status = 'mismatch'""",
}


def write_database(output: Path, target: Path) -> None:
    """Write all tables of an output folder to a new database, with views over them.

    Lists are JSON, truth is 0 or 1; `matches` is there when the output has it. Raises `BadCall`
    when a table cannot be read, and `sqlite3.Error` when the database cannot be written.
    """
    is_compared = parts_of(output, MATCHES.name, "parquet")
    with closing(sqlite3.connect(target)) as base:
        write_tables(base, output, (*TABLES, MATCHES) if is_compared else TABLES)
        columns = ", ".join((FTS_ID, *SEARCHED))
        index_rows(base, SEARCHED, base.execute(f"SELECT {columns} FROM items"))  # noqa: S608
        for name, query in VIEWS.items():
            base.execute(f"CREATE VIEW {name} AS {query}")
        base.execute("ANALYZE")
        base.commit()


def write_tables(base: sqlite3.Connection, output: Path, tables: Sequence[Table]) -> None:
    """Write tables of an output folder to an empty database; raises as `write_database`."""
    base.execute("PRAGMA journal_mode = OFF")
    base.execute("PRAGMA synchronous = OFF")
    for table in tables:
        base.execute(_table_to_sql(table))
        _fill(base, table, output)
    for table in tables:
        for column in _indexed(table):
            base.execute(f'CREATE INDEX "{table.name}_{column}" ON {table.name} ("{column}")')


def _table_to_sql(table: Table) -> str:
    columns = [_column_to_sql(column) for column in table.columns]
    if table.name == "items":
        columns.append(f"{FTS_ID} INTEGER NOT NULL UNIQUE")
    keys = [f"PRIMARY KEY ({_names(table.primary_key)})"] if table.primary_key else []
    keys += [
        f'FOREIGN KEY ("{one.column}") REFERENCES {one.table} ("{one.column}")'
        for one in table.references
    ]
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join([*columns, *keys]) + "\n)"


def _column_to_sql(column: Column) -> str:
    must = " NOT NULL" if column.required else ""
    values = ", ".join(f"'{value}'" for value in column.enum)
    check = f' CHECK ("{column.name}" IN ({values}))' if values else ""
    return f'"{column.name}" {_TYPES[column.type]}{must}{check}'


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _fill(base: sqlite3.Connection, table: Table, output: Path) -> None:
    names = [column.name for column in table.columns]
    lists = [at for at, column in enumerate(table.columns) if column.type.startswith("list<")]
    rows = _with_json(read_values(output, table.name, names), lists)
    if table.name == "items":
        rows = ((*row, number) for number, row in enumerate(rows, 1))
    marks = ", ".join("?" * (len(names) + (table.name == "items")))
    base.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)  # noqa: S608


def _with_json(
    rows: Iterable[tuple[object, ...]], lists: Sequence[int]
) -> Iterator[tuple[object, ...]]:
    for row in rows:
        cells = list(row)
        for at in lists:
            cells[at] = msgspec.json.encode(cells[at]).decode()
        yield tuple(cells)


def _indexed(table: Table) -> list[str]:
    first = table.primary_key[:1]
    keys = [one.column for one in table.references if one.column not in first]
    return [*keys, *_LOOKED_FOR.get(table.name, ())]


def index_rows(
    base: sqlite3.Connection, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Make the full-text index of items, which holds no text of its own.

    `rows` have the number of an item, `fts_id`, and a text or None for each of the columns.
    """
    names, marks = ", ".join(columns), ", ".join("?" * (len(columns) + 1))
    base.execute(
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5({names}, content='',"
        " prefix='1', tokenize='unicode61 remove_diacritics 0')"
    )
    base.executemany(
        f"INSERT INTO {INDEX} (rowid, {names}) VALUES ({marks})",  # noqa: S608
        (
            (number, *(text_to_bigrams(str(cell or "")) for cell in cells))
            for number, *cells in rows
        ),
    )
    base.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")  # noqa: S608
