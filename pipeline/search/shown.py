"""What was found, as lines for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..languages.choice import Language
from ..languages.tables import column_entry, place_in, value_words
from ..review.columns import wrap
from .query import Found, Hit, words_to_pattern

_INDENT = "    "


def found_to_text(found: Found, language: Language, width: int) -> str:
    """Return hits as lines of at most so many cells: the item, where it stands, the words «so»."""
    pattern = words_to_pattern(found.words)
    lines = [line for hit in found.hits for line in _hit_to_lines(hit, language, pattern)]
    return "".join(f"{row}\n" for line in lines for row in wrap(line, width))


def _hit_to_lines(hit: Hit, language: Language, pattern: re.Pattern[str]) -> Iterator[str]:
    township = "".join(filter(None, (hit.county, hit.township))) or hit.document_id
    list_name = value_words("items", "list_type")[hit.list_type].in_(language)
    head = pattern.sub(r"«\g<0>»", f"{hit.category} {hit.name}")
    yield f"{township} {list_name} {hit.seq} {head}"
    yield _INDENT + ", ".join(filter(None, (hit.item_id, place_in(hit.place or "", language))))
    for sentence in hit.sentences:
        label = column_entry("items", sentence.field).label.in_(language)
        yield f"{_INDENT}{label}: " + pattern.sub(r"«\g<0>»", sentence.text)
