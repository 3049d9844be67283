"""All files of a run appear together or not at all; nobody else's file is ever lost.

A run writes to a folder inside the output folder, so that it does not matter where that lies: it
may be the current folder, a mount point, a share. While it runs, and after it died, there is

    output/.qingdan/lock            held while a run lives
                    new/            the files of this run, as they are to lie in output/
                    old/            those that it replaces: second names of the same files
                    journal.json    the digests of both
                    now             which of both are the output's: a link to `new` or to `old`

To publish, every file of the output is replaced by a link to the file of its name in
`.qingdan/now/`, which is the old one; `now` is turned to `new`, in one step of the system; and
the links are replaced by the new files. So whoever opens files of the output finds those of one
run, at any moment. Whenever the run dies, the next one puts in place what `now` says.

Where there are no links (Windows), `now` is a file with the word, and the new files replace the
old ones directly, after it says `new`. A run that dies between two of them leaves both kinds,
until the next run or `qingdan.load` completes it.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout
from msgspec import MsgspecError, Struct, json

from ..errors import BadCall
from .record import files_of, is_as, proven, recorded
from .schema import DATAPACKAGE

WAIT = 60.0  # seconds that a run waits for another one to end

_WORK = ".qingdan"
_LOCK = "lock"
_JOURNAL = "journal.json"
_NOW = "now"
_SPARE = "spare"  # what is about to get its name in one step
_TIMES = 100  # that a lock is looked for whose folder is being removed
# How file systems say that a folder cannot be flushed.
_UNFLUSHED = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES}

Edition = Literal["new", "old"]
Tell = Callable[[str], None]


class _Journal(Struct):
    """The digests of the files of both editions, by their paths."""

    new: dict[str, str]
    old: dict[str, str]


@contextmanager
def published(
    output: Path, expected: Iterable[str] = (), tell: Tell | None = None
) -> Iterator[Path]:
    """Yield an empty folder whose files replace those of the output folder at the end.

    The folder may hold folders; its `datapackage.json` records every file (`record`). Nothing
    changes when the block raises or writes no file. `expected` are paths that will be written.
    `tell` is called with a line when another run is waited for, or when new files are published
    but the system neither flushes that nor takes it back, or keeps their last traces.
    Raises `BadCall` when the output cannot be written, is being written by another run, or holds
    files of these paths that this program did not write.
    """
    with _clear_errors(output):
        target = _real_folder(output)
        with _locked(target, tell or _ignore):
            _settle(target)
            _refuse_strangers(target, expected)
            staging = target / _WORK / "new"
            staging.mkdir()
            try:
                yield staging
                if any(staging.iterdir()):
                    _turn(target, tell or _ignore)
                    _conclude(target, tell or _ignore)
                else:
                    _clear(target / _WORK)
            except BaseException:
                with suppress(OSError, BadCall):
                    _settle(target)
                raise


def refuse_input(output: Path, inputs: Iterable[Path]) -> None:
    """Raise `BadCall` when the output folder is one that is read."""
    if output.is_dir() and any(one.is_dir() and one.samefile(output) for one in inputs):
        raise BadCall(str(output), "is the folder to be read", "name another one with --output")


def settled(output: Path) -> None:
    """Complete what a run that died left half replaced, so that the files of one run are read."""
    now = output / _WORK / _NOW
    if now.is_symlink() or not now.exists():
        return
    with _clear_errors(output):
        target = _real_folder(output)
        with _locked(target, _ignore):
            _settle(target)


def removed(output: Path, tell: Tell) -> tuple[str, ...]:
    """Remove what runs wrote to a folder, and return the recorded files that were changed since.

    These and all other files stay; the folder goes when it is empty. Raises `BadCall` when
    something cannot be removed.
    """
    if not output.is_dir():
        return ()
    with _clear_errors(output):
        target = _real_folder(output)
        with _locked(target, tell):
            _settle(target)
            ours, known = proven(target), recorded(target)
            for name in sorted(ours, key=_package_last):
                _remove(target, name)
            changed = tuple(name for name in known if os.path.lexists(target / name))
        with suppress(OSError):
            target.rmdir()
    return changed


def _real_folder(output: Path) -> Path:
    """Return the real place of the output folder, which may not exist yet."""
    if output.is_symlink() and not output.exists():
        raise BadCall(str(output), "is a link that leads nowhere", "name a folder with --output")
    target = output.resolve()
    if target.exists() and not target.is_dir():
        raise BadCall(str(output), "is a file", "name a folder with --output")
    if not target.parent.is_dir():
        raise BadCall(str(output), f"there is no folder {target.parent}", "make it first")
    return target


def _refuse_strangers(target: Path, names: Iterable[str]) -> None:
    """Raise `BadCall` when a file of these paths is there that no run wrote, or none can be."""
    ours = proven(target)
    for name in sorted(names, key=_package_last, reverse=True):
        if name not in ours:
            _refuse(target, [name] if os.path.lexists(target / name) else [])
        blocked = (place for place in _folders_above(target, name) if not _is_folder(place))
        _refuse(target, (place.relative_to(target).as_posix() for place in blocked))


def _refuse(target: Path, strangers: Iterable[str]) -> None:
    for stranger in strangers:
        what = f"holds {stranger}, which this program did not write, or which was changed since"
        raise BadCall(str(target), what, "move it away, or name another folder with --output")


def _package_last(name: str) -> tuple[bool, str]:
    """The package proves whose the other files are: as long as there are any, it stays."""
    return name == DATAPACKAGE, name


def _is_folder(place: Path) -> bool:
    """Tell whether a place is a folder, or may become one."""
    return not os.path.lexists(place) or (place.is_dir() and not place.is_symlink())


def _folders_above(target: Path, name: str) -> list[Path]:
    """Return the folders of a path in the target, from top to bottom, without the target."""
    return [*reversed((target / name).parents)][len(target.parts) :]


def _ignore(_: str) -> None:
    pass


@contextmanager
def _clear_errors(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        action = "check the folder's permissions and space, or name another with --output"
        raise BadCall(str(output), f"cannot be written ({reason})", action) from error


# --- one run at a time --------------------------------------------------------------------


@contextmanager
def _locked(target: Path, tell: Tell) -> Iterator[None]:
    """Keep other runs from a folder, which is made if need be, and removed again if it is empty."""
    work, is_there = target / _WORK, target.exists()
    lock = FileLock(work / _LOCK)
    try:
        _acquire(lock, target, tell)
        yield
    finally:
        if lock.is_locked:
            with suppress(OSError):  # the next run finds it: its folder is not held by anyone
                (work / _LOCK).unlink()
            lock.release()
        with suppress(OSError):
            work.rmdir()
            if not is_there:
                target.rmdir()


def _acquire(lock: FileLock, target: Path, tell: Tell) -> None:
    seconds = 0.0
    for _ in range(_TIMES):
        (target / _WORK).mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=seconds)
            return
        except FileNotFoundError:  # another run has just ended, and removed the folder
            continue
        except Timeout:
            if seconds:
                break
            seconds = WAIT
            tell(f"{target}: another run writes to it; waiting for it, {WAIT:.0f} s at most")
    what = "is being written by another run"
    raise BadCall(str(target), what, "wait until it ends, or name another folder with --output")


# --- the turn -----------------------------------------------------------------------------


def _turn(target: Path, tell: Tell) -> None:
    """Make the files in `new` the output's: before this returns they are not, afterwards they are.

    What is left to do is what `_settle` does. `tell` is called when the turn can be neither flushed
    nor taken back.
    """
    work = target / _WORK
    journal = _Journal(new=recorded(work / "new"), old=proven(target))
    assert sorted(journal.new) == files_of(work / "new"), "datapackage.json records every file"
    _refuse_strangers(target, journal.new)
    (work / "old").mkdir()
    for name in journal.old:
        _copy(target / name, work / "old" / name)
    (work / _JOURNAL).write_bytes(json.encode(journal))
    _flush(work)
    if _points_by_link(work):
        for name in {**journal.old, **journal.new}:
            _make_link(target, name)
    _flush_folders(target, journal)
    _point(work, "new", by_link=(work / _NOW).is_symlink())
    try:
        _flush_pointer(work)
    except OSError as error:
        if _is_turned_back(work):
            raise
        tell(f"{target}: is written, but may be lost if the power fails ({error.strerror})")


def _is_turned_back(work: Path) -> bool:
    """Point to `old` again; return False when the disk takes nothing any more."""
    try:
        _point(work, "old", by_link=(work / _NOW).is_symlink())
    except OSError:
        return False
    return True


def _conclude(target: Path, tell: Tell) -> None:
    """Put the new files in place, after the turn."""
    work = target / _WORK
    try:
        _settle(target)
    except OSError as error:
        if (work / _NOW).is_symlink():  # every name leads to the new file already
            tell(f"{target}: is written, but {_WORK} in it must stay ({error.strerror})")
            return
        _point(work, "old", by_link=False)
        _settle(target)
        raise


def _settle(target: Path) -> None:
    """Put the files in place that `now` names, if anything, and clear away the rest."""
    work = target / _WORK
    edition = _pointed(work)
    if edition:
        journal = _journal(work)
        stay = journal.new if edition == "new" else journal.old
        every = {**journal.old, **journal.new}
        _refuse(target, (name for name in every if not _is_ours(target, name, journal)))
        for name in every:
            if name not in stay:
                _remove(target, name)
            elif (work / edition / name).exists():
                _place(work / edition / name, target / name, work / _SPARE)
        _flush_folders(target, journal)
    _clear(work)


def _is_ours(target: Path, name: str, journal: _Journal) -> bool:
    """Tell whether a path is free, leads to `now`, or is a file of one of the editions."""
    path = target / name
    if path.is_symlink():
        return path.readlink() == _link(name)
    digests = (journal.new.get(name), journal.old.get(name))
    return not os.path.lexists(path) or is_as(target, name, digests)


def _clear(work: Path) -> None:
    """Remove everything but the lock; the pointer first, so that nothing is put in place twice."""
    with suppress(OSError):
        for name in (_NOW, _SPARE, _JOURNAL):
            (work / name).unlink(missing_ok=True)
        for edition in ("new", "old"):
            if (work / edition).exists():
                shutil.rmtree(work / edition)


# --- the pointer --------------------------------------------------------------------------


def _points_by_link(work: Path) -> bool:
    """Point to `old`; return whether by a link, which needs a system that can replace links."""
    try:
        for _ in range(2):
            _point(work, "old", by_link=True)
    except (OSError, NotImplementedError):
        (work / _NOW).unlink(missing_ok=True)
        _point(work, "old", by_link=False)
    return (work / _NOW).is_symlink()


def _point(work: Path, edition: Edition, *, by_link: bool) -> None:
    spare = work / _SPARE
    spare.unlink(missing_ok=True)
    if by_link:
        spare.symlink_to(edition, target_is_directory=True)
    else:
        spare.write_text(edition, "ascii")
    spare.replace(work / _NOW)


def _flush_pointer(work: Path) -> None:
    if not (work / _NOW).is_symlink():
        _flush_file(work / _NOW)
    _flush_folder(work)


def _pointed(work: Path) -> Edition | None:
    """Return the edition that is the output's while one replaces the other."""
    now = work / _NOW
    if now.is_symlink():
        return "new" if str(now.readlink()) == "new" else "old"
    if not now.exists():
        return None
    word = (
        now.read_bytes()
    )  # none, had the power failed: nothing was replaced before it was flushed
    return "new" if word == b"new" else "old" if word == b"old" else None


