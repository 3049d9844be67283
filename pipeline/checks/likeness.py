"""Names that are likely one: of a category stated and printed, of a department in two spellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

# Two names are likely one where this share of their letters is the same.
LIKELY_ONE = 0.5
MOST_COMPARED = 200  # names, each with each other


def likeness(one: str, other: str) -> float:
    """Return the share of letters that two words have in common."""
    return 2 * (Counter(one) & Counter(other)).total() / ((len(one) + len(other)) or 1)


def likeliest(name: str, others: Iterable[str]) -> str | None:
    """Return which of other departments a department most likely is, None where it is none.

    What they begin with alike, as the place, says nothing.
    """
    best = max(others, key=lambda other: _likeness_behind(name, other), default=None)
    return best if best and _likeness_behind(name, best) >= LIKELY_ONE else None


def likely_pairs(names: Sequence[str], most: int) -> list[tuple[str, str]]:
    """Return at most so many pairs of departments that are likely one, the likeliest first."""
    if len(names) > MOST_COMPARED:
        return []
    found = [(_likeness_behind(*pair), pair) for pair in combinations(names, 2)]
    likely = sorted((one for one in found if one[0] >= LIKELY_ONE), key=lambda one: -one[0])
    return [pair for _, pair in likely[:most]]


def _likeness_behind(one: str, other: str) -> float:
    pairs = zip(one, other, strict=False)
    same = next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return likeness(one[same:], other[same:])
