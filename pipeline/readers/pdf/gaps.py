"""Tables without a grid: their columns are told by white, their rows by rules or by white.

Only text that no grid holds is looked at. What comes out is a lattice like that of a ruled table,
for the rules that are not printed are put in; the doubts say what was told by white alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from ...model import Doubt
from .furniture import pages_to_furniture
from .grids import Lattice, TooManyRules, rules_to_lattices
from .gutters import Columns, columns_of
from .heads import FAR, PAD, header_sides
from .lines import runs_to_lines
from .marks import Rule, Run
from .pages import Loose, Page, Table
from .placing import runs_to_cells
from .slabs import Cuts, middle, row_cuts
from .stretches import Stretch, stretches_of

CLOSE = 0.35  # of the size: runs that are nearer follow each other
LONG = 0.5  # of a table's width: rules that are shorter part no rows
FULL = 0.8  # of a page's height: a table that ends higher does not go on

Numbered = tuple[int, Run]  # with the place of its page


class Part(NamedTuple):
    """What a page has of a table: its runs, the runs that begin its rows, rules, and its height."""

    page: int
    runs: list[Run]
    anchors: list[Run]
    rules: list[Rule]
    top: float
    bottom: float


def with_gap_tables(pages: Sequence[Page]) -> list[Page]:
    """Given all pages, return them with the tables found in text that no grid holds."""
    if not any(page.loose for page in pages):
        return list(pages)
    texts = _texts(pages)
    result = list(pages)
    stretches = stretches_of(texts)
    for number, stretch in enumerate(stretches):
        following = stretches[number + 1] if number + 1 < len(stretches) else None
        for place, lattice, doubts in _stretch_to_lattices(stretch, following, pages, texts):
            result[place] = _with_table(result[place], lattice, doubts)
    return result


def _texts(pages: Sequence[Page]) -> list[list[Run]]:
    """Given pages, return the level runs of each that no grid holds and that are not furniture."""
    texts: list[list[Run]] = []
    for page, numbers in zip(pages, pages_to_furniture(pages), strict=True):
        runs = _joined(run for run in page.loose.runs if not run.angle) if page.loose else []
        boxes = [page.lines[number].box for number in numbers] if runs else []
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
    """Given runs, return them with those that follow each other on a line made one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        level = last and abs(middle(last) - middle(run)) < CLOSE * run.size
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


def _stretch_to_lattices(
    stretch: Stretch, following: Stretch | None, pages: Sequence[Page], texts: Sequence[list[Run]]
) -> Iterator[tuple[int, Lattice, tuple[Doubt, ...]]]:
    """Given a table, yield its lattice on every page that it is on, with what is doubtful."""
    start = stretch.start
    rules = _rules(pages[start.page].loose, 0)
    top, bottom = header_sides(stretch.start, texts[start.page], rules)
    header = [run for run in texts[start.page] if top < middle(run) < bottom]
    columns = columns_of(header, _sure_body(stretch, texts, bottom))
    if columns is None:
        return
    parts = _parts(stretch, following, columns, pages, texts, top)
    ruled = all(
        any(middle(one) < rule.top < middle(two) for rule in part.rules)
        for part in parts
        for one, two in pairwise(part.anchors)
    )
    cuts = [Cuts((), True)] * len(parts) if ruled else _cuts(parts, columns)
    cuts = [
        cut if cut.clear else _below_heads(cut, part, stretch, bottom)
        for part, cut in zip(parts, cuts, strict=True)
    ]
    for number, (part, cut) in enumerate(zip(parts, cuts, strict=True)):
        last = number + 1 == len(parts)
        ended = _ended(part, cut, columns, ruled, last)
        lattice = _lattice(ended, cut, columns)
        if lattice is not None:
            yield part.page, lattice, _doubts(pages[part.page].number, number == 0, cut)


def _below_heads(cut: Cuts, part: Part, stretch: Stretch, bottom: float) -> Cuts:
    """Given cuts told by numbers, return them with the ends of headers that are printed again."""
    again = [run for page, run in stretch.heads[1:] if page == part.page]
    ends = [middle(run) + bottom - middle(stretch.start.head) for run in again]
    return cut._replace(ys=tuple(sorted((*cut.ys, *ends))))


def _doubts(page: int, first: bool, cut: Cuts) -> tuple[Doubt, ...]:
    """Given a page of a table, return what is told of it; of the columns once a table."""
    found: list[Doubt] = []
    if first:
        found.append(Doubt("table_by_gaps", "", {"page": page}, page=page))
    if not cut.clear:
        found.append(Doubt("border_guessed", "rows", {"page": page}, page=page))
    return tuple(found)


def _sure_body(stretch: Stretch, texts: Sequence[list[Run]], bottom: float) -> list[Run]:
    """Given a table, return the runs between its header and its last number that have others
    beside them: what stands alone may be a title of rows."""
    first, (last, lowest) = stretch.start.page, stretch.numbers[-1]
    sure: list[Run] = []
    for page in range(first, last + 1):
        runs = [
            run
            for run in texts[page]
            if (page > first or middle(run) > bottom) and (page < last or run.top < lowest.bottom)
        ]
        sure.extend(run for run in runs if _beside(run, runs))
    return sure


def _beside(run: Run, runs: Iterable[Run]) -> bool:
    """Tell whether another run stands beside one."""
    return any(
        other is not run and other.top < run.bottom and run.top < other.bottom for other in runs
    )


