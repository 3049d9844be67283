"""Items as pages show them: departments with their colours, clauses under their headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from ...languages.tables import list_words
from ...languages.words import Words
from ...model import Field, ListType
from ..open import Open, WarningRow
from ..rows import ClauseRow, ItemRow, Rows
from .words import place_words

COLOURS = 36  # of departments; further ones share them
_SIDES: tuple[Field, ...] = ("superior_duties", "township_duties", "handling")


class Chip(Struct, frozen=True):
    """A department of an item, with its spelling there where that is another."""

    name: str
    colour: int
    printed: str = ""


class ShownClause(Struct, frozen=True):
    """A clause with its printed number, if any."""

    number: int | None
    text: str


class Group(Struct, frozen=True):
    """Clauses under the same headings; `colour` is that of the department that they bind."""

    heading: str | None
    department: str | None
    colour: int | None
    clauses: tuple[ShownClause, ...]


class Side(Struct, frozen=True):
    """A duty or handling cell: its clauses, or its text where it has none."""

    field: Field
    groups: tuple[Group, ...]
    text: str


class ShownItem(Struct, frozen=True):
    """An item; `doubts` are the numbers of those about it."""

    anchor: str
    list_type: ListType
    list: Words
    seq: int
    category: str
    category_number: int
    name: str
    place: Words | None
    departments: tuple[Chip, ...]
    department_numbers: str
    sides: tuple[Side, ...]
    clause_count: int
    doubts: tuple[int, ...]


def shown_items(rows: Rows, opened: Sequence[Open]) -> Iterator[tuple[str, ShownItem]]:
    """Yield the items of a document, each with its id."""
    numbers = {one.department: nth for nth, one in enumerate(rows.departments)}
    colours = colours_of(rows)
    categories = {
        name: nth for nth, name in enumerate(dict.fromkeys(i.category for i in rows.items))
    }
    clauses: dict[str, list[ClauseRow]] = {}
    for clause in rows.clauses:
        clauses.setdefault(clause.item_id, []).append(clause)
    doubts: dict[str, list[int]] = {}
    for one in opened:
        if isinstance(one.about, WarningRow) and one.about.item_id:
            doubts.setdefault(one.about.item_id, []).append(one.number)
    for item in rows.items:
        own = clauses.get(item.item_id, [])
        known = [numbers[name] for name in item.departments if name in numbers]
        shown = ShownItem(
            anchor=anchor_of(item),
            list_type=item.list_type,
            list=list_words(item.list_type),
            seq=item.seq,
            category=item.category,
            category_number=categories[item.category],
            name=item.name,
            place=place_words(item.place) if item.place else None,
            departments=tuple(_chips(item, colours)),
            department_numbers=" ".join(map(str, known)),
            sides=tuple(_sides(item, own, colours)),
            clause_count=len(own),
            doubts=tuple(doubts.get(item.item_id, ())),
        )
        yield item.item_id, shown


def colours_of(rows: Rows) -> dict[str, int]:
    """Return the colour of each department, in the order in which items print them.

    So those that stand beside each other have colours that are told apart.
    """
    printed = (name for item in rows.items for name in item.departments)
    names = dict.fromkeys([*printed, *(one.department for one in rows.departments)])
    return {name: nth % COLOURS for nth, name in enumerate(names)}


def anchor_of(item: ItemRow) -> str:
    """Return what a link to an item ends in: `basic-012`."""
    return item.item_id.removeprefix(f"{item.document_id}:").replace(":", "-")


def _chips(item: ItemRow, colours: Mapping[str, int]) -> Iterator[Chip]:
    same = len(item.departments) == len(item.departments_raw)
    printed = item.departments_raw if same else item.departments
    for name, raw in zip(item.departments, printed, strict=True):
        yield Chip(name, colours[name], "" if raw == name else raw)


def _sides(
    item: ItemRow, clauses: Sequence[ClauseRow], colours: Mapping[str, int]
) -> Iterator[Side]:
    for field in _SIDES:
        text: str | None = getattr(item, field)
        if text is not None:
            own = [one for one in clauses if one.field == field]
            yield Side(field, tuple(_groups(own, colours)), text)


def _groups(clauses: Iterable[ClauseRow], colours: Mapping[str, int]) -> Iterator[Group]:
    for (heading, department), own in groupby(
        clauses, key=lambda one: (one.heading, one.department_raw)
    ):
        listed = list(own)
        bound = [colours[name] for name in listed[0].departments if name in colours]
        colour = bound[0] if bound and department else None
        shown = tuple(ShownClause(one.number, one.text) for one in listed)
        yield Group(heading, department, colour, shown)
