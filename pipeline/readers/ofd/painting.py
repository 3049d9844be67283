"""The objects of an OFD's page → its marks: runs of characters, rules, what is seen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import accumulate, combinations
from typing import NamedTuple
from unicodedata import east_asian_width

from lxml import etree
from PIL import Image

from ...model import Hidden
from ..pages.marks import (
    ASCENT,
    DESCENT,
    THICKEST,
    Area,
    Characters,
    PageMarks,
    Point,
    Rule,
    Run,
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
from ..pages.matrix import IDENTITY, Matrix, moved, product
from ..pages.seen import FAINTEST, MOST_LOOPS, Patch, Sight, Word, common, meet
from ..refusals import too_large
from .structure import Ofd, Sheet
from .values import (
    POINTS,
    Outline,
    first,
    letters_of,
    matrix_of,
    name_of,
    number,
    numbers,
    outlines_of,
    said,
    steps_of,
)

MOST_OBJECTS = 1_000_000  # of a file, those of templates and composites as often as they are used
DEEPEST = 12  # blocks and composites in one another
SLANT = 3  # degrees within which a glyph is level
WIDEST = 1.2  # of the size: a glyph's advance is not larger, what is more is a gap
OPAQUE = 255.0
LARGE = 14.0  # points: smaller type is never faint
PALE = 170  # of 255: lighter ink is faint
CLEAR = 128  # of 255: less opaque ink is faint
MOST_CORNERS = 7  # of an outline that is still a box: four, closed twice
LETTER_CORNERS = 1_000  # of outlines on one page: its letters may be drawn
# How wide Latin letters are, about, of the size: asked for the last of a word, as fonts are not.
_WIDTHS = dict.fromkeys(" .,:;!|'ijlIt()[]fr-/", 0.3) | dict.fromkeys("mwMW%@", 0.85)
_WIDTHS |= dict.fromkeys("“”‘’", 0.5)  # wide or narrow, and no run must seem to reach on


class Glyph(NamedTuple):
    """A character with where it begins and ends in millimetres, and the word that it is of."""

    text: str
    start: Point
    end: Point
    word: int


class Setting(NamedTuple):
    """How the letters of a word are set and painted; `angle` is in degrees counter-clockwise.

    `shown` is False where they leave no ink, `off` tells that the file says not to show them.
    """

    size: float
    angle: float
    ink: tuple[int, int, int] | None
    opacity: float
    shown: bool
    off: bool


class Filled(NamedTuple):
    """A filled area or a picture, with its place in the order of painting and its corners."""

    order: int
    corners: tuple[Point, ...]
    ink: tuple[int, int, int] | None
    solid: bool
    is_picture: bool


class Placed(NamedTuple):
    """A picture on a page: its resource, and what moves the unit square to it, in points."""

    resource: str
    matrix: Matrix


class Pictured(NamedTuple):
    """The size of a page in points, and its pictures from the ground up."""

    width: float
    height: float
    pictures: tuple[Placed, ...]


class Painter:
    """Paints the pages of a file."""

    def __init__(self, name: str, ofd: Ofd) -> None:
        self.drawn_corners = 0  # the most of a page
        self.pictured: dict[int, Pictured] = {}  # the pages painted, those with pictures alone
        self._name = name
        self._ofd = ofd
        self._objects = 0

    def marks_of(self, sheet: Sheet) -> PageMarks:
        """Return the marks of a page; raises `UnreadableSource` where a file has too much."""
        canvas = _Canvas(sheet, self._ofd)
        left, top, _, _ = sheet.box
        origin = POINTS, 0.0, 0.0, POINTS, -left * POINTS, -top * POINTS
        for layer in sheet.layers:
            self._paint(layer.objects, origin, layer.parameters, canvas, 0)
        self.drawn_corners = max(self.drawn_corners, canvas.drawn_corners)
        if canvas.pictures:
            size = sheet.box[2] * POINTS, sheet.box[3] * POINTS
            self.pictured[sheet.number] = Pictured(*size, tuple(canvas.pictures))
        return canvas.marks()

    def _paint(
        self,
        block: etree._Element,
        outer: Matrix,
        parameters: str | None,
        canvas: _Canvas,
        depth: int,
    ) -> None:
        """Paint the objects of a layer, block or composite."""
        if depth > DEEPEST:
            raise too_large(self._name, "it nests its parts absurdly deep")
        for item in block:
            self._objects += 1
            if self._objects > MOST_OBJECTS:
                raise too_large(self._name, f"it paints more than {MOST_OBJECTS:,} objects")
            kind = name_of(item)
            if kind in ("PageBlock", "Content"):
                self._paint(item, outer, parameters, canvas, depth + 1)
                continue
            matrix = _matrix_of(item, outer)
            if kind == "TextObject":
                canvas.write(item, matrix, parameters)
            elif kind == "PathObject":
                canvas.draw(item, matrix, parameters)
            elif kind == "ImageObject":
                canvas.put(item, outer)
            elif kind == "CompositeObject" and not _is_off(item):
                unit = self._ofd.composites.get(item.get("ResourceID", ""))
                if unit is not None:
                    own = item.get("DrawParam") or parameters
                    self._paint(unit, matrix, own, canvas, depth + 1)


class _Canvas:
    """What has been painted on a page; all points are in points from its top left corner."""

    def __init__(self, sheet: Sheet, ofd: Ofd) -> None:
        self.drawn_corners = 0
        self.pictures: list[Placed] = []
        self._sheet = sheet
        self._ofd = ofd
        self._width, self._height = sheet.box[2] * POINTS, sheet.box[3] * POINTS
        self._order = 0
        self._glyphs: list[Glyph] = []
        self._words: list[tuple[int, Setting]] = []
        self._outlines: list[tuple[list[Point], bool]] = []
        self._boxes: list[tuple[Area, bool]] = []  # outlines that fill a box; whether stroked
        self._filled: list[Filled] = []

    # --- letters --------------------------------------------------------------------------

    def write(self, item: etree._Element, matrix: Matrix, parameters: str | None) -> None:
        """Set the letters of a text object."""
        self._order += 1
        size = number(item.get("Size"), 0.0)
        setting = self._setting(item, size, matrix, parameters)
        transforms: list[etree._Element] = []
        at = 0.0, 0.0
        for child in item:
            if name_of(child) == "CGTransform":
                transforms.append(child)
            elif name_of(child) == "TextCode":
                at = number(child.get("X"), at[0]), number(child.get("Y"), at[1])
                self._words.append((self._order, setting))
                word = len(self._words) - 1
                for text, start, end in _placed(item, child, transforms, at, size):
                    self._glyphs.append(
                        Glyph(text, moved(matrix, *start), moved(matrix, *end), word)
                    )
                transforms = []

    def _setting(
        self, item: etree._Element, size: float, matrix: Matrix, parameters: str | None
    ) -> Setting:
        a, b, c, d, _, _ = matrix
        angle = -math.degrees(math.atan2(b, a)) - number(item.get("CharDirection"), 0.0)
        _, ink, opacity = self._ofd.colour(item, "FillColor", parameters)
        if ink is None and first(item, "FillColor") is None:
            ink = 0, 0, 0
        opacity = min(opacity, number(item.get("Alpha"), OPAQUE))
        painted = item.get("Fill") != "false"
        if not painted and item.get("Stroke") == "true":
            painted = True
            _, ink, _ = self._ofd.colour(item, "StrokeColor", parameters)
        shown = painted and opacity >= FAINTEST * OPAQUE
        return Setting(size * math.hypot(c, d) or 1.0, angle, ink, opacity, shown, _is_off(item))

    # --- outlines -------------------------------------------------------------------------

    def draw(self, item: etree._Element, matrix: Matrix, parameters: str | None) -> None:
        """Draw a path: what is stroked or thin are rules, the rest are areas."""
        self._order += 1
        opacity = number(item.get("Alpha"), OPAQUE)
        strokes, fills = item.get("Stroke") != "false", item.get("Fill") == "true"
        if _is_off(item) or opacity < FAINTEST * OPAQUE or not (strokes or fills):
            return
        outlines = outlines_of(said(item, "AbbreviatedData"))
        self.drawn_corners += sum(
            len(one.bends) for one in outlines if len(one.bends) > MOST_CORNERS
        )
        scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
        if number(item.get("LineWidth"), 0.0) * scale > THICKEST:
            strokes = False  # so broad a line is an area
        for outline in outlines if strokes or fills else ():
            self._draw(outline, matrix, strokes)
        if fills:
            coloured, ink, own = self._ofd.colour(item, "FillColor", parameters)
            opaque = coloured and min(own, opacity) >= OPAQUE
            self._fill(item, [_through(matrix, one.bends) for one in outlines], ink, opaque)

    def _draw(self, outline: Outline, matrix: Matrix, strokes: bool) -> None:
        bends = _through(matrix, outline.bends)
        if outline.curved and (box := outline_to_box(bends)):
            self._boxes.append((box, strokes))
            return
        for part in outline.straight():
            self._outlines.append((_through(matrix, part), strokes))

    def _fill(
        self,
        item: etree._Element,
        loops: Sequence[list[Point]],
        ink: tuple[int, int, int] | None,
        opaque: bool,
    ) -> None:
        """Note the areas that a path fills; a rule hides nothing."""
        loops = [loop for loop in loops if not box_to_rule(around(loop))]
        boxes = [around(loop) for loop in loops]
        apart = not any(meet(one, other) for one, other in combinations(boxes[:MOST_LOOPS], 2))
        whole = opaque and apart and len(loops) <= MOST_LOOPS and first(item, "Clips") is None
        for loop in loops:
            solid = whole and outline_to_box(loop) is not None
            self._filled.append(
                Filled(self._order, tuple(loop), ink if opaque else None, solid, False)
            )

    def put(self, item: etree._Element, outer: Matrix) -> None:
        """Put a picture: it fills the unit square, moved, or else its boundary."""
        self._order += 1
        if _is_off(item):
            return
        box = numbers(item.get("Boundary"))
        matrix = _matrix_of(item, outer)
        if matrix_of(item.get("CTM")) == IDENTITY and len(box) == 4:
            matrix = product((box[2], 0.0, 0.0, box[3], 0.0, 0.0), matrix)
        self.pictures.append(Placed(item.get("ResourceID", ""), matrix))
        corners = [moved(matrix, x, y) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))]
        if len(box) == 4:
            x, y, width, height = box
            edge = around([moved(outer, x, y), moved(outer, x + width, y + height)])
            x0, y0, x1, y1 = common([around(corners), edge])
            corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        solid = number(item.get("Alpha"), OPAQUE) >= OPAQUE and _is_opaque(
            self._ofd.picture(item.get("ResourceID", ""))
        )
        self._filled.append(Filled(self._order, tuple(corners), None, solid, True))

    # --- marks ----------------------------------------------------------------------------

    def marks(self) -> PageMarks:
        """Return what is painted, held so that its text is level."""
        angles = [self._words[glyph.word][1].angle for glyph in self._glyphs]
        turn = Turn(0.0, 0.0, self._width, self._height, main_angle(angles, 0))
        runs: tuple[Run, ...] = ()
        if self._glyphs:
            xs, ys = self._upright([glyph.start for glyph in self._glyphs], turn)
            ends, _ = self._upright([glyph.end for glyph in self._glyphs], turn)
            letters = "".join([glyph.text for glyph in self._glyphs])
            kinds = [_type_of(setting, turn) for _, setting in self._words]

            def type_of(place: int) -> Type:
                return kinds[self._glyphs[place].word]

            chars = Characters(letters, xs, ys, type_of, ends.__getitem__, lambda _: 0)
            runs = characters_to_runs(chars, dict(self._hidden(chars, turn)))
        rules, frames = self._rules(turn)
        return PageMarks(
            self._sheet.number,
            turn.width,
            turn.height,
            runs,
            rules,
            frames,
            self._sheet.doubts,
        )

    def _upright(self, points: Sequence[Point], turn: Turn) -> tuple[list[float], list[float]]:
        """Return points as those of the upright page."""
        height = self._height
        return points_to_upright(turn, [x for x, _ in points], [height - y for _, y in points])

    def _level(self, points: Sequence[Point], turn: Turn) -> list[Point]:
        return list(zip(*self._upright(points, turn), strict=True))

    def _rules(self, turn: Turn) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """Return the rules of the page and the sides of its filled areas."""
        rules: list[Rule] = []
        frames: list[Rule] = []
        for points, strokes in self._outlines:
            corners = self._level(points, turn)
            if rule := box_to_rule(around(corners)):
                rules.extend(rule)
            elif strokes:
                rules.extend(points_to_rules(corners))
            elif 3 < len(corners) < MOST_CORNERS:
                frames.extend(box_to_sides(around(corners)))
        for box, strokes in self._boxes:
            x0, y0, x1, y1 = box
            sides = box_to_sides(around(self._level([(x0, y0), (x1, y1)], turn)))
            (rules if strokes else frames).extend(sides)
        return tuple(rules), tuple(frames)

    def _hidden(self, chars: Characters, turn: Turn) -> Iterator[tuple[int, Hidden]]:
        """Yield the places of letters that are not seen, with the reason."""
        boxes: dict[int, list[Point]] = {}
        for place, glyph in enumerate(self._glyphs):
            size = self._words[glyph.word][1].size
            x, y = chars.xs[place], chars.ys[place]
            boxes.setdefault(glyph.word, []).extend(
                ((x, y - ASCENT * size), (chars.end_of(place), y + DESCENT * size))
            )
        words = [
            Word((order,), around(boxes[owner]), setting.ink, setting.shown, owner)
            for owner, (order, setting) in enumerate(self._words)
            if owner in boxes and not setting.off
        ]
        patches = [
            Patch(
                (one.order,),
                around(self._level(one.corners, turn)),
                one.ink,
                one.solid,
                0,
                one.is_picture,
            )
            for one in self._filled
        ]
        sight = Sight(words, patches, (turn.width, turn.height), lambda patch: patch.box)
        for place, glyph in enumerate(self._glyphs):
            if self._words[glyph.word][1].off:
                yield place, "off"
            elif word := sight.doubtful.get(glyph.word):
                middle = (word.box[1] + word.box[3]) / 2
                across = (chars.xs[place] + chars.end_of(place)) / 2
                if why := sight.why_hidden(word, across, middle):
                    yield place, why


def _placed(
    item: etree._Element,
    code: etree._Element,
    transforms: Sequence[etree._Element],
    at: Point,
    size: float,
) -> Iterator[tuple[str, Point, Point]]:
    """Yield the letters of a TextCode, each with where it begins and ends in its own space."""
    letters = letters_of(code)
    across, down = (steps_of(code.get(key), 2 * len(letters)) for key in ("DeltaX", "DeltaY"))
    clusters = list(_clusters(letters, transforms, max(len(across), len(down))))
    wide = number(item.get("HScale"), 1.0) or 1.0
    widths = [size * wide * _width(text) for text, glyphs in clusters for _ in range(glyphs)]
    if not across and not down:
        turned = number(item.get("ReadDirection"), 0.0) in (90, 270)
        across, down = ([], list(widths)) if turned else (list(widths), [])
    xs = _positions(at[0], across, [0.0] * len(widths) if down and not across else widths)
    ys = _positions(at[1], down, [0.0] * len(widths))
    place = 0
    for text, glyphs in clusters:
        x, y, step = xs[place], ys[place], xs[place + glyphs] - xs[place]
        width = sum(widths[place : place + glyphs])
        if 0 < step < (WIDEST * size * wide if width < size * wide else width):
            width = step  # as wide as what follows it leaves room for
        for nth, letter in enumerate(text):
            left = x + nth / len(text) * width
            yield letter, (left, y), (left + width / len(text), y)
        place += glyphs


def _positions(start: float, steps: Sequence[float], usual: Sequence[float]) -> list[float]:
    """Return where glyphs begin by their steps, and where the last ends."""
    return list(accumulate((*steps[: len(usual)], *usual[len(steps) :]), initial=start))


def _clusters(
    letters: str, transforms: Sequence[etree._Element], steps: int
) -> Iterator[tuple[str, int]]:
    """Yield letters with how many glyphs they are: several of some fonts are one, and one several.

    Producers that count letters by two bytes give those beyond the first plane two steps.
    """
    twice = steps >= len(letters.encode("utf-16-le")) // 2 - 1
    counts = {
        int(number(one.get("CodePosition"), -1)): (
            max(int(number(one.get("CodeCount"), 1)), 1),
            max(int(number(one.get("GlyphCount"), 1)), 1),
        )
        for one in transforms
    }
    place = 0
    while place < len(letters):
        codes, glyphs = counts.get(place, (1, 1))
        if codes == glyphs:
            for letter in letters[place : place + codes]:
                yield letter, 2 if letter > "\uffff" and twice else 1
        else:
            yield letters[place : place + codes], min(glyphs, len(letters))
        place += codes


@cache
def _width(text: str) -> float:
    """Return about how wide letters are, of the size of type."""
    return max(_WIDTHS.get(letter, _usual_width(letter)) for letter in text)


def _usual_width(letter: str) -> float:
    if east_asian_width(letter) in "WFA":
        return 1.0
    return 0.67 if letter.isupper() else 0.5


def _matrix_of(item: etree._Element, outer: Matrix) -> Matrix:
    """Return the matrix of an object: its own, then to its boundary, then what is around it."""
    box = numbers(item.get("Boundary"))
    x, y = box[:2] if len(box) == 4 else (0.0, 0.0)
    place = 1.0, 0.0, 0.0, 1.0, x, y
    return product(matrix_of(item.get("CTM")), product(place, outer))


def _type_of(setting: Setting, turn: Turn) -> Type:
    angle = round(setting.angle - turn.angle) % 360
    level = angle <= SLANT or angle >= 360 - SLANT
    pale = setting.ink is not None and min(setting.ink) > PALE
    faint = setting.size >= LARGE and (pale or setting.opacity < CLEAR)
    return setting.size, 0 if level else angle, faint


def _through(matrix: Matrix, points: Sequence[Point]) -> list[Point]:
    return [moved(matrix, x, y) for x, y in points]


def _is_off(item: etree._Element) -> bool:
    return item.get("Visible") == "false"


def _is_opaque(data: bytes | None) -> bool:
    """Tell whether nothing shows through a picture; one that is not known lets all through."""
    try:
        with Image.open(BytesIO(data or b"")) as picture:
            return "A" not in picture.mode and "transparency" not in picture.info
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