def _journal(work: Path) -> _Journal:
    try:
        return json.decode((work / _JOURNAL).read_bytes(), type=_Journal)
    except MsgspecError as error:
        raise BadCall(str(work / _JOURNAL), "is damaged", f"remove {work}") from error


# --- files --------------------------------------------------------------------------------


def _link(name: str) -> Path:
    """Return where the link of a file's path leads."""
    return Path(*[os.pardir] * name.count("/"), _WORK, _NOW, name)


def _make_link(target: Path, name: str) -> None:
    spare = target / _WORK / _SPARE
    spare.symlink_to(_link(name))
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    spare.replace(target / name)


def _copy(source: Path, path: Path) -> None:
    """Give a file a second name, or copy it where it can have but one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, path)
    except OSError:
        shutil.copyfile(source, path)
        _flush_file(path)


def _place(source: Path, path: Path, spare: Path) -> None:
    """Give a file a second name in one step, or move it where it can have but one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    spare.unlink(missing_ok=True)
    try:
        os.link(source, spare)
    except OSError:
        spare = source
    spare.replace(path)


def _remove(target: Path, name: str) -> None:
    """Remove a file, and the folders that held nothing else."""
    (target / name).unlink(missing_ok=True)
    with suppress(OSError):
        for folder in reversed(_folders_above(target, name)):
            folder.rmdir()


def _flush(work: Path) -> None:
    """Bring both editions and the journal to the disk: the bytes before the names."""
    for name in files_of(work / "new"):
        _flush_file(work / "new" / name)
    _flush_file(work / _JOURNAL)
    for where, _, _ in os.walk(work, topdown=False):
        _flush_folder(Path(where))


def _flush_folders(target: Path, journal: _Journal) -> None:
    """Bring the names in all folders of both editions to the disk."""
    names = chain(journal.old, journal.new)
    folders = {target, *(place for name in names for place in _folders_above(target, name))}
    for folder in sorted(folders, reverse=True):
        if folder.is_dir():
            _flush_folder(folder)


def _flush_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Flush a folder, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folder
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNFLUSHED:
            raise
    finally:
        os.close(handle)
