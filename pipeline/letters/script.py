"""What Chinese script is made of: letters, punctuation marks, numerals, figures."""

from __future__ import annotations

from bisect import bisect_right

FIGURES = r"\u2150-\u24ff\u2776-\u2793\u3220-\u32bf"  # ① Ⅱ ㈠
# A letter, but no Latin one and no figure: place names hold rare ideographs, too.
LETTER = rf"[^\W\d\x00-\xff{FIGURES}\uff21-\uff5a]"
# CJK letters, punctuation and full-width forms, and the quotes, dashes and circled numbers that
# Chinese text shares with other scripts: where each range begins and where it has ended.
_CJK = (
    "\u00b2\u00b4\u00b7\u00b8\u2010\u2028\u2030\u205f\u2103\u2104\u2150\u218c\u2460\u27c0"
    "\u2e80\ua000\uac00\ud7b0\uf900\ufb00\ufe10\ufe70\uff00\ufff0\U00020000\U00040000"
)
WHITE_SPACE = " \t\u3000\xa0\f"  # inside a line

# Punctuation marks, one by one, and in both widths where documents print both.
FULL_STOP, COMMA, SEMICOLON, COLON = "。，；："
LIST_COMMA = "、"  # between the parts of a list
COMMAS, SEMICOLONS, COLONS, POINTS = "，,", "；;", "：:", ".．"
LEFT_BRACKETS, RIGHT_BRACKETS = "（(", "）)"
LEFT_QUOTE, RIGHT_QUOTE = QUOTES = "“”"
QUOTE_MARKS = QUOTES + "‘’《》"
# Quotes with nothing between them: an engine printed them away from their words.
EMPTY_QUOTES = "[“‘](?:(?<=(?<!“)“)“*+”++|(?<=(?<!‘)‘)‘*+’++)(?:“++”++|‘++’++)*+"
LEFT_TITLE_MARK = "《"  # before the title of a law
EXCLAMATIONS = "！？!"
DITTO = "〃"
LEFT_FRAMES, RIGHT_FRAMES = "【〔[［「『〖", "】〕]］」』〗"
FRAMES = LEFT_FRAMES + RIGHT_FRAMES  # around a heading
OPENERS = "“‘《（(【「『〔"
CLOSERS = "”’》）)】」』〕"
SENTENCE_MARKS = FULL_STOP + COMMA + SEMICOLON + COLON  # what a title or a heading has none of
PAUSES = SENTENCE_MARKS + LIST_COMMA
SENTENCE_ENDS = "。；;！？.!?…"
NO_LINE_START = PAUSES + "！？”’》）"  # what typesetters keep with the letter before it
FULL_STOPS = "。！？"  # what ends a paragraph wherever it ends a line
# A letter of a category's name.
NAME_LETTER = f"(?:{LETTER}|[{LEFT_BRACKETS[0]}{RIGHT_BRACKETS[0]}{LIST_COMMA}])"

ORDINALS = "一二三四五六七八九十"
_DIGITS = {numeral: value for value, numeral in enumerate("〇" + ORDINALS[:9])} | {"零": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = "万"
NUMERALS = "".join([*_DIGITS, *_SCALES])

# A count, and a figure with its fraction; longer runs of digits are damage, not figures.
COUNT = rf"(?<![\d.])(?P<n>\d{{1,6}}|[{NUMERALS}]{{1,9}})(?![\d.])"
FIGURE = (
    r"(?<![\d.])(?P<n>(?:\d{1,3}(?:[,，]\d{3}){1,4}|\d{1,12})(?:\.\d{1,6})?"
    rf"|(?:[{NUMERALS}]{{1,8}}{_MYRIAD})?[{NUMERALS}]{{1,12}})"
    r"(?![\d])"
)

# The line of a page's number: 4, 4 / 9 or 第4页 共9页, whatever marks are around it.
PAGE_NUMBER = r"[^\w]*+第?\s*+(\d{1,4})\s*页?(?:\s*+[/／共，]++\s*+\d{1,4}\s*页?)?[^\w]*"


def is_cjk(character: str) -> bool:
    """Tell whether a character is CJK: typesetting puts no space beside it."""
    return bisect_right(_CJK, character) % 2 == 1


def number_of(text: str) -> int:
    """Return a number printed in Arabic or Chinese digits: 139, 一百三十九."""
    if text.isdecimal():
        return int(text)
    if _MYRIAD in text:
        high, _, low = text.partition(_MYRIAD)
        return number_of(high) * 10_000 + number_of(low)
    total, digit = 0, 0
    for letter in text:
        if letter in _SCALES:
            total += (digit or 1) * _SCALES[letter]
            digit = 0
        else:
            digit = digit * 10 + (_DIGITS[letter] if letter in _DIGITS else int(letter))
    return total + digit
