"""A document's own words confirm letters that recognition is not sure of."""

from __future__ import annotations

from msgspec.structs import replace

from ...model import Document
from ..pages.compose import UNSURE

LENGTH = 4  # letters of a word that is found again


def with_words_confirmed(document: Document) -> Document:
    """Return a document without doubt about letters in words that it surely has elsewhere, too.

    A department or category that is printed often is read for sure somewhere.
    """
    unsure = {doubt.start for doubt in document.doubts if doubt.code == UNSURE}
    if not unsure:
        return document
    text = document.text
    windows = range(len(text) - LENGTH + 1)
    shaky = {start for place in unsure if place is not None for start in _around(place)}
    sure = {text[start : start + LENGTH] for start in windows if start not in shaky}
    confirmed = {
        place
        for place in unsure
        if place is not None
        if any(_is_word(word := text[start : start + LENGTH]) and word in sure
               for start in _around(place) if start >= 0)
    }  # fmt: skip
    left = (one for one in document.doubts if one.code != UNSURE or one.start not in confirmed)
    return replace(document, doubts=tuple(left))


def _around(place: int) -> range:
    """Return where the words begin that a letter is in."""
    return range(place - LENGTH + 1, place + 1)


def _is_word(text: str) -> bool:
    return len(text) == LENGTH and not any(letter.isspace() for letter in text)
