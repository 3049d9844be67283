"""A picture of a page → its marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from ..pages.marks import PageMarks, Run
from .paper import Sheet, even_ink, level
from .recognition import Grey, Reading, Recogniser
from .rules import find_rules
from .strips import Strip, Strips, find_strips, letters_of

SECONDS_A_SCAN = 20  # of CPU time; a page takes 3 to 6
INK = 165  # darker is ink
WHITE = 245
FILLED = 0.93  # of the size of type: so high is its ink
TALLER = 1.3  # of the usual height: type that is not of the usual size
LEAST_SURE = 0.35  # what is read with less, on average, is no text
# A dot after an ideograph of which recognition is less sure is dust.
DUST, DOTS = 0.95, ".·'`,-~_"
# Marks are wide unless both neighbours are Latin letters or digits.
WIDE = str.maketrans(",:;!?()", "，：；！？（）")
ROUND = "Oo〇"  # a figure 0 among figures


class Reader:
    """Reads pictures of pages; it holds the networks."""

    def __init__(self) -> None:
        self._recogniser = Recogniser()

    def marks_of(self, sheet: Sheet, number: int) -> PageMarks:
        """Return what is printed on a page."""
        ink = level(even_ink(sheet))
        unit = sheet.unit
        dark = (ink < INK).astype(np.uint8)
        rules, ruled = find_rules(dark, unit)
        ruled = np.asarray(cv2.dilate(ruled, np.ones((3, 3), np.uint8)), np.uint8)
        found = find_strips(letters_of(dark & (1 - ruled), unit), rules, unit)
        clean = ink.copy()
        clean[ruled > 0] = WHITE
        runs = tuple(self._runs(clean, found, unit))
        height, width = ink.shape
        return PageMarks(number, width / unit, height / unit, runs, rules)

    def _runs(self, clean: Grey, found: Strips, unit: float) -> Iterator[Run]:
        """Yield what the strips of a page say."""
        pad = max(2, int(0.12 * found.height))
        framed = [
            Strip(max(0, x0 - 2 * pad), max(0, top - pad), x1 + 2 * pad, bottom + pad)
            for x0, top, x1, bottom in found.strips
        ]
        lines = [clean[top:bottom, x0:x1] for x0, top, x1, bottom in framed]
        for strip, frame, line, reading in zip(
            found.strips, framed, lines, map(_plain, self._recogniser.read(lines)), strict=True
        ):
            if reading.text and sum(reading.sure) / len(reading.sure) >= LEAST_SURE:
                yield _run(reading, strip, (frame.x0, line.shape[1]), found.height, unit)


def _run(reading: Reading, strip: Strip, frame: tuple[int, int], usual: float, unit: float) -> Run:
    """Return the run of a strip, in points; `frame` is where its picture begins, and its width."""
    height = strip.bottom - strip.top
    size = (usual if height < TALLER * usual else height) / FILLED / unit
    x0, x1, middle = strip.x0 / unit, strip.x1 / unit, (strip.top + strip.bottom) / 2 / unit
    left, width = frame
    starts = [
        min(max((left + share * width) / unit - size / 2, x0), x1) for share in reading.middles
    ]
    return Run(reading.text, starts, x0, middle - size / 2, x1, middle + size / 2, size)


def _plain(reading: Reading) -> Reading:
    """Return what a line says without spaces of its layout and dust, its marks wide as usual."""
    text = reading.text
    kept = reading.kept([place for place in range(len(text)) if not _is_layout(reading, place)])
    return kept._replace(text="".join(map(_letter, *_neighbours(kept.text))))


def _neighbours(text: str) -> tuple[Sequence[str], str, Sequence[str]]:
    """Return the letters before each one of a text, these, and the letters behind."""
    return ["", *text[:-1]], text, [*text[1:], ""]


def _is_layout(reading: Reading, place: int) -> bool:
    """Tell whether a character is a space that is no word's, or dust."""
    text = reading.text
    char, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if char == " ":
        return not (_is_latin(before) and _is_latin(after))
    return char in DOTS and reading.sure[place] < DUST and not _is_latin(before)


def _letter(before: str, char: str, after: str) -> str:
    if char in ROUND and before.isdigit() and not after.isalpha():
        return "0"
    return char if _is_latin(before) and _is_latin(after) else char.translate(WIDE)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
