"""A table of totals before the lists is read as text; a small list is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from qingdan.extraction import extract
from qingdan.model import Extraction
from tests.truth import QUICK, house_rules

OVERVIEW = """<table><tr><td>清单</td><td>类别</td><td>事项</td></tr>
<tr><td>基本履职事项清单</td><td>1个</td><td>{basic}项</td></tr>
<tr><td>配合履职事项清单</td><td>1个</td><td>2项</td></tr>
<tr><td>上级部门收回事项清单</td><td>1个</td><td>2项</td></tr>
<tr><td>合计</td><td></td><td>7项</td></tr></table>"""


def rows(count: int, *cells: str) -> str:
    """Return rows of a list with their numbers."""
    return "".join(
        f"<tr><td>{seq}</td><td>民生服务</td>"
        + "".join(f"<td>{cell.format(seq)}</td>" for cell in cells)
        + "</tr>"
        for seq in range(1, count + 1)
    )


def page(overview: str) -> str:
    """Return a page with three lists behind an overview."""
    head = "<table><tr><th>序号</th><th>事项类别</th><th>事项名称</th>"
    duties = "<th>对应上级部门</th><th>上级部门职责</th><th>乡镇配合职责</th></tr>"
    handling = "<th>承接部门及工作方式</th></tr>"
    taken = "承接部门：青禾县民政局<br>工作方式：由县民政局处罚。"
    return (
        f"<h1>青禾县柳溪镇履职事项清单</h1>{overview}"
        f"<h2>基本履职事项清单</h2>{head}</tr>{rows(3, '做好第{}类救助受理')}</table>"
        f"<h2>配合履职事项清单</h2>{head}{duties}"
        f"{rows(2, '第{}类救助发放', '青禾县民政局', '审批发放。', '受理申请。')}</table>"
        f"<h2>上级部门收回事项清单</h2>{head}{handling}"
        f"{rows(2, '对第{}类行为的处罚', taken)}</table>"
    )


def extracted(overview: str, folder: Path) -> Extraction:
    path = folder / "list.html"
    path.write_text(page(overview), "utf-8")
    return extract(path, "composed", house_rules(), QUICK)


@pytest.mark.parametrize(("basic", "status"), [(3, "match"), (4, "mismatch")])
def test_a_table_of_totals_states_them(basic: int, status: str, tmp_path: Path) -> None:
    extraction = extracted(OVERVIEW.format(basic=basic), tmp_path)
    found = {c.list_type: (c.stated, c.status) for c in extraction.checks if c.check == "items"}
    assert found == {
        "basic": (basic, status),
        "cooperative": (2, "match"),
        "recall": (2, "match"),
    }
    assert len(extraction.items) == 7
    assert extraction.warnings == ()


def test_the_lists_themselves_are_no_overview(tmp_path: Path) -> None:
    extraction = extracted("", tmp_path)
    assert len(extraction.items) == 7
    assert extraction.status == "ok"
