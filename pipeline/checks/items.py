"""What is odd about single items: numbers that jump, sentences that stop, marks unpaired."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..cells.clauses import Part
from ..cells.items import Draft
from ..letters import script
from ..model import Check, Clause, Doubt, Field, Item, ListType
from ..rules import Rules
from .losses import cut_doubts, in_order
from .misplaced import mixup_doubts
from .survey import SENTENCE_ENDS, ReadCell, Survey, survey_of

PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("【", "】"))
BETWEEN = "\0"  # the texts of cells that are looked at together
# How nothing that is whole begins (的处罚; 训，做好…) and no name ends (…宣传和).
MIDDLE = (
    r"(?:[，。、；;：:”》）)]|.[，。；：]"
    r"|的(?!士)|及(?![时早格第])|或|等(?=[方相各工的、，])|以及)"
)
BEGUN_BEFORE = re.compile(rf"^{MIDDLE}")
BEGUN_LINE = re.compile(rf"\n{MIDDLE}")
BEGUN_NAME = re.compile(rf"^{MIDDLE}|^..，|^.$|^工作$")
CUT_ENDS = "，、：:；;“《（(和及与或者"  # the last letters of what cut names end in
CUT = ("[，、：:；;“《（(]", "(?<![调缓总温饱中共谐祥])和", "以及", "(?<!参)与", "或者", "或")
CUT_NAME = re.compile(f"(?:{'|'.join(CUT)})$")
ENDED = "|".join([f"(?<={end}\n)" for end in CUT])
# The line feed behind a name that ends so, or before one that begins so.
CUT_LINE = re.compile(rf"\n(?:(?<=[{CUT_ENDS}]\n)(?:{ENDED})|{MIDDLE}|..，|.(?=\n)|工作(?=\n))")
LONGEST_CUT = 2  # letters that a cut name is told by
MOSTLY = 0.9
LONGEST_PLACE = 5  # letters of a county's name; more is a name with its place, as of a bank
LEVELS = ("heading", "subheading", "dot", "bracket", "circle")  # of numbers, from the highest
LOWEST = LEVELS[-1]
LOWER = {level: LEVELS[place + 1 :] for place, level in enumerate(LEVELS)}
CLOSERS = "”’）)》】"  # what may follow the end of a sentence
# What a part of a cell may be followed by (None is the cell's end).
FOLLOWED = frozenset(
    {
        *[("clause", kind) for kind in ("clause", "heading", "department", "label", None)],
        *[(kind, "clause") for kind in ("heading", "department", "label")],
        *[(kind, "heading") for kind in ("heading", "department", "label")],
        *[(kind, "department") for kind in ("heading", "label")],
    }
)
HANDLED = FOLLOWED | {("department", "label")}
# What every item of a list must have.
WANTED: Mapping[ListType, tuple[str, ...]] = {
    "basic": ("category", "name"),
    "cooperative": ("category", "name", "superior_duties", "township_duties"),
    "recall": ("category", "name", "handling"),
}


def item_doubts(items: Sequence[Item], drafts: Sequence[Draft], rules: Rules) -> Iterable[Doubt]:
    """Given the items, yield what a maintainer should look at in each of them."""
    survey = survey_of(items, drafts)
    cells, headed = survey.cells, survey.headed
    own = (
        *_missing(items),
        *_empty_headings(headed),
        *_numbering(cells),
        *_marks(survey),
        *_unheaded(headed),
        *_unknown(survey, rules),
        *_unfinished(cells, script.SENTENCE_ENDS + script.COLONS),
        *_cut_names(survey),
        *_repeated(items),
        *_unnumbered(items, drafts),
    )
    yield from in_order(own, items)
    yield from _labels(headed)
    yield from cut_doubts(survey, rules)
    yield from mixup_doubts(survey)


def _doubt(
    item: Item,
    code: str,
    case: str,
    facts: Mapping[str, str | int],
    part: Clause | Part | None = None,
) -> Doubt:
    start, end = (part.start, part.end) if part else (None, None)
    return Doubt(
        code, case, facts, item.item_id, item.page, item.line_start, item.line_end, start, end
    )


def _tail(text: str) -> str:
    return text if len(text) <= 16 else f"…{text[-15:]}"


def _missing(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield the cells that every item of a list must have and one lacks."""
    for item in items:
        for field in WANTED[item.list_type]:
            if not getattr(item, field):
                yield _doubt(item, "cell_missing", "", {"field": field})


