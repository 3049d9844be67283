"""What stands twice, or in the cell beside its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ..cells.items import Draft
from ..model import Doubt, Field, Item, Line
from ..rules import Rules
from .survey import ReadCell, Survey, doubt_about, in_order

# Letters of duties that two cells hardly ever share by chance.
SHORTEST_DUTIES = 4
# Letters of lines that are not printed twice in a row by chance; in a cell of names one is enough,
# where a full line has FULL_LINE letters (in a narrower column any letter may follow itself).
SHORTEST_RUN = 2
FULL_LINE = 3
NAMES = ("name", "departments")  # the fields whose cells hold names
LONGEST_RUN = 3  # lines that are looked for twice in a row
# Letters of a phrase; a shorter word may begin and end a name.
PHRASE = 6
# Letters of a category's end, at most, that may stand alone at the beginning of a name; a full line
# is longer by at least as many.
CATEGORY_END = 2
# Letters of a department's name that its beginning in another cell is told by.
BEGINNING = 3
# Letters that are quoted.
QUOTED = 15


def misplaced_doubts(survey: Survey) -> Iterable[Doubt]:
    """Yield what items hold twice, and what belongs to another cell."""
    own = (
        *_doubled(survey),
        *_begun_twice(survey),
        *_names_twice(survey.items),
        *_same_duties(survey.items),
        *_in_names(survey),
        *_departments_beside(survey),
        *_swapped_sides(survey.cells),
    )
    return in_order(own, survey.items)


# --- twice ------------------------------------------------------------------------------------


def _doubled(survey: Survey) -> Iterable[Doubt]:
    """Yield the cells that print a line, or a few, twice in a row."""
    for item, draft in zip(survey.items, survey.drafts, strict=True):
        for field, lines in _cells(draft):
            if run := _run_twice(lines, field in NAMES):
                facts = {"field": field, "text": run[:QUOTED]}
                yield doubt_about(item, "text_doubled", "lines", facts)


def _cells(draft: Draft) -> Iterable[tuple[Field, Sequence[Line]]]:
    """Yield the lines of each cell: what stands beside several departments may be the same."""
    for field, lines in draft.row.cells.items():
        reading = draft.readings.get(field)
        if reading and any(head.kind == "row" for head in reading.heads):
            cells = [cell for part in draft.row.parts if (cell := part.cells.get(field))]
            yield from ((field, cell.lines) for cell in cells)
        else:
            yield field, lines


def _run_twice(lines: Sequence[Line], of_names: bool) -> str:
    """Return what is printed twice in a row in a cell, "" if nothing is."""
    texts = [line.text.strip() for line in lines]
    if len(set(texts)) == len(texts):
        return ""
    full = max(map(len, texts), default=0) >= FULL_LINE
    least = 1 if of_names and full else SHORTEST_RUN
    runs = [
        (first, count)
        for count in range(1, LONGEST_RUN + 1)
        for first, (one, other) in enumerate(zip(texts, texts[count:], strict=False))
        if one == other
        and texts[first : first + count] == texts[first + count : first + 2 * count]
        and len("".join(texts[first : first + count])) >= least
    ]
    first, count = min(runs, default=(0, 0))
    return "".join(texts[first : first + count])


def _begun_twice(survey: Survey) -> Iterable[Doubt]:
    """Yield the duties of the township that begin with the last line of the ones beside them."""
    for item, draft in zip(survey.items, survey.drafts, strict=True):
        if not item.superior_duties or not item.township_duties:
            continue
        cells = draft.row.cells
        left, right = cells["superior_duties"], cells["township_duties"]
        first = right[0].text.strip()
        if len(left) > 1 and len(right) > 1 and left[-1].text.strip() == first:
            yield doubt_about(item, "text_doubled", "beside", {"text": first[:QUOTED]})


def _names_twice(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield the names that end as they begin: 学校撤并巴县教学校撤并."""
    for item in items:
        name = item.name
        again = name.rfind(name[:PHRASE])
        if len(name) > PHRASE and again > 0 and name.startswith(name[again:]):
            yield doubt_about(item, "text_doubled", "name", {"text": name[-QUOTED:]})


