"""The cell of departments among the words of a row: a list of names, with borders around it.

Every run of words that may be such a list is weighed: how surely it is made of names, what
stands before it, and what separates it from the other cells. A list that a page cuts is
weighed whole, with what goes on at the top of the next page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ...departments.listing import (
    are_departments,
    bare_head,
    is_framed,
    listing_of,
    names_certainty,
    names_in,
)
from ...departments.names import (
    KNOWN,
    LIKELY,
    MAYBE,
    NO_NAME,
    NOT_A_NAME,
    PLACED,
    Names,
    begins_name,
    opens,
    plausibility,
)
from ...departments.stacked import stands_below
from ...letters.script import COLON, COMMA, FULL_STOP, LIST_COMMA, RIGHT_BRACKETS, SEMICOLON
from .tokens import BLANK_LINE, NEW_LINE, SAME_LINE, Token

MOST_TOKENS = 60  # of a row in which its departments are looked for
MOST_CELL_TOKENS = 12  # of a cell of departments, above a role or another name
MOST_NAME_TOKENS = 3  # of an item's name, at the top of a page
MOST_NAMED = 400  # words of a row among which its departments are named
MOST_REST = 30  # tokens of a page that may go on with a cell cut before it
LONGEST_CUT = 20  # letters of a name before a page's end cuts it
LONGEST_BEGUN = 6  # letters of a name behind a separator
LONGEST_LISTED = 27  # letters of a name, a separator and the beginning of another name
BELOW = "\n"  # before a name that stands below another one with no mark between them
SEPARATORS = LIST_COMMA + COMMA + SEMICOLON
# A name, a separator and the beginning of another name, at the end of a text.
_LISTED = re.compile(
    rf"([^{SEPARATORS}{FULL_STOP}]{{2,20}})[{SEPARATORS}][^{SEPARATORS}]{{1,{LONGEST_BEGUN}}}$"
)

# What speaks for a run of words to be the cell. For what it is:
MARK = 0.5  # each mark between names
MOST_VALUE = 6.0  # the most that names say, but for the marks between them
TOKEN = 0.1  # each word of it
ENDS_OPEN = -3.0  # it ends with a mark
NONE = 4.0  # it says that there is none: 无
WHOLE = 2.0  # two parts on two pages make certain names
# For where it begins:
OPENS = 2.0  # like a name
BESIDE_PLACE = 1.5  # with a place
INSIDE = (
    -4.0
)  # behind a separator or joint, a first role, another name, or inside the county's name
# For its borders, by the gap there (same line, new line, blank line, new page):
LEFT = (0.0, 1.0, 2.0, 2.0)
RIGHT = (0.0, 0.5, 1.5, 1.5)
ABOVE_DUTIES = 3.0  # it ends where duties begin
SIDE_BY_SIDE = -1.0  # words of it that stand on one line, but behind a mark
SET_APART = (3.0, 0.0, 4.0, 4.0)  # by the gap, for a row's first or last cell to end there
SKIPPED = -0.5  # each word at a page's top that goes on with the item's name


class Found(NamedTuple):
    """The tokens [first:last] of the row's first page are the cell, and [begin:end] of the next.

    The tokens before `begin` go on with the item's name.
    """

    first: int
    last: int
    begin: int = 0
    end: int = 0


# Words [first:last] that may be a list of names, as a text, and what speaks for it to begin there.
Run = tuple[int, int, str, float]


# --- the row ------------------------------------------------------------------------------------


def first_duty(tokens: Sequence[Token], names: Names, above: Sequence[Token] = ()) -> int:
    """Return the index of the first token that surely begins a duty: a mark or a heading.

    The row's first word does not, unless others are `above` it. The first role (牵头单位：) heads
    duties where the cell of departments ends before it, or where it is printed again.
    """
    grammar = names.rules.grammar
    words = [*above, *tokens]
    numbered = numbered_names(words, names)
    first = ""  # the first role
    named = False  # a word above begins like a name, as those that head duties stand there, too
    for index, token in enumerate(words):
        above_named, named = named, named or opens(token.text, names)
        if index < len(above) or index in numbered:
            continue
        place = index - len(above)
        if index and grammar.mark_at(token.text, 0):
            return place
        colon = grammar.colon.search(token.text)
        role = grammar.role_label.match(token.text) if colon else None
        if role and place > 1 and first in ("", role[0]) and _are_above(words[:index], names):
            return place
        first = first or (role[0] if role else "")
        if index and colon and are_departments(token.text[: colon.start()], names):
            return place
        may_head = above_named or place == 0 or is_framed(token.text, names)
        if index and may_head and _heads_duties(words, index, names):
            return place
    return len(tokens)


def numbered_names(tokens: Sequence[Token], names: Names) -> frozenset[int]:
    """Return the words that number the departments of a cell: 1.县水利局 / 2.县农业农村局.

    They are numbered from 1 on with no other mark between them; one alone may head duties, and
    what the cell has named already does.
    """
    grammar = names.rules.grammar
    found: list[int] = []
    for index, token in enumerate(tokens):
        mark = grammar.mark_at(token.text, 0)
        if mark is None:
            continue
        count = opens(token.text[mark.end :], names) and _numbered_name(tokens[index:], names)
        if mark.number != len(found) + 1 or not count:
            break
        if not found and _are_named_above(tokens, index, index + count, names):
            break
        found.append(index)
    if len(found) == 1:
        below = range(found[0] + 1, min(len(tokens), found[0] + 1 + MOST_NAME_TOKENS))
        return frozenset(found if any(_heads_duties(tokens, i, names) for i in below) else ())
    return frozenset(found)


def _are_named_above(tokens: Sequence[Token], first: int, last: int, names: Names) -> bool:
    """Tell whether words before some name all departments that these name: they head duties."""
    above = [token.text for token in tokens[:first]]
    text = "".join([token.text for token in tokens[first:last]])
    return all(is_named(name, above, names) for name in listing_of(text, names).names)


def _numbered_name(tokens: Sequence[Token], names: Names) -> int:
    """Return how many tokens are one name with its number: 1.县民政局; 0 if they are not."""
    text = ""
    for count, token in enumerate(tokens[:MOST_NAME_TOKENS], 1):
        if count > 1 and names.rules.grammar.mark_at(token.text, 0):
            break
        text += token.text
        if are_departments(text, names):
            return count
    return 0


def _heads_duties(tokens: Sequence[Token], index: int, names: Names) -> bool:
    """Tell whether a word names nothing but departments in a frame, or ones named above it.

    A cell names each of them once.
    """
    text = tokens[index].text
    if is_framed(text, names):
        return True
    mark_at = names.rules.grammar.mark_at
    listed = tokens[index - 1].text[-1] in SEPARATORS
    if listed and not any(mark_at(token.text, 0) for token in tokens[:index]):
        return False
    if not bare_head(text, 0, names):
        return False
    if _is_torn(tokens, index, names):
        return False
    above = [token.text for token in tokens[: min(index, MOST_NAMED)]]
    return all(is_named(name, above, names) for name in listing_of(text, names).names)


def _is_torn(tokens: Sequence[Token], index: int, names: Names) -> bool:
    """Tell whether the last name of a word goes on in the next one: 县委组织 / 部、县教育局."""
    text = tokens[index].text
    below = "".join([token.text for token in tokens[index + 1 : index + 2]])
    last = names_in(text, names)[-1]
    longer = names_in(text[len(text) - len(last) :] + below, names)[0]
    return longer != last and plausibility(longer, names) >= LIKELY


def is_named(name: str, above: Sequence[str], names: Names) -> bool:
    """Tell whether words have a name with no letter right before or behind it in the same word.

    The letters between two names (和) may stand there.
    """
    joined, joints = "".join(above), names.joints
    starts = {*accumulate(map(len, above), initial=0)}
    place = joined.find(name)
    while place >= 0:
        end = place + len(name)
        begins = place in starts or not joined[place - 1].isalnum()
        ends = end in starts or not joined[end].isalnum()
        if (begins or joined.endswith(joints, 0, place)) and (
            ends or joined.startswith(joints, end)
        ):
            return True
        place = joined.find(name, place + 1)
    return False


def _are_above(tokens: Sequence[Token], names: Names) -> bool:
    """Tell whether a row's words end in departments that the document knows."""
    last = tokens[-MOST_CELL_TOKENS:]
    texts = ("".join(token.text for token in last[first:]) for first in range(len(last)))
    return any(names_certainty(text, names) >= PLACED for text in texts)


