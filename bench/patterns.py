"""Every pattern of the rules and of the code on hostile text.

Texts that a pattern matches are made by its structure. In each, every short piece is repeated: such
a text takes a pattern long in which two parts may take the same letters, or that begins anew at
each of them. A pattern is used here as the code uses it: at one place of a text, or at all.
"""

from __future__ import annotations

import ast
import re
import re._constants as sre
import re._parser as parser
import signal
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from time import process_time
from typing import Any, NamedTuple

import qingdan

SAMPLES = 12  # texts that a pattern matches
LONGEST = 6  # letters of a piece that is repeated
FIRST, SIZE = 1_000, 100_000  # letters of a text: of one that is tried, of one that is measured
SUSPICIOUS = 0.0015  # CPU seconds of FIRST letters above which a text is measured
MOST, FEW = 2.5, 0.02  # times the CPU seconds of half a text; seconds that tell nothing
TRIES = 4  # a busy machine disturbs some
NO_LETTER = "\x7f"  # what hardly any pattern matches
METHODS = {"match", "fullmatch", "search", "finditer", "findall", "sub", "split"}
# What is handed to a function that tries it at one place.
HANDED_ON = {
    "DELIMITED": {"match"},
    "PLAIN": {"match"},
    "band": {"fullmatch"},
    "bare_band": {"fullmatch"},
    "column_shapes": {"fullmatch"},
}

Text = Any  # str, or bytes as the pattern
Search = Callable[[Text], object]


class Used(NamedTuple):
    """A pattern with the way it is used."""

    name: str
    pattern: re.Pattern[Any]
    search: Search


class Worst(NamedTuple):
    """The text that takes a pattern longest, said shortly, and a maker of longer ones."""

    seconds: float
    words: str
    text: Callable[[int], Text]


def used() -> Iterator[Used]:
    """Yield every pattern of the rules and of the code once for each way it is used."""
    methods = _methods()
    seen = set()
    for name, pattern in (*_patterns_of_rules(), *_patterns_of_code()):
        module, _, own = name.rpartition("/")
        word = own.split("[")[0].split(".")[-1]
        ways = methods.get((module, word)) or HANDED_ON.get(word) or methods.get(("", word))
        for method in sorted(ways or {"finditer"}):
            if (key := (pattern.pattern, pattern.flags, method)) not in seen:
                seen.add(key)
                yield Used(f"{own}.{method}", pattern, _search(pattern, method))
    for rule, search in qingdan.load_rules().grammar.uses():
        yield Used(f"rules: {rule.pattern[:40]}", search.__self__, search)


def _search(pattern: re.Pattern[Any], method: str) -> Search:
    if method in ("match", "fullmatch", "search"):
        return getattr(pattern, method)  # type: ignore[no-any-return]
    return pattern.findall


def _methods() -> dict[tuple[str, str], set[str]]:
    """Return how patterns are used, by the module and their name in it, or their name anywhere."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    folder = Path(qingdan.__file__).parent
    for file in folder.rglob("*.py"):
        module = ".".join(("qingdan", *file.relative_to(folder).with_suffix("").parts))
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                of = node.value
                name = getattr(of, "attr", getattr(of, "id", ""))
                if isinstance(of, ast.Subscript) and isinstance(of.slice, ast.Constant):
                    name = str(of.slice.value)
                found[module, name].add(node.attr)
                found["", name].add(node.attr)
    return found


def _patterns_of_rules() -> Iterator[tuple[str, re.Pattern[Any]]]:
    rules = qingdan.load_rules()
    for kind in type(rules.grammar).__mro__:
        for name, value in vars(kind).items():
            if isinstance(value, cached_property):
                yield from _within(name, getattr(rules.grammar, name))


def _patterns_of_code() -> Iterator[tuple[str, re.Pattern[Any]]]:
    for module in walk_packages(qingdan.__path__, "qingdan."):
        if not module.name.endswith("__main__"):
            for name, value in vars(import_module(module.name)).items():
                yield from _within(f"{module.name}/{name}", value)


def _within(name: str, value: object) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            if isinstance(one, re.Pattern):
                yield f"{name}.{key}", one
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _within(f"{name}[{number}]", one)


# --- hostile texts ------------------------------------------------------------------------------


def worst(one: Used, samples: int = SAMPLES, size: int = FIRST) -> Worst:
    """Return the text of so many letters that takes a pattern longest."""
    found = Worst(0, "nothing", _text_of(one.pattern, "", NO_LETTER))
    for before, piece in _pumped(one.pattern, samples):
        text = _text_of(one.pattern, before, piece)
        taken = seconds(one.search, text(size))
        if taken > found.seconds:
            found = Worst(taken, f"{before!r} + {piece!r} * n", text)
    return found


def _text_of(pattern: re.Pattern[Any], before: str, piece: str) -> Callable[[int], Text]:
    def text(size: int) -> Text:
        made = before + piece * (size // len(piece)) + NO_LETTER
        return made if isinstance(pattern.pattern, str) else made.encode()

    return text


def _pumped(pattern: re.Pattern[Any], samples: int) -> Iterator[tuple[str, str]]:
    """Yield what a text that matches begins with, and a piece behind it, all of them once."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    chance, seen = Random(0), set()
    for _ in range(samples):
        sample = _sample(tree, chance)
        for start in range(len(sample)):
            for end in range(start + 1, min(start + LONGEST, len(sample)) + 1):
                if (pumped := (sample[:start], sample[start:end])) not in seen:
                    seen.add(pumped)
                    yield pumped


