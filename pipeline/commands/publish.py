"""`qingdan publish`: what parts of a run have read to tables."""

from __future__ import annotations

from .command import EXIT_STATUS, Command, Parser
from .extract import add_run, run

_DESCRIPTION = """\
Writes the tables of what `extract --part` has read into a cache. Give it the same inputs and
options; what no part has read, it reads itself.
"""


def _add(parser: Parser) -> None:
    add_run(parser)
    parser.set_defaults(part=None)


COMMAND = Command("publish", "what parts have read to tables", _DESCRIPTION, _add, run, EXIT_STATUS)