def departments_on_page(tokens: Sequence[Token], cut: bool, names: Names) -> Found | None:
    """Return a row's cell of departments among its words on one page, None if there is none.

    `cut` tells that the row goes on on another page, so that the last name may be cut too.
    """
    duties = first_duty(tokens, names)
    best: tuple[float, int, int] | None = None
    for index in range(1, min(duties, MOST_TOKENS, len(tokens))):
        if tokens[index].text in names.rules.departments.none:
            score = NONE + _edges(tokens, index, index + 1, duties)
            best = max(best or (score, 0, 0), (score, index, index + 1))
    run = _best_run(tokens, duties, cut, names)
    best = max(filter(None, (run, best)), default=None)
    return Found(best[1], best[2]) if best else None


def _best_run(
    tokens: Sequence[Token], duties: int, cut: bool, names: Names
) -> tuple[float, int, int] | None:
    """Return (what speaks for it, first, last) of the likeliest list of names, if there is one.

    Those whose borders say most for them are read first, until no other one can be likelier.
    """
    runs: list[tuple[float, int, int, str]] = []
    for first, last, text, lead in _runs(tokens, duties, names, opening=True):
        score = lead + _edges(tokens, first, last, duties) + TOKEN * (last - first)
        score += ENDS_OPEN * (text[-1] in SEPARATORS) + INSIDE * _is_cut(tokens, last, names)
        runs.append((score, -first, -last, text))
    longest = max([text for *_, text in runs], key=len, default="")
    most = MOST_VALUE + MARK * _marks(longest, names)
    best: tuple[float, int, int] | None = None  # of equal ones the first one
    for score, first, last, text in sorted(runs, reverse=True):
        if best is not None and (score + most, first, last) <= best:
            break
        certainty, value = _value(text, names)
        if certainty == NO_NAME and cut:
            certainty = _certainty_if_cut(text, names)
            value += certainty + 1
        if certainty > NO_NAME:
            best = max(best or (score + value, first, last), (score + value, first, last))
    return (best[0], -best[1], -best[2]) if best else None


