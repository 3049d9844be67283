"""CJK radicals that a font's map yields for ideographs are decoded, and counted."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ..model import Document, Doubt, Line
from .lines import relined


def fold_radicals(document: Document, radicals: Mapping[int, str]) -> Document:
    """Given a document and code points of radicals → ideographs, return it with them decoded.

    Every radical is one character as its ideograph is, so all places stay. A document without
    any is returned as it is.
    """
    text = document.text.translate(radicals)
    if text == document.text:
        return document
    folded = [i for i, pair in enumerate(zip(text, document.text, strict=True)) if len({*pair}) > 1]
    doubt = Doubt("radicals_folded", "", {"count": len(folded)}, start=folded[0], end=folded[0] + 1)
    blocks = relined(document.blocks, lambda line: _folded(line, radicals))
    return replace(document, text=text, blocks=blocks, doubts=(*document.doubts, doubt))


def _folded(line: Line, radicals: Mapping[int, str]) -> Line:
    return replace(line, text=line.text.translate(radicals))
