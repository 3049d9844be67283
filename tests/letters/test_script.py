"""Letters of names, and numbers in Arabic and Chinese digits."""

from __future__ import annotations

import re

import pytest

from qingdan.letters.script import FIGURE, LETTER, NAME_LETTER, number_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("139", 139),
        ("七", 7),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("二十二", 22),
        ("四十四", 44),
        ("一百", 100),
        ("一百零九", 109),
        ("一百〇九", 109),
        ("一百三十九", 139),
        ("两百", 200),
        ("一千二百", 1200),
        ("二〇", 20),
        ("一三九", 139),
    ],
)
def test_numbers_in_any_digits(text: str, number: int) -> None:
    assert number_of(text) == number


def test_numbers_are_read_in_both_digits() -> None:
    for number in ("139", "1,286", "12.5", "一百三十九", "两", "二〇"):
        assert re.fullmatch(FIGURE, number)
    for other in ("", "项", "十二a", ".5"):
        assert not re.fullmatch(FIGURE, other)


# Not letters of names: Latin ones, figures in every shape, marks, a font's own signs, lost letters.
NO_LETTERS = "Az\uff21\uff5a5５①⑳Ⅱ㈠㊀➊²½_，。：；《·\u3000\uf0d8\ufffd"


@pytest.mark.parametrize("letter", "巴〇㐀龘\U00020000")
def test_letters(letter: str) -> None:
    assert re.fullmatch(LETTER, letter)
    assert re.fullmatch(NAME_LETTER, letter)


@pytest.mark.parametrize("letter", NO_LETTERS)
def test_no_letters(letter: str) -> None:
    assert not re.fullmatch(LETTER, letter)
    assert not re.fullmatch(NAME_LETTER, letter)


@pytest.mark.parametrize("mark", "（）、")
def test_marks_of_names(mark: str) -> None:
    assert not re.fullmatch(LETTER, mark)
    assert re.fullmatch(NAME_LETTER, mark)
