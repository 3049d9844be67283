"""Rows → items: fields joined, duties read as clauses, departments resolved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from ..departments.names import Names, split_names
from ..departments.register import Register, register_of
from ..departments.stacked import listed_names
from ..letters.joining import joined_text
from ..model import Clause, Department, Field, Item, ListType, Row
from ..rules import Rules
from .clauses import Reading, parsed_cell
from .paragraphs import Style

Departments = tuple[str, ...]
Known = dict[tuple[str, Departments], Departments]  # headings, among departments, with theirs
Listings = Mapping[str, Departments]  # texts of department cells, with the names as printed
Printed = tuple[str, str]  # a department as printed, behind its canonical name
NO_LISTINGS: Listings = MappingProxyType({})
READ_FIELDS: tuple[Field, ...] = ("superior_duties", "township_duties", "handling")


class Draft(Struct, frozen=True, gc=False):
    """A row with its cells read, before the document's departments are known."""

    item_id: str
    row: Row
    seq: int
    category: str
    name: str
    departments_cell: str | None
    departments_raw: tuple[str, ...]
    readings: dict[Field, Reading]


def department_cells(rows: Sequence[Row], names: Names) -> Listings:
    """Given all rows, return the joined text of every department cell with the names it lists."""
    cells = [lines for row in rows if (lines := row.cells.get("departments"))]
    texts = dict.fromkeys([listed_names(lines, names) for lines in cells])
    return {text: split_names(text, names) for text in texts}


def drafts_of(
    document_id: str, rows: Sequence[Row], style: Style, listings: Listings = NO_LISTINGS
) -> tuple[Draft, ...]:
    """Given all rows, return them read; ids are unique even where the source repeats numbers.

    `listings` are the department cells as they were read before all names were known.
    """
    styles = {field: replace(style, labelled=field == "handling") for field in READ_FIELDS}
    used: dict[str, int] = {}
    drafts: list[Draft] = []
    before: ListType | None = None
    last = 0
    for row in rows:
        list_type, seq = row.list_type, row.seq
        if seq is None:
            seq = last + 1 if list_type == before else 1
        before, last = list_type, seq
        item_id = f"{document_id}:{list_type}:{seq:03d}"
        times = used[item_id] = used.get(item_id, 0) + 1
        item_id = f"{item_id}-{times}" if times > 1 else item_id
        drafts.append(_draft(item_id, row, seq, styles, listings))
    return tuple(drafts)


def _draft(
    item_id: str,
    row: Row,
    seq: int,
    styles: Mapping[Field, Style],
    listings: Listings,
) -> Draft:
    """Given a row and how its cells are read, return it read."""
    cells, names = row.cells, styles["handling"].names
    readings: dict[Field, Reading] = {}
    for field, style in styles.items():
        if field in cells:
            readings[field] = parsed_cell(cells[field], style)
    cell: str | None = None
    raw: tuple[str, ...] = ()
    if "departments" in cells:
        cell = listed_names(cells["departments"], names)
        raw = listings[cell] if cell in listings else split_names(cell, names)
    elif "handling" in readings:
        labelled = [part.text for part in readings["handling"].heads if part.kind == "department"]
        raw = tuple(dict.fromkeys([n for text in labelled for n in split_names(text, names)]))
    printed = cells.get("category")
    category = joined_text(printed) if printed else row.category or ""
    name = joined_text(cells.get("name", ()))
    return Draft(item_id, row, seq, category, name, cell, raw, readings)


def resolved(drafts: Sequence[Draft], names: Names, rules: Rules) -> Register:
    """Given the drafts, return which department each printed name stands for."""
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
    return register_of([draft.departments_raw for draft in drafts], headed, names, rules)


def items_of(drafts: Sequence[Draft], register: Register) -> tuple[Item, ...]:
    """Given the drafts, return the items with canonical departments."""
    cells = dict.fromkeys([draft.departments_raw for draft in drafts])
    departments = {cell: register.all_of(cell) for cell in cells}
    known: Known = {}
    return tuple(
        [_item(draft, departments[draft.departments_raw], register, known) for draft in drafts]
    )


def _item(draft: Draft, departments: Departments, register: Register, known: Known) -> Item:
    """Given a draft and the departments that it lists, return it as an item."""
    row, readings = draft.row, draft.readings
    listed = draft.departments_cell if row.list_type == "recall" and departments else None
    clauses: list[Clause] = []
    texts: dict[Field, str] = {}
    for field, reading in readings.items():
        texts[field] = reading.text
        cell = listed if field == "handling" else None
        clauses += _clauses(field, reading, cell, departments, register, known)
    first, last = _line_range(row)
    return Item(
        draft.item_id,
        row.list_type,
        draft.seq,
        draft.category,
        draft.name,
        departments,
        draft.departments_raw,
        texts.get("superior_duties"),
        texts.get("township_duties"),
        texts.get("handling"),
        row.page,
        first,
        last,
        tuple(clauses),
    )


