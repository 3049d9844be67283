"""Lists inside ZIP archives, unpacked into a folder to be read like any other file; and lists that
are folders of pictures, packed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path, PurePosixPath

from .corpus import Found, is_beside, is_note
from .errors import BadCall, UnreadableSource
from .readers import ROOM, unpack
from .readers.archive import PAGES, is_picture_name, page_order
from .readers.messages import Member

_DEEPEST = 3  # archives in one another
_START = b"PK\x03\x04"


def unpacked(found: Iterable[Found], folder: Path) -> Iterator[Found]:
    """Yield files with the members of ZIP archives among them in place of the archives.

    They are written into a folder, each into one of its own; their `source_path` goes on behind
    that of the archive. An archive that cannot be unpacked, or that takes more than `ROOM` with
    the archives in it, is refused. Raises `BadCall` when the folder cannot be written.
    """
    places = (folder / str(number) for number in count())
    for one in found:
        room, waiting = ROOM, [(one, 0)]
        while waiting:
            file, depth = waiting.pop()
            is_read = file.refused is None and depth < _DEEPEST and _is_zip(file.path)
            try:
                members = unpack(file.path, room) if is_read else ()
            except UnreadableSource as error:
                yield file._replace(refused=error)
                continue
            room = room.without(members)
            inner = [_written(file, member, next(places)) for member in _lists(members)]
            waiting += [(one, depth + 1) for one in reversed(inner)]
            if not inner:
                yield file


def _lists(members: Iterable[Member]) -> list[Member]:
    """Return the members of an archive that may be lists, in the order of their paths."""
    by_path = {member.path: member for member in members}
    return [
        member for path, member in sorted(by_path.items())
        if not any(is_beside(part) for part in PurePosixPath(path).parts)
    ]  # fmt: skip


def _written(archive: Found, member: Member, place: Path) -> Found:
    target = place / PurePosixPath(member.path).name
    try:
        place.mkdir()
        target.write_bytes(member.data)
    except OSError as error:
        what = f"{member.path} in it cannot be unpacked to {place.parent} ({error.strerror})"
        raise BadCall(str(archive.path), what, "make room there, or unpack it by hand") from error
    return Found(target, f"{archive.source_path}/{member.path}", is_note=is_note(target.name))


def as_pages(found: Iterable[Found], folder: Path) -> Iterator[Found]:
    """Yield files with the pictures of each folder as one archive of pages in their place.

    It is written into a folder of its own in `folder`, and has the name and the path of the folder
    that they are in. Raises `BadCall` when it cannot be written.
    """
    pages: dict[Path, list[Found]] = {}
    for one in found:
        if one.refused is None and is_picture_name(one.path.name):
            pages.setdefault(one.path.parent, []).append(one)
        else:
            yield one
    for number, (parent, files) in enumerate(pages.items()):
        if len(files) == 1:
            yield files[0]
        else:
            yield _packed(parent, files, folder / f"pages{number}")


def _packed(parent: Path, files: Sequence[Found], place: Path) -> Found:
    """Return an archive, that of the same files always the same, of the pictures of a folder."""
    name = parent.name or parent.resolve().name
    target = place / f"{name}{PAGES}"
    try:
        place.mkdir()
        with zipfile.ZipFile(target, "w") as archive:
            for one in sorted(files, key=lambda one: page_order(one.path.name)):
                archive.writestr(zipfile.ZipInfo(one.path.name), one.path.read_bytes())
    except OSError as error:
        what = f"its pages cannot be put together in {place.parent} ({error.strerror})"
        raise BadCall(str(parent), what, "make room there, and check the pages' rights") from error
    within = PurePosixPath(files[0].source_path).parent
    return Found(target, f"{within if within.name else name}{PAGES}")


def _is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_START)) == _START
    except OSError:
        return False
