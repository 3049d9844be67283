"""What was extracted of a document is kept for as long as nothing changes that it depends on.

The key of a document's shard is made of its file's bytes, its names, what stands beside it, and
the options. The folder of all shards of use is named by the rules, this program's code, and the
versions of Python and of the libraries that read; those of other names are of no use any more.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from platformdirs import user_cache_path

from .errors import BadCall
from .options import Options
from .readers.soffice import find_soffice
from .rules import Rules
from .sources import Beside

# What an outcome depends on, as their folders in site-packages begin.
LIBRARIES = (
    "charset_normalizer",
    "lxml",
    "msgspec",
    "numpy",
    "onnxruntime",
    "opencv_python_headless",
    "pdfminer",
    "pdfplumber",
    "pillow",
    "pyarrow",
    "pypdfium2",
    "python_calamine",
    "rapidocr",
    "regex",
    "rjieba",
)
_PACKAGE = Path(__file__).parent
_VERSION = re.compile(r"[0-9a-f]{16}")


def default_folder() -> Path:
    """Return where outcomes are kept unless another folder is named: the user's own cache."""
    return user_cache_path("qingdan", appauthor=False) / "outcomes"


def folder_for(named: Path | None, output: Path) -> Path | None:
    """Return the folder that a run keeps outcomes in: the one named, else the user's own.

    None where the user has none that can be written. Raises `BadCall` for one that was named.
    """
    folder = (named or default_folder()).absolute()
    if named and folder.resolve().is_relative_to(output.resolve()):
        raise BadCall(str(named), "is inside the output", "name another folder with --cache")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        if named is None:
            return None
        what = f"cannot be made ({error.strerror})"
        raise BadCall(str(named), what, "name another folder with --cache") from error
    return folder if os.access(folder, os.W_OK) or named else None


# --- what an outcome depends on ---------------------------------------------------------------


def key_of(names: Iterable[str], sha256: str, beside: Beside, options: Options) -> str:
    """Return what names the shard of a document: it changes with all that its rows depend on."""
    parts = (*names, sha256, *map(_to_json, (beside, options)))
    return hashlib.sha256(msgspec.msgpack.encode(parts)).hexdigest()


def _to_json(value: msgspec.Struct) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def version_of(rules: Rules, soffice: str | None = None) -> str:
    """Return what names the folder of shards: rules, program and libraries as they are now.

    `soffice` is the LibreOffice that is named to convert documents.
    """
    lines = [
        *_files(_PACKAGE, "*.py"),
        *_files(rules.directory, "*"),
        *libraries(),
        _converter(find_soffice(soffice)),
        sys.version,
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _converter(program: Path | None) -> str:
    return f"{program} {program.stat().st_mtime_ns}" if program else "no LibreOffice"


def _files(folder: Path, pattern: str) -> Iterator[str]:
    """Yield the name and the digest of each file in a folder and those below."""
    for file in sorted(folder.rglob(pattern)):
        if file.is_file():
            yield f"{file.relative_to(folder)} {hashlib.sha256(file.read_bytes()).hexdigest()}"


def libraries() -> list[str]:
    """Return name and version of each library, as its installer notes them in a folder's name."""
    places = [Path(place) for place in sys.path if Path(place).is_dir()]
    noted = {one.name for place in places for one in place.glob("*-info")}
    return sorted(name for name in noted if name.lower().startswith(LIBRARIES))


# --- what is kept -----------------------------------------------------------------------------


class Held(NamedTuple):
    """How many shards are kept of a version, and their bytes."""

    version: str
    shards: int
    size: int


def held_in(folder: Path) -> tuple[Held, ...]:
    """Return what is kept in a cache, by version."""
    return tuple(_held(one) for one in _versions(folder))


def prune(folder: Path, version: str) -> None:
    """Remove from a cache what is kept of any other version."""
    for one in _versions(folder):
        if one.name != version:
            shutil.rmtree(one)


def _versions(folder: Path) -> list[Path]:
    """Return the folders that a cache keeps shards in: nothing else in it is anybody's concern."""
    below = sorted(folder.iterdir()) if folder.is_dir() else []
    return [one for one in below if _VERSION.fullmatch(one.name) and one.is_dir()]


def _held(folder: Path) -> Held:
    sizes = [file.stat().st_size for file in folder.glob("*/*")]
    return Held(folder.name, len(sizes), sum(sizes))
