"""PDFium's path objects → rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from ctypes import c_float, c_int
from itertools import compress, repeat
from operator import eq
from typing import NamedTuple

from . import native
from .marks import (
    Area,
    Point,
    Rule,
    Turn,
    box_to_rule,
    box_to_sides,
    points_to_rules,
    points_to_upright,
)
from .native import Floats, Pointer

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEEPEST_FORM = 12
MOST_CORNERS = 7  # points of an outline that is still a box: four, closed twice
LEAST_INK = 0.01  # points: PDFium passes over text that is not so wide
MANY_CORNERS = 1_000  # of outlines on one page: its letters may be drawn
MOST_SEGMENTS = 20_000  # of one path: more is a drawing


class Drawn(NamedTuple):
    """What a page draws besides text; `lost_text` tells of text that PDFium passes over."""

    rules: tuple[Rule, ...]
    frames: tuple[Rule, ...]
    lost_text: bool


def page_to_rules(page: Pointer, turn: Turn) -> Drawn:
    """Return the rules of an open page, and the sides of its filled areas."""
    pen = _Pen(turn)
    objects = list(map(native.get_object, repeat(page), range(native.count_objects(page))))
    pen.draw(objects, None, 0)
    return Drawn(tuple(pen.rules), tuple(pen.frames), pen.lost_text)


def draws_letters(page: Pointer) -> bool:
    """Tell whether an open page has so many outlines that its letters may be among them."""
    objects = list(map(native.get_object, repeat(page), range(native.count_objects(page))))
    return _count_corners(objects, 0) > MANY_CORNERS


def _count_corners(objects: Iterable[int], depth: int) -> int:
    """Return how many corners the outlines among objects have that are more than boxes."""
    corners = 0
    for item in objects:
        kind = native.get_type(item)
        if kind == native.PATH and (count := native.count_segments(item)) > MOST_CORNERS:
            corners += count
        elif kind == native.FORM and depth < DEEPEST_FORM:
            inner = range(native.count_form_objects(item))
            corners += _count_corners(map(native.get_form_object, repeat(item), inner), depth + 1)
    return corners


class _Pen:
    """Draws paths as rules."""

    def __init__(self, turn: Turn) -> None:
        self.rules: list[Rule] = []
        self.frames: list[Rule] = []
        self.lost_text = False
        self._over_picture = False
        self._turn = turn
        self._modes = Floats(2, c_int)
        self._numbers = Floats(6, c_float)
        self._addresses = [self._numbers.at(index) for index in range(4)]

    def draw(self, objects: Sequence[int], outer: Matrix | None, depth: int) -> None:
        """Draw every path among objects, those inside forms too; `outer` is their matrix."""
        kinds = list(map(native.get_type, objects))
        self._over_picture = self._over_picture or native.IMAGE in kinds
        if self._over_picture and not self.lost_text:
            texts = compress(objects, map(eq, kinds, repeat(native.TEXT)))
            self.lost_text = any(map(self._is_passed_over, texts))
        paths = list(compress(objects, map(eq, kinds, repeat(native.PATH))))
        for path, area in zip(paths, self._areas(paths, outer), strict=True):
            if rule := box_to_rule(area):
                self.rules.extend(rule)
            else:
                self._outline(path, outer)
        forms = list(compress(objects, map(eq, kinds, repeat(native.FORM))))
        for form in forms if depth < DEEPEST_FORM else ():
            count = max(native.count_form_objects(form), 0)
            inner = list(map(native.get_form_object, repeat(form), range(count)))
            self.draw(inner, _product(self._matrix(form), outer), depth + 1)

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
            left, bottom = map(list, zip(*map(_moved, repeat(outer), left, bottom), strict=True))
            right, top = map(list, zip(*map(_moved, repeat(outer), right, top), strict=True))
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
        if native.get_render_mode(text) != native.INVISIBLE:
            return False
        native.get_bounds(text, *self._addresses)
        left, _, right, _, _, _ = self._numbers.read()
        return right - left < LEAST_INK

    def _outline(self, path: int, outer: Matrix | None) -> None:
        """Draw the parts of a path that is no rule as a whole as rules, or as areas."""
        native.get_draw_mode(path, self._modes.at(0), self._modes.at(1))
        _, stroke = self._modes.read()
        for corners in self._subpaths(path, _product(self._matrix(path), outer)):
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
            point = _moved(matrix, x, y)
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


def _product(inner: Matrix, outer: Matrix | None) -> Matrix:
    """Return the matrix that applies `inner` first; None changes nothing."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _moved(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
