"""Second character source: pdfplumber (pdfminer), slower, with its own view of fonts."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import combinations, groupby
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.page import Page as PlumberPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from ...model import Doubt, Hidden
from ..pages.marks import (
    Area,
    Characters,
    PageMarks,
    Point,
    Rule,
    Turn,
    Type,
    around,
    box_to_rule,
    box_to_sides,
    characters_to_runs,
    main_angle,
    outline_to_box,
    points_to_rules,
    points_to_upright,
)
from ..pages.seen import FAINTEST, MOST_LOOPS, UNSEEN_MODES, Patch, Sight, Word, common, meet
from .forms import draws_too_often
from .interpret import Note, blank_annotations, interpret
from .layers import Layers

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
    with _opened(data, password, numbers) as file:
        layers = Layers(file.doc.catalog)
        for page in file.pages:
            try:
                yield _page_to_marks(page, layers)
            except (PdfminerException, PDFSyntaxError, ValueError, TypeError, KeyError):
                number = page.page_number
                doubt = Doubt("damaged_file", "plumber", {"page": number}, page=number)
                yield PageMarks(number, 0, 0, (), (), doubts=(doubt,))
            page.close()


def has_layers_off(data: bytes, password: str | None) -> bool:
    """Tell whether a layer of a PDF that opens is off."""
    with _opened(data, password) as file:
        return bool(Layers(file.doc.catalog).off)


def draws_without_end(data: bytes, password: str | None) -> bool:
    """Tell whether forms of a PDF that opens draw each other more often than can be read."""
    with _opened(data, password) as file:
        return draws_too_often(file.doc)


def _opened(data: bytes, password: str | None, numbers: list[int] | None = None) -> PDF:
    logging.disable(logging.CRITICAL)
    return pdfplumber.open(BytesIO(data), pages=numbers, password=password or "", unicode_norm=None)


def _page_to_marks(page: PlumberPage, layers: Layers) -> PageMarks:
    """Return the runs and rules of a page, upright."""
    gradients = interpret(page, layers)
    chars: Sequence[Record] = page.chars
    samples = chars[:: max(1, len(chars) // ANGLE_SAMPLES)]
    angle = main_angle((_angle(char) for char in samples), 0)
    # pdfplumber has undone the page's own rotation already.
    turn = Turn(0.0, 0.0, float(page.width), float(page.height), angle)
    left = float(page.mediabox[0])
    characters, records = _characters(chars, turn, left)
    hidden = dict(_hidden_places(page, records, gradients, turn))
    runs = characters_to_runs(characters, hidden)
    rules, frames = _page_to_rules(page, turn)
    number = page.page_number
    doubts = tuple(blank_annotations(page.page_obj, number))
    return PageMarks(number, turn.width, turn.height, runs, rules, frames, doubts)


def _characters(
    chars: Sequence[Record], turn: Turn, left: float
) -> tuple[Characters, list[Record]]:
    """Return pdfplumber's characters one letter each with their origins upright, and their records.

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
    return Characters(text, xs, ys, type_of, end_of, lambda _: 0), [char for _, char in letters]


# --- what is seen -----------------------------------------------------------------------------


def _hidden_places(
    page: PlumberPage, records: Sequence[Record], gradients: Sequence[Note], turn: Turn
) -> Iterator[tuple[int, Hidden]]:
    """Yield the letters that are not seen, by their number, with the reason."""
    words: list[Word] = []
    for number, char in enumerate(records):
        note: Note = char["tag"]
        if note.off:
            yield number, "off"
        else:
            shown = note.mode not in UNSEEN_MODES and note.paint.opacity >= FAINTEST
            order = (note.order,)
            words.append(Word(order, _box(page, char, turn), note.ink, shown, number))
    painted = [note for note in gradients if not note.off]
    patches = [
        *_patches(page, turn),
        *(
            Patch((note.order,), _upright(note.paint.clip, turn), None, False, 0)
            for note in painted
        ),
    ]
    sight = Sight(words, patches, (turn.width, turn.height), lambda patch: patch.box)
    for number, word in sight.doubtful.items():
        left, top, right, bottom = word.box
        if why := sight.why_hidden(word, (left + right) / 2, (top + bottom) / 2):
            yield number, why


