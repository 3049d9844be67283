"""Rows → items: fields joined, duties read as clauses, departments resolved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, groupby

from msgspec import Struct
from msgspec.structs import replace

from ..departments.kinds import kind_of
from ..departments.listing import split_names
from ..departments.names import Names
from ..departments.register import Register, register_of
from ..letters.joining import joined_text
from ..letters.lines import line_range
from ..letters.places import Places, place_of
from ..letters.script import LIST_COMMA
from ..model import Clause, Department, Field, Item, ListType, Row
from .clauses import Part, Reading, read_cell
from .paragraphs import Style
from .scopes import (
    READ_FIELDS,
    ByDepartment,
    DepartmentCells,
    Scope,
    department_cells_of,
    fields_by_department,
    scopes_of,
)

Departments = tuple[str, ...]


class Draft(Struct, frozen=True):
    """A row with its cells read, before the document's departments are known."""

    item_id: str
    row: Row
    seq: int
    category: str
    name: str
    departments_cell: str | None
    departments_raw: tuple[str, ...]
    readings: dict[Field, Reading]


def department_cells(rows: Sequence[Row], names: Names) -> tuple[DepartmentCells, ...]:
    """Return the department cells of every row, with the names that they list."""
    usual = fields_by_department(rows)
    return tuple([department_cells_of(row, usual, names) for row in rows])


def drafts_of(
    document_id: str, rows: Sequence[Row], style: Style, cells: Sequence[DepartmentCells]
) -> tuple[Draft, ...]:
    """Return all rows read; ids are unique even where the source repeats numbers.

    `cells` are the department cells of each row.
    """
    usual = fields_by_department(rows)
    used: Counter[str] = Counter()
    drafts: list[Draft] = []
    before: ListType | None = None
    last = 0
    for row, own in zip(rows, cells, strict=True):
        list_type, seq = row.list_type, row.seq
        if seq is None:
            seq = last + 1 if list_type == before else 1
        before, last = list_type, seq
        item_id = f"{document_id}:{list_type}:{seq:03d}"
        used[item_id] += 1
        if used[item_id] > 1:
            item_id = f"{item_id}-{used[item_id]}"
        drafts.append(_draft(item_id, row, seq, style, own, usual))
    return tuple(drafts)


def _draft(
    item_id: str, row: Row, seq: int, style: Style, beside: DepartmentCells, usual: ByDepartment
) -> Draft:
    """Return a row read; `usual` are the fields that its list prints beside every department."""
    cells, names = row.cells, style.names
    readings: dict[Field, Reading] = {
        field: _joined(
            [
                _beside(scope, beside.listed, replace(style, labelled=field == "handling"))
                for scope in scopes_of(row, field, beside, usual)
            ]
        )
        for field in READ_FIELDS
        if field in cells
    }
    raw = tuple(chain.from_iterable(beside.listed.values()))
    if "departments" not in cells and "handling" in readings:
        labelled = [part.text for part in readings["handling"].heads if part.kind == "department"]
        raw = tuple(dict.fromkeys([n for text in labelled for n in split_names(text, names)]))
    printed = cells.get("category")
    category = joined_text(printed) if printed else row.category or ""
    name = joined_text(cells.get("name", ()))
    cell = "\n".join(beside.texts) if beside.texts else None
    return Draft(item_id, row, seq, category, name, cell, raw, readings)


def _beside(scope: Scope, listed: Mapping[str, Departments], style: Style) -> Reading:
    """Return the reading of lines below the departments beside them, if those are their own."""
    reading = read_cell(scope.lines, style)
    if not scope.departments or not reading.parts:
        return reading
    named = LIST_COMMA.join([name for text in scope.departments for name in listed[text]])
    first = reading.parts[0].outer_start
    row = Part("row", named, None, "", first, first, first, first)
    return Reading(reading.text, (row, *reading.parts))


def _joined(readings: Sequence[Reading]) -> Reading:
    """Return the readings of a field's cells, one below the other, as one."""
    parts = tuple(chain.from_iterable([reading.parts for reading in readings]))
    return Reading("\n".join([reading.text for reading in readings]), parts)


def resolved(drafts: Sequence[Draft], names: Names) -> Register:
    """Return which department each printed name stands for."""
    headings = dict.fromkeys(
        [
            part.text
            for draft in drafts
            for reading in draft.readings.values()
            for part in reading.heads
            if part.kind == "department"
        ]
    )
    headed = [name for text in headings for name in split_names(text, names)]
    return register_of([draft.departments_raw for draft in drafts], headed, names)


