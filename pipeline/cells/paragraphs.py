"""The lines of a duty or handling cell → its paragraphs, before they are read as clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from ..departments.listing import are_departments, bare_head, head_at, is_framed
from ..departments.names import Names, opens
from ..departments.stacked import stands_below
from ..letters.joining import joined, joined_place, joined_text
from ..letters.lines import printed_width, squeezed
from ..letters.marks import BELOW, CLAUSE_KINDS, HEADING_KINDS, Mark, MarkKind
from ..letters.script import (
    CLOSERS,
    COLONS,
    COMMA,
    COMMAS,
    FULL_STOP,
    FULL_STOPS,
    LIST_COMMA,
    NO_LINE_START,
    OPENERS,
    ORDINALS,
    POINTS,
    QUOTES,
    SEMICOLON,
    SENTENCE_ENDS,
)
from ..model import Line, Text
from ..rules import Rules

LONGEST_HEADING = 40  # letters up to a heading's colon
MOST_LINES = 4  # of a heading that names departments
SLACK = 1.0  # letters by which a full line may be shorter than the cell is wide
_DECIMAL = re.compile(r"\d{1,2}(?!\d)")  # behind 1. it may be the rest of 1.5公里
# The point of a number that is broken over two lines.
_DECIMAL_POINT = re.compile(rf"\d[{POINTS}][^\S\n]*+\n\s*+\d")
# A word of Latin letters or digits does not break, a letter not from the punctuation behind it.
_FIRST_WORD = re.compile(rf"\s*([\x21-\x7e]+|.[{NO_LINE_START}]*)")
_ENCLOSING = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")
_PAIRS = list(zip(OPENERS, CLOSERS, strict=True))
_NOT_HEADING = re.compile(f"[{FULL_STOP}{SEMICOLON}{COMMA}{QUOTES}]")


class Paragraph(Struct, frozen=True):
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


class _Cell(Struct, frozen=True, dict=True):
    """The lines of a cell, their texts, the last letter of each, and what is asked of all."""

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
        rules = self.style.rules
        texts = [text.strip() for text in self.texts]
        marks = ((text, rules.grammar.mark_at(text, 0)) for text in texts)
        if any(mark and not _DECIMAL.match(text, mark.end) for text, mark in marks):
            return frozenset()
        inside = set("".join(text[:-1] for text in texts))
        stops = {text[-1] for text in texts[:-1] if text[-1] in FULL_STOPS}
        return frozenset(stops - inside)


# A paragraph that lines are being added to: its first line, and its mark.
_Open = tuple[int, Mark | None]


def paragraphs_of(lines: Sequence[Line], style: Style) -> list[Paragraph]:
    """Return the paragraphs of a cell.

    A line begins a paragraph when it begins with a mark that continues the numbering, with
    a department and a colon, or with a label, or when the line before ended a paragraph.
    """
    texts = [line.text for line in lines]
    opened = _opened(_Cell(lines, style, texts, [text.rstrip()[-1:] for text in texts]))
    borders = [*[first for first, _ in opened], len(lines)]
    paragraphs: list[Paragraph] = []
    for (first, mark), last in zip(opened, borders[1:], strict=True):
        text = joined(lines[first:last])
        end = joined_place(text, lines[first].start + mark.end) if mark else 0
        paragraphs.append(Paragraph(text, mark and replace(mark, start=0, end=end)))
    return paragraphs


def _opened(cell: _Cell) -> list[_Open]:
    """Return where the paragraphs of a cell begin, and with what marks."""
    rules = cell.style.rules
    enclosed = enclosed_lines(cell.lines, rules)
    opened: list[_Open] = []
    numbering: dict[str, int] = {}
    headed = 0  # the first line behind a department heading that runs over several
    behind = -1  # the line behind a heading that no colon ends: 牵头单位：县民政局
    for index, match in enumerate(map(rules.grammar.line_mark.match, cell.texts)):
        if index < headed or index in enclosed:
            continue
        mark = _valid_mark(match, cell, index, opened, numbering) if match else None
        if mark is not None:
            numbering[mark.kind] = mark.number
            for kind in BELOW[mark.kind]:
                numbering.pop(kind, None)
        else:
            bare = length = 0
            if opens(cell.texts[index], cell.style.names):
                bare = _bare_heading(cell, index)
                length = bare or _department_heading(cell, index)
            headed = index + length
            if opened and not length and index != behind and not _begins(cell, index, opened[-1]):
                continue
            behind = index + bare if bare else -1
            if cell.ends[index] in COLONS:
                numbering.clear()
            elif length or (cell.style.labelled and _is_label(cell, index)):
                _count_behind(cell.texts[max(index, headed - 1)], numbering, rules)
        opened.append((index, mark))
    return opened


def _count_behind(text: str, numbering: dict[str, int], rules: Rules) -> None:
    """Remember the number right behind the heading that a line begins with: 县民政局：1.登记；"""
    colon = rules.grammar.colon.search(text)
    mark = rules.grammar.mark_at(text, colon.end()) if colon else None
    if mark is not None:
        numbering[mark.kind] = mark.number


# --- marks ------------------------------------------------------------------------------------


def _valid_mark(
    match: re.Match[str],
    cell: _Cell,
    index: int,
    opened: Sequence[_Open],
    numbering: Mapping[str, int],
) -> Mark | None:
    """Return the mark that a line begins with, unless the number stands there by chance.

    A wrapped line may begin with a number: its number counts as a mark when it continues
    the numbering or begins one, or when the line before ends a sentence or is a heading.
    """
    rules = cell.style.rules
    mark = rules.grammar.mark_of(match, match.end("lead"))
    if match.lastgroup == "bare":
        return mark if _lost_delimiter(mark, cell, index, numbering) else None
    if index and _is_inside(mark, cell, index, opened[-1], numbering):
        return None
    following = numbering.get(mark.kind, 0) + 1
    if match.lastgroup == "dot" and _DECIMAL.match(match.string, match.end()):
        valid = mark.number == following and _numbers_decimal(match, cell, index)
    else:
        valid = mark.number in (1, following) or _may_begin(cell, index)
        valid = valid or _is_headed(index, opened[-1])
    return mark if valid else None


def _is_inside(
    mark: Mark, cell: _Cell, index: int, group: _Open, numbering: Mapping[str, int]
) -> bool:
    """Tell whether a mark is the number of a law's part, of a figure, or inside a sentence.

    第 / （一）项, 2025. / 3.1前, 重点核对（1）船号、 / （2）时间.
    """
    if cell.ends[index - 1] == cell.style.rules.marks.part_of_law:
        return True
    if cell.ends[index - 1] in POINTS and _is_broken(cell, index):
        return True
    return _is_inner(mark, cell, index, group, numbering)


def _is_broken(cell: _Cell, index: int) -> bool:
    """Tell whether a figure is broken at its point over two lines: 2025. / 3.1前."""
    return _DECIMAL_POINT.search(f"{cell.texts[index - 1]}\n{cell.texts[index]}") is not None


def _is_inner(
    mark: Mark, cell: _Cell, index: int, group: _Open, numbering: Mapping[str, int]
) -> bool:
    """Tell whether a line's mark belongs to an enumeration inside the sentence above it.

    The number before it stands inside that sentence. Or it is the first, of a lower level, and
    the line above is full and goes on (重点核对 / （1）船号).
    """
    first, above = group
    ended = cell.texts[index - 1].rstrip().rstrip(CLOSERS)[-1:] in SENTENCE_ENDS
    if mark.number > 1:
        if ended and mark.kind in numbering:
            return False
        return (mark.kind, mark.number - 1) in _inside(cell.texts[first:index], above, cell)
    lower = above and above.kind in CLAUSE_KINDS and mark.kind in BELOW[above.kind]
    if ended or not lower or cell.lines[index - 1].wraps is False:
        return False
    if cell.ends[index - 1] in COLONS:
        below = (cell.texts[index][mark.end :], *cell.texts[index + 1 :][:MOST_LINES])
        return any((mark.kind, 2) in _inside((text,), None, cell) for text in below)
    return not _is_short(cell, index)


def _inside(texts: Sequence[str], first: Mark | None, cell: _Cell) -> set[tuple[MarkKind, int]]:
    """Return kinds and numbers of the marks of lines, but for the one that they begin with."""
    grammar, whole = cell.style.rules.grammar, "\n".join(texts)
    begin = first.end if first else len(whole) - len(whole.lstrip()) + 1
    marks = map(grammar.mark_of, grammar.mark.finditer(whole, begin))
    return {(mark.kind, mark.number) for mark in marks}


def _numbers_decimal(match: re.Match[str], cell: _Cell, index: int) -> bool:
    """Tell whether 2.5 at a line's head, where 2 is to come, is a clause's number and a 5.

    It is behind a finished line; where a unit stands behind it, only behind a sentence.
    """
    if index == 0:
        return match["dot"] != "1" or _followed(cell, index)
    before, rules = cell.lines[index - 1], cell.style.rules
    ended = before.wraps is False or cell.ends[index - 1] in SENTENCE_ENDS
    measured = rules.grammar.measured.match(match.string, match.end()) is not None
    finished = ended if measured else _is_finished(cell, index - 1)
    return finished and (int(match["dot"]) > 1 or _followed(cell, index))


def _followed(cell: _Cell, index: int) -> bool:
    """Tell whether a line numbered 2 stands below one that may be numbered 1."""
    return any(mark.number == 2 for mark in _dots_below(cell, index))


def _dots_below(cell: _Cell, index: int) -> Iterator[Mark]:
    """Yield the marks with a delimiter (1.) that lines below one begin with."""
    for place in range(index + 1, len(cell.texts)):
        mark = cell.style.rules.grammar.mark_at(cell.texts[place].lstrip(), 0)
        if mark is not None and mark.kind == "dot":
            yield mark


def _is_finished(cell: _Cell, index: int) -> bool:
    """Tell whether a line ends with punctuation, so that the next may begin a clause."""
    return cell.ends[index] in SENTENCE_ENDS + COLONS + CLOSERS + COMMAS + LIST_COMMA


def _is_headed(index: int, group: _Open) -> bool:
    """Tell whether the line before is a group heading, as far as it goes."""
    first, mark = group
    return first == index - 1 and mark is not None and mark.kind in HEADING_KINDS


def _lost_delimiter(mark: Mark, cell: _Cell, index: int, numbering: Mapping[str, int]) -> bool:
    """Tell whether a line's number lost its delimiter in print: `1常态化`, `1 制定`.

    It is the number to come, behind a finished line, and the number after it follows; or it is
    the last one, or the only one and set apart by white space.
    """
    number, text = mark.number, cell.texts[index]
    if number != numbering.get("dot", 0) + 1 or not _may_begin(cell, index):
        return False
    others = takewhile(lambda other: other > 1, _numbers_below(cell, index, mark))
    following = next(others, None)
    if following is None:
        return number > 1 or text[mark.end - 1].isspace()
    return following == number + 1 or number + 1 in others


def _numbers_below(cell: _Cell, index: int, mark: Mark) -> Iterator[int]:
    """Yield the numbers of clauses that stand behind a line's mark, in it and in those below."""
    find = cell.style.rules.grammar.numbers.finditer
    yield from (int(match["n"]) for match in find(cell.texts[index][mark.end :]))
    for place in range(index + 1, len(cell.texts)):
        yield from (int(match["n"]) for match in find(cell.texts[place]))