def _is_cut(tokens: Sequence[Token], last: int, names: Names) -> bool:
    """Tell whether a word is the end of a name that begins above it: 某市水利局 / 青禾分局."""
    return last < len(tokens) and names_in(tokens[last].text, names)[0] in names.branches


def _certainty_if_cut(text: str, names: Names) -> int:
    """Return the certainty of a list of names of which the last may be cut off."""
    whole, _, cut = text.rpartition(LIST_COMMA)
    if whole and len(cut) < LONGEST_CUT and not set(FULL_STOP + SEMICOLON + COLON) & set(cut):
        return min(names_certainty(whole, names), LIKELY)
    begins = names.county and text.startswith(names.county) and len(text) < LONGEST_CUT
    return MAYBE if begins else NO_NAME


def departments_at_end(tokens: Sequence[Token], names: Names) -> int:
    """Return where the list of names begins that a row ends with; the row's length without one."""
    texts = _printed(tokens, names)
    joined, offset = "".join(texts), sum(map(len, texts))
    best, begin = 0.0, len(tokens)
    for first in range(len(tokens) - 1, 0, -1):
        offset -= len(texts[first])
        text = joined[offset:]
        if _is_no_name(tokens[first]) or len(tokens) - first > MOST_TOKENS:
            break
        certainty, value = _value(text, names)
        value += SET_APART[tokens[first].gap] + OPENS * opens(text, names)
        value += INSIDE * (joined[offset - 1] in SEPARATORS and names.ends(joined[: offset - 1]))
        if certainty > NO_NAME and value > best:
            best, begin = value, first
    return begin


