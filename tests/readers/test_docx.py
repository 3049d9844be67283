"""DOCX: what Word shows and python-docx does not."""

from __future__ import annotations

import pytest

from qingdan.letters.lines import lines_of
from qingdan.model import Document, Grid, Line
from qingdan.readers.docx import read_docx
from qingdan.readers.numbering import chinese, formatted, roman
from tests.fixtures.office.build import abstract, docx, num, numbered, p, tbl, tc, tr
from tests.fixtures.office.look import Look, look

SEQ = '<w:pStyle w:val="{}"/>'


def read(body: str, **parts: str) -> Document:
    return read_docx("file.docx", "0", docx(body, **parts))


def shown(body: str, **parts: str) -> list[Look]:
    return look(read(body, **parts))


def test_paragraphs_tables_and_soft_breaks_keep_their_order_and_offsets() -> None:
    document = read(p("甲\n乙\t丙") + tbl(tr("1", "二")) + p("") + p("末"))
    assert look(document) == ["甲", "乙\t丙", [["1", "二"]], "末"]
    assert document.text == "甲\n乙\t丙\n1\n二\n末\n"
    lines = [block for block in document.blocks if isinstance(block, Line)]
    assert all(document.text[line.start : line.end] == line.text for line in lines)
    assert {line.wraps for line in lines} == {False}


def test_merges_are_explicit_and_absent_is_not_empty() -> None:
    body = tbl(
        tr(tc("类", merge="restart"), tc("甲", span=2)),
        tr(tc("", merge="continue"), "乙", ""),
        tr(tc("", merge="continue"), "丙", "丁"),
    )
    assert shown(body) == [[["类", "甲", None], [None, "乙", ""], [None, "丙", "丁"]]]
    grid = read(body).blocks[0]
    assert isinstance(grid, Grid)
    assert grid.rows[0][0] is not None
    assert (grid.rows[0][0].row_span, grid.rows[0][0].column_span) == (3, 1)


def test_a_continued_merge_without_a_beginning_is_an_empty_cell() -> None:
    assert shown(tbl(tr(tc("", merge="continue"), "甲"))) == [[["", "甲"]]]


def test_text_hidden_in_a_merged_cell_is_kept_and_doubted() -> None:
    rows = tr(tc("甲", merge="restart"), "1"), tr(tc("乙", merge="continue"), "2")
    document = read(tbl(*rows))
    assert look(document) == [[["甲|乙", "1"], [None, "2"]]]
    assert [doubt.code for doubt in document.doubts] == ["hidden_text"]
    same = tr(tc("甲", merge="restart"), "1"), tr(tc("甲", merge="continue"), "2")
    assert not read(tbl(*same)).doubts


def test_rows_that_begin_late_and_old_horizontal_merges() -> None:
    late = tr("乙", properties='<w:gridBefore w:val="1"/>')
    assert shown(tbl(tr("1", "甲"), late)) == [[["1", "甲"], ["", "乙"]]]
    left = tc("甲", extra='<w:hMerge w:val="restart"/>')
    assert shown(tbl(tr(left, tc("", extra="<w:hMerge/>")), tr("1", "2"))) == [
        [["甲", None], ["1", "2"]]
    ]


def test_numbers_that_word_prints() -> None:
    lists = abstract(0, ("decimal", "%1")) + abstract(1, ("decimal", "%1."), ("decimal", "（%2）"))
    lists += num(1, 0) + num(2, 1) + num(3, 1, restart=1)
    rows = [
        tr(
            tc(numbered("", 1)), tc(numbered("做好", 2) + numbered("3个", 2) + numbered("细", 2, 1))
        ),
        tr(tc(numbered("", 1)), tc(numbered("再做", 3) + numbered("又", 3))),
    ]
    assert shown(tbl(*rows), numbering=lists) == [
        [["1", "1.做好|2. 3个|（1）细"], ["2", "1.再做|2.又"]]
    ]


def test_numbers_from_a_style_and_their_levels() -> None:
    lists = abstract(0, ("chineseCounting", "%1、"), ("decimal", "%1.%2")) + num(1, 0)
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    off = '<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = p("甲", SEQ.format("h")) + p("乙", SEQ.format("h2")) + p("丙", off)
    body += p("丁", SEQ.format("h")) + p("戊", SEQ.format("h2"))
    parts = {"numbering": lists, "styles": styles}
    assert shown(body, **parts) == ["一、甲", "一.1乙", "丙", "二、丁", "二.1戊"]


