"""The marks that number clauses and head groups: `1.` `（1）` `①` `一、` `（一）`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from ..rules import Rules
from ..rules.loading import alternatives

MarkKind = Literal["dot", "bracket", "circle", "heading", "subheading"]

# Ideographs as in a character class: place names hold rare ones, too.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}
# What an appendix is headed by: 附件2, 附表一：
APPENDIX = re.compile(r"^附[件表]\s*[\d一二三四五六七八九十]*\s*[:：.、]?")
_LEADING = frozenset("〇一二三四五六七八九十百")  # ideographs that a mark may begin with
# What a number counts or measures; such a number numbers nothing.
MEASURE = re.compile(
    r"个(?![体人别])|年(?![度鉴报检终轻])|月|日(?![常间])|[%％亩岁倍吨辆万亿]|元(?![旦宵])"
    r"|次(?![生要])|小时|分钟|天内|周岁|公里|平方|工作日"
)
BLANK = r"[ \u3000]?"  # engines print one beside digits
# What follows a number of a law's parts: 第（一）项、第（二）款的规定.
REFERENCE = r"(?![项款目条](?:[，、。；：（）第和或至的规之所]|$))"
# 2.5万亩 is a decimal with its unit and no mark; ２．５万亩 is not how those are printed.
MEASURED = r"(?!(?<=\.)\d[.\d]*\s*[%％万亿元亩])"
SCALES = {"十": 10, "百": 100, "千": 1000}


class Mark(Struct, frozen=True, gc=False):
    """A mark at a place of a text: text[start:end] is the mark, `number` what it says."""

    kind: MarkKind
    number: int
    start: int
    end: int


def number_of(text: str) -> int:
    """Given a number in Arabic or Chinese digits (一百三十九), return it."""
    if text.isdecimal():
        return int(text)
    if "万" in text:
        high, _, low = text.partition("万")
        return number_of(high) * 10_000 + number_of(low)
    total, digit = 0, 0
    for letter in text:
        if letter in SCALES:
            total += (digit or 1) * SCALES[letter]
            digit = 0
        else:
            digit = digit * 10 + NUMERALS[letter] if letter in NUMERALS else int(letter)
    return total + digit


@lru_cache(maxsize=4)
def mark_pattern(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of any mark (match it where one may stand)."""
    marks = rules.marks
    delimiters = re.escape("".join(marks.clause_delimiters))
    heading_delimiters = re.escape("".join(marks.heading_delimiters))
    left = re.escape("".join(pair[0] for pair in marks.brackets))
    right = re.escape("".join(pair[1] for pair in marks.brackets))
    numerals = marks.heading_numerals
    return re.compile(
        rf"(?P<dot>\d{{1,3}})[ \u3000]?[{delimiters}]{MEASURED}"
        rf"|[{left}]{BLANK}(?P<bracket>\d{{1,2}}){BLANK}[{right}][{delimiters}]?{REFERENCE}"
        rf"|(?P<circle>[{marks.circled}])[{delimiters}]?"
        rf"|(?P<heading>[{numerals}]{{1,3}})[{heading_delimiters}]"
        rf"|[{left}](?P<subheading>[{numerals}]{{1,3}})[{right}][{heading_delimiters}]?{REFERENCE}"
    )


@lru_cache(maxsize=4)
def line_mark_pattern(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of a line's mark behind white space.

    The group `bare` is a number that may have lost its delimiter in print: `1常态化`.
    """
    bare = rf"(?P<bare>\d{{1,2}})(?=[{HAN}“《])"
    anything = mark_pattern(rules).pattern.replace(MEASURED, "")  # it may be 2. and 100%
    return re.compile(rf"(?P<lead>\s*)(?:{anything}|{bare})")


def mark_at(text: str, position: int, rules: Rules) -> Mark | None:
    """Given a text and a place in it, return the mark that stands there, if one does."""
    if "\u4e00" <= text[position : position + 1] <= "\u9fff" and text[position] not in _LEADING:
        return None
    match = mark_pattern(rules).match(text, position)
    if match is None:
        return None
    kind: MarkKind = match.lastgroup  # type: ignore[assignment]  # the groups are the kinds
    return Mark(kind, printed_number(kind, match[kind], rules), match.start(), match.end())


def printed_number(kind: str, printed: str, rules: Rules) -> int:
    """Given a mark's kind and its digits, return its number."""
    if kind == "circle":
        return rules.marks.circled.index(printed) + 1
    return int(printed) if kind in ("dot", "bracket", "bare") else number_of(printed)


@lru_cache(maxsize=4)
def label_pattern(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of a label of a handling cell with its colon."""
    colons = re.escape(rules.marks.colons)
    departments = alternatives(rules.marks.department_labels)
    manners = alternatives(rules.marks.manner_labels)
    return re.compile(rf"(?:(?P<department>{departments})|(?P<manner>{manners}))\s*[{colons}]")


@lru_cache(maxsize=4)
def colon_pattern(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of the colon that ends a heading or a label."""
    return re.compile(f"[{re.escape(rules.marks.colons)}]")
