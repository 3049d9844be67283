"""OpenDocument texts and spreadsheets: what stands in them, what they print themselves, hostile."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from lxml import etree

from qingdan.errors import UnreadableSource
from qingdan.letters.lines import lines_of
from qingdan.model import Document, Grid, Line
from qingdan.options import Options
from qingdan.readers import read_apart
from qingdan.readers.package import MAX_BYTES
from tests.readers.pdfs import rows
from tests.truth import ROOT

LIBREOFFICE = ROOT / "tests" / "fixtures" / "office" / "libreoffice"
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    )
)  # fmt: skip


def package(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for part, content in parts.items():
            target.writestr(part, content)
    return buffer.getvalue()


def content(body: str, styles: str = "", kind: str = "text") -> str:
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    inside = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    return f"<office:document-content {SPACES}>{automatic}{inside}</office:document-content>"


def odf(body: str, styles: str = "", kind: str = "text", **parts: str | bytes) -> bytes:
    own = {"content.xml": content(body, styles, kind)}
    return package({"mimetype": "application/vnd.oasis.opendocument.text", **own, **parts})


def ods(rows: str, columns: str = "", styles: str = "", name: str = "Sheet1") -> bytes:
    table = f'<table:table table:name="{name}" table:style-name="T">{columns}{rows}</table:table>'
    return odf(table, styles, "spreadsheet")


def style(name: str, properties: str, family: str = "text", more: str = "") -> str:
    named = f'style:name="{name}" style:family="{family}" {more}'
    return f"<style:style {named}>{properties}</style:style>"


def letters(properties: str) -> str:
    return f"<style:text-properties {properties}/>"


def p(text: str, more: str = "") -> str:
    return f"<text:p {more}>{text}</text:p>"


def td(*texts: str, more: str = "", covered: bool = False) -> str:
    kind = "covered-table-cell" if covered else "table-cell"
    return f"<table:{kind} {more}>{''.join(map(p, texts))}</table:{kind}>"


def tr(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def read(data: bytes) -> Document:
    found = read_apart("清单.odt", data, Options(), "清单")
    assert all(found.text[line.start : line.end] == line.text for line in lines_of(found.blocks))
    return found


def shown(found: Document) -> list[str]:
    return [one.text for one in found.blocks if isinstance(one, Line) and not one.hidden]


def grids(found: Document) -> list[list[list[str | None]]]:
    return [rows(block) for block in found.blocks if isinstance(block, Grid)]


def doubts(found: Document) -> list[tuple[str, str, dict[str, str | int]]]:
    return [(doubt.code, doubt.case, dict(doubt.facts)) for doubt in found.doubts]


def refused(data: bytes) -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        read(data)
    assert str(caught.value).startswith("清单.odt: it")
    assert "\n" not in str(caught.value)
    return caught.value


SOURCE = (
    "<text:table-of-content-source><text:index-title-template>目</text:index-title-template>"
    "</text:table-of-content-source>"
)


# --- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (p("甲<text:s/>乙<text:s text:c='3'/>丙"), ["甲 乙   丙"]),
        (p("甲\n     乙"), ["甲 乙"]),
        (p("甲<text:tab/>乙<text:line-break/>丙"), ["甲\t乙", "丙"]),
        (p("<text:span>甲<text:a>乙</text:a></text:span><text:soft-page-break/>丙"), ["甲乙丙"]),
        (p("<text:ruby><text:ruby-base>坨</text:ruby-base><text:ruby-text>tuó</text:ruby-text>"
           "</text:ruby>里镇"), ["坨里镇"]),
        (p("甲<office:annotation><text:p>批注</text:p></office:annotation>乙"), ["甲乙"]),
        (p("甲<text:note><text:note-citation>1</text:note-citation><text:note-body>"
           "<text:p>注</text:p></text:note-body></text:note>乙"), ["甲乙", "注"]),
        (p("甲<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame>乙"),
         ["甲乙", "框"]),
        (f"<text:section>{p('甲')}</text:section>", ["甲"]),
        (f"<text:table-of-content>{SOURCE}{p('目录')}</text:table-of-content>", ["目录"]),
        ("<text:h text:outline-level='1'>标题</text:h>", ["标题"]),
    ],
)  # fmt: skip
def test_words(body: str, lines: list[str]) -> None:
    assert shown(read(odf(body))) == lines


def test_changes_are_accepted_and_told() -> None:
    deleted = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>旧</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    found = read(odf(f"{deleted}{p('新<text:change/>文')}"))
    assert shown(found) == ["新文"]
    assert doubts(found) == [("tracked_changes", "", {})]


WHITE = style("W", letters('fo:color="#ffffff"'))
CASES = [
    (p("<text:span text:style-name='W'>乙</text:span>"), WHITE, "white"),
    (p("<text:span text:style-name='V'>乙</text:span>"),
     WHITE + style("V", letters('fo:font-size="9pt"'), more='style:parent-style-name="W"'),
     "white"),
    (p("<text:span text:style-name='H'>乙</text:span>"),
     style("H", letters('text:display="none"')), "unprinted"),
    (p("乙", 'text:style-name="P"'), style("P", letters('fo:color="#fefefe"'), "paragraph"),
     "white"),
    (p("乙", 'text:style-name="P"'),
     style("P", letters('fo:color="#c00000" fo:background-color="#c00000"'), "paragraph"),
     "white"),
    (f"<text:section text:display='none'>{p('乙')}</text:section>", "", "unprinted"),
    (p("<text:hidden-paragraph text:is-hidden='true'/>乙"), "", "unprinted"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "styles", "why"), CASES)
def test_what_is_not_seen(body: str, styles: str, why: str) -> None:
    found = read(odf(p("甲") + body, styles))
    assert shown(found) == ["甲"]
    assert {line.text: line.hidden for line in lines_of(found.blocks) if line.hidden} == {"乙": why}


def test_white_on_a_dark_cell_is_seen() -> None:
    dark = style("C", '<style:table-cell-properties fo:background-color="#1f3864"/>', "table-cell")
    white = p("<text:span text:style-name='W'>序号</text:span>")
    cell = f"<table:table-cell table:style-name='C'>{white}</table:table-cell>"
    found = read(odf(f"<table:table>{tr(cell, td('甲'))}</table:table>", dark + WHITE))
    assert not [line for line in lines_of(found.blocks) if line.hidden]


def test_struck_words_stay() -> None:
    struck = style("S", letters('style:text-line-through-style="solid"'))
    found = read(odf(p("甲<text:span text:style-name='S'>乙</text:span>"), struck))
    [line] = lines_of(found.blocks)
    assert (line.text, line.struck) == ("甲乙", "乙")


# --- numbers ----------------------------------------------------------------------------------


def level(number: int, format: str, prefix: str = "", suffix: str = "", more: str = "") -> str:
    return (
        f'<text:list-level-style-number text:level="{number}" style:num-format="{format}" '
        f'style:num-prefix="{prefix}" style:num-suffix="{suffix}" {more}/>'
    )


SHOWS_BOTH, FROM_THREE = 'text:display-levels="2"', 'text:start-value="3"'
BULLET = '<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
NUMBERED = {
    "L": level(1, "1", suffix=".") + level(2, "一, 二, 三, ...", "（", "）"),
    "D": level(1, "1", suffix=".") + level(2, "1", suffix="、", more=SHOWS_BOTH),
    "C": level(1, "①, ②, ③, ...", more=FROM_THREE),
    "B": BULLET,
}
LISTS = "".join(
    f'<text:list-style style:name="{name}">{levels}</text:list-style>'
    for name, levels in NUMBERED.items()
)
GOES_ON = 'text:style-name="L" text:continue-numbering="true"'
GOES_BACK = 'text:style-name="L" text:continue-list="a"'
KNOWN = 'text:style-name="L" xml:id="a"'
CIRCLED = 'text:style-name="C"'


def item(content: str) -> str:
    return f"<text:list-item>{content}</text:list-item>"


def items(*texts: str, more: str = 'text:style-name="L"') -> str:
    listed = "".join(
        text if text.startswith("<text:list-") else f"<text:list-item>{p(text)}</text:list-item>"
        for text in texts
    )
    return f"<text:list {more}>{listed}</text:list>"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (items("甲", "乙"), ["1.甲", "2.乙"]),
        (items("甲") + items("乙"), ["1.甲", "1.乙"]),
        (items("甲") + p("中") + items("乙", more=GOES_ON), ["1.甲", "中", "2.乙"]),
        (items("甲", more=KNOWN) + items("中", more=CIRCLED) + items("乙", more=GOES_BACK),
         ["1.甲", "③中", "2.乙"]),
        (items("甲", item(p("乙") + items("子", "丑", more="")), "丙"),
         ["1.甲", "2.乙", "（一）子", "（二）丑", "3.丙"]),
        (items("甲", item(p("乙") + p("续"))),
         ["1.甲", "2.乙", "续"]),
        (items(item(p("甲") + items("子", more="")),
               more='text:style-name="D"'), ["1.甲", "1.1、子"]),
        (items("<text:list-item text:start-value='7'><text:p>甲</text:p></text:list-item>", "乙"),
         ["7.甲", "8.乙"]),
        (items("<text:list-header><text:p>题</text:p></text:list-header>", "甲"), ["题", "1.甲"]),
        (items("3个方面"), ["1. 3个方面"]),
        (items("甲", more='text:style-name="B"'), ["甲"]),
        (items("甲", more='text:style-name="unknown"'), ["甲"]),
    ],
)  # fmt: skip
def test_automatic_numbers(body: str, lines: list[str]) -> None:
    assert shown(read(odf(body, LISTS))) == lines


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="一, 二" '
        'style:num-suffix="、"/></text:outline-style>'
    )
    styles = f"<office:document-styles {SPACES}><office:styles>{outline}</office:styles>"
    heads = "".join(f"<text:h text:outline-level='1'>{text}</text:h>" for text in "甲乙")
    found = read(odf(heads, **{"styles.xml": f"{styles}</office:document-styles>"}))
    assert shown(found) == ["一、甲", "二、乙"]


# --- tables -----------------------------------------------------------------------------------


THREE_WIDE = 'table:number-columns-spanned="3"'
ENDLESS = 'table:number-rows-spanned="999999999"'


def test_merged_cells_of_a_text() -> None:
    table = (
        "<table:table><table:table-header-rows>"
        + tr(td("序号"), td("类别"), td("名称"))
        + "</table:table-header-rows>"
        + tr(td("1"), td("党", "建", more='table:number-rows-spanned="2"'), td("甲"))
        + tr(td("2"), td(covered=True), td())
        + tr(
            td("合计", more='table:number-columns-spanned="3"'), td(covered=True), td(covered=True)
        )
        + "</table:table>"
    )
    found = read(odf(table))
    assert grids(found) == [
        [["序号", "类别", "名称"], ["1", "党建", "甲"], ["2", None, ""], ["合计", None, None]]
    ]
    assert doubts(found) == []


def test_a_covered_cell_with_words_is_told() -> None:
    table = tr(td("甲", more='table:number-columns-spanned="2"'), td("藏", covered=True))
    found = read(odf(f"<table:table>{table}{tr(td('1'), td('2'))}</table:table>"))
    assert grids(found) == [[["甲藏", None], ["1", "2"]]]
    assert doubts(found) == [("hidden_text", "merged", {})]


def test_repeated_cells_and_rows_of_a_sheet() -> None:
    found = read(
        ods(
            tr(td(more='table:number-columns-repeated="2"'), td("题"), td(more=""))
            + tr(td("同", more='table:number-columns-repeated="2"'), td("乙"),
                 td(more='table:number-columns-repeated="16381"'),
                 more='table:number-rows-repeated="2"')
            + tr(td(more='table:number-columns-repeated="16384"'),
                 more='table:number-rows-repeated="1048573"'),
            name="清单一",
        )
    )  # fmt: skip
    assert shown(found) == ["清单一"]
    assert grids(found) == [[["", "", "题"], ["同", "同", "乙"], ["同", "同", "乙"]]]
    [grid] = [block for block in found.blocks if isinstance(block, Grid)]
    assert grid.names == ("清单一!C1", "清单一!A2", "清单一!A3")
    assert found.source.format == "ods"


def test_values_that_are_not_written_out() -> None:
    cells = td(more='office:value-type="float" office:value="12"') + td(
        more='office:value-type="string" office:string-value="党的建设"'
    )
    assert grids(read(ods(tr(cells)))) == [[["12", "党的建设"]]]


def test_what_a_sheet_hides_is_read_and_told() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    hidden = style("T", '<style:table-properties table:display="false"/>', "table")
    found = read(
        ods(
            tr(td("甲"), td("乙"))
            + tr(td("丙"), td("丁"), more='table:visibility="filter"')
            + tr(td("#REF!", more='table:formula="of:=A9" office:value-type="string"'), td("戊")),
            columns,
            hidden,
        )
    )
    assert grids(found) == [[["甲", "乙"], ["丙", "丁"], ["#REF!", "戊"]]]
    assert doubts(found) == [
        ("hidden_text", "sheet", {"sheet": "Sheet1"}),
        ("hidden_text", "rows", {"rows": 1, "columns": 1}),
        ("cell_without_value", "", {"count": 1}),
    ]


# --- files ------------------------------------------------------------------------------------


def flat(data: bytes) -> bytes:
    """A package as one flat file, as LibreOffice writes FODT and FODS."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        roots = [etree.fromstring(source.read(part)) for part in ("styles.xml", "content.xml")]
    whole = etree.Element("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}document")
    for root in roots:
        whole.extend(root)
    return etree.tostring(whole, xml_declaration=True, encoding="UTF-8")


