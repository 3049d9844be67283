"""Arguments that several commands have, and what they come to."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .command import Parser
from .terminal import said

_MOST_NUMBERS = 10_000  # of a range
_PART = 1 << 20  # bytes of standard input at a time


def path(text: str) -> Path:
    """Return the path that an argument names."""
    if not text:
        raise argparse.ArgumentTypeError("a name is empty")
    return Path(text)


def source(text: str) -> Path | None:
    """Return the path of an input, None for standard input; a file of that name is `./-`."""
    return None if text == "-" else path(text)


@contextmanager
def read_in(inputs: Sequence[Path | None]) -> Iterator[list[Path]]:
    """Yield the inputs, with a file that holds what standard input gave for each None."""
    from tempfile import TemporaryDirectory

    from ..errors import BadCall
    from ..sources import MOST_BYTES

    if None not in inputs:
        yield [one for one in inputs if one]
        return
    with TemporaryDirectory(prefix="qingdan-") as folder:
        given = Path(folder, "stdin")
        try:
            with given.open("wb") as file:
                for part in iter(lambda: sys.stdin.buffer.read(_PART), b""):
                    file.write(part)
                    if file.tell() > MOST_BYTES:  # it is refused as too large
                        break
        except (OSError, AttributeError, ValueError) as error:  # closed: no stream, or a closed one
            what = f"cannot be read ({getattr(error, 'strerror', None) or 'it is closed'})"
            raise BadCall("standard input", what, "name a file") from error
        yield [one or given for one in inputs]


def count(text: str) -> int:
    """Return a number of things, 1 or more."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a number, 1 or more")
    return int(text)


def numbers(text: str) -> list[int]:
    """Return the numbers of things that a list with ranges names: `1,4` or `2-5`."""
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        one = count(first)
        many = range(one, (count(last) if dash else one) + 1)
        if not 0 < len(many) <= _MOST_NUMBERS:
            raise argparse.ArgumentTypeError("must be a range like 2-5")
        found += many
    return found


def add_output(parser: Parser) -> None:
    """Add `--output`, the folder of the tables."""
    parser.add_argument(
        "--output",
        type=path,
        default=Path("output"),
        metavar="DIR",
        help="where the tables are (default: output)",
    )


def add_raw(parser: Parser) -> None:
    """Add `--raw`, the folder of the sources."""
    parser.add_argument(
        "--raw",
        type=path,
        default=Path("raw"),
        metavar="DIR",
        help="where the sources are (default: raw)",
    )


def add_rules(parser: Parser) -> None:
    """Add `--rules`, a folder of rules."""
    parser.add_argument(
        "--rules", type=path, metavar="DIR", help="other rules than those that come with qingdan"
    )


def add_cache(parser: Parser) -> None:
    """Add `--cache`, the folder of what is kept between runs."""
    parser.add_argument(
        "--cache",
        type=path,
        metavar="DIR",
        help="where outcomes are kept between runs (default: your own cache folder)",
    )


def add_opening(parser: Parser) -> None:
    """Add what it takes to open some files: passwords (see `password_of`) and LibreOffice."""
    opens = parser.add_mutually_exclusive_group()
    opens.add_argument(
        "--password",
        metavar="TEXT",
        help="opens encrypted PDFs; others can see it: use the next two, or QINGDAN_PASSWORD",
    )
    opens.add_argument(
        "--password-file", type=path, metavar="FILE", help="its first line is the password"
    )
    opens.add_argument(
        "--ask-password", action="store_true", help="ask for the password on the terminal"
    )
    parser.add_argument(
        "--soffice",
        metavar="FILE",
        help="LibreOffice's program, which converts DOC, WPS and RTF (default: on the PATH)",
    )


def password_of(arguments: argparse.Namespace) -> str | None:
    """Return the password that was given, in whatever way.

    Raises `BadCall` when the file that should have it cannot be read, or nobody can be asked.
    """
    from ..errors import BadCall

    if arguments.password is not None:
        return str(arguments.password)
    if arguments.ask_password:
        return _asked_password()
    if arguments.password_file is None:
        return os.environ.get("QINGDAN_PASSWORD")
    try:
        lines = arguments.password_file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or "is not in UTF-8"
        raise BadCall(str(arguments.password_file), what, "check the file") from error
    if not any(lines[:1]):
        raise BadCall(str(arguments.password_file), "has no password", "write it in the first line")
    return str(lines[0])


def _asked_password() -> str:
    import getpass
    import warnings

    from ..errors import BadCall

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(said("PDF password: "))
        except (getpass.GetPassWarning, EOFError, OSError) as error:
            action = "use --password-file or QINGDAN_PASSWORD"
            raise BadCall("--ask-password", "there is no terminal to ask on", action) from error
