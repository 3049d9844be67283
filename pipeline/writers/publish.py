"""All files of a run appear together or not at all; nobody else's file is ever lost.

The files are written to a folder beside the output folder, and the two folders exchange their
names in one step of the kernel. Where that cannot be (another system, a mount point, the
current folder), the finished files are moved in one by one; a run killed between two of them
is completed by the next. A lock tells the folders of dead runs from those of running ones.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from msgspec import MsgspecError, Struct, json

from ..errors import BadCall
from .describe import NAME
from .schema import DATAPACKAGE, FILES

_WRITING = ".writing"
_READY = ".ready"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# What "the kernel or this file system cannot exchange these two names" looks like.
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EBUSY, errno.EPERM, errno.ENOTSUP}


@contextlib.contextmanager
def published(output: Path) -> Iterator[Path]:
    """Yield an empty folder whose files replace those of the output folder at the end.

    Nothing changes when the block raises or writes no file. Raises `BadCall` when the output
    cannot be written, or holds files of these names that this program did not write.
    """
    with _clear_errors(output):
        target = _real_folder(output)
        with _locked(target.parent):
            _recover(target)
            _refuse_strangers(target)
            staging, owner = _new_staging(target)
        try:
            yield staging
            if _names_in(staging):
                with _locked(target.parent):
                    _swap(staging, target)
        finally:
            os.close(owner)
            with contextlib.suppress(OSError), _locked(target.parent):
                _settle(staging, target)


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


def _refuse_strangers(target: Path) -> None:
    strangers = sorted(set(FILES) & (_names_in(target) - _own_names(target)))
    if strangers:
        what = f"holds {strangers[0]}, which this program did not write"
        raise BadCall(str(target), what, "name another folder with --output")


@contextlib.contextmanager
def _clear_errors(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        action = "check the folder's permissions and space, or name another with --output"
        raise BadCall(str(output), f"cannot be written ({reason})", action) from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Only one run at a time moves folders about in `folder`."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # file systems without locks: go on without
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


# --- names --------------------------------------------------------------------------------


class _Resource(Struct):
    path: str


class _Package(Struct):
    """What is read of the description of a folder that a run wrote."""

    name: str
    resources: list[_Resource]


def _names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def is_output(folder: Path) -> bool:
    """Tell whether a folder holds what a run of this program wrote."""
    return bool(_own_names(folder))


def _own_names(folder: Path) -> set[str]:
    """Return the names in a folder that an earlier run wrote."""
    try:
        package = json.decode((folder / DATAPACKAGE).read_bytes(), type=_Package)
    except (OSError, ValueError, MsgspecError):
        return set()
    own = package.name == NAME
    return {resource.path for resource in package.resources} | set(FILES) if own else set()


def _package_last(path: Path) -> tuple[bool, str]:
    """The package tells whose the other files are: as long as there are any, it stays."""
    return path.name == DATAPACKAGE, path.name


def _staging_home(target: Path) -> Path:
    """Files can only be moved within one file system: a mount point holds its own staging."""
    return target if target.is_mount() else target.parent


def _new_staging(target: Path) -> tuple[Path, int]:
    name = f".{target.name}.{secrets.token_hex(4)}{_WRITING}"
    staging = _staging_home(target) / name
    staging.mkdir()
    owner = os.open(staging, os.O_RDONLY)
    with contextlib.suppress(OSError):
        fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return staging, owner


# --- the swap -----------------------------------------------------------------------------


def _swap(staging: Path, target: Path) -> None:
    """Make the finished files the output's."""
    _flush(staging)
    if not target.exists():
        staging.rename(target)
    elif not _exchange(staging, target):
        ready = staging.rename(staging.with_suffix(_READY))
        _move_in(ready, target)
    _flush(target.parent, names=())


def _flush(folder: Path, names: tuple[str, ...] = FILES) -> None:
    """The bytes reach the disk before the name does."""
    for path in (*(folder / name for name in names), folder):
        if path.exists():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step; return False when that cannot be."""
    if other in (Path.cwd(), *Path.cwd().parents):
        return False  # a shell standing in the old folder would be left in a deleted one
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    shutil.copymode(other, one)
    names = (os.fsencode(one), os.fsencode(other))
    if rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code))


def _move_in(ready: Path, target: Path) -> None:
    """Move finished files over the old ones, and delete what is no longer written."""
    target.mkdir(exist_ok=True)
    for name in sorted((_own_names(target) - set(FILES)) & _names_in(target)):
        (target / name).unlink()
    for path in sorted(ready.iterdir(), key=_package_last):
        path.replace(target / path.name)
    ready.rmdir()


# --- what dead runs left -------------------------------------------------------------------


def _recover(target: Path) -> None:
    """Complete or clear away what dead runs left beside the output folder."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}({_WRITING}|{_READY})")
    homes = {target.parent, _staging_home(target)}
    left = [home / name for home in homes for name in _names_in(home) if ours.fullmatch(name)]
    for path in sorted(left):
        if path.suffix == _READY:
            _move_in(path, target)
        elif path.suffix == _WRITING and not _is_owned(path):
            _settle(path, target)


def _is_owned(staging: Path) -> bool:
    """Tell whether the run that made a staging folder is alive."""
    handle = os.open(staging, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return True  # no locks here: leave it rather than harm a living run
    finally:
        os.close(handle)
    return False


def _settle(staging: Path, target: Path) -> None:
    """Move others' files from the staging folder to the output, and delete our own.

    Before the exchange everything in it is ours; after it, this is the old output.
    """
    if not staging.is_dir():
        return
    ours = set(FILES) | _own_names(staging)
    for path in sorted(staging.iterdir(), key=_package_last):
        if path.name in ours and not path.is_dir():
            path.unlink()
        elif not os.path.lexists(target / path.name):
            path.rename(target / path.name)
    if not any(staging.iterdir()):
        staging.rmdir()
