"""Whether a dump's lines stand in the order of reading.

Some engines print the pieces of a page by their place: cells side by side, a line of each; the
columns one after the other; the middle of a cell between its ends; or they tear the lines
themselves. Then no border between cells
is where it seems, and only the document that was dumped can tell them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ...letters.script import CLOSERS, COLONS, FIGURES, LETTER, OPENERS, PAUSES, SENTENCE_ENDS
from ...model import Doubt, Line
from ...rules import Rules
from .numbers import PLAIN, Categories, Number

FEWEST_TORN = 2  # names torn by other cells, numbers right below each other, titles inside
FEWEST_BESIDE = 3  # lines that two cells share with the line below
MOST_BESIDE = 0.1  # of a list's lines may be such
FEWEST_MARKS = 8  # alone on their lines, as no typesetter sets them
MOST_SINGLE = 0.15  # of a list's lines may be one letter, where marks are
MOST_BETWEEN = 8  # lines between the parts of a name

# White space between cells of one line: not beside Latin letters and figures, as typesetters put
# it there.
_BLANK, _MARK = r"[ \t\u3000]", f"[{re.escape(SENTENCE_ENDS + PAUSES + CLOSERS)}]"
_BESIDE = re.compile(
    rf"{_BLANK}(?:(?<={LETTER}{_BLANK})|(?<={_MARK}{_BLANK}))"
    rf"{_BLANK}*(?={LETTER}|[{FIGURES}{re.escape(OPENERS)}]|\d{{1,2}}[^\d\s])"
)


def order_doubt(
    lists: Sequence[tuple[Sequence[Line], Sequence[Number]]], categories: Categories, rules: Rules
) -> Doubt | None:
    """Return the doubt about the order of the lines of lists, by the numbers that they begin with.

    None where they can be read in it.
    """
    tails = _tails(categories)
    printed = [([line.text.strip() for line in lines], numbers) for lines, numbers in lists]
    titles = rules.columns.__contains__
    torn = sum(
        _torn_names(texts, tails) + _bare_numbers(texts, numbers) + sum(map(titles, texts))
        for texts, numbers in printed
    )
    if torn >= FEWEST_TORN or any(_are_beside(texts, rules) for texts, _ in printed):
        return Doubt("scrambled_text")
    if _is_in_pieces([text for texts, _ in printed for text in texts]):
        return Doubt("scrambled_text", "pieces")
    return None


def _is_in_pieces(texts: Sequence[str]) -> bool:
    """Tell whether lines are torn: words and marks stand on lines of their own.

    Some engines print the letters of each font so. Then no line's end tells of a cell's.
    """
    single = [text for text in texts if len(text) == 1 and not text.isdecimal()]
    marks = sum(map(PAUSES.__contains__, single))
    return marks >= FEWEST_MARKS and len(single) > MOST_SINGLE * len(texts)


def _tails(categories: Categories) -> dict[str, set[str]]:
    """Return what goes on with each beginning of a category's name."""
    tails: dict[str, set[str]] = {}
    for name in categories.names:
        for length in range(2, len(name)):
            tails.setdefault(name[:length], set()).add(name[length:])
    return tails


def _torn_names(texts: Sequence[str], tails: Mapping[str, set[str]]) -> int:
    """Return how many names of categories stand in two parts with other lines between them."""
    torn = 0
    for place, text in enumerate(texts):
        words = text.split()
        numbered = len(words) > 1 and words[0].isdigit()
        if words[numbered] not in tails:
            continue
        first, *others = words[numbered:]
        below = texts[place + 1 : place + 1 + MOST_BETWEEN]
        goes_on = not others and any(below[0].startswith(t[0]) for t in tails[first] if below)
        torn += not goes_on and not tails[first].isdisjoint(below[:1] if others else below)
    return torn


def _bare_numbers(texts: Sequence[str], numbers: Sequence[Number]) -> int:
    """Return how many numbers stand right below the number before them, nothing beside either."""
    bare = [number for number in numbers if texts[number.position].isdigit()]
    return sum(
        below.position == above.position + 1 and below.seq == above.seq + 1
        for above, below in pairwise(bare)
    )


def _are_beside(texts: Sequence[str], rules: Rules) -> bool:
    """Tell whether cells of several lines stand side by side in the lines of a list."""
    beside = sum(_shared(texts, rules))
    return beside >= FEWEST_BESIDE and beside > MOST_BESIDE * len(texts)


def _shared(texts: Sequence[str], rules: Rules) -> Iterator[bool]:
    """Yield whether each line of several pieces holds parts of two cells, neither of which ends
    with it."""
    pieces = {nth: own for nth, text in enumerate(texts) if len(own := _BESIDE.split(text)) > 1}
    ended = (*SENTENCE_ENDS, *COLONS, *rules.departments.suffixes)
    for place, own in pieces.items():
        cut = any(not piece.endswith(ended) for piece in own[:-1])
        below = place + 1 in pieces or place + 2 in pieces
        above = texts[place - 1] if place else ""
        wrapped = cut and below and not (PLAIN.match(texts[place]) or PLAIN.fullmatch(above))
        yield wrapped or any(_is_astray(*two, ended, rules) for two in pairwise(own))


def _is_astray(before: str, piece: str, ended: tuple[str, ...], rules: Rules) -> bool:
    """Tell whether a piece of a line begins with a number that goes on with no piece before it."""
    mark, above = rules.grammar.mark_at(piece, 0), rules.grammar.mark_at(before, 0)
    if mark is None or mark.number == 1:
        return False
    return mark.number != above.number + 1 if above else not before.endswith(ended)
