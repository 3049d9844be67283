"""Tables without a grid: their columns are told by white, their rows by rules or by white.

Only text that no grid holds is looked at. What comes out is a lattice like that of a ruled table,
for the rules that are not printed are put in; the doubts say what was told by white alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from math import ceil
from typing import NamedTuple

from ...model import Doubt
from .furniture import pages_to_furniture
from .lattice import Lattice, TooManyRules, rules_to_lattices
from .lines import runs_to_cells, runs_to_lines
from .marks import Rule, Run
from .page import Loose, Page, Table
from .whitespace import (
    FAR,
    PAD,
    Columns,
    Cuts,
    TableSpan,
    columns_of,
    header_sides,
    row_cuts,
    table_spans,
)

CLOSE = 0.35  # of the size: runs that are nearer follow each other
LONG = 0.5  # of a table's width: rules that are shorter part no rows
FULL = 0.8  # of a page's height: a table that ends higher does not go on
FEW = 3  # runs of a row: so many are no heading over all columns


class Part(NamedTuple):
    """What a page has of a table: its runs, the runs that begin its rows, rules, and its height."""

    page: int
    runs: list[Run]
    anchors: list[Run]
    rules: list[Rule]
    top: float
    bottom: float


def with_ruleless_tables(pages: Sequence[Page]) -> list[Page]:
    """Return all pages of a file with the tables found in text that no grid holds."""
    texts = _texts(pages)
    result = list(pages)
    spans = table_spans(texts)
    for span, following in zip_longest(spans, spans[1:]):
        for place, lattice, doubts in _span_to_lattices(span, following, pages, texts):
            result[place] = _with_table(result[place], lattice, doubts)
    return result


def _texts(pages: Sequence[Page]) -> list[list[Run]]:
    """Return the level runs of each page that no grid holds and that are not furniture."""
    texts: list[list[Run]] = []
    for page, numbers in zip(pages, pages_to_furniture(pages), strict=True):
        runs = _joined(run for run in page.loose.runs if not run.angle)
        boxes = [page.lines[number].box for number in numbers]
        feet = [box for box in boxes if box.top > page.height / 2]
        texts.append(
            [
                run
                for run in runs
                if _is_numbered(run, runs)
                or (
                    not any(box.top <= run.top and run.bottom <= box.bottom for box in feet)
                    and run.box not in boxes
                )
            ]
        )
    return texts


def _is_numbered(run: Run, runs: Iterable[Run]) -> bool:
    """Tell whether a number stands in one column with others: a page's own number does not."""
    return run.text.isdigit() and any(
        other is not run and other.text.isdigit() and abs(other.x0 - run.x0) < run.size
        for other in runs
    )


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Return runs with those that follow each other on a line made one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        level = last and abs(last.middle - run.middle) < CLOSE * run.size
        if last and level and 0 <= run.x0 - last.x1 + 1 < CLOSE * run.size + 1:
            joined[-1] = last._replace(
                text=last.text + run.text,
                x1=run.x1,
                top=min(last.top, run.top),
                bottom=max(last.bottom, run.bottom),
            )
        else:
            joined.append(run)
    return joined


def _span_to_lattices(
    span: TableSpan, following: TableSpan | None, pages: Sequence[Page], texts: Sequence[list[Run]]
) -> Iterator[tuple[int, Lattice, tuple[Doubt, ...]]]:
    """Yield the lattice of a table on every page that it is on, with what is doubtful."""
    start = span.start
    top, bottom = header_sides(start, texts[start.page], _rules(pages[start.page].loose, 0))
    header = [run for run in texts[start.page] if top < run.middle < bottom]
    columns = columns_of(header, _sure_body(span, texts, bottom))
    if columns is None:
        return
    parts = _parts(span, following, columns, pages, texts, top)
    ruled = all(
        any(one.middle < rule.top < two.middle for rule in part.rules)
        for part in parts
        for one, two in pairwise(part.anchors)
    )
    cuts = [Cuts((), True)] * len(parts) if ruled else _cuts(parts, columns)
    for part, found in zip(parts, cuts, strict=True):
        cut = found if found.clear else _below_heads(found, part, span, bottom)
        whole = _ended(part, cut, columns, ruled) if part is parts[-1] else part
        lattice = _lattice(whole, cut, columns)
        if lattice is not None:
            yield part.page, lattice, _doubts(pages[part.page].number, part is parts[0], cut)


