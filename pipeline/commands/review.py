"""`qingdan review`: pages to look at what was extracted, beside its source."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..languages.choice import Language
from .arguments import add_opening, add_raw, password_of, path
from .command import Command, Parser
from .terminal import put, tell

_DESCRIPTION = """\
Writes pages that open in any browser without a network: an overview, worst first, and a page for
each document with its totals, each doubt beside its source, and every item. They go into a folder
`review` inside that of the tables, so that both are moved, sent and removed together.
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
    add_raw(parser)
    parser.add_argument(
        "--into", type=path, metavar="DIR", help="where the pages go (default: OUTPUT/review)"
    )
    parser.add_argument("--open", action="store_true", help="open the overview in the browser")
    add_opening(parser)


def _run(arguments: argparse.Namespace) -> int:
    from ..library import load_rules
    from ..options import Options
    from ..review.pages import REVIEW
    from ..review.pages.write import INDEX, Sources, write_review

    target = arguments.into or arguments.output / REVIEW
    options = Options(password=password_of(arguments), soffice=arguments.soffice)
    sources = Sources(arguments.raw, options, load_rules().lists.list_word)
    language: Language = getattr(arguments, "lang", "zh")  # whatever this machine speaks
    without = write_review(arguments.output, target, sources, language, tell)
    if without:
        tell(
            f"{arguments.raw}: {without} documents are shown without their source; "
            "name the folder that was extracted with --raw"
        )
    put(f"{target / INDEX}\n")
    if arguments.open:
        import webbrowser

        webbrowser.open((target / INDEX).resolve().as_uri())
    return 0


COMMAND = Command("review", "what was extracted as pages to look at", _DESCRIPTION, _add, _run)
