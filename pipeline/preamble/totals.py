"""The totals that the document states of its lists, in its preamble and in titles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from ..letters.joining import joined, source_span
from ..letters.script import (
    COLON,
    COLONS,
    COMMAS,
    FULL_STOP,
    LEFT_BRACKETS,
    LIST_COMMA,
    PAUSES,
    QUOTE_MARKS,
    QUOTES,
    SEMICOLON,
    SEMICOLONS,
    number_of,
)
from ..model import CheckName, Line, ListType, Section, Stated, Text
from ..rules import Rules
from .summary import summary_of

LONGEST_NAME = 14  # letters of a category's name
LONGEST_LIST = 400  # letters before or behind a total in which names are looked for
LONGEST_LEAD = 400  # letters of a sentence before a total in which a plan is looked for
FEWEST_COUNTED = 3  # names with a total each that make a list of categories

# What ends a sentence in full-width marks only, a sentence, a clause, and any words.
_FULL_END = re.compile(f"[{FULL_STOP}{SEMICOLON}]")
_SENTENCE_END = re.compile(f"[{FULL_STOP}{SEMICOLONS}]")
_CLAUSE_END = re.compile(f"[{FULL_STOP}{SEMICOLONS}{COMMAS}]")
_WORDS_END = re.compile(f"[{FULL_STOP}{SEMICOLONS}{COMMAS}{COLONS}{LIST_COMMA}]")
_BEFORE_FIGURE = LEFT_BRACKETS + COLON + QUOTE_MARKS + " "
_AROUND_NAMES = COLONS + COMMAS + LIST_COMMA + QUOTES


_start, _end = attrgetter("start"), attrgetter("end")


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
    """Return every total that the preamble, titles of lists and rows that sum them up state.

    They are in that order, list by list.
    """
    found = _totals_in(preamble, rules)
    for section in lists:
        for line in section.titles:
            found.extend(_title_totals(line, section.list_type, rules))
        found.extend(_sum_totals(section.sums, section.list_type, rules))
    return tuple(found)


def states_totals(lines: Sequence[Line], rules: Rules) -> bool:
    """Tell whether lines state how many items two lists or more have, as a preamble does."""
    stated = _totals_in(lines, rules)
    return len({total.list_type for total in stated if total.check == "items"}) > 1


def _totals_in(lines: Sequence[Line], rules: Rules) -> list[Stated]:
    """Return the totals that lines state, in sentences and in tables of totals."""
    summary = summary_of(lines, rules)
    text = joined([line for line in lines if line.start not in summary.lines])
    found = [_stated(text, figure) for figure in _figures(text.text, rules)]
    return sorted((*summary.stated, *found), key=lambda total: total.start)


def _stated(text: Text, figure: Figure) -> Stated:
    """Return a total with the words of a text that state it."""
    quote = text.text[figure.start : figure.end]
    place = source_span(text, figure.start, figure.end)
    return Stated(figure.list_type, figure.check, figure.total, figure.names, quote, *place)


def _anchors(text: str, rules: Rules) -> list[Anchor]:
    """Return the places of a preamble where a list is named."""
    grammar = rules.grammar
    return [
        Anchor(match.start(), match.end(), grammar.list_names[match[0]])
        for match in grammar.list_name.finditer(text)
    ]


def _figures(printed: str, rules: Rules) -> Iterable[Figure]:
    """Yield the totals that a preamble states.

    A total belongs to the list named behind it in its clause (139项基本履职事项), else to the
    list named last before it.
    """
    anchors = _anchors(printed, rules)
    shared = list(_shared_out(printed, anchors, rules))
    found = list(shared)
    taken = {place for figure in shared for place in range(figure.start, figure.end)}
    counts = _counts(printed, rules)
    behind = _named_behind([match for _, match in counts], anchors, printed, rules)
    for check, match in counts:
        owner = behind.get(match.start()) or _named_before(match, anchors)
        if owner is None or match.start() in taken:
            continue
        if not _is_own(check, match, owner, anchors, printed, rules):
            continue
        names = _names_around(printed, owner, match, rules) if check == "categories" else ()
        total = number_of(match["n"])
        found.append(Figure(owner.list_type, check, total, match.start(), match.end(), names))
    return _without_sums(found, printed)


def _counts(text: str, rules: Rules) -> list[tuple[CheckName, re.Match[str]]]:
    """Return all counts of items, categories and departments of a text, with what they count."""
    totals = rules.grammar.totals
    return [(check, match) for check, pattern in totals for match in pattern.finditer(text)]


def _shared_out(text: str, anchors: Sequence[Anchor], rules: Rules) -> Iterable[Figure]:
    """Yield the figures of lists named together: 三张清单，分别为139项、109项、44项."""
    for match in rules.grammar.counts_in_a_row.finditer(text):
        sentence = max(text.rfind(end, 0, match.start()) for end in FULL_STOP + SEMICOLON)
        first, last = (bisect_right(anchors, at, key=_start) for at in (sentence, match.start()))
        named = [a.list_type for a in anchors[first:last]]
        counted: set[CheckName] = {check for check, _ in _counts(match[1], rules)} or {"items"}
        check: CheckName = "items" if len(counted) > 1 else counted.pop()
        lists = [one for one in dict.fromkeys(named) if (check, one) != ("departments", "basic")]
        figures = list(rules.grammar.count.finditer(match[1]))
        if len(lists) != len(figures):
            continue
        for list_type, figure in zip(lists, figures, strict=True):
            start, end = (match.start(1) + place for place in figure.span())
            yield Figure(list_type, check, number_of(figure["n"]), start, end)


def _named_behind(
    counts: Iterable[re.Match[str]], anchors: Sequence[Anchor], text: str, rules: Rules
) -> dict[int, Anchor]:
    """Return the places that name the lists of counts behind them, by where the counts begin.

    So they do in a clause where a count stands before the first name (139项基本履职事项). A count
    right before another one (21类139项) has the same list.
    """
    behind: dict[int, Anchor] = {}
    after = len(text)  # where the next count begins
    for match in sorted(counts, key=lambda match: match.start(), reverse=True):
        place = bisect_right(anchors, match.start(), key=_start)
        named = anchors[place] if place < len(anchors) else None
        between = text[match.end() : named.start] if named else PAUSES
        if text[match.end() : after] in ("", LIST_COMMA) and after in behind:
            behind[match.start()] = behind[after]
        elif named and rules.grammar.belonging.fullmatch(between):
            clause = max(text.rfind(mark, 0, match.start()) for mark in PAUSES)
            first = anchors[bisect_right(anchors, clause, key=_start)]
            if match.start() < first.start:
                behind[match.start()] = named
        after = match.start()
    return behind


def _named_before(match: re.Match[str], anchors: Sequence[Anchor]) -> Anchor | None:
    """Return the place that names a list last before a count."""
    return _last_before(match.start(), anchors)


def _last_before(place: int, anchors: Sequence[Anchor]) -> Anchor | None:
    """Return the last of some anchors that ends before a place, if one does."""
    after = bisect_right(anchors, place, key=_end)
    return anchors[after - 1] if after else None


def _is_own(
    check: CheckName,
    match: re.Match[str],
    owner: Anchor,
    anchors: Sequence[Anchor],
    text: str,
    rules: Rules,
) -> bool:
    """Tell whether a total is its list's own, not a category's or that of all lists together.

    In a later sentence than the list's name, words that lead to it say so, or names of categories.
    """
    grammar = rules.grammar
    lead = text[max(match.start() - LONGEST_LEAD, 0) : match.start()]
    if grammar.plan.search(_SENTENCE_END.split(lead)[-1]):
        return False
    if owner.start >= match.start():
        return check != "departments"
    between = text[owner.end : match.start()]
    if _named_together(owner, anchors, text, between, rules):
        return False
    if check == "items":
        return _is_own_count(match, between, text, rules)
    clause = _CLAUSE_END.split(between)[-1]
    near = FULL_STOP not in between or grammar.later_total.search(clause + match[0]) is not None
    if check == "categories":
        near = near or bool(_names_around(text, owner, match, rules))
    return near and (check, owner.list_type) != ("departments", "basic")


def _is_own_count(match: re.Match[str], between: str, text: str, rules: Rules) -> bool:
    """Tell whether a number of items is that of the list named some words before it."""
    grammar = rules.grammar
    if grammar.others_after.match(text, match.start()) or grammar.whole_list.search(between):
        return False
    if grammar.of_which.match(text, match.end()) and _FULL_END.search(between):
        return False  # 共65项，其中：基本…
    if grammar.of_which.search(between.rpartition(FULL_STOP)[-1]):
        return False  # 共36项，其中党的建设6项、财政审计2项
    lead = _WORDS_END.split(between.rstrip(_BEFORE_FIGURE))[-1]
    if not lead or _leads_in(lead, rules):
        return True
    return between.startswith(lead) and _is_alone(lead, text[match.end() :], rules)


def _named_together(
    owner: Anchor, anchors: Sequence[Anchor], text: str, between: str, rules: Rules
) -> bool:
    """Tell whether a total behind the names of several lists is that of all of them."""
    other = _last_before(owner.start, anchors)
    if other is None or other.list_type == owner.list_type:
        return False
    joint = text[other.end : owner.start]
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


def _is_alone(lead: str, behind: str, rules: Rules) -> bool:
    """Tell whether a count ends its clause, and the words before it make it no category's.

    基本履职事项保留139项, but not 基本履职事项中党的建设43项、经济发展3项.
    """
    grammar = rules.grammar
    if behind and behind[0] not in PAUSES + LEFT_BRACKETS:
        return False
    if grammar.others_before.search(lead) or grammar.counted_word.search(lead):
        return False
    named = grammar.part_of_list.match(lead) or any(name in lead for name in rules.categories)
    following = grammar.counted_name.match(behind, 1)
    return not named and (following is None or following["name"].endswith(rules.totals.lead_ins))


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


def _names_around(text: str, owner: Anchor, match: re.Match[str], rules: Rules) -> tuple[str, ...]:
    """Return the names of categories that stand before or behind their total."""
    total = number_of(match["n"])
    first = max(owner.end, match.start() - LONGEST_LIST)
    names = _category_names(text[first : match.start()], total, rules)
    return names or _names_after(text[match.end() : match.end() + LONGEST_LIST], total, rules)


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
    sentence = _SENTENCE_END.split(text, maxsplit=1)[0]
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
            behind = text[anchor.end : anchor.end + LONGEST_LIST]
            names.extend(_names_after(behind, None, rules))
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
        and not _counts(name, rules)
        and not rules.grammar.no_category_name.search(name)
        for name in names
    )


def _split_last(names: list[str], joint: str) -> list[str]:
    """Return names with the last one split at a word like 以及."""
    before, found, after = names[-1].partition(joint) if names else ("", "", "")
    if not found or len(before) < 2 or len(after) < 2:
        return names
    return [*names[:-1], before, after]


def _sum_totals(lines: Sequence[Line], list_type: ListType, rules: Rules) -> Iterable[Stated]:
    """Yield the totals of a row that sums a list up; its only figure counts items: 合计 139."""
    text = joined(lines)
    if rules.grammar.part_sum.match(text.text):
        return
    found = [one for line in lines for one in _title_totals(line, list_type, rules)]
    figures = [one["n"] for line in lines for one in rules.grammar.count.finditer(line.text)]
    if not found and len(figures) == 1:
        figure = Figure(list_type, "items", number_of(figures[0]), 0, len(text.text))
        found = [_stated(text, figure)]
    yield from found


def _title_totals(line: Line, list_type: ListType, rules: Rules) -> Iterable[Stated]:
    """Yield the totals that a title prints behind the list's name: …清单（10类139项）."""
    text = joined((line,))
    at = max((match.end() for match in rules.grammar.list_name.finditer(text.text)), default=0)
    told: set[CheckName] = set()
    for check, pattern in rules.grammar.totals:
        match = pattern.search(text.text, at)
        if match and check not in told and (check, list_type) != ("departments", "basic"):
            told.add(check)
            total = number_of(match["n"])
            yield _stated(text, Figure(list_type, check, total, match.start(), match.end()))
