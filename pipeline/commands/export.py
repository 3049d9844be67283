"""`qingdan export`: tables in the forms that other programs open."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .arguments import path
from .command import Command, Parser
from .terminal import put, tell

if TYPE_CHECKING:
    from ..languages.choice import Language

_DESCRIPTION = """\
Writes the tables of an output folder as workbooks, as a SQLite database or as JSON Lines, to a
folder of their own, whose files replace those of an earlier export together or not at all.
"""
_STATUS = """\
exit status: 0 everything exported; 1 exported, but a text is longer than a workbook's cell; 2 the
tables cannot be read, or the call is wrong
"""


def _add(parser: Parser) -> None:
    parser.add_argument(
        "output",
        nargs="?",
        type=path,
        default=Path("output"),
        metavar="OUTPUT",
        help="where the tables are (default: output)",
    )
    parser.add_argument(
        "--to",
        choices=("xlsx", "sqlite", "jsonl"),
        required=True,
        help="workbooks, a SQLite database, or JSON Lines",
    )
    parser.add_argument(
        "--into",
        type=path,
        metavar="DIR",
        help="the folder for the export (default: OUTPUT-xlsx and the like); - for JSON Lines on "
        "standard output",
    )
    parser.add_argument(
        "--per",
        choices=("township", "county", "run"),
        default="township",
        help="what has a workbook of its own (default: township)",
    )
    parser.add_argument(
        "--form",
        choices=("office", "checklist"),
        default="office",
        help="workbooks with every list as an office prints it, or the import form of a public "
        "checklist system (default: office)",
    )


def _run(arguments: argparse.Namespace) -> int:
    from ..exports.export import export_database, export_lines, export_workbooks
    from ..exports.lines import write_lines

    output = arguments.output
    # Offices read Chinese, whatever the locale is.
    language: Language = getattr(arguments, "lang", "zh")
    if str(arguments.into) == "-" and arguments.to == "jsonl":
        write_lines(output, sys.stdout.buffer)
        return 0
    name = arguments.form if arguments.form == "checklist" else arguments.to
    into = arguments.into or output.with_name(f"{output.resolve().name}-{name}")
    cut = False
    if arguments.to == "sqlite":
        export_database(output, into, tell)
    elif arguments.to == "jsonl":
        export_lines(output, into, tell)
    else:
        cut = bool(
            export_workbooks(
                output, into, tell, per=arguments.per, form=arguments.form, language=language
            )
        )
    put(f"{into}\n")
    return 1 if cut else 0


COMMAND = Command(
    "export", "tables for other programs", _DESCRIPTION, _add, _run, _STATUS, reads=False
)
