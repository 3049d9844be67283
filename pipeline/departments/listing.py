"""The one reading of a text that names bodies: a cell of departments, a heading, a label.

Around the names stand marks (1. （一） ①), frames (【】), roles (牵头单位：, （牵头）), what
tells that they have duties (负责, 职责为) and that there are more (等部门); between them stand
separators, or 和 and its like where whole names are on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct

from ..letters.script import (
    LEFT_BRACKETS,
    LEFT_FRAMES,
    LIST_COMMA,
    RIGHT_BRACKETS,
    RIGHT_FRAMES,
    SENTENCE_ENDS,
)
from .names import KNOWN, LIKELY, LONGEST_NAME, NO_NAME, Names, in_brackets, opens, plausibility

LONGEST_HEAD = 70  # letters of a heading that names departments
LONGEST_AROUND = 60  # letters of a name with what stands around it

Span = tuple[int, int]
Named = tuple[Span | None, int]  # where a name stands, and how surely it is a department


class Listing(Struct, frozen=True):
    """What a text names: the `spans` of the names in it, and how surely all are departments.

    `[start:end]` goes from the first name to the last.
    """

    text: str
    spans: tuple[Span, ...]
    certainty: int

    @property
    def start(self) -> int:
        return self.spans[0][0] if self.spans else 0

    @property
    def end(self) -> int:
        return self.spans[-1][1] if self.spans else 0

    def printed(self, names: Names) -> str:
        """The names as one text: as printed, where nothing but separators is between them."""
        between = [self.text[end:start] for (_, end), (start, _) in pairwise(self.spans)]
        grammar = names.rules.grammar
        plain = (
            grammar.listing_border.fullmatch(gap) or grammar.joint.fullmatch(gap) for gap in between
        )
        return self.text[self.start : self.end] if all(plain) else LIST_COMMA.join(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple([self.text[start:end] for start, end in self.spans])


@lru_cache(maxsize=16384)
def listing_of(text: str, names: Names, *, duties: bool = True) -> Listing:
    """Return what a text names, as far as it names bodies and nothing else.

    With `duties` it may say that these have some, as a heading does.
    """
    return _listing(text, list(_listed(text, names, duties=duties)))


@lru_cache(maxsize=16384)
def surely_listed(text: str, names: Names) -> Listing | None:
    """Return what a text names that lists departments, and says but their part of them.

    None for another text: it is read no further than to what is no department.
    """
    listed: list[Named] = []
    for named in _listed(text, names, duties=True):
        if named[1] < LIKELY:
            return None
        listed.append(named)
    return _listing(text, listed)


def _listing(text: str, listed: Sequence[Named]) -> Listing:
    spans = [span for span, _ in listed if span is not None]
    return Listing(text, tuple(spans), min([sure for _, sure in listed]))


def _listed(text: str, names: Names, *, duties: bool) -> Iterator[Named]:
    """Yield where each name of a text stands, with how surely it is a department.

    Without a span, what says that they do something (由…) without saying that it is a duty.
    """
    opener, told = None, False
    for nth, (begin, end) in enumerate(_chunks(text, names)):
        if duties and not nth:
            opener = names.rules.grammar.opener.match(text, begin, end)
        bare = _bare(text, opener.end() if opener and not nth else begin, end, names)
        if duties and plausibility(text[slice(*bare)], names) < LIKELY:
            whole, bare = bare, _without_duty(text, *bare, names)
            told = told or bare != whole
        for first, last in _parted(text, *bare, names):
            yield (first, last), plausibility(text[first:last], names)
    if opener and not told:
        yield None, NO_NAME


def split_names(text: str, names: Names) -> tuple[str, ...]:
    """Return the names that the joined text of a department cell lists, as printed."""
    if text in names.rules.departments.none:
        return ()
    return tuple([name for name in listing_of(text, names).names if name])


def names_in(text: str, names: Names) -> tuple[str, ...]:
    """Return what stands between the separators of a text that lists departments."""
    return listing_of(text, names, duties=False).names


def names_certainty(text: str, names: Names) -> int:
    """Return how surely the least sure name of a list of them is a department."""
    return listing_of(text, names, duties=False).certainty


def are_departments(text: str, names: Names) -> bool:
    """Tell whether a text lists departments and says nothing else of them than their part."""
    return surely_listed(text, names) is not None


# --- the parts of a list ------------------------------------------------------------------------


def _chunks(text: str, names: Names) -> Iterator[Span]:
    """Yield what stands between the separators that are in no brackets, roles being such."""
    grammar = names.rules.grammar
    for role in grammar.role_labels(text):
        text = text[: role.start()] + "\n" * len(role[0]) + text[role.end() :]
    at = len(text) - len(text.lstrip("\n"))
    while True:
        lead = grammar.listing_lead.match(text, at)
        listed = grammar.listed.match(text, lead.end() if lead else at)
        end = listed.end() if listed else at
        yield lead.end() if lead else at, end
        border = grammar.listing_border.match(text, end)
        if border is None:
            return
        at = border.end()


def _bare(text: str, start: int, end: int, names: Names) -> Span:
    """Return where the name stands in a part of a list."""
    if plausibility(text[start:end], names) == KNOWN:
        return start, end
    grammar = names.rules.grammar
    tail = grammar.listing_tail.search(text, start, end)
    chunk = text[start : tail.start() if tail else end]
    if (more := grammar.more_behind.search(chunk)) and more.start():
        chunk = chunk[: more.start()]
    role = grammar.role_around.match(chunk)
    if role and plausibility(role["name"], names) >= LIKELY:
        return start + role.start("name"), start + role.end("name")
    return start, start + len(chunk)


def _without_duty(text: str, start: int, end: int, names: Names) -> Span:
    """Return where the name stands that duties are said of, else the whole part of a list."""
    if end - start > LONGEST_AROUND:
        return start, end
    duty = names.rules.grammar.duty_around.match(text[start:end])
    if duty is None or plausibility(duty["name"], names) < LIKELY:
        return start, end
    return start, start + duty.end("name")


def _parted(text: str, start: int, end: int, names: Names) -> list[Span]:
    """Return the names that a part of a list has, with 和, its like or a mark between whole ones.

    What the part begins with may be the rest of a name in the line above: 青禾县分局②县财政局.
    """
    name, grammar = text[start:end], names.rules.grammar
    if name not in names.known and grammar.joint_begun.search(name) and names.ends(name):
        for joint in grammar.joint_or_mark.finditer(name):
            place, after = joint.span()
            first = name[:place]
            whole = first in names.branches or plausibility(first, names) >= LIKELY
            if in_brackets(name, place) or not whole:
                continue
            rest = _parted(text, start + after, end, names)
            if all(plausibility(text[first:last], names) >= LIKELY for first, last in rest):
                return [(start, start + place), *rest]
    return [(start, end)]


# --- headings -----------------------------------------------------------------------------------


class Head(NamedTuple):
    """A heading of departments: their names, where these stand, where it and its colon end."""

    text: str
    start: int
    end: int
    close: int
    outer: int


def head_at(text: str, at: int, names: Names) -> Head | None:
    """Return the heading of departments, up to a colon, that begins at a place of a text."""
    colons = list(names.rules.grammar.colon.finditer(text, at, at + LONGEST_HEAD))
    for colon in colons if colons and _may_name(text, at, names) else ():
        if listing := surely_listed(text[at : colon.start()], names):
            return _head(listing, at, colon.start(), colon.end(), names)
    return None


def bracketed_head(text: str, at: int, names: Names) -> Head | None:
    """Return the departments in brackets that begin at a place of a text: （县民政局）由…."""
    close = min((place for mark in RIGHT_BRACKETS if (place := text.find(mark, at)) > 0), default=0)
    if text[at : at + 1] not in tuple(LEFT_BRACKETS) or not close:
        return None
    listing = surely_listed(text[at + 1 : close], names)
    return _head(listing, at + 1, close, close + 1, names) if listing else None


def bare_head(text: str, at: int, names: Names) -> Head | None:
    """Return the departments that are all of a text from a place on, if they are."""
    close = len(text.rstrip(SENTENCE_ENDS))
    if close - at > LONGEST_HEAD or not _may_name(text, at, names):
        return None
    listing = surely_listed(text[at:close], names)
    return _head(listing, at, close, len(text), names) if listing else None


def _head(listing: Listing, at: int, close: int, outer: int, names: Names) -> Head:
    return Head(listing.printed(names), at + listing.start, at + listing.end, close, outer)


def _may_name(text: str, at: int, names: Names) -> bool:
    """Tell whether a body's name may begin at a place of a text: the county may stand inside."""
    if opens(text, names, at):
        return True
    stem = names.county[:-1]
    return stem != "" and text.find(stem, at, at + LONGEST_NAME) >= 0


def is_framed(text: str, names: Names) -> bool:
    """Tell whether a text is a heading of departments in brackets of its own: 【县民政局】."""
    framed = text[:1] in LEFT_FRAMES and text[-1:] in RIGHT_FRAMES
    return text != "" and framed and are_departments(text, names)
