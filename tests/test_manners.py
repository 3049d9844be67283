"""How the command is talked to: dry runs, patterns, what it tells on the way, as data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qingdan import __version__
from qingdan.cli import main
from qingdan.languages.choice import Language
from qingdan.review.progress import Standing
from qingdan.writers.shards import Report
from tests.composed import MODEL

ROOT = Path(__file__).parent.parent
DOCX = ROOT / "tests" / "fixtures" / "cases" / "automatic-numbers" / "word-levels.docx"
Told = pytest.CaptureFixture[str]


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two lists and what is none."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "a.txt").write_text(MODEL, "utf-8")
    shutil.copy(DOCX, folder / "b.docx")
    (folder / "c.rar").write_bytes(b"Rar!\x1a\x07\x00")
    return folder


def test_a_dry_run_says_what_would_be_read_as_what(raw: Path, capsys: Told) -> None:
    assert main(["extract", "raw", "--dry-run"]) == 2
    told = capsys.readouterr()
    rows = [line.split() for line in told.out.splitlines()]
    assert rows == [["a.txt", "text", "raw/a.txt"], ["b.docx", "docx", "raw/b.docx"]]
    assert told.err.startswith("c.rar: it is a RAR archive; unpack it")
    assert [path.name for path in raw.parent.iterdir()] == ["raw"]
    (raw / "c.rar").unlink()
    assert main(["extract", "raw", "--dry-run", "--lang", "zh"]) == 0


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [("raw/*.txt", ["a.txt"]), ("raw/[ab].*", ["a.txt", "b.docx"]), ("**/*.docx", ["b.docx"])],
)
def test_a_pattern_that_the_shell_has_left_is_replaced(
    pattern: str, ids: list[str], raw: Path, capsys: Told
) -> None:
    assert main(["extract", pattern, "--dry-run"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ids
    (raw / "[a].txt").write_text(MODEL, "utf-8")
    assert main(["extract", "raw/[a].txt", "--dry-run"]) == 0
    assert capsys.readouterr().out.split()[-1] == "raw/[a].txt"


def test_a_pattern_of_nothing_is_told(raw: Path, capsys: Told) -> None:
    assert main(["extract", f"{raw.name}/*.pdf", "--dry-run"]) == 2
    assert capsys.readouterr().err == "raw/*.pdf: there is no such file; check the name\n"


@pytest.mark.parametrize(("language", "words"), [("en", "reconciled"), ("zh", "核对一致")])
def test_verbose_tells_each_document(raw: Path, language: str, words: str, capsys: Told) -> None:
    (raw / "c.rar").unlink()
    assert main(["extract", "raw", "-v", "-q", "--no-keywords", "--lang", language]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        f"[1/2] raw/a.txt: a.txt: {words}",
        f"[2/2] raw/b.docx: b.docx: {words}",
    ]


def test_the_closing_table_as_data(raw: Path, capsys: Told) -> None:
    assert main(["extract", "raw", "--json", "--no-keywords"]) == 2
    data = json.loads(capsys.readouterr().out)
    assert [(one["document_id"], one["status"]) for one in data["documents"]] == [
        ("c.rar", "failed"),
        ("a.txt", "ok"),
        ("b.docx", "ok"),
    ]
    assert main(["extract", str(raw / "c.rar"), "--json", "--output", "other"]) == 2
    (failed,) = json.loads(capsys.readouterr().out)["documents"]
    assert failed["failure"] == "unsupported_rar"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "1 of 2 documents · 9 pages · 1 to look at · 0.5/s · 0:00:02 left · b.docx"),
        ("zh", "1/2份文档 · 9页 · 1份待查 · 0.5/s · 剩余0:00:02 · b.docx"),
    ],
)
def test_the_bar_says_which_file_is_waited_for(
    language: Language, line: str, tmp_path: Path
) -> None:
    paths = [tmp_path / "a.txt", tmp_path / "b.docx"]
    for path in paths:
        path.write_bytes(b"x" * 100)
    standing = Standing(paths, 10.0, language)
    standing.tell(paths[0], Report("a", "a.txt", "a.txt", "flagged", pages=9))
    assert standing.to_line(12.0) == line


def test_help_and_version_have_several_names(capsys: Told) -> None:
    told = []
    for call in (["help", "show"], ["show", "--help"], ["show", "-h"]):
        if call[0] == "help":
            assert main(call) == 0
        else:
            with pytest.raises(SystemExit, match="0"):
                main(call)
        told.append(capsys.readouterr().out)
    assert len(set(told)) == 1
    with pytest.raises(SystemExit, match="0"):
        main(["-V"])
    assert capsys.readouterr().out == f"qingdan {__version__}\n"
    assert main(["help", "shwo"]) == 2
    assert capsys.readouterr().err.startswith("shwo: there is no such command; ")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["shwo"], "there is no 'shwo' (did you mean show?)"),
        (["extract", "a", "--out", "b"], "there is no '--out' (did you mean --output?)"),
        (["extract", "a", "--jsn"], "there is no '--jsn' (did you mean --json?)"),
        (["extract", "a", "--jobs", "0"], "must be a number, 1 or more"),
        (["extract", "a", "--part", "3/2"], "must be like 2/5"),
        (["completion", "tcsh"], "there is no 'tcsh' (choose bash, zsh, fish, powershell)"),
        (["show", "a", "b"], "must be a number, 1 or more"),
    ],
    ids=str,
)
def test_what_is_mistyped_is_answered_with_the_nearest(
    call: list[str], says: str, capsys: Told
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(call)
    told = capsys.readouterr()
    assert says in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)
