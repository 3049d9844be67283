"""`qingdan compare`: the same item across the townships of an output."""

from __future__ import annotations

import argparse
import sys

from .arguments import add_rules, path
from .command import Command, Parser
from .terminal import language, tell, width

_DESCRIPTION = """\
Finds which items of many townships are the same, and writes them as the table `matches` into the
output. Tells what townships lack that most others round them have, what only one has, whose
duties differ, and what each kind of department is bound by.
"""
_EPILOG = "exit status: 0 compared; 2 a document is not compared, or the call is wrong"


def _add(parser: Parser) -> None:
    parser.add_argument("output", type=path, metavar="OUTPUT", help="a folder that extract wrote")
    parser.add_argument("--json", action="store_true", help="print all of it as JSON")
    parser.add_argument(
        "--group", type=int, metavar="N", help="only how the duties of a group of `matches` differ"
    )
    add_rules(parser)


def _run(arguments: argparse.Namespace) -> int:
    import msgspec
    from rich.console import Console

    from ..editions.compared import duties_lines, report_lines
    from ..editions.duties import Duties, duties_of
    from ..editions.matches import match
    from ..editions.shown import put
    from ..editions.townships import Report, report_of
    from ..editions.wording import Wording
    from ..library import load_rules

    rules, words = load_rules(arguments.rules), Wording(language())
    told: Report | Duties
    if arguments.group is None:
        told = report_of(match(arguments.output, rules, tell), arguments.output)
        lines = report_lines(told, arguments.output, words)
    else:
        told = duties_of(arguments.output, arguments.group, rules)
        lines = duties_lines(told, words)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
    else:
        put(lines, Console(width=width()))
    return 2 if isinstance(told, Report) and told.unread else 0


COMMAND = Command("compare", "the same item across townships", _DESCRIPTION, _add, _run, _EPILOG)
