"""The patterns of totals, and what they find: most begin with a number, of which there are few."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..model import CheckName
from ..rules import Rules
from ..rules.loading import COUNT

# Where a total's number may begin (a search for a class of letters is fast where that comes
# first), and what begins a pattern of the rules that begins with one.
NUMBER_BEGINS = re.compile(r"[\d〇零一二两三四五六七八九十百千](?<![第\d.].)")
BEGINS_WITH_NUMBER = re.compile(r"(?:\(\?![^()]*\))?\{n\}")
CLASS = re.compile(r"\\.|\[\^?.[^\]]*\]")  # an escaped letter, or a class of letters
INNERMOST = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=4)
def patterns_of(rules: Rules) -> tuple[tuple[CheckName, re.Pattern[str], bool], ...]:
    """Given rules, return the patterns of each kind of total, and whether a number begins them."""
    kinds: tuple[tuple[CheckName, tuple[str, ...]], ...] = (
        ("items", rules.totals.items),
        ("categories", rules.totals.categories),
        ("departments", rules.totals.departments),
    )
    return tuple(
        (
            check,
            re.compile(r"(?<!第)(?:" + pattern.replace("{n}", COUNT) + ")"),
            _begins_with_number(pattern),
        )
        for check, patterns in kinds
        for pattern in patterns
    )


def _begins_with_number(pattern: str) -> bool:
    """Tell whether whatever a pattern of the rules finds begins with a number."""
    flat, groups = CLASS.sub("", pattern), 1
    while groups:
        flat, groups = INNERMOST.subn("", flat)
    return BEGINS_WITH_NUMBER.match(pattern) is not None and "|" not in flat


def number_starts(text: str) -> list[int]:
    """Given a text, return the places where a number may begin."""
    return [match.start() for match in NUMBER_BEGINS.finditer(text)]


def figures_like(
    pattern: re.Pattern[str], text: str, numbers: Sequence[int] | None
) -> Iterable[re.Match[str]]:
    """Yield what a pattern finds in a text; only at `numbers`, if it begins with one.

    To try it there alone takes half the time of a search.
    """
    if numbers is None:
        yield from pattern.finditer(text)
        return
    end = 0
    for start in numbers:
        if start >= end and (match := pattern.match(text, start)):
            end = match.end()
            yield match
