"""A bar while documents are read, if there is something to wait for and a terminal to show it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..model import Outcome

# Files and bytes up to which a run is over before a bar could be read.
_FEW = 3
_SMALL = 500_000


def watched(
    outcomes: Iterable[Outcome], paths: Sequence[Path], *, quiet: bool
) -> Iterator[Outcome]:
    """Yield the outcomes of files as they come, and show on a terminal how far they are."""
    if quiet or not sys.stderr.isatty() or not is_long(paths):
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(outcomes, "qingdan", total=len(paths), console=console, transient=True)


def is_long(paths: Sequence[Path]) -> bool:
    """Tell whether there are so many or so large files that somebody waits for them."""
    sizes = (path.stat().st_size for path in paths if path.is_file())
    return len(paths) > _FEW or sum(sizes) > _SMALL
