"""Second character source: pdfplumber (pdfminer), slower, with its own view of fonts."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterator, Sequence
from io import BytesIO

import pdfplumber
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from ...model import Doubt
from .actual import Record, interpret, meanings
from .marks import PageMarks, Rule
from .runs import Characters, Type, characters_to_runs
from .shapes import Area, Point, box_to_rule, box_to_sides, points_to_rules
from .turning import Turn, main_angle, points_to_upright

SLANT = 3  # degrees within which a glyph is level
PALE = 0.67  # of full brightness: lighter ink is faint
CID = re.compile(r"\(cid:\d+\)")  # what pdfminer writes for a glyph that no font map explains
UNKNOWN = "\ufffd"


def plumber_pages(
    data: bytes, password: str | None, numbers: list[int] | None = None
) -> Iterator[PageMarks]:
    """Given a PDF that opens, yield its pages, or those of some numbers.

    One that fails is empty and doubtful.
    """
    logging.disable(logging.CRITICAL)
    with pdfplumber.open(
        BytesIO(data), pages=numbers, password=password or "", unicode_norm=None
    ) as file:
        for page in file.pages:
            try:
                yield _page_to_marks(page)
            except (PdfminerException, PDFSyntaxError, ValueError, TypeError, KeyError):
                number = page.page_number
                doubt = Doubt("damaged_file", "plumber", {"page": number}, page=number)
                yield PageMarks(number, 0, 0, (), (), doubts=(doubt,))
            page.close()


def _page_to_marks(page: PlumberPage) -> PageMarks:
    """Given a page, return its runs and rules upright."""
    interpret(page)
    chars: Sequence[Record] = page.chars
    angle = main_angle((_angle(char) for char in chars[:: max(1, len(chars) // 32)]), 0)
    # pdfplumber has undone the page's own rotation already.
    turn = Turn(0.0, 0.0, float(page.width), float(page.height), angle)
    left = float(page.mediabox[0])
    runs = characters_to_runs(_characters(chars, turn, left)) if chars else ()
    rules, frames = _page_to_rules(page, turn)
    return PageMarks(page.page_number, turn.width, turn.height, runs, rules, frames)


def _characters(chars: Sequence[Record], turn: Turn, left: float) -> Characters:
    """Given pdfplumber's characters, return them one letter each with their origins upright.

    `left` is where the page's box begins: boxes are counted from there, origins are not.
    """
    letters: list[tuple[str, Record]] = []
    across: list[float] = []
    along: list[float] = []
    for char, said, advance in meanings(chars):
        text = CID.sub(UNKNOWN, said)
        a, b, _, _, x, y = char["matrix"]
        for place, letter in enumerate(text):
            share = place / len(text) * advance
            letters.append((letter, char))
            across.append(x + share * a)
            along.append(y + share * b)
    xs, ys = points_to_upright(turn, across, along)

    def end_of(index: int) -> float:
        char = letters[index][1]
        across = char["x0"] - left, char["x1"] - left
        return max(points_to_upright(turn, across, (char["y0"], char["y1"]))[0])

    def type_of(index: int) -> Type:
        char = letters[index][1]
        angle = round(_angle(char) - turn.angle) % 360
        level = angle <= SLANT or angle >= 360 - SLANT
        lies = 45 < _angle(char) % 180 < 135
        size = abs(char["width"] if lies else char["height"])
        return size or 1.0, 0 if level else angle, _is_faint(char["non_stroking_color"])

    text = "".join(letter for letter, _ in letters)
    return Characters(text, xs, ys, type_of, end_of, lambda _: 0)


def _angle(char: Record) -> float:
    """Given a character, return the angle of its base line in degrees, 0 to 360."""
    a, b = char["matrix"][:2]
    return math.degrees(math.atan2(b, a)) % 360


def _is_faint(ink: object) -> bool:
    """Given a colour as pdfminer has it, return whether it is pale; unknown ones are not."""
    if not isinstance(ink, tuple) or not all(isinstance(part, int | float) for part in ink):
        return False
    if len(ink) == 4:
        return bool(max(ink) < 1 - PALE)
    return bool(ink) and min(ink) > PALE


def _page_to_rules(page: PlumberPage, turn: Turn) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Given a page, return its rules and the sides of its filled areas."""
    rules: list[Rule] = []
    frames: list[Rule] = []
    left, height = page.mediabox[0], float(page.mediabox[1] + page.height)
    for shape in (*page.lines, *page.rects, *page.curves):
        across = [x - left for x, _ in shape["pts"]]
        points = _corners(across, [height - y for _, y in shape["pts"]], turn)
        area = _around(points)
        if rule := box_to_rule(area):
            rules.extend(rule)
        elif shape["stroke"]:
            closed = shape["object_type"] != "line" and shape["path"][-1][0] == "h"
            rules.extend(points_to_rules([*points, points[0]] if closed else points))
        elif shape["object_type"] == "rect":
            frames.extend(box_to_sides(area))
    return tuple(rules), tuple(frames)


def _corners(xs: list[float], ys: list[float], turn: Turn) -> list[Point]:
    return list(zip(*points_to_upright(turn, xs, ys), strict=True))


def _around(points: list[Point]) -> Area:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
