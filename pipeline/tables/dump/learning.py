"""The names of a dump's categories, learned from what its lists print.

A name is known from the preamble or in general, or it is told by where it stands: several rows
begin or end with it, white space sets it apart, it is numbered as a heading is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple

from ...letters.lines import squeezed
from ...letters.script import DITTO, FULL_STOPS, LEFT_BRACKETS, NAME_LETTER, SENTENCE_ENDS
from ...model import Field, Line
from ...rules import Rules
from ...rules.patterns import any_of
from ..bands import category_heading, sure_category_heading
from .numbers import CATEGORY, MOST_LINES, Categories, Number

SHORTEST_FORM = 4  # letters of a category that a known one begins with
FEWEST_PRINTED = 2  # times that a word behind numbers is printed which is a category
LONGEST_CATEGORY = 12  # letters of a category that is guessed
MOST_OWN = 0.6  # of a list's rows begin with a known word at most, where not each has its own
NAMES_ALONE = {"seq", "category", "name"}  # the columns of a list whose rows are lines of names
FEW_BESIDE = 2  # numbers before names in a list whose other numbers stand alone
MOST_WRAPPED = 3  # lines of a category above a number
_NUMBER_BEHIND = re.compile(
    rf"\s*({NAME_LETTER}{{2,{LONGEST_CATEGORY}}})[ \t\u3000]+(\d{{1,3}})(?=\s|$)"
)
_ENDED = re.compile(f"[{FULL_STOPS}]")
FULL = 0.9  # of the longest line has one at least that goes on below it


class Listed(NamedTuple):
    """The lines of a list, the numbers they begin with, its columns, and where pages begin."""

    lines: Sequence[Line]
    numbers: Sequence[Number]
    columns: Sequence[Field]
    begins: Sequence[int] = ()


class Opening(NamedTuple):
    """What a row begins with behind its number: the letters up to each border of words or lines.

    `whole` are those that white space or a blank line sets apart, `behind` the word after it.
    """

    words: tuple[str, ...]
    whole: str = ""
    behind: str = ""


def learned_categories(
    stated: Sequence[str],
    lists: Sequence[Listed],
    rules: Rules,
) -> Categories:
    """Return a document's categories by those that its preamble states and the lists' lines.

    With these come their numbers and the list's columns. Those known in general join them, what
    several rows of a list begin with (or end with, where the column stands there), and headings
    above rows of a list that begins with one. A word that a known name begins with is that name,
    wrapped.
    """
    learned = list(_behind_sentences(lists, (*stated, *rules.categories)))
    named = (*stated, *rules.categories, *learned)
    openings: list[Opening] = []
    cells: list[set[str]] = []
    for lines, numbers, columns, begins in lists:
        if "category" not in columns:
            learned += _headings(lines, rules)
            if sure_category_heading(squeezed(lines[:1]), rules):
                learned += _above_numbers(lines, numbers, columns, rules)
            continue
        if "name" in columns and columns.index("name") < columns.index("category"):
            learned += _endings(lines, numbers)
            continue
        if "seq" in columns and columns.index("category") < columns.index("seq"):
            learned += _before_numbers(lines, numbers)
        own = [_opening(lines, number) for number in numbers]
        learned += [] if _typed(columns) else _repeated_openings(own, stated, named)
        learned += _beside_lone_numbers(lines, own, numbers, columns, named, rules)
        learned += _set_apart(own, set(columns) <= NAMES_ALONE, named, rules)
        learned += _above_numbers(lines, numbers, columns, rules)
        if set(columns) <= NAMES_ALONE:
            learned += _behind_names(lines, numbers, (*named, *learned))
        openings += [] if _typed(columns) else own
        edges = sorted({*begins, *(number.position for number in numbers)})
        cells.append({*_below_numbers(lines, numbers, own), *_above(lines, edges)})
    words = Counter(opening.whole for opening in openings)
    learned += [
        word
        for word, count in words.items()
        if count >= FEWEST_PRINTED and len(word) > 1
        if not any(name.startswith(word) for name in named)
    ]
    learned += _shorter_forms(openings, named)
    learned += _in_several_lists(cells, rules)
    # 同上 stands where a category does; a mark of quotation alone stands everywhere.
    ditto = [
        word
        for word in rules.lists.ditto
        if word == DITTO or word.lstrip(LEFT_BRACKETS)[:1].isalpha()
    ]
    names = tuple(dict.fromkeys([*named, *learned, *ditto]))
    # In their order, a name is right before one that begins with it.
    begun = {name for name, other in pairwise(sorted(names)) if other.startswith(name)}
    own_names = frozenset([*(stated or names), *learned])
    return Categories(names, any_of(names), frozenset(begun), own_names)


def _typed(columns: Sequence[Field]) -> bool:
    """Tell whether another type stands behind each category, which may be what repeats."""
    return ("category", "remark") in pairwise(columns)


def _opening(lines: Sequence[Line], number: Number) -> Opening:
    """Return what a row begins with, as far as it may be a category."""
    words: list[str] = []
    text = ""
    for word, apart in _words_behind(lines, number):
        if apart and text:
            return Opening(tuple(words), text, word)
        text += word
        if len(text) > LONGEST_CATEGORY or not CATEGORY.fullmatch(text):
            return Opening(tuple(words))
        words.append(text)
    return Opening(tuple(words), text)


def _words_behind(lines: Sequence[Line], number: Number) -> Iterator[tuple[str, bool]]:
    """Yield the words behind a row's number, and whether white space or a blank line parts them
    from the word before."""
    for place, word in enumerate(lines[number.position].text[number.end :].split()):
        yield word, place > 0
    for line in lines[number.position + 1 : number.position + MOST_LINES]:
        for place, word in enumerate(line.text.split()):
            yield word, line.above > 0 or place > 0


def _below_numbers(
    lines: Sequence[Line], numbers: Sequence[Number], openings: Sequence[Opening]
) -> Iterator[str]:
    """Yield what behind the numbers of a list may be the cell of a category.

    White space sets it apart, or it stands on lines of its own.
    """
    for number, opening in zip(numbers, openings, strict=True):
        yield opening.whole
        beside = lines[number.position].text[number.end :].strip()
        below = lines[number.position + 1 : number.position + 2]
        if len(beside) < max((len(line.text.strip()) for line in below), default=0):
            yield from opening.words  # else the first line of a name may be the longer one


def _above(lines: Sequence[Line], edges: Sequence[int]) -> Iterator[str]:
    """Yield what on lines of its own above numbers and pages may be the cell of a category."""
    full = _full(lines)
    for edge in edges:
        text = ""
        for place in range(edge - 1, max(0, edge - MOST_WRAPPED - 1), -1):
            text = lines[place].text.strip() + text
            if len(text) > LONGEST_CATEGORY or not CATEGORY.fullmatch(text):
                break
            if len(lines[place - 1].text) < full:  # else a name that goes on
                yield text


def _behind_sentences(lists: Sequence[Listed], known: Sequence[str]) -> Iterator[str]:
    """Yield what stands behind the last sentence above the numbers and pages of a list, where one
    that is known does: on its line, or below.

    Some engines print a merged cell so behind the row in its middle.
    """
    for lines, numbers, columns, begins in lists:
        edges = sorted({*begins, *(number.position for number in numbers)})
        found = [_behind_sentence(lines, edge) for edge in edges]
        if "category" in columns and not set(found).isdisjoint(known):
            yield from (word for word in found if SHORTEST_FORM <= len(word) <= LONGEST_CATEGORY)


def _behind_sentence(lines: Sequence[Line], edge: int) -> str:
    """Return what may be a category behind the last sentence of the lines above a place, or ""."""
    text = ""
    for place in range(edge - 1, max(0, edge - MOST_WRAPPED - 1), -1):
        *ended, last = _ENDED.split(lines[place].text.strip())
        text = last + text
        if ended:
            return text if CATEGORY.fullmatch(text) else ""
    return ""


def _full(lines: Sequence[Line]) -> float:
    """Return how many letters a line of a list has at least that goes on below it."""
    return FULL * max([len(line.text) for line in lines], default=0)


def _above_numbers(
    lines: Sequence[Line], numbers: Sequence[Number], columns: Sequence[Field], rules: Rules
) -> Iterator[str]:
    """Yield the words on lines of their own between what surely ends a row and a number.

    That is a sentence, or in a list of names a number and a name that is no full line.
    """
    if columns[-1] in ("departments", "remark"):
        return
    begins = {number.position: number.end for number in numbers}
    full = _full(lines)
    for position in begins:
        if position < 2 or position - 1 in begins:
            continue
        before, line = (one.text.strip() for one in lines[position - 2 : position])
        beside = lines[position - 2].text[begins.get(position - 2, len(before)) :].strip()
        named = set(columns) <= NAMES_ALONE and beside != "" and len(before) < full
        if not named and not before.endswith(tuple(SENTENCE_ENDS)):
            continue
        fits = SHORTEST_FORM <= len(line) <= LONGEST_CATEGORY and CATEGORY.fullmatch(line)
        if fits and not line.endswith(rules.departments.suffixes):
            yield line


def _in_several_lists(cells: Sequence[set[str]], rules: Rules) -> Iterator[str]:
    """Yield what stands in several lists where categories do, unless it is a part of what does."""
    counts = Counter(word for own in cells for word in own)
    repeated = {
        word
        for word, count in counts.items()
        if count >= FEWEST_PRINTED and len(word) >= SHORTEST_FORM
        if not word.endswith(rules.departments.suffixes)
    }
    for word in repeated:
        if not any(
            other != word and other.startswith(word) and counts[other] == counts[word]
            for other in repeated
        ):
            yield word


def _beside_lone_numbers(
    lines: Sequence[Line],
    openings: Sequence[Opening],
    numbers: Sequence[Number],
    columns: Sequence[Field],
    named: Sequence[str],
    rules: Rules,
) -> Iterator[str]:
    """Yield the words below the numbers that stand alone in a list.

    Some engines print a number so where a merged cell begins beside it, and the others before
    names. Where names are no lines of their own, only a word numbered as a heading is surely one.
    """
    alone = [not lines[number.position].text[number.end :].strip() for number in numbers]
    merged = set(columns) <= NAMES_ALONE and alone.count(False) >= FEW_BESIDE
    merged &= bool(alone) and (alone[0] or _is_known(openings[0].whole, named, rules))
    for number, lone in zip(numbers, alone, strict=True):
        below = [line.text.strip() for line in lines[number.position + 1 :][:2]] if lone else []
        if len(below) < 2 or below[1][:1].isdigit() or not CATEGORY.fullmatch(below[0]):
            continue
        found = category_heading(below[0], rules)
        marked = found is not None and found.marked
        name = found.name if found else below[0]
        begun = any(known != name and known.startswith(name) for known in named)
        fits = SHORTEST_FORM <= len(name) <= LONGEST_CATEGORY and not begun
        if fits and (marked or merged):
            yield below[0]


def _is_known(word: str, named: Sequence[str], rules: Rules) -> bool:
    """Tell whether a word is the known name of a category, or numbered as headings are."""
    found = category_heading(word, rules)
    return word in named or (found is not None and found.marked)


def _repeated_openings(
    openings: Sequence[Opening], stated: Sequence[str], named: Sequence[str]
) -> list[str]:
    """Return the words that several rows of a list begin with, where most begin with such a word
    or a known one.

    What goes on with a word in the same way every time is a part of it, unless that is stated.
    """
    counts = Counter(word for opening in openings for word in opening.words)
    repeated = {
        word: count
        for word, count in counts.items()
        if count >= FEWEST_PRINTED and len(word) >= SHORTEST_FORM
    }
    found = {
        word
        for word, count in repeated.items()
        if not any(
            shorter in stated or counts[shorter] > count
            for length in range(SHORTEST_FORM, len(word))
            if (shorter := word[:length]) in counts
        )
        and not any(
            counts[other] == count for other in repeated if other != word and other.startswith(word)
        )
    }
    known = found.union(named)
    begun = sum(not known.isdisjoint(opening.words) for opening in openings)
    return [word for word in found if word not in named] if begun > MOST_OWN * len(openings) else []


def _set_apart(
    openings: Sequence[Opening], names_alone: bool, named: Sequence[str], rules: Rules
) -> Iterator[str]:
    """Yield the words set apart that a list prints as categories, though each may do so once.

    They are numbered as headings are, or stand before names in a list that has nothing else.
    """
    heading_of = cache(partial(category_heading, rules=rules))
    for opening in openings:
        behind = opening.behind not in named and CATEGORY.match(opening.behind)
        if names_alone and len(opening.whole) > 1 and behind:
            yield opening.whole
        elif (heading := heading_of(opening.whole)) and heading.marked:
            first = heading_of(opening.words[0])
            goes_on = first is None or len(first.name) < SHORTEST_FORM
            goes_on |= heading.name in rules.categories
            yield opening.whole if goes_on else opening.words[0]


def _behind_names(
    lines: Sequence[Line], numbers: Sequence[Number], known: Sequence[str]
) -> list[str]:
    """Return the words behind white space that lines with numbers end with, if one is known.

    White space beside Latin letters and figures sets nothing apart.
    Some engines print a merged cell so beside the row in its middle, or the last but one.
    """
    rows = [lines[number.position].text[number.end :].split() for number in numbers]
    ends = [
        row[-1]
        for row in rows
        if len(row) > 1 and row[0] not in known and not row[-2][-1].isascii()
    ]
    words = [word for word in ends if CATEGORY.fullmatch(word)]
    fitting = [word for word in words if SHORTEST_FORM <= len(word) <= LONGEST_CATEGORY]
    return fitting if not set(known).isdisjoint(fitting) else []


def _endings(lines: Sequence[Line], numbers: Sequence[Number]) -> list[str]:
    """Return the words behind white space that several rows' first lines end with."""
    rows = [lines[number.position].text[number.end :].split() for number in numbers]
    counts = Counter(row[-1] for row in rows if len(row) > 1 and CATEGORY.fullmatch(row[-1]))
    return [
        word
        for word, count in counts.items()
        if count >= FEWEST_PRINTED and 1 < len(word) <= LONGEST_CATEGORY
    ]


