"""LibreOffice as a converter: in a profile of its own, without network, with limits."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import UnreadableSource

SECONDS = 120  # of CPU time that a conversion may cost
WAIT = 900  # seconds on the clock after which one that does nothing is ended
MEMORY = 2 << 30
OUTPUT = 256 << 20
_RESTART = 81  # how it ends when it has made its profile and wants to be started again
_NAMES = ("soffice", "libreoffice")
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2)
_DIES_WITH_PARENT = 1  # of prctl(2)
_ENDED_BY_LIMITS = {getattr(signal, name, 0) for name in ("SIGXCPU", "SIGKILL")} - {0}
# No macros, no link is followed, no proxy leads anywhere.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name=\
"DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name=\
"MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name=\
"BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" \
oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" \
oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" \
oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" \
oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" \
oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


def find_soffice(named: str | None) -> Path | None:
    """Return LibreOffice's program: the one that is named, else that on the PATH; None without."""
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        return None
    # The script starts this one, and would leave it behind if it were stopped.
    beside = Path(os.path.realpath(found)).with_name("soffice.bin")
    return beside if os.access(beside, os.X_OK) else Path(found)


def convert(name: str, data: bytes, suffix: str, target: str, program: Path) -> bytes:
    """Return a file converted to the kind of another suffix; raises `UnreadableSource`."""
    with TemporaryDirectory(prefix="qingdan-") as place:
        folder = Path(place)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
        source, result = folder / f"list.{suffix}", folder / "out" / f"list.{target}"
        source.write_bytes(data)
        command = [
            str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--convert-to", target,
            "--outdir", str(result.parent), str(source),
        ]  # fmt: skip
        status = _run(name, command, folder)
        if status == _RESTART:
            status = _run(name, command, folder)
        if -status in _ENDED_BY_LIMITS:
            raise _stopped(name, f"took more than {SECONDS} s of CPU time")
        if status or not result.is_file():
            what = "it could not be converted by LibreOffice"
            action = "open it there or in Word, save it as DOCX or XLSX and read that"
            raise UnreadableSource(name, "conversion_failed", what, action)
        return result.read_bytes()


def _run(name: str, command: Sequence[str], folder: Path) -> int:
    """Return the status with which the program ends, in a folder that is all it knows of us."""
    environment = {
        "HOME": str(folder), "TMPDIR": str(folder), "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp",
        "PATH": os.environ.get("PATH", os.defpath),
    }  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - the program that is installed or named
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_confine if _has_limits() else None,
            timeout=WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _stopped(name, f"did nothing for {WAIT} s") from error
    except OSError as error:
        what = f"LibreOffice does not start ({error.strerror})"
        action = "install it anew, or name its soffice with --soffice"
        raise UnreadableSource(name, "conversion_failed", what, action) from error
    return done.returncode


def _has_limits() -> bool:
    """Tell whether the system sets limits to processes (Windows does not)."""
    try:
        import resource  # noqa: F401
    except ImportError:
        return False
    return True


def _confine() -> None:
    """Bind the process that is about to become the program to limits."""
    import resource

    for limit, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # the environment allows less
            resource.setrlimit(limit, (most, most))
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(_DIES_WITH_PARENT, signal.SIGKILL)
        # Where the kernel grants it, a network of its own, without any way out.
        if system.unshare(_NEW_NETWORK):
            system.unshare(_NEW_USER | _NEW_NETWORK)


def _stopped(name: str, what: str) -> UnreadableSource:
    action = "open it in Word or LibreOffice, save it as DOCX or XLSX and read that"
    return UnreadableSource(name, "timed_out", f"its conversion {what} and was stopped", action)
