"""Whether a dump's lines stand in the order of reading.

Some engines print the pieces of a page by their place: cells side by side, a line of each; the
columns one after the other; the middle of a cell between its ends. Then no border between cells
is where it seems, and only the document that was dumped can tell them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...letters.script import CLOSERS, COLONS, LETTER, OPENERS, PAUSES, SENTENCE_ENDS
from ...model import Doubt, Line
from ...rules import Rules
from .numbers import PLAIN, Categories, Number

FEWEST_TORN = 2  # names torn by other cells, numbers right below each other, titles inside
FEWEST_BESIDE = 3  # lines that two cells share with the line below
MOST_BESIDE = 0.1  # of a list's lines may be such
MOST_BETWEEN = 8  # lines between the parts of a name

# White space between cells of one line: not beside Latin letters and figures, as typesetters put
# it there.
_BESIDE = re.compile(
    rf"(?:(?<={LETTER})|(?<=[{re.escape(SENTENCE_ENDS + PAUSES + CLOSERS)}]))[ \t\u3000]+"
    rf"(?={LETTER}|[{re.escape(OPENERS)}]|\d{{1,2}}[^\d\s])"
)


def order_doubt(
    lists: Sequence[tuple[Sequence[Line], Sequence[Number]]], categories: Categories, rules: Rules
) -> Doubt | None:
    """Return the doubt about the order of the lines of lists, by the numbers that they begin with.

    None where they can be read in it.
    """
    torn = sum(
        _torn_names(lines, categories) + _bare_numbers(lines, own) + _titles_inside(lines, rules)
        for lines, own in lists
    )
    if torn < FEWEST_TORN and not any(_are_beside(lines, rules) for lines, _ in lists):
        return None
    return Doubt("scrambled_text")


def _torn_names(lines: Sequence[Line], categories: Categories) -> int:
    """Return how many names of categories stand in two parts with other lines between them."""
    tails: dict[str, set[str]] = {}
    for name in categories.names:
        for length in range(2, len(name)):
            tails.setdefault(name[:length], set()).add(name[length:])
    texts = [line.text.strip() for line in lines]
    torn = 0
    for place, text in enumerate(texts):
        words = text.split()
        first, *others = words[1:] if words[0].isdigit() and len(words) > 1 else words
        if first not in tails:
            continue
        below = texts[place + 1 : place + 1 + MOST_BETWEEN]
        goes_on = not others and any(below[0].startswith(t[0]) for t in tails[first] if below)
        torn += not goes_on and not tails[first].isdisjoint(below[:1] if others else below)
    return torn


def _titles_inside(lines: Sequence[Line], rules: Rules) -> int:
    """Return how many titles of columns stand between the lines of a list."""
    return sum(line.text.strip() in rules.columns for line in lines)


def _bare_numbers(lines: Sequence[Line], numbers: Sequence[Number]) -> int:
    """Return how many numbers stand right below the number before them, nothing beside either."""
    bare = [number for number in numbers if lines[number.position].text.strip().isdigit()]
    return sum(
        below.position == above.position + 1 and below.seq == above.seq + 1
        for above, below in pairwise(bare)
    )


def _are_beside(lines: Sequence[Line], rules: Rules) -> bool:
    """Tell whether cells of several lines stand side by side in the lines of a list."""
    beside = sum(_shared(lines, rules))
    return beside >= FEWEST_BESIDE and beside > MOST_BESIDE * len(lines)


def _shared(lines: Sequence[Line], rules: Rules) -> Iterator[bool]:
    """Yield whether each line holds parts of two cells, neither of which ends with it."""
    texts = [line.text.strip() for line in lines]
    pieces = [_BESIDE.split(text) if len(text.split()) > 1 else [text] for text in texts]
    ended = (*SENTENCE_ENDS, *COLONS, *rules.departments.suffixes)
    for place, (line, own) in enumerate(zip(lines, pieces, strict=True)):
        if len(own) == 1:
            yield False
            continue
        cut = any(not piece.endswith(ended) for piece in own[:-1])
        below = any(len(other) > 1 for other in pieces[place + 1 : place + 3])
        above = lines[place - 1].text.strip() if place else ""
        wrapped = cut and below and not (PLAIN.match(line.text) or PLAIN.fullmatch(above))
        yield wrapped or any(_is_astray(*two, ended, rules) for two in pairwise(own))


def _is_astray(before: str, piece: str, ended: tuple[str, ...], rules: Rules) -> bool:
    """Tell whether a piece of a line begins with a number that goes on with no piece before it."""
    mark, above = rules.grammar.mark_at(piece, 0), rules.grammar.mark_at(before, 0)
    if mark is None or mark.number == 1:
        return False
    return mark.number != above.number + 1 if above else not before.endswith(ended)
