"""What CSS in a page says of its elements: what decides what is seen and numbered.

Selectors of types, classes and ids are known, with others in front of them (whatever joins them),
and ::before and ::marker. Rules with other selectors and those of media are passed over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from lxml import etree

from .colours import WHITE, Colour, colour_of, is_seen

MOST_RULES = 50
"""Rules for the same type, class or id that are looked at; the first ones count."""
LONGEST = 200
"""Letters of a value that are looked at: numbers, names and colours are shorter."""

_USED = {
    "display", "visibility", "opacity", "color", "background", "background-color",
    "background-image", "font-size", "text-decoration", "text-decoration-line", "list-style",
    "list-style-type", "counter-reset", "counter-increment", "content",
}  # fmt: skip
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMPOUND = re.compile(r"([\w-]*|\*)((?:[.#][\w-]+)*)(?:::?(before|marker))?")
_ZERO = re.compile(r"0*(?:\.0*)?(?:px|pt|em|rem|%)?")
_COUNTER = re.compile(r"([\w-]+)(?:\s+(-?\d+))?")
_CONTENT = re.compile(r"\"([^\"]*)\"|'([^']*)'|counters?\(\s*+([\w-]++)([^)]*+)\)")


class Rule(NamedTuple):
    """A rule of a style sheet: how it weighs, keys of its element and of those around it."""

    weight: tuple[int, int]
    keys: frozenset[str]
    around: frozenset[str]
    declared: Mapping[str, str]


class Styles:
    """The rules of a page, by the pseudo-element that they are for and a key of the element."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        self._around: Counter[str] = Counter()
        self._known: dict[tuple[str, frozenset[str]], Sequence[Rule]] = {}
        rules = (each for sheet in sheets for each in _rules(_COMMENT.sub(" ", sheet)))
        for number, (selector, declared) in enumerate(rules):
            self._add(selector, declared, number)

    def _add(self, selector: str, declared: Mapping[str, str], number: int) -> None:
        compounds = [_COMPOUND.fullmatch(each) for each in re.split(r"[\s>+~]+", selector.strip())]
        if all(compounds):
            *outer, own = [match for match in compounds if match]
            keys = _compound_keys(own)
            around = frozenset().union(*map(_compound_keys, outer))
            weight = sum(len(key) > 1 and key[0] in ".#" for key in keys | around)
            named = next((key for key in keys if key[0] in ".#"), next(iter(keys), "*"))
            if len(same := self._rules[own[3] or "", named]) < MOST_RULES:
                same.append(Rule((weight, number), keys, around, declared))

    def enter(self, element: etree._Element, step: int) -> None:
        """Count an element among those around what follows (1), or no longer (-1)."""
        for key in _keys(element):
            self._around[key] += step

    def declared(self, element: etree._Element, pseudo: str = "") -> Mapping[str, str]:
        """Return what is declared of an element, or of a pseudo-element of it."""
        result: dict[str, str] = {}
        for rule in self._candidates(pseudo, _keys(element)):
            if all(self._around[key] for key in rule.around):
                result |= rule.declared
        style = element.get("style")
        return result | _declarations(style) if style and not pseudo else result

    def _candidates(self, pseudo: str, keys: frozenset[str]) -> Sequence[Rule]:
        """Return the rules for what has keys, whatever is around it, the weightiest last."""
        found = self._known.get((pseudo, keys))
        if found is None:
            rules = [rule for key in (*keys, "*") for rule in self._rules.get((pseudo, key), ())]
            found = sorted((r for r in rules if r.keys <= keys), key=attrgetter("weight"))
            self._known[pseudo, keys] = found
        return found


def _keys(element: etree._Element) -> frozenset[str]:
    return _named(str(element.tag), element.get("class", ""), element.get("id", ""))


@lru_cache(4096)
def _named(tag: str, classes: str, identity: str) -> frozenset[str]:
    """Return what selectors call an element by: its type, classes and id."""
    return frozenset((tag, *(f".{name}" for name in classes.split()), f"#{identity}"))


def _compound_keys(match: re.Match[str]) -> frozenset[str]:
    named = re.findall(r"[.#][\w-]+", match[2])
    return frozenset((*named, *([match[1].lower()] if match[1] not in ("", "*") else [])))


