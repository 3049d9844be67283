"""Many documents: find them, name them, read each on its own."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from .errors import QingdanError, UnreadableSource
from .extraction import extract
from .letters.decoding import storable_text
from .model import Extraction, Failure, Outcome, Status
from .options import Options
from .rules import Rules
from .sources import Registered, registered, to_id, to_sha256

# What stands beside raw files without being one: the register, acknowledgements, the lock files
# of office programs and what file managers leave; and notes, which may be one.
_BESIDE = re.compile(r"\..*|sources\.csv|.*\.toml|~\$.*|thumbs\.db|desktop\.ini", re.IGNORECASE)
_NOTE = re.compile(r"readme(\..*)?", re.IGNORECASE)
LIST_IN_NOTE = "list_in_note"


# --- find -----------------------------------------------------------------------------------


class Found(NamedTuple):
    """A file, and its path in the folder that was given, `/` between parts: its `source_path`.

    That of a file that was named is its name. `refused` says why it is not read; a `note` is read
    only to tell that it holds a list.
    """

    path: Path
    source_path: str
    refused: UnreadableSource | None = None
    is_note: bool = False


def find_inputs(inputs: Iterable[Path], skips: Callable[[Path], bool]) -> tuple[Found, ...]:
    """Return every file of the files and folders named, once, in the order of their paths.

    A file that is named is always taken. In folders, hidden files, registers and acknowledgements
    are passed over, and the folders for which `skips` is true; links that lead out are refused.
    What links in the folder lead to has its own name. A folder without any document stands for
    itself, so that it is reported.
    """
    found = [one for given in inputs for one in _files_of(given, skips)]
    found.sort(
        key=lambda one: (one.path.is_symlink(), one.is_note, -len(one.source_path), one.path)
    )
    by_place: dict[Path, Found] = {}
    for one in found:
        place = one.path.absolute() if one.refused else Path(os.path.realpath(one.path))
        by_place.setdefault(place, one)
    return tuple(
        one._replace(source_path=storable_text(one.source_path))
        for one in sorted(by_place.values(), key=lambda one: one.path)
    )


def _files_of(given: Path, skips: Callable[[Path], bool]) -> list[Found]:
    if not (os.access(given, os.F_OK) and given.is_dir()):
        return [Found(given, given.name)]
    found: list[Found] = []
    closed: list[OSError] = []
    root = os.path.realpath(given)
    for name, below, names in os.walk(given, onerror=closed.append):
        folder = Path(name)
        inner = [folder / one for one in below if _is_walked(folder / one, skips)]
        below[:] = [path.name for path in inner if not path.is_symlink()]
        files = [folder / one for one in names if not _BESIDE.fullmatch(one)]
        links = [path for path in inner if path.is_symlink() and _leads_out(path, root)]
        found.extend(_to_found(path, given, root) for path in (*files, *links))
    found.extend(Found(Path(error.filename), Path(error.filename).name) for error in closed)
    is_empty = all(one.is_note for one in found)
    return [*found, *([Found(given, given.resolve().name)] if is_empty else ())]


def _to_found(path: Path, given: Path, root: str) -> Found:
    refused = None
    if path.is_symlink() and path.exists() and _leads_out(path, root):
        what = "is a link that leads out of the folder that was named"
        refused = UnreadableSource(str(path), "link_out", what, "name the file it leads to")
    return Found(path, path.relative_to(given).as_posix(), refused, is_note(path.name))


def is_beside(name: str) -> bool:
    """Tell whether a file or folder of this name stands beside lists without being one."""
    return name == "__MACOSX" or _BESIDE.fullmatch(name) is not None


def is_note(name: str) -> bool:
    """Tell whether a file of this name is a note, of which only those are told that hold a list."""
    return _NOTE.fullmatch(name) is not None


def _is_walked(folder: Path, skips: Callable[[Path], bool]) -> bool:
    return not folder.name.startswith(".") and folder.name != "__MACOSX" and not skips(folder)


def _leads_out(path: Path, root: str) -> bool:
    return not Path(os.path.realpath(path)).is_relative_to(root)


# --- name -----------------------------------------------------------------------------------


class Named(NamedTuple):
    """A file with its id, which no other file of the run has."""

    found: Found
    document_id: str
    list_id: str = ""


def name_documents(found: Iterable[Found]) -> tuple[Named, ...]:
    """Return files with their ids, in the order given.

    A file with a row in the register beside it has that row's id, any other its `source_path`;
    neither depends on other files. Of two that come to one id, the later one by its path is
    refused, and one that cannot be read.
    """
    files = list(found)
    named: dict[int, Named] = {}
    taken: dict[str, Found] = {}
    for place in sorted(range(len(files)), key=lambda place: _claim(files[place])):
        one = files[place]
        document_id, list_id = _id_of(one)
        first = taken.setdefault(document_id, one)
        if first is not one:
            what = f"has the id {document_id}, as {first.path} has"
            action = "name the folder that holds both, or register them with ids of their own"
            refused = UnreadableSource(str(one.path), "id_taken", what, action)
            if one.path.is_file():  # else that is told
                one = one._replace(refused=one.refused or refused)
            numbered = (f"{document_id}~{number}" for number in count(2))
            document_id = next(name for name in numbered if name not in taken)
            taken[document_id] = one
        named[place] = Named(one, document_id, list_id)
    return tuple(named[place] for place in range(len(files)))


def _claim(one: Found) -> tuple[bool, Path, str]:
    return one.refused is not None or not one.path.is_file(), one.path, one.source_path


def _id_of(one: Found) -> tuple[str, str]:
    """Return the id of a file by itself, and that of its list in the register, or an empty one."""
    try:
        known = registered(one.path) if one.refused is None and one.path.is_file() else Registered()
    except UnreadableSource:  # told when the file is read
        known = Registered()
    return known.document_id or to_id(one.source_path) or "_", known.list_id


# --- read -----------------------------------------------------------------------------------


def is_told(named: Named, failure: str | None) -> bool:
    """Tell whether a file has a place in the tables: a note has none, unless it holds a list."""
    return not named.found.is_note or failure == LIST_IN_NOTE


def read_document(named: Named, rules: Rules, options: Options) -> Outcome:
    """Return what was extracted of a file, or the failure that says why nothing was.

    Raises `BadRules` when the rules are malformed.
    """
    path = named.found.path
    try:
        if named.found.refused:
            raise named.found.refused
        refuse_what_is_no_file(path)
        extraction = extract_named(named, rules, options)
        if named.found.is_note:
            what, action = "is a note by its name, but holds a list", "rename it, or name it"
            raise UnreadableSource(str(path), LIST_IN_NOTE, what, action)
        return extraction
    except UnreadableSource as error:
        return to_failure(named, error.code, str(error))
    except MemoryError:
        message = f"{path}: reading it takes more memory than there is; read it alone, or split it"
        return to_failure(named, "over_memory", message)
    except QingdanError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document is one line too
        what = f"{type(error).__name__}: {error}"
        message = f"{path}: internal error ({what}); please report it with the file"
        return to_failure(named, "internal_error", message)


def extract_named(named: Named, rules: Rules, options: Options) -> Extraction:
    """Return what was extracted of a file; raises what `extract` raises."""
    path = named.found.path
    return replace(
        extract(path, named.document_id, rules, options),
        source_path=named.found.source_path,
        folder=folder_of(named),
        list_id=named.list_id,
    )


def folder_of(named: Named) -> str:
    """Return where a file lies, whatever links lead to it."""
    return storable_text(str(Path(os.path.realpath(named.found.path)).parent))


def refuse_what_is_no_file(path: Path) -> None:
    """Raise `UnreadableSource` for what cannot be opened and read as a file."""
    name = str(path)
    if not os.access(path, os.F_OK) and path.is_symlink():
        raise UnreadableSource(name, "not_found", "is a link that leads nowhere", "mend the link")
    if not os.access(path, os.F_OK):
        raise UnreadableSource(name, "not_found", "there is no such file", "check the name")
    if not os.access(path, os.R_OK):
        raise UnreadableSource(name, "unreadable", "may not be read", "check its permissions")
    if path.is_dir():
        raise UnreadableSource(name, "empty_folder", "holds no document", "name another folder")
    if not path.is_file():
        raise UnreadableSource(name, "not_a_file", "is not a regular file", "save it as a file")


def to_failure(named: Named, code: str, message: str) -> Failure:
    """Return the failure of a file, its message in one line."""
    path, source_path = named.found.path, named.found.source_path
    line = storable_text(" ".join(message.split()))
    name = storable_text(path.name) or source_path
    sha256 = None if named.found.refused else to_sha256(path)
    return Failure(named.document_id, name, code, line, sha256, source_path=source_path)


def lost(named: Named) -> Failure:
    """Return the failure of a file that ended the processes that read it."""
    message = f"{named.found.path}: the processes that read it died; look at it by itself"
    return to_failure(named, "reader_crashed", message)


def statuses_to_exit(statuses: Iterable[Status]) -> int:
    """Return the exit status of a run: that of its worst document, 0 without any."""
    return max((("ok", "flagged", "failed").index(one) for one in statuses), default=0)
