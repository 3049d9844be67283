"""The lines of a duty or handling cell → its paragraphs, before they are read as clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from ..departments.names import Names, names_certainty, opens
from ..letters.joining import joined, joined_text
from ..letters.marks import (
    MEASURE,
    MEASURED,
    Mark,
    MarkKind,
    colon_pattern,
    label_pattern,
    line_mark_pattern,
    mark_at,
    printed_number,
)
from ..model import Line, Text
from ..rules import Rules
from .quotations import quoted_lines

HEADING_KINDS = ("heading", "subheading")
KINDS: tuple[MarkKind, ...] = ("heading", "subheading", "dot", "bracket", "circle")
BELOW = {kind: KINDS[level + 1 :] for level, kind in enumerate(KINDS)}
DECIMAL = re.compile(r"\d{1,2}(?!\d)")  # behind 1. it may be the rest of 1.5公里
UNMEASURED = re.compile(MEASURED)
FIRST_WORD = re.compile(r"\s*([\x21-\x7e]+|.[，。；：、！？”’》）]*)")
NOT_HEADING = re.compile("[。；，“”]")
LONGEST_HEADING = 40
FULL_STOPS = "。！？"


class Paragraph(Struct, frozen=True, gc=False):
    """One paragraph of a cell: its joined text, and the mark it begins with, if any."""

    text: Text
    mark: Mark | None


class Style(Struct, frozen=True):
    """What paragraphs are told by: rules, what is known of departments, whether labels
    (承接部门：) may stand in the cell, and whether the document counts inside of them (；二是)."""

    rules: Rules
    names: Names
    labelled: bool = False
    counts_inside: bool = False


class Cell(Struct, frozen=True, dict=True):
    """A cell whose lines are read: their texts, and the last letter of each."""

    lines: Sequence[Line]
    style: Style
    texts: Sequence[str]
    ends: Sequence[str]

    @cached_property
    def width(self) -> float:
        """How wide the widest line is printed."""
        return max(map(printed_width, self.texts))

    @cached_property
    def closing(self) -> frozenset[str]:
        """The ends of sentences that end a paragraph wherever they end a line.

        Nothing in the cell is numbered, and no sentence ends so inside a line: it hardly
        happens that all of a paragraph's sentences end where lines do.
        """
        texts = [text.strip() for text in self.texts]
        marks = ((text, mark_at(text, 0, self.style.rules)) for text in texts)
        if any(mark and not DECIMAL.match(text, mark.end) for text, mark in marks):
            return frozenset()
        inside = set("".join(text[:-1] for text in texts))
        stops = frozenset(text[-1] for text in texts[:-1] if text[-1] in FULL_STOPS)
        return stops - inside


DECIMAL_POINT = re.compile(r"\d[.．]\s*\n\s*\d")  # of a number that is broken over two lines
ORDINALS = "一二三四五六七八九十"
# (The pattern begins with the letter that can be searched for fast.)
COUNTED_INSIDE = re.compile(f"是(?<=[；;。][{ORDINALS}]是)")
# A paragraph that lines are being added to: its first line, and its mark.
Open = tuple[int, Mark | None]


def paragraphs_of(lines: Sequence[Line], style: Style) -> list[Paragraph]:
    """Given the lines of a cell, return its paragraphs.

    A line begins a paragraph when it begins with a mark that continues the numbering, with
    a department and a colon, or with a label, or when the line before ended a paragraph.
    """
    texts = [line.text for line in lines]
    opened = _opened(Cell(lines, style, texts, [text.rstrip()[-1:] for text in texts]))
    borders = [*[first for first, _ in opened], len(lines)]
    return [
        Paragraph(joined(lines[first:last]), mark)
        for (first, mark), last in zip(opened, borders[1:], strict=True)
    ]


def _opened(cell: Cell) -> list[Open]:
    """Given a cell, return where its paragraphs begin, and with what marks."""
    rules = cell.style.rules
    printed = "\n".join(cell.texts)
    quoted = quoted_lines(cell.lines, rules) if "“" in printed else frozenset()
    colons = colon_pattern(rules).search(printed) is not None
    opened: list[Open] = []
    numbering: dict[str, int] = {}
    headed = 0  # the first line behind a department heading that runs over several
    behind = -1  # the line behind a heading that no colon ends: 牵头单位：县民政局
    for index, match in enumerate(map(line_mark_pattern(rules).match, cell.texts)):
        if index < headed or index in quoted:
            continue
        mark = _valid_mark(match, cell, index, opened, numbering) if match else None
        if mark is not None:
            _count(mark, numbering)
        else:
            role = role_heading(cell, index) if colons else 0
            length = role or (department_heading(cell, index) if colons else 0)
            headed = index + length
            if opened and not length and index != behind and not _begins(cell, index, opened[-1]):
                continue
            behind = index + role if role else -1
            if cell.ends[index] in rules.marks.colons:
                numbering.clear()
            elif length:
                _count_behind(cell.texts[headed - 1], numbering, rules)
        opened.append((index, mark))
    return opened


def _count(mark: Mark, numbering: dict[str, int]) -> None:
    """Remember the number of a mark; what is numbered under it begins again."""
    numbering[mark.kind] = mark.number
    if len(numbering) > 1:
        for kind in BELOW[mark.kind]:
            numbering.pop(kind, None)


def _count_behind(text: str, numbering: dict[str, int], rules: Rules) -> None:
    """Remember the number that stands right behind a department heading: 县民政局：1.登记；"""
    colon = colon_pattern(rules).search(text)
    mark = mark_at(text, colon.end(), rules) if colon else None
    if mark is not None:
        numbering[mark.kind] = mark.number


# --- marks ----------------------------------------------------------------------------------


def _valid_mark(
    match: re.Match[str],
    cell: Cell,
    index: int,
    opened: Sequence[Open],
    numbering: Mapping[str, int],
) -> Mark | None:
    """Given what a line begins with, return its mark, unless the number stands there by chance.

    A wrapped line may begin with a number: its number counts as a mark when it continues
    the numbering or begins one, or when the line before ends a sentence or is a heading.
    The mark's span is that in the joined paragraph.
    """
    rules = cell.style.rules
    if index and cell.ends[index - 1] == "第":
        return None  # 第 / （一）项: the number of a law's part
    kind: MarkKind | Literal["bare"] = match.lastgroup  # type: ignore[assignment]  # the groups
    printed = match[kind]
    number = int(printed) if kind == "dot" else printed_number(kind, printed, rules)
    length = match.end() - match.end("lead")
    if kind == "bare":
        if not _lost_delimiter(match, cell, index, numbering):
            return None
        kind = "dot"
    elif kind == "dot" and DECIMAL.match(match.string, match.end()):
        if number != numbering.get(kind, 0) + 1 or not _numbers_decimal(match, cell, index):
            return None
    elif index and number != 1 and number != numbering.get(kind, 0) + 1:
        ended = cell.lines[index - 1].wraps is False or _is_finished(cell, index - 1)
        if not ended and not _is_headed(index, opened[-1]):
            return None
    if len(match[0].split()) > 1:
        length = len(joined_text([Line(0, match[0])]))  # white space inside the mark
    return Mark(kind, number, 0, length)


def _numbers_decimal(match: re.Match[str], cell: Cell, index: int) -> bool:
    """Tell whether 2.5 at a line's head, where 2 is to come, is a clause's number and a 5.

    It is behind a finished line; where a unit stands behind it, only behind a sentence.
    """
    if index == 0:
        return match["dot"] != "1" or _followed(cell, index)
    before, rules = cell.lines[index - 1], cell.style.rules
    ended = before.wraps is False or before.text.rstrip()[-1:] in rules.marks.sentence_ends
    measured = UNMEASURED.match(match.string, match.end()) is None
    finished = ended if measured else _is_finished(cell, index - 1)
    return finished and (int(match["dot"]) > 1 or _followed(cell, index))


def _followed(cell: Cell, index: int) -> bool:
    """Tell whether a line numbered 2 stands below one that may be numbered 1."""
    below = (text.lstrip() for text in cell.texts[index + 1 :])
    marks = (mark_at(text, 0, cell.style.rules) for text in below)
    return any(mark and mark.kind == "dot" and mark.number == 2 for mark in marks)


def _is_finished(cell: Cell, index: int) -> bool:
    """Tell whether a line ends with punctuation, so that the next may begin a clause."""
    marks = cell.style.rules.marks
    end = cell.ends[index]
    return end in marks.sentence_ends or end in marks.colons or end in marks.closers + "，,、"


def _is_headed(index: int, group: Open) -> bool:
    """Tell whether the line before is a group heading, as far as it goes."""
    first, mark = group
    return first == index - 1 and mark is not None and mark.kind in HEADING_KINDS


def _lost_delimiter(
    match: re.Match[str], cell: Cell, index: int, numbering: Mapping[str, int]
) -> bool:
    """Tell whether a line's number lost its delimiter in print: `1常态化`.

    It is the number to come, behind a finished line, and the number after it follows with
    its mark; or it is the last one, and counts nothing.
    """
    number = int(match["bare"])
    if number != numbering.get("dot", 0) + 1 or not (index == 0 or _is_finished(cell, index - 1)):
        return False
    following = (mark_at(text.lstrip(), 0, cell.style.rules) for text in cell.texts[index + 1 :])
    after = next((mark.number for mark in following if mark and mark.kind == "dot"), None)
    if after is None:
        return number > 1 and not MEASURE.match(match.string, match.end())
    return after == number + 1


# --- lines without marks --------------------------------------------------------------------


def _begins(cell: Cell, index: int, group: Open) -> bool:
    """Tell whether a line without a mark begins a paragraph of its own."""
    style = cell.style
    if style.labelled and label_pattern(style.rules).match(cell.texts[index].lstrip()):
        return True
    end = cell.ends[index - 1]
    if end.isascii() and DECIMAL_POINT.search(cell.texts[index - 1] + "\n" + cell.texts[index]):
        return False
    return _is_surely_new(cell, index, group) or _is_early(cell, index, group)


def _is_surely_new(cell: Cell, index: int, group: Open) -> bool:
    """Tell whether the paragraph so far is a heading, or a line counts on or ends it for sure."""
    marks, end = cell.style.rules.marks, cell.ends[index - 1]
    if end in marks.colons and _is_heading(cell.lines[group[0] : index], group[1], cell.style):
        return True
    if end in marks.sentence_ends and _counts_on(cell, index, group):
        return True
    return cell.lines[index - 1].wraps is not False and end in FULL_STOPS and end in cell.closing


def _is_early(cell: Cell, index: int, group: Open) -> bool:
    """Tell whether the line before ends where no paragraph would that goes on."""
    if cell.lines[index - 1].wraps is True:
        return False
    ended = cell.ends[index - 1] in cell.style.rules.marks.sentence_ends
    if _is_headed(index, group):
        return ended or is_short(cell, index)
    return ended and is_short(cell, index)


def _counts_on(cell: Cell, index: int, group: Open) -> bool:
    """Tell whether a line begins with 二是, and the paragraph before it with 一是, and so on."""
    text = cell.texts[index].lstrip()
    place = ORDINALS.find(text[0]) if text[1:2] == "是" and not cell.style.counts_inside else 0
    return place > 0 and cell.texts[group[0]].lstrip().startswith(ORDINALS[place - 1] + "是")


def is_short(cell: Cell, index: int) -> bool:
    """Tell whether the line before ends so early that its paragraph must end there.

    The next line's first word would have fitted: words of Latin letters or digits do not
    break, and neither does a letter from the punctuation after it.
    """
    wraps = cell.lines[index - 1].wraps
    if wraps is not None:
        return not wraps
    word = FIRST_WORD.match(cell.texts[index])
    before = printed_width(cell.texts[index - 1].rstrip())
    return before + printed_width(word[1] if word else "") < cell.width - 1.0


def printed_width(text: str) -> float:
    """Return the printed width of a line in CJK characters."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))


