"""`qingdan clean`: remove written tables."""

from __future__ import annotations

import argparse

from .arguments import add_output
from .command import Command
from .terminal import tell

_DESCRIPTION = """\
Removes the files that `extract` wrote to a folder, as far as they are as it wrote them, and the
folder when nothing else is in it.
"""


def _run(arguments: argparse.Namespace) -> int:
    from ..review.pages import REVIEW
    from ..writers.publish import removed

    for folder in (arguments.output / REVIEW, arguments.output):
        for name in removed(folder, tell):
            tell(f"{folder / name}: was changed since it was written; remove it by hand")
    return 0


COMMAND = Command("clean", "remove written tables", _DESCRIPTION, add_output, _run)
