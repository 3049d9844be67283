"""How patterns are made of the rules: their placeholders, and words in them.

Words of the rules are literal. Patterns may hold placeholders, the same in every file: `{n}` a
count, `{figure}` a figure with its fraction, `{letter}` a letter, but no Latin one, `{unit}` a unit
of the fact, `{chain}` a province and a prefecture as far as they are printed, `{holder}` whose list
it is, `{county}` and `{township}` such names, `{counties}` the ends of counties' names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from ..letters.script import COUNT, FIGURE, LETTER
from .schema import Pattern, RuleFiles


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some literal words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def any_of(words: Iterable[str], behind: str = "") -> re.Pattern[str]:
    """Return the pattern of any of some literal words, with what stands behind it."""
    return re.compile(f"(?:{alternatives(words)}){behind}")


def any_unit(units: Iterable[str]) -> str:
    """Return a pattern that matches any of some units: group `unit`."""
    return f"(?P<unit>{alternatives(units)})"


class Patterns:
    """How the patterns of a set of rules are made."""

    def __init__(self, rules: RuleFiles) -> None:
        self._rules = rules
        marks = rules.marks
        self._delimiters = re.escape("".join(marks.clause_delimiters))
        self._heading_delimiters = re.escape("".join(marks.heading_delimiters))
        self._left = re.escape("".join(pair[0] for pair in marks.brackets))
        self._right = re.escape("".join(pair[1] for pair in marks.brackets))

    def filled(self, pattern: str) -> str:
        """Return a pattern of the rules with its placeholders filled in."""
        for name, value in self._placeholders.items():
            pattern = pattern.replace(f"{{{name}}}", value)
        return pattern

    def _compiled(self, rule: Pattern) -> re.Pattern[str]:
        return re.compile(self.filled(rule.pattern))

    def _part(self, rule: Pattern) -> str:
        """Return a pattern of the rules as a part of another pattern."""
        return f"(?:{self.filled(rule.pattern)})"

    def _any_of(self, rules: Iterable[Pattern]) -> re.Pattern[str]:
        return re.compile("|".join(map(self._part, rules)))

    @cached_property
    def _placeholders(self) -> dict[str, str]:
        """What each placeholder stands for; a value may hold those that come after its own."""
        levels = self._rules.places.levels
        provinces, prefectures, counties, townships = map(
            alternatives, (levels.province, levels.prefecture, levels.county, levels.township)
        )
        ends = "".join(sorted({word[-1] for word in levels.county}))  # in no prefecture's name
        return {
            "chain": (
                rf"(?:(?P<province>{LETTER}{{2,8}}?(?:{provinces})))?"
                rf"(?:(?P<prefecture>(?:(?![{ends}]){LETTER}){{2,9}}?(?:{prefectures})))?"
            ),
            "holder": self._rules.places.patterns.holder.pattern,
            "county": self._rules.places.patterns.county.pattern,
            "township": rf"(?P<township>{LETTER}{{1,12}}?(?:{townships}))",
            "counties": counties,
            "unit": any_unit(unit for fact in self._rules.facts.values() for unit in fact.units),
            "letter": LETTER,
            "n": COUNT,
            "figure": FIGURE,
        }
