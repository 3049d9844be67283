"""What each file of `rules/` holds; nothing else may stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import asdict

from ..letters.marks import MarkKind
from ..letters.script import WHITE_SPACE
from ..model import Field, ListType

ENDING = "*"  # before what names of a kind of body end in: *中学


class Pattern(Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern, texts that it must match, and near misses that it must not."""

    pattern: str
    examples: Annotated[tuple[str, ...], Meta(min_length=1)]
    others: tuple[str, ...] = ()


class Placeholders(Struct, frozen=True, forbid_unknown_fields=True):
    """The words that {level} and {town} stand for in titles and header aliases."""

    level: tuple[str, ...]
    town: tuple[str, ...]


class TitleRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand around the title of a list."""

    appendix: Pattern
    number: Pattern
    tail: Pattern
    total: Pattern


class BandRules(Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand around the name of a category in a row of its own."""

    before: Pattern
    after: Pattern


class ListRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`lists.toml`: how the lists' titles and columns are printed.

    `columns` are header aliases, `patterns` the shapes of headers that no alias lists, `groups`
    headings over several columns, `ditto` marks for the category above, `default` the columns
    of a list without a header.
    """

    list_word: str
    item_word: str
    groups: tuple[str, ...]
    ditto: tuple[str, ...]
    none: Pattern
    telling: Pattern
    title: TitleRules
    band: BandRules
    short_titles: dict[ListType, tuple[str, ...]]
    placeholders: Placeholders
    titles: dict[ListType, tuple[str, ...]]
    columns: dict[Field, tuple[str, ...]]
    patterns: dict[Field, Pattern]
    default: dict[ListType, tuple[Field, ...]]


class MarkRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`marks.toml`: numbering, headings and labels inside cells."""

    clause_delimiters: tuple[str, ...]
    brackets: tuple[str, ...]
    signs: dict[MarkKind, tuple[str, ...]]
    heading_numerals: str
    heading_delimiters: tuple[str, ...]
    department_labels: tuple[str, ...]
    label_names: tuple[str, ...]
    label_levels: tuple[str, ...]
    label_joints: tuple[str, ...]
    manner_labels: tuple[str, ...]
    label_words: tuple[str, ...]
    label_verbs: tuple[str, ...]
    no_label: str
    handling_openers: tuple[str, ...]
    counted: str
    part_of_law: str
    measure: Pattern
    measured: Pattern
    reference: Pattern


