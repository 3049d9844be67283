"""What a document tells of departments by itself: the names that head duties in its lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..letters.script import COLONS, LEFT_FRAMES, RIGHT_FRAMES
from ..rules import Rules
from .listing import listing_of
from .names import LONGEST_NAME, NOT_A_NAME, Names, named_by_rules, names_with_cells

LONGEST_HEADING = 60


def learned_names(texts: Iterable[str], places: Mapping[str, str], rules: Rules) -> Names:
    """Return what the lines (or cells) of the lists tell of departments.

    `places` are the county and what is above it as far as the preamble names them.
    """
    lines = list(texts)
    names = named_by_rules(lines, places, rules)
    return names_with_cells(names, [_headed(lines, places, names)])


def _headed(lines: Sequence[str], places: Mapping[str, str], names: Names) -> Iterator[str]:
    """Yield the names that head duties in lines."""
    rules = names.rules
    placed = tuple(filter(None, (*rules.departments.levels, places.get("county"))))
    for above, line in zip(("", *lines), lines, strict=False):
        if above.rstrip()[-1:] not in rules.departments.above_heading:
            continue
        heading, alone = _heading(line.strip(), rules)
        if not heading:
            continue
        numbered = rules.grammar.mark_at(heading, 0) is not None
        for name in listing_of(heading, names).names:
            if not names.ends(name) or NOT_A_NAME.search(name) or len(name) > LONGEST_NAME:
                continue
            # 二、执法查处： heads duties, and may name no department.
            if name.startswith(placed) or (alone and not numbered):
                yield name


def _heading(line: str, rules: Rules) -> tuple[str, bool]:
    """Return the heading that a line begins with, and whether nothing follows that.

    It is what stands before the first colon, all that stands behind a role's (牵头单位：), or
    in a frame: 【县民政局】.
    """
    if len(line) > 2 and line[0] in LEFT_FRAMES and line[-1] in RIGHT_FRAMES:
        return line[1:-1], True
    if not rules.grammar.colon.search(line):
        return "", False
    line, roles = rules.grammar.role_label.subn("", line)
    for colon in COLONS:
        if colon in line:
            heading, _, rest = line.partition(colon)
            return (heading, not rest) if len(heading) < LONGEST_HEADING else ("", False)
    return (line, True) if roles else ("", False)
