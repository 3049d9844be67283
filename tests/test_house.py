"""The house rules, read from the source: which room may import which, and what no file holds."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIPELINE = ROOT / "pipeline"
MODULES = sorted(PIPELINE.rglob("*.py"))

# From the ground up: a room imports itself and rooms that stand before it.
ROOMS = (
    "errors",
    "languages",
    "model",
    "options",
    "letters",
    "rules",
    "keywords",
    "readers",
    "sources",
    "preamble",
    "departments",
    "tables",
    "cells",
    "checks",
    "extraction",
    "corpus",
    "archives",
    "pool",
    "writers",
    "comparison",
    "cache",
    "filing",
    "parts",
    "cluster",
    "library",
    "review",
    "editions",
    "exports",
    "search",
    "streams",
    "commands",
    "cli",
    "__main__",
    "",  # the library itself, pipeline/__init__.py
)
# Rooms that know less than what stands below them: what they read are values, or files.
SEALED = {
    "keywords": {"model", "rules"},
    "readers": {"errors", "model", "options", "letters"},
    "writers": {"errors", "languages", "model", "options", "letters"},
    "review": {
        "checks",
        "errors",
        "languages",
        "model",
        "options",
        "readers",
        "sources",
        "writers",
    },
    "exports": {"errors", "languages", "model", "writers", "review"},
    "search": {"errors", "languages", "letters", "writers", "review", "exports"},
}
# Third party → the only rooms that import it.
OWNERS = {
    "argcomplete": {"commands"},
    "pdfplumber": {"readers"},
    "pdfminer": {"readers"},
    "pypdfium2": {"readers"},
    "lxml": {"readers"},
    "python_calamine": {"readers"},
    "charset_normalizer": {"readers"},
    "dask": {"cluster"},
    "distributed": {"cluster"},
    "filelock": {"writers"},
    "rapidfuzz": {"editions"},
    "rjieba": {"keywords"},
    "jieba": set[str](),
    "platformdirs": {"cache", "search"},
    "pyarrow": {"writers", "review"},
    "pandas": {"writers"},
    "numpy": {"readers"},
    "cv2": {"readers"},
    "onnxruntime": {"readers"},
    "xlsxwriter": {"exports"},
    "requests": set[str](),
    "urllib3": set[str](),
    "httpx": set[str](),
}


def parts_of(path: Path) -> list[str]:
    """`pipeline/tables/dump/units.py` → `["tables", "dump", "units"]`; a package is its folder."""
    parts = list(path.relative_to(PIPELINE).with_suffix("").parts)
    return parts[:-1] if parts[-1] == "__init__" else parts


def room_of(parts: list[str]) -> str:
    return parts[0] if parts else ""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def names_of_modules() -> frozenset[str]:
    return frozenset(".".join(parts_of(path)) for path in MODULES)


def own_imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and module (`tables.dump.units`, "" for the package) of every import of our own."""
    package = parts_of(path) if path.name == "__init__.py" else parts_of(path)[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            base += node.module.split(".") if node.module else []
            for alias in node.names:
                if alias.name == "__version__":
                    continue
                whole = ".".join([*base, alias.name])
                yield node.lineno, whole if whole in names_of_modules() else ".".join(base)
        elif isinstance(node, ast.Constant):
            # What a child process is told to import and call.
            match = re.fullmatch(r"qingdan\.([\w.]+):\w+", str(node.value))
            yield from [(node.lineno, match[1])] if match else ()


def third_parties(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.split(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, str(node.module).split(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            named = [one.value for one in node.args if isinstance(one, ast.Constant)]
            yield from ((node.lineno, str(name).split(".")[0]) for name in named)


def wrong_imports(path: Path) -> list[str]:
    """What a module imports that stands above it, is kept from it, or is another room's library."""
    own = room_of(parts_of(path))
    allowed = {own, *SEALED.get(own, set(ROOMS[: ROOMS.index(own)]))}
    found = [
        f"{path.name}:{line}: {own} imports {name}"
        for line, name in own_imports(path)
        if room_of(name.split(".") if name else []) not in allowed
    ]
    found += [
        f"{path.name}:{line}: {own} imports {name}"
        for line, name in third_parties(path)
        if (name in OWNERS and own not in OWNERS[name]) or name in ("qingdan", "pipeline")
    ]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: ".".join(parts_of(path)) or "qingdan")
def test_imports_point_down(path: Path) -> None:
    assert wrong_imports(path) == []


def test_every_room_is_there_and_has_its_place() -> None:
    assert {room_of(parts_of(path)) for path in MODULES} == set(ROOMS)
    assert set(SEALED) | {room for rooms in OWNERS.values() for room in rooms} <= set(ROOMS)


def test_no_circle_inside_a_room() -> None:
    graph = {
        ".".join(parts_of(path)): {name for _, name in own_imports(path)}
        - {".".join(parts_of(path))}
        for path in MODULES
        if parts_of(path)
    }
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"modules import each other: {' → '.join(error.args[1])}")
    assert len(order) >= len(graph)


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("tables/x.py", "from ..checks import losses"),
        ("tables/dump/x.py", "from ...writers.schema import ITEMS"),
        ("readers/x.py", "from ..tables.titles import title_type"),
        ("readers/x.py", "def f():\n    from .. import extraction"),
        ("letters/x.py", "from ..rules import Rules"),
        ("model.py", "from . import rules"),
        ("writers/x.py", "from ..corpus import run"),
        ("review/x.py", "from ..extraction import extract"),
        ("cells/x.py", "import pandas as pd"),
        ("tables/x.py", "from lxml import html"),
        ("writers/x.py", "import numpy.linalg"),
        ("cells/x.py", "import qingdan.model"),
        ("tables/x.py", "TASK = 'qingdan.readers.html:read'\nfrom ..checks import losses"),
        ("extraction.py", "import importlib\nimportlib.import_module('rjieba')"),
    ],
)
def test_a_wrong_import_is_noticed(
    module: str, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "tree", lambda _: ast.parse(statement))
    assert len(wrong_imports(PIPELINE / module)) == 1


