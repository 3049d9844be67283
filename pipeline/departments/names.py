"""The grammar of departments' names: what may be one, and what a document tells of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from ..letters.script import (
    COLONS,
    EXCLAMATIONS,
    FIGURES,
    LEFT_BRACKETS,
    QUOTE_MARKS,
    RIGHT_BRACKETS,
    SEMICOLONS,
    SENTENCE_MARKS,
)
from ..rules import Rules
from .places import county_of, prefecture_of

NOT_A_NAME = re.compile(
    rf"[\s\d{FIGURES}{SENTENCE_MARKS}{COLONS}{SEMICOLONS}{EXCLAMATIONS}{QUOTE_MARKS}]"
)
LONGEST_NAME = 26
LONGEST_PART = 4  # letters of what a branch is called
SHORTEST_STEM = 2  # letters of a place's name without what it ends in
SHORTEST_INSIDE = 3  # letters of a name that tells one by standing in it
SHORTEST_BEHIND = 2  # letters of what stands behind such a name: 组织部署 has none in it
SHORTEST_ALONE = 4  # letters of a known name without a place that may stand below another one

# How surely a name is a department.
NO_NAME, MAYBE, LIKELY, PLACED, KNOWN = -1, 0, 1, 2, 3


class Names(Struct, frozen=True, eq=False):
    """What this document and the rules know of departments' names.

    `county` is the place that most names begin with ("" when none does), `above` the
    prefecture and the province as far as they are known, `places` are all of them. `known` are
    names, and names without a place; `openings` are the letters that one probably begins with
    (see `opens`). `branches` are ends of names, and those with the county's before them (分局,
    青禾分局), that are no name by themselves.
    """

    rules: Rules
    county: str
    above: tuple[str, ...]
    places: tuple[str, ...]
    known: frozenset[str]
    openings: frozenset[str]
    branches: frozenset[str]

    @property
    def levels(self) -> tuple[str, ...]:
        """Words for a level that stand before a name instead of a place."""
        return self.rules.departments.levels

    @property
    def stems(self) -> tuple[str, ...]:
        """The places without what they end in, which bodies' names may begin with: 青禾海事处."""
        return tuple([place[:-1] for place in self.places if len(place) > SHORTEST_STEM])

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands before a place in a name: 国网某县供电公司."""
        return self.rules.departments.heads

    @property
    def joints(self) -> tuple[str, ...]:
        """What stands between two names, or is a part of one: 和."""
        return self.rules.departments.joints

    def ends(self, text: str) -> bool:
        """Tell whether a text ends as the name of a department."""
        return _bare_of(text, self.rules).endswith(self.rules.departments.suffixes)


def named_by_rules(lines: Sequence[str], places: Mapping[str, str], rules: Rules) -> Names:
    """Return what the rules know of departments in the places of a document.

    `places` are the county and what is above it as far as the preamble names them; what it does
    not name, the lines of the lists tell.
    """
    known = rules.department_names
    county = places.get("county") or county_of(lines, rules)
    prefecture = places.get("prefecture") or prefecture_of(lines, county, rules)
    above = tuple(filter(None, (prefecture, places.get("province"))))
    return Names(
        rules,
        county,
        above,
        tuple(filter(None, (county, *above))),
        known,
        _openings((*known, county, *above), rules),
        _branches(county, rules),
    )


def _bare_of(name: str, rules: Rules) -> str:
    """Return a name without what stands in brackets."""
    return rules.grammar.bracketed.sub("", name)


def _openings(names: Iterable[str], rules: Rules) -> frozenset[str]:
    """Return the letter or the two that a name probably begins with."""
    levels = [level for level in rules.departments.levels if len(level) == 1]
    openers = [word[0] for word in rules.departments.openers]
    heads = [word[:2] for word in (*names, *rules.departments.heads) if word]
    return frozenset([*levels, *openers, *heads])


def opens(text: str, names: Names, at: int = 0) -> bool:
    """Tell whether a name, or a role before one, probably begins at a place of a text."""
    openings = names.openings
    if text[at : at + 1] in openings or text[at : at + 2] in openings:
        return True
    lead = names.rules.grammar.name_lead.match(text, at)
    if lead is None:
        return False
    at = lead.end()
    return bool(lead["role"]) or text[at : at + 1] in openings or text[at : at + 2] in openings


def names_with_cells(names: Names, cells: Iterable[Iterable[str]]) -> Names:
    """Return what is known of names with those that the department cells list.

    A body whose name follows no pattern (a company, a station) is a department all the same
    where a cell lists it.
    """
    rules = names.rules
    printed = {
        bare
        for cell in cells
        for name in cell
        if not NOT_A_NAME.search(name)
        for bare in (_bare_of(name, rules), *second_names(name, names))
        if 2 <= len(bare) <= LONGEST_NAME
    }
    new = {word for name in printed for word in _without_place(name, rules)} - names.known
    if not new:
        return names
    openings = names.openings.union([name[:2] for name in new])
    return replace(names, known=names.known | new, openings=openings)


def second_names(name: str, names: Names) -> tuple[str, ...]:
    """Return what a name has in brackets that may be a name, too, of the body or a part of it."""
    inside = names.rules.grammar.bracketed.findall(name)
    return tuple([text for text in inside if names.ends(text)])


def in_brackets(text: str, at: int) -> bool:
    """Tell whether a place of a text stands inside brackets."""
    before = text[:at]
    return sum(map(before.count, LEFT_BRACKETS)) > sum(map(before.count, RIGHT_BRACKETS))


def _without_place(name: str, rules: Rules) -> tuple[str, ...]:
    """Return a department's name, and it without a place before it."""
    level = name[1:] if name[:1] in rules.grammar.place_ends else ""
    return tuple([word for word in (name, behind_place(name, rules), level) if len(word) >= 2])


