"""Where the township is: what a document's title and preamble say of the places above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..letters.joining import joined_text
from ..letters.lines import squeezed
from ..letters.script import SENTENCE_MARKS
from ..model import Line, Section
from ..rules import Rules

LONGEST_TITLE = 45  # letters of a title, its places with it
FIRST_LINES = 8  # in which a title stands, but for web pages, which begin with their menus
MENU_LINES = 80  # of a web page, below which its title stands
LONGEST_PIECE = 3  # letters of a name, behind the place above it, that a title's line ends in


def places_of(preamble: Sequence[Line], lists: Sequence[Section], rules: Rules) -> dict[str, str]:
    """Return the places that the title, the preamble and the titles of lists name.

    Keys are province, prefecture, county and township, each only where it is printed.
    """
    grammar = rules.grammar
    title = title_of(preamble, rules)
    match = grammar.title_of_document.match(title) if title else None
    places = _places_in(match["place"], rules) if match else {}
    text = squeezed(preamble)
    located = grammar.located.search(text)
    for name, place in (located.groupdict() if located else {}).items():
        if place:
            places.setdefault(name, place)
    lines = "\n".join(line.text.strip() for line in preamble)
    township = grammar.named_list.search(text) or grammar.township.search(lines)
    whole = grammar.place.match(township["township"]) if township else None
    for name in ("county", "township"):
        if whole and whole[name]:
            places.setdefault(name, whole[name])
    for held in _holders(lists, rules):
        places = _places_in(held, rules) | places
    if "province" not in places and places.get("prefecture") in rules.departments.municipalities:
        places["province"] = places.pop("prefecture")
    return places


def _places_in(printed: str, rules: Rules) -> dict[str, str]:
    """Return the places that a chain of them names, the highest first."""
    named = rules.grammar.place.match(printed)
    places = {name: place for name, place in named.groupdict().items() if place} if named else {}
    if "county" not in places and "prefecture" in places:
        places["county"] = places.pop("prefecture")  # the only 市 above a township
    if places.get("township") in rules.lists.placeholders.town:
        del places["township"]  # 乡镇基本履职事项清单: of any township
    return places


def _holders(lists: Iterable[Section], rules: Rules) -> Iterator[str]:
    """Yield whose list it is by the titles of lists: before the list's name, or in brackets."""
    grammar = rules.grammar
    for section in lists:
        printed = [squeezed(section.titles), *(squeezed([line]) for line in section.titles)]
        for title in filter(None, map(grammar.list_title.fullmatch, printed)):
            before = grammar.holder.fullmatch(title["before"])
            behind = grammar.holder.fullmatch((title["total"] or "")[1:-1])
            yield from (held["place"] for held in (before, behind) if held)


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
                return _without_menu(printed, title, preamble, rules)
    below = (line for line in preamble[FIRST_LINES:MENU_LINES] if _is_titled([line], rules))
    return next((joined_text([line]) for line in below), None)


def _without_menu(lines: Sequence[Line], title: str, preamble: Sequence[Line], rules: Rules) -> str:
    """Return the title that lines print, without a sheet's name or a menu's above it."""
    ends = tuple(rules.places.words.title_goes_on)
    for place, line in enumerate(lines, 1):
        if not _is_titled(lines[place:], rules) or line.text.rstrip().endswith(ends):
            return title
        if _breaks_a_name(title, len(squeezed([line])), squeezed(preamble), rules):
            return title
        title = _without_appendix(joined_text(lines[place:]), rules)
    return title


def _breaks_a_name(title: str, at: int, text: str, rules: Rules) -> bool:
    """Tell whether a title is broken inside a name: 青禾县柏 / 溪镇履职事项清单.

    The preamble has the whole name, or it has neither that nor the rest alone, and the name
    begins right behind a place above it.
    """
    match = rules.grammar.title_of_document.match(title)
    whole = rules.grammar.place.match(match["place"]) if match else None
    first = match.start("place") if match else 0
    for name, printed in whole.groupdict().items() if whole else ():
        start, end = whole.span(name) if whole else (0, 0)
        if not printed or not start < at - first < end:
            continue
        if printed in text.replace(title, ""):
            return True
        rest = printed[at - first - start :] in text.replace(title, "")
        return not rest and start > 0 and at - first - start <= LONGEST_PIECE
    return False


def _without_appendix(title: str, rules: Rules) -> str:
    """Return a title without what an appendix is headed by: 附件2："""
    appendix = rules.grammar.appendix.match(title)
    return title[appendix.end() :] if appendix else title


def _is_titled(lines: Sequence[Line], rules: Rules) -> bool:
    """Tell whether lines are a whole title, with its place."""
    match = rules.grammar.title_of_document.match(joined_text(lines))
    return bool(match and match["place"] and rules.grammar.place.match(match["place"]))
