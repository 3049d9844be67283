"""Makes .venv, or mends it, and installs one set of locked dependencies and the project into it.

    python3 .ci/venv.py LOCK

Every download is checked against a hash of the lock. uv does the work when it can be had. Python
3.7 reads this file too: what is too old is told.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

HERE = Path(".venv")
PROGRAMS = HERE / ("Scripts" if os.name == "nt" else "bin")
SUFFIX = ".exe" if os.name == "nt" else ""
INSIDE = PROGRAMS / ("python" + SUFFIX)
UNFINISHED = HERE / ".unfinished"
OLDEST = (3, 11)


def main(lock: str) -> None:
    version = f"Python {platform.python_version()}"
    if sys.version_info[:2] < OLDEST:
        fail(f"{version} is too old; qingdan needs 3.11 or newer: make PYTHON=python3.12")
    uv = shutil.which("uv") or shutil.which("uv", path=str(PROGRAMS))
    if not is_usable(uv):
        uv = uv if uv and PROGRAMS.resolve() not in Path(uv).resolve().parents else None
        print(f"Setting up {HERE} with {version} and {'uv' if uv else 'pip'}", flush=True)
        create(uv)
    # A set-up that is killed leaves this behind, and the next one starts from nothing.
    UNFINISHED.touch()
    install(uv, "--require-hashes", "-r", "requirements-build.lock")
    install(uv, "--require-hashes", "-r", lock)
    install(uv, "--no-deps", "--editable", ".")
    # Where nothing may be written later (PYTHONDONTWRITEBYTECODE), every run would compile it.
    run(INSIDE, "-m", "compileall", "-q", "pipeline")
    UNFINISHED.unlink()


def fail(what: str) -> NoReturn:
    sys.stderr.write(f"qingdan: {what}\n")
    sys.exit(2)


def run(*command: str | Path) -> None:
    """Run a command; end as it does when it fails."""
    status = subprocess.call([str(one) for one in command])
    if status:
        sys.exit(status if status > 0 else 1)


def is_answered(*arguments: str) -> bool:
    """Tell whether the Python inside is there and this call of it succeeds."""
    command, nowhere = [str(INSIDE), *arguments], subprocess.DEVNULL
    return INSIDE.exists() and not subprocess.call(command, stdout=nowhere, stderr=nowhere)


def is_usable(uv: str | None) -> bool:
    new_enough = f"import sys; sys.exit(sys.version_info[:2] < {OLDEST})"
    has_pip = bool(uv) or is_answered("-m", "pip", "--version")
    return not UNFINISHED.exists() and is_answered("-c", new_enough) and has_pip


def create(uv: str | None) -> None:
    by_uv = ["venv", "--quiet", "--clear", "--no-python-downloads", "--python", sys.executable]
    command = [uv, *by_uv] if uv else [sys.executable, "-m", "venv", "--clear"]
    if subprocess.call([*command, str(HERE)]):
        fail("no virtual environment; on Debian and Ubuntu: apt-get install python3-venv")


def install(uv: str | None, *arguments: str) -> None:
    if uv:
        with_uv = ("install", "--quiet", "--compile-bytecode", "--python", INSIDE)
        run(uv, "pip", *with_uv, "--no-build-isolation", *arguments)
    else:
        with_pip = ("install", "--quiet", "--disable-pip-version-check")
        run(INSIDE, "-m", "pip", *with_pip, "--no-build-isolation", *arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])
