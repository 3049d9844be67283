"""`qingdan acknowledge` and `qingdan show` on real broken documents, to the next extract."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from qingdan.cli import main

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "fixtures" / "cases"
BROKEN = (
    "quotes-moved/own-closing-before-a-number.txt",
    "automatic-numbers/blank-numbers.docx",
    "automatic-numbers/blank-beside-categories-pdf.pdf",
    "numbers-through-lists/one-is-missing.html",
)
DUMP = "own-closing-before-a-number.txt"
Told = pytest.CaptureFixture[str]


@pytest.fixture
def raw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder `raw` in the current one."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def extract() -> int:
    return main(["extract", "raw", "--quiet", "--no-keywords", "--no-cache"])


def rows(table: str) -> list[dict[str, object]]:
    return pl.read_parquet(f"output/{table}.parquet").to_dicts()


def open_count() -> int:
    return len(rows("warnings")) + sum(
        one["status"] == "mismatch" for one in rows("reconciliation")
    )


@pytest.fixture
def dump(raw: Path, capsys: Told) -> Path:
    """A dump with five doubts that is extracted."""
    shutil.copy(CASES / "quotes-moved" / DUMP, raw)
    assert extract() == 1
    capsys.readouterr()
    return raw / DUMP


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_acknowledged_is_so_at_the_next_extract(case: str, raw: Path) -> None:
    shutil.copy(CASES / case, raw)
    name = Path(case).name
    assert extract() == 1
    count, differ = (
        open_count(),
        [one for one in rows("reconciliation") if one["status"] == "mismatch"],
    )
    assert count
    assert main(["acknowledge", name, f"1-{count}", "--reason", "printed so"]) == 0
    assert extract() == 0
    assert rows("warnings") == []
    lines = (raw / f"{name}.toml").read_text("utf-8").splitlines()
    for one in rows("acknowledged"):
        assert (one["reason"], one["file"]) == ("printed so", f"{name}.toml")
        assert lines[int(str(one["line"])) - 1] == f"[[{'warning' if one['code'] else 'check'}]]"
    assert len(rows("acknowledged")) == count
    statuses = [one["status"] for one in rows("reconciliation")]
    assert statuses.count("acknowledged") == len(differ)
    details = [
        str(one["detail"]) for one in rows("reconciliation") if one["status"] == "acknowledged"
    ]
    assert all("printed so" in detail for detail in details)


def test_one_of_several_is_acknowledged_alone(dump: Path, capsys: Told) -> None:
    before = rows("warnings")
    assert main(["acknowledge", "own-closing-before-a-number", "2", "--reason", "原文如此"]) == 0
    told = capsys.readouterr().out
    assert told.startswith('[[warning]]\ncode = "clause_numbers"\n')
    assert told.endswith(f"{Path('raw', DUMP)}.toml: 1 written\n")
    written = (dump.parent / f"{DUMP}.toml").read_text("utf-8")
    assert written.endswith('reason = "原文如此"\n')
    assert f'text_sha256 = ["{rows("documents")[0]["text_sha256"]}"]\n' in written
    assert main(["acknowledge", DUMP, "2", "--reason", "再写"]) == 0
    assert capsys.readouterr().out.endswith(
        f": 0 written\n{Path('raw', DUMP)}.toml: 1 are acknowledged already\n"
    )
    assert (dump.parent / f"{DUMP}.toml").read_text("utf-8") == written
    assert extract() == 1
    assert rows("warnings") == [one for one in before if one != before[1]]


@pytest.mark.usefixtures("dump")
def test_all_of_a_code(capsys: Told) -> None:
    assert main(["acknowledge", DUMP, "--all-of", "clause_numbers", "--reason", "x"]) == 0
    assert capsys.readouterr().out.count("[[warning]]") == 2
    assert extract() == 1
    assert "clause_numbers" not in [one["code"] for one in rows("warnings")]


def test_a_dry_run_writes_nothing(dump: Path, capsys: Told) -> None:
    assert main(["acknowledge", DUMP, "1,3-4", "--dry-run"]) == 0
    assert capsys.readouterr().out.endswith(f"{Path('raw', DUMP)}.toml: 3 would be written\n")
    assert [path.name for path in dump.parent.iterdir()] == [DUMP]


BEFORE = """\
[[warning]] # 甲
code = "x"
reason = "y"

