"""What runs leave that fail, or are killed, at every change that they make to the file system.

`python -m tests.writers.faults FOLDER PLACE SYSTEM FAULT` makes a run for every such change, and
prints for each one, in a line of JSON, how the run ended and what it left.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from qingdan.errors import BadCall
from qingdan.writers.publish import published, settled
from qingdan.writers.record import NAME, UNSEALED, digest, files_of, sealed
from qingdan.writers.schema import DATAPACKAGE

ROOT = Path(__file__).parents[2]
NOTES = ("notes.txt", "parts/notes.txt")  # somebody else's
EDITIONS = {
    "old": ("items.csv", "outdated.csv", "parts/a/1.csv", "parts/b/2.csv", DATAPACKAGE),
    "new": ("added.csv", "items.csv", "more/1.csv", "parts/b/2.csv", DATAPACKAGE),
}
EVENTS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "open"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class End(NamedTuple):
    """How a run ended, what was then in its folder, and what the next run made of it."""

    how: str  # "done", "killed", or why it failed
    left: str  # "old", "new", or what differs from both
    read: str  # the same after `settled`
    after: str  # the same after another run of the old edition
    beside: list[str]  # hidden files that this one left


# --- runs ---------------------------------------------------------------------------------


def fill(folder: Path, content: str, names: tuple[str, ...]) -> None:
    """Write what a run would to a folder: every file with this content, and their record."""
    for name in names:
        if name != DATAPACKAGE:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content)
    files = {name: digest(folder, name) for name in files_of(folder)}
    package = {"name": NAME, "content": content, "files": {**files, DATAPACKAGE: UNSEALED}}
    (folder / DATAPACKAGE).write_bytes(sealed(json.dumps(package).encode()))


def run(output: Path, edition: str) -> None:
    with published(output, EDITIONS[edition]) as folder:
        fill(folder, edition, EDITIONS[edition])


def left_in(output: Path) -> str:
    """Return the edition that the files of a folder are, or what they are, if of none or of two."""
    names = [name for name in files_of(output) if not name.startswith(".qingdan/")]
    there = [name for name in names if (output / name).exists() and name not in NOTES]
    found = {name: (output / name).read_text() for name in there}
    if DATAPACKAGE in found:
        found[DATAPACKAGE] = json.loads(found[DATAPACKAGE])["content"]
    kept = all((output / name).read_text() == "mine" for name in NOTES)
    for edition, files in EDITIONS.items():
        if kept and found == dict.fromkeys(files, edition):
            return edition
    return f"{'' if kept else 'notes are lost, '}{found}"


# --- faults -------------------------------------------------------------------------------


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "not on this system")


def be_system(system: str) -> None:
    """Do as a system without links does, or as one where a file has but one name.

    Nothing waits for the disk: the power does not fail here.
    """
    os.fsync = lambda _: None
    if system != "links":
        os.symlink = refuse
    if system == "one name":
        os.link = refuse


def strike(fault: str, moment: int) -> None:
    """Let a change of the file system fail, or this process be killed at it.

    "fail": only that change; "stay": all from that one on.
    """
    seen = 0

    def change() -> None:
        nonlocal seen
        seen += 1
        if seen == moment and fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if seen == moment or (seen > moment and fault == "stay"):
            raise OSError(errno.EIO, "Input/output error")

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        is_reading = event == "open" and not int(str(arguments[2])) & WRITING
        if event in EVENTS and not is_reading:
            change()

    os.fsync = lambda _: change()
    sys.addaudithook(hook)


def struck(work: Callable[[], object], fault: str, moment: int) -> str:
    """Do something in a process of its own that a fault strikes; return how that ended."""
    source, target = os.pipe()
    child = os.fork()
    if not child:
        try:
            strike(fault, moment)
            work()
            told = "done"
        except BadCall as error:
            told = str(error)
        except BaseException as error:  # noqa: BLE001 - that is what is to be told
            told = f"fault: {error!r}"
        os.write(target, told.encode())
        os._exit(0)
    os.close(target)
    with os.fdopen(source) as pipe:
        told = pipe.read()
    return "killed" if os.WIFSIGNALED(os.waitpid(child, 0)[1]) else told


def ends_of(output: Path, fault: str) -> Iterator[End]:
    """Yield the ends of runs, one for every change that a run makes; the last one is not struck."""
    moment, last = 0, 0
    while moment == last:
        moment += 1
        how = struck(lambda: run(output, "new"), fault, moment)
        left = left_in(output)
        settled(output)
        read = left_in(output)
        run(output, "old")
        beside = [path.name for path in output.iterdir() if path.name.startswith(".")]
        yield End(how, left, read, left_in(output), beside)
        last = moment if how != "done" or is_struck(output, fault, moment) else 0


def is_struck(output: Path, fault: str, moment: int) -> bool:
    """Tell whether a run makes so many changes that one fault strikes it, even if it succeeds."""
    return fault != "kill" and struck(lambda: run(output, "old"), "kill", moment) == "killed"


# --- places -------------------------------------------------------------------------------


@contextmanager
def placed(base: Path, place: str) -> Iterator[Path]:
    """Make a folder of this kind, and yield how it is named."""
    output = base / "out"
    output.mkdir()
    if place == "mount point":
        mount = ["mount", "-t", "tmpfs", "tmpfs", str(output)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            sys.exit("nothing can be mounted here")
    if place == "current folder":
        os.chdir(output)
    try:
        yield Path() if place == "current folder" else output
    finally:
        os.chdir("/")
        if place == "mount point":
            subprocess.run(["umount", str(output)], check=True)


def main(base: str, place: str, system: str, fault: str) -> None:
    be_system(system)
    with placed(Path(base), place) as output:
        (output / "parts").mkdir()
        for name in NOTES:
            (output / name).write_text("mine")
        run(output, "old")
        for end in ends_of(output, fault):
            sys.stdout.write(f"{json.dumps(end)}\n")


def ends(base: Path, place: str, system: str, fault: str) -> list[End] | None:
    """Return the ends of all such runs; None where nothing can be mounted."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.writers.faults", str(base), place, system, fault],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.stderr == "nothing can be mounted here\n":
        return None
    assert done.returncode == 0, done.stderr
    return [End(*json.loads(line)) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    main(*sys.argv[1:])
