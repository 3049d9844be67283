"""Patterns of what the preamble says: titles, places, facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from .patterns import Patterns, any_unit


class PlacePatterns(Patterns):
    """Places and facts."""

    @cached_property
    def holder(self) -> re.Pattern[str]:
        """Whose list it is by what stands before the list's name: group `place`."""
        return self._compiled(self._rules.places.patterns.holder)

    @cached_property
    def title_of_document(self) -> re.Pattern[str]:
        """A document's title; `place` is what stands before 履职事项清单."""
        return self._compiled(self._rules.places.patterns.title)

    @cached_property
    def place(self) -> re.Pattern[str]:
        """A chain of places that a title begins with: groups province to township."""
        return self._compiled(self._rules.places.patterns.place)

    @cached_property
    def located(self) -> re.Pattern[str]:
        """Where a preamble says that the township is."""
        return self._compiled(self._rules.places.patterns.located)

    @cached_property
    def township(self) -> re.Pattern[str]:
        """The township's name where a sentence begins with it."""
        return self._compiled(self._rules.places.patterns.township)

    @cached_property
    def named_list(self) -> re.Pattern[str]:
        """《某县某镇履职事项清单》"""
        return self._compiled(self._rules.places.patterns.named)

    def fact(self, name: str) -> Iterator[re.Pattern[str]]:
        """Yield the patterns of a fact of the preamble in their order: groups `n` and `unit`."""
        fact = self._rules.facts[name]
        for rule in fact.patterns:
            yield re.compile(self.filled(rule.pattern.replace("{unit}", any_unit(fact.units))))
