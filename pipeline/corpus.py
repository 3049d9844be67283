"""Many documents: find them, name them, read each on its own, compare those of one township."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from .checks.messages import warning_of
from .errors import QingdanError, UnreadableSource
from .extraction import extract
from .model import Doubt, Extraction, Failure, Item, Outcome, Warning
from .options import Options
from .rules import Rules

# What stands beside raw files without being one: the register, acknowledgements, notes,
# the lock files of office programs and what file managers leave.
_BESIDE = re.compile(
    r"\..*|sources\.csv|.*\.toml|readme(\..*)?|~\$.*|thumbs\.db|desktop\.ini", re.IGNORECASE
)
_UNSAFE = re.compile(r"[^\w.-]+")
_EDGES = "._-"


# --- find -----------------------------------------------------------------------------------


class Found(NamedTuple):
    """A file, and its path in the folder that was given, `/` between parts: its `source_path`.

    That of a file that was named is its name.
    """

    path: Path
    source_path: str


def find_inputs(inputs: Iterable[Path], skips: Callable[[Path], bool]) -> tuple[Found, ...]:
    """Return every file of the files and folders named, once, in the order of their paths.

    A file that is named is always taken. In folders, hidden files, registers and notes are passed
    over, and the folders for which `skips` is true. A folder without any document stands for
    itself, so that it is reported.
    """
    found = [
        Found(path, path.name if path == given else path.relative_to(given).as_posix())
        for given in inputs
        for path in _files_of(given, skips)
    ]
    by_place = {Path(os.path.realpath(one.path)): one for one in sorted(found, reverse=True)}
    return tuple(by_place[place] for place in sorted(by_place))


def _files_of(given: Path, skips: Callable[[Path], bool]) -> list[Path]:
    if not (os.access(given, os.F_OK) and given.is_dir()):
        return [given]
    found: list[Path] = []
    closed: list[OSError] = []
    for name, below, names in os.walk(given, onerror=closed.append):
        folder = Path(name)
        below[:] = [one for one in below if _is_walked(folder / one, skips)]
        found.extend(folder / one for one in names if _is_candidate(folder / one))
    return [*found, *(Path(error.filename) for error in closed)] or [given]


def is_beside(name: str) -> bool:
    """Tell whether a file or folder of this name stands beside lists without being one."""
    return name == "__MACOSX" or _BESIDE.fullmatch(name) is not None


def _is_walked(folder: Path, skips: Callable[[Path], bool]) -> bool:
    return not folder.name.startswith(".") and folder.name != "__MACOSX" and not skips(folder)


def _is_candidate(path: Path) -> bool:
    is_broken_link = path.is_symlink() and not path.exists()
    return (path.is_file() or is_broken_link) and not _BESIDE.fullmatch(path.name)


# --- name -----------------------------------------------------------------------------------


def name_documents(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return an id for each file of a run, unique among them: its stem, in safe characters.

    Files of one stem are told apart by their suffixes (`town-pdf`, `town-docx`), and where these
    are the same too, by a number in the order given (`town-txt-2`).
    """
    stems = [_to_safe(path.stem) or "document" for path in paths]
    shared = Counter(stems)
    taken: dict[str, None] = {}
    for stem, path in zip(stems, paths, strict=True):
        ending = _to_safe(path.suffix)
        name = f"{stem}-{ending}" if shared[stem] > 1 and ending else stem
        numbered = (f"{name}-{number}" for number in range(2, len(paths) + 2))
        taken[next(one for one in (name, *numbered) if one not in taken)] = None
    return tuple(taken)


def _to_safe(text: str) -> str:
    """Return text with `_` for whatever has a meaning in a path, an id or a cell.

    Letters and digits of any script stay.
    """
    return _UNSAFE.sub("_", unicodedata.normalize("NFC", text)).strip(_EDGES)


# --- read -----------------------------------------------------------------------------------


def read_documents(
    named: Iterable[tuple[Path, str]], rules: Rules, options: Options
) -> Iterator[Outcome]:
    """Yield the outcome of each file with its id in turn; one that fails costs no other anything.

    Raises what `read_document` raises.
    """
    for path, document_id in named:
        yield read_document(path, document_id, rules, options)


