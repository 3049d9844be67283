"""Small documents written down in tests: their lines, their cells, their extraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from pipeline.extract import extraction_of
from pipeline.model import Document, Extraction, Line
from pipeline.readers.text import read_text
from pipeline.stages.clauses import Reading, parsed_cell
from pipeline.stages.names import Names, learned_names
from pipeline.stages.paragraphs import Style
from tests.truth import QUICK, house_rules

COUNTY = "青禾县"
PREFECTURE = "临江市"


def lines_of(text: str) -> tuple[Line, ...]:
    """Given text, return its lines that are not blank, as a reader of text does."""
    found, at = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found.append(Line(at, line, number))
        at += len(line) + 1
    return tuple(found)


def names_of(*texts: str) -> Names:
    """Return what is known of departments in 青禾县, 临江市, and from lines of a list."""
    places = {"county": COUNTY, "prefecture": PREFECTURE}
    return learned_names(texts, places, house_rules())


def read_cell(text: str, labelled: bool = False) -> Reading:
    """Given the printed lines of a duty cell (or of a handling cell), return it as read."""
    return parsed_cell(lines_of(text), Style(house_rules(), names_of(), labelled))


def document_of(text: str) -> Document:
    """Given the text of a dump, return the document."""
    return read_text("composed.txt", "0" * 64, text.encode())


def extraction_from(text: str) -> Extraction:
    """Given the text of a dump, return what is extracted from it."""
    return extraction_of(document_of(text), "composed", house_rules(), QUICK)


def cases(
    table: Mapping[str, Sequence[object]], broken: Mapping[str, str] | None = None
) -> list[Any]:
    """Given cases by name, return them as parameters; `broken` ones are known bugs, with why."""
    reasons = broken or {}
    assert set(reasons) <= set(table)
    return [
        pytest.param(
            *case,
            id=name,
            marks=pytest.mark.xfail(strict=True, reason=reasons[name]) if name in reasons else (),
        )
        for name, case in table.items()
    ]