def _line_range(row: Row) -> tuple[int | None, int | None]:
    """Given a row, return the numbers of its first and last line, None without lines."""
    numbers = [
        number
        for lines in row.cells.values()
        if lines
        for number in (lines[0].number, lines[-1].number)
        if number
    ]
    return (min(numbers), max(numbers)) if numbers else (None, None)


def _clauses(
    field: Field,
    reading: Reading,
    cell: str | None,
    among: Departments,
    register: Register,
    known: Known,
) -> list[Clause]:
    """Given a cell as read, return its clauses, each under the headings above it.

    `cell` is the text of the 承接部门 column, where there is one.
    """
    unnamed = () if field == "township_duties" else among
    heading, department = None, cell
    named = _named(cell, among, register, known) if cell else ()
    bound = named or unnamed
    if not reading.heads:
        return [
            Clause(field, at, None, cell, named, one.number, one.text, one.start, one.end, bound)
            for at, one in enumerate(reading.parts, 1)
        ]
    clauses: list[Clause] = []
    for part in reading.parts:
        kind, text = part.kind, part.text
        if kind == "clause":
            clauses.append(
                Clause(
                    field,
                    len(clauses) + 1,
                    heading,
                    department,
                    named,
                    part.number,
                    text,
                    part.start,
                    part.end,
                    named or unnamed,
                )
            )
        elif kind == "heading":
            heading, department, named = text, None, ()
        elif kind == "label":
            heading = text if part.level == "manner" else None
        else:
            department, named = text, _named(text, among, register, known)
    return clauses


def _named(text: str, among: Departments, register: Register, known: Known) -> Departments:
    """Given a heading of an item, return the departments it names, looked up only once each."""
    if (named := known.get((text, among))) is None:
        raw = split_names(text, register.names) if text else ()
        named = known[text, among] = register.all_of(raw, among) if raw else ()
    return named


def departments_of(items: Sequence[Item], register: Register) -> tuple[Department, ...]:
    """Given the items, return the document's departments in order of their first place."""
    spellings = _spellings(items, register)
    cooperative, recall = [
        Counter([name for item in items if item.list_type == one for name in item.departments])
        for one in ("cooperative", "recall")
    ]
    # (A clause that names departments binds them.)
    clauses = [clause for item in items for clause in item.clauses if clause.bound]
    named = Counter(chain.from_iterable([clause.departments for clause in clauses]))
    bound = Counter(chain.from_iterable([clause.bound for clause in clauses]))
    return tuple(
        Department(
            name=name,
            spellings=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
            cooperative_items=cooperative[name],
            recall_items=recall[name],
            clauses=named[name],
            bound_clauses=bound[name],
        )
        for name, counts in spellings.items()
    )


def _spellings(items: Sequence[Item], register: Register) -> dict[str, dict[str, int]]:
    """Given the items, return how often each name of a department is printed, by the canonical
    one, in order of their first place."""
    times = dict(Counter([item.departments_raw for item in items]))
    spellings: dict[str, dict[str, int]] = defaultdict(dict)
    for item in items:
        # (Items with the same cell are counted at the first of them.)
        if count := times.pop(item.departments_raw, 0):
            for raw in item.departments_raw:
                counts = spellings[register.of(raw)]
                counts[raw] = counts.get(raw, 0) + count
        for name, raw in _heading_names(item, register) if item.clauses else ():
            counts = spellings[name]
            counts[raw] = counts.get(raw, 0) + 1
    return spellings


def _heading_names(item: Item, register: Register) -> list[Printed]:
    """Given an item, return each name of its department headings with the canonical one.

    Once a heading, however many clauses stand under it.
    """
    printed: list[Printed] = []
    # Most items have none.
    if not [one for one in item.clauses if one.department_raw and one.field != "handling"]:
        return printed
    among = item.departments
    before: tuple[str, str | None, str | None] | None = None
    for clause in item.clauses:
        place = (clause.field, clause.heading, clause.department_raw)
        if clause.department_raw and place != before and clause.field != "handling":
            for raw in split_names(clause.department_raw, register.names):
                name = register.of(raw)
                # Nearly every name: one that the item lists, too.
                listed = name in among
                printed.append((name if listed else register.all_of((raw,), among)[0], raw))
        before = place
    return printed