# 乙
[[check]]
list = "basic"
check = "items"
stated = 1
observed = 2 # 丙
reason = "r"

[[warning]]
code = "y"
reason = "z"
# end"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_file_stays_as_it_is_before_what_is_added(
    dump: Path, encoding: str, end: str, capsys: Told
) -> None:
    file = dump.parent / f"{DUMP}.toml"
    before = BEFORE.replace("\n", end)
    file.write_bytes(before.encode(encoding))
    assert main(["acknowledge", DUMP, "1", "--reason", "为何"]) == 0
    after = file.read_bytes()
    kept = before.encode("utf-8" if encoding == "gb18030" else encoding)
    assert after.startswith(kept)
    added = after[len(kept) :].decode()
    assert added.startswith(f"{end}{end}[[warning]]{end}")
    assert added.replace("\r\n", "").count("\n") == (0 if end == "\r\n" else added.count("\n"))
    capsys.readouterr()
    assert extract() == 1
    assert [one["code"] for one in rows("warnings")].count("acknowledgement_unused") == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([DUMP, "9", "--reason", "x"], f"{DUMP} 9: nothing is open by this number; there are 5"),
        ([DUMP, "--all-of", "x", "--reason", "x"], f"x: nothing of this code is open in {DUMP}"),
        ([DUMP, "1"], "--reason: a reason is missing; write why"),
        ([DUMP, "1", "--reason", " "], "--reason: a reason is missing"),
        ([DUMP, "1", "--all-of", "x", "--reason", "x"], "numbers and --all-of: both say"),
        ([DUMP, "--all-of", "quotes_moved"], "quotes_moved: says that something may be lost"),
        (["own-clothing-before", "1"], "own-clothing-before: there is no such document; near"),
        ([DUMP, "1", "--reason", "x", "--raw", "output"], f"{DUMP}: is not under output; name"),
        ([DUMP, "1", "--reason", "x", "--raw", "gone"], "gone: there is no such folder; name"),
        ([DUMP, "1", "--reason", "x", "--output", "gone"], "gone"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_acknowledged_is_told(
    dump: Path, arguments: list[str], says: str, capsys: Told
) -> None:
    assert main(["acknowledge", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(says)
    assert told.err.count("\n") == 1
    assert [path.name for path in dump.parent.iterdir()] == [DUMP]


def test_a_source_that_has_changed_is_not_acknowledged(dump: Path, capsys: Told) -> None:
    dump.write_bytes(dump.read_bytes() + b"\n")
    assert main(["acknowledge", DUMP, "1", "--reason", "x"]) == 2
    assert "has changed since it was extracted; extract it again" in capsys.readouterr().err


def test_an_array_of_acknowledgements_takes_no_more(dump: Path, capsys: Told) -> None:
    file = dump.parent / f"{DUMP}.toml"
    file.write_text('warning = [{ code = "x", reason = "y" }]\n')
    assert main(["acknowledge", DUMP, "1", "--reason", "x"]) == 2
    assert "in one array; write each as a table of its own" in capsys.readouterr().err
    assert file.read_text() == 'warning = [{ code = "x", reason = "y" }]\n'


def test_formats_that_differ_are_no_defect_of_one(raw: Path, capsys: Told) -> None:
    for case in ("own-closing-before-a-number.txt", "own-two-openers-two-closers.txt"):
        shutil.copy(CASES / "quotes-moved" / case, raw)
    assert extract() == 1
    assert main(["acknowledge", DUMP, "--all-of", "formats_differ", "--reason", "x"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("formats_differ: says that something may be lost")
    assert main(["acknowledge", DUMP, "6", "--reason", "x"]) == 2
    assert f"{DUMP} 6: cannot be acknowledged" in capsys.readouterr().err
    (raw / "cut.pdf").write_bytes(b"%PDF-1.4")
    assert extract() == 2
    capsys.readouterr()
    assert main(["acknowledge", "cut", "1", "--reason", "x"]) == 2
    assert capsys.readouterr().err == "cut.pdf: was not read; see why: qingdan show cut.pdf\n"


def test_without_a_number_it_lists_them(dump: Path, capsys: Told) -> None:
    assert main(["acknowledge", DUMP]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{DUMP}: 1 error, 4 warnings"
    groups = [line for line in lines if line.startswith(("✗", "!"))]
    assert [group.split("(")[1].split(")")[0] for group in groups] == [*dict.fromkeys(CODES)]
    numbers = [int(line[1]) for line in lines if line.startswith("[")]
    assert numbers == [5, 1, 2, 3, 4]
    assert lines[-1].startswith(
        f"a defect of the source itself: qingdan acknowledge {DUMP} 1 --reason"
    )
    assert not [path for path in dump.parent.iterdir() if path.suffix == ".toml"]


CODES = ("quotes_moved", "clause_unfinished", "clause_numbers", "clause_numbers", "marks_unpaired")
TERMINAL = """
import os, pty, sys
answers = [b"7\\n", b"x\\n", b"2\\n", b"printed so\\n", b"\\n"]
def read(file):
    data = os.read(file, 1024)
    if data.endswith((b"end): ", b"Reason: ")):
        os.write(file, answers.pop(0))
    return data
status = pty.spawn([sys.executable, "-m", "qingdan", *sys.argv[1:]], read)
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no pseudo-terminals")
def test_on_a_terminal_it_asks(dump: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", TERMINAL, "acknowledge", DUMP],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    told = done.stdout.decode()
    assert done.returncode == 0, told
    assert "nothing is open by this number" in told
    assert "must be a number, 1 or more" in told
    assert (dump.parent / f"{DUMP}.toml").read_text("utf-8").count("[[warning]]") == 1
    assert 'reason = "printed so"' in told


# --- show -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("dump")
def test_show_of_a_document_has_each_doubt_beside_its_lines(capsys: Told) -> None:
    assert main(["show", DUMP]) == 0
    told = capsys.readouterr().out
    assert ["basic", "items", "4", "4", "✓", "match"] in [
        line.split() for line in told.splitlines()
    ]
    assert told.count("     43 ▸ ”2.落实护林员责任区；\n") == 5
    assert "     42 │ 1.开展防火宣传；\n" in told
    assert main(["show", DUMP, "3", "--lang", "zh"]) == 0
    third = capsys.readouterr().out.splitlines()
    assert third[0].startswith("[3] ! clause_numbers，第29–44行，")
    assert [line for line in third if line.startswith("[")] == third[:1]
    assert "     42 ▸ 1.开展防火宣传；" in third


@pytest.mark.parametrize(("case", "line"), [(BROKEN[1], " ▸ "), (BROKEN[2], "p1 ▸ ")])
def test_show_of_a_doubt_in_other_formats(case: str, line: str, raw: Path, capsys: Told) -> None:
    shutil.copy(CASES / case, raw)
    assert extract() == 1
    capsys.readouterr()
    assert main(["show", Path(case).name, "2"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert f"{line}做好村级后备干部的摸底和培养" in told.out


def test_show_without_the_source_shows_what_the_tables_have(dump: Path, capsys: Told) -> None:
    dump.unlink()
    assert main(["show", DUMP]) == 2
    told = capsys.readouterr()
    assert told.err == f"{DUMP}: is not under raw; name the folder of the sources with --raw\n"
    assert "✗ 1 quotation marks do not stand around their words (quotes_moved)" in told.out
    assert "\n[5] lines 29–44, " in told.out
    assert "▸" not in told.out


@pytest.mark.usefixtures("dump")
def test_show_without_a_name_shows_every_document(capsys: Told) -> None:
    assert main(["show"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("what to look at (5)\n")
    assert told.endswith("→ output\n")
    assert DUMP in told


@pytest.mark.usefixtures("dump")
def test_show_of_a_document_that_is_none(capsys: Told) -> None:
    assert main(["show", "own-closed"]) == 2
    assert "there is no such document" in capsys.readouterr().err
    assert main(["show", DUMP, "1", "--image", "x.png"]) == 2
    assert capsys.readouterr().err == "--image: is for items; name one of this document\n"
