"""The grammar of departments' names: what may be one, and how a cell lists several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from pipeline.rules import Rules, alternatives
from pipeline.stages.marks import HAN, mark_at

# A place before a department's name; the shortest run that ends in a word of a level.
PLACE = re.compile(
    rf"[{HAN}]{{1,9}}?(?:自治州|自治县|自治区|自治旗|地区|新区|省|州|盟|市|县|区|旗)"
)
NOT_A_NAME = re.compile(r"[\s，。；：:;!！？“”‘’《》\d]")
NO_PLACE = re.compile("[局委办由的对各等以]")  # letters of sentences before 县, and of no county
LONGEST_NAME = 26
LONGEST_HEADING = 60
LONGEST_PART = 4  # letters of what a branch is called
LONGEST_CITY = 4  # letters before 市
LONGEST_BODY = 17  # letters of a prefecture and its body
BRACKETS = ("）", ")")
COLONS = ("：", ":")
# What the line before a heading ends with; a line after anything else may be the rest of one.
FINISHED = frozenset(["", *"。；;：:.！？）”局委部办室会"])


class Names(Struct, frozen=True, eq=False):
    """What this document and the rules know of departments' names.

    `county` is the place that most names begin with ("" when none does), `above` the
    prefecture and the province as far as they are known, `places` are all of them. `known` are
    names without a place, `bare` the ones that the rules list (市场监督管理局 begins with no
    place); `opening` matches where a name probably begins.
    `only_parts` are ends of names (分局) that are no name behind a place, `heads` are what
    stands before one (国网); `role_label` matches 牵头单位： before a name, `role_border` the
    separator before it, too, and `role_note` （牵头） behind one.
    """

    county: str
    above: tuple[str, ...]
    places: tuple[str, ...]
    known: frozenset[str]
    bare: frozenset[str]
    opening: re.Pattern[str]
    end: re.Pattern[str]
    separator: re.Pattern[str]
    none: frozenset[str]
    levels: tuple[str, ...]
    only_parts: frozenset[str]
    heads: tuple[str, ...]
    role_label: re.Pattern[str]
    role_border: re.Pattern[str]
    role_note: re.Pattern[str]


def learned_names(texts: Iterable[str], places: Mapping[str, str], rules: Rules) -> Names:
    """Given the lines (or cells) of the lists, return what they tell of departments.

    `places` are the county and what is above it as far as the preamble names them.
    """
    lines = [text.strip() for text in texts]
    end, separator = rules.department_end, rules.department_separator
    known: set[str] = set(rules.department_names)
    placed = tuple(filter(None, (*rules.departments.levels, places.get("county"))))
    headed = [place for place, line in enumerate(lines) if "：" in line or ":" in line]
    for place in headed:
        if place and lines[place - 1][-1:] not in FINISHED:
            continue
        heading, alone = _heading(lines[place], rules.role_label)
        for name in separator.split(heading):
            if not end.search(name) or NOT_A_NAME.search(name) or len(name) > LONGEST_NAME:
                continue
            # 二、执法查处： heads duties, and may name no department.
            if name.startswith(placed) or (alone and mark_at(heading, 0, rules) is None):
                known.update(_without_place(name))
    county = places.get("county") or _county(lines)
    prefecture = places.get("prefecture") or _prefecture(lines, county)
    above = tuple(filter(None, (prefecture, places.get("province"))))
    opening = _opening((*known, county, *above), rules)
    return Names(
        county=county,
        above=above,
        places=tuple(filter(None, (county, *above))),
        known=frozenset(known),
        bare=rules.department_names,
        opening=opening,
        end=end,
        separator=separator,
        none=frozenset(rules.departments.none),
        levels=rules.departments.levels,
        only_parts=frozenset(rules.departments.parts),
        heads=rules.departments.heads,
        role_label=rules.role_label,
        role_border=rules.role_border,
        role_note=rules.role_note,
    )


def _heading(line: str, role_label: re.Pattern[str]) -> tuple[str, bool]:
    """Given a line, return the heading that it begins with, and whether nothing follows that.

    It is what stands before the first colon, or all that stands behind a role's (牵头单位：).
    """
    line, roles = role_label.subn("", line)
    if roles and not any(colon in line for colon in COLONS):
        return line, True
    for colon in COLONS:
        if colon in line:
            heading, _, rest = line.partition(colon)
            return (heading, not rest) if len(heading) < LONGEST_HEADING else ("", False)
    return "", False


def _opening(words: Iterable[str], rules: Rules) -> re.Pattern[str]:
    """Given names and places, return the pattern of where a name probably begins."""
    levels = "".join(level for level in rules.departments.levels if len(level) == 1)
    heads = {word[:2] for word in (*words, *rules.departments.heads) if word}
    return re.compile(f"[{levels}]|{alternatives(heads)}|{rules.role_label.pattern}")


def names_with_cells(names: Names, cells: Iterable[str], rules: Rules) -> Names:
    """Given what is known of names and the joined department cells, return it with their names.

    A body whose name follows no pattern (a company, a station) is a department all the same
    where a cell lists it.
    """
    printed = {
        name
        for cell in cells
        for name in split_names(cell, names)
        if 2 <= len(name) <= LONGEST_NAME and not NOT_A_NAME.search(name)
    }
    known = names.known | {word for name in printed for word in _without_place(name)}
    opening = _opening((*known, names.county, *names.above), rules)
    return replace(names, known=known, opening=opening)


def _county(lines: Sequence[str]) -> str:
    """Given the lines of the lists, return the county that stands out as what they begin with.

    A wrapped line may begin inside the name: the letters that (nearly) always stand before
    it in the text without line breaks belong to it.
    """
    found = (match[0] for line in lines if (match := PLACE.match(line)))
    places = Counter(NO_PLACE.split(place)[-1] for place in found)
    text = "".join("".join(lines).split())
    named = [(count, place) for place, count in places.items() if _names_county(place)]
    count, place = max(named, default=(0, ""))
    if count < 3:
        return ""
    for _ in range(4):
        before = Counter(re.findall(f"(.){place}", text))
        letter, times = before.most_common(1)[0] if before else ("", 0)
        own = re.match(f"[{HAN}]", letter) and not NO_PLACE.match(letter)
        if times < 0.8 * before.total() or not own:
            break
        place = letter + place
    return place


def _prefecture(lines: Sequence[str], county: str) -> str:
    """Given the lines of the lists, return the prefecture whose bodies have a branch in the county.

    It is printed before a body and the county (某市生态环境局青禾分局) or before the county
    and a body (某市青禾县生态环境局); "" when none is. What stands before it must not be a
    letter somewhere.
    """
    printed = "\n".join(lines)
    text = "".join(printed.split())
    if len(county) < 3:
        return ""
    ends = [match.start() for match in re.finditer(f"局{county[:-1]}", text)]
    body = re.compile(rf"([{HAN}]{{2,4}}市)[{HAN}]{{2,12}}$")
    found = (body.search(text, max(0, end - LONGEST_BODY), end) for end in ends)
    bodies = [match[1] for match in found if match]
    named = re.finditer(rf"市{county}(?=[{HAN}]{{2,12}}局)", text)
    bodies += [text[max(0, match.start() - LONGEST_CITY) : match.start() + 1] for match in named]
    for before in dict.fromkeys(bodies):
        for length in range(3, len(before) + 1):
            place = before[-length:]
            if re.search(rf"(?:^|[\s、，：]){re.escape(place)}", printed):
                return place
    return ""


def _names_county(place: str) -> bool:
    whole = len(place) > 1 and place[-1] in "县区市旗" and place[0] not in "县区市旗"
    return whole and not place.endswith(("地区", "自治区", "社区"))


def _without_place(name: str) -> tuple[str, ...]:
    """Given a department's name, return it, and it without a place before it."""
    place = PLACE.match(name)
    level = name[1:] if name[:1] in "县区市旗州盟省" else ""
    short = name[place.end() :] if place else ""
    return tuple([word for word in (name, short, level) if len(word) >= 2])


