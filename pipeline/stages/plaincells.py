"""Duty and handling cells that are printed plainly, read at one go.

Nearly every cell is: its lines join with nothing between them, its clauses are numbered 1. 2. 3.
(or it is one clause without a number), and sentences end where clauses do. Such clauses may
stand under lines that are department headings, and in a handling cell there are two labels.
Whatever else a cell may hold is left to `clauses`, which reads these cells to the same parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from pipeline.model import Line
from pipeline.rules import Rules
from pipeline.stages.headings import Part
from pipeline.stages.joining import joins_plainly
from pipeline.stages.marks import label_pattern, line_mark_pattern, mark_at, mark_pattern
from pipeline.stages.names import names_certainty
from pipeline.stages.paragraphs import FULL_STOPS, NOT_HEADING, Style

MOST_NUMBERED = 99
# A quotation that does not end in its line, or holds another one.
QUOTED_OVER = re.compile("“[^”\n]*[“\n]")


# A cell as read: its text (one paragraph a line), its parts, and those that are no clauses.
Read = tuple[str, Sequence[Part], Sequence[Part]]


class Patterns(NamedTuple):
    """What a plain cell is told by; in it every line stands behind a line feed.

    `head` is a line that ends with its only colon, `mark` what a numbered line begins with
    (`marks` are 1. 2. 3. and so on, by their delimiter). `odd` is where a line begins otherwise
    than its place tells: with another mark, or without one behind a sentence. `inner` is a mark
    behind a sentence that ends inside a line.
    """

    head: re.Pattern[str]
    mark: re.Pattern[str]
    odd: re.Pattern[str]
    inner: re.Pattern[str]
    marks: Mapping[str, Sequence[str]]


@lru_cache(maxsize=4)
def _patterns(rules: Rules) -> Patterns:
    """Given rules, return what a plain cell is told by."""
    delimiters, colons = rules.marks.clause_delimiters, re.escape(rules.marks.colons)
    ends = f"[{re.escape(rules.marks.sentence_ends + FULL_STOPS)}]"
    mark = rf"\d{{1,2}}[{re.escape(''.join(delimiters))}](?=[^\d\n])"
    behind = rf"(?<={ends}\n)|{line_mark_pattern(rules).pattern}"
    return Patterns(
        head=re.compile(rf"(\n[^\n{colons}]+[{colons}])(?=\n)"),
        mark=re.compile(rf"(\n{mark})"),
        odd=re.compile(rf"\n(?:(?<=第\n)|(?!{mark})(?:{behind}))"),
        inner=re.compile(rf"{ends}(?={mark_pattern(rules).pattern})"),
        marks={
            delimiter: [f"\n{number}{delimiter}" for number in range(1, MOST_NUMBERED + 1)]
            for delimiter in delimiters
        },
    )


def plain_cell(lines: Sequence[Line], style: Style) -> Read | None:
    """Given the lines of a cell, return it as read, None when it is not printed plainly."""
    texts = [line.text for line in lines]
    printed = "\n".join(["", *texts])
    if not texts or not joins_plainly(printed, texts) or QUOTED_OVER.search(printed):
        return None
    patterns, colons = _patterns(style.rules), style.rules.marks.colons
    if not any(map(printed.__contains__, colons)):
        return _block(printed, lines, patterns)
    count = sum(map(printed.count, colons))
    if style.labelled:
        return _labelled(lines, texts, style) if count == 2 and len(texts) > 1 else None
    blocks = patterns.head.split(printed)
    return _headed(blocks, lines, style) if len(blocks) == 2 * count + 1 else None


def _block(block: str, lines: Sequence[Line], patterns: Patterns) -> Read | None:
    """Given lines that no heading stands in, return their clauses."""
    if patterns.odd.search(block):
        return None
    pieces = patterns.mark.split(block)
    if len(pieces) == 1:
        return _unnumbered(block, lines, patterns)
    marks, bodies = pieces[1::2], pieces[2::2]
    if pieces[0] or marks != patterns.marks[marks[0][-1]][: len(marks)]:
        return None
    starts, ends = _places(pieces, lines)
    texts = pieces[2::2] = [body.replace("\n", "") for body in bodies]
    whole = "".join(pieces)
    if patterns.inner.search(whole):
        return None
    parts = [
        Part("clause", text, number, "dot", start, end, start, end)
        for number, text, start, end in zip(range(1, MOST_NUMBERED), texts, starts, ends)
    ]
    return whole[1:], parts, ()


def _places(pieces: Sequence[str], lines: Sequence[Line]) -> tuple[Sequence[int], Sequence[int]]:
    """Given a block split at its marks, return where what is numbered begins and ends in the
    source."""
    offsets = list(accumulate(map(len, pieces), initial=lines[0].start - 1))
    # Nearly every cell: no more than a line feed stands between its lines.
    if offsets[-1] == lines[-1].end:
        return offsets[2::2], offsets[3::2]
    firsts = list(accumulate([body.count("\n") + 1 for body in pieces[2::2]], initial=0))
    marks = zip(firsts, pieces[1::2], strict=False)
    starts = [lines[first].start + len(mark) - 1 for first, mark in marks]
    return starts, [lines[first - 1].end for first in firsts[1:]]


def _unnumbered(block: str, lines: Sequence[Line], patterns: Patterns) -> Read | None:
    """Given lines that no mark stands before, return the clause that they are."""
    text = block.replace("\n", "")
    if patterns.inner.search(text):
        return None
    start, end = lines[0].start, lines[-1].end
    return text, (Part("clause", text, None, "", start, end, start, end),), ()


def _headed(blocks: Sequence[str], lines: Sequence[Line], style: Style) -> Read | None:
    """Given what stands above the first heading, that heading, what stands below it, and so on,
    return the headings and the clauses below each."""
    patterns = _patterns(style.rules)
    texts, parts, heads, at = [], list[Part](), [], 0
    for place, block in enumerate(blocks):
        count = block.count("\n")
        if place % 2:
            head = block[1:]
            if not _is_head(head, blocks[place - 1], style):
                return None
            start, length = lines[at].start, len(head)
            end = start + length
            heads.append(Part("department", head[:-1], None, "", start, end - 1, start, end))
            texts.append(head)
            parts.append(heads[-1])
        elif count:
            below = _block(block, lines[at : at + count], patterns)
            if below is None:
                return None
            texts.append(below[0])
            parts += below[1]
        elif place:
            return None
        at += count
    return "\n".join(texts), parts, heads


def _is_head(head: str, above: str, style: Style) -> bool:
    """Tell whether a line that ends with a colon heads departments, and begins its paragraph."""
    names = style.names
    if NOT_HEADING.search(head) or (above and not NOT_HEADING.search(above.rpartition("\n")[2])):
        return False
    if not names.opening.match(head) or names.role_label.match(head):
        return False
    return not line_mark_pattern(style.rules).match(head) and names_certainty(head[:-1], names) >= 1


def _labelled(lines: Sequence[Line], texts: Sequence[str], style: Style) -> Read | None:
    """Given a handling cell with two colons, return its two labels and what stands behind each:
    the departments in the first line, and in all others what they do."""
    label, role = label_pattern(style.rules), style.names.role_label
    by, how = label.match(texts[0]), label.match(texts[1])
    if not by or not how or not by["department"] or not how["manner"]:
        return None
    if by.end() == len(texts[0]) or how.end() == len(texts[1]):
        return None
    if role.match(texts[0]) or role.match(texts[1]) or mark_at(texts[1], how.end(), style.rules):
        return None
    below = _block("\n".join(["", *texts[1:]]), lines[1:], _patterns(style.rules))
    if below is None or below[1][0].number is not None:
        return None
    text, (clause,), _ = below
    above, manner = _label(by, lines[0].start), _label(how, clause.start)
    at, end = above.outer_end, lines[0].end
    department = Part("department", texts[0][by.end() :], None, "", at, end, at, end)
    at, end = manner.outer_end, clause.end
    heads = (above, department, manner)
    clause = Part("clause", text[how.end() :], None, "", at, end, at, end)
    return f"{texts[0]}\n{text}", (*heads, clause), heads


def _label(label: re.Match[str], start: int) -> Part:
    """Given a label at a line's head, and where that line begins, return it as a part."""
    end = start + label.end()
    level = str(label.lastgroup)
    return Part("label", label[0][:-1], None, level, start, end - 1, start, end)
