"""Sheets: values as a reader of the sheet sees them."""

from __future__ import annotations

import pytest

from qingdan.errors import UnreadableSource
from qingdan.model import Document, Doubt, Grid, Line
from qingdan.readers.sheet import read_sheet
from tests.fixtures.office.build import S, sheet, xlsx
from tests.fixtures.office.look import look
from tests.truth import ROOT

OFFICE = ROOT / "tests" / "fixtures" / "office"


def read(data: bytes) -> Document:
    return read_sheet("file.xlsx", "0", data)


def test_values_are_read_as_shown() -> None:
    data = sheet([[12.0, "甲", None], [0.5, "乙&#10;丙", "_x000D_&#10;丁"], [1, None, "　"]])
    document = read(xlsx({"Sheet1": data}))
    assert look(document) == [[["12", "甲", ""], ["0.5", "乙|丙", "丁"], ["1", "", ""]]]
    assert not document.doubts


def test_merges_titles_and_the_names_of_sheets() -> None:
    rows = [["题", None, None], ["1", "类", "甲"], ["2", None, "乙"]]
    one = sheet(rows, merged=["A1:C1", "B2:B3"])
    document = read(xlsx({"基本": one, "Sheet2": sheet([["末"]]), "空": sheet([])}))
    assert look(document) == [
        "基本",
        [["题", None, None], ["1", "类", "甲"], ["2", None, "乙"]],
        [["末"]],
    ]
    assert look(document, furniture=False)[0] != "基本"


def test_text_under_a_merge_is_kept() -> None:
    data = sheet([["甲", "藏"], ["1", "2"]], merged=["A1:B1"])
    assert look(read(xlsx({"Sheet1": data}))) == [[["甲|藏", None], ["1", "2"]]]


def test_a_list_far_from_the_corner_is_found() -> None:
    far = '<sheetData><row r="700"><c r="ZZ700"><v>7</v></c></row></sheetData>'
    assert look(read(xlsx({"Sheet1": far}))) == [[["7"]]]


def test_hidden_rows_columns_and_sheets_are_kept_and_doubted() -> None:
    data = sheet(
        [["1", "甲"], ["2", "乙"]], columns='<cols><col min="2" max="9" hidden="1"/></cols>'
    )
    data = data.replace('<row r="2">', '<row r="2" hidden="1">')
    document = read(xlsx({"一": data}, hidden=["一"]))
    assert look(document) == ["一", [["1", "甲"], ["2", "乙"]]]
    assert [(doubt.case, doubt.facts) for doubt in document.doubts] == [
        ("sheet", {"sheet": "一"}),
        ("rows", {"rows": 1, "columns": 1}),
    ]


def test_formulas_give_their_cached_values_and_errors_are_doubted() -> None:
    cells = (
        '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="e"><v>#N/A</v></c>'
    )
    document = read(xlsx({"Sheet1": f'<sheetData><row r="1">{cells}</row></sheetData>'}))
    assert look(document) == [[["2"]]]
    assert document.doubts == (Doubt("cell_without_value", "", {"count": 2}),)


def test_absurd_distances_are_refused_before_memory_is_filled() -> None:
    corners = "".join(
        f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>'
        for row, column in ((1, "A"), (1048576, "XFD"))
    )
    with pytest.raises(UnreadableSource, match="claims more cells"):
        read(xlsx({"Sheet1": f"<sheetData>{corners}</sheetData>"}))


def test_styled_but_empty_cells_cost_nothing() -> None:
    styled = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'
    styled += '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert look(read(xlsx({"Sheet1": f"<sheetData>{styled}</sheetData>"}))) == [[["1"]]]


def test_absurd_merges_cost_nothing() -> None:
    data = sheet([["甲", None], ["1", "2"]], merged=["A1:XFD1", "C2:C1048576"])
    assert look(read(xlsx({"Sheet1": data}))) == [[["甲", None], ["1", "2"]]]


def test_xls_with_hidden_lines() -> None:
    document = read_sheet("odd.xls", "0", (OFFICE / "odd.xls").read_bytes())
    assert document.source.format == "xls"
    assert look(document) == [
        "基本",
        [["题", None, None], ["1", "类", "甲|乙"], ["2", None, "丙"], ["3", "别", "丁"]],
    ]
    assert document.doubts == (Doubt("hidden_text", "rows", {"rows": 1, "columns": 1}),)


def test_locked_workbooks_say_so() -> None:
    data = (OFFICE / "odd.xls").read_bytes()
    place = data.index(b"\x09\x08\x10\x00") + 20  # the record after the first BOF
    length = int.from_bytes(data[place + 2 : place + 4], "little")
    locked = data[:place] + b"\x2f\x00" + data[place + 2 : place + 4] + b"\1\0" * (length // 2)
    with pytest.raises(UnreadableSource, match="password"):
        read_sheet("locked.xls", "0", locked + data[len(locked) :])


STYLES = (
    "<fonts><font/><font><strike/></font><font><color rgb='FFFFFFFF'/></font>"
    "<font><strike val='0'/><color theme='0'/></font></fonts>"
    "<fills><fill><patternFill patternType='none'/></fill>"
    "<fill><patternFill patternType='solid'><fgColor rgb='FF4472C4'/></patternFill></fill>"
    "<fill><patternFill patternType='solid'><fgColor indexed='9'/></patternFill></fill></fills>"
    "<cellXfs><xf/><xf fontId='1'/><xf fontId='2'/><xf fontId='3' fillId='2'/>"
    "<xf fontId='2' fillId='1'/><xf numFmtId='164'/></cellXfs>"
)


def painted(cell: str, after: str = "") -> Line:
    """Return the line of a cell in a workbook with `STYLES` and strings with runs."""
    formats = "<numFmts><numFmt numFmtId='164' formatCode=';;;'/></numFmts>"
    head = '<?xml version="1.0"?>'
    rich = (
        "<r><t>甲</t></r><r><rPr><strike/></rPr><t>乙_x000D_</t></r><r><rPr><color rgb='FFFFFFFF'/>"
    )
    parts = {
        "xl/styles.xml": f'{head}<styleSheet xmlns="{S}">{formats}{STYLES}</styleSheet>',
        "xl/sharedStrings.xml": f'{head}<sst xmlns="{S}"><si>{rich}</rPr><t>丙</t></r></si></sst>',
    }
    row = f"<sheetData><row><c><v>1</v></c>{cell}</row></sheetData>{after}"
    grid = read(xlsx({"Sheet1": row}, **parts)).blocks[0]
    assert isinstance(grid, Grid)
    assert grid.rows[0][1] is not None
    return grid.rows[0][1].lines[0]


@pytest.mark.parametrize(
    ("style", "hidden", "struck"),
    [(0, None, ""), (1, None, "2"), (2, "white", ""), (3, "white", ""), (4, None, ""),
     (5, "unprinted", ""), (99, None, "")],
)  # fmt: skip
def test_what_is_hidden_or_struck(style: int, hidden: str, struck: str) -> None:
    line = painted(f"<c s='{style}'><v>2</v></c>")
    assert (line.text, line.hidden, line.struck) == ("2", hidden, struck)


def test_runs_of_a_cell_look_each_for_itself() -> None:
    line = painted("<c t='s'><v>0</v></c>")
    assert (line.text, line.hidden, line.struck) == ("甲乙", None, "乙")


def test_the_ground_of_a_table_is_not_known() -> None:
    after = "<tableParts count='1'><tablePart/></tableParts>"
    assert painted("<c s='2'><v>2</v></c>", after).hidden is None
