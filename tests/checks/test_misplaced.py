"""What stands twice or in the wrong cell of an item is told; what only looks so is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.extraction import extract
from tests.checks.lists import WHOLE, cooperative
from tests.composed import BASIC, PREAMBLE, RECALL, cases, extraction_from
from tests.truth import QUICK, house_rules

CODES = {"text_doubled", "clause_numbers", "sides_swapped", "name_unfinished"}


def told(text: str, among: set[str] = CODES) -> set[str]:
    """Return which of some codes there are; all are about the sixth cooperative item."""
    warnings = extraction_from(PREAMBLE + BASIC + text + RECALL).warnings
    assert {w.item_id for w in warnings} <= {"composed:cooperative:006"}
    return {w.code for w in warnings} & among


CELLS = {
    "whole": (WHOLE, set()),
    "a line twice": (
        WHOLE.replace("1.受理申请材料；\n", "1.受理申请\n材料齐全\n材料齐全；\n"),
        set(),
    ),
    "a wrapped line twice": (
        WHOLE.replace("1.受理申请材料；\n", "1.受理申请材料，\n并核对受理\n并核对受理\n材料；\n"),
        {"text_doubled"},
    ),
    "a short line twice": (WHOLE.replace("材料；", "材料，\n核对\n核对；"), set()),
    "a short last line twice": (WHOLE.replace("花名册。", "花名\n册。\n册。"), {"text_doubled"}),
    "a paragraph twice": ("负责发放补助。\n\n受理申请。\n受理申请。\n", {"text_doubled"}),
    "a number that jumps inside a line": (
        "1.核对；（1）登记；（3）公示；\n2.发放补助资金。\n\n1.受理；\n2.上报。\n",
        {"clause_numbers"},
    ),
    "numbers of a sentence's own": (
        "1.核对：①姓名；②年龄；③住址；\n2.发放补助资金。\n\n1.受理；\n2.上报。\n",
        set(),
    ),
    "a number's digit lost": (
        "1.核对；.登记；\n2.发放补助资金。\n\n1.受理；\n2.上报。\n",
        {"clause_numbers"},
    ),
    "numbers in a quotation": (
        "1.按“核对；3.公示”的要求核对；\n2.发放补助资金。\n\n1.受理；\n2.上报。\n",
        set(),
    ),
}


@pytest.mark.parametrize(("cell", "expected"), cases(CELLS))
def test_what_cells_hold_twice(cell: str, expected: set[str]) -> None:
    assert told(cooperative(cell)) == expected


PAGE = """<html><body><h1>青禾县柳溪镇履职事项清单</h1><h2>配合履职事项清单</h2><table>
<tr><th>序号</th><th>事项类别</th><th>事项名称</th><th>对应上级部门</th><th>上级部门职责</th>
<th>乡镇配合职责</th></tr><tr><td>1</td><td>民生服务</td><td>发放补助</td><td>青禾县民政局</td>
<td>{superior}</td><td>{township}</td></tr></table></body></html>"""


@pytest.mark.parametrize(("headed", "expected"), [("superior", False), ("township", True)])
def test_headings_on_one_side_only(headed: str, expected: bool, tmp_path: Path) -> None:
    sides = {"superior": "审批补助。", "township": "受理申请。"}
    sides[headed] = f"县民政局：<br>{sides[headed]}"
    page = tmp_path / "list.html"
    page.write_text(PAGE.format(**sides), "utf-8")
    warnings = extract(page, "composed", house_rules(), QUICK).warnings
    assert ("sides_swapped" in {warning.code for warning in warnings}) == expected


NAMES = {
    "whole": ("发放第6类补助", "青禾县民政局", set()),
    "with a header": ("发放补助事项名称", "青禾县民政局", {"name_unfinished"}),
    "with a title": ("发放补助配合履职事项清单", "青禾县民政局", {"name_unfinished"}),
    "with a page's head below": ("发放补助\n配合履职事项清单", "青禾县民政局", set()),
    "with the next row's number": ("发放补助7", "青禾县民政局", {"name_unfinished"}),
    "with the next row's number and category": (
        "发放补助7民生",
        "青禾县民政局",
        {"name_unfinished"},
    ),
    "with another number": ("办理热线12347", "青禾县民政局", set()),
    "with that number inside": ("落实7项制度", "青禾县民政局", set()),
    "with its category": ("民生服务\n发放各类补助", "青禾县民政局", {"name_unfinished"}),
    "with its category's end": ("务\n发放补助", "青禾县民政局", {"name_unfinished"}),
    "with a band": ("发放补助（二）民生服务", "青禾县民政局", {"name_unfinished"}),
    "with a band and its total": (
        "发放补助二、民生服务（3项）",
        "青禾县民政局",
        {"name_unfinished"},
    ),
    "with a sheet's name": ("发放补助配合履职", "青禾县民政局", {"name_unfinished"}),
    "with its department's level": ("发放补助县", "教育局", {"border_guessed"}),
    "with a word that ends as a level": ("建设示范县", "青禾县民政局", set()),
    "with a band that has a total only": (
        "发放补助民生服务（共3项）",
        "青禾县民政局",
        {"name_unfinished"},
    ),
    "with a spelling's beginning": ("发放补助县民政", "县民政局", {"border_guessed"}),
    "with a category as a word": ("落实党建和民生服务", "青禾县民政局", set()),
    "a word at both ends": ("养老服务宣传，落实养老服务", "青禾县民政局", set()),
    "with the list of duties as its subject": ("落实履职事项清单", "青禾县民政局", set()),
    "twice": ("发放养老补助\n6 发放养老补助", "青禾县民政局", {"text_doubled"}),
    "twice around a department": (
        "发放养老补助\n青禾县发放养老补助",
        "青禾县民政局",
        {"text_doubled"},
    ),
    "its last line twice": ("发放第六类补助\n金\n金", "青禾县民政局", {"text_doubled"}),
    "with a department's place": ("发放补助青禾", "县民政局", {"border_guessed"}),
    "with a department's beginning": ("发放补助青禾县民", "青禾县民政局", {"border_guessed"}),
    "its department's end twice": ("发放补助", "青禾县民\n政局\n政局", {"text_doubled"}),
}


@pytest.mark.parametrize(("name", "department", "expected"), cases(NAMES))
def test_what_names_hold_of_others(name: str, department: str, expected: set[str]) -> None:
    text = cooperative().replace("发放第6类补助\n\n青禾县民政局", f"{name}\n\n{department}")
    text = text.replace("发放第7类补助\n\n青禾县民政局", "发放第7类补助\n\n县教育局")
    assert told(text, CODES | {"border_guessed"}) == expected


def test_duties_that_begin_with_a_department_s_end(tmp_path: Path) -> None:
    for duties, expected in (("政局审批补助。", True), ("民政局审批补助。", False)):
        page = tmp_path / "list.html"
        page.write_text(PAGE.format(superior=duties, township="受理申请。"), "utf-8")
        warnings = extract(page, "composed", house_rules(), QUICK).warnings
        assert ("border_guessed" in {warning.code for warning in warnings}) == expected


def test_a_category_and_a_name_that_changed_places(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{seq}</td><td>{category}</td><td>{name}</td></tr>"
        for seq, category, name in (
            (1, "民生服务", "做好低保受理"),
            (2, "做好养老服务", "民生服务"),
            (3, "民生服务", "做好临时救助"),
        )
    )
    page = tmp_path / "list.html"
    page.write_text(
        "<h1>柳溪镇履职事项清单</h1><h2>基本履职事项清单</h2><table><tr><th>序号</th>"
        f"<th>事项类别</th><th>事项名称</th></tr>{rows}</table>",
        "utf-8",
    )
    found = {(w.code, w.item_id) for w in extract(page, "composed", house_rules(), QUICK).warnings}
    assert found == {
        ("name_unfinished", "composed:basic:002"),
        ("list_missing", None),
    }
