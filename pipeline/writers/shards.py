"""Shards: what was extracted of one document, ready for the tables, as bytes on a shelf.

A run holds a `Report` of each document in memory, and its tables lie in a file of their own until
all are written. A shard that was cut off or changed, or that another version wrote, is not there.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pyarrow as pa
from msgspec import MsgspecError, Struct
from msgspec.structs import replace

from ..model import Failure, Outcome, Status, Warning
from .arrow import rows_to_batch, table_to_schema
from .records import outcome_to_records, warning_to_row
from .schema import DOCUMENTS, TABLES, WARNINGS
from .table import Table

_BEGIN = b"qingdan shard 1\n"
_DIGEST = 32
_CODEC = "zstd"


class Report(Struct, frozen=True):
    """What a run tells of a document: the row of `documents` in brief.

    `failure` is a failure's code and `message` its one line. `folder` is where its file lies, and
    `list_id` its list in the register there. `size` counts the bytes of the
    document's tables in memory. `known` tells whether it was kept from an earlier run.
    """

    document_id: str
    source_name: str
    source_path: str
    status: Status
    failure: str | None = None
    message: str | None = None
    province: str | None = None
    county: str | None = None
    township: str | None = None
    pages: int | None = None
    sha256: str | None = None
    folder: str = ""
    list_id: str = ""
    size: int = 0
    known: bool = False


class Shard(Struct, frozen=True):
    """A document's report, and its rows of every table of `TABLES`, each a batch of Arrow."""

    report: Report
    batches: tuple[bytes, ...]


def outcome_to_shard(outcome: Outcome) -> Shard:
    """Return what is written of an outcome."""
    records = outcome_to_records(outcome)
    batches = [rows_to_batch(table, records[table.name]) for table in TABLES]
    size = sum(batch.nbytes for batch in batches)
    return Shard(_report(outcome, size), tuple(map(_packed, batches)))


def _packed(batch: pa.RecordBatch) -> bytes:
    return bytes(batch.serialize())


def _report(outcome: Outcome, size: int) -> Report:
    if isinstance(outcome, Failure):
        return Report(
            outcome.document_id,
            outcome.source_name,
            outcome.source_path or outcome.source_name,
            "failed",
            outcome.code,
            outcome.message,
            sha256=outcome.sha256,
            size=size,
        )
    source, facts = outcome.source, outcome.facts
    return Report(
        outcome.document_id,
        source.name,
        outcome.source_path or source.name,
        outcome.status,
        province=facts.province,
        county=facts.county,
        township=facts.township,
        pages=source.pages,
        sha256=source.sha256,
        folder=outcome.folder,
        list_id=outcome.list_id,
        size=size,
    )


def shard_to_batch(shard: Shard, table: Table) -> pa.RecordBatch:
    """Return a document's rows of a table."""
    packed = shard.batches[TABLES.index(table)]
    return pa.ipc.read_record_batch(pa.py_buffer(packed), table_to_schema(table))


def with_warnings(shard: Shard, warnings: Sequence[Warning]) -> Shard:
    """Return the shard of a document with warnings more, for which it is flagged."""
    (document,) = shard_to_batch(shard, DOCUMENTS).to_pylist()
    before = shard_to_batch(shard, WARNINGS).to_pylist()
    added = [warning_to_row(shard.report.document_id, warning) for warning in warnings]
    changed = {
        "documents": [tuple({**document, "status": "flagged"}.values())],
        "warnings": [*(tuple(row.values()) for row in before), *added],
    }
    batches = [
        _packed(rows_to_batch(table, changed[table.name])) if table.name in changed else batch
        for table, batch in zip(TABLES, shard.batches, strict=True)
    ]
    return Shard(replace(shard.report, status="flagged"), tuple(batches))


# --- on a shelf -----------------------------------------------------------------------------


class Shelf:
    """A folder of shards, each named by its key; several processes may use it at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """Return the file of a key."""
        return self.folder / key[:2] / key

    def get(self, key: str) -> Shard | None:
        """Return the shard of a key, None when there is none that is whole."""
        try:
            return bytes_to_shard(self.path(key).read_bytes())
        except (OSError, ValueError, MsgspecError, pa.ArrowException):
            return None

    def put(self, key: str, shard: Shard) -> None:
        """Keep a shard: its file is there as a whole or not at all; raises `OSError`."""
        path = self.path(key)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f".{secrets.token_hex(8)}")
        try:
            part.write_bytes(shard_to_bytes(shard))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def shard_to_bytes(shard: Shard) -> bytes:
    """Return a shard packed, with its digest."""
    packed = msgspec.msgpack.encode(shard)
    small: bytes = pa.compress(packed, codec=_CODEC, asbytes=True)
    body = len(packed).to_bytes(8, "big") + small
    return _BEGIN + hashlib.sha256(body).digest() + body


def bytes_to_shard(data: bytes) -> Shard:
    """Return the shard of packed bytes; raises `ValueError` when they are not as they were."""
    start = len(_BEGIN) + _DIGEST
    digest, body = data[len(_BEGIN) : start], data[start:]
    if not data.startswith(_BEGIN) or hashlib.sha256(body).digest() != digest:
        raise ValueError("no whole shard")
    size = int.from_bytes(body[:8], "big")
    packed = pa.decompress(body[8:], decompressed_size=size, codec=_CODEC, asbytes=True)
    return msgspec.msgpack.decode(packed, type=Shard)
