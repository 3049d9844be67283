"""Titles of lists, and which list a title and its columns belong to."""

from __future__ import annotations

from collections.abc import Sequence

from ..letters.lines import squeezed
from ..letters.script import PAUSES
from ..model import Field, Line, ListType
from ..rules import Rules

LONGEST_TITLE = 60  # letters of a list's title with its place and its total
LONGEST_HEAD = 30  # letters of a line above a title that belongs to it


def title_type(text: str, rules: Rules) -> ListType | None:
    """Return the list that a text is the title of, whatever white space is in it; None if none."""
    lists = rules.lists
    text = "".join(text.split())
    if len(text) > LONGEST_TITLE or (lists.list_word not in text and lists.item_word not in text):
        return None
    match = rules.grammar.list_title.fullmatch(text)
    return rules.titles[match["title"]] if match else None


def is_title_head(line: Line, kind: ListType, rules: Rules) -> bool:
    """Tell whether a line above a list's title belongs to it.

    It does when it says 附件2, names a place, or is a piece of the title.
    """
    text = squeezed([line])
    if len(text) > LONGEST_HEAD or any(mark in text for mark in PAUSES):
        return False
    piece = any(text in title for title, of in rules.titles.items() if of == kind)
    appendix = rules.grammar.appendix.match(text) is not None
    return piece or appendix or text.endswith(rules.lists.placeholders.town)


def list_type_of(fields: Sequence[Field], title: ListType | None) -> ListType:
    """Return the list that columns under a title belong to.

    Columns that only one list has decide; the title decides the rest.
    """
    if "superior_duties" in fields or "township_duties" in fields:
        return "cooperative"
    if "handling" in fields:
        return "recall"
    if title is not None:
        return title
    return "recall" if "departments" in fields else "basic"
