"""Rows → items: fields joined, duties read as clauses, departments resolved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from pipeline.model import Clause, Department, Field, Item, ListType, Row
from pipeline.rules import Rules
from pipeline.stages.clauses import Reading, parsed_cell
from pipeline.stages.departments import Register, register_of
from pipeline.stages.headings import Part
from pipeline.stages.joining import joined_text
from pipeline.stages.listed import listed_names
from pipeline.stages.names import Names, split_names
from pipeline.stages.paragraphs import Style

READ_FIELDS: tuple[Field, ...] = ("superior_duties", "township_duties", "handling")


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


def department_cells(rows: Sequence[Row], names: Names) -> Iterable[str]:
    """Given all rows, yield the joined text of every department cell."""
    cells = (row.cells.get("departments") for row in rows)
    return (listed_names(lines, names) for lines in cells if lines)


def drafts_of(document_id: str, rows: Sequence[Row], style: Style) -> tuple[Draft, ...]:
    """Given all rows, return them read; ids are unique even where the source repeats numbers."""
    styles = {field: style._replace(labelled=field == "handling") for field in READ_FIELDS}
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
        drafts.append(_draft(f"{item_id}-{times}" if times > 1 else item_id, row, seq, styles))
    return tuple(drafts)


def _draft(item_id: str, row: Row, seq: int, styles: Mapping[Field, Style]) -> Draft:
    """Given a row and how its cells are read, return it read."""
    cells, names = row.cells, styles["handling"].names
    readings: dict[Field, Reading] = {}
    for field, style in styles.items():
        if field in cells:
            readings[field] = parsed_cell(cells[field], style)
    category = joined_text(cells["category"]) if cells.get("category") else row.category
    cell: str | None = None
    raw: tuple[str, ...] = ()
    if "departments" in cells:
        cell = listed_names(cells["departments"], names)
        raw = split_names(cell, names)
    elif "handling" in readings:
        labelled = [part.text for part in readings["handling"].heads if part.kind == "department"]
        raw = tuple(dict.fromkeys([n for text in labelled for n in split_names(text, names)]))
    name = joined_text(cells.get("name", ()))
    return Draft(item_id, row, seq, category or "", name, cell, raw, readings)


def resolved(drafts: Sequence[Draft], names: Names, rules: Rules) -> Register:
    """Given the drafts, return which department each printed name stands for."""
    headings = (
        name
        for draft in drafts
        for reading in draft.readings.values()
        for part in reading.heads
        if part.kind == "department"
        for name in split_names(part.text, names)
    )
    return register_of([draft.departments_raw for draft in drafts], headings, names, rules)


def items_of(drafts: Sequence[Draft], register: Register) -> tuple[Item, ...]:
    """Given the drafts, return the items with canonical departments."""
    return tuple(_item(draft, register) for draft in drafts)


def _item(draft: Draft, register: Register) -> Item:
    departments = register.all_of(draft.departments_raw)
    cell = (
        draft.departments_cell
        if draft.row.list_type == "recall" and draft.departments_raw
        else None
    )
    clauses = [
        clause
        for field, reading in draft.readings.items()
        for clause in _clauses(field, reading, cell, departments, register)
    ]
    first, last = _line_range(draft.row)
    texts = {field: reading.text for field, reading in draft.readings.items()}
    return Item(
        item_id=draft.item_id,
        list_type=draft.row.list_type,
        seq=draft.seq,
        category=draft.category,
        name=draft.name,
        departments=departments,
        departments_raw=draft.departments_raw,
        superior_duties=texts.get("superior_duties"),
        township_duties=texts.get("township_duties"),
        handling=texts.get("handling"),
        page=draft.row.page,
        line_start=first,
        line_end=last,
        clauses=tuple(clauses),
    )


def _line_range(row: Row) -> tuple[int | None, int | None]:
    """Given a row, return the numbers of its first and last line, None without lines."""
    cells = [lines for lines in row.cells.values() if lines]
    numbers = [number for lines in cells if (number := lines[0].number)]
    numbers += [number for lines in cells if (number := lines[-1].number)]
    return (min(numbers), max(numbers)) if numbers else (None, None)


class Scope(Struct, frozen=True):
    """The headings above a clause, and whom they name and bind."""

    heading: str | None
    department: str | None
    named: tuple[str, ...]
    bound: tuple[str, ...]


def _clauses(
    field: Field, reading: Reading, cell: str | None, among: Sequence[str], register: Register
) -> Iterable[Clause]:
    """Given a cell as read, yield its clauses, each under the headings above it.

    `cell` is the text of the 承接部门 column, where there is one.
    """

    def scope(heading: str | None, department: str | None) -> Scope:
        raw = split_names(department, register.names) if department else ()
        named = register.all_of(raw, among) if raw else ()
        return Scope(heading, department, named, named or unnamed)

    unnamed = () if field == "township_duties" else tuple(among)
    above = scope(None, cell if field == "handling" else None)
    ordinal = 0
    for part in reading.parts:
        if part.kind == "heading":
            above = scope(part.text, None)
        elif part.kind == "label":
            heading = part.text if part.level == "manner" else None
            above = Scope(heading, above.department, above.named, above.bound)
        elif part.kind == "department":
            above = scope(above.heading, part.text)
        else:
            ordinal += 1
            yield _clause(field, ordinal, above, part)


def _clause(field: Field, ordinal: int, above: Scope, part: Part) -> Clause:
    """Given a part of a cell that is a clause, return it with what stands above it."""
    return Clause(
        field,
        ordinal,
        above.heading,
        above.department,
        above.named,
        part.number,
        part.text,
        part.start,
        part.end,
        above.bound,
    )


def departments_of(items: Sequence[Item], register: Register) -> tuple[Department, ...]:
    """Given the items, return the document's departments in order of their first place."""
    spellings: dict[str, Counter[str]] = {}
    for item in items:
        for raw in item.departments_raw:
            spellings.setdefault(register.of(raw), Counter())[raw] += 1
        for raw, name in _heading_names(item, register):
            spellings.setdefault(name, Counter())[raw] += 1
    listed = Counter((item.list_type, name) for item in items for name in item.departments)
    clauses = [clause for item in items for clause in item.clauses]
    headed = Counter(name for clause in clauses for name in clause.departments)
    bound = Counter(name for clause in clauses for name in clause.bound)
    return tuple(
        Department(
            name=name,
            spellings=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))),
            cooperative_items=listed["cooperative", name],
            recall_items=listed["recall", name],
            clauses=headed[name],
            bound_clauses=bound[name],
        )
        for name, counts in spellings.items()
    )


def _heading_names(item: Item, register: Register) -> Iterable[tuple[str, str]]:
    """Given an item, yield each name of its department headings with the canonical one.

    Once a heading, however many clauses stand under it.
    """
    before: tuple[str, str | None, str | None] | None = None
    for clause in item.clauses:
        place = (clause.field, clause.heading, clause.department_raw)
        if clause.department_raw and place != before and clause.field != "handling":
            for raw in split_names(clause.department_raw, register.names):
                yield raw, register.all_of((raw,), item.departments)[0]
        before = place
