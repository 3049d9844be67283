"""The wheel and the sdist: what they hold, and that what is installed from them works."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

import qingdan
from tests.library.packages import ROOT, build, checkout, environment_with, run, unpacked

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TOWNSHIPS = ROOT / "tests" / "fixtures" / "townships"


def python_packages() -> set[str]:
    """Return the names under which every folder with Python files is installed."""
    folders = {path.parent.relative_to(ROOT / "pipeline") for path in pipeline_files("*.py")}
    return {".".join(("qingdan", *folder.parts)) for folder in folders}


def pipeline_files(pattern: str) -> list[Path]:
    return sorted((ROOT / "pipeline").rglob(pattern))


def test_the_project_lists_the_packages_that_are_there() -> None:
    listed = PROJECT["tool"]["setuptools"]["packages"]
    assert listed == sorted(listed)
    assert set(listed) == python_packages() | {"qingdan.rules.data"}


def test_the_version_is_written_once() -> None:
    assert PROJECT["project"]["dynamic"] == ["version"]
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "qingdan.__version__"}
    texts = {
        path: path.read_text("utf-8") for path in [*ROOT.glob("*.toml"), *pipeline_files("*.py")]
    }
    found = [path.name for path, text in texts.items() if f'"{qingdan.__version__}"' in text]
    assert found == ["__init__.py"]


# --- the sdist ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An unpacked sdist."""
    folder = tmp_path_factory.mktemp("sdist")
    (folder / "built").mkdir()
    (folder / "unpacked").mkdir()
    sdist = build("sdist", checkout(folder), folder / "built")
    return unpacked(sdist, folder / "unpacked")


def test_the_sdist_is_the_checkout(source: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]
    assert len(names) > 500
    assert [name for name in names if not (source / name).is_file()] == []
    differing = [
        name for name in names if (source / name).read_bytes() != (ROOT / name).read_bytes()
    ]
    assert differing == []


def test_make_finds_what_it_needs_in_the_sdist(source: Path) -> None:
    for target in ("extract", "test"):
        told = run(["make", "--dry-run", target], source).stdout
        assert ".ci/venv.py requirements" in told
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-build.lock"):
        assert (source / name).is_file()


# --- the wheel ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of the sdist."""
    return build("wheel", source, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment in which the wheel is installed."""
    return environment_with(wheel, tmp_path_factory.mktemp("environment"))


def test_the_wheel_holds_the_package_and_its_rules_and_nothing_else(wheel: Path) -> None:
    held = {Path(name) for name in ZipFile(wheel).namelist()}
    own = {
        path.relative_to(ROOT / "pipeline")
        for path in pipeline_files("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    rules = {Path("rules", "data", path.name) for path in (ROOT / "rules").iterdir()}
    expected = {Path("qingdan") / path for path in own | rules}
    (metadata,) = {path.parts[0] for path in held if path.parts[0] != "qingdan"}
    assert metadata == f"qingdan-{qingdan.__version__}.dist-info"
    assert {path for path in held if path.parts[0] == "qingdan"} == expected


def test_the_wheel_has_the_command_and_its_licence(wheel: Path) -> None:
    metadata = f"qingdan-{qingdan.__version__}.dist-info"
    with ZipFile(wheel) as archive:
        commands = archive.read(f"{metadata}/entry_points.txt").decode()
        licence = archive.read(f"{metadata}/licenses/LICENSE").decode()
    assert commands == "[console_scripts]\nqingdan = qingdan.cli:main\n"
    assert licence == (ROOT / "LICENSE").read_text("utf-8")


@pytest.mark.parametrize("path", ["", "."], ids=["by folder", "by PYTHONPATH"])
def test_a_project_with_a_package_called_pipeline_runs_the_command(
    python: Path, tmp_path: Path, path: str
) -> None:
    for name in ("pipeline", "rules", "readers", "bench", "tests"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('the wrong package')")
    sources = [
        ROOT / "raw" / "awati.txt",
        *(TOWNSHIPS / "manyun" / name for name in ("list.html", "writer.pdf")),
    ]
    changes = {"PYTHONPATH": str(tmp_path / path)} if path else {}
    call = "import sys; from qingdan.cli import main; sys.argv[0] = 'qingdan'; sys.exit(main())"
    command = [python, "-c", call, "extract", *sources, "--no-keywords", "--quiet"]
    run(command, tmp_path, **changes)
    assert (tmp_path / "output" / "items.parquet").is_file()


SCRIPT = """\
import qingdan


def count(paths: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for outcome in qingdan.extract_many(paths, options=qingdan.Options(keywords=False)):
        if isinstance(outcome, qingdan.Failure):
            raise SystemExit(outcome.message)
        clauses = [clause for item in outcome.items for clause in item.clauses]
        found[outcome.document_id] = len(clauses)
    return found


print(count(["{raw}"]))
"""
WRONG = """\
import qingdan

pages: str = qingdan.extract("a.txt").source.pages
qingdan.extract("a.txt", keywords=False)
qingdan.extrakt("a.txt")
"""


@pytest.mark.slow
def test_a_script_of_a_user_runs_and_mypy_sees_what_another_gets_wrong(
    python: Path, tmp_path: Path
) -> None:
    script, wrong = tmp_path / "script.py", tmp_path / "wrong.py"
    script.write_text(SCRIPT.replace("{raw}", str(ROOT / "raw" / "awati.txt")), "utf-8")
    wrong.write_text(WRONG, "utf-8")
    assert run([python, script.name], tmp_path).stdout == "{'awati': 871}\n"
    command = [python, "-m", "mypy", "--strict", script.name, wrong.name]
    told = run(command, tmp_path, status=1).stdout
    lines = [line.split(":")[:2] for line in told.splitlines() if " error: " in line]
    assert lines == [[wrong.name, line] for line in ("3", "4", "5")]
