"""What stands twice, or in the cell beside its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.model import Doubt, Item, Line
from pipeline.stages.items import Draft

LEAST = 4  # letters that two cells hardly ever share by chance
SHORTEST = 2  # letters of a line that is not printed twice in a row by chance
PHRASE = 6  # letters; a shorter word may begin and end a name
LONGEST_RUN = 3  # lines
FULL_LINE = 3  # letters; in a column that holds fewer, any letter may follow itself
NARROW = ("name", "departments")
FURNITURE = re.compile(
    r"(?:事项|类别|履职)名称$|事项类别|序号|(?:基本履职|配合履职|部门收回)(?:事项清单|$)"
)
IN_FURNITURE = ("名称", "事项", "序号", "履职", "收回")  # one is in all that FURNITURE finds
TOTAL = re.compile(r"[（(]共?\d+项[）)]$")
NUMBERED = re.compile(r"(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)[^（）、]{2,14}$")


def mixup_doubts(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Given the items, yield what they hold twice, and what belongs to another cell."""
    filed = Counter(item.category for item in items if item.category)
    categories, ends = frozenset(filed), tuple(filed)
    printed = Counter(name for item in items for name in item.departments_raw)
    for item, draft in zip(items, drafts, strict=True):
        for detail in (*_doubled(draft), *_name_twice(item.name), *_same_duties(item)):
            yield _doubt(item, "text_doubled", detail)
        for detail in _in_name(item, draft, categories, ends):
            yield _doubt(item, "name_unfinished", detail)
        if item.name in categories and filed[item.category] == 1:
            yield _doubt(item, "name_unfinished", f"the name is a category: {item.name!r}")
        for name in (*_department_in_name(item, printed), *_department_in_duties(item)):
            detail = f"a part of {name!r} stands in the cell beside it"
            yield _doubt(item, "border_guessed", detail)
        if _headed_on_one_side(item):
            detail = "headings name the item's departments on the township's side only"
            yield _doubt(item, "sides_swapped", detail)


def _doubt(item: Item, code: str, detail: str) -> Doubt:
    return Doubt(code, detail, item.item_id, item.page, item.line_start, item.line_end)


# --- twice ------------------------------------------------------------------------------------


def _doubled(draft: Draft) -> Iterable[str]:
    """Yield the cells that print a line, or a few, twice in a row."""
    cells = draft.row.cells
    for field, lines in cells.items():
        if len(lines) > 1 and (run := _run_twice(lines, field in NARROW)):
            yield f"{field} has the same lines twice: {run[:15]!r}"
    left, right = cells.get("superior_duties", ()), cells.get("township_duties", ())
    if len(left) > 1 and len(right) > 1 and left[-1].text.strip() == right[0].text.strip():
        yield f"township_duties begin with the line before them: {right[0].text.strip()[:15]!r}"


def _run_twice(lines: Sequence[Line], narrow: bool) -> str:
    """Given the lines of a cell, return what is printed twice in a row, "" if nothing is."""
    texts = [line.text.strip() for line in lines]
    if len(set(texts)) == len(texts):
        return ""
    least = 1 if narrow and max(map(len, texts)) >= FULL_LINE else SHORTEST
    for first in range(len(texts)):
        for count in range(1, LONGEST_RUN + 1):
            run = texts[first : first + count]
            if run == texts[first + count : first + 2 * count] and len("".join(run)) >= least:
                return "".join(run)
    return ""


def _name_twice(name: str) -> Iterable[str]:
    """Yield whether a name ends as it begins: 学校撤并巴县教学校撤并."""
    again = name.rfind(name[:PHRASE], 1) if len(name) > PHRASE else -1
    if again > 0 and name.startswith(name[again:]):
        yield f"the name is printed twice: {name[-15:]!r}"


def _same_duties(item: Item) -> Iterable[str]:
    """Yield whether the duties of one side hold all those of the other."""
    one, other = item.superior_duties or "", item.township_duties or ""
    if len(other) >= LEAST and one.endswith("\n" + other):
        yield "superior_duties end in all of township_duties"
    if len(one) >= LEAST and other.startswith(one + "\n"):
        yield "township_duties begin with all of superior_duties"


# --- in the wrong cell ------------------------------------------------------------------------


def _in_name(
    item: Item, draft: Draft, categories: frozenset[str], ends: tuple[str, ...]
) -> Iterable[str]:
    """Yield what of titles, headers, categories and numbers of rows a name holds.

    `ends` are the categories that it may end in.
    """
    name = item.name
    if any(word in name for word in IN_FURNITURE) and FURNITURE.search(name):
        yield f"the name holds a title or a header: {name[-15:]!r}"
    lines = draft.row.cells.get("name", ())
    first = lines[0].text.strip() if len(lines) > 1 else ""
    narrow = not first or max(len(line.text.strip()) for line in lines) < len(first) + 2
    if not narrow and (first in categories or (len(first) < 3 and item.category.endswith(first))):
        yield f"the name begins with a category: {name[:15]!r}"
    before, number, after = name.rpartition(str(item.seq + 1))
    if number and not before[-1:].isdigit() and any(c.startswith(after) for c in categories):
        yield f"the name holds the next row's number: {name[-15:]!r}"
    total = TOTAL.search(name) if name.endswith("项", 0, -1) else None
    bare = name[: total.start()] if total else name
    if bare.endswith(ends) and (total or NUMBERED.search(bare)):
        yield f"the name ends in the heading of a category: {name[-15:]!r}"


def _department_in_name(item: Item, printed: Counter[str]) -> Iterable[str]:
    """Yield the departments whose beginning stands at the end of the item's name.

    A word for the level (区) is one where only this item lacks it.
    """
    name = item.name
    for raw, full in zip(item.departments_raw, item.departments, strict=False):
        lost = full[: -len(raw)] if full.endswith(raw) else ""
        begun = any(
            (at := name.rfind(part[:3])) > 0 and part.startswith(name[at:]) for part in (raw, full)
        )
        level = lost[-1:] and name.endswith(lost[-1:]) and printed[raw] == 1
        if (
            (len(lost) > 1 and name.endswith(lost[-2:]))
            or begun
            or (level and printed[lost[-1:] + raw] > 0)
        ):
            yield full


def _department_in_duties(item: Item) -> Iterable[str]:
    """Yield the departments whose last two letters stand before the duties: 村局对…."""
    duties = item.superior_duties or item.handling or ""
    headed = duties.startswith(item.departments_raw)  # 县委宣传部：… below 团县委
    for raw, name in zip(item.departments_raw, item.departments, strict=False):
        ended = not headed and name[-1] in "局委办" and duties.startswith(name[-2:])
        if ended or (item.name and duties.startswith(item.name + raw)):
            yield name


def _headed_on_one_side(item: Item) -> bool:
    """Tell whether headings name the item's departments in the township's duties only."""
    headed = [clause for clause in item.clauses if clause.department_raw]
    return not any(clause.field == "superior_duties" for clause in headed) and any(
        not set(clause.departments).isdisjoint(item.departments)
        for clause in headed
        if clause.field == "township_duties"
    )
