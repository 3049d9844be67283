"""Both READMEs and docs/: every fenced block runs on real output, and says what it prints.

A `text` block right after a `python` or `sql` block is that block's output, exactly. In a
`console` block the lines after a `$` line are its output (`...` stands for anything), and
`$ echo $?` is the status of the line before. A `toml` block acknowledges defects of raw/awati.txt.
"""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.docs.blocks import PAGES, READMES, ROOT, Block, blocks, printed, run

KINDS = {"python", "sql", "console", "text", "toml"}


def of_kind(*kinds: str) -> list[Block]:
    return [block for page in PAGES for block in blocks(page) if block.kind in kinds]


@pytest.fixture(scope="module")
def folder(real_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place that looks like the repository after `make extract`."""
    place = tmp_path_factory.mktemp("readme")
    (place / "raw").symlink_to(ROOT / "raw")
    shutil.copytree(real_output, place / "output")
    return place


@pytest.mark.parametrize("block", of_kind("python", "sql"), ids=lambda block: block.where)
def test_blocks_print_what_the_page_says(block: Block, folder: Path) -> None:
    assert block.output, "a text block with its output follows"
    assert printed(block.kind, block.body, folder) == block.output


@pytest.mark.parametrize("block", of_kind("console"), ids=lambda block: block.where)
def test_console_blocks_do_what_the_page_says(block: Block, folder: Path) -> None:
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
    """Run a command of a console block, compare what it prints, and return its status.

    `make` is not run inside the tests that it runs; its target must be there.
    """
    if words[0] == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
        assert {*words[1:2]} <= {*targets}
        return 0
    assert words[0] == "qingdan"
    done = run([sys.executable, "-m", "qingdan", *words[1:]], folder)
    compare(expected, done.stdout + done.stderr)
    return done.returncode


def compare(expected: str, actual: str) -> None:
    """Fail where a block's lines differ from what was printed; no lines fit anything."""
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    if expected and not doctest.OutputChecker().check_output(expected, actual, flags):
        assert actual == expected


@pytest.mark.parametrize("block", of_kind("toml"), ids=lambda block: block.where)
def test_toml_blocks_acknowledge_what_they_say(block: Block, tmp_path: Path) -> None:
    shutil.copy(ROOT / "raw" / "awati.txt", tmp_path)
    (tmp_path / "awati.toml").write_text(block.body, "utf-8")
    run([sys.executable, "-m", "qingdan", "extract", "awati.txt", "--no-keywords"], tmp_path)
    checks = pq.read_table(tmp_path / "output" / "reconciliation.parquet").to_pylist()
    found = {
        (check["list_type"], check["check"], check["stated"], check["observed"])
        for check in checks
        if check["status"] == "acknowledged"
    }
    named = ("list", "check", "stated", "observed")
    assert found == {
        tuple(entry[key] for key in named) for entry in tomllib.loads(block.body)["check"]
    }


@pytest.mark.parametrize("name", READMES)
def test_readmes_have_each_kind_of_block(name: str) -> None:
    assert {block.kind for block in blocks(name)} == KINDS


@pytest.mark.parametrize("page", PAGES)
def test_pages_have_no_other_kind_of_block(page: str) -> None:
    assert {block.kind for block in blocks(page)} <= KINDS


def test_both_readmes_run_the_same_blocks() -> None:
    first, second = (
        [(block.kind, block.body) for block in blocks(name) if block.kind in ("python", "sql")]
        for name in READMES
    )
    assert first == second


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []
