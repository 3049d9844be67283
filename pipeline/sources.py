"""What stands beside raw files: the register `sources.csv`, and acknowledged defects.

`sources.csv` tells what each file is, and the sha256 that tells when it changes: a line lost from
the middle of a paragraph leaves no trace in the text. `<stem>.toml` beside a file acknowledges
defects of the source, each with exact figures and a reason. Both are optional.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from .errors import BadCall, UnreadableSource
from .model import CheckName, Extraction, ListType
from .readers.encoding import decoded

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

PLACES = ("province", "prefecture", "county", "township")
SEPARATORS = ",;\t"  # what spreadsheets put between cells, by the country they are set to

Row = dict[str, str]


class Registered(Struct, frozen=True):
    """What the register says of a file: each sha256 of its id, and the places of its list.

    One list in several formats has a row for each file.
    """

    sha256: frozenset[str] = frozenset()
    places: Mapping[str, str] = {}


def registered(path: Path) -> Registered:
    """Return what the register beside a raw file says of it.

    Raises `UnreadableSource` when the register cannot be read: it costs the files that it serves
    their output, and no others.
    """
    rows = [row for row in _rows(path.with_name(NAME)) if _is_of(row, path)]
    places = {name: place for row in reversed(rows) for name in PLACES if (place := row.get(name))}
    return Registered(frozenset(row["sha256"] for row in rows if row.get("sha256")), places)


def register(path: Path, extraction: Extraction, origin: str) -> bool:
    """Add a file to the register beside it, and return whether it is new there.

    Raises `BadCall` when another file is registered by its name, or the register cannot be
    written.
    """
    target = path.with_name(NAME)
    known = registered(path).sha256
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
    """Return the rows of a register, in any usual encoding, none where there is none."""
    if not target.is_file():
        return []
    lines = _text_of(target).splitlines(keepends=True)
    separator = max(SEPARATORS, key=lines[0].count) if lines else SEPARATORS[0]
    rows = csv.DictReader(lines, delimiter=separator)
    try:
        found = list(rows)
    except csv.Error as error:
        raise _bad(target, f"line {rows.line_num}: {error}", "mend the register") from error
    if "id" not in (rows.fieldnames or ()):
        raise _bad(target, "its first line names no column id", "mend the register")
    return found


def _text_of(file: Path) -> str:
    """Return the text of a file that people write, in any usual encoding."""
    data = file.read_bytes()
    try:
        return decoded(str(file), data)[0] if data.strip() else ""
    except UnreadableSource as error:
        raise _bad(file, error.what, "save it as UTF-8") from error


def _bad(file: Path, what: str, action: str) -> UnreadableSource:
    code = "bad_register" if file.name == NAME else "bad_acknowledgements"
    return UnreadableSource(str(file), code, what, action)


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


class Beside(Struct, frozen=True):
    """All that stands beside a raw file of it."""

    acknowledged: Acknowledgements = Acknowledgements()
    registered: Registered = Registered()


def beside(path: Path) -> Beside:
    """Return what stands beside a raw file; raises `UnreadableSource` when it cannot be read."""
    return Beside(acknowledgements_beside(path), registered(path))


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
        found = msgspec.convert(tomllib.loads(_text_of(file)), Acknowledgements)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _bad(file, str(error), "mend the acknowledgements") from error
    reasons = [one.reason for one in found.check] + [one.reason for one in found.warning]
    if not all(reason.strip() for reason in reasons):
        raise _bad(file, "an acknowledgement has no reason", "write the reason")
    if any(entry.message and (entry.case or entry.facts) for entry in found.warning):
        raise _bad(file, "an acknowledgement has a message and facts", "remove the message")
    return found
