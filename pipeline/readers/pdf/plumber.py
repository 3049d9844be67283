"""Second character source: pdfplumber (pdfminer), slower, with its own view of fonts."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text
from pdfplumber.page import Page as PlumberPage
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

from ...model import Doubt
from .marks import (
    Area,
    Characters,
    PageMarks,
    Point,
    Rule,
    Turn,
    Type,
    box_to_rule,
    box_to_sides,
    characters_to_runs,
    main_angle,
    points_to_rules,
    points_to_upright,
)

ANGLE_SAMPLES = 32  # characters whose angle tells how a page is turned
SLANT = 3  # degrees within which a glyph is level
PALE = 0.67  # of full brightness: lighter ink is faint
CID = re.compile(r"\(cid:\d+\)")  # what pdfminer writes for a glyph that no font map explains
UNKNOWN = "\ufffd"

Record = Mapping[str, Any]  # pdfplumber's own dictionaries


def plumber_pages(
    data: bytes, password: str | None, numbers: list[int] | None = None
) -> Iterator[PageMarks]:
    """Yield the pages of a PDF that opens, or those of some numbers.

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
    """Return the runs and rules of a page, upright."""
    _interpret(page)
    chars: Sequence[Record] = page.chars
    samples = chars[:: max(1, len(chars) // ANGLE_SAMPLES)]
    angle = main_angle((_angle(char) for char in samples), 0)
    # pdfplumber has undone the page's own rotation already.
    turn = Turn(0.0, 0.0, float(page.width), float(page.height), angle)
    runs = characters_to_runs(_characters(chars, turn, float(page.mediabox[0])))
    rules, frames = _page_to_rules(page, turn)
    return PageMarks(page.page_number, turn.width, turn.height, runs, rules, frames)


def _characters(chars: Sequence[Record], turn: Turn, left: float) -> Characters:
    """Return pdfplumber's characters one letter each with their origins upright.

    `left` is where the page's box begins: boxes are counted from there, origins are not.
    """
    letters: list[tuple[str, Record]] = []
    across: list[float] = []
    along: list[float] = []
    for char, said, advance in _meanings(chars):
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
    """Return the angle of a character's base line in degrees, 0 to 360."""
    a, b = char["matrix"][:2]
    return math.degrees(math.atan2(b, a)) % 360


def _is_faint(ink: object) -> bool:
    """Tell whether a colour, as pdfminer has it, is pale; unknown ones are not."""
    if not isinstance(ink, tuple) or not all(isinstance(part, int | float) for part in ink):
        return False
    if len(ink) == 4:
        return bool(max(ink) < 1 - PALE)
    return bool(ink) and min(ink) > PALE


def _page_to_rules(page: PlumberPage, turn: Turn) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return the rules of a page and the sides of its filled areas."""
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


# --- /ActualText, at which pdfplumber does not look: what glyphs mean, said by the file -------


class _Glyph(NamedTuple):
    """A character as pdfplumber has it, what it means, and the advance of all that means this."""

    char: Record
    text: str
    advance: float


class _Device(PDFPageAggregatorWithMarkedContent):
    """Notes for each glyph the number of its span and the span's /ActualText.

    They take the place of the number and the name of its marked content, which nobody asks for.
    """

    spans: tuple[tuple[int | None, str | None], ...] = ()
    count = 0

    def begin_tag(self, _tag: PSLiteral, props: object = None) -> None:
        """Note what marked content that begins says, if nothing around it does."""
        around = self.spans[-1] if self.spans else (None, None)
        said = props.get("ActualText") if isinstance(props, dict) else None
        if around[0] is None and isinstance(said, bytes):
            self.count += 1
            around = self.count, decode_text(said)
        self._note((*self.spans, around))

    def end_tag(self) -> None:
        """Note what the marked content says that is around the one that ends."""
        self._note(self.spans[:-1])

    def _note(self, spans: tuple[tuple[int | None, str | None], ...]) -> None:
        self.spans = spans
        self.cur_mcid, self.cur_tag = spans[-1] if spans else (None, None)


def _interpret(page: PlumberPage) -> None:
    """Interpret a page that is not yet, so that its characters carry what they mean.

    Whatever goes wrong in there is a `PdfminerException`, as pdfplumber does it.
    """
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    try:
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as error:
        raise PdfminerException(error) from error
    vars(page)["_layout"] = device.get_result()  # where pdfplumber keeps what it made itself


def _meanings(chars: Sequence[Record]) -> Iterator[_Glyph]:
    """Yield the characters of an interpreted page with what they mean."""
    for span, group in groupby(chars, key=lambda char: char.get("mcid")):
        found = list(group)
        said = found[0]["tag"] if span is not None else None
        if said is None:
            yield from (_Glyph(char, char["text"], char["adv"]) for char in found)
        elif len(said) == len(found):
            yield from (_Glyph(c, text, c["adv"]) for c, text in zip(found, said, strict=True))
        else:
            yield _Glyph(found[0], said, sum(char["adv"] for char in found))
