"""Department cells that print their names one below the other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from qingdan.departments.listing import split_names
from qingdan.departments.names import Names
from qingdan.departments.stacked import listed_names
from qingdan.model import Line
from tests.composed import lines_of, names_of


def listed_in(lines: Sequence[Line], names: Names) -> tuple[str, ...]:
    """Return the names that a department cell lists."""
    return split_names(listed_names(lines, names), names)


@pytest.mark.parametrize(
    ("printed", "wraps", "listed"),
    [
        ("县民政局\n县财政局", False, ("县民政局", "县财政局")),
        ("民政局、公安局\n财政局", False, ("民政局", "公安局", "财政局")),
        ("县民政局、\n县财政局", False, ("县民政局", "县财政局")),
        ("县人力资源和\n社会保障局", False, ("县人力资源和社会保障局",)),
        ("县公安局\n交通管理大队", None, ("县公安局交通管理大队",)),
    ],
)
def test_paragraphs_of_whole_names_are_names(
    printed: str, wraps: bool | None, listed: tuple[str, ...]
) -> None:
    lines = tuple(replace(line, wraps=wraps) for line in lines_of(printed))
    assert listed_in(lines, names_of()) == listed


@pytest.mark.parametrize(
    ("printed", "listed"),
    [
        ("县民政局\n县财政局", ("县民政局", "县财政局")),
        ("县民政局\n财政局", ("县民政局财政局",)),
        ("县民政局\n县统计局", ("县民政局", "县统计局")),
        ("县国有资产监督管\n理局\n县自然资源局", ("县国有资产监督管理局", "县自然资源局")),
        ("县民政局、县公安\n局\n青禾县统计局", ("县民政局", "县公安局", "青禾县统计局")),
        ("市生态环境局\n青禾县分局", ("市生态环境局青禾县分局",)),
        ("县公安局交通\n警察大队\n县医\n院", ("县公安局交通警察大队", "县医院")),
        ("县委\n县直机关工委", ("县委县直机关工委",)),
        ("国家税务总局\n青禾县税务局", ("国家税务总局青禾县税务局",)),
    ],
)
def test_names_below_one_another_are_told_by_their_places(
    printed: str, listed: tuple[str, ...]
) -> None:
    names = names_of("", "县民政局：", "1.登记；", "县财政局：", "1.拨付。")
    assert listed_in(lines_of(printed), names) == listed


def test_the_last_paragraph_of_a_cell_needs_no_end() -> None:
    first, last = lines_of("县民政局\n县财政局")
    lines = (replace(first, wraps=False), last)
    assert listed_in(lines, names_of()) == ("县民政局", "县财政局")


@pytest.mark.parametrize(
    ("printed", "listed"),
    [
        ("县委组织部、县委社|会工作部", ("县委组织部", "县委社会工作部")),
        ("县人力资源和社会|保障局", ("县人力资源和社会保障局",)),
        ("临江市生态环境局|青禾分局", ("临江市生态环境局青禾分局",)),
        ("县政府办公室、县委|网信办", ("县政府办公室", "县委网信办")),
        ("县委宣传部|团县委|县教育局", ("县委宣传部", "团县委", "县教育局")),
        ("海宁市青禾县农牧局~|县自然资源局", ("海宁市青禾县农牧局", "县自然资源局")),
    ],
)
def test_names_in_a_narrow_column_of_a_page(printed: str, listed: tuple[str, ...]) -> None:
    """Where a line of a page ends early, a name may go on; where it is full (~), one may end."""
    lines, at = [], 0
    for line in printed.split("|"):
        lines.append(Line(at, line.rstrip("~"), page=1, wraps=line.endswith("~")))
        at += len(line) + 1
    assert listed_in(tuple(lines), names_of()) == listed
