"""`qingdan help`: what the commands do."""

from __future__ import annotations

import argparse

from .command import Command, Parser
from .terminal import put

_DESCRIPTION = "Says what a command does and which options it has; without one, which there are."


def _add(parser: Parser) -> None:
    parser.add_argument("name", nargs="?", metavar="COMMAND", help="the command")


def _run(arguments: argparse.Namespace) -> int:
    from ..errors import BadCall

    asked = arguments.name or ""
    if asked not in arguments.parsers:
        raise BadCall(asked, "there is no such command", "qingdan --help lists them all")
    put(arguments.parsers[asked].format_help())
    return 0


COMMAND = Command("help", "what a command does", _DESCRIPTION, _add, _run)
