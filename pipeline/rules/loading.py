"""The only module that opens `rules/`: every file validated once, every pattern compiled."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from ..errors import BadRules
from ..model import LIST_TYPES
from .grammar import Grammar
from .schema import (
    CheckRules,
    DepartmentRules,
    FactRule,
    FurnitureRules,
    ListRules,
    Marks,
    PlaceRules,
    RuleFiles,
    TotalRules,
    expanded,
)

T = TypeVar("T")
_PLACEHOLDER = re.compile(r"\{[a-z]+\}")


class Rules(RuleFiles, frozen=True, eq=False, dict=True):
    """All rules, validated, and what is made of them once."""

    @cached_property
    def grammar(self) -> Grammar:
        """Every pattern that these rules make."""
        return Grammar(self)

    @cached_property
    def stopwords(self) -> frozenset[str]:
        """Words that are never keywords."""
        return frozenset(_text(self.directory / "stopwords.txt").split())

    @property
    def words_file(self) -> Path:
        """The user dictionary that jieba reads by itself."""
        _text(self.directory / "words.txt")
        return self.directory / "words.txt"


def default_directory() -> Path:
    """Return where the rules are: an installed package has them inside, a checkout beside it."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rules"


def load_rules(directory: Path) -> Rules:
    """Given the rules' directory, return them validated; `BadRules` names file and line."""
    if not directory.is_dir():
        raise BadRules(str(directory), "no such directory of rules", "name one with --rules")
    rules = Rules(
        lists=_toml(directory / "lists.toml", ListRules),
        marks=_toml(directory / "marks.toml", Marks),
        furniture=_toml(directory / "furniture.toml", FurnitureRules),
        departments=_toml(directory / "departments.toml", DepartmentRules),
        totals=_toml(directory / "totals.toml", TotalRules),
        facts=_toml(directory / "facts.toml", dict[str, FactRule]),
        checks=_toml(directory / "checks.toml", CheckRules),
        places=_toml(directory / "places.toml", PlaceRules),
        categories=_names(directory / "categories.csv", "category"),
        department_names=frozenset(_names(directory / "department_names.csv", "name")),
        radicals=_radicals(directory / "radicals.csv"),
        directory=directory,
    )
    _check_aliases(rules)
    return rules


def check_patterns(rules: Rules) -> None:
    """Compile every pattern of every file; `BadRules` names file, line and pattern."""
    for file, patterns in (
        ("furniture.toml", [rule.pattern for rule in rules.furniture.line]),
        ("furniture.toml", msgspec.structs.astuple(rules.furniture.closing)),
        ("lists.toml", [*rules.lists.patterns.values(), rules.lists.telling]),
        ("lists.toml", msgspec.structs.astuple(rules.lists.title)),
        ("marks.toml", [rules.marks.measure, rules.marks.measured, rules.marks.reference]),
        ("places.toml", msgspec.structs.astuple(rules.places.patterns)),
        ("totals.toml", rules.totals.patterns()),
        ("checks.toml", [one.pattern for one in rules.checks.wordings().values()]),
        ("facts.toml", [p for fact in rules.facts.values() for p in fact.patterns]),
    ):
        for pattern in patterns:
            try:
                re.compile(_PLACEHOLDER.sub("x", pattern))
            except re.error as error:
                where = _place(rules.directory / file, pattern)
                raise BadRules(where, f"not a pattern: {error}", "mend the pattern") from error


def _check_aliases(rules: Rules) -> None:
    """Given rules, fail when a header alias or a title stands for two things."""
    seen: dict[str, str] = {}
    for kind, table in (("columns", rules.lists.columns), ("titles", rules.lists.titles)):
        for owner, aliases in table.items():
            for alias in expanded(aliases, rules.lists.placeholders):
                other = seen.setdefault(alias, f"{kind}.{owner}")
                if other != f"{kind}.{owner}" and other.startswith(kind):
                    where = _place(rules.directory / "lists.toml", alias)
                    what = f"{alias!r} stands for both {other} and {kind}.{owner}"
                    raise BadRules(where, what, "keep one of them")
    if missing := set(LIST_TYPES) - set(rules.lists.default):
        where = str(rules.directory / "lists.toml")
        raise BadRules(where, f"[default] lacks {', '.join(sorted(missing))}", "add the columns")


def _toml(path: Path, kind: type[T]) -> T:
    """Given a TOML file, return it as `kind`, strictly."""
    try:
        table: Mapping[str, object] = tomllib.loads(path.read_text("utf-8"))
        return msgspec.convert(table, kind)
    except OSError as error:
        raise BadRules(str(path), error.strerror or "cannot be read", "restore the file") from error
    except tomllib.TOMLDecodeError as error:
        raise BadRules(str(path), f"not TOML: {error}", "mend the file") from error
    except msgspec.ValidationError as error:
        key = re.findall(r"[`.](\w+)", str(error))
        where = _place(path, key[-1]) if key else str(path)
        raise BadRules(where, str(error), "mend the file") from error


def _text(path: Path) -> str:
    """Given a file of the rules, return its text; `BadRules` when it cannot be read."""
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise BadRules(str(path), error.strerror or "cannot be read", "restore the file") from error


def _names(path: Path, column: str) -> tuple[str, ...]:
    """Given a CSV file with one column, return its values, unique, in order."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = list(csv.reader(file))
    except OSError as error:
        raise BadRules(str(path), error.strerror or "cannot be read", "restore the file") from error
    if not table or table[0] != [column]:
        raise BadRules(f"{path}:1", f"the only column must be {column!r}", "mend the header")
    names = [row[0] for row in table[1:] if row]
    for number, name in enumerate(names, 2):
        if not name.strip() or names.index(name) != number - 2:
            raise BadRules(f"{path}:{number}", f"{name!r} is empty or repeated", "remove the line")
    return tuple(names)


def _radicals(path: Path) -> dict[int, str]:
    """Given the table of radicals, return it; `BadRules` names the line that is wrong."""
    table: dict[int, str] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                radical, ideograph = row.get("radical") or "", row.get("ideograph") or ""
                if len(radical) != 1 or len(ideograph) != 1 or ord(radical) in table:
                    what = f"{radical!r} is repeated, or the line is not one radical, one ideograph"
                    raise BadRules(f"{path}:{number}", what, "mend the line")
                table[ord(radical)] = ideograph
    except OSError as error:
        raise BadRules(str(path), error.strerror or "cannot be read", "restore the file") from error
    return table


def _place(path: Path, word: str) -> str:
    """Given a file and a word in it, return `file:line` of its first place."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if word in line:
            return f"{path}:{number}"
    return str(path)