def _sure_body(span: TableSpan, texts: Sequence[list[Run]], bottom: float) -> list[Run]:
    """Return the runs between a header, which ends at `bottom`, and the table's last number.

    Only those that have others beside them: what stands alone may head the rows of a category.
    """
    first, (last, lowest) = span.start.page, span.numbers[-1]
    sure: list[Run] = []
    for page in range(first, last + 1):
        runs = [
            run
            for run in texts[page]
            if (page > first or run.middle > bottom) and (page < last or run.top < lowest.bottom)
        ]
        sure.extend(run for run in runs if _has_neighbour(run, runs))
    return sure


def _has_neighbour(run: Run, runs: Iterable[Run]) -> bool:
    """Tell whether another run stands beside one."""
    return any(
        other is not run and other.top < run.bottom and run.top < other.bottom for other in runs
    )


# --- what every page has of a table -----------------------------------------------------------


def _parts(
    span: TableSpan,
    following: TableSpan | None,
    columns: Columns,
    pages: Sequence[Page],
    texts: Sequence[list[Run]],
    top: float,
) -> list[Part]:
    """Return what each page has of a table, whose header begins at `top`."""
    first = span.start.page
    last = max(page for page, _ in (*span.heads, *span.numbers))
    width = columns.xs[-1] - columns.xs[0]
    parts: list[Part] = []
    for page in range(first, min(last + 2, len(pages))):
        low = top if page == first else 0.0
        ends = following and following.start.page == page
        high = following.start.head.top if following and ends else float("inf")
        runs = [run for run in texts[page] if low < run.middle and run.bottom < high]
        rules = _rules(pages[page].loose, LONG * width, columns)
        if page > last:
            full = bool(parts) and parts[-1].bottom > FULL * pages[last].height
            other = following is not None and following.start.page < page
            runs = _rest(runs, columns, rules) if full and not other else []
        if not runs:
            continue
        anchors = [run for place, run in (*span.heads, *span.numbers) if place == page]
        headings = [run for run in runs if columns.crossed(run) and not _has_neighbour(run, runs)]
        lowest = max((run.middle for run in anchors), default=0.0) if page == last else high
        anchors.extend(run for run in headings if run.middle < lowest)
        anchors.sort(key=lambda run: run.middle)
        begin = low or min(run.top for run in runs) - PAD
        end = max(run.bottom for run in runs) + PAD
        rules = [rule for rule in rules if begin - FAR < rule.top < end + FAR]
        parts.append(Part(page, runs, anchors, rules, begin, end))
    return parts


def _rest(runs: Sequence[Run], columns: Columns, rules: Sequence[Rule]) -> list[Run]:
    """Return the runs at a page's head that the last row of the page before may go on with.

    They stand in the columns, above the first rule.
    """
    rest: list[Run] = []
    for run in sorted(runs, key=lambda run: run.top):
        ruled = rest and any(rest[0].top < rule.top < run.bottom for rule in rules)
        if ruled or columns.crossed(run) or run.x0 < columns.xs[0] - PAD:
            break
        rest.append(run)
    return rest


def _rules(loose: Loose, least: float, columns: Columns | None = None) -> list[Rule]:
    """Return a page's rules across from top to bottom.

    Those on one height that are together shorter than `least` points are left out, but for rules
    from border to border of several columns: they part the rows of some columns.
    """
    lengths: Counter[int] = Counter()
    for rule in loose.rules:
        lengths[round(rule.top)] += ceil(rule.x1 - rule.x0)
    rules = [
        rule
        for rule in loose.rules
        if lengths[round(rule.top)] >= least or (columns and _fits(rule, columns))
    ]
    return sorted(rules, key=lambda rule: rule.top)


def _fits(rule: Rule, columns: Columns) -> bool:
    """Tell whether a rule goes from border to border of several columns."""
    begins = [nth for nth, x in enumerate(columns.xs) if abs(rule.x0 - x) < FAR]
    ends = [nth for nth, x in enumerate(columns.xs) if abs(rule.x1 - x) < FAR]
    return bool(begins and ends) and ends[-1] - begins[0] > 1


def _ended(part: Part, cut: Cuts, columns: Columns, ruled: bool) -> Part:
    """Return the last part of a table without what stands below its end."""
    lowest = max((run.middle for run in part.anchors), default=0.0)
    below = [rule.top for rule in part.rules if rule.top > lowest]
    ends = [y for y in (below[-1:] if ruled else cut.ys) if y > lowest]
    if part.anchors and not part.anchors[-1].text[0].isdigit() and not ruled:
        ends = ends[1:]  # the first ends the header, below which the last row goes on
    foreign = [run.top - PAD for run in part.runs if run.top > lowest and columns.crossed(run)]
    end = min([*ends, *foreign, part.bottom])
    return part._replace(bottom=end, runs=[run for run in part.runs if run.middle < end])