def test_a_circle_is_noticed() -> None:
    with pytest.raises(CycleError):
        list(TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())


def public_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions and methods that others call; properties are fields."""
    classes = (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))
    for scope in (tree(path), *(node for node in classes if not node.name.startswith("_"))):
        for node in scope.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
            field = any(name.split(".")[-1].endswith("property") for name in decorators)
            if not node.name.startswith("_") and not field:
                yield node


@pytest.mark.parametrize("path", MODULES, ids=lambda path: ".".join(parts_of(path)) or "qingdan")
def test_public_functions_say_what_they_do(path: Path) -> None:
    assert [node.name for node in public_functions(path) if not ast.get_docstring(node)] == []


def test_only_rules_opens_rules() -> None:
    files = {path.name for path in (ROOT / "rules").rglob("*") if path.is_file()}
    found = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path in MODULES
        if room_of(parts_of(path)) != "rules"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.rsplit("/", maxsplit=1)[-1] in files
    ]
    assert files
    assert found == []


def place_names() -> set[str]:
    """The registered documents' places, and the same without 县, 镇 and the like."""
    with (ROOT / "raw" / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row[key] for row in rows for key in ("prefecture", "county", "township")} - {""}
    ends = "自治州|自治县|地区|街道|[县市区旗镇乡州盟]"
    return {n for name in names for n in (name, re.sub(f"(?:{ends})$", "", name)) if len(n) > 1}


def test_code_and_rules_know_no_registered_place() -> None:
    names = place_names()
    files = [*MODULES, *(path for path in (ROOT / "rules").rglob("*") if path.is_file())]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {name}"
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for name in names
        if name in line
    ]
    assert len(names) >= 6
    assert found == []


def pins(lock: str) -> set[str]:
    """The `name==version` lines of a lock file, with their conditions."""
    text = (ROOT / lock).read_text("utf-8")
    return {re.sub(r"[ \\]+$", "", line) for line in text.splitlines() if re.match(r"\w", line)}


def test_the_lock_files_agree() -> None:
    everything = pins("requirements-dev.lock")
    assert pins("requirements.lock") | pins("requirements-build.lock") <= everything


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.lock")), ids=lambda path: path.name)
def test_lock_files_hash_everything_and_name_no_host(path: Path) -> None:
    text = path.read_text("utf-8")
    entries = re.split(r"\n(?=\w)", text.split("\n", 2)[2])
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links", text) == []
