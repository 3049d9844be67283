"""Differences as a web page of one file, in the language that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..errors import BadCall
from .documents import Difference, Status
from .shown import heads_of
from .wording import Wording, in_cells, in_lists, title_of, value_text

_TEMPLATE = "page.html.jinja"


def to_page(
    differences: Iterable[Difference], names: tuple[str, str], words: Wording
) -> Iterator[str]:
    """Return a page of what became of every document, piece by piece.

    `names` are what the old and the new edition are called.
    """
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    environment.filters |= {
        "title": title_of,
        "value": value_text,
        "in_lists": in_lists,
        "in_cells": in_cells,
    }
    template = environment.get_template(_TEMPLATE)
    counted = _Counted()
    return template.generate(
        differences=counted.shown(differences),
        counts=counted.counts,
        names=names,
        words=words,
        heads=heads_of,
    )


def write_page(parts: Iterable[str], path: Path) -> None:
    """Write a page to a file; raises `BadCall` when it cannot be written."""
    try:
        with path.open("w", encoding="utf-8", newline="\n", errors="replace") as file:
            file.writelines(parts)
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise BadCall(str(path), what, "name a file in a folder that is there") from error


class _Counted:
    """Documents as they are shown, without those that are the same, and how many became what."""

    def __init__(self) -> None:
        self.counts: Counter[Status] = Counter()

    def shown(self, differences: Iterable[Difference]) -> Iterator[Difference]:
        for one in differences:
            self.counts[one.status] += 1
            if one.status != "same" or one.reason:
                yield one
