"""What every test shares: how hypothesis searches, and one extraction of the real documents."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.fixtures import county

ROOT = Path(__file__).parent.parent

# A test fails for what the code does, not for the machine's mood: no deadline, and the same
# examples each time. HYPOTHESIS_PROFILE=search looks for new ones.
_calm = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("house", derandomize=True, **_calm)
settings.register_profile("search", max_examples=1000, **_calm)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

# Commands speak English here, wherever the tests run; tests of languages name theirs.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("COLUMNS", None)  # nor has a terminal any width but the one that a test names


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def townships_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command writes of 40 made-up townships, their items matched; beside it `truth`."""
    folder = tmp_path_factory.mktemp("townships")
    (folder / "raw").mkdir()
    truth = county.write(folder / "raw")
    output = folder / "townships"
    reading = ("extract", "raw", "--output", "townships", "--quiet", "--no-keywords", "--no-cache")
    for call in (reading, ("compare", "townships", "--json")):
        done = subprocess.run(
            [sys.executable, "-m", "qingdan", *call, "--lang", "en"],
            cwd=folder, capture_output=True, encoding="utf-8", check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
    (folder / "told.json").write_text(done.stdout, "utf-8")
    rows = [
        {"document_id": d, "list_type": n, "seq": s, "origin": o} for (d, n, s), o in truth.items()
    ]
    (folder / "truth.json").write_text(json.dumps(rows), "utf-8")
    return output


@pytest.fixture(scope="session")
def real_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make extract` writes: the command run once on raw/, by itself, as a user would."""
    output = tmp_path_factory.mktemp("real") / "output"
    command = [sys.executable, "-m", "qingdan", "extract", "raw/", "--output", str(output)]
    done = subprocess.run(
        [*command, "--quiet"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"status {done.returncode}\n{done.stdout}\n{done.stderr}"
    return output
