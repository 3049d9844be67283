"""Categories that are printed above rows: as a row of their own (一、党的建设（16项）)."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from ..letters.script import number_of
from ..rules import Rules

LONGEST_HEADING = 60  # letters of a category with all that stands around it


class CategoryHeading(NamedTuple):
    """A category as a row of its own, and the number of items it states.

    `marked` tells whether it is numbered as headings are or says what it is, `counted` whether it
    states its items as headings do: （16项）. `before` is what stands before the name.
    """

    name: str
    stated: int | None
    marked: bool
    counted: bool
    before: str


def category_heading(
    text: str, rules: Rules, known: Collection[str] = ()
) -> CategoryHeading | None:
    """Return the category that a text without white space may head rows with, None if none.

    What is `known` for a category's name tells where the name begins and ends.
    """
    if len(text) > LONGEST_HEADING:
        return None
    grammar = rules.grammar
    matches = [match for one in (grammar.band, grammar.bare_band) if (match := one.fullmatch(text))]
    if not matches:
        return None
    names = known or rules.categories
    match = next((match for match in matches if match["name"] in names), matches[0])
    if grammar.sum.fullmatch(match["name"]):
        return None
    said = match.groupdict()
    figure = said["n"] or said.get("m")
    stated = number_of(figure) if figure else None
    counted = grammar.total.search(text) is not None
    before = text[: match.start("name")]
    return CategoryHeading(match["name"], stated, _is_marked(match), counted, before)


def _is_marked(match: re.Match[str]) -> bool:
    said = match.groupdict()
    return bool(said.get("number") or said.get("label"))


def follows(heading: CategoryHeading, above: CategoryHeading, rules: Rules) -> bool:
    """Tell whether a category's heading is surely printed as the one above it is.

    What stands before both is the same but for their numbers. These run on, or the heading has a
    total, or the rules know the category.
    """
    number = rules.grammar.band_number
    if number.sub("", heading.before) != number.sub("", above.before):
        return False
    one, other = number.search(heading.before), number.search(above.before)
    runs_on = one and other and number_of(one[0]) == number_of(other[0]) + 1
    return bool(runs_on) or heading.counted or heading.name in rules.categories


def sure_category_heading(
    text: str, rules: Rules, known: Collection[str] = ()
) -> CategoryHeading | None:
    """Return the same where nothing but the text tells it.

    It has a heading's number or total, or the name of a category that is `known`, or the rules
    know.
    """
    found = category_heading(text, rules, known)
    if found is None or found.marked or found.counted:
        return found
    return found if found.name in (known or rules.categories) else None
