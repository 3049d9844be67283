"""Rows that are cut the short way are those that weighing every border gives."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.model import Line
from pipeline.readers.text import read_text
from pipeline.stages.blocks import COLUMNS, _first_letter, cut_blocks
from pipeline.stages.categorycells import (
    CategoryColumn,
    _known_category,
    _taken,
    category_beside,
)
from pipeline.stages.columns import cut_row
from pipeline.stages.departmentlists import LISTED, LONGEST_BEGUN, LONGEST_LISTED, _is_listed
from pipeline.stages.handlingcells import LABELLED, Cut, cut_labelled
from pipeline.stages.items import _line_range
from pipeline.stages.listed import stands_below
from pipeline.stages.marks import label_pattern, mark_at
from pipeline.stages.names import SHORTEST_INSIDE, _holds_name, may_end
from pipeline.stages.rownumbers import BETWEEN as WORDS_BETWEEN
from pipeline.stages.rownumbers import BLANK, numbered
from pipeline.stages.rowstarts import RowStart, categories_of, words_behind
from pipeline.stages.sections import text_sections
from pipeline.stages.textrows import _cut_rows, text_rows
from pipeline.stages.units import SENTENCE, SENTENCE_BREAK, Layout, jumps_in
from tests.composed import MODEL, lines_of, names_of
from tests.truth import house_rules

BODIES = ["青禾县民政局", "县水务局", "临江市青禾县生态环境局", "乡村振兴局", "青禾县残疾人联合会"]
NAMES = names_of(*[f"{body}：" for body in BODIES[:3]])
LAYOUT = Layout((), spaced=False)
CELLS = st.lists(
    st.sampled_from(["做好救助", "民政、水务、", "、青禾县规划", "县民政局", "财政局", "青"]),
    min_size=1,
    max_size=7,
)
LISTS = st.builds(
    lambda bodies, mark, width: wrapped(mark.join(bodies), width),
    st.lists(st.sampled_from([*BODIES, "青禾县财政局", "县公司", "无"]), min_size=1, max_size=4),
    st.sampled_from(["、", "，", ""]),
    st.integers(3, 12),
)
DUTIES = st.lists(
    st.sampled_from(
        [
            "1.负责审核；",
            "2.组织检查。",
            "青禾县民政局：",
            "县水务局：",
            "一、审批",
            "开展宣传，",
            "巡查。 ",
            "2.审核 、检查；",
            "3.收集； 2.上报。",
            "县民政局、县财政局，",
            "县里审批、公示，归档",
            "及时处理。",
        ]
    ),
    min_size=1,
    max_size=5,
)
LABELLED_LINES = [
    "名称",
    "管理、服务",
    "承接部门：县民政局",
    "承接责任部门：",
    "工作方式：检查。 ",
    "县民政局工作方式：审核",
    "按照：职责 办理",
    "由县民政局：",
]
BETWEEN = st.sampled_from(["\n\n", "\n\n", "\n\n", "\n"])


def wrapped(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def borders_of(lines: tuple[Line, ...]) -> list[int]:
    return [position for position, _ in jumps_in(lines)]


def weighed(lines: tuple[Line, ...], columns: object = COLUMNS) -> Cut:
    return cut_row(lines, columns, LAYOUT, NAMES, house_rules())  # type: ignore[arg-type]


def is_as_weighed(cut: Cut, lines: tuple[Line, ...], columns: object = COLUMNS) -> bool:
    cells = [line.text for cell in cut.cells.values() for line in cell]
    assert not cut.solid or "".join(cells).split() == ["".join(cells)]
    return replace(cut, solid=False) == weighed(lines, columns)


@given(CELLS, LISTS, DUTIES, DUTIES, st.lists(BETWEEN, min_size=3, max_size=3), st.data())
def test_cells_in_blocks_are_those_that_weighing_gives(
    name: list[str],
    listed: list[str],
    superior: list[str],
    township: list[str],
    between: list[str],
    data: st.DataObject,
) -> None:
    if len(listed) > 1 and data.draw(st.booleans()):
        place = data.draw(st.integers(1, len(listed) - 1))
        listed[place] = "\n" + listed[place]
    cells = ["\n".join(cell) for cell in (name, listed, superior, township)]
    text = cells[0] + "".join(map("".join, zip(between, cells[1:], strict=True)))
    lines = lines_of(text)
    cut = cut_blocks(lines, borders_of(lines), NAMES, house_rules())
    assert cut is None or is_as_weighed(cut, lines)


def test_most_rows_are_cut_in_blocks() -> None:
    plain = "社会救助\n\n青禾县民政\n局、县水务\n局\n\n1.审核；\n2.检查。\n\n1.宣传。"
    beside = plain.replace("救助\n\n", "救助\n")
    broken = plain.replace("水务\n局", "水务\n\n局")
    spaced = plain.replace("检查", "检 查")
    unmarked = plain.replace("1.审核；\n2.检查", "审核，检查，处理\n问题")
    for text in (plain, beside, broken, spaced, unmarked):
        lines = lines_of(text)
        cut = cut_blocks(lines, borders_of(lines), NAMES, house_rules())
        assert cut is not None
        assert is_as_weighed(cut, lines)
        assert cut.solid == (text != spaced)
        assert [line.text for line in cut.cells["departments"]] == [
            "青禾县民政",
            "局、县水务",
            "局",
        ]


@example(["名称", "承接部门：县民政局", "工作方式：检查。"])
@given(st.lists(st.sampled_from(LABELLED_LINES), min_size=2, max_size=6))
def test_labels_cut_a_row_as_weighing_does(printed: list[str]) -> None:
    lines = lines_of("\n".join(printed))
    cut = cut_labelled(lines, house_rules())
    assert cut is None or is_as_weighed(cut, lines, LABELLED)
    assert cut or printed != ["名称", "承接部门：县民政局", "工作方式：检查。"]


@given(st.text(alphabet="民生 \n\u3000", max_size=12), st.text(alphabet="服务 \n", max_size=8))
def test_a_known_category_is_taken_as_letter_by_letter(category: str, behind: str) -> None:
    letters = "".join(category.split())
    lines = lines_of((category + behind).lstrip() + "。")
    if letters:
        known = _known_category(lines, letters)
        assert known == _taken(lines, len(letters))
        categories = categories_of([letters], [], ())
        column = CategoryColumn(True, True, LAYOUT, categories, label_pattern(house_rules()))
        beside = category_beside(column, letters, lines[0], 0)
        assert beside is None or ((beside[0],), (beside[1], *lines[1:])) == known
        assert beside or not lines[0].text.startswith(letters + " 。")


def test_the_lines_that_a_row_knows_are_those_of_its_cells() -> None:
    rules = house_rules()
    document = read_text("model.txt", "0" * 64, MODEL.encode())
    rows = text_rows(text_sections(document, rules), ["党建", "民生"], NAMES, rules).rows
    known = [row for row in rows if row.lines]
    assert known
    assert [row.lines for row in known] == [_line_range(row) for row in known]


@given(st.one_of(CELLS, LISTS))
def test_another_name_stands_only_below_a_line_that_may_end_one(cell: list[str]) -> None:
    for index in range(1, len(cell)):
        above = "".join(cell[:index])
        if stands_below(above, cell[index:], NAMES):
            assert may_end(cell[index - 1], NAMES)


@given(st.one_of(CELLS, LISTS))
def test_names_in_a_text_are_those_of_the_rules_that_it_holds(cell: list[str]) -> None:
    text = "".join(cell)
    held = [word for word in NAMES.bare if len(word) >= SHORTEST_INSIDE and word in text]
    assert _holds_name(text, NAMES) == bool(held)


@given(st.text(alphabet="核查。；12.（）① \u3000", max_size=14))
def test_a_sentence_ends_inside_a_line_where_a_break_is(text: str) -> None:
    if word := text.strip():
        sentence = SENTENCE.match(word)
        assert sentence is not None
        assert bool(SENTENCE_BREAK.search(word)) == (sentence.end() < len(word))


@given(st.text(alphabet="县民政局办、，。查", min_size=1, max_size=36))
@example("查县民政局、青禾县")
def test_a_name_ends_at_a_separator_as_a_pattern_finds(text: str) -> None:
    offset = len(text)
    near = text[max(0, offset - LONGEST_BEGUN - 1) : offset]
    if "、" in near or "，" in near:
        listed = LISTED.search(text, max(0, offset - LONGEST_LISTED), offset)
        expected = bool(listed and NAMES.end.search(listed[1]))
        assert _is_listed(text + "县", offset, NAMES) == expected


@given(st.text(alphabet="一百二、1３.．（(〔①办", min_size=1, max_size=5))
def test_marks_begin_with_the_letters_that_are_looked_for(text: str) -> None:
    assert not mark_at(text, 0, house_rules()) or _first_letter(house_rules()).match("\n" + text)


@given(st.text(alphabet="12.党建民、 \u3000\n", max_size=40))
@example("1 党建 民生")
def test_words_behind_numbers_are_those_of_the_whole_text(text: str) -> None:
    printed = "\n" + text
    tokens = re.findall(rf"\n{BLANK}\d{{1,3}}{WORDS_BETWEEN}", printed)
    words = [word for word in tokens if word[0] != "、"]  # the mark of a clause
    assert words_behind([numbered(printed)]) == words


@given(st.sets(st.integers(0, 30), min_size=1), st.sets(st.integers(0, 30)), st.integers(0, 3))
def test_rows_are_cut_that_a_page_begins_inside_of(
    places: set[int], cuts: set[int], band: int
) -> None:
    positions = sorted(places)
    ends = [max(end - band, 0) for end in [*positions[1:], 31]]
    starts = [RowStart(position, 1, 0, None, 0) for position in positions]
    pairs = enumerate(zip(positions, ends, strict=True))
    expected = {nth for nth, (first, end) in pairs if any(first < cut < end for cut in cuts)}
    assert _cut_rows(sorted(cuts), starts, ends) == expected
