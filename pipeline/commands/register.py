"""`qingdan register`: note a file, so that changes are told."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from .arguments import add_opening, password_of, path
from .command import Command, Parser
from .terminal import put, said, tell

if TYPE_CHECKING:
    from ..model import Outcome

_DESCRIPTION = """\
Reads lists and writes a row for each into sources.csv beside it: what it is, and its sha256. From
then on `extract` tells when the file is another one, be it by a single lost line. Read the tables
of a file against its source first: what is registered is taken to be right.
"""


def _add(parser: Parser) -> None:
    parser.add_argument("inputs", nargs="+", type=path, metavar="FILE", help="a list as read")
    parser.add_argument(
        "--origin", default="", metavar="TEXT", help="where the file was published or found"
    )
    add_opening(parser)


def _run(arguments: argparse.Namespace) -> int:
    from ..corpus import Found, Named, read_document, statuses_to_exit
    from ..library import load_rules
    from ..model import Failure
    from ..options import Options
    from ..sources import register

    rules = load_rules()
    options = Options(keywords=False, password=password_of(arguments), soffice=arguments.soffice)
    outcomes: list[Outcome] = []
    for one in arguments.inputs:
        outcome = read_document(Named(Found(one, one.name), one.name), rules, options)
        outcomes.append(outcome)
        if isinstance(outcome, Failure):
            tell(outcome.message)
            continue
        document_id, is_new = register(one, outcome, arguments.origin)
        told = f"{document_id} is registered" if is_new else f"{document_id} is already registered"
        if outcome.status != "ok":
            told = f"{told}, and is flagged: see qingdan extract {one}"
        put(said(told) + "\n")
    return statuses_to_exit(outcome.status for outcome in outcomes)


COMMAND = Command("register", "note a file, so that changes are told", _DESCRIPTION, _add, _run)
