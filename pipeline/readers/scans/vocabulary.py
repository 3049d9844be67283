"""A document's own words confirm letters that recognition is not sure of."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from ...model import UNSURE, Document

LENGTH = 4  # letters of a word that is found again


def with_words_confirmed(document: Document) -> Document:
    """Return a document without doubt about letters in words that it mostly has without any.

    A department or category that is printed often is surely read more often than not; a letter
    that recognition does not know is in doubt wherever it stands.
    """
    unsure = {one.start for one in document.doubts if one.code == UNSURE and one.start is not None}
    if not unsure:
        return document
    text = document.text
    shaky = {start for place in unsure for start in _around(place)}
    doubted = Counter(text[start : start + LENGTH] for start in shaky)
    sure = Counter(text[start : start + LENGTH] for start in range(len(text)) if start not in shaky)

    def is_confirmed(place: int) -> bool:
        words = (text[start : start + LENGTH] for start in _around(place))
        return any(_is_word(word) and sure[word] > doubted[word] for word in words)

    left = (
        one
        for one in document.doubts
        if one.code != UNSURE or one.start is None or not is_confirmed(one.start)
    )
    return replace(document, doubts=tuple(left))


def _around(place: int) -> range:
    """Return where the words begin that a letter is in."""
    return range(max(0, place - LENGTH + 1), place + 1)


def _is_word(text: str) -> bool:
    return len(text) == LENGTH and not any(letter.isspace() for letter in text)
