"""Patterns of lists: titles, columns, bands, furniture."""

from __future__ import annotations

import re
from functools import cached_property

from ..letters.script import (
    COLONS,
    FULL_STOP,
    LEFT_BRACKETS,
    LIST_COMMA,
    NAME_LETTER,
    PAUSES,
    POINTS,
    RIGHT_BRACKETS,
    RIGHT_FRAMES,
)
from ..model import Field
from .marks import MarkPatterns
from .patterns import alternatives


class ListPatterns(MarkPatterns):
    """Titles, columns, bands, furniture."""

    @cached_property
    def appendix(self) -> re.Pattern[str]:
        """What an appendix is headed by: 附件2, 附表一："""
        return self._compiled(self._rules.lists.title.appendix)

    @cached_property
    def _titles(self) -> str:
        """The titles of all lists as a pattern, the longest first."""
        lists = self._rules.lists
        pattern = alternatives(title for titles in lists.titles.values() for title in titles)
        for name in ("level", "town"):
            words = alternatives(getattr(lists.placeholders, name))
            pattern = pattern.replace(rf"\{{{name}\}}", f"(?:{words})")
        return pattern

    @cached_property
    def list_title(self) -> re.Pattern[str]:
        """The title of a list, without white space: groups `before`, `title`, `total`."""
        around = self._rules.lists.title
        number, tail, total = map(self._part, (around.number, around.tail, around.total))
        return re.compile(
            rf"(?:{self.appendix.pattern})?{number}?(?P<before>[^{PAUSES}{COLONS}]{{0,30}}?)"
            rf"(?P<title>{self._titles}){tail}(?P<total>{total})?"
        )

    @cached_property
    def glued_title(self) -> re.Pattern[str]:
        """The end of a list's title with something right behind it, that may be a header."""
        word = re.escape(self._rules.lists.list_word)
        inside = rf"[^{LEFT_BRACKETS}{RIGHT_BRACKETS}\n]*"
        return re.compile(
            rf"{word}(?:[{LEFT_BRACKETS}]{inside}[{RIGHT_BRACKETS}])?(?=[^\s{PAUSES}{LEFT_BRACKETS}])"
        )

    @cached_property
    def column_shapes(self) -> dict[Field, re.Pattern[str]]:
        """What the whole title of each field's column is like."""
        return {field: self._compiled(rule) for field, rule in self._rules.lists.patterns.items()}

    @cached_property
    def no_item(self) -> re.Pattern[str]:
        """What a list says that has no item."""
        return self._compiled(self._rules.lists.none)

    @cached_property
    def seq_title(self) -> re.Pattern[str]:
        """The title of the column that numbers the rows."""
        return re.compile(alternatives(self._rules.lists.columns["seq"]))

    @cached_property
    def telling_column(self) -> re.Pattern[str]:
        """What the title of an unknown column says where it may hold a part of an item."""
        return self._compiled(self._rules.lists.telling)

    @cached_property
    def row_number(self) -> re.Pattern[str]:
        """A cell that is nothing but a row's number."""
        numerals = self._rules.marks.heading_numerals
        return re.compile(
            rf"[{LEFT_BRACKETS}]?(?P<n>\d{{1,4}}|[{numerals}]{{1,5}})[{RIGHT_BRACKETS}]?"
            rf"[{POINTS}{LIST_COMMA}{FULL_STOP}]?"
        )

    @cached_property
    def band(self) -> re.Pattern[str]:
        """A category printed as a row of its own, without white space: ★党的建设（16项）.

        Groups `name`, `number` and `label` of what stands before it, `n` or `m` items.
        """
        around = self._rules.lists.band
        return self._band(self._part(around.before), self._part(around.after))

    @cached_property
    def bare_band(self) -> re.Pattern[str]:
        """The same with a number that no mark or unit tells: 1党的建设, 党的建设5."""
        number = rf"[{self._rules.marks.heading_numerals}]{{1,3}}|\d{{1,3}}"
        return self._band(number, r"(?P<n>\d{1,4})")

    @cached_property
    def band_number(self) -> re.Pattern[str]:
        """The number in what stands before a category's name."""
        return re.compile(rf"[{self._rules.marks.heading_numerals}]+|\d+")

    def _band(self, before: str, after: str) -> re.Pattern[str]:
        name, closers = f"(?P<name>{NAME_LETTER}{{2,16}}?)", f"[{re.escape(RIGHT_FRAMES)}]?"
        return re.compile(rf"(?>{before})*{name}{closers}(?:{after})?{closers}$")

    @cached_property
    def total(self) -> re.Pattern[str]:
        """A total in brackets: （共16项）."""
        return self._compiled(self._rules.totals.band_total)

    @cached_property
    def furniture(self) -> re.Pattern[str]:
        """The whole text of a line that is page furniture, without white space around."""
        return self._any_of(self._rules.furniture.line)

    @cached_property
    def note_label(self) -> re.Pattern[str]:
        """The label of a note behind a list: 注："""
        return self._compiled(self._rules.furniture.closing.label)

    @cached_property
    def note(self) -> re.Pattern[str]:
        """What begins a note behind the last table."""
        return self._any_of(self._rules.furniture.closing.notes)

    @cached_property
    def page_below(self) -> re.Pattern[str]:
        """What begins a line of a web page below the last table."""
        return self._any_of(self._rules.furniture.closing.page)

    @cached_property
    def sum(self) -> re.Pattern[str]:
        """The word that sums a list up: 合计."""
        return self._compiled(self._rules.furniture.closing.sums)

    @cached_property
    def part_sum(self) -> re.Pattern[str]:
        """What begins a row that sums up a part of a list only: 小计."""
        return self._compiled(self._rules.furniture.closing.part_sums)

    @cached_property
    def signed(self) -> re.Pattern[str]:
        """Who signs a list, or when."""
        closing = self._rules.furniture.closing
        return self._any_of((closing.signed, closing.dated))

    @cached_property
    def signatures(self) -> re.Pattern[str]:
        """A cell below a list that says who signs it and when, or notes something."""
        return re.compile(f"(?>{self.signed.pattern})+|{self.note.pattern}")

    @cached_property
    def dated(self) -> re.Pattern[str]:
        """When a list is signed."""
        return self._compiled(self._rules.furniture.closing.dated)
