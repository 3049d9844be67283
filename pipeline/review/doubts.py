"""A document with what is open in it, by number, each beside its place in the source."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, json

from ..checks.codes import CODES
from ..errors import BadCall
from ..model import Line
from .columns import table
from .item import short_forms
from .open import CheckRow, Open, WarningRow
from .state import RANKS, DocumentState, rank_of
from .summary import MARKS, Look, call_of, check_to_text, message_of, place_of, totals_to_rows
from .tables import read_column, read_rows_with

MOST_LINES = 8  # of the source, beside one doubt
AROUND = 1  # lines of the source before and behind


def document_meant(output: Path, given: str) -> str:
    """Return the id of the document of an output that an id or a short form of it means.

    `a01` is a short form of `2024/a01.docx` as long as no other has it. Raises `BadCall` when
    there is no such document, or several.
    """
    known = read_column(output, "documents", "document_id")
    meant = [given] if given in known else [one for one in known if given in short_forms(one)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        what = f"may be {len(meant)} documents"
        raise BadCall(given, what, f"name one: {', '.join(meant[:5])}")
    near = difflib.get_close_matches(given, known, n=3, cutoff=0.6)
    advice = f"near it: {', '.join(near)}" if near else "documents.csv lists them all"
    raise BadCall(given, "there is no such document", advice)


def is_document(output: Path, given: str) -> bool:
    """Tell whether a name is that of a document, not of an item."""
    names_item = ":" in given or given.isdigit()
    return not names_item or given in read_column(output, "documents", "document_id")


def numbered(state: DocumentState, number: int) -> Open:
    """Return what is open in a document under a number; raises `BadCall` when nothing is."""
    for one in state.open:
        if one.number == number:
            return one
    where = f"{state.document.document_id} {number}"
    count = len(state.open)
    raise BadCall(where, "nothing is open by this number", f"there are {count} in this document")


class CellRow(Struct, frozen=True):
    """A row of `coverage`, as far as it tells where a cell of an item stands."""

    item_id: str | None
    field: str | None
    char_start: int
    char_end: int


def document_to_text(
    state: DocumentState, lines: Sequence[Line], output: Path, look: Look, number: int | None = None
) -> str:
    """Return a document, its totals, and what is open in it beside these lines of its source.

    With a number only that is shown. Without lines nothing stands beside it.
    """
    document_id = state.document.document_id
    cells: tuple[CellRow, ...] = ()
    if lines:
        cells = read_rows_with(output, "coverage", CellRow, "document_id", document_id)

    def told(one: Open) -> list[str]:
        beside = _beside(one.about, lines, cells, look) if isinstance(one.about, WarningRow) else []
        return [*_doubt(one, look), *beside]

    if number is not None:
        return "\n".join(told(numbered(state, number))) + "\n"
    doubts = map(told, state.open)
    parts = [
        _head(state, look),
        *_totals(state, look),
        *doubts,
        *_advice(state, output, look),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(state: DocumentState, look: Look) -> list[str]:
    document = state.document
    counts = [
        look.say(f"{{count}} {rank}s" if count > 1 else f"{{count}} {rank}", count=count)
        for rank in RANKS
        if (count := state.count(rank))
    ]
    is_named = document.document_id.endswith(document.source_name)
    name = look.beside(document.document_id, "" if is_named else document.source_name)
    if document.failure:
        return look.lines(look.headed(name, _action(document.failure, look)))
    return look.lines(look.headed(name, look.joined(counts) or look.say("nothing is open")))


def _totals(state: DocumentState, look: Look) -> Iterator[list[str]]:
    if state.totals:
        head = tuple(look.say(name) for name in ("list", "check", "stated", "observed", "status"))
        rows = table([head, *totals_to_rows(state.totals, look)], (2, 3))
        yield [f"  {row}" for row in rows]


def _doubt(one: Open, look: Look) -> list[str]:
    """Return the lines of one thing that is open: number, what and where, its sentence."""
    about = one.about
    head = f"[{one.number}] {MARKS[rank_of(about)]} "
    if isinstance(about, CheckRow):
        detail = about.detail_zh if look.language == "zh" else about.detail
        return [
            *look.lines(head + check_to_text(about, look)),
            *(look.lines(detail, 4) if detail else []),
        ]
    where = dict.fromkeys(filter(None, (about.code, place_of(about, look), about.item_id)))
    return [*look.lines(head + look.joined(where)), *look.lines(message_of(about, look), 4)]


def _action(code: str, look: Look) -> str:
    """Return what to do about a code."""
    known = CODES.get(code)
    if not known:
        return code
    title, action = (words.zh if look.language == "zh" else words.en for words in known[1:3])
    return look.headed(look.beside(title, code), action)


def _advice(state: DocumentState, output: Path, look: Look) -> Iterator[list[str]]:
    """Yield what to do about each code that is open, and how a defect is acknowledged."""
    codes = dict.fromkeys(one.about.code for one in state.open if isinstance(one.about, WarningRow))
    if codes:
        yield [line for code in codes for line in look.lines(_action(code, look))]
    if state.open:
        call = call_of("acknowledge", output, state.document.document_id, "1")
        told = "a defect of the source itself: {call} --reason TEXT"
        yield look.lines(look.say(told, call=call))


# --- the source -----------------------------------------------------------------------------


def _beside(
    warning: WarningRow, lines: Sequence[Line], cells: Sequence[CellRow], look: Look
) -> list[str]:
    """Return the lines of the source that a warning is about, marked, with one around them."""
    spans = _spans(warning, cells)
    marked = [place for place, line in enumerate(lines) if _is_about(line, warning, spans)]
    if not marked:
        return []
    first, last = max(marked[0] - AROUND, 0), marked[-1] + AROUND + 1
    shown = [one for one in [*enumerate(lines)][first:last] if one[1].text.strip()]
    left = len(shown) - MOST_LINES
    rows = [
        row
        for place, line in shown[:MOST_LINES]
        for row in _line(line, look, is_marked=place in marked)
    ]
    return [*rows, *([" " * 10 + look.say("… {count} lines more", count=left)] if left > 0 else [])]


def _spans(warning: WarningRow, cells: Sequence[CellRow]) -> list[tuple[int, int]]:
    """Return the characters that a warning is about: its own, those of its cell or its item."""
    if warning.char_start is not None and warning.char_end is not None:
        return [(warning.char_start, warning.char_end)]
    own = [one for one in cells if one.item_id and one.item_id == warning.item_id]
    field = json.decode(warning.facts, type=dict[str, str | int]).get("field")
    return [(one.char_start, one.char_end) for one in own if field in (None, one.field)]


def _is_about(line: Line, warning: WarningRow, spans: Sequence[tuple[int, int]]) -> bool:
    if spans:
        return any(line.start < end and start < line.end for start, end in spans)
    if warning.line_start is not None and line.number is not None:
        return warning.line_start <= line.number <= (warning.line_end or warning.line_start)
    return False


def _line(line: Line, look: Look, *, is_marked: bool) -> list[str]:
    label = line.number if line.number is not None else f"p{line.page}" if line.page else ""
    first, *more = look.lines(line.text.strip(), 10)
    mark = "▸" if is_marked else "│"
    return [f"  {label:>5} {mark} {first[10:]}", *(f"{'':8}│ {row[10:]}" for row in more)]
