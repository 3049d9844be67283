"""What commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import shutil
import sys

_WIDTH = 110


def tell(message: str) -> None:
    """Write a message as one line to standard error."""
    from ..review.columns import printable

    sys.stderr.write(f"{printable(message)}\n")


def put(text: str) -> None:
    """Write a result to standard output at once; it ends its own lines."""
    sys.stdout.write(text)
    sys.stdout.flush()


def width() -> int:
    """Return the terminal's width in cells; for files and pipes, one that suits a page."""
    return shutil.get_terminal_size((_WIDTH, 1)).columns
