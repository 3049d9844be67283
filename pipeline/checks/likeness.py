"""Names that are likely one: of a category stated and printed, of a department in two spellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, islice

from ..model import Item

# Two names of categories are likely one where this share of their letters is the same.
LIKELY_ONE = 0.5
MOST_COMPARED = 200  # departments, each with each other


def likeness(one: str, other: str) -> float:
    """Return the share of letters that two words have in common."""
    return 2 * (Counter(one) & Counter(other)).total() / (len(one) + len(other))


def is_likely(one: str, other: str) -> bool:
    """Tell whether two departments are likely one: a short form, or a letter that differs."""
    short, long = sorted((one, other), key=len)
    before = _same(short, long)
    behind = _same(short[before:][::-1], long[before:][::-1])
    short, long = short[before : len(short) - behind], long[before : len(long) - behind]
    letters = iter(long)
    return behind > 0 and (len(long) == 1 or all(letter in letters for letter in short))


def _same(one: str, other: str) -> int:
    """Return with how many of the same letters two words begin."""
    pairs = zip(one, other, strict=False)
    shorter = min(len(one), len(other))
    return next((at for at, (a, b) in enumerate(pairs) if a != b), shorter)


def partner(name: str, lacking: Sequence[str], others: Iterable[str]) -> str | None:
    """Return which of others a department that lacks a partner most likely is, None without one.

    One that is the only one without a partner is that of the only other one.
    """
    left = sorted(others)
    if len(lacking) == len(left) == 1:
        return left[0]
    return next((other for other in left if is_likely(name, other)), None)


def suspects(items: Sequence[Item], most: int) -> list[str]:
    """Return the departments of a list that may be another of them, or no department of it.

    First those that no heading of duties names anywhere though others are named there, each with
    the one that headings name in its place, if any; then pairs of names that are likely one.
    """
    listed, headed = dict[str, None](), set[str]()
    lacking, unlisted = dict[str, None](), set[str]()
    for item in items:
        listed |= dict.fromkeys(item.departments)
        own = {n for c in item.clauses if c.field == "superior_duties" for n in c.departments}
        headed |= own
        if own:
            lacking |= dict.fromkeys(name for name in item.departments if name not in own)
            unlisted |= own - {*item.departments}
    alone = [name for name in lacking if name not in headed]
    others = unlisted - {*listed}
    found = [
        f"{name} ≈ {other}" if (other := partner(name, alone, others)) else name for name in alone
    ]
    if len(listed) <= MOST_COMPARED:
        pairs = (pair for pair in combinations(listed, 2) if is_likely(*pair))
        found += islice((" ≈ ".join(pair) for pair in pairs), most)
    return found[:most]
