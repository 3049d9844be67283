"""All files of a run together or not at all, whenever it is killed; others' files always stay."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from qingdan.errors import BadCall
from qingdan.writers import publish
from qingdan.writers.publish import published, refuse_input, removed
from qingdan.writers.record import is_output
from qingdan.writers.schema import DATAPACKAGE
from tests.writers.faults import ends, fill, refuse
from tests.writers.kills import kills

ROOT = Path(__file__).parents[2]
NAMES = ("items.csv", "items.parquet", "parts/a/1.csv", DATAPACKAGE)
PLACES = ("folder", "current folder", "mount point")
NO_MOUNT = "NOT TESTED: nothing can be mounted here, so no mount point was an output"
SYSTEMS = ("links", "no links", "one name")


def contents(folder: Path) -> set[str]:
    """The different contents that the files of an output folder have."""
    found = {(folder / name).read_text() for name in NAMES if name != DATAPACKAGE}
    return found | {json.loads((folder / DATAPACKAGE).read_text())["content"]}


def run(output: Path, content: str, *more: str) -> None:
    with published(output, NAMES) as folder:
        fill(folder, content, (*NAMES, *more))


def run_while(output: Path, changed: Callable[[Path], Path]) -> None:
    """Make a run during which somebody writes to a file."""
    with published(output, NAMES) as folder:
        fill(folder, "new", NAMES)
        changed(folder).write_text("mine")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


TOPS = {name.split("/")[0] for name in NAMES}


@pytest.fixture(params=SYSTEMS)
def output(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An output folder on systems that can do more or less."""
    if request.param != "links":
        monkeypatch.setattr(os, "symlink", refuse)
    if request.param == "one name":
        monkeypatch.setattr(os, "link", refuse)
    return tmp_path / "out"


# --- the good case ------------------------------------------------------------------------


def test_a_first_run_makes_the_folder(output: Path) -> None:
    run(output, "new")
    assert contents(output) == {"new"}
    assert names(output) == TOPS
    assert names(output.parent) == {"out"}
    assert not any(path.is_symlink() for path in output.rglob("*"))


def test_a_second_run_replaces_the_first_and_leaves_other_files(output: Path) -> None:
    run(output, "old", "outdated.csv", "before/1.csv")
    (output / "notes.txt").write_text("mine")
    (output / "parts" / "a" / "notes.txt").write_text("mine")
    folder = output.stat().st_ino
    run(output, "new")
    assert contents(output) == {"new"}
    assert names(output) == {*TOPS, "notes.txt"}
    assert (output / "notes.txt").read_text() == "mine"
    assert (output / "parts" / "a" / "notes.txt").read_text() == "mine"
    assert names(output.parent) == {"out"}
    assert output.stat().st_ino == folder


def test_a_folder_with_others_files_becomes_an_output(output: Path) -> None:
    output.mkdir(mode=0o750)
    (output / "notes.txt").write_text("mine")
    run(output, "new")
    assert names(output) == {*TOPS, "notes.txt"}
    assert output.stat().st_mode & 0o777 == 0o750
    assert is_output(output)


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    output = tmp_path / "out"
    output.symlink_to("real")
    run(output, "new")
    assert output.is_symlink()
    assert contents(tmp_path / "real") == {"new"}


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
        fill(folder, "new", (*NAMES, None))  # type: ignore[arg-type]
    assert contents(output) == {"old"}
    assert names(output) == TOPS


def test_a_first_run_that_fails_leaves_nothing(output: Path) -> None:
    with pytest.raises(KeyboardInterrupt), published(output):
        raise KeyboardInterrupt
    assert names(output.parent) == set()


def test_a_run_that_writes_nothing_changes_nothing(output: Path) -> None:
    run(output, "old")
    with published(output):
        pass
    assert contents(output) == {"old"}
    assert names(output) == TOPS


def test_a_file_that_is_not_recorded_is_a_fault(output: Path) -> None:
    with pytest.raises(AssertionError, match="records every file"):
        run_while(output, lambda staging: staging / "more.csv")
    assert names(output.parent) == set()


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


