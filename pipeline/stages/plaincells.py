"""Duty and handling cells that are printed plainly, read line by line.

Nearly every cell is: its lines join with nothing between them, its clauses are numbered 1. 2. 3.
(or it is one clause without a number), and sentences end where clauses do. Such clauses may
stand under lines that are headings, and in a handling cell there are two labels. Whatever else
a cell may hold is left to `clauses`, which reads these cells to the same parts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from msgspec import Struct
from msgspec.structs import replace

from pipeline.model import Line
from pipeline.rules import Rules
from pipeline.stages.headings import Part
from pipeline.stages.joining import joins_plainly, may_be_words
from pipeline.stages.marks import label_pattern, line_mark_pattern, mark_at, mark_pattern
from pipeline.stages.names import opens
from pipeline.stages.paragraphs import FULL_STOPS, Cell, Style, department_heading, role_heading
from pipeline.stages.plainheads import DEPARTMENT, HEADING, UNNUMBERED, Begun, head_of

MOST_NUMBERED = 99
NO_MARK = "\n"
BEHIND_DIGITS = ":"  # what begins with a digit stands before it, which is asked for fastest
# A quotation that does not end in its line, or holds another one.
QUOTED_OVER = re.compile("“[^”\n]*[“\n]")
# A cell as read: its text (one paragraph a line), its parts, and those that are no clauses.
Read = tuple[str, Sequence[Part], Sequence[Part]]


class Signs(Struct, frozen=True):
    """What a plain cell is told by.

    `marks` are 1. 2. 3. and so on, by their delimiter (the last is none that could be). `end` is
    what a sentence ends with, one of `ends`; `inner` is that with a mark behind it.
    """

    marks: Mapping[str, Sequence[str]]
    numerals: str
    colons: str
    ends: str
    line_mark: re.Pattern[str]
    end: re.Pattern[str]
    inner: re.Pattern[str]


@lru_cache(maxsize=4)
def _signs(rules: Rules) -> Signs:
    """Given rules, return what a plain cell is told by."""
    marks = rules.marks
    ends = marks.sentence_ends + FULL_STOPS
    left = "".join(pair[0] for pair in marks.brackets)
    # (A mark's first letter tells of nearly every place that none stands there.)
    first = rf"(?=[\d{re.escape(left + marks.circled + marks.heading_numerals)}])"
    numbers = range(1, MOST_NUMBERED + 1)
    return Signs(
        marks={
            delimiter: [*(f"{number}{delimiter}" for number in numbers), NO_MARK]
            for delimiter in marks.clause_delimiters
        },
        numerals=marks.heading_numerals,
        colons=marks.colons,
        ends=ends,
        line_mark=line_mark_pattern(rules),
        end=re.compile(f"[{re.escape(ends)}]"),
        inner=re.compile(f"[{re.escape(ends)}]{first}(?={mark_pattern(rules).pattern})"),
    )


def plain_cell(lines: Sequence[Line], style: Style, solid: bool = False) -> Read | None:
    """Given the lines of a cell, return it as read, None when it is not printed plainly.

    There is no white space in the lines of a `solid` cell.
    """
    texts = [line.text for line in lines]
    printed = "\n".join(texts)
    spaced = not solid and printed.split() != texts
    if not texts or (spaced and not _is_spaced(printed)) or _runs_over(printed):
        return None
    signs = _signs(style.rules)
    colons = 0
    for colon in signs.colons:
        if colon in printed:  # which is found faster than counted
            colons += printed.count(colon)
    if colons and (spaced or style.labelled):
        return None if spaced else _labelled(lines, texts, colons, style)
    marks = _marks(printed, signs)
    begun = _begun(texts, marks, signs)
    if begun is None:
        return None
    cell = Cell(lines, style, texts, ())
    read = _read(begun, marks, cell, signs)
    if read and colons and colons != _headed(begun, texts, signs) and _may_head(read, begun, cell):
        return None
    return _closed_up(read, signs) if read and spaced else read


def _runs_over(printed: str) -> bool:
    """Tell whether a quotation, or what 第 counts, goes on behind the line that it begins in."""
    # (One letter is found faster than two.)
    if "第" in printed and "第\n" in printed:
        return True
    return "“" in printed and QUOTED_OVER.search(printed) is not None


def _is_spaced(printed: str) -> bool:
    """Tell whether lines have single blanks inside of them, all of which the text rule drops."""
    apart = printed.replace(" ", "\n")
    return joins_plainly(apart, apart.split("\n"))


def _closed_up(read: Read, signs: Signs) -> Read | None:
    """Given a cell as read with blanks in its text, return it without, None where one stands
    in a heading or behind a mark."""
    printed, parts, heads = read[0].replace(" ", ""), read[1], read[2]
    if signs.inner.search(printed) or any(" " in part.text for part in heads):
        return None
    if any(part.text[0] == " " for part in parts):
        return None
    return printed, [replace(part, text=part.text.replace(" ", "")) for part in parts], heads


def _marks(printed: str, signs: Signs) -> Sequence[str]:
    """Given a cell, return 1. 2. 3. and so on with the delimiter of its first 1."""
    place = 0 if printed[0] == "1" else printed.find("\n1") + 1
    return signs.marks.get(printed[place + 1 : place + 2], (NO_MARK,))


def _begun(texts: Sequence[str], marks: Sequence[str], signs: Signs) -> list[Begun] | None:
    """Given the lines of a cell, return its paragraphs, None where a line is not plain."""
    begun: list[Begun] = []
    number, below = 0, True  # the last number; whether a line is the first, or below a heading
    for at, text in enumerate(texts):
        if text < BEHIND_DIGITS and text.startswith(marks[number]):
            number += 1
            begun.append((at, number))
            below = False
            continue
        odd = not "\u4e00" <= (letter := text[0]) <= "\u9fff" or letter in signs.numerals
        if odd and (mark := signs.line_mark.match(text)):
            if mark.lastgroup != "heading":
                return None
            begun.append((at, HEADING))
            number, below = 0, True
        elif text[-1] in signs.colons:
            # Right below a heading that no colon ends it is the rest of that.
            headed = at > 0 and begun[-1] == (at - 1, HEADING)
            if not headed or texts[at - 1][-1] in signs.colons:
                begun.append((at, DEPARTMENT))
            number, below = 0, True
        elif below:
            begun.append((at, UNNUMBERED))
            below = False
        elif texts[at - 1][-1] in signs.ends or (odd and may_be_words(texts[at - 1], text)):
            return None
    return begun


def _headed(begun: Sequence[Begun], texts: Sequence[str], signs: Signs) -> int:
    """Given paragraphs, return how many are headings that end with a colon."""
    lasts = [below - 1 for (_, number), (below, _) in pairwise(begun) if number < 0]
    return sum([texts[last][-1] in signs.colons for last in lasts])


def _may_head(read: Read, begun: Sequence[Begun], cell: Cell) -> bool:
    """Given a cell as read with a colon inside a clause, tell whether it may end a heading.

    Names of departments may stand above the clause, at its beginning, or behind a sentence, and
    before a colon.
    """
    signs, names = _signs(cell.style.rules), cell.style.names
    marked = {at for at, number in begun if number != UNNUMBERED}
    if any(cell.texts[at][-1] in signs.colons for at, number in begun if number > 0):
        return True
    for at in range(len(cell.texts)):
        if at not in marked and (role_heading(cell, at) or department_heading(cell, at)):
            return True
    for part in read[1]:
        text = part.text
        last = max(map(text.rfind, signs.colons)) if part.kind == "clause" else -1
        begins = [0, *[match.end() for match in signs.end.finditer(text, 0, last)]]
        if last > 0 and any(opens(text, names, at) for at in begins):
            return True
    return False


def _read(begun: Sequence[Begun], marks: Sequence[str], cell: Cell, signs: Signs) -> Read | None:
    """Given a cell and its paragraphs, return it as read."""
    lines, texts = cell.lines, cell.texts
    paragraphs: list[str] = []
    parts: list[Part] = []
    heads: list[Part] = []
    for (at, number), (below, following) in pairwise([*begun, (len(texts), HEADING)]):
        text, start = texts[at], lines[at].start
        end = start + len(text)
        if below - at > 1:
            text, last = "".join(texts[at:below]), lines[below - 1]
            end = last.start + len(last.text)
        paragraphs.append(text)
        if number > 0:
            length = len(marks[number - 1])
            clause = text[length:]
            if len(texts[at]) == length or clause[0].isdecimal():
                return None
            start += length
            parts.append(Part("clause", clause, number, "dot", start, end, start, end))
        elif number == UNNUMBERED:
            if following > 0:
                return None
            parts.append(Part("clause", text, None, "", start, end, start, end))
        else:
            head = head_of((at, number), (below, following), heads, cell)
            if head is None:
                return None
            heads.append(head)
            parts.append(head)
    printed = "\n".join(paragraphs)
    return None if signs.inner.search(printed) else (printed, parts, heads)


def _labelled(
    lines: Sequence[Line], texts: Sequence[str], colons: int, style: Style
) -> Read | None:
    """Given a handling cell with colons, return it as read if it is a pair of labels, or several
    of which each is two lines."""
    if colons == 2:
        return _pair(lines, texts, style)
    if colons != len(texts):
        return None
    places = range(0, len(texts), 2)
    found = [_pair(lines[at : at + 2], texts[at : at + 2], style) for at in places]
    pairs = [pair for pair in found if pair]
    if len(pairs) < len(found):
        return None
    printed, parts, heads = zip(*pairs, strict=True)
    return "\n".join(printed), list(chain(*parts)), list(chain(*heads))


def _pair(lines: Sequence[Line], texts: Sequence[str], style: Style) -> Read | None:
    """Given lines, return the labels of the first two and what stands behind each: the
    departments in the first line, and in all others what they do."""
    if len(texts) < 2:
        return None
    label, role = label_pattern(style.rules), style.names.role_label
    first, second = texts[0], texts[1]
    by, how = label.match(first), label.match(second)
    if not by or not how or by.lastgroup != "department" or how.lastgroup != "manner":
        return None
    if by.end() == len(first) or how.end() == len(second):
        return None
    if role.match(first) or role.match(second) or mark_at(second, how.end(), style.rules):
        return None
    signs, below = _signs(style.rules), "".join(texts[1:])
    if _begun(texts[1:], (NO_MARK,), signs) != [(0, UNNUMBERED)] or signs.inner.search(below):
        return None
    above, manner = _label(by, lines[0].start), _label(how, lines[1].start)
    at, last = above.outer_end, lines[-1]
    end = lines[0].start + len(first)
    department = Part("department", first[by.end() :], None, "", at, end, at, end)
    at, end = manner.outer_end, last.start + len(last.text)
    clause = Part("clause", below[how.end() :], None, "", at, end, at, end)
    heads = (above, department, manner)
    return f"{first}\n{below}", (*heads, clause), heads


def _label(label: re.Match[str], start: int) -> Part:
    """Given a label at a line's head, and where that line begins, return it as a part."""
    end = start + label.end()
    level = str(label.lastgroup)
    return Part("label", label[0][:-1], None, level, start, end - 1, start, end)
