"""The totals that the document states of its lists, in its preamble and in titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..letters.joining import joined, source_span
from ..letters.script import (
    COLON,
    COLONS,
    COMMAS,
    FULL_STOP,
    LEFT_BRACKETS,
    LIST_COMMA,
    QUOTE_MARKS,
    QUOTES,
    SEMICOLON,
    SEMICOLONS,
    number_of,
)
from ..model import CheckName, Line, ListType, Section, Stated, Text
from ..rules import Rules

LONGEST_NAME = 14  # letters of a category's name
LONGEST_LIST = 400  # letters behind a total in which names are looked for
FEWEST_COUNTED = 3  # names with a total each that make a list of categories

# What ends a sentence in full-width marks only, a sentence, a clause, and any words.
_FULL_END = re.compile(f"[{FULL_STOP}{SEMICOLON}]")
_SENTENCE_END = re.compile(f"[{FULL_STOP}{SEMICOLONS}]")
_CLAUSE_END = re.compile(f"[{FULL_STOP}{SEMICOLONS}{COMMAS}]")
_WORDS_END = re.compile(f"[{FULL_STOP}{SEMICOLONS}{COMMAS}{COLONS}{LIST_COMMA}]")
_BEFORE_FIGURE = LEFT_BRACKETS + COLON + QUOTE_MARKS + " "
_AROUND_NAMES = COLONS + COMMAS + LIST_COMMA + QUOTES


class Anchor(NamedTuple):
    """A place of the preamble where a list is named."""

    start: int
    end: int
    list_type: ListType


class Figure(NamedTuple):
    """A total of a list, and where in the joined preamble it is printed."""

    list_type: ListType
    check: CheckName
    total: int
    start: int
    end: int
    names: tuple[str, ...] = ()


def stated_totals(
    preamble: Sequence[Line], lists: Sequence[Section], rules: Rules
) -> tuple[Stated, ...]:
    """Return every total that the preamble and the titles of lists state, in order of the text."""
    text = joined(preamble)
    found = [
        Stated(
            figure.list_type,
            figure.check,
            figure.total,
            figure.names,
            text.text[figure.start : figure.end],
            *source_span(text, figure.start, figure.end),
        )
        for figure in _figures(text, _line_starts(text, preamble), rules)
    ]
    for section in lists:
        for line in section.titles:
            found.extend(_title_total(line, section.list_type, rules))
    return tuple(found)


def states_totals(lines: Sequence[Line], rules: Rules) -> bool:
    """Tell whether lines state how many items two lists or more have, as a preamble does."""
    text = joined(lines)
    figures = _figures(text, _line_starts(text, lines), rules)
    return len({figure.list_type for figure in figures if figure.check == "items"}) > 1


def _line_starts(text: Text, lines: Sequence[Line]) -> frozenset[int]:
    """Return the offsets at which each of some joined lines begins in their text."""
    starts = {line.start + len(line.text) - len(line.text.lstrip()) for line in lines}
    return frozenset(at for at, start, _ in text.pieces if start in starts)


def _anchors(text: str, rules: Rules) -> list[Anchor]:
    """Return the places of a preamble where a list is named."""
    grammar = rules.grammar
    return [
        Anchor(match.start(), match.end(), grammar.list_names[match[0]])
        for match in grammar.list_name.finditer(text)
    ]


def _figures(text: Text, breaks: frozenset[int], rules: Rules) -> Iterable[Figure]:
    """Yield the totals that a preamble states.

    A total belongs to the list named right after it (139项基本履职事项), else to the list
    named last before it.
    """
    printed = text.text
    anchors = _anchors(printed, rules)
    shared = list(_shared_out(printed, anchors, rules))
    found = [figure for figure in shared if figure.check == "items"]
    taken = {place for figure in shared for place in range(figure.start, figure.end)}
    for check, pattern in rules.grammar.totals:
        for match in pattern.finditer(printed):
            owner = _owner(anchors, match, printed, breaks, rules)
            if owner is None or match.start() in taken:
                continue
            between = printed[owner.end : match.end()]
            cell = match.end() in breaks and rules.grammar.figures.fullmatch(between)
            if not cell and not _is_own(check, match, owner, anchors, printed, rules):
                continue
            names: tuple[str, ...] = ()
            total = number_of(match["n"])
            if check == "categories":
                names = _category_names(printed[owner.end : match.start()], total, rules)
                names = names or _names_after(printed[match.end() :], total, rules)
            found.append(Figure(owner.list_type, check, total, match.start(), match.end(), names))
    return _without_sums(found, printed)


def _shared_out(text: str, anchors: Sequence[Anchor], rules: Rules) -> Iterable[Figure]:
    """Yield the figures of lists named together: 三张清单，分别为139项、109项、44项."""
    for match in rules.grammar.counts_in_a_row.finditer(text):
        sentence = max(text.rfind(end, 0, match.start()) for end in FULL_STOP + SEMICOLON)
        named = [a.list_type for a in anchors if sentence < a.start < match.start()]
        lists = tuple(dict.fromkeys(named))
        figures = list(rules.grammar.count.finditer(match[1]))
        if len(lists) != len(figures):
            continue
        for list_type, figure in zip(lists, figures, strict=True):
            start, end = (match.start(1) + place for place in figure.span())
            yield Figure(list_type, "items", number_of(figure["n"]), start, end)


def _owner(
    anchors: Sequence[Anchor],
    match: re.Match[str],
    text: str,
    breaks: frozenset[int],
    rules: Rules,
) -> Anchor | None:
    """Return the place that names the list of a total, None without any.

    What begins the next line is not what a total at a line's end belongs to, where that line
    names a list itself (a table of totals).
    """
    before = [anchor for anchor in anchors if anchor.end <= match.start()]
    for anchor in anchors:
        inside = match.start() < anchor.start <= match.end()
        joint = text[match.end() : anchor.start]
        named = inside or joint == rules.totals.belonging
        if named and not (before and _is_row(before[-1], anchor, match, text, breaks, rules)):
            return anchor
    return before[-1] if before else None


def _is_row(
    one: Anchor,
    other: Anchor,
    match: re.Match[str],
    text: str,
    breaks: frozenset[int],
    rules: Rules,
) -> bool:
    """Tell whether a total ends the line that one list's name is on, and another's begins one."""
    if other.start not in breaks:
        return False
    figures = rules.grammar.figures.fullmatch(text[one.end : match.end()])
    if not figures and not breaks.isdisjoint(range(one.start + 1, match.end())):
        return False
    return one.start in breaks or text[one.start - 1 : one.start] != rules.totals.unit


def _is_own(
    check: CheckName,
    match: re.Match[str],
    owner: Anchor,
    anchors: Sequence[Anchor],
    text: str,
    rules: Rules,
) -> bool:
    """Tell whether a total is its list's own, not a category's or that of all lists together."""
    if owner.start >= match.start():
        return check != "departments"
    grammar = rules.grammar
    between = text[owner.end : match.start()]
    if _named_together(owner, anchors, text, between, rules):
        return False
    if check != "items":
        clause = _CLAUSE_END.split(between)[-1]
        near = FULL_STOP not in between or grammar.later_total.search(clause + match[0]) is not None
        return near and (check, owner.list_type) != ("departments", "basic")
    if grammar.others_after.match(text, match.start()):
        return False
    if grammar.of_which.match(text, match.end()) and _FULL_END.search(between):
        return False  # 共65项，其中：基本…
    lead = _WORDS_END.split(between.rstrip(_BEFORE_FIGURE))[-1]
    whole = grammar.whole_list.search(between)
    return not whole and (not lead or _leads_in(lead, rules))


def _named_together(
    owner: Anchor, anchors: Sequence[Anchor], text: str, between: str, rules: Rules
) -> bool:
    """Tell whether a total behind the names of several lists is that of all of them."""
    others = [a for a in anchors if a.end <= owner.start]
    if not others or others[-1].list_type == owner.list_type:
        return False
    joint = text[others[-1].end : owner.start]
    if rules.grammar.list_joint.fullmatch(joint):
        return True
    summed = rules.grammar.sum_of_lists.search(between)
    return summed is not None and not (_FULL_END.search(joint) or re.search(r"\d", joint))


def _leads_in(lead: str, rules: Rules) -> bool:
    """Tell whether a list's own total may stand right behind these words."""
    if rules.grammar.others_before.search(lead):
        return False
    if counted := rules.grammar.counted_word.search(lead):
        return rules.grammar.counted_before.search(lead[: counted.start()]) is not None
    return lead.endswith(rules.totals.lead_ins)


