"""Every code that can be written is explained in docs/codes.md, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

from qingdan.checks.reconcile import ERRORS

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "codes.md").read_text("utf-8")
ROW = re.compile(r"^\| `([a-z0-9_]+)` \|(?: (error|warning) \|)?", re.M)
WORD = re.compile(r'"([a-z0-9]+(?:_[a-z0-9]+)*)"')


def explained(heading: str) -> dict[str, str]:
    """Given a heading of the document, return the codes of its table with their severity."""
    part = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    return {match[1]: match[2] or "" for match in ROW.finditer(part)}


def words_of_the_program() -> set[str]:
    """Return every literal of the program that could be a code."""
    sources = (ROOT / "pipeline").rglob("*.py")
    return {word for path in sources for word in WORD.findall(path.read_text("utf-8"))}


def codes_of_the_program(maker: str) -> set[str]:
    """Return the literals that stand as the code in calls of `maker`."""
    call = re.compile(maker + r'\((?:[a-z_.]+, )?\s*"([a-z0-9_]+)"')
    sources = (ROOT / "pipeline").rglob("*.py")
    return {word for path in sources for word in call.findall(path.read_text("utf-8"))}


def test_every_code_is_explained() -> None:
    warnings = codes_of_the_program("[Dd]oubt") | codes_of_the_program("Warning")
    failures = codes_of_the_program("UnreadableSource") | codes_of_the_program("Refusal")
    assert warnings - set(explained("Warnings")) == set()
    assert failures - set(explained("Failures")) == set()
    assert len(warnings) > 20
    assert len(failures) > 20


def test_every_explained_code_is_used() -> None:
    told = set(explained("Warnings")) | set(explained("Failures"))
    assert told - words_of_the_program() == set()


def test_severities_are_the_program_s() -> None:
    table = explained("Warnings")
    assert {code for code, severity in table.items() if severity == "error"} == set(ERRORS)
