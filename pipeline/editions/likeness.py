"""How alike two texts are: the letters they share in order, and the rare words they share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from rapidfuzz.fuzz import ratio

Plain = Callable[[str], str]  # what of a text is compared

_LEAST = 0.1  # what a bigram is worth that all texts have
_NO_LETTER = re.compile(r"[\W_]+")


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, without marks and white space."""
    return _NO_LETTER.sub("", text)


def bigrams_of(letters: str) -> frozenset[str]:
    """Return every two letters that stand together; a single letter alone."""
    pairs = [letters[at : at + 2] for at in range(len(letters) - 1)]
    return frozenset(pairs or [letters])


class Rarity:
    """What two letters are worth: the more, the fewer of some texts have them."""

    def __init__(self, texts: Iterable[frozenset[str]]) -> None:
        counts: Counter[str] = Counter()
        size = 0
        for bigrams in texts:
            counts.update(bigrams)
            size += 1
        self.counts: Mapping[str, int] = counts
        most = math.log(1 + size) + _LEAST
        self._worth = {bigram: most - math.log(1 + count) for bigram, count in counts.items()}

    def of(self, bigrams: Iterable[str]) -> float:
        """Return what bigrams of the texts are worth together."""
        return sum(map(self._worth.__getitem__, bigrams))

    def shared(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return which part of what two texts are worth they share, from 0 to 1."""
        return 2 * self.of(one & other) / (self.of(one) + self.of(other))


def in_order(one: str, other: str) -> float:
    """Return which part of two texts' letters they share in the same order, from 0 to 1."""
    return ratio(one, other) / 100
