"""What a lost line leaves behind: lists that break off, numbers that stop, names with a hole.

A document has habits (the last clause of a list ends with a full stop, every clause of a
list is numbered). Only what breaks a habit that nearly all of the document keeps is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import pairwise

from ..cells.items import Draft
from ..departments.names import behind_place
from ..letters.lines import printed_width
from ..model import Clause, Doubt, Item, Line
from ..rules import Rules
from .survey import SENTENCE_ENDS, ReadCell, Survey

GOES_ON = ("；", ";")
FULL = 0.8  # of the widest line of a column; a line that is shorter ends its paragraph
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
COUNTED = [str(number) for number in range(1, 100)]
MARK = re.compile(
    r"[（(](?P<bracket>\d{1,2})[）)]|(?P<circle>[①-⑳])|(?<![\d.])(?P<dot>\d{1,2})[.．、](?!\d)"
)
INNER = re.compile(rf"[；;]\s*(?:{MARK.pattern}|(?P<lost>[.．]))")
QUOTED = re.compile("“[^”]*”|（[^（）]{20,}）")
RARELY = 0.1
HARDLY_EVER = 0.05
SHORTEST_HOLE = 3

Ending = tuple[Item, Clause]


def cut_doubts(survey: Survey, rules: Rules) -> Iterable[Doubt]:
    """Given the items with their cells, yield where something seems to have been cut out."""
    items, cells = survey.items, survey.cells
    yield from _open_lists(cells, survey.headed)
    longer = [cell for cell in cells if cell.ends_inside]
    own = (*_numbers_lost(cells), *_inner_numbers(longer), *_lone_headings(survey.headed))
    yield from in_order(own, items)
    yield from _run_together(longer, cells)
    if "的\n" in survey.names:
        yield from _ends_in_of(items)
    yield from _unlike_others(items)
    yield from _holed_names(survey, rules)


def in_order(doubts: Sequence[Doubt], items: Sequence[Item]) -> list[Doubt]:
    """Given doubts check by check, return them item by item."""
    places = {item.item_id: place for place, item in enumerate(items if doubts else ())}
    return sorted(doubts, key=lambda doubt: places[doubt.item_id or ""])


def _doubt(
    item: Item,
    code: str,
    case: str,
    facts: Mapping[str, str | int],
    clause: Clause | None = None,
) -> Doubt:
    start, end = (clause.start, clause.end) if clause else (None, None)
    return Doubt(
        code, case, facts, item.item_id, item.page, item.line_start, item.line_end, start, end
    )


def _open_lists(cells: Sequence[ReadCell], headed: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield cells, and numbered lists inside cells with headings, that end with a semicolon.

    Each kind only where (nearly) all others end with a full stop.
    """
    last: list[Ending] = [(cell.item, cell.clauses[-1]) for cell in cells if cell.clauses]
    lists: list[Ending] = [
        (cell.item, clause)
        for cell in headed
        for clause, after in pairwise(cell.clauses)
        if clause.number
        if clause.heading != after.heading or clause.department_raw != after.department_raw
    ]
    for item, clause in _going_on(last):
        facts = {"field": clause.field, "clause": clause.ordinal}
        yield _doubt(item, "list_unfinished", "", facts, clause)
    for item, clause in _going_on(lists):
        facts = {"field": clause.field, "clause": clause.ordinal}
        yield _doubt(item, "list_unfinished", "list", facts, clause)


def _going_on(endings: Sequence[Ending]) -> Sequence[Ending]:
    """Return the last clauses that end with a semicolon, if (nearly) all others do not."""
    going_on = [(item, clause) for item, clause in endings if clause.text.endswith(GOES_ON)]
    return going_on if len(going_on) <= RARELY * len(endings) else ()


