"""What is built of the checkout, and environments to try it in, without any network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".*_cache", ".git", ".hypothesis", ".net", ".venv*", "__pycache__", "*.egg-info",
    "build", "dist", "output",
)  # fmt: skip


def checkout(folder: Path) -> Path:
    """Return a copy of the checkout in a new folder, so that building leaves nothing in it."""
    return shutil.copytree(ROOT, folder / "checkout", ignore=LEFT_OUT)


def build(kind: str, source: Path, folder: Path) -> Path:
    """Return the `wheel` or `sdist` of a source, built by setuptools as pip would call it."""
    script = f"from setuptools.build_meta import build_{kind} as build; build({str(folder)!r})"
    run([sys.executable, "-c", script], source)
    (built,) = folder.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return built


def unpacked(sdist: Path, folder: Path) -> Path:
    """Return the folder of an unpacked sdist."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (inside,) = folder.iterdir()
    return inside


def environment_with(wheel: Path, folder: Path) -> Path:
    """Return the Python of a new environment that has the wheel, and what this one has besides.

    The other packages come through a `.pth` file, which does not take an editable install along.
    """
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    (site,) = folder.glob("lib/python*/site-packages")
    with ZipFile(wheel) as archive:
        archive.extractall(site)
    others = [path for path in sys.path if path.endswith("site-packages")]
    (site / "others.pth").write_text("\n".join(others), "utf-8")
    return python


def run(
    command: list[str | Path], folder: Path, status: int = 0, **changes: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, where PYTHONPATH leads nowhere; fail unless it has this status."""
    environment = {**os.environ, "PYTHONUTF8": "1", **changes}
    if "PYTHONPATH" not in changes:
        environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == status, f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done
