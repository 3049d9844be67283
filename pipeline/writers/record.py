"""The record of what a run wrote: the digest of every file, in `datapackage.json`.

A file belongs to this program while it has the digest that is recorded of it. That of
`datapackage.json` itself is taken with zeros in its own place.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path, PurePosixPath

from msgspec import MsgspecError, Struct, json

from .schema import DATAPACKAGE

NAME = "qingdan"  # of the package
UNSEALED = f"sha256:{'0' * 64}"
_SEAL = re.compile(rb'("%b": ?)"sha256:[0-9a-f]{64}"' % re.escape(DATAPACKAGE.encode()))


class _Package(Struct):
    """What is read of the description of a folder that a run wrote."""

    name: str
    files: dict[str, str] = {}


def is_output(folder: Path) -> bool:
    """Tell whether a run of this program wrote to a folder."""
    return _package(folder) is not None


def recorded(folder: Path) -> dict[str, str]:
    """Return the digests of the files that a run wrote to a folder, by path, `/` between parts."""
    package = _package(folder)
    return {name: one for name, one in package.files.items() if _is_below(name)} if package else {}


def proven(folder: Path) -> dict[str, str]:
    """Return those of the recorded files that are as they were written, with their digests.

    None are when the record itself is not.
    """
    files = recorded(folder)
    if not is_as(folder, DATAPACKAGE, (files.get(DATAPACKAGE),)):
        return {}
    return {name: one for name, one in files.items() if is_as(folder, name, (one,))}


def is_as(folder: Path, name: str, digests: tuple[str | None, ...]) -> bool:
    """Tell whether a file of a folder, which is no link, has one of the digests."""
    path = folder / name
    is_reached = not any(one.is_symlink() for one in (path, *path.parents[: name.count("/")]))
    return is_reached and path.is_file() and digest(folder, name) in digests


def digest(folder: Path, name: str) -> str:
    """Return what is recorded of a file of a folder."""
    if name == DATAPACKAGE:
        content = _SEAL.sub(rb'\1"%b"' % UNSEALED.encode(), (folder / name).read_bytes())
        return f"sha256:{hashlib.sha256(content).hexdigest()}"
    with (folder / name).open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def sealed(content: bytes) -> bytes:
    """Return a package whose own digest is recorded as `UNSEALED` with that digest."""
    own = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return _SEAL.sub(rb'\1"%b"' % own.encode(), content)


def files_of(folder: Path) -> list[str]:
    """Return the paths of all files in a folder and below, `/` between parts, in order."""
    return sorted(
        (Path(where) / name).relative_to(folder).as_posix()
        for where, _, names in os.walk(folder)
        for name in names
    )


def _package(folder: Path) -> _Package | None:
    try:
        package = json.decode((folder / DATAPACKAGE).read_bytes(), type=_Package)
    except (OSError, ValueError, MsgspecError):
        return None
    return package if package.name == NAME else None


def _is_below(name: str) -> bool:
    """Tell whether a path stays in the folder that it is relative to, on every system."""
    path = PurePosixPath(name)
    is_plain = path.as_posix() == name and not {"\\", ":", "\0"} & set(name)
    return is_plain and not path.is_absolute() and ".." not in path.parts and name != "."