def _without_sums(figures: Iterable[Figure], text: str) -> Iterable[Figure]:
    """Yield the totals, without those of several lists: 139项、109项、44项，共292项."""
    own: dict[ListType, Figure] = {}
    for figure in sorted(figures, key=lambda figure: figure.start):
        if figure.check == "items":
            others = [f for f in own.values() if f.list_type != figure.list_type]
            sentence = text.rfind(FULL_STOP, 0, figure.start)
            beside = any(f.start > sentence for f in others)
            summed = figure.total == sum(f.total for f in own.values())
            if figure.list_type in own and others and (beside or summed):
                continue
            own.setdefault(figure.list_type, figure)
        yield figure


def _category_names(text: str, total: int, rules: Rules) -> tuple[str, ...]:
    """Return the names of categories between a list's name and its total of them.

    Where no word opens a list of them, words between commas are names only if they are as
    many as the total says.
    """
    text = _SENTENCE_END.split(text)[-1]
    grammar = rules.grammar
    openers = list(grammar.category_opener.finditer(text))
    start = openers[-1].end() if openers else 0
    listed = grammar.category_closer.sub("", text[start:])
    listed = grammar.own_total.sub("", listed)
    names = [name for name in listed.strip(_AROUND_NAMES).split(LIST_COMMA) if name]
    for joint in rules.totals.category_joints:
        if len(names) >= total:
            break
        names = _split_last(names, joint)
    if not _may_be_categories(names, rules) or (len(names) != total and not openers):
        return ()
    return tuple(names) if len(names) > 1 or total == 1 else ()


