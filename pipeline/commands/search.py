"""`qingdan search`: words in the items of an output."""

from __future__ import annotations

import argparse

from .arguments import add_output, count
from .command import Command, Parser
from .terminal import language, put, tell, width

_DESCRIPTION = """\
Finds items that hold all of these words, of two characters or any other length, in their category,
name, departments or duties; those that hold them in their name come first. The words are indexed at
the first search, and again when the output has changed.
"""
_EPILOG = "exit status, as that of grep: 0 found; 1 nothing found; 2 the call is wrong"
_LISTS = ("basic", "cooperative", "recall")


def _add(parser: Parser) -> None:
    parser.add_argument("words", nargs="+", metavar="WORDS", help="words as they stand in print")
    add_output(parser)
    parser.add_argument(
        "--list", choices=_LISTS, dest="list_type", help="only items of one of the lists"
    )
    parser.add_argument("--category", metavar="TEXT", help="only items of such a category")
    parser.add_argument(
        "--kind", metavar="TEXT", help="only items of such a kind of department (departments.kind)"
    )
    parser.add_argument(
        "--place",
        metavar="TEXT",
        help="only townships of such a province, prefecture, county or name",
    )
    parser.add_argument(
        "--limit", type=count, default=20, metavar="N", help="show so many items (default: 20)"
    )
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")


def _run(arguments: argparse.Namespace) -> int:
    from contextlib import closing

    from msgspec import json

    from ..search.index import opened_index
    from ..search.query import Query, found
    from ..search.shown import found_to_text

    query = Query(
        tuple(arguments.words),
        arguments.list_type,
        arguments.category,
        arguments.kind,
        arguments.place,
        arguments.limit,
    )
    with closing(opened_index(arguments.output, tell)) as base:
        result = found(base, query)
    if arguments.json:
        put(json.encode(result).decode() + "\n")
    else:
        put(found_to_text(result, language(), width()))
        shown = len(result.hits)
        tell(f"{shown} of {result.total} items")
    return 0 if result.total else 1


COMMAND = Command("search", "words in the items", _DESCRIPTION, _add, _run, _EPILOG, reads=False)
