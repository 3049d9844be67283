"""Both READMEs and docs/: every fenced block runs on real output, and says what it prints.

A `text` block right after a `python` or `sql` block is that block's output, exactly. In a
`console` block the lines after a `$` line are its output (`...` stands for anything), and
`$ echo $?` is the status of the line before. A `toml` block acknowledges defects of raw/awati.txt.
A page is the same in both languages but for its words, and those that commands print.
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

from tests.docs.blocks import FENCE, PAGES, ROOT, Block, blocks, printed, run

KINDS = {"python", "sql", "console", "text", "toml"}


# A file or folder of ours in code marks, as a page that tells of them names it.
NAMED_FILE = r"`((?:[\w.]+/)+(?:\w[\w.-]*)?|\w+\.(?:py|toml|csv))`"
WRITTEN = {"reconciliation.csv", "warnings.csv", "raw/", "output/README.md"}  # by a run, or beside


def files_named(name: str) -> list[Path]:
    """Return the files of this name: from the root, in pipeline/, or anywhere below it."""
    if name in WRITTEN:
        return [ROOT]
    places = [ROOT / name, ROOT / "pipeline" / name]
    if "/" not in name:
        places += [*(ROOT / "pipeline").rglob(name), ROOT / "rules" / name, ROOT / "raw" / name]
    return [place for place in places if place.exists()]


def without_words(block: Block) -> str:
    """Return a block without reasons, and without what its commands print but for statuses."""
    if block.kind == "console":
        return "\n".join(re.findall(r"^(?:\$ .*|\d+)$", block.body, re.M))
    return re.sub(r"^reason = .*$", "", block.body, flags=re.M)


def of_kind(*kinds: str) -> list[Block]:
    return [block for page in PAGES for block in blocks(page) if block.kind in kinds]


@pytest.fixture(scope="module")
def folder(
    real_output: Path, townships_output: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A place that looks like the repository after `make extract`, with 40 townships beside it."""
    place = tmp_path_factory.mktemp("readme")
    (place / "raw").symlink_to(ROOT / "raw")
    shutil.copytree(real_output, place / "output")
    shutil.copytree(townships_output, place / "townships")
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
            language = "zh" if ".zh-CN.md:" in block.where else "en"
            unasked = console_step(shlex.split(line, comments=True), expected, folder, language)
    assert unasked == 0


def console_step(words: list[str], expected: str, folder: Path, language: str) -> int:
    """Run a command of a console block, compare what it prints, and return its status.

    `make` is not run inside the tests that it runs; its target must be there.
    """
    if words[0] == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
        assert {*words[1:2]} <= {*targets}
        return 0
    assert words[0] == "qingdan"
    done = run([sys.executable, "-m", "qingdan", *words[1:]], folder, language)
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
    acknowledged = tomllib.loads(block.body)
    checks = pq.read_table(tmp_path / "output" / "reconciliation.parquet").to_pylist()
    found = {
        (check["list_type"], check["check"], check["stated"], check["observed"])
        for check in checks
        if check["status"] == "acknowledged"
    }
    named = ("list", "check", "stated", "observed")
    assert found == {tuple(entry[key] for key in named) for entry in acknowledged["check"]}
    warnings = pq.read_table(tmp_path / "output" / "warnings.parquet").to_pylist()
    told = {(warning["code"], warning["item_id"]) for warning in warnings}
    assert told
    covered = {(entry["code"], f"awati:{entry['item']}") for entry in acknowledged["warning"]}
    assert told & covered == set()
    assert {code for code, _ in told} & {
        "acknowledgement_unused",
        "acknowledgement_sentence",
        "source_changed",
    } == set()


def test_all_kinds_of_blocks_are_there_and_no_other() -> None:
    assert {block.kind for page in PAGES for block in blocks(page)} == KINDS


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith(".zh-CN.md")])
def test_a_page_runs_the_same_blocks_in_both_languages(page: str) -> None:
    first, second = (
        [(block.kind, without_words(block)) for block in blocks(name)]
        for name in (page, page.replace(".zh-CN.md", ".md"))
    )
    assert first == second


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/adding.md", "docs/maintaining.md"])
def test_files_and_functions_that_a_page_names_are_there(page: str) -> None:
    text = FENCE.sub("", (ROOT / page).read_text("utf-8"))
    assert [name for name in re.findall(NAMED_FILE, text) if not files_named(name)] == []
    assert [
        (name, file)
        for name, file in re.findall(rf"`(\w+)` (?:in|of) {NAMED_FILE}", text)
        if not any(re.search(rf"\b{name}\b", path.read_text("utf-8")) for path in files_named(file))
    ] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / page).read_text("utf-8"))
    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []
