"""A picture of a page → its marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image

from ..pages.marks import PageMarks, Rule, Run
from .paper import Sheet, even_ink, is_sideways, level
from .recognition import Grey, Reading, Recogniser
from .rules import find_rules
from .strips import Strip, Strips, find_strips, letters_of
from .widths import NARROW, WIDE, with_widths

# How the way up of a page is found: lines that are read for it, no longer than so many times their
# height, and how surely the right way up is read.
SAMPLES, LONGEST_SAMPLE, UPRIGHT = 6, 15, 0.85
INK = 165  # darker is ink
WHITE = 245
FILLED = 0.93  # of the size of type: so high is its ink
TALLER = 1.3  # of the usual height: type that is not of the usual size
SURE = 0.95  # a character that is read with less may be another
LEAST_SURE = 0.35  # what is read with less, on average, is no text
# Between letters that are further apart, in steps, ink so high, of the line's, is of one not read.
APART, HIGH = 1.6, 0.3
# A dot after an ideograph, or at a line's end, of which recognition is less sure is dust.
DUST, DOTS = 0.95, ".·'`,-~_"
# Marks are wide unless both neighbours are Latin letters or digits.
TO_WIDE = str.maketrans(NARROW, WIDE)
ROUND = "Oo〇"  # a figure 0 among figures
# A slash alone in a cell is read as another stroke: so much it leans, of its height.
STROKES, LEANS = "/1Il|", 0.2
# A page's number between strokes, which are read as whatever is level.
FOOT = re.compile(r"[一二—–─\-~=]{1,2}\s*([0-9０-９]{1,4})\s*[一二—–─\-~=]{1,2}")
TO_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")


class Laid(NamedTuple):
    """A page even, level and upright: its ink, its rules, and its lines without these."""

    ink: Grey
    rules: tuple[Rule, ...]
    clean: Grey
    found: Strips


class Reader:
    """Reads pictures of pages; it holds the network."""

    def __init__(self) -> None:
        self._recogniser = Recogniser()
        self._turn = 0  # of the last page, in quarters

    def laid(self, sheet: Sheet) -> Laid:
        """Return a page as it is to be read, with its letters upright.

        Of the two ways up in which its lines are level, the right one is that in which some of
        them are more surely read.
        """
        ink = even_ink(sheet)
        first = 1 if is_sideways((ink < INK).astype(np.uint8), sheet.unit) else 0
        ways = sorted((first, first + 2), key=lambda quarter: quarter != self._turn)
        best, surest = None, -1.0
        for quarter in ways:
            turned = np.ascontiguousarray(np.rot90(ink, quarter))
            laid = _laid(level(turned), sheet.unit)
            sure = self._surety(laid)
            if sure > surest:
                best, surest, self._turn = laid, sure, quarter
            if sure >= UPRIGHT:
                break
        assert best
        return best

    def _surety(self, laid: Laid) -> float:
        """Return how surely some lines of a page are read, on average."""
        height = laid.found.height
        fit = [one for one in laid.found.strips if one.x1 - one.x0 < LONGEST_SAMPLE * height]
        fit.sort(key=lambda one: one.x0 - one.x1)
        read = self._recogniser.read(_lines(laid.clean, fit[:SAMPLES], height))
        letters = [sure for line in read for sure in line.sure]
        return sum(letters) / len(letters) if letters else 0.0

    def marks_of(self, sheet: Sheet, number: int) -> PageMarks:
        """Return what is printed on a page."""
        laid, unit = self.laid(sheet), sheet.unit
        runs = tuple(self._runs(laid.clean, laid.found, unit))
        height, width = laid.ink.shape
        return PageMarks(number, width / unit, height / unit, runs, laid.rules)

    def _runs(self, clean: Grey, found: Strips, unit: float) -> Iterator[Run]:
        """Yield what the strips of a page say."""
        lines = _lines(clean, found.strips, found.height)
        read = map(_with_unread, lines, self._recogniser.read(lines))
        for strip, line, reading in zip(found.strips, lines, map(_plain, lines, read), strict=True):
            if reading.text and sum(reading.sure) / len(reading.sure) >= LEAST_SURE:
                frame = max(0, strip.x0 - 2 * _pad(found.height)), line.shape[1]
                yield _run(reading, strip, frame, found.height, unit)


def read_sheets(reader: Reader, sheets: Iterable[tuple[int, Sheet]]) -> list[PageMarks]:
    """Return the marks of pages with these numbers, their marks as wide as the document's are."""
    return with_widths([reader.marks_of(sheet, number) for number, sheet in sheets])


def _laid(ink: Grey, unit: float) -> Laid:
    dark = (ink < INK).astype(np.uint8)
    rules, ruled = find_rules(dark, unit)
    ruled = np.asarray(cv2.dilate(ruled, np.ones((3, 3), np.uint8)), np.uint8)
    clean = ink.copy()
    clean[ruled > 0] = WHITE
    return Laid(ink, rules, clean, find_strips(letters_of(dark & (1 - ruled), unit), rules, unit))


def _lines(clean: Grey, strips: Sequence[Strip], height: float) -> list[Grey]:
    """Return the pictures of lines, with some white around."""
    pad = _pad(height)
    return [
        clean[max(0, top - pad) : bottom + pad, max(0, x0 - 2 * pad) : max(end, x1 + 2 * pad)]
        for x0, top, x1, bottom, end in strips
    ]


def _pad(height: float) -> int:
    return max(2, int(0.12 * height))


def _run(reading: Reading, strip: Strip, frame: tuple[int, int], usual: float, unit: float) -> Run:
    """Return the run of a strip, in points; `frame` is where its picture begins, and its width."""
    height = strip.bottom - strip.top
    size = (usual if height < TALLER * usual else height) / FILLED / unit
    x0, x1, middle = strip.x0 / unit, strip.x1 / unit, (strip.top + strip.bottom) / 2 / unit
    left, width = frame
    starts = [
        min(max((left + share * width) / unit - size / 2, x0), x1) for share in reading.middles
    ]
    unsure = tuple(sure < SURE for sure in reading.sure)
    box = (x0, middle - size / 2, x1, middle + size / 2)
    return Run(reading.text, starts, *box, size, unsure=unsure if any(unsure) else ())


def _with_unread(line: Grey, reading: Reading) -> Reading:
    """Return what a line says, unsure of the letters on both sides of ink that none is read from.

    Letters that the network does not know are passed over by it now and then.
    """
    height, width = line.shape
    places = [place for place, char in enumerate(reading.text) if char != " "]
    middles = [reading.middles[place] * width for place in places]
    steps = [other - one for one, other in pairwise(middles)]
    step = max(float(np.median(steps)), height / 2) if steps else float(height)
    sure = list(reading.sure)
    for nth, apart in enumerate(steps):
        if apart > APART * step:
            between = slice(int(middles[nth] + 0.6 * step), int(middles[nth + 1] - 0.6 * step) + 1)
            if (line[:, between] < INK).any(1).sum() > HIGH * height:
                sure[places[nth]] = sure[places[nth + 1]] = 0.0
    return reading._replace(sure=tuple(sure))


def _plain(line: Grey, reading: Reading) -> Reading:
    """Return what a line says without spaces of its layout and dust, its marks wide as usual."""
    text = reading.text
    if len(text) == 1 and text in STROKES and _leans(line):
        return reading._replace(text="/", sure=(1.0,))
    if foot := FOOT.fullmatch(text):
        return Reading(f"— {foot[1].translate(TO_FIGURES)} —", *_spread(len(foot[1]) + 4))
    kept = reading.kept([place for place in range(len(text)) if not _is_layout(reading, place)])
    return kept._replace(text="".join(map(_letter, *_neighbours(kept.text))))


def _leans(line: Grey) -> bool:
    """Tell whether the ink of a line is a stroke that leans to the right."""
    ys, xs = np.nonzero(line < INK)
    return len(np.unique(ys)) > 1 and float(np.polyfit(ys, xs, 1)[0]) < -LEANS


def _spread(count: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the middles of so many characters that fill a line, all of them sure."""
    return tuple((place + 0.5) / count for place in range(count)), (1.0,) * count


def _neighbours(text: str) -> tuple[Sequence[str], str, Sequence[str]]:
    """Return the letters before each one of a text, these, and the letters behind."""
    return ["", *text[:-1]], text, [*text[1:], ""]


def _is_layout(reading: Reading, place: int) -> bool:
    """Tell whether a character is a space that is no word's, or dust."""
    text = reading.text
    char, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if char == " ":
        return not (_is_latin(before) and _is_latin(after))
    is_dot = char in DOTS and reading.sure[place] < DUST
    return is_dot and not (after and _is_latin(before))


def _letter(before: str, char: str, after: str) -> str:
    if char in ROUND and before.isdigit() and not after.isalpha():
        return "0"
    if _is_latin(before) and _is_latin(after):
        return char
    return char.translate(TO_WIDE).translate(TO_FIGURES)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def laid_picture(sheet: Sheet) -> tuple[Image.Image, float]:
    """Return a page as it is read, as a picture for people, and its pixels a point."""
    return Image.fromarray(Reader().laid(sheet).ink), sheet.unit
