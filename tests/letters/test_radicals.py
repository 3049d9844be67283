"""CJK radicals that a font's map yields for ideographs are decoded, and told."""

from __future__ import annotations

import unicodedata

from msgspec.structs import replace

from qingdan.letters.radicals import without_radicals
from qingdan.model import Cell, Document, Doubt, Grid, Line, Source
from tests.truth import house_rules

RADICALS = house_rules().radicals
RADICAL = house_rules().grammar.radical


def test_kangxi_radicals_are_those_of_unicode() -> None:
    kangxi = [code for code in RADICALS if 0x2F00 <= code <= 0x2FD5]
    different = [c for c in kangxi if RADICALS[c] != unicodedata.normalize("NFKC", chr(c))]
    assert len(kangxi) == 0xD6
    assert different == [0x2F3E]  # fonts for simplified Chinese draw it as 户
    assert RADICALS[0x2ECB] == "车"
    assert RADICALS[0x2EE9] == "黄"


def test_radicals_are_decoded_everywhere_and_counted() -> None:
    text = "⾯向\n⼾⻋\n"
    line, inner = Line(0, "⾯向"), Line(3, "⼾⻋", page=2)
    grid = Grid(((Cell((inner,)), None),))
    source = Source("x.pdf", "0", "pdf")
    folded = without_radicals(Document(source, text, (line, grid)), RADICAL, RADICALS)
    assert folded.text == "面向\n户车\n"
    assert folded.blocks == (
        replace(line, text="面向"),
        Grid(((Cell((replace(inner, text="户车"),)), None),)),
    )
    assert [(doubt.code, doubt.facts) for doubt in folded.doubts] == [
        ("radicals_folded", {"count": 3})
    ]


def test_a_document_without_radicals_stays_as_it_is() -> None:
    doubts = (Doubt("other"),)
    document = Document(Source("x.pdf", "0", "pdf"), "面\n", (Line(0, "面"),), doubts)
    assert without_radicals(document, RADICAL, RADICALS) is document
