"""The cell that tells who takes a recalled item over, and how, among the words of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from ...departments.listing import are_departments
from ...departments.names import Names
from ...letters.lines import part, printed_width
from ...model import Doubt, Field, Line
from .tokens import (
    BLANK_LINE,
    NEW_LINE,
    SAME_LINE,
    SLACK,
    Layout,
    Token,
    lines_in,
    pages_of,
    rejoined,
)

OPENER = (
    3.0  # what a word like 不再, or a number 1, says for the cell to begin there, beside its gap
)
SURE = 3.0  # what must speak for a border
MOST_NAME_TOKENS = 3  # of an item's name, at the top of a page
MOST_LISTED_TOKENS = 6  # of departments that stand without a label above the rest of the cell


class Cut(Struct, frozen=True):
    """Cells by field, and what is doubtful about the borders."""

    cells: dict[Field, tuple[Line, ...]]
    doubts: tuple[Doubt, ...] = ()


def doubted(code: str, case: str, lines: Sequence[Line]) -> Doubt:
    """Return a doubt about what lines say."""
    first, last = lines[0], lines[-1]
    return Doubt(
        code, case, line_start=first.number, line_end=last.number, start=first.start, end=last.end
    )


def cut_handling(tokens: Sequence[Token], layout: Layout, names: Names) -> Cut:
    """Return the name and the handling of a row whose last column tells who takes an item over.

    Where a page cuts both, the rest of the name stands apart at the top of the next one.
    """
    page, *others = pages_of(tokens)
    cut = _cut_page(page, names) if others else None
    if cut is None or cut.doubts:
        return _cut_page(tokens, names)
    count = _rest_of_name(cut.cells["name"][-1].text, others[0], layout)
    rests = [others[0][count:], *others[1:]]
    handling = [line for rest in rests for line in rejoined(rest, names.rules)]
    name = (*cut.cells["name"], *rejoined(others[0][:count]))
    return Cut({"name": name, "handling": (*cut.cells["handling"], *handling)})


def _cut_page(tokens: Sequence[Token], names: Names) -> Cut:
    """Return the cells of a row on one page: a label begins the handling, or a border is told."""
    rules = names.rules
    tokens = list(_with_labels_apart(tokens, names))
    labels = [i for i, token in enumerate(tokens) if i and _label_at_head(token.text, names)]
    told = labels[0] if labels else _behind_departments(tokens, names)
    border, best = (told, SURE) if told else handling_border(tokens, names)
    first = _with_departments(tokens, border, names)
    departments = rejoined(tokens[first:border], rules)  # on lines of their own, as in a cell
    cells: dict[Field, tuple[Line, ...]] = {
        "name": rejoined(tokens[:first]),
        "handling": (*departments, *rejoined(tokens[border:], rules)),
    }
    if first == len(tokens) or best < SURE:
        return Cut(cells, (doubted("border_guessed", "handling", lines_in(tokens)),))
    return Cut(cells)


def handling_border(tokens: Sequence[Token], names: Names) -> tuple[int, float]:
    """Return where the handling begins in a row without labels, and what speaks for it."""
    rules = names.rules
    best, border = -1.0, len(tokens)
    for index, token in enumerate(tokens[1:], 1):
        mark = rules.grammar.mark_at(token.text, 0)
        opener = token.text.startswith(rules.marks.handling_openers) or (mark and mark.number == 1)
        score = min(token.gap, BLANK_LINE) + OPENER * bool(opener)  # a page's end may cut a cell
        if score > best and (opener or token.gap != NEW_LINE):
            best, border = score, index
    return border, best


def _behind_departments(tokens: Sequence[Token], names: Names) -> int:
    """Return where text begins below the first word that is departments and ends a line, or 0.

    They stand on a line of their own, or behind the name with white space between. What begins
    with their name may stand beside them.
    """
    for index, (token, below) in enumerate(pairwise(tokens[1:]), 1):
        ends = below.gap != SAME_LINE or below.text.startswith(token.text)
        if ends and are_departments(token.text, names):
            return index + 1
    return 0


def _with_departments(tokens: Sequence[Token], border: int, names: Names) -> int:
    """Return where the handling begins with the departments that stand above its border.

    They have no label: each is alone on its line, or wrapped.
    """
    for first in range(max(border - MOST_LISTED_TOKENS, 1), border):
        listed = "".join([token.text for token in tokens[first:border]])
        if are_departments(listed, names):
            return first
    return border


def _with_labels_apart(tokens: Sequence[Token], names: Names) -> Iterator[Token]:
    """Yield tokens cut before labels that an engine joined to what is before them.

    That is a label of departments, or one of a manner right behind a department's name.
    """
    grammar = names.rules.grammar
    for token in tokens:
        text, places = token.text, [0]
        if not grammar.label_end.search(text):
            yield token
            continue
        own = _label_at_head(text, names)
        for match in grammar.numbered_label.finditer(text, own.end() if own else 1):
            before = text[places[-1] : match.start()]
            if match["department"] or _is_named(before, names):
                places.append(match.start())
        for place, end in pairwise([*places, len(text)]):
            yield Token(part(token.line, place, end), SAME_LINE if place else token.gap)


def _is_named(text: str, names: Names) -> bool:
    """Tell whether a text is a label of departments and their names, or such a name."""
    match = _label_at_head(text, names)
    return are_departments(text[match.end() if match else 0 :].strip(), names)


def _label_at_head(text: str, names: Names) -> re.Match[str] | None:
    """Return the label that a text begins with, numbered or not."""
    grammar = names.rules.grammar
    return grammar.label.match(text) or grammar.numbered_label.match(text)


def _rest_of_name(name: str, page: Sequence[Token], layout: Layout) -> int:
    """Return how many tokens at a page's top stand apart and fit below a name's full last line."""
    width = layout.widths.get("name")
    if width is None or printed_width(name) < width - SLACK:
        return 0
    for count, token in enumerate(page[: MOST_NAME_TOKENS + 1]):
        if count and token.gap != NEW_LINE:
            return count
        if printed_width(token.text) > width + SLACK:
            break
    return 0
