"""The program's sentences in Chinese, from `zh.toml` beside this module.

The program is written in English: what a command says of itself, what an error says. A sentence
is known by its English, and one with values in it by its template: `it has {pages} pages` stands
for every sentence of that form. So no room has to know that there are languages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from .choice import Language

_FILE = Path(__file__).with_name("zh.toml")
FIELD = re.compile(r"\{(\w+)\}")
_COLON, _SEMICOLON = "：", "；"


def said(sentence: str, language: Language) -> str:
    """Return a sentence in a language; one of which there is no Chinese stays as it is.

    Sentences may be in a line of the form `where: what; action`, as errors are, and in the fields
    of others.
    """
    if language == "en" or not sentence:
        return sentence
    return chinese().get(sentence) or _known_error(sentence) or _known(sentence) or sentence


@cache
def chinese() -> Mapping[str, str]:
    """Return the Chinese of every English sentence or template that there is."""
    parts: Mapping[str, Mapping[str, str]] = tomllib.loads(_FILE.read_text("utf-8"))
    return {english: zh for part in parts.values() for english, zh in part.items()}


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern and the Chinese of every template, those that say most in words first."""
    templates = [english for english in chinese() if FIELD.search(english)]
    templates.sort(key=lambda english: -len(FIELD.sub("", english)))
    return tuple((_pattern(english), chinese()[english]) for english in templates)


def _pattern(template: str) -> re.Pattern[str]:
    *parts, last = FIELD.split(template)
    pieces = (
        f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
    )
    return re.compile("".join(pieces) + re.escape(last), re.DOTALL)


def _known(sentence: str) -> str | None:
    """Return the Chinese of a whole sentence, None where there is none."""
    if (zh := chinese().get(sentence)) is not None:
        return zh
    for pattern, zh in _templates():
        if found := pattern.fullmatch(sentence):
            return zh.format(**{name: _part(one) for name, one in found.groupdict().items()})
    return None


def _part(text: str) -> str:
    """Return the Chinese of a sentence inside of another; a single word is a name."""
    return said(text, "zh") if " " in text else text


def _known_error(line: str) -> str | None:
    """Return the Chinese of a line `where: what; action` whose last two are known, else None."""
    for where, rest in _splits(line, ": "):
        for what, action in _splits(rest, "; "):
            if (known := _known(what)) and (advice := _known(action)):
                return f"{_part(where)}{_COLON}{known}{_SEMICOLON}{advice}"
    return None


def _splits(text: str, mark: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after each place of a mark."""
    for found in re.finditer(re.escape(mark), text):
        yield text[: found.start()], text[found.end() :]
