"""Which language a command speaks: the one that is named, else that of the locale."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from qingdan.languages.choice import language_of

ROOT = Path(__file__).parents[2]
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("variables", "named", "language"),
    [
        ({}, None, "en"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "en"),
        ({"LANG": "en_US.UTF-8"}, "zh", "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB"}, None, "en"),
        ({"LANG": "C", "LC_MESSAGES": "C", "LC_ALL": "zh_SG.GBK"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, None, "en"),
        ({"LANG": "ug_CN.UTF-8"}, None, "en"),
        ({}, "fr", "en"),  # a wrong call, told later
    ],
    ids=str,
)
def test_language(
    variables: dict[str, str], named: str | None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert language_of(named) == language


@pytest.mark.parametrize(("number", "language"), [(0x0804, "zh"), (0x0404, "zh"), (0x0409, "en")])
def test_windows_says_what_its_user_reads(
    number: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert language_of(None) == language
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert language_of(None) == "en"


def spoken(*arguments: str, **changes: str) -> tuple[int, str, str]:
    """Status and streams of the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "qingdan", *arguments],
        cwd=ROOT, env={**os.environ, **changes}, capture_output=True, check=False, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["extract", "gone.txt"], "gone.txt：没有这个文件；请检查名称\n"),
        (["extract", "raw", "--output", "Makefile"], "Makefile：是文件；请用--output指定目录\n"),
        (["extract", "raw", "--quite"],
         "qingdan extract：没有'--quite'（是否指--quiet？）；详见qingdan extract --help\n"),
        (["shwo"], "qingdan：参数COMMAND：没有'shwo'（是否指show？）；详见qingdan --help\n"),
        (["extract"], "qingdan extract：缺少参数：INPUT；详见qingdan extract --help\n"),
        (["show", "a", "--output", "docs"],
         "docs/documents.parquet：没有这个文件；请运行qingdan extract，或用--output指定目录\n"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_errors_in_chinese(arguments: list[str], says: str, tmp_path: Path) -> None:
    output = (
        [] if "--output" in arguments or arguments[0] != "extract" else ["--output", str(tmp_path)]
    )
    assert spoken(*arguments, *output, LC_ALL="zh_CN.UTF-8", PYTHONIOENCODING="utf-8") == (
        2,
        "",
        says,
    )
    assert spoken("--lang", "zh", *arguments, *output, PYTHONIOENCODING="utf-8") == (2, "", says)
    assert spoken(*arguments, *output, "--lang=zh", PYTHONIOENCODING="utf-8") == (2, "", says)
