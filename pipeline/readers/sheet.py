"""XLSX, XLSB and XLS: values by calamine, as cached; what it does not tell by a look of our own.

The look comes first: it counts inflated bytes, finds hidden rows and columns, and refuses
cells so far apart that the sheet between them would fill the memory.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from ..model import Document, Doubt, Source
from . import ole
from .cellstyles import MAIN, CellStyles
from .grid import (
    MAX_PLACES,
    BareLine,
    Block,
    Run,
    Spot,
    Table,
    assemble,
    lines_of_runs,
    sheet_heading,
)
from .numbering import integer
from .package import RELATIONS, Package, packed, relation_of
from .refusals import ABSURD, damaged, locked, too_large
from .workbook import Look, Merged, Values, area, values, within
from .xlsb import is_binary, plain_binary

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# BIFF records whose first two words are row and column of a cell.
_BIFF_CELLS = {0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E}
_BIFF_ROW, _BIFF_COLUMNS, _BIFF_START, _BIFF_ERROR = 0x0208, 0x007D, 0x0809, 0x0205
_BIFF_LOCK = 0x002F
_TRUE = ("1", "true")


def read_sheet(name: str, sha256: str, data: bytes) -> Document:
    """Return the sheets of an XLSX, XLSB or XLS file as grids, each after its name if it has one.

    `UnreadableSource` when it is broken, protected or out of all measure.
    """
    merged: list[Merged] | None = None
    if data.startswith(ole.SIGNATURE):
        format, looks = "xls", _xls_looks(name, data)
    elif is_binary(package := Package(data, name)):
        format = "xlsb"
        data, looks, merged = plain_binary(package)
    else:
        format = "xlsx"
        data, looks = _plain(package)
    if any(look.places > MAX_PLACES for look in looks):
        raise too_large(name, ABSURD)
    sheets = values(name, data, merged)
    doubts = [
        Doubt("hidden_text", "sheet", {"sheet": sheet.name})
        for sheet in sheets
        if sheet.cells and not sheet.shown
    ]
    doubts += [doubt for look in looks for doubt in _doubts(look)]
    runs = [look.runs for look in looks] if format == "xlsx" else [{}] * len(sheets)
    blocks = [block for each in zip(sheets, runs, strict=True) for block in _blocks(*each)]
    return assemble(Source(name, sha256, format), blocks, doubts)


def _doubts(look: Look) -> Iterator[Doubt]:
    """Yield what a maintainer should know of a sheet that looks like this."""
    _, rows, columns, valueless, _ = look
    if rows or columns:
        yield Doubt("hidden_text", "rows", {"rows": rows, "columns": columns})
    if valueless:
        yield Doubt("cell_without_value", "", {"count": valueless})


def _blocks(sheet: Values, runs: Mapping[tuple[int, int], tuple[Run, ...]]) -> Iterator[Block]:
    """Yield the name of a sheet that is not empty, if it has one, and its cells."""
    if not sheet.cells:
        return
    yield from sheet_heading(sheet.name)
    yield Table(
        tuple(
            Spot(
                row,
                column,
                _lines_of(text, runs.get((row, column), (Run(""),))),
                bottom - row + 1,
                right - column + 1,
            )
            for row, column, text, bottom, right in sheet.cells
        ),
        sheet.name,
    )


def _lines_of(text: str, runs: Sequence[Run]) -> tuple[BareLine, ...]:
    """Return the lines of a cell's value, or of its runs where those have text of their own."""
    is_whole = len(runs) == 1 and not runs[0].text
    return lines_of_runs([runs[0]._replace(text=text)] if is_whole else runs)


def _plain(package: Package) -> tuple[bytes, list[Look]]:
    """Return a workbook of just its worksheets, their parts where calamine looks, and their looks.

    Relations tell where parts stand. DOCTYPE is refused in every part that is used.
    """
    main = package.main() or ""
    found = {identity: (kind, part) for identity, kind, part in package.targets(main)}
    book = etree.Element(f"{MAIN}workbook", nsmap={None: MAIN[1:-1], "r": _OFFICE})
    root = _xml(package, main)
    book.extend(root.findall(f"{MAIN}workbookPr"))
    sheets = etree.SubElement(book, f"{MAIN}sheets")
    content = {"_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")])}
    named = dict(found.values())
    places, looks = [], []
    common: list[etree._Element | None] = []
    for kind in ("styles", "sharedStrings"):
        part = named.get(kind, f"xl/{kind}.xml")
        common.append(package.xml(part))
        if common[-1] is not None:
            places.append((kind, f"{kind}.xml"))
            content[f"xl/{kind}.xml"] = package.read(part) or b""
    styles = CellStyles(*common)
    for sheet in root.iter(f"{MAIN}sheet"):
        kind, part = found.get(relation_of(sheet), ("", ""))
        if kind == "worksheet":
            looks.append(_xlsx_look(_xml(package, part), styles))
            own = {key: sheet.get(key, "") for key in ("name", "sheetId")}
            own |= {"state": sheet.get("state", "visible"), f"{{{_OFFICE}}}id": f"r{len(places)}"}
            etree.SubElement(sheets, sheet.tag, own)
            places.append((kind, f"worksheets/{len(looks)}.xml"))
            content[f"xl/worksheets/{len(looks)}.xml"] = package.read(part) or b""
    content["xl/workbook.xml"] = etree.tostring(book)
    content["xl/_rels/workbook.xml.rels"] = _relations(places)
    return packed(content), looks


