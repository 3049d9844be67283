"""Canonical names of a document's departments.

`县X` and `<county>X` are one. A short form is the full name of the same document whose
characters hold the short form's in order (文旅局 in 文化体育广播电视和旅游局), if there is
exactly one. Forms that are not made so are in `rules/departments.toml`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from ..errors import BeyondMeasure
from .names import LIKELY, Names, plausibility, second_names

MOST_NAMES = 5_000  # of a document: each is compared with the others
# Short forms with their full forms, and whether those name their place themselves.
Aliases = Sequence[tuple[str, Sequence[tuple[str, bool]]]]


class Register(NamedTuple):
    """Which department each printed name of a document stands for."""

    canonical: Mapping[str, str]
    names: Names
    second: Mapping[str, frozenset[str]]  # names in brackets → the bodies before them

    def of(self, raw: str) -> str:
        """Return the canonical name of a printed one (itself when it is not known)."""
        return self.canonical.get(raw, raw)

    def all_of(self, raws: Iterable[str], among: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the canonical names of printed ones, each once, in order.

        `among` are the departments of the item: a short form that only one of them can be
        stands for that one.
        """
        if not among:
            return tuple(dict.fromkeys(map(self.of, raws)))
        return tuple(dict.fromkeys([self._within(raw, among) for raw in raws]))

    def _within(self, raw: str, among: Sequence[str]) -> str:
        name = self.of(raw)
        if name in among:
            return name
        also = self.second.get(name, frozenset())
        fitting = [full for full in among if full in also or is_short_form(name, full, self.names)]
        return fitting[0] if len(fitting) == 1 else name


def register_of(cells: Sequence[Sequence[str]], headings: Iterable[str], names: Names) -> Register:
    """Return what each name of every department cell, and of headings, stands for."""
    listed = dict.fromkeys(map(tuple, cells))
    printed = dict.fromkeys([*chain.from_iterable(listed), *headings])
    if len(printed) > MOST_NAMES:
        raise BeyondMeasure(f"it names {len(printed)} departments, more than any county has")
    levels = _levels(names)
    full_of = {raw: _with_county(raw, levels, names) for raw in printed}
    apart = [frozenset([full_of[raw] for raw in cell]) for cell in listed if len(cell) > 1]
    forms = dict.fromkeys(full_of.values())
    aliases = _aliases(forms, names)
    longer = {
        form: _longer(form, forms, fulls, apart, names, aliases)
        for form, fulls in _holding(forms).items()
    }
    canonical = {raw: _followed(full, longer) for raw, full in full_of.items()}
    second: dict[str, set[str]] = defaultdict(set)
    for raw, full in canonical.items():
        for name in second_names(raw, names):
            second[_with_county(name, levels, names)].add(full)
    return Register(canonical, names, {name: frozenset(second[name]) for name in second})


def _levels(names: Names) -> list[tuple[str, str]]:
    """Return the words for a level with the place of that level, the longest word first."""
    places = (names.county, *names.above) if names.county else ()
    found = [(level, place) for level in names.levels for place in places if place.endswith(level)]
    return sorted(found, key=lambda pair: len(pair[0]), reverse=True)


def _with_county(name: str, levels: Iterable[tuple[str, str]], names: Names) -> str:
    """Return a name with a place's name instead of the word for its level.

    县民政局 and 民政局 (a name that is known to stand without a place) are of the county,
    市生态环境局 is of the prefecture where that is a 市. What stands in brackets behind it (a role,
    another name) is no part of it.
    """
    name = names.rules.grammar.bracketed_end.sub("", name)
    if not names.county or name.startswith(names.county):
        return name
    if name in names.rules.department_names:
        return names.county + name
    for level, place in levels:
        if name.startswith(level):
            return place + name[len(level) :]
    return name


def _followed(name: str, longer: Mapping[str, str | None]) -> str:
    """Return the end of a name's chain of longer forms."""
    seen = {name}
    while (following := longer.get(name)) and following not in seen:
        seen.add(following)
        name = following
    return name


def _holding(forms: Collection[str]) -> dict[str, list[str]]:
    """Return for each of some names those that have the rarest of its letters, too."""
    times = Counter("".join(forms))
    rarest = {form: min(form, key=times.__getitem__) for form in forms if form}
    return {
        form: [other for other in rarest if letter in other] if times[letter] > 1 else [form]
        for form, letter in rarest.items()
    }


