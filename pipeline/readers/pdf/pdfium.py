"""First character source: PDFium, through its raw interface, in bulk."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_char_p, c_double, c_float, c_int, c_ushort, c_void_p, cast
from functools import partial
from itertools import compress, pairwise, repeat
from operator import eq
from typing import NamedTuple

from msgspec.structs import replace

from ...model import Doubt, Hidden
from ..pages.marks import (
    Characters,
    PageMarks,
    Run,
    Turn,
    Type,
    characters_to_runs,
    main_angle,
    points_to_upright,
    upright_x,
)
from ..pages.seen import Sight
from . import native
from .annotations import with_annotations
from .native import Floats, Origins, Pointer
from .paths import draws_letters, page_to_rules

# How a page and its type stand.
ANGLE_SAMPLES = 12  # characters whose angle tells how a page is turned
SLANT = 3  # degrees within which a glyph is level
# What is faint ink.
PALE = 170  # of 255: lighter ink is
CLEAR = 128  # of 255: less opaque ink is
LARGE = 14.0  # points: smaller type is not asked for its ink
# What characters mean. A glyph without a meaning reads as its number, which is seldom that of an
# ideograph: all characters but these are asked for, and some of these for fonts without any map.
DUBIOUS = re.compile("[^\u3000-\u303f\u3400-\u9fff\uff00-\uffef\r\n ]|\r(?!\n)|(?<!\r)\n")
MEANING_SAMPLE = 16  # one ideograph in so many is asked for
CONTROL = re.compile("[\\x00-\\x09\\x0b\\x0c\\x0e-\\x1f\ufffe\ufffd]")
SPACE = 32
HYPHEN = 2  # what PDFium makes of a hyphen at a line's end
LINE_ENDS = (10, 13)
HIGH, LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # halves of a code beyond 0xFFFF
UNKNOWN = "\ufffd"
SKIPPED = "\x00"
BLANKS = "\r\n\x00 "
TOUCHING = 0.1  # points by which the ink of letters that stand side by side may overlap


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
        """Yield all pages; one that cannot be read is empty and doubtful."""
        origins = Origins()
        for number in range(1, self.pages_total + 1):
            page = native.load_page(self._handle, number - 1)
            if not page:
                doubt = Doubt("damaged_file", "page", {"page": number}, page=number)
                yield PageMarks(number, 0, 0, (), (), doubts=(doubt,))
                continue
            added = with_annotations(self._handle, page, number)
            document = native.pointer(self._handle)
            marks = _page_to_marks(document, native.pointer(added.page), number, origins, added.own)
            yield replace(marks, doubts=(*marks.doubts, *added.doubts)) if added.doubts else marks
            native.close_page(added.page)

    def attachments(self) -> list[str]:
        """Return the names of the files that are attached to it."""
        places = range(native.count_attachments(self._handle))
        files = [native.get_attachment(self._handle, place) for place in places]
        names = [native.written(native.get_attachment_name, file) for file in files]
        return [" ".join(name.split()) for name in names]

    def is_drawn(self) -> bool:
        """Tell whether a page has so many outlines that its letters may be drawn."""
        for number in range(self.pages_total):
            if page := native.load_page(self._handle, number):
                drawn = draws_letters(native.pointer(page))
                native.close_page(page)
                if drawn:
                    return True
        return False

    def close(self) -> None:
        """Free what PDFium keeps of a file whose pages are read."""
        if self._handle:
            native.close_document(self._handle)
        self._handle = 0


def _page_to_marks(
    document: Pointer, page: Pointer, number: int, origins: Origins, own: int | None
) -> PageMarks:
    """Return the runs and rules of an open page, upright; `own` objects are not annotations."""
    text_page = native.pointer(native.load_text(page))  # if none, it has -1 characters
    count = max(native.count_characters(text_page), 0)
    turn = _page_to_turn(page, text_page, count)
    drawn = page_to_rules(document, page, turn, own)
    runs, heaped = _text_to_runs(text_page, count, turn, origins, drawn.sight)
    native.close_text(text_page)
    lacking = drawn.lost_text or _is_unclear("".join([run.text for run in runs]))
    doubt = Doubt("unreadable_characters", "heaped", {"page": number}, page=number)
    doubts = (doubt,) if heaped else ()
    return PageMarks(
        number, turn.width, turn.height, runs, drawn.rules, drawn.frames, doubts, lacking
    )


def _is_unclear(text: str) -> bool:
    """Tell whether most letters of a page have no known meaning."""
    return 2 * text.count(UNKNOWN) > len(text)


def _page_to_turn(page: Pointer, text_page: Pointer, count: int) -> Turn:
    """Return how to hold an open page so that its text is level."""
    box = Floats(4, c_float)
    native.get_page_box(page, box.at(0))
    left, top, right, bottom = box.read()
    matrix = Floats(6, c_float)
    angles: list[float] = []
    for index in range(0, count, max(1, count // ANGLE_SAMPLES)):
        if native.get_unicode(text_page, index) > SPACE:
            native.get_character_matrix(text_page, index, matrix.pointer)
            across, up, *_ = matrix.read()
            angles.append(math.degrees(math.atan2(up, across)))
    angle = main_angle(angles, native.get_rotation(page) % 4 * 90)
    return Turn(left, bottom, right, top, angle)


def upright_angle(page: object) -> int:
    """Return the quarter turn at which the text of a page, opened by pypdfium2, is level."""
    handle = native.pointer(cast(page, c_void_p).value or 0)  # type: ignore[arg-type]
    text_page = native.pointer(native.load_text(handle))
    turn = _page_to_turn(handle, text_page, max(native.count_characters(text_page), 0))
    native.close_text(text_page)
    return turn.angle


def _text_to_runs(
    text_page: Pointer, count: int, turn: Turn, origins: Origins, sight: Sight
) -> tuple[tuple[Run, ...], bool]:
    """Return the runs of a page's text, and whether glyphs lie upon each other."""
    xs, ys = points_to_upright(turn, *origins.read(text_page, count))
    asked = _Asked(text_page, turn)
    text = _page_letters(text_page, count)
    asked.ends, heaped = spread_crowds(text, xs, ys, asked.ink_of, asked.owner_of)
    generated = partial(native.is_generated, text_page)
    chars = Characters(text, xs, ys, asked.type_of, asked.end_of, generated)
    hidden = dict(_hidden_places(asked, xs, sight)) if sight.doubtful else None
    return characters_to_runs(chars, hidden), heaped


