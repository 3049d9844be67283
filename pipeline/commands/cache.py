"""`qingdan cache`: what is kept between runs."""

from __future__ import annotations

import argparse

from .arguments import add_cache, add_rules
from .command import Command, Parser
from .terminal import put, said

_DESCRIPTION = """\
Says how many documents are kept between runs, and with --prune removes those that no run can use
any more: they were read by other rules, another version of qingdan, or other libraries.
"""


def _add(parser: Parser) -> None:
    add_cache(parser)
    add_rules(parser)
    parser.add_argument("--prune", action="store_true", help="remove what no run can use any more")


def _run(arguments: argparse.Namespace) -> int:
    from ..cache import default_folder, held_in, prune, version_of
    from ..library import load_rules

    folder = arguments.cache or default_folder()
    version = version_of(load_rules(arguments.rules))
    if arguments.prune:
        prune(folder, version)
    held = held_in(folder)
    put(f"{folder}\n")
    for one in held:
        told = f"{one.shards:,} documents, {one.size:,} bytes"
        state = "in use" if one.version == version else "outdated"
        put(f"  {one.version}  {said(told)}, {said(state)}\n")
    return 0


COMMAND = Command("cache", "what is kept between runs", _DESCRIPTION, _add, _run)
