"""Which words of a page are seen: their ink against the ground below them, and what lies over them.

A source of characters tells what is painted, in order: words, and patches (filled areas, pictures).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ...model import Hidden
from .marks import Area

NEAR = 6  # of 255: inks that differ less in each part are one colour
LARGE = 0.5  # of the page: words at a larger picture are its text layer, however they are painted
MOST_LOOPS = 40  # parts of an outline: more are a drawing, which covers nothing for sure
FAINTEST = 0.05  # less opaque words are not seen
UNSEEN_MODES = 3, 7  # ways to render text without ink
BAND = 20.0  # points: words are looked for by their height
WHITE = 255, 255, 255

Ink = tuple[int, int, int]  # red, green, blue
Order = tuple[int, ...]  # when something is painted, parts of a form behind the form's own number


class Word(NamedTuple):
    """Letters that were set in one go; `ink` is None for a pattern, `owner` tells them apart.

    `shown` is False where the file says that they leave no ink.
    """

    order: Order
    box: Area
    ink: Ink | None
    shown: bool
    owner: int


class Patch(NamedTuple):
    """What is painted besides words and rules; `ink` is None for pictures and patterns.

    `solid` tells that nothing shows through it: it fills its box.
    """

    order: Order
    box: Area
    ink: Ink | None
    solid: bool
    owner: int
    is_picture: bool = False


class Sight:
    """What is seen of a page's words.

    `extent_of` tells what of a patch's box it covers, None if something shows through.
    """

    def __init__(
        self,
        words: Sequence[Word],
        patches: Sequence[Patch],
        size: tuple[float, float],
        extent_of: Callable[[Patch], Area | None],
    ) -> None:
        width, height = size
        self._patches = sorted(patches)
        self._extent_of = cache(extent_of)
        self._layers = [
            patch.box
            for patch in patches
            if patch.is_picture and _surface(patch.box) > LARGE * width * height
        ]
        # Words that leave no ink are the text layer of what is drawn, where they are the most.
        unseen = sum(_length(word) for word in words if not word.shown)
        self._is_layer = 2 * unseen > sum(map(_length, words))
        self.doubtful = {word.owner: word for word in self._doubtful(words)}

    def _doubtful(self, words: Sequence[Word]) -> Iterator[Word]:
        """Yield the words of which a letter may be hidden."""
        bands: dict[int, list[Word]] = {}
        for word in words:
            if not word.shown or (word.ink is not None and is_like(WHITE, word.ink)):
                yield word
            else:
                middle = (word.box[1] + word.box[3]) / 2
                bands.setdefault(int(middle // BAND), []).append(word)
        for patch in self._patches:
            top, bottom = int(patch.box[1] // BAND), int(patch.box[3] // BAND)
            for band, near in bands.items():
                if top - 1 <= band <= bottom + 1:
                    yield from (word for word in near if _may_hide(patch, word))

    def why_hidden(self, word: Word, x: float, y: float) -> Hidden | None:
        """Return why a letter of a word, with its middle at this point, is not seen, if so."""
        if any(_is_in(x, y, box) for box in self._layers):
            return None
        if not word.shown and not self._is_layer:
            return "unprinted"
        if any(self._covers(patch, x, y) for patch in self._patches if patch.order > word.order):
            return "covered"
        return "white" if word.ink is not None and self._is_ground(word, x, y) else None

    def _covers(self, patch: Patch, x: float, y: float) -> bool:
        if not patch.solid or not _is_in(x, y, patch.box):
            return False
        extent = self._extent_of(patch)
        return extent is not None and _is_in(x, y, extent)

    def _is_ground(self, word: Word, x: float, y: float) -> bool:
        """Tell whether what is below a point, before a word is painted, has the word's colour."""
        for patch in reversed(self._patches):
            if patch.order > word.order or not _is_in(x, y, patch.box):
                continue
            if patch.ink is None or not is_like(patch.ink, word.ink):
                return False
            if patch.solid and self._covers(patch, x, y):
                return True
        return is_like(WHITE, word.ink)


def _may_hide(patch: Patch, word: Word) -> bool:
    """Tell whether a patch may cover a word, or be its ground in its own colour."""
    if patch.order > word.order:
        return patch.solid and meet(patch.box, word.box)
    return patch.ink is not None and is_like(patch.ink, word.ink) and meet(patch.box, word.box)


def is_like(one: Ink, other: Ink | None) -> bool:
    """Tell whether two inks are one colour."""
    return other is not None and all(abs(a - b) < NEAR for a, b in zip(one, other, strict=True))


def _is_in(x: float, y: float, box: Area) -> bool:
    return box[0] < x < box[2] and box[1] < y < box[3]


def meet(one: Area, other: Area) -> bool:
    """Tell whether two boxes have an area in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def common(boxes: Iterable[Area]) -> Area:
    """Return what is common to boxes; an empty or reversed one if nothing is."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return max(lefts), max(tops), min(rights), min(bottoms)


def _surface(box: Area) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _length(word: Word) -> float:
    return max(word.box[2] - word.box[0], word.box[3] - word.box[1], 0.0)
