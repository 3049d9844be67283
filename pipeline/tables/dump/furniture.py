"""What a dump prints of the pages themselves: numbers, running heads, the outline at the end.

None of it can be told by a single line; it is told by standing where a page begins or ends,
again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence, Set
from functools import lru_cache

from ...model import Line
from ...rules import Rules
from .lineindex import Printed
from .units import jumps_in, page_begins

LONGEST_FURNITURE = 160
RUNNING = 3  # how often a line must stand at a page's edge to be of the page
SENTENCE_ENDS = "。；;！？"
SHORTEST_RUNNING_HEAD = 4
TITLE_LINES = 2  # in which a title stands below a running head that repeats it
FEW_KNOWN = 40  # lines of a preamble that an outline may repeat by two
LONGEST_CLOSING = 12  # lines of notes and signatures behind the last table


def furniture_lines(page: Printed, rules: Rules) -> list[int]:
    """Given the lines, return the places of those that are furniture by themselves."""
    texts = page.texts
    whole = rules.furniture_line.fullmatch
    return [
        place
        for place in _tried(page, rules)
        if len(texts[place]) <= LONGEST_FURNITURE and whole(texts[place].strip())
    ]


def _tried(page: Printed, rules: Rules) -> Sequence[int]:
    """Given the lines, return the places of those that rules of furniture are tried on."""
    if not all(rule.begins or rule.has for rule in rules.furniture.line):
        return range(len(page.texts))
    words = {word for rule in rules.furniture.line for word in rule.has}
    begun = page.places_like(_beginning(rules))
    return sorted({*begun, *(place for word in words for place in page.places_with(word))})


@lru_cache(maxsize=4)
def _beginning(rules: Rules) -> re.Pattern[str]:
    """Given rules, return the pattern of how a line begins that may be furniture.

    What stands behind white space may be anything: few lines begin with some.
    """
    letters = "".join(rule.begins for rule in rules.furniture.line)
    return re.compile(rf"\n(?=[{letters}\s])")


def page_furniture(lines: Sequence[Line]) -> set[int]:
    """Given the lines of a dump, return the offsets of page numbers and running heads."""
    edges = _edges(lines)
    numbers = _page_numbers(lines, edges)
    heads = _running_heads(lines, edges)
    found = numbers | heads
    if not numbers:
        return found
    inner = [line for line in lines if line.start not in found]
    return found | _running_heads(inner, _edges(inner))


def _edges(lines: Sequence[Line]) -> list[int]:
    """Return the positions of lines that stand first or last on a page."""
    if not lines:
        return []
    begins = page_begins(lines, jumps_in(lines))
    return sorted({0, len(lines) - 1, *begins, *(position - 1 for position in begins)})


def _page_numbers(lines: Sequence[Line], edges: Sequence[int]) -> set[int]:
    """Return the bare numbers at page edges that count up one by one."""
    numbers = [
        (position, int(text))
        for position in edges
        if (text := lines[position].text.strip()).isascii() and text.isdigit() and len(text) <= 3
    ]
    best: dict[int, list[int]] = {}
    for position, number in numbers:
        chain = [*best.get(number - 1, []), position]
        if len(chain) > len(best.get(number, [])):
            best[number] = chain
    longest = max(best.values(), key=len, default=[])
    if len(longest) == 1 and longest[0] not in (0, len(lines) - 1):
        return set()
    return {lines[position].start for position in longest}


def _running_heads(lines: Sequence[Line], edges: Sequence[int]) -> set[int]:
    """Return the lines that stand at the edges of several pages, always the same.

    A sentence is none: cells may end with the same one (做好配合工作。). The first line of a
    document stays where it is its title: where none below repeats it.
    """
    texts = {position: "".join(lines[position].text.split()) for position in edges}
    if "清单" in texts.get(0, ""):
        below = ["".join(line.text.split()) for line in lines[1 : TITLE_LINES + 1]]
        if texts[0] not in below:
            del texts[0]
    counts = Counter(texts.values())
    return {
        lines[position].start
        for position, text in texts.items()
        if counts[text] >= RUNNING
        and len(text) >= SHORTEST_RUNNING_HEAD
        and not text[0].isdigit()
        and text[-1] not in SENTENCE_ENDS
    }


def outline(lines: Sequence[Line], titles: Collection[int], body: int) -> set[int]:
    """Given the lines, return those of the outline that some engines print at the very end.

    Every line of it repeats the title of a list or a line of the preamble. `titles` are the
    positions of titles, `body` is where the first list begins.
    """
    known = {"".join(line.text.split()) for line in lines[:body]}
    found: set[int] = set()
    for position in range(len(lines) - 1, body, -1):
        line = lines[position]
        bookmark = line.text.startswith("\t")  # what Tika prints of a PDF's outline
        if not bookmark and position not in titles and not _repeats(line.text, known):
            break
        found.add(line.start)
    return found


def _repeats(text: str, known: Set[str]) -> bool:
    """Tell whether a line says what a known one does, or (where few are known) two of them."""
    text = "".join(text.split())
    if text in known or len(known) >= FEW_KNOWN:
        return text in known
    return any(text.startswith(one) and text[len(one) :] in known for one in known)


def closing(lines: Sequence[Line], rules: Rules) -> set[int]:
    """Given lines up to the document's end, return the offsets of what follows the last table.

    That is a note and everything behind it, or who signs and when.
    """
    patterns = rules.furniture.closing
    texts = ["".join(line.text.split()) for line in lines[-LONGEST_CLOSING:]]
    note = re.compile(f"(?:{patterns.note})|(?:{patterns.sums})$")
    first = next((place for place, text in enumerate(texts) if note.match(text)), len(texts))
    while first and re.fullmatch(f"{patterns.signed}|{patterns.dated}", texts[first - 1]):
        first -= 1
    return {line.start for line in lines[len(lines) - len(texts) + first :]}
