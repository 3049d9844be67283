"""The grammar of departments' names: what may be one, and how a cell lists several."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from ..letters.marks import HAN, mark_at
from ..rules import Rules
from ..tables.dump.lineindex import places_with
from .prefectures import prefecture_of

# A place before a department's name; the shortest run that ends in a word of a level.
PLACE = re.compile(
    rf"[{HAN}]{{1,9}}?(?:自治州|自治县|自治区|自治旗|地区|新区|省|州|盟|市|县|区|旗)"
)
PLACE_ENDS = frozenset("县区市旗州盟省")
NOT_A_NAME = re.compile(r"[\s，。；：:;!！？“”‘’《》\d]")
NO_PLACE = re.compile("[局委办由的对各等以]")  # letters of sentences before 县, and of no county
LONGEST_PLACE = 12
LONGEST_NAME = 26
LONGEST_HEADING = 60
LONGEST_PART = 4  # letters of what a branch is called
SHORTEST_INSIDE = 3  # letters of a name that tells one by standing in it
BRACKETS = ("）", ")")
COLONS = ("：", ":")
# What the line before a heading ends with; a line after anything else may be the rest of one.
FINISHED = frozenset(["", *"。；;：:.！？）”局委部办室会"])


class Names(Struct, frozen=True, eq=False):
    """What this document and the rules know of departments' names.

    `county` is the place that most names begin with ("" when none does), `above` the
    prefecture and the province as far as they are known, `places` are all of them. `known` are
    names without a place, `bare` the ones that the rules list (市场监督管理局 begins with no
    place); `openings` are the letters that one probably begins with (see `opens`),
    `endings` those that one or what separates it may end with (see `may_end`).
    `only_parts` are ends of names (分局) that are no name behind a place, `branches` those and
    the county's (青禾分局), `heads` are what stands before one (国网); `role_label` matches
    牵头单位： before a name, `role_border` the separator before it, too, and `role_note` （牵头）
    behind one.
    """

    county: str
    above: tuple[str, ...]
    places: tuple[str, ...]
    known: frozenset[str]
    bare: frozenset[str]
    openings: frozenset[str]
    endings: frozenset[str]
    end: re.Pattern[str]
    separator: re.Pattern[str]
    none: frozenset[str]
    levels: tuple[str, ...]
    only_parts: frozenset[str]
    branches: frozenset[str]
    heads: tuple[str, ...]
    role_label: re.Pattern[str]
    role_border: re.Pattern[str]
    role_note: re.Pattern[str]


def learned_names(texts: Iterable[str], places: Mapping[str, str], rules: Rules) -> Names:
    """Given the lines (or cells) of the lists, return what they tell of departments.

    `places` are the county and what is above it as far as the preamble names them.
    """
    lines = list(texts)
    whole = "\n".join(("", *lines, ""))
    known = {*rules.department_names, *_headed(lines, whole, places, rules)}
    county = places.get("county") or _county(lines)
    prefecture = places.get("prefecture") or prefecture_of(whole, county)
    above = tuple(filter(None, (prefecture, places.get("province"))))
    return Names(
        county=county,
        above=above,
        places=tuple(filter(None, (county, *above))),
        known=frozenset(known),
        bare=rules.department_names,
        openings=_openings((*known, county, *above), rules),
        endings=_endings((*known, *rules.departments.suffixes, *rules.departments.separators)),
        end=rules.department_end,
        separator=rules.department_separator,
        none=frozenset(rules.departments.none),
        levels=rules.departments.levels,
        only_parts=frozenset(rules.departments.parts),
        branches=_branches(county, rules),
        heads=rules.departments.heads,
        role_label=rules.role_label,
        role_border=rules.role_border,
        role_note=rules.role_note,
    )


def _headed(
    lines: Sequence[str], whole: str, places: Mapping[str, str], rules: Rules
) -> Iterator[str]:
    """Given lines, yield the names that head duties, and those without a place."""
    end, separator = rules.department_end, rules.department_separator
    placed = tuple(filter(None, (*rules.departments.levels, places.get("county"))))
    colon, other = COLONS
    headed = places_with(colon, whole.replace(other, colon))
    printed = {
        lines[at].strip() for at in headed if at == 0 or lines[at - 1].rstrip()[-1:] in FINISHED
    }
    # The same ones head the duties of many items.
    for heading, alone in {_heading(line, rules.role_label) for line in printed}:
        for name in separator.split(heading):
            if not end.search(name) or NOT_A_NAME.search(name) or len(name) > LONGEST_NAME:
                continue
            # 二、执法查处： heads duties, and may name no department.
            if name.startswith(placed) or (alone and mark_at(heading, 0, rules) is None):
                yield from _without_place(name)


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


def _openings(names: Iterable[str], rules: Rules) -> frozenset[str]:
    """Given names and places, return the letter or the two that a name probably begins with."""
    levels = [level for level in rules.departments.levels if len(level) == 1]
    heads = [word[:2] for word in (*names, *rules.departments.heads) if word]
    return frozenset([*levels, *heads])


def _endings(words: Iterable[str]) -> frozenset[str]:
    """Given words, return the letters that they end with."""
    return frozenset([word[-1:] for word in words])


def may_end(text: str, names: Names) -> bool:
    """Tell whether a whole name may end at the end of a text, by the letter there."""
    last = text[-1:]
    return last in names.endings or not last.isalpha()


def opens(text: str, names: Names, at: int = 0) -> bool:
    """Tell whether a name, or a role before one, probably begins at a place of a text."""
    head, openings = text[at : at + 2], names.openings
    return head in openings or head[:1] in openings or names.role_label.match(text, at) is not None


def names_with_cells(names: Names, cells: Iterable[Iterable[str]]) -> Names:
    """Given what is known of names and what the department cells list, return it with their names.

    A body whose name follows no pattern (a company, a station) is a department all the same
    where a cell lists it.
    """
    printed = {
        name
        for name in {name for cell in cells for name in cell}
        if 2 <= len(name) <= LONGEST_NAME and not NOT_A_NAME.search(name)
    }
    new = {word for name in printed for word in _without_place(name)} - names.known
    if not new:
        return names
    openings = names.openings.union([name[:2] for name in new])
    endings = names.endings | _endings(new)
    return replace(names, known=names.known | new, openings=openings, endings=endings)


def _county(lines: Sequence[str]) -> str:
    """Given the lines of the lists, return the county that stands out as what they begin with.

    A wrapped line may begin inside the name: the letters that (nearly) always stand before
    it in the text without line breaks belong to it.
    """
    lines = [line.strip() for line in lines]
    # Most lines have no letter that a place ends with where that may stand.
    some = [line for line in lines if not PLACE_ENDS.isdisjoint(line[1:LONGEST_PLACE])]
    found = (match[0] for line in some if (match := PLACE.match(line)))
    places = Counter(NO_PLACE.split(place)[-1] for place in found)
    named = [(count, place) for place, count in places.items() if _names_county(place)]
    count, place = max(named, default=(0, ""))
    if count < 3:
        return ""
    text = "".join("".join(lines).split())
    for _ in range(4):
        before = Counter(_letters_before(place, text))
        letter, times = before.most_common(1)[0] if before else ("", 0)
        own = re.match(f"[{HAN}]", letter) and not NO_PLACE.match(letter)
        if times < 0.8 * before.total() or not own:
            break
        place = letter + place
    return place


def _letters_before(place: str, text: str) -> list[str]:
    """Given a place and a text without white space, return the letter before each time it stands.

    Where it is printed twice in a row, its own last letter is none.
    """
    if 2 * place in text:
        return re.findall(f"(.){place}", text)
    return [before[-1] for before in text.split(place)[:-1] if before]


def _names_county(place: str) -> bool:
    whole = len(place) > 1 and place[-1] in "县区市旗" and place[0] not in "县区市旗"
    return whole and not place.endswith(("地区", "自治区", "社区"))


def _without_place(name: str) -> tuple[str, ...]:
    """Given a department's name, return it, and it without a place before it."""
    level = name[1:] if name[:1] in PLACE_ENDS else ""
    return tuple([word for word in (name, _behind_place(name), level) if len(word) >= 2])


