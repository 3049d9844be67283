"""What a shell completes: the scripts of every shell, and a real bash that asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qingdan.cli import COMMANDS, main
from qingdan.commands.completion import SHELLS

ROOT = Path(__file__).parent.parent
ASKS = """
eval "$(qingdan completion bash)"
COMP_LINE="$1" COMP_POINT=${#1} COMP_TYPE=9 COMP_WORDS=($1) COMP_WORDBREAKS=$' \\t\n"=:'
case "$1" in *" ") COMP_WORDS+=("") ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_python_argcomplete qingdan "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    told = capsys.readouterr()
    assert "qingdan" in told.out
    assert told.err == ""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH with the command on it."""
    script = tmp_path / "qingdan"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m qingdan "$@"\n')
    script.chmod(0o755)
    return f"{tmp_path}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("qingdan ", {one.name for one in COMMANDS}),
        ("qingdan ack", {"acknowledge"}),
        ("qingdan extract --pdf-e", {"--pdf-engine"}),
        ("qingdan extract --pdf-engine ", {"pdfium", "pdfplumber"}),
        ("qingdan completion ", {*SHELLS}),
        ("qingdan show --lang ", {"zh", "en"}),
    ],
)
def test_bash_completes(line: str, words: set[str], path: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", ASKS, "bash", line],
        cwd=tmp_path, env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.stderr == ""
    assert {word.strip() for word in done.stdout.split("\n")} - {""} >= words
