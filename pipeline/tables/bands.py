"""Categories that are printed above rows: as a row of their own (一、党的建设（16项）)."""

from __future__ import annotations

from typing import NamedTuple

from ..letters.script import number_of
from ..rules import Rules


class CategoryHeading(NamedTuple):
    """A category as a row of its own, the number of items it states, and whether it is numbered."""

    name: str
    stated: int | None
    marked: bool


def category_heading(text: str, rules: Rules) -> CategoryHeading | None:
    """Return the category that a text without white space may head rows with, None if none."""
    match = rules.grammar.band.fullmatch(text)
    if match is None or rules.grammar.sum.fullmatch(match["name"]):
        return None
    stated = number_of(match["n"]) if match["total"] else None
    return CategoryHeading(match["name"], stated, match["mark"] is not None)


def sure_category_heading(text: str, rules: Rules) -> CategoryHeading | None:
    """Return the same where nothing but the text tells it.

    It has a number, a total, or the name of a category that the rules know.
    """
    found = category_heading(text, rules)
    if found is None or found.marked or found.stated is not None:
        return found
    return found if found.name in rules.categories else None