def _patches(page: PlumberPage, turn: Turn) -> Iterator[Patch]:
    """Yield the pictures and filled areas of a page that are not on a layer that is off."""
    for picture in page.images:
        note: Note = picture["tag"]
        masks = [picture["stream"].get(key) for key in ("SMask", "Mask", "ImageMask")]
        solid = not any(masks) and note.paint.opacity == 1 and not note.paint.blends
        if not note.off:
            box = _clipped(page, picture, turn)
            yield Patch((note.order,), box, None, solid, 0, is_picture=True)
    filled = [shape for shape in (*page.rects, *page.curves) if shape["fill"]]
    filled.sort(key=_order)
    for order, group in groupby(filled, key=_order):
        shapes = list(group)
        note = shapes[0]["tag"]
        boxes = [_box(page, shape, turn) for shape in shapes]
        apart = not any(meet(one, other) for one, other in combinations(boxes[:MOST_LOOPS], 2))
        opaque = note.paint.opacity == 1 and not note.paint.blends
        for shape in shapes if not note.off else ():
            solid = (
                opaque
                and apart
                and len(boxes) <= MOST_LOOPS
                and outline_to_box(_bends(shape)) is not None
            )
            ink = note.ink if opaque else None
            yield Patch((order,), _clipped(page, shape, turn), ink, solid, 0)


def _order(shape: Record) -> int:
    return int(shape["tag"].order)


def _clipped(page: PlumberPage, item: Record, turn: Turn) -> Area:
    """Return the upright box of what is painted of a thing."""
    clip: Area | None = item["tag"].paint.clip
    box = _box(page, item, turn)
    return common([box, _upright(clip, turn)])


def _upright(box: Area | None, turn: Turn) -> Area:
    """Return a box in the page's coordinates as one of the upright page; all of it for None."""
    x0, y0, x1, y1 = box or (turn.left, turn.bottom, turn.right, turn.top)
    return around(_corners([x0, x1], [y0, y1], turn))


def _box(page: PlumberPage, item: Record, turn: Turn) -> Area:
    """Return the upright box of a thing."""
    left = float(page.mediabox[0])
    across = [item["x0"] - left, item["x1"] - left]
    return around(_corners(across, [item["y0"], item["y1"]], turn))


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
        if shape["tag"].off or shape["tag"].added:
            continue
        across = [x - left for x, _ in shape["pts"]]
        points = _corners(across, [height - y for _, y in shape["pts"]], turn)
        area = around(points)
        if rule := box_to_rule(area):
            rules.extend(rule)
        elif shape["object_type"] == "curve" and outline_to_box(_bends(shape)):
            (rules if shape["stroke"] else frames).extend(box_to_sides(area))
        elif shape["stroke"]:
            closed = shape["object_type"] != "line" and shape["path"][-1][0] == "h"
            rules.extend(points_to_rules([*points, points[0]] if closed else points))
        elif shape["object_type"] == "rect":
            frames.extend(box_to_sides(area))
    return tuple(rules), tuple(frames)


def _bends(shape: Record) -> list[Point]:
    """Return the corners of an outline and what bends its curves, as pdfplumber counts them."""
    return [point for _, *points in shape["path"] for point in points]


def _corners(xs: list[float], ys: list[float], turn: Turn) -> list[Point]:
    return list(zip(*points_to_upright(turn, xs, ys), strict=True))


# --- /ActualText, at which pdfplumber does not look: what glyphs mean, said by the file -------


class _Glyph(NamedTuple):
    """A character as pdfplumber has it, what it means, and the advance of all that means this."""

    char: Record
    text: str
    advance: float


def _meanings(chars: Sequence[Record]) -> Iterator[_Glyph]:
    """Yield the characters of an interpreted page with what they mean."""
    for span, group in groupby(chars, key=lambda char: char.get("mcid")):
        found = list(group)
        said = found[0]["tag"].said if span is not None else None
        if said is None:
            yield from (_Glyph(char, char["text"], char["adv"]) for char in found)
        elif len(said) == len(found):
            yield from (_Glyph(c, text, c["adv"]) for c, text in zip(found, said, strict=True))
        else:
            yield _Glyph(found[0], said, sum(char["adv"] for char in found))
