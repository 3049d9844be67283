"""PDFium's path objects → rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import c_float, c_int
from itertools import repeat

from pipeline.readers.pdf import native
from pipeline.readers.pdf.marks import Rule
from pipeline.readers.pdf.native import Floats
from pipeline.readers.pdf.shapes import Point, box_to_rule, box_to_sides, points_to_rules
from pipeline.readers.pdf.turning import Turn, box_to_upright, points_to_upright

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEEPEST_FORM = 12
MOST_CORNERS = 7  # points of an outline that is still a box: four, closed twice
MOST_SEGMENTS = 20_000  # of one path: more is a drawing


def page_to_rules(page: int, turn: Turn) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Given an open page, return its rules, and the sides of its filled areas."""
    rules: list[Rule] = []
    frames: list[Rule] = []
    count = native.count_objects(page)
    objects = list(map(native.get_object, repeat(page), range(count)))
    for path, matrix in _paths(objects, IDENTITY, 0):
        fill, stroke = _draw_mode(path)
        if fill or stroke:
            _path_to_rules(path, matrix, turn, stroke, rules, frames)
    return tuple(rules), tuple(frames)


def _paths(objects: Sequence[int], matrix: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
    """Given objects, yield every path, those inside forms too, with the matrix that holds."""
    for item, kind in zip(objects, map(native.get_type, objects), strict=True):
        if kind == native.PATH:
            yield item, matrix
        elif kind == native.FORM and depth < DEEPEST_FORM:
            count = native.count_form_objects(item)
            inner = list(map(native.get_form_object, repeat(item), range(max(count, 0))))
            yield from _paths(inner, _product(_object_matrix(item), matrix), depth + 1)


def _path_to_rules(
    path: int,
    matrix: Matrix,
    turn: Turn,
    stroke: bool,
    rules: list[Rule],
    frames: list[Rule],
) -> None:
    """Given a painted path, add what it draws to `rules`, or to `frames` when it is an area."""
    box = _bounds(path, matrix, turn)
    if rule := box_to_rule(box):
        rules.extend(rule)
        return
    for points in _subpaths(path, _product(_object_matrix(path), matrix)):
        xs, ys = points_to_upright(turn, [x for x, _ in points], [y for _, y in points])
        if stroke:
            rules.extend(points_to_rules(list(zip(xs, ys, strict=True))))
            continue
        area = (min(xs), min(ys), max(xs), max(ys))
        if rule := box_to_rule(area):
            rules.extend(rule)
        elif 3 < len(points) < MOST_CORNERS:
            frames.extend(box_to_sides(area))


def _draw_mode(path: int) -> tuple[bool, bool]:
    modes = Floats(2, c_int)
    native.get_draw_mode(path, modes.at(0), modes.at(1))
    return modes.values[0] != 0, modes.values[1] != 0


def _bounds(path: int, matrix: Matrix, turn: Turn) -> tuple[float, float, float, float]:
    sides = Floats(4, c_float)
    native.get_bounds(path, sides.at(0), sides.at(1), sides.at(2), sides.at(3))
    left, bottom, right, top = sides.values
    if matrix is not IDENTITY:
        left, bottom = _moved(matrix, left, bottom)
        right, top = _moved(matrix, right, top)
    return box_to_upright(turn, left, bottom, right, top)


def _subpaths(path: int, matrix: Matrix) -> Iterator[list[Point]]:
    """Given a path, yield the points of each subpath; those with a curve are cut at it."""
    count = native.count_segments(path)
    points: list[Point] = []
    place = Floats(2, c_float)
    for segment in map(native.get_segment, repeat(path), range(min(count, MOST_SEGMENTS))):
        native.get_segment_point(segment, place.at(0), place.at(1))
        point = _moved(matrix, place.values[0], place.values[1])
        if native.get_segment_type(segment) != native.LINE_TO:
            if points:
                yield points
            points = []
        points.append(point)
        if native.get_segment_close(segment) and len(points) > 2:
            points.append(points[0])
    if points:
        yield points


def _object_matrix(item: int) -> Matrix:
    values = Floats(6, c_float)
    if native.get_matrix(item, values.at(0)) != 1:
        return IDENTITY
    a, b, c, d, e, f = values.values
    return a, b, c, d, e, f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    """Given two matrices, return the one that applies `inner` first."""
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
