"""What PDFium paints on a page, as words and patches with their inks."""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import c_float, c_int, c_uint
from itertools import combinations, compress, count, repeat
from itertools import product as product_of
from typing import NamedTuple

from ..pages.marks import Area, Point, Turn, around, outline_to_box, points_to_upright
from ..pages.matrix import IDENTITY, Matrix, moved, product
from ..pages.seen import (
    FAINTEST,
    MOST_LOOPS,
    UNSEEN_MODES,
    WHITE,
    Ink,
    Order,
    Patch,
    Sight,
    Word,
    common,
    is_like,
    meet,
)
from . import native
from .native import Floats, Pointer

MOST_SEGMENTS = 200  # of a path: more is a drawing, of which no part covers words for sure
OPAQUE = 255
CLEAR = 0x80  # of 255: a picture with less opaque parts hides nothing for sure


class Looks(NamedTuple):
    """How text objects are painted: their modes, and the four parts of their fills."""

    modes: Sequence[int]
    parts: array[float]

    def possible_fills(self) -> Iterable[tuple[float, ...]]:
        """Return all fills, with others that are of the same parts."""
        return product_of(*(set(self.parts[part::4]) for part in range(4)))

    def each(self) -> Iterator[Look]:
        """Yield how each is painted."""
        fills = struct.iter_unpack("4I", self.parts)
        for mode, (red, green, blue, opacity) in zip(self.modes, fills, strict=True):
            yield Look(mode, (red, green, blue), opacity)


class Look(NamedTuple):
    """How a text object is painted: its mode, its fill, and how opaque that is."""

    mode: int
    ink: Ink
    opacity: int

    @property
    def is_shown(self) -> bool:
        return self.opacity >= FAINTEST * OPAQUE and self.mode not in UNSEEN_MODES


class Setting(NamedTuple):
    """The text objects of a page or form, ready for C too, and its place in the order of painting.

    `are_texts` tells which of all its objects they are.
    """

    items: Sequence[int]
    pointers: Sequence[Pointer]
    are_texts: Sequence[bool]
    order: Order
    boxes: Callable[[], Iterable[Area]]

    @property
    def places(self) -> Iterator[int]:
        """The places of the text objects among all objects."""
        return compress(count(), self.are_texts)


