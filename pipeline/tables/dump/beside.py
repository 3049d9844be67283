"""The border between an item's name and a cell of duties right behind it.

The name is told by how wide its column is: a line that is shorter than the one above it ends a
cell, and a wider one is not of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...letters.lines import printed_width
from ...letters.script import LEFT_TITLE_MARK, SENTENCE_ENDS
from ...rules import Rules
from .tokens import BLANK_LINE, SLACK, Token


def behind_name(tokens: Sequence[Token], rules: Rules) -> tuple[int, bool]:
    """Return where the cell behind a name begins, and if surely; the end where nothing tells."""
    if not tokens:
        return 0, True
    width = printed_width(tokens[0].text)
    for index in range(1, len(tokens)):
        token, before = tokens[index], tokens[index - 1]
        marked = token.text[0] == LEFT_TITLE_MARK or rules.grammar.mark_at(token.text, 0)
        wider = printed_width(token.text) > width + SLACK
        narrower = printed_width(before.text) < width - SLACK
        if marked or wider or narrower or token.gap >= BLANK_LINE:
            return index, True
        if token.text[-1] in SENTENCE_ENDS:
            return index, False
    return len(tokens), False
