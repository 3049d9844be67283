"""What stands beside raw files: the register `sources.csv`, and acknowledged defects.

`sources.csv` tells what each file is, and the sha256 that tells when it changes: a line lost from
the middle of a paragraph leaves no trace in the text. `<stem>.toml` beside a file acknowledges
defects of the source, each with exact figures and a reason. Both are optional.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

from .errors import BadCall, BadRules
from .model import CheckName, Extraction, ListType

NAME = "sources.csv"
COLUMNS = (
    "id",
    "title",
    "province",
    "prefecture",
    "county",
    "township",
    "origin",
    "sha256",
    "purpose",
)

Row = dict[str, str]


def registered_sha256(path: Path) -> frozenset[str]:
    """Return every sha256 that the register beside a raw file has for its id.

    One list in several formats has a row for each file.
    """
    rows = _rows(path.with_name(NAME))
    return frozenset(row["sha256"] for row in rows if _is_of(row, path) and row.get("sha256"))


def register(path: Path, extraction: Extraction, origin: str) -> bool:
    """Add a file to the register beside it, and return whether it is new there.

    Raises `BadCall` when another file is registered by its name, or the register cannot be
    written.
    """
    target = path.with_name(NAME)
    known = registered_sha256(path)
    sha256 = extraction.source.sha256
    if sha256 in known:
        return False
    if known:
        what = f"registers another file as {path.stem}"
        raise BadCall(str(target), what, "remove its row if this file takes its place")
    facts = extraction.facts
    told = {name: getattr(facts, name, None) or "" for name in COLUMNS}
    row = told | {"id": path.stem, "origin": origin, "sha256": sha256}
    _write(target, [*_rows(target), row])
    return True


def _is_of(row: Row, path: Path) -> bool:
    return row.get("id") == path.stem


def _rows(target: Path) -> list[Row]:
    """Return the rows of a register, none where there is none."""
    if not target.is_file():
        return []
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(target: Path, rows: list[Row]) -> None:
    """Write a register, whole or not at all; columns of its own stay."""
    columns = dict.fromkeys([*(rows[0] if len(rows) > 1 else ()), *COLUMNS])
    part = target.with_name(f".{NAME}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(columns), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        part.replace(target)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise BadCall(str(target), what, "check the folder's permissions") from error


# --- acknowledgements -----------------------------------------------------------------------


class CheckAcknowledgement(Struct, frozen=True, forbid_unknown_fields=True):
    """A confirmed mismatch of the source; covers exactly these figures and this detail."""

    list: ListType
    check: CheckName
    stated: int
    observed: int
    reason: str
    detail: str | None = None


class WarningAcknowledgement(Struct, frozen=True, forbid_unknown_fields=True):
    """A confirmed defect of the source; covers exactly this message about this item."""

    code: str
    message: str
    reason: str
    item: str | None = None


class Acknowledgements(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything acknowledged for one document.

    With `text_sha256` it is so for these texts only, one of each format and in any encoding: a
    line may be lost that no figure and no warning tells.
    """

    text_sha256: tuple[str, ...] = ()
    check: tuple[CheckAcknowledgement, ...] = ()
    warning: tuple[WarningAcknowledgement, ...] = ()


def text_sha256(text: str) -> str:
    """Given the text of a document, return the SHA-256 of its characters without white space."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def acknowledgements_beside(path: Path) -> Acknowledgements:
    """Given a raw file, return what is acknowledged beside it; fails with `BadRules`."""
    file = path.with_suffix(".toml")
    if not file.is_file():
        return Acknowledgements()
    try:
        table = tomllib.loads(file.read_text("utf-8"))
        found = msgspec.convert(table, Acknowledgements)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise BadRules(str(file), str(error), "mend the acknowledgements") from error
    reasons = [entry.reason for entry in found.check] + [entry.reason for entry in found.warning]
    for reason in reasons:
        if not reason.strip():
            raise BadRules(str(file), "an acknowledgement has no reason", "write the reason")
    return found
