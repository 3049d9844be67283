"""First character source: PDFium, through its raw interface, in bulk."""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import c_char_p, c_double, c_float, c_int, c_void_p, cast
from functools import partial

from ...model import Doubt
from ..pdf import native
from .letters import page_letters, spread_crowds
from .marks import PageMarks, Run
from .native import Floats, Pointer
from .paths import page_to_rules
from .runs import Characters, Type, characters_to_runs
from .turning import Turn, main_angle, points_to_upright

SAMPLES = 12  # characters whose angle tells how a page is turned
PALE = 170  # of 255: lighter ink is faint
CLEAR = 128  # of 255: less opaque ink is faint
LARGE = 14.0  # points: smaller type is not asked for its ink
SPACE = 32
SLANT = 3  # degrees within which a glyph is level


class PdfiumFile:
    """An open PDF; `pages()` yields one page after the other and frees it."""

    def __init__(self, data: bytes, password: str | None) -> None:
        self._data = data  # PDFium reads from these bytes as long as the document is open
        place = cast(c_char_p(data), c_void_p).value
        secret = password.encode() if password is not None else None
        self._handle = native.load_document(place, len(data), secret)
        self.error = 0 if self._handle else native.get_last_error()
        self.pages_total = native.get_page_count(self._handle) if self._handle else 0

    def pages(self) -> Iterator[PageMarks]:
        """Given an open file, yield its pages; one that cannot be read is empty and doubtful."""
        for number in range(1, self.pages_total + 1):
            page = native.load_page(self._handle, number - 1)
            if not page:
                doubt = Doubt("damaged_file", "page", {"page": number}, page=number)
                yield PageMarks(number, 0, 0, (), (), doubts=(doubt,))
                continue
            yield _page_to_marks(native.pointer(page), number)
            native.close_page(page)

    def close(self) -> None:
        """Given a file whose pages are read, free what PDFium keeps of it."""
        if self._handle:
            native.close_document(self._handle)
        self._handle = 0


def _page_to_marks(page: Pointer, number: int) -> PageMarks:
    """Given an open page, return its runs and rules upright."""
    text_page = native.pointer(native.load_text(page))  # if none, it has -1 characters
    count = max(native.count_characters(text_page), 0)
    turn = _page_to_turn(page, text_page, count)
    runs, heaped = _text_to_runs(text_page, count, turn) if count else ((), False)
    native.close_text(text_page)
    drawn = page_to_rules(page, turn)
    doubt = Doubt("unreadable_characters", "heaped", {"page": number}, page=number)
    doubts = (doubt,) if heaped else ()
    return PageMarks(
        number, turn.width, turn.height, runs, drawn.rules, drawn.frames, doubts, drawn.lost_text
    )


def _page_to_turn(page: Pointer, text_page: Pointer, count: int) -> Turn:
    """Given an open page and its text, return how to hold it so that its text is level."""
    box = Floats(4, c_float)
    native.get_page_box(page, box.at(0))
    left, top, right, bottom = box.read()
    matrix = Floats(6, c_float)
    angles: list[float] = []
    for index in range(0, count, max(1, count // SAMPLES)):
        if native.get_unicode(text_page, index) > SPACE:
            native.get_character_matrix(text_page, index, matrix.pointer)
            across, up, *_ = matrix.read()
            angles.append(math.degrees(math.atan2(up, across)))
    angle = main_angle(angles, native.get_rotation(page) % 4 * 90)
    return Turn(left, bottom, right, top, angle)


def upright_angle(page: object) -> int:
    """Given a page as pypdfium2 opened it, return the quarter turn at which its text is level."""
    handle = native.pointer(cast(page, c_void_p).value or 0)  # type: ignore[arg-type]
    text_page = native.pointer(native.load_text(handle))
    turn = _page_to_turn(handle, text_page, max(native.count_characters(text_page), 0))
    native.close_text(text_page)
    return turn.angle


def _text_to_runs(text_page: Pointer, count: int, turn: Turn) -> tuple[tuple[Run, ...], bool]:
    """Given a page's text, return its runs, and whether glyphs lie upon each other."""
    xs, ys = points_to_upright(turn, *native.origins().read(text_page, count))
    closer = _Closer(text_page, turn)
    text = page_letters(text_page, count)
    closer.ends, heaped = spread_crowds(text, xs, ys, closer.ink_of, closer.owner_of)
    runs = characters_to_runs(
        Characters(
            text, xs, ys, closer.type_of, closer.end_of, partial(native.is_generated, text_page)
        )
    )
    return runs, heaped


class _Closer:
    """What is asked for single characters of a page's text; one set of C numbers serves all."""

    def __init__(self, text_page: Pointer, turn: Turn) -> None:
        self._page = text_page
        self._turn = turn
        self._box = Floats(4, c_float)
        self._matrix = Floats(6, c_float)
        self._left = turn.left if turn.angle == 0 else None
        self._ink = Floats(4, c_int)
        self._sides = Floats(4, c_double)
        self.ends: dict[int, float] = {}

    def end_of(self, index: int) -> float:
        """Given a character, return its right edge."""
        if index in self.ends:
            return self.ends[index]
        native.get_loose_box(self._page, index, self._box.pointer)
        left, top, right, bottom = self._box.read()
        if self._left is not None:
            return float(right - self._left)
        return max(points_to_upright(self._turn, (left, right), (bottom, top))[0])

    def owner_of(self, index: int) -> int:
        """Given a character, return the text object that it is of."""
        return int(native.get_text_object(self._page, index))

    def ink_of(self, index: int) -> tuple[float, float]:
        """Given a character, return the left and right edge that PDFium gives its ink."""
        sides = self._sides
        native.get_box(self._page, index, sides.at(0), sides.at(1), sides.at(2), sides.at(3))
        left, right, bottom, top = sides.read()
        across = points_to_upright(self._turn, (left, right), (bottom, top))[0]
        return min(across), max(across)

    def type_of(self, index: int) -> Type:
        """Given a character, return size, angle on the turned page and paleness of its type."""
        native.get_character_matrix(self._page, index, self._matrix.pointer)
        a, b, c, d, _, _ = self._matrix.read()
        size = native.get_font_size(self._page, index) * (math.hypot(c, d) if c else abs(d)) or 1.0
        if b == 0 and a > 0 and self._left is not None:
            return abs(size), 0, size >= LARGE and self._is_faint(index)
        angle = round(math.degrees(math.atan2(b, a)) - self._turn.angle) % 360
        level = angle <= SLANT or angle >= 360 - SLANT
        return abs(size), 0 if level else angle, size >= LARGE and self._is_faint(index)

    def _is_faint(self, index: int) -> bool:
        ink = self._ink
        if native.get_ink(self._page, index, ink.at(0), ink.at(1), ink.at(2), ink.at(3)) != 1:
            return False
        red, green, blue, opacity = ink.read()
        return bool(min(red, green, blue) > PALE or opacity < CLEAR)