def split_names(text: str, names: Names) -> tuple[str, ...]:
    """Given the joined text of a department cell, return the names it lists, as printed."""
    if text in names.none:
        return ()
    return tuple([name for part in names_in(text, names) if (name := part.strip())])


@lru_cache(maxsize=8192)
def plausibility(name: str, names: Names) -> int:
    """Given a name, return how surely it is a department: -1 cannot be, 0 may be, 1 to 3 is."""
    if name[-1:] in BRACKETS:
        name = names.role_note.sub("", name)
    if not 2 <= len(name) <= LONGEST_NAME or NOT_A_NAME.search(name):
        return -1
    if name in names.known:
        return 3
    if _runs_into_name(name, names) or _is_branch(name, names):
        return 0
    if not names.known.isdisjoint(_without_place(name)):
        return 3
    return _likeness(name, names) if names.end.search(name) else -1


def _likeness(name: str, names: Names) -> int:
    """Given an unknown name that ends like one, return how surely it is one, 0 to 2."""
    above = PLACE.match(name)
    if name.startswith(names.places) or (
        above and names.county and name.startswith(names.county, above.end())
    ):
        return 2
    if name.startswith(names.heads) and names.county[:-1] and names.county[:-1] in name:
        return 2  # 国网某县供电公司
    inside = (name[start:end] for start in range(len(name)) for end in range(start + 3, len(name)))
    return 1 if name.startswith(names.levels) or any(word in names.bare for word in inside) else 0


def _is_branch(name: str, names: Names) -> bool:
    """Tell whether a name is nothing but the county's branch of a body: 青禾分局."""
    if len(name) > len(names.county) + LONGEST_PART:
        return False
    places = (names.county, names.county[:-1])
    return any(place and name.removeprefix(place) in names.only_parts for place in places)


def _runs_into_name(name: str, names: Names) -> bool:
    """Tell whether other words run into a name: 教育站点管理县委组织部.

    Only where the county's name is known: it may stand inside of whole names, and another
    place's only where that is of another level (某市生态环境局).
    """
    county = names.county
    if not county or county[:-1] in name or name.startswith((*names.levels, *names.places)):
        return False
    level = name.find(county[-1], 1)
    return level > 0 and plausibility(name[level:], names) >= 1


def names_certainty(text: str, names: Names) -> int:
    """Given text, return the certainty of the least sure name in it; -1 when one cannot be."""
    return min([plausibility(part, names) for part in names_in(text, names)])


def names_in(text: str, names: Names) -> list[str]:
    """Given text that lists departments, return what stands between its separators."""
    if "：" in text or ":" in text:
        text = names.role_border.sub("\n", text).removeprefix("\n")
    return names.separator.split(text)
