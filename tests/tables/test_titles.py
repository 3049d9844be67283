"""Titles of lists, headings of categories and what closes a list, by their words alone."""

from __future__ import annotations

import pytest

from qingdan.model import Field, ListType
from qingdan.tables.bands import category_heading, sure_category_heading
from qingdan.tables.closings import closing_lines
from qingdan.tables.titles import list_type_of, title_type
from tests.composed import cases, lines_of
from tests.truth import house_rules

TITLES: dict[str, tuple[str, ListType | None]] = {
    "alone": ("基本履职事项清单", "basic"),
    "with its place": ("柳溪镇配合履职事项清单", "cooperative"),
    "with its total": ("上级部门收回事项清单（共44项）", "recall"),
    "numbered": ("二、配合履职事项清单", "cooperative"),
    "of an appendix": ("附件1基本履职事项清单", "basic"),
    "of the document": ("柳溪镇履职事项清单", None),
    "in a sentence": ("形成基本履职事项清单、配合履职事项清单。", None),
    "in a table of contents": ("基本履职事项清单…………1", None),
}


@pytest.mark.parametrize(("text", "list_type"), cases(TITLES))
def test_the_title_of_a_list(text: str, list_type: ListType | None) -> None:
    assert title_type(text, house_rules()) == list_type


@pytest.mark.parametrize(
    ("fields", "title", "list_type"),
    [
        (("seq", "name", "superior_duties"), "basic", "cooperative"),
        (("seq", "name", "handling"), "basic", "recall"),
        (("seq", "name", "departments"), None, "recall"),
        (("seq", "name", "departments"), "cooperative", "cooperative"),
        (("seq", "name"), None, "basic"),
        (("seq", "name"), "recall", "recall"),
    ],
)
def test_columns_that_only_one_list_has_decide_before_its_title(
    fields: tuple[Field, ...], title: ListType | None, list_type: ListType
) -> None:
    assert list_type_of(fields, title) == list_type


# Text → category, total, whether it is sure; None where it heads nothing.
HEADINGS: dict[str, tuple[str, tuple[str, int | None, bool] | None]] = {
    "numbered": ("一、边民互市", ("边民互市", None, True)),
    "in brackets": ("（二）边民互市", ("边民互市", None, True)),
    "counted": ("边民互市（16项）", ("边民互市", 16, True)),
    "counted in words": ("边民互市（共十六项）", ("边民互市", 16, True)),
    "known": ("党的建设", ("党的建设", None, True)),
    "known behind an Arabic number": ("1.党的建设", ("党的建设", None, True)),
    "known behind a number alone": ("2党的建设", ("党的建设", None, True)),
    "known behind a numeral alone": ("二党的建设", ("党的建设", None, True)),
    "known behind its range": ("（1-5）党的建设", ("党的建设", None, True)),
    "known before its range": ("【党的建设】（第1—5项）", ("党的建设", None, True)),
    "unknown behind a word for it": ("类别一：边民互市", ("边民互市", None, True)),
    "unknown behind its part": ("第一部分边民互市，共5项", ("边民互市", 5, True)),
    "unknown behind an Arabic number": ("1.边民互市5项", ("边民互市", 5, False)),
    "unknown with a numeral for a letter": ("一般服务", ("一般服务", None, False)),
    "unknown behind a sign": ("★边民互市（5）", ("边民互市", 5, False)),
    "unknown": ("边民互市", ("边民互市", None, False)),
    "a sentence": ("一、做好边民互市工作。", None),
    "a sum": ("合计", None),
}


@pytest.mark.parametrize(("text", "expected"), cases(HEADINGS))
def test_the_heading_of_a_category(
    text: str, expected: tuple[str, int | None, bool] | None
) -> None:
    found = category_heading(text, house_rules())
    sure = sure_category_heading(text, house_rules())
    assert expected == (found and (found.name, found.stated, sure is not None))


CLOSINGS = {
    "a note": ("做好养老服务\n注：由本镇负责。", "注：由本镇负责。"),
    "a note and all behind it": (
        "服务\n说明：由本镇负责。\n另行公布。",
        "说明：由本镇负责。另行公布。",
    ),
    "who signs and when": (
        "服务\n青禾县柳溪镇人民政府\n2025年3月28日",
        "青禾县柳溪镇人民政府2025年3月28日",
    ),
    "a sum": ("服务\n合计", "合计"),
    "nothing": ("做好养老服务\n2 做好低保受理", ""),
}


@pytest.mark.parametrize(("text", "closing"), cases(CLOSINGS))
def test_what_closes_a_list(text: str, closing: str) -> None:
    lines = lines_of(text)
    closed = closing_lines(lines, house_rules())
    assert "".join(line.text for line in lines if line.start in closed) == closing
