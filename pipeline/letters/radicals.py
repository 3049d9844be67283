"""CJK radicals that a font's map yields for ideographs are decoded, and counted."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec.structs import replace

from ..model import Document, Doubt
from .lines import map_lines


def without_radicals(
    document: Document, radical: re.Pattern[str], ideographs: Mapping[int, str]
) -> Document:
    """Return a document with ideographs for radicals (by their code points), and a doubt.

    A radical is one character as its ideograph is, so all places stay.
    """
    folded = [match.start() for match in radical.finditer(document.text)]
    if not folded:
        return document
    doubt = Doubt("radicals_folded", "", {"count": len(folded)}, start=folded[0], end=folded[0] + 1)
    blocks = map_lines(
        document.blocks, lambda line: replace(line, text=line.text.translate(ideographs))
    )
    text = document.text.translate(ideographs)
    return replace(document, text=text, blocks=blocks, doubts=(*document.doubts, doubt))