def _names_after(text: str, total: int | None, rules: Rules) -> tuple[str, ...]:
    """Return the category names that what follows a total or a list's name lists.

    They stand in the same sentence, after a word like 包括.
    """
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0][:LONGEST_LIST]
    for opener in rules.grammar.category_list.finditer(sentence):
        listed = rules.grammar.names_end.split(sentence[opener.end() :], maxsplit=1)[0]
        names = [name for name in listed.split(LIST_COMMA) if name]
        for joint in rules.totals.category_joints:
            if total is None or len(names) >= total:
                break
            names = _split_last(names, joint)
        fitting = len(names) > 1 and total in (None, len(names))
        if fitting and _may_be_categories(names, rules):
            return tuple(names)
    return ()


def named_categories(
    preamble: Sequence[Line], stated: Sequence[Stated], rules: Rules
) -> tuple[str, ...]:
    """Return every category that the preamble names."""
    names = [name for total in stated for name in total.names]
    text = joined(preamble).text
    if not names:
        for anchor in _anchors(text, rules):
            names.extend(_names_after(text[anchor.end :], None, rules))
    grammar = rules.grammar
    counted = [match["name"] for match in grammar.counted_name.finditer(text)]
    counted = [name for name in counted if not grammar.counted_no_category.search(name)]
    if len(counted) >= FEWEST_COUNTED:
        names += counted
    return tuple(dict.fromkeys(names))


def _may_be_categories(names: Sequence[str], rules: Rules) -> bool:
    """Tell whether names may be categories': they count nothing (分别为30项、20项) and do not say
    what a list is (由上级部门主责、…的职责)."""
    return all(
        2 <= len(name) <= LONGEST_NAME
        and not any(letter.isdigit() for letter in name)
        and not rules.grammar.no_category_name.search(name)
        for name in names
    )


def _split_last(names: list[str], joint: str) -> list[str]:
    """Return names with the last one split at a word like 以及."""
    before, found, after = names[-1].partition(joint) if names else ("", "", "")
    if not found or len(before) < 2 or len(after) < 2:
        return names
    return [*names[:-1], before, after]


def _title_total(line: Line, list_type: ListType, rules: Rules) -> Iterable[Stated]:
    """Yield the total of items that a title prints: 基本履职事项清单（139项）."""
    text = joined((line,))
    if match := rules.grammar.total_in_title.search(text.text):
        start, end = source_span(text, match.start(), match.end())
        yield Stated(list_type, "items", number_of(match["n"]), (), match[0], start, end)
