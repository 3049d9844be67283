"""The totals that the document states of its lists, in its preamble and in titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..letters.joining import joined, source_span
from ..letters.marks import HAN, number_of
from ..model import CheckName, Line, ListType, Sections, Stated, Text
from ..rules import Rules
from ..rules.loading import COUNT, alternatives
from .totalpatterns import figures_like, number_starts, patterns_of

LONGEST_NAME = 14
DEFINES = re.compile("^[由以指按对经为]|[，：]|的(?!建设)")  # what no name of a category has
# A category with its own total, in a list of such: 经济发展5项；民生服务3项
COUNTED_NAME = re.compile(rf"(?<=[：:；;、，,])(?P<name>[{HAN}]{{2,10}}?){COUNT}项(?=[；;、，,。])")
NO_CATEGORY = re.compile("事项|履职|清单")
FEWEST_COUNTED = 3
FIGURES = re.compile(r"[\d个项类条家]*")  # what stands between names in a table of totals
SHORT_TITLES: tuple[tuple[str, ListType], ...] = (
    ("基本履职", "basic"),
    ("配合履职", "cooperative"),
    ("收回", "recall"),
)


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


def stated_totals(sections: Sections, rules: Rules) -> tuple[Stated, ...]:
    """Given the parts of a document, return every total it states, in order of the text."""
    text = joined(sections.preamble)
    found = [
        Stated(
            figure.list_type,
            figure.check,
            figure.total,
            figure.names,
            text.text[figure.start : figure.end],
            *source_span(text, figure.start, figure.end),
        )
        for figure in _figures(text, _line_starts(text, sections.preamble), rules)
    ]
    for section in sections.lists:
        for line in section.titles:
            found.extend(_title_total(line, section.list_type))
    return tuple(found)


def states_totals(lines: Sequence[Line], rules: Rules) -> bool:
    """Tell whether lines state how many items two lists or more have, as a preamble does."""
    text = joined(lines) if lines else None
    figures = _figures(text, _line_starts(text, lines), rules) if text else ()
    return len({figure.list_type for figure in figures if figure.check == "items"}) > 1


def _line_starts(text: Text, lines: Sequence[Line]) -> frozenset[int]:
    """Given joined lines, return the offsets at which each begins in the joined text."""
    starts = {line.start + len(line.text) - len(line.text.lstrip()) for line in lines}
    return frozenset(at for at, start, _ in text.pieces if start in starts)


@lru_cache(maxsize=16)
def _any_of(words: tuple[str, ...], behind: str = "") -> re.Pattern[str]:
    """Given words of the rules, return the pattern of any of them with what stands behind it."""
    return re.compile(f"(?:{alternatives(words)}){behind}")


@lru_cache(maxsize=4)
def _named_lists(rules: Rules) -> tuple[re.Pattern[str], Mapping[str, ListType]]:
    """Given rules, return the pattern of what names a list, and which one each word names."""
    words = dict(SHORT_TITLES) | rules.titles
    return re.compile(alternatives(words)), words


def _anchors(text: str, rules: Rules) -> list[Anchor]:
    """Given the preamble, return the places where a list is named."""
    pattern, words = _named_lists(rules)
    return [Anchor(match.start(), match.end(), words[match[0]]) for match in pattern.finditer(text)]


def _figures(text: Text, breaks: frozenset[int], rules: Rules) -> Iterable[Figure]:
    """Given the preamble, yield the totals it states.

    A total belongs to the list named right after it (139项基本履职事项), else to the list
    named last before it.
    """
    printed = text.text
    anchors = _anchors(printed, rules)
    shared = list(_shared_out(printed, anchors, rules))
    found = [figure for figure in shared if figure.check == "items"]
    taken = {place for figure in shared for place in range(figure.start, figure.end)}
    numbers = number_starts(printed)
    for check, pattern, counts in patterns_of(rules):
        for match in figures_like(pattern, printed, numbers if counts else None):
            owner = _owner(anchors, match, printed, breaks)
            if owner is None or match.start() in taken:
                continue
            cell = match.end() in breaks and FIGURES.fullmatch(printed[owner.end : match.end()])
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
    one = COUNT.replace("?P<n>", "?:") + r"\s*(?:项|条|个)?"
    series = re.compile(f"{rules.totals.respectively}({one}(?:(?:以及|[、，,和及与]){one})+)")
    for match in series.finditer(text):
        sentence = max(text.rfind(end, 0, match.start()) for end in "。；")
        named = [a.list_type for a in anchors if sentence < a.start < match.start()]
        lists = tuple(dict.fromkeys(named))
        figures = list(re.finditer(COUNT, match[1]))
        if len(lists) != len(figures):
            continue
        for list_type, figure in zip(lists, figures, strict=True):
            start, end = (match.start(1) + place for place in figure.span())
            yield Figure(list_type, "items", number_of(figure["n"]), start, end)


def _owner(
    anchors: Sequence[Anchor], match: re.Match[str], text: str, breaks: frozenset[int]
) -> Anchor | None:
    """Given a total, return the place that names its list.

    What begins the next line is not what a total at a line's end belongs to, where that line
    names a list itself (a table of totals).
    """
    before = [anchor for anchor in anchors if anchor.end <= match.start()]
    for anchor in anchors:
        inside = match.start() < anchor.start <= match.end()
        behind = anchor.start == match.end() + 1 and text[match.end()] == "的"
        if (inside or behind) and not (before and _is_row(before[-1], anchor, match, text, breaks)):
            return anchor
    return before[-1] if before else None


def _is_row(
    one: Anchor, other: Anchor, match: re.Match[str], text: str, breaks: frozenset[int]
) -> bool:
    """Tell whether a total ends the line that one list's name is on, and another's begins one."""
    if other.start not in breaks:
        return False
    if not FIGURES.fullmatch(text[one.end : match.end()]) and not breaks.isdisjoint(
        range(one.start + 1, match.end())
    ):
        return False
    return one.start in breaks or text[one.start - 1 : one.start] != "项"


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
    between = text[owner.end : match.start()]
    if _named_together(owner, anchors, text, between, rules):
        return False
    if check != "items":
        clause = re.split("[，,；;。]", between)[-1]
        near = "。" not in between or re.search(rules.totals.later, clause + match[0]) is not None
        return near and (check, owner.list_type) != ("departments", "basic")
    if re.match(rules.totals.others_after.replace("{n}", COUNT), text[match.start() :]):
        return False
    after = text[match.end() :]
    if re.match("[，,；;：:（(]?其中", after) and re.search("[。；]", between):
        return False  # 共65项，其中：基本…
    lead = re.split("[，,、；;：:。]", between.rstrip("（(：“”‘’《》 "))[-1]
    whole = re.search(f"(?:{rules.totals.whole})$", between)
    return not whole and (not lead or _leads_in(lead, rules))


def _named_together(
    owner: Anchor, anchors: Sequence[Anchor], text: str, between: str, rules: Rules
) -> bool:
    """Tell whether a total behind the names of several lists is that of all of them."""
    others = [a for a in anchors if a.end <= owner.start]
    if not others or others[-1].list_type == owner.list_type:
        return False
    joint = text[others[-1].end : owner.start]
    if re.fullmatch(rules.totals.list_joints, joint):
        return True
    return not re.search(r"[\d。；]", joint) and bool(re.search(rules.totals.sums, between))


def _leads_in(lead: str, rules: Rules) -> bool:
    """Tell whether a list's own total may stand right behind these words."""
    if re.search(f"(?:{rules.totals.others_before})$", lead):
        return False
    counted = _any_of(rules.totals.counted, "$").search(lead)
    if counted:
        return bool(
            re.search(rf"(?:{COUNT}\s*(?:个|大|家)?.{{0,6}}|等|各|个)$", lead[: counted.start()])
        )
    return lead.endswith(rules.totals.lead_ins)


