"""Tables in PDFs without vertical rules, or without any: read exactly, and told where guessed.

`python -m tests.fixtures.ruleless` composed them; names say the typesetter and the rules.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from qingdan.checks.totals import unconfirmed
from qingdan.extraction import extract
from qingdan.model import Check, Doubt, Extraction
from qingdan.options import Options
from qingdan.readers.pages.marks import Run
from qingdan.readers.pages.whitespace import columns_of, header_cells, row_cuts, table_spans
from tests.readers.pdfs import ENGINES, run
from tests.truth import ROOT, difference, extracted, house_rules

FOLDER = ROOT / "tests" / "fixtures" / "ruleless"
FILES = {path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.glob("*/*.pdf"))}
MERGED = "chagannao/chromium-none.pdf"  # whose merged categories stand between rows
ROWS_BY_NUMBERS = {MERGED, "houlong/writer-none.pdf"}  # lines are as far apart as rows
PRINTED = {"clause_numbers"}  # a deliberate defect of a township

Truth = dict[str, Any]


@cache
def read(name: str, engine: str = "pdfium") -> Extraction:
    if engine == "pdfium":
        return extracted(FILES[name])
    options = Options(keywords=False, pdf_engine="pdfplumber")
    return extract(FILES[name], name.split("/", maxsplit=1)[0], house_rules(), options)


def truth_beside(path: Path) -> Truth:
    truth: Truth = json.loads((path.parent / "truth.json").read_text("utf-8"))
    return truth


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", sorted(set(FILES) - {MERGED}))
def test_tables_without_vertical_rules_give_the_truth(name: str, engine: str) -> None:
    found = difference(read(name, engine), truth_beside(FILES[name]))
    assert not found, str(found)


@pytest.mark.parametrize("name", sorted(FILES))
def test_rows_that_numbers_alone_tell_apart_are_flagged(name: str) -> None:
    codes = {warning.code for warning in read(name).warnings}
    assert ("border_guessed" in codes) == (name in ROWS_BY_NUMBERS)
    if name not in ROWS_BY_NUMBERS:
        assert codes <= PRINTED


def test_merged_categories_between_rows_are_the_only_loss() -> None:
    found = difference(read(MERGED), truth_beside(FILES[MERGED]))
    assert found.clauses == found.facts == found.totals == ()
    assert all(" category:" in line for line in found.fields)
    assert read(MERGED).status == "flagged"


def test_what_is_told_by_white_is_flagged_unless_totals_confirm_it() -> None:
    told = [Doubt("table_by_gaps", "", {"page": 1}), Doubt("border_guessed", "rows", {"page": 1})]
    right = Check("basic", "items", 3, 3, "match"), Check("basic", "sequence", 3, 3, "match")
    assert unconfirmed(told, right) == told[1:]
    for status in ("mismatch", "unstated", "acknowledged"):
        assert unconfirmed(told, (replace(right[0], status=status), right[1])) == told  # type: ignore[arg-type]
    assert unconfirmed(told, (right[0], replace(right[1], status="mismatch"))) == told
    assert unconfirmed(told, ()) == told


# --- columns --------------------------------------------------------------------------------


HEADER = [run("序号", 10, 0), run("事项名称", 140, 0), run("职责", 300, 0)]
BODY = [
    *(run(str(n), 15, 20.0 * n) for n in (1, 2, 3)),
    *(run("做好换届工作", 50, 20.0 * n) for n in (1, 2, 3)),
    *(run("甲乙", 255, 20.0 * n) for n in (1, 2, 3)),
]


def test_columns_begin_where_most_lines_begin() -> None:
    """The white before the centred title is wider than that behind the numbers."""
    columns = columns_of(HEADER, BODY)
    assert columns is not None
    assert [round(x) for x in columns.xs] == [7, 47, 252, 323]
    assert columns.crossed(run("一、党的建设（3项）", 20, 200))
    assert not columns.crossed(BODY[4])


def test_a_title_over_two_columns_names_none() -> None:
    over = [*HEADER, run("职责分工", 280, -12), run("乡镇职责", 330, 0)]
    assert len(header_cells(over)) == 4


def test_without_white_between_two_titles_there_are_no_columns() -> None:
    over = [run("一二三四五六七八九十一二三", 145, 20), run("四五六七", 265, 20)]
    assert columns_of(HEADER, [*BODY, *over]) is None
    assert columns_of(HEADER[:1], BODY) is None


# --- rows -----------------------------------------------------------------------------------


def test_rows_are_cut_where_white_is_higher_than_between_lines() -> None:
    lines = [run("甲", 50, y) for y in (0, 13, 32, 45, 58)]
    numbers = [run("1", 0, 6), run("2", 0, 45)]
    cuts = row_cuts([*lines, *numbers], numbers)
    assert cuts.clear
    assert cuts.ys == (27.5,)


def test_rows_whose_lines_are_as_far_apart_begin_at_their_numbers_and_are_doubtful() -> None:
    lines = [run("甲", 50, y) for y in (0, 13, 26, 39, 52)]
    numbers = [run("1", 0, 0), run("2", 0, 26)]
    cuts = row_cuts([*lines, *numbers], numbers)
    assert not cuts.clear
    assert not cuts.through
    assert cuts.ys == (25.5,)


@given(st.lists(st.integers(1, 4), min_size=2, max_size=8))
def test_rows_of_any_height_are_cut_between_their_lines(heights: list[int]) -> None:
    runs: list[Run] = []
    numbers: list[Run] = []
    y = 0.0
    for count in heights:
        numbers.append(run("1", 0, y + (count - 1) * 6.5))
        runs.extend(run("甲", 50, y + 13 * line) for line in range(count))
        y += 13 * count + 6
    cuts = row_cuts([*runs, *numbers], numbers)
    assert cuts.clear
    assert len(cuts.ys) == len(heights) - 1


# --- where tables are -----------------------------------------------------------------------


def test_a_table_goes_on_over_pages_until_its_numbers_end() -> None:
    head = [run("序号", 10, 0), run("事项名称", 80, 0)]
    first = [*head, run("1", 15, 20), run("2", 15, 40), run("2025年", 80, 60)]
    second = [*head, run("3", 15, 20), run("9", 15, 40), run("7", 200, 50)]
    (span,) = table_spans([first, second])
    assert [(page, number.text) for page, number in span.numbers] == [
        (0, "1"),
        (0, "2"),
        (1, "3"),
    ]
    assert [page for page, _ in span.heads] == [0, 1]


def test_numbers_that_run_on_below_other_titles_are_another_table() -> None:
    first = [run("序号", 10, 0), run("事项名称", 80, 0), run("1", 15, 20), run("2", 15, 40)]
    second = [run("序号", 10, 80), run("承接部门", 80, 80), run("3", 15, 100), run("4", 15, 120)]
    spans = table_spans([[*first, *second]])
    assert [[number.text for _, number in span.numbers] for span in spans] == [
        ["1", "2"],
        ["3", "4"],
    ]
    assert [span.start.first.text for span in spans] == ["1", "3"]


def test_a_category_between_a_header_and_its_numbers_is_no_header() -> None:
    head = [run("序号", 10, 0), run("事项名称", 80, 0), run("党建", 10, 20)]
    (span,) = table_spans([[*head, run("1", 15, 40), run("2", 15, 60)]])
    assert span.start.head.text == "序号"


def test_a_lone_number_is_no_table() -> None:
    head = [run("序号", 10, 0), run("事项名称", 80, 0)]
    assert table_spans([[*head, run("1", 15, 20)]]) == []
    assert table_spans([[run("1", 15, 20), run("2", 15, 40)]]) == []
