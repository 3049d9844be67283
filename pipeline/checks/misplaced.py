"""What stands twice, or in the cell beside its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from ..cells.items import Draft
from ..model import Doubt, Item, Line
from .losses import in_order
from .survey import ReadCell, Survey

LEAST = 4  # letters that two cells hardly ever share by chance
SHORTEST = 2  # letters of a line that is not printed twice in a row by chance
PHRASE = 6  # letters; a shorter word may begin and end a name
LONGEST_RUN = 3  # lines
KINDS = frozenset("局委办")  # the last letters of most departments
FULL_LINE = 3  # letters; in a column that holds fewer, any letter may follow itself
NARROW = ("name", "departments")
FURNITURE = re.compile(
    r"(?m)(?:事项|类别|履职)名称$|事项类别|序号|(?:基本履职|配合履职|部门收回)(?:事项清单|$)"
)
# One of these is in all that it finds.
FURNITURE_WORDS = ("名称", "事项类别", "序号", "基本履职", "配合履职", "部门收回")
TOTAL = re.compile(r"[（(]共?\d+项[）)]$")
NUMBERED = re.compile(r"(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)[^（）、]{2,14}$")


def mixup_doubts(survey: Survey) -> Iterable[Doubt]:
    """Given the items, yield what they hold twice, and what belongs to another cell."""
    items, drafts = survey.items, survey.drafts
    own = (
        *_doubled(items, drafts),
        *_split_doubled(items, drafts),
        *_names_twice(items),
        *_same_duties(items),
        *_in_names(items, drafts, survey.names),
        *_departments_beside(items, survey.printed),
        *_swapped_sides(survey.headed),
    )
    return in_order(own, items)


def _doubt(item: Item, code: str, case: str, facts: Mapping[str, str | int]) -> Doubt:
    return Doubt(code, case, facts, item.item_id, item.page, item.line_start, item.line_end)


# --- twice ------------------------------------------------------------------------------------


def _doubled(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Yield the cells that print a line, or a few, twice in a row."""
    alike = [
        (item, field, lines)
        for item, draft in zip(items, drafts, strict=True)
        for field, lines in draft.row.cells.items()
        if len(lines) > 1
        if len(lines) > 2 or lines[0].text.strip() == lines[1].text.strip()
        if len({line.text.strip() for line in lines}) < len(lines)
    ]
    for item, field, lines in alike:
        if run := _run_twice(lines, field in NARROW):
            facts = {"field": field, "text": run[:15]}
            yield _doubt(item, "text_doubled", "lines", facts)


