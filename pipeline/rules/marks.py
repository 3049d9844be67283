"""Patterns of numbering, sentences and labels inside cells."""

from __future__ import annotations

import re
from functools import cached_property

from ..letters.marks import HEADING_KINDS, Mark, MarkKind
from ..letters.script import (
    CLOSERS,
    COLONS,
    FULL_STOP,
    LEFT_BRACKETS,
    LEFT_FRAMES,
    LEFT_QUOTE,
    LEFT_TITLE_MARK,
    LETTER,
    OPENERS,
    PAUSES,
    QUOTES,
    RIGHT_BRACKETS,
    RIGHT_FRAMES,
    SEMICOLONS,
    SENTENCE_ENDS,
    SENTENCE_MARKS,
    number_of,
)
from .patterns import Patterns, alternatives

# Engines print a blank beside digits.
_BLANK = r"[ \u3000]?"
# What ends a sentence in Latin text only: in Chinese text a clause's mark may stand behind it.
_LATIN = ".!?"


def _unnamed(pattern: str) -> str:
    """Return a pattern with its named groups as plain ones, which may stand in it twice."""
    return re.sub(r"\?P<\w+>", "?:", pattern)


class MarkPatterns(Patterns):
    """Marks, ends of sentences, labels."""

    @cached_property
    def mark(self) -> re.Pattern[str]:
        """Any mark, where one may stand; the group that matched is its kind."""
        return re.compile(self._mark(f"(?!{self.measured.pattern})"))

    def _mark(self, not_measured: str) -> str:
        marks = self._rules.marks
        numerals, reference = marks.heading_numerals, f"(?!{self.reference.pattern})"
        first = rf"[\d{self._left}{numerals}{''.join(self._signs)}]"
        return (
            rf"(?={first})(?:(?P<dot>\d{{1,3}})[ \u3000]?[{self._delimiters}]{not_measured}"
            rf"|[{self._left}]{_BLANK}(?P<bracket>\d{{1,2}}){_BLANK}[{self._right}]"
            rf"[{self._delimiters}]?{reference}"
            rf"|(?P<half>\d{{1,2}}){_BLANK}[{self._right}][{self._delimiters}]?"
            rf"|(?P<sign>[{''.join(self._signs)}])[{self._delimiters}]?"
            rf"|(?P<heading>[{numerals}]{{1,3}})[{self._heading_delimiters}]"
            rf"|[{self._left}](?P<subheading>[{numerals}]{{1,3}})[{self._right}]"
            rf"[{self._heading_delimiters}]?{reference})"
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
        before = rf"(?:^|(?<=[{SENTENCE_ENDS}]))[^\S\n]*+"
        return re.compile(rf"{before}(?P<n>\d{{1,2}}){behind}", re.MULTILINE)

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
    def label_end(self) -> re.Pattern[str]:
        """What a label ends with, unless it is all of a line."""
        return re.compile(f"[{COLONS}{re.escape(RIGHT_FRAMES)}]")

    @cached_property
    def marked_label(self) -> re.Pattern[str]:
        """A label behind a mark, or behind other words: one of words that are listed."""
        return re.compile(self._label(self._label_words))

    @cached_property
    def label_alone(self) -> re.Pattern[str]:
        """A label that is all of a line."""
        return re.compile(rf"\s*(?:{self._label_kinds(self._label_words)})\s*$")

    @cached_property
    def numbered_label(self) -> re.Pattern[str]:
        """A label of listed words with the mark before it, if it has one: （2）工作方式：."""
        return re.compile(f"{self._any_mark}?{self.marked_label.pattern}")

    @property
    def _any_mark(self) -> str:
        return f"(?:{_unnamed(self.mark.pattern)})"

    @cached_property
    def inner_label(self) -> re.Pattern[str]:
        """A label behind other words: behind a pause any, behind a mark one of listed words with
        that mark, elsewhere one of departments."""
        bodies = alternatives(self._rules.marks.department_labels)
        paused = rf"(?<=[{re.escape(PAUSES)}])(?:{self.label.pattern})"
        marked = rf"{self._any_mark}{_unnamed(self.marked_label.pattern)}"
        return re.compile(rf"{paused}|{marked}|{self._label_words}(?:{bodies})[{COLONS}]")

    def _label(self, before: str) -> str:
        left, right = re.escape(LEFT_FRAMES), re.escape(RIGHT_FRAMES)
        is_, kinds = alternatives(self._rules.marks.label_verbs), self._label_kinds(before)
        before = rf"(?:[{left}]\s*+|(?<!\s)\s++)?"
        return rf"{before}(?:{kinds})\s*(?:[{right}]\s*[{COLONS}]?|(?:{is_})?[{COLONS}])"

    def _label_kinds(self, before: str) -> str:
        marks = self._rules.marks
        departments, manners = map(alternatives, (marks.department_labels, marks.manner_labels))
        also = rf"(?:[{LEFT_BRACKETS}](?:{departments})[{RIGHT_BRACKETS}])?"
        names, levels = map(alternatives, (marks.label_names, marks.label_levels))
        joints = alternatives(marks.label_joints)
        bodies = rf"(?:(?:{departments}|{levels})(?:{joints}){before}?)?(?:{departments}){also}"
        ways = rf"(?:(?:{manners})(?:{joints}){before}?)?(?:{manners})"
        return rf"(?P<department>{before}{bodies}(?:{names})?)|(?P<manner>{before}{ways})"

    @property
    def _label_letters(self) -> str:
        letters = rf"(?:(?![{self._rules.marks.no_label}]){LETTER}){{0,8}}?"
        return f"(?:{letters}|{self._label_words})"

    @property
    def _label_words(self) -> str:
        return rf"(?:{alternatives(self._rules.marks.label_words)}){{1,3}}"

    @cached_property
    def radical(self) -> re.Pattern[str]:
        """A CJK radical that stands for an ideograph."""
        return re.compile(f"[{''.join(map(chr, self._rules.radicals))}]")
