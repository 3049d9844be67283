"""OLE compound files (.xls, .doc, encrypted Office): names of streams, and their bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFA  # this and above are marks, not sectors
_ENTRY = 128
_SMALL = 4096  # shorter streams lie in 64-byte pieces inside the root entry's stream


class Entry(NamedTuple):
    """A directory entry of a stream or storage."""

    name: str
    first: int
    size: int


class Compound(NamedTuple):
    """A compound file taken apart as far as reading streams needs."""

    data: bytes
    sector: int
    table: Sequence[int]
    entries: tuple[Entry, ...]


def read_compound(data: bytes) -> Compound:
    """Return the parts of a compound file; raises ValueError when it is broken."""
    if len(data) < 512 or data[:8] != SIGNATURE:
        raise ValueError("no OLE header")
    power = struct.unpack_from("<H", data, 30)[0]
    if power not in (9, 12):
        raise ValueError("odd sector size")
    sector = 1 << power
    directory = struct.unpack_from("<I", data, 48)[0]
    table: list[int] = []
    for number in _table_sectors(data, sector):
        table.extend(_words(_sector(data, sector, number)))
    raw = b"".join(_sector(data, sector, number) for number in _chain(table, directory))
    entries = tuple(_entries(raw))
    if not entries:
        raise ValueError("no directory")
    return Compound(data, sector, table, entries)


def stream(compound: Compound, name: str) -> bytes | None:
    """Return the bytes of a stream by its name, None if there is no such stream."""
    found = next((entry for entry in compound.entries if entry.name.lower() == name.lower()), None)
    if found is None:
        return None
    if found.size >= _SMALL:
        return _bytes(compound, found.first)[: found.size]
    store = _bytes(compound, compound.entries[0].first)
    table = _words(_bytes(compound, struct.unpack_from("<I", compound.data, 60)[0]))
    parts = (store[number * 64 : (number + 1) * 64] for number in _chain(table, found.first))
    return b"".join(parts)[: found.size]


def _bytes(compound: Compound, first: int) -> bytes:
    """Return the bytes of the whole chain that a sector begins."""
    numbers = _chain(compound.table, first)
    return b"".join(_sector(compound.data, compound.sector, number) for number in numbers)


def _table_sectors(data: bytes, sector: int) -> Iterator[int]:
    """Yield the numbers of the sectors that hold the file's allocation table."""
    yield from (number for number in _words(data[76:512]) if number < _FREE)
    following = struct.unpack_from("<I", data, 68)[0]
    seen: set[int] = set()
    while following < _FREE and following not in seen:
        seen.add(following)
        words = _words(_sector(data, sector, following))
        if not words:
            return
        yield from (number for number in words[:-1] if number < _FREE)
        following = words[-1]


def _chain(table: Sequence[int], first: int) -> Iterator[int]:
    """Yield the chain of sectors that one begins; loops end it."""
    seen: set[int] = set()
    while first < len(table) and first not in seen:
        seen.add(first)
        yield first
        first = table[first]


def _sector(data: bytes, sector: int, number: int) -> bytes:
    return data[(number + 1) * sector : (number + 2) * sector]


def _words(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def _entries(raw: bytes) -> Iterator[Entry]:
    for offset in range(0, len(raw) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", raw, offset + 64)
        if kind in (1, 2, 5) and 2 <= length <= 64:
            name = raw[offset : offset + length - 2].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", raw, offset + 116)
            yield Entry(name, first, size)
