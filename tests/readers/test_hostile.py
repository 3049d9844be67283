"""Hostile and broken office files: one clear line each, and nothing lost in silence."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections import Counter
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from qingdan.errors import UnreadableSource
from qingdan.model import Document, Extraction, Line
from qingdan.options import Options
from qingdan.readers import read_apart
from qingdan.readers.docx import read_docx
from qingdan.readers.package import MAX_BYTES
from tests.fixtures.ofd import STYLES, composed, marks_of
from tests.fixtures.office.build import HEAD, docx, numbered, p, package, tbl, tc, tr, xlsx
from tests.truth import ROOT, TOWNSHIPS, extracted

OFFICE = ROOT / "tests" / "fixtures" / "office"
DOCX = docx(tbl(tr("1", "甲")))


def read(data: bytes, name: str) -> Document:
    """Read a file as the product does: whatever it does to its reader, it costs no more."""
    return read_apart(name, data, Options(), "清单")


def refused(data: bytes, name: str = "清单.bin") -> UnreadableSource:
    """Return the error that a file, read as the product does, ends in."""
    with pytest.raises(UnreadableSource) as caught:
        read(data, name)
    assert str(caught.value).startswith(f"{name}: it")
    assert "\n" not in str(caught.value)
    return caught.value


def test_zip_bombs_are_counted_while_they_inflate() -> None:
    bomb = b" " * (MAX_BYTES + 1)
    for data in (
        package({"[Content_Types].xml": "", "word/document.xml": bomb}),
        xlsx({"Sheet1": ""}, **{"xl/sharedStrings.xml": bomb}),
    ):
        assert len(data) < 1 << 20
        assert refused(data).code == "too_large"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_parts_packed_by_other_methods_are_not_unpacked(method: int) -> None:
    buffer = io.BytesIO(DOCX)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/styles.xml", "<x/>", method)
    assert "packed" in str(refused(buffer.getvalue()))


def test_a_sheet_of_a_thousand_columns_and_more_is_refused() -> None:
    cells = "".join(f"<c><v>{number}</v></c>" for number in range(1_001))
    hidden = '<cols><col min="1" max="16384" hidden="1"/></cols>'
    sheet = f"{hidden}<sheetData><row>{cells}</row></sheetData>"
    assert refused(xlsx({"Sheet1": sheet})).code == "too_large"


def test_a_lie_about_a_parts_size_does_not_help() -> None:
    data = bytearray(package({"[Content_Types].xml": "", "word/document.xml": b" " * (1 << 20)}))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<I", 10)
    assert refused(bytes(data)).code == "damaged"


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("head", [ENTITIES, "<!DOCTYPE html>", '<!DOCTYPE x SYSTEM "file:///x">'])
def test_document_types_and_entities_are_refused(head: str) -> None:
    assert refused(docx(p("&b;"), head=HEAD + head)).code == "unsafe"
    workbook = {"xl/worksheets/sheet1.xml": HEAD + head + "<worksheet/>"}
    assert refused(xlsx({"Sheet1": ""}, **workbook)).code == "unsafe"


def test_entities_in_another_encoding_are_refused_too() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + ENTITIES + "<w:x/>"
    parts = {"[Content_Types].xml": "", "word/document.xml": text.encode("utf-16")}
    assert refused(package(parts)).code == "unsafe"


@pytest.mark.parametrize(
    "body",
    [
        "<w:p>",
        tbl(tr(tc("x"))) + "\x01",
        "<w:tbl><w:tr><w:tc>" * 90 + p("x") + "</w:tc></w:tr></w:tbl>" * 90,
        p("&undefined;"),
    ],
)
def test_malformed_documents_are_damaged(body: str) -> None:
    assert refused(docx(body)).code == "damaged"


def test_tables_nested_as_deep_as_xml_goes_are_read() -> None:
    body = "<w:tbl><w:tr><w:tc>" * 80 + p("x") + "</w:tc></w:tr></w:tbl>" * 80
    assert read_docx("deep.docx", "0", docx(body)).text == "x\n"


def test_absurd_spans_cost_nothing() -> None:
    body = tbl(tr(tc("甲", span=999_999_999), tc("乙")), tr("1", "2"))
    grid = read_docx("spans.docx", "0", docx(body)).blocks[0]
    assert len(grid.rows[0]) == 3  # type: ignore[union-attr]


def test_a_document_without_a_body_or_with_macros() -> None:
    assert refused(package({"[Content_Types].xml": "", "word/other.xml": "<x/>"})).code == "damaged"
    with zipfile.ZipFile(io.BytesIO(DOCX)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    macros = package(parts | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 evil"})
    assert read_docx("m.docm", "0", macros).text == read_docx("m.docx", "0", DOCX).text


def test_a_part_under_a_password_is_encrypted() -> None:
    data = bytearray(DOCX)
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            data[place + flag] |= 1
    assert refused(bytes(data)).code == "encrypted"


# --- mutations ------------------------------------------------------------------------------------


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return a file with some bytes changed, cut out, doubled, or cut off."""
    result = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        place = chance.randrange(len(result))
        match chance.randrange(4):
            case 0:
                result[place] = chance.randrange(256)
            case 1:
                del result[place : place + chance.randrange(1, 64)]
            case 2:
                result[place:place] = result[place : place + chance.randrange(1, 64)]
            case _:
                result[place : place + 4] = chance.randbytes(4)
        if len(result) < 8:
            break
    return bytes(result[: chance.randrange(len(result))] if chance.random() < 0.1 else result)