def _rules(sheet: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the rules of a style sheet that declare something used: (selector, declarations)."""
    inside = False
    for chunk in sheet.split("}"):
        head, *blocks = chunk.split("{")
        if not blocks:
            inside = False
        elif len(blocks) > 1:
            inside = True
        elif not inside and (declared := _declarations(blocks[0])):
            for selector in head.rpartition(";")[2].split(","):
                yield selector, declared


def _declarations(text: str) -> dict[str, str]:
    """Return the used declarations of a block or style attribute; important ones come last."""
    found: dict[str, str] = {}
    important: dict[str, str] = {}
    for part in text.split(";"):
        name, _, value = part.partition(":")
        if (name := name.strip().lower()) in _USED:
            before, marked, mark = value.rpartition("!")
            if marked and mark.strip() == "important":
                important[name] = before.strip()[:LONGEST]
            else:
                found[name] = value.strip()[:LONGEST]
    return found | important


# --- ink --------------------------------------------------------------------------------------


class Ink(NamedTuple):
    """How text is painted; a colour is None where it is not known.

    `displayed` no element inside undoes; `visible` and `sized` one may.
    """

    displayed: bool = True
    visible: bool = True
    sized: bool = True
    struck: bool = False
    colour: Colour | None = None
    ground: Colour | None = WHITE

    @property
    def printed(self) -> bool:
        """Tell whether text is printed at all."""
        return self.displayed and self.visible and self.sized

    @property
    def apart(self) -> bool:
        """Tell whether text differs from what it stands on, as far as is known."""
        return is_seen(self.colour, self.ground)


def ink_of(
    around: Ink, element: etree._Element, declared: Mapping[str, str], *, elsewhere: bool
) -> Ink:
    """Return the ink of an element by what is declared of it, and the ink around it.

    Where there are style sheets `elsewhere`, the ground of what they may name is not known.
    """
    ink = around
    if elsewhere:
        named = element.get("class") or element.get("id") or element.tag in ("body", "html")
        ink = ink._replace(
            ground=None if named else WHITE if element.tag == "table" else ink.ground
        )
    if element.get("hidden") is not None or declared.get("display", "").lower() == "none":
        ink = ink._replace(displayed=False)
    if _ZERO.fullmatch(declared.get("opacity", "1")):
        ink = ink._replace(displayed=False)
    if visibility := declared.get("visibility", "").lower():
        ink = ink._replace(visible=visibility not in ("hidden", "collapse"))
    if size := declared.get("font-size", ""):
        ink = ink._replace(sized=not _ZERO.fullmatch(size.lower()))
    lines = declared.get("text-decoration", "") + declared.get("text-decoration-line", "")
    if element.tag in ("s", "strike", "del") or "line-through" in lines.lower():
        ink = ink._replace(struck=True)
    if ground := _ground(element, declared):
        ink = ink._replace(ground=colour_of(ground))
    if words := declared.get("color") or (element.get("color", "") * (element.tag == "font")):
        transparent = words.lower() == "transparent"
        ink = ink._replace(colour=ink.ground if transparent else colour_of(words))
    return ink


def _ground(element: etree._Element, declared: Mapping[str, str]) -> str | None:
    """Return the words for the ground of an element, None where it is that around it."""
    own = declared.get("background-image") or declared.get("background", "")
    words = declared.get("background-color") or own or element.get("bgcolor") or ""
    if "url(" in own or "gradient(" in own:
        return own
    none = ("", "none", "transparent", "inherit", "initial", "unset")
    return None if words.lower() in none else words.split(" ")[0] if "(" not in words else words


# --- counters ---------------------------------------------------------------------------------


def counted(words: str, default: int) -> list[tuple[str, int]]:
    """Return the counters that a declaration names with their numbers."""
    found = [(m[1], int(m[2]) if m[2] else default) for m in _COUNTER.finditer(words)]
    return [each for each in found if each[0] != "none"]


def content_of(words: str, printed: Mapping[str, int]) -> Iterator[tuple[str, str, int | None]]:
    """Yield the pieces of generated content: (text, style of number, number if it is one)."""
    for match in _CONTENT.finditer(words):
        if match[3]:
            style = match[4].rpartition(",")[2].strip().strip("\"'")
            yield "", style or "decimal", printed.get(match[3], 0)
        else:
            yield match[1] or match[2] or "", "", None
