"""The fenced blocks of both READMEs and of docs/, and what they print.

`python -m tests.docs.blocks output/` writes what python and sql blocks print now into the `text`
blocks after them: only on purpose, and to be read before it is committed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
PAGES = (*READMES, *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md"))))
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)
WITH_OUTPUT = re.compile(
    r"^```(?P<kind>python|sql)\n(?P<body>.*?)^```\n\n```text\n(?P<output>.*?)^```$", re.M | re.S
)


class Block(NamedTuple):
    """A fenced block, and the `text` block that follows it without a word between, if any."""

    where: str
    kind: str
    body: str
    output: str | None


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page in order."""
    text = (ROOT / page).read_text("utf-8")
    outputs = {match.start(): match["output"] for match in WITH_OUTPUT.finditer(text)}
    return [
        Block(
            f"{page}:{text.count(chr(10), 0, match.start()) + 1}",
            match["kind"],
            match["body"],
            outputs.get(match.start()),
        )
        for match in FENCE.finditer(text)
    ]


def run(command: list[str], folder: Path, language: str = "en") -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, on a terminal 100 cells wide, with UTF-8 everywhere."""
    ours = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "100", "NO_COLOR": "1"}
    ours["LC_ALL"] = f"{language}.UTF-8"
    environment = {**os.environ, **ours}
    return subprocess.run(
        command, cwd=folder, capture_output=True, encoding="utf-8", check=False, env=environment
    )


def printed(kind: str, body: str, folder: Path) -> str:
    """Return what a python or sql block prints in a folder that holds raw/ and output/."""
    if kind == "python":
        done = run([sys.executable, "-c", body], folder)
        assert done.returncode == 0, done.stderr
        return done.stdout
    with duckdb.connect() as connection:
        connection.execute(f"SET file_search_path = '{folder}'")
        rows = connection.execute(body).fetchall()
    return "".join(" | ".join(map(str, row)) + "\n" for row in rows)


def main(output: Path) -> None:
    """Rewrite the text blocks of all pages by what their blocks print beside this output."""
    assert output.name == "output", "the blocks read from output/"

    def filled(match: re.Match[str]) -> str:
        lines = printed(match["kind"], match["body"], output.resolve().parent)
        return f"```{match['kind']}\n{match['body']}```\n\n```text\n{lines}```"

    for page in PAGES:
        path = ROOT / page
        path.write_text(WITH_OUTPUT.sub(filled, path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
