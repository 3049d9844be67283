"""The prefecture that a document's lists name, by what they print around the county's name."""

from __future__ import annotations

import re

from ..letters.marks import HAN

BODY = re.compile(rf"([{HAN}]{{2,4}}市)[{HAN}]{{2,12}}$")  # of a prefecture: 某市生态环境局
LONGEST_CITY = 4  # letters before 市
LONGEST_BUREAU = 13  # letters of a body behind its county
LONGEST_BODY = 17  # letters of a prefecture and its body


def prefecture_of(whole: str, county: str) -> str:
    """Given the lines of the lists, return the prefecture whose bodies have a branch in the county.

    It is printed before a body and the county (某市生态环境局青禾分局) or before the county
    and a body (某市青禾县生态环境局); "" when none is. What stands before it must not be a
    letter somewhere.
    """
    if len(county) < 3:
        return ""
    bodies = []
    for match in re.finditer(_wrapped(f"局{county[:-1]}"), whole):
        before = letters_beside(whole, match.start(), -LONGEST_BODY)
        if "市" in before and (body := BODY.search(before)):
            bodies.append(body[1])
    for match in re.finditer(_wrapped(f"市{county}"), whole):
        name = letters_beside(whole, match.end(), LONGEST_BUREAU)
        if name[: name.find("局", 2) + 1].isalpha():
            bodies.append(letters_beside(whole, match.start(), -LONGEST_CITY) + "市")
    for before in dict.fromkeys(bodies):
        for length in range(3, len(before) + 1):
            place = before[-length:]
            if re.search(rf"{re.escape(place)}(?<=[\s、，：]{re.escape(place)})", whole):
                return place
    return ""


def _wrapped(word: str) -> str:
    """Given a word, return the pattern of it with white space between its letters."""
    return r"\s*".join(map(re.escape, word))


def letters_beside(text: str, place: int, count: int) -> str:
    """Return the letters behind a place of a text, or so many before it where `count` is negative,
    without white space."""
    size = 2 * abs(count)
    while True:
        window = text[place : place + size] if count > 0 else text[max(0, place - size) : place]
        letters = "".join(window.split())
        if len(letters) >= abs(count) or len(window) < size:
            return letters[:count] if count > 0 else letters[count:]
        size *= 2