def _a_file_where_a_folder_belongs(output: Path) -> None:
    output.mkdir()
    (output / "parts").write_text("mine")


def _a_link_where_a_folder_belongs(output: Path) -> None:
    output.mkdir()
    (output / "parts").symlink_to(output.parent)


def _a_changed_file(output: Path) -> None:
    run(output, "old")
    (output / "items.csv").write_text("mine")


def _a_file_that_became_a_link(output: Path) -> None:
    run(output, "old")
    (output / "items.csv").rename(output / "mine.csv")
    (output / "items.csv").symlink_to("mine.csv")


def _a_changed_package(output: Path) -> None:
    run(output, "old")
    text = (output / DATAPACKAGE).read_text()
    (output / DATAPACKAGE).write_text(text.replace("old", "mine"))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_a_file, "is a file"),
        (_no_parent, "there is no folder"),
        (_somebody_elses_file, "holds items.csv, which this program did not write"),
        (_somebody_elses_package, "holds datapackage.json"),
        (_a_link_to_nowhere, "leads nowhere"),
        (_a_file_where_a_folder_belongs, "holds parts, which"),
        (_a_link_where_a_folder_belongs, "holds parts, which"),
        (_a_changed_file, "holds items.csv, which .* was changed since"),
        (_a_file_that_became_a_link, "holds items.csv"),
        (_a_changed_package, "holds datapackage.json"),
    ],
)
def test_what_cannot_be_the_output_is_said_before_work_begins(
    tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    output = tmp_path / "below" / "out"
    output.parent.mkdir()
    spoil(output)
    before = sorted(map(str, tmp_path.rglob("*")))
    with pytest.raises(BadCall, match=says), published(output, NAMES):
        raise AssertionError("the run went on")
    assert sorted(map(str, tmp_path.rglob("*"))) == before


@pytest.mark.parametrize("files", [{"notes.csv": "sha256:" + 64 * "0"}, {"../notes.csv": ""}])
def test_a_package_that_names_others_files_deletes_none(
    output: Path, files: dict[str, str]
) -> None:
    run(output, "old")
    package = json.loads((output / DATAPACKAGE).read_text())
    package["resources"] = [{"path": "notes.csv"}]
    package["files"].update(files)
    (output / DATAPACKAGE).write_text(json.dumps(package))
    for notes in (output / "notes.csv", output.parent / "notes.csv"):
        notes.write_text("mine")
    with pytest.raises(BadCall, match="holds datapackage"):
        run(output, "new")
    assert set(removed(output, print)) == {*NAMES, *({"notes.csv"} & set(files))}
    assert (output / "notes.csv").read_text() == "mine"
    assert (output.parent / "notes.csv").read_text() == "mine"


def test_what_is_changed_while_a_run_works_is_not_replaced(output: Path) -> None:
    run(output, "old")
    with pytest.raises(BadCall, match=r"holds items\.csv"):
        run_while(output, lambda _: output / "items.csv")
    assert (output / "items.csv").read_text() == "mine"
    assert contents(output) == {"old", "mine"}


def test_what_the_system_refuses_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadCall, match=r"out: cannot be written \(No space left on device\)"):
        run(tmp_path / "out", "new")
    assert names(tmp_path) == set()


def test_the_folder_that_is_read_is_not_the_output(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "link").symlink_to("raw")
    for output in (tmp_path / "raw", tmp_path / "link"):
        with pytest.raises(BadCall, match="is the folder to be read"):
            refuse_input(output, [tmp_path / "other.txt", tmp_path / "raw"])
    refuse_input(tmp_path / "out", [tmp_path / "raw"])
    refuse_input(tmp_path, [tmp_path / "raw"])


# --- clean --------------------------------------------------------------------------------


def test_only_what_runs_wrote_is_removed(output: Path) -> None:
    run(output, "old", "more.csv")
    (output / "notes.txt").write_text("mine")
    (output / "more.csv").write_text("mine")
    assert removed(output, print) == ("more.csv",)
    assert names(output) == {"notes.txt", "more.csv"}
    assert removed(output, print) == ()
    assert names(output) == {"notes.txt", "more.csv"}


