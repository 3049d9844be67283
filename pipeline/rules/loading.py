"""The only module that opens `rules/`: every file is validated once, where it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from ..errors import BadRules
from ..letters.decoding import Malformed, cells_of, text_of
from ..letters.toml import toml_of
from ..model import LIST_TYPES
from .grammar import Grammar
from .schema import (
    CheckRules,
    DepartmentRules,
    FactRule,
    FurnitureRules,
    ListRules,
    MarkRules,
    Pattern,
    PlaceRules,
    RuleFiles,
    TotalRules,
    expanded,
)

T = TypeVar("T")


class Rules(RuleFiles, frozen=True, eq=False, dict=True):
    """All rules, and the grammar that is made of them."""

    @cached_property
    def grammar(self) -> Grammar:
        """Every pattern that these rules make."""
        return Grammar(self)


def default_directory() -> Path:
    """Return where the rules are: an installed package has them inside, a checkout beside it."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rules"


def load_rules(directory: Path) -> Rules:
    """Return the rules of a directory; `BadRules` names the file, and mostly the line, at fault.

    Patterns are neither compiled nor tried: `check_patterns` does that.
    """
    if not directory.is_dir():
        raise BadRules(str(directory), "no such directory of rules", "name one with --rules")
    return Rules(
        directory=directory,
        lists=_lists(directory / "lists.toml"),
        marks=_toml(directory / "marks.toml", MarkRules),
        furniture=_toml(directory / "furniture.toml", FurnitureRules),
        departments=_toml(directory / "departments.toml", DepartmentRules),
        totals=_toml(directory / "totals.toml", TotalRules),
        facts=_toml(directory / "facts.toml", dict[str, FactRule]),
        checks=_toml(directory / "checks.toml", CheckRules),
        places=_toml(directory / "places.toml", PlaceRules),
        categories=_names(directory / "categories.csv", "category"),
        department_names=frozenset(_names(directory / "department_names.csv", "name")),
        department_kinds=_kinds(directory / "department_kinds.csv"),
        radicals=_radicals(directory / "radicals.csv"),
        words=_words(directory / "words.txt"),
        stopwords=frozenset(_words(directory / "stopwords.txt")),
    )


def check_patterns(rules: Rules) -> None:
    """Try every pattern on its examples, as the grammar uses it.

    `BadRules` names file and line of a pattern that does not compile, that holds an unknown
    placeholder, that one of its examples does not match, or that matches one of its `others`.
    """
    files: dict[int, Path] = {}
    for file, rule in rules.patterns():
        files[id(rule)] = file
        filled = rules.grammar.filled(rule.pattern)
        if unknown := re.search(r"\{[a-z_]+\}", filled):
            raise _bad_pattern(file, rule, f"there is no placeholder {unknown[0]}")
        try:
            re.compile(filled)
        except re.error as error:
            raise _bad_pattern(file, rule, f"not a pattern: {error}") from error
    for rule, search in rules.grammar.uses():
        for text in rule.examples:
            if not search(text):
                raise _bad_pattern(files[id(rule)], rule, f"does not match its example {text!r}")
        for text in rule.others:
            if search(text):
                raise _bad_pattern(files[id(rule)], rule, f"matches {text!r}, which it must not")


def _bad_pattern(file: Path, rule: Pattern, what: str) -> BadRules:
    return BadRules(_place(file, rule.pattern), what, "mend the pattern or its examples")


def _lists(path: Path) -> ListRules:
    """Return `lists.toml`, in which no alias and no title may stand for two things."""
    lists = _toml(path, ListRules)
    for kind, table in (("columns", lists.columns), ("titles", lists.titles)):
        owners: dict[str, str] = {}
        written = ((owner, alias) for owner, aliases in table.items() for alias in aliases)
        for owner, alias in written:
            for word in expanded([alias], lists.placeholders):
                other = owners.setdefault(word, owner)
                if other != owner:
                    what = f"{word!r} stands for both {kind}.{other} and {kind}.{owner}"
                    raise BadRules(_place(path, f'"{alias}"'), what, "keep one of them")
    if missing := set(LIST_TYPES) - set(lists.default):
        what = f"[default] lacks {', '.join(sorted(missing))}"
        raise BadRules(_place(path, "[default]"), what, "add the columns")
    return lists


