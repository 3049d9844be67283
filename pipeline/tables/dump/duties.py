"""The border between the duties of the two sides, in a dump that prints one after the other.

Every place where the second cell may begin is weighed: numbering that begins again without a
heading above it, a blank line, a finished sentence before it speak for a border; a heading
right before it, a number that goes on, a sentence that is not finished speak against one. A
row cut by a page's end has a border on every page, and what goes on must fit what was begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from operator import itemgetter
from types import MappingProxyType

from msgspec import Struct

from ...departments.listing import (
    LONGEST_HEAD,
    are_departments,
    is_framed,
    listing_of,
    split_names,
)
from ...departments.names import Names, opens
from ...letters.lines import printed_width
from ...letters.marks import HEADING_KINDS, Mark
from ...letters.script import (
    CLOSERS,
    COLONS,
    COMMA,
    RIGHT_BRACKETS,
    RIGHT_QUOTE,
    SEMICOLONS,
    SENTENCE_ENDS,
)
from ...rules import Rules
from .fits import NAMED_BELOW, DutyStart, Fit, restarts_in, score_of, with_page
from .tokens import BLANK_LINE, NEW_LINE, SAME_LINE, SLACK, Token, Widths

MOST_HEADING_TOKENS = 5  # of a heading that names departments
MOST_CHOICES = 40  # places of a page where the second cell may begin
BEAM = 24  # ways to cut the pages so far that are followed; the best way falls among them

# What speaks for a border between two tokens on one page.
SURE = 3.0  # so much must
WORST = -4.0  # a worse border than this is none: one of the cells is empty
GOES_ON = -1.0  # nor does a cell begin with a number that goes on, unless more speaks for it
BY_GAP = (-1.0, 0.0, 6.0, 1.0)  # hardly any cell has a blank line inside
FIRST_NUMBER = 3.0  # a numbering begins there
OTHER_NUMBER = -4.0  # it goes on there
HEADING_THERE = -2.0  # a heading without a number begins there
NO_NUMBER = -1.0  # nothing does
HEADING_ABOVE = -5.0  # a heading stands right above it
COLON_ABOVE = -4.0  # what is before it ends with a colon
ENDED = 2.0  # … ends a sentence
LIST_ENDED = 1.0  # … ends what more of a list follows
HALF_ENDED = 0.5  # … ends with a mark that may end a cell
NOT_ENDED = -2.0  # … ends with a letter
EARLY_ABOVE = 3.0  # … ends early, where what no number begins does not go on
OTHER_RESTART = -3.0  # another number goes back to 1 although no heading stands above

# How well the parts of two cells fit that pages cut (see `fits`).
CLEAR = 2.0  # by how much the best way to cut must beat the next one to be sure


class Known(Struct, frozen=True):
    """What the duties of a row are told by: names, its department cell, how wide the columns
    are, and whether the township's duties stand before the superior's."""

    names: Names
    cell: str = ""
    widths: Widths = MappingProxyType({})
    swapped: bool = False


def duty_cells(
    pages: Sequence[Sequence[Token]], known: Known, first: int | None = None
) -> tuple[list[Token], list[Token], bool]:
    """Return (superior, township, sure) by the words of both duty cells page by page.

    The `first` page's border may be known.
    """
    if len(pages) == 1:
        border, sure = (first, True) if first is not None else _border(pages[0], known)
        borders: tuple[int, ...] = (border,)
    else:
        borders, sure, _ = duty_borders(pages, known, first)
    left = [token for page, border in zip(pages, borders, strict=True) for token in page[:border]]
    right = [token for page, border in zip(pages, borders, strict=True) for token in page[border:]]
    return (right, left, sure) if known.swapped else (left, right, sure)


# --- what tokens begin with ---------------------------------------------------------------------


def duty_starts(tokens: Sequence[Token], known: Known) -> list[DutyStart]:
    """Return what each token of duties begins with; a wrapped heading is one.

    A mark before departments alone is that of a heading.
    """
    grammar = known.names.rules.grammar
    starts: list[DutyStart] = []
    inside = 0  # tokens still to come of a heading that names departments over several lines
    for index, token in enumerate(tokens):
        text = token.text
        fresh = token.gap > SAME_LINE or not starts or starts[-1].ends
        mark = grammar.mark_at(text, 0) if not inside else None
        group = mark is not None and mark.kind in HEADING_KINDS
        length = 0 if inside else _heading_length(tokens, index, known)
        end = text.rstrip(CLOSERS)[-1:]
        colon = _named_until(text, known) if fresh and not inside else 0
        if mark and length and not group:
            mark = None  # it numbers the heading
        elif colon and not length and not mark:
            mark = grammar.mark_at(text, colon)
        starts.append(
            DutyStart(
                mark=mark,
                heading=group or length > 0 or inside > 0,
                named=length > 0 or colon > 0,
                ends=end in SENTENCE_ENDS,
                width=printed_width(text),
                apart=token.gap > SAME_LINE,
                more=end != "" and end in SEMICOLONS,
            )
        )
        inside = max(length, inside) - 1 if length or inside else 0
    return starts


def _heading_length(tokens: Sequence[Token], index: int, known: Known) -> int:
    """Return how many tokens from one on are a heading that names departments.

    It ends with a colon, or names nothing else than departments that the row lists.
    """
    text, rules = "", known.names.rules
    if not _may_open(tokens[index].text, known):
        return 0
    for count, token in enumerate(tokens[index : index + MOST_HEADING_TOKENS], 1):
        text += token.text
        if text[-1] in COLONS:
            return count if _are_departments(text[:-1], known) else 0
        if _is_heading(text, known):
            return count
        if rules.grammar.heading_stop.search(token.text):
            return 0
    return 0


def _is_heading(text: str, known: Known) -> bool:
    """Tell whether a text is nothing but departments in a frame, or ones that the row lists."""
    if not text or len(text) > LONGEST_HEAD or not _may_open(text, known):
        return False
    if is_framed(text, known.names):
        return True
    listed, heads = split_names(known.cell, known.names), listing_of(text, known.names).names
    return bool(heads) and all(name in listed for name in heads)


def _named_until(text: str, known: Known) -> int:
    """Return the end of departments and a colon that a text begins with: 县民政局：审批申请。"""
    if not _may_open(text, known):
        return 0
    colon = known.names.rules.grammar.colon.search(text, 0, LONGEST_HEAD)
    named = colon is not None and _are_departments(text[: colon.start()], known)
    return colon.end() if colon and named else 0


def _may_open(text: str, known: Known) -> bool:
    """Tell whether a text begins like the name of a department, or like one the row lists."""
    return opens(text, known.names) or text[:2] in known.cell


def _are_departments(text: str, known: Known) -> bool:
    """Tell whether a text is names of departments for certain, or ones that the row lists."""
    if are_departments(text, known.names):
        return True
    listed = split_names(known.cell, known.names)
    return all(name in listed for name in listing_of(text, known.names).names)


# --- on one page --------------------------------------------------------------------------------


def _border(tokens: Sequence[Token], known: Known) -> tuple[int, bool]:
    """Return where the second cell begins among the words of both on one page, and if surely."""
    if only := _only_gap(tokens, known) or _only_place(tokens, known.names.rules):
        return only, True
    starts = duty_starts(tokens, known)
    if only := _only_sentence(starts):
        return only, True
    restarts = restarts_in(starts)
    named = [start.named for start in starts]
    wrong = 0 if known.swapped else sum(named)  # headings that stand on the township's side
    best, border, next_best = WORST, len(tokens), WORST
    widths = list(accumulate([start.width for start in starts], max))
    for index in range(1, len(tokens)):
        wrong += named[index - 1] if known.swapped else -named[index - 1]
        before, start = starts[index - 1], starts[index]
        if tokens[index].gap == SAME_LINE and not before.ends and not start.mark:
            continue
        others = len(restarts) - (index in restarts)
        early = before.width < widths[index - 1] - SLACK
        score = _weight(tokens, starts, index, early) + OTHER_RESTART * others + NAMED_BELOW * wrong
        if start.mark and not start.is_first and score <= GOES_ON:
            continue
        if score > best:
            best, border, next_best = score, index, best
        else:
            next_best = max(next_best, score)
    return border, best >= SURE and next_best < best and border < len(tokens)


def border_in_line(tokens: Sequence[Token], rules: Rules) -> int | None:
    """Return the one place inside a line where white space follows a sentence, None without one.

    A number that goes on behind it is of the same cell, whose paragraphs stand side by side.
    """
    found: list[int] = []
    for index, token in enumerate(tokens):
        if index and token.gap == SAME_LINE and tokens[index - 1].text[-1] in SENTENCE_ENDS:
            mark = rules.grammar.mark_at(token.text, 0)
            found += [index] if mark is None or mark.number == 1 else []
    return found[0] if len(found) == 1 else None


def _only_gap(tokens: Sequence[Token], known: Known) -> int:
    """Return the one place where a blank line follows a sentence, 0 when there is not just one.

    A number that goes on behind it is of the first cell, where a list begins below. Where the
    last line above it has both cells side by side, the second one begins there.
    """
    rules = known.names.rules
    gaps = [index for index, token in enumerate(tokens) if token.gap >= BLANK_LINE and index]
    if len(gaps) != 1:
        return 0
    mark = rules.grammar.mark_at(tokens[gaps[0]].text, 0)
    beside = border_in_line(tokens[: gaps[0]], rules)
    if beside == gaps[0] - 1 and _goes_on(tokens[beside], mark, rules):
        return beside
    if tokens[gaps[0] - 1].text[-1] not in SENTENCE_ENDS:
        return 0
    if mark is None or mark.number <= 1:
        return gaps[0]
    below = [rules.grammar.mark_at(token.text, 0) for token in tokens[gaps[0] + 1 :]]
    return 0 if any(other and other.number == 1 for other in below) else gaps[0]


def _only_place(tokens: Sequence[Token], rules: Rules) -> int:
    """Return the one place behind a sentence where no number goes on, if white space inside a line
    is there; else 0."""
    places = [
        index
        for index in range(1, len(tokens))
        if tokens[index - 1].text[-1] in SENTENCE_ENDS
        and ((mark := rules.grammar.mark_at(tokens[index].text, 0)) is None or mark.number == 1)
    ]
    return places[0] if len(places) == 1 and tokens[places[0]].gap == SAME_LINE else 0


def _only_sentence(starts: Sequence[DutyStart]) -> int:
    """Return the one place where a sentence ends and no number goes on, else 0.

    The last one ends there, too, and no department's name begins there.
    """
    places = [
        index
        for index, (before, start) in enumerate(pairwise(starts), 1)
        if before.ends and (start.mark is None or start.is_first)
    ]
    if len(places) != 1 or starts[places[0]].named or not starts[-1].ends:
        return 0
    return places[0]


def _goes_on(token: Token, mark: Mark | None, rules: Rules) -> bool:
    """Tell whether what follows a token, with a mark or without, goes on with its cell."""
    if mark is None:
        return token.text[-1] not in SENTENCE_ENDS
    above = rules.grammar.mark_at(token.text, 0)
    return above is not None and above.number + 1 == mark.number


def _weight(tokens: Sequence[Token], starts: Sequence[DutyStart], index: int, early: bool) -> float:
    """Return what speaks for and against a border before tokens[index], by itself.

    `early` tells that the token before it ends before a line of its cell would. Where no token
    of the row ends as a sentence does, such a one ends a clause, and one before a number does.
    """
    score = BY_GAP[tokens[index].gap]
    if starts[index].mark is not None:
        score += FIRST_NUMBER if starts[index].is_first else OTHER_NUMBER
    else:
        score += HEADING_THERE if starts[index].heading else NO_NUMBER
    if starts[index - 1].heading and tokens[index - 1].gap != SAME_LINE:
        score += HEADING_ABOVE
    unended = not any(start.ends for start in starts)
    ends = starts[index - 1].ends or (unended and (early or starts[index].mark is not None))
    whole = starts[-1].ends or unended  # no word of another column stands last
    if ends and early and whole and starts[index].mark is None and tokens[index].gap > SAME_LINE:
        score += EARLY_ABOVE
    return score + _ended(starts[index - 1], tokens[index - 1].text, ends)


def _ended(start: DutyStart, text: str, ends: bool) -> float:
    """Return what the end of a token says for a border behind it."""
    if text[-1] in COLONS:
        return COLON_ABOVE
    if ends:
        return LIST_ENDED if start.more else ENDED
    return HALF_ENDED if text[-1] in COMMA + RIGHT_BRACKETS + RIGHT_QUOTE else NOT_ENDED


# --- cut by a page's end ------------------------------------------------------------------------


def duty_borders(
    pages: Sequence[Sequence[Token]], known: Known, first: int | None = None
) -> tuple[tuple[int, ...], bool, float]:
    """Return the border on each page by the words of both cells on them, and if surely.

    The `first` page's may be known.

    The third value is how well the cells fit then.
    """
    starts = [duty_starts(page, known) for page in pages]
    choices = [_choices(page, own) for page, own in zip(pages, starts, strict=True)]
    choices[0] = choices[0] if first is None else [first]
    scored: list[tuple[float, tuple[int, ...], Fit]] = [(0.0, (), Fit())]
    for page, own, choice in zip(pages, starts, choices, strict=True):
        longer = [
            ((*borders, border), with_page(fit, page, own, border, known.widths, known.swapped))
            for _, borders, fit in scored
            for border in choice
        ]
        fits = [(score_of(fit), borders, fit) for borders, fit in longer]
        # Of equal ones: the first page is superior's.
        scored = sorted(fits, key=itemgetter(0, 1), reverse=True)[:BEAM]
    clear = len(scored) == 1 or scored[0][0] >= scored[1][0] + CLEAR
    sure = clear and not scored[0][2].late  # as where a page ends between the two cells
    return scored[0][1], sure, scored[0][0]


def _choices(page: Sequence[Token], starts: Sequence[DutyStart]) -> list[int]:
    """Return the places of a page where the second cell may begin; both ends are among them."""
    inner = [
        index
        for index in range(1, len(page))
        if page[index].gap != NEW_LINE
        or starts[index - 1].ends
        or starts[index - 1].heading
        or starts[index].is_first
    ]
    return [0, *inner[:MOST_CHOICES], len(page)] if page else [0]
