"""The house rules, read from the source code: who may import whom, and how long things get."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PIPELINE = ROOT / "pipeline"
MODULES = sorted(PIPELINE.rglob("*.py"))
MODULE_LINES, FUNCTION_LINES = 350, 50
# What a child process is told to import and call.
TASK = r"pipeline(\.\w+)+:\w+"

# A room may import itself and rooms of a lower floor, unless SEALED says less.
FLOORS = {
    "pipeline": 0,
    "pipeline.model": 0,
    "pipeline.errors": 0,
    "pipeline.options": 0,
    "pipeline.rulefiles": 1,
    "pipeline.rules": 2,
    "pipeline.acknowledgements": 2,
    "pipeline.register": 2,
    "pipeline.words": 3,
    "pipeline.readers": 4,
    "pipeline.stages": 4,
    "pipeline.extract": 5,
    "pipeline.corpus": 6,
    "pipeline.writers": 7,
    "pipeline.frames": 7,
    "pipeline.review": 8,
    "pipeline.__main__": 9,
}
# Rooms that do not even know everything below them: what they read are values or files.
SEALED = {
    "pipeline.writers": {"pipeline", "pipeline.model", "pipeline.errors", "pipeline.options"},
    "pipeline.frames": {"pipeline", "pipeline.model", "pipeline.errors", "pipeline.writers"},
    "pipeline.review": {
        "pipeline",
        "pipeline.model",
        "pipeline.errors",
        "pipeline.writers",
        "pipeline.frames",
    },
}
# Third party → the only rooms that import it.
OWNERS = {
    "pdfplumber": {"pipeline.readers"},
    "pdfminer": {"pipeline.readers"},
    "pypdfium2": {"pipeline.readers"},
    "docx": {"pipeline.readers"},
    "lxml": {"pipeline.readers"},
    "python_calamine": {"pipeline.readers"},
    "charset_normalizer": {"pipeline.readers"},
    "pandas": {"pipeline.frames"},
    "jieba": {"pipeline.words"},
    "pyarrow": {"pipeline.writers", "pipeline.frames", "pipeline.review"},
    "numpy": set[str](),
    "fitz": set[str](),
    "requests": set[str](),
    "urllib3": set[str](),
    "httpx": set[str](),
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(name: str) -> str:
    """Given `pipeline.stages.rows` or a name in it, return `pipeline.stages`."""
    return ".".join(name.split(".")[:2])


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Given a module, return line and full name of everything it imports, wherever it does."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield node.lineno, whole if whole in FLOORS else str(node.module)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            named = [one.value for one in node.args if isinstance(one, ast.Constant)]
            yield from ((node.lineno, str(name)) for name in named)
        elif isinstance(node, ast.Constant) and re.fullmatch(TASK, str(node.value)):
            yield node.lineno, str(node.value).split(":")[0]


def wrong_imports(path: Path) -> list[str]:
    """Given a module, return its imports that point upward, sideways or past an owner."""
    own = room(module_name(path))
    found = []
    for line, name in imports(path):
        if name.split(".")[0] == "pipeline":
            target = room(name)
            known = SEALED.get(own, {k for k, floor in FLOORS.items() if floor < FLOORS[own]})
            wrong = target != own and target not in known
        else:
            owners = OWNERS.get(name.split(".")[0])
            wrong = owners is not None and own not in owners
        if wrong:
            found.append(f"{path.relative_to(ROOT)}:{line}: {own} imports {name}")
    return found


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Given a module, return the functions and methods others call; properties are fields."""
    classes = (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef))
    for scope in (tree(path), *(node for node in classes if not node.name.startswith("_"))):
        for node in scope.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
            field = any(name.split(".")[-1].endswith("property") for name in decorators)
            if not node.name.startswith("_") and not field:
                yield node


def place_names() -> set[str]:
    """The registered documents' places, and the same without 县, 镇 and the like."""
    with (ROOT / "raw" / "sources.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {row[key] for row in rows for key in ("prefecture", "county", "township")} - {""}
    ends = "自治州|自治县|地区|街道|[县市区旗镇乡州盟]"
    return {n for name in names for n in (name, re.sub(f"(?:{ends})$", "", name)) if len(n) > 1}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_point_one_way(path: Path) -> None:
    assert room(module_name(path)) in FLOORS, "a new room needs a floor in FLOORS"
    assert wrong_imports(path) == []


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("stages/x.py", "from pipeline.readers import text"),
        ("stages/x.py", "from pipeline.writers.schema import ITEMS"),
        ("readers/x.py", "from pipeline.stages.rows import rows"),
        ("readers/x.py", "def f():\n    import pipeline.extract"),
        ("rules.py", "from pipeline import words"),
        ("model.py", "from pipeline import rules"),
        ("writers/x.py", "from pipeline.corpus import run"),
        ("review/x.py", "from pipeline.extract import extract"),
        ("stages/x.py", "import pandas as pd"),
        ("stages/x.py", "from lxml import html"),
        ("readers/x.py", "import numpy.linalg"),
        ("stages/x.py", "TASK = 'pipeline.readers.html:read'"),
        ("extract.py", "import importlib\nimportlib.import_module('jieba')"),
    ],
)
def test_a_wrong_import_is_noticed(
    module: str, statement: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = PIPELINE / module
    monkeypatch.setitem(globals(), "tree", lambda _: ast.parse(statement))
    assert len(wrong_imports(path)) == 1


def test_every_floor_but_the_empty_ones_is_there() -> None:
    rooms = {room(module_name(path)) for path in MODULES}
    assert {"pipeline.model", "pipeline.rules", "pipeline.readers", "pipeline.stages"} <= rooms


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_modules_and_functions_stay_short(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= MODULE_LINES
    sizes = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions(path)}
    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES} == {}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_public_functions_say_what_they_do(path: Path) -> None:
    assert [node.name for node in public_functions(path) if not ast.get_docstring(node)] == []


def test_only_rules_opens_rules() -> None:
    files = {path.name for path in (ROOT / "rules").rglob("*") if path.is_file()}
    found = [
        f"{module_name(path)}:{node.lineno}: {node.value}"
        for path in MODULES
        if module_name(path) != "pipeline.rules"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.rsplit("/", maxsplit=1)[-1] in files
    ]
    assert files
    assert found == []


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
    """Given a lock file's name, return its `name==version` lines with their conditions."""
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