def test_bullets_and_unknown_lists_print_no_number() -> None:
    lists = abstract(0, ("bullet", "\uf0b7")) + num(1, 0)
    assert shown(numbered("甲", 1) + numbered("乙", 7), numbering=lists) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("value", "format", "printed"),
    [
        (12, "chineseCountingThousand", "十二"),
        (109, "chineseCounting", "一百零九"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (10, "decimalFullWidth", "１０"),
        (28, "upperLetter", "BB"),
        (9, "lowerRoman", "ix"),
        (2, "ideographTraditional", "乙"),
        (5, "decimalZero", "05"),
        (5, "none", ""),
        (5, "something new", "5"),
        (0, "upperRoman", "0"),
    ],
)
def test_number_formats(value: int, format: str, printed: str) -> None:
    assert formatted(value, format) == printed


def test_numerals() -> None:
    assert [chinese(n) for n in (1, 10, 20, 110, 1001, 10000)] == [
        "一", "十", "二十", "一百一十", "一千零一", "10000",
    ]  # fmt: skip
    assert [roman(n) for n in (4, 1994, 5000)] == ["IV", "MCMXCIV", "5000"]


def test_tracked_changes_are_read_as_accepted() -> None:
    text = "<w:r><w:t>{}</w:t></w:r>"
    gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    moved = "<w:moveFrom>" + text.format("移") + "</w:moveFrom>"
    new = "<w:ins>" + text.format("新") + "</w:ins>"
    runs_on = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>' + text.format("上") + "</w:p>"
    body = f"<w:p>{text.format('甲')}{gone}{moved}{new}</w:p>{runs_on}{p('下')}"
    body += tbl(tr("1"), tr("2", properties="<w:del/>"), tr("3", properties="<w:ins/>"))
    document = read(body)
    assert look(document) == ["甲新", "上下", [["1"], ["3"]]]
    assert [doubt.code for doubt in document.doubts] == ["tracked_changes"]


def test_text_boxes_are_read_once_and_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    both = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    run = f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent><w:t>文</w:t></w:r>"
    assert shown(f"<w:p>{run}</w:p>{p('后')}") == ["文", "框", "后"]


def test_a_table_in_a_text_box_stays_a_table() -> None:
    box = f"<w:txbxContent>{tbl(tr('1', '甲'))}</w:txbxContent>"
    assert shown(f"<w:p><w:r>{box}</w:r></w:p>") == [[["1", "甲"]]]


def test_a_note_is_printed_once_whatever_names_it() -> None:
    def noted(text: str, *names: int) -> str:
        marks = "".join(f'<w:footnoteReference w:id="{name}"/>' for name in names)
        return f"<w:p><w:r><w:t>{text}</w:t>{marks}</w:r></w:p>"

    notes = "".join(
        f'<w:footnote w:id="{name}">{noted(f"注{name}", *others)}</w:footnote>'
        for name, others in {1: (1, 1), 2: (3,), 3: (2, 1)}.items()
    )
    body = noted("文", 1) + noted("又", 2, 2)
    assert shown(body, footnotes=notes) == ["文", "注1", "又", "注2", "注3"]


def test_footnotes_follow_the_block_that_refers_to_them() -> None:
    notes = '<w:footnote w:type="separator" w:id="0">' + p("--") + "</w:footnote>"
    notes += '<w:footnote w:id="2">' + p("注文") + "</w:footnote>"
    mark = '<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert shown(mark + p("后"), footnotes=notes) == ["文", "注文", "后"]
    assert shown(tbl(tr(tc(mark), "乙")) + p("后"), footnotes=notes) == [
        [["文", "乙"]],
        "注文",
        "后",
    ]


def test_content_controls_wrap_rows_and_cells() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    row = f"<w:tr>{control(tc('1'))}{tc('甲')}</w:tr>"
    assert shown(control(tbl(row, control(tr("2", "乙"))))) == [[["1", "甲"], ["2", "乙"]]]


