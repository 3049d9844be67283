"""Which duty cells of a row stand beside which of its department cells.

A table may print one row per department, with the number, the name and the other side merged over
them. Each duty cell is then that of the departments beside it. A cell beside all of them, as the
township's mostly is, is nobody's in particular.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..departments.listing import split_names
from ..departments.names import LIKELY, Names, plausibility
from ..departments.stacked import listed_names
from ..letters.joining import joined_text
from ..letters.script import COMMA, LIST_COMMA, SENTENCE_ENDS
from ..model import Field, Line, ListType, PrintedRow, Row

_JOINTS = (LIST_COMMA, COMMA)  # what ends a line of names that goes on
READ_FIELDS: tuple[Field, ...] = ("superior_duties", "township_duties", "handling")

# The fields of each list that have a cell of their own beside every department.
ByDepartment = Mapping[ListType, frozenset[Field]]


class Scope(NamedTuple):
    """Lines of a field with the texts of the department cells beside them; none if all are."""

    departments: tuple[str, ...]
    lines: tuple[Line, ...]


class DepartmentCells(NamedTuple):
    """The department cells of a row: the text of each, from top to bottom, with the names as
    printed, and for each of its printed rows the number of the cell beside it."""

    texts: tuple[str, ...]
    listed: Mapping[str, tuple[str, ...]]
    beside: tuple[int, ...]


class _Piece:
    """Lines of a field, and the department cells (by number) that they stand beside."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.beside: set[int] = set()


def fields_by_department(rows: Iterable[Row]) -> ByDepartment:
    """Return the fields that begin with a department cell where both begin inside a page."""
    found: dict[ListType, set[Field]] = {}
    for row in rows:
        for part in row.parts[1:]:
            if not part.first and _lines(part, "departments"):
                own = {field for field in READ_FIELDS if _lines(part, field)}
                found.setdefault(row.list_type, set()).update(own)
    return {kind: frozenset(fields) for kind, fields in found.items()}


def department_cells_of(row: Row, usual: ByDepartment, names: Names) -> DepartmentCells:
    """Return the department cells of a row; it may have no column of them.

    Names that only stand below one another in a cell have lines.
    """
    if "departments" not in row.cells:
        return DepartmentCells((), {}, ())
    beside = _numbered(row, usual, names)
    lines: dict[int, list[Line]] = {}
    for part, number in zip(row.parts, beside, strict=True):
        lines.setdefault(number, []).extend(_lines(part, "departments"))
    texts = tuple(listed_names(own, names) for own in lines.values())
    return DepartmentCells(texts, {text: split_names(text, names) for text in texts}, tuple(beside))


def scopes_of(
    row: Row, field: Field, cells: DepartmentCells, usual: ByDepartment
) -> tuple[Scope, ...]:
    """Return the lines of a field by what stands beside them of the department `cells`."""
    whole, texts = (Scope((), row.cells[field]),), cells.texts
    if len(texts) < 2:
        return whole
    pieces = _pieces(row, field, cells.beside, usual)
    if all(len(piece.beside) == len(texts) for piece in pieces):
        return whole
    return tuple(
        Scope(tuple(texts[number] for number in sorted(piece.beside)), tuple(piece.lines))
        for piece in pieces
    )


def _lines(part: PrintedRow, field: Field) -> tuple[Line, ...]:
    cell = part.cells.get(field)
    return cell.lines if cell else ()


def _numbered(row: Row, usual: ByDepartment, names: Names) -> list[int]:
    """Return for each printed row of a row the number of the department cell beside it."""
    fields = usual.get(row.list_type, frozenset())
    numbers = [0]
    own = list(_lines(row.parts[0], "departments"))
    for place, part in enumerate(row.parts[1:], 1):
        lines = _lines(part, "departments")
        begins = bool(lines and own)
        if begins and (part.first or part.cells.get("seq") is not None):
            begins = _are_apart(own, lines, names)
            if part.first:
                begins &= any(_begins_anew(row.parts[:place], part, one, names) for one in fields)
        numbers.append(numbers[-1] + begins)
        own = [*lines] if begins else [*own, *lines]
    return numbers


def _are_apart(above: Sequence[Line], below: Sequence[Line], names: Names) -> bool:
    """Tell whether a department cell is another one than that above, and not cut from it.

    Where the number is merged over both, it is. Below an empty number the names must tell.
    """
    upper, lower = joined_text(above), joined_text(below)
    last, first = split_names(upper, names)[-1:], split_names(lower, names)[:1]
    if not last or not first or upper.endswith(_JOINTS):
        return False
    whole = plausibility(last[0], names) >= LIKELY or names.ends(last[0])
    return whole and last[0] + first[0] not in names.known


def _begins_anew(above: Sequence[PrintedRow], part: PrintedRow, field: Field, names: Names) -> bool:
    """Tell whether a field of a printed row at a page's head goes on with no sentence or list."""
    before = [line for one in above for line in _lines(one, field)]
    lines = _lines(part, field)
    if not lines or not before:
        return bool(lines)
    mark = names.rules.grammar.mark_at(lines[0].text.lstrip(), 0)
    return mark.number == 1 if mark else before[-1].text.rstrip().endswith(tuple(SENTENCE_ENDS))


def _pieces(row: Row, field: Field, numbers: Sequence[int], usual: ByDepartment) -> list[_Piece]:
    """Return the pieces of a field, each with the department cells beside it.

    A place that a merged cell covers is that cell's. Below an empty number nothing is merged: an
    empty place is that of the cell above, and a row without a department goes on with the one
    above; so does a page, unless the field has a cell of its own beside every department. What is
    first printed on a page behind the row's first goes on with a cell that stood empty above.
    """
    own = field in usual.get(row.list_type, frozenset())
    pieces: list[_Piece] = []
    before = -1
    for place, (part, number) in enumerate(zip(row.parts, numbers, strict=True)):
        lines, goes_on = _lines(part, field), part.cells.get(field) is None
        if part.cells.get("seq") is not None:
            goes_on |= not lines or number == before or (part.first and not own)
        if lines and not (pieces and goes_on):
            pieces.append(_Piece())
            pieces[-1].beside.update(numbers[:place] if goes_on and len(pieces) == 1 else ())
        if pieces and (lines or goes_on):
            pieces[-1].lines += lines
            pieces[-1].beside.add(number)
        before = number
    return pieces