def _is_heading(group: Sequence[Line], mark: Mark | None, style: Style) -> bool:
    """Tell whether the paragraph so far, which ends with a colon, is a heading."""
    if mark is not None and mark.kind in HEADING_KINDS:
        return True
    text = joined_text(group)
    return names_certainty(text[mark.end if mark else 0 : -1], style.names) >= 1


def role_heading(cell: Cell, index: int) -> int:
    """Given a line, return how many lines from it are a role and departments: 牵头单位：县民政局.

    0 when it does not begin so, or goes on with what they do.
    """
    names = cell.style.names
    if not names.role_label.match(cell.lines[index].text.lstrip()):
        return 0
    text, best = "", 0
    for count, line in enumerate(cell.lines[index : index + 4], 1):
        text += "".join(line.text.split())
        if names_certainty(text, names) >= 1:
            best = count
    return best


def department_heading(cell: Cell, index: int) -> int:
    """Given a line, return how many lines from it hold names of departments up to a colon.

    0 when it does not begin so.
    """
    style, first = cell.style, cell.texts[index]
    colons = colon_pattern(style.rules)
    if not colons.search(first, 0, LONGEST_HEADING) and (
        "，" in first or "。" in first or not opens(first.lstrip(), style.names)
    ):
        return 0
    text = ""
    for count, line in enumerate(cell.texts[index : index + 4], 1):
        text += "".join(line.split())
        colon = colons.search(text)
        if colon:
            return count if names_certainty(text[: colon.start()], style.names) >= 1 else 0
        if NOT_HEADING.search(text):
            return 0
    return 0
