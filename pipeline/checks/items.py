"""What is odd about single items: numbers that jump, sentences that stop, marks unpaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from ..cells.clauses import Part
from ..letters.marks import BELOW, CLAUSE_KINDS, HEADING_KINDS
from ..letters.script import CLOSERS, COLONS, SENTENCE_ENDS
from ..model import LIST_TYPES, Doubt, Item, ListType
from ..rules import Rules
from .likeness import partner
from .survey import ReadCell, Survey, doubt_about, in_order

# What every item of a list must have.
WANTED: Mapping[ListType, tuple[str, ...]] = {
    "basic": ("category", "name"),
    "cooperative": ("category", "name", "superior_duties", "township_duties"),
    "recall": ("category", "name", "handling"),
}
# The level of the numbers of departments' headings (1.县民政局：), between groups and clauses.
NAMED = "named"
# What a part of a cell may be followed by (None is the cell's end).
FOLLOWED = frozenset(
    {
        *[("clause", kind) for kind in ("clause", "heading", "department", "label", "row", None)],
        *[("row", kind) for kind in ("clause", "heading", "department", "label")],
        *[(kind, "clause") for kind in ("heading", "department", "label")],
        *[(kind, "heading") for kind in ("heading", "department", "label")],
        *[(kind, "department") for kind in ("heading", "label")],
    }
)
HANDLED = FOLLOWED | {("department", "label")}

# An empty department cell is odd in a list in which so many items name a department …
FEWEST_NAMED = 10
# … and one of so many at most names none; a single one is odd in any such list.
ONE_UNNAMED_OF = 20
# Clauses are told for not being sentences where so many of the document's are.
MOSTLY_SENTENCES = 0.9
# Letters of a county's name; more before a body's name are its own, as of a bank.
LONGEST_PLACE = 5
# Letters that are quoted of the end of a text, and of its beginning.
QUOTED = 16

Numbers = list[tuple[int, bool]]  # a number, and whether it may begin again
Run = tuple[str | None, Numbers]  # numbers with the name of what is above them


def item_doubts(survey: Survey) -> Iterable[Doubt]:
    """Yield what a maintainer should look at in each item by itself."""
    own = (
        *_missing(survey.items),
        *_empty_headings(survey.cells),
        *_numbering(survey.cells),
        *_marks(survey),
        *_unheaded(survey.cells),
        *_unknown(survey),
        *_unfinished(survey),
        *_cut_names(survey),
        *_repeated(survey),
        *_unnumbered(survey),
    )
    yield from in_order(own, survey.items)
    yield from _labels(survey.cells)


# --- cells -----------------------------------------------------------------------------------


def _missing(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield the cells that every item of a list must have and one lacks."""
    for item in items:
        for field in WANTED[item.list_type]:
            if not getattr(item, field):
                yield doubt_about(item, "cell_missing", "", {"field": field})