def departments_at_start(tokens: Sequence[Token], names: Names) -> int:
    """Return where the list of names ends that a row begins with, 0 without one."""
    texts = _printed(tokens[:MOST_TOKENS], names)
    numbered = numbered_names(tokens[:MOST_TOKENS], names)
    best, end, text = 0.0, 0, ""
    for last in range(1, min(len(tokens), MOST_TOKENS)):
        text += texts[last - 1]
        if last - 1 not in numbered and _is_no_name(tokens[last - 1]):
            break
        if last > 1 and _heads_duties(tokens, last - 1, names):
            break
        certainty, value = _value(text, names)
        value += SET_APART[tokens[last].gap] + ABOVE_DUTIES * _begins_duty(tokens, last, names)
        if certainty > NO_NAME and value > best:
            best, end = value, last
    return end


def departments_between(tokens: Sequence[Token], names: Names) -> Found | None:
    """Return the first cell of departments behind a row's first word that others stand behind.

    Duties may stand before it: the names that head the ones behind it are named in it already.
    """
    texts = _printed(tokens[:MOST_TOKENS], names)
    numbered = numbered_names(tokens[:MOST_TOKENS], names)
    best: tuple[float, Found] | None = None
    for first in range(1, len(texts)):
        if best and first >= best[1].last:
            break
        if tokens[first].text in names.rules.departments.none:
            best = max(best or (0.0, Found(first, first)), (NONE, Found(first, first + 1)))
        if not opens(texts[first].lstrip(BELOW), names):
            continue
        text, lead = "", _lead("".join(texts), sum(map(len, texts[:first])), names) + OPENS
        for last in range(first + 1, len(texts) + 1):
            text += texts[last - 1]
            if last - 1 not in numbered and _is_no_name(tokens[last - 1]):
                break
            if last - 1 > first and _heads_duties(tokens[first:last], last - 1 - first, names):
                break
            certainty, value = _value(text, names)
            score = lead + value + TOKEN * (last - first) + LEFT[tokens[first].gap]
            score += ENDS_OPEN * (text[-1] in SEPARATORS)
            score += ABOVE_DUTIES * _begins_duty(tokens[first:], last - first, names)
            if certainty > NO_NAME and (best is None or score > best[0]):
                best = (score, Found(first, last))
    return best[1] if best else None


def _is_no_name(token: Token) -> bool:
    """Tell whether a word has letters that no list of names has, but for a mark that ends it."""
    return NOT_A_NAME.search(token.text.rstrip(COMMA + SEMICOLON)) is not None


def _begins_duty(tokens: Sequence[Token], index: int, names: Names) -> bool:
    """Tell whether a word behind a cell of departments begins a duty or heads some."""
    if index >= len(tokens):
        return True
    return first_duty(tokens[index : index + 1], names, tokens[:index]) == 0


# --- weighing -----------------------------------------------------------------------------------


def _runs(
    tokens: Sequence[Token], duties: int, names: Names, *, opening: bool = False
) -> Iterator[Run]:
    """Yield every run of words before the duties that may be a list of names.

    With `opening` only those that begin like a name.
    """
    texts = _printed(tokens[: min(duties, MOST_TOKENS)], names)
    joined, offsets = "".join(texts), list(accumulate(map(len, texts), initial=0))
    label = names.rules.grammar.role_label
    for first in range(1, len(texts)):
        offset = offsets[first]
        begins = opens(joined, names, offset + (joined[offset] == BELOW))
        if opening and not begins:
            continue
        lead = _lead(joined, offset, names) + OPENS * begins
        role = label.match(joined, offset)
        if role and role.end() > offsets[first + 1] and label.match(joined, offsets[first + 1]):
            lead += INSIDE  # the name's last word is no part of a role: 监管 / 牵头单位：
        for last in range(first + 1, len(offsets)):
            yield first, last, joined[offset : offsets[last]], lead


