"""What the pages say in both languages, from `words.toml` beside this module and `languages/`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from ...languages.sentences import said
from ...languages.tables import value_words
from ...languages.words import Words

_FILE = Path(__file__).with_name("words.toml")


@cache
def page_words() -> dict[str, Words]:
    """Return all words of the pages by their key; in some `{…}` is to be filled in."""
    lists = value_words("items", "list_type")
    checks = value_words("reconciliation", "check")
    return {
        **value_words("documents", "status"),
        **value_words("reconciliation", "status"),
        **value_words("clauses", "field"),
        **{f"{key}_short": words for key, words in lists.items()},
        **{f"format_{key}": words for key, words in value_words("documents", "format").items()},
        **{f"check_{key}": words for key, words in checks.items()},
        **msgspec.convert(tomllib.loads(_FILE.read_text("utf-8")), dict[str, Words]),
    }


def place_words(place: str) -> Words:
    """Return where something stands in a source, as the tables say it, in both languages."""
    return Words(said(place, "zh"), place)
