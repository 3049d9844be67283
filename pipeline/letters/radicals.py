"""CJK radicals that a font's map yields for ideographs are decoded, and counted."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ..model import Document, Doubt
from .lines import map_lines


def without_radicals(document: Document, radicals: Mapping[int, str]) -> Document:
    """Return a document with ideographs for radicals (code point → ideograph), and a doubt.

    A radical is one character as its ideograph is, so all places stay.
    """
    text = document.text.translate(radicals)
    folded = [place for place, letter in enumerate(document.text) if ord(letter) in radicals]
    if not folded:
        return document
    doubt = Doubt("radicals_folded", "", {"count": len(folded)}, start=folded[0], end=folded[0] + 1)
    blocks = map_lines(
        document.blocks, lambda line: replace(line, text=line.text.translate(radicals))
    )
    return replace(document, text=text, blocks=blocks, doubts=(*document.doubts, doubt))