def _toml(path: Path, kind: type[T]) -> T:
    """Return a TOML file as a value of a kind, in which no unknown key may stand."""
    try:
        return toml_of(_text(path), kind)
    except Malformed as error:
        raise _bad_file(path, error, "mend the file") from error


def _bad_file(path: Path, error: Malformed, action: str) -> BadRules:
    return BadRules(f"{path}:{error.line}" if error.line else str(path), error.what, action)


def _text(path: Path) -> str:
    """Return the text of a file in any usual encoding, its line ends as line feeds."""
    try:
        return text_of(path.read_bytes())
    except OSError as error:
        raise BadRules(str(path), error.strerror or "cannot be read", "restore the file") from error
    except Malformed as error:
        raise _bad_file(path, error, "save the file as UTF-8") from error


def _names(path: Path, column: str) -> tuple[str, ...]:
    """Return the values of a CSV file with one column, each of which may stand there once."""
    names: dict[str, None] = {}
    for number, row in _rows(path, [column]):
        if len(row) != 1 or not row[0].strip() or row[0] in names:
            what = f"{','.join(row)!r} is empty, repeated, or more than one name"
            raise BadRules(f"{path}:{number}", what, "mend or remove the line")
        names[row[0]] = None
    return tuple(names)


def _words(path: Path) -> tuple[str, ...]:
    """Return the words of a text file with one word a line, each of which may stand there once."""
    words: dict[str, None] = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        if len(line.split()) != 1 or line.strip() in words:
            what = f"{line!r} is empty, repeated, or more than one word"
            raise BadRules(f"{path}:{number}", what, "mend or remove the line")
        words[line.strip()] = None
    return tuple(words)


def _kinds(path: Path) -> dict[str, str]:
    """Return the table of departments' kinds: name without a place → kind.

    A line has a kind and all names of it; `*` before one stands for whatever is before it.
    """
    kinds: dict[str, str] = {}
    for number, row in _rows(path, ["kind", "names"]):
        kind, names = (*row, "", "")[:2]
        listed = names.split("、")
        if not kind or not all(listed) or len({*listed}) < len(listed) or kinds.keys() & {*listed}:
            what = f"{names!r} are no names of {kind!r}, or one of them stands there twice"
            raise BadRules(f"{path}:{number}", what, "mend the line")
        kinds |= dict.fromkeys(listed, kind)
    return kinds


def _radicals(path: Path) -> dict[int, str]:
    """Return the table of radicals: code point → ideograph."""
    table: dict[int, str] = {}
    for number, row in _rows(path, ["radical", "ideograph", "source"]):
        radical, ideograph = (*row, "", "")[:2]
        if len(radical) != 1 or len(ideograph) != 1 or ord(radical) in table:
            what = f"{radical!r} is repeated, or the line is not one radical, one ideograph"
            raise BadRules(f"{path}:{number}", what, "mend the line")
        table[ord(radical)] = ideograph
    return table


def _rows(path: Path, columns: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file, each with its line; the first one names these columns."""
    rows = cells_of(_text(path))
    try:
        if next(rows, (1, []))[1] != columns:
            what = f"the only columns: {columns}"
            if len(columns) == 1:
                what = f"the only column must be {columns[0]!r}"
            raise BadRules(f"{path}:1", what, "mend the header")
        yield from rows
    except Malformed as error:
        raise _bad_file(path, error, "mend the line") from error


def _place(path: Path, text: str) -> str:
    """Return `file:line` of the first line of a file with a text, but for comments."""
    for number, line in enumerate(_text(path).splitlines(), 1):
        if text in line and not line.startswith("#"):
            return f"{path}:{number}"
    return str(path)