# --- rows -------------------------------------------------------------------------------------


def _cuts(parts: Sequence[Part], columns: Columns) -> list[Cuts]:
    """Return for each part where rows are cut that are not all ruled.

    A page alone shows too little: the pages are looked at as if they were one below the other.
    """
    runs: list[Run] = []
    anchors: list[Run] = []
    offset, offsets = 0.0, []
    for part in parts:
        offsets.append(offset)
        runs.extend(_shifted(run, offset) for run in part.runs)
        anchors.extend(_shifted(run, offset) for run in part.anchors)
        offset += part.bottom
    cuts = _best_cuts(runs, anchors, columns)
    return [
        Cuts(tuple(y - offset for y in cuts.ys if part.top < y - offset < part.bottom), cuts.clear)
        for part, offset in zip(parts, offsets, strict=True)
    ]


def _best_cuts(runs: Sequence[Run], anchors: Sequence[Run], columns: Columns) -> Cuts:
    """Return where rows are cut, by white through all columns or all but one.

    That one has merged cells, whose text may stand between two rows: which are its own?
    """
    cuts = row_cuts(runs, anchors)
    for left, right in pairwise(columns.xs[1:]) if cuts.through else ():
        others = [run for run in runs if not left < (run.x0 + run.x1) / 2 < right]
        if (found := row_cuts(others, anchors)).clear:
            return found._replace(clear=False)
    return cuts


def _shifted(run: Run, down: float) -> Run:
    return run._replace(top=run.top + down, bottom=run.bottom + down)


def _below_heads(cut: Cuts, part: Part, span: TableSpan, bottom: float) -> Cuts:
    """Return cuts told by numbers with the ends of headers that are printed again."""
    again = [run for page, run in span.heads[1:] if page == part.page]
    ends = [run.middle + bottom - span.start.head.middle for run in again]
    return cut._replace(ys=tuple(sorted((*cut.ys, *ends))))


# --- lattices ---------------------------------------------------------------------------------


def _lattice(part: Part, cut: Cuts, columns: Columns) -> Lattice | None:
    """Return the lattice of a part whose rows are cut like that."""
    x0, x1 = columns.xs[0], columns.xs[-1]
    printed = [rule for rule in part.rules if part.top - PAD < rule.top < part.bottom + PAD]
    ys = sorted({part.top, part.bottom, *cut.ys, *(rule.top for rule in printed)})
    across = [Rule(x0, y, x1, y) for y in (part.top, part.bottom, *cut.ys) if y <= part.bottom]
    across.extend(_fitted(rule, columns) for rule in printed)
    down: list[Rule] = []
    for top, bottom in pairwise(ys):
        row = [run for run in part.runs if top < run.middle < bottom]
        heading = any(columns.crossed(run) for run in row) and len(row) < FEW
        xs = (x0, x1) if heading else columns.xs
        down.extend(Rule(x, top, x, bottom) for x in xs)
    try:
        lattices = rules_to_lattices([*across, *down], ())
    except TooManyRules:
        return None
    return max(lattices, key=lambda lattice: len(lattice.cells), default=None)


def _fitted(rule: Rule, columns: Columns) -> Rule:
    """Return a printed rule from border to border: those of the columns it is under."""
    under = [
        number
        for number, (left, right) in enumerate(pairwise(columns.xs))
        if rule.x0 < (left + right) / 2 < rule.x1
    ]
    if not under:
        return rule
    return rule._replace(x0=columns.xs[under[0]], x1=columns.xs[under[-1] + 1])


def _with_table(page: Page, lattice: Lattice, doubts: Iterable[Doubt]) -> Page:
    """Return a page with the table that a lattice makes of its text."""
    placed = runs_to_cells(page.loose.runs, (lattice,))
    return page._replace(
        tables=(*page.tables, Table(lattice, tuple(map(runs_to_lines, placed.cells[0])), True)),
        lines=runs_to_lines(placed.outside),
        loose=page.loose._replace(runs=tuple(placed.outside)),
        doubts=(*page.doubts, *doubts),
    )


def _doubts(page: int, first: bool, cut: Cuts) -> tuple[Doubt, ...]:
    """Return what is to be told of a table on a page; of its columns once, on its first page."""
    found: list[Doubt] = []
    if first:
        found.append(Doubt("table_by_gaps", "", {"page": page}, page=page))
    if not cut.clear:
        found.append(Doubt("border_guessed", "rows", {"page": page}, page=page))
    return tuple(found)
