"""PDFium's path objects → rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_float, c_int
from functools import partial
from itertools import compress, count, repeat
from operator import eq
from typing import NamedTuple

from ..pages.marks import (
    Area,
    Point,
    Rule,
    Turn,
    box_to_rule,
    box_to_sides,
    points_to_rules,
    points_to_upright,
)
from ..pages.matrix import IDENTITY, Matrix, moved, product
from ..pages.seen import Order, Sight
from . import native
from .inks import Inks, Setting
from .native import Floats, Pointer

DEEPEST_FORM = 12
MOST_CORNERS = 7  # points of an outline that is still a box: four, closed twice
LEAST_INK = 0.01  # points: PDFium passes over text that is not so wide
MANY_CORNERS = 1_000  # of outlines on one page: its letters may be drawn
MOST_SEGMENTS = 20_000  # of one path: more is a drawing


class Drawn(NamedTuple):
    """What a page draws besides text; `lost_text` tells of text that PDFium passes over.

    `sight` tells what is seen of its text.
    """

    rules: tuple[Rule, ...]
    frames: tuple[Rule, ...]
    lost_text: bool
    sight: Sight


def page_to_rules(document: Pointer, page: Pointer, turn: Turn, own: int | None) -> Drawn:
    """Return the rules of an open page, and the sides of its filled areas.

    Behind its `own` objects are annotations, whose lines are not its rules.
    """
    pen = _Pen(turn, Inks(document, page, turn))
    objects = list(map(native.get_object, repeat(page), range(native.count_objects(page))))
    pen.draw(objects[:own], None, ())
    rules, frames = tuple(pen.rules), tuple(pen.frames)
    if own is not None:
        pen.draw(objects[own:], None, (own,))
    return Drawn(rules, frames, pen.lost_text, pen.inks.sight())


def draws_letters(page: Pointer) -> bool:
    """Tell whether an open page has so many outlines that its letters may be among them."""
    objects = list(map(native.get_object, repeat(page), range(native.count_objects(page))))
    return _count_corners(objects, 0) > MANY_CORNERS


def _count_corners(objects: Iterable[int], depth: int) -> int:
    """Return how many corners the outlines among objects have that are more than boxes."""
    corners = 0
    for item in objects:
        kind = native.get_type(native.pointer(item))
        if kind == native.PATH and (count := native.count_segments(item)) > MOST_CORNERS:
            corners += count
        elif kind == native.FORM and depth < DEEPEST_FORM:
            inner = range(native.count_form_objects(item))
            corners += _count_corners(map(native.get_form_object, repeat(item), inner), depth + 1)
    return corners


class _Pen:
    """Draws paths as rules, and notes in which inks all is painted."""

    def __init__(self, turn: Turn, inks: Inks) -> None:
        self.inks = inks
        self.rules: list[Rule] = []
        self.frames: list[Rule] = []
        self.lost_text = False
        self._over_picture = False
        self._turn = turn
        self._modes = Floats(2, c_int)
        self._numbers = Floats(6, c_float)
        self._addresses = [self._numbers.at(index) for index in range(4)]

    def draw(self, objects: Sequence[int], outer: Matrix | None, order: Order) -> None:
        """Draw every path among objects, those inside forms too.

        `outer` is the matrix of the form they are in, `order` its place in the order of painting.
        """
        places = native.pointers(objects)
        kinds = list(map(native.get_type, places))
        self._over_picture = self._over_picture or native.IMAGE in kinds
        if self._over_picture and not self.lost_text:
            letters = compress(objects, map(eq, kinds, repeat(native.TEXT)))
            self.lost_text = any(map(self._is_passed_over, letters))
        if native.TEXT in kinds:
            are_texts = list(map(eq, kinds, repeat(native.TEXT)))
            texts = list(compress(objects, are_texts))
            boxes = partial(self._areas, texts, outer)
            found = list(compress(places, are_texts))
            self.inks.add_words(Setting(texts, found, are_texts, order, boxes))
        for path, place, area in self._boxed(objects, kinds, native.PATH, outer):
            if rule := box_to_rule(area):
                self.rules.extend(rule)
            else:
                self._outline(path, outer)
                self.inks.add_path(path, (*order, place), area, outer)
        for kind in {native.IMAGE, native.SHADING}.intersection(kinds):
            for picture, place, area in self._boxed(objects, kinds, kind, outer):
                self.inks.add_picture(picture, (*order, place), area, outer)
        if native.FORM not in kinds or len(order) == DEEPEST_FORM:
            return
        for form, place, _ in self._boxed(objects, kinds, native.FORM, outer):
            total = max(native.count_form_objects(form), 0)
            inner = list(map(native.get_form_object, repeat(form), range(total)))
            self.draw(inner, product(self._matrix(form), outer), (*order, place))

    def _boxed(
        self, objects: Sequence[int], kinds: Sequence[int], kind: int, outer: Matrix | None
    ) -> Iterator[tuple[int, int, Area]]:
        """Yield the objects of a kind, each with its place among all objects and with its box."""
        places = list(compress(count(), map(eq, kinds, repeat(kind))))
        items = [objects[place] for place in places]
        yield from zip(items, places, self._areas(items, outer), strict=True)

    def _areas(self, paths: Sequence[int], outer: Matrix | None) -> Iterable[Area]:
        """Return the box around each path."""
        if not paths:
            return ()
        room = Floats(4 * len(paths), c_float)
        step = 4 * room.width
        places = [range(room.at(n), room.at(n) + step * len(paths), step) for n in range(4)]
        deque(map(native.get_bounds, paths, *places), 0)
        sides = room.read()
        left, bottom, right, top = (sides[side::4] for side in range(4))
        if outer:
            left, bottom = map(list, zip(*map(moved, repeat(outer), left, bottom), strict=True))
            right, top = map(list, zip(*map(moved, repeat(outer), right, top), strict=True))
        xs, ys = points_to_upright(self._turn, left, bottom)
        other_xs, other_ys = points_to_upright(self._turn, right, top)
        return (
            (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
            for xa, ya, xb, yb in zip(xs, ys, other_xs, other_ys, strict=True)
        )

    def _is_passed_over(self, text: int) -> bool:
        """Tell whether a text is invisible and without ink, so that PDFium skips it.

        So are the single glyphs of a layer that OCR lays over a scan.
        """
        if native.get_render_mode(native.pointer(text)) != native.INVISIBLE:
            return False
        native.get_bounds(text, *self._addresses)
        left, _, right, _, _, _ = self._numbers.read()
        return right - left < LEAST_INK

    def _outline(self, path: int, outer: Matrix | None) -> None:
        """Draw the parts of a path that is no rule as a whole as rules, or as areas."""
        native.get_draw_mode(path, self._modes.at(0), self._modes.at(1))
        _, stroke = self._modes.read()
        matrix = product(self._matrix(path), outer)
        for box in self.inks.round_boxes(path, matrix):
            (self.rules if stroke else self.frames).extend(box_to_sides(box))
        for corners in self._subpaths(path, matrix):
            xs, ys = points_to_upright(self._turn, *zip(*corners, strict=True))
            area = min(xs), min(ys), max(xs), max(ys)
            if stroke:
                self.rules.extend(points_to_rules(list(zip(xs, ys, strict=True))))
            elif rule := box_to_rule(area):
                self.rules.extend(rule)
            elif 3 < len(corners) < MOST_CORNERS:
                self.frames.extend(box_to_sides(area))

    def _subpaths(self, path: int, matrix: Matrix) -> Iterator[list[Point]]:
        """Yield the corners of each subpath; one with a curve is cut at it."""
        count = min(native.count_segments(path), MOST_SEGMENTS)
        corners: list[Point] = []
        for segment in map(native.get_segment, repeat(path), range(count)):
            native.get_segment_point(segment, self._numbers.at(0), self._numbers.at(1))
            x, y, *_ = self._numbers.read()
            point = moved(matrix, x, y)
            if native.get_segment_type(segment) != native.LINE_TO:
                if corners:
                    yield corners
                corners = []
            corners.append(point)
            if native.get_segment_close(segment) and len(corners) > 2:
                corners.append(corners[0])
        if corners:
            yield corners

    def _matrix(self, item: int) -> Matrix:
        if native.get_matrix(item, self._numbers.at(0)) != 1:
            return IDENTITY
        a, b, c, d, e, f = self._numbers.read()
        return a, b, c, d, e, f
