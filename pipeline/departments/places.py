"""The places that a document's lists name: the county of most departments, and its prefecture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..letters.script import LETTER
from ..rules import Rules

FEWEST_LINES = 3  # that begin with a county for it to be the document's
ALWAYS = 0.8  # how often a letter must stand before a place's name to belong to it
MOST_LETTERS = 4  # that a wrapped line may have cut from the name's beginning
LONGEST_CITY = 4  # letters before 市
LONGEST_BUREAU = 13  # letters of a body behind its county
LONGEST_BODY = 17  # letters of a prefecture and its body


def county_of(lines: Sequence[str], rules: Rules) -> str:
    """Return the county that stands out as what the lines of the lists begin with, or "".

    A wrapped line may begin inside the name: the letters that (nearly) always stand before
    it in the text without line breaks belong to it.
    """
    grammar = rules.grammar
    found = [match[0] for line in lines if (match := grammar.place_before.match(line.strip()))]
    places = Counter(grammar.no_letter_of_place.split(place)[-1] for place in found)
    named = [(count, place) for place, count in places.items() if _names_county(place, rules)]
    count, place = max(named, default=(0, ""))
    if count < FEWEST_LINES:
        return ""
    text = "".join("".join(lines).split())
    for _ in range(MOST_LETTERS):
        before = Counter(re.findall(f"(.){place}", text))
        letter, times = before.most_common(1)[0] if before else ("", 0)
        own = re.match(LETTER, letter) and not grammar.no_letter_of_place.match(letter)
        if times < ALWAYS * before.total() or not own:
            break
        place = letter + place
    return place


def _names_county(place: str, rules: Rules) -> bool:
    ends = "".join(word for word in rules.places.levels.county if len(word) == 1)
    whole = len(place) > 1 and place[-1] in ends and place[0] not in ends
    return whole and not place.endswith(rules.places.words.no_county)


def prefecture_of(lines: Sequence[str], county: str, rules: Rules) -> str:
    """Return the prefecture whose bodies have a branch in the county, "" when none is printed.

    It is printed before a body and the county (某市生态环境局青禾分局) or before the county
    and a body (某市青禾县生态环境局, 某州青禾生态环境局). What stands before it must not be a
    letter somewhere.
    """
    if len(county) < 3:
        return ""
    whole = "\n".join(("", *lines, ""))
    bureau = rules.departments.bureau
    bodies = []
    for match in _wrapped(bureau + county[:-1]).finditer(whole):
        before = _letters_beside(whole, match.start(), -LONGEST_BODY)
        if body := rules.grammar.body_of_city.search(before):
            bodies.append(body[1])
    for level in rules.places.levels.prefecture:
        for match in _wrapped(level + county[:-1]).finditer(whole):
            name = _letters_beside(whole, match.end(), LONGEST_BUREAU)
            if name[: name.find(bureau, 2) + 1].isalpha():
                before = _letters_beside(whole, match.start(), -LONGEST_CITY)
                bodies.append(re.findall(f"{LETTER}*$", before)[0] + level)
    for before in dict.fromkeys(bodies):
        for length in range(3, len(before) + 1):
            place = re.escape(before[-length:])
            if re.search(rf"{place}(?<!{LETTER}{place})", whole):
                return before[-length:]
    return ""


def _wrapped(word: str) -> re.Pattern[str]:
    """Return the pattern of a word with white space between its letters."""
    return re.compile(r"\s*".join(map(re.escape, word)))


def _letters_beside(text: str, place: int, count: int) -> str:
    """Return the letters behind a place of a text, or so many before it where `count` is negative,
    without white space."""
    size = 2 * abs(count)
    while True:
        window = text[place : place + size] if count > 0 else text[max(0, place - size) : place]
        letters = "".join(window.split())
        if len(letters) >= abs(count) or len(window) < size:
            return letters[:count] if count > 0 else letters[count:]
        size *= 2
