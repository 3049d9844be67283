"""What a lost line leaves behind: lists that break off, numbers that stop, names with a hole.

A document has habits (the last clause of a list ends with a full stop, every clause of a
list is numbered). Only what breaks a habit that nearly all of the document keeps is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from ..cells.items import Draft
from ..departments.names import behind_place
from ..letters.lines import printed_width
from ..letters.script import FULL_STOP, SEMICOLONS, number_of
from ..model import Clause, Doubt, Item, Line
from ..rules import Rules
from .survey import ReadCell, Survey, doubt_about, in_order

# A line that is narrower than this share of its column's widest one ends its paragraph.
FULL = 0.8
# At most this share of the last clauses of a kind, or of a list's names, breaks a habit.
RARELY = 0.1
# At most this share of the names of one form, and one name at least, begins otherwise.
HARDLY_EVER = 0.05
# Letters that a department's name lacks of a full one: fewer are an abbreviation.
SHORTEST_HOLE = 3
# Letters that are quoted.
QUOTED = 15

GOES_ON = tuple(SEMICOLONS)  # behind a clause: another one of its list follows
CLAUSE_ENDS = (FULL_STOP, *SEMICOLONS)

Ending = tuple[Item, Clause]


def loss_doubts(survey: Survey) -> Iterable[Doubt]:
    """Yield where something seems to have been cut out of the items."""
    yield from _open_lists(survey)
    own = (*_numbers_lost(survey), *_inner_numbers(survey), *_lone_headings(survey.cells))
    yield from in_order(own, survey.items)
    yield from _run_together(survey)
    yield from _attributive_ends(survey)
    yield from _unlike_others(survey)
    yield from _holed_names(survey)


# --- the preamble -----------------------------------------------------------------------------


def preamble_doubts(preamble: Sequence[Line], rules: Rules) -> Iterable[Doubt]:
    """Yield a preamble's headings that lack the one before them, and an end that breaks off."""
    wordings = rules.grammar.wordings
    seen = {0}
    for line in preamble:
        heading = wordings["preamble_heading"].search(line.text)
        number = number_of(heading["number"]) if heading else 0
        if heading and number - 1 not in seen and not heading["sentence"]:
            text = line.text.strip()[:QUOTED]
            yield _doubt(line, "preamble_cut", "heading", {"number": number - 1, "text": text})
        seen.add(number)
    for line in preamble[-1:]:
        if wordings["broken_off"].search(line.text):
            yield _doubt(line, "preamble_cut", "", {"text": line.text.strip()[-QUOTED:]})


def _doubt(line: Line, code: str, case: str, facts: dict[str, str | int]) -> Doubt:
    number = line.number
    return Doubt(code, case, facts, None, line.page, number, number, line.start, line.end)


# --- clauses ----------------------------------------------------------------------------------


def _open_lists(survey: Survey) -> Iterable[Doubt]:
    """Yield cells, and numbered lists inside cells with headings, that end with a semicolon.

    Each kind only where (nearly) all others end with a full stop.
    """
    cells = survey.cells
    last = [(cell.item, cell.clauses[-1]) for cell in cells if cell.clauses]
    lists = [
        (cell.item, clause)
        for cell in cells
        for clause, after in pairwise(cell.clauses)
        if clause.number and not _same_list(clause, after)
    ]
    for item, clause in _rare_ends(last):
        facts: dict[str, str | int] = {"field": clause.field, "clause": clause.ordinal}
        yield doubt_about(item, "list_unfinished", "", facts, clause)
    for item, clause in _rare_ends(lists):
        facts = {"field": clause.field, "clause": clause.ordinal}
        yield doubt_about(item, "list_unfinished", "list", facts, clause)


def _rare_ends(endings: Sequence[Ending]) -> Sequence[Ending]:
    """Return the last clauses that end as if more followed, if (nearly) all others do not."""
    found = [(item, clause) for item, clause in endings if clause.text.endswith(GOES_ON)]
    return found if len(found) <= RARELY * len(endings) else ()


def _same_list(clause: Clause, after: Clause) -> bool:
    """Tell whether two clauses stand under the same headings."""
    return (clause.heading, clause.department_raw) == (after.heading, after.department_raw)


def _numbers_lost(survey: Survey) -> Iterable[Doubt]:
    """Yield clauses without a number behind a numbered one that says that another follows."""
    for cell in survey.cells:
        for clause, after in pairwise(cell.clauses):
            if clause.number is None or after.number is not None:
                continue
            if clause.text.endswith(GOES_ON) and _same_list(clause, after):
                facts: dict[str, str | int] = {
                    "field": clause.field,
                    "clause": after.ordinal,
                    "number": clause.number,
                }
                yield doubt_about(cell.item, "clause_numbers", "lost", facts, after)


def _inner_numbers(survey: Survey) -> Iterable[Doubt]:
    """Yield clauses that hold a number that does not follow: （1）审核；（3）公示.

    A numbering of their own, from 1 on, belongs to their sentences.
    """
    for cell in survey.cells:
        for clause in cell.clauses:
            if not _is_counted(clause.text, survey.rules):
                facts: dict[str, str | int] = {"field": clause.field, "clause": clause.ordinal}
                yield doubt_about(cell.item, "clause_numbers", "inner", facts)