def _printed(tokens: Sequence[Token], names: Names) -> list[str]:
    """Return words as texts; a line feed stands before one that begins another name.

    That stands below a whole one, with no mark between them.
    """
    texts = [token.text for token in tokens]
    starts = (*names.places, *names.levels, *names.heads)
    lead = names.rules.grammar.listing_lead
    bare = [text[match.end() :] if (match := lead.match(text)) else text for text in texts]
    below = [
        index
        for index, text in enumerate(bare)
        if index and (text.startswith(starts) or text in names.known or begins_name(text, names))
        if _ends_name(texts, index, names)
    ]
    below += sorted(numbered_names(tokens, names))[1:]
    return [BELOW + text if index in below else text for index, text in enumerate(texts)]


def listed_in(cell: Sequence[Token], names: Names) -> str:
    """Return the text of a cell of departments; names that only stand below another have lines."""
    return "".join(_printed(cell, names))


def _ends_name(texts: Sequence[str], index: int, names: Names) -> bool:
    """Tell whether a name ends right before a word that begins with a place."""
    before = texts[index - 1]
    if (
        not before
        or before[-1] in SEPARATORS
        or not (names.ends(before) or before[-1] in RIGHT_BRACKETS)
    ):
        return False
    below = texts[index : index + MOST_NAME_TOKENS]
    return any(
        stands_below("".join(texts[first:index]), below, names, PLACED)
        for first in range(max(0, index - MOST_CELL_TOKENS), index)
    )


def _value(text: str, names: Names) -> tuple[int, float]:
    """Return the certainty of the least sure name of a list, and what speaks for the list."""
    text = text.strip(SEPARATORS + BELOW)
    sure = [plausibility(name, names) for name in names_in(text, names)]
    least, total = min(sure), sum(sure) + sure.count(NO_NAME)  # what is no name counts nothing
    return least, least + total / len(sure) + MARK * _marks(text, names)


def _marks(text: str, names: Names) -> int:
    """Return how many marks and roles stand between names."""
    roles = names.rules.grammar.role_labels(text)
    return sum(map(text.count, (LIST_COMMA, SEMICOLON, BELOW))) + len(roles)


def _lead(joined: str, offset: int, names: Names) -> float:
    """Return what the letters around a place say for a list of names to begin there."""
    county, label = names.county, names.rules.grammar.role_label
    score = BESIDE_PLACE if joined.startswith(names.places, offset) else 0.0
    if joined[offset] == BELOW or (offset and joined[offset - 1] in SEPARATORS):
        score += INSIDE
    if _is_joined(joined, offset, names):
        score += INSIDE
    if label.match(joined, offset) and label.search(joined, 0, offset):
        score += INSIDE
    listed = _LISTED.search(joined, max(0, offset - LONGEST_LISTED), offset)
    if listed and names.ends(listed[1]):
        score += INSIDE
    for length in range(1, len(county)):
        head, tail = county[:length], county[length:]
        if joined.endswith(head, 0, offset) and joined.startswith(tail, offset):
            score += INSIDE
    return score


def _is_joined(joined: str, offset: int, names: Names) -> bool:
    """Tell whether a name and a joint stand right before a place: 县民政局和 / 县财政局.

    The place that the next name begins with may stand behind the joint: 县民政局和县 / 财政局.
    """
    places = ("", *names.levels, *names.places)
    for joint in names.joints:
        for place in places:
            before = offset - len(joint) - len(place)
            if joined.endswith(joint + place, 0, offset) and names.ends(
                joined[max(0, before - LONGEST_LISTED) : before]
            ):
                return True
    return False


def _edges(tokens: Sequence[Token], first: int, last: int, duties: int) -> float:
    """Return how well [first:last] is bordered as a cell of its own."""
    if last >= len(tokens):
        return LEFT[tokens[first].gap]
    beside = [
        token.gap == SAME_LINE and token.text[0] not in SEPARATORS
        for token in tokens[first + 1 : last]
    ]
    right = RIGHT[tokens[last].gap] + ABOVE_DUTIES * (last == duties)
    return LEFT[tokens[first].gap] + right + SIDE_BY_SIDE * sum(beside)


# --- cut by a page's end ------------------------------------------------------------------------


