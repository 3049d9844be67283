"""XLSB: what calamine does not tell of its worksheets, by their records ([MS-XLSB] 2.1.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .package import Package, packed
from .refusals import damaged
from .workbook import UNREADABLE, Look, Merged, area, within

_ROW, _CELLS, _SHEET, _COLUMNS, _MERGED = 0, range(1, 12), 156, 60, 176
_ERRORS = (3, 11)  # cells, and formulas, whose value is an error


def is_binary(package: Package) -> bool:
    """Tell whether the main part of a package is a binary workbook."""
    return (package.main() or "").lower().endswith(".bin")


def plain_binary(package: Package) -> tuple[bytes, list[Look], list[Merged]]:
    """Return a workbook of the parts that calamine reads, a look at each worksheet, and the merged
    cells of each.

    Raises `UnreadableSource` when it is broken.
    """
    names = [info.filename for info in package.members]
    parts = [name for name in names if name.lower().endswith((".bin", ".rels", ".xml"))]
    content = {name: package.read(name) or b"" for name in parts}
    main = package.main() or ""
    found = {identity: (kind, part) for identity, kind, part in package.targets(main)}
    looks: list[Look] = []
    merged: list[Merged] = []
    try:
        for kind, body in _records(package.read(main) or b""):
            if kind != _SHEET:
                continue
            (length,) = struct.unpack_from("<I", body, 8)
            identity = body[12 : 12 + 2 * length].decode("utf-16-le", "replace")
            is_sheet, part = found.get(identity, ("", ""))
            if is_sheet == "worksheet":
                look, ranges = _look(package.read(part) or b"")
                looks.append(look)
                merged.append(ranges)
    except (struct.error, IndexError) as error:
        raise damaged(package.name, UNREADABLE) from error
    return packed(content), looks, merged


def _look(part: bytes) -> tuple[Look, Merged]:
    """Return a look at a worksheet, and its merged cells."""
    rows: set[int] = set()
    columns: set[int] = set()
    hidden: set[int] = set()
    ranges: list[range] = []
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    row = errors = 0
    for kind, body in _records(part):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", body)
            if body[11] & 0x10:
                hidden.add(row)
        elif kind in _CELLS and kind != _CELLS[0]:
            rows.add(row)
            columns.add(struct.unpack_from("<I", body)[0])
            errors += kind in _ERRORS
        elif kind == _COLUMNS:
            first, last = struct.unpack_from("<II", body)
            if body[16] & 1:
                ranges.append(range(first, last + 1))
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            merged[top, left] = bottom, right
    look = Look(area(rows, columns), len(rows & hidden), within(columns, ranges), errors)
    return look, merged


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part as (kind, body)."""
    place = 0
    while place < len(part):
        kind, place = _number(part, place, 2)
        size, place = _number(part, place, 4)
        yield kind, part[place : place + size]
        place += size


def _number(part: bytes, place: int, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, of at most so many, and the place behind it."""
    value = 0
    for nth in range(most):
        byte = part[place + nth]
        value |= (byte & 0x7F) << (7 * nth)
        if not byte & 0x80:
            return value, place + nth + 1
    return value, place + most
