"""What the preamble says of the township: its title, its places, its figures in plain units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from ..letters.joining import joined_text
from ..letters.script import COMMAS, number_of
from ..model import Doubt, Facts, Line, PlaceFrom
from ..rules import Rules
from .places import title_of

PLACES = ("province", "prefecture", "county", "township")
WHOLE = frozenset(
    {"registered_population", "resident_population", "administrative_villages", "communities"}
)


def facts_of(preamble: Sequence[Line], places: Mapping[str, str], rules: Rules) -> Facts:
    """Return everything that the preamble says, its places among it."""
    text = joined_text(preamble)
    numbers: dict[str, float] = {}
    for name, fact in rules.facts.items():
        value = _fact(rules.grammar.fact(name), fact.units, text)
        if value is not None:
            numbers[name] = round(value) if name in WHOLE else round(value, 6)
    title = title_of(preamble, rules)
    return Facts(title=title, **places, **numbers)  # type: ignore[arg-type]  # see rules' test


def with_register(facts: Facts, registered: Mapping[str, str]) -> tuple[Facts, tuple[Doubt, ...]]:
    """Return facts with the places that only the register has, and where the two differ.

    What the document prints counts.
    """
    printed = {name: place for name in PLACES if (place := getattr(facts, name)) is not None}
    added = {name: place for name, place in registered.items() if name not in printed}
    doubts = tuple(
        Doubt("place_differs", "", {"printed": place, "registered": registered[name]})
        for name, place in printed.items()
        if registered.get(name, place) != place
    )
    origin: PlaceFrom | None = "document" if printed else None
    if added:
        origin = "both" if printed else "register"
    return replace(facts, **added, place_from=origin), doubts


def _fact(
    patterns: Iterable[re.Pattern[str]], units: Mapping[str, float], text: str
) -> float | None:
    """Return a fact in plain units by the first pattern that finds it, None without any."""
    for pattern in patterns:
        if match := pattern.search(text):
            printed = re.sub(f"[{COMMAS}]", "", match["n"])
            value = float(printed) if printed[0].isdigit() else float(number_of(printed))
            return value * (units[match["unit"]] if match["unit"] else 1.0)
    return None
