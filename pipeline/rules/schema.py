"""What each file of `rules/` holds; nothing else may stand in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from ..model import Field, ListType

WHITE_SPACE = " \t\u3000\xa0\f"


class Placeholders(Struct, frozen=True, forbid_unknown_fields=True):
    level: tuple[str, ...]
    town: tuple[str, ...]


class TitleRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand around the title of a list: patterns."""

    appendix: str
    number: str
    tail: str
    total: str


class ListRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`lists.toml`: titles per list, header aliases and their shapes per field, what stands over
    several columns, what tells that an unknown column matters, marks for the category above,
    columns to assume per list."""

    groups: tuple[str, ...]
    telling: str
    ditto: tuple[str, ...]
    words: tuple[str, ...]
    title: TitleRules
    short_titles: dict[ListType, tuple[str, ...]]
    placeholders: Placeholders
    titles: dict[ListType, tuple[str, ...]]
    columns: dict[Field, tuple[str, ...]]
    patterns: dict[Field, str]
    default: dict[ListType, tuple[Field, ...]]


class Marks(Struct, frozen=True, forbid_unknown_fields=True):
    """`marks.toml`: numbering, headings and labels inside cells."""

    clause_delimiters: tuple[str, ...]
    brackets: tuple[str, ...]
    circled: str
    heading_numerals: str
    heading_delimiters: tuple[str, ...]
    department_labels: tuple[str, ...]
    manner_labels: tuple[str, ...]
    handling_openers: tuple[str, ...]
    sentence_ends: str
    list_goes_on: str
    full_stops: str
    colons: str
    openers: str
    closers: str
    quotes: str
    frames: str
    measure: str
    measured: str
    part_of_law: str
    reference: str
    counted: str


class LinePattern(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of line, told by its whole text."""

    name: str
    pattern: str
    examples: tuple[str, ...]


class Closing(Struct, frozen=True, forbid_unknown_fields=True):
    """What follows the last table: whole lines, without white space; `label` begins a note."""

    label: str
    note: str
    sums: str
    signed: str
    dated: str


class FurnitureRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`furniture.toml`: lines of the page, and what follows the last table."""

    line: tuple[LinePattern, ...]
    closing: Closing


class Alias(Struct, frozen=True, forbid_unknown_fields=True):
    short: str
    full: tuple[str, ...]


class DepartmentRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`departments.toml`: how names of departments are built."""

    suffixes: tuple[str, ...]
    parts: tuple[str, ...]
    heads: tuple[str, ...]
    levels: tuple[str, ...]
    municipalities: tuple[str, ...]
    separators: tuple[str, ...]
    roles: tuple[str, ...]
    none: tuple[str, ...]
    kinds: tuple[str, ...]
    common: str
    bureau: str
    city: str
    youth_league: str
    above_heading: str
    alias: tuple[Alias, ...]


class TotalRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`totals.toml`: how a document states its totals."""

    items: tuple[str, ...]
    categories: tuple[str, ...]
    departments: tuple[str, ...]
    category_openers: tuple[str, ...]
    category_lists: tuple[str, ...]
    category_closers: tuple[str, ...]
    category_joints: tuple[str, ...]
    lead_ins: tuple[str, ...]
    counted: tuple[str, ...]
    others_before: str
    others_after: str
    later: str
    respectively: str
    list_joints: str
    sums: str
    whole: str
    band_total: str
    no_name: str
    no_category: str
    counted_name: str
    figures: str
    own_total: str
    one: str
    between: str
    of_which: str
    belonging: str
    unit: str
    in_title: str
    counted_before: str
    names_end: str

    def patterns(self) -> list[str]:
        """Every pattern of the file."""
        lists = (*self.items, *self.categories, *self.departments)
        return [
            *lists,
            self.others_before,
            self.others_after,
            self.later,
            self.respectively,
            self.list_joints,
            self.sums,
            self.whole,
            self.band_total,
            self.no_name,
            self.no_category,
            self.counted_name,
            self.figures,
            self.own_total,
            self.one,
            self.between,
            self.of_which,
            self.in_title,
            self.counted_before,
            self.names_end,
        ]


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern that is searched for, texts that have it, and texts that only look so."""

    pattern: str
    examples: tuple[str, ...]
    others: tuple[str, ...]


class CheckRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`checks.toml`: what a text looks like that lost a line, or took in words of others."""

    pairs: tuple[str, ...]
    clause_ends: str
    attributive: str
    department_ends: str
    begun: Wording
    begun_name: Wording
    cut_name: Wording
    title_in_name: Wording
    counted_heading: Wording
    numbered_heading: Wording
    inner_number: Wording
    listed_number: Wording
    quoted: Wording
    preamble_heading: Wording
    broken_off: Wording

    def wordings(self) -> dict[str, Wording]:
        """Return the patterns by their name in the file."""
        fields = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: one for name, one in fields.items() if isinstance(one, Wording)}


class FactRule(Struct, frozen=True, forbid_unknown_fields=True):
    units: dict[str, float]
    patterns: tuple[str, ...]


class Levels(Struct, frozen=True, forbid_unknown_fields=True):
    """What the names of places end in."""

    province: tuple[str, ...]
    prefecture: tuple[str, ...]
    county: tuple[str, ...]
    township: tuple[str, ...]


class PlaceWords(Struct, frozen=True, forbid_unknown_fields=True):
    no_county: tuple[str, ...]
    no_name: str
    title_goes_on: str


class PlacePatterns(Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    place: str
    county: str
    located: str
    township: str
    named: str


class PlaceRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`places.toml`: how a document names where its township is."""

    levels: Levels
    words: PlaceWords
    patterns: PlacePatterns


class RuleFiles(Struct, frozen=True, eq=False, dict=True):
    """What all files hold, and the tables of words that are made of it."""

    lists: ListRules
    marks: Marks
    furniture: FurnitureRules
    departments: DepartmentRules
    totals: TotalRules
    facts: dict[str, FactRule]
    checks: CheckRules
    places: PlaceRules
    categories: tuple[str, ...]
    department_names: frozenset[str]
    radicals: dict[int, str]
    directory: Path

    @cached_property
    def columns(self) -> dict[str, Field]:
        """Header alias (no white space) → field."""
        return {
            alias: field
            for field, aliases in self.lists.columns.items()
            for alias in expanded(aliases, self.lists.placeholders)
        }

    @cached_property
    def column_text(self) -> str:
        """Every header alias, a line each: a piece of one stands in it."""
        return "\n".join(self.columns)

    @cached_property
    def column_letters(self) -> frozenset[str]:
        """Every letter that a header alias has, and the white space between two."""
        return frozenset("".join(self.columns) + WHITE_SPACE)

    @cached_property
    def longest_column(self) -> int:
        """How many letters the longest header alias has."""
        return max(map(len, self.columns))

    @cached_property
    def titles(self) -> dict[str, ListType]:
        """Title of a list (no white space) → list type."""
        return {
            title: list_type
            for list_type, titles in self.lists.titles.items()
            for title in expanded(titles, self.lists.placeholders)
        }

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Short form of a department → its possible full forms, both without a place."""
        return {alias.short: alias.full for alias in self.departments.alias}


def expanded(aliases: Iterable[str], placeholders: Placeholders) -> tuple[str, ...]:
    """Return every alias that aliases with {level} or {town} stand for."""
    result: dict[str, None] = {}
    for alias in aliases:
        key, words = "{town}", placeholders.town
        if "{level}" in alias:
            key, words = "{level}", placeholders.level
        result |= dict.fromkeys(alias.replace(key, word) for word in words)
    return tuple(result)