def _behind_place(name: str) -> str:
    """Given a department's name, return what stands behind a place, "" without one."""
    if PLACE_ENDS.isdisjoint(name[1:]):
        return ""  # nearly every name without one: a pattern would try each of its letters
    place = PLACE.match(name)
    return name[place.end() :] if place else ""


def _is_known_behind_place(name: str, known: Set[str]) -> bool:
    """Tell whether a name is known without the place, or the level of one, before it."""
    if len(name) > 2 and name[1:] in known and name[0] in PLACE_ENDS:
        return True
    behind = _behind_place(name)
    return len(behind) >= 2 and behind in known


@lru_cache(maxsize=8192)
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
    if name in names.branches or _runs_into_name(name, names):
        return 0
    if _is_known_behind_place(name, names.known):
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
    return 1 if name.startswith(names.levels) or _holds_name(name[:-1], names) else 0


def _holds_name(text: str, names: Names) -> bool:
    """Tell whether a name that begins with no place stands in a text."""
    last = len(text) - SHORTEST_INSIDE
    begins = [at for at in range(last + 1) if text[at : at + 2] in names.openings]
    return any(
        text[at:end] in names.bare
        for at in begins
        for end in range(at + SHORTEST_INSIDE, len(text) + 1)
    )


def _branches(county: str, rules: Rules) -> frozenset[str]:
    """Given the county, return what is nothing but its branch of a body: 青禾分局."""
    places = ("", county, county[:-1]) if county else ()
    names = [place + part for place in places for part in rules.departments.parts]
    return frozenset([name for name in names if len(name) <= len(county) + LONGEST_PART])


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


@lru_cache(maxsize=8192)
def names_certainty(text: str, names: Names) -> int:
    """Given text, return the certainty of the least sure name in it; -1 when one cannot be."""
    return min([plausibility(part, names) for part in names_in(text, names)])


def names_in(text: str, names: Names) -> list[str]:
    """Given text that lists departments, return what stands between its separators."""
    if "：" in text or ":" in text:
        text = names.role_border.sub("\n", text).removeprefix("\n")
    return names.separator.split(text)
