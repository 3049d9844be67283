"""What stands twice, or in the cell beside its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.model import Doubt, Item, Line
from pipeline.stages.items import Draft

LEAST = 4  # letters that are hardly ever printed twice in a row by chance
LONGEST_RUN = 3  # lines
ROW_NUMBER = re.compile(r"^\d{1,3}\s*")
HEADER_END = re.compile(r"(?:事项|类别|履职)名称$|事项类别|序号")


def mixup_doubts(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Given the items, yield what they hold twice, and what belongs to another cell."""
    for item, draft in zip(items, drafts, strict=True):
        for field, lines in draft.row.cells.items():
            line = _doubled(lines)
            if line is not None:
                detail = f"{field} has the same lines twice: {line.text.strip()[:15]!r}"
                yield _doubt(item, "text_doubled", detail, line)
        yield from _name(item, draft)
        yield from _sides(item)


def _doubt(item: Item, code: str, detail: str, line: Line | None = None) -> Doubt:
    start, end = (line.start, line.end) if line else (None, None)
    return Doubt(code, detail, item.item_id, item.page, item.line_start, item.line_end, start, end)


def _doubled(lines: Sequence[Line]) -> Line | None:
    """Given the lines of a cell, return the first that is printed again, alone or with others."""
    if len(lines) < 2:
        return None
    texts = [line.text.strip() for line in lines]
    if len(set(texts)) == len(texts):
        return None
    for first in range(len(texts)):
        for count in range(1, LONGEST_RUN + 1):
            run = texts[first : first + count]
            if run == texts[first + count : first + 2 * count] and len("".join(run)) >= LEAST:
                return lines[first]
    return None


def _name(item: Item, draft: Draft) -> Iterable[Doubt]:
    """Yield names that hold something of the header, the category, a number or a department."""
    name = item.name
    lines = draft.row.cells.get("name", ())
    if HEADER_END.search(name):
        yield _doubt(item, "name_unfinished", f"the name holds a column's header: {name[-15:]!r}")
    if len(lines) > 1 and lines[0].text.strip() == item.category:
        yield _doubt(item, "name_unfinished", f"the name begins with its category: {name[:15]!r}")
    following = str(item.seq + 1)
    if name.endswith(following) and not name[: -len(following)][-1:].isdigit():
        yield _doubt(item, "name_unfinished", f"the name holds the next row's number: {name!r}")
    if len(lines) > 1 and ROW_NUMBER.sub("", lines[-1].text.strip()) == lines[0].text.strip():
        yield _doubt(item, "text_doubled", f"the name is printed twice: {name[-15:]!r}")
    for raw, full in zip(item.departments_raw[:1], item.departments[:1], strict=True):
        lost = full[: -len(raw)] if full.endswith(raw) else ""
        if len(lost) > 1 and name.endswith(lost[-2:]):
            detail = f"the name ends in what {raw!r} lacks: {name[-15:]!r}"
            yield _doubt(item, "border_guessed", detail)


def _sides(item: Item) -> Iterable[Doubt]:
    """Yield items whose superior's duties hold the township's, or the other way round."""
    one, other = item.superior_duties or "", item.township_duties or ""
    if len(other) >= LEAST and one.endswith("\n" + other):
        yield _doubt(item, "text_doubled", "superior_duties end in all of township_duties")
    if len(one) >= LEAST and other.startswith(one + "\n"):
        yield _doubt(item, "text_doubled", "township_duties begin with all of superior_duties")
    headed = [clause for clause in item.clauses if clause.department_raw]
    if not any(clause.field == "superior_duties" for clause in headed) and any(
        not set(clause.departments).isdisjoint(item.departments)
        for clause in headed
        if clause.field == "township_duties"
    ):
        detail = "headings name the item's departments on the township's side only"
        yield _doubt(item, "sides_swapped", detail)