def _is_counted(text: str, rules: Rules) -> bool:
    """Tell whether the numbers inside a text, if behind a semicolon, run from 1 on."""
    wordings = rules.grammar.wordings
    if not wordings["listed_number"].search(text):
        return True
    plain = wordings["quoted"].sub("", text)
    kinds = {str(found.lastgroup) for found in wordings["listed_number"].finditer(plain)}
    for kind in kinds - {"lost"}:
        printed = [found[kind] for found in wordings["inner_number"].finditer(plain)]
        numbers = [rules.grammar.number(kind, one) for one in printed if one]
        if numbers != list(range(1, len(numbers) + 1)):
            return False
    return "lost" not in kinds


def _lone_headings(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield cells with a first heading and no second one."""
    for cell in cells:
        headings = [part for part in cell.reading.parts if part.level == "heading"]
        if len(headings) == 1 and headings[0].kind == "heading" and headings[0].number == 1:
            yield doubt_about(cell.item, "clause_numbers", "heading", {"field": cell.field})


def _run_together(survey: Survey) -> Iterable[Doubt]:
    """Yield sentences that end early in their line and whose clause goes on in the next one."""
    widest: defaultdict[tuple[str, str], float] = defaultdict(float)
    for cell in survey.cells:
        column = cell.item.list_type, cell.field
        widths = [printed_width(line.text) for line in cell.lines]
        widest[column] = max([widest[column], *widths])
    for cell in survey.cells:
        for line in _inner_ends(cell):
            text = line.text.rstrip()
            if printed_width(text) < FULL * widest[cell.item.list_type, cell.field]:
                facts = {"field": cell.field, "text": text[-QUOTED:]}
                yield doubt_about(cell.item, "paragraphs_joined", "", facts)


def _inner_ends(cell: ReadCell) -> Iterable[Line]:
    """Yield the lines of a cell that end a sentence, but no clause or heading.

    Where the reader knows how lines wrap, nothing was joined by guessing.
    """
    if any(line.wraps is not None for line in cell.lines[:1]):
        return
    ends = {part.end for part in cell.reading.parts}
    for line in cell.lines[:-1]:
        text = line.text.rstrip()
        if text.endswith(CLAUSE_ENDS) and line.start + len(text) not in ends:
            yield line


# --- names ------------------------------------------------------------------------------------


def _attributive_ends(survey: Survey) -> Iterable[Doubt]:
    """Yield names that end in 的 where (nearly) no other of their list does."""
    of = survey.rules.checks.attributive
    own = [item for item in survey.items if item.name.endswith(of)]
    names = Counter(item.list_type for item in survey.items)
    ending = Counter(item.list_type for item in own)
    for item in own:
        if ending[item.list_type] <= RARELY * names[item.list_type]:
            yield doubt_about(item, "name_unfinished", "", {"text": item.name[-QUOTED:]})


def _unlike_others(survey: Survey) -> Iterable[Doubt]:
    """Yield names of the form 对…的处罚 that do not begin as all others of their list do."""
    of = survey.rules.checks.attributive
    alike: dict[tuple[str, str], list[Item]] = {}
    for item in survey.items:
        if item.name[-3:-2] == of:
            alike.setdefault((item.list_type, item.name[-3:]), []).append(item)
    for (_, end), own in alike.items():
        first, count = Counter(item.name[0] for item in own).most_common(1)[0]
        others, few = len(own) - count, HARDLY_EVER * len(own)
        if few < 1 or others > few:
            continue
        for item in own:
            if not item.name.startswith(first):
                facts = {"text": item.name[:QUOTED], "begin": first, "end": end}
                yield doubt_about(item, "name_unfinished", "unlike", facts)


def _holed_names(survey: Survey) -> Iterable[Doubt]:
    """Yield names of departments that lack, right at a line's end, what a full name has there.

    `巴县人力` / `保障局` beside 巴县人力资源和社会保障局. Abbreviations are made without regard to
    line ends, and are printed more than once.
    """
    items = survey.items
    once = {name for name, count in survey.printed.items() if count == 1}
    full = dict.fromkeys(name for item in items for name in item.departments)
    headings = "、".join({one.department_raw or "" for item in items for one in item.clauses})
    for item, draft in zip(items, survey.drafts, strict=True):
        for name, at in _broken_names(draft, once):
            wholes = _filled(name, at, full)
            if wholes and (behind_place(name, survey.rules) or name) not in headings:
                facts = {"department": name, "whole": wholes[0]}
                yield doubt_about(item, "department_unknown", "hole", facts)


def _broken_names(draft: Draft, among: Set[str]) -> Iterable[tuple[str, int]]:
    """Yield those of some names that a line break cuts in a department cell, with where it does."""
    breaks, text = [], ""
    for line in draft.row.cells.get("departments", ()):
        text += "".join(line.text.split())
        breaks.append(len(text))
    start = 0
    for name in draft.departments_raw:
        start = max(text.find(name, start), start)
        if name in among:
            yield from ((name, at - start) for at in breaks if start < at < start + len(name))


def _filled(name: str, at: int, names: Iterable[str]) -> list[str]:
    """Return those of some names that a name is with something cut out of them at a place."""
    begin, end, least = name[:at], name[at:], len(name) + SHORTEST_HOLE
    return [
        whole
        for whole in names
        if len(whole) >= least and whole.endswith(end) and whole.startswith(begin)
    ]
