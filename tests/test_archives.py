"""`--unpack`: the lists inside ZIP archives, read like files of a folder."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from qingdan import archives
from qingdan.archives import unpacked
from qingdan.cli import main
from qingdan.corpus import Found
from qingdan.errors import BadCall
from qingdan.readers import unpack
from qingdan.readers.messages import Room
from tests.truth import TOWNSHIPS

LIST = (TOWNSHIPS / "houlong" / "list.xlsx").read_bytes()


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return buffer.getvalue()


def places(data: bytes, folder: Path, name: str = "归档.zip") -> list[str]:
    """Where the files of an archive are said to come from; all are there, below a folder."""
    (folder / name).write_bytes(data)
    target = folder / "unpacked"
    target.mkdir()
    found = list(unpacked([Found(folder / name, f"2025/{name}")], target))
    assert all(one.path.is_file() for one in found)
    below = [one.path for one in found if one.path.parent != folder]
    assert all(target in path.parents for path in below)
    assert {path for path in target.rglob("*") if path.is_file()} >= set(below)
    return [one.source_path for one in found]


def test_files_stand_in_place_of_their_archive(tmp_path: Path) -> None:
    files = {"乙/list.txt": b"2", "甲.txt": b"1", "__MACOSX/._甲.txt": b"x", "乙/.hidden": b"x",
             "~$甲.docx": b"x", "sources.csv": b"x"}  # fmt: skip
    assert places(archive(files), tmp_path) == ["2025/归档.zip/乙/list.txt", "2025/归档.zip/甲.txt"]


def test_names_of_chinese_windows_are_read(tmp_path: Path) -> None:
    data = archive({"AAAAAA.txt": b"1"}).replace(b"AAAAAA", "某镇单".encode("gbk"))
    assert places(data, tmp_path) == ["2025/归档.zip/某镇单.txt"]


def test_archives_in_archives_are_unpacked_three_deep(tmp_path: Path) -> None:
    data = archive({"a.txt": b"1"})
    for number in range(4):
        data = archive({f"{number}.zip": data})
    [place] = places(data, tmp_path)
    assert place == "2025/归档.zip/3.zip/2.zip/1.zip"


def test_names_that_lead_out_stay_inside(tmp_path: Path) -> None:
    names = ["../../out.txt", "/etc/out.txt", "a/../../b.txt", "..\\c.txt", ".."]
    found = places(archive(dict.fromkeys(names, b"1")), tmp_path)
    assert found == [
        f"2025/归档.zip/{place}" for place in ("a/b.txt", "c.txt", "etc/out.txt", "out.txt")
    ]
    assert not (tmp_path.parent / "out.txt").exists()


@pytest.mark.parametrize(
    "data",
    [
        LIST,  # an office document
        archive({}),
        archive({"a.txt": b"1"})[:-30],
        b"no archive",
    ],
    ids=["document", "empty", "damaged", "text"],
)
def test_what_is_not_unpacked_is_left(data: bytes, tmp_path: Path) -> None:
    assert places(data, tmp_path) == ["2025/归档.zip"]


def spaces(size: int) -> bytes:
    return archive({"list.txt": b" " * size})


SMALL = Room(bytes=1 << 20, files=10)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (spaces(SMALL.bytes + 1), "inflates to more than"),
        (archive({f"{n}.txt": b"" for n in range(SMALL.files + 1)}), "holds 11 files"),
        (archive({f"{n}.zip": spaces(SMALL.bytes // 4) for n in range(4)}), "inflates to more"),
    ],
    ids=["bytes", "files", "bytes of inner archives"],
)
def test_what_takes_too_much_room_is_refused(
    data: bytes, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "ROOM", SMALL)
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "unpacked").mkdir()
    found = list(unpacked([Found(tmp_path / "a.zip", "a.zip")], tmp_path / "unpacked"))
    refused = [one.refused for one in found if one.refused]
    assert [one.code for one in refused] == ["too_large"]
    assert what in str(refused[0])
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.txt")) <= SMALL.bytes


def test_no_room_to_unpack_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(archive({"a.txt": b"1"}))
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BadCall, match=r"a\.zip: a\.txt in it cannot be unpacked to"):
        list(unpacked([Found(tmp_path / "a.zip", "a.zip")], tmp_path / "file"))


def test_members_are_bytes_of_files(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive({"b/c.txt": b"1", "b/": b""}))
    assert [(member.path, member.data) for member in unpack(path)] == [("b/c.txt", b"1")]


def test_the_command_reads_them_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "raw" / "后垅.zip"
    source.parent.mkdir()
    source.write_bytes(archive({"清单/list.xlsx": LIST, "说明.mp4": b"\0\0\0\x20ftypisom"}))
    call = ["extract", str(source.parent), "--output", str(tmp_path / "out"), "--no-keywords"]
    assert main([*call, "--quiet"]) == 2
    told = capsys.readouterr().err
    assert "清单/list.xlsx、说明.mp4" in told
    assert "--unpack" in told
    assert main([*call, "--quiet", "--unpack"]) == 2
    assert "sound or film" in capsys.readouterr().err
    documents = (tmp_path / "out" / "documents.csv").read_text("utf-8-sig")
    assert "后垅.zip/清单/list.xlsx" in documents
    assert len((tmp_path / "out" / "items.csv").read_text("utf-8-sig").split("\n")) > 28