def stirred(data: bytes, chance: random.Random) -> bytes:
    """Return a package, sound as such, with the bytes of one of its parts mutated."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(name for name in parts if parts[name]))
    return package(parts | {name: mutated(parts[name], chance)})


LISTS = sorted(
    path for path in TOWNSHIPS.glob("*/list.*") if path.suffix in (".docx", ".html", ".xlsx")
)


def outcome(data: bytes, name: str) -> str:
    """Return the error that a file, read as the product does, ends in; "" if it was read."""
    try:
        document = read(data, name)
        lines = [line for line in document.blocks if isinstance(line, Line)]
        assert all(document.text[line.start : line.end] == line.text for line in lines)
    except UnreadableSource as error:
        return str(error)
    return ""


@pytest.mark.parametrize("seed", range(10))
def test_mutated_files_are_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    outcomes = []
    for number in range(30):
        source = chance.choice([*LISTS, OFFICE / "odd.xls"])
        whole = source.read_bytes()
        in_parts = source.suffix in (".docx", ".xlsx") and number % 2
        data = stirred(whole, chance) if in_parts else mutated(whole, chance)
        outcomes.append(outcome(data, source.name))
    assert not any("\n" in words for words in outcomes)
    assert 0 < sum(words == "" for words in outcomes) < 30


def content(extraction: Extraction) -> Counter[tuple[object, ...]]:
    """Return which items there are, and how many clauses stand in each of their cells."""
    items = [(item.list_type, item.seq) for item in extraction.items]
    clauses = [
        (item.list_type, item.seq, clause.field)
        for item in extraction.items
        for clause in item.clauses
    ]
    return Counter([*items, *clauses])


def told(extraction: Extraction) -> Counter[tuple[object, ...]]:
    """Return what an extraction warns of and what does not reconcile."""
    checks = [(check.list_type, check.check, check.status) for check in extraction.checks]
    return Counter([*((warning.code,) for warning in extraction.warnings), *checks])


@cache
def sound(path: Path) -> Extraction:
    return extracted(path)


@pytest.mark.parametrize("seed", range(10))
def test_mutated_files_lose_and_double_nothing_silently(seed: int, tmp_path: Path) -> None:
    """A letter changed inside a sentence cannot be known; a lost item or clause can."""
    chance = random.Random(seed)
    read = silent = 0
    for number in range(30):
        source = chance.choice(LISTS)
        whole = source.read_bytes()
        in_parts = source.suffix in (".docx", ".xlsx") and number % 2
        path = tmp_path / source.name
        path.write_bytes(stirred(whole, chance) if in_parts else mutated(whole, chance))
        with suppress(UnreadableSource):
            extraction = extracted(path)
            read += 1
            if not told(extraction) - told(sound(source)):
                silent += 1
                assert content(extraction) == content(sound(source)), (source, number)
    assert read >= 5
    assert silent


PACKED = sorted((*(OFFICE / "libreoffice").glob("*.od?"), *(OFFICE / "xlsb").glob("*.xlsb")))


def files_in_pages(folder: Path) -> list[Path]:
    """A township as both kinds of producers write OFD."""
    marks = marks_of(min(TOWNSHIPS.glob("houlong/*.pdf")).read_bytes())
    paths = [folder / f"houlong-{style}.ofd" for style in STYLES]
    for path, style in zip(paths, STYLES, strict=True):
        path.write_bytes(composed(marks, style))
    return paths


@pytest.mark.parametrize("seed", range(4))
def test_mutated_packages_lose_and_double_nothing_silently(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    read = silent = 0
    sources = [*PACKED, *files_in_pages(tmp_path)]
    wanted = {source: extracted(source) for source in sources}
    for number in range(24):
        source = sources[number % len(sources)]
        whole = source.read_bytes()
        path = tmp_path / f"mutated{source.suffix}"
        path.write_bytes(
            stirred(whole, chance) if chance.random() < 0.7 else mutated(whole, chance)
        )
        with suppress(UnreadableSource):
            extraction = extracted(path)
            read += 1
            if not told(extraction) - told(wanted[source]):
                silent += 1
                assert content(extraction) == content(wanted[source]), (source, number)
    assert read >= 4
    assert silent


def test_numbered_paragraphs_of_a_broken_list_are_read() -> None:
    numbering = '<w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num>'
    data = docx(numbered("甲"), numbering=numbering)
    assert read_docx("n.docx", "0", data).text == "甲\n"
