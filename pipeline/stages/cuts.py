"""What a lost line leaves behind: lists that break off, numbers that stop, names with a hole.

A document has habits (the last clause of a list ends with a full stop, every clause of a
list is numbered). Only what breaks a habit that nearly all of the document keeps is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.model import Clause, Doubt, Field, Item, Line
from pipeline.stages.items import Draft
from pipeline.stages.names import PLACE
from pipeline.stages.paragraphs import printed_width

GOES_ON = frozenset("；;")
SENTENCE_ENDS = ("；", "。", ";")
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


def cut_doubts(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Given the items, yield where something seems to have been cut out of them."""
    yield from _open_lists(items)
    own = (*_numbers_lost(items), *_inner_numbers(items), *_lone_headings(items, drafts))
    yield from in_order(own, items)
    yield from _run_together(items, drafts)
    yield from _ends_in_of(items)
    yield from _unlike_others(items)
    yield from _holed_names(items, drafts)


def in_order(doubts: Sequence[Doubt], items: Sequence[Item]) -> list[Doubt]:
    """Given doubts check by check, return them item by item."""
    places = {item.item_id: place for place, item in enumerate(items if doubts else ())}
    return sorted(doubts, key=lambda doubt: places[doubt.item_id or ""])


def _doubt(item: Item, code: str, detail: str, clause: Clause | None = None) -> Doubt:
    start, end = (clause.start, clause.end) if clause else (None, None)
    return Doubt(code, detail, item.item_id, item.page, item.line_start, item.line_end, start, end)


