"""The command as on Windows: nothing of POSIX, its consoles, its names, its line ends.

`tests/windows/sitecustomize.py` takes away what Windows does not have, in every process whose
PYTHONPATH names its folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).parent.parent
SUITE = ("tests/test_cli.py", "tests/test_register.py")
TEXT = (ROOT / "raw" / "awati.txt").read_bytes()
# Kept by Windows, too long for it, outside the first plane of Unicode, or odd in a shell.
NAMES = (
    "CON", "aux.txt", "com1.csv.txt", "NUL.TXT", "𠮷镇.txt", "😀.txt", "a & b %PATH%.txt", "-x.txt",
    f"{'长' * 80}.txt", "/".join([*["深" * 60] * 5, "a.txt"]),
)  # fmt: skip


def windows(*arguments: str, cwd: Path, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python as on Windows."""
    paths = os.pathsep.join((str(ROOT / "tests" / "windows"), str(ROOT)))
    environment = {**os.environ, "PYTHONPATH": paths, **changes}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, check=False
    )


def extract(*arguments: str, cwd: Path, **changes: str) -> subprocess.CompletedProcess[bytes]:
    command = ("-m", "qingdan", "extract", *arguments, "--no-keywords")
    return windows(*command, cwd=cwd, **changes)


def test_nothing_of_posix_is_there() -> None:
    gone = (
        "import os, sys; print(hasattr(os, 'fork'), sys.modules['fcntl'], sys.modules['resource'])"
    )
    assert windows("-c", gone, cwd=ROOT).stdout == b"False None None\n"


@pytest.mark.slow
def test_all_tests_of_the_command_line_pass() -> None:
    done = windows("-m", "pytest", "-q", *SUITE, cwd=ROOT)
    assert done.returncode == 0, done.stdout.decode()[-5000:]


@pytest.mark.parametrize("console", ["cp936", "cp1252"])
@pytest.mark.parametrize("errors", ["", "strict"])
def test_consoles(tmp_path: Path, console: str, errors: str) -> None:
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    (tmp_path / "raw" / "😀é.txt").write_bytes(b"x")
    changes = {"PYTHONIOENCODING": f"{console}:{errors}".rstrip(":"), "PYTHONUTF8": "0"}
    done = extract("raw", cwd=tmp_path, **changes)
    assert done.returncode == 2
    told = done.stderr.decode(console)
    assert "\\U0001f600" in told
    assert told.count("\n") == 1
    assert "awati" in done.stdout.decode(console)
    shown = windows("-m", "qingdan", "show", "awati:basic:001", cwd=tmp_path, **changes)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert ("党的建设" in shown.stdout.decode(console)) == (console == "cp936")


def test_no_file_is_read_or_written_in_the_encoding_of_the_system(tmp_path: Path) -> None:
    changes = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "always::EncodingWarning"}
    done = extract(str(ROOT / "raw"), cwd=tmp_path, **changes)
    assert done.returncode == 0
    told = done.stderr.decode()
    assert [line for line in told.splitlines() if "pipeline" in line] == []


def test_names_that_windows_keeps_or_cannot_hold(tmp_path: Path) -> None:
    for name in NAMES:
        file = tmp_path / "raw" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(TEXT)
    deep = tmp_path.joinpath(*["深" * 60] * 5)
    deep.mkdir(parents=True)
    for output in (tmp_path / "out", deep / "out"):
        done = extract("raw", "--output", str(output), "--quiet", cwd=tmp_path)
        assert done.returncode in (0, 1), done.stderr.decode()
        frame = pl.read_parquet(output / "documents.parquet")
        assert set(frame["source_path"]) == set(NAMES)
        assert "failed" not in set(frame["status"])


def test_line_ends_of_what_stands_beside_a_list(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    first = extract("raw", "--output", "first", "--rules", "rules", "--quiet", cwd=tmp_path)
    for file in (
        *tmp_path.glob("raw/*.csv"),
        *tmp_path.glob("*/*.toml"),
        *tmp_path.glob("rules/*"),
    ):
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    second = extract("raw", "--output", "second", "--rules", "rules", "--quiet", cwd=tmp_path)
    assert (first.returncode, first.stderr) == (0, b"")
    assert (second.returncode, second.stderr) == (0, b"")
    for file in (tmp_path / "first").iterdir():
        assert file.read_bytes() == (tmp_path / "second" / file.name).read_bytes()
        assert b"\r" not in file.read_bytes() or file.suffix == ".parquet"