class Inks:
    """Words and patches of an open page, in upright coordinates."""

    def __init__(self, document: Pointer, page: Pointer, turn: Turn) -> None:
        self._settings: list[Setting] = []
        self._patches: list[Patch] = []
        self._document, self._page, self._turn = document, page, turn
        self._matrices: dict[int, Matrix] = {}  # of the form that an object is in
        self._parts = Floats(4, c_uint)
        self._numbers = Floats(6, c_float)
        self._modes = Floats(2, c_int)

    def sight(self) -> Sight:
        """Return what is seen of the words; they are looked at only where some may not be."""
        looks = [_looks(setting.pointers) for setting in self._settings]
        words: list[Word] = []
        if self._is_doubtful(looks):
            for setting, found in zip(self._settings, looks, strict=True):
                words.extend(self._words(setting, found))
        size = self._turn.width, self._turn.height
        return Sight(words, self._patches, size, self.extent_of)

    def _is_doubtful(self, looks: Sequence[Looks]) -> bool:
        """Tell whether words with some looks may be hidden on the page."""
        modes = {mode for found in looks for mode in set(found.modes)}
        fills = {fill for found in looks for fill in found.possible_fills()}
        if modes - {0} or any(fill[3] < FAINTEST * OPAQUE for fill in fills):
            return True
        first = min(((*one.order, next(one.places)) for one in self._settings), default=())
        inks = {patch.ink for patch in self._patches if patch.ink} | {WHITE}
        return any(patch.solid and patch.order > first for patch in self._patches) or any(
            is_like(ink, (int(red), int(green), int(blue)))
            for red, green, blue, _ in fills
            for ink in inks
        )

    def _words(self, setting: Setting, looks: Looks) -> Iterator[Word]:
        """Yield the words that text objects are."""
        parts = zip(setting.items, setting.places, setting.boxes(), looks.each(), strict=True)
        for item, place, box, look in parts:
            ink = self._ink(item, native.get_stroke)[0] if look.mode in native.STROKED else look.ink
            yield Word((*setting.order, place), box, ink, look.is_shown, item)

    def add_words(self, setting: Setting) -> None:
        """Note text objects."""
        self._settings.append(setting)

    def add_picture(self, item: int, order: Order, box: Area, outer: Matrix | None) -> None:
        """Note a picture or a shading, whose colours are not known."""
        self._matrices[item] = outer or IDENTITY
        is_picture = native.get_type(native.pointer(item)) == native.IMAGE
        self._patches.append(Patch(order, box, None, is_picture, item, is_picture))

    def add_path(self, path: int, order: Order, box: Area, outer: Matrix | None) -> None:
        """Note the filled areas of a path."""
        native.get_draw_mode(path, self._modes.at(0), self._modes.at(1))
        if not self._modes.read()[0]:
            return
        ink, opacity = self._ink(path, native.get_fill)
        if opacity < OPAQUE or native.has_transparency(path):
            self._patches.append(Patch(order, box, None, False, path))
            return
        self._matrices[path] = outer or IDENTITY
        loops = list(self._loops(path, product(self._matrix(path), outer)))
        boxes = list(map(around, loops))
        apart = len(boxes) <= MOST_LOOPS and not any(meet(a, b) for a, b in combinations(boxes, 2))
        if not apart:
            self._patches.append(Patch(order, box, ink, False, path))
            return
        for loop, area in zip(loops, boxes, strict=True):
            solid = outline_to_box(loop) is not None
            self._patches.append(Patch(order, area, ink, solid, path))

    def round_boxes(self, path: int, matrix: Matrix) -> Iterator[Area]:
        """Yield the parts of a path that are boxes with round corners."""
        segments = map(native.get_segment, repeat(path), range(native.count_segments(path)))
        if native.CURVE_TO in map(native.get_segment_type, segments):
            yield from filter(None, map(outline_to_box, self._loops(path, matrix)))

    def extent_of(self, patch: Patch) -> Area | None:
        """Return what of a patch's box is painted, None if something shows through."""
        if patch.is_picture and not self._is_opaque(patch.owner):
            return None
        return common([patch.box, *self._clips(patch.owner)])

    def _ink(self, item: int, ask: Callable[..., int]) -> tuple[Ink | None, int]:
        """Return the colour of an object and how opaque it is, of 255."""
        places = native.pointers(map(self._parts.at, range(4)))
        if ask(native.pointer(item), *places) != 1:
            return None, OPAQUE
        red, green, blue, opacity = map(int, self._parts.read())
        return (red, green, blue), opacity

    def _is_opaque(self, item: int) -> bool:
        bitmap = native.get_bitmap(self._document, self._page, item)
        if not bitmap:
            return False
        opaque = True
        if native.get_bitmap_format(bitmap) == native.WITH_ALPHA:
            stride, height = (ask(bitmap) for ask in native.get_bitmap_size)
            pixels = ctypes.string_at(native.get_bitmap_buffer(bitmap), stride * height)
            opaque = min(pixels[3::4], default=255) >= CLEAR
        native.close_bitmap(bitmap)
        return opaque

    def _clips(self, item: int) -> Iterator[Area]:
        """Yield the boxes of the paths that an object is clipped to."""
        clip = native.get_clip(item)
        for number in range(max(native.count_clips(clip), 0) if clip else 0):
            count = min(native.count_clip_segments(clip, number), MOST_SEGMENTS)
            segments = map(native.get_clip_segment, repeat(clip), repeat(number), range(count))
            points = [self._point(segment, self._matrices[item]) for segment in segments]
            if points:
                yield around(self._upright(points))

    def _loops(self, path: int, matrix: Matrix) -> Iterator[list[Point]]:
        """Yield the corners of each part of a path, those that bend its curves included."""
        count = native.count_segments(path)
        corners: list[Point] = []
        for segment in map(native.get_segment, repeat(path), range(min(count, MOST_SEGMENTS))):
            if corners and native.get_segment_type(segment) == native.MOVE_TO:
                yield self._upright(corners)
                corners = []
            corners.append(self._point(segment, matrix))
        if corners and count <= MOST_SEGMENTS:
            yield self._upright(corners)

    def _point(self, segment: int, matrix: Matrix) -> Point:
        native.get_segment_point(segment, self._numbers.at(0), self._numbers.at(1))
        x, y, *_ = self._numbers.read()
        return moved(matrix, x, y)

    def _matrix(self, item: int) -> Matrix:
        if native.get_matrix(item, self._numbers.at(0)) != 1:
            return IDENTITY
        a, b, c, d, e, f = self._numbers.read()
        return a, b, c, d, e, f

    def _upright(self, points: Sequence[Point]) -> list[Point]:
        return list(zip(*points_to_upright(self._turn, *zip(*points, strict=True)), strict=True))


def _looks(texts: Sequence[Pointer]) -> Looks:
    """Return how text objects are painted."""
    return Looks(list(map(native.get_render_mode, texts)), native.fills().read(texts))