class PageLine(Pattern, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A kind of line that belongs to the page, told by its whole text."""

    name: str


class Closing(Struct, frozen=True, forbid_unknown_fields=True):
    """What follows the last table: notes, lines of a web page, sums, who signs and when."""

    label: Pattern
    notes: tuple[Pattern, ...]
    page: tuple[Pattern, ...]
    sums: Pattern
    part_sums: Pattern
    signed: Pattern
    dated: Pattern


class FurnitureRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`furniture.toml`: lines of the page, and what follows the last table."""

    line: tuple[PageLine, ...]
    closing: Closing


class Alias(Struct, frozen=True, forbid_unknown_fields=True):
    """A short form of a department's name and the full forms that it may stand for."""

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
    joints: tuple[str, ...]
    roles: tuple[str, ...]
    role_words: tuple[str, ...]
    bodies: tuple[str, ...]
    openers: tuple[str, ...]
    none: tuple[str, ...]
    kinds: tuple[str, ...]
    common: str
    bureau: str
    city: str
    youth_league: str
    above_heading: str
    duty: Pattern
    more: Pattern
    alias: tuple[Alias, ...]


class TotalRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`totals.toml`: how a document states its totals."""

    category_openers: tuple[str, ...]
    category_lists: tuple[str, ...]
    category_closers: tuple[str, ...]
    category_joints: tuple[str, ...]
    lead_ins: tuple[str, ...]
    counted: tuple[str, ...]
    items: tuple[Pattern, ...]
    categories: tuple[Pattern, ...]
    departments: tuple[Pattern, ...]
    band_total: Pattern
    cell_figure: Pattern
    counted_items: Pattern
    counted_categories: Pattern
    counted_departments: Pattern
    respectively: Pattern
    one: Pattern
    between: Pattern
    belonging: Pattern
    others_before: Pattern
    others_after: Pattern
    plan: Pattern
    part_of_list: Pattern
    later: Pattern
    of_which: Pattern
    whole: Pattern
    list_joints: Pattern
    sums: Pattern
    counted_before: Pattern
    names_end: Pattern
    own_total: Pattern
    counted_name: Pattern
    no_name: Pattern
    no_category: Pattern


class CheckRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`checks.toml`: what a text looks like that lost a line, or took in words of others."""

    pairs: tuple[str, ...]
    attributive: str
    department_ends: str
    begun: Pattern
    begun_name: Pattern
    cut_name: Pattern
    title_in_name: Pattern
    counted_heading: Pattern
    numbered_heading: Pattern
    inner_number: Pattern
    listed_number: Pattern
    quoted: Pattern
    preamble_heading: Pattern
    broken_off: Pattern

    def wordings(self) -> dict[str, Pattern]:
        """Return the patterns by their name in the file."""
        return {name: one for name, one in asdict(self).items() if isinstance(one, Pattern)}


class FactRule(Struct, frozen=True, forbid_unknown_fields=True):
    """How a fact is printed: its units as multiples of the plain one, its patterns in order."""

    units: dict[str, float]
    patterns: tuple[Pattern, ...]


class Levels(Struct, frozen=True, forbid_unknown_fields=True):
    """What the names of places end in."""

    province: tuple[str, ...]
    prefecture: tuple[str, ...]
    county: tuple[str, ...]
    township: tuple[str, ...]


class PlaceWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words and letters that names of places have, or have not."""

    no_county: tuple[str, ...]
    no_name: str
    title_goes_on: str


class PlacePatterns(Struct, frozen=True, forbid_unknown_fields=True):
    """Where places are named in titles and preambles."""

    holder: Pattern
    title: Pattern
    place: Pattern
    county: Pattern
    located: Pattern
    township: Pattern
    named: Pattern


class PlaceRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`places.toml`: how a document names where its township is."""

    levels: Levels
    words: PlaceWords
    patterns: PlacePatterns


class RuleFiles(Struct, frozen=True, eq=False, dict=True):
    """What all files hold, and the tables of words that are made of it.

    `radicals` maps the code point of a CJK radical to the ideograph that it is drawn as,
    `words` are kept whole and are keywords, whatever class the dictionary gives them, `stopwords`
    never are.
    """

    directory: Path
    lists: ListRules
    marks: MarkRules
    furniture: FurnitureRules
    departments: DepartmentRules
    totals: TotalRules
    facts: dict[str, FactRule]
    checks: CheckRules
    places: PlaceRules
    categories: tuple[str, ...]
    department_names: frozenset[str]
    department_kinds: dict[str, str]
    radicals: dict[int, str]
    words: tuple[str, ...]
    stopwords: frozenset[str]

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
    def columns_by_letter(self) -> dict[str, list[str]]:
        """The header aliases that begin with a letter, the longest first."""
        aliases: dict[str, list[str]] = {}
        for alias in sorted(self.columns, key=len, reverse=True):
            aliases.setdefault(alias[0], []).append(alias)
        return aliases

    @cached_property
    def titles(self) -> dict[str, ListType]:
        """Title of a list (no white space) → list type."""
        return {
            title: list_type
            for list_type, titles in self.lists.titles.items()
            for title in expanded(titles, self.lists.placeholders)
        }

    @cached_property
    def department_endings(self) -> tuple[str, ...]:
        """What names of a kind end in, whatever stands before it."""
        return tuple(name[1:] for name in self.department_kinds if name.startswith(ENDING))

    @cached_property
    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Short form of a department → its possible full forms, both without a place."""
        return {alias.short: alias.full for alias in self.departments.alias}

    def patterns(self) -> Iterator[tuple[Path, Pattern]]:
        """Yield every pattern with the file that it stands in."""
        for name, rules in asdict(self).items():
            yield from ((self.directory / f"{name}.toml", one) for one in _patterns_in(rules))


def _patterns_in(rules: object) -> Iterator[Pattern]:
    if isinstance(rules, Pattern):
        yield rules
    elif isinstance(rules, Struct):
        yield from _patterns_in(asdict(rules))
    elif isinstance(rules, dict):
        for value in rules.values():
            yield from _patterns_in(value)
    elif isinstance(rules, tuple):
        for value in rules:
            yield from _patterns_in(value)


def expanded(aliases: Iterable[str], placeholders: Placeholders) -> tuple[str, ...]:
    """Return every alias that aliases with {level} or {town} stand for."""
    found = list(aliases)
    for name, words in (("{level}", placeholders.level), ("{town}", placeholders.town)):
        found = [
            alias.replace(name, word)
            for alias in found
            for word in (words if name in alias else ("",))
        ]
    return tuple(dict.fromkeys(found))
