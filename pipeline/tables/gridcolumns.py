"""What is odd about the columns that the headers of grids name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from ..model import Doubt, Field, ListType
from ..rules import Rules
from .gridheads import Column

SEVERAL: tuple[Field, ...] = ("departments", "remark")  # what several columns may hold


def first_doubts(
    printed: Sequence[Column],
    columns: Sequence[Column],
    kind: ListType,
    page: int | None,
    rules: Rules,
) -> Iterator[Doubt]:
    """Given a list's first header as printed and as taken, yield what is odd about its columns."""
    yield from unknown_doubts(columns, kind, page, rules)
    for known, column in zip(printed, columns, strict=True):
        if known.field is None and column.field is not None:
            facts = {"title": column.title, "list": kind, "field": column.field}
            yield Doubt("column_guessed", "", facts, page=page)
    for one, other in combinations(columns, 2):
        if one.field is not None and one.field == other.field and one.field not in SEVERAL:
            facts = {"one": one.title, "other": other.title, "list": kind, "field": one.field}
            yield Doubt("column_guessed", "twice", facts, page=page)
    expected = set(rules.lists.default[kind]) - {"category"}
    for field in sorted(expected - {column.field for column in columns}):
        yield Doubt("missing_column", "", {"list": kind, "field": field}, page=page)


def unknown_doubts(
    columns: Sequence[Column], kind: ListType, page: int | None, rules: Rules
) -> Iterator[Doubt]:
    """Given a header's columns, yield a doubt for each that may hold a part of an item unknown.

    A title without any word of what an item is made of (联系电话, 办理时限) tells that nothing
    of it is lost; what stands below any of them is kept with the remarks.
    """
    telling = re.compile(rules.lists.telling)
    for column in columns:
        if column.field is None and telling.search(column.title):
            yield Doubt("unknown_column", "", {"title": column.title, "list": kind}, page=page)
