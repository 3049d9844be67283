"""What a dump prints of the pages themselves: numbers, running heads, the outline at the end.

Some of it tells by its words. The rest cannot be told by a single line; it is told by standing
where a page begins or ends, again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence, Set
from itertools import pairwise

from ...letters.lines import part, squeezed, without
from ...letters.script import EMPTY_QUOTES, SENTENCE_ENDS
from ...model import Line
from ...rules import Rules
from ..titles import LONGEST_TITLE, title_type
from .tokens import page_begins, wide_gaps

LONGEST_FURNITURE = 160  # letters of a line that tells by its words
LONGEST_BROKEN = 9  # letters of a page's number that is broken over lines
MOST_PIECES = 3  # of it
RUNNING = 3  # how often a line must stand at a page's edge to be of the page
SHORTEST_RUNNING_HEAD = 4  # letters
TITLE_LINES = 2  # in which a title stands below a running head that repeats it
LONGEST_PAGE_NUMBER = 3  # digits
FEW_KNOWN = 40  # lines of a preamble that an outline may repeat by two
_MOVED_QUOTES = re.compile(rf"\s*{EMPTY_QUOTES}\s*")
_FIGURE = re.compile("[0-9]+")
BOOKMARK = "\t"  # what Tika prints before an entry of a PDF's outline


def furniture_by_words(lines: Sequence[Line], rules: Rules) -> set[int]:
    """Return the offsets of the lines that are furniture by themselves, or with those below.

    Some engines break the line of a page's number: — / 2 —.
    """
    whole = rules.grammar.furniture.fullmatch
    texts = [line.text.strip() for line in lines]
    found: set[int] = set()
    for place, text in enumerate(texts):
        if len(text) > LONGEST_FURNITURE:
            continue
        if whole(text):
            found.add(place)
        pieces = texts[place : place + MOST_PIECES] if _may_be_broken(text) else []
        for count in range(2, len(pieces) + 1):
            broken = "".join(pieces[:count])
            if len(broken) <= LONGEST_BROKEN and whole(broken):
                found.update(range(place, place + count))
    return {lines[place].start for place in found}


def _may_be_broken(text: str) -> bool:
    """Tell whether a line may be the first piece of a page's number: a dash, or 第."""
    return 0 < len(text) <= LONGEST_BROKEN and not text[0].isdecimal()


def with_quotes_apart(lines: Iterable[Line]) -> tuple[list[Line], set[int]]:
    """Return lines, the quotes apart that stand at their heads and hold nothing, and the offsets
    of those.

    An engine printed them there, as they are of another font than their words.
    """
    found: list[Line] = []
    quotes: set[int] = set()
    for line in lines:
        moved = _MOVED_QUOTES.match(line.text)
        if moved is None:
            found.append(line)
            continue
        quotes.add(line.start)
        parts = part(line, 0, moved.end()), part(line, moved.end(), len(line.text))
        found += [one for one in parts if one.text]
    return found, quotes


def repeated_title(lines: Sequence[Line], rules: Rules) -> set[int]:
    """Return the offsets of the lines that print the document's title once more.

    The title stands at the top, on one line or two, and is not that of a list. A running one may
    leave the county out.
    """
    top = [squeezed([line]) for line in lines[: TITLE_LINES + 1]]
    titles = [*top, *map("".join, pairwise(top))]
    known = {
        title
        for title in titles
        if title.endswith(rules.lists.list_word)
        and len(title) <= LONGEST_TITLE
        and not title_type(title, rules)
    }
    word = rules.lists.list_word[-1]
    below = [line for line in lines[TITLE_LINES + 1 :] if line.text.rstrip().endswith(word)]
    known |= {
        title[place:]
        for title in known
        for place in range(1, len(title))
        if title[place - 1] in rules.grammar.place_ends
    }
    return {line.start for line in below if squeezed([line]) in known}


