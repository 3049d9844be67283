"""Rows whose cells stand in blocks with a blank line between them, as most rows of a dump do.

Nothing is weighed where the outcome is plain: the second block is a list of departments that
the document knows and begins with the county, the third begins with a clause's mark and ends
with a sentence. Where anything is odd, nothing is said; the row is weighed as any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from pipeline.model import Field, Line
from pipeline.rules import Rules
from pipeline.stages.departmentcells import KNOWN, MOST_UNITS, begins_duty
from pipeline.stages.departmentlists import BESIDE_PLACE, SURE, lead_of, printed_below
from pipeline.stages.handlingcells import Cut
from pipeline.stages.marks import colon_pattern, mark_at
from pipeline.stages.names import Names, plausibility
from pipeline.stages.units import stripped

# The columns of a row that is read so.
COLUMNS: Sequence[Field] = ["name", "departments", "superior_duties", "township_duties"]
# What a list that begins above the second block may win at most by marks and lines there; the
# line that it begins at speaks less for it by 1 than the blank line does for the block.
MOST_WON = 0.9


def cut_blocks(
    lines: Sequence[Line], borders: Sequence[int], names: Names, rules: Rules
) -> Cut | None:
    """Given a row's lines on one page and which of them stand below a blank line, return its cells.

    None where they are not surely those. The last two of `borders` are those of the duties.
    """
    texts = [line.text for line in lines]
    words = "\n".join(texts).split()
    if len(borders) < 2 or len(words) != len(texts):
        return None
    if words != texts:
        lines = [stripped(line) for line in lines]
    *above, duties, township = borders
    if not _are_duties(words, duties, township, names, rules):
        return None
    first = _first_department(words[:duties], above, names, rules)
    if not first:
        return None
    return Cut(
        {
            "name": tuple(lines[:first]),
            "departments": tuple(lines[first:duties]),
            "superior_duties": tuple(lines[duties:township]),
            "township_duties": tuple(lines[township:]),
        }
    )


def _are_duties(
    texts: Sequence[str], duties: int, township: int, names: Names, rules: Rules
) -> bool:
    """Tell whether words surely are the duties of the two sides.

    The first ones end with a sentence before the only border, and no number goes on behind it.
    """
    if texts[township - 1][-1] not in rules.marks.sentence_ends:
        return False
    mark = mark_at(texts[township], 0, rules)
    return (mark is None or mark.number <= 1) and begins_duty(texts[duties], names, rules)


def _first_department(
    texts: Sequence[str], borders: Sequence[int], names: Names, rules: Rules
) -> int:
    """Given the words above the duties, return which begins the departments, 0 if that is open.

    They begin at the first border, where there is one before a name; it is enough to show that
    no other list of words has more to speak for it (see `departmentlists`).
    """
    head = "".join(texts)
    if len(texts) >= MOST_UNITS or colon_pattern(rules).search(head):
        return 0
    if [text for text in texts[1:] if mark_at(text, 0, rules)] or printed_below(texts, names):
        return 0
    offsets = list(accumulate(map(len, texts), initial=0))
    if borders and _is_best(head, offsets, borders[0], names):
        return borders[0]
    opens = [index for index in range(1, len(texts)) if names.opening.match(head, offsets[index])]
    if not opens:
        return 0
    apart = bool(borders) and borders[0] in opens
    first = borders[0] if apart else opens[0]
    sure, lead = _weight(head, offsets[first], names)
    if len(opens) == 1:
        return first if sure >= SURE and lead >= 0 else 0
    # Of other lists only one below a border has as much as its border to speak for it.
    bordered = first == opens[0] and (apart or not borders)
    return first if bordered and sure == KNOWN and lead == BESIDE_PLACE else 0


def _is_best(head: str, offsets: Sequence[int], border: int, names: Names) -> bool:
    """Tell whether words begin as a list of departments at a border that no other list can beat.

    Known names that a place begins have as much to speak for them as any words can, but for
    the marks and lines of a longer list; that has no border before it.
    """
    begin = offsets[border]
    won = 0.5 * head.count("、", offsets[1], begin) + 0.1 * (border - 1)
    return won <= MOST_WON and _weight(head, begin, names) == (KNOWN, BESIDE_PLACE)


def _weight(head: str, begin: int, names: Names) -> tuple[int, float]:
    """Return how sure the least sure name is that words list from a place on, and their lead."""
    sure = min([plausibility(part, names) for part in names.separator.split(head[begin:])])
    return sure, lead_of(head, begin, names)
