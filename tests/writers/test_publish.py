"""All files of a run together or not at all, whenever it is killed; others' files always stay."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from qingdan.errors import BadCall
from qingdan.writers import publish
from qingdan.writers.describe import NAME
from qingdan.writers.publish import is_output, published
from qingdan.writers.schema import DATAPACKAGE, FILES

ROOT = Path(__file__).parents[2]
OUTDATED = "outdated.csv"


def fill(folder: Path, content: str, *more: str) -> None:
    """Write what a run would to a staging folder: every file, with this content."""
    names = [*FILES, *more]
    package = {"name": NAME, "content": content, "resources": [{"path": name} for name in names]}
    for name in names:
        text = json.dumps(package) if name == DATAPACKAGE else content
        (folder / name).write_text(text)


def contents(folder: Path) -> set[str]:
    """The different contents that the files of an output folder have."""
    found = {(folder / name).read_text() for name in FILES if name != DATAPACKAGE}
    package = folder / DATAPACKAGE
    return found | {json.loads(package.read_text())["content"]}


def run(output: Path, content: str, *more: str) -> None:
    with published(output) as folder:
        fill(folder, content, *more)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture(params=["exchange", "one by one"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "one by one":
        monkeypatch.setattr(publish, "_exchange", lambda _one, _other: False)
    return str(request.param)


@pytest.fixture
def output(tmp_path: Path, way: str) -> Path:
    assert way
    return tmp_path / "out"


# --- the good case ------------------------------------------------------------------------


def test_a_first_run_makes_the_folder(output: Path) -> None:
    run(output, "new")
    assert contents(output) == {"new"}
    assert names(output) == set(FILES)
    assert names(output.parent) == {"out"}


def test_a_second_run_replaces_the_first_and_leaves_other_files(output: Path) -> None:
    run(output, "old", OUTDATED)
    (output / "notes.txt").write_text("mine")
    (output / "charts").mkdir()
    (output / "charts" / "one.png").write_text("mine")
    run(output, "new")
    assert contents(output) == {"new"}
    assert names(output) == {*FILES, "notes.txt", "charts"}
    assert (output / "notes.txt").read_text() == "mine"
    assert (output / "charts" / "one.png").read_text() == "mine"
    assert names(output.parent) == {"out"}


def test_a_folder_with_others_files_becomes_an_output(output: Path) -> None:
    output.mkdir(mode=0o750)
    (output / "notes.txt").write_text("mine")
    run(output, "new")
    assert names(output) == {*FILES, "notes.txt"}
    assert output.stat().st_mode & 0o777 == 0o750
    assert is_output(output)


def test_a_link_to_a_folder_stays_a_link(output: Path) -> None:
    real = output.parent / "real"
    real.mkdir()
    output.symlink_to(real)
    run(output, "new")
    assert output.is_symlink()
    assert contents(real) == {"new"}


def test_the_current_folder_can_be_the_output(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(output, "old")
    monkeypatch.chdir(output)
    run(Path(), "new")
    assert (Path.cwd() / "items.csv").read_text() == "new"
    assert contents(output) == {"new"}


# --- the bad case -------------------------------------------------------------------------


def test_a_run_that_fails_changes_nothing(output: Path) -> None:
    run(output, "old")
    with pytest.raises(TypeError), published(output) as folder:
        fill(folder, "new", None)  # type: ignore[arg-type]
    assert contents(output) == {"old"}
    assert names(output.parent) == {"out"}


def test_a_run_that_writes_nothing_changes_nothing(output: Path) -> None:
    run(output, "old")
    with published(output):
        pass
    assert contents(output) == {"old"}
    assert names(output.parent) == {"out"}


def _a_file(output: Path) -> None:
    output.write_text("mine")


def _no_parent(output: Path) -> None:
    output.parent.rmdir()


def _somebody_elses_file(output: Path) -> None:
    output.mkdir()
    (output / "items.csv").write_text("mine")


def _somebody_elses_package(output: Path) -> None:
    output.mkdir()
    (output / DATAPACKAGE).write_text('{"name": "weather", "resources": []}')


def _a_link_to_nowhere(output: Path) -> None:
    output.symlink_to(output.parent / "gone" / "away")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_a_file, "is a file"),
        (_no_parent, "there is no folder"),
        (_somebody_elses_file, "holds items.csv"),
        (_somebody_elses_package, "holds datapackage.json"),
        (_a_link_to_nowhere, "leads nowhere"),
    ],
)
def test_what_cannot_be_the_output_is_said(
    tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    output = tmp_path / "below" / "out"
    output.parent.mkdir()
    spoil(output)
    before = sorted(map(str, tmp_path.rglob("*")))
    with pytest.raises(BadCall, match=says), published(output):
        raise AssertionError("the run went on")
    assert sorted(map(str, tmp_path.rglob("*"))) == before


def test_what_the_system_refuses_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish, "_flush", refuse)
    with pytest.raises(BadCall, match=r"out: cannot be written \(No space left on device\)"):
        run(tmp_path / "out", "new")
    assert names(tmp_path) == set()


def test_a_living_run_is_not_cleared_away(output: Path) -> None:
    with published(output) as slow:
        fill(slow, "slow")
        run(output, "quick")
        assert contents(output) == {"quick"}
        assert names(slow) == set(FILES)
    assert contents(output) == {"slow"}


def test_folders_of_other_outputs_are_not_touched(output: Path) -> None:
    near = output.parent / ".out.more.0123abcd.writing"
    near.mkdir()
    (near / "notes.txt").write_text("mine")
    run(output, "new")
    assert (near / "notes.txt").read_text() == "mine"


# --- killed -------------------------------------------------------------------------------

# Runs in a process of its own: for every moment at which a run touches a file system, a child
# is killed at exactly that moment; what it left is told line by line.
KILLER = """
import json, os, signal, sys
from pathlib import Path
from qingdan.writers import publish
from tests.writers.test_publish import FILES, OUTDATED, contents, fill, names, run