def _split_doubled(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Yield the duties of the township that begin with the last line of the ones beside them."""
    for item, draft in zip(items, drafts, strict=True):
        if not item.superior_duties or not item.township_duties:
            continue
        cells = draft.row.cells
        left, right = cells["superior_duties"], cells["township_duties"]
        if len(left) > 1 and len(right) > 1:
            last, first = left[-1].text.strip(), right[0].text.strip()
            if last == first:
                yield _doubt(item, "text_doubled", "beside", {"text": first[:15]})


def _run_twice(lines: Sequence[Line], narrow: bool) -> str:
    """Given the lines of a cell, return what is printed twice in a row, "" if nothing is."""
    texts = [line.text.strip() for line in lines]
    least = 1 if narrow and max(map(len, texts)) >= FULL_LINE else SHORTEST
    for first in range(len(texts)):
        for count in range(1, LONGEST_RUN + 1):
            run = texts[first : first + count]
            if run == texts[first + count : first + 2 * count] and len("".join(run)) >= least:
                return "".join(run)
    return ""


def _names_twice(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield the names that end as they begin: 学校撤并巴县教学校撤并."""
    for item in [one for one in items if one.name[:PHRASE] in one.name[1:]]:
        name = item.name
        if len(name) > PHRASE and name.startswith(name[name.rfind(name[:PHRASE]) :]):
            yield _doubt(item, "text_doubled", "name", {"text": name[-15:]})


def _same_duties(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield the items of which the duties of one side hold all those of the other."""
    for item in items:
        one, other = item.superior_duties, item.township_duties
        if not one or not other:
            continue
        if LEAST <= len(other) < len(one) and one.endswith("\n" + other):
            yield _doubt(item, "text_doubled", "superior", {})
        if LEAST <= len(one) < len(other) and other.startswith(one + "\n"):
            yield _doubt(item, "text_doubled", "township", {})


# --- in the wrong cell ------------------------------------------------------------------------


def _in_names(items: Sequence[Item], drafts: Sequence[Draft], names: str) -> Iterable[Doubt]:
    """Yield the names that hold what belongs to titles, headers, categories or other rows."""
    filed = Counter([item.category for item in items if item.category])
    categories, ends = frozenset(filed), tuple(filed)
    last = {category[-1] for category in ends} | {"）", ")"}
    for item in items if any(word in names for word in FURNITURE_WORDS) else ():
        if FURNITURE.search(item.name):
            yield _doubt(item, "name_unfinished", "title", {"text": item.name[-15:]})
    for item, draft in zip(items, drafts, strict=True):
        lines = draft.row.cells.get("name", ())
        if len(lines) > 1 and _begins_with_category(item.category, lines, categories):
            yield _doubt(item, "name_unfinished", "begins", {"text": item.name[:15]})
    for item in [one for one in items if str(one.seq + 1) in one.name]:
        before, _, after = item.name.rpartition(str(item.seq + 1))
        if not before[-1:].isdigit() and any(c.startswith(after) for c in categories):
            yield _doubt(item, "name_unfinished", "number", {"text": item.name[-15:]})
    for item in [one for one in items if one.name[-1:] in last]:
        if _ends_in_category(item.name, ends):
            yield _doubt(item, "name_unfinished", "heading", {"text": item.name[-15:]})
        if item.name in categories and filed[item.category] == 1:
            yield _doubt(item, "name_unfinished", "category", {"text": item.name})


def _ends_in_category(name: str, categories: tuple[str, ...]) -> bool:
    """Tell whether a name ends in a category that is numbered, or has its number of items."""
    total = TOTAL.search(name) if name.endswith("项", 0, -1) else None
    bare = name[: total.start()] if total else name
    return bare.endswith(categories) and bool(total or NUMBERED.search(bare))


def _begins_with_category(category: str, lines: Sequence[Line], categories: Set[str]) -> bool:
    """Tell whether a name's first line is a category, or the end of its own, and no full line."""
    first = lines[0].text.strip()
    if not (first in categories or (0 < len(first) < 3 and category.endswith(first))):
        return False
    return max([len(line.text.strip()) for line in lines]) >= len(first) + 2


def _departments_beside(items: Sequence[Item], printed: Counter[str]) -> Iterable[Doubt]:
    """Yield the departments of which a part stands in the cell before or behind theirs."""
    named = [item for item in items if item.departments_raw]
    canonical = {name for item in named for name in item.departments}
    begins = {name[:3] for name in (*printed, *canonical)}
    names = "\n".join([item.name for item in named])
    told = [begin for begin in begins if begin in names]
    found = [
        (item, name)
        for item in named
        if item.departments != item.departments_raw
        or (told and any(begin in item.name for begin in told))
        for name in _department_in_name(item, printed)
    ]
    found += [(item, name) for item in _begun_odd(named) for name in _department_in_duties(item)]
    for item, name in found:
        yield _doubt(item, "border_guessed", "beside", {"department": name})


def _department_in_name(item: Item, printed: Counter[str]) -> Iterable[str]:
    """Yield the departments whose beginning stands at the end of the item's name.

    A word for the level (区) is one where only this item lacks it.
    """
    name = item.name
    for raw, full in zip(item.departments_raw, item.departments, strict=False):
        if _ends_in_begin(name, raw) or (raw != full and _ends_in_begin(name, full)):
            yield full
            continue
        lost = full[: -len(raw)] if raw != full and full.endswith(raw) else ""
        level = lost[-1:]
        if lost and name.endswith(level):
            alone = printed[raw] == 1 and printed[level + raw] > 0
            if alone or (len(lost) > 1 and name.endswith(lost[-2:])):
                yield full


def _ends_in_begin(name: str, department: str) -> bool:
    """Tell whether a name ends in three or more letters that a department begins with."""
    at = name.rfind(department[:3])
    return at > 0 and department.startswith(name[at:])


def _begun_odd(items: Sequence[Item]) -> list[Item]:
    """Return the items whose duties begin like a department's end, or with the name: hardly any."""
    return [
        item
        for item in items
        if (duties := item.superior_duties or item.handling)
        if duties[0] in KINDS or duties[1:2] in KINDS or duties.startswith(item.name or "\n")
    ]


def _department_in_duties(item: Item) -> Sequence[str]:
    """Return the departments whose last two letters stand before the duties: 村局对…."""
    duties = item.superior_duties or item.handling or ""
    headed = duties.startswith(item.departments_raw)  # 县委宣传部：… below 团县委
    return [
        name
        for raw, name in zip(item.departments_raw, item.departments, strict=False)
        if (not headed and name[-1] in KINDS and duties.startswith(name[-2:]))
        or (item.name and duties.startswith(item.name + raw))
    ]


def _swapped_sides(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield the items whose departments headings name in the township's duties only."""
    for cell in cells:
        if cell.field != "township_duties":
            continue
        item = cell.item
        named = {name for clause in cell.clauses for name in clause.departments}
        if named.isdisjoint(item.departments):
            continue
        if not any(one.field == "superior_duties" and one.department_raw for one in item.clauses):
            yield _doubt(item, "sides_swapped", "", {})
