"""One document, from its file to everything known of it."""

from __future__ import annotations

from qingdan.extraction import extraction_of
from qingdan.model import Cell, Document, Grid, Line, Source
from tests.truth import QUICK, house_rules


def test_totals_below_running_titles_are_of_their_list() -> None:
    """They stand at the same place of several pages, as page numbers do."""
    title, total = Line(0, "配合履职事项清单", page=1, furniture=True), "（共1项）"
    below = Line(9, total, page=1, furniture=True)
    words = ["序号", "事项类别", "事项名称", "对应上级部门", "上级部门职责", "乡镇配合职责"]
    stream, rows = f"{title.text}\n{total}\n", list[tuple[Cell, ...]]()
    for printed in (words, ["1", "甲类", "子", "县局", "管。", "报。"]):
        cells = []
        for word in printed:
            cells.append(Cell((Line(len(stream), word, page=1),)))
            stream += word + "\n"
        rows.append(tuple(cells))
    document = Document(Source("a.pdf", "0", "pdf"), stream, (title, below, Grid(tuple(rows), 1)))
    checks = extraction_of(document, "a", house_rules(), QUICK).checks
    assert [c.stated for c in checks if (c.list_type, c.check) == ("cooperative", "items")] == [1]
