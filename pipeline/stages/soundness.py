"""What is odd about single items: numbers that jump, sentences that stop, marks unpaired."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.model import Check, Doubt, Item
from pipeline.rules import Rules
from pipeline.stages.cuts import cut_doubts
from pipeline.stages.headings import Part
from pipeline.stages.items import Draft
from pipeline.stages.mixups import mixup_doubts
from pipeline.stages.names import PLACE

PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("【", "】"))
PAIRED = re.compile(f"[{''.join(left + right for left, right in PAIRS)}]")
# How nothing that is whole begins (的处罚; 训，做好…) and no name ends (…宣传和).
MIDDLE = (
    r"^(?:[，。、；;：:”》）)]|.[，。；：]"
    r"|的(?!士)|及(?![时早格第])|或|等(?=[方相各工的、，])|以及)"
)
BEGUN_BEFORE = re.compile(MIDDLE)
BEGUN_NAME = re.compile(rf"{MIDDLE}|^..，|^.$|^工作$")
CUT_NAME = re.compile(r"(?:[，、：:；;“《（(]|(?<![调缓总温饱中共谐祥])和|以及|(?<!参)与|或者?)$")
LONGEST_CUT = 2  # letters that a cut name is told by
MOSTLY = 0.9
LONGEST_PLACE = 5  # letters of a county's name; more is a name with its place, as of a bank
LEVELS = ("heading", "subheading", "dot", "bracket", "circle")  # of numbers, from the highest


def item_doubts(items: Sequence[Item], drafts: Sequence[Draft], rules: Rules) -> Iterable[Doubt]:
    """Given the items, yield what a maintainer should look at in each of them."""
    ends = rules.marks.sentence_ends + rules.marks.colons
    finished = _mostly_finished(items, ends)
    names = Counter((item.list_type, item.name) for item in items if item.name)
    for item, draft in zip(items, drafts, strict=True):
        yield from _missing(item)
        yield from _empty_headings(item, draft)
        yield from _numbering(item, draft)
        yield from _marks(item)
        yield from _unheaded(item, draft)
        yield from _unknown(item, rules)
        if finished:
            yield from _unfinished(item, ends)
        end = max(0, len(item.name) - LONGEST_CUT)
        if BEGUN_NAME.match(item.name) or CUT_NAME.search(item.name, end):
            yield _doubt(item, "name_unfinished", f"the name looks cut: {_tail(item.name)!r}")
        if names[item.list_type, item.name] > 1 and len(item.name) > 1:
            yield _doubt(
                item, "item_repeated", f"another item of the list has the same name: {item.name!r}"
            )
        if draft.row.seq is None:
            yield _doubt(item, "seq_missing", f"the row prints no number; {item.seq} is a guess")
    yield from _labels(items, drafts)
    yield from cut_doubts(items, drafts)
    yield from mixup_doubts(items, drafts)


def _doubt(
    item: Item, code: str, detail: str, start: int | None = None, end: int | None = None
) -> Doubt:
    return Doubt(code, detail, item.item_id, item.page, item.line_start, item.line_end, start, end)


def _tail(text: str) -> str:
    return text if len(text) <= 16 else f"…{text[-15:]}"


def _missing(item: Item) -> Iterable[Doubt]:
    """Yield the cells that every item of its list must have and this one lacks."""
    wanted: dict[str, str | None] = {"category": item.category, "name": item.name}
    if item.list_type == "cooperative":
        wanted |= {"superior_duties": item.superior_duties, "township_duties": item.township_duties}
    if item.list_type == "recall":
        wanted |= {"handling": item.handling}
    for field, text in wanted.items():
        if not text:
            yield _doubt(item, "cell_missing", f"the item has no {field}")


def _empty_headings(item: Item, draft: Draft) -> Iterable[Doubt]:
    """Yield the headings, department headings and labels that nothing stands under."""
    for field, reading in draft.readings.items():
        for part, following in pairwise([*reading.parts, None]):
            assert part is not None
            kind = following.kind if following else None
            deeper = kind == "heading" or (part.kind == "heading" and kind == "department")
            named = part.kind == "label" and kind == "department"
            label = field == "handling" and part.kind == "department" and kind == "label"
            if part.kind != "clause" and kind != "clause" and not (deeper or named or label):
                detail = f"nothing stands under {part.text!r} in {field}"
                yield _doubt(item, "heading_empty", detail, part.start, part.end)


def _labels(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Yield the items with labels that have an odd one where others have them by pairs.

    An item without any is whole: it says that nobody takes it over.
    """
    labelled = [
        (item, texts)
        for item, draft in zip(items, drafts, strict=True)
        if (reading := draft.readings.get("handling"))
        if (texts := [part.text for part in reading.parts if part.kind == "label"])
    ]
    paired = sum(len(texts) % 2 == 0 for _, texts in labelled)
    for item, texts in labelled if 2 * paired >= len(labelled) else ():
        if len(texts) % 2:
            printed = "、".join(texts)
            yield _doubt(item, "cell_missing", f"a label is missing: handling has only {printed}")


def _numbering(item: Item, draft: Draft) -> Iterable[Doubt]:
    """Yield, per cell, the numbers that do not run 1, 2, 3 under what stands above them.

    A department may begin again or go on, but not where its heading is only printed twice; a
    group heading begins again; numbers of a lower level begin again under each number of a
    higher one.
    """
    for field, reading in draft.readings.items():
        for name, numbers in _runs(reading.parts):
            if not _run_on(numbers):
                under = f" under {name!r}" if name else ""
                printed = "、".join(str(number) for number, _ in numbers)
                yield _doubt(item, "clause_numbers", f"{field}{under} is numbered {printed}")


