"""The grammar of departments' names: what may be one, and how a cell lists several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from ..letters.script import COLONS, EXCLAMATIONS, QUOTE_MARKS, SEMICOLONS, SENTENCE_MARKS
from ..rules import Rules
from .places import county_of, prefecture_of

NOT_A_NAME = re.compile(rf"[\s\d{SENTENCE_MARKS}{COLONS}{SEMICOLONS}{EXCLAMATIONS}{QUOTE_MARKS}]")
LONGEST_NAME = 26
LONGEST_HEADING = 60
LONGEST_PART = 4  # letters of what a branch is called
SHORTEST_INSIDE = 3  # letters of a name that tells one by standing in it
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
    def heads(self) -> tuple[str, ...]:
        """What stands before a place in a name: 国网某县供电公司."""
        return self.rules.departments.heads

    def ends(self, text: str) -> bool:
        """Tell whether a text ends as the name of a department."""
        return text.endswith(self.rules.departments.suffixes)


def learned_names(texts: Iterable[str], places: Mapping[str, str], rules: Rules) -> Names:
    """Return what the lines (or cells) of the lists tell of departments.

    `places` are the county and what is above it as far as the preamble names them.
    """
    lines = list(texts)
    known = {*rules.department_names, *_headed(lines, places, rules)}
    county = places.get("county") or county_of(lines, rules)
    prefecture = places.get("prefecture") or prefecture_of(lines, county, rules)
    above = tuple(filter(None, (prefecture, places.get("province"))))
    return Names(
        rules,
        county,
        above,
        tuple(filter(None, (county, *above))),
        frozenset(known),
        _openings((*known, county, *above), rules),
        _branches(county, rules),
    )


def _headed(lines: Sequence[str], places: Mapping[str, str], rules: Rules) -> Iterator[str]:
    """Yield the names that head duties in lines, and those without a place."""
    grammar, endings = rules.grammar, rules.departments.above_heading
    placed = tuple(filter(None, (*rules.departments.levels, places.get("county"))))
    for above, line in zip(("", *lines), lines, strict=False):
        if above.rstrip()[-1:] not in endings:
            continue
        heading, alone = _heading(line.strip(), rules)
        for name in grammar.department_separator.split(heading):
            ended = name.endswith(rules.departments.suffixes)
            if not ended or NOT_A_NAME.search(name) or len(name) > LONGEST_NAME:
                continue
            # 二、执法查处： heads duties, and may name no department.
            if name.startswith(placed) or (alone and grammar.mark_at(heading, 0) is None):
                yield from _without_place(name, rules)


def _heading(line: str, rules: Rules) -> tuple[str, bool]:
    """Return the heading that a line begins with, and whether nothing follows that.

    It is what stands before the first colon, or all that stands behind a role's (牵头单位：).
    """
    if not rules.grammar.colon.search(line):
        return "", False
    line, roles = rules.grammar.role_label.subn("", line)
    for colon in COLONS:
        if colon in line:
            heading, _, rest = line.partition(colon)
            return (heading, not rest) if len(heading) < LONGEST_HEADING else ("", False)
    return (line, True) if roles else ("", False)


def _openings(names: Iterable[str], rules: Rules) -> frozenset[str]:
    """Return the letter or the two that a name probably begins with."""
    levels = [level for level in rules.departments.levels if len(level) == 1]
    heads = [word[:2] for word in (*names, *rules.departments.heads) if word]
    return frozenset([*levels, *heads])


def opens(text: str, names: Names, at: int = 0) -> bool:
    """Tell whether a name, or a role before one, probably begins at a place of a text."""
    head, openings = text[at : at + 2], names.openings
    if head in openings or head[:1] in openings:
        return True
    return names.rules.grammar.role_label.match(text, at) is not None


def names_with_cells(names: Names, cells: Iterable[Iterable[str]]) -> Names:
    """Return what is known of names with those that the department cells list.

    A body whose name follows no pattern (a company, a station) is a department all the same
    where a cell lists it.
    """
    printed = {
        name
        for cell in cells
        for name in cell
        if 2 <= len(name) <= LONGEST_NAME and not NOT_A_NAME.search(name)
    }
    new = {word for name in printed for word in _without_place(name, names.rules)} - names.known
    if not new:
        return names
    openings = names.openings.union([name[:2] for name in new])
    return replace(names, known=names.known | new, openings=openings)


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
def split_names(text: str, names: Names) -> tuple[str, ...]:
    """Return the names that the joined text of a department cell lists, as printed."""
    if text in names.rules.departments.none:
        return ()
    return tuple([name for part in names_in(text, names) if (name := part.strip())])


@lru_cache(maxsize=8192)
def plausibility(name: str, names: Names) -> int:
    """Return how surely a name is a department, from NO_NAME to KNOWN."""
    name = names.rules.grammar.role_note.sub("", name)
    if not 2 <= len(name) <= LONGEST_NAME or NOT_A_NAME.search(name):
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
    if name.startswith(names.places) or (
        above and names.county and name.startswith(names.county, above.end())
    ):
        return PLACED
    if name.startswith(names.heads) and names.county[:-1] and names.county[:-1] in name:
        return PLACED  # 国网某县供电公司
    return LIKELY if name.startswith(names.levels) or _holds_name(name[:-1], names) else MAYBE


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
    placed = any(place in text for place in (*names.places, *names.levels))
    return placed and text.startswith(names.heads)


@lru_cache(maxsize=8192)
def names_certainty(text: str, names: Names) -> int:
    """Return how surely the least sure name of a list of them is a department."""
    return min([plausibility(part, names) for part in names_in(text, names)])


def are_departments(text: str, names: Names) -> bool:
    """Tell whether a text lists departments and says nothing else."""
    return names_certainty(text, names) >= LIKELY


def names_in(text: str, names: Names) -> list[str]:
    """Return what stands between the separators of a text that lists departments."""
    grammar = names.rules.grammar
    if grammar.role_label.search(text):
        text = grammar.role_border.sub("\n", text)
    return grammar.department_separator.split(text.removeprefix("\n"))