def _may_begin(cell: _Cell, index: int) -> bool:
    """Tell whether a clause may begin with a line: the one before ends, as far as is known."""
    return index == 0 or cell.lines[index - 1].wraps is False or _is_finished(cell, index - 1)


def enclosed_lines(lines: Sequence[Line], rules: Rules) -> frozenset[int]:
    """Return the lines that begin inside a quotation or brackets with a numbering of their own."""
    enclosed: set[int] = set()
    if all(map(_is_balanced, lines)):
        return frozenset()
    for (first, left), (last, right) in _enclosures(lines, rules):
        if first == last:
            continue
        inner = [lines[first].text[left + 1 :]]
        inner += [line.text for line in lines[first + 1 : last]]
        inner.append(lines[last].text[: right + 1])
        begun = any(rules.grammar.mark_at(text.lstrip(), 0) for text in inner[1:])
        marks = map(rules.grammar.mark_of, rules.grammar.mark.finditer("\n".join(inner)))
        if not begun or any(mark.number == 1 for mark in marks):
            enclosed.update(range(first + 1, last + 1))
    return frozenset(enclosed)


def _is_balanced(line: Line) -> bool:
    """Tell whether a line opens as many quotations and brackets as it closes."""
    marks = "".join(_ENCLOSING.findall(line.text))
    return not marks or all(marks.count(one) == marks.count(other) for one, other in _PAIRS)


