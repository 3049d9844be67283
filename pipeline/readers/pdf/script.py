"""Which characters are set without spaces between them."""

from __future__ import annotations

# Ranges that hold ideographs, radicals, kana, full-width forms and CJK punctuation.
CJK_RANGES = ((0x2E80, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF))
CJK_MARKS = "“”‘’…—·《》①②③④⑤⑥⑦⑧⑨⑩"
HIGH_PLANES = 0x20000


def is_cjk(character: str) -> bool:
    """Given a character, return whether CJK typesetting puts no space beside it."""
    code = ord(character)
    if code < 0x80:
        return False
    if 0x2E80 <= code <= 0x9FFF or code >= HIGH_PLANES or character in CJK_MARKS:
        return True
    return any(first <= code <= last for first, last in CJK_RANGES)
