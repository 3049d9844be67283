"""`qingdan acknowledge`: confirm a defect of the source."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from .arguments import add_output, add_raw, numbers
from .command import Command, Parser
from .terminal import language, put, said, width

if TYPE_CHECKING:
    from ..review.settling import Settling

_DESCRIPTION = """\
Lists what is open in a document by number, or writes into the file beside its source that a defect
is the source's own: exactly this one, with the reason. From the next extract on it is told no
more, and a total is acknowledged. Without a number, on a terminal, it asks.
"""


def _add(parser: Parser) -> None:
    parser.add_argument(
        "document", metavar="DOCUMENT", help="the document, as in documents.csv, or short"
    )
    parser.add_argument(
        "numbers",
        nargs="*",
        type=numbers,
        metavar="NUMBER",
        help="what is acknowledged, by its number there: 3, 1,4 or 2-5",
    )
    parser.add_argument("--reason", metavar="TEXT", help="why the source is right as it is read")
    parser.add_argument(
        "--all-of", metavar="CODE", help="everything of a code, unless it is that of an error"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be written, and write nothing"
    )
    add_output(parser)
    add_raw(parser)


def _run(arguments: argparse.Namespace) -> int:
    from ..review.doubts import document_meant
    from ..review.folders import Folders
    from ..review.settling import Settling

    folders = Folders(arguments.output, arguments.raw)
    settling = Settling(folders, document_meant(folders.output, arguments.document))
    if arguments.numbers or arguments.all_of:
        named = [number for some in arguments.numbers for number in some]
        chosen = settling.chosen(named, arguments.all_of)
        put(settling.settle(chosen, arguments.reason or "", is_tried=arguments.dry_run, say=said))
        return 0
    put(settling.listed(language(), width()))
    if settling.state.open and sys.stdin.isatty() and sys.stdout.isatty():
        _ask(settling, is_tried=arguments.dry_run)
    return 2 if settling.state.document.failure else 0


def _ask(settling: Settling, *, is_tried: bool) -> None:
    """Ask for numbers and reasons until there is no more, and write each."""
    from ..errors import BadCall
    from .terminal import tell

    while named := _asked("Number (empty to end): "):
        try:
            chosen = settling.chosen(numbers(named), None)
            put(settling.settle(chosen, _asked("Reason: "), is_tried=is_tried, say=said))
        except (BadCall, argparse.ArgumentTypeError) as error:
            tell(str(error))


def _asked(question: str) -> str:
    try:
        return input(said(question)).strip()
    except EOFError:
        return ""


COMMAND = Command("acknowledge", "confirm a defect of the source", _DESCRIPTION, _add, _run)
