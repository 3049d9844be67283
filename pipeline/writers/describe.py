"""What the files say of themselves: `datapackage.json` and the data dictionary."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from .. import __version__
from ..errors import BadCall
from ..languages.tables import Entry, column_entry, data_entry, table_entry
from .comma import LIST_SEPARATOR
from .record import NAME, UNSEALED, digest, files_of, sealed
from .schema import DATAPACKAGE, TABLES, parts_of, table_to_files, table_to_kinds
from .shards import Report
from .table import Column, ColumnType, Reference, Table

# When an output counts as created, so that the same input gives the same bytes on every day: on
# the day of the version that wrote it, unless `SOURCE_DATE_EPOCH` says otherwise, as with other
# programs whose results can be made again.
_VERSION_DATE = datetime(2026, 12, 1, tzinfo=UTC)
_EPOCH = "SOURCE_DATE_EPOCH"

_Json = dict[str, object]
_LICENSE = {
    "name": "Apache-2.0",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
    "title": "what qingdan adds to the documents' own texts",
}
_PROFILES = "https://datapackage.org/profiles/2.0"
_MEDIA_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".sqlite": "application/vnd.sqlite3",
    ".jsonl": "application/jsonl",
    ".json": "application/json",
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".webp": "image/webp",
}
_TYPES: dict[ColumnType, str] = {
    "string": "string",
    "bool": "boolean",
    "int32": "integer",
    "int64": "integer",
    "float64": "number",
    "list<string>": "array",
    "list<int32>": "array",
}


# --- datapackage.json ---------------------------------------------------------------------


class Source(Struct, frozen=True, omit_defaults=True):
    """A document as a source: its path in the input, and the bytes that it had."""

    title: str
    version: str | None = None


def sources_of(reports: Iterable[Report]) -> tuple[Source, ...]:
    """Return the documents of reports."""
    digests = ((one.source_path, one.sha256) for one in reports)
    return tuple(Source(path, f"sha256:{sha256}" if sha256 else None) for path, sha256 in digests)


class _Package(Struct):
    sources: tuple[Source, ...]


def sources_in(folder: Path) -> tuple[Source, ...]:
    """Return the documents that the description of a folder names."""
    return msgspec.json.decode((folder / DATAPACKAGE).read_bytes(), type=_Package).sources


def folder_to_datapackage(
    folder: Path, sources: Sequence[Source], tables: Sequence[Table] = TABLES
) -> bytes:
    """Return the Frictionless v2 description of a folder in which all files of tables are written.

    `files` in it is the record of them; `sources` are the documents that they are made of. Raises
    `BadCall` when `SOURCE_DATE_EPOCH` is no number of seconds.
    """
    files = _digests(folder)
    kinds = [(table, kind) for table in tables for kind in table_to_kinds(table)]
    resources = [
        _files_to_resource(table, kind, paths, files)
        for table, kind in kinds
        if (paths := parts_of(folder, table.name, kind))  # in parts, no row has no CSV file
    ]
    return _package(resources, sources, files)


def exports_to_datapackage(folder: Path, tables: Path) -> bytes:
    """Return the description of a folder with exports of the tables in another one.

    It records every file, as that of the tables does; raises as `folder_to_datapackage`.
    """
    files = _digests(folder)
    resources: list[_Json] = [
        {
            "name": name,
            "path": name,
            **_media(_MEDIA_TYPES[Path(name).suffix]),
            "bytes": (folder / name).stat().st_size,
            "hash": files[name],
        }
        for name in files
    ]
    is_described = (tables / DATAPACKAGE).is_file()
    source = [Source(DATAPACKAGE, digest(tables, DATAPACKAGE))] if is_described else []
    return _package(resources, source, files)


def _digests(folder: Path) -> dict[str, str]:
    return {name: digest(folder, name) for name in files_of(folder)}


def _package(
    resources: Sequence[_Json], sources: Sequence[Source], digests: Mapping[str, str]
) -> bytes:
    package = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": NAME,
        **_entry_to_json(data_entry()),
        "version": __version__,
        "created": created().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "licenses": [_LICENSE],
        "sources": sources,
        "resources": resources,
        "files": {**digests, DATAPACKAGE: UNSEALED},
    }
    return sealed(msgspec.json.format(msgspec.json.encode(package), indent=2) + b"\n")


def _media(media_type: str) -> _Json:
    """Return format and media type; by such a format nobody takes Parquet for a table to read."""
    return {"format": media_type.partition("/")[2], "mediatype": media_type}


def created() -> datetime:
    """Return when an output counts as created; raises `BadCall` as `folder_to_datapackage`."""
    said = os.environ.get(_EPOCH)
    if not said:
        return _VERSION_DATE
    try:
        return datetime.fromtimestamp(int(said), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise BadCall(_EPOCH, f"{said!r} is no number of seconds", "unset it") from error


def _files_to_resource(
    table: Table, kind: str, paths: Sequence[Path], digests: Mapping[str, str]
) -> _Json:
    """Return the description of a table's files of a kind; that of the CSV has the plain name.

    A table in parts has a list of paths; the digest of each is in `files` of the package. Parquet
    files are described as files, not as tables that a program of the standard would have to read:
    the reference implementation reads them by way of pandas, which has no integers beside nulls.
    """
    is_csv = kind == "csv"
    names = [path.name for path in paths]
    is_one = len(paths) == 1
    return {
        "name": table.name if is_csv else _parquet_name(table.name),
        **({"type": "table"} if is_csv else {}),
        "path": names[0] if is_one else names,
        **_entry_to_json(table_entry(table.name)),
        **_media("text/csv" if is_csv else _MEDIA_TYPES[".parquet"]),
        **({"encoding": "utf-8", "dialect": _dialect()} if is_csv else {}),
        **({"bytes": paths[0].stat().st_size, "hash": digests[names[0]]} if is_one else {}),
        "schema": _table_to_json(table, is_csv=is_csv),
    }


def _parquet_name(name: str) -> str:
    return f"{name}-parquet"


def _dialect() -> _Json:
    return {
        "$schema": f"{_PROFILES}/tabledialect.json",
        "delimiter": ",",
        "lineTerminator": "\n",
        "quoteChar": '"',
        "doubleQuote": True,
        "header": True,
    }


def _table_to_json(table: Table, *, is_csv: bool) -> _Json:
    described: _Json = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_column_to_json(table, column, is_csv=is_csv) for column in table.columns],
        "missingValues": [""],
    }
    if table.primary_key:
        described["primaryKey"] = list(table.primary_key)
    if table.references:
        described["foreignKeys"] = [
            _reference_to_json(one, is_csv=is_csv) for one in table.references
        ]
    return described


def _reference_to_json(reference: Reference, *, is_csv: bool) -> _Json:
    target = reference.table if is_csv else _parquet_name(reference.table)
    fields = [reference.column]
    return {"fields": fields, "reference": {"resource": target, "fields": fields}}


def _column_to_json(table: Table, column: Column, *, is_csv: bool) -> _Json:
    """Return the field of a column; a list in CSV is text with a separator, maybe empty.

    Readers of CSV take an empty text for null: there, only what names or counts is required.
    """
    in_cell = is_csv and column.type.startswith("list<")
    keys = {*table.primary_key, *(one.column for one in table.references)}
    is_name = column.name in keys or bool(column.enum)
    may_be_empty = in_cell or (column.type == "string" and not is_name)
    kind = "string" if column.type == "list<string>" else "integer"
    listed = {"type": "list", "delimiter": LIST_SEPARATOR, "itemType": kind}
    constraints: _Json = {
        **({"required": True} if column.required and not (is_csv and may_be_empty) else {}),
        **({"unique": True} if column.unique else {}),
        **({"enum": list(column.enum)} if column.enum else {}),
    }
    return {
        "name": column.name,
        **(listed if in_cell else {"type": _TYPES[column.type]}),
        **_entry_to_json(column_entry(table.name, column.name)),
        **({"constraints": constraints} if constraints else {}),
    }


def _entry_to_json(entry: Entry) -> _Json:
    return {"title": entry.label.both(), "description": entry.about.both()}


# --- the data dictionary ------------------------------------------------------------------

_HEAD = """\
# 数据字典 / Data dictionary