def _without_sums(figures: Iterable[Figure], text: str) -> Iterable[Figure]:
    """Yield the totals, without those of several lists: 139项、109项、44项，共292项."""
    own: dict[ListType, Figure] = {}
    for figure in sorted(figures, key=lambda figure: figure.start):
        if figure.check == "items":
            others = [f for f in own.values() if f.list_type != figure.list_type]
            sentence = text.rfind("。", 0, figure.start)
            beside = any(f.start > sentence for f in others)
            summed = figure.total == sum(f.total for f in own.values())
            if figure.list_type in own and others and (beside or summed):
                continue
            own.setdefault(figure.list_type, figure)
        yield figure


def _category_names(text: str, total: int, rules: Rules) -> tuple[str, ...]:
    """Given what stands between a list's name and its total of categories, return their names.

    Where no word opens a list of them, words between commas are names only if they are as
    many as the total says: a list may be told what it is there, too (由上级部门主责、…的职责).
    """
    text = re.split("[。；;]", text)[-1]
    openers = list(_any_of(rules.totals.category_openers).finditer(text))
    start = openers[-1].end() if openers else 0
    listed = _any_of(rules.totals.category_closers, "+$").sub("", text[start:])
    if any(unit in listed for unit in "项个条"):  # as in few lists
        listed = re.sub(f"[（(]?{COUNT}\\s*(?:项|个|条)[）)]?(?=、|$)", "", listed)
    names = [name for name in listed.strip("：:，,、“”").split("、") if name]
    for joint in rules.totals.category_joints:
        if len(names) >= total:
            break
        names = _split_last(names, joint)
    if not names or not all(len(name) <= LONGEST_NAME and _is_word(name) for name in names):
        return ()
    if len(names) != total and (not openers or any(map(DEFINES.search, names))):
        return ()
    return tuple(names) if len(names) > 1 or total == 1 else ()


