"""`qingdan cache`: what is kept between runs."""

from __future__ import annotations

import argparse

from .arguments import add_cache, add_rules
from .command import Command, Parser
from .terminal import put

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
        state = "现用 in use" if one.version == version else "已过时 outdated"
        put(f"  {one.version}  {one.shards:,} 份 documents  {one.size:,} 字节 bytes  {state}\n")
    return 0


COMMAND = Command("cache", "what is kept between runs", _DESCRIPTION, _add, _run)
