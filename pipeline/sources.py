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

from .errors import BadCall, UnreadableSource
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
    """A confirmed mismatch of the source; covers exactly these figures.

    Where the figures do not tell what differs, `findings` do: tables of a `case` and its facts.
    `detail` is the sentence that older files have for them.
    """

    list: ListType
    check: CheckName
    stated: int
    observed: int
    reason: str
    findings: tuple[dict[str, str | int], ...] = ()
    detail: str | None = None


class WarningAcknowledgement(Struct, frozen=True, forbid_unknown_fields=True):
    """A confirmed defect of the source; covers exactly this case with these facts of this item.

    `item` is without its document (`cooperative:061`). `message` is the sentence that older files
    have for case and facts.
    """

    code: str
    reason: str
    case: str = ""
    facts: dict[str, str | int] = {}
    item: str | None = None
    message: str | None = None


class Acknowledgements(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything acknowledged for one document.

    With `text_sha256` it is so for these texts only, one of each format and in any encoding: a
    line may be lost that no figure and no warning tells.
    """

    text_sha256: tuple[str, ...] = ()
    check: tuple[CheckAcknowledgement, ...] = ()
    warning: tuple[WarningAcknowledgement, ...] = ()


def text_sha256(text: str) -> str:
    """Return the SHA-256 of the characters of a text, white space left out."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def acknowledgements_beside(path: Path) -> Acknowledgements:
    """Return what is acknowledged beside a raw file.

    Raises `UnreadableSource` when that cannot be read: it costs this document alone its output.
    """
    file = path.with_suffix(".toml")
    if not file.is_file():
        return Acknowledgements()
    try:
        table = tomllib.loads(file.read_text("utf-8-sig"))
        found = msgspec.convert(table, Acknowledgements)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise _bad(file, str(error), "mend the acknowledgements") from error
    reasons = [one.reason for one in found.check] + [one.reason for one in found.warning]
    if not all(reason.strip() for reason in reasons):
        raise _bad(file, "an acknowledgement has no reason", "write the reason")
    if any(entry.message and (entry.case or entry.facts) for entry in found.warning):
        raise _bad(file, "an acknowledgement has a message and facts", "remove the message")
    return found


def _bad(file: Path, what: str, action: str) -> UnreadableSource:
    return UnreadableSource(str(file), "bad_acknowledgements", what, action)
