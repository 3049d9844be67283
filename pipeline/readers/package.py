"""Office packages (ZIP of XML) opened safely: bytes counted while inflating, no DOCTYPE."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from ..errors import UnreadableSource
from .refusals import damaged, locked, too_large

MAX_BYTES = 96 * 1024 * 1024
"""Inflated bytes that one package may cost."""
MAX_TAGS = 1_000_000
"""Tags of one part or page; a tree of more would fill the memory."""
TAGS = f"it has more than {MAX_TAGS:,} tags"
_CHUNK = 1 << 16
# What zipfile inflates piece by piece, and office programs write.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# All that zipfile and the inflaters below it raise on broken files.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    OverflowError, IndexError, NotImplementedError,
)  # fmt: skip
_STRICT = tuple(
    (f"purl.oclc.org/ooxml/{kind}".encode(), f"schemas.openxmlformats.org/{kind}/2006".encode())
    for kind in ("wordprocessingml", "spreadsheetml")
)
# Where the main part stands in packages whose relations do not tell.
_USUAL = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml")
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


class Budget:
    """Bytes that parts may still inflate to, those of packages inside of packages included."""

    def __init__(self, most: int = MAX_BYTES) -> None:
        self.most = self.left = most


class Package:
    """A ZIP in memory; parts are inflated on demand, within one budget for all of them.

    Names of parts are the same in any case of letters, and with `\\` for `/`.
    """

    def __init__(self, data: bytes, name: str, budget: Budget | None = None) -> None:
        self.name = name
        self.budget = budget or Budget()
        self._cache: dict[str, bytes] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise damaged(name, "its ZIP container is broken or cut off") from error
        self.members = self._zip.infolist()
        self._parts = {_key(info.filename): info for info in self.members}

    def has(self, part: str) -> bool:
        """Tell whether there is such a part."""
        return _key(part) in self._parts

    def main(self) -> str | None:
        """Return the name of the part that the package is about, None without one."""
        named = [part for _, kind, part in self.targets("") if kind == "officeDocument"]
        return next(filter(self.has, (*named, *_USUAL)), None)

    def read(self, part: str) -> bytes | None:
        """Return the bytes of a part, None if there is no such part."""
        key = _key(part)
        if key in self._parts and key not in self._cache:
            self._cache[key] = self._inflate(part, self._parts[key])
        return self._cache.get(key)

    def xml(self, part: str) -> etree._Element | None:
        """Return the XML of a part, None if there is no such part."""
        data = self.read(part)
        return None if data is None else parse_xml(data, self.name, part)

    def targets(self, part: str) -> tuple[tuple[str, str, str], ...]:
        """Return the relations of a part ("" for the package): (id, kind, part name).

        `kind` is the last word of the relation's type, such as `footnotes`.
        """
        folder, base = posixpath.split(part)
        relations = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        if relations is None:
            return ()
        return tuple(
            (
                relation.get("Id", ""),
                relation.get("Type", "").rpartition("/")[2],
                self._found(_resolved(folder, relation.get("Target", ""))),
            )
            for relation in relations.iter(f"{RELATIONS}Relationship")
            if relation.get("TargetMode") != "External"
        )

    def _found(self, part: str) -> str:
        """Return a part's name, or that of the only one of its file name where it is not there."""
        if self.has(part):
            return part
        own = posixpath.basename(_key(part))
        others = [key for key in self._parts if posixpath.basename(key) == own]
        return others[0] if len(others) == 1 else part

    def _inflate(self, part: str, info: zipfile.ZipInfo) -> bytes:
        if info.compress_type not in _METHODS:
            raise damaged(self.name, f"its part {part} is packed as no office program packs")
        chunks: list[bytes] = []
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    self.budget.left -= len(chunk)
                    if self.budget.left < 0:
                        most = self.budget.most >> 20
                        raise too_large(self.name, f"it inflates to more than {most} MiB")
                    chunks.append(chunk)
        except _BROKEN as error:
            raise damaged(self.name, f"its part {part} cannot be inflated") from error
        except RuntimeError as error:
            raise locked(self.name) from error
        return b"".join(chunks)


def relation_of(element: etree._Element) -> str:
    """Return the id of the relation that an element names; its namespace varies."""
    return next((value for key, value in element.items() if key.endswith("}id")), "")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a plain ZIP of parts, none of them compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for part, content in parts.items():
            target.writestr(part, content)
    return buffer.getvalue()


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _resolved(folder: str, target: str) -> str:
    """Return the name of the part that a relation of a part in a folder names."""
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")


def parse_xml(data: bytes, name: str, part: str) -> etree._Element:
    """Return the root of a part's XML; refused with a DOCTYPE or when not well formed."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data.replace(b"\0", b""):
        raise _doctype(name, part)
    if data.count(b"<") > MAX_TAGS:
        raise too_large(name, TAGS)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_transitional(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        told_of_memory(parser)
        raise damaged(name, f"its part {part} is not well-formed XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(name, part)
    return root


def _transitional(data: bytes) -> bytes:
    """Return a part with the names that Strict Open XML uses replaced by the usual."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return data


def told_of_memory(parser: etree.XMLParser | etree.HTMLParser) -> None:
    """Raise `MemoryError` where a parser found none, which lxml calls an error of syntax."""
    if any(entry.type_name == "ERR_NO_MEMORY" for entry in parser.error_log):
        raise MemoryError


def _doctype(name: str, part: str) -> UnreadableSource:
    what = f"its part {part} declares a DOCTYPE or entities, which no office program writes"
    return UnreadableSource(name, "unsafe", what, "check where it comes from")
