"""The text rule: what layout put between letters goes, every other character stays."""

from __future__ import annotations

import pytest

from qingdan.letters.joining import joined, joined_text, source_place, source_span
from qingdan.model import Line
from tests.composed import lines_of


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("", ""),
        ("受理申请", "受理申请"),
        ("受理\n申请", "受理申请"),
        ("应急管\n理及消\n\n防", "应急管理及消防"),
        ("  受理申请  ", "受理申请"),
        ("\u3000\u3000受理申请", "受理申请"),
        ("受 理\u3000申\u00a0请", "受理申请"),
        ("受理申请。 \n", "受理申请。"),
        ("资源局\n、青禾县人民医院", "资源局、青禾县人民医院"),
        ("推进“互联网\n+政务”", "推进“互联网+政务”"),
        ("为 65 岁以上老人", "为65岁以上老人"),
        ("在 12 月底前", "在12月底前"),
        ("每年\n12月", "每年12月"),
        ("共 2\n0个村", "共20个村"),
        ("使用 AI 技术", "使用AI技术"),
        ("Internet  of\tThings", "Internet of Things"),
        ("Internet\nof Things", "Internet of Things"),
        ("PM 2.5", "PM 2.5"),
        ("落实 “三会一课” 制度", "落实“三会一课”制度"),
        ("镇 — 村 — 网格", "镇—村—网格"),
        ("① 登记 ② 核查", "①登记②核查"),
        ("12 ％", "12％"),
        ("“ ” ‘ ’", "“”‘’"),
        ("\ue000 字", "\ue000字"),
        ("𠮷 野 家", "𠮷野家"),
        ("a\fb", "a b"),
        ("https://\nwww.x.cn", "https://www.x.cn"),
        ("www.example.g\nov.cn", "www.example.gov.cn"),
        ("someone@\nexample.cn", "someone@example.cn"),
    ],
)
def test_only_layout_goes(printed: str, text: str) -> None:
    assert joined_text(lines_of(printed)) == text


def test_misprints_stay_misprints() -> None:
    assert joined_text(lines_of("人道服务工\n作。，")) == "人道服务工作。，"


@pytest.mark.parametrize(
    "printed",
    ["受理\n申请", "  受 理\n\n 申请 ", "使用 AI 技术", "Internet  of\tThings", "𠮷 野 家"],
)
def test_every_letter_is_found_in_the_source_again(printed: str) -> None:
    text = joined(lines_of(printed))
    for offset, letter in enumerate(text.text):
        place = source_place(text, offset)
        assert printed[place] == letter or letter == " "


def test_a_span_reaches_over_the_layout_inside_it() -> None:
    text = joined(lines_of("  受理\n 申请。"))
    assert text.text == "受理申请。"
    assert source_span(text, 0, 4) == (2, 8)
    assert source_span(text, 2, 3) == (6, 7)


def test_places_are_those_of_the_document_and_not_of_the_cell() -> None:
    text = joined((Line(100, "受理"), Line(200, " 申请")))
    assert source_span(text, 0, 4) == (100, 203)
    assert source_place(text, 2) == 201
