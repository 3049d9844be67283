"""HTML: pages as government sites publish them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from qingdan.errors import UnreadableSource
from qingdan.letters.lines import visible_blocks
from qingdan.model import Document, Line
from qingdan.readers.html import read_html
from tests.fixtures.office.look import Look, look

TABLE = "<table><tr><td>1<td>甲</table>"


def read(page: str | bytes) -> Document:
    return read_html("file.html", "0", page.encode() if isinstance(page, str) else page)


def shown(page: str | bytes) -> list[Look]:
    return look(read(page), furniture=False)


def furniture(page: str) -> list[str]:
    blocks = read(page).blocks
    return [block.text for block in blocks if isinstance(block, Line) and block.furniture]


def test_breaks_are_lines_and_source_line_ends_are_spaces() -> None:
    page = "<p>甲<br>乙<br/>\n丙\n 丁</p><td>x"
    assert shown(page) == ["甲", "乙", "丙 丁", "x"]
    assert shown("<table><tr><td>1.甲；<br>2.乙<p>3.丙<p>&nbsp;</table>") == [
        [["1.甲；|2.乙|3.丙"]]
    ]


def test_text_offsets_are_exact() -> None:
    document = read(f"<div>上&nbsp;文</div>{TABLE}")
    assert document.text == "上\xa0文\n1\n甲\n"


def test_spans_flow_as_in_a_browser() -> None:
    page = (
        "<table><tr><td rowspan=2>类<td colspan=2>甲<tr><td>乙<td>丙"
        "<tr><td rowspan=9999>尾<td colspan=99999>长</table>"
    )
    assert shown(page) == [[["类", "甲", None], [None, "乙", "丙"], ["尾", "长", None]]]


def test_row_spans_end_with_their_row_group() -> None:
    page = "<table><thead><tr><th rowspan=0>题<th>甲<tbody><tr><td>1<td>2</table>"
    assert shown(page) == [[["题", "甲"], ["1", "2"]]]


def test_text_in_a_table_but_in_no_cell_stands_before_it() -> None:
    page = "<table><caption>题</caption><tr>散<td>1</table>"
    assert shown(page) == ["题", "散", [["1"]]]


def test_cells_without_rows_and_tables_never_closed() -> None:
    assert shown("<table><td>1<td>2<tr><td>3") == [[["1", "2"], ["3", ""]]]


def test_a_row_with_too_few_cells_is_doubted() -> None:
    rows = "<tr><td>1<td>甲<td>子<tr><td>2<td>丑<tr><td>3<td>甲<td>寅"
    document = read(f"<table><tr><td>题{rows}</table>")
    assert [(doubt.code, doubt.facts) for doubt in document.doubts] == [
        ("row_short", {"text": "2"})
    ]
    merged = "<tr><td>1<td rowspan=2>甲<td>子<tr><td>2<td>丑<tr><td colspan=3>带"
    assert not read(f"<table>{merged}</table>").doubts


def test_layout_tables_are_taken_apart_and_small_ones_in_cells_become_lines() -> None:
    layout = (
        f"<table><tr><td><a href=x>首页</a><td>题<table><tr><td>1<td>{'甲' * 9}</table></table>"
    )
    assert shown(layout) == ["题", [["1", "甲" * 9]]]
    inner = "<table><tr><td>1<td>县民政局负责审核<table><tr><td>a<td>b</table></table>"
    assert shown(inner) == [[["1", "县民政局负责审核|a|b"]]]


def test_scripts_go_and_what_stands_around_is_furniture() -> None:
    page = (
        "<head><title>题</title><style>p{}</style></head><body><script>var a='<td>'</script>"
        "<div class='site-nav'>导航</div><ul><li><a href=/>首页</a></li></ul>"
        f"<p>文<a href=x>链</a></p><p><a name=_Toc1>书签</a></p>{TABLE}<footer>底</footer>"
        "<div id=copyright>版权</div>"
        "<div style='display: none'>藏</div><select><option>选</select>"
    )
    assert shown(page) == ["文链", "书签", [["1", "甲"]]]
    assert furniture(page) == ["导航", "首页", "底", "版权", "藏"]


def test_a_list_inside_navigation_by_name_is_not_furniture() -> None:
    assert shown(f"<div class=nav><p>题</p>{TABLE}</div>") == ["题", [["1", "甲"]]]


def seen(page: str) -> list[Look]:
    """Return what is seen of a page, and stands in its text."""
    return look(replace(read(page), blocks=visible_blocks(read(page).blocks)), furniture=False)


HIDDEN = ["display:none", "visibility: hidden", "font-size:0px", "opacity:0", "color:#FFF",
          "color:white;background:#fdfdfd", "color:transparent"]  # fmt: skip


@pytest.mark.parametrize("style", HIDDEN)
def test_hidden_words_in_cells_are_told_apart(style: str) -> None:
    page = f"<table><tr><td>1<td>甲<span style='{style}'>藏<b>着</b></span>乙</table>"
    assert look(read(page)) == [[["1", "甲乙|藏着"]]]
    assert seen(page) == [[["1", "甲乙"]]]
    page = f"<style>td .x, p.y{{{style}}}</style><table><tr><td>1<td>甲<i class=x>藏</i></table>"
    assert seen(page) == [[["1", "甲"]]]


@pytest.mark.parametrize(
    "page",
    [
        "<table bgcolor=#333><tr><td>1<td style='color:#fff'>甲</table>",
        "<table><tr style='background:url(a.png);color:#fff'><td>1<td>甲</table>",
        "<link rel=stylesheet href=a.css><table class=t><tr><td>1<td style='color:#fff'>甲</table>",
        "<table><tr><td>1<td style='font-size:0'><b style='font-size:9pt'>甲</b></table>",
        (
            "<style>@media print{td{display:none} b{color:red}} .a>p{display:none}</style>"
            "<table><tr><td>1<td>甲</table>"
        ),
    ],
)
def test_words_that_stand_out_are_seen(page: str) -> None:
    assert seen(page) == [[["1", "甲"]]]
    assert not read(page).doubts


def test_rows_and_tables_that_are_not_displayed_are_read_and_doubted() -> None:
    for page in (
        f"<div style='display:none'>{TABLE}</div>",
        "<table><tr hidden><td>1<td>甲</table>",
        f"<body style='visibility:hidden'>{TABLE}",
    ):
        assert seen(page) == [[["1", "甲"]]]
        assert [doubt.code for doubt in read(page).doubts] == ["hidden_text"]


def test_an_empty_row_that_is_not_displayed_is_of_no_matter() -> None:
    page = "<table><tr><td>1<td>甲<tr style='display:none'><td width=72><td></table>"
    assert not read(page).doubts


def test_a_cell_that_is_not_displayed_takes_no_place() -> None:
    page = "<table><tr><td style='display:none'>藏<td>1<td hidden>也<td>甲</table>"
    assert seen(page) == [[["1", "甲"]]]
    assert read(page).text == "藏\n1\n也\n甲\n"


def test_struck_words_stay_and_are_known() -> None:
    page = "<style>.d{text-decoration:red line-through}</style><p>甲<s>乙</s><p><i class=d>丙</i>"
    lines = [block for block in read(page).blocks if isinstance(block, Line)]
    assert [(line.text, line.struck) for line in lines] == [("甲乙", "乙"), ("丙", "丙")]


def test_ordered_lists_print_their_numbers_unless_typed() -> None:
    page = "<table><tr><td><ol start=3><li>甲<li>乙<p>丙<li value=9>丁<li>10.戊</ol></table>"
    assert shown(page) == [[["3.甲|4.乙|丙|9.丁|10.戊"]]]
    assert shown("<ol style='list-style:none'><li>甲</ol><ul><li>乙</ul>") == ["甲", "乙"]
    assert shown("<ol><li>12345热线<li>2025年底<li>2.5公里<li>（1）甲") == [
        "1.12345热线",
        "2.2025年底",
        "3.2.5公里",
        "（1）甲",
    ]
    assert shown("<ol type=a><li>甲</ol>") == ["a.甲"]


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("<ol start=3><li></li></ol>", ["3."]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2.甲", "1.乙"]),
        ("<ol><li>甲<ol type=i><li>子</ol><li>乙</ol>", ["1.甲", "i.子", "2.乙"]),
        ("<ol><li value=5>甲<li>乙</ol>", ["5.甲", "6.乙"]),
        ("<ol style='list-style-type:cjk-ideographic' start=12><li>甲</ol>", ["十二、甲"]),
        ("<style>ol.c{list-style:upper-roman inside}</style><ol class=c><li>甲</ol>", ["I.甲"]),
        ("<ul style='list-style-type:decimal'><li>甲</ul>", ["1.甲"]),
        ("<ol class='custom_cn2 list-paddingleft-1'><li><p>甲</p></ol>", ["(一)甲"]),
        (("<style>.n li{list-style:none;counter-increment:k} ol{counter-reset:k 4}"
         ".n li::before{content:'（' counter(k) '）'}</style><ol class=n><li>甲<li>乙</ol>"),
         ["（5）甲", "（6）乙"]),
        (("<style>p{counter-increment:n} p:before{content:counter(n, cjk-ideographic)'、'}</style>"
         "<p>甲<p>乙"), ["一、甲", "二、乙"]),
        ("<style>li::marker{content:counter(list-item)'）'}</style><ol><li>甲</ol>", ["1）甲"]),
        ("<style>li:before{content:'»'}</style><ul><li>甲</ul>", ["甲"]),
    ],
)  # fmt: skip
def test_numbers_that_a_browser_prints(page: str, printed: list[str]) -> None:
    assert shown(page) == printed


def test_preformatted_lines_stay_lines() -> None:
    assert shown("<pre>甲\n乙</pre>") == ["甲", "乙"]


@pytest.mark.parametrize("depth", [255, 600, 2000])
def test_deep_nesting_loses_nothing(depth: int) -> None:
    page = "<div>" * depth + TABLE + "</div>" * depth + "<p>后"
    assert shown(page) == [[["1", "甲"]], "后"]


def test_absurd_nesting_is_refused() -> None:
    with pytest.raises(UnreadableSource, match="nests elements"):
        read("<div>" * 5000 + TABLE)


def test_absurd_spans_are_refused() -> None:
    cells = "<td colspan=1000>x" * 1100
    with pytest.raises(UnreadableSource, match="claims more cells"):
        read(f"<table>{f'<tr>{cells}' * 2}</table>")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "gb2312"),
        ("gb18030", "utf-8"),
        ("gbk", "gb2312"),
        ("big5", "big5"),
        ("utf-16", "utf-16"),
        ("utf-8-sig", "gbk"),
    ],
)
def test_encodings_as_declared_or_not(encoding: str, declared: str) -> None:
    text = "縣民政局" if encoding == "big5" else "县民政局、畲族乡镕"
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>{text}</p>'
    assert shown(page.encode(encoding)) == [text]


@pytest.mark.parametrize("page", ["<html></html>", "<p>&nbsp;", "<script>x</script>"])
def test_pages_without_text_have_no_blocks(page: str) -> None:
    assert read(page).blocks == ()


@pytest.mark.parametrize("page", ["", "   ", "<!-- x -->"])
def test_empty_pages_are_refused(page: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(page)
    assert caught.value.code == "empty"


@pytest.mark.parametrize("left", ["br>", "/td>", 'td class="x">', "/p >"])
def test_what_is_left_of_a_tag_is_told(left: str) -> None:
    page = f"<table><tr><td>1.受理申请；{left}2.上报材料。</td></tr></table>".encode()
    (doubt,) = read_html("x.html", "0", page).doubts
    assert (doubt.code, doubt.case, doubt.facts) == ("damaged_file", "tag", {"text": left})


@pytest.mark.parametrize("text", ["a>b", "P>0.05", "收入>支出", "第1步>第2步", "<br>"])
def test_a_greater_sign_is_no_tag(text: str) -> None:
    page = f"<table><tr><td>{text}</td></tr></table>".encode()
    assert read_html("x.html", "0", page).doubts == ()
