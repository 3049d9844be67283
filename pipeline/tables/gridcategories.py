"""Categories of rows in grids: merged cells carried down, and over pages in both directions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from .gridheads import squeezed
from .gridplaces import Draft


def carry_categories(rows: Sequence[Draft], known: Collection[str], ditto: Collection[str]) -> None:
    """Given the rows of one list, set the category of every row that has none of its own.

    A covered or empty cell takes the category above, and so does one that says 同上 (`ditto`);
    an empty merged cell at a page's end takes the one that is printed on the next page.
    """
    repeated = _repeated(rows)
    carried = band = None
    owner: Draft | None = None
    waiting: list[Draft] = []
    for row in rows:
        if row.band != band:
            carried, owner, band = row.band, None, row.band
        own = squeezed(row.cells.get("category", ()))
        if own in ditto:
            _refer(row, carried)
        elif own and owner is not None and _cut(owner, own, known):
            carried = _rejoined(rows, owner, row)
        elif own:
            carried, owner = own, row
            for other in waiting:
                other.category = own
            waiting = []
        elif waiting or _ends_page(row, rows):
            waiting.append(row)
        else:
            row.category = carried
            _judge(row, repeated=repeated)
    for row in waiting:
        row.category = carried
        row.doubt("category_empty")


def _refer(row: Draft, carried: str | None) -> None:
    """Given a row whose category cell says 同上, set the category above it, `carried`.

    What is printed is kept with the remarks: it names no category.
    """
    row.cells.setdefault("remark", []).extend(row.cells.pop("category"))
    row.category = carried
    if carried is None:
        row.doubt("category_missing", "ditto")


def _repeated(rows: Sequence[Draft]) -> bool:
    """Tell whether a list prints the category in every row, so that an empty cell is a gap."""
    texts = [squeezed(row.cells.get("category", ())) for row in rows]
    same = sum(a == b != "" for a, b in pairwise(texts))
    return 2 * same > sum(text == "" for text in texts)


def _judge(row: Draft, *, repeated: bool) -> None:
    """Given a row whose category was carried, doubt it where a gap is likely."""
    cell = row.first.cells.get("category")
    if row.category is None:
        row.doubt("category_missing")
    elif cell is not None and repeated and not row.first.first:
        row.doubt("category_empty", "cell")


def _ends_page(row: Draft, rows: Sequence[Draft]) -> bool:
    """Tell whether a row begins an empty category cell that goes to the end of its page."""
    cell, place = row.first.cells.get("category"), row.first
    if cell is None or cell.lines or place.page is None or place.first:
        return False
    same_page = [other.first for other in rows if other.first.page == place.page]
    below = same_page[same_page.index(place) + 1 :]
    return all(other.cells.get("category") is None for other in below) and len(same_page) < len(
        rows
    )


def _cut(owner: Draft, own: str, known: Collection[str]) -> bool:
    """Tell whether a page cut a category's name in two: the rest is no name, the whole is."""
    return own not in known and squeezed(owner.cells["category"]) + own in known


def _rejoined(rows: Sequence[Draft], owner: Draft, row: Draft) -> str:
    """Given the rows that hold the halves of a category's name, rejoin it in the first."""
    owner.cells["category"] += row.cells.pop("category")
    whole = squeezed(owner.cells["category"])
    for other in rows[rows.index(owner) + 1 : rows.index(row) + 1]:
        other.category = whole
    return whole
