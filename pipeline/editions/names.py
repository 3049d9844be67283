"""Names of items as they are compared between townships: without places, figures and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..review.rows import DocumentRow
from ..rules import Rules
from .likeness import Plain, letters_of

SHORTEST = 2  # letters of a place that are left out of names
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_LEVELS = ("province", "prefecture", "county", "township")


def plain_for(place: DocumentRow, rules: Rules) -> Plain:
    """Return what makes texts of a document plain.

    Its own places go, with and without what their names end in; a figure becomes a 0, marks and
    white space go. What a document does not say of its place stays in its names.
    """
    known = {
        form
        for level in _LEVELS
        if (name := getattr(place, level))
        for form in (name, _stem(name, getattr(rules.places.levels, level)))
        if len(form) >= SHORTEST
    }
    if not known:
        return lambda text: letters_of(_FIGURE.sub("0", text))
    places = re.compile("|".join(map(re.escape, sorted(known, key=lambda one: (-len(one), one)))))
    return lambda text: letters_of(_FIGURE.sub("0", places.sub("", text)))


def _stem(name: str, endings: Iterable[str]) -> str:
    """Return a place's name without the longest of the words that it may end in."""
    found = max((one for one in endings if name.endswith(one)), key=len, default="")
    return name.removesuffix(found)
