"""What stands twice or in the wrong cell of an item is told; what only looks so is not."""

from __future__ import annotations

import pytest

from tests.composed import BASIC, PREAMBLE, RECALL, cases, extraction_from
from tests.test_stages_cuts import WHOLE, cooperative

SIDES = """县民政局：
审批。
县财政局：
拨款。
"""


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
    "a paragraph twice": ("负责发放补助。\n\n受理申请。\n受理申请。\n", {"text_doubled"}),
    "a number that jumps inside a line": (
        "1.核对；（1）登记；（3）公示；\n2.发放补助资金。\n\n1.受理；\n2.上报。\n",
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


def test_headings_on_the_township_s_side_only() -> None:
    both = "青禾县民政局、青禾县财政局"
    assert told(cooperative(f"{SIDES}\n受理申请。\n", both)) == set()
    assert told(cooperative(f"受理申请。\n\n{SIDES}", both)) == {"sides_swapped"}


NAMES = {
    "whole": ("发放第6类补助", "青禾县民政局", set()),
    "with a header": ("发放补助事项名称", "青禾县民政局", {"name_unfinished"}),
    "with the next row's number": ("发放补助7", "青禾县民政局", {"name_unfinished"}),
    "with another number": ("办理热线12347", "青禾县民政局", set()),
    "with its category": ("民生服务\n发放补助", "青禾县民政局", {"name_unfinished"}),
    "twice": ("发放补助\n6 发放补助", "青禾县民政局", {"text_doubled"}),
    "with a department's place": ("发放补助青禾", "县民政局", {"border_guessed"}),
}


@pytest.mark.parametrize(("name", "department", "expected"), cases(NAMES))
def test_what_names_hold_of_others(name: str, department: str, expected: set[str]) -> None:
    text = cooperative().replace("发放第6类补助\n\n青禾县民政局", f"{name}\n\n{department}")
    assert told(text, CODES | {"border_guessed"}) == expected
