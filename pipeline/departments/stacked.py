"""Department cells that print their names one below the other, with no mark between them.

In a narrow column the names wrap, too, so that neither every line is a name nor is the cell
one: 县国有资产监督管 / 理局 / 县自然资源局. A line begins another name where it begins with a
place, as nearly all names do, and what stands above it is a whole name; or with a number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from ..letters.joining import joined_text
from ..letters.lines import part
from ..letters.script import COMMA, LIST_COMMA
from ..model import Line
from .listing import are_departments, names_in, split_names
from .names import LIKELY, PLACED, Names, begins_name, goes_on_in, opens, plausibility

MOST_LINES = 3  # of a name
_GAP = re.compile(r"\s(?<=\S\s)\s*(?=\S)")  # white space inside a line
_JOINTS = (LIST_COMMA, COMMA)


def listed_names(lines: Sequence[Line], names: Names) -> str:
    """Return the text of a department cell; names that only stand below one another have lines.

    A paragraph's end that the reader knows ends a name, where all paragraphs end like names.
    """
    lines = [word for line in lines for word in _words(line, names)]
    if len(lines) < 2:
        return joined_text(lines)
    texts = [line.text.strip() for line in lines]
    if _are_paragraphs(lines, texts, names):
        return "\n".join(texts)
    parts, begin = [], 0
    for index in range(1, len(texts)):
        if opens(texts[index], names):
            above = joined_text(lines[begin:index])
            if _counts_on(above, texts[index], names) or stands_below(above, texts[index:], names):
                parts.append(above)
                begin = index
    return "\n".join([*parts, joined_text(lines[begin:])])


def _counts_on(above: str, text: str, names: Names) -> bool:
    """Tell whether a line begins with the number behind the one that the text above begins with."""
    one, other = (names.rules.grammar.mark_at(of, 0) for of in (above, text))
    if one is None or other is None:
        return False
    return (one.kind, one.number + 1) == (other.kind, other.number)


def _words(line: Line, names: Names) -> list[Line]:
    """Return the words of a line as lines; white space between two whole names ends a paragraph."""
    words, begin = [], 0
    for gap in _GAP.finditer(line.text):
        before, behind = line.text[begin : gap.start()], line.text[gap.end() :].split()[0]
        apart = are_departments(before, names) and are_departments(behind, names)
        words.append(replace(part(line, begin, gap.start()), wraps=not apart))
        begin = gap.end()
    return [*words, part(line, begin, len(line.text))]


def stands_below(above: str, below: Sequence[str], names: Names, surely: int = LIKELY) -> bool:
    """Tell whether a cell goes on with another name in the lines below the text above.

    What stands above must be a name as `surely` (see `plausibility`).
    """
    if above.endswith(_JOINTS):
        return False
    last = (split_names(above, names) or ("",))[-1]
    sure = plausibility(last, names)
    if sure < surely or not (sure == PLACED or begins_name(last, names)):
        return False
    texts = ("".join(below[:count]) for count in range(1, MOST_LINES + 1))
    firsts = list(dict.fromkeys([names_in(text, names)[0] for text in texts]))
    for first in firsts:
        if first in names.branches:  # 青禾 / 分局 / 县财政局: the rest of the name above
            return False
        if begins_name(first, names):
            return not any(goes_on_in(last, more, names) for more in firsts)
    return False


def _are_paragraphs(lines: Sequence[Line], texts: Sequence[str], names: Names) -> bool:
    """Tell whether every line of a cell is a paragraph of whole names.

    On a page a paragraph is told by where its last line ends, which in a narrow column says
    little (社 and 会 end names, too): there every name must be one by itself.
    """
    if not all(line.wraps is False for line in lines[:-1]) or not all(map(names.ends, texts)):
        return False
    if any(_is_torn(*pair, names) for pair in pairwise(texts)):
        return False
    if all(line.page is None for line in lines):
        return True
    listed = [name for text in texts for name in split_names(text, names)]
    bare = names.rules.department_names
    return all(begins_name(name, names) or name in bare for name in listed)


def _is_torn(above: str, below: str, names: Names) -> bool:
    """Tell whether a line's end stands inside a name: behind it is the rest of the one above."""
    return goes_on_in(names_in(above, names)[-1], names_in(below, names)[0], names)
