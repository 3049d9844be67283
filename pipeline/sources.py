"""What stands beside raw files: the register `sources.csv`, and acknowledged defects.

`sources.csv` gives files their ids and places, and the sha256 that tells when one changes: a line
lost from the middle of a paragraph leaves no trace in the text. `<id>.toml`, or `<stem>.toml` for
every format of a list, acknowledges defects of the source, each with exact figures and a reason.
Both are optional.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from .errors import BadCall, UnreadableSource
from .letters.decoding import Malformed, cells_of, plain_cell, text_of
from .letters.toml import toml_of
from .model import CheckName, Extraction, ListType

NAME = "sources.csv"
COLUMNS = (
    "id",
    "file",
    "title",
    "province",
    "prefecture",
    "county",
    "township",
    "origin",
    "sha256",
    "purpose",
)

MOST_REGISTER = 64 << 20  # bytes of a register
MOST_ACKNOWLEDGED = 1 << 20  # of acknowledgements
MOST_BYTES = 1 << 29  # of a raw one
PLACES = ("province", "prefecture", "county", "township")

# What an id may not hold, and no part of it may begin with.
_UNSAFE = re.compile(r"[^\w./-]|(?:^|(?<=/))[.-]")


class Row(dict[str, str]):
    """The cells of a row by the titles of their columns; empty for a column that is not there."""

    def __missing__(self, title: str) -> str:
        return ""


def to_id(text: str) -> str:
    """Return text with `_` for each character that has a meaning in an id, a cell or a command.

    Letters and digits of any script stay, and `/` between the parts of a path.
    """
    return _UNSAFE.sub("_", unicodedata.normalize("NFC", text))


def to_sha256(path: Path) -> str | None:
    """Return the SHA-256 of a file's bytes, None where they cannot be read or are too many."""
    if not (os.access(path, os.R_OK) and path.is_file()):
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


# --- the register ---------------------------------------------------------------------------


class Registered(Struct, frozen=True):
    """What the register says of a file, all of it empty for one without a row.

    `list_id` is the id of its row, which every format of a list shares; `document_id` is its own.
    `sha256` holds those that the file may have; without such a column no change of it is told.
    """

    list_id: str = ""
    document_id: str = ""
    sha256: frozenset[str] = frozenset()
    places: Mapping[str, str] = {}
    has_sha256: bool = True


def registered(path: Path, sha256: str | None = None) -> Registered:
    """Return what the register beside a raw file says of it; `sha256` is the file's, where known.

    A row is of the file that its column `file` names. One that names none is of the file with its
    `sha256`, else of each whose name without suffix is its `id`. The file of the first row of an
    id has it as it is; every other has it with its suffix, and so has one that may be another
    than the row's. Raises `UnreadableSource` when the register cannot be read: it costs the files
    that it serves their output, and no others.
    """
    register = _register(path.with_name(NAME))
    rows, is_certain = register.rows_of(path, sha256)
    if not rows:
        return Registered()
    list_id, listed = to_id(rows[0]["id"]).replace("/", "_"), register.by_id[rows[0]["id"]]
    is_first = is_certain and rows[0] is listed[0]
    places = {name: row[name] for row in (*listed[::-1], rows[0]) for name in PLACES if row[name]}
    return Registered(
        list_id,
        list_id if is_first else to_id(list_id + path.suffix),
        frozenset(row["sha256"] for row in rows if row["sha256"]),
        places,
        "sha256" in rows[0],
    )


class _Register(Struct, frozen=True):
    """The rows of a register that have an id: all of them by it, and how they find their files.

    `by_sha256` and `by_stem` have those alone that name no file.
    """

    by_id: Mapping[str, Sequence[Row]]
    by_file: Mapping[str, Sequence[Row]]
    by_sha256: Mapping[str, Sequence[Row]]
    by_stem: Mapping[str, Sequence[Row]]

    def rows_of(self, path: Path, sha256: str | None) -> tuple[Sequence[Row], bool]:
        """Return the rows of a file, its own one first, and whether they are certain to be its."""
        if rows := self.by_file.get(_composed(path.name), ()):
            return rows, True
        named = self.by_stem.get(_composed(path.stem), ())
        if self.by_sha256 and (same := self.by_sha256.get(sha256 or to_sha256(path) or "", ())):
            return sorted(same, key=lambda row: row not in named), True
        return named, len(named) == 1 and not named[0]["sha256"]


def _register(target: Path) -> _Register:
    """Return the register that a file holds, an empty one where there is none."""
    if not target.is_file():
        return _indexed(())
    stat = target.stat()
    found = _register_as_of(target, (stat.st_ino, stat.st_size, stat.st_mtime_ns))
    if isinstance(found, UnreadableSource):
        raise found.with_traceback(None)
    return found