def _parts(
    stretch: Stretch,
    following: Stretch | None,
    columns: Columns,
    pages: Sequence[Page],
    texts: Sequence[list[Run]],
    top: float,
) -> list[Part]:
    """Given a table, return what each page has of it."""
    first = stretch.start.page
    last = max(page for page, _ in (*stretch.heads, *stretch.numbers))
    width = columns.xs[-1] - columns.xs[0]
    parts: list[Part] = []
    for page in range(first, min(last + 2, len(pages))):
        low = top if page == first else 0.0
        ends = following and following.start.page == page
        high = following.start.head.top if following and ends else float("inf")
        runs = [run for run in texts[page] if low < middle(run) and run.bottom < high]
        rules = _rules(pages[page].loose, LONG * width)
        if page > last:
            full = bool(parts) and parts[-1].bottom > FULL * pages[last].height
            other = following is not None and following.start.page < page
            runs = _rest(runs, columns, rules) if full and not other else []
        if not runs:
            continue
        anchors = [run for place, run in (*stretch.heads, *stretch.numbers) if place == page]
        bands = [run for run in runs if columns.crossed(run) and not _beside(run, runs)]
        lowest = max(map(middle, anchors), default=0.0) if page == last else high
        anchors.extend(run for run in bands if middle(run) < lowest)
        anchors.sort(key=middle)
        begin = low or min(run.top for run in runs) - PAD
        end = max(run.bottom for run in runs) + PAD
        rules = [rule for rule in rules if begin - FAR < rule.top < end + FAR]
        parts.append(Part(page, runs, anchors, rules, begin, end))
    return parts


def _rest(runs: Sequence[Run], columns: Columns, rules: Sequence[Rule]) -> list[Run]:
    """Given a page after a table's last number, return the runs at its head that the last row
    may go on with: in the columns, up to the first rule.
    """
    rest: list[Run] = []
    for run in sorted(runs, key=lambda run: run.top):
        ruled = rest and any(rest[0].top < rule.top < run.bottom for rule in rules)
        if ruled or columns.crossed(run) or run.x0 < columns.xs[0] - PAD:
            break
        rest.append(run)
    return rest


def _rules(loose: Loose | None, least: float) -> list[Rule]:
    """Given a page's text, return its rules across by their heights, without those that
    are too short together with all on the same height.
    """
    lengths: Counter[int] = Counter()
    for rule in loose.rules if loose else ():
        lengths[round(rule.top)] += ceil(rule.x1 - rule.x0)
    rules = [rule for rule in loose.rules if lengths[round(rule.top)] >= least] if loose else []
    return sorted(rules, key=lambda rule: rule.top)


def _cuts(parts: Sequence[Part], columns: Columns) -> list[Cuts]:
    """Given the parts of a table whose rows are not all ruled, return where rows are cut.

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
    """Given a table's runs, return where rows are cut, by white through all columns or but one.

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


def _ended(part: Part, cut: Cuts, columns: Columns, ruled: bool, last: bool) -> Part:
    """Given a part, return it without what stands below its end, if it is a table's last."""
    if not last:
        return part
    lowest = max((middle(run) for run in part.anchors), default=0.0)
    below = [rule.top for rule in part.rules if rule.top > lowest]
    ends = [y for y in (below[-1:] if ruled else cut.ys) if y > lowest]
    if part.anchors and not part.anchors[-1].text[0].isdigit() and not ruled:
        ends = ends[1:]  # the first ends the header, below which the last row goes on
    foreign = [run.top - PAD for run in part.runs if run.top > lowest and columns.crossed(run)]
    end = min([*ends, *foreign, part.bottom])
    return part._replace(bottom=end, runs=[run for run in part.runs if middle(run) < end])


def _lattice(part: Part, cut: Cuts, columns: Columns) -> Lattice | None:
    """Given a part and where its rows are cut, return its lattice."""
    x0, x1 = columns.xs[0], columns.xs[-1]
    printed = [rule for rule in part.rules if part.top - PAD < rule.top < part.bottom + PAD]
    ys = sorted({part.top, part.bottom, *cut.ys, *(rule.top for rule in printed)})
    across = [Rule(x0, y, x1, y) for y in (part.top, part.bottom, *cut.ys) if y <= part.bottom]
    across.extend(_fitted(rule, columns) for rule in printed)
    down: list[Rule] = []
    for top, bottom in pairwise(ys):
        row = [run for run in part.runs if top < middle(run) < bottom]
        band = any(columns.crossed(run) for run in row) and len(row) < 3
        xs = (x0, x1) if band else columns.xs
        down.extend(Rule(x, top, x, bottom) for x in xs)
    try:
        lattices = rules_to_lattices([*across, *down], ())
    except TooManyRules:
        return None
    return max(lattices, key=lambda lattice: len(lattice.cells), default=None)


def _fitted(rule: Rule, columns: Columns) -> Rule:
    """Given a printed rule, return it from border to border: those of the columns it is under."""
    under = [
        number
        for number, (left, right) in enumerate(pairwise(columns.xs))
        if rule.x0 < (left + right) / 2 < rule.x1
    ]
    if not under:
        return rule
    return rule._replace(x0=columns.xs[under[0]], x1=columns.xs[under[-1] + 1])


def _with_table(page: Page, lattice: Lattice, doubts: Iterable[Doubt]) -> Page:
    """Given a page and a lattice found in its text, return it with the table."""
    runs = page.loose.runs if page.loose else ()
    placed = runs_to_cells(runs, (lattice,))
    cells = tuple(runs_to_lines(cell) if cell else () for cell in placed.cells[0])
    return page._replace(
        tables=(*page.tables, Table(lattice, cells, True)),
        lines=runs_to_lines(placed.outside) if placed.outside else (),
        loose=Loose(tuple(placed.outside), page.loose.rules if page.loose else ()),
        doubts=(*page.doubts, *doubts),
    )