def test_the_folder_goes_when_nothing_else_is_in_it(output: Path) -> None:
    run(output, "old")
    assert removed(output, print) == ()
    assert names(output.parent) == set()
    assert removed(output, print) == ()


# --- one run at a time --------------------------------------------------------------------


def test_another_run_is_told_and_waited_for(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "WAIT", 0.1)
    told: list[str] = []
    with published(output, NAMES) as slow:
        fill(slow, "slow", NAMES)
        says = "is being written by another run; wait until it ends"
        with pytest.raises(BadCall, match=says), published(output, NAMES, told.append):
            raise AssertionError("the run went on")
    assert told == [f"{output}: another run writes to it; waiting for it, 0 s at most"]
    assert contents(output) == {"slow"}
    assert names(output) == TOPS


def test_a_turn_that_can_be_neither_flushed_nor_taken_back_is_told(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    run(output, "old")
    monkeypatch.setattr(publish, "_flush_pointer", fails)
    monkeypatch.setattr(publish, "_is_turned_back", lambda _: False)
    told: list[str] = []
    with published(output, NAMES, told.append) as folder:
        fill(folder, "new", NAMES)
    assert contents(output) == {"new"}
    lost = "is written, but may be lost if the power fails"
    assert told == [f"{output}: {lost} ({os.strerror(errno.EIO)})"]


WAITING = """
import sys
from pathlib import Path
from tests.writers.test_publish import NAMES, fill, published

def told(line):
    print(line, flush=True)

with published(Path(sys.argv[1]), NAMES, told) as folder:
    fill(folder, "second", NAMES)
"""


def test_a_run_that_was_waited_for_is_followed(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with published(output, NAMES) as folder:
        fill(folder, "first", NAMES)
        second = subprocess.Popen(
            [sys.executable, "-c", WAITING, str(output)],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert second.stdout is not None
        assert "another run writes to it" in second.stdout.readline()
    assert second.wait() == 0
    assert contents(output) == {"second"}
    assert names(output) == TOPS


# --- struck -------------------------------------------------------------------------------


MEMORY = Path("/dev/shm")


def check_ends(place: str, system: str, fault: str) -> None:
    """Assert that a run that is struck leaves the old or the new files, and tells which."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as base:
        found = ends(Path(base), place, system, fault)
    if found is None:
        pytest.skip(NO_MOUNT)
    assert len(found) > 70
    assert {end.read for end in found} <= {"old", "new"}
    assert {(end.after, *end.beside) for end in found} == {("old",)}
    if system == "links":
        assert {end.left for end in found} == {"old", "new"}
    if fault == "kill":
        assert [end.how for end in found] == [*["killed"] * (len(found) - 1), "done"]
    elif fault == "fail" or system == "links":
        assert {(end.how == "done", end.left) for end in found} == {(True, "new"), (False, "old")}
        assert [end.how for end in found if "fault" in end.how] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "system", "fault"),
    [
        ("folder", "links", "kill"),
        ("folder", "links", "fail"),
        ("folder", "links", "stay"),
        ("folder", "no links", "kill"),
        ("folder", "no links", "fail"),
        ("current folder", "one name", "kill"),
        ("mount point", "links", "kill"),
    ],
)
def test_a_run_that_is_struck_at_any_change(place: str, system: str, fault: str) -> None:
    check_ends(place, system, fault)


@pytest.mark.soak
@pytest.mark.parametrize("fault", ["kill", "fail", "stay"])
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("place", PLACES)
def test_runs_struck_in_every_place_on_every_system(place: str, system: str, fault: str) -> None:
    check_ends(place, system, fault)


@pytest.mark.soak
@pytest.mark.parametrize("place", PLACES)
def test_runs_of_the_command_killed_at_random(tmp_path: Path, place: str) -> None:
    found = kills(tmp_path, place, 200)
    if found is None:
        pytest.skip(NO_MOUNT)
    assert found["whole 0"] + found["whole 1"] == 200
    assert found["lost"] == 0
    assert found["replacing"] > 20
