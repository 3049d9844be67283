"""What a command is: its words for the help, its arguments, and what it calls."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, NoReturn

from ..languages.choice import LANGUAGES
from .terminal import said

EXIT_STATUS = """\
exit status: 0 everything extracted and reconciled; 1 written, but something does not reconcile
or was left unassigned; 2 an input could not be read, or the call is wrong
"""
LANG = "--lang"


class Command(NamedTuple):
    """A command: `help` is its line in the list of commands, `description` heads its own help.

    `add` gives a parser its arguments; `run` does the work and returns the exit status. `reads`
    tells that it may read documents: only then are their readers made ready.
    """

    name: str
    help: str
    description: str
    add: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], int]
    epilog: str | None = None
    reads: bool = True


class Parser(argparse.ArgumentParser):
    """Arguments of a command; a wrong call is told in one line, with exit status 2.

    Its words are English, and shown in the language of the command.
    """

    def error(self, message: str) -> NoReturn:
        """End the process with one line that says what is wrong and where the help is."""
        self.exit(2, said(f"{self.prog}: {message}; see {self.prog} --help") + "\n")

    def refuse(self, unknown: Sequence[str]) -> NoReturn:
        """End the process because of arguments that are none of this command's."""
        first = unknown[0]
        meant = _near(first.partition("=")[0], self._option_string_actions)
        self.error(
            f"there is no {first!r} (did you mean {meant}?)"
            if meant
            else f"unrecognized arguments: {' '.join(unknown)}"
        )

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Raise for a value that is none of the choices of an argument, with the nearest one."""
        if action.choices is None or value in action.choices:
            return
        meant = _near(str(value), map(str, action.choices))
        known = ", ".join(map(str, action.choices))
        raise argparse.ArgumentError(
            action,
            f"there is no {value!r} (did you mean {meant}?)"
            if meant
            else f"there is no {value!r} (choose {known})",
        )


def _near(word: str, known: Iterable[str]) -> str | None:
    """Return the one of the known words that a word was most likely meant to be."""
    import difflib

    return next(iter(difflib.get_close_matches(word, known, n=1)), None)


class _Help(argparse.HelpFormatter):
    """Help in the language of the command, its lines broken by the width of their letters."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, said("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading and said(heading))

    def add_text(self, text: str | None) -> None:
        super().add_text(text and said(" ".join(text.split())))

    def _get_help_string(self, action: argparse.Action) -> str | None:
        return action.help and said(action.help)

    def _split_lines(self, text: str, width: int) -> list[str]:
        from ..review.columns import wrap

        return wrap(" ".join(text.split()), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))


def commands_to_parser(commands: tuple[Command, ...], version: str) -> Parser:
    """Return the parser of the whole command line.

    It sets `run` to what the named command does, and `parsers` to the parser of each, the whole
    one under the empty name.
    """
    parser = Parser(
        prog="qingdan",
        description="Rebuilds the tables of township responsibility lists.",
        epilog=EXIT_STATUS,
        formatter_class=_Help,
        allow_abbrev=False,
    )
    parser.add_argument("-V", "--version", action="version", version=f"qingdan {version}")
    named = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for one in commands:
        own = named.add_parser(
            one.name,
            help=one.help,
            description=one.description,
            epilog=one.epilog,
            formatter_class=_Help,
            allow_abbrev=False,
        )
        one.add(own)
        own.set_defaults(run=one.run, reads=one.reads)
    parsers = {"": parser, **named.choices}
    for own in parsers.values():
        _add_lang(own)
    parser.set_defaults(parsers=parsers)
    return parser


def _add_lang(parser: Parser) -> None:
    parser.add_argument(
        LANG,
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
        help="Chinese or English (default: as LC_ALL, LC_MESSAGES or LANG say)",
    )


def parsed(parser: Parser, argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the arguments of a call; ends the process, with status 2, when it is a wrong one."""
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        arguments.parsers[arguments.command].refuse(unknown)
    return arguments


def language_named(argv: Sequence[str] | None) -> str | None:
    """Return what a call names as its language, before anything else of it is understood."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument(LANG, nargs="?")
    named: str | None = parser.parse_known_args(argv)[0].lang
    return named