def _sample(items: Any, chance: Random) -> str:
    """Return a text that a parsed pattern matches, but for what it looks ahead or back for."""
    return "".join(_one(kind, value, chance) for kind, value in items)


def _one(kind: Any, value: Any, chance: Random) -> str:
    text = ""
    match kind:
        case sre.LITERAL:
            text = chr(value)
        case sre.IN:
            text = _letter(value, chance)
        case sre.BRANCH:
            text = _sample(chance.choice(value[1]), chance)
        case sre.SUBPATTERN | sre.ATOMIC_GROUP:
            text = _sample(value[3] if kind is sre.SUBPATTERN else value, chance)
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            least, most, body = value
            times = max(least, chance.randint(min(1, most), min(2, most)))
            text = "".join(_sample(body, chance) for _ in range(times))
        case sre.ASSERT if value[0] > 0:
            text = _sample(value[1], chance)
        case sre.ANY | sre.NOT_LITERAL:
            text = chance.choice("字 1")
    return text


_OF_CATEGORY = {sre.CATEGORY_DIGIT: "1", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "字"}


def _letter(choices: Sequence[Any], chance: Random) -> str:
    """Return a letter of a class."""
    if choices[0][0] is sre.NEGATE:
        usual = [one for one in "字 1a/（“\n" if not any(_is(one, each) for each in choices[1:])]
        return chance.choice(usual or [NO_LETTER])
    kind, value = chance.choice(choices)
    match kind:
        case sre.LITERAL:
            return chr(value)
        case sre.RANGE:
            return chr(value[0])
        case _:
            return _OF_CATEGORY.get(value, "/")


def _is(letter: str, choice: Any) -> bool:
    kind, value = choice
    match kind:
        case sre.LITERAL:
            return letter == chr(value)
        case sre.RANGE:
            return bool(value[0] <= ord(letter) <= value[1])
        case _:
            marks = {
                sre.CATEGORY_DIGIT: r"\d", sre.CATEGORY_NOT_DIGIT: r"\D",
                sre.CATEGORY_SPACE: r"\s", sre.CATEGORY_NOT_SPACE: r"\S",
                sre.CATEGORY_WORD: r"\w", sre.CATEGORY_NOT_WORD: r"\W",
            }  # fmt: skip
            return re.fullmatch(marks[value], letter) is not None


# --- measuring ----------------------------------------------------------------------------------


class _Late(Exception):
    pass


def seconds(search: Search, text: Text, most: float = 5.0) -> float:
    """Return the CPU seconds of a search, at most so many."""

    def stop(*_: object) -> None:
        raise _Late

    before = signal.signal(signal.SIGVTALRM, stop)
    start = process_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
        search(text)
    except _Late:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return process_time() - start


def not_linear() -> Iterator[tuple[str, str, float, float]]:
    """Yield the patterns that take more than twice and a half as long for twice the text.

    Each with the text, and the CPU seconds of the half of it and of the whole.
    """
    for one in used():
        found = worst(one)
        if found.seconds > SUSPICIOUS:
            half, whole = (
                min(seconds(one.search, found.text(size)) for _ in range(TRIES))
                for size in (SIZE // 2, SIZE)
            )
            if whole > FEW and whole > MOST * half:
                yield one.name, found.words, half, whole