def _longer(
    form: str,
    forms: Iterable[str],
    fulls: Iterable[str],
    apart: Sequence[frozenset[str]],
    names: Names,
    aliases: Aliases,
) -> str | None:
    """Return the one full name that a name is a short form of, if there is one.

    `fulls` are those of `forms` that may be one. Names that are `apart`, printed side by side in
    one cell, are different departments.
    """
    fitting = [
        full
        for full in fulls
        if len(form) < len(full)
        and is_short_form(form, full, names)
        and not [cell for cell in apart if form in cell and full in cell]
    ]
    largest = [full for full in fitting if not any(is_short_form(full, o, names) for o in fitting)]
    if len(largest) == 1:
        return largest[0]
    return next((full for full in _by_alias(form, forms, names, aliases) if full != form), None)


def _aliases(forms: Iterable[str], names: Names) -> Aliases:
    """Return the short forms of the rules that a name ends in, with their full ones."""
    places = {"county": names.county, "stem": names.county[:-1]}
    ends = "\n".join([*forms, ""])
    return [
        (short, [(full.format(**places), "{" in full) for full in fulls])
        for shortened, fulls in names.rules.aliases.items()
        if names.county or "{" not in shortened + fulls[0]
        if (short := shortened.format(**places)) + "\n" in ends
    ]


def _by_alias(form: str, forms: Iterable[str], names: Names, aliases: Aliases) -> Iterable[str]:
    """Yield the names of the document that the rules say a name may stand for.

    They may have more before them: 中共青禾县委办公室 is 青禾县委办公室.
    """
    for ending, fulls in aliases:
        for full, placed in fulls if form.endswith(ending) else ():
            whole = full if placed else form[: -len(ending)] + full
            yield from (name for name in forms if name == whole)
            if names.county and names.county[:-1] in whole:
                longer = [name for name in forms if name.endswith(whole) and name != whole]
                yield from longer if len(longer) == 1 else ()


def is_short_form(short: str, full: str, names: Names) -> bool:
    """Tell whether `short` is an abbreviation of `full`: its characters in their order.

    Both end in the same kind of word, begin with the same place (or `short` with none), and
    something of the department itself is left in `short` besides place and kind.
    """
    if len(short) >= len(full) or not _ordered(short, full) or _are_two(short, full, names):
        return False
    at = full.find(names.county) if names.county else 0
    if at > 0 and short.startswith(names.county) and not _is_department(full[:at], names):
        own = full[at:]  # 中共青禾县…, 国家税务总局青禾县…, 国网青禾县…
        return is_short_form(short, own, names) or (short == own and _core(short, names) != "")
    grammar = names.rules.grammar
    tail = grammar.department_end.search(full)
    if tail is None or short[-1] not in tail[0]:
        return False
    place = grammar.place_before.match(full)
    if place and full[place.end() - 1 :] == short:
        return True  # 市生态环境局某县分局, in full 某市生态环境局某县分局
    same = place is not None and short.startswith(place[0])
    bare = short in names.rules.department_names
    if place and not same and grammar.place_before.match(short) and not bare:
        return False
    rest = short[place.end() :] if place and same else short
    return bool(_before_kind(rest, names).strip(names.rules.departments.common))


def _are_two(short: str, full: str, names: Names) -> bool:
    """Tell whether a name is another one and one more behind it, which were not told apart."""
    if not full.startswith(short):
        return False
    joint = names.rules.grammar.joint.match(full, len(short))
    return plausibility(full[joint.end() if joint else len(short) :], names) >= LIKELY


def _is_department(name: str, names: Names) -> bool:
    """Tell whether a name with a place is a whole one: two that run together are no prefix."""
    return names.rules.grammar.place_before.match(name) is not None and names.ends(name)


def _core(name: str, names: Names) -> str:
    """Return what tells a county's body from the county's other ones."""
    return _before_kind(name.removeprefix(names.county), names)


def _before_kind(name: str, names: Names) -> str:
    """Return a name without the kind of body that it ends in."""
    return names.rules.grammar.department_kind.sub("", name)


def _ordered(short: str, full: str) -> bool:
    """Tell whether the characters of `short` stand in `full` in their order."""
    at = 0
    for letter in short:
        at = full.find(letter, at) + 1
        if not at:
            return False
    return True