def _shorter_forms(openings: Sequence[Opening], known: Sequence[str]) -> Iterator[str]:
    """Yield what rows begin with that is a shorter form of a known name, and does not go on so."""
    behind: dict[str, set[str]] = {}
    for opening in openings:
        if len(opening.whole) >= SHORTEST_FORM:
            behind.setdefault(opening.whole, set()).add(opening.behind)
    for word, others in behind.items():
        longer = [name for name in known if name != word and name.startswith(word)]
        rests = tuple(name[len(word)] for name in longer)
        if longer and not all(other.startswith(rests) for other in others):
            yield word


def _before_numbers(lines: Sequence[Line], numbers: Sequence[Number]) -> list[str]:
    """Return the words that lines begin with before a number which those of other lines lack.

    So a list prints merged categories whose column stands before the numbers.
    """
    counted = [(number.position, number.seq) for number in numbers]
    found = [
        (position, int(match[2]), match[1])
        for position, line in enumerate(lines)
        if (match := _NUMBER_BEHIND.match(line.text))
    ]
    counted += [(position, seq) for position, seq, _ in found]
    words = [
        word
        for position, seq, word in found
        if seq == 1 or any(other == seq - 1 and place < position for place, other in counted)
        if any(other == seq + 1 and place > position for place, other in counted)
    ]
    return words if len(words) >= FEWEST_PRINTED else []


def _headings(lines: Sequence[Line], rules: Rules) -> Iterator[str]:
    """Yield the categories of a list's numbered headings right above numbers: 一、党的建设.

    The list begins with one.
    """
    for place, (line, below) in enumerate(pairwise(lines)):
        found = category_heading(squeezed([line]), rules)
        marked = found is not None and found.marked
        if marked and found and below.text.lstrip()[:1].isdigit():
            yield found.name
        elif not place and not marked:
            return
