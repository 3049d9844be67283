"""What a command is: its words for the help, its arguments, and what it calls."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NamedTuple, NoReturn

EXIT_STATUS = """\
exit status: 0 everything extracted and reconciled; 1 written, but something does not reconcile
or was left unassigned; 2 an input could not be read, or the call is wrong
"""


class Parser(argparse.ArgumentParser):
    """Arguments of a command; a wrong call is told in one line, with exit status 2."""

    def error(self, message: str) -> NoReturn:
        """End the process with one line that says what is wrong and where the help is."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


class Command(NamedTuple):
    """A command: `help` is its line in the list of commands, `description` heads its own help.

    `add` gives a parser its arguments; `run` does the work and returns the exit status.
    """

    name: str
    help: str
    description: str
    add: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], int]
    epilog: str | None = None


def commands_to_parser(commands: tuple[Command, ...], version: str) -> Parser:
    """Return the parser of the whole command line; it sets `run` to what the named command does."""
    parser = Parser(
        prog="qingdan",
        description="Rebuilds the tables of township responsibility lists 乡镇履职事项清单.",
        epilog=EXIT_STATUS,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"qingdan {version}")
    named = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for one in commands:
        own = named.add_parser(
            one.name,
            help=one.help,
            description=one.description,
            epilog=one.epilog,
            allow_abbrev=False,
        )
        one.add(own)
        own.set_defaults(run=one.run)
    return parser
