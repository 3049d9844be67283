"""What runs of the whole command leave that are killed at random.

`python -m tests.writers.kills FOLDER PLACE NUMBER` prints how often which edition was left, and how
often a run was killed while it replaced files.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from qingdan import cli
from qingdan.writers.schema import FILES
from tests.writers.faults import ROOT, placed

INPUTS = ("raw/awati.txt", "tests/fixtures/pdf/full.pdf")  # of the two editions
Digests = dict[str, str]


def begun(edition: int, output: Path) -> int:
    """Fork a process that runs the command as a shell would, and return its number."""
    child = os.fork()
    if not child:
        source = str(ROOT / INPUTS[edition])
        sys.argv = ["qingdan", "extract", source, "--output", str(output)]
        sys.argv += ["--no-keywords", "--quiet"]
        os._exit(cli.main())
    return child


def digests(output: Path) -> Digests:
    """Return the digest of every file that is in a folder, as whoever opens them finds them."""
    return {
        name: hashlib.sha256((output / name).read_bytes()).hexdigest()
        for name in FILES
        if (output / name).exists()
    }


def wait_for(child: int, output: Path, seconds: float) -> bool:
    """Wait so long, or until a run replaces files; return whether it does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not os.waitid(
        os.P_PID, child, os.WEXITED | os.WNOWAIT | os.WNOHANG
    ):
        if (output / ".qingdan" / "now").is_symlink():
            return True
    return False


def main(base: str, place: str, number: str) -> None:
    choice = random.Random(0)
    found: Counter[str] = Counter()
    with placed(Path(base), place) as output:
        (output / "notes.txt").write_text("mine")
        whole: list[Digests] = []
        start = time.monotonic()
        for edition in (0, 1):
            os.waitpid(begun(edition, output), 0)
            whole.append(digests(output))
        seconds = (time.monotonic() - start) / 2
        for turn in range(int(number)):
            child = begun(turn % 2, output)
            if turn % 4 < 2:
                time.sleep(choice.uniform(0, 1.2 * seconds))
            elif wait_for(child, output, 10 * seconds):
                time.sleep(choice.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            left = digests(output)
            found["mixed" if left not in whole else f"whole {whole.index(left)}"] += 1
            found["replacing"] += (output / ".qingdan" / "now").is_symlink()
            found["lost"] += (output / "notes.txt").read_text() != "mine"
    print(json.dumps(found))


def kills(base: Path, place: str, number: int) -> Counter[str] | None:
    """Return what so many runs left; None where nothing can be mounted."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.writers.kills", str(base), place, str(number)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.stderr == "nothing can be mounted here\n":
        return None
    assert done.returncode == 0, done.stderr
    return Counter(json.loads(done.stdout))


if __name__ == "__main__":
    main(*sys.argv[1:])