def read_document(path: Path, document_id: str, rules: Rules, options: Options) -> Outcome:
    """Return what was extracted of a file, or the failure that says why nothing was.

    Raises `BadRules` when the rules or the acknowledgements beside the file are malformed.
    """
    try:
        refuse_what_is_no_file(path)
        return extract(path, document_id, rules, options)
    except UnreadableSource as error:
        return to_failure(path, document_id, error.code, str(error))
    except QingdanError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document is one line too
        what = f"{type(error).__name__}: {error}"
        message = f"{path}: internal error ({what}); please report it with the file"
        return to_failure(path, document_id, "internal_error", message)


def refuse_what_is_no_file(path: Path) -> None:
    """Raise `UnreadableSource` for what cannot be opened and read as a file."""
    name = str(path)
    if not os.access(path, os.F_OK):
        raise UnreadableSource(name, "not_found", "there is no such file", "check the name")
    if not os.access(path, os.R_OK):
        raise UnreadableSource(name, "unreadable", "may not be read", "check its permissions")
    if path.is_dir():
        raise UnreadableSource(name, "empty_folder", "holds no document", "name another folder")
    if not path.is_file():
        raise UnreadableSource(name, "not_a_file", "is not a regular file", "save it as a file")


def to_failure(path: Path, document_id: str, code: str, message: str) -> Failure:
    """Return the failure of a file, its message in one line."""
    return Failure(document_id, path.name, code, " ".join(message.split()), _to_sha256(path))


def _to_sha256(path: Path) -> str | None:
    if not (os.access(path, os.R_OK) and path.is_file()):
        return None
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def outcomes_to_status(outcomes: Sequence[Outcome]) -> int:
    """Return the exit status of a run: that of its worst outcome, 0 without any."""
    return max(map(_outcome_to_status, outcomes), default=0)


def _outcome_to_status(outcome: Outcome) -> int:
    if isinstance(outcome, Failure):
        return 2
    return 1 if outcome.status == "flagged" else 0


# --- compare --------------------------------------------------------------------------------


def compare_formats(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Return the outcomes, with a warning wherever two files of one township differ.

    Each file is compared with the first one of its township: where two others differ, one of
    them differs from the first.
    """
    towns: dict[tuple[str, str], list[Extraction]] = defaultdict(list)
    for outcome in outcomes:
        if isinstance(outcome, Extraction) and outcome.facts.county and outcome.facts.township:
            towns[outcome.facts.county, outcome.facts.township].append(outcome)
    found: dict[str, list[Warning]] = defaultdict(list)
    for one, other in ((town[0], other) for town in towns.values() for other in town[1:]):
        for this, that in ((one, other), (other, one)):
            if differences := _differences(this, that):
                found[this.document_id].append(_to_warning(that.source.name, differences))
    return tuple(
        replace(outcome, warnings=(*outcome.warnings, *found[outcome.document_id]))
        if isinstance(outcome, Extraction) and outcome.document_id in found
        else outcome
        for outcome in outcomes
    )


def _to_warning(other: str, differences: Sequence[str]) -> Warning:
    facts = {"file": other, "differences": "; ".join(differences)}
    return warning_of(Doubt("formats_differ", "", facts))


def _differences(this: Extraction, that: Extraction) -> list[str]:
    """Return for each item that two documents have otherwise how they differ in it."""
    here, there = _numbered(this.items), _numbered(that.items)
    return [
        f"{list_type} {seq} ({what})"
        for (list_type, seq, nth) in dict.fromkeys([*here, *there])
        if (what := _difference(here.get((list_type, seq, nth)), there.get((list_type, seq, nth))))
    ]


def _numbered(items: Iterable[Item]) -> dict[tuple[str, int, int], Item]:
    """Return items by list, number, and how many items before it have the same number."""
    seen: Counter[tuple[str, int]] = Counter()
    numbered: dict[tuple[str, int, int], Item] = {}
    for item in items:
        key = (item.list_type, item.seq)
        numbered[(*key, seen[key])] = item
        seen[key] += 1
    return numbered


def _difference(here: Item | None, there: Item | None) -> str:
    if here is None or there is None:
        return "only there" if here is None else "only here"
    compared = ("name", "superior_duties", "township_duties", "handling")
    return ", ".join(name for name in compared if getattr(here, name) != getattr(there, name))