def without_departments(survey: Survey) -> Iterable[Doubt]:
    """Yield items with an empty department cell in lists where hardly another is.

    无 or a stroke says that there is none; an empty cell does not. Where others say so, items
    without departments are usual in the list.
    """
    for kind in LIST_TYPES:
        listed = [draft for draft in survey.drafts if draft.row.list_type == kind]
        named = sum(bool(draft.departments_raw) for draft in listed)
        if named < FEWEST_NAMED or len(listed) - named > max(1, len(listed) // ONE_UNNAMED_OF):
            continue
        for draft in listed:
            if draft.departments_cell == "" and not draft.row.cells.get("departments"):
                facts = {"named": named, "count": len(listed)}
                page = draft.row.page
                yield Doubt("cell_missing", "departments", facts, draft.item_id, page)


def _empty_headings(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield the headings and labels that nothing stands under."""
    for cell in cells:
        followed = HANDLED if cell.field == "handling" else FOLLOWED
        parts = cell.reading.parts
        for part, following in zip_longest(parts, parts[1:]):
            if (part.kind, following and following.kind) not in followed:
                facts = {"heading": part.text, "field": cell.field}
                yield doubt_about(cell.item, "heading_empty", "", facts, part)


def _labels(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield the items that lack a label of a pair, where most others have them by pairs.

    An item without any is whole: it says that nobody takes it over.
    """
    labelled = [
        (cell.item, texts)
        for cell in cells
        if cell.field == "handling"
        if (texts := [part.text for part in cell.reading.heads if part.kind == "label"])
    ]
    paired = sum(len(texts) % 2 == 0 for _, texts in labelled)
    if 2 * paired < len(labelled):
        return
    for item, texts in labelled:
        if len(texts) % 2:
            yield doubt_about(item, "cell_missing", "label", {"labels": "、".join(texts)})


def _marks(survey: Survey) -> Iterable[Doubt]:
    """Yield names and cells whose quotation marks or brackets are not paired.

    A cell's own marks (1）) are none of them.
    """
    names = [(item, "name", item.name) for item in survey.items]
    parts = [(c.item, c.field, [part.text for part in c.reading.parts]) for c in survey.cells]
    pairs = [tuple(pair) for pair in survey.rules.checks.pairs]
    for item, field, texts in (*names, *parts):
        text = "".join(texts)
        for left, right in pairs:
            opened, closed = text.count(left), text.count(right)
            if opened != closed:
                facts: dict[str, str | int] = {
                    "field": field,
                    "opened": opened,
                    "left": left,
                    "closed": closed,
                    "right": right,
                }
                yield doubt_about(item, "marks_unpaired", "", facts)


# --- numbers ---------------------------------------------------------------------------------


def _numbering(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield, per cell, the numbers that do not run 1, 2, 3 under what stands above them.

    A department may begin again or go on, but not where its heading is only printed twice in a
    row; a group heading begins again; numbers of a lower level begin again under each number of a
    higher one.
    """
    for cell in cells:
        for name, numbers in _runs(cell.reading.parts):
            if _run_on(numbers):
                continue
            printed = "、".join(str(number) for number, _ in numbers)
            if name:
                facts = {"field": cell.field, "under": name, "numbers": printed}
                yield doubt_about(cell.item, "clause_numbers", "under", facts)
            else:
                facts = {"field": cell.field, "numbers": printed}
                yield doubt_about(cell.item, "clause_numbers", "", facts)


def _runs(parts: Sequence[Part]) -> list[Run]:
    """Return the numbers of a cell level by level, in order of where each run ends."""
    runs: dict[str, Run] = {}
    ended: list[Run] = []
    above: str | None = None
    named: set[str] = set()  # the departments since the last group heading
    fresh = False
    for part in parts:
        kind = part.kind
        if kind == "row":
            named.clear()
        if kind in ("row", "department", "label"):
            above, fresh = part.text, kind == "label" or part.text not in named
            named.add(part.text)
        if part.number is None:
            continue
        level = NAMED if kind == "department" else part.level
        lower: Sequence[str] = CLAUSE_KINDS if level == NAMED else BELOW[level]
        if level in HEADING_KINDS:
            lower = (*lower, NAMED)
        ended += [runs.pop(one) for one in lower if one in runs]
        if kind == "heading":
            above = part.text
            named.clear()
        runs.setdefault(level, (above, []))[1].append((part.number, fresh))
        fresh = False
    return [*ended, *runs.values()]


def _run_on(numbers: Numbers) -> bool:
    """Tell whether numbers go up by one from 1, or from 1 again where they may."""
    expected = 1
    for number, fresh in numbers:
        if number != expected and not (fresh and number == 1):
            return False
        expected = number + 1
    return True


def _unnumbered(survey: Survey) -> Iterable[Doubt]:
    """Yield rows without a number."""
    for item, draft in zip(survey.items, survey.drafts, strict=True):
        if draft.row.seq is None:
            yield doubt_about(item, "seq_missing", "", {"number": item.seq})


# --- departments -----------------------------------------------------------------------------


def _unheaded(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield departments that no heading of the duties names, where any are named, and others.

    A department whose heading stands above group headings is named, though no clause stands
    directly under it.
    """
    for cell in cells:
        item = cell.item
        headed = {name for one in cell.clauses for name in one.departments}
        if cell.field != "superior_duties" or not headed:
            continue
        printed = tuple(part.text[1:] for part in cell.reading.heads if part.kind == "department")
        unlisted = headed - set(item.departments)
        lacking = [
            name for name in item.departments if name not in headed and not name.endswith(printed)
        ]
        for name in lacking:
            if likely := partner(name, lacking, unlisted):
                unlisted.remove(likely)
                facts = {"department": name, "likely": likely}
                yield doubt_about(item, "department_without_duties", "likely", facts)
            else:
                yield doubt_about(item, "department_without_duties", "", {"department": name})
        for name in sorted(unlisted):
            yield doubt_about(item, "department_unlisted", "", {"department": name})


def _unknown(survey: Survey) -> Iterable[Doubt]:
    """Yield departments whose name does not end as one, or is only the end of one."""
    odd = {name for name in survey.printed if not _is_whole(name, survey.rules)}
    for item in survey.items:
        for name in item.departments_raw:
            if name in odd:
                yield doubt_about(item, "department_unknown", "", {"department": name})


def _is_whole(name: str, rules: Rules) -> bool:
    """Tell whether a department's name ends as one, and is not only the end of one."""
    name = rules.grammar.bracketed.sub("", name)
    place = rules.grammar.place_before.match(name)
    short = place is not None and place.end() <= LONGEST_PLACE
    rest = name[place.end() :] if place and short else name[1:]
    ended = name.endswith(rules.departments.suffixes) or name in rules.department_names
    cut = rest in rules.departments.parts and not name.startswith(rules.departments.heads)
    return ended and not cut


# --- sentences and names ---------------------------------------------------------------------


def _unfinished(survey: Survey) -> Iterable[Doubt]:
    """Yield clauses that do not begin or end as sentences, in a document whose clauses do.

    A cell of several clauses of which none ends so is a list of phrases.
    """
    begun, ends = survey.rules.grammar.wordings["begun"], SENTENCE_ENDS + COLONS
    clauses = [(cell, clause) for cell in survey.cells for clause in cell.clauses]
    open_ended = [
        (cell, clause) for cell, clause in clauses if clause.text.rstrip(CLOSERS)[-1:] not in ends
    ]
    if len(clauses) - len(open_ended) < MOSTLY_SENTENCES * len(clauses):
        return
    for cell, clause in clauses:
        if begun.search(clause.text):
            text = clause.text[:QUOTED]
            facts: dict[str, str | int]
            facts = {"field": clause.field, "clause": clause.ordinal, "text": text}
            yield doubt_about(cell.item, "clause_unfinished", "begin", facts, clause)
    phrases = Counter((cell.item.item_id, cell.field) for cell, _ in open_ended)
    for cell, clause in open_ended:
        open_count = phrases[cell.item.item_id, cell.field]
        if open_count == 1 or open_count < len(cell.clauses):
            text = _tail(clause.text)
            facts = {"field": clause.field, "clause": clause.ordinal, "text": text}
            yield doubt_about(cell.item, "clause_unfinished", "", facts, clause)


def _cut_names(survey: Survey) -> Iterable[Doubt]:
    """Yield names that begin or end as nothing whole does."""
    wordings = survey.rules.grammar.wordings
    looked_for = [wordings[name] for name in ("begun", "begun_name", "cut_name")]
    for item in survey.items:
        if any(pattern.search(item.name) for pattern in looked_for):
            yield doubt_about(item, "name_unfinished", "", {"text": _tail(item.name)})


def _tail(text: str) -> str:
    return text if len(text) <= QUOTED else f"…{text[1 - QUOTED :]}"


def _repeated(survey: Survey) -> Iterable[Doubt]:
    """Yield names that stand twice in a list; one merged over several items is printed once."""
    items = [
        item
        for item, draft in zip(survey.items, survey.drafts, strict=True)
        if len(item.name) > 1 and draft.row.cells["name"][0].start not in draft.row.shared
    ]
    names = Counter((item.list_type, item.name) for item in items)
    for item in items:
        if names[item.list_type, item.name] > 1:
            yield doubt_about(item, "item_repeated", "", {"name": item.name})
