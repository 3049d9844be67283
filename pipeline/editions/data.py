"""Differences as JSON: the values of `documents` and `changes`, field for field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from .documents import Difference


def to_json(differences: Iterable[Difference]) -> Iterator[str]:
    """Yield one JSON text piece by piece: an object whose `documents` is a list of differences."""
    yield '{"documents":['
    for place, one in enumerate(differences):
        yield (",\n" if place else "\n") + msgspec.json.encode(one).decode()
    yield "\n]}\n"