@lru_cache(maxsize=8)
def _register_as_of(target: Path, _stamp: tuple[int, ...]) -> _Register | UnreadableSource:
    """Return the register that a file holds in this state, or why it cannot be read."""
    try:
        return _indexed(_rows(target))
    except UnreadableSource as error:
        return error


def _indexed(rows: Iterable[Row]) -> _Register:
    indexes = [defaultdict[str, list[Row]](list) for _ in range(4)]
    for row in rows:
        any_file = "" if row["file"] else row["id"]
        keys = (row["id"], _composed(row["file"]), any_file and row["sha256"], _composed(any_file))
        for index, key in zip(indexes, keys, strict=True):
            if row["id"] and key:
                index[key].append(row)
    return _Register(*indexes)


def _composed(name: str) -> str:
    """Return a file's name in the one form that all systems' forms of it have in common."""
    return unicodedata.normalize("NFC", name)


def register(path: Path, extraction: Extraction, origin: str) -> tuple[str, bool]:
    """Add a file to the register beside it; return its id there, and whether its row is new.

    A row that is this file's, but names none, is given its name. Raises `BadCall` when another
    file is registered by its name, or the register cannot be written.
    """
    target = path.with_name(NAME)
    sha256, rows = extraction.source.sha256, _rows(target)
    of_any = [row for row in rows if not row["file"]]
    mine = [
        *(row for row in rows if _composed(row["file"]) == _composed(path.name)),
        *(row for row in of_any if row["sha256"] == sha256),
        *(row for row in of_any if _composed(row["id"]) == _composed(path.stem)),
    ]
    facts = extraction.facts
    told = {name: getattr(facts, name, None) or "" for name in COLUMNS}
    row = mine[0] if mine else Row(told | {"id": path.stem, "origin": origin})
    if row["sha256"] not in ("", sha256):
        what = f"registers another file as {path.stem}"
        action = "remove its row if this file takes its place, or write its name into column file"
        raise BadCall(str(target), what, action)
    if (row["file"], row["sha256"]) != (path.name, sha256):
        row.update({"file": path.name, "sha256": sha256})
        _write(target, rows if mine else [*rows, row])
    return registered(path, sha256).document_id, not mine


def _rows(target: Path) -> list[Row]:
    """Return the rows of a register in any usual encoding, none where there is none."""
    if not target.is_file():
        return []
    rows = cells_of(_text_of(target, MOST_REGISTER))
    try:
        _, first = next(rows, (1, [""]))
        titles = [title.strip() for title in first]
        if "id" not in titles:
            raise _bad(target, "its first line names no column id", "mend the register", 1)
        return [_to_row(target, titles, *row) for row in rows if any(map(str.strip, row[1]))]
    except Malformed as error:
        raise _bad(target, error.what, "mend the register", error.line) from error


def _to_row(target: Path, titles: Sequence[str], line: int, cells: Sequence[str]) -> Row:
    """Return the cells of a line by their columns' titles; those without a title are empty."""
    if any(map(str.strip, cells[len(titles) :])):
        what = f"has {len(cells)} cells, the first line {len(titles)}"
        raise _bad(target, what, "put cells that hold a comma in quotes", line)
    row = Row(dict.fromkeys(titles, ""))
    row.update(zip(titles, map(str.strip, cells), strict=False))  # the last ones may be left out
    if not row["id"]:
        raise _bad(target, "has no id", "write one", line)
    return row


def _text_of(file: Path, most: int) -> str:
    """Return the text of a file that people write, in any usual encoding, of at most many bytes."""
    try:
        if file.stat().st_size > most:
            raise _bad(file, f"is larger than {most >> 20} MiB", "look at what it holds")
        return text_of(file.read_bytes())
    except OSError as error:
        raise _bad(file, error.strerror or "cannot be read", "check its permissions") from error
    except Malformed as error:
        raise _bad(file, error.what, "save it as UTF-8", error.line) from error


def _bad(file: Path, what: str, action: str, line: int | None = None) -> UnreadableSource:
    code = "bad_register" if file.name == NAME else "bad_acknowledgements"
    where = f"{file}:{line}" if line else str(file)
    return UnreadableSource(where, code, what, action)


