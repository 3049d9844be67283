"""An item with its clauses on the left, and the source lines they came from on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..languages.choice import Language
from ..languages.sentences import said
from ..languages.tables import column_entry, list_words
from ..model import Line
from .columns import beside, printable, wrap
from .item import Shown
from .rows import ClauseRow, ItemRow, SpanRow

_NARROWEST = 24


class Part(NamedTuple):
    """A piece of an item with the spans of the source it came from."""

    text: str
    spans: tuple[tuple[int, int], ...]


def shown_to_text(shown: Shown, lines: Sequence[Line], width: int, language: Language) -> str:
    """Return an item and the lines of its source side by side; without lines the item alone."""
    half = max((width - 3) // 2, _NARROWEST)
    parts = _shown_to_parts(shown, language)
    body = [row for part in parts for row in _part_to_rows(part, lines, half)]
    return "\n".join([*_heading(shown, language), "", *body, ""])


def _heading(shown: Shown, language: Language) -> list[str]:
    item = shown.item
    where = filter(None, (shown.document.source_name, item.place and said(item.place, language)))
    words = _label("keywords", language)
    keywords = [f"{words}: {'、'.join(item.keywords)}"] if item.keywords else []
    title = f"{item.item_id}  {list_words(item.list_type).in_(language)} {item.seq}"
    return [printable(line) for line in (title, ", ".join(where), *keywords)]


# --- the parts of an item -------------------------------------------------------------------


def _shown_to_parts(shown: Shown, language: Language) -> Iterator[Part]:
    item = shown.item
    for field, text in (
        ("category", item.category),
        ("name", item.name),
        ("departments", _departments(item)),
    ):
        if text:
            yield Part(f"{_label(field, language)}: {text}", _spans_of(shown.spans, field))
    for field in ("superior_duties", "township_duties", "handling"):
        cell: str | None = getattr(item, field)
        if cell is not None:
            clauses = [one for one in shown.clauses if one.field == field]
            yield Part(f"{_label(field, language)}:", ())
            yield from _cell_to_parts(cell, clauses, _spans_of(shown.spans, field))


def _label(column: str, language: Language) -> str:
    """Return what a column of items is called."""
    return column_entry("items", column).label.in_(language)


def _departments(item: ItemRow) -> str:
    """Return the departments of an item, each with the printed spelling where that differs."""
    if len(item.departments) != len(item.departments_raw):
        return "、".join(item.departments)
    pairs = zip(item.departments, item.departments_raw, strict=True)
    return "、".join(full if full == raw else f"{full}（{raw}）" for full, raw in pairs)


def _spans_of(spans: Sequence[SpanRow], field: str) -> tuple[tuple[int, int], ...]:
    return tuple((one.char_start, one.char_end) for one in spans if one.field == field)


def _cell_to_parts(
    cell: str, clauses: Sequence[ClauseRow], spans: tuple[tuple[int, int], ...]
) -> Iterator[Part]:
    """Yield the clauses of a cell, each with the headings above it."""
    if not clauses:
        yield Part(cell, spans)
        return
    done = 0
    above: tuple[str | None, str | None] = (None, None)
    for clause in clauses:
        end = clause.char_end if clause.char_end is not None else done
        own = tuple((max(a, done), min(b, end)) for a, b in spans if a < end and b > done)
        heads = (clause.heading, clause.department_raw)
        if heads != above and any(heads):
            yield Part("  " + " / ".join(filter(None, heads)), ())
        number = "–" if clause.number is None else f"{clause.number}."
        yield Part(f"  {number} {clause.text}", own or _own_span(clause))
        done, above = end, heads


def _own_span(clause: ClauseRow) -> tuple[tuple[int, int], ...]:
    if clause.char_start is None or clause.char_end is None:
        return ()
    return ((clause.char_start, clause.char_end),)


# --- side by side ---------------------------------------------------------------------------


def _part_to_rows(part: Part, lines: Sequence[Line], width: int) -> list[str]:
    found = [line for line in lines if _touches(line, part.spans) and line.text.strip()]
    left = [row for text in part.text.splitlines() or [""] for row in wrap(text, width)]
    right = [row for line in found for row in _line_to_rows(line, width)]
    return beside(left, right, width) if lines else left


def _touches(line: Line, spans: Sequence[tuple[int, int]]) -> bool:
    return any(line.start < end and start < line.end for start, end in spans)


def _line_to_rows(line: Line, width: int) -> list[str]:
    label = line.number if line.number is not None else f"p{line.page}" if line.page else ""
    first, *more = wrap(line.text.strip(), width - 6)
    return [f"{label:>5} {first}", *(f"{'':5} {row}" for row in more)]
