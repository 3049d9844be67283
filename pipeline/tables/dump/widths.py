"""How wide the columns of a list are, in letters, and how well lines fill a column.

A typesetter breaks a line where the column ends, so every line of a column that is not the
last of its paragraph is nearly as long as the column is wide. That tells the columns apart
where a page cuts a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...model import Field, Line, Row

# How many lines must be equally long to tell a column's width.
ENOUGH: Mapping[Field, int] = {"name": 2, "superior_duties": 4, "township_duties": 4, "handling": 4}
MOST_ROWS = 60
SLACK = 1.5  # letters by which a full line may be longer or shorter than the column is wide

Widths = Mapping[Field, float]


def printed_width(text: str) -> float:
    """Return the printed width of a text in CJK letters."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))


def learned_widths(rows: Sequence[Row]) -> Widths:
    """Given rows whose cells are sure, return the width of each column that they tell."""
    widths: dict[Field, float] = {}
    for field, enough in ENOUGH.items():
        lines: list[Line] = []
        for row in rows[:MOST_ROWS]:
            lines += row.cells.get(field, ())
        longest = sorted([printed_width(line.text) for line in lines], reverse=True)
        for longer, line in zip(longest, longest[enough - 1 :], strict=False):
            if longer - line <= SLACK:  # fewer may be another column's, or no full lines
                widths[field] = longer
                break
    return widths
