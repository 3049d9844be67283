"""Archives: what is in them, and the files of a ZIP taken out, within limits."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from .messages import Member, Packed
from .package import Budget, Package
from .refusals import too_large

PAGES = ".cbz"  # how the name of an archive ends whose files are the pages of one document
PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".gif")
_NUMBER = re.compile(r"(\d+)", re.ASCII)
_SHOWN = 5  # members that are named
_LOOKED_AT = 4 << 20  # bytes of an archive that has no directory


def unpack(request: bytes) -> bytes:
    """Return the packed members of a packed ZIP archive; raises `UnreadableSource`.

    An office document, which is a ZIP too, has none.
    """
    asked = msgspec.msgpack.decode(request, type=Packed)
    package = Package(asked.data, asked.name, Budget(asked.room.bytes))
    if not is_archive(package):
        return msgspec.msgpack.encode([])
    files = [info.filename for info in package.members if not info.is_dir()]
    if len(files) > asked.room.files:
        raise too_large(asked.name, f"it holds {len(files):,} files")
    named = ((_safe(member_name(name)), name) for name in files)
    members = [Member(path, package.read(name) or b"") for path, name in named if path]
    return msgspec.msgpack.encode(members)


def picture_members(name: str, data: bytes, room: int) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of an archive of pages, in the order of their numbers, with their names.

    Together they may take `room` bytes. Raises `UnreadableSource`.
    """
    package = Package(data, name, Budget(room))
    files = [info.filename for info in package.members if not info.is_dir()]
    for one in sorted(files, key=page_order):
        yield member_name(one), package.read(one) or b""


def holds_pages(package: Package, name: str) -> bool:
    """Tell whether an archive says that it is pages of pictures (.cbz), and is."""
    files = [info.filename for info in package.members if not info.is_dir()]
    return name.lower().endswith(PAGES) and bool(files) and all(map(is_picture_name, files))


def is_picture_name(name: str) -> bool:
    """Tell whether a file of this name is a picture."""
    return PurePosixPath(name).suffix.lower() in PICTURES


def page_order(name: str) -> list[tuple[int, str]]:
    """Return what pages are in order by: numbers in their names count as such."""
    return [(int(part or 0), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(name)]


def is_archive(package: Package) -> bool:
    """Tell whether a ZIP is an archive of files, and no document that is one itself."""
    documents = (
        "[Content_Types].xml", "OFD.xml", "META-INF/container.xml", "Index/Document.iwa",
        "Index.zip",
    )  # fmt: skip
    is_open_document = package.has("mimetype") and package.has("content.xml")
    return not is_open_document and not any(map(package.has, documents))


def members_of(package: Package) -> str:
    """Return the members of a ZIP as one text; empty if it has none."""
    return _listed([member_name(info.filename) for info in package.members if not info.is_dir()])


def members_of_tar(data: bytes) -> str:
    """Return the members at the beginning of a TAR archive, compressed or not, as one text.

    Empty if it is none.
    """
    import bz2
    import lzma
    import tarfile
    import zlib

    names: list[str] = []
    broken = (tarfile.TarError, lzma.LZMAError, zlib.error, OSError, EOFError, ValueError)
    with contextlib.suppress(*broken):
        head = data[:_LOOKED_AT]
        if data.startswith(b"\x1f\x8b"):
            head = zlib.decompressobj(31).decompress(data, _LOOKED_AT)
        elif data.startswith(b"BZh"):
            head = bz2.BZ2Decompressor().decompress(data, _LOOKED_AT)
        elif data.startswith(b"\xfd7zXZ"):
            head = lzma.LZMADecompressor().decompress(data, _LOOKED_AT)
        with tarfile.open(fileobj=io.BytesIO(head), mode="r:") as archive:
            names += (one.name for one in archive if one.isfile())
    return _listed(names)


def _listed(names: Sequence[str]) -> str:
    shown = ["".join(char if char.isprintable() else "?" for char in name) for name in names]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return "、".join(shown[:_SHOWN]) + more


def member_name(member: str) -> str:
    """Return a member's name, as zipfile reads it, as it was meant: Chinese ZIPs use GBK."""
    with contextlib.suppress(UnicodeError):
        return member.encode("cp437").decode("gb18030")
    return member


def _safe(path: str) -> str:
    """Return a member's path that leads nowhere but below; empty if nothing of it is left."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in ("/", "..", "."))