def departments_over_pages(
    page: Sequence[Token], after: Sequence[Token], names: Names
) -> Found | None:
    """Return a row's cell of departments that its first page cuts, by the words of both pages.

    Only such a cell is found as has a part on both of them: the name that is cut on the first
    one and goes on on the other is surely one.
    """
    duties = first_duty(page, names)
    best: tuple[float, Found] | None = None
    rests = list(_rests(after, page, names))
    for first, last, text, lead in _runs(page, duties, names):
        *whole, cut = names_in(text, names)
        if len(cut) >= LONGEST_CUT or NOT_A_NAME.search(cut):
            continue
        if any(plausibility(name, names) == NO_NAME for name in whole):
            continue
        for begin, end, rest, more in rests:
            certainty, value = _value(text + rest, names)
            apart = end == len(after) or after[end].gap != NEW_LINE
            if certainty == NO_NAME or not _is_better(text, text + rest, apart, names):
                continue
            if certainty < LIKELY <= names_certainty(rest, names):
                continue  # other words run into a cell that begins on the other page
            if begin and after[begin].gap == NEW_LINE and certainty < PLACED:
                continue  # the rest of the item's name is not set apart
            if begin and plausibility(after[begin - 1].text, names) == KNOWN:
                continue  # no rest of a name, but more departments
            score = lead + _edges(page, first, last, duties) + more + value
            score += WHOLE + TOKEN * (last - first)
            if best is None or score > best[0]:
                best = (score, Found(first, last, begin, end))
    return best[1] if best else None


def _is_better(text: str, longer: str, apart: bool, names: Names) -> bool:
    """Tell whether a list of names that goes on is a better one than the list cut before.

    A whole name may go on, too (分局), where what follows is set `apart` as a cell.
    """
    if text[-1] in SEPARATORS:
        return True
    *_, last = names_in(text, names)
    after = names_in(longer[len(text) - len(last) :], names)[0]
    surely = plausibility(after, names)
    if after == last or surely == KNOWN:
        return True
    return surely > plausibility(last, names) or (apart and surely > MAYBE)


def _rests(
    tokens: Sequence[Token], above: Sequence[Token], names: Names
) -> Iterator[tuple[int, int, str, float]]:
    """Yield every run [begin:end] at a page's top that may go on with a list of names above it.

    With it come its text and its borders' score.
    """
    duties = first_duty(tokens, names, above)
    for begin in range(min(MOST_NAME_TOKENS + 1, duties)):
        text = ""
        for end in range(begin + 1, min(duties, MOST_TOKENS, len(tokens)) + 1):
            text += tokens[end - 1].text
            if _is_no_name(tokens[end - 1]):
                break
            right = RIGHT[tokens[end].gap if end < len(tokens) else BLANK_LINE]
            yield begin, end, text, right + ABOVE_DUTIES * (end == duties) + SKIPPED * begin


def goes_on(cell: Sequence[Token], page: Sequence[Token], names: Names) -> int:
    """Return how many tokens at the top of a page go on with a department cell cut before it."""
    begun = listed_in(cell, names)
    numbered = numbered_names([*cell, *page[:MOST_REST]], names)
    if not begun or (begun[-1] not in SEPARATORS and are_departments(begun, names)):
        begun = begun if page and (page[0].text[0] in SEPARATORS or len(cell) in numbered) else ""
    best, text = 0, begun
    for count, token in enumerate(page[:MOST_REST] if begun else (), 1):
        text += BELOW * (len(cell) + count - 1 in numbered) + token.text
        if are_departments(text, names):
            best = count
    return best


def more_names(tokens: Sequence[Token], listed: str, names: Names) -> int:
    """Return how many tokens are names that the document knows, one below the other.

    None of them is listed before, or has a number: such a one would head duties.
    """
    count, text = 0, ""
    for index, token in enumerate(tokens[:MOST_CELL_TOKENS], 1):
        text += token.text
        heads = text in listed or names.rules.grammar.mark_at(text, 0) is not None
        if len(text) > LONGEST_CUT or heads or not opens(text, names):
            break
        if plausibility(text, names) == KNOWN:
            count, text = index, ""
    return count
