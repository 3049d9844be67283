"""Damage that a forgiving parser repairs in silence, losing what it cannot find.

PDFium rebuilds a broken table of objects and reads what it can of a broken stream. Then
pages, lines or glyphs may be missing from a document that looks whole.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

HEADER = re.compile(rb"%PDF-\d\.\d")
END = re.compile(rb"%%EOF")
START = re.compile(rb"startxref\s+(\d{1,18})")
ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
SECTION = re.compile(rb"\s*+(\d{1,18}) (\d{1,18})[ \t]*\r?\n?")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
DIRECT_LENGTH = re.compile(rb"/Length\s++(\d{1,18})\b(?!\s++\d++\s++R)")
FLATE = re.compile(rb"/Filter\s*+\[?\s*+(/ASCII85Decode\s*+)?/(?:FlateDecode|Fl)\b")
FORM = re.compile(rb"/Form\b")
DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]++)\s++Do\b")  # what a content draws
ZLIB = (b"x\x9c", b"x\xda", b"x^", b"x\x01")  # how compressed streams begin
OBJECT = re.compile(rb"\d \d+ obj\b")
MOST_ARMOURED = 32 << 10  # bytes in ASCII 85 that are checked: Python decodes them slowly
MOST_INFLATED = 64 << 20  # bytes of one stream that are checked
CHUNK = 1 << 20
LONGEST_HEAD = 1 << 14  # bytes of what stands before a stream of its object


class Damage(NamedTuple):
    """What is wrong (a case of `damaged_file`), at which byte."""

    case: str
    place: int


def may_mention(data: bytes, name: bytes) -> bool:
    """Tell whether a name is among the objects of a PDF, packed ones too; any is if encrypted."""
    if name in data or b"/Encrypt" in data:
        return True
    if b"/ObjStm" not in data:
        return False
    return any(
        b"/ObjStm" in head and name in content_of(data, begin) for head, begin in streams(data)
    )


def may_draw_often(data: bytes) -> bool:
    """Tell whether a form in a PDF draws several things."""
    return FORM.search(data) is not None and any(
        FORM.search(head) and len(DRAWN.findall(content_of(data, begin))) > 1
        for head, begin in streams(data)
    )


def streams(data: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield what stands before each stream of a PDF, and where the stream begins."""
    for found in STREAM.finditer(data):
        first = max(found.start() - LONGEST_HEAD, 0)
        yield (
            data[max(data.rfind(b" obj", first, found.start()), first) : found.start()],
            found.end(),
        )


def content_of(data: bytes, begin: int) -> bytes:
    """Return what can be unpacked of the stream that begins somewhere, as it is if none can."""
    packed = data[begin : data.find(b"endstream", begin)]
    try:
        return zlib.decompressobj().decompress(packed, MOST_INFLATED)
    except zlib.error:
        return packed


def find_damage(data: bytes) -> Iterator[Damage]:
    """Yield what shows that the bytes of a PDF are not as they were written."""
    if not HEADER.search(data, 0, 1024):
        yield Damage("header", 0)
    if not END.search(data, max(0, len(data) - 2048)):
        yield Damage("cut_off", len(data))
    yield from _table_damage(data)
    if b"/Encrypt" not in data:
        yield from _stream_damage(data)


def _table_damage(data: bytes) -> Iterator[Damage]:
    """Yield a damage when the last table of objects does not lead to objects."""
    starts = START.findall(data, max(0, len(data) - 4096))
    if not starts:
        yield Damage("no_table", len(data))
        return
    place = int(starts[-1])
    if re.match(rb"\s*\d+\s+\d+\s+obj", data[place : place + 40]):
        return
    if not re.match(rb"\s*xref", data[place : place + 10]):
        yield Damage("table_elsewhere", place)
        return
    place = data.index(b"xref", place) + 4
    while section := SECTION.match(data, place):
        number, count = int(section[1]), int(section[2])
        place = section.end()
        for entry in range(count):
            found = ENTRY.match(data, place + 20 * entry)
            if not found:
                yield Damage("table", place + 20 * entry)
                return
            offset = int(found[1])
            if found[3] == b"n" and not _is_object(data, offset, number + entry):
                yield Damage("table_wrong", offset)
                return
        place += 20 * count


def _is_object(data: bytes, place: int, number: int) -> bool:
    found = re.match(rb"\s*(\d+)\s+\d+\s+obj", data[place : place + 40])
    return bool(found) and int(found[1]) == number if found else False


def _stream_damage(data: bytes) -> Iterator[Damage]:
    """Yield the compressed streams that do not unpack to what was packed."""
    place = 0  # the end of the last stream
    between: list[bytes] = []
    while found := STREAM.search(data, place):
        begin = found.end()
        between.append(data[place:begin])
        head = data[max(data.rfind(b" obj", place, begin), place) : found.start()]
        if not head.rstrip().endswith(b">>"):
            yield Damage("stream_apart", found.start())
        length = DIRECT_LENGTH.search(head)
        end = begin + int(length[1]) if length else data.find(b"endstream", begin)
        if not data[end : end + 12].lstrip().startswith(b"endstream"):
            end = data.find(b"endstream", begin)
        if end < 0:
            yield Damage("stream_endless", begin)
            return
        flate = FLATE.search(head)
        armoured = bool(flate and flate[1])
        unchecked = armoured and end - begin > MOST_ARMOURED
        if (
            flate
            and not unchecked
            and not _is_empty(data[begin:end], length)
            and not _inflates(data[begin:end], armoured)
        ):
            yield Damage("stream", begin)
        elif not flate and data.startswith(ZLIB, begin):
            yield Damage("stream_undeclared", begin)
        place = end
    between.append(data[place:])
    yield from _syntax_damage(b"".join(between))


def _is_empty(packed: bytes, length: re.Match[bytes] | None) -> bool:
    """Tell whether a stream holds nothing, and says nothing else of itself: a blank page."""
    return not packed.strip() and (length is None or int(length[1]) <= len(packed))


def _syntax_damage(objects: bytes) -> Iterator[Damage]:
    """Yield a damage when brackets do not fit; `objects` is a PDF without the data of streams."""
    paired = (
        len(OBJECT.findall(objects)) == objects.count(b"endobj")
        and objects.count(b"<<") == objects.count(b">>")
        and len(STREAM.findall(objects)) == objects.count(b"endstream")
    )
    if not paired:
        yield Damage("objects", 0)


def _inflates(packed: bytes, armoured: bool) -> bool:
    """Tell by its checksum whether a zlib stream, perhaps in ASCII 85, is whole."""
    inflater = zlib.decompressobj()
    size = 0
    try:
        if armoured:
            packed = base64.a85decode(packed.strip().removesuffix(b"~>"))
        while not inflater.eof and size < MOST_INFLATED:
            piece = inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail
            size += len(piece)
            if not piece and not packed:
                return inflater.eof
    except (zlib.error, ValueError):
        return False
    return True