def lone_furniture(lines: Sequence[Line], found: Set[int]) -> set[int]:
    """Return the offsets of furniture by which no page surely ends.

    It neither repeats nor counts up (— 1 —, — 2 —) as that of several pages does.
    """
    series: dict[str, list[tuple[int, list[int]]]] = {}
    for line in lines:
        if line.start in found:
            shape = _FIGURE.sub("#", squeezed([line]))
            figures = [int(figure) for figure in _FIGURE.findall(line.text)]
            series.setdefault(shape, []).append((line.start, figures))
    sure: set[int] = set()
    for members in series.values():
        goes_on = [_goes_on(one, other) for (_, one), (_, other) in pairwise(members)]
        fits = [all(around) for around in pairwise([True, *goes_on, True])]
        sure |= {start for (start, _), fit in zip(members, fits, strict=True) if fit and goes_on}
    return set(found) - sure


def _goes_on(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether figures are the same as others, or one of them is greater by one."""
    steps = [after - before for before, after in zip(one, other, strict=True)]
    return sorted(steps) in ([0] * len(steps), [*[0] * (len(steps) - 1), 1])


def furniture_by_place(
    lines: Sequence[Line], known: Set[int], heads: Set[int], rules: Rules
) -> set[int]:
    """Return the offsets of page numbers and running heads among the lines of a dump.

    `known` are the offsets of furniture that was taken out of them, `heads` those of the titles and
    headers of lists, above which a page may end.
    """
    edges = _edges(lines, known)
    above = {position for position, line in enumerate(lines[1:]) if line.start in heads}
    numbers = _page_numbers(lines, sorted(above.union(edges)))
    found = numbers | _running_heads(lines, edges, rules)
    if not numbers:
        return found
    inner = without(lines, found)
    return found | _running_heads(inner, _edges(inner, found | known), rules)


def _edges(lines: Sequence[Line], gone: Set[int]) -> list[int]:
    """Return the positions of lines that stand first or last on a page."""
    if not lines:
        return []
    begins = page_begins(lines, sorted(gone | wide_gaps(lines)))
    return sorted({0, len(lines) - 1, *begins, *(position - 1 for position in begins)})


def _page_numbers(lines: Sequence[Line], edges: Sequence[int]) -> set[int]:
    """Return the bare numbers at page edges that count up one by one."""
    best: dict[int, list[int]] = {}
    for position in edges:
        text = lines[position].text.strip()
        if not is_bare_number(text):
            continue
        number = int(text)
        chain = [*best.get(number - 1, []), position]
        if len(chain) > len(best.get(number, [])):
            best[number] = chain
    longest = max(best.values(), key=len, default=[])
    if len(longest) == 1 and longest[0] not in (0, len(lines) - 1):
        return set()
    return {lines[position].start for position in longest}


def is_bare_number(text: str) -> bool:
    """Tell whether a line is nothing but a number that a page may have."""
    if len(text) > LONGEST_FURNITURE or not text.isascii():
        return False
    text = text.strip()
    return text.isdigit() and len(text) <= LONGEST_PAGE_NUMBER


def _running_heads(lines: Sequence[Line], edges: Sequence[int], rules: Rules) -> set[int]:
    """Return the lines that stand at the edges of several pages, always the same.

    A sentence is none: cells may end with the same one (做好配合工作。). The first line of a
    document stays where it is its title: where none below repeats it.
    """
    texts = {position: squeezed([lines[position]]) for position in edges}
    if rules.lists.list_word in texts.get(0, ""):
        below = [squeezed([line]) for line in lines[1 : TITLE_LINES + 1]]
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
    """Return the offsets of the outline that some engines print at the very end.

    Every line of it repeats the title of a list or a line of the preamble. `titles` are the
    positions of titles, `body` is where the first list begins.
    """
    known = {squeezed([line]) for line in lines[:body]}
    found: set[int] = set()
    for position in range(len(lines) - 1, body, -1):
        line = lines[position]
        bookmark = line.text.startswith(BOOKMARK)
        if not bookmark and position not in titles and not _repeats(squeezed([line]), known):
            break
        found.add(line.start)
    return found


def _repeats(text: str, known: Set[str]) -> bool:
    """Tell whether a line says what a known one does, or (where few are known) two of them."""
    if text in known or len(known) >= FEW_KNOWN:
        return text in known
    return any(text.startswith(one) and text[len(one) :] in known for one in known)