def _open_lists(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield cells, and numbered lists inside cells, that end with a semicolon.

    Each kind only where (nearly) all others end with a full stop.
    """
    cells: list[Ending] = []
    lists: list[Ending] = []
    for item in items:
        for clause, after in zip(item.clauses, [*item.clauses[1:], None], strict=False):
            if after is None or after.field != clause.field:
                cells.append((item, clause))
            elif clause.number and not _side_by_side(clause, after):
                lists.append((item, clause))
    for what, endings in (("the cell", cells), ("a list", lists)):
        going_on = [(item, clause) for item, clause in endings if clause.text[-1:] in GOES_ON]
        for item, clause in going_on if len(going_on) <= RARELY * len(endings) else ():
            detail = f"{what} ends as if more followed: {clause.field} clause {clause.ordinal}"
            yield _doubt(item, "list_unfinished", detail, clause)


def _side_by_side(one: Clause, other: Clause) -> bool:
    """Tell whether two clauses of a cell stand under the same headings."""
    return one.heading == other.heading and one.department_raw == other.department_raw


def _numbers_lost(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield clauses without a number behind a numbered one that says that another follows."""
    for item in items:
        for clause, after in pairwise(item.clauses):
            if (
                after.number is None
                and clause.number is not None
                and clause.text[-1:] in GOES_ON
                and clause.field == after.field
                and _side_by_side(clause, after)
            ):
                which = f"{clause.field} clause {after.ordinal}"
                detail = f"{which} has no number, behind {clause.number}"
                yield _doubt(item, "clause_numbers", detail, after)


def _inner_numbers(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield clauses that hold a number that does not follow: （1）审核；（3）公示.

    A numbering of their own, from 1 on, belongs to their sentences.
    """
    for item in items:
        for clause in item.clauses:
            text = clause.text
            if text.find("；", 0, -1) < 0 and text.find(";", 0, -1) < 0:
                continue
            if not _is_counted(QUOTED.sub("", text)):
                which = f"{clause.field} clause {clause.ordinal}"
                yield _doubt(item, "clause_numbers", f"{which} holds a number that does not follow")


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


def _lone_headings(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Yield cells with a first heading and no second one."""
    for item, draft in zip(items, drafts, strict=True):
        for field, reading in draft.readings.items():
            headings = [p for p in (reading.parts if reading.heads else ()) if p.level == "heading"]
            if len(headings) == 1 and headings[0].kind == "heading" and headings[0].number == 1:
                yield _doubt(item, "clause_numbers", f"{field} has a heading 一 and none behind it")


def _run_together(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Yield sentences that end early in their line and whose clause goes on in the next one."""
    found = [
        (item, field, line)
        for item, draft in zip(items, drafts, strict=True)
        for field in draft.readings
        for line in _inner_ends(draft, field)
    ]
    columns = {(item.list_type, field) for item, field, _ in found}
    widest = {
        (list_type, field): max(
            printed_width(line.text)
            for draft in drafts
            if draft.row.list_type == list_type
            for line in draft.row.cells.get(field, ())
        )
        for list_type, field in columns
    }
    for item, field, line in found:
        text = line.text.rstrip()
        if printed_width(text) < FULL * widest[item.list_type, field]:
            detail = f"{field} goes on in its sentence behind {text[-15:]!r}"
            yield _doubt(item, "paragraphs_joined", detail)


def _inner_ends(draft: Draft, field: Field) -> list[Line]:
    """Return the lines of a cell that end a sentence, but no clause or heading."""
    lines = draft.row.cells[field]
    if len(lines) < 2 or lines[0].wraps is not None:
        return []
    ending = [
        (line, line.start + len(text))
        for line in lines[:-1]
        if (text := line.text.rstrip()).endswith(SENTENCE_ENDS)
    ]
    ends = {part.end for part in draft.readings[field].parts} if ending else ()
    return [line for line, end in ending if end not in ends]


def _ends_in_of(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield names that end in 的 where (nearly) no other of their list does."""
    names = Counter(item.list_type for item in items)
    own = [item for item in items if item.name.endswith("的")]
    ending = Counter(item.list_type for item in own)
    for item in own:
        if ending[item.list_type] <= RARELY * names[item.list_type]:
            yield _doubt(item, "name_unfinished", f"the name looks cut: {item.name[-15:]!r}")


def _unlike_others(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield names of the form 对…的处罚 that do not begin as all others of their list do."""
    alike: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if item.name[-3:-2] == "的":
            alike.setdefault((item.list_type, item.name[-3:]), []).append(item)
    for (_, end), own in alike.items():
        first, count = Counter(item.name[0] for item in own).most_common(1)[0]
        if len(own) - count > HARDLY_EVER * len(own):
            continue
        for item in own:
            if not item.name.startswith(first):
                detail = f"{item.name[:15]!r} does not begin with {first} like others in {end}"
                yield _doubt(item, "name_unfinished", detail)


# --- names of departments ---------------------------------------------------------------------


def _holed_names(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Yield names of departments that lack, right at a line's end, what a full name has there.

    `巴县人力` / `保障局` beside 巴县人力资源和社会保障局. Abbreviations are made without regard to
    line ends, and are printed more than once.
    """
    printed = Counter(name for item in items for name in item.departments_raw)
    once = {name for name, count in printed.items() if count == 1}
    broken = [
        (item, name, at)
        for item, draft in zip(items, drafts, strict=True)
        if not once.isdisjoint(item.departments_raw)
        for name, at in _broken_names(draft)
        if name in once
    ]
    if not broken:
        return
    clauses = (clause.department_raw or "" for item in items for clause in item.clauses)
    headings = "、".join(set(clauses))
    full = dict.fromkeys(name for item in items for name in item.departments)
    for item, name, at in broken:
        whole = next((other for other in full if _fills(name, at, other)), None)
        if whole is not None and _without_place(name) not in headings:
            yield _doubt(item, "department_unknown", f"{name!r} may lack a line of {whole!r}")


def _broken_names(draft: Draft) -> Iterable[tuple[str, int]]:
    """Yield the names of a department cell that a line break cuts, each with where it does."""
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
        yield from ((name, at - start) for at in breaks if start < at < start + len(name))


def _fills(name: str, at: int, whole: str) -> bool:
    """Tell whether a name is another one with something cut out at a place."""
    return (
        len(whole) - len(name) >= SHORTEST_HOLE
        and whole.startswith(name[:at])
        and whole.endswith(name[at:])
    )


def _without_place(name: str) -> str:
    place = PLACE.match(name)
    return name[place.end() :] if place else name
