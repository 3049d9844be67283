"""Quotations that run over lines: numbering inside them belongs to their sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..letters.marks import mark_at
from ..model import Line
from ..rules import Rules

QUOTE = re.compile("[“”]")


def quoted_lines(lines: Sequence[Line], rules: Rules) -> frozenset[int]:
    """Return the lines that begin inside a quotation that has a numbering of its own."""
    quoted: set[int] = set()
    for (first, left), (last, _) in _quotations(lines):
        if first == last:
            continue
        text = lines[first].text[left + 1 :]
        starts = [text, *(line.text.lstrip() for line in lines[first + 1 : last + 1])]
        numbered = next((mark for start in starts if (mark := mark_at(start, 0, rules))), None)
        if numbered is None or numbered.number == 1:
            quoted.update(range(first + 1, last + 1))
    return frozenset(quoted)


def _quotations(lines: Sequence[Line]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the places (line, offset) of every pair of quotation marks; odd ones are skipped."""
    open_marks: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        for match in QUOTE.finditer(line.text):
            if match[0] == "“":
                open_marks.append((index, match.start()))
            elif open_marks:
                yield open_marks.pop(), (index, match.start())
