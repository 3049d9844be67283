"""The one schema of everything that is written: tables, columns and constraints, as data.

The Arrow schemas, `datapackage.json` and the data dictionary are all made from `TABLES`; what they
are called in both languages is in `languages/tables.toml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from msgspec.structs import replace

from .. import model
from .table import Column, Reference, Table

STATUSES = ("ok", "flagged", "failed")

# --- columns that several tables share --------------------------------------------------

_DOCUMENT = Column("document_id", "string", required=True)
_ITEM = Column("item_id", "string")
_LIST = Column("list_type", "string", required=True, enum=model.LIST_TYPES)
_SEQ = Column("seq", "int32", required=True)
_FOUND = Column("place", "string")
_PLACE = (
    _FOUND,
    Column("page", "int32"),
    Column("line_start", "int32"),
    Column("line_end", "int32"),
)
_SPAN = (
    Column("char_start", "int64"),
    Column("char_end", "int64"),
)
_BOX = (
    Column("x0", "float64"),
    Column("top", "float64"),
    Column("x1", "float64"),
    Column("bottom", "float64"),
)
_CLAUSE_FIELDS = ("superior_duties", "township_duties", "handling")
_TO_DOCUMENT = Reference("document_id", "documents")
_TO_ITEM = Reference("item_id", "items")

# --- the tables -------------------------------------------------------------------------

DOCUMENTS = Table(
    "documents",
    (
        Column("document_id", "string", required=True, unique=True),
        Column("status", "string", required=True, enum=STATUSES),
        Column("failure", "string"),
        Column("source_name", "string", required=True),
        Column("source_path", "string", required=True),
        Column("sha256", "string"),
        Column("format", "string"),
        Column("encoding", "string"),
        Column("pages", "int32"),
        Column("characters", "int64"),
        Column("text_sha256", "string"),
        Column("title", "string"),
        Column("province", "string"),
        Column("prefecture", "string"),
        Column("county", "string"),
        Column("township", "string"),
        Column("place_from", "string", enum=get_args(model.PlaceFrom)),
        Column("area_km2", "float64"),
        Column("registered_population", "int64"),
        Column("resident_population", "int64"),
        Column("administrative_villages", "int32"),
        Column("communities", "int32"),
        Column("arable_land_mu", "float64"),
        Column("village_collective_income_yuan", "float64"),
        Column("per_capita_income_yuan", "float64"),
        Column("distance_to_county_seat_km", "float64"),
    ),
    primary_key=("document_id",),
)

ITEMS = Table(
    "items",
    (
        _DOCUMENT,
        Column("item_id", "string", required=True, unique=True),
        _LIST,
        _SEQ,
        Column("category", "string", required=True),
        Column("name", "string", required=True),
        Column("departments", "list<string>", required=True),
        Column("departments_raw", "list<string>", required=True),
        Column("superior_duties", "string"),
        Column("township_duties", "string"),
        Column("handling", "string"),
        Column("flagged", "bool", required=True),
        *_PLACE,
        Column("keywords", "list<string>", required=True),
    ),
    primary_key=("item_id",),
    references=(_TO_DOCUMENT,),
)

CLAUSES = Table(
    "clauses",
    (
        _DOCUMENT,
        replace(_ITEM, required=True),
        _LIST,
        _SEQ,
        Column("field", "string", required=True, enum=_CLAUSE_FIELDS),
        Column("ordinal", "int32", required=True),
        Column("heading", "string"),
        Column("department_raw", "string"),
        Column("departments", "list<string>", required=True),
        Column("bound_departments", "list<string>", required=True),
        Column("number", "int32"),
        Column("text", "string", required=True),
        *_SPAN,
    ),
    primary_key=("item_id", "field", "ordinal"),
    references=(_TO_DOCUMENT, _TO_ITEM),
)

DEPARTMENTS = Table(
    "departments",
    (
        _DOCUMENT,
        Column("department", "string", required=True),
        Column("kind", "string"),
        Column("spellings", "list<string>", required=True),
        Column("spelling_counts", "list<int32>", required=True),
        Column("cooperative_items", "int32", required=True),
        Column("recall_items", "int32", required=True),
        Column("clauses", "int32", required=True),
        Column("bound_clauses", "int32", required=True),
    ),
    primary_key=("document_id", "department"),
    references=(_TO_DOCUMENT,),
)

RECONCILIATION = Table(
    "reconciliation",
    (
        _DOCUMENT,
        _LIST,
        Column("check", "string", required=True, enum=get_args(model.CheckName)),
        Column("stated", "int32"),
        Column("observed", "int32"),
        Column("status", "string", required=True, enum=get_args(model.CheckStatus)),
        Column("detail", "string"),
        Column("detail_zh", "string"),
        Column("findings", "string"),
    ),
    primary_key=("document_id", "list_type", "check"),
    references=(_TO_DOCUMENT,),
)

WARNINGS = Table(
    "warnings",
    (
        _DOCUMENT,
        Column("code", "string", required=True),
        Column("severity", "string", required=True, enum=get_args(model.Severity)),
        Column("message", "string", required=True),
        Column("message_zh", "string", required=True),
        Column("case", "string", required=True),
        Column("facts", "string", required=True),
        _ITEM,
        *_PLACE,
        *_SPAN,
    ),
    references=(_TO_DOCUMENT, _TO_ITEM),
)

ACKNOWLEDGED = Table(
    "acknowledged",
    (
        _DOCUMENT,
        Column("code", "string"),
        replace(_LIST, required=False),
        Column("check", "string", enum=get_args(model.CheckName)),
        Column("message", "string", required=True),
        Column("message_zh", "string", required=True),
        _ITEM,
        _FOUND,
        Column("reason", "string", required=True),
        Column("file", "string", required=True),
        Column("line", "int32"),
    ),
    references=(_TO_DOCUMENT, _TO_ITEM),
)

COVERAGE = Table(
    "coverage",
    (
        _DOCUMENT,
        *(replace(column, required=True) for column in _SPAN),
        Column("role", "string", required=True, enum=get_args(model.Role)),
        _ITEM,
        Column("field", "string"),
        _PLACE[1],
        *_BOX,
    ),
    primary_key=("document_id", "char_start"),
    references=(_TO_DOCUMENT, _TO_ITEM),
    csv=False,
)

MATCHES = Table(
    "matches",
    (
        _DOCUMENT,
        replace(_ITEM, required=True, unique=True),
        _LIST,
        Column("group_id", "int32", required=True),
        Column("group_name", "string", required=True),
        Column("score", "float64", required=True),
        Column("sure", "bool", required=True),
        Column("leader", "bool", required=True),
        Column("clauses", "int32", required=True),
        Column("shared_clauses", "int32", required=True),
    ),
    primary_key=("item_id",),
    references=(_TO_DOCUMENT, _TO_ITEM),
)

TABLES = (
    DOCUMENTS,
    ITEMS,
    CLAUSES,
    DEPARTMENTS,
    RECONCILIATION,
    WARNINGS,
    ACKNOWLEDGED,
    COVERAGE,
)


def table_to_kinds(table: Table) -> tuple[str, ...]:
    """Return how the files of a table end, Parquet first."""
    return ("parquet", "csv") if table.csv else ("parquet",)


def table_to_files(table: Table) -> tuple[str, ...]:
    """Return the names of a table's files in a run of ordinary size, Parquet first."""
    return tuple(f"{table.name}.{kind}" for kind in table_to_kinds(table))


def parts_of(folder: Path, name: str, kind: str) -> tuple[Path, ...]:
    """Return the files of a table in a folder that end so, in order: one, or those of its parts."""
    return tuple(sorted([*folder.glob(f"{name}.{kind}"), *folder.glob(f"{name}-*.{kind}")]))


DATAPACKAGE = "datapackage.json"
DICTIONARY = "README.md"
FILES = (*(name for table in TABLES for name in table_to_files(table)), DATAPACKAGE, DICTIONARY)
