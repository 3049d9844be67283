"""The register beside raw files: what it holds, and what it tells of files that changed."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from qingdan.cli import main
from qingdan.errors import UnreadableSource
from qingdan.extraction import extract
from qingdan.sources import COLUMNS, registered
from tests.composed import MODEL
from tests.truth import QUICK, house_rules


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a list whose tables are sound."""
    path = tmp_path / "liuxi.txt"
    path.write_text(MODEL, "utf-8")
    return path


def rows(source: Path) -> list[dict[str, str]]:
    with source.with_name("sources.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def codes(source: Path) -> list[str]:
    extraction = extract(source, "x", house_rules(), QUICK)
    return [warning.code for warning in extraction.warnings]


def test_a_file_is_registered(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", str(source), "--origin", "县政府网站"]) == 0
    assert capsys.readouterr().out == "liuxi is registered\n"
    (row,) = rows(source)
    assert tuple(row) == COLUMNS
    told = {name: row[name] for name in ("id", "file", "title", "county", "township", "origin")}
    assert told == {
        "id": "liuxi",
        "file": "liuxi.txt",
        "title": "青禾县柳溪镇履职事项清单",
        "county": "青禾县",
        "township": "柳溪镇",
        "origin": "县政府网站",
    }
    assert codes(source) == []


def test_it_is_registered_once(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["register", str(source)])
    assert main(["register", str(source)]) == 0
    assert "already registered" in capsys.readouterr().out
    assert len(rows(source)) == 1


def test_a_change_is_told_and_not_registered_over(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["register", str(source)])
    before = rows(source)
    source.write_text(MODEL.replace("开展党员教育", "开展党员培训"), "utf-8")
    assert codes(source) == ["source_changed"]
    assert main(["register", str(source)]) == 2
    assert "registers another file as liuxi" in capsys.readouterr().err
    assert rows(source) == before


def test_columns_and_rows_of_a_register_stay(source: Path) -> None:
    register = source.with_name("sources.csv")
    register.write_text("id,sha256,checked\nother,00,yes\n", "utf-8")
    main(["register", str(source)])
    assert [(row["id"], row["checked"]) for row in rows(source)] == [
        ("other", "yes"),
        ("liuxi", ""),
    ]


def test_one_list_in_two_formats_has_two_rows(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["register", str(source)])
    other = source.with_suffix(".md")
    other.write_text(MODEL + "\n", "utf-8")
    main(["register", str(other)])
    assert capsys.readouterr().out == "liuxi is registered\nliuxi.md is registered\n"
    assert [(row["id"], row["file"]) for row in rows(source)] == [
        ("liuxi", "liuxi.txt"), ("liuxi", "liuxi.md"),
    ]  # fmt: skip
    assert [registered(path).document_id for path in (source, other)] == ["liuxi", "liuxi.md"]
    assert {registered(path).list_id for path in (source, other)} == {"liuxi"}
    assert codes(other) == codes(source) == []


def test_a_row_that_names_no_file_is_given_its_name(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    register = source.with_name("sources.csv")
    for written in (f"id,sha256\nx,{sha256}\n", "id\nliuxi\n"):
        register.write_text(written, "utf-8")
        assert main(["register", str(source)]) == 0
        assert "already registered" in capsys.readouterr().out
        (row,) = rows(source)
        assert (row["file"], row["sha256"]) == ("liuxi.txt", sha256)


def test_another_format_of_a_row_that_names_no_file_is_told(source: Path) -> None:
    sha256 = hashlib.sha256(source.read_bytes()).hexdigest()
    other = source.with_suffix(".md")
    other.write_text(MODEL + "\n", "utf-8")
    source.with_name("sources.csv").write_text(f"id,sha256\nliuxi,{sha256}\n", "utf-8")
    assert (codes(source), codes(other)) == ([], ["source_changed"])
    assert [registered(path).document_id for path in (source, other)] == ["liuxi", "liuxi.md"]
    assert main(["register", str(other)]) == 2


def test_a_flagged_list_says_so(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source.write_text(MODEL.replace("共有基本履职事项3项", "共有基本履职事项4项"), "utf-8")
    assert main(["register", str(source)]) == 1
    assert "is flagged" in capsys.readouterr().out
    assert len(rows(source)) == 1


def test_what_is_no_list_is_not_registered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "note.txt"
    path.write_text("今天开会。", "utf-8")
    assert main(["register", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not path.with_name("sources.csv").exists()


# --- registers as people save them ------------------------------------------------------------

REGISTER = (
    "id,county,township,province,prefecture,sha256,checked\nliuxi,青禾县,柳溪镇,安阳省,,,是\n"
)
SAVED = {
    "by Excel in China": REGISTER.encode("gb18030"),
    "as Unicode text": REGISTER.replace(",", "\t").encode("utf-16"),
    "with semicolons": REGISTER.replace(",", ";").encode("utf-8-sig"),
    "with line ends of Windows": REGISTER.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("data", SAVED.values(), ids=SAVED)
def test_a_register_is_read_as_people_save_it(data: bytes, source: Path) -> None:
    source.with_name("sources.csv").write_bytes(data)
    extraction = extract(source, "x", house_rules(), QUICK)
    facts = extraction.facts
    assert (facts.province, facts.county, facts.place_from) == ("安阳省", "青禾县", "both")
    assert extraction.warnings == ()


def test_a_column_that_a_register_lacks_is_told(source: Path) -> None:
    source.with_name("sources.csv").write_text("id,county\nliuxi,青禾县\n", "utf-8")
    extraction = extract(source, "x", house_rules(), QUICK)
    (warning,) = extraction.warnings
    assert (warning.code, warning.facts) == (
        "register_columns",
        {"columns": "sha256"},
    )
    assert extraction.status == "ok"


def test_a_register_opens_right_in_excel(source: Path) -> None:
    register = source.with_name("sources.csv")
    register.write_bytes("id;origin;sha256\r\n旧;网站, 附件;\r\n".encode("gb18030"))
    main(["register", str(source), "--origin", "=cmd|'/c calc'!A1"])
    written = register.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfid,origin,sha256,file,")
    old, new = rows(source)
    assert (old["id"], old["origin"]) == ("旧", "网站, 附件")
    assert new["origin"] == "'=cmd|'/c calc'!A1"


def test_places_that_the_document_does_not_print_are_those_of_the_register(source: Path) -> None:
    source.write_text("履职事项清单\n" + MODEL.split("\n", 2)[2], "utf-8")
    source.with_name("sources.csv").write_text(REGISTER, "utf-8")
    facts = extract(source, "x", house_rules(), QUICK).facts
    assert (facts.county, facts.township, facts.place_from) == ("青禾县", "柳溪镇", "register")


def test_places_without_a_register_are_those_of_the_document(source: Path) -> None:
    assert extract(source, "x", house_rules(), QUICK).facts.place_from == "document"


def test_another_place_than_the_register_has_is_told(source: Path) -> None:
    source.with_name("sources.csv").write_text(REGISTER.replace("柳溪镇", "杨林镇"), "utf-8")
    extraction = extract(source, "x", house_rules(), QUICK)
    assert extraction.facts.township == "柳溪镇"
    (warning,) = extraction.warnings
    assert warning.code == "place_differs"
    assert warning.facts == {"printed": "柳溪镇", "registered": "杨林镇"}


BROKEN = {
    "no columns": (b"title\nx\n", r"sources\.csv:1: .* no column id"),
    "a comma without quotes": (b"id,title\n\nx,a,b\n", r"sources\.csv:3: has 3 cells"),
    "no id": (b"id,title\nx,a\n,b\n", r"sources\.csv:3: has no id"),
    "no text": (bytes(range(32)) * 9, "sources.csv"),
    "a cell without end": (b'id,title\nx,"a\ny,b\n', r"sources\.csv:3: unexpected end of data"),
}


@pytest.mark.parametrize(("data", "words"), BROKEN.values(), ids=BROKEN)
def test_a_register_that_cannot_be_read_is_told(data: bytes, words: str, source: Path) -> None:
    source.with_name("sources.csv").write_bytes(data)
    with pytest.raises(UnreadableSource, match=words) as raised:
        extract(source, "x", house_rules(), QUICK)
    assert raised.value.code == "bad_register"
    assert "sources.csv" in str(raised.value)
