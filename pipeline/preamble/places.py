"""Where the township is: what a document's title and preamble say of the places above it."""

from __future__ import annotations

from collections.abc import Sequence

from ..letters.joining import joined_text
from ..letters.lines import squeezed
from ..letters.script import SENTENCE_MARKS
from ..model import Line
from ..rules import Rules

LONGEST_TITLE = 45  # letters of a title, its places with it
FIRST_LINES = 8  # in which a title stands, but for web pages, which begin with their menus
MENU_LINES = 80  # of a web page, below which its title stands


def places_of(preamble: Sequence[Line], rules: Rules) -> dict[str, str]:
    """Return the places that the title and the preamble name.

    Keys are province, prefecture, county and township, each only where it is printed.
    """
    grammar = rules.grammar
    title = title_of(preamble, rules)
    match = grammar.title_of_document.match(title) if title else None
    named = grammar.place.match(match["place"]) if match else None
    places = {name: place for name, place in named.groupdict().items() if place} if named else {}
    if "county" not in places and "prefecture" in places:
        places["county"] = places.pop("prefecture")  # the only 市 above a township
    text = squeezed(preamble)
    located = grammar.located.search(text)
    for name, place in (located.groupdict() if located else {}).items():
        if place:
            places.setdefault(name, place)
    if "province" not in places and places.get("prefecture") in rules.departments.municipalities:
        places["province"] = places.pop("prefecture")
    lines = "\n".join(line.text.strip() for line in preamble)
    township = grammar.named_list.search(text) or grammar.township.search(lines)
    whole = grammar.place.match(township["township"]) if township else None
    for name in ("county", "township"):
        if whole and whole[name]:
            places.setdefault(name, whole[name])
    return places


def title_of(preamble: Sequence[Line], rules: Rules) -> str | None:
    """Return the title of the document: one of the first lines that is nothing else."""
    grammar = rules.grammar
    lines = preamble[:FIRST_LINES]
    for first in range(len(lines)):
        for count in (3, 2, 1):
            printed = lines[first : first + count]
            title = _without_appendix(joined_text(printed), rules)
            fits = len(title) <= LONGEST_TITLE and not any(mark in title for mark in SENTENCE_MARKS)
            if fits and grammar.title_of_document.match(title):
                return _without_menu(printed, title, rules)
    below = (line for line in preamble[FIRST_LINES:MENU_LINES] if _is_titled([line], rules))
    return next((joined_text([line]) for line in below), None)


def _without_menu(lines: Sequence[Line], title: str, rules: Rules) -> str:
    """Return the title that lines print, without a sheet's name or a menu's above it."""
    ends = tuple(rules.places.words.title_goes_on)
    for place, line in enumerate(lines, 1):
        if not _is_titled(lines[place:], rules) or line.text.rstrip().endswith(ends):
            return title
        title = _without_appendix(joined_text(lines[place:]), rules)
    return title


def _without_appendix(title: str, rules: Rules) -> str:
    """Return a title without what an appendix is headed by: 附件2："""
    appendix = rules.grammar.appendix.match(title)
    return title[appendix.end() :] if appendix else title


def _is_titled(lines: Sequence[Line], rules: Rules) -> bool:
    """Tell whether lines are a whole title, with its place."""
    match = rules.grammar.title_of_document.match(joined_text(lines))
    return bool(match and match["place"] and rules.grammar.place.match(match["place"]))
