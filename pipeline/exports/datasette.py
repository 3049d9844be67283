"""What Datasette shows of the database: titles in both languages, full-text search, a query."""

from __future__ import annotations

import msgspec

from ..languages.tables import Entry, column_entry, data_entry, table_entry, view_entry
from ..writers.schema import MATCHES, TABLES
from ..writers.table import Table
from .bigrams import FTS_ID, INDEX
from .database import VIEWS

DATABASE = "qingdan"
_Json = dict[str, object]

# The phrase of bigrams that `words_to_phrase` makes, in SQL, for a word in Chinese or in Latin
# letters.
_SEARCH = f"""\
WITH RECURSIVE pairs (at, pair) AS (
  SELECT 1, substr(:words, 1, 2)
  UNION ALL
  SELECT at + 1, substr(:words, at + 1, 2) FROM pairs WHERE at + 2 <= length(:words)
), phrase (query) AS (
  SELECT CASE
    WHEN :words GLOB '*[A-Za-z0-9]*' THEN '"' || replace(:words, '"', ' ') || '"'
    WHEN length(:words) = 1 THEN '"' || replace(:words, '"', ' ') || '" *'
    ELSE '"' || (SELECT replace(group_concat(pair, ' '), '"', ' ') FROM pairs) || '"'
  END
)
SELECT d.county, d.township, i.item_id, i.list_type, i.seq, i.category, i.name, i.place
FROM items AS i JOIN documents AS d USING (document_id)
WHERE i.{FTS_ID} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH (SELECT query FROM phrase))
ORDER BY i.{FTS_ID}
"""  # noqa: S608 - of names that stand above


def metadata() -> bytes:
    """Return the metadata of the database for Datasette (`datasette --metadata`), as JSON."""
    about = data_entry()
    tables: dict[str, _Json] = {table.name: _table_to_json(table) for table in (*TABLES, MATCHES)}
    tables["items"] |= {"fts_table": INDEX, "fts_pk": FTS_ID}
    tables |= {name: _entry_to_json(view_entry(name)) for name in VIEWS}
    queries = {"search": {**_entry_to_json(view_entry("search")), "sql": _SEARCH}}
    database = {"tables": tables, "queries": queries}
    described = {**_entry_to_json(about), "databases": {DATABASE: database}}
    return msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n"


def _table_to_json(table: Table) -> _Json:
    entries = {column.name: column_entry(table.name, column.name) for column in table.columns}
    columns = {name: f"{one.label.both()}: {one.about.both()}" for name, one in entries.items()}
    return {**_entry_to_json(table_entry(table.name)), "columns": columns}


def _entry_to_json(entry: Entry) -> _Json:
    return {"title": entry.label.both(), "description": entry.about.both()}