Numbers = list[tuple[int, bool]]  # a number, and whether it may begin again


def _runs(parts: Sequence[Part]) -> Iterable[tuple[str | None, Numbers]]:
    """Yield the numbers of a cell level by level, each run with the name of what is above it."""
    runs: dict[str, tuple[str | None, Numbers]] = {}
    above: str | None = None
    named: set[str] = set()  # the departments since the last group heading
    fresh = False
    for part in parts:
        if part.kind in ("department", "label"):
            above, fresh = part.text, part.kind == "label" or part.text not in named
            named.add(part.text)
        if part.number is None:
            continue
        level = LEVELS.index(part.level) if part.level in LEVELS else len(LEVELS) - 1
        for lower in LEVELS[level + 1 :]:
            if lower in runs:
                yield runs.pop(lower)
        if part.kind == "heading":
            above = part.text
            named.clear()
        runs.setdefault(LEVELS[level], (above, []))[1].append((part.number, fresh))
        fresh = False
    yield from runs.values()


def _run_on(numbers: Numbers) -> bool:
    """Tell whether numbers go up by one from 1, or from 1 again where they may."""
    expected = 1
    for number, fresh in numbers:
        if number != expected and not (fresh and number == 1):
            return False
        expected = number + 1
    return True


def _marks(item: Item) -> Iterable[Doubt]:
    """Yield names and cells whose quotation marks or brackets are not paired."""
    for field in ("name", "superior_duties", "township_duties", "handling"):
        marks = PAIRED.findall(getattr(item, field) or "")
        for left, right in PAIRS if marks else ():
            opened, closed = marks.count(left), marks.count(right)
            if opened != closed:
                detail = f"{field} has {opened} {left} and {closed} {right}"
                yield _doubt(item, "marks_unpaired", detail)


def _unheaded(item: Item, draft: Draft) -> Iterable[Doubt]:
    """Yield departments of an item that no heading names, where headings name departments.

    A department whose heading stands above group headings is named, though no clause stands
    directly under it.
    """
    reading = draft.readings.get("superior_duties")
    printed = (
        [part.text[1:] for part in reading.parts if part.kind == "department"] if reading else []
    )
    headed = {
        name
        for clause in item.clauses
        if clause.field == "superior_duties"
        for name in clause.departments
    }
    if not headed:
        return
    for name in item.departments:
        if name not in headed and not name.endswith(tuple(printed)):
            yield _doubt(
                item, "department_without_duties", f"no heading of the duties names {name}"
            )
    for name in sorted(headed - set(item.departments)):
        yield _doubt(
            item, "department_unlisted", f"the duties name {name}, the department cell does not"
        )


def _unknown(item: Item, rules: Rules) -> Iterable[Doubt]:
    """Yield departments whose name does not end as one, or is only the end of one."""
    for name in item.departments_raw:
        place = PLACE.match(name)
        short = place is not None and place.end() <= LONGEST_PLACE
        rest = name[place.end() :] if place and short else name[1:]
        if not rules.department_end.search(name) or rest in rules.departments.parts:
            yield _doubt(item, "department_unknown", f"{name!r} does not look like a whole name")


def _mostly_finished(items: Sequence[Item], ends: str) -> bool:
    """Tell whether the document's clauses end with punctuation as a rule."""
    texts = [clause.text for item in items for clause in item.clauses]
    good = sum(_is_finished(text, ends) for text in texts)
    return bool(texts) and good >= MOSTLY * len(texts)


def _is_finished(text: str, ends: str) -> bool:
    return text.rstrip("”’）)》】")[-1:] in ends


def _unfinished(item: Item, ends: str) -> Iterable[Doubt]:
    """Yield clauses that do not begin or end as sentences, in a document whose clauses do.

    A cell of several clauses of which none ends so is a list of phrases.
    """
    for clause in item.clauses:
        if BEGUN_BEFORE.match(clause.text):
            which = f"{clause.field} clause {clause.ordinal}"
            detail = f"{which} begins in the middle of a sentence: {clause.text[:16]!r}"
            yield _doubt(item, "clause_unfinished", detail, clause.start, clause.end)
    open_ended = [clause for clause in item.clauses if not _is_finished(clause.text, ends)]
    counts = Counter(clause.field for clause in item.clauses) if open_ended else {}
    phrases = Counter(clause.field for clause in open_ended) if open_ended else {}
    for clause in open_ended:
        if phrases[clause.field] == 1 or phrases[clause.field] < counts[clause.field]:
            which = f"{clause.field} clause {clause.ordinal}"
            detail = f"{which} does not end as a sentence: {_tail(clause.text)!r}"
            yield _doubt(item, "clause_unfinished", detail, clause.start, clause.end)


def unconfirmed(found: Sequence[Doubt], checks: Sequence[Check]) -> tuple[Doubt, ...]:
    """Given doubts and checks, return the doubts without those that the totals lay to rest.

    Columns told by white hold when each list has as many items as it states, all in sequence.
    """
    counted = [check for check in checks if check.check in ("items", "sequence")]
    if not counted or any(check.status != "match" for check in counted):
        return tuple(found)
    return tuple(doubt for doubt in found if doubt.code != "table_by_gaps")
