"""What LibreOffice converts: DOC, RTF, Office's XML of 2003, and how it is kept from harm.

Without LibreOffice the tests that need it are skipped by name, or fail where `CI` is set.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from qingdan.corpus import Found, Named, read_document
from qingdan.errors import UnreadableSource
from qingdan.letters.lines import lines_of
from qingdan.model import Extraction, Failure
from qingdan.options import Options
from qingdan.readers import read_apart, soffice
from qingdan.readers.doctext import doc_paragraphs
from qingdan.readers.rtftext import rtf_paragraphs
from tests.readers.pdfs import grids, rows
from tests.truth import ROOT, difference, house_rules, truth_of

CONVERTED = ROOT / "tests" / "fixtures" / "office" / "converted"
DOC = (CONVERTED / "manyun.doc").read_bytes()
EXCEL = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sheet1"><Table>
<Row><Cell><Data ss:Type="String">序号</Data></Cell><Cell><Data ss:Type="String">名称</Data></Cell>
</Row><Row><Cell><Data ss:Type="Number">1</Data></Cell><Cell><Data ss:Type="String">甲</Data></Cell>
</Row></Table></Worksheet></Workbook>"""
WORD = """<?xml version="1.0"?><w:wordDocument
 xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>甲镇清单</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
</w:body></w:wordDocument>"""
MISSING = Options(keywords=False, soffice="/nowhere/soffice")


@pytest.fixture(scope="module")
def _libreoffice() -> None:
    if soffice.find_soffice(None) is None:
        reason = "LibreOffice is not installed (libreoffice-writer-nogui, libreoffice-calc-nogui)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def told(found: Extraction) -> list[tuple[str, str]]:
    return [(one.code, one.case) for one in found.warnings if one.code.startswith("conver")]


@pytest.mark.usefixtures("_libreoffice")
@pytest.mark.parametrize("name", ["manyun.doc", "houlong.rtf"])
def test_townships_give_the_truth(name: str) -> None:
    path = CONVERTED / name
    found = read_document(
        Named(Found(path, path.name), path.stem), house_rules(), Options(keywords=False)
    )
    assert isinstance(found, Extraction)
    assert not difference(found, truth_of(path.stem))
    assert (found.source.format, found.status) == (path.suffix[1:], "ok")
    assert told(found) == [("converted", "")]


@pytest.mark.usefixtures("_libreoffice")
def test_a_table_that_libreoffice_loses_is_told() -> None:
    """LibreOffice 7.4 makes one line of the last table of this file, which it wrote itself."""
    path = CONVERTED / "xingyuan.doc"
    found = read_document(
        Named(Found(path, path.name), path.stem), house_rules(), Options(keywords=False)
    )
    assert isinstance(found, Extraction)
    if difference(found, truth_of(path.stem)):
        assert ("conversion_differs", "added") in told(found)
        assert found.status == "flagged"
    else:  # a version that does not
        assert told(found) == [("converted", "")]


@pytest.mark.usefixtures("_libreoffice")
@pytest.mark.parametrize(("data", "format"), [(EXCEL, "excel-xml"), (WORD, "word-xml")])
def test_xml_of_2003(data: str, format: str) -> None:
    found = read_apart("清单.xml", data.encode(), Options(), "清单")
    assert found.source.format == format
    assert [doubt.code for doubt in found.doubts] == ["converted"]
    if format == "excel-xml":
        assert [rows(grid) for grid in grids(found)] == [[["序号", "名称"], ["1", "甲"]]]
    else:
        assert [line.text for line in lines_of(found.blocks)] == ["甲镇清单", "序号"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (DOC, "unsupported_doc"),
        (rb"{\rtf1 a}", "unsupported_rtf"),
        (EXCEL.encode(), "unsupported_xml"),
        (WORD.encode(), "unsupported_xml"),
    ],
)
def test_without_libreoffice_one_line_says_what_to_do(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_apart("清单", data, MISSING, "清单")
    assert caught.value.code == code
    assert "--soffice" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_program_fails_one_document(tmp_path: Path) -> None:
    path = tmp_path / "list.doc"
    path.write_bytes(DOC)
    found = read_document(Named(Found(path, path.name), "list"), house_rules(), MISSING)
    assert isinstance(found, Failure)
    assert found.code == "unsupported_doc"


# --- programs that do harm --------------------------------------------------------------------


def program(folder: Path, script: str) -> Path:
    """A program that does what a script says; `$out` is where its result should be."""
    path = folder / "soffice"
    head = '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done; out="$2/list.docx"\n'
    path.write_text(f'{head}mkdir -p "$2"\n{script}\n')
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("script", ["exit 3", "exit 0", "exit 81", "kill -SEGV $$"])
def test_a_conversion_that_fails(script: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as caught:
        soffice.convert("清单.doc", b"", "doc", "docx", program(tmp_path, script))
    assert caught.value.code == "conversion_failed"


def test_one_that_works_without_end_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "SECONDS", 1)
    with pytest.raises(UnreadableSource) as caught:
        soffice.convert("a.doc", b"", "doc", "docx", program(tmp_path, "while :; do :; done"))
    assert caught.value.code == "timed_out"


def test_one_that_writes_without_end_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soffice, "OUTPUT", 1 << 16)
    script = 'while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done > "$out"'
    with pytest.raises(UnreadableSource):
        soffice.convert("a.doc", b"", "doc", "docx", program(tmp_path, script))