def _names_after(text: str, total: int | None, rules: Rules) -> tuple[str, ...]:
    """Given what follows a total or a list's name, return the category names it lists.

    They stand in the same sentence, after a word like 包括.
    """
    sentence = re.split("[。；;]", text, maxsplit=1)[0][:400]
    opener = _any_of(rules.totals.category_lists).search(sentence)
    if opener is None:
        return ()
    listed = re.split("[，,：:]|等|共", sentence[opener.end() :], maxsplit=1)[0]
    names = [name for name in listed.split("、") if name]
    for joint in rules.totals.category_joints:
        if total is None or len(names) >= total:
            break
        names = _split_last(names, joint)
    fitting = len(names) > 1 and all(2 <= len(n) <= LONGEST_NAME and _is_word(n) for n in names)
    return tuple(names) if fitting and total in (None, len(names)) else ()


def named_categories(sections: Sections, stated: Sequence[Stated], rules: Rules) -> tuple[str, ...]:
    """Given the parts of a document, return every category that its preamble names."""
    names = [name for total in stated for name in total.names]
    text = joined(sections.preamble).text
    if not names:
        for anchor in _anchors(text, rules):
            names.extend(_names_after(text[anchor.end :], None, rules))
    counted = [match["name"] for match in COUNTED_NAME.finditer(text)]
    counted = [name for name in counted if not NO_CATEGORY.search(name)]
    if len(counted) >= FEWEST_COUNTED:  # of one list, mostly: the others' may be any known ones
        names = [*(names or rules.categories), *counted]
    return tuple(dict.fromkeys(names))


def _is_word(name: str) -> bool:
    """Tell whether a name may be a category's: it counts nothing (分别为30项、20项)."""
    return name.isalpha() or not any(letter.isdigit() for letter in name)


def _split_last(names: list[str], joint: str) -> list[str]:
    """Given names, return them with the last one split at a word like 以及."""
    before, found, after = names[-1].partition(joint) if names else ("", "", "")
    if not found or len(before) < 2 or len(after) < 2:
        return names
    return [*names[:-1], before, after]


def _title_total(line: Line, list_type: ListType) -> Iterable[Stated]:
    """Given a title line, yield the total of items it prints: 基本履职事项清单（139项）."""
    text = joined((line,))
    match = re.search(r"(?:共计?)?" + COUNT + r"\s*(?:项|条|个事项)", text.text)
    if match:
        start, end = source_span(text, match.start(), match.end())
        yield Stated(list_type, "items", number_of(match["n"]), (), match[0], start, end)
