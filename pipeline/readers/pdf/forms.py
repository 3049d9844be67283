"""How often the forms of a PDF are drawn: one that draws itself, or several that draw each other
twice, are drawn more often than any page can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import literal_name

from .integrity import DRAWN

MOST_DRAWN = 20_000  # times that a form draws forms; those in them count, too
DEEPEST = 40  # forms in forms that PDFium draws


def draws_too_often(document: PDFDocument) -> bool:
    """Tell whether a form of a PDF draws forms more often than can be read."""
    drawing = _Drawing(document)
    numbers = {number for table in document.xrefs for number in table.get_objids()}
    return any(drawing.times(number, DEEPEST) > MOST_DRAWN for number in sorted(numbers))


class _Drawing:
    """The forms of a document, and how often each draws forms."""

    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._drawn: dict[int, list[int]] = {}
        self._times: dict[tuple[int, int], int] = {}

    def times(self, number: int, deepest: int) -> int:
        """Return how often a form draws forms, those in them to a depth."""
        key = (number, deepest)
        if deepest == 0:
            return 0
        if key not in self._times:
            below = [1 + self.times(one, deepest - 1) for one in self.drawn_by(number)]
            self._times[key] = min(sum(below), MOST_DRAWN + 1)
        return self._times[key]

    def drawn_by(self, number: int) -> list[int]:
        """Return the forms that a form draws, each as often as it does."""
        if number not in self._drawn:
            self._drawn[number] = self._found_in(number)
        return self._drawn[number]

    def _found_in(self, number: int) -> list[int]:
        try:
            form = self._document.getobj(number)
        except PSException:
            return []
        if not isinstance(form, PDFStream) or literal_name(form.get("Subtype")) != "Form":
            return []
        named = _entries(_entries(form.get("Resources")).get("XObject"))
        drawn = DRAWN.findall(form.get_data()) if named else ()
        found = (named.get(name.decode("latin-1")) for name in drawn)
        return [one.objid for one in found if isinstance(one, PDFObjRef)]


def _entries(value: object) -> Mapping[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}