def _hidden_places(
    asked: _Asked, xs: Sequence[float], sight: Sight
) -> Iterator[tuple[int, Hidden]]:
    """Yield the characters that are not seen, with the reason."""
    for index, owner in enumerate(map(asked.owner_of, range(len(xs)))):
        if word := sight.doubtful.get(owner):
            middle = (word.box[1] + word.box[3]) / 2
            why = sight.why_hidden(word, (xs[index] + asked.end_of(index)) / 2, middle)
            if why:
                yield index, why


class _Asked:
    """What is asked for single characters of a page's text."""

    def __init__(self, text_page: Pointer, turn: Turn) -> None:
        self._page = text_page
        self._turn = turn
        self._box = Floats(4, c_float)
        self._matrix = Floats(6, c_float)
        self._ink = Floats(4, c_int)
        self._sides = Floats(4, c_double)
        self.ends: dict[int, float] = {}  # of characters that were moved

    def end_of(self, index: int) -> float:
        """Return the right edge of a character."""
        if index in self.ends:
            return self.ends[index]
        native.get_loose_box(self._page, index, self._box.pointer)
        left, top, right, bottom = self._box.read()
        return max(upright_x(self._turn, left, bottom), upright_x(self._turn, right, top))

    def owner_of(self, index: int) -> int:
        """Return the text object that a character is of."""
        return native.get_text_object(self._page, index) or 0  # none has a generated space

    def ink_of(self, index: int) -> tuple[float, float]:
        """Return the left and right edge that PDFium gives the ink of a character."""
        sides = self._sides
        native.get_box(self._page, index, sides.at(0), sides.at(1), sides.at(2), sides.at(3))
        left, right, bottom, top = sides.read()
        one, other = upright_x(self._turn, left, bottom), upright_x(self._turn, right, top)
        return min(one, other), max(one, other)

    def type_of(self, index: int) -> Type:
        """Return the size of a character, its angle on the turned page, and whether it is faint."""
        native.get_character_matrix(self._page, index, self._matrix.pointer)
        a, b, c, d, _, _ = self._matrix.read()
        size = native.get_font_size(self._page, index) * math.hypot(c, d) or 1.0
        angle = round(math.degrees(math.atan2(b, a)) - self._turn.angle) % 360
        level = angle <= SLANT or angle >= 360 - SLANT
        return abs(size), 0 if level else angle, size >= LARGE and self._is_faint(index)

    def _is_faint(self, index: int) -> bool:
        ink = self._ink
        if native.get_ink(self._page, index, ink.at(0), ink.at(1), ink.at(2), ink.at(3)) != 1:
            return False
        red, green, blue, opacity = ink.read()
        return bool(min(red, green, blue) > PALE or opacity < CLEAR)


