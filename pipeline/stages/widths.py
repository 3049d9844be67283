"""How wide the columns of a list are, in letters, and how well lines fill a column.

A typesetter breaks a line where the column ends, so every line of a column that is not the
last of its paragraph is nearly as long as the column is wide. That tells the columns apart
where a page cuts a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.model import Field, Line, Row

WRAPPED: tuple[Field, ...] = ("name", "superior_duties", "township_duties", "handling")
ENOUGH = 4  # wrapped lines that tell a column's width
MOST_ROWS = 60
SLACK = 1.5  # letters by which a full line may be longer or shorter than the column is wide


def printed_width(text: str) -> float:
    """Return the printed width of a text in CJK letters."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))


def learned_widths(rows: Sequence[Row]) -> Mapping[Field, float]:
    """Given rows whose cells are sure, return the width of each column that they tell."""
    widths = {}
    for field in WRAPPED:
        lines: list[Line] = []
        for row in rows[:MOST_ROWS]:
            lines += row.cells.get(field, ())[:-1]
        longest = sorted([printed_width(line.text) for line in lines], reverse=True)
        if len(longest) >= ENOUGH:
            widths[field] = longest[len(longest) // 20 + 1]  # a few may be another column's
    return widths


def unfilled(lines: Sequence[tuple[str, bool]], width: float | None) -> int:
    """Given a cell's lines, return how many of them do not fit a column so wide.

    With each line comes whether the next one goes on with its paragraph: such a line is
    full, and no line is longer than the column is wide.
    """
    if width is None:
        return 0
    wrong = 0
    for text, goes_on in lines:
        printed = printed_width(text)
        wrong += printed > width + SLACK or (goes_on and printed < width - SLACK)
    return wrong
