"""Does on a POSIX system as Windows does, in every process whose PYTHONPATH names this folder.

What is not there is not there: modules, functions, signals, links. What is refused is refused:
opening or replacing a folder, flushing what was opened to be read, renaming onto a file, names
that the system keeps or cannot hold.
"""

import errno
import multiprocessing
import os
import signal
import sys
import warnings
from pathlib import PureWindowsPath

MODULES = (
    "crypt",
    "fcntl",
    "grp",
    "nis",
    "pty",
    "pwd",
    "resource",
    "spwd",
    "syslog",
    "termios",
    "tty",
)
FUNCTIONS = (
    "chown", "chroot", "fchmod", "fchown", "fdatasync", "fork", "forkpty", "getpgid",
    "killpg", "lchown", "lockf", "mkfifo", "mknod", "nice", "posix_fadvise", "posix_fallocate",
    "posix_spawn", "posix_spawnp", "register_at_fork", "sched_getaffinity", "sendfile", "setsid",
    "statvfs", "sync", "sysconf", "wait", "wait3", "wait4", "waitid",
)  # fmt: skip
SIGNALS = (
    "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGQUIT", "SIGUSR1", "SIGUSR2",
    "SIGXCPU", "alarm", "pthread_kill", "pthread_sigmask", "setitimer", "sigwait",
)  # fmt: skip

for name in MODULES:
    sys.modules[name] = None  # type: ignore[assignment]
for owner, names in ((os, FUNCTIONS), (signal, SIGNALS)):
    for name in names:
        if hasattr(owner, name):
            delattr(owner, name)
multiprocessing.set_start_method("spawn")
# Windows has a lock of its own, which filelock takes there; here it has but the one of a file.
warnings.filterwarnings("ignore", "only soft file lock is available")


def no_link(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "A required privilege is not held by the client")


os.symlink = no_link

_open, _fsync, _mkdir, _rename, _replace = os.open, os.fsync, os.mkdir, os.rename, os.replace
_read_only: set[int] = set()


def check_name(path: object) -> None:
    """Refuse a name that Windows cannot give to a new file."""
    name = os.path.basename(os.fsdecode(path)) if isinstance(path, str | os.PathLike) else ""
    if set('<>:"|?*\\') & set(name) or name.endswith((".", " ")):
        raise OSError(errno.EINVAL, "The filename, directory name or volume label is incorrect")
    if PureWindowsPath(name).is_reserved():
        raise OSError(errno.EINVAL, "The handle is invalid")


def open_handle(path, flags, *arguments, **named):  # type: ignore[no-untyped-def]
    if os.path.isdir(path):
        raise PermissionError(errno.EACCES, "Permission denied", path)
    if flags & os.O_CREAT:
        check_name(path)
    handle = _open(path, flags, *arguments, **named)
    (_read_only.discard if flags & (os.O_WRONLY | os.O_RDWR) else _read_only.add)(handle)
    return handle


def fsync(handle):  # type: ignore[no-untyped-def]
    if handle in _read_only:
        raise OSError(errno.EBADF, "Bad file descriptor")
    _fsync(handle)


def mkdir(path, *arguments, **named):  # type: ignore[no-untyped-def]
    check_name(path)
    _mkdir(path, *arguments, **named)


def rename(source, target, **named):  # type: ignore[no-untyped-def]
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "File exists", target)
    check_name(target)
    _rename(source, target, **named)


def replace(source, target, **named):  # type: ignore[no-untyped-def]
    if os.path.isdir(source) or os.path.isdir(target):
        raise PermissionError(errno.EACCES, "Access is denied", target)
    check_name(target)
    _replace(source, target, **named)


os.open, os.fsync, os.mkdir, os.rename, os.replace = open_handle, fsync, mkdir, rename, replace
