"""What a kind of hostile files is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Make = Callable[[int], bytes]


class Kind(NamedTuple):
    """A kind of hostile files: what the name of one ends in, the size to measure, its maker."""

    suffix: str
    size: int
    make: Make


def kinds(suffix: str, makers: dict[str, tuple[int, Make]]) -> dict[str, Kind]:
    """Return kinds of files of one format by their names, the format's with them."""
    return {
        f"{suffix[1:]}: {name}": Kind(suffix, size, make) for name, (size, make) in makers.items()
    }
