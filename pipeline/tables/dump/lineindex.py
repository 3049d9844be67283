"""The lines of a dump searched all at once: one search in each of them costs much more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...model import Line


class Printed(NamedTuple):
    """Lines, their texts, and these in one text: each behind a line feed, one at the end."""

    lines: Sequence[Line]
    texts: Sequence[str]
    whole: str

    def places_with(self, word: str) -> list[int]:
        """Given a word, return the places of the lines that have it."""
        return places_with(word, self.whole)

    def places_like(self, pattern: re.Pattern[str]) -> list[int]:
        """Given a pattern, return the places of the lines that it is found in.

        It may begin with the line feed before a line; no match may go on to the next one.
        """
        return list(dict.fromkeys([place for place, _ in self.found(pattern)]))

    def found(self, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
        """Given a pattern, return what it finds, with the place of the line that this begins in."""
        found = []
        place, at = -1, 0
        for match in pattern.finditer(self.whole):
            behind = match.start() + 1
            place += self.whole.count("\n", at, behind)
            at = behind
            found.append((place, match[0]))
        return found


def printed(lines: Sequence[Line]) -> Printed:
    """Given lines, return them as one text, too."""
    texts = [line.text for line in lines]
    return Printed(lines, texts, "\n".join(("", *texts, "")))


def places_with(word: str, whole: str) -> list[int]:
    """Given a word and lines in one text, a line feed around each, return the places of those
    that have it."""
    places = []
    place, at = -1, 0
    found = whole.find(word)
    while found >= 0:
        place += whole.count("\n", at, found)
        places.append(place)
        at = whole.find("\n", found)  # no line is found twice
        found = whole.find(word, at)
    return places
