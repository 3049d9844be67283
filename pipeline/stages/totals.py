"""The totals that the document states of its lists, in its preamble and in titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.model import CheckName, Line, ListType, Sections, Stated, Text
from pipeline.rules import COUNT, Rules, alternatives
from pipeline.stages.joining import joined, source_span
from pipeline.stages.marks import number_of

LONGEST_NAME = 14
JOINT = re.compile("(?:清单|[、，和及与以“”《》])*")  # between the names of lists told of together
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


def stated_totals(sections: Sections, rules: Rules) -> tuple[Stated, ...]:
    """Given the parts of a document, return every total it states, in order of the text."""
    text = joined(sections.preamble)
    found = _without_sums(list(_preamble_totals(text, rules)))
    for section in sections.lists:
        for line in section.titles:
            found.extend(_title_total(line, section.list_type))
    return tuple(found)


def _without_sums(found: list[Stated]) -> list[Stated]:
    """Given totals, return them without those of items that are the three lists' together."""
    own: dict[ListType, int] = {}
    for stated in found:
        if stated.check == "items":
            own.setdefault(stated.list_type, stated.total)
    together = sum(own.values()) if len(own) == len(SHORT_TITLES) else None
    return [
        stated
        for stated in found
        if stated.check != "items"
        or stated.total != together
        or stated.total == own[stated.list_type]
    ]


@lru_cache(maxsize=4)
def _patterns(rules: Rules) -> tuple[tuple[CheckName, re.Pattern[str]], ...]:
    """Given rules, return the patterns of each kind of total."""
    kinds: tuple[tuple[CheckName, tuple[str, ...]], ...] = (
        ("items", rules.totals.items),
        ("categories", rules.totals.categories),
        ("departments", rules.totals.departments),
    )
    return tuple(
        (check, re.compile(r"(?<!第)(?:" + pattern.replace("{n}", COUNT) + ")"))
        for check, patterns in kinds
        for pattern in patterns
    )


def _anchors(text: str, rules: Rules) -> list[Anchor]:
    """Given the preamble, return the places where a list is named."""
    words = dict(SHORT_TITLES) | rules.titles
    return [
        Anchor(match.start(), match.end(), words[match[0]])
        for match in re.finditer(alternatives(words), text)
    ]


def _preamble_totals(text: Text, rules: Rules) -> Iterable[Stated]:
    """Given the preamble, yield the totals it states.

    A total belongs to the list named right after it (139项基本履职事项), else to the list
    named last before it.
    """
    anchors = _anchors(text.text, rules)
    for check, pattern in _patterns(rules):
        for match in pattern.finditer(text.text):
            owner = _owner(anchors, match, text.text)
            if owner is None:
                continue
            if check == "items" and _is_of_others(match, owner, anchors, text.text, rules):
                continue
            names: tuple[str, ...] = ()
            total = number_of(match["n"].replace(",", "").replace("，", ""))
            if check == "categories":
                names = _category_names(text.text[owner.end : match.start()], total, rules)
                names = names or _names_after(text.text[match.end() :], total, rules)
            start, end = source_span(text, match.start(), match.end())
            yield Stated(owner.list_type, check, total, names, match[0], start, end)


def _owner(anchors: Sequence[Anchor], match: re.Match[str], text: str) -> Anchor | None:
    """Given a total, return the place that names its list."""
    for anchor in anchors:
        if anchor.start < match.end() + 1 and match.start() < anchor.start:
            return anchor
        if 0 <= anchor.start - match.end() <= 1 and text[match.end() : anchor.start] in ("", "的"):
            return anchor
    before = [anchor for anchor in anchors if anchor.end <= match.start()]
    return before[-1] if before else None


def _is_of_others(
    match: re.Match[str], owner: Anchor, anchors: Sequence[Anchor], text: str, rules: Rules
) -> bool:
    """Tell whether a total is one category's, or all lists' together, and not its list's."""
    lead = re.split("[，,、；;：:。]", text[: match.start()].rstrip("（(：“”‘’《》 "))[-1]
    if re.match("[，,；;：:（(]?其中", text[match.end() :]):
        sentence = max(text.rfind(end, 0, match.start()) for end in "。；")
        if owner.end <= sentence + 1:
            return True  # 共65项，其中：基本…
    own = not lead or lead.endswith(rules.totals.lead_ins) or owner.start >= match.start()
    if not own:
        return True
    before = [anchor for anchor in anchors if anchor.end <= owner.start]
    named_together = (
        before
        and before[-1].list_type != owner.list_type
        and not re.search(r"[\d。；]", text[before[-1].end : owner.start])
    )
    between = text[owner.end : match.start()]
    others = {anchor.list_type for anchor in before[-2:]} - {owner.list_type}
    all_named = len(others) == len(SHORT_TITLES) - 1 and all(
        JOINT.fullmatch(text, one.end, other.start)
        for one, other in pairwise([*before[-2:], owner])
    )
    sums = all_named or (named_together and re.search(rules.totals.sums, between))
    return bool(sums and owner.end <= match.start())


def _category_names(text: str, total: int, rules: Rules) -> tuple[str, ...]:
    """Given what stands between a list's name and its total of categories, return their names."""
    text = re.split("[。；;]", text)[-1]
    openers = list(re.finditer(alternatives(rules.totals.category_openers), text))
    start = openers[-1].end() if openers else 0
    listed = re.sub(f"(?:{alternatives(rules.totals.category_closers)})+$", "", text[start:])
    listed = re.sub(f"[（(]?{COUNT}\\s*(?:项|个|条)[）)]?(?=、|$)", "", listed)
    names = [name for name in listed.strip("：:，,、“”").split("、") if name]
    for joint in rules.totals.category_joints:
        if len(names) >= total:
            break
        names = _split_last(names, joint)
    if not names or any(len(name) > LONGEST_NAME for name in names):
        return ()
    return tuple(names) if len(names) > 1 or total == 1 else ()


def _names_after(text: str, total: int | None, rules: Rules) -> tuple[str, ...]:
    """Given what follows a total or a list's name, return the category names it lists.

    They stand in the same sentence, after a word like 包括.
    """
    sentence = re.split("[。；;]", text, maxsplit=1)[0][:400]
    opener = re.search(alternatives(rules.totals.category_lists), sentence)
    if opener is None:
        return ()
    listed = re.split("[，,：:]|等|共", sentence[opener.end() :], maxsplit=1)[0]
    names = [name for name in listed.split("、") if name]
    for joint in rules.totals.category_joints:
        if total is None or len(names) >= total:
            break
        names = _split_last(names, joint)
    fitting = len(names) > 1 and all(2 <= len(name) <= LONGEST_NAME for name in names)
    return tuple(names) if fitting and total in (None, len(names)) else ()


def named_categories(sections: Sections, stated: Sequence[Stated], rules: Rules) -> tuple[str, ...]:
    """Given the parts of a document, return every category that its preamble names."""
    names = [name for total in stated for name in total.names]
    if not names:
        text = joined(sections.preamble).text
        for anchor in _anchors(text, rules):
            names.extend(_names_after(text[anchor.end :], None, rules))
    return tuple(dict.fromkeys(names))


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
