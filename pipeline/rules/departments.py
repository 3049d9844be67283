"""Patterns of the names of departments, and of what stands around them."""

from __future__ import annotations

import re
from functools import cached_property

from ..letters.script import (
    CLOSERS,
    COLONS,
    COMMAS,
    FRAMES,
    LEFT_BRACKETS,
    LETTER,
    OPENERS,
    PAUSES,
    RIGHT_BRACKETS,
    SEMICOLONS,
    SENTENCE_ENDS,
)
from .marks import MarkPatterns
from .patterns import alternatives, any_of


class DepartmentPatterns(MarkPatterns):
    """Names of departments."""

    @cached_property
    def place_before(self) -> re.Pattern[str]:
        """A place before a department's name: the shortest run that ends in a word of a level."""
        levels = self._rules.places.levels
        words = (*levels.province, *levels.prefecture, *levels.county)
        return re.compile(rf"{LETTER}{{1,9}}?(?:{alternatives(words)})")

    @cached_property
    def place_ends(self) -> frozenset[str]:
        """The single letters that the name of a place ends in."""
        levels = self._rules.places.levels
        words = (*levels.province, *levels.prefecture, *levels.county)
        return frozenset(word for word in words if len(word) == 1)

    @cached_property
    def no_letter_of_place(self) -> re.Pattern[str]:
        """A letter that stands in sentences before 县, and in no county's name."""
        return re.compile(f"[{self._rules.places.words.no_name}]")

    @cached_property
    def department_end(self) -> re.Pattern[str]:
        """The end of a department's name."""
        return any_of(self._rules.departments.suffixes, "$")

    @cached_property
    def listed(self) -> re.Pattern[str]:
        """What a list of departments has up to the next separator that is in no brackets."""
        inside = rf"[{LEFT_BRACKETS}][^{LEFT_BRACKETS}{RIGHT_BRACKETS}\n]*[{RIGHT_BRACKETS}]"
        plain = rf"[^{self._separators}{LEFT_BRACKETS}]*"
        return re.compile(rf"{plain}(?:(?:{inside}|[{LEFT_BRACKETS}]){plain})*")

    @cached_property
    def listing_border(self) -> re.Pattern[str]:
        """What stands between two departments of a list."""
        return re.compile(rf"[{self._separators}]?\n+|[{self._separators}]")

    @property
    def _separators(self) -> str:
        return "\\n" + re.escape("".join(self._rules.departments.separators))

    @cached_property
    def listing_lead(self) -> re.Pattern[str]:
        """What stands before a department in a list: a mark, and signs of the page."""
        number = rf"\d{{1,2}}(?={self._sign}*{LETTER})"
        return re.compile(rf"{self._sign}*(?:(?:{self._mark('')}|{number}){self._sign}*)?")

    @cached_property
    def name_lead(self) -> re.Pattern[str]:
        """What may stand before a department's name: a mark, signs, and what begins with a `role`.

        None of it is no match.
        """
        roles = "".join(word[0] for word in self._role_words)
        numerals = self._rules.marks.heading_numerals
        first = rf"[\d{self._left}{numerals}{''.join(self._signs)}{roles}]|{self._sign}"
        return re.compile(
            rf"(?={first})(?:{self.listing_lead.pattern})(?P<role>{self.role_before.pattern})?"
        )

    @cached_property
    def listing_tail(self) -> re.Pattern[str]:
        """What stands behind a department in a list and is no letter of it."""
        return re.compile(f"(?<!{self._sign}){self._sign}++$")

    @property
    def _sign(self) -> str:
        """What is no letter, no pause and no bracket: white space, bullets, frames."""
        kept = PAUSES + COLONS + SEMICOLONS + COMMAS + SENTENCE_ENDS
        quotes = OPENERS.translate({ord(frame): None for frame in FRAMES})
        quotes += CLOSERS.translate({ord(frame): None for frame in FRAMES})
        return rf"[^\w\n{re.escape(kept + quotes)}{self._separators}]"

    @cached_property
    def joint(self) -> re.Pattern[str]:
        """What may stand between two whole names instead of a separator."""
        joints = alternatives(self._rules.departments.joints)
        return re.compile(rf"\s*(?:{joints})\s*|\s+")

    @cached_property
    def joint_or_mark(self) -> re.Pattern[str]:
        """What parts two whole names without a separator: ①县民政局②县财政局."""
        return re.compile(rf"{self.joint.pattern}|{self._mark('')}")

    @cached_property
    def joint_begun(self) -> re.Pattern[str]:
        """What a joint begins with, or a mark: without it a text has none."""
        letters = "".join(joint[0] for joint in self._rules.departments.joints)
        return re.compile(rf"[{re.escape(letters)}\s]|{self._mark('')}")

    @property
    def _role(self) -> str:
        """A department's part in an item: 牵头, 牵头单位, 责任部门（单位）."""
        return rf"(?:{self._role_of_body}|{alternatives(self._rules.departments.roles)})"

    @property
    def _role_of_body(self) -> str:
        words = alternatives(self._role_words)
        bodies = alternatives(self._rules.departments.bodies)
        also = rf"(?:[{LEFT_BRACKETS}](?:{bodies})[{RIGHT_BRACKETS}])?"
        return rf"(?:(?:{words}){{1,3}}(?:{bodies}){also})"

    @property
    def _role_words(self) -> tuple[str, ...]:
        return *self._rules.departments.roles, *self._rules.departments.role_words

    @cached_property
    def role_label(self) -> re.Pattern[str]:
        """The role of a department before its name: 牵头单位："""
        return re.compile(rf"{self._role}\s*[{COLONS}]")

    def role_labels(self, text: str) -> list[re.Match[str]]:
        """Return where the roles of departments stand in a text; each has a colon."""
        return list(self.role_label.finditer(text)) if self.colon.search(text) else []

    @cached_property
    def role_before(self) -> re.Pattern[str]:
        """What begins with the role of a department: 牵头：, 牵头单位（."""
        return re.compile(rf"{self.role_label.pattern}|{self._role_of_body}")

    @cached_property
    def role_around(self) -> re.Pattern[str]:
        """The role of a department before its `name`, with no colon: 牵头单位（县民政局）."""
        return re.compile(
            rf"{self._role_of_body}\s*[{LEFT_BRACKETS}]?(?P<name>.+?)[{RIGHT_BRACKETS}]?$"
        )

    @cached_property
    def duty_around(self) -> re.Pattern[str]:
        """What tells behind a `name` that the body has duties: 县民政局负责."""
        departments = self._rules.departments
        more, duty = map(self._part, (departments.more, departments.duty))
        return re.compile(rf"(?P<name>.+?){more}?{duty}$")

    @cached_property
    def opener(self) -> re.Pattern[str]:
        """What stands before names that are said to have duties: 由县民政局负责."""
        return any_of(self._rules.departments.openers)

    @cached_property
    def more_behind(self) -> re.Pattern[str]:
        """What tells that a list has more departments than it names: 等部门."""
        return re.compile(f"{self._part(self._rules.departments.more)}$")

    @cached_property
    def bracketed(self) -> re.Pattern[str]:
        """What stands in brackets behind a name: （牵头）, （县民宗局）."""
        inside = rf"[^{LEFT_BRACKETS}{RIGHT_BRACKETS}]*"
        return re.compile(rf"[{LEFT_BRACKETS}]({inside})[{RIGHT_BRACKETS}]")

    @cached_property
    def bracketed_end(self) -> re.Pattern[str]:
        """What stands in brackets at the end of a name."""
        return re.compile(rf"(?:{self.bracketed.pattern}){{1,9}}$")

    @cached_property
    def department_kind(self) -> re.Pattern[str]:
        """The kind of body that a name ends in: a word of the rules, or its last letter."""
        return re.compile(f"(?:{alternatives(self._rules.departments.kinds)}|.)$")

    @cached_property
    def body_of_city(self) -> re.Pattern[str]:
        """A body of a city at the end of a text: 某市生态环境局."""
        return re.compile(rf"({LETTER}{{2,4}}{self._rules.departments.city}){LETTER}{{2,12}}$")
