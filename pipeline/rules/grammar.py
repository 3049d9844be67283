"""Every pattern that the rules make, compiled once for a set of rules.

Each is compiled when it is first asked for. Words of the rules are literal. Patterns may hold
placeholders, the same in every file: `{n}` a count, `{figure}` a figure with its fraction,
`{letter}` a letter, but no Latin one, `{unit}` a unit of the fact, `{chain}` a province and
a prefecture as far as they are printed, `{holder}` whose list it is, `{county}` and
`{township}` such names, `{counties}` the ends of counties' names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from ..letters.marks import HEADING_KINDS, Mark, MarkKind
from ..letters.script import (
    CLOSERS,
    COLONS,
    COMMAS,
    COUNT,
    FIGURE,
    FRAMES,
    FULL_STOP,
    LEFT_BRACKETS,
    LEFT_FRAMES,
    LEFT_QUOTE,
    LEFT_TITLE_MARK,
    LETTER,
    LIST_COMMA,
    NAME_LETTER,
    OPENERS,
    PAUSES,
    POINTS,
    QUOTES,
    RIGHT_BRACKETS,
    RIGHT_FRAMES,
    SEMICOLONS,
    SENTENCE_ENDS,
    SENTENCE_MARKS,
    number_of,
)
from ..model import CheckName, Field, ListType
from .schema import Pattern, RuleFiles

# Engines print a blank beside digits.
_BLANK = r"[ \u3000]?"
# What ends a sentence in Latin text only: in Chinese text a clause's mark may stand behind it.
_LATIN = ".!?"

# How a pattern is looked for in a text: None where it is not found.
Search = Callable[[str], object]


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern that matches any of some literal words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def any_of(words: Iterable[str], behind: str = "") -> re.Pattern[str]:
    """Return the pattern of any of some literal words, with what stands behind it."""
    return re.compile(f"(?:{alternatives(words)}){behind}")


class Grammar:
    """The patterns of a set of rules."""

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
        return {
            "chain": (
                rf"(?:(?P<province>{LETTER}{{2,8}}?(?:{provinces})))?"
                rf"(?:(?P<prefecture>{LETTER}{{2,9}}?(?:{prefectures})))?"
            ),
            "holder": self._rules.places.patterns.holder.pattern,
            "county": self._rules.places.patterns.county.pattern,
            "township": rf"(?P<township>{LETTER}{{1,12}}?(?:{townships}))",
            "counties": counties,
            "unit": _unit(unit for fact in self._rules.facts.values() for unit in fact.units),
            "letter": LETTER,
            "n": COUNT,
            "figure": FIGURE,
        }

    # --- marks, sentences, labels -------------------------------------------------------------

    @cached_property
    def mark(self) -> re.Pattern[str]:
        """Any mark, where one may stand; the group that matched is its kind."""
        return re.compile(self._mark(f"(?!{self.measured.pattern})"))

    def _mark(self, not_measured: str) -> str:
        marks = self._rules.marks
        numerals, reference = marks.heading_numerals, f"(?!{self.reference.pattern})"
        return (
            rf"(?P<dot>\d{{1,3}})[ \u3000]?[{self._delimiters}]{not_measured}"
            rf"|[{self._left}]{_BLANK}(?P<bracket>\d{{1,2}}){_BLANK}[{self._right}]"
            rf"[{self._delimiters}]?{reference}"
            rf"|(?P<half>\d{{1,2}}){_BLANK}[{self._right}][{self._delimiters}]?"
            rf"|(?P<sign>[{''.join(self._signs)}])[{self._delimiters}]?"
            rf"|(?P<heading>[{numerals}]{{1,3}})[{self._heading_delimiters}]"
            rf"|[{self._left}](?P<subheading>[{numerals}]{{1,3}})[{self._right}]"
            rf"[{self._heading_delimiters}]?{reference}"
        )

    @cached_property
    def _signs(self) -> dict[str, tuple[MarkKind, int]]:
        """Each mark that is one character → its kind and number."""
        return {
            sign: (kind, number)
            for kind, rows in self._rules.marks.signs.items()
            for row in rows
            for number, sign in enumerate(row, 1)
        }

    @cached_property
    def line_mark(self) -> re.Pattern[str]:
        """The mark of a line, behind white space (`lead`).

        The group `bare` is a number that may have lost its delimiter in print: `1常态化`. A mark
        may be a figure here (2. and 100%): the line before it tells.
        """
        return re.compile(rf"(?P<lead>\s*)(?:{self._mark('')}|{self.bare.pattern})")

    @cached_property
    def bare(self) -> re.Pattern[str]:
        """A number without a delimiter before what is no figure's unit: group `bare`."""
        behind = rf"(?={LETTER}|[{LEFT_QUOTE}{LEFT_TITLE_MARK}])(?!{self.measure.pattern})"
        return re.compile(rf"(?P<bare>\d{{1,2}})\s*{behind}")

    @cached_property
    def numbers(self) -> re.Pattern[str]:
        """A clause's number, with or without its delimiter, where one may stand: group `n`."""
        bare = self.bare.pattern.replace(r"(?P<bare>\d{1,2})", "")
        behind = rf"(?:[ \u3000]?[{self._delimiters}](?!\d)|{bare})"
        return re.compile(rf"(?:^|(?<=[{SENTENCE_ENDS}]))\s*(?P<n>\d{{1,2}}){behind}", re.MULTILINE)

    @cached_property
    def measured(self) -> re.Pattern[str]:
        """What stands behind the point of a figure with its unit: 2.5万亩."""
        return self._compiled(self._rules.marks.measured)

    @cached_property
    def reference(self) -> re.Pattern[str]:
        """What stands behind the number of a law's part: 第（一）项的规定."""
        return self._compiled(self._rules.marks.reference)

    @cached_property
    def measure(self) -> re.Pattern[str]:
        """What a number counts or measures."""
        return self._compiled(self._rules.marks.measure)

    def mark_at(self, text: str, place: int) -> Mark | None:
        """Return the mark that stands at a place of a text, if one does."""
        match = self.mark.match(text, place)
        return self.mark_of(match) if match else None

    def mark_of(self, match: re.Match[str], start: int | None = None) -> Mark:
        """Return the mark that was found, from `start` on; a bare number lost its delimiter."""
        kind: MarkKind = match.lastgroup  # type: ignore[assignment]  # the groups are the kinds
        printed = match[kind]
        start = match.start() if start is None else start
        if match.lastgroup == "sign":
            kind, number = self._signs[printed]
        else:
            number = self.number(kind, printed)
        return Mark("dot" if match.lastgroup == "bare" else kind, number, start, match.end())

    def number(self, kind: str, printed: str) -> int:
        """Return the number of a mark by its kind and digits."""
        if printed in self._signs:
            return self._signs[printed][1]
        return number_of(printed) if kind in HEADING_KINDS else int(printed)

    @cached_property
    def colon(self) -> re.Pattern[str]:
        """The colon that ends a heading or a label."""
        return re.compile(f"[{COLONS}]")

    @cached_property
    def sentence_end(self) -> re.Pattern[str]:
        """What ends a sentence; the point inside V3.2.1 does not."""
        inside = r"(?:(?<!\.)|(?<![0-9A-Za-z]\.)|(?![0-9A-Za-z]))"
        return re.compile(f"[{SENTENCE_ENDS}]{inside}")

    @cached_property
    def heading_stop(self) -> re.Pattern[str]:
        """What ends a heading: its colon, or what only a sentence has."""
        return re.compile(f"[{COLONS}{SENTENCE_MARKS}{LEFT_QUOTE}]")

    @cached_property
    def paired(self) -> re.Pattern[str]:
        """Quotation marks and brackets, which marks may have, too."""
        return re.compile(f"[{re.escape(OPENERS + CLOSERS)}{self._left}]")

    @cached_property
    def quote(self) -> re.Pattern[str]:
        """A quotation mark."""
        return re.compile(f"[{QUOTES}]")

    @cached_property
    def counted_inside(self) -> re.Pattern[str]:
        """A sentence that is counted in the middle of a paragraph: ；二是."""
        marks = self._rules.marks
        return re.compile(
            rf"[{SEMICOLONS}{FULL_STOP}][{marks.heading_numerals}]{re.escape(marks.counted)}"
        )

    @cached_property
    def sentence_gap(self) -> re.Pattern[str]:
        """White space that cuts a line in two: behind a sentence, or before a clause's mark."""
        ends = re.escape("".join(end for end in SENTENCE_ENDS if end not in _LATIN))
        mark = (
            rf"\d{{1,2}}[{self._delimiters}](?!\d)"
            rf"|[{self._left}]\d{{1,2}}[{self._right}]|[{''.join(self._signs)}]"
        )
        return re.compile(rf"\s(?<!\s\s)(?:(?<=[{ends}]\s)\s*+|\s*+(?={mark}))")

    @cached_property
    def label(self) -> re.Pattern[str]:
        """A label of a handling cell, with a colon or in brackets: `department` or `manner`."""
        return re.compile(self._label(self._label_letters))

    @cached_property
    def marked_label(self) -> re.Pattern[str]:
        """A label behind a mark, or behind other words: one of words that are listed."""
        return re.compile(self._label(self._label_words))

    @cached_property
    def label_alone(self) -> re.Pattern[str]:
        """A label that is all of a line."""
        return re.compile(rf"\s*(?:{self._label_kinds(self._label_words)})\s*$")

    @cached_property
    def inner_label(self) -> re.Pattern[str]:
        """A label behind other words: any behind a pause, or one of departments."""
        bodies = alternatives(self._rules.marks.department_labels)
        paused = rf"(?<=[{re.escape(PAUSES)}])(?:{self.label.pattern})"
        return re.compile(rf"{paused}|{self._label_words}(?:{bodies})[{COLONS}]")

    def _label(self, before: str) -> str:
        left, right = re.escape(LEFT_FRAMES), re.escape(RIGHT_FRAMES)
        is_, kinds = alternatives(self._rules.marks.label_verbs), self._label_kinds(before)
        return rf"[{left}]?\s*(?:{kinds})\s*(?:[{right}]\s*[{COLONS}]?|(?:{is_})?[{COLONS}])"

    def _label_kinds(self, before: str) -> str:
        marks = self._rules.marks
        departments, manners = map(alternatives, (marks.department_labels, marks.manner_labels))
        also = rf"(?:[{LEFT_BRACKETS}](?:{departments})[{RIGHT_BRACKETS}])?"
        return rf"(?P<department>{before}(?:{departments}){also})|(?P<manner>{before}(?:{manners}))"

    @property
    def _label_letters(self) -> str:
        return rf"(?:(?![{self._rules.marks.no_label}]){LETTER}){{0,8}}?"

    @property
    def _label_words(self) -> str:
        return rf"(?:{alternatives(self._rules.marks.label_words)}){{1,3}}"

    @cached_property
    def radical(self) -> re.Pattern[str]:
        """A CJK radical that stands for an ideograph."""
        return re.compile(f"[{''.join(map(chr, self._rules.radicals))}]")

    # --- places and facts -----------------------------------------------------------------------

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
            yield re.compile(self.filled(rule.pattern.replace("{unit}", _unit(fact.units))))

    # --- departments ------------------------------------------------------------------------------

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
    def listing_tail(self) -> re.Pattern[str]:
        """What stands behind a department in a list and is no letter of it."""
        return re.compile(f"{self._sign}+$")

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

    @property
    def _role(self) -> str:
        """A department's part in an item: 牵头, 牵头单位, 责任部门（单位）."""
        return rf"(?:{self._role_of_body}|{alternatives(self._rules.departments.roles)})"

    @property
    def _role_of_body(self) -> str:
        departments = self._rules.departments
        words = alternatives((*departments.roles, *departments.role_words))
        bodies = alternatives(departments.bodies)
        also = rf"(?:[{LEFT_BRACKETS}](?:{bodies})[{RIGHT_BRACKETS}])?"
        return rf"(?:(?:{words}){{1,3}}(?:{bodies}){also})"

    @cached_property
    def role_label(self) -> re.Pattern[str]:
        """The role of a department before its name: 牵头单位："""
        return re.compile(rf"{self._role}\s*[{COLONS}]")

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
        return re.compile(rf"(?:{self.bracketed.pattern})+$")

    @cached_property
    def department_kind(self) -> re.Pattern[str]:
        """The kind of body that a name ends in: a word of the rules, or its last letter."""
        return re.compile(f"(?:{alternatives(self._rules.departments.kinds)}|.)$")

    @cached_property
    def body_of_city(self) -> re.Pattern[str]:
        """A body of a city at the end of a text: 某市生态环境局."""
        return re.compile(rf"({LETTER}{{2,4}}{self._rules.departments.city}){LETTER}{{2,12}}$")

    # --- lists: titles, columns, bands, furniture -----------------------------------------------

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
        number = rf"(?:[{self._rules.marks.heading_numerals}]{{1,3}}|\d{{1,3}})"
        return self._band(number, r"(?P<n>\d{1,4})")

    def _band(self, before: str, after: str) -> re.Pattern[str]:
        name, closers = f"(?P<name>{NAME_LETTER}{{2,16}}?)", f"[{re.escape(RIGHT_FRAMES)}]?"
        return re.compile(rf"(?:{before})*{name}{closers}(?:{after})?{closers}$")

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
    def signed(self) -> re.Pattern[str]:
        """Who signs a list, or when."""
        closing = self._rules.furniture.closing
        return self._any_of((closing.signed, closing.dated))

    @cached_property
    def signatures(self) -> re.Pattern[str]:
        """A cell below a list that says who signs it and when, or notes something."""
        return re.compile(f"(?:{self.signed.pattern})+|{self.note.pattern}")

    @cached_property
    def dated(self) -> re.Pattern[str]:
        """When a list is signed."""
        return self._compiled(self._rules.furniture.closing.dated)

    # --- totals -----------------------------------------------------------------------------------

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
        return any_of(self._rules.totals.category_closers, "+$")

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

    # --- checks ---------------------------------------------------------------------------------

    @cached_property
    def wordings(self) -> dict[str, re.Pattern[str]]:
        """What is searched for by `checks`, by its name in `checks.toml`."""
        wordings = self._rules.checks.wordings()
        return {name: self._compiled(one) for name, one in wordings.items()}

    # --- how each pattern is used ---------------------------------------------------------------

    def uses(self) -> tuple[tuple[Pattern, Search], ...]:
        """Return every pattern of the rules with the search by which it is used.

        What is only a part of other patterns is tried alone, on the whole of a text.
        """
        lists, marks, furniture = self._rules.lists, self._rules.marks, self._rules.furniture
        closing, said, where = furniture.closing, self._rules.totals, self._rules.places.patterns
        parts = (
            *(lists.title.number, lists.title.tail, lists.title.total),
            *(lists.band.before, lists.band.after),
            *(closing.signed, where.county, said.respectively, said.one, said.between),
            *(said.counted_items, said.counted_categories, said.counted_departments),
        )
        totals = (*said.items, *said.categories, *said.departments)
        facts, checks = self._rules.facts.items(), self._rules.checks.wordings()
        return (
            (lists.none, self.no_item.fullmatch),
            (lists.telling, self.telling_column.search),
            (lists.title.appendix, self.appendix.fullmatch),
            *((lists.patterns[f], shape.fullmatch) for f, shape in self.column_shapes.items()),
            (marks.measure, self.measure.match),
            (marks.measured, self.measured.search),
            (marks.reference, self.reference.match),
            (self._rules.departments.duty, self._compiled(self._rules.departments.duty).fullmatch),
            (self._rules.departments.more, self._compiled(self._rules.departments.more).fullmatch),
            (closing.label, self.note_label.match),
            *((one, self._compiled(one).match) for one in (*closing.notes, *closing.page)),
            (closing.sums, self.sum.fullmatch),
            (closing.dated, self.dated.search),
            (where.holder, self.holder.fullmatch),
            (where.title, self.title_of_document.match),
            (where.place, self.place.match),
            (where.located, self.located.search),
            (where.township, self.township.search),
            (where.named, self.named_list.search),
            *((rule, found.search) for rule, (_, found) in zip(totals, self.totals, strict=True)),
            (said.band_total, self.total.fullmatch),
            (said.cell_figure, self.cell_figure.fullmatch),
            (said.belonging, self.belonging.fullmatch),
            (said.others_before, self.others_before.search),
            (said.others_after, self.others_after.match),
            (said.plan, self.plan.search),
            (said.part_of_list, self.part_of_list.match),
            (said.later, self.later_total.search),
            (said.of_which, self.of_which.match),
            (said.whole, self.whole_list.search),
            (said.list_joints, self.list_joint.fullmatch),
            (said.sums, self.sum_of_lists.search),
            (said.counted_before, self.counted_before.search),
            (said.names_end, self.names_end.search),
            (said.own_total, self.own_total.search),
            (said.counted_name, self.counted_name.search),
            (said.no_name, self.no_category_name.search),
            (said.no_category, self.counted_no_category.search),
            *(
                (rule, found.search)
                for name, fact in facts
                for rule, found in zip(fact.patterns, self.fact(name), strict=True)
            ),
            *((rule, self._compiled(rule).fullmatch) for rule in (*furniture.line, *parts)),
            *((checks[name], found.search) for name, found in self.wordings.items()),
        )


def _unit(units: Iterable[str]) -> str:
    return f"(?P<unit>{alternatives(units)})"
