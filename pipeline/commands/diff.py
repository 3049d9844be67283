"""`qingdan diff`: two editions of a list, or of many, compared."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .arguments import add_opening, add_rules, password_of, path, read_in, source
from .command import Command, Parser
from .terminal import language, tell, width

if TYPE_CHECKING:
    from ..editions.documents import Difference
    from ..options import Options
    from ..rules import Rules

_DESCRIPTION = """\
Compares two editions, each a list in any format, a folder of lists, or a folder that extract wrote:
items and clauses that are added, removed, moved or reworded, totals, departments and the figures of
the preamble.
"""
_EPILOG = """\
exit status, as that of diff: 0 nothing differs; 1 something does; 2 a document could not be read or
compared, or the call is wrong
"""


def _add(parser: Parser) -> None:
    for name in ("old", "new"):
        parser.add_argument(
            name,
            type=source,
            metavar=name.upper(),
            help="list, - (standard input), folder of lists, or written tables",
        )
    parser.add_argument("--json", action="store_true", help="print the differences as JSON")
    parser.add_argument(
        "--html", type=path, metavar="FILE", help="write them as a web page instead; - prints it"
    )
    add_rules(parser)
    add_opening(parser)


def _run(arguments: argparse.Namespace) -> int:
    from ..editions.documents import differences
    from ..errors import BadCall
    from ..library import load_rules
    from ..options import Options
    from ..review.rows import Documents

    if arguments.old is arguments.new is None:
        raise BadCall("- -", "standard input is one edition", "name the other one")
    rules = load_rules(arguments.rules)
    options = Options(keywords=False, password=password_of(arguments), soffice=arguments.soffice)
    with (
        read_in([arguments.old, arguments.new]) as given,
        _tables_of(given[0], rules, options) as old,
        _tables_of(given[1], rules, options) as new,
    ):
        found = _Counted(differences(Documents(old), Documents(new)))
        _write(found, arguments)
    return found.status


class _Counted:
    """Differences as they are written, and the exit status that they come to."""

    def __init__(self, found: Iterable[Difference]) -> None:
        self.found = found
        self.status = 0

    def __iter__(self) -> Iterator[Difference]:
        for one in self.found:
            own = {"same": 0, "not_compared": 2}.get(one.status, 1)
            self.status = max(self.status, own)
            yield one


def _write(found: Iterable[Difference], arguments: argparse.Namespace) -> None:
    from ..editions.wording import Wording

    words = Wording(language())
    if arguments.html:
        from ..editions.page import to_page, write_page

        names = str(arguments.old or "-"), str(arguments.new or "-")
        page = to_page(found, names, words)
        if str(arguments.html) == "-":
            sys.stdout.writelines(page)
        else:
            write_page(page, arguments.html)
    elif arguments.json:
        from ..editions.data import to_json

        sys.stdout.writelines(to_json(found))
    else:
        from rich.console import Console

        from ..editions.shown import show

        show(found, Console(width=width()), words)


@contextmanager
def _tables_of(given: Path, rules: Rules, options: Options) -> Iterator[Path]:
    """Yield the folder of written tables that an argument names; those of lists are written now."""
    from tempfile import TemporaryDirectory

    from ..library import extract_tables
    from ..options import Reading
    from ..review.progress import progress
    from ..writers.record import is_output

    if given.is_dir() and is_output(given):
        yield given
        return
    with TemporaryDirectory(prefix="qingdan-") as folder:
        reports = extract_tables(
            [given],
            folder,
            reading=Reading(jobs=os.cpu_count() or 1),
            rules=rules,
            options=options,
            watch=partial(progress, quiet=False, language=language()),
            tell=tell,
        )
        for report in reports:
            if report.message:
                tell(report.message)
        yield Path(folder)


COMMAND = Command("diff", "two editions compared", _DESCRIPTION, _add, _run, _EPILOG)
