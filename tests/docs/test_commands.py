"""Every command and every option is documented, in both languages."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from qingdan.cli import COMMANDS
from qingdan.commands.command import Command, Parser

ROOT = Path(__file__).parents[2]
NAMES = [one.name for one in COMMANDS]


def options_of(command: Command) -> set[str]:
    """The long options of a command."""
    parser = Parser(add_help=False)
    command.add(parser)
    return {name for name in words_of(parser) if name.startswith("--")}


def words_of(parser: argparse.ArgumentParser) -> set[str]:
    return {name for action in parser._actions for name in action.option_strings}


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_readmes_name_every_command(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [name for name in NAMES if f"| `qingdan {name}" not in text] == []


@pytest.mark.parametrize("page", ["docs/command.md", "docs/command.zh-CN.md"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_is_documented(command: Command, page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert re.search(rf"`?qingdan\s+{command.name}\b", text), command.name
    known = set(re.findall(r"--[a-z][a-z-]+", text))
    assert sorted(options_of(command) - known) == []


@pytest.mark.parametrize("page", ["docs/command.md", "docs/command.zh-CN.md"])
def test_no_option_is_documented_that_is_not_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    documented = set(re.findall(r"^\| `(?:-\w`, `)?(--[a-z][a-z-]+)", text, re.MULTILINE))
    known = {"--lang", "--version"}.union(*map(options_of, COMMANDS))
    assert len(documented) > 15
    assert sorted(documented - known) == []
