"""PDFium's annotations whose text is text of the page: free text and filled fields."""

from __future__ import annotations

from typing import NamedTuple

from ...model import Doubt
from . import native

UNSEEN_FLAGS = 0x02 | 0x20  # of an annotation that is hidden, or not viewed
QUOTED = 30  # letters of an annotation that a doubt quotes


class Added(NamedTuple):
    """A page with the annotations that are part of its text, and what is doubtful of those."""

    page: int
    own: int | None
    doubts: tuple[Doubt, ...]


def with_annotations(document: int, page: int, number: int) -> Added:
    """Return an open page with the annotations painted on it that are part of its text.

    `own` is how many objects it had before, None if nothing is added.
    """
    doubts: list[Doubt] = []
    added = 0
    for index in reversed(range(native.count_annotations(native.pointer(page)))):
        annotation = native.get_annotation(page, index)
        text = _text(annotation)
        looks = text is not None and bool(native.appearance(annotation))
        native.close_annotation(annotation)
        added += looks
        if not looks:
            native.remove_annotation(page, index)
        if text and not looks:
            facts: dict[str, str | int] = {"page": number, "text": text[:QUOTED]}
            doubts.append(Doubt("annotation_text", "", facts, page=number))
    if not added:
        return Added(page, None, tuple(doubts))
    own = native.count_objects(native.pointer(page))
    native.flatten(page, 0)
    native.close_page(native.pointer(page))
    return Added(native.load_page(document, number - 1), own, tuple(doubts))


def _text(annotation: int) -> str | None:
    """Return what an annotation says; None if it is not seen, or no part of the text."""
    if native.get_annotation_flags(annotation) & UNSEEN_FLAGS:
        return None
    match native.get_annotation_kind(annotation):
        case native.FREE_TEXT:
            return " ".join(native.annotation_text(annotation, b"Contents").split())
        case native.WIDGET:
            return " ".join(native.annotation_text(annotation, b"V").split()) or None
        case _:
            return None
