"""Names that mean the same item, round the one that most documents have.

A name joins the likest of the names that lead a group, or leads one itself: nobody joins a name
that has joined another one, so a group never is a chain of names of which the ends have nothing
in common. Two names of one document are two items, however alike. Only leaders that share some of
a name's rarest bigrams are compared with it, so that the time for a name does not grow with their
number.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from .likeness import Rarity, bigrams_of, in_order

ALIKE = 0.5  # likeness to a leader from which a name joins it
SURE = 0.66  # likeness from which it surely does, unless another leader is nearly as like
NEARLY = 0.08  # how much less like another one must be
RARE = 6  # bigrams of a name that leaders are looked up by
MOST_OF_A_BIGRAM = 60  # leaders that are looked up by one bigram, those of most documents first
MOST_ASKED = 50  # documents that are asked whether they hold two names
MOST_COMPARED = 12  # leaders that a name is compared with, those that share most bigrams first


def add_once(numbers: array[int], number: int) -> bool:
    """Add a number to sorted ones that it is not among; tell whether it was not."""
    if is_new := not holds(numbers, number):
        numbers.insert(bisect_left(numbers, number), number)
    return is_new


def holds(numbers: array[int], number: int) -> bool:
    """Tell whether a number is among sorted ones."""
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


class Names:
    """The different plain names of a list in many documents, each by its place in `texts`."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self.counts = array("i")  # items of each name
        self.documents: list[array[int]] = []  # the names of each document, sorted
        self.holders: list[array[int]] = []  # the documents of each name

    @property
    def texts(self) -> tuple[str, ...]:
        """The names, in the order in which they were first met."""
        return tuple(self._places)

    def next_document(self) -> None:
        """Begin another document."""
        self.documents.append(array("i"))

    def place(self, name: str) -> int:
        """Return the place of a name that was added."""
        return self._places[name]

    def add(self, name: str) -> None:
        """Add the name of an item of the document that was begun last."""
        place = self._places.setdefault(name, len(self._places))
        if place == len(self.counts):
            self.counts.append(0)
            self.holders.append(array("i"))
        self.counts[place] += 1
        if add_once(self.documents[-1], place):
            self.holders[place].append(len(self.documents) - 1)

    def are_two(self, one: int, other: int) -> bool:
        """Tell whether two names stand in one document; of many that have them, some are asked."""
        fewer, more = sorted((one, other), key=lambda place: len(self.holders[place]))
        asked = self.holders[fewer][:MOST_ASKED]
        return any(holds(self.documents[document], more) for document in asked)


class Groups(NamedTuple):
    """The leader of each name, by its place; how like it is from 0 to 1, and whether that is sure.

    Leaders are their own leaders, with a likeness of 1.
    """

    leaders: array[int]
    likeness: array[float]
    sure: bytearray


def groups_of(names: Names) -> Groups:
    """Return the groups of names."""
    texts = names.texts
    rarity = Rarity(map(bigrams_of, texts))
    size = len(texts)
    found = Groups(array("i", range(size)), array("d", [1.0]) * size, bytearray(b"\1") * size)
    led: dict[str, array[int]] = defaultdict(lambda: array("i"))
    for place in sorted(range(size), key=lambda one: (-names.counts[one], texts[one])):
        likest = [
            score
            for score in _likest(texts, place, led, rarity)
            if not names.are_two(place, score[1])
        ]
        best, leader = likest[0] if likest else (0.0, place)
        if best < ALIKE:
            for bigram in bigrams_of(texts[place]):
                led[bigram].append(place)
            continue
        second = likest[1][0] if len(likest) > 1 else 0.0
        found.leaders[place], found.likeness[place] = leader, best
        found.sure[place] = best >= SURE and second <= best - NEARLY
    return found


def _likest(
    texts: tuple[str, ...], place: int, led: Mapping[str, array[int]], rarity: Rarity
) -> list[tuple[float, int]]:
    """Return leaders that may be the same as a name with how like it they are, the likest first."""
    name = texts[place]
    bigrams = bigrams_of(name)
    rare = sorted((rarity.counts[one], one) for one in bigrams if rarity.counts[one] > 1)
    shared: Counter[int] = Counter()
    for _, bigram in rare[:RARE]:
        if bigram in led:
            shared.update(led[bigram][:MOST_OF_A_BIGRAM])
    scores = [
        ((in_order(name, texts[one]) + rarity.shared(bigrams, bigrams_of(texts[one]))) / 2, one)
        for one, _ in shared.most_common(MOST_COMPARED)
    ]
    return sorted(scores, key=lambda score: (-score[0], score[1]))