def items_of(drafts: Sequence[Draft], register: Register, places: Places) -> tuple[Item, ...]:
    """Return the items with canonical departments."""
    return tuple([_item(draft, register, places) for draft in drafts])


def _item(draft: Draft, register: Register, places: Places) -> Item:
    row, readings = draft.row, draft.readings
    departments = register.all_of(draft.departments_raw)
    clauses: list[Clause] = []
    for field, reading in readings.items():
        handled = field == "handling" and row.list_type == "recall" and departments
        cell = draft.departments_cell if handled else None
        clauses += _clauses(field, reading, cell, departments, register)
    texts = {field: reading.text for field, reading in readings.items()}
    cells = row.cells.values()
    lines = [line for cell in cells for line in cell if line.start not in row.shared]
    first, last = line_range(lines)
    printed = places.row_at(min(lines).start) if lines else None
    return Item(
        item_id=draft.item_id,
        list_type=row.list_type,
        seq=draft.seq,
        category=draft.category,
        name=draft.name,
        departments=departments,
        departments_raw=draft.departments_raw,
        superior_duties=texts.get("superior_duties"),
        township_duties=texts.get("township_duties"),
        handling=texts.get("handling"),
        page=row.page,
        line_start=first,
        line_end=last,
        place=place_of(printed, first, last, row.page),
        clauses=tuple(clauses),
    )


def _clauses(
    field: Field, reading: Reading, cell: str | None, among: Departments, register: Register
) -> list[Clause]:
    """Return the clauses of a cell, each under the headings above it.

    `cell` is the text of the 承接部门 column, where there is one; `among` are the departments of
    the item, which bind the clauses of the superior side that no heading binds.
    """
    unnamed = () if field == "township_duties" else among
    heading: str | None = None
    row: str | None = None  # the departments of the printed row
    department = cell
    named = _named(cell, among, register)
    clauses: list[Clause] = []
    for part in reading.parts:
        match part.kind:
            case "clause":
                clauses.append(
                    Clause(
                        field,
                        len(clauses) + 1,
                        heading,
                        department,
                        named,
                        part.number,
                        part.text,
                        part.start,
                        part.end,
                        named or unnamed,
                    )
                )
            case "heading":
                heading, department, named = part.text, row, _named(row, among, register)
            case "label":
                heading = part.text if part.level == "manner" else None
            case "row":
                heading, row = None, part.text or None
                department, named = row, _named(row, among, register)
            case "department":
                department, named = part.text, _named(part.text, among, register)
    return clauses


def _named(text: str | None, among: Departments, register: Register) -> Departments:
    """Return the departments that a heading of an item names."""
    raw = split_names(text, register.names) if text else ()
    return register.all_of(raw, among) if raw else ()


# --- departments --------------------------------------------------------------------------------


def departments_of(items: Sequence[Item], register: Register) -> tuple[Department, ...]:
    """Return the document's departments in order of their first place."""
    spellings = _spellings(items, register)
    cooperative, recall = [
        Counter([name for item in items if item.list_type == one for name in item.departments])
        for one in ("cooperative", "recall")
    ]
    clauses = [clause for item in items for clause in item.clauses]
    named = Counter(chain.from_iterable([clause.departments for clause in clauses]))
    bound = Counter(chain.from_iterable([clause.bound for clause in clauses]))
    return tuple(
        Department(
            name=name,
            kind=kind_of(name, register.names),
            spellings=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
            cooperative_items=cooperative[name],
            recall_items=recall[name],
            clauses=named[name],
            bound_clauses=bound[name],
        )
        for name, counts in spellings.items()
    )


def _spellings(items: Sequence[Item], register: Register) -> dict[str, Counter[str]]:
    """Return how often each name of a department is printed, by the canonical one.

    They are in order of their first place, cells before headings of their items.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        for raw in item.departments_raw:
            spellings[register.of(raw)][raw] += 1
        for raw in _names_in_headings(item, register):
            spellings[register.all_of((raw,), item.departments)[0]][raw] += 1
    return spellings


def _names_in_headings(item: Item, register: Register) -> list[str]:
    """Return the names that an item's department headings print.

    Once a heading, however many clauses stand under it.
    """
    places = [
        (clause.field, clause.heading, clause.department_raw)
        for clause in item.clauses
        if clause.field != "handling"
    ]
    printed = [text for (_, _, text), _ in groupby(places) if text]
    return [name for text in printed for name in split_names(text, register.names)]