base, way = Path(sys.argv[1]), sys.argv[2]
if way == "one by one":
    publish._exchange = lambda one, other: False
EVENTS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "open", "os.scandir", "os.listdir"}

def die_at(moment):
    seen = 0
    def hook(event, arguments):
        nonlocal seen
        if event in EVENTS and str(base) in str(arguments[0]):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(hook)

for moment in range(1, 1000):
    output = base / str(moment) / "out"
    output.parent.mkdir()
    run(output, "old", OUTDATED)
    (output / "notes.txt").write_text("mine")
    child = os.fork()
    if not child:
        die_at(moment)
        run(output, "new")
        os._exit(0)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    left = sorted(contents(output))
    kept = [path for path in output.parent.rglob("notes.txt") if path.read_text() == "mine"]
    run(output, "next")
    after = {
        "contents": sorted(contents(output)),
        "others": sorted(names(output) - set(FILES)),
        "beside": sorted(names(output.parent)),
    }
    print(json.dumps({"killed": killed, "left": left, "kept": len(kept), "after": after}))
    if not killed:
        break
"""


def killed_at_every_moment(base: Path, way: str) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLER), str(base), way],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["exchange", "one by one"])
def test_a_run_killed_at_any_moment(tmp_path: Path, way: str) -> None:
    ends = killed_at_every_moment(tmp_path, way)
    assert len(ends) > 30
    assert [end["killed"] for end in ends] == [*[True] * (len(ends) - 1), False]
    assert {tuple(end["left"]) for end in ends} <= (  # type: ignore[arg-type]
        {("old",), ("new",)} if way == "exchange" else {("old",), ("new",), ("new", "old")}
    )
    assert [end["left"] for end in ends][:1] == [["old"]]
    assert [end["left"] for end in ends][-1:] == [["new"]]
    assert {end["kept"] for end in ends} == {1}
    assert [end["after"] for end in ends] == [
        {"contents": ["next"], "others": ["notes.txt"], "beside": ["out"]}
    ] * len(ends)
