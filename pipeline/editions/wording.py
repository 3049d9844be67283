"""What is said of differences, in a language: sentences, and how changes are grouped for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from ..languages.sentences import said
from ..languages.tables import column_entry, list_words, value_words
from ..languages.words import Language
from ..model import LIST_TYPES
from ..review.rows import DocumentRow
from .changes import Changes, ClauseChange, ItemChange, TotalChange
from .documents import Difference, Status

_FIELDS = ("superior_duties", "township_duties", "handling")
_STATUSES: Mapping[Status, str] = {
    "same": "the same",
    "changed": "changed",
    "added": "new document",
    "removed": "no document any more",
    "not_compared": "not compared",
}
_REASONS = {
    "failed": "it could not be read",
    "ambiguous": "several documents of this township are there, and none has the same id",
    "other_township": "these are documents of two townships",
}
_COUNTED = {
    "added": "{count} added",
    "removed": "{count} removed",
    "merged": "{count} merged into others",
    "split": "{count} split from others",
    "changed": "{count} changed",
    "renumbered": "{count} with only another number",
    "same": "{count} the same",
}


class Wording(NamedTuple):
    """The words of one language."""

    language: Language

    def say(self, sentence: str, **values: object) -> str:
        """Return a sentence of the program, with values in it."""
        return said(sentence, self.language).format(**values)

    def about(self, name: str, told: str) -> str:
        """Return what is told of something, behind its name."""
        return f"{name}：{told}" if self.language == "zh" else f"{name}: {told}"

    def list(self, list_type: str) -> str:
        """Return what a list is called."""
        return list_words(list_type).in_(self.language)

    def column(self, table: str, name: str) -> str:
        """Return what a column is called."""
        return column_entry(table, name).label.in_(self.language)

    def value(self, column: str, value: str) -> str:
        """Return what a value of a column of `items` is called."""
        return value_words("items", column)[value].in_(self.language)

    def status(self, one: Difference) -> str:
        """Return what became of a document, and why that is not known."""
        status = self.say(_STATUSES[one.status])
        return self.about(status, self.say(_REASONS[one.reason])) if one.reason else status

    def documents(self, counts: Mapping[Status, int]) -> str:
        """Return how many documents became what."""
        told = [f"{self.say(_STATUSES[one])} {counts[one]}" for one in _STATUSES if counts[one]]
        return self.about(self.say("documents"), ", ".join(told))

    def total(self, total: TotalChange) -> str:
        """Return which total it is."""
        check = value_words("reconciliation", "check")[total.check].in_(self.language)
        return f"{self.list(total.list_type)} {check}"

    def figure(self, stated: int | None, observed: int | None) -> str | None:
        """Return a total as found, with what is stated where that is another number."""
        if stated in (None, observed):
            return None if observed is None else str(observed)
        return f"{observed} ({self.say('stated')} {stated})"

    def counts(self, changes: Changes) -> str:
        """Return how many items changed, and how."""
        kinds = Counter(
            "renumbered" if one.is_renumbered else str(one.kind) for one in changes.items
        )
        kinds["same"] = changes.same
        counted = [self.say(_COUNTED[kind], count=kinds[kind]) for kind in _COUNTED if kinds[kind]]
        if unsure := sum(not one.is_sure for one in changes.items):
            counted.append(self.say("{count} of them unsure", count=unsure))
        return self.about(self.say("items"), ", ".join(counted))


def title_of(one: Difference) -> str:
    """Return which document it is: its place and its id, both where the editions differ in them."""
    names = [_name(place) for place in (one.old, one.new) if place]
    return " → ".join(dict.fromkeys(names))


def _name(place: DocumentRow) -> str:
    town = "".join(filter(None, (place.county, place.township)))
    return f"{town} ({place.document_id})" if town else place.document_id


def value_text(value: object) -> str:
    """Return a value as printed: a number that is whole without a point, nothing as a dash."""
    if value is None:
        return "–"
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def in_lists(items: Sequence[ItemChange]) -> Iterator[tuple[str, list[ItemChange]]]:
    """Yield each list with the items that changed in it."""
    ordered = sorted(items, key=lambda one: LIST_TYPES.index(_list_of(one)))
    for list_type, own in groupby(ordered, key=_list_of):
        yield list_type, [*own]


def _list_of(change: ItemChange) -> str:
    side = change.old if change.kind == "merged" else change.new or change.old
    assert side, "a change has a side"
    return side.list_type


def in_cells(clauses: Sequence[ClauseChange]) -> Iterator[tuple[str, list[ClauseChange]]]:
    """Yield each cell with the clauses that changed in it."""
    ordered = sorted(clauses, key=lambda one: _FIELDS.index(_field_of(one)))
    for field, own in groupby(ordered, key=_field_of):
        yield field, [*own]


def _field_of(change: ClauseChange) -> str:
    side = change.new or change.old
    assert side, "a change has a side"
    return side.field
