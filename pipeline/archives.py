"""Lists inside ZIP archives: unpacked into a folder, to be read like any other file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from .corpus import Found, is_beside, is_note
from .errors import UnreadableSource
from .readers import unpack

_DEEPEST = 3  # archives in one another
_START = b"PK\x03\x04"


def unpacked(found: Iterable[Found], folder: Path) -> Iterator[Found]:
    """Yield files with the members of ZIP archives among them in place of the archives.

    They are written into a folder, each into one of its own; their `source_path` goes on behind
    that of the archive. An archive that cannot be unpacked is left, to be refused as it is.
    """
    for one in found:
        yield from _members(one, folder, 0)


def _members(one: Found, folder: Path, depth: int) -> Iterator[Found]:
    is_read = one.refused is None and depth < _DEEPEST
    files = _files(one) if is_read and _is_zip(one.path) else ()
    if not files:
        yield one
    for path, data in files:
        place = folder / str(len(list(folder.iterdir())))
        place.mkdir()
        target = place / PurePosixPath(path).name
        target.write_bytes(data)
        inner = Found(target, f"{one.source_path}/{path}", is_note=is_note(target.name))
        yield from _members(inner, folder, depth + 1)


def _files(one: Found) -> list[tuple[str, bytes]]:
    """Return the files of an archive that may be lists, in the order of their paths."""
    try:
        members = unpack(one.path)
    except (UnreadableSource, OSError):
        return []
    files = {member.path: member.data for member in members}
    return [
        (path, data) for path, data in sorted(files.items())
        if not any(is_beside(part) for part in PurePosixPath(path).parts)
    ]  # fmt: skip


def _is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_START)) == _START
    except OSError:
        return False
