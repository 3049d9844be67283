"""The command line; no logic, and no import that `--help` would have to wait for."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from pipeline import __version__

_EPILOG = """\
exit status: 0 everything extracted and reconciled; 1 written, but something does not reconcile
or was left unassigned; 2 an input could not be read, or the call is wrong
"""
_EXTRACT = """\
Reads lists (files, or folders with everything in them) and writes the tables of all of them
together: Parquet, CSV, datapackage.json and a data dictionary. The output folder is replaced as
a whole; other files in it stay. When nothing at all could be read, an earlier output is kept.
"""
_SHOW = "Prints one item with its clauses, beside the lines of the source they came from."


def main(argv: Sequence[str] | None = None) -> int:
    """Given arguments (those of the process if None), run them and return the exit status."""
    if argv is None:
        _own_the_process()
    arguments = _parser().parse_args(argv)
    from pipeline.errors import QingdanError
    from pipeline.review.columns import printable

    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except QingdanError as error:
        sys.stderr.write(f"{printable(str(error))}\n")
        return error.exit_status
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return 130


def _run(arguments: argparse.Namespace) -> int:
    from pipeline import commands  # what --help does not need
    from pipeline.options import Options

    if arguments.command == "show":
        return commands.show(arguments.item_id, arguments.output, arguments.raw)
    options = Options(keywords=not arguments.no_keywords)
    call = commands.Call(tuple(arguments.inputs), arguments.output, arguments.rules, options)
    return commands.extract(call, quiet=arguments.quiet)


def _own_the_process() -> None:
    """Arrow works without numpy and pandas and then loads in a fifth of the time.

    Only where this program is the whole process: another one may want them later.
    """
    for name in ("numpy", "pandas"):
        sys.modules.setdefault(name, None)  # type: ignore[arg-type] # None: "not to be found"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


# --- arguments ------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="qingdan",
        description="Rebuilds the tables of township responsibility lists 乡镇履职事项清单.",
        epilog=_EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"qingdan {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_extract(commands)
    _add_show(commands)
    return parser


def _add_extract(commands: argparse._SubParsersAction[_Parser]) -> None:
    extract = commands.add_parser(
        "extract", help="lists to tables", description=_EXTRACT, epilog=_EPILOG, allow_abbrev=False
    )
    extract.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="file or folder")
    _add_output(extract)
    extract.add_argument(
        "--rules", type=Path, metavar="DIR", help="other rules than those that come with qingdan"
    )
    extract.add_argument(
        "--no-keywords", action="store_true", help="leave items.keywords empty: half a second less"
    )
    extract.add_argument(
        "--quiet", action="store_true", help="no bar and no closing table, only errors"
    )


def _add_show(commands: argparse._SubParsersAction[_Parser]) -> None:
    show = commands.add_parser(
        "show", help="one item beside its source", description=_SHOW, allow_abbrev=False
    )
    show.add_argument("item_id", metavar="ITEM_ID", help="for example town:basic:012")
    _add_output(show)
    show.add_argument(
        "--raw",
        type=Path,
        default=Path("raw"),
        metavar="DIR",
        help="where the sources are (default: raw)",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("output"),
        metavar="DIR",
        help="where the tables are (default: output)",
    )


if __name__ == "__main__":
    sys.exit(main())