def _write(target: Path, rows: Sequence[Row]) -> None:
    """Write a register that Excel opens right, whole or not at all; columns of its own stay."""
    titles = list(dict.fromkeys((*rows[0], *COLUMNS)))
    part = target.with_name(f".{NAME}.part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, titles, lineterminator="\n")
            writer.writeheader()
            writer.writerows({title: plain_cell(row[title]) for title in titles} for row in rows)
        part.replace(target)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise BadCall(str(target), what, "check the folder's permissions") from error


# --- acknowledgements -----------------------------------------------------------------------


_HEAD = "# Confirmed defects of the source. Each covers exactly these figures and facts.\n"
_TEXT = "# This text only: when another comes in its place, that is told.\ntext_sha256 = "

_ENTRY = re.compile(r"\s*\[\[\s*(check|warning)\s*\]\]")


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


Acknowledgement = CheckAcknowledgement | WarningAcknowledgement


class Beside(Struct, frozen=True):
    """All that stands beside a raw file of it.

    `file` has what is acknowledged; its entries of each kind begin in the lines of `lines`, which
    are empty where they are not tables of their own.
    """

    acknowledged: Acknowledgements = Acknowledgements()
    registered: Registered = Registered()
    file: str = ""
    lines: Mapping[str, Sequence[int]] = {}

    def line_of(self, entry: Acknowledgement) -> int | None:
        """Return the line of `file` that an entry begins in, None where it is not known."""
        is_check = isinstance(entry, CheckAcknowledgement)
        lines = self.lines.get("check" if is_check else "warning", ())
        entries: Sequence[Acknowledgement] = self.acknowledged.warning
        if is_check:
            entries = self.acknowledged.check
        return lines[entries.index(entry)] if len(lines) == len(entries) else None


def beside(path: Path, sha256: str | None = None) -> Beside:
    """Return what stands beside a raw file; raises `UnreadableSource` when it cannot be read."""
    known = registered(path, sha256)
    file = _acknowledgements_file(path, known)
    if not file.is_file():
        return Beside(registered=known)
    text = _text_of(file, MOST_ACKNOWLEDGED)
    lines: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if head := _ENTRY.match(line):
            lines.setdefault(head[1], []).append(number)
    return Beside(_acknowledgements_in(file, text), known, file.name, lines)


def _acknowledgements_file(path: Path, known: Registered) -> Path:
    """Return the file of a raw file's acknowledgements, its own one where there is none yet."""
    own = path.with_name(f"{known.document_id or path.name}.toml")
    shared = path.with_name(f"{known.list_id or path.stem}.toml")
    return next((one for one in (own, shared) if one.is_file()), own)


def acknowledge(
    path: Path, entries: Sequence[str], text: str | None, *, is_tried: bool = False
) -> Path:
    """Add entries, as TOML, to what is acknowledged of a raw file; return the file they are in.

    A file that is begun names `text`, the `text_sha256` of what was looked at; all that stands
    in one that is there stays as it is. If it is only tried, nothing is written. Raises
    `UnreadableSource` when the file cannot be read, `BadCall` when it cannot take the entries or
    be written.
    """
    file = _acknowledgements_file(path, registered(path, to_sha256(path)))
    if file.is_file():
        _acknowledgements_in(file, _text_of(file, MOST_ACKNOWLEDGED))
    data = _with_entries(file, entries, text)
    if is_tried or not entries:
        return file
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(data)
        part.replace(file)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise BadCall(str(file), what, "check the folder's permissions") from error
    return file


def _with_entries(file: Path, entries: Sequence[str], text: str | None) -> bytes:
    """Return what a file holds, and entries behind it, in UTF-8 and with its line ends."""
    head = _HEAD + (_TEXT + f'["{text}"]\n' if text else "")
    before = file.read_bytes() if file.is_file() else head.encode()
    end = "\r\n" if b"\r\n" in before else "\n"
    try:
        before.decode()
    except UnicodeDecodeError:
        before = text_of(before).replace("\n", end).encode()
    lines = "\n".join(["" if before.endswith(b"\n") else "\n", *entries])
    after = before + lines.replace("\n", end).encode()
    try:
        toml_of(text_of(after), Acknowledgements)
    except Malformed as error:
        action = "write each as a table of its own: [[check]], [[warning]]"
        raise BadCall(str(file), "has its acknowledgements in one array", action) from error
    return after


def text_sha256(text: str) -> str:
    """Return the SHA-256 of the characters of a text, white space left out."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def _acknowledgements_in(file: Path, text: str) -> Acknowledgements:
    """Return what the text of a file acknowledges; one that is bad costs its documents alone."""
    try:
        found = toml_of(text, Acknowledgements)
    except Malformed as error:
        raise _bad(file, error.what, "mend the acknowledgements", error.line) from error
    reasons = [one.reason for one in found.check] + [one.reason for one in found.warning]
    if not all(reason.strip() for reason in reasons):
        raise _bad(file, "an acknowledgement has no reason", "write the reason")
    if any(entry.message and (entry.case or entry.facts) for entry in found.warning):
        raise _bad(file, "an acknowledgement has a message and facts", "remove the message")
    return found
