"""The lines of a duty or handling cell → its paragraphs, before they are read as clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model import Line, Text
from pipeline.rules import Rules
from pipeline.stages.joining import joined
from pipeline.stages.marks import Mark, label_pattern, mark_at
from pipeline.stages.names import Names, names_certainty

HEADING_KINDS = ("heading", "subheading")
QUOTE = re.compile("[“”]")
LONGEST_HEADING = 40
MISSING_MARK = re.compile(r"(\d{1,2})(?=[\u4e00-\u9fff“《])")


class Paragraph(NamedTuple):
    """One paragraph of a cell: its joined text, and the mark it begins with, if any."""

    text: Text
    mark: Mark | None


class Style(NamedTuple):
    """What paragraphs are told by: rules, what is known of departments, and whether labels
    (承接部门：) may stand in the cell."""

    rules: Rules
    names: Names
    labelled: bool = False


def paragraphs_of(lines: Sequence[Line], style: Style) -> list[Paragraph]:
    """Given the lines of a cell, return its paragraphs.

    A line begins a paragraph when it begins with a mark that continues the numbering, with
    a department and a colon, or with a label, or when the line before ended a paragraph.
    """
    quoted = _quoted_lines(lines, style.rules)
    groups: list[list[Line]] = []
    marks: list[Mark | None] = []
    last: dict[str, int] = {}
    headed = 0
    for index, line in enumerate(lines):
        if index < headed:
            groups[-1].append(line)
            continue
        mark = None if index in quoted else _valid_mark(lines, index, last, style)
        headed = 0 if mark else index + department_heading(lines, index, style)
        if mark or not groups or headed > index or _begins(lines, index, groups[-1], marks[-1], style):
            groups.append([line])
            marks.append(mark)
            _count(mark, line, last, style)
        else:
            groups[-1].append(line)
    return [Paragraph(joined(group), mark) for group, mark in zip(groups, marks, strict=True)]


def _width(text: str) -> float:
    """Return the printed width of a line in CJK characters."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))


def _count(mark: Mark | None, line: Line, last: dict[str, int], style: Style) -> None:
    """Remember the number of a mark; what is numbered under it begins again."""
    if mark is None:
        if line.text.rstrip()[-1:] in style.rules.marks.colons:
            last.clear()
        return
    order = ("heading", "subheading", "dot", "bracket", "circle")
    for kind in order[order.index(mark.kind) + 1 :]:
        last.pop(kind, None)
    last[mark.kind] = mark.number


def _valid_mark(
    lines: Sequence[Line], index: int, last: dict[str, int], style: Style
) -> Mark | None:
    """Given a line, return the mark it begins with, unless the numbers stand there by chance.

    A wrapped line may begin with a number: its number counts as a mark when it continues
    the numbering or begins one, or when the line before ends a sentence.
    """
    text = lines[index].text
    lead = len(text) - len(text.lstrip())
    mark = mark_at(text, lead, style.rules)
    if mark is None:
        digits = MISSING_MARK.match(text, lead)
        return _mark_without_delimiter(lines, index, digits, last, style) if digits else None
    expected = last.get(mark.kind, 0) + 1
    if mark.number in (1, expected) or index == 0 or lines[index - 1].wraps is False:
        return mark
    return mark if _is_finished(lines[index - 1], style.rules) else None


def _is_finished(line: Line, rules: Rules) -> bool:
    """Tell whether a line ends with punctuation, so that the next may begin a clause."""
    marks = rules.marks
    end = line.text.rstrip()[-1:]
    return end in marks.sentence_ends or end in marks.colons or end in marks.closers + "，,、"