def test_a_table_in_a_cell_becomes_its_lines_and_a_frame_is_taken_off() -> None:
    inner = tbl(tr("a", "b"), tr("c", "d"))
    assert shown(tbl(tr("1", tc(p("职责如下，共四项")), tc(p("县民政局：") + inner + p(""))))) == [
        [["1", "职责如下，共四项", "县民政局：|a|b|c|d"]]
    ]
    assert shown(tbl(tr(tc(p("甲") + tbl(tr("1", "乙丙丁")))))) == ["甲", [["1", "乙丙丁"]]]


def test_fields_symbols_and_hidden_text() -> None:
    runs = (
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>12</w:t></w:r>"
        '</w:fldSimple><w:r><w:sym w:font="x" w:char="2460"/><w:sym w:font="x" w:char="D800"/>'
        "<w:noBreakHyphen/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
    )
    document = read(f"<w:p>{runs}</w:p>")
    assert look(document) == ["12①\ufffd-", "隐"]
    assert [doubt.code for doubt in document.doubts] == ["unreadable_characters"]


def looks(paragraph: str, run: str, table: str = "", cell: str = "", **parts: str) -> Line:
    """Return the line of a run with properties in a cell that some are around."""
    text = f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>甲</w:t></w:r></w:p>"
    body = f"<w:tbl><w:tblPr>{table}</w:tblPr>{tr(tc(text, extra=cell), '乙')}</w:tbl>"
    grid = read(body, **parts).blocks[0]
    assert isinstance(grid, Grid)
    assert grid.rows[0][0] is not None
    return grid.rows[0][0].lines[0]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/>'
    '<w:rPr><w:color w:val="FFFFFF"/><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="c"><w:rPr><w:strike/><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="t"><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:fill="4F81BD"/></w:tcPr></w:tblStylePr></w:style>'
)
WHITE, SHADE = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="{}"/>'


@pytest.mark.parametrize(
    ("around", "hidden", "struck"),
    [
        (("", WHITE), "white", ""),
        (("", WHITE + SHADE.format("000000")), None, ""),
        (("", WHITE + '<w:highlight w:val="blue"/>'), None, ""),
        ((SHADE.format("1F3864"), WHITE), None, ""),
        (("", WHITE, "", SHADE.format("auto")), "white", ""),
        (("", WHITE, "", SHADE.format("FDFDFD")), "white", ""),
        (("", WHITE, "", SHADE.format("4472C4")), None, ""),
        (("", WHITE, SHADE.format("4472C4")), None, ""),
        (("", WHITE, '<w:tblStyle w:val="t"/>'), None, ""),
        (("", WHITE, "", '<w:shd w:val="pct50" w:color="000000" w:fill="auto"/>'), None, ""),
        (("", '<w:color w:val="000000"/>', "", '<w:shd w:val="solid" w:color="000000"/>'),
         "white", ""),
        (('<w:pStyle w:val="a"/>', ""), "white", ""),
        (('<w:pStyle w:val="a"/>', '<w:color w:val="auto"/>'), None, "甲"),
        (('<w:pStyle w:val="a"/>', '<w:color w:val="auto"/><w:dstrike w:val="0"/>'), None, ""),
        (("", '<w:rStyle w:val="c"/>'), "unprinted", ""),
        (("", '<w:rStyle w:val="c"/><w:vanish w:val="false"/>'), None, "甲"),
        (("", '<w:strike w:val="true"/>'), None, "甲"),
    ],
)  # fmt: skip
def test_what_is_hidden_or_struck(around: tuple[str, ...], hidden: str, struck: str) -> None:
    line = looks(*around, styles=STYLES)
    assert (line.text, line.hidden, line.struck) == ("甲", hidden, struck)


def test_strict_open_xml_reads_the_same() -> None:
    strict = docx(tbl(tr("1", "甲")), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert look(read_docx("strict.docx", "0", strict)) == [[["1", "甲"]]]


def test_words_before_a_picture_are_seen() -> None:
    namespace = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    anchor = f'<w:r><w:drawing><wp:anchor xmlns:wp="{namespace}" behindDoc="1"/></w:drawing></w:r>'
    run = f"<w:r><w:rPr>{WHITE}</w:rPr><w:t>题</w:t></w:r>"
    hidden, seen = read(f"<w:p>{run}</w:p>"), read(f"<w:p>{anchor}{run}</w:p>")
    assert [line.hidden for line in lines_of((*hidden.blocks, *seen.blocks))] == ["white", None]
