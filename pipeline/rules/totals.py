"""Patterns of stated totals."""

from __future__ import annotations

import re
from functools import cached_property

from ..letters.script import COUNT
from ..model import CheckName, ListType
from .lists import ListPatterns
from .patterns import alternatives, any_of
from .schema import Pattern


class TotalPatterns(ListPatterns):
    """Stated totals."""

    @cached_property
    def totals(self) -> tuple[tuple[CheckName, re.Pattern[str]], ...]:
        """The patterns of each kind of total, in the order in which they are tried."""
        said = self._rules.totals
        kinds: tuple[tuple[CheckName, tuple[Pattern, ...]], ...] = (
            ("items", said.items),
            ("categories", said.categories),
            ("departments", said.departments),
        )
        return tuple((check, self._compiled(rule)) for check, rules in kinds for rule in rules)

    @cached_property
    def list_names(self) -> dict[str, ListType]:
        """What names a list in a preamble → its type."""
        short = self._rules.lists.short_titles.items()
        return {word: kind for kind, words in short for word in words} | self._rules.titles

    @cached_property
    def list_name(self) -> re.Pattern[str]:
        """What names a list in a preamble."""
        short = (word for words in self._rules.lists.short_titles.values() for word in words)
        return re.compile(f"{self._titles}|{alternatives(short)}")

    @cached_property
    def count(self) -> re.Pattern[str]:
        """A count: group `n`."""
        return re.compile(COUNT)

    @cached_property
    def counts_in_a_row(self) -> re.Pattern[str]:
        """The figures of lists that are named together: group 1 is 139项、109项、44项."""
        said = self._rules.totals
        one = self._part(said.one).replace("(?P<n>", "(?:")
        between, respectively = self._part(said.between), self._part(said.respectively)
        return re.compile(f"{respectively}({one}(?:{between}{one})+)")

    @cached_property
    def cell_figure(self) -> re.Pattern[str]:
        """A figure in a table of totals."""
        return self._compiled(self._rules.totals.cell_figure)

    @cached_property
    def counted_column(self) -> re.Pattern[str]:
        """What figures of a table of totals count: groups `items`, `categories`, `departments`."""
        said = self._rules.totals
        kinds = ("items", "categories", "departments")
        words = (said.counted_items, said.counted_categories, said.counted_departments)
        order = sorted(zip(kinds, words, strict=True), key=lambda one: one[0] == "items")
        return re.compile("|".join(f"(?P<{kind}>{self._part(rule)})" for kind, rule in order))

    @cached_property
    def plan(self) -> re.Pattern[str]:
        """What is planned, or was, in the sentence before a number."""
        return self._compiled(self._rules.totals.plan)

    @cached_property
    def part_of_list(self) -> re.Pattern[str]:
        """What begins words behind a list's name that tell of a part of it."""
        return self._compiled(self._rules.totals.part_of_list)

    @cached_property
    def later_total(self) -> re.Pattern[str]:
        """What a total in a later sentence than its list's name has with it."""
        return self._compiled(self._rules.totals.later)

    @cached_property
    def belonging(self) -> re.Pattern[str]:
        """All that stands between a total and the name of its list behind it."""
        return self._compiled(self._rules.totals.belonging)

    @cached_property
    def others_before(self) -> re.Pattern[str]:
        """What stands before a number that is not the list's own."""
        return re.compile(f"{self._part(self._rules.totals.others_before)}$")

    @cached_property
    def others_after(self) -> re.Pattern[str]:
        """A number that is not the list's own, by what stands behind it."""
        return self._compiled(self._rules.totals.others_after)

    @cached_property
    def of_which(self) -> re.Pattern[str]:
        """共65项，其中："""
        return self._compiled(self._rules.totals.of_which)

    @cached_property
    def whole_list(self) -> re.Pattern[str]:
        """The whole list's name, right before a total of all three."""
        return re.compile(f"{self._part(self._rules.totals.whole)}$")

    @cached_property
    def list_joint(self) -> re.Pattern[str]:
        """What stands between names of lists whose total follows behind the last."""
        return self._compiled(self._rules.totals.list_joints)

    @cached_property
    def sum_of_lists(self) -> re.Pattern[str]:
        """What says that a total is that of several lists."""
        return self._compiled(self._rules.totals.sums)

    @cached_property
    def counted_word(self) -> re.Pattern[str]:
        """A word that is counted itself, at the end of a text."""
        return any_of(self._rules.totals.counted, "$")

    @cached_property
    def counted_before(self) -> re.Pattern[str]:
        """What stands before such a word where a list's own total may follow."""
        return self._compiled(self._rules.totals.counted_before)

    @cached_property
    def category_opener(self) -> re.Pattern[str]:
        return any_of(self._rules.totals.category_openers)

    @cached_property
    def category_list(self) -> re.Pattern[str]:
        return any_of(self._rules.totals.category_lists)

    @cached_property
    def category_closer(self) -> re.Pattern[str]:
        return any_of(self._rules.totals.category_closers, "{1,9}+$")

    @cached_property
    def own_total(self) -> re.Pattern[str]:
        """A total that a category's name has in a list of names."""
        return self._compiled(self._rules.totals.own_total)

    @cached_property
    def names_end(self) -> re.Pattern[str]:
        """What ends a list of category names."""
        return self._compiled(self._rules.totals.names_end)

    @cached_property
    def no_category_name(self) -> re.Pattern[str]:
        """What no name of a category has."""
        return self._compiled(self._rules.totals.no_name)

    @cached_property
    def counted_name(self) -> re.Pattern[str]:
        """A category with its own total, in a list of such: group `name`."""
        return self._compiled(self._rules.totals.counted_name)

    @cached_property
    def counted_no_category(self) -> re.Pattern[str]:
        """What a word with a total has that names no category."""
        return self._compiled(self._rules.totals.no_category)