乡镇履职事项清单，由 `qingdan` {version} 从来源文件重建。这些文件由程序整体替换，请勿手工修改。
Township responsibility lists, rebuilt from their sources by `qingdan` {version}. The program
replaces these files as a whole: do not edit them.

- Parquet 保留真正的列表；CSV 为带 BOM 的 UTF-8，列表以 `{separator}` 连接。
  Parquet keeps real lists; CSV is UTF-8 with a BOM, lists joined with `{separator}`.
- CSV 中以 `=` `+` `-` `@` 等开头的文本前加 `'`，以免被电子表格当作公式运行；Parquet 为原文。
  CSV text that a spreadsheet would run as a formula begins with `'`; Parquet has the text as it is.
- CSV 中空值为空，空文本和空列表为 `""`。
  In CSV null is an empty cell; an empty text and an empty list are `""`.
- `datapackage.json` 给出每个文件的大小、SHA-256 和字段（Frictionless Data Package v2）。
  `datapackage.json` has size, SHA-256 and fields of every file (Frictionless Data Package v2).
"""


def dictionary(tables: Iterable[Table] = TABLES) -> bytes:
    """Return the data dictionary of tables in Chinese and English, as Markdown."""
    head = _HEAD.format(version=__version__, separator=LIST_SEPARATOR)
    return "\n".join([head, *map(_table_to_markdown, tables)]).encode()


def _table_to_markdown(table: Table) -> str:
    files = " ".join(f"`{name}`" for name in table_to_files(table))
    entry = table_entry(table.name)
    rows = "\n".join(_column_to_markdown(table, column) for column in table.columns)
    return (
        f"## {table.name} {entry.label.both()}\n\n"
        f"{entry.about.zh}。{entry.about.en}. {files}\n\n"
        "| 列 column | 类型 type | 名称 label | 说明 description |\n"
        "| --- | --- | --- | --- |\n"
        f"{rows}\n"
    )


def _column_to_markdown(table: Table, column: Column) -> str:
    marks = [
        *(["主键 key"] if column.name in table.primary_key else []),
        *([] if column.required else ["可空 nullable"]),
        *([" ".join(f"`{value}`" for value in column.enum)] if column.enum else []),
    ]
    kind = ", ".join([f"`{column.type}`", *marks])
    entry = column_entry(table.name, column.name)
    about = f"{entry.about.zh}。{entry.about.en}"
    return f"| `{column.name}` | {kind} | {entry.label.both()} | {about} |"