def _numbers_lost(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield clauses without a number behind a numbered one that says that another follows."""
    for cell in cells:
        for clause, after in pairwise(cell.clauses):
            if (
                after.number is None
                and clause.number is not None
                and clause.text.endswith(GOES_ON)
                and clause.heading == after.heading
                and clause.department_raw == after.department_raw
            ):
                facts: dict[str, str | int] = {
                    "field": clause.field,
                    "clause": after.ordinal,
                    "number": clause.number,
                }
                yield _doubt(cell.item, "clause_numbers", "lost", facts, after)


def _inner_numbers(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield clauses that hold a number that does not follow: （1）审核；（3）公示.

    A numbering of their own, from 1 on, belongs to their sentences.
    """
    listing = [
        (cell.item, clause)
        for cell in cells
        for clause in cell.clauses
        for inner in [clause.text[:-1]]
        if "；" in inner or ";" in inner
    ]
    for item, clause in listing:
        if not _is_counted(QUOTED.sub("", clause.text)):
            facts = {"field": clause.field, "clause": clause.ordinal}
            yield _doubt(item, "clause_numbers", "inner", facts)


def _is_counted(text: str) -> bool:
    """Tell whether the numbers inside a text, if behind a semicolon, run from 1 on."""
    kinds = {found.lastgroup for found in INNER.finditer(text)} - {None}
    for kind in kinds:
        printed = [found.groupdict().get(kind or "") for found in MARK.finditer(text)]
        numbers = [number for number in printed if number]
        counted = list(CIRCLED) if kind == "circle" else COUNTED
        if kind == "lost" or numbers != counted[: len(numbers)]:
            return False
    return True


def _lone_headings(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Given the cells with headings, yield those with a first one and no second one."""
    for cell in cells:
        first = [p for p in cell.reading.heads if p.number == 1 and p.kind == p.level == "heading"]
        levels = [part.level for part in cell.reading.parts] if len(first) == 1 else []
        if levels.count("heading") == 1:
            yield _doubt(cell.item, "clause_numbers", "heading", {"field": cell.field})


def _run_together(longer: Sequence[ReadCell], cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield sentences that end early in their line and whose clause goes on in the next one.

    Only in `longer`, those of the cells in which a sentence ends inside of a clause.
    """
    found = [(cell, line) for cell in longer for line in _inner_ends(cell)]
    columns = {(cell.item.list_type, cell.field) for cell, _ in found}
    widest = {
        (list_type, field): max(
            printed_width(line.text)
            for cell in cells
            if cell.item.list_type == list_type and cell.field == field
            for line in cell.lines
        )
        for list_type, field in columns
    }
    for cell, line in found:
        text = line.text.rstrip()
        if printed_width(text) < FULL * widest[cell.item.list_type, cell.field]:
            facts = {"field": cell.field, "text": text[-15:]}
            yield _doubt(cell.item, "paragraphs_joined", "", facts)


def _inner_ends(cell: ReadCell) -> list[Line]:
    """Return the lines of a cell that end a sentence, but no clause or heading."""
    if len(cell.lines) < 2 or cell.lines[0].wraps is not None:
        return []
    ending = [
        (line, line.start + len(text))
        for line in cell.lines[:-1]
        if (text := line.text.rstrip()).endswith(SENTENCE_ENDS)
    ]
    ends = {part.end for part in cell.reading.parts} if ending else ()
    return [line for line, end in ending if end not in ends]


def _ends_in_of(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield names that end in 的 where (nearly) no other of their list does."""
    own = [item for item in items if item.name[-1:] == "的"]
    names = Counter([item.list_type for item in items]) if own else {}
    ending = Counter(item.list_type for item in own)
    for item in own:
        if ending[item.list_type] <= RARELY * names[item.list_type]:
            yield _doubt(item, "name_unfinished", "", {"text": item.name[-15:]})


def _unlike_others(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield names of the form 对…的处罚 that do not begin as all others of their list do."""
    alike: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if item.name[-3:-2] == "的":
            alike.setdefault((item.list_type, item.name[-3:]), []).append(item)
    for (_, end), own in alike.items():
        if HARDLY_EVER * len(own) < 1:
            continue  # a single one would be too many
        first, count = Counter(item.name[0] for item in own).most_common(1)[0]
        if len(own) - count > HARDLY_EVER * len(own):
            continue
        for item in own:
            if not item.name.startswith(first):
                facts = {"text": item.name[:15], "begin": first, "end": end}
                yield _doubt(item, "name_unfinished", "unlike", facts)


# --- names of departments ---------------------------------------------------------------------


def _holed_names(survey: Survey, rules: Rules) -> Iterable[Doubt]:
    """Yield names of departments that lack, right at a line's end, what a full name has there.

    `巴县人力` / `保障局` beside 巴县人力资源和社会保障局. Abbreviations are made without regard to
    line ends, and are printed more than once.
    """
    items = survey.items
    once = {name for name, count in survey.printed.items() if count == 1}
    broken = [
        (item, name, at)
        for item, draft in zip(items, survey.drafts, strict=True)
        if not once.isdisjoint(item.departments_raw)
        for name, at in _broken_names(draft, once)
    ]
    full = dict.fromkeys([name for item in items if broken for name in item.departments])
    holed = [
        (item, name, wholes[0]) for item, name, at in broken if (wholes := _filled(name, at, full))
    ]
    if not holed:
        return
    headings = "、".join({one.department_raw or "" for item in items for one in item.clauses})
    for item, name, whole in holed:
        if (behind_place(name, rules) or name) not in headings:
            facts = {"department": name, "whole": whole}
            yield _doubt(item, "department_unknown", "hole", facts)


def _broken_names(draft: Draft, among: Set[str]) -> Iterable[tuple[str, int]]:
    """Yield those of some names that a line break cuts in a department cell, with where it does."""
    lines = draft.row.cells.get("departments", ())
    if len(lines) < 2:
        return
    breaks, text = [], ""
    for line in lines:
        text += "".join(line.text.split())
        breaks.append(len(text))
    start = 0
    for name in draft.departments_raw:
        start = max(text.find(name, start), start)
        if name in among:
            yield from ((name, at - start) for at in breaks if start < at < start + len(name))


def _filled(name: str, at: int, names: Iterable[str]) -> list[str]:
    """Given a name, return those that it is with something cut out of them at a place."""
    begin, end, least = name[:at], name[at:], len(name) + SHORTEST_HOLE
    return [
        whole
        for whole in names
        if len(whole) >= least and whole.endswith(end) and whole.startswith(begin)
    ]
