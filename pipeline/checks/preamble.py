"""What is odd about a preamble: totals that contradict each other, sections that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..letters.script import number_of
from ..model import Doubt, Line, Sections, Stated
from .reconcile import total_doubts

NUMBERED = re.compile(r"\s*([一二三四五六七八九十]+)、(?P<sentence>.*[，、。；])?")
BROKEN_OFF = ("，", "、", ",")


def preamble_doubts(sections: Sections, stated: Sequence[Stated]) -> Iterable[Doubt]:
    """Given the parts of a document and its totals, yield what is odd about its preamble."""
    yield from total_doubts(stated)
    yield from _missing_headings(sections.preamble)
    last = sections.preamble[-1] if sections.preamble else None
    if last is not None and last.text.rstrip().endswith(BROKEN_OFF):
        yield _doubt(last, "preamble_cut", "", {"text": last.text.strip()[-15:]})


def _missing_headings(lines: Sequence[Line]) -> Iterable[Doubt]:
    """Yield headings whose number no line before leads up to."""
    seen = {0}
    for line in lines:
        match = NUMBERED.match(line.text)
        number = number_of(match[1]) if match else 0
        if number - 1 not in seen and match and not match["sentence"]:
            text = line.text.strip()[:15]
            yield _doubt(line, "preamble_cut", "heading", {"number": number - 1, "text": text})
        seen.add(number)


def _doubt(line: Line, code: str, case: str, facts: Mapping[str, str | int]) -> Doubt:
    number = line.number
    return Doubt(code, case, facts, None, line.page, number, number, line.start, line.end)