def _same_duties(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield the items of which the duties of one side hold all those of the other."""
    for item in items:
        one, other = item.superior_duties or "", item.township_duties or ""
        if len(other) >= SHORTEST_DUTIES and one.endswith("\n" + other):
            yield doubt_about(item, "text_doubled", "superior", {})
        if len(one) >= SHORTEST_DUTIES and other.startswith(one + "\n"):
            yield doubt_about(item, "text_doubled", "township", {})


# --- in the wrong cell ------------------------------------------------------------------------


def _in_names(survey: Survey) -> Iterable[Doubt]:
    """Yield the names that hold what belongs to titles, headers, categories or other rows."""
    rules, wordings = survey.rules, survey.rules.grammar.wordings
    filed = Counter(item.category for item in survey.items if item.category)
    categories = tuple(filed)
    for item, draft in zip(survey.items, survey.drafts, strict=True):
        name = item.name
        if wordings["title_in_name"].search(name):
            yield doubt_about(item, "name_unfinished", "title", {"text": name[-QUOTED:]})
        if _begins_with_category(item.category, draft.row.cells.get("name", ()), categories):
            yield doubt_about(item, "name_unfinished", "begins", {"text": name[:QUOTED]})
        before, number, after = name.rpartition(str(item.seq + 1))
        if number and not before[-1:].isdigit() and any(c.startswith(after) for c in categories):
            yield doubt_about(item, "name_unfinished", "number", {"text": name[-QUOTED:]})
        if _ends_in_heading(name, categories, rules):
            yield doubt_about(item, "name_unfinished", "heading", {"text": name[-QUOTED:]})
        if name in filed and filed[item.category] == 1:
            yield doubt_about(item, "name_unfinished", "category", {"text": name})


def _begins_with_category(category: str, lines: Sequence[Line], categories: Sequence[str]) -> bool:
    """Tell whether a name's first line is a category, or the end of its own, and no full line."""
    first, *others = [line.text.strip() for line in lines] or [""]
    is_end = 0 < len(first) <= CATEGORY_END and category.endswith(first)
    longest = max(map(len, others), default=0)
    return (first in categories or is_end) and longest >= len(first) + CATEGORY_END


def _ends_in_heading(name: str, categories: tuple[str, ...], rules: Rules) -> bool:
    """Tell whether a name ends in a category that is numbered, or has its number of items."""
    wordings = rules.grammar.wordings
    total = wordings["counted_heading"].search(name)
    bare = name[: total.start()] if total else name
    headed = total or wordings["numbered_heading"].search(bare)
    return bare.endswith(categories) and headed is not None


def _departments_beside(survey: Survey) -> Iterable[Doubt]:
    """Yield the departments of which a part stands in the cell before or behind theirs."""
    ends = survey.rules.checks.department_ends
    found = [(item, name) for item in survey.items for name in _in_name(item, survey.printed)]
    found += [(item, name) for item in survey.items for name in _in_duties(item, ends)]
    for item, name in found:
        yield doubt_about(item, "border_guessed", "beside", {"department": name})


def _in_name(item: Item, printed: Counter[str]) -> Iterable[str]:
    """Yield the departments whose beginning stands at the end of the item's name.

    A word for the level (区) is one where only this item lacks it.
    """
    name = item.name
    for raw, full in zip(item.departments_raw, item.departments, strict=False):
        if _ends_in_beginning(name, raw) or _ends_in_beginning(name, full):
            yield full
            continue
        lost = full.removesuffix(raw) if full.endswith(raw) else ""
        level = lost[-1:]
        if lost and name.endswith(level):
            alone = printed[raw] == 1 and printed[level + raw] > 0
            if alone or (len(lost) > 1 and name.endswith(lost[-2:])):
                yield full


def _ends_in_beginning(name: str, department: str) -> bool:
    """Tell whether a name ends in some letters that a department begins with."""
    at = name.rfind(department[:BEGINNING])
    return at > 0 and department.startswith(name[at:])


def _in_duties(item: Item, ends: str) -> Sequence[str]:
    """Return the departments whose last two letters stand before the duties: 村局对…."""
    duties = item.superior_duties or item.handling or ""
    headed = duties.startswith(item.departments_raw)  # 县委宣传部：… below 团县委
    return [
        name
        for raw, name in zip(item.departments_raw, item.departments, strict=False)
        if (not headed and name[-1] in ends and duties.startswith(name[-2:]))
        or (item.name and duties.startswith(item.name + raw))
    ]


def _swapped_sides(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield the items whose departments headings name in the township's duties only."""
    for cell in cells:
        item = cell.item
        named = {name for clause in cell.clauses for name in clause.departments}
        if cell.field != "township_duties" or named.isdisjoint(item.departments):
            continue
        if not any(one.field == "superior_duties" and one.department_raw for one in item.clauses):
            yield doubt_about(item, "sides_swapped", "", {})
