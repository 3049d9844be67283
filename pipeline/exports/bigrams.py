"""Text as pairs of characters: how an index of words finds Chinese words of any length.

A run of characters ABC is written `AB BC C`, so a word is a phrase of pairs, and a single
character begins a pair or is the last one of a run. Everything else stays as it is.
"""

from __future__ import annotations

import re
from operator import add

INDEX = "items_fts"  # the full-text index
FTS_ID = "fts_id"  # the column of `items` with the number of its row in the index
SEARCHED = (  # what is searched of an item, a column of the index each
    "category",
    "name",
    "departments",
    "superior_duties",
    "township_duties",
    "handling",
)
_RUN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def text_to_bigrams(text: str) -> str:
    """Return text for a full-text index whose tokens white space and punctuation part."""
    return _RUN.sub(_pairs, text)


def words_to_phrase(words: str) -> str:
    """Return the query of FTS5 that finds words as they stand, in text written as bigrams.

    It is a quoted phrase; empty where there is neither letter nor digit.
    """
    runs = list(_RUN.finditer(words))
    tokens = re.findall(r"\w+", text_to_bigrams(words))
    if not tokens:
        return ""
    if not runs or re.search(r"\w", words[runs[-1].end() :]):
        return f'"{" ".join(tokens)}"'
    if len(runs[-1][0]) == 1:  # it may go on in the text
        return f'"{" ".join(tokens)}" *'
    return f'"{" ".join(tokens[:-1])}"'


def _pairs(run: re.Match[str]) -> str:
    text = run[0]
    return f" {' '.join([*map(add, text, text[1:]), text[-1]])} "