def _empty_headings(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Given the cells with headings, yield the headings and labels that nothing stands under."""
    for cell in cells:
        for part in _heading_nothing(cell.field, cell.reading.parts):
            facts = {"heading": part.text, "field": cell.field}
            yield _doubt(cell.item, "heading_empty", "", facts, part)


def _heading_nothing(field: Field, parts: Sequence[Part]) -> list[Part]:
    """Return the parts of a cell that head something, but that nothing stands under."""
    kinds = [part.kind for part in parts]
    followed = HANDLED if field == "handling" else FOLLOWED
    pairs = zip(kinds, [*kinds[1:], None], strict=True)
    return [part for part, pair in zip(parts, pairs, strict=True) if pair not in followed]


def _labels(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Given the cells with headings, yield the items that lack a label of a pair.

    Most others have them by pairs. An item without any is whole: it says that nobody takes it over.
    """
    labelled = [
        (cell.item, texts)
        for cell in cells
        if cell.field == "handling"
        if (texts := [part.text for part in cell.reading.heads if part.kind == "label"])
    ]
    paired = sum(len(texts) % 2 == 0 for _, texts in labelled)
    for item, texts in labelled if 2 * paired >= len(labelled) else ():
        if len(texts) % 2:
            yield _doubt(item, "cell_missing", "label", {"labels": "、".join(texts)})


def _numbering(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Yield, per cell, the numbers that do not run 1, 2, 3 under what stands above them.

    A department may begin again or go on, but not where its heading is only printed twice; a
    group heading begins again; numbers of a lower level begin again under each number of a
    higher one.
    """
    for cell in cells:
        for name, numbers in _runs(cell.reading.parts):
            if not _run_on(numbers):
                printed = "、".join(str(number) for number, _ in numbers)
                if name:
                    facts = {"field": cell.field, "under": name, "numbers": printed}
                    yield _doubt(cell.item, "clause_numbers", "under", facts)
                else:
                    facts = {"field": cell.field, "numbers": printed}
                    yield _doubt(cell.item, "clause_numbers", "", facts)


Numbers = list[tuple[int, bool]]  # a number, and whether it may begin again
Run = tuple[str | None, Numbers]  # numbers with the name of what is above them


def _runs(parts: Sequence[Part]) -> list[Run]:
    """Return the numbers of a cell level by level, in order of where each run ends."""
    runs: dict[str, Run] = {}
    ended: list[Run] = []
    above: str | None = None
    named: set[str] = set()  # the departments since the last group heading
    fresh = False
    for part in parts:
        kind = part.kind
        if kind in ("department", "label"):
            above, fresh = part.text, kind == "label" or part.text not in named
            named.add(part.text)
        if part.number is None:
            continue
        level = part.level if part.level in LOWER else LOWEST
        ended += [runs.pop(lower) for lower in LOWER[level] if lower in runs]
        if kind == "heading":
            above = part.text
            named.clear()
        if level not in runs:
            runs[level] = (above, [])
        runs[level][1].append((part.number, fresh))
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


def _marks(survey: Survey) -> Iterable[Doubt]:
    """Yield names and cells whose quotation marks or brackets are not paired."""
    texts = [*[item.name for item in survey.items], *[cell.reading.text for cell in survey.cells]]
    unpaired = _unpaired(BETWEEN.join(texts))
    for field in ("name", "superior_duties", "township_duties", "handling") if unpaired else ():
        for item in survey.items:
            text = getattr(item, field) or ""
            for left, right in unpaired:
                opened, closed = text.count(left), text.count(right)
                if opened != closed:
                    facts: dict[str, str | int] = {
                        "field": field,
                        "opened": opened,
                        "left": left,
                        "closed": closed,
                        "right": right,
                    }
                    yield _doubt(item, "marks_unpaired", "", facts)


def _unpaired(texts: str) -> list[tuple[str, str]]:
    """Given texts with a mark between them, return the pairs that one of them may lack a half of.

    Nearly everywhere what is opened is closed in its text before it is opened again.
    """
    return [(left, right) for left, right in PAIRS if not _is_paired(texts, left, right)]


def _is_paired(texts: str, left: str, right: str) -> bool:
    """Tell whether behind each left half, and nowhere else, one right half stands in its text."""
    find = texts.find
    opened, closed = find(left), -1
    while opened >= 0:
        closed, following = find(right, closed + 1), find(left, opened + 1)
        if closed < opened or 0 <= following < closed or BETWEEN in texts[opened:closed]:
            return False
        opened = following
    return find(right, closed + 1) < 0


def _unheaded(cells: Sequence[ReadCell]) -> Iterable[Doubt]:
    """Given the cells with headings, yield departments that none names, where any are named.

    A department whose heading stands above group headings is named, though no clause stands
    directly under it.
    """
    for cell in cells:
        item = cell.item
        if cell.field != "superior_duties":
            continue
        headed = {name for one in cell.clauses for name in one.departments}
        if not headed or headed == set(item.departments):
            continue
        printed = tuple([part.text[1:] for part in cell.reading.heads if part.kind == "department"])
        for name in item.departments:
            if name not in headed and not name.endswith(printed):
                yield _doubt(item, "department_without_duties", "", {"department": name})
        for name in sorted(headed - set(item.departments)):
            yield _doubt(item, "department_unlisted", "", {"department": name})


def _unknown(survey: Survey, rules: Rules) -> Iterable[Doubt]:
    """Yield departments whose name does not end as one, or is only the end of one."""
    odd = {name for name in survey.printed if not _is_whole(name, rules)}
    for item in survey.items if odd else ():
        for name in item.departments_raw:
            if name in odd:
                yield _doubt(item, "department_unknown", "", {"department": name})


def _is_whole(name: str, rules: Rules) -> bool:
    """Tell whether a department's name ends as one, and is not only the end of one."""
    place = rules.grammar.place_before.match(name)
    short = place is not None and place.end() <= LONGEST_PLACE
    rest = name[place.end() :] if place and short else name[1:]
    ends = rules.grammar.department_end.search(name) is not None
    return ends and rest not in rules.departments.parts


def _unfinished(cells: Sequence[ReadCell], ends: str) -> Iterable[Doubt]:
    """Yield clauses that do not begin or end as sentences, in a document whose clauses do.

    A cell of several clauses of which none ends so is a list of phrases.
    """
    count = sum([len(cell.clauses) for cell in cells])
    told = set(SENTENCE_ENDS).issubset(ends)  # else the rules have a clause end otherwise
    open_ended = [
        (cell, clause)
        for cell in cells
        if cell.ended < len(cell.clauses) or not told
        for clause in cell.clauses
        if clause.text.rstrip(CLOSERS)[-1:] not in ends
    ]
    if count - len(open_ended) < MOSTLY * count:
        return
    for cell, clause in _begun_before(cells):
        facts = {"field": clause.field, "clause": clause.ordinal, "text": clause.text[:16]}
        yield _doubt(cell.item, "clause_unfinished", "begin", facts, clause)
    phrases = Counter([(cell.item.item_id, cell.field) for cell, _ in open_ended])
    for cell, clause in open_ended:
        open_count = phrases[cell.item.item_id, cell.field]
        if open_count == 1 or open_count < len(cell.clauses):
            facts = {"field": clause.field, "clause": clause.ordinal, "text": _tail(clause.text)}
            yield _doubt(cell.item, "clause_unfinished", "", facts, clause)


def _begun_before(cells: Sequence[ReadCell]) -> list[tuple[ReadCell, Clause]]:
    """Return the clauses that begin as nothing whole does; nearly no document has any."""
    texts = [clause.text for cell in cells for clause in cell.clauses]
    if not BEGUN_LINE.search("\n".join(["", *texts])):
        return []
    begun = BEGUN_BEFORE.match
    return [(cell, clause) for cell in cells for clause in cell.clauses if begun(clause.text)]


def _cut_names(survey: Survey) -> Iterable[Doubt]:
    """Yield names that begin or end as nothing whole does."""
    begun = BEGUN_NAME.match
    for item in survey.items if CUT_LINE.search(survey.names) else ():
        name = item.name
        if begun(name) or CUT_NAME.search(name, max(0, len(name) - LONGEST_CUT)):
            yield _doubt(item, "name_unfinished", "", {"text": _tail(name)})


def _repeated(items: Sequence[Item]) -> Iterable[Doubt]:
    """Yield names that stand twice in a list."""
    if len({item.name for item in items}) == len(items):
        return  # nearly always
    names = Counter([(item.list_type, item.name) for item in items if len(item.name) > 1])
    for item in items:
        if names[item.list_type, item.name] > 1:
            yield _doubt(item, "item_repeated", "", {"name": item.name})


def _unnumbered(items: Sequence[Item], drafts: Sequence[Draft]) -> Iterable[Doubt]:
    """Yield rows without a number."""
    for item, draft in zip(items, drafts, strict=True):
        if draft.row.seq is None:
            yield _doubt(item, "seq_missing", "", {"number": item.seq})


def unconfirmed(found: Sequence[Doubt], checks: Sequence[Check]) -> tuple[Doubt, ...]:
    """Given doubts and checks, return the doubts without those that the totals lay to rest.

    Columns told by white hold when each list has as many items as it states, all in sequence.
    """
    counted = [check for check in checks if check.check in ("items", "sequence")]
    if not counted or any(check.status != "match" for check in counted):
        return tuple(found)
    return tuple(doubt for doubt in found if doubt.code != "table_by_gaps")