@pytest.mark.parametrize("path", sorted(LIBREOFFICE.glob("*.od?")), ids=lambda path: path.name)
def test_flat_files_read_as_packed_ones(path: object) -> None:
    data = path.read_bytes()  # type: ignore[attr-defined]
    packed, unpacked = read(data), read(flat(data))
    assert unpacked.text == packed.text
    assert unpacked.source.format == f"f{packed.source.format}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odf("", kind="presentation"), "unsupported_slides"),
        (odf("", kind="drawing"), "unsupported_drawing"),
        (odf("", kind="chart"), "damaged"),
        (odf("", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "encrypted"),
        (odf("")[:-60], "damaged"),
        (package({"mimetype": "x", "content.xml": "<a>"}), "damaged"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    assert refused(data).code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odf("", **{"styles.xml": b" " * (MAX_BYTES + 1)}), "too_large"),
        (odf("", **{"styles.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'}), "unsafe"),
        (ods(tr(td("甲", more='table:number-columns-repeated="16384"'))), "too_large"),
        (ods(tr(td("甲"), td("乙"), more='table:number-rows-repeated="999999999"')), "too_large"),
        (odf(p(f'甲<text:s text:c="{10**9 - 1}"/>乙') * 2), ""),
        (odf("<text:section>" * 5_000 + "</text:section>" * 5_000), ""),
        (odf(f"<table:table>{tr(td('甲', more=ENDLESS))}</table:table>"), ""),
    ],
)  # fmt: skip
def test_hostile_files(data: bytes, code: str) -> None:
    """Refused with a word, or read without harm."""
    if code:
        assert refused(data).code == code
        return
    try:
        found = read(data)
    except UnreadableSource as error:
        assert error.code in ("damaged", "too_large")  # noqa: PT017 - either is right
    else:
        assert len(found.text) < 10_000


def test_styles_in_a_circle_end() -> None:
    circle = "".join(
        style(one, letters(""), more=f'style:parent-style-name="{other}"')
        for one, other in pairwise("abca")
    )
    assert shown(read(odf(p("<text:span text:style-name='a'>甲</text:span>"), circle))) == ["甲"]