def _enclosures(
    lines: Sequence[Line], rules: Rules
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the places (line, offset) of quotation marks and brackets that are paired.

    Those of marks are none, and odd ones are skipped.
    """
    opened: list[tuple[str, int, int]] = []
    for index, line in enumerate(lines):
        behind = 0
        for match in rules.grammar.paired.finditer(line.text):
            letter, place = match[0], match.start()
            if place < behind:
                continue
            closes = CLOSERS.find(letter)
            if closes >= 0:
                if opened and opened[-1][0] == OPENERS[closes]:
                    yield opened.pop()[1:], (index, place)
            elif mark := rules.grammar.mark_at(line.text, place):
                behind = mark.end
            else:
                opened.append((letter, index, place))


# --- lines without marks ------------------------------------------------------------------------


def _begins(cell: _Cell, index: int, group: _Open) -> bool:
    """Tell whether a line without a mark begins a paragraph of its own."""
    style = cell.style
    if style.labelled and _is_label(cell, index):
        return True
    if cell.ends[index - 1] in POINTS and _is_broken(cell, index):
        return False
    return _is_surely_new(cell, index, group) or _is_early(cell, index, group)


def _is_label(cell: _Cell, index: int) -> bool:
    """Tell whether a line begins with a label, or is one between the ends of paragraphs."""
    grammar, text = cell.style.rules.grammar, cell.texts[index].lstrip()
    if grammar.label.match(text):
        return True
    alone = cell.lines[index].wraps is False and (not index or cell.lines[index - 1].wraps is False)
    return alone and grammar.label_alone.match(text) is not None


def _is_surely_new(cell: _Cell, index: int, group: _Open) -> bool:
    """Tell whether the paragraph so far is a heading, or a line counts on or ends it for sure."""
    end, first = cell.ends[index - 1], group[0]
    if end in COLONS and _is_heading(cell.lines[first:index], group[1], cell.style):
        return True
    few = index - first <= MOST_LINES
    if few and end not in SENTENCE_ENDS and _is_short(cell, index):
        text = joined_text(cell.lines[first:index])
        if bare_head(text, group[1].end - group[1].start if group[1] else 0, cell.style.names):
            return True
    above = cell.lines[index - 1]
    if cell.style.labelled and above.wraps is False and _is_label(cell, index - 1):
        return True
    if end in SENTENCE_ENDS and _counts_on(cell, index, group):
        return True
    may_close = end in FULL_STOPS and above.wraps is not False
    return may_close and end in cell.closing


def _is_early(cell: _Cell, index: int, group: _Open) -> bool:
    """Tell whether the line before ends where no paragraph would that goes on."""
    if cell.lines[index - 1].wraps is True:
        return False
    ended = cell.ends[index - 1] in SENTENCE_ENDS
    if _is_headed(index, group):
        return ended or _is_short(cell, index)
    return ended and _is_short(cell, index)


def _counts_on(cell: _Cell, index: int, group: _Open) -> bool:
    """Tell whether a line begins with 二是, and the paragraph before it with 一是, and so on."""
    if cell.style.counts_inside:
        return False
    counted = cell.style.rules.marks.counted
    text, before = cell.texts[index].lstrip(), cell.texts[group[0]].lstrip()
    place = ORDINALS.find(text[0])
    return place > 0 and (text[1:2], before[:2]) == (counted, ORDINALS[place - 1] + counted)


def _is_short(cell: _Cell, index: int) -> bool:
    """Tell whether the line before ends so early that its paragraph must end there.

    The next line's first word would have fitted behind it.
    """
    wraps = cell.lines[index - 1].wraps
    if wraps is not None or index == len(cell.lines):
        return not wraps
    word = _FIRST_WORD.match(cell.texts[index])
    before = printed_width(cell.texts[index - 1].rstrip())
    return before + printed_width(word[1] if word else "") < cell.width - SLACK


def _is_heading(group: Sequence[Line], mark: Mark | None, style: Style) -> bool:
    """Tell whether the paragraph so far, which ends with a colon, is a heading."""
    if mark is not None and mark.kind in HEADING_KINDS:
        return True
    text = joined_text(group)
    return are_departments(text[mark.end if mark else 0 : -1], style.names)


def _bare_heading(cell: _Cell, index: int) -> int:
    """Return how many lines from one on name departments and say nothing else, 0 if none do.

    A role is before them (牵头单位：县民政局) or brackets are around them, or the lines are apart
    from those around them.
    """
    names, text = cell.style.names, cell.texts[index]
    grammar = cell.style.rules.grammar
    roles = grammar.role_labels(text)
    if len(grammar.colon.findall(text)) > len(roles):
        return 0
    told = text.lstrip().startswith(roles[0][0]) if roles else is_framed(text.strip(), names)
    if not told and index and not _ends_paragraph(cell, index - 1):
        return 0
    lines = cell.lines[index : index + MOST_LINES]
    ended = (
        n
        for n, line in enumerate(lines, 1)
        if line.wraps is False or cell.ends[index + n - 1] == FULL_STOP
    )
    counts = list(range(1, next(ended, len(lines)) + 1))
    if not told:
        counts = [n for n in counts if _is_short(cell, index + n) or _is_headed_by(cell, index + n)]
    named = [n for n in counts if bare_head(squeezed(lines[:n]), 0, names)]
    for count in named:  # another name below the first, or the rest of it
        below = [line.text for line in lines[count:]]
        if stands_below(squeezed(lines[:count]), below, names):
            return count
    return max(named, default=0)


def _is_headed_by(cell: _Cell, index: int) -> bool:
    """Tell whether there is a line that begins a numbering, or the text of a handling cell."""
    rules = cell.style.rules
    openers = rules.marks.handling_openers if cell.style.labelled else ()
    texts = [text.lstrip() for text in cell.texts[index : index + 1]]
    marks = [rules.grammar.mark_at(text, 0) for text in texts]
    first = any(mark is not None and mark.number == 1 for mark in marks)
    return first or any(text.startswith(openers) for text in texts)


def _ends_paragraph(cell: _Cell, index: int) -> bool:
    """Tell whether a paragraph ends with a line, as far as the line itself tells."""
    return cell.lines[index].wraps is False or cell.ends[index] in SENTENCE_ENDS + COLONS


def _department_heading(cell: _Cell, index: int) -> int:
    """Return how many lines from one on hold names of departments up to a colon.

    0 when it does not begin so.
    """
    text = ""
    for count, line in enumerate(cell.texts[index : index + MOST_LINES], 1):
        text += "".join(line.split())
        if head_at(text, 0, cell.style.names):
            return count
        if _NOT_HEADING.search(text):
            return 0
    return 0