def _mark_without_delimiter(
    lines: Sequence[Line],
    index: int,
    match: re.Match[str],
    last: dict[str, int],
    style: Style,
) -> Mark | None:
    """Return the mark of a line whose number lost its delimiter in print: `1常态化`.

    Only where the number is the one to come, and the one after it follows with its mark.
    """
    if int(match[1]) != last.get("dot", 0) + 1:
        return None
    if index and not _is_finished(lines[index - 1], style.rules):
        return None
    following = (mark_at(line.text.lstrip(), 0, style.rules) for line in lines[index + 1 :])
    after = next((mark for mark in following if mark and mark.kind == "dot"), None)
    if after is None or after.number != int(match[1]) + 1:
        return None
    return Mark("dot", int(match[1]), match.start(), match.end())


def _begins(
    lines: Sequence[Line],
    index: int,
    group: Sequence[Line],
    mark: Mark | None,
    style: Style,
) -> bool:
    """Tell whether a line without a mark begins a paragraph of its own."""
    line, before = lines[index], lines[index - 1]
    rules = style.rules
    if style.labelled and label_pattern(rules).match(line.text.lstrip()):
        return True
    end = before.text.rstrip()[-1:]
    if end in rules.marks.colons and _is_heading_line(group, mark, style):
        return True
    if before.wraps is True:
        return False
    ended = end in rules.marks.sentence_ends
    if mark is not None and mark.kind in HEADING_KINDS and len(group) == 1:
        return ended or _is_short(lines, index)
    return ended and _is_short(lines, index)


def _is_short(lines: Sequence[Line], index: int) -> bool:
    """Tell whether the line before ends so early that its paragraph must end there.

    The next line's first word would have fitted: words of Latin letters or digits do not
    break, and neither does a letter from the punctuation after it.
    """
    before = lines[index - 1]
    if before.wraps is not None:
        return not before.wraps
    width = max(_width(line.text) for line in lines)
    word = re.match(r"\s*([\x21-\x7e]+|.[，。；：、！？”’》）]*)", lines[index].text)
    return _width(before.text.rstrip()) + _width(word[1] if word else "") < width - 1.0


def _is_heading_line(group: Sequence[Line], mark: Mark | None, style: Style) -> bool:
    """Tell whether the paragraph so far, which ends with a colon, is a heading."""
    if mark is not None and mark.kind in HEADING_KINDS:
        return True
    text = joined(group).text
    start = mark.end if mark else 0
    return names_certainty(text[start:-1], style.names) >= 1


def department_heading(lines: Sequence[Line], index: int, style: Style) -> int:
    """Given a line, return how many lines from it hold names of departments up to a colon.

    0 when it does not begin so.
    """
    first = lines[index].text
    if not any(colon in first[:LONGEST_HEADING] for colon in style.rules.marks.colons):
        if "，" in first or "。" in first or not style.names.opening.match(first.lstrip()):
            return 0
    text = ""
    for count, line in enumerate(lines[index : index + 4], 1):
        text += "".join(line.text.split())
        colon = re.search(f"[{style.rules.marks.colons}]", text)
        if colon:
            return count if names_certainty(text[: colon.start()], style.names) >= 1 else 0
        if re.search("[。；，“”]", text):
            return 0
    return 0


def _quoted_lines(lines: Sequence[Line], rules: Rules) -> frozenset[int]:
    """Return the lines that begin inside a quotation that has a numbering of its own."""
    if not any("“" in line.text for line in lines):
        return frozenset()
    quoted: set[int] = set()
    for (first, left), (last, _) in _quotations(lines):
        if first == last:
            continue
        text = lines[first].text[left + 1 :]
        starts = [text, *(line.text.lstrip() for line in lines[first + 1 : last + 1])]
        numbered = next((mark for start in starts if (mark := mark_at(start, 0, rules))), None)
        if numbered is None or numbered.number == 1:
            quoted.update(range(first + 1, last + 1))
    return frozenset(quoted)


def _quotations(lines: Sequence[Line]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the places (line, offset) of every pair of quotation marks; odd ones are skipped."""
    open_marks: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        for match in QUOTE.finditer(line.text):
            if match[0] == "“":
                open_marks.append((index, match.start()))
            elif open_marks:
                yield open_marks.pop(), (index, match.start())