def behind_place(name: str, rules: Rules) -> str:
    """Return what stands behind the place that a name begins with, "" without one."""
    place = rules.grammar.place_before.match(name)
    return name[place.end() :] if place else ""


def _is_known_behind_place(name: str, names: Names) -> bool:
    """Tell whether a name is known without the place, or the level of one, before it."""
    known = names.known
    if len(name) > 2 and name[1:] in known and name[0] in names.rules.grammar.place_ends:
        return True
    behind = behind_place(name, names.rules)
    return len(behind) >= 2 and behind in known


@lru_cache(maxsize=8192)
def plausibility(name: str, names: Names) -> int:
    """Return how surely a name is a department, from NO_NAME to KNOWN."""
    if len(name) < 2 or NOT_A_NAME.search(name):
        return NO_NAME
    name = _bare_of(name, names.rules)
    if not 2 <= len(name) <= LONGEST_NAME:
        return NO_NAME
    if name in names.known:
        return KNOWN
    if name in names.branches or _runs_into_name(name, names):
        return MAYBE
    if _is_known_behind_place(name, names):
        return KNOWN
    return _plausibility_unknown(name, names) if names.ends(name) else NO_NAME


def _plausibility_unknown(name: str, names: Names) -> int:
    """Return how surely an unknown name that ends like one is a department."""
    above = names.rules.grammar.place_before.match(name)
    if name.startswith((*names.places, *names.stems)) or (
        above and names.county and name.startswith(names.county, above.end())
    ):
        return PLACED
    if _holds_county(name, names) or _is_branch_of_body(name, names):
        return PLACED  # 国网某县供电公司, 公安某分局
    told = name.startswith(names.levels) or _holds_name(name[:-SHORTEST_BEHIND], names)
    return LIKELY if told else MAYBE


def _holds_county(name: str, names: Names) -> bool:
    """Tell whether the county's name stands in a name behind another body's, or what begins one."""
    stem = names.county[:-1]
    place = name.find(stem, 1) if stem else -1
    return place > 0 and (names.ends(name[:place]) or name.startswith(names.heads))


def _is_branch_of_body(text: str, names: Names) -> bool:
    """Tell whether a text begins with the county's branch of a known body: 公安青禾分局."""
    stem = names.county[:-1]
    place = text.find(stem, 1, LONGEST_NAME) if stem else -1
    if place < 0 or not text.startswith(names.rules.departments.parts, place + len(stem)):
        return False
    body = text[:place]
    return any(body + suffix in names.known for suffix in names.rules.departments.suffixes)


def _holds_name(text: str, names: Names) -> bool:
    """Tell whether a name that the rules list without a place stands in a text."""
    bare = names.rules.department_names
    return any(
        text[at:end] in bare
        for at in range(len(text) - SHORTEST_INSIDE + 1)
        for end in range(at + SHORTEST_INSIDE, len(text) + 1)
    )


def _branches(county: str, rules: Rules) -> frozenset[str]:
    """Return what is nothing but the county's branch of a body: 青禾分局."""
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
    return level > 0 and plausibility(name[level:], names) >= LIKELY


def goes_on_in(above: str, below: str, names: Names) -> bool:
    """Tell whether what stands below a name is the rest of it: the county's branch, or a part.

    The whole is known as it is, or without its place or the bureau's own letter: 县人民政府 /
    办公室, 县交通运输局 / 综合行政执法大队. What begins with a place of its own is no part.
    """
    if below in names.branches:
        return True
    one = above + below
    if below.startswith((*names.levels, *names.places)):
        return one in names.known or one[1:] in names.known
    bodies = (one, above.removesuffix(names.rules.departments.bureau) + below)
    return any(word in names.known for body in bodies for word in _without_place(body, names.rules))


def begins_name(text: str, names: Names) -> bool:
    """Tell whether a text begins with a place and more than a part of a body: 某县分局 is one.

    A name that the document prints by itself needs no place; 团县委 begins with its kind. The
    place may have the one above it before it: 某市某县分局.
    """
    league = names.rules.departments.youth_league
    if text in names.known and (len(text) >= SHORTEST_ALONE or text[0] == league):
        return True
    above = names.rules.grammar.place_before.match(text)
    if above and names.county and text.startswith(names.county, above.end()):
        text = text[above.end() :]
    for place in (*names.places, *names.levels):
        if text.startswith(place):
            rest = text[len(place) :]
            return len(rest) > 1 and rest not in names.rules.departments.parts
    if _is_branch_of_body(text, names):
        return True
    placed = any(place in text for place in (*names.places, *names.levels))
    return placed and text.startswith(names.heads)