def test_it_knows_nothing_of_us_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "hunter2")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen = soffice.convert(
        "a.doc", b"", "doc", "docx", program(tmp_path, 'env > "$out"; pwd >> "$out"')
    ).decode()
    assert "hunter2" not in seen
    assert f"HOME={tmp_path}/qingdan-" in seen
    assert [path.name for path in tmp_path.iterdir()] == ["soffice"]


def test_it_has_no_network(tmp_path: Path) -> None:
    """Where the kernel lets a process have a network of its own, it has no way out."""
    command = shutil.which("unshare")
    granted = command and subprocess.run([command, "-rn", "true"], check=False).returncode == 0
    devices = soffice.convert(
        "a.doc", b"", "doc", "docx", program(tmp_path, 'cat /proc/net/dev > "$out"')
    ).decode()
    names = {line.split(":")[0].strip() for line in devices.splitlines() if ":" in line}
    assert names == {"lo"} or not granted


# --- second readers ---------------------------------------------------------------------------


def test_the_second_readers_agree() -> None:
    """The same township as LibreOffice writes it in two formats."""
    rtf = (CONVERTED / "houlong.rtf").read_bytes()
    found = rtf_paragraphs(rtf)
    names = [item["name"] for item in truth_of("houlong")["items"]]
    assert [name for name in names if name not in found] == []
    words = doc_paragraphs(DOC)
    assert words is not None
    names = [item["name"] for item in truth_of("manyun")["items"]]
    assert [name for name in names if name not in words] == []


@pytest.mark.parametrize(
    ("rtf", "paragraphs"),
    [
        (rb"{\rtf1\ansi\ansicpg936 \'bc\'d7\'d2\'d2\par \b\'b1\'fb}", ("甲乙", "丙")),
        (rb"{\rtf1\uc1 \u30002?\u20057 ?x\cell 1\row}", ("甲乙x", "1")),
        (rb"{\rtf1{\uc2 \u30002\'a1\'a1}\u-10174?\u-8265?}", ("甲\U00020bb7",)),
        (rb"{\rtf1{\fonttbl{\f0 SimSun;}}{\*\generator x;}{\header y}a}", ("a",)),
        (rb"{\rtf1 a{\field{\*\fldinst PAGE}{\fldrslt 3}}\~b\_c\{\}\\}", ("a3 b-c{}\\",)),
        (rb"{\rtf1{\pict 0102}a\tab b\line c}}}}", ("a\tb", "c")),
        (rb"{\rtf1\ansicpg99999 a", ("a",)),
        (b"{\\rtf1", ()),
    ],
)  # fmt: skip
def test_letters_of_rtf(rtf: bytes, paragraphs: tuple[str, ...]) -> None:
    assert rtf_paragraphs(rtf) == paragraphs


def test_groups_in_groups_in_groups_end() -> None:
    with pytest.raises(ValueError, match="deep"):
        rtf_paragraphs(b"{" * 100_000)


def test_broken_documents_are_refused_or_read() -> None:
    chance = random.Random(7)
    for _ in range(60):
        data = bytearray(DOC)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.choice([len(data), chance.randrange(512, len(data))])])
        with suppress(ValueError):
            assert all(isinstance(paragraph, str) for paragraph in doc_paragraphs(cut))


def test_a_document_with_a_password_is_refused() -> None:
    data = bytearray(DOC)
    head = data.index(b"\xec\xa5", 512)
    data[head + 11] |= 1
    with pytest.raises(UnreadableSource) as caught:
        read_apart("清单.doc", bytes(data), Options(), "清单")
    assert caught.value.code == "encrypted"


def test_a_document_older_than_word_97_is_not_compared() -> None:
    data = bytearray(DOC)
    head = data.index(b"\xec\xa5", 512)
    data[head + 2 : head + 4] = b"\x65\x00"
    assert doc_paragraphs(bytes(data)) is None