def _xml(package: Package, part: str) -> etree._Element:
    """Return the XML of a part that must be there."""
    root = package.xml(part)
    if root is None:
        raise damaged(package.name, f"its part {part} is missing")
    return root


def _relations(targets: Iterable[tuple[str, str]]) -> bytes:
    """Return relations to parts, given as (kind, place), whose ids are r0, r1 …"""
    root = etree.Element(f"{RELATIONS}Relationships", nsmap={None: RELATIONS[1:-1]})
    for number, (kind, place) in enumerate(targets):
        own = {"Id": f"r{number}", "Type": f"{_OFFICE}/{kind}", "Target": place}
        etree.SubElement(root, f"{RELATIONS}Relationship", own)
    return etree.tostring(root)


def _xlsx_look(root: etree._Element, styles: CellStyles) -> Look:
    """Return a look at a worksheet by its XML."""
    is_styled = root.find(f"{MAIN}tableParts") is not None
    shown: dict[tuple[int, int], tuple[Run, ...]] = {}
    rows: list[int] = []
    columns: list[int] = []
    row = column = hidden = valueless = 0
    for element in root.iter(f"{MAIN}row", f"{MAIN}c"):
        if element.tag == f"{MAIN}row":
            row, column = integer(element.get("r"), row + 1), 0
            hidden += element.get("hidden") in _TRUE and _filled(element)
            continue
        match = _REFERENCE.fullmatch(element.get("r", ""))
        row, column = (int(match[2]), _column(match[1])) if match else (row, column + 1)
        if len(element):
            rows.append(row)
            columns.append(column)
            computed = element.find(f"{MAIN}v") is not None or element.get("t") == "inlineStr"
            valueless += element.get("t") == "e" or not computed
            if runs := styles.runs(element, is_styled=is_styled):
                shown[row - 1, column - 1] = runs
    filled = set(columns)
    ranges = [
        range(integer(e.get("min"), 1), integer(e.get("max"), 1) + 1)
        for e in root.iter(f"{MAIN}col")
        if e.get("hidden") in _TRUE
    ]
    return Look(area(rows, columns), hidden, within(filled, ranges), valueless, shown)


def _filled(row: etree._Element) -> bool:
    return any(len(cell) for cell in row)


def _column(letters: str) -> int:
    """Return the number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _xls_looks(name: str, data: bytes) -> list[Look]:
    """Return a look at every sheet of an XLS file."""
    try:
        compound = ole.read_compound(data)
        book = ole.stream(compound, "Workbook") or ole.stream(compound, "Book")
    except (ValueError, struct.error) as error:
        raise damaged(name, "its OLE container is broken or cut off") from error
    if book is None:
        raise damaged(name, "its workbook stream is missing")
    sheets: list[list[tuple[int, bytes]]] = []
    for kind, body in _records(book):
        if kind == _BIFF_START:
            sheets.append([])
        elif kind == _BIFF_LOCK:
            raise locked(name)
        elif sheets:
            sheets[-1].append((kind, body))
    return [_xls_look(records) for records in sheets]


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a workbook stream as (kind, body)."""
    offset = 0
    while offset + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, offset)
        yield kind, book[offset + 4 : offset + 4 + length]
        offset += 4 + length


def _xls_look(records: Sequence[tuple[int, bytes]]) -> Look:
    """Return a look at one sheet by its records."""
    cells = [struct.unpack_from("<HH", b) for k, b in records if k in _BIFF_CELLS and len(b) > 5]
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    hidden_rows = {
        struct.unpack_from("<H", body)[0]
        for kind, body in records
        if kind == _BIFF_ROW and len(body) >= 14 and body[12] & 0x20
    }
    ranges = [
        range(struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 2)[0] + 1)
        for kind, body in records
        if kind == _BIFF_COLUMNS and len(body) >= 10 and body[8] & 1
    ]
    errors = sum(k == _BIFF_ERROR and len(b) >= 8 and b[7] == 1 for k, b in records)
    return Look(area(rows, columns), len(rows & hidden_rows), within(columns, ranges), errors)
