"""What a file is, by its content; what is not read is refused with what to do."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile

import pytest

from qingdan.errors import UnreadableSource
from qingdan.readers.detect import detect
from tests.fixtures.office.build import docx, package, sheet, tbl, tr, xlsx
from tests.truth import ROOT

OFFICE = ROOT / "tests" / "fixtures" / "office"
DOCX, XLSX = docx(tbl(tr("1", "甲"))), xlsx({"Sheet1": sheet([["1", "甲"]])})


def refused(data: bytes) -> UnreadableSource:
    """Return the error that a file ends in."""
    with pytest.raises(UnreadableSource) as caught:
        detect(data, "清单.bin")
    assert str(caught.value).startswith("清单.bin: it")
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (DOCX, "docx"),
        (XLSX, "xlsx"),
        ((OFFICE / "odd.xls").read_bytes(), "xls"),
        (b"\n\n%PDF-1.7", "pdf"),
        (b"<!DOCTYPE html><html>", "html"),
        ("﻿<html><body>甲".encode(), "html"),
        ("<table><tr><td>甲".encode("utf-16"), "html"),
        ("甲</p><table><tr><td>1</td></tr></table>".encode("gbk"), "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related;", "mht"),
        (b"From: <Saved>\nSubject: x\nContent-Type: text/html; charset=gb2312\n\n<p>", "mht"),
        (b'<o:document xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0">', "odf"),
        ((OFFICE / "odd.odt").read_bytes(), "odf"),
        (package({"OFD.xml": "<x/>"}), "ofd"),
        ((OFFICE / "odd.doc").read_bytes(), "doc"),
        (rb"{\rtf1\ansi", "rtf"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "excel-xml",
        ),
        (b"Date: 2025\nContents: 1", "text"),
        ("基本履职事项清单\n1 党的建设".encode(), "text"),
        ("1<2，见<附件>".encode(), "text"),
        (b"", "text"),
    ],
)
def test_what_is_read(data: bytes, kind: str) -> None:
    assert detect(data, "no-ending") == kind


def tar(*names: str) -> bytes:
    """A TAR archive of empty files."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name in names:
            archive.addfile(tarfile.TarInfo(name))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"Rar!\x1a\x07\x01\x00", "unsupported_rar", "unpack"),
        (b"7z\xbc\xaf\x27\x1c\x00", "unsupported_7z", "unpack"),
        (b"MSCF\0\0\0\0", "unsupported_archive", "CAB"),
        (gzip.compress(b"a", mtime=0), "unsupported_gzip", "compressed"),
        (bz2.compress(tar("a.doc", "b.doc")), "unsupported_archive", "a.doc、b.doc"),
        (lzma.compress(tar("a.doc")), "unsupported_archive", "a.doc"),
        (gzip.compress(tar("a.doc"), mtime=0), "unsupported_gzip", "a.doc"),
        (tar(*(f"{number}.doc" for number in range(9))), "unsupported_archive", "and 4 more"),
        (tar("a.doc")[:300], "unsupported_archive", "compressed"),
        (b"CAJ\0\0", "unsupported_pages", "CAJ"),
        (b"Founder CEB 3.0", "unsupported_pages", "CEB"),
        (b"%!PS-Adobe-3.0", "unsupported_pages", "PostScript"),
        (package({"[Content_Types].xml": "", "FixedDocSeq.fdseq": ""}), "unsupported_pages", "XPS"),
        (package({"Index/Document.iwa": ""}), "unsupported_iwork", "Apple"),
        (b"AC1032", "unsupported_drawing", "DWG"),
        (b"MZ\x90\0\x03", "unsupported_program", "program"),
        (b"SQLite format 3\0", "unsupported_data", "database"),
        (b"\0\0\0\x20ftypisom", "unsupported_media", "film"),
        (b"RIFF\0\0\0\0AVI ", "unsupported_media", "film"),
        (b"\0\0\0\x20ftypheic", "unsupported_image", "JPEG"),
        (package({}), "unsupported_zip", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged", "OLE"),
        (b"PK\x03\x04garbage", "damaged", "ZIP"),
    ],
)  # fmt: skip
def test_what_is_refused_says_what_to_do(data: bytes, code: str, words: str) -> None:
    error = refused(data)
    assert error.code == code
    assert words in str(error)


def test_an_archive_names_its_members() -> None:
    error = refused(package({f"{number}镇清单.docx": "" for number in range(7)}))
    assert "0镇清单.docx、1镇清单.docx" in str(error)
    assert "and 2 more" in str(error)


def test_an_archive_from_chinese_windows_names_its_members() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("AAAAAA.docx", b"")
    data = buffer.getvalue().replace(b"AAAAAA", "某镇单".encode("gbk"))
    assert "某镇单.docx" in str(refused(data))


def test_encrypted_office_files_say_so() -> None:
    assert refused(compound("EncryptedPackage", b"x" * 4096)).code == "encrypted"


def compound(name: str, content: bytes) -> bytes:
    """Return an OLE file with one stream of at least 4096 bytes."""
    sectors = -(-len(content) // 512)
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 62, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    chain = [2 + number + 1 for number in range(sectors - 1)] + [0xFFFFFFFE]
    table = [0xFFFFFFFD, 0xFFFFFFFE, *chain]
    fat = struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table)))
    entries = b"".join(
        struct.pack("<64sHBB3I36xII4x", label.encode("utf-16-le"), 2 * len(label) + 2, kind, 1,
                    0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF, first, size)
        for label, kind, first, size in (
            ("Root Entry", 5, 0xFFFFFFFE, 0), (name, 2, 2, len(content)),
        )
    )  # fmt: skip
    return bytes(header) + fat + entries.ljust(512, b"\0") + content.ljust(sectors * 512, b"\0")
