"""What is done the short way where nothing can go wrong gives what the long way gives."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from pipeline.errors import UnreadableSource
from pipeline.model import Line, Row
from pipeline.stages import clauses, headers, joining, names
from pipeline.stages.clauses import parsed_cell
from pipeline.stages.coverage import _fields
from pipeline.stages.cuts import _inner_ends
from pipeline.stages.departments import _holding, is_short_form
from pipeline.stages.facts import TITLE, _ends_title
from pipeline.stages.headers import vocabulary_of
from pipeline.stages.headings import bare_headings, headings_with_content
from pipeline.stages.items import Draft, drafts_of, items_of, resolved
from pipeline.stages.mixups import FURNITURE, FURNITURE_WORDS
from pipeline.stages.paragraphs import HEADING_KINDS, Style, paragraphs_of
from pipeline.stages.plaincells import plain_cell
from pipeline.stages.prefectures import letters_beside
from pipeline.stages.printed import printed
from pipeline.stages.readcells import read_cells
from pipeline.stages.soundness import (
    BEGUN_BEFORE,
    BEGUN_LINE,
    BEGUN_NAME,
    BETWEEN,
    CUT_LINE,
    CUT_NAME,
    PAIRS,
    WANTED,
    _heading_nothing,
    _missing,
    _run_on,
    _unfinished,
    _unpaired,
)
from pipeline.stages.soundness import _runs as _runs_of_numbers
from pipeline.stages.totalpatterns import figures_like, number_starts, patterns_of
from pipeline.stages.units import Layout, rejoined, units_of
from tests.composed import MODEL, extraction_from, lines_of, names_of
from tests.truth import house_rules

LETTERS = "审批局县民政，。；：、（）“”一二1239.．①ab \u3000\t"
PRINTED = st.lists(
    st.text(alphabet=LETTERS, min_size=1, max_size=12).filter(lambda text: not text.isspace()),
    min_size=1,
    max_size=8,
)

# Lines of duty and handling cells, some of which are plain only in some places.
WORDINGS = """
1.负责登记； 2.审批 2.“五小”审批； 3.归档。 1.5公里 1、审批； 1.
2.第 （社区）审批； （1）审批 一、登记工作 一、登记： 二、审批工作。
二、县民政局 县民政局： 县财政局: 县民政局，县财政局： 民政所： 牵头单位：
由县民政局 县民政局 会同有关部门办理。 办理；2.归档。 二是归档 “五小 无
承接部门：县民政局 工作方式：由县民政局 工作方式：1.办理 工作方式：
2.公示：审批（包括:登记）； 1.县民政局：登记； 3.办理；县民政局：归档。 登记，会同县民政局：
"""
WORDED = st.lists(
    st.tuples(st.sampled_from(WORDINGS.split()), st.sampled_from((None, None, True, False))),
    min_size=1,
    max_size=7,
)
PLAIN = {
    "1.负责登\n记；\n2.“五小”审批。": ["clause", "clause"],
    "会同有关\n部门办理。": ["clause"],
    "县民政局：\n1.登记；\n2.审\n批。\n县财政局：\n拨付。": ["department", "clause", "clause"],
    "1.登记：审批；\n2.审批（包括\n但不限于:归档）。": ["clause", "clause"],
    "1.负责登 记、\n审批；\n2.归档， 审批。": ["clause", "clause"],
    "一、登记工作\n1.登记。\n二、审批：\n由县民政局和有关部门审批。": ["heading", "clause"],
}


def lines_from(printed: list[str]) -> tuple[Line, ...]:
    return lines_of("\n".join(printed))


@given(PRINTED)
def test_lines_joined_whole_are_lines_joined_word_by_word(printed: list[str]) -> None:
    lines = lines_from(printed)
    assert joining.joined(lines) == joining._joined_words(lines)
    assert joining.joined_text(lines) == joining._joined_words(lines).text


@given(PRINTED, st.data())
def test_paragraphs_of_a_cell_are_joined_as_each_alone(
    printed: list[str], data: st.DataObject
) -> None:
    lines = lines_from(printed)
    places = st.lists(st.integers(1, len(lines)), unique=True, max_size=3)
    firsts = [0, *sorted(place for place in data.draw(places) if place < len(lines))]
    ends = [*firsts[1:], len(lines)]
    assert joining.joined_each(lines, firsts) == [
        joining._joined_words(lines[first:end]) for first, end in zip(firsts, ends, strict=True)
    ]


@given(PRINTED)
def test_a_paragraph_that_nothing_divides_is_read_as_any_other(printed: list[str]) -> None:
    style = Style(house_rules(), names_of())
    lines = lines_from(printed)
    paragraphs = paragraphs_of(lines, style)
    kinds = {paragraph.mark.kind for paragraph in paragraphs if paragraph.mark}
    parts = [
        part
        for paragraph in paragraphs
        for part in clauses._parts(paragraph.text, paragraph.mark, kinds, style)
    ]
    if not kinds.isdisjoint(HEADING_KINDS):
        parts = headings_with_content(parts, style)
    if parts:
        parts = bare_headings(parts, style)
    assert list(parsed_cell(lines, style).parts) == parts


@given(WORDED, st.booleans())
def test_a_plain_cell_is_read_as_any_other(
    printed: list[tuple[str, bool | None]], labelled: bool
) -> None:
    style = Style(house_rules(), names_of(), labelled)
    lines = lines_from([text for text, _ in printed])
    lines = tuple(replace(line, wraps=pair[1]) for line, pair in zip(lines, printed, strict=True))
    plain = plain_cell(lines, style)
    if plain is not None:
        text, parts, heads = clauses._any_cell(lines, style)
        assert (plain[0], [*plain[1]], [*plain[2]]) == (text, [*parts], [*heads])


@given(WORDED, st.booleans())
def test_a_plain_cell_has_no_odd_number_and_no_empty_heading(
    printed: list[tuple[str, bool | None]], labelled: bool
) -> None:
    lines = lines_from([text for text, _ in printed])
    reading = parsed_cell(lines, Style(house_rules(), names_of(), labelled))
    if reading.plain:
        assert not _heading_nothing("handling" if labelled else "superior_duties", reading.parts)
        assert all(_run_on(numbers) for _, numbers in _runs_of_numbers(reading.parts))


@pytest.mark.parametrize("text", PLAIN)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_most_cells_are_plain(text: str, between: str) -> None:
    plain = plain_cell(lines_of(text.replace("\n", between)), Style(house_rules(), names_of()))
    assert plain is not None
    assert [part.kind for part in plain[1]][: len(PLAIN[text])] == PLAIN[text]
    assert plain == clauses._any_cell(
        lines_of(text.replace("\n", between)), Style(house_rules(), names_of())
    )


@given(WORDED, st.lists(st.integers(0, 80), max_size=3))
def test_a_plain_cell_with_blanks_is_read_as_any_other(
    printed: list[tuple[str, bool | None]], blanks: list[int]
) -> None:
    text = "\n".join([text for text, _ in printed])
    for place in blanks:
        text = f"{text[:place]} {text[place:]}"
    lines, style = lines_of(text), Style(house_rules(), names_of())
    plain = plain_cell(lines, style)
    if plain is not None:
        text, parts, heads = clauses._any_cell(lines, style)
        assert (plain[0], [*plain[1]], [*plain[2]]) == (text, [*parts], [*heads])


@pytest.mark.parametrize(
    ("printed", "pairs"),
    [
        ("承接部门：县民政局、县财政局\n工作方式：由县民政局负\n责审批。", 1),
        ("承接部门：县民政局\n工作方式：由县民政局审批。\n" * 3, 3),
    ],
)
def test_a_handling_cell_with_labels_by_pairs_is_plain(printed: str, pairs: int) -> None:
    lines = lines_of(printed)
    style = Style(house_rules(), names_of(), labelled=True)
    plain = plain_cell(lines, style)
    assert plain is not None
    assert [part.kind for part in plain[1]] == ["label", "department", "label", "clause"] * pairs
    text, parts, heads = clauses._any_cell(lines, style)
    assert (plain[0], [*plain[1]], [*plain[2]]) == (text, [*parts], [*heads])


@given(PRINTED)
def test_words_of_a_row_rejoin_to_its_lines(printed: list[str]) -> None:
    lines = lines_from(printed)
    again = rejoined(units_of(lines, Layout((), spaced=False), house_rules()))
    assert [line.text.split() for line in again] == [line.text.split() for line in lines]
    assert [line.number for line in again] == [line.number for line in lines]


@given(PRINTED, st.sets(st.integers(0, 7)))
def test_spans_hold_the_lines_and_nothing_else(printed: list[str], left_out: set[int]) -> None:
    text = "\n".join(printed)
    lines = [line for place, line in enumerate(lines_of(text)) if place not in left_out]
    row = Row("basic", 1, {"name": tuple(lines)})
    spans = _fields(Draft("one", row, 1, "", "", None, (), {}), text)
    held = "".join(text[span.start : span.end] for span in spans)
    assert len(spans) <= len(left_out) + 1
    assert "".join(held.split()) == "".join("".join(line.text for line in lines).split())


@given(PRINTED)
def test_a_line_that_ends_a_sentence_inside_a_clause_is_looked_for_where_it_is(
    printed: list[str],
) -> None:
    names, rules = names_of(), house_rules()
    rows = [Row("cooperative", 1, {"superior_duties": lines_from(printed)})]
    drafts = drafts_of("document", rows, Style(rules, names))
    items = items_of(drafts, resolved(drafts, names, rules))
    for cell in read_cells(items, drafts):
        assert list(cell.clauses) == list(items[0].clauses)
        assert cell.ends_inside or not _inner_ends(cell)
        assert cell.ends_inside or not any("；" in one.text[:-1] for one in cell.clauses)


@given(st.lists(st.text(alphabet="“”（）《》【】局", max_size=6), max_size=6))
def test_marks_paired_in_all_texts_together_are_paired_in_each(texts: list[str]) -> None:
    unpaired = {
        (left, right)
        for left, right in PAIRS
        if any(text.count(left) != text.count(right) for text in texts)
    }
    assert unpaired <= set(_unpaired(BETWEEN.join(texts)))


def test_what_ends_a_clause_is_what_the_rules_say() -> None:
    rules, names = house_rules(), names_of()
    lines = lines_of("1.审批。\n2.登记。\n" + "3.归档。\n" * 20 + "4.备案；")
    row = Row("cooperative", 1, {"township_duties": lines})
    drafts = drafts_of("a", [row], Style(rules, names))
    cells = read_cells(items_of(drafts, resolved(drafts, names, rules)), drafts)
    assert not list(_unfinished(cells, rules.marks.sentence_ends))
    assert [doubt.code for doubt in _unfinished(cells, "。")] == ["clause_unfinished"]


@given(st.lists(st.text(alphabet="审，。；：的士及时或等各以”", max_size=4), max_size=6))
def test_clauses_that_begin_inside_a_sentence_are_found_among_all(texts: list[str]) -> None:
    begun = any(BEGUN_BEFORE.match(text) for text in texts)
    assert not begun or BEGUN_LINE.search("\n".join(["", *texts]))


@given(st.lists(st.text(alphabet="青禾县民政局委办农业", min_size=1, max_size=8), max_size=6))
def test_no_short_form_lacks_the_rarest_letter_of_another(printed: list[str]) -> None:
    forms, names = dict.fromkeys(printed), names_of()
    holding = _holding(forms)
    for short in forms:
        fulls = [full for full in forms if is_short_form(short, full, names)]
        assert set(fulls) <= set(holding[short])


# --- what must hold of any document ---------------------------------------------------------


def test_a_label_divides_only_a_handling_cell() -> None:
    lines = lines_of("1.明确责任。\n承接部门：由会议决定；\n2.归档。")
    style = Style(house_rules(), names_of())
    plain, labelled = parsed_cell(lines, style), parsed_cell(lines, replace(style, labelled=True))
    assert "label" not in {part.kind for part in plain.parts}
    assert "label" in {part.kind for part in labelled.parts}


def test_a_document_without_any_list_is_refused() -> None:
    with pytest.raises(UnreadableSource) as raised:
        extraction_from("青禾县柳溪镇简介\n柳溪镇位于青禾县西部。\n")
    assert (raised.value.code, raised.value.exit_status) == ("not_a_list", 2)


def test_the_same_text_twice_gives_the_same_values() -> None:
    assert extraction_from(MODEL) == extraction_from(MODEL)


@given(PRINTED, st.sampled_from(["审", "一二", "1.", "。", "a"]))
def test_lines_searched_together_are_found_as_each_alone(texts: list[str], word: str) -> None:
    page = printed(lines_from(texts))
    having = [place for place, text in enumerate(texts) if word in text]
    assert page.places_with(word) == having
    assert page.places_like(re.compile(re.escape(word))) == having


@given(
    st.lists(
        st.text(alphabet="序号事项类别名称 \u3000，", min_size=1).filter(str.strip), min_size=1
    )
)
def test_lines_of_letters_of_headers_are_found_as_each_alone(texts: list[str]) -> None:
    vocabulary = vocabulary_of(house_rules())
    found = printed(lines_from(texts)).found(vocabulary.candidate_lines)
    assert [
        (at + place, text) for at, run in found for place, text in enumerate(run[1:].split("\n"))
    ] == [(place, text) for place, text in enumerate(texts) if vocabulary.candidate.fullmatch(text)]


@given(
    st.sampled_from(sorted(house_rules().titles)), st.from_regex(r"目录|表|（\d项）|共?\d+项|\d")
)
def test_titles_of_lists_end_as_titles_do(title: str, behind: str) -> None:
    vocabulary = vocabulary_of(house_rules())
    text = "".join((title + behind).split())
    assert not vocabulary.title.match(text) or text.endswith(vocabulary.title_ends)


@given(st.text(alphabet="第一百两12.．方面个大类项事部门单位 ", max_size=40))
def test_totals_found_where_numbers_begin_are_those_that_a_search_finds(text: str) -> None:
    numbers = number_starts(text)
    for _, pattern, counts in patterns_of(house_rules()):
        found = figures_like(pattern, text, numbers if counts else None)
        assert [match.span() for match in found] == [m.span() for m in pattern.finditer(text)]


@given(st.text(alphabet="审和及与或者以中参，、：;“《（(调。的等工作", max_size=4))
def test_names_that_look_cut_end_as_they_are_looked_for(name: str) -> None:
    cut = CUT_NAME.search(name) or BEGUN_NAME.match(name)
    assert not cut or CUT_LINE.search(f"\n{name}\n")


@given(st.lists(st.sampled_from([*"事项类别履职名称序号基本配合部门收回清单", "\n"]), max_size=9))
def test_names_with_titles_or_headers_have_a_word_of_them(letters: list[str]) -> None:
    names = "".join(letters)
    assert not FURNITURE.search(names) or any(word in names for word in FURNITURE_WORDS)


@given(st.text(alphabet="某镇人民政府履职事项责任清单 \u3000", max_size=16))
@example("某镇履职事项清单 ")
def test_titles_of_documents_end_as_they_are_looked_for(text: str) -> None:
    assert not TITLE.match(text.rstrip()) or _ends_title(Line(0, text))


@given(st.text(alphabet="青禾县局、", max_size=30))
def test_letters_before_a_place_are_those_that_a_pattern_finds(text: str) -> None:
    assert names._letters_before("青禾县", text) == re.findall("(.)青禾县", text)


@given(st.text(alphabet="县市青禾临江民政局分", min_size=1, max_size=12))
def test_names_are_known_behind_a_place_as_by_a_pattern(name: str) -> None:
    place = names.PLACE.match(name)
    behind = name[place.end() :] if place else ""
    assert names._behind_place(name) == behind
    words = {name, behind, name[1:] if name[0] in "县区市旗州盟省" else ""}
    assert set(names._without_place(name)) == {word for word in words if len(word) >= 2}
    known = {"民政局", "局分"}
    expected = not known.isdisjoint(words - {name})
    assert names._is_known_behind_place(name, known) == expected


HEADED = """
一、开展登记和备案相关 一、县民政局和县财 一、登记。 二、开展审批和归档相关 二、县民政局 工作：
政局： 县民政局： ： 作：审批： （一）登记： 牵头单位：
1.登记； 2.审批。 登记， 审批。 县民政局、县财
"""


@given(
    st.lists(st.sampled_from(HEADED.split()), min_size=2, max_size=7),
    st.sampled_from((None, True, False)),
)
def test_a_plain_heading_over_two_lines_is_read_as_any_other(
    printed: list[str], wraps: bool | None
) -> None:
    style = Style(house_rules(), names_of())
    lines = tuple(replace(line, wraps=wraps) for line in lines_from(printed))
    plain = plain_cell(lines, style)
    if plain is not None:
        text, parts, heads = clauses._any_cell(lines, style)
        assert (plain[0], [*plain[1]], [*plain[2]]) == (text, [*parts], [*heads])


def test_a_heading_may_be_plain_over_two_lines() -> None:
    lines = lines_of("一、开展婚姻登记和收养登记等相关\n工作：\n1.登记；\n2.审批。")
    style = Style(house_rules(), names_of())
    plain = plain_cell(lines, style)
    assert plain is not None
    assert [part.text for part in plain[2]] == ["一、开展婚姻登记和收养登记等相关工作"]
    text, parts, heads = clauses._any_cell(lines, style)
    assert (plain[0], [*plain[1]], [*plain[2]]) == (text, [*parts], [*heads])


@given(st.text(alphabet="市局青 \n\u3000", max_size=40), st.integers(0, 40), st.integers(1, 6))
def test_letters_around_a_place_are_those_of_the_text_without_white_space(
    text: str, place: int, count: int
) -> None:
    place = min(place, len(text))
    above, below = "".join(text[:place].split()), "".join(text[place:].split())
    assert letters_beside(text, place, -count) == above[-count:]
    assert letters_beside(text, place, count) == below[:count]


@given(st.lists(st.text(alphabet="序号事项 类别部门", min_size=1, max_size=4), min_size=1))
def test_few_letters_are_no_header(texts: list[str]) -> None:
    vocabulary, rules = vocabulary_of(house_rules()), house_rules()
    if headers._are_too_few("".join("".join(texts).split()), vocabulary, rules):
        assert not list(headers._headers(texts, vocabulary, rules))


@given(st.lists(st.sampled_from(WORDINGS.split()), min_size=1, max_size=7), st.booleans())
def test_a_number_is_lost_in_no_plain_cell(printed: list[str], handled: bool) -> None:
    names, rules = names_of(), house_rules()
    lines = lines_from(printed)
    row = Row("recall", 1, {"departments": lines_of("县民政局"), "handling": lines})
    if not handled:
        row = Row("cooperative", 1, {"superior_duties": lines})
    drafts = drafts_of("document", [row], Style(rules, names))
    items = items_of(drafts, resolved(drafts, names, rules))
    for cell in [cell for cell in read_cells(items, drafts) if cell.reading.plain]:
        for clause, after in pairwise(cell.clauses):
            if (clause.heading, clause.department_raw) == (after.heading, after.department_raw):
                assert clause.number is None or after.number is not None


@given(st.sampled_from(sorted(WANTED)), st.lists(st.sampled_from(("", None, "审批")), min_size=5))
def test_what_an_item_lacks_is_what_its_list_wants(list_type: str, values: list[str]) -> None:
    names, rules = names_of(), house_rules()
    drafts = drafts_of("document", [Row("basic", 1, {})], Style(rules, names))
    (item,) = items_of(drafts, resolved(drafts, names, rules))
    fields = ("category", "name", "superior_duties", "township_duties", "handling")
    item = replace(item, list_type=list_type, **dict(zip(fields, values, strict=False)))
    lacking = [field for field in WANTED[item.list_type] if not getattr(item, field)]
    found = [doubt.detail.rsplit(" ", 1)[1] for doubt in _missing([item])]
    assert found == lacking


SOLID = """
1.登记 1.推广APP 2.审批； 3.归档A Word。 A4纸 app 12 一、APP登记 工作ID： 二、审批 ： ：
工作： 登记， 承接部门：县民政局 工作方式：用APP pad审批。 县民政局： QQ群：
"""


@example(["1.推广APP", "Word。"], False)
@example(["承接部门：县民政局", "工作方式：用APP", "pad审批。"], True)
@given(st.lists(st.sampled_from(SOLID.split()), min_size=1, max_size=6), st.booleans())
def test_a_solid_cell_is_read_as_any_other(printed: list[str], labelled: bool) -> None:
    lines, style = lines_from(printed), Style(house_rules(), names_of(), labelled)
    plain = plain_cell(lines, style, solid=True)
    assert plain == plain_cell(lines, style)
    assert joining.joined_text(lines, solid=True) == joining.joined_text(lines)
    if plain is not None:
        text, parts, heads = clauses._any_cell(lines, style)
        assert (plain[0], [*plain[1]], [*plain[2]]) == (text, [*parts], [*heads])


def test_a_line_break_between_latin_words_is_read_with_care() -> None:
    for broken in (["1.推广APP", "Word。"], ["推广APP", "Word。"]):
        assert plain_cell(lines_from(broken), Style(house_rules(), names_of())) is None