# --- what characters mean ---------------------------------------------------------------------


def _page_letters(text_page: Pointer, count: int) -> str:
    """Return a page's text with one character a place; U+FFFD where its meaning is unknown."""
    units = Floats(count + 1, c_ushort)
    written = native.get_text(text_page, 0, count, units.address)
    text = units.values[:count].tobytes().decode("utf-16-le", "replace")
    if written == count + 1 and len(text) == count and _is_plain(text_page, text):
        return text
    codes = list(map(native.get_unicode, repeat(text_page), range(count)))
    letters = [
        UNKNOWN if native.has_no_unicode(text_page, index) == 1 else _letter(text_page, index, code)
        for index, code in enumerate(codes)
    ]
    for index, (high, low) in enumerate(pairwise(codes)):
        if high in HIGH and low in LOW:  # PDFium gives both halves a place
            letters[index] = chr(0x10000 + ((high - HIGH.start) << 10) + low - LOW.start)
            letters[index + 1] = SKIPPED
    return "".join(letters)


def _is_plain(text_page: Pointer, text: str) -> bool:
    """Tell whether each character of a page's text is what its font maps it to."""
    dubious = (match.start() for match in DUBIOUS.finditer(text))
    asked = [*range(0, len(text), MEANING_SAMPLE), *dubious]
    errors = map(native.has_no_unicode, repeat(text_page), asked)
    return 1 not in errors and CONTROL.search(text) is None


def _letter(text_page: Pointer, index: int, code: int) -> str:
    """Return the character of a place whose code is given; U+FFFD for what is none."""
    if code == HYPHEN and native.is_hyphen(text_page, index) == 1:
        return "-"
    if code in LINE_ENDS and native.is_generated(text_page, index) == 1:
        return SKIPPED
    if code < SPACE or code in HIGH or code in LOW or code >= 0x110000:
        return " " if code == 9 else UNKNOWN
    return chr(code)


# --- where characters stand that share one origin ---------------------------------------------


class Spread(NamedTuple):
    """Right edges of characters that were moved apart, and whether others lie upon each other."""

    ends: dict[int, float]
    heaped: bool


def spread_crowds(
    text: str,
    xs: list[float],
    ys: Sequence[float],
    ink_of: Callable[[int], tuple[float, float]],
    owner_of: Callable[[int], int],
) -> Spread:
    """Move apart in `xs` the characters of one origin.

    An /ActualText gives all its letters one origin and steps their ink by the whole width; the
    letters of one glyph share its ink. What else shares an origin has lost its widths.
    """
    ends: dict[int, float] = {}
    heaped = False
    for places in _crowds(text, xs, ys, owner_of):
        (left, right), following = ink_of(places[0]), ink_of(places[1])
        if following == (left, right):
            width = (right - left) / len(places)
        elif following[0] > right - TOUCHING:
            width = right - left
        else:
            heaped = True
            continue
        for number, place in enumerate(places):
            xs[place] = left + number * width
            ends[place] = left + (number + 1) * width
    return Spread(ends, heaped)


def _crowds(
    text: str, xs: Sequence[float], ys: Sequence[float], owner_of: Callable[[int], int]
) -> list[list[int]]:
    """Return the places of characters that one object sets at one origin."""
    crowds: list[list[int]] = []
    for index in compress(range(1, len(xs)), map(eq, xs[1:], xs)):
        if text[index] in BLANKS or text[index - 1] in BLANKS or ys[index] != ys[index - 1]:
            continue
        if owner_of(index) != owner_of(index - 1):
            continue
        if crowds and crowds[-1][-1] == index - 1:
            crowds[-1].append(index)
        else:
            crowds.append([index - 1, index])
    return crowds
