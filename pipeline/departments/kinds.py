"""What a department is in any county: its name without its place, one word for all synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..letters.script import CLOSERS, OPENERS
from ..rules.schema import ENDING
from .names import Names, behind_place

SHORTEST_STEM = 2  # letters of a county's name, without 县, that are left out of a body's name
AUTONOMOUS = 6  # letters of a county's name that has a people's in it: the first ones stand alone
_BRACKETS = re.compile(f"[{OPENERS}][^{OPENERS}{CLOSERS}]*[{CLOSERS}]")


def kind_of(name: str, names: Names) -> str | None:
    """Return what kind of body a department is, None where the rules do not know it."""
    kinds = names.rules.department_kinds
    if known := next((kind for bare in _bare(name, names) if (kind := kinds.get(bare))), None):
        return known
    without = _without_places(name, names)
    endings = [one for one in names.rules.department_endings if without.endswith(one)]
    return kinds[ENDING + max(endings, key=len)] if endings else None


def _bare(name: str, names: Names) -> Iterator[str]:
    """Yield a name as it may stand in the rules: whole, and with less and less of its place."""
    yield name
    name = _without_places(name, names)
    while name:
        yield name
        for word in (*names.levels, *names.heads):
            yield name.removeprefix(word)
        for branch in names.rules.departments.parts:
            yield name.removesuffix(branch)
        name = behind_place(name, names.rules)


def _without_places(name: str, names: Names) -> str:
    """Return a name without brackets and without the places that the document knows."""
    name = _BRACKETS.sub("", name)
    for place in names.places:
        first = place[:SHORTEST_STEM] if len(place) >= AUTONOMOUS else place
        for part in (place, place[:-1], first):
            name = name.replace(part, "") if len(part) >= SHORTEST_STEM else name
    return name
