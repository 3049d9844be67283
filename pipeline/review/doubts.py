"""A document with what is open in it, by number, each beside its place in the source."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import json

from ..checks.codes import CODES, TOTALS_ADVICE
from ..errors import BadCall
from ..model import Line
from .columns import table
from .folders import Folders
from .item import documents_meant
from .open import AcknowledgedRow, CheckRow, Open, WarningRow
from .rows import SpanRow
from .state import FEW, DocumentState, form_advice, grouped, rank_of
from .summary import (
    MARKS,
    SIGNS,
    Look,
    check_to_text,
    counts_of,
    message_of,
    place_of,
    totals_to_rows,
)
from .tables import read_column, read_rows_with

MOST_LINES = 8  # of the source, beside one doubt
AROUND = 1  # lines of the source before and behind


def document_meant(output: Path, given: str) -> str:
    """Return the id of the document of an output that an id or a short form of it means.

    Raises `BadCall` when there is no such document, or several.
    """
    known = read_column(output, "documents", "document_id")
    meant = documents_meant(given, known)
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


def document_to_text(
    state: DocumentState,
    lines: Sequence[Line],
    folders: Folders,
    look: Look,
    number: int | None = None,
) -> str:
    """Return a document, its totals, and what is open in it beside these lines of its source.

    With a number only that is shown. Without lines nothing stands beside it.
    """
    document_id = state.document.document_id
    cells: tuple[SpanRow, ...] = ()
    if lines:
        cells = read_rows_with(folders.output, "coverage", SpanRow, "document_id", document_id)

    if number is not None:
        one = numbered(state, number)
        return "\n".join(_doubt(one, lines, cells, look, is_alone=True)) + "\n"
    parts = [
        _head(state, look),
        *_totals(state, look),
        *_advice(state, look),
        *(_group(group, lines, cells, state, folders, look) for group in grouped(state.open)),
        *_acknowledged(state, look),
        *_how(state, folders, look),
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(state: DocumentState, look: Look) -> list[str]:
    document = state.document
    counts = counts_of(state, look)
    is_named = document.document_id.endswith(document.source_name)
    name = look.beside(document.document_id, "" if is_named else document.source_name)
    if document.failure:
        return look.lines(look.headed(name, _action(document.failure, look)))
    if not state.open:
        counts.insert(0, look.say("nothing is open"))
    return look.lines(look.headed(name, look.joined(counts)))


def _totals(state: DocumentState, look: Look) -> Iterator[list[str]]:
    if state.totals:
        head = tuple(look.say(name) for name in ("list", "check", "stated", "observed", "status"))
        rows = table([head, *totals_to_rows(state.totals, look)], (2, 3))
        yield [f"  {row}" for row in rows]


def _advice(state: DocumentState, look: Look) -> Iterator[list[str]]:
    """Yield what to do before anything else, where the form of the file makes most doubts."""
    if advice := form_advice(state.document.format, state.open):
        yield look.lines(f"→ {look.words(advice)}")


def _group(
    group: Sequence[Open],
    lines: Sequence[Line],
    cells: Sequence[SpanRow],
    state: DocumentState,
    folders: Folders,
    look: Look,
) -> list[str]:
    """Return what is open of one code: what it means, what to do, and each of it.

    Of more than a few the source stands beside none.
    """
    first = group[0].about
    mark = MARKS[rank_of(first)]
    if isinstance(first, CheckRow):
        title = f"{mark} {len(group)} {look.say('totals that differ')}"
        told = look.lines(look.headed(title, look.words(TOTALS_ADVICE)))
    else:
        told = look.lines(f"{mark} {len(group)} {_action(first.code, look)}")
    if len(group) <= FEW or isinstance(first, CheckRow):
        return [*told, *(row for one in group for row in _doubt(one, lines, cells, look))]
    return [*told, *_listed(group, state, folders, look)]


def _listed(
    group: Sequence[Open], state: DocumentState, folders: Folders, look: Look
) -> Iterator[str]:
    """Yield many doubts of a code: where each is, and what it says unless all say the same."""
    document_id = state.document.document_id
    places: dict[str, list[str]] = {}
    for one in group:
        if isinstance(about := one.about, WarningRow):
            item = (about.item_id or "").removeprefix(f"{document_id}:")
            where = look.joined(dict.fromkeys(filter(None, (place_of(about, look), item))))
            told = f"[{one.number}] {where}" if where else f"[{one.number}]"
            places.setdefault(message_of(about, look), []).append(told)
    for message, own in places.items():
        if len(own) == 1:
            yield from look.lines(f"{own[0]} {message}")
        else:
            yield from look.lines(message, 4)
            yield from look.lines("; ".join(own), 4)
    call = folders.call("show", document_id, str(group[0].number))
    yield from look.lines(look.say("each beside its source: {call}", call=call), 4)


def _doubt(
    one: Open,
    lines: Sequence[Line],
    cells: Sequence[SpanRow],
    look: Look,
    *,
    is_alone: bool = False,
) -> list[str]:
    """Return the lines of one thing that is open: number, what and where, its sentence, its source.

    Where it stands alone, its code is told, too.
    """
    about = one.about
    mark = f"{MARKS[rank_of(about)]} " if is_alone else ""
    if isinstance(about, CheckRow):
        detail = about.detail_zh if look.language == "zh" else about.detail
        return [
            *look.lines(f"[{one.number}] {mark}{check_to_text(about, look)}"),
            *(look.lines(detail, 4) if detail else []),
        ]
    code = about.code if is_alone else ""
    where = dict.fromkeys(filter(None, (code, place_of(about, look), about.item_id)))
    head = f"[{one.number}] {mark}"
    message = message_of(about, look)
    told = [f"{head}{look.joined(where)}", f"    {message}"] if where else [f"{head}{message}"]
    return [
        *(line for text in told for line in look.lines(text)),
        *_beside(about, lines, cells, look),
    ]


def _action(code: str, look: Look) -> str:
    """Return what a code means, and what to do about it."""
    known = CODES.get(code)
    if not known:
        return code
    head = look.beside(look.words(known.title), code)
    return look.headed(head, look.words(known.action))


def _acknowledged(state: DocumentState, look: Look) -> Iterator[list[str]]:
    """Yield what is acknowledged, why, and what makes it open again."""
    if not state.acknowledged:
        return
    told = look.lines(
        look.say(
            "acknowledged ({count}); remove an entry from its file and extract again to undo it",
            count=len(state.acknowledged),
        )
    )
    for one in state.acknowledged:
        where = filter(None, (one.code or _total(one, look), place_of(one, look), one.item_id))
        entry = f"{one.file}:{one.line}" if one.line else one.file
        told += look.lines(f"{SIGNS['acknowledged']} {look.joined(dict.fromkeys(where))}")
        told += look.lines(message_of(one, look), 4)
        told += look.lines(look.beside(look.headed(look.say("reason"), one.reason), entry), 4)
    yield told


def _total(one: AcknowledgedRow, look: Look) -> str:
    """Return which total is acknowledged."""
    parts = (("list_type", one.list_type), ("check", one.check))
    return " ".join(look.value(column, value) for column, value in parts if value)


def _how(state: DocumentState, folders: Folders, look: Look) -> Iterator[list[str]]:
    """Yield how a defect is acknowledged."""
    if state.open:
        call = folders.call("acknowledge", state.document.document_id, "1")
        told = "a defect of the source itself: {call} --reason TEXT"
        yield look.lines(look.say(told, call=call))


# --- the source -----------------------------------------------------------------------------


def _beside(
    warning: WarningRow, lines: Sequence[Line], cells: Sequence[SpanRow], look: Look
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


def _spans(warning: WarningRow, cells: Sequence[SpanRow]) -> list[tuple[int, int]]:
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
