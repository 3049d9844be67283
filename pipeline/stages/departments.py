"""Canonical names of a document's departments.

`县X` and `<county>X` are one. A short form is the full name of the same document whose
characters hold the short form's in order (文旅局 in 文化体育广播电视和旅游局), if there is
exactly one. Forms that are not made so are in `rules/departments.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.rules import Rules
from pipeline.stages.names import PLACE, Names

# The kind of body that a name ends in; what stands before it must tell bodies apart.
KIND = re.compile(r"(?:办公室|委员会|联合会|分局|.)$")


class Register(NamedTuple):
    """Which department each printed name of a document stands for."""

    canonical: Mapping[str, str]
    names: Names

    def of(self, raw: str) -> str:
        """Given a name as printed, return the canonical one (itself when it is not known)."""
        return self.canonical.get(raw, raw)

    def all_of(self, raws: Iterable[str], among: Sequence[str] = ()) -> tuple[str, ...]:
        """Given names as printed, return the canonical ones, each once, in order.

        `among` are the departments of the item: a short form that only one of them can be
        stands for that one.
        """
        return tuple(dict.fromkeys(self._within(raw, among) for raw in raws))

    def _within(self, raw: str, among: Sequence[str]) -> str:
        name = self.of(raw)
        if name in among:
            return name
        fitting = [full for full in among if is_short_form(name, full, self.names)]
        return fitting[0] if len(fitting) == 1 else name


def register_of(
    cells: Sequence[Sequence[str]], headings: Iterable[str], names: Names, rules: Rules
) -> Register:
    """Given the names of every department cell, and of headings, return what each stands for."""
    printed = dict.fromkeys([name for cell in cells for name in cell] + list(headings))
    full_of = {raw: with_county(raw, names) for raw in printed}
    apart = {
        frozenset((full_of[one], full_of[other]))
        for cell in cells
        for one in cell
        for other in cell
    }
    forms = dict.fromkeys(full_of.values())
    longer = {form: _longer(form, forms, apart, names, rules) for form in forms}
    return Register({raw: _followed(full, longer) for raw, full in full_of.items()}, names)


def with_county(name: str, names: Names) -> str:
    """Given a name, return it with a place's name instead of the word for its level.

    县民政局 and 民政局 (a name that is known to stand without a place) are of the county,
    市生态环境局 is of the prefecture where that is a 市.
    """
    if not names.county or name.startswith(names.county):
        return name
    if name in names.bare:
        return names.county + name
    for level in sorted(names.levels, key=len, reverse=True):
        for place in (names.county, *names.above):
            if name.startswith(level) and place.endswith(level):
                return place + name[len(level) :]
    return name


def _followed(name: str, longer: Mapping[str, str | None]) -> str:
    """Given a name, return the end of its chain of longer forms."""
    seen = {name}
    while (following := longer.get(name)) and following not in seen:
        seen.add(following)
        name = following
    return name


def _longer(
    form: str,
    forms: Iterable[str],
    apart: set[frozenset[str]],
    names: Names,
    rules: Rules,
) -> str | None:
    """Given a name, return the one full name that it is a short form of, if there is one.

    Names printed side by side in one cell are different departments.
    """
    fitting = [
        full
        for full in forms
        if is_short_form(form, full, names) and frozenset((form, full)) not in apart
    ]
    largest = [full for full in fitting if not any(is_short_form(full, o, names) for o in fitting)]
    if len(largest) == 1:
        return largest[0]
    known = set(forms)
    candidates = (
        full.replace("{county}", names.county) if "{county}" in full else form[: -len(short)] + full
        for short, fulls in rules.aliases.items()
        if form.endswith(short)
        for full in fulls
    )
    return next((full for full in candidates if full in known and full != form), None)


def is_short_form(short: str, full: str, names: Names) -> bool:
    """Tell whether `short` is an abbreviation of `full`: its characters in their order.

    Both end in the same kind of word, begin with the same place (or `short` with none), and
    something of the department itself is left in `short` besides place and kind.
    """
    if len(short) >= len(full) or not _ordered(short, full):
        return False
    tail = names.end.search(full)
    if tail is None or short[-1] not in tail[0]:
        return False
    place = PLACE.match(full)
    rest = short[place.end() :] if place and short.startswith(place[0]) else short
    if place and rest is short and PLACE.match(short) and short not in names.bare:
        return False
    kind = KIND.search(rest)
    core = rest[: kind.start()] if kind else rest
    return bool(core.strip("县区市旗委政府"))


def _ordered(short: str, full: str) -> bool:
    """Tell whether the characters of `short` stand in `full` in their order."""
    at = 0
    for letter in short:
        at = full.find(letter, at) + 1
        if not at:
            return False
    return True
