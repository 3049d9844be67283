"""Both READMEs: every fenced block runs on real output, and says what it prints.

A `text` block right after a `python` or `sql` block is that block's output, exactly. In a
`console` block the lines after a `$` line are its output (`...` stands for anything), and
`$ echo $?` is the status of the line before. A `toml` block stands like that in a file of raw/.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")
KINDS = {"python", "sql", "console", "text", "toml"}
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)


class Block(NamedTuple):
    """A fenced block, and the `text` block that follows it without a word between, if any."""

    where: str
    kind: str
    body: str
    output: str | None


def blocks(name: str) -> list[Block]:
    """Given a README's name, return its fenced blocks in order."""
    text = (ROOT / name).read_text("utf-8")
    found = list(FENCE.finditer(text))
    result = []
    for match, following in zip(found, [*found[1:], None], strict=True):
        line = text.count("\n", 0, match.start()) + 1
        near = following and not text[match.end() : following.start()].strip()
        output = following["body"] if following and near and following["kind"] == "text" else None
        result.append(Block(f"{name}:{line}", match["kind"], match["body"], output))
    return result


def of_kind(*kinds: str) -> list[Block]:
    return [block for name in READMES for block in blocks(name) if block.kind in kinds]


def environment() -> dict[str, str]:
    # A terminal of known width, and UTF-8 whatever the machine's locale is.
    return {**os.environ, "PYTHONUTF8": "1", "COLUMNS": "100", "NO_COLOR": "1"}


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", check=False, env=environment()
    )


@pytest.fixture(scope="module")
def folder(real_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place that looks like the repository after `make extract`."""
    place = tmp_path_factory.mktemp("readme")
    for name in ("raw", "rules", "pipeline"):
        (place / name).symlink_to(ROOT / name)
    shutil.copytree(real_output, place / "output")
    return place


@pytest.mark.parametrize("block", of_kind("python"), ids=lambda block: block.where)
def test_python_blocks_print_what_the_readme_says(block: Block, folder: Path) -> None:
    done = run([sys.executable, "-c", block.body], folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (block.output or "")


@pytest.mark.parametrize("block", of_kind("sql"), ids=lambda block: block.where)
def test_sql_blocks_return_what_the_readme_says(
    block: Block, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with duckdb.connect() as connection:
        rows = connection.execute(block.body).fetchall()
    lines = [" | ".join(map(str, row)) + "\n" for row in rows]
    assert "".join(lines) == block.output


@pytest.mark.parametrize("block", of_kind("console"), ids=lambda block: block.where)
def test_console_blocks_do_what_the_readme_says(block: Block, folder: Path) -> None:
    steps = re.split(r"^\$ ", block.body, flags=re.M)
    assert steps[0] == ""
    unasked = 0
    for step in steps[1:]:
        line, _, expected = step.partition("\n")
        if line == "echo $?":
            assert expected.strip() == str(unasked)
            unasked = 0
        else:
            assert unasked == 0, f"{block.where}: a status that nobody asks for"
            unasked = console_step(shlex.split(line, comments=True), expected, folder)
    assert unasked == 0


def console_step(words: list[str], expected: str, folder: Path) -> int:
    """Given a command of a console block and its lines, compare them and return its status.

    `make` is not run inside the tests that it runs; its target must be there.
    """
    if words[0] == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
        assert {*words[1:2]} <= {*targets}
        return 0
    assert words[0] == "qingdan"
    done = run([sys.executable, "-m", "pipeline", *words[1:]], folder)
    compare(expected, done.stdout + done.stderr)
    return done.returncode


def compare(expected: str, printed: str) -> None:
    """Given a block's lines and what was printed, fail where they differ; no lines fit anything."""
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    if expected and not doctest.OutputChecker().check_output(expected, printed, flags):
        assert printed == expected


@pytest.mark.parametrize("block", of_kind("toml"), ids=lambda block: block.where)
def test_toml_blocks_stand_in_raw(block: Block) -> None:
    files = {path.name: path.read_text("utf-8") for path in (ROOT / "raw").glob("*.toml")}
    assert [name for name, text in files.items() if block.body in text] != []


@pytest.mark.parametrize("name", READMES)
def test_readmes_have_each_kind_of_block_and_no_other(name: str) -> None:
    assert {block.kind for block in blocks(name)} == KINDS


def test_both_readmes_run_the_same_blocks() -> None:
    first, second = (
        [(block.kind, block.body) for block in blocks(name) if block.kind in ("python", "sql")]
        for name in READMES
    )
    assert first == second


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / name).read_text("utf-8"))
    assert links != []
    assert [link for link in links if not (ROOT / link).exists()] == []
