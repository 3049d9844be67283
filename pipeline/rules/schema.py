"""What each file of `rules/` holds; nothing else may stand in it."""

from __future__ import annotations

from msgspec import Struct

from ..model import Field, ListType


class Placeholders(Struct, frozen=True, forbid_unknown_fields=True):
    level: tuple[str, ...]
    town: tuple[str, ...]


class ListRules(Struct, frozen=True, forbid_unknown_fields=True):
    """`lists.toml`: titles per list, header aliases and their shapes per field, what stands over
    several columns, what tells that an unknown column matters, marks for the category above,
    columns to assume per list."""

    groups: tuple[str, ...]
    telling: str
    ditto: tuple[str, ...]
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
    colons: str
    openers: str
    closers: str


class LinePattern(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of line; with `begins` (letters) or `has` (words) no other line is tried."""

    name: str
    pattern: str
    examples: tuple[str, ...]
    begins: str = ""
    has: tuple[str, ...] = ()


class Closing(Struct, frozen=True, forbid_unknown_fields=True):
    """What follows the last table: whole lines, without white space."""

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


class FactRule(Struct, frozen=True, forbid_unknown_fields=True):
    units: dict[str, float]
    patterns: tuple[str, ...]
