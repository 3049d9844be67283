"""What the document states of itself: totals of each list, and the facts of its preamble."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.model import CheckName, Facts, Line, ListType, Sections, Stated, Text
from pipeline.rules import NUMBER, FactRule, Rules, alternatives
from pipeline.stages.joining import joined, source_span
from pipeline.stages.marks import number_of

LONGEST_NAME = 14
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
    found = list(_preamble_totals(text, rules))
    for section in sections.lists:
        for line in section.titles:
            found.extend(_title_total(line, section.list_type, rules))
    return tuple(found)


@lru_cache(maxsize=4)
def _patterns(rules: Rules) -> tuple[tuple[CheckName, re.Pattern[str]], ...]:
    """Given rules, return the pattern of each kind of total."""
    kinds: tuple[tuple[CheckName, tuple[str, ...]], ...] = (
        ("items", rules.totals.items),
        ("categories", rules.totals.categories),
        ("departments", rules.totals.departments),
    )
    return tuple(
        (check, re.compile(r"(?<![第\d.])(?:" + "|".join(patterns).replace("{n}", NUMBER) + ")"))
        for check, patterns in kinds
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
            names: tuple[str, ...] = ()
            total = number_of(match["n"].replace(",", "").replace("，", ""))
            if check == "categories":
                names = _category_names(text.text[owner.end : match.start()], total, rules)
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


def _category_names(text: str, total: int, rules: Rules) -> tuple[str, ...]:
    """Given what stands between a list's name and its total of categories, return their names."""
    text = re.split("[。；;]", text)[-1]
    openers = list(re.finditer(alternatives(rules.totals.category_openers), text))
    start = openers[-1].end() if openers else 0
    listed = re.sub(f"(?:{alternatives(rules.totals.category_closers)})+$", "", text[start:])
    names = [name for name in listed.strip("：:，,、“”").split("、") if name]
    for joint in rules.totals.category_joints:
        if len(names) >= total:
            break
        names = _split_last(names, joint)
    if not names or any(len(name) > LONGEST_NAME for name in names):
        return ()
    return tuple(names) if len(names) > 1 or total == 1 else ()


def _split_last(names: list[str], joint: str) -> list[str]:
    """Given names, return them with the last one split at a word like 以及."""
    before, found, after = names[-1].partition(joint) if names else ("", "", "")
    if not found or len(before) < 2 or len(after) < 2:
        return names
    return [*names[:-1], before, after]


def _title_total(line: Line, list_type: ListType, rules: Rules) -> Iterable[Stated]:
    """Given a title line, yield the total of items it prints: 基本履职事项清单（139项）."""
    text = joined((line,))
    match = re.search(r"(?:共计?)?" + NUMBER + r"\s*(?:项|条|个事项)", text.text)
    if match:
        start, end = source_span(text, match.start(), match.end())
        yield Stated(list_type, "items", number_of(match["n"]), (), match[0], start, end)


# --- facts ----------------------------------------------------------------------------------

TITLE = re.compile(r"^(?P<title>.{0,30}?(?P<place>[\u4e00-\u9fff]{0,24}?)(?:履职事项清单|履行职责事项清单|职责清单|责任清单))$")
TOWNSHIP = re.compile(r"(?m)(?:^|[，。；：、])([\u4e00-\u9fff]{1,9}?(?:民族乡|街道|苏木|镇|乡))(?=属于?|位于|是|地处|坐落|隶属|成立|辖区|区域|现|总|行政|履职|全|地|按照|办事处|党)")
IN_COUNTY = re.compile(r"(?:位于|地处|属于?|隶属于?|坐落于?|是)(?P<above>[\u4e00-\u9fff]{0,14}?)(?P<county>[\u4e00-\u9fff]{1,7}?(?:自治县|县|市|区|旗))")
ABOVE = re.compile(r"(?P<province>[\u4e00-\u9fff]{2,8}?(?:省|自治区))?(?P<prefecture>[\u4e00-\u9fff]{2,9}?(?:自治州|地区|州|盟|市))?(?P<county>[\u4e00-\u9fff]{1,8}?(?:自治县|自治旗|县|市|区|旗))?(?P<township>[\u4e00-\u9fff]{1,9}?(?:民族乡|街道|苏木|镇|乡))?(?:办事处)?$")


def facts_of(sections: Sections, county: str, rules: Rules) -> Facts:
    """Given the parts of a document and the county that its departments name, return its facts."""
    text = joined(sections.preamble).text
    title = _title(sections)
    lines = "\n".join(line.text.strip() for line in sections.preamble)
    places = _places(title, lines, county)
    values = {name: _fact(rule, text) for name, rule in _fact_patterns(rules)}
    whole = {"registered_population", "resident_population", "administrative_villages", "communities"}
    numbers = {
        name: int(round(value)) if name in whole else round(value, 6)
        for name, value in values.items()
        if value is not None
    }
    return Facts(title=title, **places, **numbers)  # type: ignore[arg-type]  # names are checked by rules' test


def _title(sections: Sections) -> str | None:
    """Return the title of the document: a line of the first few that is nothing else."""
    lines = sections.preamble[:8]
    for first in range(len(lines)):
        for count in (1, 2, 3):
            text = joined(lines[first : first + count]).text
            if len(text) <= 45 and TITLE.match(text) and not re.search("[，。；：]", text):
                return text
    return None


def _places(title: str | None, text: str, county: str) -> dict[str, str]:
    """Return the places that the title, the preamble and the departments name."""
    places: dict[str, str] = {}
    match = TITLE.match(title) if title else None
    above = ABOVE.match(match["place"].removeprefix("关于印发")) if match else None
    if above:
        places = {name: place for name, place in above.groupdict().items() if place}
    if "township" not in places and (found := TOWNSHIP.search(text)):
        places["township"] = found[1]
    if "county" not in places:
        if county and county in text or county and "township" not in places:
            places["county"] = county
        elif found := IN_COUNTY.search(text):
            places["county"] = county or found["county"]
    return places


@lru_cache(maxsize=4)
def _fact_patterns(rules: Rules) -> tuple[tuple[str, FactRule], ...]:
    """Given rules, return them with numbers and units filled into their patterns."""
    return tuple(
        (
            name,
            FactRule(
                rule.units,
                tuple(
                    pattern.replace("{n}", NUMBER).replace("{unit}", f"(?P<unit>{alternatives(rule.units)})")
                    for pattern in rule.patterns
                ),
            ),
        )
        for name, rule in rules.facts.items()
    )


def _fact(rule: FactRule, text: str) -> float | None:
    """Given the preamble, return the fact in plain units, None when it is not printed."""
    for pattern in rule.patterns:
        match = re.search(pattern, text)
        if match:
            printed = match["n"].replace(",", "").replace("，", "")
            value = float(printed) if printed[0].isdigit() else float(number_of(printed))
            return value * rule.units.get(match["unit"] or "个", 1.0)
    return None
